//! Sections → laid-out pages, through Typst inside this process.
//!
//! `emit` writes a section as calls of the layout's vocabulary, made of string literals only, and remembers which Markdown
//! each call comes from. `world` gives the engine that text, the layout and the fonts, and nothing else: no file, no
//! network, no clock. `compile` runs it and turns what the engine says into diagnostics at the Markdown line; `fit`
//! looks for the largest type that keeps a section on its leaf.

mod card;
mod compile;
mod emit;
mod fit;
mod justify;
mod math;
mod measure;
mod press;
mod table;
mod text;
mod world;

pub use card::{Deck, Leaf, deck};
pub use compile::{Sheet, compile};
pub use emit::{Document, Size, document};
pub use fit::{Fitted, Wish, fit};
pub use justify::Gap;
pub use math::faults;
pub use press::{Slip, calibration, slips};
pub use world::Engine;

/// What a page is like. It is written to a file the layout imports, so that a change of size leaves the text's own source,
/// and with it most of what the engine remembers, untouched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// The paper.
    pub paper: Paper,
    /// Columns a page.
    pub columns: usize,
    /// The size of the body type, in twentieths of a point.
    pub size: u32,
}

impl Settings {
    /// The size of the body type, in points.
    pub fn points(&self) -> f64 {
        f64::from(self.size) / 20.0
    }
}

/// A paper size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm
    A4,
    /// 8.5 × 11 in
    Letter,
}

impl Paper {
    /// The name Typst knows it by.
    pub fn typst(self) -> &'static str {
        match self {
            Paper::A4 => "a4",
            Paper::Letter => "us-letter",
        }
    }
}
