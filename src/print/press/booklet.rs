//! Booklets: two pages a side, with the fold between them.

use super::super::imposition::{self, Binding};
use super::super::marks::{self, EDGE, MARGIN, SHORTEST};
use super::super::plan::{MM, Mark, MarkKind, Placement, Point, Rect, Side, Size, Turn};
use super::{Edge, Misfit, Page, Press, SAME, Sheets, Slug, below, centred, fitting, largest};

/// How far words along the fold keep from it: staples and creep need their room.
const BESIDE: f64 = 0.7 * MM;

/// The two halves of a sheet, and the way to the fold.
struct Fold {
    paper: Size,
    /// Left and right, or above and below.
    halves: [Rect; 2],
    upright: bool,
}

impl Fold {
    /// Pages that stand get an upright fold on a sheet that lies; pages that lie get a level one on a sheet that stands.
    fn of(paper: Size, pages: &[Option<Page>]) -> Fold {
        let size = largest(pages);
        if size.width <= size.height {
            let paper = paper.landscape();
            let left = Rect { width: paper.width / 2.0, ..Rect::of(paper) };
            Fold { paper, halves: [left, left.moved(left.width, 0.0)], upright: true }
        } else {
            let paper = paper.portrait();
            let below = Rect { height: paper.height / 2.0, ..Rect::of(paper) };
            Fold { paper, halves: [below.moved(0.0, below.height), below], upright: false }
        }
    }

    /// The way from a half to the fold.
    fn inward(&self, half: usize) -> (f64, f64) {
        match (self.upright, half) {
            (true, 0) => (1.0, 0.0),
            (true, _) => (-1.0, 0.0),
            (false, 0) => (0.0, -1.0),
            (false, _) => (0.0, 1.0),
        }
    }

    /// What of a half is left within margins, and beside the gutter at the fold.
    fn room(&self, half: usize, margin: f64, gutter: f64) -> Rect {
        let Rect { x, y, width, height } = self.halves[half];
        let (left, right, lower, upper) = match (self.upright, half) {
            (true, 0) => (margin, gutter, margin, margin),
            (true, _) => (gutter, margin, margin, margin),
            (false, 0) => (margin, margin, gutter, margin),
            (false, _) => (margin, margin, margin, gutter),
        };
        Rect { x: x + left, y: y + lower, width: width - left - right, height: height - lower - upper }
    }

    /// Where the lower left corner of a page is that touches the gutter at the fold, and is in the middle otherwise.
    fn at_fold(&self, half: usize, page: &Page, scale: f64, gutter: f64) -> Point {
        let room = self.halves[half];
        let (x, y) = self.inward(half);
        let centre = centred(page, scale, &room);
        let slack = |room: f64, length: f64| (room - scale * length) / 2.0 - gutter;
        Point {
            x: centre.x + x * slack(room.width, page.size.width),
            y: centre.y + y * slack(room.height, page.size.height),
        }
    }
}

pub fn sheets(
    press: &Press,
    pages: &[Option<Page>],
    signature: Option<usize>,
    binding: Binding,
    creep: f64,
) -> Result<Sheets, Misfit> {
    let fold = Fold::of(press.paper, pages);
    let whole = fold.room(0, 0.0, press.gutter);
    let size = largest(pages);
    // At 100 % pages bring their own margins.
    let full = size.width <= whole.width + SAME && size.height <= whole.height + SAME;
    let room = fold.room(0, press.margin, press.gutter);
    let scale = if full { 1.0 } else { fitting(pages, room.size())? };
    let trim = trim(&fold, size, press.gutter).filter(|_| full);
    let slug = match (full, trim) {
        (true, None) => along(&fold),
        _ => below(MARGIN, fold.paper.width - MARGIN, if fold.upright { 2 } else { 1 }),
    };
    let marks = marks(&fold, trim);
    let mut sides = Vec::new();
    for (i, sheet) in imposition::booklet(pages.len(), signature, binding).into_iter().enumerate() {
        for (cells, name) in [(sheet.front, "front"), (sheet.back, "back")] {
            let mut side = Side::blank(fold.paper, format!("{} {name}", i + 1));
            side.trim = trim;
            side.marks = marks.clone();
            for (half, number) in cells.into_iter().enumerate() {
                let Some(page) = number.and_then(|number| pages.get(number)?.as_ref()) else { continue };
                let Point { x, y } = match full {
                    true => fold.at_fold(half, page, scale, press.gutter),
                    false => centred(page, scale, &fold.room(half, press.margin, press.gutter)),
                };
                let (towards, up) = fold.inward(half);
                let shift = creep * sheet.depth as f64;
                let at = Point { x: x + towards * shift, y: y + up * shift };
                let clip = Some(fold.halves[half]);
                side.placements.push(Placement {
                    source: page.source,
                    page: page.page,
                    at,
                    turn: Turn::None,
                    scale,
                    clip,
                });
            }
            sides.push(side);
        }
    }
    // The fold is parallel to the short edge, whichever way the sheet lies.
    Ok(press.finished(sides, Edge::Short, false, scale, slug))
}

/// The edge of a booklet that is smaller than its paper; none if there is no room for marks around it.
fn trim(fold: &Fold, size: Size, gutter: f64) -> Option<Rect> {
    let (width, height) = match fold.upright {
        true => (2.0 * (size.width + gutter), size.height),
        false => (size.width, 2.0 * (size.height + gutter)),
    };
    let (x, y) = ((fold.paper.width - width) / 2.0, (fold.paper.height - height) / 2.0);
    (x >= MARGIN && y >= MARGIN).then_some(Rect { x, y, width, height })
}

/// Fold marks at both ends of the fold, and cut marks at the corners of a trim.
fn marks(fold: &Fold, trim: Option<Rect>) -> Vec<Mark> {
    let (middle, level) = (fold.paper.width / 2.0, fold.paper.height / 2.0);
    // Without a trim the fold's ends are where pages meet, and nothing but their margins is there.
    let around = trim.unwrap_or(Rect {
        x: EDGE + SHORTEST,
        y: EDGE + SHORTEST,
        width: fold.paper.width - 2.0 * (EDGE + SHORTEST),
        height: fold.paper.height - 2.0 * (EDGE + SHORTEST),
    });
    let mut all = match fold.upright {
        true => marks::upright(MarkKind::Fold, fold.paper, &around, &[middle]),
        false => marks::across(MarkKind::Fold, fold.paper, &around, &[level]),
    }
    .unwrap_or_default();
    if let Some(trim) = trim {
        let cut = marks::cut(fold.paper, &trim, &[trim.x, trim.right()], &[trim.y, trim.top()]);
        all.extend(cut.unwrap_or_default());
    }
    all
}

/// A line of words along the fold, where nothing but inner margins is: pages at 100 % leave no other place.
fn along(fold: &Fold) -> Slug {
    let height = MARGIN - EDGE;
    let start = MARGIN + BESIDE;
    match fold.upright {
        true => {
            let at = Point { x: fold.paper.width / 2.0 + BESIDE, y: start };
            Slug { at, turn: Turn::Left, length: fold.paper.height - 2.0 * start, height, parts: 1 }
        }
        false => {
            let at = Point { x: start, y: fold.paper.height / 2.0 + BESIDE };
            Slug { at, turn: Turn::None, length: fold.paper.width - 2.0 * start, height, parts: 1 }
        }
    }
}
