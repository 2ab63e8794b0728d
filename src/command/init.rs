//! `init`: a new guide that exports at once.

use super::{Context, Exit};
use crate::artifact;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::guide::{Date, slug};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The files of a new guide: name and text.
const FILES: [(&str, &str); 3] = [
    ("guide.toml", include_str!("init/guide.toml")),
    ("01-first-steps.md", include_str!("init/01-first-steps.md")),
    ("02-going-on.md", include_str!("init/02-going-on.md")),
];

/// What a guide is called whose folder's name says nothing.
const UNNAMED: &str = "study-guide";

/// Writes a guide into a folder that is empty or not there yet.
pub fn run(context: &Context<'_>, folder: &Path) -> Exit {
    let fail = |code, message: String, help: &str| {
        let place = Place::File(folder.display().to_string());
        context.fail(Diagnostic::new(code, Severity::Error, place, message).help(help))
    };
    let shown = folder.display();
    if let Some(there) = FILES.iter().find(|(name, _)| folder.join(name).exists()) {
        let message = format!("`{}` is there already; nothing was written", folder.join(there.0).display());
        return fail("guide-exists", message, "name a new folder, or edit that guide");
    }
    match std::fs::read_dir(folder).map(|mut entries| entries.any(|entry| entry.is_ok_and(|entry| !is_hidden(&entry))))
    {
        Ok(false) => {}
        Ok(true) => {
            let message = format!("the folder `{shown}` is not empty; nothing was written");
            return fail("folder-not-empty", message, "name a new folder");
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => {
            let message = format!("no guide can be written to `{shown}`: {}", error.kind());
            return fail("unwritable", message, "name a new folder");
        }
    }
    let now = match super::lock::now() {
        Ok(now) => now,
        Err(problem) => return context.fail(problem),
    };
    let (id, title) = names(folder);
    let date = Date::of_unix_seconds(now).to_string();
    let files: Vec<(PathBuf, String)> = FILES
        .iter()
        .map(|(name, text)| {
            let text = text.replace("{id}", &id).replace("{title}", &title).replace("{date}", &date);
            (folder.join(name), text)
        })
        .collect();
    let bytes: Vec<(PathBuf, &[u8])> = files.iter().map(|(path, text)| (path.clone(), text.as_bytes())).collect();
    if let Err(error) = artifact::write_all(&bytes) {
        let message = format!("`{}` cannot be written: {}", error.path.display(), error.error.kind());
        return fail("unwritable", message, "name another folder");
    }
    if context.global.json {
        let value = serde_json::json!({
            "tool": "revexport",
            "version": env!("CARGO_PKG_VERSION"),
            "guide": { "id": id, "title": title, "folder": folder.display().to_string() },
            "files": files.iter().map(|(path, _)| path.display().to_string()).collect::<Vec<_>>(),
            "artifacts": [],
            "diagnostics": [],
        });
        return match super::print_json(&value) {
            Ok(()) => Exit::Done,
            Err(error) => fail("unwritable", format!("standard output cannot be written to: {}", error.kind()), ""),
        };
    }
    for (path, _) in &files {
        context.terminal.say(&format!("new   {}", path.display()));
    }
    let option = if folder == Path::new(".") { String::new() } else { format!(" -g {}", quoted(folder)) };
    context.terminal.say(&format!("now: revexport all{option}"));
    Exit::Done
}

/// What version control and systems put into folders is no content.
fn is_hidden(entry: &std::fs::DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

/// A guide's id and title, from the name of its folder.
fn names(folder: &Path) -> (String, String) {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let name = whole.components().next_back().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let slug = slug(&name.unwrap_or_default());
    let plain: String = slug.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let id: Vec<&str> = plain.split(|c| !is_letter(c)).filter(|part| !part.is_empty()).collect();
    let id = if id.is_empty() { UNNAMED.to_owned() } else { id.join("-") };
    let named = if slug.chars().any(char::is_alphabetic) { &slug } else { &id };
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    (id.clone(), named.split('-').map(capital).collect::<Vec<_>>().join(" "))
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
