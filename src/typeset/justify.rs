//! What a column has left over, shared out between its blocks.
//!
//! Blocks that stay whole leave columns short of their foot. The rest goes into the gaps between blocks, three shares in
//! front of a topic and one elsewhere, but never so much that a gap tears its column apart: what is more than that stays
//! at the foot. The laid-out blocks are moved, so no text can come to stand in another column. The last page's columns
//! end level with each other, wherever that is.

use super::frames::{self, Part};
use super::{Document, Settings};
use std::ops::Range;
use typst::layout::Point;

/// The most one share may add to a gap, in the body size, and what it adds where even that does not bring a column to the foot of
/// a page that is not the last.
const MOST: f64 = 0.55;
const SOME: f64 = 0.2;

/// A gap between two blocks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// Where the block behind it begins in the source.
    pub offset: usize,
    /// Its shares of what is left over.
    pub shares: u32,
    /// What the block behind it is like.
    pub block: Habit,
}

/// How a block behaves at a column's foot and in larger type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Habit {
    /// Whether it never breaks.
    pub whole: bool,
    /// About how many lines stay together where it breaks; 0 for single lines.
    pub step: usize,
    /// Whether larger type gives it more lines.
    pub reflows: bool,
}

/// The columns of a page.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
    left: f64,
    gutter: f64,
    pitch: f64,
    columns: usize,
}

impl Grid {
    /// The columns of pages so wide, with so much beside the text and between columns; all in points.
    pub fn new(width: f64, sides: f64, gutter: f64, columns: usize) -> Grid {
        Grid { left: sides, gutter, pitch: (width - 2.0 * sides + gutter) / columns as f64, columns }
    }

    /// The column at a distance from the page's left edge.
    pub fn column(&self, x: f64) -> usize {
        ((x - self.left + self.gutter / 2.0) / self.pitch).floor().clamp(0.0, self.columns as f64 - 1.0) as usize
    }

    /// Whether so wide a thing runs across columns.
    pub fn is_wide(&self, width: f64) -> bool {
        self.columns > 1 && width > 1.3 * self.pitch
    }

    /// How wide one column is.
    pub fn width(&self) -> f64 {
        self.pitch - self.gutter
    }

    /// Where a column begins.
    pub fn left(&self, column: usize) -> f64 {
        self.left + self.pitch * column as f64
    }
}

/// What stands in the columns of a page.
#[derive(Debug)]
pub struct Columns {
    /// Where the columns are.
    pub grid: Grid,
    /// Parts of blocks, each with its column.
    pub parts: Vec<(usize, Part)>,
    /// The marks in front of blocks: column and y.
    pub marks: Vec<(usize, f64)>,
    /// What lies below this is not the columns' own: the top of what runs across them at the foot.
    pub end: f64,
    /// How far down the columns may reach above that.
    pub foot: f64,
    /// How high the columns are; 0 where no block is marked.
    pub height: f64,
}

impl Columns {
    /// The top of the first part and the lower edge of the lowest one in a column.
    pub fn extent(&self, column: usize) -> Option<Range<f64>> {
        let own = || self.parts.iter().filter(|(at, _)| *at == column).map(|(_, part)| part);
        let top = own().map(|part| part.top).reduce(f64::min)?;
        Some(top..own().map(|part| part.bottom).reduce(f64::max)?)
    }
}

/// How the blocks of a section were moved, page by page.
#[derive(Debug, Default)]
pub struct Levelling {
    /// What stays empty at the last page's foot: behind which gap, and points.
    pub spare: Option<(usize, f64)>,
    moves: Vec<(Columns, Vec<f64>)>,
}

impl Levelling {
    /// Shares out what the columns of pages have left over.
    pub fn new(
        spare: Option<(usize, f64)>,
        pages: Vec<Columns>,
        document: &Document,
        settings: &Settings,
    ) -> Levelling {
        let Some(shares) = shares(document, &pages) else { return Levelling { spare, moves: Vec::new() } };
        let feet = feet(&pages, &shares, settings);
        let last = pages.len().saturating_sub(1);
        let of = |(i, (page, (shares, foot))): (usize, (Columns, (&Vec<u32>, f64)))| {
            let slack = share(&page, shares, foot, if i == last { MOST } else { SOME }, settings);
            (page, slack)
        };
        Levelling { spare, moves: pages.into_iter().zip(shares.iter().zip(feet)).enumerate().map(of).collect() }
    }

