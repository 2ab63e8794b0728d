//! Looks at laid-out pages for what nobody should have to find on paper.
//!
//! | Code | What it means |
//! | --- | --- |
//! | `text-overflow` | text reaches out of its column, or off the page's foot |
//! | `text-overlap` | two texts are printed over each other |
//! | `small-type` | the body is set smaller than [`BODY`], or some text smaller than [`SMALLEST`] |
//! | `coarse-image` | an image has fewer than [`DPI`] pixels an inch |
//! | `empty-column` | a column is empty though text goes on behind it |

use super::compile::{Press, Sheet};
use super::{Document, Settings};
use crate::diagnostic::{Diagnostic, Place};
use crate::source::Span;
use typst::layout::{Frame, FrameItem, Point};
use typst::text::TextItem;
use typst::visualize::{Image, ImageKind};

/// The smallest body type that is read in the hand, in points.
const BODY: f64 = 6.0;
/// The smallest type of any words, in points: tables and notes are set smaller than the body.
const SMALLEST: f64 = 4.5;
/// The pixels an inch below which a printed image shows them.
const DPI: f64 = 150.0;
/// The margin that printers leave white, in points: 6.5 mm.
const WHITE: f64 = 18.4;
/// How far text may reach out of its column, in points: rounding, and signs that hang.
const TOLERANCE: f64 = 1.5;

/// A run of text where it stands, in points from the page's top left corner.
struct Set<'f> {
    left: f64,
    right: f64,
    baseline: f64,
    text: &'f TextItem,
}

/// An image where it stands.
struct Shown<'f> {
    left: f64,
    right: f64,
    bottom: f64,
    image: &'f Image,
}

impl Shown<'_> {
    fn bytes(&self) -> &[u8] {
        match self.image.kind() {
            ImageKind::Raster(image) => image.data(),
            ImageKind::Svg(image) => image.data(),
            _ => &[],
        }
    }
}

/// What is wrong with a sheet's pages.
pub fn check(
    sheet: &Sheet,
    press: &Press<'_>,
    document: &Document,
    settings: &Settings,
    section: Span,
) -> Vec<Diagnostic> {
    let origin = |offset: usize| document.origin(&(offset..offset + 1)).unwrap_or(section);
    let body = |set: &Set<'_>| press.offset(set.text).filter(|offset| *offset >= document.body);
    let grid = press.grid(settings);
    let mut found: Vec<Diagnostic> = small_type(sheet, body, origin, settings, section).into_iter().collect();
    let mut used: Vec<Option<usize>> = Vec::new();
    for frame in sheet.frames() {
        let (mut sets, mut images) = (Vec::new(), Vec::new());
        collect(frame, Point::zero(), &mut sets, &mut images);
        let columns = used.len();
        used.resize(columns + settings.columns, None);
        for set in &sets {
            let Some(offset) = body(set) else { continue };
            let wide = document.wide.iter().any(|range| range.contains(&offset));
            let column = grid.column(set.left);
            if !wide {
                let first = &mut used[columns + column];
                *first = Some(first.map_or(offset, |first| first.min(offset)));
            }
            let edge = match wide {
                true => grid.left(settings.columns - 1) + grid.width(),
                false => grid.left(column) + grid.width(),
            };
            let over = set.right - edge;
            if over > TOLERANCE {
                found.push(overflow(set, over, "its column", origin(offset)));
            } else if set.baseline > frame.height().to_pt() - WHITE {
                found.push(overflow(
                    set,
                    set.baseline - frame.height().to_pt() + WHITE,
                    "the page's foot",
                    origin(offset),
                ));
            }
        }
        found.extend(overlaps(&mut sets, body, origin));
        for shown in &images {
            let source = document.images.iter().find(|(_, bytes)| bytes.as_slice() == shown.bytes());
            let span = source.and_then(|(path, _)| document.source.find(path.as_str())).map_or(section, origin);
            let edge = grid.left(settings.columns - 1) + grid.width();
            found.extend(coarse(shown, span));
            found.extend(image_overflow(shown, edge, frame.height().to_pt() - WHITE, span));
        }
    }
    let last = used.iter().rposition(Option::is_some).unwrap_or(0);
    for i in (0..last).filter(|i| used[*i].is_none()) {
        let next = used[i..].iter().flatten().next().copied();
        let message = format!("column {} of page {} is empty", i % settings.columns + 1, i / settings.columns + 1);
        found.push(
            Diagnostic::warning("empty-column", next.map_or(section, origin), message)
                .help("what follows needs more room than was left; split it, or choose other columns"),
        );
    }
    // A long line of text is many runs; one message a place is enough, and what reaches out of its column reaches over others.
    let mut told: Vec<(bool, Place)> = Vec::new();
    found.sort_by_key(|diagnostic| diagnostic.code == "text-overlap");
    found.retain(|diagnostic| {
        let what = (diagnostic.is_error(), diagnostic.place.clone());
        let new = !told.contains(&what);
        told.push(what);
        new
    });
    found
}

