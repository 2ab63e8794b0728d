//! What makes claims in a Python program: its comments, and the lines on which a call of `print` ends.
//!
//! Nearly every program is read in one pass over its bytes. What that pass is not sure of (brackets that do not match,
//! strings that do not end, quotes inside the braces of an f-string) is left to the parser.

use crate::highlight::{each_part, place};
use ruff_python_ast::token::TokenKind;
use std::collections::{BTreeSet, HashMap};

/// What makes claims in a program.
#[derive(Debug, Default, PartialEq)]
pub struct Marks {
    /// Its comments: (line from 0, byte column).
    pub comments: Vec<(usize, usize)>,
    /// The lines, from 0, on which a call of `print` ends.
    pub prints: BTreeSet<usize>,
    /// Those of them that may need a claim: not those that print to a file, nor those in what is never used.
    pub unclaimed: BTreeSet<usize>,
}

impl Marks {
    /// Adds what a bracket was that is closed on this line.
    fn close(&mut self, bracket: &Open, row: usize) {
        if bracket.print {
            self.prints.insert(row);
            if !bracket.to_file {
                self.unclaimed.insert(row);
            }
        }
    }
}

/// Finds the marks of a program.
pub fn marks(text: &str) -> Marks {
    if !text.contains('#') && !text.contains("print") {
        return Marks::default();
    }
    let mut marks = scan(text).unwrap_or_else(|| parse(text));
    if !marks.unclaimed.is_empty() {
        leave_unused(&mut marks.unclaimed, text);
    }
    marks
}

/// An open bracket.
struct Open {
    bracket: u8,
    print: bool,
    to_file: bool,
}

/// One pass over the bytes; none where it is not sure.
fn scan(text: &str) -> Option<Marks> {
    let bytes = text.as_bytes();
    let mut marks = Marks::default();
    let mut open: Vec<Open> = Vec::new();
    let (mut i, mut row, mut line_start) = (0, 0, 0);
    // The word before this place, and what stood before the word.
    let (mut word, mut before) = ("", b' ');
    while i < bytes.len() {
        match bytes[i] {
            b'\n' => {
                row += 1;
                line_start = i + 1;
                i += 1;
                continue;
            }
            b'#' => {
                marks.comments.push((row, i - line_start));
                i = text[i..].find('\n').map_or(bytes.len(), |n| i + n);
                continue;
            }
            b'"' | b'\'' => {
                let is_prefix = bytes[..i].ends_with(word.as_bytes()) && word.len() <= 2;
                let formatted = is_prefix && word.bytes().any(|b| b"fFtT".contains(&b));
                let end = string_end(bytes, i)?;
                if formatted && !is_simple(&bytes[i..end]) {
                    return None;
                }
                for at in (i..end).filter(|at| bytes[*at] == b'\n') {
                    row += 1;
                    line_start = at + 1;
                }
                i = end;
            }
            bracket @ (b'(' | b'[' | b'{') => {
                let print = bracket == b'(' && word == "print" && before != b'.' && before != b'd';
                open.push(Open { bracket, print, to_file: false });
                i += 1;
            }
            bracket @ (b')' | b']' | b'}') => {
                let last = open.pop()?;
                if !matches!((last.bracket, bracket), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
                    return None;
                }
                marks.close(&last, row);
                i += 1;
            }
            b'=' => {
                if word == "file"
                    && bytes.get(i + 1) != Some(&b'=')
                    && let Some(last) = open.last_mut()
                {
                    last.to_file = true;
                }
                i += 1;
            }
            b' ' | b'\t' => {
                i += 1;
                continue;
            }
            b if is_word(b) => {
                let length = bytes[i..].iter().take_while(|b| is_word(**b)).count();
                // `def print(` defines one; `x.print(` is another's.
                before = match word {
                    "def" | "class" => b'd',
                    _ => text[..i].trim_end_matches([' ', '\t']).bytes().last().unwrap_or(b' '),
                };
                word = text.get(i..i + length)?;
                i += length;
                continue;
            }
            _ => i += 1,
        }
        word = "";
    }
    open.is_empty().then_some(marks)
}

fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80
}

/// Where the string that begins here ends; none if it does not.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let quote = bytes[start];
    let triple = bytes[start..].starts_with(&[quote; 3]);
    let mut i = start + if triple { 3 } else { 1 };
    loop {
        match *bytes.get(i)? {
            b'\\' => i += 2,
            b'\n' if !triple => return None,
            b if b == quote && !triple => return Some(i + 1),
            b if b == quote && bytes[i..].starts_with(&[quote; 3]) => return Some(i + 3),
            _ => i += 1,
        }
    }
}

/// Whether the braces of an f-string are closed before its end: no string inside them has ended it.
fn is_simple(string: &[u8]) -> bool {
    let count = |brace: u8| string.iter().filter(|b| **b == brace).count();
    count(b'{') == count(b'}')
}

