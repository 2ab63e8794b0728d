//! What is wrong and can be mended by machine, one kind a file: a section's text → a better text.
//!
//! A change is kept only if the new text, read again, is proved to say the same but for what was mended; of changes that
//! are not, halves are tried until the bad ones are found. The bytes of lines that are not changed stay as they are,
//! line ends and byte-order mark included.

mod bar;
mod bold_lead;
mod dunder;
mod id;
mod lines;
mod obsidian;
mod proof;

pub use lines::{restore, unified};

use crate::diagnostic::{Diagnostic, Place};
use crate::guide::{Manifest, Section};
use crate::lint::{self, Subject};
use crate::parse::{self, Revision};
use crate::source::{Sources, Span};
use std::collections::HashSet;
use std::ops::Range;

/// How often a section is read anew before the changes not tried yet are given up.
const PATIENCE: usize = 400;

/// What a mender may be able to mend.
pub const CODES: [&str; 7] = [
    "bold-lead",
    "dunder-became-bold",
    "lost-cells",
    "obsidian-callout",
    "odd-backtick",
    "table-not-recognised",
    "unpinned-id",
];

/// One kind of mending.
struct Mender {
    /// What one change is called: `bar escaped`.
    one: &'static str,
    /// What several are called.
    many: &'static str,
    /// Finds the changes, in the order of the text.
    changes: fn(&Subject<'_>, &[Diagnostic]) -> Vec<Change>,
    /// Whether the first text, changed into the second, says the same but for what was mended.
    holds: fn(&Revision, &Revision) -> bool,
}

const MENDERS: [Mender; 5] = [bar::MENDER, dunder::MENDER, bold_lead::MENDER, obsidian::MENDER, id::MENDER];

/// Replacements that belong together: ranges of the text and what comes in their places.
type Change = Vec<(Range<usize>, String)>;

/// A text that was mended.
#[derive(Debug)]
pub struct Mended {
    /// The text, with `\n` line ends.
    pub text: String,
    /// What was done: `2 bars escaped`.
    pub done: Vec<String>,
    /// How many changes were made.
    pub count: usize,
}

/// Mends a section; none if there is nothing to mend.
///
/// `doubled` are the ids that more than one callout or table of the guide has: they are not stamped.
pub fn section(manifest: &Manifest, sources: &Sources, section: &Section, doubled: &HashSet<String>) -> Option<Mended> {
    let text = sources.file(section.file).text.as_str();
    let mut attempt = Attempt { manifest, section, patience: PATIENCE };
    let mut revision = parse::revise(manifest, section, text);
    let (mut done, mut count) = (Vec::new(), 0);
    for mender in &MENDERS {
        let subject = Subject::new(manifest, &revision.sources, &revision.section, doubled);
        let mut diagnostics = lint::section(&subject);
        diagnostics.extend(revision.diagnostics.iter().cloned());
        let changes = (mender.changes)(&subject, &diagnostics);
        let (next, made) = attempt.apply(mender, revision, &changes);
        revision = next;
        if made > 0 {
            done.push(format!("{made} {}", if made == 1 { mender.one } else { mender.many }));
            count += made;
        }
    }
    let text = revision.sources.file(revision.section.file).text.clone();
    (count > 0).then_some(Mended { text, done, count })
}

/// Tries changes.
struct Attempt<'a> {
    manifest: &'a Manifest,
    section: &'a Section,
    patience: usize,
}

impl Attempt<'_> {
    /// Makes as many of the changes as hold. The last are tried first, so that the places of the others stay right.
    fn apply(&mut self, mender: &Mender, old: Revision, changes: &[Change]) -> (Revision, usize) {
        if changes.is_empty() || self.patience == 0 {
            return (old, 0);
        }
        self.patience -= 1;
        let text = &old.sources.file(old.section.file).text;
        if let Some(text) = replaced(text, changes) {
            let new = parse::revise(self.manifest, self.section, &text);
            if (mender.holds)(&old, &new) {
                return (new, changes.len());
            }
        }
        if changes.len() == 1 {
            return (old, 0);
        }
        let (first, last) = changes.split_at(changes.len() / 2);
        let (revision, made_last) = self.apply(mender, old, last);
        let (revision, made_first) = self.apply(mender, revision, first);
        (revision, made_first + made_last)
    }
}

/// The text with all replacements made; none if two of them overlap.
fn replaced(text: &str, changes: &[Change]) -> Option<String> {
    let mut all: Vec<&(Range<usize>, String)> = changes.iter().flatten().collect();
    all.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len() + 64 * all.len());
    let mut done = 0;
    for (range, with) in all {
        out.push_str(text.get(done..range.start)?);
        out.push_str(with);
        done = range.end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

/// The places of the diagnostics with one of these codes, in the order of the text.
fn places(diagnostics: &[Diagnostic], codes: &[&str]) -> Vec<Span> {
    let mut places: Vec<Span> = diagnostics
        .iter()
        .filter(|diagnostic| codes.contains(&diagnostic.code))
        .filter_map(|diagnostic| match diagnostic.place {
            Place::At(span) => Some(span),
            _ => None,
        })
        .collect();
    places.sort_unstable();
    places
}

/// Whether one of these places begins where a block does.
fn begins_at(places: &[Span], block: Span) -> bool {
    places.binary_search_by_key(&block.start, |place| place.start).is_ok()
}

/// What stands before a block on each of its further lines: the marks of the quotes it stands in, and spaces for those of
/// lists.
fn container(subject: &Subject<'_>, span: Span) -> String {
    let file = subject.sources.file(span.file);
    let line = file.line_range(file.position(span.start as usize).line);
    let before = file.text.get(line.start..span.start as usize).unwrap_or("");
    before.chars().map(|c| if matches!(c, '>' | ' ' | '\t') { c } else { ' ' }).collect()
}

/// Where the last line of a block ends, trailing blanks not counted.
fn end(subject: &Subject<'_>, span: Span) -> usize {
    let file = subject.sources.file(span.file);
    let last = file.position((span.end as usize).saturating_sub(1).max(span.start as usize)).line;
    let line = file.line_range(last);
    line.start + file.text[line].trim_end().len()
}

/// A comment that pins an id; none if a comment cannot hold the id.
fn pin(id: &str) -> Option<String> {
    parse::is_id(id).then(|| format!("<!-- id: {id} -->"))
}
