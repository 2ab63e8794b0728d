//! What a page is like: paper, direction, columns, type, theme.

use clap::ValueEnum;

/// What a page is like. It is written to a file the layout imports, so that a change of size leaves the text's own source,
/// and with it most of what the engine remembers, untouched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// The paper.
    pub paper: Paper,
    /// Whether the paper lies on its long side.
    pub landscape: bool,
    /// How the page looks.
    pub theme: Theme,
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

    /// Width and height of the page as it is read, in millimetres.
    pub fn page(&self) -> (f64, f64) {
        let (width, height) = self.paper.millimetres();
        if self.landscape { (height, width) } else { (width, height) }
    }
}

/// A paper size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Paper {
    /// 210 × 297 mm
    A4,
    /// 8.5 × 11 in
    Letter,
    /// 148 × 210 mm
    A5,
    /// 105 × 148 mm
    A6,
    /// 8.5 × 14 in
    Legal,
    /// 5.5 × 8.5 in: half a Letter, what pages of a booklet are where printers hold Letter
    #[value(skip)]
    Statement,
}

impl Paper {
    /// The name it has on the command line and in a layout.
    pub fn name(self) -> &'static str {
        match self {
            Paper::A4 => "a4",
            Paper::Letter => "letter",
            Paper::A5 => "a5",
            Paper::A6 => "a6",
            Paper::Legal => "legal",
            Paper::Statement => "statement",
        }
    }

    /// The name Typst knows it by.
    pub fn typst(self) -> &'static str {
        match self {
            Paper::Letter => "us-letter",
            Paper::Legal => "us-legal",
            Paper::Statement => "us-statement",
            other => other.name(),
        }
    }

    /// Width and height, upright, in millimetres (ISO 216, ANSI Y14.1).
    pub fn millimetres(self) -> (f64, f64) {
        match self {
            Paper::A4 => (210.0, 297.0),
            Paper::Letter => (215.9, 279.4),
            Paper::A5 => (148.0, 210.0),
            Paper::A6 => (105.0, 148.0),
            Paper::Legal => (215.9, 355.6),
            Paper::Statement => (139.7, 215.9),
        }
    }
}

/// How a page looks. What a mark means never rests on colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// Black on white, without a grey that a printer could lose
    #[default]
    Ink,
    /// One dark colour for each kind of box beside mark, word and rule
    Colour,
    /// Heavier rules, larger marks and no thin strokes, for low vision and worn printers
    Contrast,
}

impl Theme {
    /// The name it has on the command line and in a layout.
    pub fn name(self) -> &'static str {
        match self {
            Theme::Ink => "ink",
            Theme::Colour => "colour",
            Theme::Contrast => "contrast",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_landscape_page_is_wider_than_high() {
        let settings = Settings { paper: Paper::A6, landscape: true, theme: Theme::Ink, columns: 1, size: 161 };
        assert_eq!(settings.page(), (148.0, 105.0));
        assert_eq!(settings.points(), 8.05);
    }
}
