//! What sheets are like: options as typed → the exporter.

use super::{Context, Exit};
use crate::cli;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::export::pdf::Pdf;
use crate::guide::Guide;
use crate::source::{self, ReadError};
use crate::typeset::{FontFile, Fonts, Numbering, Paper, Standards};
use std::path::PathBuf;

/// The exporter of sheets, with the fonts that the guide and the command line bring.
pub fn exporter(context: &Context<'_>, guide: &Guide, sheet: &cli::Sheet) -> Result<Pdf, Exit> {
    let standards = Standards::new(&sheet.standard).map_err(|message| {
        let problem = Diagnostic::new("standards-apart", Severity::Error, Place::Nowhere, message);
        context.fail(problem.help("ask for one PDF/A at most; ua-1 and a-2a go together"))
    })?;
    let numbering = match sheet.numbering {
        cli::Numbering::Continuous => Numbering::Continuous,
        cli::Numbering::Section => Numbering::Section,
    };
    Ok(Pdf {
        paper: match sheet.paper {
            cli::Paper::A4 => Paper::A4,
            cli::Paper::Letter => Paper::Letter,
        },
        columns: sheet.columns.map(usize::from),
        size: sheet.font_size,
        merge: sheet.merge.then_some(numbering),
        standards,
        fonts: fonts(context, guide, &sheet.font_path)?,
    })
}

/// The guide's fonts, and behind them those named on the command line.
fn fonts(context: &Context<'_>, guide: &Guide, paths: &[PathBuf]) -> Result<Fonts, Exit> {
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
