//! How wide a table's columns are, relative to each other.

use super::measure::{Face, width};
use super::text::{broken, parts};
use super::{Layout, Settings};
use crate::guide::{Cell, Inline, InlineKind, Table};

/// What columns hold. Widths are in hundredths of the body size. At larger type the layout sets a table that needs more in
/// smaller type, down to [`LEAST`] hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// One column of the page.
    pub column: usize,
    /// All of them together; the same where there is but one.
    pub page: usize,
    /// The characters of code that a line of a listing holds in a box at the largest type.
    pub code: usize,
}

impl Room {
    /// What pages of these settings and this layout hold; `largest` is the largest type that may be tried, in twentieths of a
    /// point.
    pub fn of(settings: &Settings, layout: &Layout, largest: u32) -> Room {
        let (sides, gutter) = (layout.defaults.sides, layout.defaults.gutter);
        let columns = settings.columns as f64;
        let width = (settings.page().0 - 2.0 * sides).max(0.0);
        let hundredths = |millimetres: f64| (millimetres * 72.0 / 25.4 / settings.points() * 100.0).max(1.0) as usize;
        let column = (width - gutter * (columns - 1.0)) / columns;
        let size = Settings { size: largest, ..*settings }.points();
        let code = ((column * 72.0 / 25.4 - FRAME * size) / (CELL * size)).max(0.0) as usize;
        Room { column: hundredths(column), page: hundredths(width), code }
    }
}

/// A character of code, and the marks and edges beside a listing in a box, both in the body size.
const CELL: f64 = 0.48;
const FRAME: f64 = 3.8;
const LEAST: usize = 86;
/// Widths in hundredths of the body size: a space, what lies between two columns, and the least a column has.
const SPACE: usize = 21;
const BETWEEN: usize = 70;
const NARROWEST: usize = 120;

/// The widths of a table's columns.
pub struct Widths {
    /// Each column's least width, at which no word is broken, and its share of what is left over; in hundredths of the body
    /// size, the room between columns included.
    pub columns: Vec<(usize, usize)>,
    /// Whether the table should run across all columns of the page.
    pub wide: bool,
}

/// A piece of a cell that does not break, and whether a space stands before it.
struct Piece {
    width: usize,
    spaced: bool,
}

/// Looks for shares that make the rows low: every column gets its longest word, then what is left over goes, a step at a
/// time, to the column where it saves the most lines.
pub fn widths(table: &Table, room: Room) -> Widths {
    let columns = table.header.len();
    let rows: Vec<Vec<Vec<Piece>>> = std::iter::once((true, &table.header))
        .chain(table.rows.iter().map(|row| (false, row)))
        .map(|(head, row)| row.iter().enumerate().map(|(i, cell)| pieces(cell, head || i == 0)).collect())
        .collect();
    let column = |i: usize| rows.iter().filter_map(move |row| row.get(i));
    let mut shares: Vec<usize> =
        (0..columns).map(|i| column(i).flatten().map(|piece| piece.width).max().unwrap_or(0).max(NARROWEST)).collect();
    let needed: usize = shares.iter().sum::<usize>() + BETWEEN * columns.saturating_sub(1);
    let Room { column: one, page, .. } = room;
    let wide = page > one && (needed * LEAST > one * 100 || needed > one && columns > 3);
    let budget = if wide { page } else { one };
    let least = shares.clone();
    let mut left = budget.saturating_sub(needed);
    let height = |shares: &[usize]| -> usize {
        rows.iter().map(|row| row.iter().zip(shares).map(|(cell, share)| lines(cell, *share)).max().unwrap_or(1)).sum()
    };
    loop {
        // What saves a line for the least width is bought first. A row may need two columns to grow, so pairs are tried too.
        let now = height(&shares);
        let steps = left / SPACE;
        let mut best: Option<(usize, usize, Vec<usize>)> = None;
        for first in 0..columns {
            for second in first..columns {
                for step in 1..=steps {
                    let mut tried = shares.clone();
                    tried[first] += step * SPACE / if second == first { 1 } else { 2 };
                    if second != first {
                        tried[second] += step * SPACE / 2;
                    }
                    let saved = now.saturating_sub(height(&tried));
                    if saved > 0 {
                        let cost = step * SPACE;
                        if best.as_ref().is_none_or(|(most, least, _)| saved * least > most * cost) {
                            best = Some((saved, cost, tried));
                        }
                        break;
                    }
                }
            }
        }
        let Some((_, cost, tried)) = best else { break };
        shares = tried;
        left -= cost;
    }
    // What saves no line is shared out by length of text, so that the estimate's error hurts least where text is long.
    let length = |i: usize| column(i).flatten().map(|piece| piece.width).sum::<usize>();
    let totals: Vec<usize> = (0..columns).map(length).collect();
    let all: usize = totals.iter().sum::<usize>().max(1);
    let between = |i: usize| if i == 0 || i + 1 == columns { BETWEEN / 2 } else { BETWEEN };
    let extra = |i: usize| shares[i] - least[i] + left * totals[i] / all;
    let columns = (0..columns).map(|i| (least[i] + between(i), extra(i))).collect();
    Widths { columns, wide }
}

