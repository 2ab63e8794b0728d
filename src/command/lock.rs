//! Where the lock is, and what it says.

use crate::diagnostic::{Diagnostic, Place as At, Severity};
use crate::guide::Guide;
use crate::lock::{FILE, Lock};
use crate::source::{self, Folder, ReadError, Span};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A lock, and where it is kept.
pub struct Place {
    /// What it says; empty where there is none yet.
    pub lock: Arc<Lock>,
    /// The file it is written to; none for a guide inside the program.
    pub path: Option<PathBuf>,
    /// Its name in messages.
    pub name: String,
    /// Whether it is kept. The id of a folder without a manifest is only a guess, and nothing is remembered under it.
    pub kept: bool,
}

/// Reads the lock named, else the one in the guide's folder.
pub fn read(guide: &mut Guide, named: Option<&Path>) -> Result<Place, Diagnostic> {
    let has_manifest = guide.folder.bytes("guide.toml").is_ok();
    let own = match &guide.folder {
        Folder::Disk(folder) => Some(folder.strip_prefix(".").unwrap_or(folder).join(FILE)),
        Folder::Bundled => None,
    };
    let path = named.map(Path::to_owned).or(own);
    let name = named.map_or_else(|| guide.folder.display(FILE), |path| path.display().to_string());
    let text = match named.map(source::read_text) {
        // A lock of one's own begins with what the guide's says.
        None | Some(Err(ReadError::Missing)) => guide.folder.text(FILE),
        Some(read) => read,
    };
    let lock = match text {
        Ok(text) => {
            // Only a text that there is something to say of is kept.
            let lock = Lock::parse(&text, &guide.manifest.id).or_else(|_| {
                let file = guide.sources.add(name.clone(), &text);
                let text = guide.sources.file(file).text.as_str();
                Lock::parse(text, &guide.manifest.id).map_err(|error| {
                    Diagnostic::error("broken-lock", Span::new(file, error.range), error.message).help(error.help)
                })
            })?;
            Arc::new(lock)
        }
        Err(ReadError::Missing) => Arc::default(),
        Err(error) => {
            let message = format!("the lock cannot be read: {error}");
            let help = "mend the file, or name another with --lock";
            return Err(Diagnostic::new("broken-lock", Severity::Error, At::File(name), message).help(help));
        }
    };
    Ok(Place { lock, path, name, kept: has_manifest || named.is_some() })
}

/// What stands for now: `SOURCE_DATE_EPOCH` if it is set, else the clock; in seconds since 1970.
pub fn now() -> Result<i64, Diagnostic> {
    let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") else {
        let elapsed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        return Ok(elapsed.map_or(0, |elapsed| i64::try_from(elapsed.as_secs()).unwrap_or(0)));
    };
    // Up to the end of the year 9999.
    text.trim().parse().ok().filter(|seconds| (0..253_402_300_800).contains(seconds)).ok_or_else(|| {
        let message = format!("SOURCE_DATE_EPOCH is `{text}`, which is no time");
        Diagnostic::new("bad-time", Severity::Error, At::Nowhere, message)
            .help("give seconds since 1970-01-01 00:00:00 UTC, or unset it")
    })
}
