//! What was expected and what was found, next to each other.

use super::quote::visible;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

const WIDEST: usize = 44;
const BEFORE: usize = 2;
const AFTER: usize = 6;

/// Both in columns, the first line that differs marked; of long texts what stands around it.
pub fn side_by_side(expected: &[String], found: &[String]) -> String {
    let length = expected.len().max(found.len());
    let first = (0..length).find(|i| expected.get(*i) != found.get(*i)).unwrap_or(length);
    let shown = first.saturating_sub(BEFORE)..length.min(first + AFTER);
    let cell = |lines: &[String], i: usize| match lines.get(i) {
        Some(line) => wrap(line),
        None if i == lines.len() => vec!["(the end)".to_owned()],
        None => vec![String::new()],
    };
    let mut rows: Vec<(char, String, String)> = vec![(' ', "expected".into(), "found".into())];
    let gap = |rows: &mut Vec<_>| rows.push((' ', "⋮".to_owned(), "⋮".to_owned()));
    if shown.start > 0 {
        gap(&mut rows);
    }
    for i in shown.clone() {
        let (left, right) = (cell(expected, i), cell(found, i));
        for part in 0..left.len().max(right.len()) {
            let at = |side: &[String]| side.get(part).cloned().unwrap_or_default();
            rows.push((if i == first && part == 0 { '>' } else { ' ' }, at(&left), at(&right)));
        }
    }
    if shown.end < length {
        gap(&mut rows);
    }
    let width = rows.iter().map(|(_, left, _)| left.width()).max().unwrap_or(0);
    let lines = rows.iter().map(|(mark, left, right)| {
        let padding = " ".repeat(width - left.width());
        format!("{mark} {left}{padding} │ {right}").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A line in pieces no wider than a column.
fn wrap(line: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut width = 0;
    // A line of a megabyte is not shown whole.
    for c in visible(line).chars().take(WIDEST * 6) {
        width += c.width().unwrap_or(0);
        if width > WIDEST {
            pieces.push(String::new());
            width = c.width().unwrap_or(0);
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn the_first_difference_is_marked_and_the_rest_cut() {
        let (expected, found) = (lines("a b c d e f g h i j k l"), lines("a b c d X f g"));
        let text = side_by_side(&expected, &found);
        let shown = "  expected │ found\n  ⋮        │ ⋮\n  c        │ c\n  d        │ d\n> e        │ X\n  f        │ f\n\
            \x20 g        │ g\n  h        │ (the end)\n  i        │\n  j        │\n  ⋮        │ ⋮";
        assert_eq!(text, shown);
    }

    #[test]
    fn wide_characters_are_aligned_and_long_lines_wrapped() {
        let text = side_by_side(&[format!("漢字{}", "x".repeat(60))], &["\u{1b}[1m".into()]);
        let bars: Vec<usize> = text.lines().map(|line| line.split('│').next().unwrap().width()).collect();
        assert_eq!(bars, [WIDEST + 3; 3]);
        assert!(text.contains("\\x1b[1m"), "{text}");
    }
}
