//! All notes of a guide with their fields, and what the lock makes of them.

use super::content::content;
use super::field::{self, Whole};
use super::identity::{self, Ids};
use super::look::Look;
use super::media::Media;
use super::note_type::{self, NoteType, SEPARATOR};
use crate::card::{self, Kind, Origin, Part};
use crate::guide::{Block, Guide, Section, TableKind};
use crate::lock::{Current, Inventory, Lock};
use crate::parallel;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, OnceLock};

/// A note as it goes into a deck, without its fields: those of all notes together would take more memory than the deck.
pub struct Planned<'g> {
    /// Its key in the lock.
    pub key: Arc<str>,
    /// What it is made from.
    pub origin: Origin<'g>,
    pub note_type: &'static NoteType,
    /// Its place among the notes of its section, from 0.
    pub index: u32,
    /// Its id in the whole guide.
    pub id: i64,
    /// Its cards: id and ordinal.
    pub cards: Vec<(i64, u16)>,
    /// The comparison it is part of, with all the notes of that; made when the first of them is.
    whole: Arc<OnceLock<Whole>>,
}

/// What a note says.
pub struct Said<'g> {
    /// Separated by spaces.
    pub tags: String,
    /// In the order of the note type.
    pub fields: String,
    /// What the lock is brought up to date with.
    pub current: Current,
    /// The images it shows.
    pub media: Media<'g>,
}

/// Plans the notes of the sections that can be read, in reading order, with the ids that they have in the whole guide.
pub fn notes<'g>(
    guide: &'g Guide,
    lock: &Lock,
    broken: &[u32],
    note_ids: &mut Ids,
    card_ids: &mut Ids,
) -> Vec<Planned<'g>> {
    let sections = guide.sections.iter().filter(|section| !broken.contains(&section.number)).collect();
    let of_sections = parallel::map(sections, |section: &'g Section| {
        let mut whole = Arc::default();
        let mut planned: Vec<Planned<'g>> = Vec::new();
        for origin in card::origins(section) {
            let (note_type, ordinals): (_, Vec<u16>) = match origin.part {
                Part::Row(_, i) => {
                    if i == 0 {
                        whole = Arc::default();
                    }
                    (&note_type::ROW, origin.numbers(lock).into_iter().map(|number| number - 1).collect())
                }
                Part::Callout(_) if origin.kind == Kind::Pitfalls => (&note_type::PITFALL, vec![0]),
                Part::Callout(_) => (&note_type::FACT, vec![0]),
            };
            if !ordinals.is_empty() {
                let bare = origin.key();
                let key = lock.key(&format!("{}/{bare}", note_type.key));
                let (index, whole) = (planned.len() as u32, Arc::clone(&whole));
                let names = [guide.manifest.id.as_str(), note_type.key, &bare];
                let id = identity::id(&names);
                let card = |ordinal: u16| {
                    let [guide, kind, key] = names;
                    (identity::id(&[guide, kind, key, &ordinal.to_string()]), ordinal)
                };
                let cards = ordinals.into_iter().map(card).collect();
                planned.push(Planned { key, origin, note_type, index, id, cards, whole });
            }
        }
        planned
    });
    let mut notes: Vec<Planned<'g>> = Vec::with_capacity(of_sections.iter().map(Vec::len).sum());
    notes.extend(of_sections.into_iter().flatten());
    for note in &mut notes {
        note.id = note_ids.free(note.id);
        for (card, _) in &mut note.cards {
            *card = card_ids.free(*card);
        }
    }
    notes
}

