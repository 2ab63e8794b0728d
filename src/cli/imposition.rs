//! The options of press sheets: finished pages on sheets to print, fold and cut.

use super::press::{Duplex, Press};
use clap::{Args, ValueEnum};

/// Several pages on a sheet.
#[derive(Args, Clone, Debug)]
pub struct Imposition {
    /// One booklet of all pages: print on both sides, fold, staple
    #[arg(long, conflicts_with_all = ["nup", "gutterfold", "standard"], help_heading = "Press sheets")]
    pub booklet: bool,
    /// Several pages on each side of a sheet: 2, 4 or 8
    #[arg(long, value_name = "N", value_parser = cells, conflicts_with = "standard", help_heading = "Press sheets")]
    pub nup: Option<usize>,
    /// Booklets of N sheets each, to be sewn together [default: all sheets in one]
    #[arg(long, value_name = "N", requires = "booklet", conflicts_with = "nup", value_parser = clap::value_parser!(u16).range(1..=100),
        help_heading = "Press sheets")]
    pub signature: Option<u16>,
    /// How much pages of a booklet move inwards from sheet to sheet, in millimetres: the paper's thickness [default: 0.1]
    #[arg(long, value_name = "MM", requires = "booklet", conflicts_with = "nup", value_parser = thickness, allow_hyphen_values = true,
        help_heading = "Press sheets")]
    pub creep: Option<f64>,
    /// With --nup: reading, line by line; cutting, so that the cut piles lie in order on each other, with marks to cut by
    /// [default: reading]
    #[arg(
        long,
        value_enum,
        value_name = "ORDER",
        requires = "nup",
        conflicts_with_all = ["gutterfold", "booklet"],
        help_heading = "Press sheets"
    )]
    pub order: Option<Order>,
    /// The edge that is bound or punched [default: left]
    #[arg(long, value_enum, value_name = "EDGE", help_heading = "Press sheets")]
    pub binding: Option<Binding>,
    /// How they are printed.
    #[command(flatten)]
    pub press: Press,
}

impl Imposition {
    /// The name of an option that is of no use without press sheets, if one is given.
    pub fn stray(&self) -> Option<&'static str> {
        let Press { flip, duplex, back_offset, gutterfold, margin, gutter } = &self.press;
        let options = [
            (flip.is_some(), "--flip"),
            (*duplex == Duplex::Manual, "--duplex"),
            (*back_offset != (0.0, 0.0), "--back-offset"),
            (*gutterfold, "--gutterfold"),
            (*margin != 6.5, "--margin"),
            (*gutter != 0.0, "--gutter"),
            (self.binding.is_some(), "--binding"),
        ];
        options.into_iter().find(|(given, _)| *given).map(|(_, name)| name)
    }
}

/// The order of pages on sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Order {
    /// Line by line
    Reading,
    /// Pile by pile: cut the whole stack, put pile on pile
    #[value(alias = "stack")]
    Cutting,
}

/// The edge that is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Binding {
    /// For what is read from left to right
    Left,
    /// For what is read from right to left
    Right,
}

/// Pages a side.
fn cells(text: &str) -> Result<usize, String> {
    match text {
        "2" => Ok(2),
        "4" => Ok(4),
        "8" => Ok(8),
        _ => Err("give 2, 4 or 8".into()),
    }
}

/// A paper's thickness in millimetres.
fn thickness(text: &str) -> Result<f64, String> {
    match text.trim().trim_end_matches("mm").trim_end().parse::<f64>() {
        Ok(length) if (0.0..=1.0).contains(&length) => Ok(length),
        _ => Err("give millimetres from 0 to 1: paper of 80 g/m² is 0.1 mm thick".into()),
    }
}
