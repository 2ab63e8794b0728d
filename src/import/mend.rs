//! What a section's text says in the guide's own forms: comparisons, and all that can be mended by machine.

use super::comparison;
use super::identity::Ids;
use crate::fix;
use crate::guide::{Manifest, Section};
use crate::lint;
use crate::parse::{self, Revision};
use crate::source::{MAX_FILE_BYTES, Sources};
use std::collections::HashSet;

/// A section in the making.
pub struct Draft {
    /// As it was read last.
    pub revision: Revision,
    /// How many comparisons were recognised.
    pub comparisons: usize,
    /// What was mended: `2 bars escaped`.
    pub mended: Vec<String>,
}

impl Draft {
    /// Reads a section's text.
    pub fn new(manifest: &Manifest, number: u32, id: &str, title: &str, name: &str, text: &str) -> Draft {
        let mut sources = Sources::default();
        let file = sources.add(name.to_owned(), text);
        let section = Section {
            number,
            id: id.to_owned(),
            title: title.to_owned(),
            file,
            file_name: name.to_owned(),
            syllabus: Vec::new(),
            syllabus_places: Vec::new(),
            intro: Vec::new(),
            topics: Vec::new(),
            footnotes: Vec::new(),
        };
        Draft { revision: parse::revise(manifest, &section, text), comparisons: 0, mended: Vec::new() }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.revision.sources.file(self.revision.section.file).text
    }

    /// Whether reading the section found something of this code.
    pub fn has(&self, code: &str) -> bool {
        self.revision.diagnostics.iter().any(|diagnostic| diagnostic.code == code)
    }

    /// Puts ids to things that share theirs with one before them; what turns out to be in error stays as it was.
    fn tell_apart(&mut self, manifest: &Manifest, ids: &mut Ids, seen: &mut HashSet<String>) {
        let insertions = ids.apart(&self.revision, seen);
        if insertions.is_empty() {
            return;
        }
        let mut text = self.text().to_owned();
        for (place, with) in insertions.iter().rev() {
            text.insert_str(*place, with);
        }
        let revision = parse::revise(manifest, &self.revision.section, &text);
        if revision.diagnostics.len() <= self.revision.diagnostics.len() {
            self.revision = revision;
            let count = insertions.len();
            self.mended.push(format!("{count} {} told apart", if count == 1 { "id" } else { "ids" }));
        }
    }

    /// Recognises the comparisons whose ids no other thing has; what turns out to be in error stays as it was.
    fn compare(&mut self, manifest: &Manifest, taken: &mut HashSet<String>) {
        let (changes, ids): (Vec<_>, Vec<_>) = comparison::find(&self.revision, taken).into_iter().unzip();
        if changes.is_empty() {
            return;
        }
        let mut text = self.text().to_owned();
        for (range, with) in changes.iter().rev() {
            text.replace_range(range.clone(), with);
        }
        let revision = parse::revise(manifest, &self.revision.section, &text);
        let compared = |revision: &Revision| revision.section.comparisons().count();
        let made = compared(&revision).saturating_sub(compared(&self.revision));
        if errors(&revision) <= errors(&self.revision) && made == ids.len() {
            self.comparisons = made;
            self.revision = revision;
            taken.extend(ids);
        }
    }
}

fn errors(revision: &Revision) -> usize {
    revision.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count()
}

/// Mends all sections of a guide.
pub fn all(manifest: &Manifest, drafts: &mut [Draft]) {
    let mut ids = Ids::new(drafts.iter().flat_map(|draft| comparison::ids(&draft.revision.section)));
    let mut seen = HashSet::new();
    drafts.iter_mut().for_each(|draft| draft.tell_apart(manifest, &mut ids, &mut seen));
    let mut taken: HashSet<String> = drafts.iter().flat_map(|draft| comparison::ids(&draft.revision.section)).collect();
    drafts.iter_mut().for_each(|draft| draft.compare(manifest, &mut taken));
    let doubled = lint::doubled(drafts.iter().map(|draft| &draft.revision.section));
    for draft in drafts {
        let Revision { section, sources, .. } = &draft.revision;
        let mended = fix::section(manifest, sources, section, &doubled);
        if let Some(mended) = mended.filter(|mended| mended.text.len() as u64 <= MAX_FILE_BYTES) {
            draft.revision = parse::revise(manifest, section, &mended.text);
            draft.mended.extend(mended.done);
        }
    }
}
