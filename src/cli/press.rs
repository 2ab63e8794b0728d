//! The options of what is printed on sheets and cut.

use crate::print::grid::Grid;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// How sheets are printed.
#[derive(Args, Clone, Debug)]
pub struct Press {
    /// The edge of the paper about which sheets are flipped [default: the one that leaves backs upright]
    #[arg(long, value_enum, value_name = "EDGE", help_heading = "Printing")]
    pub flip: Option<Flip>,
    /// auto: front and back in turn, for a printer that prints both sides; manual: fronts and backs as two files
    #[arg(long, value_enum, default_value_t, value_name = "HOW", help_heading = "Printing")]
    pub duplex: Duplex,
    /// Move the backs, in millimetres to the right and down; `cards --calibrate` measures by how much
    #[arg(long, value_name = "DX,DY", default_value = "0,0", value_parser = offset, allow_hyphen_values = true,
        help_heading = "Printing")]
    pub back_offset: (f64, f64),
    /// Front and back beside each other, to be folded: no printing on both sides
    #[arg(long, conflicts_with_all = ["duplex", "back_offset", "flip"], help_heading = "Printing")]
    pub gutterfold: bool,
    /// The least distance to the paper's edge, in millimetres
    #[arg(long, value_name = "MM", default_value = "6.5", value_parser = millimetres, allow_negative_numbers = true,
        help_heading = "Printing")]
    pub margin: f64,
    /// The space between cards, or beside pages where sheets are bound or punched, in millimetres
    #[arg(long, value_name = "MM", default_value = "0", value_parser = millimetres, allow_negative_numbers = true,
        help_heading = "Printing")]
    pub gutter: f64,
}

/// The edge about which sheets are flipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Flip {
    /// The long one
    #[default]
    Long,
    /// The short one
    Short,
}

/// Who turns the sheets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Duplex {
    /// The printer
    #[default]
    Auto,
    /// You
    Manual,
}

/// What cards on paper are like.
#[derive(Args, Clone, Debug)]
pub struct CardSheet {
    /// What cards are about
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KINDS", conflicts_with = "only",
        default_values_t = crate::card::Kind::DEFAULT)]
    pub cards: Vec<crate::card::Kind>,
    /// How many cards a sheet has
    #[arg(long, value_enum, default_value_t, value_name = "GRID")]
    pub grid: CardGrid,
    /// The paper
    #[arg(long, value_enum, default_value_t, value_name = "PAPER")]
    pub paper: CardPaper,
    /// One PDF for all sections, sheets filled to the last card; so is a file named with -o
    #[arg(long)]
    pub merge: bool,
    /// In which order cards lie
    #[arg(long, value_enum, default_value_t, value_name = "ORDER")]
    pub order: Order,
    /// Make a sheet that measures by how much your printer's backs miss its fronts, and no cards
    #[arg(long, conflicts_with_all = ["gutterfold", "sections", "merge"])]
    pub calibrate: bool,
    /// Fonts for characters that the embedded ones lack: a file or a folder, beside the guide's own folder fonts
    #[arg(long, value_name = "PATH")]
    pub font_path: Vec<PathBuf>,
    /// How sheets are printed.
    #[command(flatten)]
    pub press: Press,
}

/// Grids of cards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CardGrid {
    /// 8 of 98 × 69 mm (98 × 66 on Letter): long lines of code stay whole
    #[default]
    #[value(name = "2x4")]
    TwoByFour,
    /// 9 of 63 × 88 mm: playing cards
    #[value(name = "3x3")]
    ThreeByThree,
    /// 10 of 85 × 54 mm (85 × 53 on Letter): bank cards
    #[value(name = "2x5")]
    TwoByFive,
    /// 4 index cards of 5 × 3 in
    #[value(name = "3x5in")]
    Index,
}

impl From<CardGrid> for Grid {
    fn from(grid: CardGrid) -> Grid {
        match grid {
            CardGrid::TwoByFour => Grid::TwoByFour,
            CardGrid::ThreeByThree => Grid::ThreeByThree,
            CardGrid::TwoByFive => Grid::TwoByFive,
            CardGrid::Index => Grid::Index,
        }
    }
}

/// The papers cards are printed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CardPaper {
    /// 210 × 297 mm
    #[default]
    A4,
    /// 8.5 × 11 in
    Letter,
}

/// In which order cards lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Order {
    /// Sheet by sheet
    #[default]
    Reading,
    /// Pile by pile: cut the whole stack, put pile on pile
    Stack,
}

/// A length in millimetres.
fn millimetres(text: &str) -> Result<f64, String> {
    match text.trim().trim_end_matches("mm").trim_end().parse::<f64>() {
        Ok(length) if (0.0..=100.0).contains(&length) => Ok(length),
        _ => Err("give millimetres from 0 to 100".into()),
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
    use super::{millimetres, offset};

    #[test]
    fn lengths_are_millimetres() {
        assert_eq!(millimetres("6.5"), Ok(6.5));
        assert_eq!(millimetres("3 mm"), Ok(3.0));
        assert!(millimetres("-1").is_err() && millimetres("nan").is_err() && millimetres("1e9").is_err());
        assert_eq!(offset("0.5, -1"), Ok((0.5, -1.0)));
        assert!(offset("1").is_err() && offset("1,2,3").is_err() && offset("inf,0").is_err());
    }
}
