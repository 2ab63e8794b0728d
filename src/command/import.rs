//! `import`: a guide made of a chat export.

use super::list::{number, plural};
use super::{Context, Exit, json, new_folder};
use crate::cli::Import as Options;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::guide::{Date, Role};
use crate::import::{self, Import, Names};
use crate::source::{self, MAX_EXPORT_BYTES, ReadError, Sources};
use std::path::{Path, PathBuf};

/// Runs the command to its end.
pub fn run(context: &Context<'_>, options: &Options) -> Exit {
    let folder = options.to.as_path();
    if let Some(problem) = new_folder::refusal(folder, &["guide.toml"]) {
        return context.fail(problem);
    }
    let now = match super::lock::now() {
        Ok(now) => now,
        Err(problem) => return context.fail(problem),
    };
    let is_input = options.file.as_os_str() == "-";
    let shown = if is_input { "standard input".to_owned() } else { options.file.display().to_string() };
    let text = match source::read_export((!is_input).then_some(&*options.file)) {
        Ok(text) => text,
        Err(error) => return refuse(context, &Sources::default(), &[unreadable(&shown, &error)]),
    };
    let mut sources = Sources::default();
    let file = sources.add(shown, &text);
    let (id, title) = new_folder::names(folder);
    let names = Names { id: &id, title: &title, date: Date::of_unix_seconds(now) };
    let import = match import::read(&sources, file, &names) {
        Ok(import) => import,
        Err(problems) => return refuse(context, &sources, &problems),
    };
    if context.stops(&import.diagnostics) {
        context.report(&import.diagnostics, &sources);
        context.terminal.say("nothing was written");
        return Exit::Guide;
    }
    let texts = import.sections.iter().map(|section| (folder.join(&section.file), section.text.clone()));
    let files: Vec<(PathBuf, String)> =
        std::iter::once((folder.join("guide.toml"), import.manifest(&names))).chain(texts).collect();
    if let Err(problem) = new_folder::write(folder, &files) {
        return context.fail(problem);
    }
    if context.global.json {
        let value = value(&import, &names, folder, &files, &sources);
        return new_folder::print_json(folder, &value).map_or_else(|problem| context.fail(problem), |()| Exit::Done);
    }
    context.terminal.show(&import.diagnostics, &sources);
    let mended = std::iter::once(String::new()).chain(import.sections.iter().map(|section| section.mended.join(", ")));
    for ((path, _), mended) in files.iter().zip(mended) {
        let mended = if mended.is_empty() { mended } else { format!("  {mended}") };
        context.terminal.say(&format!("new   {}{mended}", path.display()));
    }
    context.terminal.say(&total(&import));
    if import.diagnostics.iter().any(|diagnostic| import::LEFT_OUT.contains(&diagnostic.code)) {
        context.terminal.say("what was left out is named above; copy what belongs to the guide into its file");
    }
    new_folder::say_next(context, "check", folder);
    Exit::Done
}

/// Says why nothing was written.
fn refuse(context: &Context<'_>, sources: &Sources, problems: &[Diagnostic]) -> Exit {
    context.report(problems, sources);
    context.terminal.say("nothing was written");
    let is_no_export =
        |problem: &Diagnostic| matches!(problem.place, Place::File(_)) || import::NO_EXPORT.contains(&problem.code);
    if problems.iter().any(is_no_export) { Exit::Usage } else { Exit::Guide }
}

/// Why an export could not be read.
fn unreadable(shown: &str, error: &ReadError) -> Diagnostic {
    let limit = MAX_EXPORT_BYTES / (1024 * 1024);
    let (code, message, help) = match error {
        ReadError::Missing => (
            "missing-file",
            format!("there is no file `{shown}`"),
            "name the file of the export, or - for standard input",
        ),
        ReadError::TooLarge(_) => (
            "file-too-large",
            format!("`{shown}` has more than {limit} MB"),
            "import it in parts, each into a folder of its own",
        ),
        ReadError::NotUtf8(line) => {
            let message = format!("`{shown}` is not UTF-8: line {line} has a byte that no UTF-8 text can have");
            ("not-utf8", message, "save the export as UTF-8")
        }
        ReadError::Outside | ReadError::Io(_) => {
            ("unreadable-file", format!("`{shown}` cannot be read: {error}"), "name a file with the export's text")
        }
    };
    Diagnostic::new(code, Severity::Error, Place::File(shown.to_owned()), message).help(help)
}

/// What all sections hold: `18 sections, 11 pitfalls, 28 tables`.
fn total(import: &Import) -> String {
    let sections = &import.sections;
    let mut counts = vec![(sections.len(), "section")];
    for (i, role) in Role::ALL.iter().enumerate() {
        counts.push((sections.iter().map(|section| section.callouts[i]).sum(), role.name()));
    }
    counts.push((sections.iter().map(|section| section.tables).sum(), "table"));
    let mut parts: Vec<String> = counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, word)| number(n, word)).collect();
    let comparisons: usize = sections.iter().map(|section| section.comparisons).sum();
    if comparisons > 0 {
        parts.push(format!("{} recognised", number(comparisons, "comparison")));
    }
    parts.join(", ")
}

/// The one object of `--json`.
fn value(
    import: &Import,
    names: &Names<'_>,
    folder: &Path,
    files: &[(PathBuf, String)],
    sources: &Sources,
) -> serde_json::Value {
    let section = |section: &import::Section| {
        let mut value = serde_json::json!({
            "number": section.number,
            "id": section.id,
            "title": section.title,
            "file": section.file,
            "tables": section.tables,
            "comparisons-recognised": section.comparisons,
            "mended": section.mended,
        });
        for (count, role) in section.callouts.iter().zip(Role::ALL) {
            value[plural(role.name())] = (*count).into();
        }
        value
    };
    let title = import.title.as_deref().unwrap_or(names.title);
    serde_json::json!({
        "tool": "revexport",
        "version": env!("CARGO_PKG_VERSION"),
        "guide": { "id": names.id, "title": title, "folder": folder.display().to_string() },
        "sections": import.sections.iter().map(section).collect::<Vec<_>>(),
        "files": files.iter().map(|(path, _)| path.display().to_string()).collect::<Vec<_>>(),
        "artifacts": [],
        "diagnostics": json(&import.diagnostics, sources),
    })
}
