//! One package: a deck tree of pitfalls and comparisons.
//!
//! What a learner has done with a card outlives every edit of the guide: a note is recognised by a GUID grown from its key,
//! a card by its note and an ordinal that never changes its meaning, and a note is sent anew only if it says something else.
//! The lock keeps all three. Names, positions and identities are computed from the whole guide; a range of sections only
//! leaves notes out.

mod collection;
mod content;
mod field;
mod identity;
mod inert;
pub mod look;
mod media;
mod note_type;
mod package;
mod plan;

use super::{Export, Exporter};
use crate::artifact::{Artifact, Fact, Kind};
use crate::card;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::guide::{Guide, Section};
use crate::lock::{Change, Lock, Update, Wish};
use crate::parallel;
use crate::selection::Selection;
use identity::Ids;
use look::Look;
use media::Media;
use note_type::NoteType;
use package::{Deck, Note, Package};
use plan::{Planned, Said};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Instant;

/// Makes the package.
#[derive(Clone, Debug)]
pub struct Anki {
    /// What is remembered of earlier exports.
    pub lock: Arc<Lock>,
    /// The lock's name in messages.
    pub lock_name: String,
    /// What is asked of the lock's update.
    pub wish: Wish,
    /// What cards look like.
    pub look: Look,
    /// What cards are about.
    pub kinds: Vec<card::Kind>,
    /// One deck for each kind instead of a tree by section.
    pub flat: bool,
    /// Whether retired notes are sent once more, under a banner.
    pub tombstones: bool,
    /// The numbers of sections with errors: their notes are left as the lock has them.
    pub broken: Vec<u32>,
}

impl Default for Anki {
    fn default() -> Anki {
        Anki {
            lock: Arc::default(),
            lock_name: crate::lock::FILE.into(),
            wish: Wish::default(),
            look: Look::default(),
            kinds: card::Kind::DEFAULT.to_vec(),
            flat: false,
            tombstones: true,
            broken: Vec::new(),
        }
    }
}

impl Exporter for Anki {
    fn export(&self, selection: &Selection<'_>) -> Result<Export, Vec<Diagnostic>> {
        let started = Instant::now();
        let guide = selection.guide;
        let (mut note_ids, mut card_ids) = (Ids::default(), Ids::default());
        let planned = plan::notes(guide, &self.lock, &self.broken, &mut note_ids, &mut card_ids);
        let mut update = self.lock.update(plan::inventory(guide, &self.lock, &self.look, &planned), &self.wish);
        let mut rows: Vec<Row<'_, '_>> = planned.iter().map(Row::Planned).collect();
        if self.tombstones {
            let retired = self.retired(selection, &update.lock, &mut note_ids, &mut card_ids);
            rows.extend(retired.into_iter().map(|note| Row::Retired(Box::new(note))));
        }
        drop((note_ids, card_ids));
        rows.sort_unstable_by_key(Row::id);
        let shown: Vec<&Row<'_, '_>> = rows.iter().filter(|row| self.shows(selection, row)).collect();
        let cards = shown.iter().map(|row| row.cards()).sum();
        let title = plan::deck_part(&guide.manifest.title);
        let decks = self.decks_of(guide);
        let deck = |row: &Row<'_, '_>| match row {
            Row::Planned(note) => decks[&(note.origin.section.number, leaf(note.note_type.key))],
            Row::Retired(note) => note.deck,
        };
        let time = |kind: &NoteType| update.lock.looks.get(kind.key).map_or(self.wish.now, |look| look.time);
        let in_use = |kind: &&NoteType| shown.iter().any(|row| row.note_type().key == kind.key);
        let package = Package {
            guide: &guide.manifest.id,
            title: &title,
            time: guide.manifest.date.unix_seconds(),
            look: &self.look,
            note_types: note_type::ALL.into_iter().filter(in_use).map(|kind| (kind, time(kind))).collect(),
            decks: self.decks(selection, &shown.iter().map(|row| deck(row)).collect(), &update.lock),
        };
        let count = shown.len();
        let facts = vec![Fact::Notes(count), Fact::Cards(cards)];
        let mut media = BTreeMap::new();
        let mut rows = rows.into_iter();
        let chunks = std::iter::from_fn(|| {
            let chunk: Vec<Row<'_, '_>> = rows.by_ref().take(AT_ONCE).collect();
            (!chunk.is_empty()).then_some(chunk)
        });
        let collection = parallel::in_order(
            chunks,
            |chunk| self.said(guide, chunk),
            |said| {
                let notes = said.flatten().filter_map(|row| self.note(selection, row, &mut update, &mut media, deck));
                package.collection((count, cards), notes)
            },
        );
        drop(planned);
        self.check(&update)?;
        let shown = || selection.sections.iter().filter_map(|section| media.get(&section.number));
        let mut diagnostics: Vec<Diagnostic> = shown().flat_map(|media| media.problems(guide)).collect();
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Err(diagnostics);
        }
        let files: BTreeMap<&str, &[u8]> = shown().flat_map(Media::files).collect();
        let bytes = collection.and_then(|collection| package::bytes(collection, &files)).map_err(|error| {
            let message = format!("no deck could be made: {error}");
            vec![Diagnostic::new("deck-failed", Severity::Error, Place::Nowhere, message).help(error.help())]
        })?;
        let artifact = Artifact {
            kind: Kind::Anki,
            name: format!("{}{}.apkg", selection.stem(), card::Kind::suffix(&self.kinds)),
            sections: selection.sections.iter().map(|section| section.number).collect(),
            facts,
            bytes,
            milliseconds: started.elapsed().as_millis() as u64,
        };
        if cards == 0 {
            let message = "the deck is empty: the selected sections have nothing that cards are made of";
            diagnostics.push(
                Diagnostic::new("empty-deck", Severity::Warning, Place::Nowhere, message.into())
                    .help("write a callout > [!WARNING], or **Compare: a vs b** above a table"),
            );
        }
        Ok(Export { artifacts: vec![artifact], diagnostics, lock: Some(update) })
    }
}

