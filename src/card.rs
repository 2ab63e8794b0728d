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

use crate::guide::excerpt::Material;
use crate::guide::{Block, Callout, Flags, Role, Section, Table, TableKind, Topic, plain};
use crate::lock::Lock;
use crate::source::Span;
use std::collections::BTreeSet;

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

    /// What cards are made of a part of a guide; of some none are.
    pub fn of(part: Material) -> Option<Kind> {
        match part {
            Material::Pitfalls => Some(Kind::Pitfalls),
            Material::Comparisons => Some(Kind::Comparisons),
            Material::Practices => Some(Kind::Practices),
            Material::Keys => Some(Kind::Keys),
            Material::Versions => Some(Kind::Versions),
            Material::Analogies | Material::Notes | Material::Tables | Material::Examples | Material::Formulas => None,
        }
    }

    /// Its name: `pitfalls`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Pitfalls => "pitfalls",
            Kind::Comparisons => "comparisons",
            Kind::Practices => "practices",
            Kind::Keys => "keys",
            Kind::Versions => "versions",
        }
    }

    /// What the name of a file with cards of these kinds ends in: `-pitfalls`; nothing if they are the usual ones.
    pub fn suffix(kinds: &[Kind]) -> String {
        let kinds: BTreeSet<Kind> = kinds.iter().copied().collect();
        if kinds == Kind::DEFAULT.into() {
            return String::new();
        }
        kinds.into_iter().flat_map(|kind| ["-", kind.name()]).collect()
    }
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
        let mut says = String::new();
        let mut room = MOST;
        for word in text.split_whitespace() {
            if !says.is_empty() {
                room = room.saturating_sub(1);
                says.push(' ');
            }
            // A byte is no more than a character: most words need no counting.
            match if word.len() <= room { None } else { word.char_indices().nth(room) } {
                Some((end, _)) => {
                    says.push_str(&word[..end]);
                    says.truncate(says.trim_end().len());
                    says.push('…');
                    break;
                }
                None => says.push_str(word),
            }
            room = room.saturating_sub(word.chars().count());
        }
        says
    }
}

/// A note before it is made: little enough to be kept for every note of a guide.
#[derive(Clone, Debug)]
pub struct Origin<'g> {
    /// What the note is about.
    pub kind: Kind,
    /// The section it stands in.
    pub section: &'g Section,
    /// The topic it stands under.
    pub topic: Option<&'g Topic>,
    /// What it is made from.
    pub part: Part<'g>,
}

/// The part of a section that a note is made from.
#[derive(Clone, Copy, Debug)]
pub enum Part<'g> {
    /// A pitfall or a fact.
    Callout(&'g Callout),
    /// A comparison, and which of its aspects.
    Row(&'g Table, usize),
}

impl<'g> Origin<'g> {
    /// The note's key.
    pub fn key(&self) -> String {
        match self.part {
            Part::Callout(callout) => callout.id.as_deref().unwrap_or_default().to_owned(),
            Part::Row(table, i) => {
                let aspect = row::aspect(table, i).map(|aspect| aspect.id.as_str()).unwrap_or_default();
                format!("{}/{aspect}", table.id.as_deref().unwrap_or_default())
            }
        }
    }

    /// The cloze numbers of a row's cards, sorted; none for other notes. A row that has none makes no note.
    pub fn numbers(&self, lock: &Lock) -> Vec<u16> {
        match self.part {
            Part::Callout(_) => Vec::new(),
            Part::Row(table, i) => row::row(table, i, lock).map(|row| row.numbers()).unwrap_or_default(),
        }
    }

    /// The note; none if there is nothing to ask.
    pub fn note(&self, lock: &Lock) -> Option<Note<'g>> {
        let (section, topic) = (self.section, self.topic);
        let (span, content) = match self.part {
            Part::Callout(callout) if self.kind == Kind::Pitfalls => {
                (callout.span, Content::Pitfall(Pitfall::of(callout, section, topic)))
            }
            Part::Callout(callout) => (callout.span, Content::Fact(Fact::of(callout))),
            Part::Row(table, i) => {
                let row = row::row(table, i, lock).filter(|row| !row.numbers().is_empty())?;
                (row.aspect.span, Content::Row(row))
            }
        };
        Some(Note { key: self.key(), section, topic, span, content })
    }
}

/// What the notes of a section are made from, of all kinds, in reading order.
pub fn origins(section: &Section) -> Vec<Origin<'_>> {
    let mut origins = Vec::new();
    for (topic, block) in section.blocks() {
        match block {
            Block::Callout(callout) => {
                let kind = match callout.role {
                    Role::Pitfall => Kind::Pitfalls,
                    Role::Practice => Kind::Practices,
                    Role::Key => Kind::Keys,
                    Role::Version => Kind::Versions,
                    Role::Analogy | Role::Note => continue,
                };
                if callout.id.is_some() {
                    origins.push(Origin { kind, section, topic, part: Part::Callout(callout) });
                }
            }
            Block::Table(table) if table.kind != TableKind::Plain => {
                if table.id.is_none() {
                    continue;
                }
                origins.extend(row::aspects(table).enumerate().map(|(i, _)| Origin {
                    kind: Kind::Comparisons,
                    section,
                    topic,
                    part: Part::Row(table, i),
                }));
            }
            _ => {}
        }
    }
    origins
}

/// The notes of a section, of all kinds, in reading order.
pub fn notes<'g>(section: &'g Section, lock: &Lock) -> Vec<Note<'g>> {
    origins(section).iter().filter_map(|origin| origin.note(lock)).collect()
}

/// How many cards a section makes, of the kinds that decks hold unless something else is asked for.
pub fn count(section: &Section, lock: &Lock) -> usize {
    notes(section, lock).iter().filter(|note| Kind::DEFAULT.contains(&note.kind())).map(Note::cards).sum()
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
