//! Fonts that a guide or the command line brings.

use super::{Context, Exit};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::guide::Guide;
use crate::source::{self, ReadError};
use crate::typeset::{FontFile, Fonts};
use std::path::PathBuf;

/// The guide's fonts, and behind them those named on the command line.
pub fn fonts(context: &Context<'_>, guide: &Guide, paths: &[PathBuf]) -> Result<Fonts, Exit> {
    let mut fonts = Fonts::default();
    let own = files(guide.folder.fonts()).and_then(|files| fonts.read(files));
    if let Err(problems) = own {
        context.report(&problems, &guide.sources);
        return Err(Exit::Guide);
    }
    for path in paths {
        let found = source::fonts(path).map_err(|error| vec![unreadable(path.display().to_string(), &error)]);
        let brought = found.and_then(|found| if found.is_empty() { Err(vec![none(path)]) } else { files(found) });
        if let Err(problems) = brought.and_then(|files| fonts.read(files)) {
            context.report(&problems, &guide.sources);
            return Err(Exit::Usage);
        }
    }
    Ok(fonts)
}

/// What was read, if all could be.
fn files(found: Vec<source::Font>) -> Result<Vec<FontFile>, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut files = Vec::new();
    for (name, bytes) in found {
        match bytes {
            Ok(bytes) => files.push(FontFile { name, bytes }),
            Err(error) => problems.push(unreadable(name, &error)),
        }
    }
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}

fn unreadable(name: String, error: &ReadError) -> Diagnostic {
    let message = format!("the font `{name}` cannot be read: {error}");
    Diagnostic::new("unreadable-font", Severity::Error, Place::File(name), message)
        .help("name a font file, or a folder that holds some")
}

fn none(path: &std::path::Path) -> Diagnostic {
    let message = format!("there is no font in `{}`", path.display());
    Diagnostic::new("unreadable-font", Severity::Error, Place::Nowhere, message)
        .help("fonts are files that end in .ttf, .otf or .ttc; folders inside the folder are not searched")
}