/// How many lines a cell takes in a column of a width.
fn lines(cell: &[Piece], width: usize) -> usize {
    let mut lines = 1;
    let mut used = 0;
    for piece in cell {
        let space = if piece.spaced && used > 0 { SPACE } else { 0 };
        if used > 0 && used + space + piece.width > width {
            lines += 1;
            used = piece.width;
        } else {
            used += space + piece.width;
        }
    }
    lines
}

fn pieces(cell: &Cell, bold: bool) -> Vec<Piece> {
    let mut gather = Gather { pieces: Vec::new(), joint: Joint::Break };
    gather.inlines(&cell.text, if bold { Face::Bold } else { Face::Regular });
    gather.pieces
}

/// What stands between the last piece and the next text.
#[derive(Clone, Copy, PartialEq)]
enum Joint {
    Glue,
    Break,
    Space,
}

struct Gather {
    pieces: Vec<Piece>,
    joint: Joint,
}

impl Gather {
    fn add(&mut self, text: &str, face: Face) {
        if text.is_empty() {
            return;
        }
        let width = width(text, face);
        match self.pieces.last_mut() {
            Some(piece) if self.joint == Joint::Glue => piece.width += width,
            _ => self.pieces.push(Piece { width, spaced: self.joint == Joint::Space }),
        }
        self.joint = Joint::Glue;
    }

    fn words(&mut self, text: &str, face: Face) {
        for (i, word) in text.split(' ').enumerate() {
            if i > 0 {
                self.joint = Joint::Space;
            }
            if let Some(parts) = broken(word) {
                for part in parts {
                    self.add(&part, face);
                    self.joint = Joint::Break;
                }
                self.joint = Joint::Glue;
                continue;
            }
            for part in word.split_inclusive(['-', '/']) {
                self.add(part, face);
                if part.ends_with(['-', '/']) {
                    self.joint = Joint::Break;
                }
            }
        }
    }

    /// A part of inline code: breaks at its spaces only.
    fn code(&mut self, text: &str) {
        for (i, word) in text.split(' ').enumerate() {
            if i > 0 {
                self.joint = Joint::Space;
            }
            self.add(word, Face::Fixed);
        }
    }

    fn inlines(&mut self, text: &[Inline], face: Face) {
        for inline in text {
            match &inline.kind {
                InlineKind::Text(text) => self.words(text, face),
                InlineKind::Code(text) => {
                    for (i, part) in parts(text).into_iter().enumerate() {
                        if i > 0 && self.joint == Joint::Glue {
                            self.joint = Joint::Break;
                        }
                        self.code(part);
                    }
                }
                InlineKind::Strong(inner) => self.inlines(inner, Face::Bold),
                InlineKind::Emphasis(inner)
                | InlineKind::Strikethrough(inner)
                | InlineKind::Subscript(inner)
                | InlineKind::Superscript(inner)
                | InlineKind::Keyboard(inner)
                | InlineKind::Link(_, inner) => self.inlines(inner, face),
                InlineKind::Math(math) => self.add(&math.latex, Face::Fixed),
                InlineKind::Image(_) => self.add("mm", Face::Bold),
                InlineKind::FootnoteReference(_) => self.add("1", Face::Regular),
                InlineKind::SoftBreak | InlineKind::HardBreak => self.joint = Joint::Space,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, lines};

    #[test]
    fn words_are_broken_as_a_line_breaks_them() {
        let cell: Vec<Piece> = [(100, false), (100, true), (50, false)]
            .into_iter()
            .map(|(width, spaced)| Piece { width, spaced })
            .collect();
        assert_eq!(lines(&cell, 300), 1);
        assert_eq!(lines(&cell, 230), 2);
        assert_eq!(lines(&cell, 90), 3);
    }
}
