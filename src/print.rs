//! Finished pages → sheets to print. Nothing here knows what the pages are about.
//!
//! [`imposition`] says which page goes where: arithmetic alone. [`marks`] says where to cut and fold. A [`Plan`] is the
//! result of both, in points. `sheet` draws a plan's paper and marks with printpdf; `graft` makes form objects of the
//! sources' pages, with lopdf: their bytes stay as they are, and only what they need is copied; `write` puts both into one
//! file.
//!
//! printpdf's own reader never sees a source: it drops text in fonts it does not know.

mod graft;
pub mod grid;
pub mod imposition;
pub mod marks;
mod plan;
pub mod press;
mod sheet;
mod write;

pub use graft::Source;
pub use plan::{Duplex, MM, Mark, MarkKind, Placement, Plan, Point, Rect, Side, Size, Turn};

/// Why no sheets were made.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// A source asks for a password, or restricts what may be done with it.
    #[error("the PDF is encrypted")]
    Encrypted,
    /// A source cannot be read.
    #[error("the PDF is damaged: {0}")]
    Damaged(String),
    /// A plan names a page that is not there.
    #[error("source {source_index} has no page {page}")]
    NoPage {
        /// Which source, from 0.
        source_index: usize,
        /// Which page, from 0.
        page: usize,
    },
    /// A plan without a side, a paper without a surface, a number that is none.
    #[error("the sheets cannot be drawn: {0}")]
    Senseless(&'static str),
    /// Something would stand outside the paper.
    #[error("on sheet {label} something stands outside the paper")]
    OffPaper {
        /// The side's label.
        label: String,
    },
    /// The result could not be put together.
    #[error("the sheets cannot be written: {0}")]
    Unwritable(String),
}

/// Puts pages on sheets: a PDF with a page for each side. Equal sources and an equal plan give equal bytes.
///
/// What is not printed is left behind: links, other annotations, tags, outlines.
///
/// # Errors
///
/// See [`PrintError`]. Sources are read before, by [`Source::read`].
pub fn impose(sources: &[Source], plan: &Plan) -> Result<Vec<u8>, PrintError> {
    sheet::check(plan)?;
    let names = sheet::Names::of(plan);
    let missing = |source: usize, page: usize| sources.get(source).is_none_or(|source| source.sizes().len() <= page);
    if let Some((source_index, page, _)) = names.iter().find(|(source, page, _)| missing(*source, *page)) {
        return Err(PrintError::NoPage { source_index, page });
    }
    let drawn = sheet::draw(plan, &names, &|source, page| sources[source].sizes()[page]);
    write::assemble(sources, plan, &names, &drawn)
}
