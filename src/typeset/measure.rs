//! How wide text is, in the fonts of the sheets.

use super::world;
use std::sync::LazyLock;
use typst::text::FontInstance;

/// The faces that cells are set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Text.
    Regular,
    /// Heads, first columns, strong words.
    Bold,
    /// Code: every character is half an em wide.
    Fixed,
}

static REGULAR: LazyLock<Option<FontInstance>> = LazyLock::new(|| world::face("FiraSansCondensed-400Regular.ttf"));
static BOLD: LazyLock<Option<FontInstance>> = LazyLock::new(|| world::face("FiraSansCondensed-700Bold.ttf"));

/// Type in tables, and code beside text, as shares of the body size. The layout says the same.
const TABLE: f64 = 0.95;
const CODE: f64 = 0.96;

/// The width of a text in a table, in hundredths of the body size, rounded up.
pub fn width(text: &str, face: Face) -> usize {
    let font = match face {
        Face::Regular => REGULAR.as_ref(),
        Face::Bold => BOLD.as_ref(),
        Face::Fixed => None,
    };
    let advance = |c: char| -> f64 {
        let known = font.and_then(|font| font.x_advance(font.ttf().glyph_index(c)?.0));
        match (known, face) {
            (Some(advance), _) => advance.get(),
            (None, Face::Fixed) => 0.5 * CODE * unicode_width::UnicodeWidthChar::width(c).unwrap_or(0) as f64,
            // A character of another font: as wide as letters get.
            (None, _) => 0.6 * unicode_width::UnicodeWidthChar::width(c).unwrap_or(0) as f64,
        }
    };
    let ems: f64 = text.chars().map(advance).sum();
    (100.0 * TABLE * ems).ceil() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_as_wide_as_the_font_says() {
        assert!(REGULAR.is_some() && BOLD.is_some());
        assert!(width("mmmm", Face::Regular) > 2 * width("iiii", Face::Regular));
        assert!(width("subcommands", Face::Bold) > width("subcommands", Face::Regular));
        assert_eq!(width("abcd", Face::Fixed), 183);
    }
}
