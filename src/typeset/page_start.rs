//! Where the pages of sheets begin in the Markdown: what a book needs to tell the sheets' page numbers.

use super::compile::{Press, Sheet};
use super::{Document, Engine, Fonts, Layout, Links, Room, Settings, Wish, document, fit};
use crate::diagnostic::Diagnostic;
use crate::guide::{Guide, Section};
use crate::source::Span;

/// Sheets as they are to be made.
#[derive(Clone, Debug)]
pub struct Sheets {
    /// The layout.
    pub layout: Layout,
    /// The settings as far as they are known before anything is fitted.
    pub settings: Settings,
    /// What is to be fitted.
    pub wish: Wish,
    /// The fonts beside the embedded ones.
    pub fonts: Fonts,
}

/// A section as its sheet has it.
#[derive(Debug)]
pub struct Paged {
    /// The places of its pages but the first, which begins with the section: the text from the start of the span on stands
    /// on that page. None for a page without any text that is not on an earlier one.
    pub starts: Vec<Option<Span>>,
    /// What was noticed.
    pub diagnostics: Vec<Diagnostic>,
}

/// Typesets a section as wished and says where its pages begin.
///
/// A page begins with the first text, in the order of the Markdown, that stands on no page before it: so neither a table's
/// repeated head nor a table that has moved to a later page counts, and the places are in the order of the text.
///
/// # Errors
///
/// What the engine found wrong, at the Markdown it comes from.
pub fn page_starts(
    engine: &Engine,
    guide: &Guide,
    section: &Section,
    sheets: &Sheets,
) -> Result<Paged, Vec<Diagnostic>> {
    let place = guide.sections.iter().position(|other| other.number == section.number);
    let next = place.and_then(|place| guide.sections.get(place + 1));
    let links = Links::new(guide, [section.number]);
    let document =
        document(guide, section, next, Room::of(&sheets.settings, &sheets.layout, sheets.wish.largest()), &links);
    let title = Span::new(section.file, 0..guide.sources.file(section.file).line_range(1).end);
    let fitted = fit(engine, &document, &sheets.layout, &sheets.wish, title)?;
    // The engine numbers the nodes of a text by the text alone, so that a new press finds what another has set.
    let press = Press::new(engine, &document, &sheets.layout, &fitted.settings);
    let starts = places(&fitted.sheet, &press, &document).into_iter().map(|place| {
        let (literal, into) = place?;
        let span = document.origin(&(literal..literal + 1))?;
        let exact = exact(guide.sources.text(span), &document.source[literal..], into);
        Some(Span { start: span.start + exact as u32, ..span })
    });
    Ok(Paged { starts: starts.collect(), diagnostics: fitted.diagnostics })
}

/// For each page but the first, where the literal begins in the source, and how many bytes of its text are before the page.
fn places(sheet: &Sheet, press: &Press<'_>, document: &Document) -> Vec<Option<(usize, usize)>> {
    let mut pages: Vec<Vec<(usize, usize)>> = vec![Vec::new(); sheet.pages()];
    sheet.literals(press, document.body, &mut |page, literal, into| pages[page].push((literal.start, into)));
    let mut last = None;
    let mut starts = Vec::new();
    for (page, found) in pages.iter().enumerate() {
        if page > 0 {
            starts.push(found.iter().filter(|at| Some(**at) > last).min().copied());
        }
        last = last.max(found.iter().max().copied());
    }
    starts
}

/// How many bytes of the Markdown stand before a place in the text: as many as of the text, where the two are the same so
/// far; else none. The place moves back to the beginning of its word.
fn exact(markdown: &str, literal: &str, into: usize) -> usize {
    let text = literal.strip_prefix('"').unwrap_or(literal);
    match (markdown.get(..into), text.get(..into)) {
        (Some(before), Some(same)) if before == same => before
            .rfind(char::is_whitespace)
            .map_or(0, |space| space + before[space..].chars().next().map_or(0, char::len_utf8)),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_with_a_word() {
        assert_eq!(exact("one two three", "\"one two three\"", 10), 8);
        assert_eq!(exact("one two three", "\"one two three\"", 4), 4);
        assert_eq!(exact("one two", "\"one two\"", 2), 0);
        assert_eq!(exact("one &amp; two", "\"one & two\"", 6), 0, "the text is not as it is written");
    }
}
