//! Links between the places of one PDF.
//!
//! A link to a section, or to a heading, callout or table in it, leads there if the section stands in the same file;
//! elsewhere its text stands alone.

use crate::guide::{Guide, InlineKind, Target, walk};
use std::collections::BTreeSet;

/// The sections that stand in one file, and what they link to in each other.
#[derive(Clone, Debug, Default)]
pub struct Links {
    inside: BTreeSet<u32>,
    targets: BTreeSet<(u32, String)>,
    margins: bool,
}

impl Links {
    /// The links of a file that holds the sections with these numbers.
    pub fn new(guide: &Guide, inside: impl IntoIterator<Item = u32>) -> Links {
        let inside: BTreeSet<u32> = inside.into_iter().collect();
        let mut targets = BTreeSet::new();
        for section in guide.sections.iter().filter(|section| inside.contains(&section.number)) {
            walk::section(section, &mut |inline| {
                if let InlineKind::Link(target, _) = &inline.kind
                    && let Target::Section(number, Some(anchor)) = &**target
                    && inside.contains(number)
                {
                    targets.insert((*number, anchor.clone()));
                }
            });
        }
        Links { inside, targets, margins: true }
    }

    /// Without links in page heads and feet, which PDF/UA does not allow.
    pub fn without_margins(self) -> Links {
        Links { margins: false, ..self }
    }

    /// Whether links may stand in page heads and feet.
    pub fn in_margins(&self) -> bool {
        self.margins
    }

    /// Whether a section stands in the file.
    pub fn holds(&self, section: u32) -> bool {
        self.inside.contains(&section)
    }

    /// Whether anything in the file links to an anchor of a section.
    pub fn leads_to(&self, section: u32, anchor: &str) -> bool {
        self.targets.contains(&(section, anchor.to_owned()))
    }
}

/// The Typst label of a section's beginning.
pub fn section_label(section: u32) -> String {
    format!("s{section}")
}

/// The Typst label of a section's edition.
pub fn edition_label(section: u32) -> String {
    format!("edition-{section}")
}

/// Typst for a section's edition, looked up when a page is set: what a layout is given, and with it all that is laid out,
/// stays the same when the edition changes.
pub fn edition_query(section: u32) -> String {
    format!("context query(<{}>).map(it => it.value).join()", edition_label(section))
}

/// The Typst label of a heading, callout or table.
pub fn anchor_label(section: u32, anchor: &str) -> String {
    format!("s{section}-{anchor}")
}