fn overflow(set: &Set<'_>, points: f64, out_of: &str, span: Span) -> Diagnostic {
    let words = excerpt(&set.text.text);
    Diagnostic::error("text-overflow", span, format!("`{words}` reaches {points:.0} pt out of {out_of}"))
        .help("shorten it, break it up, set it in smaller type, or choose fewer columns")
}

fn overlaps<'f>(
    sets: &mut [Set<'f>],
    body: impl Fn(&Set<'f>) -> Option<usize>,
    origin: impl Fn(usize) -> Span,
) -> Vec<Diagnostic> {
    sets.sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.left.total_cmp(&b.left)));
    let mut found = Vec::new();
    for (i, set) in sets.iter().enumerate() {
        let size = set.text.size.to_pt();
        for other in sets[i + 1..].iter().take_while(|other| other.baseline - set.baseline < 0.3 * size) {
            let common = set.right.min(other.right) - set.left.max(other.left);
            // Accents and braces of mathematics stand over letters, and are meant to.
            let words =
                [set, other].iter().all(|set| set.text.text.chars().filter(|c| c.is_alphanumeric()).count() > 1);
            if words && common > 0.4 * size.min(other.text.size.to_pt()) {
                let Some(offset) = body(set).or_else(|| body(other)) else { continue };
                let (one, two) = (excerpt(&set.text.text), excerpt(&other.text.text));
                found.push(
                    Diagnostic::error("text-overlap", origin(offset), format!("`{one}` is printed over `{two}`"))
                        .help("shorten it, break it up, set it in smaller type, or choose fewer columns"),
                );
            }
        }
    }
    found
}

fn small_type(
    sheet: &Sheet,
    body: impl Fn(&Set<'_>) -> Option<usize>,
    origin: impl Fn(usize) -> Span,
    settings: &Settings,
    section: Span,
) -> Option<Diagnostic> {
    let help = "allow more pages, fewer columns or larger type";
    if settings.points() < BODY {
        let message = format!("the body type is {} pt; less than {BODY} pt is hard to read", settings.points());
        return Some(Diagnostic::warning("small-type", section, message).help(help));
    }
    let mut least: Option<(f64, usize)> = None;
    for frame in sheet.frames() {
        let (mut sets, mut images) = (Vec::new(), Vec::new());
        collect(frame, Point::zero(), &mut sets, &mut images);
        // Raised and lowered signs are small everywhere.
        for set in sets.iter().filter(|set| set.text.text.chars().filter(|c| c.is_alphabetic()).count() > 3) {
            let size = set.text.size.to_pt();
            if size < SMALLEST - 0.01
                && least.is_none_or(|(least, _)| size < least)
                && let Some(offset) = body(set)
            {
                least = Some((size, offset));
            }
        }
    }
    let (size, offset) = least?;
    let message = format!("type of {size:.1} pt; less than {SMALLEST} pt cannot be read in print");
    Some(Diagnostic::warning("small-type", origin(offset), message).help(help))
}

fn coarse(shown: &Shown<'_>, span: Span) -> Option<Diagnostic> {
    let ImageKind::Raster(_) = shown.image.kind() else { return None };
    let dpi = shown.image.width() / ((shown.right - shown.left) / 72.0);
    let message = format!("this image has {dpi:.0} pixels an inch where it is printed, fewer than {DPI:.0}");
    (dpi < DPI - 0.5)
        .then(|| Diagnostic::warning("coarse-image", span, message).help("give it more pixels, or draw it as SVG"))
}

fn image_overflow(shown: &Shown<'_>, edge: f64, foot: f64, span: Span) -> Option<Diagnostic> {
    let (out, down) = (shown.right - edge, shown.bottom - foot);
    let (points, of) = if out > TOLERANCE { (out, "the columns") } else { (down, "the page's foot") };
    (points > TOLERANCE).then(|| {
        Diagnostic::error("image-overflow", span, format!("this image reaches {points:.0} pt out of {of}"))
            .help("make it smaller, or cut it into parts")
    })
}

/// Text as it stands in a message: not longer than 40 characters.
fn excerpt(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(39).chain(['…']).collect() }
}

fn collect<'f>(frame: &'f Frame, origin: Point, sets: &mut Vec<Set<'f>>, images: &mut Vec<Shown<'f>>) {
    for (at, item) in frame.items() {
        let at = origin + *at;
        match item {
            // What a layout turns or scales it has to look after itself.
            FrameItem::Group(group) if group.transform.is_identity() => collect(&group.frame, at, sets, images),
            FrameItem::Text(text) if !text.text.trim().is_empty() => {
                let trailing = text.text.len() - text.text.trim_end().len();
                let end = text.text.len() - trailing;
                let glyphs = text.glyphs.iter().filter(|glyph| usize::from(glyph.range.start) < end);
                let width: f64 = glyphs.map(|glyph| glyph.x_advance.at(text.size).to_pt()).sum();
                let (left, baseline) = (at.x.to_pt(), at.y.to_pt());
                sets.push(Set { left, right: left + width, baseline, text });
            }
            FrameItem::Image(image, size, _) => {
                let (left, top) = (at.x.to_pt(), at.y.to_pt());
                images.push(Shown { left, right: left + size.x.to_pt(), bottom: top + size.y.to_pt(), image });
            }
            _ => {}
        }
    }
}
