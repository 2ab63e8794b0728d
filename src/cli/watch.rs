//! The options of `watch`.

use super::{Book, Export, Sheet};
use clap::{Args, ValueEnum};

/// What is made whenever the guide is saved.
#[derive(Args, Clone, Debug)]
pub struct Watch {
    /// What to make [default: pdf]
    #[arg(value_enum, value_name = "FORMAT")]
    pub formats: Vec<WatchFormat>,
    /// Which sections, and where to.
    #[command(flatten)]
    pub export: Export,
    /// What the sheets are like.
    #[command(flatten)]
    pub sheet: Sheet,
    /// What the book is like.
    #[command(flatten)]
    pub book: Book,
}

/// What can be made at each save.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WatchFormat {
    /// Sheets
    Pdf,
    /// The book
    Epub,
    /// Refused, with the reason.
    #[value(hide = true)]
    Anki,
}
