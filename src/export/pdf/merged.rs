//! All sections of a selection in one PDF.

use super::{Fitting, Pdf, SHEET};
use crate::artifact::{Artifact, Fact, Kind};
use crate::diagnostic::Diagnostic;
use crate::export::Export;
use crate::parallel;
use crate::selection::Selection;
use crate::typeset::{self, About, Engine, Links, Numbering, Part};
use std::time::Instant;

impl Pdf {
    /// Sets each section alone, for its size, then all of them behind a contents page.
    pub(super) fn merged(
        &self,
        engine: &Engine,
        selection: &Selection<'_>,
        numbering: Numbering,
    ) -> Result<Export, Vec<Diagnostic>> {
        let started = Instant::now();
        let guide = selection.guide;
        let numbers = || selection.sections.iter().map(|section| section.number);
        let links = self.links(Links::new(guide, numbers()));
        let alone = parallel::map(selection.sections.clone(), |section| {
            let fitting = self.fit(engine, guide, section, &links);
            comemo::evict(0);
            fitting.map(|Fitting { document, title, fitted }| {
                let pages = fitted.sheet.pages();
                (document, title, pages, fitted.settings, fitted.slack, fitted.runs, fitted.diagnostics)
            })
        });
        let mut diagnostics = Vec::new();
        let mut fitted = Vec::new();
        let mut failed = false;
        for outcome in alone {
            match outcome {
                Ok((document, title, pages, settings, slack, runs, notes)) => {
                    diagnostics.extend(notes);
                    fitted.push((document, title, pages, settings, slack, runs));
                }
                Err(problems) => {
                    failed = true;
                    diagnostics.extend(problems);
                }
            }
        }
        if failed {
            return Err(diagnostics);
        }
        let part = |(number, (document, title, pages, settings, slack, _))| Part {
            number,
            document,
            settings: *settings,
            slack,
            pages: *pages,
            section: *title,
        };
        let parts: Vec<Part<'_>> = numbers().zip(&fitted).map(part).collect();
        let contents = typeset::contents(guide, &selection.sections);
        let mut merged = typeset::merge(engine, contents, SHEET.1, &parts, numbering)?;
        comemo::evict(0);
        let stem = selection.stem();
        let ident = format!("revexport:{stem}:merged-sheet");
        let keywords = selection.sections.iter().map(|section| section.title.clone()).collect();
        let about = About::new(&guide.manifest, ident, guide.manifest.title.clone(), keywords);
        let (bytes, warnings) = merged.pdf(&about, &self.standards)?;
        diagnostics.extend(warnings);
        let sizes = || parts.iter().map(|part| part.settings.points());
        let artifact = Artifact {
            kind: Kind::Pdf,
            name: format!("{stem}.pdf"),
            sections: numbers().collect(),
            facts: vec![
                Fact::Pages(merged.pages()),
                Fact::Size(sizes().fold(f64::MAX, f64::min)),
                Fact::Runs(merged.runs + fitted.iter().map(|(.., runs)| runs).sum::<usize>()),
            ],
            bytes,
            milliseconds: started.elapsed().as_millis() as u64,
        };
        Ok(Export { artifacts: vec![artifact], diagnostics, lock: None })
    }
}
