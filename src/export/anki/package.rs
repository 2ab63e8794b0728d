//! The package: a collection in Anki's schema 11 in a zip archive, which every client since Anki 2.0 reads.
//!
//! `collection.anki2` is an SQLite file; `media` maps the names of the archive's entries to those of the files. Anki
//! imports neither ids of decks (they are matched by name) nor scheduling from such a package.

use super::collection::{Collection, CollectionError};
use super::look::Look;
use super::note_type::{NoteType, SEPARATOR};
use crate::archive::Archive;
use rusqlite::{Connection, params};
use serde_json::{Map, Value, json};
use sha1::{Digest, Sha1};
use std::collections::BTreeMap;

/// What stands in a package beside its notes.
#[derive(Debug)]
pub struct Package<'a> {
    /// The guide's id: part of the note types' ids.
    pub guide: &'a str,
    /// The guide's title: part of the note types' names.
    pub title: &'a str,
    /// The edition's time, in seconds since 1970.
    pub time: i64,
    /// What cards look like.
    pub look: &'a Look,
    /// The note types in use, and when their looks last changed, in seconds since 1970.
    pub note_types: Vec<(&'static NoteType, i64)>,
    /// The decks, parents before children.
    pub decks: Vec<Deck>,
}

/// A deck.
#[derive(Debug)]
pub struct Deck {
    /// Its id in the package.
    pub id: i64,
    /// Its name; `::` separates it from its parents.
    pub name: String,
    /// Markdown that is shown above the deck.
    pub description: String,
}

/// A note with its cards.
#[derive(Debug)]
pub struct Note {
    /// Its id.
    pub id: i64,
    /// What Anki recognises it by.
    pub guid: String,
    /// Its type.
    pub note_type: &'static NoteType,
    /// When its content last changed, in seconds since 1970.
    pub time: i64,
    /// Its tags, separated by spaces.
    pub tags: String,
    /// Its fields, as many as the type has, separated as Anki separates them.
    pub fields: String,
    /// The deck of its cards.
    pub deck: i64,
    /// Where its new cards stand in the order of learning.
    pub position: u32,
    /// Its cards: id and ordinal, the template's place or the cloze number less one.
    pub cards: Vec<(i64, u16)>,
}

/// The package of a collection and the media files it refers to, name and bytes. Equal ones give equal bytes.
///
/// # Errors
///
/// See [`CollectionError`].
pub fn bytes(collection: Collection, media: &BTreeMap<&str, &[u8]>) -> Result<Vec<u8>, CollectionError> {
    let mut archive = collection.read(|image, length| {
        // About a fifth is left of what cards say, or less.
        let mut archive = Archive::with_capacity(length / 5);
        archive.deflate_quickly("collection.anki2", image)?;
        Ok(archive)
    })?;
    let mut names = Map::new();
    for (i, (name, bytes)) in media.iter().enumerate() {
        // Images are compressed already.
        archive.store(&i.to_string(), bytes)?;
        names.insert(i.to_string(), json!(name));
    }
    archive.deflate("media", Value::Object(names).to_string().as_bytes())?;
    Ok(archive.finish()?)
}

