//! The options of press sheets: finished pages on sheets to print, fold and cut.

use clap::{Args, ValueEnum};

/// How sheets are printed. What is none is as the sheets have it.
#[derive(Args, Clone, Debug)]
pub struct Press {
    /// The edge your printer flips sheets about [default: the one that leaves backs upright]
    #[arg(long, value_enum, value_name = "EDGE", help_heading = "Printing")]
    pub flip: Option<Flip>,
    /// Who turns the sheets: the printer, or you, with fronts and backs as two files [default: auto]
    #[arg(long, value_enum, value_name = "HOW", help_heading = "Printing")]
    pub duplex: Option<Duplex>,
    /// Move the backs, in millimetres to the right and down; `cards --calibrate` measures by how much
    #[arg(long, value_name = "DX,DY", value_parser = offset, allow_hyphen_values = true, help_heading = "Printing")]
    pub back_offset: Option<(f64, f64)>,
    /// Front and back beside each other on one side, to be folded
    #[arg(long, conflicts_with_all = ["duplex", "back_offset", "flip"], help_heading = "Printing")]
    pub gutterfold: bool,
    /// The least distance to the paper's edge, in millimetres [default: 6.5]
    #[arg(long, value_name = "MM", value_parser = millimetres, allow_hyphen_values = true, help_heading = "Printing")]
    pub margin: Option<f64>,
    /// More white where sheets are bound or punched, or between cards, in millimetres [default: 0]
    #[arg(long, value_name = "MM", value_parser = millimetres, allow_hyphen_values = true, help_heading = "Printing")]
    pub gutter: Option<f64>,
}

impl Press {
    /// The name of an option that is given, if there is one.
    pub fn given(&self) -> Option<&'static str> {
        let options = [
            (self.flip.is_some(), "--flip"),
            (self.duplex.is_some(), "--duplex"),
            (self.back_offset.is_some(), "--back-offset"),
            (self.gutterfold, "--gutterfold"),
            (self.margin.is_some(), "--margin"),
            (self.gutter.is_some(), "--gutter"),
        ];
        options.into_iter().find(|(given, _)| *given).map(|(_, name)| name)
    }
}

/// Several pages on a sheet.
#[derive(Args, Clone, Debug)]
pub struct Imposition {
    /// One booklet of all pages: print on both sides, fold, staple
    #[arg(long, conflicts_with_all = ["nup", "gutterfold"], help_heading = "Press sheets")]
    pub booklet: bool,
    /// Several pages on each side of a sheet: 2, 4 or 8
    #[arg(long, value_name = "N", value_parser = cells, help_heading = "Press sheets")]
    pub nup: Option<usize>,
    /// Booklets of N sheets each, to be sewn together [default: all sheets in one]
    #[arg(long, value_name = "N", requires = "booklet", value_parser = clap::value_parser!(u16).range(1..=100),
        help_heading = "Press sheets")]
    pub signature: Option<u16>,
    /// How much pages of a booklet move inwards from sheet to sheet, in millimetres: the paper's thickness [default: 0.1]
    #[arg(long, value_name = "MM", requires = "booklet", value_parser = thickness, allow_hyphen_values = true,
        help_heading = "Press sheets")]
    pub creep: Option<f64>,
    /// With --nup: reading, line by line; cutting, so that the cut piles lie in order on each other, with marks to cut by
    /// [default: reading]
    #[arg(
        long,
        value_enum,
        value_name = "ORDER",
        requires = "nup",
        conflicts_with = "gutterfold",
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

/// The edge a printer flips sheets about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Flip {
    /// The long one
    Long,
    /// The short one
    Short,
}

/// Who turns the sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Duplex {
    /// The printer
    Auto,
    /// You
    Manual,
}

/// The order of pages on sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Order {
    /// Line by line
    Reading,
    /// Pile by pile
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

/// A length in millimetres.
fn millimetres(text: &str) -> Result<f64, String> {
    match text.trim().trim_end_matches("mm").trim_end().parse::<f64>() {
        Ok(length) if (0.0..=100.0).contains(&length) => Ok(length),
        _ => Err("give millimetres from 0 to 100".into()),
    }
}

/// A paper's thickness in millimetres.
fn thickness(text: &str) -> Result<f64, String> {
    match text.trim().trim_end_matches("mm").trim_end().parse::<f64>() {
        Ok(length) if (0.0..=1.0).contains(&length) => Ok(length),
        _ => Err("give millimetres from 0 to 1: paper of 80 g/m² is 0.1 mm thick".into()),
    }
}

/// Two lengths in millimetres.
fn offset(text: &str) -> Result<(f64, f64), String> {
    let parts: Vec<Option<f64>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    match parts.as_slice() {
        [Some(x), Some(y)] if x.is_finite() && y.is_finite() => Ok((*x, *y)),
        _ => Err("give two numbers of millimetres, to the right and down, such as 0.5,-1".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_millimetres() {
        assert_eq!(millimetres("6.5"), Ok(6.5));
        assert_eq!(millimetres("3 mm"), Ok(3.0));
        assert!(millimetres("-1").is_err() && millimetres("nan").is_err() && millimetres("1e9").is_err());
        assert_eq!(offset("0.5, -1"), Ok((0.5, -1.0)));
        assert!(offset("1").is_err() && offset("1,2,3").is_err() && offset("inf,0").is_err());
        assert!(cells("3").is_err() && thickness("2").is_err());
    }
}
