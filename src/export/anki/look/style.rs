//! What a style may not hold.

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use std::ops::Range;

/// What is wrong with a style, at its places in `file`.
pub fn problems(css: &str, file: FileId) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut error = |range: Range<usize>, message: &str, help: &str| {
        problems.push(Diagnostic::error("bad-look", Span::new(file, range), message).help(help));
    };
    let (code, open) = without_comments(css);
    for at in find(&code, "@import").chain(find(&code, "://")) {
        error(at, REMOTE, NO_FILES);
    }
    for at in find(&code, "url(") {
        let address = code[at.end..].trim_start().trim_start_matches(['"', '\'']);
        if !address.starts_with("data:") && !address.starts_with('#') && !address.contains("://") {
            error(at, "a file that is not in the deck", NO_FILES);
        }
    }
    // Anki puts the style into an element of the page.
    for at in find(&code, "</") {
        error(at, "this would end the style on the card's page", "take it out");
    }
    match open.or_else(|| unbalanced(&code)) {
        Some((range, message)) => error(range, message, "close what is open"),
        None if !code.contains(".nightMode") && !code.contains(".night_mode") => problems.push(
            Diagnostic::warning("look-without-night", Span::new(file, 0..0), "this style has no colours for the night")
                .help("set them on .card.nightMode and .card.night_mode, which is what Anki's programs write"),
        ),
        None => {}
    }
    problems
}

/// What is said of addresses outside the deck.
pub const REMOTE: &str = "this would be fetched from elsewhere; cards are learnt without a network";

/// What to do about files that a deck does not carry.
pub const NO_FILES: &str = "a look carries no files: leave it out, or write it as a data: address";

/// The places of a text in lower-case `code`.
fn find<'t>(code: &'t str, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    code.match_indices(text).map(|(at, text)| at..at + text.len())
}

type Open = (Range<usize>, &'static str);

/// The style with its comments blanked out, and a comment that never ends.
fn without_comments(css: &str) -> (String, Option<Open>) {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        let at = out.len();
        let Some(end) = after.find("*/") else { return (out, Some((at..at + 2, "this comment never ends"))) };
        out.push_str(&" ".repeat(end + 4));
        rest = &after[end + 2..];
    }
    out.push_str(rest);
    (out, None)
}

/// A brace or a string without its counterpart.
fn unbalanced(code: &str) -> Option<Open> {
    let mut open: Vec<usize> = Vec::new();
    let mut string: Option<(u8, usize)> = None;
    let mut bytes = code.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match (string, byte) {
            (_, b'\\') => drop(bytes.next()),
            (Some((_, start)), b'\n') => return Some((start..start + 1, "this string does not end on its line")),
            (Some((quote, _)), _) => string = string.filter(|_| byte != quote),
            (None, b'"' | b'\'') => string = Some((byte, at)),
            (None, b'{') => open.push(at),
            (None, b'}') if open.pop().is_none() => return Some((at..at + 1, "this brace closes nothing")),
            (None, _) => {}
        }
    }
    let start = string.map(|(_, start)| (start..start + 1, "this string never ends"));
    start.or_else(|| open.last().map(|at| (*at..*at + 1, "this brace is never closed")))
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
    fn a_style_loads_nothing_and_ends_where_it_ends() {
        let night = ".nightMode {}";
        let good = "/* http://x */ a { content: \"\\\"}\"; background: url('data:image/png;base64,AA') }";
        assert!(said(&format!("{good} {night}")).is_empty());
        for (css, part) in [
            ("@import 'a.css';", "fetched"),
            ("a { background: url(https://example.org/a.png) }", "fetched"),
            ("a { background: url( a.png ) }", "not in the deck"),
            ("</style><script>", "would end the style"),
            ("a { color: red", "never closed"),
            ("a } b {", "closes nothing"),
            ("/* a", "comment never ends"),
            ("a { content: \"x }", "string never ends"),
            ("a { content: 'x\n' }", "does not end on its line"),
        ] {
            let said = said(&format!("{night}\n{css}"));
            assert!(said.len() == 1 && said[0].contains(part), "{css}: {said:?}");
        }
        assert_eq!(said("a {}"), ["this style has no colours for the night"]);
    }
}
