//! All notes of a guide with their fields, and what the lock makes of them.

use super::content::content;
use super::field;
use super::identity;
use super::look::Look;
use super::media::Media;
use super::note_type::{self, NoteType, SEPARATOR};
use crate::card::{self, Content, Kind, Note};
use crate::guide::{Block, Guide, Section, TableKind};
use crate::lock::{Current, Inventory, Lock};
use crate::parallel;
use std::collections::{BTreeMap, HashSet};

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
    /// Separated by spaces.
    pub tags: String,
    /// In the order of the note type.
    pub fields: String,
    /// The ordinals of its cards.
    pub ordinals: Vec<u16>,
    says: String,
    hash: String,
}

/// Plans the notes of the sections that can be read; with the images that each section shows, by its number.
pub fn notes<'g>(guide: &'g Guide, lock: &Lock, broken: &[u32]) -> (Vec<Planned<'g>>, BTreeMap<u32, Media>) {
    let sections = guide.sections.iter().filter(|section| !broken.contains(&section.number)).collect();
    let of_sections = parallel::map(sections, |section: &'g Section| {
        let mut media = Media::default();
        let mut whole = None;
        let notes = card::notes(section, lock).into_iter().enumerate();
        let planned: Vec<_> =
            notes.map(|(index, note)| planned(guide, section, index, note, &mut media, &mut whole)).collect();
        (section.number, planned, media)
    });
    let (mut notes, mut media) = (Vec::new(), BTreeMap::new());
    for (number, planned, shown) in of_sections {
        notes.extend(planned);
        media.insert(number, shown);
    }
    (notes, media)
}

fn planned<'g>(
    guide: &Guide,
    section: &'g Section,
    index: usize,
    note: Note<'g>,
    media: &mut Media,
    whole: &mut Option<field::Whole>,
) -> Planned<'g> {
    let (note_type, ordinals) = match &note.content {
        Content::Pitfall(_) => (&note_type::PITFALL, vec![0]),
        Content::Fact(_) => (&note_type::FACT, vec![0]),
        Content::Row(row) => (&note_type::ROW, row.numbers().into_iter().map(|number| number - 1).collect()),
    };
    let id = guide.manifest.id.as_str();
    let mut tags = format!("{id}::{} {id}::section::{}", tag(note.kind()), section.id);
    if let Some(topic) = note.topic {
        tags.extend([" ", id, "::topic::", &topic.heading.id]);
    }
    let fields = in_order(note_type, field::fields(guide, &note, media, whole));
    let content = format!("{tags}{SEPARATOR}{}", content(note_type, &fields));
    Planned {
        key: format!("{}/{}", note_type.key, note.key),
        kind: note.kind(),
        hash: crate::artifact::sha256(content.as_bytes())[..12].to_owned(),
        says: note.says(),
        id: note.key,
        fields,
        note_type,
        section,
        index,
        tags,
        ordinals,
    }
}

/// What the lock is brought up to date with.
pub fn inventory(guide: &Guide, lock: &Lock, look: &Look, notes: &[Planned<'_>]) -> Inventory {
    let id = guide.manifest.id.as_str();
    let current = |note: &Planned<'_>| Current {
        key: note.key.clone(),
        guid: identity::guid(&[id, note.note_type.key, &note.id]),
        section: note.section.id.clone(),
        hash: note.hash.clone(),
        cards: match note.note_type.key {
            "row" => note.ordinals.iter().map(|ordinal| ordinal + 1).collect(),
            _ => Default::default(),
        },
        says: note.says.clone(),
    };
    let with_notes = |section: &&Section| notes.iter().any(|note| note.section.number == section.number);
    let root = (!notes.is_empty()).then(|| (String::new(), deck_part(&guide.manifest.title)));
    let mut decks: BTreeMap<String, String> = root.into_iter().collect();
    for section in guide.sections.iter().filter(with_notes) {
        decks.insert(section.id.clone(), format!("{:02} {}", section.number, deck_part(&section.title)));
    }
    let tables: HashSet<&str> = notes.iter().filter_map(|note| Some(note.id.split_once('/')?.0)).collect();
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
        guide: id.to_owned(),
        notes: notes.iter().map(current).collect(),
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
