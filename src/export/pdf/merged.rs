//! All sections of a selection in one PDF.

use super::{Fitting, Pdf};
use crate::artifact::{Artifact, Fact, Kind};
use crate::diagnostic::Diagnostic;
use crate::export::Export;
use crate::selection::Selection;
use crate::source::Span;
use crate::typeset::{self, About, Engine, Fitted, Links, Numbering, Part, Settings};
use std::time::Instant;

impl Pdf {
    /// Sets each section alone, for its size, then all of them behind a contents page. Where the file is to have so many pages,
    /// all sections have one size.
    pub(super) fn merged(
        &self,
        engine: &Engine,
        selection: &Selection<'_>,
        numbering: Numbering,
    ) -> Result<Export, Vec<Diagnostic>> {
        let started = Instant::now();
        if let (Some(_), Some(fit)) = (self.pages, self.fitting()) {
            let (size, notes) = self.common_size(engine, selection, &fit)?;
            let mut export =
                Pdf { size: Some(size), pages: None, ..self.clone() }.merged(engine, selection, numbering)?;
            export.diagnostics.extend(notes);
            return Ok(export);
        }
        let guide = selection.guide;
        let numbers = || selection.sections.iter().map(|section| section.number);
        let links = Links::new(guide, numbers());
        let outcomes = self.progress.sections(selection, |section| {
            let document = || self.document(guide, section, links.clone());
            self.fit(engine, guide, section).map(|fitting| Alone::new(section.number, document(), fitting))
        });
        let mut diagnostics = Vec::new();
        let mut alone = Vec::new();
        for outcome in outcomes {
            match outcome {
                Ok((section, notes)) => {
                    diagnostics.extend(notes);
                    alone.push(section);
                }
                Err(problems) => diagnostics.extend(problems),
            }
        }
        if alone.len() < selection.sections.len() {
            return Err(diagnostics);
        }
        let parts: Vec<Part<'_>> = alone.iter().map(Alone::part).collect();
        let contents = typeset::contents(guide, &selection.sections);
        let mut merged = typeset::merge(engine, contents, &self.layout, &parts, numbering)?;
        typeset::forget(0);
        let stem = selection.stem();
        let ident = format!("revexport:{stem}:merged-{}", self.layout.name);
        let keywords = selection.sections.iter().map(|section| section.title.clone()).collect();
        let about = About::new(&guide.manifest, ident, guide.manifest.title.clone(), keywords);
        let (bytes, warnings) = merged.pdf(&about, &self.standards)?;
        diagnostics.extend(warnings);
        let sizes = || parts.iter().map(|part| part.settings.points());
        let artifact = Artifact {
            kind: Kind::Pdf,
            name: format!("{stem}{}.pdf", self.suffix()),
            sections: numbers().collect(),
            facts: vec![
                Fact::Pages(merged.pages()),
                Fact::Size(sizes().fold(f64::MAX, f64::min)),
                Fact::Runs(merged.runs + alone.iter().map(|section| section.runs).sum::<usize>()),
            ],
            bytes,
            milliseconds: started.elapsed().as_millis() as u64,
        };
        Ok(Export { artifacts: vec![artifact], diagnostics, lock: None })
    }
}

/// What is kept of a section that was set alone.
struct Alone {
    number: u32,
    /// Its text, with links to the others.
    document: typeset::Document,
    /// Its first line.
    title: Span,
    settings: Settings,
    levelling: typeset::Levelling,
    pages: usize,
    runs: usize,
}

impl Alone {
    fn new(number: u32, document: typeset::Document, fitting: Fitting) -> (Alone, Vec<Diagnostic>) {
        let Fitting { title, fitted, .. } = fitting;
        let Fitted { sheet, settings, levelling, diagnostics, runs } = fitted;
        (Alone { number, document, title, settings, levelling, pages: sheet.pages(), runs }, diagnostics)
    }

    fn part(&self) -> Part<'_> {
        Part {
            number: self.number,
            document: &self.document,
            settings: self.settings,
            levelling: &self.levelling,
            pages: self.pages,
            section: self.title,
        }
    }
}
