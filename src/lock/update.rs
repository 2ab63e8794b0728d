//! Bringing a lock up to date with its guide.

use super::{Current, Entry, Lock, Look};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// What belongs to a guide's notes, as it is at the moment.
#[derive(Clone, Debug, Default)]
pub struct Inventory<'n> {
    /// The guide's id.
    pub guide: String,
    /// The keys of all notes of the guide.
    pub keys: HashSet<&'n str>,
    /// The names of its decks: section id → name; the root deck's under the empty id.
    pub decks: BTreeMap<String, String>,
    /// The numbers of the things of its comparisons: table id → thing id → number.
    pub things: BTreeMap<String, BTreeMap<String, u16>>,
    /// The hashes of its note types' looks, by key.
    pub looks: BTreeMap<String, String>,
}

/// What is asked of an update.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Seconds since 1970 that stand for now.
    pub now: i64,
    /// Keys that may be retired: `mutable-default`, or with its type, `pitfall/mutable-default`.
    pub retire: Vec<String>,
    /// Whether every note gets a new time, so that a change of looks alone reaches learners too.
    pub refresh: bool,
}

/// What became of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It was not there before.
    New,
    /// It says something else.
    Changed,
    /// It stands in another section.
    Moved,
    /// It was taken out of the guide.
    Retired,
}

/// A lock on its way up to date, and what changed: complete when every note has been [noted](Update::note).
#[derive(Clone, Debug)]
pub struct Update {
    /// The lock.
    pub lock: Arc<Lock>,
    /// What became of each note that is not as it was, by key.
    pub changes: BTreeMap<Arc<str>, Change>,
    /// Keys that are in the lock and not in the guide, and that nobody said may go.
    pub vanished: Vec<Arc<str>>,
    /// Keys that were to be retired and are in the guide, or in no lock.
    pub not_retired: Vec<String>,
    /// What is remembered of notes that were retired and are in the guide again, by key.
    returning: BTreeMap<Arc<str>, Arc<Entry>>,
    /// The time of whatever changed.
    time: i64,
    /// Whether every note gets that time.
    refresh: bool,
}

impl Lock {
    /// The lock after an export of the guide as it is, but for what each of its notes says. It is the same one for as long as
    /// nothing changes.
    pub fn update(self: &Arc<Lock>, inventory: Inventory<'_>, wish: &Wish) -> Update {
        // Anki takes an update only if it is newer than what it has: a new time is later than any that was given before.
        let time = self.newest().map_or(wish.now, |newest| wish.now.max(newest + 1));
        let mut lock = Arc::clone(self);
        // A guide without notes has nothing to remember.
        if !inventory.keys.is_empty() && lock.guide != inventory.guide {
            Arc::make_mut(&mut lock).guide.clone_from(&inventory.guide);
        }
        let mut changes = BTreeMap::new();
        let is_back = |key: &Arc<str>| inventory.keys.contains(&**key);
        let returning = match self.retired.keys().any(is_back) {
            true => Arc::make_mut(&mut lock).retired.extract_if(.., |key, _| is_back(key)).collect(),
            false => BTreeMap::new(),
        };
        let mut vanished = Vec::new();
        let mut used: BTreeSet<&String> = BTreeSet::new();
        for (key, entry) in &self.notes {
            if inventory.keys.contains(&**key) {
                continue;
            }
            let named: Vec<&String> = wish.retire.iter().filter(|name| names(name, key)).collect();
            if named.is_empty() {
                vanished.push(key.clone());
                continue;
            }
            used.extend(named);
            let lock = Arc::make_mut(&mut lock);
            lock.notes.remove(key);
            lock.retired.insert(key.clone(), Arc::new(Entry { time, ..Entry::clone(entry) }));
            changes.insert(key.clone(), Change::Retired);
        }
        // What was retired before may be named again: the command can be repeated.
        used.extend(wish.retire.iter().filter(|name| lock.retired.keys().any(|key| names(name, key))));
        let not_retired = wish.retire.iter().filter(|name| !used.contains(name)).cloned().collect();
        for (section, name) in inventory.decks {
            if !lock.decks.contains_key(&section) {
                Arc::make_mut(&mut lock).decks.insert(section, name);
            }
        }
        for (table, numbers) in inventory.things {
            let known = self.things.get(&table);
            if known.is_none_or(|known| numbers.iter().any(|(thing, number)| known.get(thing) != Some(number))) {
                Arc::make_mut(&mut lock).things.entry(table).or_default().extend(numbers);
            }
        }
        for (kind, hash) in inventory.looks {
            let changed = self.looks.get(&kind).is_none_or(|look| look.hash != hash);
            if changed {
                Arc::make_mut(&mut lock).looks.insert(kind, Look { hash, time });
            }
        }
        Update { lock, changes, vanished, not_retired, returning, time, refresh: wish.refresh }
    }
}

impl Update {
    /// Brings the lock up to date with what a note says, in whatever order notes come; what is remembered of it from then on.
    pub fn note(&mut self, current: Current) -> Arc<Entry> {
        let (old, is_back) = match self.lock.notes.get(&current.key) {
            Some(entry) => (Some(Arc::clone(entry)), false),
            None => (self.returning.remove(&current.key), true),
        };
        let change = match &old {
            None => Some(Change::New),
            Some(_) if is_back => Some(Change::New),
            Some(old) if old.section != current.section => Some(Change::Moved),
            Some(old) if old.hash != current.hash || !current.cards.is_subset(&old.cards) => Some(Change::Changed),
            Some(_) => None,
        };
        let entry = Entry {
            guid: old.as_ref().map_or(current.guid, |old| old.guid.clone()),
            section: current.section,
            hash: current.hash,
            time: match &old {
                Some(old) if change.is_none() && !self.refresh => old.time,
                _ => self.time,
            },
            cards: old
                .as_ref()
                .map_or_else(BTreeSet::new, |old| old.cards.clone())
                .union(&current.cards)
                .copied()
                .collect(),
            says: current.says,
        };
        if let Some(old) = old.filter(|old| **old == entry && change.is_none()) {
            return old;
        }
        let entry = Arc::new(entry);
        self.changes.extend(change.map(|change| (Arc::clone(&current.key), change)));
        Arc::make_mut(&mut self.lock).notes.insert(current.key, Arc::clone(&entry));
        entry
    }

