//! `layout`, and the layout that `pdf` and `all` were asked for.

use super::{Context, Exit};
use crate::cli;
use crate::diagnostic::{Diagnostic, Place, Severity, did_you_mean};
use crate::export::pdf::Pdf;
use crate::source::{Folder, Sources, read_text};
use crate::typeset::layout::{bundled, names, overview};
use crate::typeset::{Fonts, Layout, Standard, Standards};
use std::path::Path;

/// Prints a layout, or what layouts there are.
pub fn run(context: &Context<'_>, name: Option<&str>) -> Exit {
    let text = match name {
        None => overview().into_iter().map(|(name, about)| format!("{name:<11} {about}\n")).collect(),
        Some(name) => match bundled(name) {
            Some(text) => text.to_owned(),
            None => {
                let names = overview();
                return context.fail(unknown(name, names.iter().map(|(name, _)| *name)));
            }
        },
    };
    context.print(text.as_bytes())
}

/// The exporter of what was asked for; `unnamed` is the layout where none was named.
pub fn pdf(context: &Context<'_>, sheet: &cli::Sheet, unnamed: &str) -> Result<Pdf, Exit> {
    let pdf = Pdf {
        layout: layout(context, sheet.layout.as_deref().unwrap_or(unnamed))?,
        paper: sheet.paper,
        landscape: match (sheet.portrait, sheet.landscape) {
            (false, false) => None,
            (_, landscape) => Some(landscape),
        },
        theme: sheet.theme,
        columns: sheet.columns.map(usize::from),
        size: sheet.font_size,
        pages: sheet.fit.map(usize::from),
        smallest: sheet.min_size,
        largest: sheet.max_size,
        merge: sheet.merge.then_some(sheet.numbering),
        standards: standards(context, &sheet.standard)?,
        fonts: Fonts::default(),
        press: None,
        progress: context.terminal.of_sections(),
    };
    if let Some(fit) = pdf.fitting().filter(|fit| fit.smallest > fit.largest) {
        let points = |size: u32| f64::from(size) / 20.0;
        let message = format!("no size is {} pt or more and {} pt or less", points(fit.smallest), points(fit.largest));
        let problem = Diagnostic::new("bad-size", Severity::Error, Place::Nowhere, message);
        return Err(context.fail(problem.help("make --min-size smaller than --max-size")));
    }
    match pdf.narrow() {
        None => Ok(pdf),
        Some(message) => {
            let problem = Diagnostic::new("narrow-columns", Severity::Error, Place::Nowhere, message);
            Err(context.fail(problem.help("ask for fewer columns, smaller type, or a larger paper")))
        }
    }
}

/// Standards that one file can keep.
fn standards(context: &Context<'_>, list: &[Standard]) -> Result<Standards, Exit> {
    Standards::new(list).map_err(|message| {
        let problem = Diagnostic::new("standards-apart", Severity::Error, Place::Nowhere, message);
        context.fail(problem.help("ask for one PDF/A at most; ua-1 and a-2a go together"))
    })
}

/// A bundled layout by its name, or one from a file.
fn layout(context: &Context<'_>, name: &str) -> Result<Layout, Exit> {
    if let Some(layout) = Layout::named(name) {
        return Ok(layout);
    }
    let path = Path::new(name);
    let is_path = path.extension().is_some() || name.contains(['/', '\\']) || path.exists();
    if !is_path {
        return Err(context.fail(unknown(name, names())));
    }
    let text = read_text(path).map_err(|error| {
        let message = format!("the layout `{name}` cannot be read: {error}");
        context.fail(Diagnostic::new("unreadable-layout", Severity::Error, Place::File(name.to_owned()), message))
    })?;
    let beside = Folder::Disk(path.parent().unwrap_or(Path::new("")).to_owned());
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Layout::parse(&stem, name, &text, |file| beside.bytes(file).ok()).map_err(|problems| {
        context.report(&problems, &Sources::default());
        Exit::Usage
    })
}

fn unknown<'n>(name: &str, names: impl Iterator<Item = &'n str> + Clone) -> Diagnostic {
    let help = did_you_mean(name, names.clone())
        .unwrap_or_else(|| format!("there are: {}", names.collect::<Vec<_>>().join(", ")));
    let message = format!("there is no layout `{name}`");
    Diagnostic::new("unknown-layout", Severity::Error, Place::Nowhere, message).help(help)
}
