//! One package: a deck tree of pitfalls and comparisons.
//!
//! What a learner has done with a card outlives every edit of the guide: a note is recognised by a GUID grown from its key,
//! a card by its note and an ordinal that never changes its meaning. Names, positions and identities are computed from the
//! whole guide; a range of sections only leaves notes out.

mod field;
mod identity;
mod media;
mod note_type;
mod package;

use super::{Export, Exporter};
use crate::artifact::{Artifact, Fact, Kind};
use crate::card::{self, Content};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::guide::{Guide, Section};
use crate::selection::Selection;
use identity::Ids;
use media::Media;
use note_type::NoteType;
use package::{Deck, Note, Package};
use std::collections::BTreeMap;
use std::time::Instant;

/// Makes the package.
#[derive(Clone, Copy, Debug, Default)]
pub struct Anki;

impl Exporter for Anki {
    fn export(&self, selection: &Selection<'_>) -> Result<Export, Vec<Diagnostic>> {
        let started = Instant::now();
        let guide = selection.guide;
        let mut media = Media::default();
        let notes = notes(selection, &mut media);
        let cards = notes.iter().map(|note| note.cards.len()).sum();
        let package = Package {
            guide: &guide.manifest.id,
            title: &guide.manifest.title,
            time: guide.manifest.date.unix_seconds(),
            note_types: [&note_type::PITFALL, &note_type::ROW]
                .into_iter()
                .filter(|kind: &&NoteType| notes.iter().any(|note| note.note_type.key == kind.key))
                .collect(),
            decks: decks(selection, &notes),
            media: media.files().collect(),
            notes,
        };
        let bytes = package.bytes().map_err(|error| {
            let message = format!("no deck could be made: {error}");
            vec![
                Diagnostic::new("deck-failed", Severity::Error, Place::Nowhere, message)
                    .help("please report this with the guide that causes it"),
            ]
        })?;
        let artifact = Artifact {
            kind: Kind::Anki,
            name: format!("{}.apkg", selection.stem()),
            sections: selection.sections.iter().map(|section| section.number).collect(),
            facts: vec![Fact::Notes(package.notes.len()), Fact::Cards(cards)],
            bytes,
            milliseconds: started.elapsed().as_millis() as u64,
        };
        let mut diagnostics = Vec::new();
        if cards == 0 {
            let message = "the deck is empty: the selected sections have no pitfalls and no comparisons".into();
            diagnostics.push(
                Diagnostic::new("empty-deck", Severity::Warning, Place::Nowhere, message)
                    .help("write a callout > [!WARNING], or **Compare: a vs b** above a table"),
            );
        }
        Ok(Export { artifacts: vec![artifact], diagnostics })
    }
}

/// The notes of the selection, with the ids that they have in the whole guide.
fn notes(selection: &Selection<'_>, media: &mut Media) -> Vec<Note> {
    let guide = selection.guide;
    let id = guide.manifest.id.as_str();
    let (mut note_ids, mut card_ids) = (Ids::default(), Ids::default());
    let mut notes = Vec::new();
    for section in &guide.sections {
        let chosen = selection.sections.iter().any(|other| other.number == section.number);
        for (i, note) in card::notes(section).iter().enumerate() {
            let (kind, leaf, ordinals) = match &note.content {
                Content::Pitfall(_) => (&note_type::PITFALL, "pitfall", vec![0]),
                Content::Row(row) => {
                    (&note_type::ROW, "comparison", row.numbers().into_iter().map(|number| number - 1).collect())
                }
            };
            let note_id = note_ids.take(&[id, kind.key, &note.key]);
            let cards = ordinals
                .into_iter()
                .map(|ordinal: u16| (card_ids.take(&[id, kind.key, &note.key, &ordinal.to_string()]), ordinal))
                .collect();
            if !chosen {
                continue;
            }
            let mut tags = vec![format!("{id}::{leaf}"), format!("{id}::section::{}", section.id)];
            tags.extend(note.topic.map(|topic| format!("{id}::topic::{}", topic.heading.id)));
            notes.push(Note {
                id: note_id,
                guid: identity::guid(&[id, kind.key, &note.key]),
                note_type: kind,
                time: guide.manifest.date.unix_seconds(),
                tags,
                fields: in_order(kind, field::fields(guide, note, media)),
                deck: deck_id(guide, section, Some(leaf)),
                position: position(section, i),
                cards,
            });
        }
    }
    notes
}

/// Fields by name → fields in the order of their type.
fn in_order(kind: &NoteType, named: field::Fields) -> Vec<String> {
    let mut named: BTreeMap<&str, String> = named.into_iter().collect();
    kind.fields.iter().map(|name| named.remove(name).unwrap_or_default()).collect()
}

/// Where the cards of the `index`-th note of a section stand in the order of learning. Anki renumbers a collection that
/// has a position of a million or more.
fn position(section: &Section, index: usize) -> u32 {
    section.number.min(99) * 10_000 + 10 * index.min(999) as u32
}

/// The decks that hold notes, with their parents.
fn decks(selection: &Selection<'_>, notes: &[Note]) -> Vec<Deck> {
    let guide = selection.guide;
    let root = part(&guide.manifest.title);
    let mut decks = vec![Deck { id: root_id(guide), name: root.clone(), description: description(guide) }];
    for section in &selection.sections {
        let name = format!("{root}::{:02} {}", section.number, part(&section.title));
        let leaves: Vec<Deck> = [("pitfall", "Pitfalls"), ("comparison", "Comparisons")]
            .into_iter()
            .map(|(kind, leaf)| Deck {
                id: deck_id(guide, section, Some(kind)),
                name: format!("{name}::{leaf}"),
                description: String::new(),
            })
            .filter(|deck| notes.iter().any(|note| note.deck == deck.id))
            .collect();
        if !leaves.is_empty() {
            decks.push(Deck { id: deck_id(guide, section, None), name, description: String::new() });
            decks.extend(leaves);
        }
    }
    decks
}

fn root_id(guide: &Guide) -> i64 {
    identity::id(&[&guide.manifest.id, "deck"])
}

fn deck_id(guide: &Guide, section: &Section, leaf: Option<&str>) -> i64 {
    identity::id(&[&guide.manifest.id, "deck", &section.id, leaf.unwrap_or_default()])
}

/// A title as one part of a deck's name: `::` would divide it, and Anki trims its parts.
fn part(title: &str) -> String {
    let mut name = title.split_whitespace().collect::<Vec<_>>().join(" ");
    while name.contains("::") {
        name = name.replace("::", ":");
    }
    name.trim_matches(':').trim().to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_part_of_a_name() {
        assert_eq!(part("C++: std::map  and :: friends"), "C++: std:map and : friends");
        assert_eq!(part(" a:: "), "a");
    }
}