    /// A page of the section, counted from 0, as the engine laid it out, with its blocks moved.
    pub fn page(&self, number: usize, page: &typst_layout::Page) -> typst_layout::Page {
        let mut page = page.clone();
        if let Some((columns, slack)) = self.moves.get(number) {
            let shift = |x: f64, y: f64, width: f64| shift(columns, slack, x, y, width);
            page.frame = frames::moved(&page.frame, Point::zero(), &shift);
        }
        page
    }
}

/// Where the columns of each page should end: all at one foot, above what runs across them. On the last page that is so where
/// the gaps of all its columns can take it; else they end level with its own lowest.
pub fn feet(pages: &[Columns], shares: &[Vec<u32>], settings: &Settings) -> Vec<f64> {
    let lowest = |page: &Columns| lowest(page, settings);
    let foot = pages.iter().map(lowest).fold(0.0, f64::max);
    let of = |(i, (page, shares)): (usize, (&Columns, &Vec<u32>))| {
        let foot = foot.min(page.foot).max(lowest(page));
        let short = i + 1 == pages.len() && reach(page, shares, settings) < foot;
        if short { lowest(page) } else { foot }
    };
    pages.iter().zip(shares).enumerate().map(of).collect()
}

/// How far down all columns of a page reach when their gaps are as large as they may be.
fn reach(page: &Columns, shares: &[u32], settings: &Settings) -> f64 {
    let column = |column: usize| {
        let extent = page.extent(column)?;
        Some(extent.end + f64::from(inside(page, shares, column, extent.start, settings)) * MOST * settings.points())
    };
    (0..settings.columns).map(|at| column(at).unwrap_or(0.0)).fold(f64::MAX, f64::min)
}

/// The shares of the marks that stand in a column below its top.
fn inside(page: &Columns, shares: &[u32], column: usize, top: f64, settings: &Settings) -> u32 {
    let own = |mark: &(usize, f64)| mark.0 == column && mark.1 > top + 0.5 * settings.points();
    page.marks.iter().zip(shares).filter(|(mark, _)| own(mark)).map(|(_, n)| n).sum()
}

/// Whether the last page's columns end level when what they have left over is shared out.
pub fn levels(pages: &[Columns], shares: &[Vec<u32>], settings: &Settings) -> bool {
    let (Some(page), Some(shares)) = (pages.last(), shares.last()) else { return true };
    let foot = lowest(page, settings);
    let slack = share(page, shares, foot, MOST, settings);
    (0..settings.columns).all(|column| {
        let Some(extent) = page.extent(column) else { return false };
        let own = page.marks.iter().zip(&slack).filter(|(mark, _)| mark.0 == column);
        foot - extent.end - own.map(|(_, points)| points).sum::<f64>() < 1.2 * settings.points()
    })
}

/// The gap behind whose block to say what stays empty at the last page's foot, and how high that page's columns are.
pub fn below(pages: &[Columns], settings: &Settings) -> Option<(usize, f64)> {
    let page = pages.last()?;
    if settings.columns == 1 {
        return None;
    }
    let extents: Vec<_> = (0..settings.columns).map(|column| page.extent(column)).collect();
    let top = extents.iter().flatten().map(|extent| extent.start).fold(f64::MAX, f64::min);
    // Only what stands below another block on this page cannot be carried to the page before.
    let first = page.marks.iter().position(|(column, y)| *column == 0 && *y > top + settings.points())?;
    let before: usize = pages[..pages.len() - 1].iter().map(|page| page.marks.len()).sum();
    Some((before + first, page.height))
}

fn lowest(page: &Columns, settings: &Settings) -> f64 {
    (0..settings.columns).filter_map(|column| page.extent(column)).map(|extent| extent.end).fold(0.0, f64::max)
}

/// How far down each mark of a page moves beyond the one before it in its column.
///
/// `shares` are those of the page's marks, `foot` is where its columns should end, `short` is what one share adds, in the body
/// size, where a column does not reach it.
pub fn share(page: &Columns, shares: &[u32], foot: f64, short: f64, settings: &Settings) -> Vec<f64> {
    let size = settings.points();
    let each: Vec<(f64, f64)> = (0..settings.columns)
        .map(|column| {
            let Some(extent) = page.extent(column) else { return (0.0, 0.0) };
            let all = inside(page, shares, column, extent.start, settings);
            let rest = foot - extent.end;
            let each = if rest > 0.01 && all > 0 { rest / f64::from(all) } else { 0.0 };
            let each = if each > MOST * size { short * size } else { each };
            (extent.start + 0.5 * size, each)
        })
        .collect();
    page.marks
        .iter()
        .zip(shares)
        .map(|((column, y), n)| if *y > each[*column].0 { f64::from(*n) * each[*column].1 } else { 0.0 })
        .collect()
}

