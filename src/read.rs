//! A section as it is read in a terminal: text for a width, with or without colour.
//!
//! Everything here is pure: a section and a setting in, text out. Blocks become lines, lines are runs of formatted text,
//! and what holds others (callouts, lists, quotes) puts a prefix before the lines of what it holds. The characters are the
//! same with colour and without: nothing rests on it.

mod block;
mod code;
mod inline;
mod outline;
mod palette;
mod table;
mod text;
mod wrap;

pub use outline::outline;

use crate::guide::{Block, Guide, Section};
use std::collections::HashMap;
use text::Text;

/// The widths a section can be set for.
pub const WIDTHS: std::ops::RangeInclusive<usize> = 40..=200;

/// The longest line of text that reads well.
const MEASURE: usize = 88;

/// What the text is set for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Columns; no line is wider.
    pub width: usize,
    /// Whether to use colours and attributes.
    pub styled: bool,
    /// Whether links may be hyperlinks of the terminal; else their address is shown.
    pub hyperlinks: bool,
}

/// A section, set; ends with a line end.
pub fn section(guide: &Guide, section: &Section, setting: Setting) -> String {
    let width = setting.width.clamp(*WIDTHS.start(), *WIDTHS.end());
    let page = Page { guide, setting, places: inline::places(guide) };
    let mut out = String::new();
    for line in page.section(section, Room { wide: width, text: MEASURE.min(width) }) {
        line.write(setting.styled, &mut out);
        out.push('\n');
    }
    out
}

/// A line below a section, set and apart from it; ends with a line end.
pub fn closing(words: &str, setting: Setting) -> String {
    let mut out = String::from("\n");
    for line in wrap::wrap(&Text::new(words, palette::STRONG), MEASURE.min(setting.width)) {
        line.write(setting.styled, &mut out);
        out.push('\n');
    }
    out
}

/// What is to be known while lines are made.
struct Page<'g> {
    guide: &'g Guide,
    setting: Setting,
    /// Section and anchor → the number of the topic.
    places: HashMap<(u32, &'g str), usize>,
}

/// How wide lines may be.
#[derive(Clone, Copy, Debug)]
struct Room {
    /// Code and tables.
    wide: usize,
    /// Text.
    text: usize,
}

/// Lines are never made narrower than this; what is nested deeper is no longer set in.
const NARROWEST: usize = 16;

impl Room {
    /// What is left behind a prefix of some columns, if that is enough to write in.
    fn behind(self, columns: usize) -> Option<Room> {
        (self.text >= NARROWEST + columns)
            .then(|| Room { wide: self.wide - columns, text: (self.text - columns).min(self.wide - columns) })
    }
}

impl Page<'_> {
    fn section(&self, section: &Section, room: Room) -> Vec<Text> {
        let mut lines = self.title(section, room);
        // Headings stand out to the left of the text where there is room for that.
        let margin = if room.wide >= 60 { 2 } else { 0 };
        let body = room.behind(margin).unwrap_or(room);
        let write = |blocks: &[Block]| {
            self.blocks(blocks, body).iter().map(|line| block::set_in(margin, line)).collect::<Vec<_>>()
        };
        if !section.intro.is_empty() {
            lines.push(Text::default());
            lines.extend(write(&section.intro));
        }
        for (i, topic) in section.topics.iter().enumerate() {
            lines.push(Text::default());
            lines.extend(self.topic(&format!("{}.{}", section.number, i + 1), &topic.heading, room));
            if !topic.blocks.is_empty() {
                lines.push(Text::default());
                lines.extend(write(&topic.blocks));
            }
        }
        if !section.footnotes.is_empty() {
            let mut notes = vec![Text::new(&"─".repeat(20), palette::FAINT)];
            for note in &section.footnotes {
                let sign = Text::new(&format!("{} ", superscript(note.number)), palette::SIGN);
                notes.extend(self.hung(sign, &note.blocks, body));
            }
            lines.push(Text::default());
            lines.extend(notes.iter().map(|line| block::set_in(margin, line)));
        }
        lines
    }
}

/// A number in small figures.
fn superscript(number: usize) -> String {
    let figure = |c: char| c.to_digit(10).and_then(|digit| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit as usize));
    number.to_string().chars().filter_map(figure).collect()
}

/// What a block can be linked to by.
fn anchor(block: &Block) -> Option<&str> {
    match block {
        Block::Heading(heading) => Some(&heading.id),
        Block::Callout(callout) => callout.id.as_deref(),
        Block::Table(table) => table.id.as_deref(),
        _ => None,
    }
}
