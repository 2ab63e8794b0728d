//! How narrow a table can be: the longest unbreakable piece of each column.

use super::measure;
use super::wrap::parts;
use crate::guide::{Cell, Inline, InlineKind, Table};

/// What lies between two columns, in hundredths of the table's type size.
const BETWEEN: usize = 70;
/// The type size of tables and of code in them, in hundredths of what stands around.
const TABLE: usize = 88;
const CODE: usize = 92;

/// The least width at which no word of a table breaks, in hundredths of the body's type size.
pub fn least(table: &Table) -> usize {
    let column = |i: usize| {
        let rows = table.rows.iter().filter_map(|row| row.get(i));
        let body = rows.map(|cell| longest(cell, false)).max().unwrap_or(0);
        table.header.get(i).map_or(0, |cell| longest(cell, true)).max(body)
    };
    let columns = table.header.len();
    (0..columns).map(|i| column(i) + BETWEEN).sum::<usize>() * TABLE / 100
}

fn longest(cell: &Cell, bold: bool) -> usize {
    let mut pieces = Pieces { longest: 0, current: 0 };
    pieces.inlines(&cell.text, bold);
    pieces.end();
    pieces.longest
}

struct Pieces {
    longest: usize,
    current: usize,
}

impl Pieces {
    fn end(&mut self) {
        self.longest = self.longest.max(self.current);
        self.current = 0;
    }

    fn words(&mut self, text: &str, width: &dyn Fn(&str) -> usize) {
        for piece in text.split_inclusive([' ', '-', '\u{200b}']) {
            let word = piece.trim_end_matches(' ');
            // A line may break beside each ideograph, and nowhere else in a word.
            let wide = word.chars().any(|c| unicode_width::UnicodeWidthChar::width(c) == Some(2));
            self.current += if wide { width(word).min(width("文文")) } else { width(word) };
            if piece.len() > word.len() || word.ends_with(['-', '\u{200b}']) {
                self.end();
            }
        }
    }

    fn inlines(&mut self, text: &[Inline], bold: bool) {
        let letters: &dyn Fn(&str) -> usize = if bold { &measure::bold } else { &measure::text };
        let code = |text: &str| measure::code(text) * CODE / 100;
        for inline in text {
            match &inline.kind {
                InlineKind::Text(text) => self.words(text, letters),
                InlineKind::Code(text) => {
                    for (i, part) in parts(text).into_iter().enumerate() {
                        if i > 0 {
                            self.end();
                        }
                        self.words(part, &code);
                    }
                }
                InlineKind::Strong(inner) => self.inlines(inner, true),
                InlineKind::Emphasis(inner)
                | InlineKind::Strikethrough(inner)
                | InlineKind::Subscript(inner)
                | InlineKind::Superscript(inner)
                | InlineKind::Keyboard(inner)
                | InlineKind::Link(_, inner) => self.inlines(inner, bold),
                InlineKind::Math(math) => self.current += measure::text(&math.latex),
                InlineKind::Image(_) => self.current += 400,
                InlineKind::FootnoteReference(_) => self.current += 50,
                InlineKind::SoftBreak | InlineKind::HardBreak => self.end(),
            }
        }
    }
}