impl<'g> Planned<'g> {
    /// What the note says.
    pub fn said(&self, guide: &'g Guide, lock: &Lock) -> Option<Said<'g>> {
        let note = self.origin.note(lock)?;
        let id = guide.manifest.id.as_str();
        let mut tags = format!("{id}::{} {id}::section::{}", tag(self.origin.kind), note.section.id);
        if let Some(topic) = note.topic {
            tags.extend([" ", id, "::topic::", &topic.heading.id]);
        }
        let mut media = Media::default();
        let fields = in_order(self.note_type, field::fields(guide, &note, &mut media, &self.whole));
        let content = format!("{tags}{SEPARATOR}{}", content(self.note_type, &fields));
        let current = Current {
            key: self.key.clone(),
            guid: identity::guid(&[id, self.note_type.key, &note.key]).into(),
            section: note.section.id.as_str().into(),
            hash: crate::artifact::hex(&Sha256::digest(content)[..6]).into(),
            cards: match self.origin.part {
                Part::Row(..) => self.cards.iter().map(|(_, ordinal)| ordinal + 1).collect(),
                Part::Callout(_) => Default::default(),
            },
            says: note.says().into(),
        };
        Some(Said { tags, fields, current, media })
    }
}

/// What belongs to the notes, for the lock.
pub fn inventory<'n>(guide: &Guide, lock: &Lock, look: &Look, notes: &'n [Planned<'_>]) -> Inventory<'n> {
    let with_notes: HashSet<u32> = notes.iter().map(|note| note.origin.section.number).collect();
    let root = (!notes.is_empty()).then(|| (String::new(), deck_part(&guide.manifest.title)));
    let mut decks: BTreeMap<String, String> = root.into_iter().collect();
    for section in guide.sections.iter().filter(|section| with_notes.contains(&section.number)) {
        decks.insert(section.id.clone(), format!("{:02} {}", section.number, deck_part(&section.title)));
    }
    let table = |note: &'n Planned<'_>| match note.origin.part {
        Part::Row(table, _) => table.id.as_deref(),
        Part::Callout(_) => None,
    };
    let tables: HashSet<&str> = notes.iter().filter_map(table).collect();
    let mut things = BTreeMap::new();
    for (_, block) in guide.sections.iter().flat_map(Section::blocks) {
        if let Block::Table(table) = block
            && table.kind != TableKind::Plain
            && let Some(id) = &table.id
            && tables.contains(id.as_str())
        {
            let ids = card::things(table).into_iter().map(|thing| thing.id.clone());
            things.insert(id.clone(), ids.zip(card::numbers(table, lock)).collect());
        }
    }
    let in_use = note_type::ALL.into_iter().filter(|kind| notes.iter().any(|note| note.note_type.key == kind.key));
    Inventory {
        guide: guide.manifest.id.clone(),
        keys: notes.iter().map(|note| &*note.key).collect(),
        decks,
        things,
        looks: in_use.map(|kind| (kind.key.to_owned(), look.hash(kind))).collect(),
    }
}

/// Fields by name → fields in the order of their type, as Anki keeps them.
pub fn in_order(kind: &NoteType, named: field::Fields) -> String {
    let mut all =
        String::with_capacity(named.iter().map(|(_, html)| html.len() + 1).sum::<usize>() + kind.fields.len());
    for (i, name) in kind.fields.iter().enumerate() {
        if i > 0 {
            all.push(SEPARATOR);
        }
        all.extend(named.iter().find(|(field, _)| field == name).map(|(_, html)| html.as_str()));
    }
    all
}

fn tag(kind: Kind) -> &'static str {
    match kind {
        Kind::Pitfalls => "pitfall",
        Kind::Comparisons => "comparison",
        Kind::Practices => "practice",
        Kind::Keys => "key",
        Kind::Versions => "version",
    }
}

/// A title as one part of a deck's name: `::` would divide it, Anki trims its parts and takes control characters away.
pub fn deck_part(title: &str) -> String {
    let mut name: String = title.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    while name.contains("::") {
        name = name.replace("::", ":");
    }
    name.trim_matches(':').trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::deck_part;

    #[test]
    fn a_title_is_one_part_of_a_name() {
        assert_eq!(deck_part("C++: std::map  and :: friends"), "C++: std:map and : friends");
        assert_eq!(deck_part(" a:: "), "a");
    }
}