    /// The notes that are as they were, by key.
    pub fn unchanged(&self) -> impl Iterator<Item = (&str, &Entry)> {
        let is_gone = |key: &Arc<str>| self.vanished.binary_search(key).is_ok();
        let unchanged =
            self.lock.notes.iter().filter(move |(key, _)| !self.changes.contains_key(*key) && !is_gone(key));
        unchanged.map(|(key, entry)| (&**key, &**entry))
    }
}

/// Whether a name given by the user means a key: the key, the key without its type, or the table of a row.
fn names(name: &str, key: &str) -> bool {
    let bare = key.split_once('/').map_or(key, |(_, bare)| bare);
    name == key || name == bare || bare.split_once('/').is_some_and(|(table, _)| name == table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(key: &str, section: &str, hash: &str) -> Current {
        Current {
            key: key.into(),
            guid: format!("guid of {key}").into(),
            section: section.into(),
            hash: hash.into(),
            cards: BTreeSet::new(),
            says: key.into(),
        }
    }

    fn update(lock: &Lock, facts: &[Current], wish: &Wish) -> Update {
        let keys = facts.iter().map(|fact| &*fact.key).collect();
        let mut update =
            Arc::new(lock.clone()).update(Inventory { guide: "g".into(), keys, ..Inventory::default() }, wish);
        for fact in facts {
            update.note(fact.clone());
        }
        update
    }

    #[test]
    fn only_what_changed_gets_a_new_time() {
        let at = |now| Wish { now, ..Wish::default() };
        let first = update(&Lock::default(), &[fact("pitfall/a", "s", "1"), fact("pitfall/b", "s", "1")], &at(100));
        assert!(first.lock.notes.values().all(|entry| entry.time == 100));
        let second = update(&first.lock, &[fact("pitfall/a", "s", "2"), fact("pitfall/b", "s", "1")], &at(50));
        assert_eq!(second.lock.notes["pitfall/a"].time, 101, "later than any time given, whatever the clock says");
        assert_eq!(second.lock.notes["pitfall/b"].time, 100);
        assert_eq!(second.changes, BTreeMap::from([("pitfall/a".into(), Change::Changed)]));
        assert_eq!(second.unchanged().map(|(key, _)| key).collect::<Vec<_>>(), ["pitfall/b"]);
        let same = update(&second.lock, &[fact("pitfall/a", "s", "2"), fact("pitfall/b", "s", "1")], &at(900));
        assert_eq!(same.lock, second.lock);
        let refreshed = Wish { now: 900, refresh: true, ..Wish::default() };
        let all = update(&same.lock, &[fact("pitfall/a", "s", "2"), fact("pitfall/b", "s", "1")], &refreshed);
        assert!(all.lock.notes.values().all(|entry| entry.time == 900));
    }

    #[test]
    fn what_vanished_has_to_be_retired_and_can_come_back() {
        let at =
            |now, retire: &[&str]| Wish { now, retire: retire.iter().map(|x| (*x).into()).collect(), refresh: false };
        let first = update(&Lock::default(), &[fact("row/t/x", "s", "1"), fact("row/t/y", "s", "1")], &at(1, &[]));
        let gone = update(&first.lock, &[fact("row/t/x", "s", "1")], &at(2, &[]));
        assert_eq!(gone.vanished, ["row/t/y".into()]);
        assert_eq!(gone.unchanged().map(|(key, _)| key).collect::<Vec<_>>(), ["row/t/x"]);
        let retired = update(&first.lock, &[fact("row/t/x", "s", "1")], &at(2, &["t/y", "nonsense"]));
        assert!(retired.vanished.is_empty());
        assert_eq!(retired.not_retired, ["nonsense"]);
        assert_eq!(retired.lock.retired["row/t/y"].time, 2);
        let again = update(&retired.lock, &[fact("row/t/x", "s", "1")], &at(3, &["t/y"]));
        assert_eq!(again.lock, retired.lock);
        let back = update(&retired.lock, &[fact("row/t/x", "s", "1"), fact("row/t/y", "s", "1")], &at(3, &[]));
        assert_eq!(back.lock.notes["row/t/y"].guid, first.lock.notes["row/t/y"].guid);
        assert_eq!(back.lock.notes["row/t/y"].time, 3);
        assert!(back.lock.retired.is_empty());
    }

    #[test]
    fn numbers_that_were_shipped_stay() {
        let with = |cards: &[u16]| Current { cards: cards.iter().copied().collect(), ..fact("row/t/x", "s", "1") };
        let first = update(&Lock::default(), &[with(&[1, 2])], &Wish { now: 1, ..Wish::default() });
        let fewer = update(&first.lock, &[with(&[2])], &Wish { now: 2, ..Wish::default() });
        assert_eq!(fewer.lock.notes["row/t/x"].cards, BTreeSet::from([1, 2]));
        assert_eq!(fewer.lock.notes["row/t/x"].time, 1);
        let more = update(&first.lock, &[with(&[1, 2, 3])], &Wish { now: 2, ..Wish::default() });
        assert_eq!(more.lock.notes["row/t/x"].time, 2);
    }
}
