//! Several sections in one file: each set as it is when it stands alone, behind a page that says where it is.
//!
//! Every section is a package of the engine's world, with a text, a layout and settings of its own, so that each keeps its
//! own size and no layout has to know of others. Links and page numbers go through the whole file.

use super::justify::Levelling;
use super::number::{Numbering, Numbers};
use super::pdf::{self, About, Origin};
use super::standard::Standards;
use super::world::{self, MAIN, Sheet, settings_text};
use super::{Document, Engine, Layout, Settings};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::source::Span;
use std::collections::HashMap;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Label};
use typst::introspection::Introspector;
use typst::syntax::package::PackageSpec;
use typst::syntax::{FileId, Source, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::{LazyHash, PicoStr};
use typst::{Library, World};
use typst_layout::PagedDocument;

/// The layout of the contents page.
const CONTENTS: &str = include_str!("../../layouts/pdf/contents.typ");

/// How often the engine may run until the printed page numbers are the right ones.
const ATTEMPTS: usize = 4;

/// A section of the file.
pub struct Part<'d> {
    /// Its number in the guide.
    pub number: u32,
    /// Its text.
    pub document: &'d Document,
    /// How it was set alone.
    pub settings: Settings,
    /// How its blocks were moved.
    pub levelling: &'d Levelling,
    /// The pages it takes alone.
    pub pages: usize,
    /// Where it stands in the guide.
    pub section: Span,
}

/// A laid-out file.
pub struct Merged<'d> {
    pages: PagedDocument,
    origins: Vec<Origin<'d>>,
    /// How often the engine ran.
    pub runs: usize,
}

/// Lays out sections in one file, behind a contents page.
///
/// # Errors
///
/// What the engine found wrong. The sections were laid out alone before, so there is little that can be.
pub fn merge<'d>(
    engine: &Engine,
    contents: String,
    layout: &Layout,
    parts: &[Part<'d>],
    numbering: Numbering,
) -> Result<Merged<'d>, Vec<Diagnostic>> {
    let Some(first) = parts.first() else { return Err(Vec::new()) };
    let front = Document { source: contents, ..Document::default() };
    let front_layout = layout.replaced("layouts/pdf/contents.typ", CONTENTS);
    let front = Sheet::new(engine, &front, &front_layout, &first.settings);
    let mut world = Book::new(engine, front, layout, parts);
    let mut places = Places::expected(parts);
    let mut runs = 0;
    loop {
        world.number(engine, layout, parts, &places, numbering);
        runs += 1;
        let run = std::panic::AssertUnwindSafe(|| typst::compile::<PagedDocument>(&world).output);
        let fail = |message: String| {
            vec![
                Diagnostic::new("engine-failure", Severity::Error, Place::Nowhere, message)
                    .help("make the sections one by one, without --merge, and report this fault of the tool"),
            ]
        };
        let pages = match std::panic::catch_unwind(run) {
            Ok(Ok(pages)) => pages,
            Ok(Err(errors)) => {
                let said: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
                return Err(fail(format!("the sections cannot be put into one file: {}", said.join("; "))));
            }
            Err(_) => return Err(fail("the typesetting engine failed on these sections in one file".into())),
        };
        let found = Places::found(&pages, parts);
        if found == places || runs == ATTEMPTS {
            let origins = world.origins(parts);
            let pages = levelled(&pages, parts, &found);
            return Ok(Merged { pages, origins, runs });
        }
        places = found;
    }
}

/// The file with each section's blocks moved as they were when it stood alone.
fn levelled(pages: &PagedDocument, parts: &[Part<'_>], places: &Places) -> PagedDocument {
    let of = |(i, page): (usize, &typst_layout::Page)| {
        let place = places.before.iter().rposition(|before| *before <= i);
        place.map_or_else(|| page.clone(), |place| parts[place].levelling.page(i - places.before[place], page))
    };
    let moved = pages.pages().iter().enumerate().map(of).collect();
    PagedDocument::new(moved, typst::model::Document::info(pages).clone())
}

impl Merged<'_> {
    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.pages.pages().len()
    }

    /// The PDF.
    ///
    /// # Errors
    ///
    /// What the standards do not allow, at the Markdown it comes from.
    pub fn pdf(&mut self, about: &About, standards: &Standards) -> Result<(Vec<u8>, Vec<Diagnostic>), Vec<Diagnostic>> {
        pdf::write(&mut self.pages, about, standards, &self.origins)
    }
}

/// The pages of a file of sections that take so many pages each, its contents on one.
pub fn merged_pages(counts: &[usize]) -> usize {
    Places::of(counts.iter().copied()).total
}

/// Where the sections begin in the file.
#[derive(Clone, Debug, PartialEq)]
struct Places {
    /// The pages in front of each.
    before: Vec<usize>,
    /// The pages of the file.
    total: usize,
}

