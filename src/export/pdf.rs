//! One PDF a section, or one of all.

mod merged;
mod structure;

use super::{Export, Exporter};
use crate::artifact::{Artifact, Fact, Kind};
use crate::diagnostic::Diagnostic;
use crate::guide::{Guide, Section, plain};
use crate::parallel;
use crate::selection::Selection;
use crate::source::Span;
use crate::typeset::{self, About, Engine, Fonts, Links, Numbering, Paper, Standard, Standards, Wish};
use std::time::Instant;

/// The bundled layout.
const SHEET: (&str, &str) = ("layouts/pdf/sheet.typ", include_str!("../../layouts/pdf/sheet.typ"));

/// Typesets each section of a selection on sheets of its own.
#[derive(Clone, Debug)]
pub struct Pdf {
    /// The paper.
    pub paper: Paper,
    /// The columns; none for three or four, whichever gives the larger type.
    pub columns: Option<usize>,
    /// The size of the body type in twentieths of a point; none for the largest that fits one leaf.
    pub size: Option<u32>,
    /// How pages are numbered, if all sections go into one file; none for a file a section.
    pub merge: Option<Numbering>,
    /// The standards the files keep.
    pub standards: Standards,
    /// Fonts for characters that the embedded ones lack.
    pub fonts: Fonts,
}

impl Default for Pdf {
    fn default() -> Pdf {
        Pdf {
            paper: Paper::A4,
            columns: None,
            size: None,
            merge: None,
            standards: Standards::default(),
            fonts: Fonts::default(),
        }
    }
}

type Outcome = Result<(Artifact, Vec<Diagnostic>), Vec<Diagnostic>>;

impl Exporter for Pdf {
    fn export(&self, selection: &Selection<'_>) -> Result<Export, Vec<Diagnostic>> {
        let engine = Engine::new(&self.fonts);
        if let Some(numbering) = self.merge {
            return self.merged(&engine, selection, numbering);
        }
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
        let Fitting { document, title, mut fitted } = self.fit(engine, selection.guide, section)?;
        let about = self.about(selection.guide, section);
        let (bytes, warnings) = fitted.sheet.pdf(&about, &self.standards, &document, title)?;
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
        diagnostics.extend(warnings);
        Ok((artifact, diagnostics))
    }

    /// Sets a section as it is alone, and looks for what the standards do not allow.
    fn fit(&self, engine: &Engine, guide: &Guide, section: &Section) -> Result<Fitting, Vec<Diagnostic>> {
        let document = self.document(guide, section, Links::new(guide, [section.number]));
        let title = Span::new(section.file, 0..guide.sources.file(section.file).line_range(1).end);
        let wish = Wish { paper: self.paper, columns: self.columns, size: self.size };
        let mut fitted = typeset::fit(engine, &document, SHEET, &wish, title)?;
        fitted.diagnostics.extend(typeset::faults(section));
        fitted.diagnostics.extend(structure::faults(section, &self.standards));
        // A character without a glyph would be told again by the standard, in the engine's words.
        match fitted.diagnostics.iter().any(Diagnostic::is_error) {
            true => Err(fitted.diagnostics),
            false => Ok(Fitting { document, title, fitted }),
        }
    }

    /// A section's text, in a file with the sections that `links` holds.
    fn document(&self, guide: &Guide, section: &Section, links: Links) -> typeset::Document {
        let place = guide.sections.iter().position(|other| other.number == section.number);
        let next = place.and_then(|place| guide.sections.get(place + 1));
        let links = if self.standards.list().contains(&Standard::Ua1) { links.without_margins() } else { links };
        typeset::document(guide, section, next, &links)
    }

    /// What the file of one section says of itself.
    fn about(&self, guide: &Guide, section: &Section) -> About {
        let ident = format!("revexport:{}:{}:sheet", guide.manifest.id, section.id);
        let title = format!("{}: {}", guide.manifest.title, section.title);
        let topics = section.topics.iter().map(|topic| plain(&topic.heading.text));
        About::new(&guide.manifest, ident, title, topics.collect())
    }
}

/// A section set alone.
struct Fitting {
    document: typeset::Document,
    /// Its first line.
    title: Span,
    fitted: typeset::Fitted,
}
