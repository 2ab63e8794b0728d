//! One PDF a section, or press sheets of the pages of all.

pub mod press;

use super::{Export, Exporter};
use crate::artifact::{Artifact, Fact, Kind};
use crate::diagnostic::Diagnostic;
use crate::guide::{Guide, Section};
use crate::parallel;
use crate::selection::Selection;
use crate::source::Span;
use crate::typeset::{self, Engine, Paper, Wish};
use std::time::Instant;

/// The bundled layout.
const SHEET: (&str, &str) = ("layouts/pdf/sheet.typ", include_str!("../../layouts/pdf/sheet.typ"));

/// How many columns a sheet has that is printed as it is.
const COLUMNS: f64 = 4.0;

/// Typesets each section of a selection on sheets of its own.
#[derive(Clone, Copy, Debug)]
pub struct Pdf {
    /// The paper.
    pub paper: Paper,
    /// The columns; none for three or four, whichever gives the larger type.
    pub columns: Option<usize>,
    /// The size of the body type in twentieths of a point; none for the largest that fits one leaf.
    pub size: Option<u32>,
    /// How pages are put on press sheets; none for sheets as they are.
    pub press: Option<press::Press>,
}

impl Default for Pdf {
    fn default() -> Pdf {
        Pdf { paper: Paper::A4, columns: None, size: None, press: None }
    }
}

type Outcome = Result<(Artifact, Vec<Diagnostic>), Vec<Diagnostic>>;

impl Exporter for Pdf {
    fn export(&self, selection: &Selection<'_>) -> Result<Export, Vec<Diagnostic>> {
        let engine = Engine::default();
        match (&self.press, selection.sections.first()) {
            (Some(press), Some(first)) => self.pressed(&engine, selection, press, first),
            _ => self.finished(&engine, selection),
        }
    }
}

impl Pdf {
    /// The pages of all sections on press sheets. Type that would come out too small is set larger first, unless its size was
    /// asked for.
    fn pressed(
        &self,
        engine: &Engine,
        selection: &Selection<'_>,
        press: &press::Press,
        first: &Section,
    ) -> Result<Export, Vec<Diagnostic>> {
        let mut export = self.finished(engine, selection)?;
        if self.size.is_none()
            && let Some((size, scale)) = press.larger(&export.artifacts)?
        {
            // Larger type needs wider columns.
            let columns = self.columns.or(Some((COLUMNS * scale).round().max(1.0) as usize));
            export = Pdf { size: Some(size), columns, ..*self }.finished(engine, selection)?;
        }
        press.legible(&export.artifacts)?;
        let artifacts = press.impose(engine, selection, &export.artifacts, title(selection.guide, first))?;
        Ok(Export { artifacts, ..export })
    }

    /// One finished PDF a section.
    fn finished(&self, engine: &Engine, selection: &Selection<'_>) -> Result<Export, Vec<Diagnostic>> {
        let outcomes = parallel::map(selection.sections.clone(), |section| {
            let outcome = self.section(engine, selection, section);
            // What the engine remembers of a section is of little use to the next one.
            comemo::evict(0);
            outcome
        });
        let mut export = Export::default();
        let mut failed = false;
        for outcome in outcomes {
            match outcome {
                Ok((artifact, diagnostics)) => {
                    failed |= diagnostics.iter().any(Diagnostic::is_error);
                    export.artifacts.push(artifact);
                    export.diagnostics.extend(diagnostics);
                }
                Err(diagnostics) => {
                    failed = true;
                    export.diagnostics.extend(diagnostics);
                }
            }
        }
        if failed { Err(export.diagnostics) } else { Ok(export) }
    }

    fn section(&self, engine: &Engine, selection: &Selection<'_>, section: &Section) -> Outcome {
        let started = Instant::now();
        let guide = selection.guide;
        let place = guide.sections.iter().position(|other| other.number == section.number);
        let next = place.and_then(|place| guide.sections.get(place + 1));
        let document = typeset::document(guide, section, next);
        let title = title(guide, section);
        let wish = Wish { paper: self.paper, columns: self.columns, size: self.size };
        let fitted = typeset::fit(engine, &document, SHEET, &wish, title)?;
        let ident = format!("revexport:{}:{}:sheet", guide.manifest.id, section.id);
        let bytes = fitted.sheet.pdf(&ident, guide.manifest.date, title)?;
        let artifact = Artifact {
            kind: Kind::Pdf,
            name: format!("{}.pdf", section.stem()),
            sections: vec![section.number],
            facts: vec![
                Fact::Pages(fitted.sheet.pages()),
                Fact::Size(fitted.settings.points()),
                Fact::Runs(fitted.runs),
            ],
            bytes,
            milliseconds: started.elapsed().as_millis() as u64,
        };
        let mut diagnostics = fitted.diagnostics;
        diagnostics.extend(typeset::faults(section));
        Ok((artifact, diagnostics))
    }
}

/// Where a section begins.
fn title(guide: &Guide, section: &Section) -> Span {
    Span::new(section.file, 0..guide.sources.file(section.file).line_range(1).end)
}