/// The same by the tokens of the parser.
fn parse(text: &str) -> Marks {
    let mut marks = Marks::default();
    let mut lines = Lines { text, row: 0, start: 0, at: 0 };
    each_part(text, |start, part, tokens| {
        let mut open: Vec<Open> = Vec::new();
        // The last two tokens, and the last name.
        let (mut before, mut last, mut word) = (TokenKind::Newline, TokenKind::Newline, "");
        for token in tokens {
            let range = place(token);
            let (row, column) = lines.place(start + range.start);
            match token.kind() {
                TokenKind::Comment => {
                    marks.comments.push((row, column));
                    continue;
                }
                TokenKind::NonLogicalNewline => continue,
                // Nothing stays open beyond a statement.
                TokenKind::Newline => open.clear(),
                TokenKind::Name => word = &part[range],
                TokenKind::Lpar => {
                    let named = last == TokenKind::Name && word == "print";
                    let print = named && !matches!(before, TokenKind::Dot | TokenKind::Def | TokenKind::Class);
                    open.push(Open { bracket: b'(', print, to_file: false });
                }
                TokenKind::Lsqb => open.push(Open { bracket: b'[', print: false, to_file: false }),
                TokenKind::Lbrace => open.push(Open { bracket: b'{', print: false, to_file: false }),
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                    if let Some(closed) = open.pop() {
                        marks.close(&closed, row);
                    }
                }
                TokenKind::Equal if last == TokenKind::Name && word == "file" => {
                    if let Some(last) = open.last_mut() {
                        last.to_file = true;
                    }
                }
                _ => {}
            }
            (before, last) = (last, token.kind());
        }
    });
    marks
}

/// The lines of a text, gone through once.
struct Lines<'t> {
    text: &'t str,
    row: usize,
    start: usize,
    at: usize,
}

impl Lines<'_> {
    /// The line of a place, from 0, and its byte column; no place lies before the last that was asked for.
    fn place(&mut self, place: usize) -> (usize, usize) {
        for at in self.at..place {
            if self.text.as_bytes()[at] == b'\n' {
                self.row += 1;
                self.start = at + 1;
            }
        }
        self.at = self.at.max(place);
        (self.row, place.saturating_sub(self.start))
    }
}

/// Takes those lines out that stand in a function or class whose name is nowhere else in the text, and which no decorator
/// may use.
fn leave_unused(unclaimed: &mut BTreeSet<usize>, text: &str) {
    let starts = |line: &str| line.starts_with(|c: char| !c.is_whitespace() && !matches!(c, '#' | ')' | ']' | '}'));
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    let mut counts: Option<HashMap<&str, usize>> = None;
    let mut is_alone = |name: &str| {
        let counts = counts.get_or_insert_with(|| {
            let mut counts = HashMap::new();
            text.split(|c| !is_letter(c)).for_each(|word| *counts.entry(word).or_default() += 1);
            counts
        });
        counts.get(name) == Some(&1)
    };
    // The last line that stands at the left, and the one before it.
    let (mut head, mut before) = ("", "");
    let mut last = "";
    for (row, line) in text.split('\n').enumerate() {
        if starts(line) {
            (head, before) = (line, last);
        }
        last = line;
        if unclaimed.contains(&row) && !before.starts_with('@') {
            let head = head.strip_prefix("async ").unwrap_or(head);
            let rest = head.strip_prefix("def ").or_else(|| head.strip_prefix("class "));
            let name = rest.and_then(|rest| rest.split(|c| !is_letter(c)).next());
            if name.is_some_and(&mut is_alone) {
                unclaimed.remove(&row);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::Block;

    #[test]
    fn the_pass_agrees_with_the_parser() {
        for text in [
            "print(1)  # 1",
            "x = '#'  # not it\nprint(f\"{x}#\") # #",
            "def print(x): pass\nx.print(1)\nprint (2)\nprint(\n  (3),\n)  # é 3",
            "s = \"\"\"\n# no\nprint(1)\n\"\"\"; print(s, file=f)",
            "print(a == file, sep=\"\\\"#\")\nprint(1, file = f)",
            "a = [1,  # one\n     2]  # two\nsprint(1); print(print(2))",
            "rb'#'; Rf'{x!r:>{w}}#'; print('é')  # é",
        ] {
            assert_eq!(scan(text), Some(parse(text)), "{text}");
        }
    }

    #[test]
    fn the_pass_knows_what_it_does_not_know() {
        for text in ["print(", "x = ]", "'open\n'", "f\"{x[\"#\"]}\"", "\"\"\"open"] {
            assert_eq!(scan(text), None, "{text}");
        }
    }

    #[test]
    fn the_pass_agrees_with_the_parser_in_the_whole_guide() {
        let guide = crate::parse::read(crate::source::Folder::Bundled).guide.unwrap();
        let mut scanned = 0;
        for (_, block) in guide.sections.iter().flat_map(|section| section.blocks()) {
            if let Block::Code(code) = block
                && code.language.as_deref() == Some("python")
                && let Some(marks) = scan(&code.text)
            {
                assert_eq!(marks, parse(&code.text), "{}", code.text);
                scanned += 1;
            }
        }
        assert!(scanned > 100, "only {scanned}");
    }
}
