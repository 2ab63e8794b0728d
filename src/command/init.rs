//! `init`: a new guide that exports at once.

use super::{Context, Exit, new_folder};
use crate::guide::Date;
use std::path::{Path, PathBuf};

/// The files of a new guide: name and text.
const FILES: [(&str, &str); 3] = [
    ("guide.toml", include_str!("init/guide.toml")),
    ("01-first-steps.md", include_str!("init/01-first-steps.md")),
    ("02-going-on.md", include_str!("init/02-going-on.md")),
];

/// Writes a guide into a folder that is empty or not there yet.
pub fn run(context: &Context<'_>, folder: &Path) -> Exit {
    if let Some(problem) = new_folder::refusal(folder, &FILES.map(|(name, _)| name)) {
        return context.fail(problem);
    }
    let now = match super::lock::now() {
        Ok(now) => now,
        Err(problem) => return context.fail(problem),
    };
    let (id, title) = new_folder::names(folder);
    let date = Date::of_unix_seconds(now).to_string();
    let files: Vec<(PathBuf, String)> = FILES
        .iter()
        .map(|(name, text)| {
            let text = text.replace("{id}", &id).replace("{title}", &title).replace("{date}", &date);
            (folder.join(name), text)
        })
        .collect();
    if let Err(problem) = new_folder::write(folder, &files) {
        return context.fail(problem);
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
        return new_folder::print_json(folder, &value).map_or_else(|problem| context.fail(problem), |()| Exit::Done);
    }
    for (path, _) in &files {
        context.terminal.say(&format!("new   {}", path.display()));
    }
    new_folder::say_next(context, "all", folder);
    Exit::Done
}
