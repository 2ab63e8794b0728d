//! Ids of things that a chat called the same more than once: `**Summary**` above a table in each section. All but the first
//! get an id of their own, in a comment.

use crate::guide::{Block, Callout, Table, ascii_slug};
use crate::parse::{Revision, is_id};
use crate::source::Span;
use std::collections::{HashMap, HashSet};

/// What is put into a section's text: a place and what comes there.
pub type Insertion = (usize, String);

/// The ids of a guide in the making.
#[derive(Default)]
pub struct Ids {
    taken: HashSet<String>,
    counts: HashMap<String, usize>,
}

impl Ids {
    /// All ids of a guide's sections.
    pub fn new(ids: impl IntoIterator<Item = String>) -> Ids {
        Ids { taken: ids.into_iter().collect(), counts: HashMap::new() }
    }

    /// What has to be put into a section so that its things share no id with one before them, in the order of the text.
    pub fn apart(&mut self, revision: &Revision, seen: &mut HashSet<String>) -> Vec<Insertion> {
        let mut insertions = Vec::new();
        for (_, block) in revision.section.blocks() {
            let (id, pinned) = match block {
                Block::Callout(callout) => (callout.id.as_deref(), callout.pinned),
                Block::Table(table) => (table.id.as_deref(), table.pinned),
                _ => continue,
            };
            let Some(id) = id else { continue };
            if seen.insert(id.to_owned()) || pinned {
                continue;
            }
            let comment = |ids: &mut Ids| format!("<!-- id: {} -->", ids.another(id));
            match block {
                Block::Callout(callout) => insertions.push(on_callout(revision, callout, &comment(self))),
                Block::Table(table) => {
                    if let Some(place) = behind_caption(revision, table) {
                        insertions.push((place, format!(" {}", comment(self))));
                    }
                }
                _ => {}
            }
        }
        insertions.sort_by_key(|(place, _)| *place);
        insertions
    }

    /// An id like another one that nothing has: `summary-2`.
    fn another(&mut self, id: &str) -> String {
        let stem = if is_id(id) { id.to_owned() } else { ascii_slug(id) };
        let stem = if stem.is_empty() { "thing".to_owned() } else { stem };
        let count = self.counts.entry(stem.clone()).or_insert(1);
        loop {
            *count += 1;
            let id = format!("{stem}-{count}");
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// Where the caption above a table ends.
fn behind_caption(revision: &Revision, table: &Table) -> Option<usize> {
    let caption = table.caption.iter().map(|inline| inline.span).reduce(Span::to)?;
    // A caption elsewhere belongs to a callout.
    (caption.start >= table.span.start).then(|| line_end(revision, caption))
}

/// A comment on the line below a callout, inside whatever holds it.
fn on_callout(revision: &Revision, callout: &Callout, comment: &str) -> Insertion {
    let file = revision.sources.file(revision.section.file);
    let start = callout.span.start as usize;
    let line = file.line_range(file.position(start).line);
    let before = file.text.get(line.start..start).unwrap_or("");
    let container: String = before.chars().map(|c| if matches!(c, '>' | ' ' | '\t') { c } else { ' ' }).collect();
    let quote = if file.text[start..].starts_with('>') { "> " } else { "" };
    (line_end(revision, callout.span), format!("\n{container}{quote}{comment}"))
}

/// Where the last line of a span ends, blanks at its end not counted.
fn line_end(revision: &Revision, span: Span) -> usize {
    let file = revision.sources.file(span.file);
    let line = file.line_range(file.position((span.end as usize).saturating_sub(1).max(span.start as usize)).line);
    line.start + file.text[line].trim_end().len()
}
