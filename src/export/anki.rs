//! placeholder
use super::{Export, Exporter};
use crate::diagnostic::Diagnostic;
use crate::selection::Selection;

/// placeholder
#[derive(Debug, Default)]
pub struct Anki;

impl Exporter for Anki {
    fn export(&self, _: &Selection<'_>) -> Result<Export, Vec<Diagnostic>> {
        Ok(Export::default())
    }
}