impl Package<'_> {
    /// The collection with these notes, in the order of their ids, about as many and with about as many cards as said. Each
    /// is asked for when the one before is in it.
    ///
    /// # Errors
    ///
    /// SQLite's; two notes with one id are among them.
    pub fn collection(
        &self,
        (about, cards): (usize, usize),
        notes: impl Iterator<Item = Note>,
    ) -> Result<Collection, CollectionError> {
        let mut collection = Collection::new(about)?;
        match self.fill(collection.connection(), cards, notes) {
            Ok(()) => Ok(collection),
            Err(error) => Err(collection.failed(error)),
        }
    }

    /// Fills an empty database.
    fn fill(
        &self,
        connection: &mut Connection,
        count: usize,
        notes: impl Iterator<Item = Note>,
    ) -> Result<(), rusqlite::Error> {
        let transaction = connection.transaction()?;
        transaction.execute_batch(SCHEMA)?;
        transaction.execute_batch(INDEXES_OF_NOTES)?;
        {
            let models: Map<String, Value> = self
                .note_types
                .iter()
                .map(|(kind, time)| {
                    (kind.id(self.guide).to_string(), kind.json(self.guide, self.title, self.look, *time))
                })
                .collect();
            let default = Deck { id: 1, name: "Default".into(), description: String::new() };
            let decks: Map<String, Value> = std::iter::once(&default)
                .chain(&self.decks)
                .map(|deck| (deck.id.to_string(), self.deck(deck)))
                .collect();
            transaction.execute(
                "insert into col values (1, ?1, ?2, ?2, 11, 0, 0, 0, ?3, ?4, ?5, ?6, '{}')",
                params![
                    self.time,
                    self.time * 1000,
                    configuration().to_string(),
                    Value::Object(models).to_string(),
                    Value::Object(decks).to_string(),
                    options(self.time).to_string(),
                ],
            )?;
            let type_ids: Vec<(&str, i64)> =
                self.note_types.iter().map(|(kind, _)| (kind.key, kind.id(self.guide))).collect();
            let type_id = |kind: &NoteType| type_ids.iter().find(|(key, _)| *key == kind.key).map_or(0, |(_, id)| *id);
            let mut insert_note =
                transaction.prepare("insert into notes values (?1, ?2, ?3, ?4, -1, ?5, ?6, ?7, ?8, 0, '')")?;
            let mut insert_card = transaction
                .prepare("insert into cards values (?1, ?2, ?3, ?4, ?5, -1, 0, 0, ?6, 0, 0, 0, 0, 0, 0, 0, 0, '')")?;
            // In the order of their ids rows are only ever added at the end, and pages are full.
            let mut cards: Vec<(i64, u16, u32)> = Vec::with_capacity(count);
            // What the cards of a note share: its id, their deck, its time, their position.
            let mut shared: Vec<(i64, i64, i64, u32)> = Vec::new();
            for note in notes {
                let sort = note.fields.split(SEPARATOR).next().unwrap_or_default();
                insert_note.execute(params![
                    note.id,
                    note.guid,
                    type_id(note.note_type),
                    note.time,
                    format!(" {} ", note.tags),
                    note.fields,
                    sort,
                    checksum(sort),
                ])?;
                cards.extend(note.cards.iter().map(|(id, ordinal)| (*id, *ordinal, shared.len() as u32)));
                shared.push((note.id, note.deck, note.time, note.position));
            }
            cards.sort_unstable_by_key(|(id, ..)| *id);
            for (id, ordinal, of) in cards {
                let (note, deck, time, position) = shared[of as usize];
                insert_card.execute(params![id, note, deck, ordinal, time, position])?;
            }
        }
        transaction.execute_batch(INDEXES)?;
        transaction.commit()
    }

    fn deck(&self, deck: &Deck) -> Value {
        json!({
            "id": deck.id, "name": deck.name, "desc": deck.description, "md": !deck.description.is_empty(), "mod": self.time, "usn": -1,
            "dyn": 0, "conf": 1, "collapsed": false, "browserCollapsed": false, "extendNew": 0, "extendRev": 0,
            "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0],
        })
    }
}

/// The first 32 bits of the first field's SHA-1, as Anki looks for duplicates with.
fn checksum(text: &str) -> u32 {
    let digest: [u8; 20] = Sha1::digest(text.as_bytes()).into();
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

/// `col.conf`: of no consequence to an import.
fn configuration() -> Value {
    json!({ "nextPos": 1, "curDeck": 1, "activeDecks": [1], "sortType": "noteFld", "sortBackwards": false })
}

/// `col.dconf`: the options group that every deck of the package names. An import leaves it out.
fn options(time: i64) -> Value {
    json!({ "1": {
        "id": 1, "name": "Default", "mod": time, "usn": -1, "maxTaken": 60, "autoplay": true, "timer": 0, "replayq": true, "dyn": false,
        "new": { "bury": true, "delays": [1.0, 10.0], "initialFactor": 2500, "ints": [1, 4, 0], "order": 1, "perDay": 20 },
        "rev": { "bury": true, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2 },
        "lapse": { "delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0 },
    }})
}

/// Anki's schema 11.
const SCHEMA: &str = "
create table col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,
  ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,
  models text not null, decks text not null, dconf text not null, tags text not null);
create table notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,
  usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null,
  flags integer not null, data text not null);
create table cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,
  mod integer not null, usn integer not null, type integer not null, queue integer not null, due integer not null,
  ivl integer not null, factor integer not null, reps integer not null, lapses integer not null, left integer not null,
  odue integer not null, odid integer not null, flags integer not null, data text not null);
create table revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null,
  ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null, type integer not null);
create table graves (usn integer not null, oid integer not null, type integer not null);
";

/// The indexes of its notes, which are kept while notes are added: a note has much text, and is not read again for them.
const INDEXES_OF_NOTES: &str = "
create index ix_notes_usn on notes (usn);
create index ix_notes_csum on notes (csum);
";

/// Its other indexes: made when the rows are there, in one go.
const INDEXES: &str = "
create index ix_cards_usn on cards (usn);
create index ix_cards_nid on cards (nid);
create index ix_cards_sched on cards (did, queue, due);
create index ix_revlog_usn on revlog (usn);
create index ix_revlog_cid on revlog (cid);
";
