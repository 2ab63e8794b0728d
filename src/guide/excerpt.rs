//! A guide of some of its parts alone: the pitfalls, say, under the headings they stand under.

use super::{Block, Callout, Footnote, Guide, Heading, InlineKind, Role, Section, TableKind, Target, walk};
use std::collections::{BTreeMap, BTreeSet};

/// A part that can be asked for alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Material {
    /// Pitfalls
    Pitfalls,
    /// Comparisons
    Comparisons,
    /// Best practices
    Practices,
    /// Key facts
    Keys,
    /// Version notes
    Versions,
    /// Analogies
    Analogies,
    /// Notes of no other kind
    Notes,
    /// Tables that compare nothing
    Tables,
    /// Code outside of all of these
    Examples,
    /// Formulas on lines of their own
    Formulas,
}

impl Material {
    /// Its name: `pitfalls`.
    pub fn name(self) -> &'static str {
        match self {
            Material::Pitfalls => "pitfalls",
            Material::Comparisons => "comparisons",
            Material::Practices => "practices",
            Material::Keys => "keys",
            Material::Versions => "versions",
            Material::Analogies => "analogies",
            Material::Notes => "notes",
            Material::Tables => "tables",
            Material::Examples => "examples",
            Material::Formulas => "formulas",
        }
    }

    /// Whether a block is such a part. Code in a callout belongs to the callout.
    fn is(self, block: &Block, in_callout: bool) -> bool {
        match (self, block) {
            (Material::Comparisons, Block::Table(table)) => table.kind != TableKind::Plain,
            (Material::Tables, Block::Table(table)) => table.kind == TableKind::Plain,
            (Material::Examples, Block::Code(_)) => !in_callout,
            (Material::Formulas, Block::Math(_)) => true,
            (_, Block::Callout(callout)) => self.role() == Some(callout.role),
            _ => false,
        }
    }

    fn role(self) -> Option<Role> {
        match self {
            Material::Pitfalls => Some(Role::Pitfall),
            Material::Practices => Some(Role::Practice),
            Material::Keys => Some(Role::Key),
            Material::Versions => Some(Role::Version),
            Material::Analogies => Some(Role::Analogy),
            Material::Notes => Some(Role::Note),
            Material::Comparisons | Material::Tables | Material::Examples | Material::Formulas => None,
        }
    }
}

/// What the name of a file made of some parts alone ends in: `-pitfalls-comparisons`; nothing for a whole guide.
pub fn suffix(parts: &[Material]) -> String {
    parts.iter().flat_map(|part| ["-", part.name()]).collect()
}

/// `pitfalls, comparisons`
pub fn names(parts: &[Material]) -> String {
    parts.iter().map(|part| part.name()).collect::<Vec<_>>().join(", ")
}

impl Guide {
    /// Takes everything out but some parts, which stay under their headings. Sections without any go; the others, and the
    /// guide, are named after what is left, so that nothing made of it takes the place of what is made of the whole. Each
    /// part is named once.
    pub fn keep_only(&mut self, parts: &[Material]) {
        let names = names(parts);
        self.only = parts.to_vec();
        self.manifest.title = format!("{}: {names}", self.manifest.title);
        for section in &mut self.sections {
            section.intro = excerpt(std::mem::take(&mut section.intro), parts);
            for topic in &mut section.topics {
                topic.blocks = excerpt(std::mem::take(&mut topic.blocks), parts);
            }
            section.topics.retain(|topic| !topic.blocks.is_empty());
            section.footnotes = referenced(std::mem::take(&mut section.footnotes), section);
            section.title = format!("{}: {names}", section.title);
            // What the whole section covers is not asked of a part of it.
            section.syllabus.clear();
            section.syllabus_places.clear();
        }
        self.sections.retain(|section| !section.intro.is_empty() || !section.topics.is_empty());
        let anchors: BTreeMap<u32, BTreeSet<String>> =
            self.sections.iter().map(|section| (section.number, section.anchors().into_iter().collect())).collect();
        for section in &mut self.sections {
            walk::section_mut(section, &mut |inline| {
                // A link to what is gone leads to the section it stood in.
                if let InlineKind::Link(target, _) = &mut inline.kind
                    && let Target::Section(number, anchor) = &mut **target
                    && anchor.as_ref().is_some_and(|name| anchors.get(number).is_some_and(|all| !all.contains(name)))
                {
                    *anchor = None;
                }
            });
        }
    }
}

/// The parts among blocks, wherever they stand, and the headings above them.
fn excerpt(blocks: Vec<Block>, parts: &[Material]) -> Vec<Block> {
    let mut found = Vec::new();
    lift(blocks, parts, false, &mut found);
    let mut kept: Vec<Block> = Vec::new();
    let mut above: Vec<Heading> = Vec::new();
    for block in found {
        match block {
            Block::Heading(heading) => {
                while above.last().is_some_and(|last| last.level >= heading.level) {
                    above.pop();
                }
                above.push(heading);
            }
            block => {
                kept.extend(above.drain(..).map(Block::Heading));
                kept.push(block);
            }
        }
    }
    kept
}

/// Takes the parts, and all headings, out of blocks and of what holds them.
fn lift(blocks: Vec<Block>, parts: &[Material], in_callout: bool, found: &mut Vec<Block>) {
    for block in blocks {
        if parts.iter().any(|part| part.is(&block, in_callout)) {
            found.push(block);
            continue;
        }
        match block {
            Block::Heading(_) if !in_callout => found.push(block),
            Block::Quote(quote) => lift(quote.blocks, parts, in_callout, found),
            Block::Callout(Callout { blocks, .. }) => lift(blocks, parts, true, found),
            Block::List(list) => {
                list.items.into_iter().for_each(|item| lift(item.blocks, parts, in_callout, found));
            }
            _ => {}
        }
    }
}

/// The footnotes that the rest of a section refers to, and those that these refer to.
fn referenced(notes: Vec<Footnote>, section: &Section) -> Vec<Footnote> {
    let mut numbers = BTreeSet::new();
    let mut note = |inline: &super::Inline| {
        if let InlineKind::FootnoteReference(number) = inline.kind {
            numbers.insert(number);
        }
    };
    walk::section(section, &mut note);
    let mut wanted: Vec<usize> = numbers.iter().copied().collect();
    while let Some(number) = wanted.pop() {
        let of_note = notes.iter().filter(|note| note.number == number).flat_map(|note| &note.blocks);
        for block in of_note {
            walk::block(block, &mut |inline| {
                if let InlineKind::FootnoteReference(other) = inline.kind
                    && numbers.insert(other)
                {
                    wanted.push(other);
                }
            });
        }
    }
    notes.into_iter().filter(|note| numbers.contains(&note.number)).collect()
}
