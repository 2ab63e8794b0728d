//! The options of sheets.

use clap::Args;
use std::path::PathBuf;

/// What sheets are like.
#[derive(Args, Clone, Debug)]
pub struct Sheet {
    /// How pages are laid out: sheet, handout, pocket, or a Typst file of your own [default: sheet; for a booklet pocket]
    #[arg(long, value_name = "NAME|FILE")]
    pub layout: Option<String>,
    /// The paper [default: the layout's]
    #[arg(long, value_enum, value_name = "PAPER")]
    pub paper: Option<crate::typeset::Paper>,
    /// Upright pages [default: the layout's]
    #[arg(long, conflicts_with = "landscape")]
    pub portrait: bool,
    /// Pages that lie on their long side
    #[arg(long)]
    pub landscape: bool,
    /// The look; what a mark means never rests on colour
    #[arg(long, value_enum, default_value_t, value_name = "THEME")]
    pub theme: crate::typeset::Theme,
    /// Columns a page [default: the layout's; for sheets 3 or 4, whichever gives the larger type]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=6))]
    pub columns: Option<u8>,
    /// The size of the body type in points, in steps of 0.05 [default: the layout's; for sheets the largest from 9 down to 7 that
    /// fits one leaf]
    #[arg(long, value_name = "PT", value_parser = points)]
    pub font_size: Option<u32>,
    /// Set each section on exactly so many pages, in the largest type that does
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000), conflicts_with = "font_size")]
    pub fit: Option<u16>,
    /// The smallest type that fitting may use, in points [default: 6 with --fit, else 7]
    #[arg(long, value_name = "PT", value_parser = points, conflicts_with = "font_size")]
    pub min_size: Option<u32>,
    /// The largest type that fitting may use, in points [default: 12 with --fit, else 9]
    #[arg(long, value_name = "PT", value_parser = points, conflicts_with = "font_size")]
    pub max_size: Option<u32>,
    /// One PDF of all sections, behind a contents page; each begins on a leaf of its own
    #[arg(long)]
    pub merge: bool,
    /// With --merge: number pages through the file, or by section, as 6-1
    #[arg(long, value_enum, default_value_t, value_name = "HOW", requires = "merge")]
    pub numbering: crate::typeset::Numbering,
    /// Standards that the PDF must keep, such as ua-1,a-2a; what stands in the way is an error
    #[arg(long, value_enum, value_delimiter = ',', value_name = "NAMES")]
    pub standard: Vec<crate::typeset::Standard>,
    /// A font file, or a folder of them, for characters that the built-in fonts lack; fonts in the guide's own folder
    /// `fonts` are found without it
    #[arg(long, value_name = "PATH")]
    pub font_path: Vec<PathBuf>,
}

/// Points → twentieths of a point.
fn points(text: &str) -> Result<u32, String> {
    match text.parse::<f64>() {
        Ok(points) if (4.0..=24.0).contains(&points) => Ok((points * 20.0).round() as u32),
        _ => Err("give a size from 4 to 24 points".into()),
    }
}
