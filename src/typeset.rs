//! Sections → laid-out pages, through Typst inside this process.
//!
//! `emit` writes a section as calls of the layout's vocabulary, made of string literals only, and remembers which Markdown
//! each call comes from. `layout` reads the layouts, `page` is what a page is like. `world` gives the engine that text, the layout and the fonts, and nothing else: no file, no
//! network, no clock. `compile` runs it and turns what the engine says into diagnostics at the Markdown line; `fit`
//! looks for the largest type that keeps a section on its leaf.

mod card;
mod compile;
mod contents;
mod emit;
mod fit;
mod font;
mod frames;
mod justify;
pub mod layout;
mod link;
mod math;
mod measure;
mod memory;
mod merge;
mod number;
mod packing;
mod page;
mod page_check;
mod page_start;
mod pdf;
mod press;
mod standard;
mod table;
mod text;
mod weight;
mod world;

pub use card::{Deck, Leaf, deck};
pub use compile::{Sheet, compile};
pub use contents::contents;
pub use emit::{Document, Size, document};
pub use fit::{Fit, Fitted, Wish, fit};
pub use font::{FontFile, Fonts};
pub use justify::{Gap, Habit, Levelling};
pub use layout::Layout;
pub use link::Links;
pub use math::faults;
pub use memory::{forget, remember};
pub use merge::{Merged, Part, merge, merged_pages};
pub use number::Numbering;
pub use page::{Paper, Settings, Theme};
pub use page_start::{Paged, Sheets, page_starts};
pub use pdf::About;
pub use press::{Slip, calibration, slips};
pub use standard::{Standard, Standards};
pub use table::Room;
pub use world::Engine;
pub(crate) use world::files;
