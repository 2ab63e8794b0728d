//! A dunder name that turned bold: `__init__` → `\_\_init\_\_`.

use super::{Change, Mender, places, proof};
use crate::diagnostic::Diagnostic;
use crate::lint::Subject;
use crate::parse::Revision;

pub const MENDER: Mender = Mender { one: "dunder escaped", many: "dunders escaped", changes, holds };

const CODES: [&str; 1] = ["dunder-became-bold"];

fn holds(old: &Revision, new: &Revision) -> bool {
    proof::fewer(old, new, &CODES) && proof::same_words(old, new) && proof::same_ids(old, new)
}

fn changes(subject: &Subject<'_>, diagnostics: &[Diagnostic]) -> Vec<Change> {
    let escape = |span: crate::source::Span| {
        let name = subject.text(span).strip_prefix("__")?.strip_suffix("__")?;
        Some(vec![(span.range(), format!(r"\_\_{name}\_\_"))])
    };
    places(diagnostics, &CODES).into_iter().filter_map(escape).collect()
}
