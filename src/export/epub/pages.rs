//! The pages of the sheets in the book: where each begins (EPUB 3.3, §7.4.3; EPUB Accessibility 1.1, §3.2).

use super::book::Book;
use super::wrap;
use crate::diagnostic::{Diagnostic, tidy};
use crate::parallel;
use crate::selection::Selection;
use crate::source::Span;
use crate::typeset::{self, Engine, Paged, Paper, Sheets};
use std::cell::Cell;
use std::collections::BTreeMap;

/// The pages of a section's sheet.
#[derive(Debug)]
pub struct Pages {
    /// How the sheet names them: `6-1`, `6-2`.
    pub labels: Vec<String>,
    /// Where each but the first begins in the Markdown; none where nothing new stands on it.
    starts: Vec<Option<Span>>,
    /// The paper, for the name of the edition.
    paper: Paper,
}

impl Pages {
    /// Pages and where they come in the Markdown, for an order that they share with headings.
    pub fn placed(&self) -> impl Iterator<Item = (u32, &str)> {
        let mut at = 0;
        let starts = std::iter::once(0).chain(self.starts.iter().enumerate().map(move |(i, start)| {
            // What begins nowhere begins with the next page that does, or at the end.
            let later = self.starts[i..].iter().flatten().next();
            at = start.as_ref().or(later).map_or(u32::MAX, |span| span.start).max(at);
            at
        }));
        starts.zip(self.labels.iter().map(String::as_str))
    }
}

/// Typesets the sheets of a selection and looks where their pages begin.
pub fn pages(selection: &Selection<'_>, sheets: &Sheets, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<u32, Pages> {
    let engine = Engine::new(&sheets.fonts);
    let paged = parallel::map(selection.sections.clone(), |section| {
        let paged = typeset::page_starts(&engine, selection.guide, section, sheets);
        // What the engine remembers of a section is of little use to the next one.
        typeset::forget(0);
        (section.number, paged)
    });
    let mut pages = BTreeMap::new();
    for (number, paged) in paged {
        match paged {
            Ok(Paged { starts, diagnostics: noticed }) => {
                let labels = (1..=starts.len() + 1).map(|page| format!("{number}-{page}")).collect();
                pages.insert(number, Pages { labels, starts, paper: sheets.settings.paper });
                diagnostics.extend(noticed);
            }
            Err(problems) => diagnostics.extend(problems),
        }
    }
    tidy(diagnostics);
    pages
}

/// The id of a page's beginning.
pub fn anchor(label: &str) -> String {
    format!("page_{label}")
}

/// What the page numbers are those of.
pub fn source(book: &Book<'_>) -> Option<String> {
    let paper = match book.pages.values().next()?.paper {
        Paper::A4 => "A4",
        Paper::Letter => "Letter",
        Paper::A5 => "A5",
        Paper::A6 => "A6",
        Paper::Legal => "Legal",
        Paper::Statement => "half a Letter",
    };
    let manifest = &book.selection.guide.manifest;
    let edition = super::words::edition(manifest.version.as_deref(), manifest.date);
    Some(format!("{}, PDF sheets, {paper}. {edition}", manifest.title))
}

/// The beginnings of pages, put into a chapter one after the other.
pub struct Breaks<'p> {
    pages: Option<&'p Pages>,
    /// How many have been put.
    done: Cell<usize>,
}

impl<'p> Breaks<'p> {
    /// None of the pages has begun.
    pub fn new(pages: Option<&'p Pages>) -> Breaks<'p> {
        Breaks { pages, done: Cell::new(0) }
    }

    /// The beginning of the first page.
    pub fn first(&self) -> String {
        self.up_to(1)
    }

    /// The pages that have not begun at the section's end.
    pub fn rest(&self) -> String {
        self.up_to(self.pages.map_or(0, |pages| pages.labels.len()))
    }

    /// The pages that begin within what stands at this place.
    pub fn before(&self, place: Span) -> String {
        self.next(place).map_or_else(String::new, |(page, _)| self.up_to(page))
    }

    /// A text with the pages that begin in it.
    pub fn inside(&self, text: &str, place: Span) -> String {
        let mut out = String::new();
        let mut rest = (text, place.start);
        while let Some((page, at)) = self.next(place) {
            let (before, behind) = rest.0.split_at_checked(at.saturating_sub(rest.1) as usize).unwrap_or(("", rest.0));
            out.push_str(&wrap::text(before));
            out.push_str(&self.up_to(page));
            rest = (behind, rest.1 + before.len() as u32);
        }
        out + &wrap::text(rest.0)
    }

    /// The next page that begins at a place, counted from 1, and where.
    fn next(&self, place: Span) -> Option<(usize, u32)> {
        let pages = self.pages?;
        let starts = pages.starts.iter().enumerate().skip(self.done.get().saturating_sub(1));
        starts.filter_map(|(i, start)| Some((i + 2, (*start)?))).find_map(|(page, start)| {
            let within =
                start.file == place.file && (place.start..place.end.max(place.start + 1)).contains(&start.start);
            within.then_some((page, start.start))
        })
    }

    /// The beginnings of all pages up to one, counted from 1.
    fn up_to(&self, page: usize) -> String {
        let Some(pages) = self.pages else { return String::new() };
        let new = pages.labels.get(self.done.get()..page).unwrap_or_default();
        self.done.set(self.done.get().max(page));
        new.iter().map(|label| mark(label)).collect()
    }
}

fn mark(label: &str) -> String {
    let id = anchor(label);
    format!("<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"{id}\" aria-label=\"{label}\"></span>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn pages_begin_in_their_order_and_each_once() {
        let file = Sources::default().add("a".into(), "");
        let at = |start: usize| Some(Span::new(file, start..start + 20));
        let labels = ["1-1", "1-2", "1-3", "1-4"].map(String::from).to_vec();
        let pages = Pages { labels, starts: vec![at(14), None, at(50)], paper: Paper::A4 };
        let breaks = Breaks::new(Some(&pages));
        let shown = |html: String| html.split("id=\"").skip(1).map(|rest| rest[..8].to_owned()).collect::<Vec<_>>();
        assert_eq!(shown(breaks.first()), ["page_1-1"]);
        assert_eq!(breaks.before(Span::new(file, 0..10)), "");
        let text = breaks.inside("one two", Span::new(file, 10..17));
        assert!(text.starts_with("one <span") && text.ends_with("</span>two"), "{text}");
        assert_eq!(breaks.inside("one two", Span::new(file, 10..17)), "one two", "once");
        assert_eq!(shown(breaks.before(Span::new(file, 50..60))), ["page_1-3", "page_1-4"]);
        assert_eq!(breaks.rest(), "");
        let placed: Vec<u32> = pages.placed().map(|(at, _)| at).collect();
        assert_eq!(placed, [0, 14, 50, 50]);
    }
}
