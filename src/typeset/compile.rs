//! Runs the engine and reads what it made.

use super::frames;
use super::justify::{self, Columns, Grid};
use super::layout::{self, Layout};
use super::world::{self, MAIN};
use super::{Document, Engine, Settings};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::guide::Date;
use crate::source::Span;
use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Label, Smart};
use typst::introspection::Introspector;
use typst::layout::{Frame, FrameItem, Point};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

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
        if span.id() != Some(world::id(MAIN)) {
            return None;
        }
        self.world.range(span).map(|range| range.start)
    }

    /// A Typst error at the Markdown it comes from, or in the layout.
    fn translate(&self, error: &SourceDiagnostic, document: &Document, section: Span) -> Diagnostic {
        let main = world::id(MAIN);
        let places = std::iter::once((error.span.id(), self.world.range(error.span)))
            .chain(error.trace.iter().map(|point| (point.span.id(), self.world.range(point.span))));
        let mut in_layout = None;
        for (id, range) in places {
            let (Some(id), Some(range)) = (id, range) else { continue };
            if id == main {
                let span = document.origin(&range).unwrap_or(section);
                let help = match in_layout {
                    Some(Place::File(place)) => format!("the layout stopped at {place}"),
                    _ => "change the text here, and report it: the layout should take it".into(),
                };
                let message = format!("this text cannot be typeset: {}", error.message);
                return Diagnostic::error("layout-failed", span, message).help(help);
            }
            if in_layout.is_none()
                && let Some((shown, source)) = self.world.layout_file(id)
            {
                in_layout = Some(layout::at(shown, source.text(), range.start));
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
    pub fn justified(self, press: &Press<'_>, document: &Document, settings: &Settings) -> Sheet {
        let pages = self.columns(press, document, settings);
        let Some(shares) = justify::shares(document, &pages) else { return self };
        let feet = justify::feet(&pages, settings);
        let moved = self.document.pages().iter().zip(&pages).zip(shares.iter().zip(feet)).map(
            |((page, columns), (shares, foot))| {
                let slack = justify::share(columns, shares, foot, settings);
                let shift = |x: f64, y: f64, width: f64| justify::shift(columns, &slack, x, y, width);
                let mut page = page.clone();
                page.frame = frames::moved(&page.frame, Point::zero(), &shift);
                page
            },
        );
        let info = typst::model::Document::info(&self.document).clone();
        Sheet { document: PagedDocument::new(moved.collect(), info) }
    }

    /// Characters that no font has, each once a place, as errors.
    pub fn missing_glyphs(&self, press: &Press, document: &Document, section: Span) -> Vec<Diagnostic> {
        let mut found: Vec<(char, Span)> = Vec::new();
        for page in self.document.pages() {
            scan(&page.frame, &mut |text| {
                for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
                    let range = press.world.range(glyph.span.0).filter(|_| glyph.span.0.id() == Some(world::id(MAIN)));
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
                    .help("write it another way, or give the guide a font that has it")
            })
            .collect()
    }

    /// The PDF: tagged, with outline, title and language.
    ///
    /// # Errors
    ///
    /// What the engine found wrong.
    pub fn pdf(&self, ident: &str, date: Date, section: Span) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let timestamp =
            Datetime::from_ymd_hms(i32::from(date.year), date.month, date.day, 0, 0, 0).map(Timestamp::new_utc);
        let options = PdfOptions {
            ident: Smart::Custom(ident.to_owned()),
            creator: Smart::Custom(Some("revexport".into())),
            timestamp,
            ..PdfOptions::default()
        };
        let run = std::panic::AssertUnwindSafe(|| typst_pdf::pdf(&self.document, &options));
        let fail = |message: String| vec![Diagnostic::error("engine-failure", section, message)];
        match std::panic::catch_unwind(run) {
            Ok(Ok(bytes)) => Ok(bytes),
            Ok(Err(errors)) => Err(errors
                .iter()
                .flat_map(|error| fail(format!("the PDF cannot be written: {}", error.message)))
                .collect()),
            Err(_) => Err(fail("the typesetting engine failed while writing the PDF".into())),
        }
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