impl Places {
    fn expected(parts: &[Part<'_>]) -> Places {
        Places::of(parts.iter().map(|part| part.pages))
    }

    /// Behind one page of contents, each on the next front side.
    fn of(counts: impl Iterator<Item = usize>) -> Places {
        let mut pages = 1_usize;
        let mut before = Vec::new();
        for count in counts {
            pages = pages.next_multiple_of(2);
            before.push(pages);
            pages += count;
        }
        Places { before, total: pages }
    }

    fn found(pages: &PagedDocument, parts: &[Part<'_>]) -> Places {
        let introspector = pages.introspector();
        let page = |part: &Part<'_>| {
            let label = Label::new(PicoStr::intern(&super::link::section_label(part.number)))?;
            let element = introspector.query_label(label).ok()?;
            Some(introspector.position(element.location()?)?.page.get() - 1)
        };
        Places { before: parts.iter().map(|part| page(part).unwrap_or(0)).collect(), total: pages.pages().len() }
    }

    /// The pages of the section at a place, without an empty one behind it.
    fn pages(&self, parts: &[Part<'_>], place: usize) -> usize {
        let end = self.before.get(place + 1).copied().unwrap_or(self.total);
        parts[place].pages.min(end.saturating_sub(self.before[place])).max(1)
    }
}

/// The engine's world: a contents page at its root, and a package for each section.
struct Book<'e> {
    front: Sheet<'e>,
    sections: Vec<Sheet<'e>>,
    places: HashMap<PackageSpec, usize>,
}

/// The package of the section at a place.
fn spec(place: usize) -> Option<PackageSpec> {
    super::contents::package(place).parse().ok()
}

fn root(place: usize) -> VirtualRoot {
    spec(place).map_or(VirtualRoot::Project, VirtualRoot::Package)
}

impl<'e> Book<'e> {
    fn new(engine: &'e Engine, front: Sheet<'e>, layout: &'e Layout, parts: &[Part<'_>]) -> Book<'e> {
        let sheet = |(place, part): (usize, &Part<'_>)| {
            Sheet::within(root(place), engine, part.document, layout, &part.settings)
        };
        Book {
            front,
            sections: parts.iter().enumerate().map(sheet).collect(),
            places: (0..parts.len()).filter_map(|place| Some((spec(place)?, place))).collect(),
        }
    }

    /// Sets what is printed as page numbers.
    fn number(&mut self, engine: &Engine, layout: &Layout, parts: &[Part<'_>], places: &Places, numbering: Numbering) {
        let mut table = String::new();
        let mut front = String::new();
        for (place, part) in parts.iter().enumerate() {
            let pages = places.pages(parts, place);
            let numbers = Numbers::new(numbering, part.number, places.before[place], pages, places.total);
            table += &format!(
                "  ({}, {}),\n",
                numbers.typst().trim_matches(['(', ')']),
                format_args!("long: {}", pages > 2)
            );
            if front.is_empty() {
                front = settings_text(engine, layout, &part.settings, None, &numbers);
            }
            self.sections[place].number(numbers);
            self.sections[place].set(&part.settings, part.levelling.spare);
        }
        self.front.set_text(&format!("{front}#let parts = (\n{table})\n"));
    }

    fn origins<'d>(&self, parts: &[Part<'d>]) -> Vec<Origin<'d>> {
        let origin = |(place, part): (usize, &Part<'d>)| Origin {
            file: world::id_in(root(place), MAIN),
            document: part.document,
            section: part.section,
        };
        parts.iter().enumerate().map(origin).collect()
    }

    /// The sheet that a file belongs to.
    fn sheet(&self, id: FileId) -> Option<&Sheet<'e>> {
        match id.root() {
            VirtualRoot::Project => Some(&self.front),
            VirtualRoot::Package(spec) => self.sections.get(*self.places.get(spec)?),
        }
    }
}

impl World for Book<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.front.library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.front.book()
    }

    fn main(&self) -> FileId {
        self.front.main()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sheet(id).ok_or(FileError::AccessDenied)?.source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if let VirtualRoot::Package(spec) = id.root()
            && id.vpath().get_without_slash() == "typst.toml"
        {
            let manifest = format!(
                "[package]\nname = \"{}\"\nversion = \"{}\"\nentrypoint = \"main.typ\"\n",
                spec.name, spec.version
            );
            return Ok(Bytes::from_string(manifest));
        }
        self.sheet(id).ok_or(FileError::AccessDenied)?.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.front.font(index)
    }

    fn today(&self, offset: Option<Duration>) -> Option<Datetime> {
        self.front.today(offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_begin_on_front_sides() {
        let (document, levelling) = (Document::default(), Levelling::default());
        let (paper, theme) = (crate::typeset::Paper::A4, crate::typeset::Theme::Ink);
        let settings = Settings { paper, landscape: true, theme, columns: 4, size: 160 };
        let file = crate::source::Sources::default().add("a.md".into(), "");
        let part = |pages| Part {
            number: 1,
            document: &document,
            settings,
            levelling: &levelling,
            pages,
            section: Span::new(file, 0..0),
        };
        let places = Places::expected(&[part(2), part(3), part(1)]);
        assert_eq!(places, Places { before: vec![2, 4, 8], total: 9 });
    }
}
