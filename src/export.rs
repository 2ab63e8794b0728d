//! Selections → files. Each format is one [`Exporter`]; none knows another, and none touches the disk or the clock.

pub mod anki;
pub mod cards;
pub mod epub;
pub mod pdf;

use crate::artifact::Artifact;
use crate::diagnostic::Diagnostic;
use crate::guide::Section;
use crate::lock::Update;
use crate::selection::Selection;
use crate::{parallel, typeset};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Makes files of one format.
pub trait Exporter {
    /// The files for a selection. The same selection gives the same bytes, always.
    ///
    /// # Errors
    ///
    /// The diagnostics that stood in the way; there is at least one error among them.
    fn export(&self, selection: &Selection<'_>) -> Result<Export, Vec<Diagnostic>>;
}

/// Tells how far an export is: how many sections of how many are done, first that none is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress(pub Option<fn(usize, usize)>);

impl Progress {
    /// Typesets the sections of a selection side by side, and tells of each.
    fn sections<'g, R: Send>(self, selection: &Selection<'g>, work: impl Fn(&'g Section) -> R + Sync) -> Vec<R> {
        let (done, total) = (AtomicUsize::new(0), selection.sections.len());
        let tell = |done| self.0.into_iter().for_each(|tell| tell(done, total));
        tell(0);
        parallel::map(selection.sections.clone(), |section| {
            let result = work(section);
            // What the engine remembers of a section is of little use to the next one.
            typeset::forget(0);
            tell(done.fetch_add(1, Ordering::Relaxed) + 1);
            result
        })
    }
}

/// What an exporter made.
#[derive(Debug, Default)]
pub struct Export {
    /// The files.
    pub artifacts: Vec<Artifact>,
    /// What it noticed.
    pub diagnostics: Vec<Diagnostic>,
    /// The lock brought up to date, from the exporter of decks.
    pub lock: Option<Update>,
}
