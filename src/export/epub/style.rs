//! A guide's own style sheet, which takes the place of the bundled one: what no book may hold (EPUB 3.3, §6.3).

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use std::ops::Range;

/// The folder of a guide's own style of books.
pub const FOLDER: &str = "layouts/epub";
/// The style sheet's name in it.
pub const NAME: &str = "style.css";

/// Properties that a book may not set in its style (§6.3.1.3), and what to do instead.
const FORBIDDEN: [(&str, &str); 2] = [
    ("direction", "the direction of writing comes from the guide's language and text"),
    ("unicode-bidi", "the direction of writing comes from the guide's language and text"),
];

/// At-rules whose block holds rules.
const HOLD_RULES: [&str; 6] = ["@media", "@supports", "@container", "@layer", "@scope", "@document"];

const LOADS: &str = "a book carries no other files for its style: leave it out, or write it as a data: address";

type Problem = (Range<usize>, String, &'static str);

/// What is wrong with a style sheet, at its places in `file`: what it would fetch or load, and what is no CSS.
pub fn problems(css: &str, file: FileId) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let code = blank(css, &mut found);
    if found.is_empty() {
        loads(css, &code, &mut found);
        rules(&code, 0..code.len(), &mut found);
    }
    let error =
        |(range, message, help): Problem| Diagnostic::error("bad-style", Span::new(file, range), message).help(help);
    found.into_iter().map(error).collect()
}

/// The text with comments as spaces and the letters of strings as `x`, so that what is left of signs means something.
fn blank(css: &str, found: &mut Vec<Problem>) -> String {
    let mut code = css.as_bytes().to_vec();
    let mut at = 0;
    while at < code.len() {
        let (end, fill, message) = match code[at] {
            b'/' if css[at..].starts_with("/*") => {
                (css[at + 2..].find("*/").map(|end| at + 2 + end + 2), b' ', "this comment never ends")
            }
            quote @ (b'"' | b'\'') => {
                (string_end(css.as_bytes(), at, quote), b'x', "this string does not end on its line")
            }
            // An address without quotes may hold any sign.
            b'u' | b'U' if css[at..].get(..4).is_some_and(|word| word.eq_ignore_ascii_case("url(")) => {
                at += 4;
                let end = at + css[at..].find(')').unwrap_or(0);
                if !css[at..end].contains(['"', '\'']) {
                    code[at..end].fill(b'x');
                    at = end;
                }
                continue;
            }
            byte => {
                if byte == 0 {
                    found.push((at..at + 1, "a control character stands here".into(), "take it out"));
                }
                at += 1;
                continue;
            }
        };
        let Some(end) = end else {
            found.push((at..at + 1, message.into(), "close what is open"));
            break;
        };
        code[at..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = fill);
        at = end;
    }
    // Only whole comments and strings were replaced, which begin and end at characters.
    String::from_utf8(code).unwrap_or_default()
}

