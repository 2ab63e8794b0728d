//! Text with its formats, and how it is written to a terminal.

use anstyle::Style;
use std::fmt::Write;
use std::ops::Range;
use std::rc::Rc;
use unicode_width::UnicodeWidthStr;

/// How a run of text looks, and what it is as far as wrapping cares.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Format {
    /// Colour and attributes.
    pub style: Style,
    /// Whether it is code: it breaks at spaces only.
    pub code: bool,
    /// Where it leads, as a hyperlink of the terminal.
    pub link: Option<Rc<str>>,
}

impl Format {
    /// Within this format, another style: its colour wins, attributes add up.
    pub fn with(&self, style: Style) -> Format {
        let style = Style::new()
            .fg_color(style.get_fg_color().or(self.style.get_fg_color()))
            .effects(self.style.get_effects() | style.get_effects());
        Format { style, ..self.clone() }
    }
}

impl From<Style> for Format {
    fn from(style: Style) -> Format {
        Format { style, ..Format::default() }
    }
}

/// Text in runs of one format each. A `\n` in it is a break the author wants.
#[derive(Clone, Debug, Default)]
pub struct Text {
    string: String,
    /// Where each run ends, and its format.
    runs: Vec<(usize, Format)>,
}

impl Text {
    /// A text of one format.
    pub fn new(text: &str, format: impl Into<Format>) -> Text {
        let mut new = Text::default();
        new.push(text, &format.into());
        new
    }

    /// Adds text. What would control the terminal is replaced by a picture of itself, so no guide can do that.
    pub fn push(&mut self, text: &str, format: &Format) {
        if text.is_empty() {
            return;
        }
        self.string.extend(text.chars().map(harmless));
        match self.runs.last_mut().filter(|(_, last)| last == format) {
            Some((end, _)) => *end = self.string.len(),
            None => self.runs.push((self.string.len(), format.clone())),
        }
    }

    /// Adds another text.
    pub fn append(&mut self, other: &Text) {
        for (range, format) in other.runs() {
            self.push(&other.string[range], format);
        }
    }

    /// This text and another behind it.
    pub fn then(mut self, other: &Text) -> Text {
        self.append(other);
        self
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// The columns it takes.
    pub fn width(&self) -> usize {
        self.string.width()
    }

    /// A part of it.
    pub fn slice(&self, part: Range<usize>) -> Text {
        let mut slice = Text::default();
        let mut start = part.start;
        for (end, format) in &self.runs[self.run_at(start)..] {
            if start >= part.end {
                break;
            }
            let end = part.end.min(*end);
            slice.push(&self.string[start..end], format);
            start = end;
        }
        slice
    }

    /// Whether the characters on both sides of a place are code.
    pub fn is_inside_code(&self, at: usize) -> bool {
        let code = |at: usize| self.runs.get(self.run_at(at)).is_some_and(|(_, format)| format.code);
        at > 0 && code(at - 1) && code(at)
    }

    /// Writes it as one line, without spaces at its end.
    pub fn write(&self, styled: bool, out: &mut String) {
        let end = self.string.trim_end().len();
        if !styled {
            out.push_str(&self.string[..end]);
            return;
        }
        for (range, Format { style, link, .. }) in self.runs().filter(|(range, _)| range.start < end) {
            if let Some(link) = link {
                let _ = write!(out, "\u{1b}]8;;{link}\u{1b}\\");
            }
            let _ = write!(out, "{style}{}{style:#}", &self.string[range.start..range.end.min(end)]);
            if link.is_some() {
                out.push_str("\u{1b}]8;;\u{1b}\\");
            }
        }
    }

    /// Which run a byte is in.
    fn run_at(&self, at: usize) -> usize {
        self.runs.partition_point(|(end, _)| *end <= at)
    }

    fn runs(&self) -> impl Iterator<Item = (Range<usize>, &Format)> {
        let starts = std::iter::once(0).chain(self.runs.iter().map(|(end, _)| *end));
        starts.zip(&self.runs).map(|(start, (end, format))| (start..*end, format))
    }
}

/// A control character as its picture; a tab as a space.
fn harmless(c: char) -> char {
    match c {
        '\n' => '\n',
        '\t' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_guide_controls_the_terminal() {
        let text = Text::new("a\u{1b}[2Jb\u{7}\u{9b}\r", Style::new().bold());
        assert_eq!(text.as_str(), "a␛[2Jb␇\u{fffd}␍");
    }

    #[test]
    fn styles_are_closed_and_spaces_at_the_end_are_dropped() {
        let mut text = Text::new("a ", Style::new().bold());
        text.push("b  ", &Format::default());
        let (mut styled, mut plain) = (String::new(), String::new());
        text.write(true, &mut styled);
        text.write(false, &mut plain);
        assert_eq!((styled.as_str(), plain.as_str()), ("\u{1b}[1ma \u{1b}[0mb", "a b"));
    }
}
