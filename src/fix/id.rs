//! An id that is made from a lead or a caption, stamped: `<!-- id: mutable-default -->`.

use super::{Change, Mender, begins_at, container, end, pin, places, proof};
use crate::diagnostic::Diagnostic;
use crate::guide::{Callout, Table};
use crate::lint::Subject;
use crate::parse::Revision;
use crate::source::Span;

pub const MENDER: Mender = Mender { one: "id stamped", many: "ids stamped", changes, holds };

const CODES: [&str; 1] = ["unpinned-id"];

fn holds(old: &Revision, new: &Revision) -> bool {
    proof::fewer(old, new, &[]) && proof::same_shape(old, new)
}

fn changes(subject: &Subject<'_>, diagnostics: &[Diagnostic]) -> Vec<Change> {
    let places = places(diagnostics, &CODES);
    let wanted = |span: Span| begins_at(&places, span);
    let callouts = subject.callouts().map(|(_, callout)| callout).filter(|callout| wanted(callout.span));
    let tables = subject.comparisons.iter().map(|(table, _)| *table).filter(|table| wanted(table.span));
    let mut changes: Vec<Change> = callouts.filter_map(|callout| on_callout(subject, callout)).collect();
    changes.extend(tables.filter_map(|table| on_table(subject, table)));
    changes.sort_by_key(|change| change[0].0.start);
    changes
}

/// A comment as the callout's last line.
fn on_callout(subject: &Subject<'_>, callout: &Callout) -> Option<Change> {
    let comment = pin(callout.id.as_deref()?)?;
    let end = end(subject, callout.span);
    Some(vec![(end..end, format!("\n{}> {comment}", container(subject, callout.span)))])
}

/// A comment behind the caption, or above a table that has its caption elsewhere.
fn on_table(subject: &Subject<'_>, table: &Table) -> Option<Change> {
    let comment = pin(table.id.as_deref()?)?;
    let caption = table.caption.iter().map(|inline| inline.span).reduce(Span::to)?;
    if caption.start >= table.span.start {
        let end = end(subject, caption);
        return Some(vec![(end..end, format!(" {comment}"))]);
    }
    let start = table.span.start as usize;
    Some(vec![(start..start, format!("{comment}\n{}", container(subject, table.span)))])
}
