//! The files with which a guide changes what its books look like.

use crate::diagnostic::{Diagnostic, Place, Severity, did_you_mean};
use crate::export::epub::style;
use crate::guide::Guide;
use crate::source::FileId;

/// Reads the guide's own style sheet for books, and says what is wrong with it and what else lies beside it.
pub fn book(guide: &mut Guide) -> (Option<FileId>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut own = None;
    let unreadable = |path: String, error: &dyn std::fmt::Display| {
        let message = format!("`{path}` cannot be read: {error}");
        Diagnostic::new("unreadable-layout", Severity::Error, Place::File(path), message)
            .help(format!("mend it or take it out: {}/ holds a guide's own style of books", style::FOLDER))
    };
    let names = guide.folder.names_in(style::FOLDER).unwrap_or_else(|error| {
        problems.push(unreadable(guide.folder.display(style::FOLDER), &error));
        Vec::new()
    });
    for name in names {
        let path = format!("{}/{name}", style::FOLDER);
        let shown = guide.folder.display(&path);
        if name != style::NAME {
            let message = format!("no book has a file `{name}`");
            let help = did_you_mean(&name, [style::NAME]);
            let all = || format!("a book's one file is {}/{}", style::FOLDER, style::NAME);
            let problem = Diagnostic::new("unknown-layout", Severity::Error, Place::File(shown), message);
            problems.push(problem.help(help.unwrap_or_else(all)));
            continue;
        }
        match guide.folder.text(&path) {
            Ok(text) => {
                let file = guide.sources.add(shown, &text);
                problems.extend(style::problems(&guide.sources.file(file).text, file));
                own = Some(file);
            }
            Err(error) => problems.push(unreadable(shown, &error)),
        }
    }
    (own, problems)
}
