//! `guide.lock`: what decks must remember from one export to the next.
//!
//! Anki updates a note only if the package's is newer, and a learner's history hangs on a note's GUID and a card's number.
//! The lock keeps the three: a line a note, sorted by key. It is source, kept and committed with the text; [`Lock::update`]
//! brings it up to date with the guide, and everything it has ever said of identities and numbers stays so.

mod file;
mod update;
mod written;

pub use file::LockError;
pub use update::{Change, Inventory, Update, Wish};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The lock's file name in a guide's folder.
pub const FILE: &str = "guide.lock";

/// What is remembered of a guide's decks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// The id of the guide it belongs to; empty for a lock that is not written yet.
    pub guide: String,
    /// The names that decks were first shipped under: section id → name; the root deck's under the empty id.
    pub decks: BTreeMap<String, String>,
    /// Looks of note types: key → hash and time.
    pub looks: BTreeMap<String, Look>,
    /// The cloze numbers of the things a table compares: table id → thing id → number.
    pub things: BTreeMap<String, BTreeMap<String, u16>>,
    /// The notes of the guide, by key. A lock and the one it is brought up to date from share what is the same.
    pub notes: BTreeMap<Arc<str>, Arc<Entry>>,
    /// Notes that were taken out of the guide.
    pub retired: BTreeMap<Arc<str>, Arc<Entry>>,
}

/// What is remembered of a note type's templates and style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The hash of templates and style.
    pub hash: String,
    /// When they last changed, in seconds since 1970.
    pub time: i64,
}

/// What is remembered of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What Anki recognises it by.
    pub guid: Box<str>,
    /// The id of its section.
    pub section: Box<str>,
    /// The hash of its content.
    pub hash: Box<str>,
    /// When its content last changed, in seconds since 1970.
    pub time: i64,
    /// The cloze numbers that were shipped; empty for notes of one card.
    pub cards: BTreeSet<u16>,
    /// What it says, in a few words: for the reader of the lock, and for learners once it is retired.
    pub says: Box<str>,
}

/// What the guide says of a note at the moment.
#[derive(Clone, Debug)]
pub struct Current {
    /// The note's key: its type, a slash, and its id in the guide.
    pub key: Arc<str>,
    /// The GUID it gets if it is new.
    pub guid: Box<str>,
    /// The id of its section.
    pub section: Box<str>,
    /// The hash of its content.
    pub hash: Box<str>,
    /// The cloze numbers it has.
    pub cards: BTreeSet<u16>,
    /// What it says, in a few words.
    pub says: Box<str>,
}

impl Lock {
    /// A key, of which the lock has no second copy if it knows it.
    pub fn key(&self, key: &str) -> Arc<str> {
        let known = self.notes.get_key_value(key).or_else(|| self.retired.get_key_value(key));
        known.map_or_else(|| key.into(), |(key, _)| Arc::clone(key))
    }

    /// The newest time in the lock, in seconds since 1970.
    pub fn newest(&self) -> Option<i64> {
        let notes = self.notes.values().chain(self.retired.values()).map(|entry| entry.time);
        notes.chain(self.looks.values().map(|look| look.time)).max()
    }

    /// The cloze number of each of the things a table compares, in their order: the lock's, and for a thing that is new the
    /// next that was never used. Two things of a table that is new share one number.
    pub fn numbers(&self, table: &str, things: &[&str]) -> Vec<u16> {
        let Some(known) = self.things.get(table) else {
            return match things.len() {
                2 => vec![1, 1],
                n => (1..=n).map(|i| u16::try_from(i).unwrap_or(u16::MAX)).collect(),
            };
        };
        let mut next = known.values().copied().max().unwrap_or(0);
        let mut number = |thing: &&str| {
            known.get(*thing).copied().unwrap_or_else(|| {
                next = next.saturating_add(1);
                next
            })
        };
        things.iter().map(&mut number).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_and_never_used_again() {
        let mut lock = Lock::default();
        assert_eq!(lock.numbers("t", &["a", "b"]), [1, 1]);
        assert_eq!(lock.numbers("t", &["a", "b", "c"]), [1, 2, 3]);
        let shipped = BTreeMap::from([("a".into(), 1), ("b".into(), 2), ("gone".into(), 3)]);
        lock.things.insert("t".into(), shipped);
        assert_eq!(lock.numbers("t", &["b", "new", "a"]), [2, 4, 1]);
    }
}
