//! Pitfalls and comparisons as questions and answers, with identities that outlive edits.
//!
//! A [`Note`] is one thing to learn: a pitfall, or one row of a comparison. It asks one question or several; each is a
//! card. Everything here is computed from one section alone, so that a range of sections changes nothing in a note.

mod fact;
mod pitfall;
mod row;

pub use fact::Fact;
pub use pitfall::{Listing, Pitfall, Question, code_parts};
pub use row::{Row, Value, numbers, rows, things};

use crate::guide::{Block, Callout, Flags, Role, Section, Table, TableKind, Topic, plain};
use crate::lock::Lock;
use crate::source::Span;

/// One thing to learn.
#[derive(Debug)]
pub struct Note<'g> {
    /// Names the note in its guide, whatever becomes of its text: the callout's id, or the table's id, a slash, and the
    /// aspect's.
    pub key: String,
    /// The section it stands in.
    pub section: &'g Section,
    /// The topic it stands under.
    pub topic: Option<&'g Topic>,
    /// Where it stands in the text: the callout, or the aspect's cell.
    pub span: Span,
    /// What is asked and answered.
    pub content: Content<'g>,
}

/// What a note is made from.
#[derive(Debug)]
pub enum Content<'g> {
    /// `> [!WARNING]`
    Pitfall(Pitfall<'g>),
    /// One aspect of a `Compare:` table.
    Row(Row<'g>),
    /// `> [!TIP]`, `> [!IMPORTANT]`, or a version note.
    Fact(Fact<'g>),
}

/// What cards can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Kind {
    /// Pitfalls
    Pitfalls,
    /// Rows of comparisons
    Comparisons,
    /// Best practices
    Practices,
    /// Key facts
    Keys,
    /// Version notes
    Versions,
}

impl Kind {
    /// What decks hold unless something else is asked for.
    pub const DEFAULT: [Kind; 2] = [Kind::Pitfalls, Kind::Comparisons];
}

/// The most characters of [`Note::says`].
const MOST: usize = 240;

impl Note<'_> {
    /// How many cards it makes; at least one.
    pub fn cards(&self) -> usize {
        match &self.content {
            Content::Pitfall(_) | Content::Fact(_) => 1,
            Content::Row(row) => row.numbers().len(),
        }
    }

    /// What it is about.
    pub fn kind(&self) -> Kind {
        match &self.content {
            Content::Pitfall(_) => Kind::Pitfalls,
            Content::Row(_) => Kind::Comparisons,
            Content::Fact(fact) => match fact.role {
                Role::Key => Kind::Keys,
                Role::Version => Kind::Versions,
                _ => Kind::Practices,
            },
        }
    }

    /// What it says, in [`MOST`] characters at most.
    pub fn says(&self) -> String {
        let text = match &self.content {
            Content::Pitfall(pitfall) => pitfall.says(),
            Content::Row(row) => row.says(),
            Content::Fact(fact) => fact.says(),
        };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match text.char_indices().nth(MOST) {
            Some((end, _)) => format!("{}…", text[..end].trim_end()),
            None => text,
        }
    }
}

/// The notes of a section, of all kinds, in reading order.
pub fn notes<'g>(section: &'g Section, lock: &Lock) -> Vec<Note<'g>> {
    let mut notes = Vec::new();
    for (topic, block) in section.blocks() {
        match block {
            Block::Callout(callout) => notes.extend(from_callout(section, topic, callout)),
            Block::Table(table) if table.kind != TableKind::Plain => {
                notes.extend(from_table(section, topic, table, lock));
            }
            _ => {}
        }
    }
    notes
}

/// How many cards a section makes, of the kinds that decks hold unless something else is asked for.
pub fn count(section: &Section, lock: &Lock) -> usize {
    notes(section, lock).iter().filter(|note| Kind::DEFAULT.contains(&note.kind())).map(Note::cards).sum()
}

fn from_callout<'g>(section: &'g Section, topic: Option<&'g Topic>, callout: &'g Callout) -> Option<Note<'g>> {
    let key = callout.id.clone()?;
    let content = match callout.role {
        Role::Pitfall => Content::Pitfall(Pitfall::of(callout, section, topic)),
        Role::Practice | Role::Key | Role::Version => Content::Fact(Fact::of(callout)),
        Role::Analogy | Role::Note => return None,
    };
    Some(Note { key, section, topic, span: callout.span, content })
}

fn from_table<'g>(section: &'g Section, topic: Option<&'g Topic>, table: &'g Table, lock: &Lock) -> Vec<Note<'g>> {
    let Some(id) = &table.id else { return Vec::new() };
    row::rows(table, lock)
        .into_iter()
        .filter(|row| !row.numbers().is_empty())
        .map(|row| Note {
            key: format!("{id}/{}", row.aspect.id),
            section,
            topic,
            span: row.aspect.span,
            content: Content::Row(row),
        })
        .collect()
}

/// The words of a text that give it away: runs of four letters or more, in lower case. The parts of a name count alone.
fn telling_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= 4).map(str::to_lowercase).collect()
}

/// Whether `text` has a telling word of `answer`.
pub fn gives_away(text: &str, answer: &str) -> bool {
    !told(text, answer).is_empty()
}

/// The telling words of `answer` that `text` has, in the order of `text`, once each.
pub fn told(text: &str, answer: &str) -> Vec<String> {
    let answer = telling_words(answer);
    let mut told: Vec<String> = Vec::new();
    for word in telling_words(text) {
        if answer.contains(&word) && !told.contains(&word) {
            told.push(word);
        }
    }
    told
}

/// Where a note stands, for a front that must not give its answer away: `6 · Object-Oriented Programming`, or `Section 6`.
pub fn place(section: &Section, answer: &str) -> String {
    if gives_away(&section.title, answer) {
        format!("Section {}", section.number)
    } else {
        format!("{} · {}", section.number, section.title)
    }
}

/// Where a note stands, for its back: `6 · Object-Oriented Programming › Inheritance`.
pub fn breadcrumb(note: &Note<'_>) -> String {
    let section = format!("{} · {}", note.section.number, note.section.title);
    note.topic.map_or(section.clone(), |topic| format!("{section} › {}", plain(&topic.heading.text)))
}

/// The version that a note's code needs: `Python 3.12+`; empty if it needs none.
pub fn version<'a>(flags: impl Iterator<Item = &'a Flags>) -> String {
    let newest = flags.filter_map(|flags| flags.needs).max();
    newest.map(|(major, minor)| format!("Python {major}.{minor}+")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_four_letters_or_more_give_away() {
        assert!(gives_away("def f(default_list=[]):", "Mutable default"));
        assert!(gives_away("The LIST", "list shared"));
        assert!(!gives_away("def add(x, to=[]):", "Mutable default"));
        assert!(!gives_away("a set of the", "The set"));
    }
}
