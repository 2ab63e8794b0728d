//! Selections → files. Each format is one [`Exporter`]; none knows another, and none touches the disk or the clock.

pub mod anki;
pub mod cards;
pub mod epub;
pub mod pdf;

use crate::artifact::Artifact;
use crate::diagnostic::Diagnostic;
use crate::lock::Update;
use crate::selection::Selection;

/// Makes files of one format.
pub trait Exporter {
    /// The files for a selection. The same selection gives the same bytes, always.
    ///
    /// # Errors
    ///
    /// The diagnostics that stood in the way; there is at least one error among them.
    fn export(&self, selection: &Selection<'_>) -> Result<Export, Vec<Diagnostic>>;
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
