//! Which guide is meant.

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::source::Folder;
use std::path::{Path, PathBuf};

/// The folder named, else the nearest guide upward from the working directory, else the bundled one.
pub fn folder(named: Option<&Path>) -> Result<Folder, Diagnostic> {
    let Some(named) = named else { return Ok(nearest().map_or(Folder::Bundled, Folder::Disk)) };
    if named == Path::new(":bundled") {
        return Ok(Folder::Bundled);
    }
    let fail = |message: String, help: &str| {
        let place = Place::File(named.display().to_string());
        Err(Diagnostic::new("no-guide", Severity::Error, place, message).help(help))
    };
    if named.is_dir() {
        return Ok(Folder::Disk(named.to_owned()));
    }
    if named.file_name().is_some_and(|name| name == "guide.toml") && named.is_file() {
        let parent = named.parent().filter(|parent| !parent.as_os_str().is_empty());
        return Ok(Folder::Disk(parent.unwrap_or(Path::new(".")).to_owned()));
    }
    let help = "name the folder of a guide, or `:bundled` for the one inside the program";
    match std::fs::metadata(named) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            fail(format!("there is no folder `{}`", named.display()), help)
        }
        Err(error) => fail(format!("`{}` cannot be read: {error}", named.display()), help),
        Ok(_) => fail(format!("`{}` is a file, not the folder of a guide", named.display()), help),
    }
}

/// `guide.toml` or `guide/guide.toml`, here or in a folder above.
fn nearest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let (depth, found) = here.ancestors().enumerate().find_map(|(depth, folder)| {
        let candidates = [folder.to_owned(), folder.join("guide")];
        candidates.into_iter().find(|candidate| candidate.join("guide.toml").is_file()).map(|found| (depth, found))
    })?;
    // Named as short as possible: `guide` rather than a path from the root.
    if depth > 0 {
        return Some(found);
    }
    match found.strip_prefix(&here) {
        Ok(short) if short.as_os_str().is_empty() => Some(PathBuf::from(".")),
        Ok(short) => Some(short.to_owned()),
        Err(_) => Some(found),
    }
}
