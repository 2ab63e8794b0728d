//! Listings: highlighted, wrong and right told apart in the margin, long lines continued below.

use super::block::set_in;
use super::text::Text;
use super::{Page, Room, palette};
use crate::example;
use crate::guide::{Code, Verdict};
use crate::listing::{Line, Piece, listing};
use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How far a listing is set in.
const INDENT: usize = 2;

impl Page<'_> {
    /// A listing on its own.
    pub(super) fn code(&self, code: &Code, room: Room) -> Vec<Text> {
        match code.flags.verdict {
            Some(verdict) => judged(code, verdict, &[], room),
            None => {
                let inner = room.behind(INDENT).unwrap_or(room);
                let indent = room.wide - inner.wide;
                rows(code, inner).iter().flatten().map(|row| set_in(indent, row)).collect()
            }
        }
    }

    /// Wrong code and the right code behind it. The lines in which they differ are marked; what they print does not count.
    pub(super) fn pair(&self, bad: &Code, good: &Code, room: Room) -> Vec<Text> {
        let (in_bad, in_good) = example::differing(bad, good);
        let mut out = judged(bad, Verdict::Bad, &in_bad, room);
        out.push(Text::default());
        out.extend(judged(good, Verdict::Good, &in_good, room));
        out
    }
}

/// A listing with a verdict: its sign beside the first row, a bar beside every row, a thick one where it differs.
fn judged(code: &Code, verdict: Verdict, differing: &[bool], room: Room) -> Vec<Text> {
    let style = palette::verdict(verdict);
    let sign = match verdict {
        Verdict::Bad => "✗",
        Verdict::Good => "✓",
    };
    let inner = room.behind(4).unwrap_or(room);
    let mut lines = Vec::new();
    for (i, row) in rows(code, inner).iter().enumerate().flat_map(|(i, rows)| rows.iter().map(move |row| (i, row))) {
        let mut margin = Text::new(if lines.is_empty() { sign } else { " " }, style.bold());
        match differing.get(i).copied().unwrap_or(false) {
            true => margin.push(" ┃ ", &style.bold().into()),
            false => margin.push(" ╎ ", &style.into()),
        }
        lines.push(if inner.wide < room.wide { margin.then(row) } else { row.clone() });
    }
    lines
}

/// For each line of the code, the rows it takes.
fn rows(code: &Code, room: Room) -> Vec<Vec<Text>> {
    let text = expanded(&code.text);
    listing(code.language.as_deref(), &text).iter().map(|line| fold(line, room.wide)).collect()
}

/// Tabs as spaces, to stops four columns apart.
fn expanded(text: &str) -> Cow<'_, str> {
    if !text.contains('\t') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let spaces = 4 - column % 4;
                out.push_str(&" ".repeat(spaces));
                column += spaces;
            }
            c => {
                out.push(c);
                column = if c == '\n' { 0 } else { column + c.width().unwrap_or(0) };
            }
        }
    }
    Cow::Owned(out)
}

/// A line that is too long goes on below its own indentation, behind an arrow: as many pieces as fit, then back to the
/// cheapest cut that leaves a third of the row filled.
fn fold(line: &Line<'_>, room: usize) -> Vec<Text> {
    let deep = line.indent.min(room / 3);
    let pieces: Vec<Piece> = line.pieces.iter().flat_map(|piece| cut(piece, room - deep - 2)).collect();
    let mut rows = Vec::new();
    let mut first = 0;
    while first < pieces.len() {
        let margin = if first == 0 { deep } else { deep + 2 };
        let mut used = margin;
        let mut stop = first;
        while stop < pieces.len() && (stop == first || used + pieces[stop].columns <= room) {
            used += pieces[stop].columns;
            stop += 1;
        }
        if stop < pieces.len() {
            let mut best = stop;
            for cut in (first + 1..stop).rev() {
                used -= pieces[cut].columns;
                if used < margin + (room - margin) / 3 {
                    break;
                }
                if pieces[cut].cost < pieces[best].cost {
                    best = cut;
                }
            }
            stop = best;
        }
        let mut row = match first {
            0 => Text::new(&" ".repeat(deep), palette::NONE),
            _ => Text::new(&format!("{}↪ ", " ".repeat(deep)), palette::TURN),
        };
        for piece in &pieces[first..stop] {
            row.push(piece.text, &palette::class(piece.class).into());
        }
        rows.push(row);
        first = stop;
    }
    if rows.is_empty() {
        rows.push(Text::default());
    }
    rows
}

/// A piece in parts that fit a row of their own.
fn cut<'t>(piece: &Piece<'t>, room: usize) -> Vec<Piece<'t>> {
    let mut parts = Vec::new();
    let mut rest = piece.text;
    while rest.width() > room {
        let mut used = 0;
        let fits = |c: char| {
            used += c.width().unwrap_or(1);
            used > room
        };
        let end = rest.find(fits).filter(|end| *end > 0).unwrap_or(rest.len());
        parts.push(&rest[..end]);
        rest = &rest[end..];
    }
    parts.push(rest);
    let part = |text| Piece { class: piece.class, columns: str::width(text), cost: piece.cost, text };
    parts.into_iter().filter(|text| !text.is_empty()).map(part).collect()
}
