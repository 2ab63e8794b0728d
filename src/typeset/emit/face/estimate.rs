//! Widths that are known before anything is laid out.

use crate::guide::{Inline, InlineKind, plain};
use crate::typeset::measure::{Face, width};
use crate::typeset::text::parts;

/// A run of text longer than this, in characters, is torn where a line ends.
const LONGEST: usize = 24;

/// Whether a literal of a source has a run too long for a line.
pub fn is_long(source: &str) -> bool {
    longest_run(source) > LONGEST
}

/// The characters of the longest run without a space in the string literals of a source.
fn longest_run(source: &str) -> usize {
    let (mut longest, mut run, mut inside, mut escaped) = (0, 0, false, false);
    for c in source.chars() {
        match c {
            '"' if !escaped => {
                inside = !inside;
                run = 0;
            }
            ' ' => run = 0,
            _ if inside => run += 1,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        longest = longest.max(run);
    }
    longest
}

/// The columns of the longest line.
pub fn columns(text: &str) -> usize {
    text.lines().map(unicode_width::UnicodeWidthStr::width).max().unwrap_or(0)
}

/// How wide a thing's name is at most, in hundredths of its size.
pub fn thing_width(text: &[Inline]) -> usize {
    widest(text, &plain(text))
}

/// How wide the widest word of a text is at most, in hundredths of its size; code is broken where lines may break it.
pub fn word_width(text: &[Inline]) -> usize {
    let of = |inline: &Inline| match &inline.kind {
        InlineKind::Code(code) => {
            parts(code).iter().flat_map(|part| part.split(' ')).map(|word| width(word, Face::Fixed)).max().unwrap_or(0)
        }
        _ => plain(std::slice::from_ref(inline))
            .split_whitespace()
            .map(|word| width(word, Face::Bold))
            .max()
            .unwrap_or(0),
    };
    text.iter().map(of).max().unwrap_or(0) * 107 / 100
}

/// How wide words of a text are, in the widest face it has.
fn widest(text: &[Inline], words: &str) -> usize {
    let has_code = text.iter().any(|inline| matches!(inline.kind, InlineKind::Code(_)));
    // The widths are those of type in a sheet's tables.
    width(words, Face::Bold).max(if has_code { width(words, Face::Fixed) } else { 0 }) * 107 / 100
}
