//! Lines of code cut into pieces with their width and how much a cut before them hurts: what the sheet and the terminal
//! wrap long lines by.

use crate::highlight::{Class, lines};
use unicode_width::UnicodeWidthStr;

/// A line: the columns of its indentation and its pieces.
#[derive(Debug)]
pub struct Line<'t> {
    /// The columns of its indentation.
    pub indent: usize,
    /// What stands behind the indentation; none in a blank line.
    pub pieces: Vec<Piece<'t>>,
}

impl Line<'_> {
    /// How long the whole line is, in columns.
    pub fn columns(&self) -> usize {
        self.indent + self.pieces.iter().map(|piece| piece.columns).sum::<usize>()
    }
}

/// A run of text that stays on one row.
#[derive(Debug)]
pub struct Piece<'t> {
    /// What it is.
    pub class: Class,
    /// Its width in columns of the fixed-width font.
    pub columns: usize,
    /// How much it hurts to go on below in front of it, from 0.
    pub cost: usize,
    /// The text.
    pub text: &'t str,
}

/// The longest piece that is never cut, in columns.
pub const LONGEST: usize = 24;

/// What a cut costs, at least, where it should not be made.
pub const NO_CUT: usize = 60;

/// The words a row likes to begin with.
const JOINTS: [&str; 11] = ["if", "else", "and", "or", "for", "in", "return", "lambda", "from", "import", "as"];

/// Cuts code into lines and pieces.
pub fn listing<'t>(language: Option<&str>, text: &'t str) -> Vec<Line<'t>> {
    lines(language, text)
        .into_iter()
        .map(|line| {
            let mut depth = 0usize;
            let mut pieces: Vec<Piece> = Vec::new();
            let mut indent = 0;
            let (mut last, mut spaced) = ("", false);
            for run in line {
                let mut rest = run.text;
                if pieces.is_empty() {
                    let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                    indent += rest[..spaces].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum::<usize>();
                    rest = &rest[spaces..];
                }
                while !rest.is_empty() {
                    let part = &rest[..cut(rest)];
                    rest = &rest[part.len()..];
                    if matches!(part, ")" | "]" | "}") {
                        depth = depth.saturating_sub(1);
                    }
                    let goes_on = run.class == Class::Comment && part.len() + rest.len() < run.text.trim_start().len();
                    let cost = match pieces.is_empty() {
                        true => 0,
                        false if goes_on => 4,
                        // A call stays with the name it calls.
                        false if !spaced && part.starts_with(['(', '[']) => NO_CUT,
                        false => cost(part, last, run.class, depth, closes(part, run.class, pieces.last())),
                    };
                    pieces.push(Piece { class: run.class, columns: part.width(), cost, text: part });
                    if matches!(part, "(" | "[" | "{") {
                        depth += 1;
                    }
                    spaced = part.ends_with(' ');
                    if !part.trim().is_empty() {
                        last = part.trim();
                    }
                }
            }
            if pieces.iter().all(|piece| piece.text.trim().is_empty()) {
                pieces.clear();
            }
            Line { indent, pieces }
        })
        .collect()
}

/// Where the first piece of a run ends: behind its first space. What is longer than [`LONGEST`] ends there, or behind the
/// last punctuation before it, so that words are not torn.
fn cut(text: &str) -> usize {
    let mut joint = None;
    for (columns, (i, c)) in text.char_indices().enumerate() {
        if c == ' ' {
            let spaces = text[i..].len() - text[i..].trim_start_matches(' ').len();
            return i + spaces;
        }
        if columns >= LONGEST {
            return joint.unwrap_or(i);
        }
        if columns * 3 >= LONGEST && matches!(c, '/' | '-' | '_' | '.' | '=' | '@' | '&') {
            joint = Some(i + 1);
        }
    }
    text.len()
}

/// Whether a piece is the quotation mark that ends a string.
fn closes(part: &str, class: Class, before: Option<&Piece<'_>>) -> bool {
    class == Class::String
        && part.trim_end().chars().all(|c| matches!(c, '"' | '\''))
        && before.is_some_and(|before| matches!(before.class, Class::String | Class::Escape))
}

/// A cut hurts less before a comment, behind a comma or an opening bracket, and outside brackets.
fn cost(part: &str, last: &str, class: Class, depth: usize, is_end: bool) -> usize {
    let base = 2 + 3 * depth;
    match class {
        Class::Comment => 0,
        _ if part.trim().is_empty() || matches!(part.chars().next(), Some(')' | ']' | '}' | ',' | ':' | ';' | '.')) => {
            90
        }
        // What ends a string or a line stays with it.
        _ if part.trim() == "\\" || is_end => 90,
        _ if matches!(last, "," | ";") => base - 1,
        _ if matches!(last, "(" | "[" | "{") => base,
        Class::String if !part.starts_with(['"', '\'', 'f', 'r', 'b']) => base + 4,
        _ if last.ends_with('=') || matches!(last, "->" | "return" | "." | "@" | "not" | "-" | "*" | "**") => NO_CUT,
        _ if JOINTS.contains(&part.trim()) => base - 1,
        _ => base + 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_and_no_piece_is_long() {
        let text =
            "    x = call(first, second)  # why\n\n\tlong = 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz'";
        let listing = listing(Some("python"), text);
        let joined: Vec<String> = listing
            .iter()
            .map(|line| " ".repeat(line.indent) + &line.pieces.iter().map(|p| p.text).collect::<String>())
            .collect();
        assert_eq!(joined.join("\n"), text.replace('\t', "    "));
        assert!(listing.iter().flat_map(|line| &line.pieces).all(|piece| piece.columns <= LONGEST + 1));
    }

    #[test]
    fn words_are_not_torn_and_calls_stay_with_their_names() {
        let pieces = listing(None, "pypa/gh-action-pypi-publish@release/v1");
        let texts: Vec<&str> = pieces[0].pieces.iter().map(|piece| piece.text).collect();
        assert_eq!(texts, ["pypa/gh-action-pypi-", "publish@release/v1"]);
        let line = &listing(Some("python"), "with open(path) as file: go((1, 2))")[0];
        let cost = |text: &str| line.pieces.iter().find(|piece| piece.text.trim() == text).map(|piece| piece.cost);
        assert!(cost("(") >= Some(60) && cost("as") < cost("file"), "{line:?}");
    }

    #[test]
    fn a_string_is_not_cut_in_front_of_its_end() {
        let line = &listing(Some("python"), "kind = f\"{x} is\" + 'empty'")[0];
        let quotes = line.pieces.iter().filter(|piece| matches!(piece.text, "\"" | "'"));
        assert_eq!(quotes.map(|piece| piece.cost).collect::<Vec<_>>(), [90, 4, 90], "{line:?}");
    }

    #[test]
    fn a_comment_goes_to_the_next_row_as_a_whole() {
        let listing = listing(Some("python"), "print(f([2, 3]))  # [4, 9, 16]");
        let comment: Vec<usize> =
            listing[0].pieces.iter().filter(|p| p.class == Class::Comment).map(|p| p.cost).collect();
        assert_eq!(comment, [0, 4, 4, 4]);
    }
}
