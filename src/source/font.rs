//! Font files: those in a guide's folder `fonts`, and those named on the command line.

use super::{BundledGuide, Folder, MAX_FILE_BYTES, ReadError, from_io, read_limited};
use std::path::{Path, PathBuf};

/// The largest font file that is read, in bytes. Fonts for Chinese, Japanese and Korean together have some 20 MB.
const MAX_FONT_BYTES: u64 = 64 * MAX_FILE_BYTES;

/// The endings of font files. Web fonts are among them: they are of no use here, and whoever brings one has to be told.
const ENDINGS: [&str; 6] = ["ttf", "otf", "ttc", "otc", "woff", "woff2"];

/// A font file: its path as messages name it, and its bytes if it could be read.
pub type Font = (String, Result<Vec<u8>, ReadError>);

fn is_font(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
}

impl Folder {
    /// The font files of the guide, in the order of their names. A guide needs none.
    pub fn fonts(&self) -> Vec<Font> {
        match self {
            Folder::Bundled => {
                let mut names: Vec<_> = BundledGuide::iter()
                    .filter(|name| name.strip_prefix("fonts/").is_some_and(|name| !name.contains('/') && is_font(name)))
                    .collect();
                names.sort();
                names.iter().map(|name| (self.display(name), self.bytes(name))).collect()
            }
            Folder::Disk(root) => {
                let names = names(&root.join("fonts")).unwrap_or_default();
                let read = |name: String| {
                    let path = format!("fonts/{name}");
                    (self.display(&path), read_limited(&root.join(path), MAX_FONT_BYTES))
                };
                names.into_iter().map(read).collect()
            }
        }
    }
}

/// The font files at a path: the file, or what is directly in the folder, in the order of names.
///
/// # Errors
///
/// The path names nothing, or a folder that cannot be listed.
pub fn fonts(path: &Path) -> Result<Vec<Font>, ReadError> {
    let one = |path: PathBuf| (path.display().to_string(), read_limited(&path, MAX_FONT_BYTES));
    if std::fs::metadata(path).map_err(from_io)?.is_dir() {
        Ok(names(path)?.into_iter().map(|name| one(path.join(name))).collect())
    } else {
        Ok(vec![one(path.to_owned())])
    }
}

/// The names of the font files directly in a folder, sorted.
fn names(folder: &Path) -> Result<Vec<String>, ReadError> {
    let entries = std::fs::read_dir(folder).map_err(from_io)?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| is_font(name))
        .collect();
    names.sort();
    Ok(names)
}