/// How many notes are rendered in one go.
const AT_ONCE: usize = 32;

/// A note on its way into the deck.
enum Row<'p, 'g> {
    /// One of the guide's.
    Planned(&'p Planned<'g>),
    /// One that was taken out of the guide.
    Retired(Box<Note>),
}

impl Row<'_, '_> {
    fn id(&self) -> i64 {
        match self {
            Row::Planned(note) => note.id,
            Row::Retired(note) => note.id,
        }
    }

    fn note_type(&self) -> &'static NoteType {
        match self {
            Row::Planned(note) => note.note_type,
            Row::Retired(note) => note.note_type,
        }
    }

    fn cards(&self) -> usize {
        match self {
            Row::Planned(note) => note.cards.len(),
            Row::Retired(note) => note.cards.len(),
        }
    }
}

impl Anki {
    /// Whether the lock can be brought up to date.
    fn check(&self, update: &Update) -> Result<(), Vec<Diagnostic>> {
        let error = |code, message: String, help: String| {
            Diagnostic::new(code, Severity::Error, Place::File(self.lock_name.clone()), message).help(help)
        };
        let mut problems = Vec::new();
        if self.broken.is_empty() {
            for key in &update.vanished {
                let bare = key.split_once('/').map_or(&**key, |(_, bare)| bare);
                let fresh = update.changes.iter().filter(|(_, change)| **change == Change::New);
                let fresh = fresh.map(|(key, _)| key.split_once('/').map_or(&**key, |(_, bare)| bare));
                let near = crate::diagnostic::nearest(bare, fresh)
                    .map(|near| format!("\n`{near}` is new: is it the same thing?"))
                    .unwrap_or_default();
                problems.push(error(
                    "vanished-note",
                    format!("`{bare}` was in decks before and is no longer in the guide"),
                    format!(
                        "if it has another name, give it its old id: <!-- id: {} -->; if it is gone for good: --retire {bare}{near}",
                        bare.rsplit('/').next().unwrap_or(bare)
                    ),
                ));
            }
        } else if !update.changes.is_empty() {
            let sections: Vec<String> = self.broken.iter().map(u32::to_string).collect();
            problems.push(error(
                "lock-incomplete",
                format!(
                    "notes have changed, and the lock cannot be brought up to date while section {} has errors",
                    sections.join(", ")
                ),
                "mend the errors first; `revexport list` shows them".into(),
            ));
        }
        for name in &update.not_retired {
            let there = update.lock.notes.keys().any(|key| key.ends_with(name.as_str()));
            let message = match there {
                true => format!("`{name}` cannot be retired: it is in the guide"),
                false => format!("`{name}` cannot be retired: the lock has no such note"),
            };
            let known = self.lock.notes.keys().map(|key| key.split_once('/').map_or(&**key, |(_, bare)| bare));
            let help = match there {
                true => "take it out of the text first".into(),
                false => crate::diagnostic::did_you_mean(name, known)
                    .unwrap_or_else(|| "name a note by its id, or a row by table/aspect".into()),
            };
            problems.push(error("not-retired", message, help));
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Whether the deck has a note.
    fn shows(&self, selection: &Selection<'_>, row: &Row<'_, '_>) -> bool {
        let Row::Planned(note) = row else { return true };
        let section = note.origin.section.number;
        self.kinds.contains(&note.origin.kind) && selection.sections.iter().any(|chosen| chosen.number == section)
    }

    /// What some rows say, in their order.
    fn said<'p, 'g>(&self, guide: &'g Guide, rows: Vec<Row<'p, 'g>>) -> Vec<(Row<'p, 'g>, Option<Said<'g>>)> {
        let say = |row: Row<'p, 'g>| {
            let said = match &row {
                Row::Planned(note) => note.said(guide, &self.lock),
                Row::Retired(_) => None,
            };
            (row, said)
        };
        rows.into_iter().map(say).collect()
    }

    /// A row as a note, if the deck has it. It is noted in the lock in any case, and its images are added to those of its
    /// section.
    fn note<'g>(
        &self,
        selection: &Selection<'g>,
        (row, said): (Row<'_, 'g>, Option<Said<'g>>),
        update: &mut Update,
        media: &mut BTreeMap<u32, Media<'g>>,
        deck: impl Fn(&Row<'_, '_>) -> i64,
    ) -> Option<Note> {
        let is_shown = self.shows(selection, &row);
        let deck = deck(&row);
        let (note, said) = match (row, said) {
            (Row::Retired(note), _) => return Some(*note),
            (Row::Planned(note), said) => (note, said?),
        };
        media.entry(note.origin.section.number).or_default().extend(said.media);
        let entry = update.note(said.current);
        is_shown.then(|| Note {
            id: note.id,
            guid: entry.guid.to_string(),
            note_type: note.note_type,
            time: entry.time,
            tags: said.tags,
            fields: said.fields,
            deck,
            position: position(note.origin.section, note.index),
            cards: note.cards.clone(),
        })
    }

    /// The notes of the selection that were taken out of the guide.
    fn retired(&self, selection: &Selection<'_>, lock: &Lock, note_ids: &mut Ids, card_ids: &mut Ids) -> Vec<Note> {
        let id = selection.guide.manifest.id.as_str();
        let mut notes = Vec::new();
        for (key, entry) in &lock.retired {
            let Some(note_type) = note_type::NoteType::of(key) else { continue };
            let section = selection.sections.iter().find(|section| *section.id == *entry.section);
            let bare = key.split_once('/').map_or(&**key, |(_, bare)| bare);
            let shown = match note_type.key {
                "pitfall" => self.kinds.contains(&card::Kind::Pitfalls),
                "row" => self.kinds.contains(&card::Kind::Comparisons),
                _ => self.kinds.iter().any(|kind| !card::Kind::DEFAULT.contains(kind)),
            };
            // A section that is gone as a whole goes with the whole guide.
            if !shown || section.is_none() && !selection.whole {
                continue;
            }
            let ordinals: Vec<u16> = match note_type.key {
                "row" => entry.cards.iter().map(|number| number - 1).collect(),
                _ => vec![0],
            };
            let card = |ordinal: u16| (card_ids.take(&[id, note_type.key, bare, &ordinal.to_string()]), ordinal);
            notes.push(Note {
                id: note_ids.take(&[id, note_type.key, bare]),
                guid: entry.guid.to_string(),
                note_type,
                time: entry.time,
                tags: format!("{id}::retired {id}::section::{}", entry.section),
                fields: plan::in_order(note_type, field::retired(note_type.key, bare, entry)),
                deck: self.deck_id(selection.guide, &entry.section, leaf(note_type.key)),
                position: 999_999,
                cards: ordinals.into_iter().map(card).collect(),
            });
        }
        notes
    }

    /// The decks that hold notes, with their parents, under the names they were first shipped under.
    fn decks(&self, selection: &Selection<'_>, with_notes: &HashSet<i64>, lock: &Lock) -> Vec<Deck> {
        let guide = selection.guide;
        let root = lock.decks.get("").cloned().unwrap_or_else(|| guide.manifest.title.clone());
        let mut decks = vec![Deck { id: root_id(guide), name: root.clone(), description: description(guide) }];
        for (section, name) in lock.decks.iter().filter(|(section, _)| !section.is_empty() || self.flat) {
            let parent = if self.flat { root.clone() } else { format!("{root}::{name}") };
            let leaves: Vec<Deck> = LEAVES
                .into_iter()
                .map(|leaf| (self.deck_id(guide, section, leaf), format!("{parent}::{leaf}")))
                .filter(|(id, _)| with_notes.contains(id) && decks.iter().all(|deck| deck.id != *id))
                .map(|(id, name)| Deck { id, name, description: String::new() })
                .collect();
            if !leaves.is_empty() && !self.flat {
                decks.push(Deck {
                    id: identity::id(&[&guide.manifest.id, "deck", section, ""]),
                    name: parent,
                    description: String::new(),
                });
            }
            decks.extend(leaves);
        }
        decks
    }

    /// The decks of the guide's notes, by section and leaf.
    fn decks_of(&self, guide: &Guide) -> BTreeMap<(u32, &'static str), i64> {
        let of_section = |section: &'_ Section| {
            let number = section.number;
            LEAVES.map(|leaf| ((number, leaf), self.deck_id(guide, &section.id, leaf)))
        };
        guide.sections.iter().flat_map(of_section).collect()
    }

    fn deck_id(&self, guide: &Guide, section: &str, leaf: &str) -> i64 {
        let section = if self.flat { "" } else { section };
        identity::id(&[&guide.manifest.id, "deck", section, leaf])
    }
}

/// The last parts of decks' names.
const LEAVES: [&str; 3] = ["Pitfalls", "Comparisons", "Facts"];

fn leaf(note_type: &str) -> &'static str {
    match note_type {
        "pitfall" => LEAVES[0],
        "row" => LEAVES[1],
        _ => LEAVES[2],
    }
}

/// Where the cards of the `index`-th note of a section stand in the order of learning. Anki renumbers a collection that
/// has a position of a million or more.
fn position(section: &Section, index: u32) -> u32 {
    section.number.min(99) * 10_000 + 10 * index.min(999)
}

fn root_id(guide: &Guide) -> i64 {
    identity::id(&[&guide.manifest.id, "deck"])
}

/// What stands above the root deck: what this is, and how to bring it up to date.
fn description(guide: &Guide) -> String {
    let manifest = &guide.manifest;
    let mut lines = Vec::new();
    lines.extend(manifest.description.clone());
    let mut edition = Vec::new();
    edition.extend(manifest.version.as_ref().map(|version| format!("Edition {version}")));
    edition.push(manifest.date.to_string());
    edition.extend(manifest.licence.clone());
    edition.extend(manifest.url.as_ref().map(|url| format!("<{url}>")));
    lines.push(edition.join(" · "));
    lines.push("To update, import the next edition's file: your progress stays.".to_owned());
    lines.join("\n\n")
}