/// How far down what stands at a height moves: by the sum of the slack of the marks above it in its column.
pub fn shift(page: &Columns, slack: &[f64], x: f64, y: f64, width: f64) -> f64 {
    if y >= page.end || page.grid.is_wide(width) {
        return 0.0;
    }
    let column = page.grid.column(x);
    let above = page.marks.iter().zip(slack).filter(|(mark, _)| mark.0 == column && mark.1 <= y + 0.01);
    above.map(|(_, points)| points).sum()
}

/// Reads the columns of a page; `body` are the baselines of its text, `across` those of what runs across its columns.
pub fn columns(page: frames::Page, grid: Grid, body: &[f64], across: &[f64], size: f64) -> Columns {
    // A line reaches about its size above the baseline; in front of what runs across the columns there is room besides.
    let end = across.iter().copied().reduce(f64::min).map_or(f64::MAX, |y| y - 1.3 * size);
    let last = body.iter().copied().filter(|y| *y < end).reduce(f64::max).unwrap_or(0.0) + size;
    let own = |part: &Part| part.top < end.min(last) && !grid.is_wide(part.width);
    Columns {
        parts: page.parts.into_iter().filter(own).map(|part| (grid.column(part.x), part)).collect(),
        marks: page.marks.iter().map(|(x, y)| (grid.column(*x), *y)).collect(),
        grid,
        end: end.min(last),
        foot: end - 1.5 * size,
        height: page.height,
    }
}

/// The part of `document.gaps` that the marks stand for, if there is one for each.
pub fn shares(document: &Document, pages: &[Columns]) -> Option<Vec<Vec<u32>>> {
    let mut gaps = document.gaps.iter().map(|gap| gap.shares);
    let all: Vec<Vec<u32>> = pages.iter().map(|page| gaps.by_ref().take(page.marks.len()).collect()).collect();
    let complete =
        gaps.next().is_none() && all.iter().zip(pages).all(|(shares, page)| shares.len() == page.marks.len());
    complete.then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::{Paper, Theme};

    fn page() -> Columns {
        let grid = Grid::new(210.0, 10.0, 12.0, 2);
        let part = |column: usize, top, bottom| (column, Part { x: grid.left(column), top, bottom, width: 0.0 });
        Columns {
            grid,
            parts: vec![part(0, 10.0, 40.0), part(0, 44.0, 70.0), part(0, 74.0, 92.0), part(1, 10.0, 100.0)],
            marks: vec![(0, 10.0), (0, 44.0), (0, 74.0), (1, 10.0)],
            end: f64::MAX,
            foot: f64::MAX,
            height: 100.0,
        }
    }

    #[test]
    fn what_is_left_over_is_shared_up_to_a_limit() {
        let settings = Settings { paper: Paper::A4, landscape: true, theme: Theme::Ink, columns: 2, size: 160 };
        assert_eq!(share(&page(), &[3, 1, 3, 3], 100.0, SOME, &settings), [0.0, 2.0, 6.0, 0.0]);
        // A column that ends much too high keeps nearly all of its rest at the foot.
        assert_eq!(share(&page(), &[3, 1, 3, 3], 400.0, SOME, &settings), [0.0, SOME * 8.0, 3.0 * SOME * 8.0, 0.0]);
    }

    #[test]
    fn blocks_move_by_all_that_was_added_above_them() {
        let page = page();
        let slack = [0.0, 2.0, 6.0, 0.0];
        assert_eq!(shift(&page, &slack, 10.0, 20.0, 0.0), 0.0);
        assert_eq!(shift(&page, &slack, 10.0, 44.0, 0.0), 2.0);
        assert_eq!(shift(&page, &slack, 10.0, 80.0, 0.0), 8.0);
        assert_eq!(shift(&page, &slack, page.grid.left(1), 80.0, 0.0), 0.0);
    }
}