fn string_end(css: &[u8], start: usize, quote: u8) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match css.get(at)? {
            b'\\' => at += 2,
            b'\n' => return None,
            byte if *byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// What would be loaded, whatever it is.
fn loads(css: &str, code: &str, found: &mut Vec<Problem>) {
    let lower = code.to_ascii_lowercase();
    for (at, name) in lower.match_indices("@import").chain(lower.match_indices("@namespace")) {
        let message = format!("a book's style may not say {name}");
        found.push((at..at + name.len(), message, "write the rules into this file"));
    }
    for (at, _) in lower.match_indices("url(") {
        let address = css[at + 4..].trim_start().trim_start_matches(['"', '\'']);
        if !address.starts_with("data:") {
            let end = css[at..].find(')').map_or(at + 4, |end| at + end + 1);
            found.push((at..end, "this would be loaded from elsewhere".into(), LOADS));
        }
    }
    for (at, _) in code.match_indices("</") {
        found.push((at..at + 2, "this is no CSS".into(), "take it out: a style sheet holds no markup"));
    }
}

/// Rules one after the other: a selector or an at-rule, and a block.
fn rules(code: &str, range: Range<usize>, found: &mut Vec<Problem>) {
    let mut at = range.start;
    while let Some(start) = code[at..range.end].find(|c: char| !c.is_whitespace()).map(|skip| at + skip) {
        let rest = &code[start..range.end];
        let Some(stop) = rest.find(['{', ';', '}']).map(|stop| start + stop) else {
            found.push((start..range.end.min(start + 1), "this rule has no block".into(), "write { … } behind it"));
            return;
        };
        let prelude = code[start..stop].trim();
        let at_rule = prelude.split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
        match code.as_bytes()[stop] {
            b'}' => {
                found.push((stop..stop + 1, "this brace closes nothing".into(), "take it out"));
                return;
            }
            b';' => {
                if !prelude.starts_with('@') {
                    found.push((start..stop + 1, "this is no rule".into(), "write a selector and { … }"));
                }
                at = stop + 1;
            }
            _ => {
                let Some(end) = block_end(code, stop, range.end) else {
                    found.push((stop..stop + 1, "this brace is never closed".into(), "close it"));
                    return;
                };
                if prelude.is_empty() {
                    found.push((stop..stop + 1, "this block has no selector".into(), "say what it is about"));
                }
                let inner = stop + 1..end;
                if HOLD_RULES.contains(&at_rule) {
                    rules(code, inner, found);
                } else if at_rule == "@font-face" {
                    found.push((
                        start..stop,
                        "a book carries no fonts for its style".into(),
                        "name fonts that readers have",
                    ));
                } else if !prelude.starts_with('@') {
                    declarations(code, inner, found);
                }
                at = end + 1;
            }
        }
    }
}

/// The brace that closes the one at `open`.
fn block_end(code: &str, open: usize, limit: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in code.bytes().enumerate().take(limit).skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// `property: value` one after the other.
fn declarations(code: &str, range: Range<usize>, found: &mut Vec<Problem>) {
    let mut at = range.start;
    for part in code[range].split(';') {
        let start = at + part.len() - part.trim_start().len();
        at += part.len() + 1;
        let declaration = part.trim();
        if declaration.is_empty() {
            continue;
        }
        let place = start..start + declaration.lines().next().unwrap_or(declaration).len();
        let (name, value) = declaration.split_once(':').unwrap_or((declaration, ""));
        let name = name.trim_end();
        let named = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-' || c == '_')
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        if !named || value.trim().is_empty() || declaration.contains('{') {
            found.push((place, "this is no declaration".into(), "write property: value, and a semicolon behind it"));
        } else if let Some((name, help)) = FORBIDDEN.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)) {
            found.push((place, format!("a book may not set `{name}` in its style"), help));
        } else if name.eq_ignore_ascii_case("position") && value.trim().eq_ignore_ascii_case("fixed") {
            found.push((place, "a page of a book has no fixed place".into(), "leave it where it stands in the text"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn said(css: &str) -> Vec<String> {
        let file = Sources::default().add("style.css".into(), css);
        problems(css, file).into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn the_bundled_style_sheet_would_do_as_a_guide_s() {
        assert_eq!(said(super::super::STYLE), Vec::<String>::new());
        let good = "@charset \"utf-8\"; /* } */ a::before { content: \"\\\"};\" } b { background: url('data:image/png;base64,AA') } \
                    c { background: URL(data:image/png;base64,AA); color: red }";
        assert_eq!(said(good), Vec::<String>::new());
        assert_eq!(said(""), Vec::<String>::new());
    }

    #[test]
    fn what_no_book_may_hold_is_an_error() {
        for (css, part) in [
            ("@import 'a.css';", "may not say @import"),
            ("a { background: url(https://example.org/a.png) }", "loaded from elsewhere"),
            ("a { background: url( \"a.png\" ) }", "loaded from elsewhere"),
            ("@font-face { font-family: x; }", "carries no fonts"),
            ("</style>a {}", "no CSS"),
            ("a { color: red", "never closed"),
            ("a {} }", "closes nothing"),
            ("{ color: red }", "no selector"),
            ("a b", "no block"),
            ("a; b {}", "no rule"),
            ("a { color red }", "no declaration"),
            ("a { color: }", "no declaration"),
            ("@media (x) { a { 1: 2 } }", "no declaration"),
            ("a { Direction: rtl }", "may not set `direction`"),
            ("a { position: fixed }", "no fixed place"),
            ("/* a", "comment never ends"),
            ("a { content: \"x }\n", "does not end on its line"),
            ("a \0 {}", "control character"),
        ] {
            let said = said(css);
            assert!(!said.is_empty() && said[0].contains(part), "{css}: {said:?}");
        }
    }
}
