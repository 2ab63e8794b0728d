//! How wide text is at most, whatever font a reader chooses: in hundredths of the type size.

use unicode_width::UnicodeWidthChar;

/// One character of a fixed-width font.
pub const FIXED: usize = 61;

/// A bound for the width of a text in the usual text fonts, of which Verdana and DejaVu are the widest.
pub fn text(text: &str) -> usize {
    text.chars().map(letter).sum()
}

/// [`text`] for bold type.
pub fn bold(line: &str) -> usize {
    text(line) * 113 / 100
}

/// The width of code, where type is [`FIXED`].
pub fn code(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0) * FIXED).sum()
}

fn letter(c: char) -> usize {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '’' | '‘' => 34,
        ' ' | 'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '-' => 42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 100,
        'A'..='Z' => 75,
        'c' | 's' | 'z' | 'k' | 'v' | 'x' | 'y' => 58,
        'a'..='z' | '0'..='9' => 64,
        c if c.is_ascii() => 70,
        c => match c.width().unwrap_or(0) {
            0 => 0,
            1 => 75,
            _ => 105,
        },
    }
}

/// Breaks a text into lines of bold type no wider than `width`, between words where that is possible.
pub fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        if let Some(line) = lines.last_mut()
            && bold(line) + bold(" ") + bold(word) <= width
        {
            line.push(' ');
            line.push_str(word);
            continue;
        }
        // A word that fits no line is broken anywhere.
        let mut line = String::new();
        for c in word.chars() {
            line.push(c);
            if bold(&line) > width && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, c.to_string()));
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hold_every_character() {
        let text = "Iterators, Generators, and Donaudampfschifffahrtsgesellschaftskapitän 并发 😀";
        let lines = lines(text, 900);
        assert!(lines.iter().all(|line| bold(line) <= 900));
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
    }
}
