//! Runs the engine and reads what it made.

use super::frames;
use super::justify::{self, Columns, Grid, Levelling};
use super::layout::{self, Layout};
use super::pdf::{self, About, Origin};
use super::standard::Standards;
use super::world::{self, MAIN};
use super::{Document, Engine, Settings};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::guide::Manifest;
use crate::source::Span;
use std::ops::Range;
use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::foundations::Label;
use typst::introspection::Introspector;
use typst::layout::{Frame, FrameItem, Point};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

/// A laid-out section.
pub struct Sheet {
    document: PagedDocument,
}

/// A section's world, kept over several runs.
pub struct Press<'e> {
    world: world::Sheet<'e>,
}

impl<'e> Press<'e> {
    pub fn new(engine: &'e Engine, document: &Document, layout: &'e Layout, settings: &Settings) -> Press<'e> {
        Press { world: world::Sheet::new(engine, document, layout, settings) }
    }

    /// Lays the section out. `spare` is what stays empty at the foot of the page that holds a gap: the gap's number, and
    /// points. The engine's own panics are caught and become an error.
    pub fn run(
        &mut self,
        document: &Document,
        settings: &Settings,
        spare: Option<(usize, f64)>,
        section: Span,
    ) -> Result<Sheet, Vec<Diagnostic>> {
        self.world.set(settings, spare);
        let world = &self.world;
        let run = std::panic::AssertUnwindSafe(|| typst::compile::<PagedDocument>(world));
        let result = match std::panic::catch_unwind(run) {
            Ok(result) => result,
            Err(_) => {
                let message = "the typesetting engine failed on this section";
                let help = "this is a fault of the tool; please report it with the section's text";
                return Err(vec![Diagnostic::error("engine-failure", section, message).help(help)]);
            }
        };
        match result.output {
            Ok(document) => Ok(Sheet { document }),
            Err(errors) => Err(errors.iter().map(|error| self.translate(error, document, section)).collect()),
        }
    }

    /// Where the columns are, as the layout has it.
    pub fn grid(&self, settings: &Settings) -> Grid {
        let defaults = self.world.defaults();
        let points = |millimetres: f64| millimetres * 72.0 / 25.4;
        Grid::new(points(settings.page().0), points(defaults.sides), points(defaults.gutter), settings.columns)
    }

    /// Where the text of a run stands in the generated source; none for the layout's own.
    pub fn offset(&self, text: &typst::text::TextItem) -> Option<usize> {
        let span = text.glyphs.first()?.span.0;
        self.world.text_range(span).map(|range| range.start)
    }

    /// A Typst error at the Markdown it comes from, or in the layout.
    fn translate(&self, error: &SourceDiagnostic, document: &Document, section: Span) -> Diagnostic {
        let main = world::id(MAIN);
        let places = std::iter::once((error.span.id(), self.world.range(error.span)))
            .chain(error.trace.iter().map(|point| (point.span.id(), self.world.range(point.span))));
        let failed = |place: Place, message: String| Diagnostic::new("layout-failed", Severity::Error, place, message);
        let mut in_layout = None;
        for (id, range) in places {
            let (Some(id), Some(range)) = (id, range) else { continue };
            if id == main {
                let span = document.origin(&range).unwrap_or(section);
                let Some(Place::File(place)) = in_layout else {
                    // The generated calls are right; what they call may be missing.
                    if let Some(name) = error.message.strip_prefix("unknown variable: ") {
                        let place = Place::File(self.world.layout_name().to_owned());
                        return failed(place, format!("the layout defines no `{name}`"))
                            .help("import the vocabulary at its beginning: #import \"/vocabulary.typ\": *");
                    }
                    let message = format!("this text cannot be typeset: {}", error.message);
                    let help = "change the text here, and report it: the layout should take it";
                    return Diagnostic::error("layout-failed", span, message).help(help);
                };
                let message = format!("this text cannot be typeset: {}", error.message);
                return Diagnostic::error("layout-failed", span, message)
                    .help(format!("the layout stopped at {place}"));
            }
            if in_layout.is_none()
                && let Some((shown, source)) = self.world.layout_file(id)
            {
                let place = layout::at(shown, source.text(), range.start);
                // A layout that the user wrote is the likelier culprit than the text.
                if self.world.is_own(id) {
                    let hint = error.hints.first().map(|hint| hint.v.to_string());
                    let problem = failed(place, error.message.to_string());
                    return match hint {
                        Some(hint) => problem.help(hint),
                        None => problem,
                    };
                }
                in_layout = Some(place);
            }
        }
        let place = in_layout.unwrap_or(Place::At(section));
        Diagnostic::new("layout-failed", Severity::Error, place, error.message.to_string())
    }
}

