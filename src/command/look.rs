//! The files with which a guide changes what cards look like.

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::export::anki::look::{FOLDER, Look};
use crate::guide::Guide;

/// Reads the guide's own look, and says what is wrong with it.
pub fn read(guide: &mut Guide) -> (Look, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let unreadable = |path: String, error: &dyn std::fmt::Display| {
        let message = format!("`{path}` cannot be read: {error}");
        Diagnostic::new("unreadable-look", Severity::Error, Place::File(path), message)
            .help(format!("mend it or take it out: {FOLDER}/ holds a guide's own look of cards"))
    };
    let names = guide.folder.names_in(FOLDER).unwrap_or_else(|error| {
        problems.push(unreadable(guide.folder.display(FOLDER), &error));
        Vec::new()
    });
    let mut files = Vec::new();
    for name in names {
        let path = format!("{FOLDER}/{name}");
        let shown = guide.folder.display(&path);
        match guide.folder.text(&path) {
            Ok(text) => files.push((name, guide.sources.add(shown, &text))),
            Err(error) => problems.push(unreadable(shown, &error)),
        }
    }
    let (look, wrong) = Look::with(&files, &guide.sources);
    problems.extend(wrong);
    (look, problems)
}
