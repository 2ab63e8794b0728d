//! One PDF a section.

use super::{Export, Exporter};
use crate::artifact::{Artifact, Fact, Kind};
use crate::diagnostic::Diagnostic;
use crate::guide::Section;
use crate::parallel;
use crate::selection::Selection;
use crate::source::Span;
use crate::typeset::{self, Engine, Paper, SHEET, Wish};
use std::time::Instant;

/// Typesets each section of a selection on sheets of its own.
#[derive(Clone, Copy, Debug)]
pub struct Pdf {
    /// The paper.
    pub paper: Paper,
    /// The columns; none for three or four, whichever gives the larger type.
    pub columns: Option<usize>,
    /// The size of the body type in twentieths of a point; none for the largest that fits one leaf.
    pub size: Option<u32>,
}

impl Default for Pdf {
    fn default() -> Pdf {
        Pdf { paper: Paper::A4, columns: None, size: None }
    }
}

type Outcome = Result<(Artifact, Vec<Diagnostic>), Vec<Diagnostic>>;

impl Exporter for Pdf {
    fn export(&self, selection: &Selection<'_>) -> Result<Export, Vec<Diagnostic>> {
        let engine = Engine::default();
        let outcomes = parallel::map(selection.sections.clone(), |section| {
            let outcome = self.section(&engine, selection, section);
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
}

impl Pdf {
    fn section(&self, engine: &Engine, selection: &Selection<'_>, section: &Section) -> Outcome {
        let started = Instant::now();
        let guide = selection.guide;
        let place = guide.sections.iter().position(|other| other.number == section.number);
        let next = place.and_then(|place| guide.sections.get(place + 1));
        let document = typeset::document(guide, section, next);
        let title = Span::new(section.file, 0..guide.sources.file(section.file).line_range(1).end);
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
