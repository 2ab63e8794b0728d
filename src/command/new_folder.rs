//! The folder of a guide that is not there yet: where one may be written, what it is called, and how it is written.

use super::Context;
use crate::artifact;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::guide::{ascii_slug, slug};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What a guide is called whose folder's name says nothing.
const UNNAMED: &str = "study-guide";

/// Says why no guide can be written into a folder: one of the files is there, or anything else, or it is no folder.
pub fn refusal(folder: &Path, names: &[&str]) -> Option<Diagnostic> {
    let shown = folder.display();
    if let Some(there) = names.iter().find(|name| folder.join(name).exists()) {
        let message = format!("`{}` is there already; nothing was written", folder.join(there).display());
        return Some(problem("guide-exists", folder, message, "name a new folder, or edit that guide"));
    }
    match std::fs::read_dir(folder).map(|mut entries| entries.any(|entry| entry.is_ok_and(|entry| !is_hidden(&entry))))
    {
        Ok(false) => None,
        Ok(true) => {
            let message = format!("the folder `{shown}` is not empty; nothing was written");
            Some(problem("folder-not-empty", folder, message, "name a new folder"))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => {
            let message = format!("no guide can be written to `{shown}`: {}", error.kind());
            Some(problem("unwritable", folder, message, "name a new folder"))
        }
    }
}

/// Writes all files, or none.
pub fn write(folder: &Path, files: &[(PathBuf, String)]) -> Result<(), Diagnostic> {
    let bytes: Vec<(PathBuf, &[u8])> = files.iter().map(|(path, text)| (path.clone(), text.as_bytes())).collect();
    artifact::write_all(&bytes).map(drop).map_err(|error| {
        let message = format!("`{}` cannot be written: {}", error.path.display(), error.error.kind());
        problem("unwritable", folder, message, "name another folder")
    })
}

/// Prints the one object of `--json`.
pub fn print_json(folder: &Path, value: &serde_json::Value) -> Result<(), Diagnostic> {
    super::print_json(value).map_err(|error| {
        problem("unwritable", folder, format!("standard output cannot be written to: {}", error.kind()), "")
    })
}

/// Says which command comes next: `now: revexport all -g biology`.
pub fn say_next(context: &Context<'_>, command: &str, folder: &Path) {
    let option = if folder == Path::new(".") { String::new() } else { format!(" -g {}", quoted(folder)) };
    context.terminal.say(&format!("now: revexport {command}{option}"));
}

/// A guide's id and title, from the name of its folder.
pub fn names(folder: &Path) -> (String, String) {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let name = whole.components().next_back().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let slug = slug(&name.unwrap_or_default());
    let id = ascii_slug(&slug);
    let id = if id.is_empty() { UNNAMED.to_owned() } else { id };
    let named = if slug.chars().any(char::is_alphabetic) { &slug } else { &id };
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    (id.clone(), named.split('-').map(capital).collect::<Vec<_>>().join(" "))
}

/// An error about the folder as a whole.
fn problem(code: &'static str, folder: &Path, message: String, help: &str) -> Diagnostic {
    Diagnostic::new(code, Severity::Error, Place::File(folder.display().to_string()), message).help(help)
}

/// What version control and systems put into folders is no content.
fn is_hidden(entry: &std::fs::DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    shlex::try_quote(&text).map_or(text.clone(), |quoted| quoted.into_owned())
}

#[cfg(test)]
mod tests {
    use super::names;
    use std::path::Path;

    #[test]
    fn a_guide_is_named_after_its_folder() {
        let named = |folder: &str| names(Path::new(folder));
        let pair = |id: &str, title: &str| (id.to_owned(), title.to_owned());
        assert_eq!(named("/x/French_Verbs 2"), pair("french-verbs-2", "French Verbs 2"));
        assert_eq!(named("/x/été/"), pair("ete", "Été"));
        assert_eq!(named("/x/漢字"), pair("study-guide", "漢字"));
        assert_eq!(named("/"), pair("study-guide", "Study Guide"));
    }
}