/// Lays a section out once.
///
/// # Errors
///
/// What the engine found wrong, at the Markdown it comes from.
pub fn compile(
    engine: &Engine,
    document: &Document,
    layout: &Layout,
    settings: &Settings,
    section: Span,
) -> Result<Sheet, Vec<Diagnostic>> {
    Press::new(engine, document, layout, settings).run(document, settings, None, section)
}

impl Sheet {
    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.document.pages().len()
    }

    /// How many pages the text takes, the last one in part: columns that are full, and how far down the text ends in the
    /// last one.
    pub fn fill(&self, columns: usize) -> f64 {
        let pages = self.document.pages().len() as f64;
        let end = Label::new(PicoStr::intern("end")).and_then(|label| {
            let introspector = self.document.introspector();
            let element = introspector.query_label(label).ok()?;
            introspector.position(element.location()?)
        });
        let Some(end) = end else { return pages };
        let size = self.document.pages()[end.page.get() - 1].frame.size();
        // The end stands at the left edge of its column, and the last columns begin a little before their share of the page.
        let column = (end.point.x / size.x * columns as f64 + 0.1).floor().clamp(0.0, columns as f64 - 1.0);
        let down = (end.point.y / size.y).clamp(0.0, 1.0);
        end.page.get() as f64 - 1.0 + (column + down) / columns as f64
    }

    /// The page, from 0, on which a label stands.
    pub fn page_of(&self, label: &str) -> Option<usize> {
        let label = Label::new(PicoStr::intern(label))?;
        let introspector = self.document.introspector();
        let element = introspector.query_label(label).ok()?;
        Some(introspector.position(element.location()?)?.page.get() - 1)
    }

    /// The pages on which text reaches beyond the page, by more than half a point.
    pub fn overflowing(&self) -> Vec<usize> {
        let beyond = |page: &typst_layout::Page| {
            let mut found = false;
            let size = page.frame.size();
            place(&page.frame, Point::zero(), &mut |at, text| {
                found |=
                    at.x.to_pt() + text.width().to_pt() > size.x.to_pt() + 0.5 || at.y.to_pt() > size.y.to_pt() + 0.5;
            });
            found
        };
        let pages = self.document.pages().iter().enumerate();
        pages.filter(|(_, page)| beyond(page)).map(|(i, _)| i).collect()
    }

    /// The pages, as they were laid out.
    pub fn frames(&self) -> impl Iterator<Item = &Frame> {
        self.document.pages().iter().map(|page| &page.frame)
    }

    /// What stands in the columns of each page.
    pub fn columns(&self, press: &Press<'_>, document: &Document, settings: &Settings) -> Vec<Columns> {
        let read: Vec<frames::Page> =
            self.document.pages().iter().map(|page| frames::Page::read(&page.frame)).collect();
        let grid = press.grid(settings);
        let of = |(page, read): (&typst_layout::Page, frames::Page)| {
            let (mut body, mut across) = (Vec::new(), Vec::new());
            place(&page.frame, Point::zero(), &mut |at, text| {
                let Some(offset) = press.offset(text) else { return };
                if document.wide.iter().any(|range| range.contains(&offset)) {
                    across.push(at.y.to_pt());
                } else if offset >= document.body {
                    body.push(at.y.to_pt());
                }
            });
            justify::columns(read, grid, &body, &across, settings.points())
        };
        self.document.pages().iter().zip(read).map(of).collect()
    }

    /// The sheet with what its columns have left over shared out between their blocks.
    pub fn levelled(self, levelling: &Levelling) -> Sheet {
        let moved = self.document.pages().iter().enumerate().map(|(i, page)| levelling.page(i, page)).collect();
        let info = typst::model::Document::info(&self.document).clone();
        Sheet { document: PagedDocument::new(moved, info) }
    }

    /// Calls `visit` for every run of text that stands in the source behind `body`: its page, the string literal it comes
    /// from, and how many bytes into the literal's text it begins.
    pub fn literals(&self, press: &Press<'_>, body: usize, visit: &mut dyn FnMut(usize, Range<usize>, usize)) {
        for (page, laid) in self.document.pages().iter().enumerate() {
            scan(&laid.frame, &mut |text| {
                let Some((span, into)) = text.glyphs.iter().map(|glyph| glyph.span).min_by_key(|(_, into)| *into)
                else {
                    return;
                };
                if let Some(literal) = press.world.text_range(span).filter(|literal| literal.start >= body) {
                    visit(page, literal, usize::from(into));
                }
            });
        }
    }

    /// Characters that no font has, each once a place, as errors.
    pub fn missing_glyphs(&self, press: &Press, document: &Document, section: Span) -> Vec<Diagnostic> {
        let mut found: Vec<(char, Span)> = Vec::new();
        for page in self.document.pages() {
            scan(&page.frame, &mut |text| {
                for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
                    let range = press.world.text_range(glyph.span.0);
                    let span = range.and_then(|range| document.origin(&range)).unwrap_or(section);
                    for c in text.text[glyph.range()].chars() {
                        if !c.is_control() && !found.contains(&(c, span)) {
                            found.push((c, span));
                        }
                    }
                }
            });
        }
        found
            .into_iter()
            .map(|(c, span)| {
                let message = format!("no font here has the character `{c}` (U+{:04X})", c as u32);
                Diagnostic::error("missing-glyph", span, message)
                    .help("write it another way, or bring a font that has it: in the guide's `fonts` folder, or with --font-path")
            })
            .collect()
    }

    /// The PDF of pages that go into another file: without tags.
    ///
    /// # Errors
    ///
    /// A failure of the engine; `place` stands for where.
    pub fn part(&self, manifest: &Manifest, ident: &str, place: Span) -> Result<Vec<u8>, Vec<Diagnostic>> {
        pdf::part(&self.document, manifest, ident, place)
    }

    /// The PDF.
    ///
    /// # Errors
    ///
    /// What the standards do not allow, at the Markdown it comes from.
    pub fn pdf(
        &mut self,
        about: &About,
        standards: &Standards,
        document: &Document,
        section: Span,
    ) -> Result<(Vec<u8>, Vec<Diagnostic>), Vec<Diagnostic>> {
        pdf::write(&mut self.document, about, standards, &[Origin::alone(document, section)])
    }
}

/// Calls `visit` for every run of text with its place on the page.
fn place(frame: &Frame, origin: Point, visit: &mut impl FnMut(Point, &typst::text::TextItem)) {
    for (at, item) in frame.items() {
        let at = origin + *at;
        match item {
            // Nothing in a layout turns or scales its columns.
            FrameItem::Group(group) => place(&group.frame, at, visit),
            FrameItem::Text(text) => visit(at, text),
            _ => {}
        }
    }
}

fn scan(frame: &Frame, visit: &mut impl FnMut(&typst::text::TextItem)) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => scan(&group.frame, visit),
            FrameItem::Text(text) => visit(text),
            _ => {}
        }
    }
}
