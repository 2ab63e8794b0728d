//! All notes of a guide with their fields, and what the lock makes of them.

use super::field;
use super::identity;
use super::media::Media;
use super::note_type::{self, NoteType};
use crate::card::{self, Content, Kind};
use crate::guide::{Block, Guide, Section, TableKind};
use crate::lock::{Current, Inventory, Lock};
use std::collections::BTreeMap;

/// A note as it goes into a deck.
pub struct Planned<'g> {
    /// Its key in the lock.
    pub key: String,
    /// Its key in the guide.
    pub id: String,
    pub kind: Kind,
    pub note_type: &'static NoteType,
    pub section: &'g Section,
    /// Its place among the notes of its section, from 0.
    pub index: usize,
    pub tags: Vec<String>,
    /// In the order of the note type.
    pub fields: Vec<String>,
    /// The ordinals of its cards.
    pub ordinals: Vec<u16>,
    says: String,
}

/// Plans the notes of the sections that can be read.
pub fn notes<'g>(guide: &'g Guide, lock: &Lock, broken: &[u32], media: &mut BTreeMap<u32, Media>) -> Vec<Planned<'g>> {
    let id = guide.manifest.id.as_str();
    let mut planned = Vec::new();
    for section in guide.sections.iter().filter(|section| !broken.contains(&section.number)) {
        let media = media.entry(section.number).or_default();
        for (index, note) in card::notes(section, lock).into_iter().enumerate() {
            let (note_type, ordinals) = match &note.content {
                Content::Pitfall(_) => (&note_type::PITFALL, vec![0]),
                Content::Fact(_) => (&note_type::FACT, vec![0]),
                Content::Row(row) => (&note_type::ROW, row.numbers().into_iter().map(|number| number - 1).collect()),
            };
            let mut tags = vec![format!("{id}::{}", tag(note.kind())), format!("{id}::section::{}", section.id)];
            tags.extend(note.topic.map(|topic| format!("{id}::topic::{}", topic.heading.id)));
            planned.push(Planned {
                key: format!("{}/{}", note_type.key, note.key),
                kind: note.kind(),
                fields: in_order(note_type, field::fields(guide, &note, media)),
                says: note.says(),
                id: note.key,
                note_type,
                section,
                index,
                tags,
                ordinals,
            });
        }
    }
    planned
}

/// What the lock is brought up to date with.
pub fn inventory(guide: &Guide, lock: &Lock, notes: &[Planned<'_>]) -> Inventory {
    let id = guide.manifest.id.as_str();
    let current = |note: &Planned<'_>| {
        let content = format!("{}\u{1f}{}", note.tags.join(" "), field::content(note.note_type, &note.fields));
        Current {
            key: note.key.clone(),
            guid: identity::guid(&[id, note.note_type.key, &note.id]),
            section: note.section.id.clone(),
            hash: crate::artifact::sha256(content.as_bytes())[..12].to_owned(),
            cards: match note.note_type.key {
                "row" => note.ordinals.iter().map(|ordinal| ordinal + 1).collect(),
                _ => Default::default(),
            },
            says: note.says.clone(),
        }
    };
    let with_notes = |section: &&Section| notes.iter().any(|note| note.section.number == section.number);
    let root = (!notes.is_empty()).then(|| (String::new(), deck_part(&guide.manifest.title)));
    let mut decks: BTreeMap<String, String> = root.into_iter().collect();
    for section in guide.sections.iter().filter(with_notes) {
        decks.insert(section.id.clone(), format!("{:02} {}", section.number, deck_part(&section.title)));
    }
    let mut things = BTreeMap::new();
    for (_, block) in guide.sections.iter().flat_map(Section::blocks) {
        if let Block::Table(table) = block
            && table.kind != TableKind::Plain
            && let Some(id) = &table.id
            && notes.iter().any(|note| note.id.split_once('/').is_some_and(|(table, _)| table == id))
        {
            let ids = card::things(table).into_iter().map(|thing| thing.id.clone());
            things.insert(id.clone(), ids.zip(card::numbers(table, lock)).collect());
        }
    }
    let in_use = note_type::ALL.into_iter().filter(|kind| notes.iter().any(|note| note.note_type.key == kind.key));
    Inventory {
        guide: id.to_owned(),
        notes: notes.iter().map(current).collect(),
        decks,
        things,
        looks: in_use.map(|kind| (kind.key.to_owned(), kind.look())).collect(),
    }
}

/// Fields by name → fields in the order of their type.
pub fn in_order(kind: &NoteType, named: field::Fields) -> Vec<String> {
    let mut named: BTreeMap<&str, String> = named.into_iter().collect();
    kind.fields.iter().map(|name| named.remove(name).unwrap_or_default()).collect()
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

/// A title as one part of a deck's name: `::` would divide it, and Anki trims its parts.
fn deck_part(title: &str) -> String {
    let mut name = title.split_whitespace().collect::<Vec<_>>().join(" ");
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
