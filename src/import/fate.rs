//! What becomes of every line of the export, and what is said of those that are left out.

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, SourceFile, Span};
use std::ops::RangeInclusive;

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stays.
    Kept,
    /// A heading that stands in another form elsewhere, or a rule without use.
    Spent,
    /// Left out: chat.
    Chat,
    /// Left out: it stands before the first section.
    Before,
    /// Left out: a table of contents.
    Contents,
}

impl Fate {
    /// Whether the line is left out and this is said.
    fn is_left_out(self) -> bool {
        matches!(self, Fate::Chat | Fate::Before | Fate::Contents)
    }
}

/// How many words of a piece are quoted.
const WORDS: usize = 8;

/// Signs of Markdown that are no words when they stand alone.
const MARKS: [char; 7] = ['#', '*', '-', '_', '>', '|', '='];

/// The fates of all lines, the first at index 1.
pub struct Fates(Vec<Fate>);

impl Fates {
    /// Every line stays.
    pub fn kept(file: &SourceFile) -> Fates {
        Fates(vec![Fate::Kept; file.position(file.text.len()).line + 1])
    }

    /// Decides on lines.
    pub fn set(&mut self, lines: RangeInclusive<usize>, fate: Fate) {
        let end = self.0.len();
        for line in *lines.start()..(*lines.end() + 1).min(end) {
            self.0[line] = fate;
        }
    }

    /// The fate of a line.
    pub fn of(&self, line: usize) -> Fate {
        self.0.get(line).copied().unwrap_or(Fate::Spent)
    }

    /// The last line.
    pub fn last(&self) -> usize {
        self.0.len() - 1
    }

    /// A warning for each piece that is left out. Blank lines and rules between two pieces of a kind part them not.
    pub fn left_out(&self, file: &SourceFile, id: FileId) -> Vec<Diagnostic> {
        let mut pieces: Vec<(Fate, usize, usize)> = Vec::new();
        let mut goes_on = false;
        for line in 1..=self.last() {
            let fate = self.0[line];
            let is_blank = !file.line(line).contains(|c: char| c.is_alphanumeric());
            match pieces.last_mut() {
                _ if is_blank && (fate != Fate::Kept || file.line(line).trim().is_empty()) => {}
                Some((kind, _, last)) if goes_on && *kind == fate => *last = line,
                _ if fate.is_left_out() => {
                    pieces.push((fate, line, line));
                    goes_on = true;
                }
                _ => goes_on = false,
            }
        }
        pieces.into_iter().map(|(fate, first, last)| left_out(file, id, fate, first, last)).collect()
    }
}

fn left_out(file: &SourceFile, id: FileId, fate: Fate, first: usize, last: usize) -> Diagnostic {
    let range = file.line_range(first).start..file.line_range(last).end;
    let text = &file.text[range.clone()];
    let mut words = text.split_whitespace().filter(|word| !word.trim_matches(MARKS).is_empty());
    let quoted: Vec<&str> = words.by_ref().take(WORDS).collect();
    let quoted: String = quoted.join(" ").chars().take(80).collect();
    let more = if words.next().is_some() { " …" } else { "" };
    let (lines, verb) = match last - first {
        0 => (format!("line {first}"), "was"),
        _ => (format!("lines {first} to {last}"), "were"),
    };
    let (code, why) = match fate {
        Fate::Contents => ("contents-left-out", "a table of contents"),
        Fate::Before => ("chat-left-out", "before the first section"),
        _ => ("chat-left-out", "chat"),
    };
    Diagnostic::warning(code, Span::new(id, range), format!("{lines} {verb} left out ({why}): “{quoted}{more}”"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn pieces_of_a_kind_are_one_and_say_their_lines() {
        let mut sources = Sources::default();
        let id = sources.add("x.md".into(), "continue\n\n---\n\nHere is more\nkept\nlast words");
        let file = sources.file(id);
        let mut fates = Fates::kept(file);
        fates.set(1..=1, Fate::Chat);
        fates.set(3..=3, Fate::Spent);
        fates.set(5..=5, Fate::Chat);
        fates.set(7..=7, Fate::Contents);
        let said: Vec<String> = fates.left_out(file, id).into_iter().map(|d| d.message).collect();
        assert_eq!(
            said,
            [
                "lines 1 to 5 were left out (chat): “continue Here is more”",
                "line 7 was left out (a table of contents): “last words”"
            ]
        );
    }
}
