//! LaTeX mathematics as events, read once for every output: the book writes them as MathML, the sheets as Typst.

use pulldown_latex::{Event, Parser, Storage};

/// The events of a formula, or what is wrong with it, in a few words.
///
/// `storage` holds what the events borrow beside the LaTeX itself.
pub fn events<'a>(latex: &'a str, storage: &'a Storage) -> Result<Vec<Event<'a>>, String> {
    Parser::new(latex, storage)
        .map(|event| {
            event.map_err(|error| {
                let error = error.to_string();
                let line = error.lines().next().unwrap_or_default();
                line.strip_prefix("parsing error: ").unwrap_or(line).to_owned()
            })
        })
        .collect()
}
