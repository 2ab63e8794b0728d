//! Sections → laid-out pages, through Typst inside this process.
//!
//! `emit` writes a section as calls of the layout's vocabulary, made of string literals only, and remembers which Markdown
//! each call comes from. `layout` reads the layouts, `page` is what a page is like. `world` gives the engine that text, the layout and the fonts, and nothing else: no file, no
//! network, no clock. `compile` runs it and turns what the engine says into diagnostics at the Markdown line; `fit`
//! looks for the largest type that keeps a section on its leaf.

mod card;
mod compile;
mod emit;
mod fit;
mod justify;
pub mod layout;
mod math;
mod measure;
mod page;
mod press;
mod table;
mod text;
mod world;

pub use card::{Deck, Leaf, deck};
pub use compile::{Sheet, compile};
pub use emit::{Document, Size, document};
pub use fit::{Fitted, Wish, fit};
pub use justify::Gap;
pub use layout::Layout;
pub use math::faults;
pub use page::{Paper, Settings, Theme};
pub use press::{Slip, calibration, slips};
pub use table::Room;
pub use world::Engine;
