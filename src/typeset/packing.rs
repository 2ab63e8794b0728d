//! How the blocks of a section would fill columns in another size of type, told from one run of the engine.
//!
//! Blocks that stay whole make the number of columns jump: a little more type, and a listing that just fitted starts the next
//! column, with all that follows. A run tells how high each block is; they are put into columns as the engine does it.

use super::Settings;
use super::emit::Document;
use super::justify::Columns;

/// A block in a column, with the heading in front of it.
#[derive(Clone, Copy, Debug)]
struct Unit {
    /// How high it is, in the size of the run.
    height: f64,
    /// Whether it never breaks.
    whole: bool,
    /// The least that may stand at a column's foot, where it breaks.
    head: f64,
    /// How much stays together.
    step: f64,
    /// How much higher it is, beside its type, in type twice as large.
    growth: f64,
}

/// The blocks of a section, as one run laid them out.
#[derive(Debug)]
pub struct Packing {
    units: Vec<Unit>,
    /// What each page has for its columns; those behind the last are as high as the highest.
    heights: Vec<f64>,
    columns: usize,
    /// The size of the run, in twentieths of a point.
    size: u32,
    line: f64,
    gap: f64,
    /// What is added to the columns' height, for this and the engine to agree about the run.
    bias: f64,
}

/// How much of a growth in type text follows with more lines, measured on the guide.
const REFLOW: f64 = 0.5;

impl Packing {
    /// Reads a run; none where the layout does not mark every block, or where blocks cannot be put into columns so that as many
    /// are taken as the engine took.
    pub fn new(document: &Document, pages: &[Columns], settings: &Settings, fill: f64) -> Option<Packing> {
        let marks: usize = pages.iter().map(|page| page.marks.len()).sum();
        if marks != document.gaps.len() {
            return None;
        }
        let size = settings.points();
        let line = 1.2 * size;
        let mut found: Vec<Piece> = Vec::new();
        let mut before = 0;
        for page in pages {
            found.extend((0..settings.columns).flat_map(|column| pieces(page, column, before)));
            before += page.marks.len();
        }
        // Some block ends right where the gap behind it begins.
        let gap = found.iter().filter_map(|(.., below)| *below).fold(line, f64::min).max(0.0);
        let mut heights = vec![0.0; marks + 1];
        for (unit, height, below) in found {
            heights[unit] += (height + below.map_or(0.0, |below| below - gap)).max(0.0);
        }
        let kinds = std::iter::once(document.first).chain(document.gaps.iter().map(|gap| gap.block));
        let starts = std::iter::once(true).chain(document.gaps.iter().map(|gap| gap.shares > 1));
        let units = heights.iter().zip(kinds.zip(starts)).map(|(height, (block, heads))| Unit {
            height: *height,
            whole: block.whole,
            head: (if heads { 3.0 * line } else { 0.0 }) + line * block.step.max(2) as f64,
            step: line * block.step.max(1) as f64,
            growth: if block.reflows { REFLOW * height } else { 0.0 },
        });
        let mut packing = Packing {
            units: units.collect(),
            heights: pages.iter().map(|page| page.height).collect(),
            columns: settings.columns,
            size: settings.size,
            line,
            gap,
            bias: 0.0,
        };
        let taken = (fill * settings.columns as f64).floor() as usize + 1;
        let biases = (0..16).flat_map(|n| [0.25 * f64::from(n) * line, -0.25 * f64::from(n) * line]);
        for bias in biases {
            packing.bias = bias;
            if packing.columns_at(settings.size) == taken {
                return Some(packing);
            }
        }
        None
    }

    /// The size of the run, in twentieths of a point.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// The largest size, in twentieths of a point, at which so many pages are enough; none from `least` to `most`.
    pub fn largest(&self, pages: usize, least: u32, most: u32) -> Option<u32> {
        (least..=most).rev().find(|size| self.columns_at(*size) <= pages * self.columns)
    }

    /// How much of the columns' height on the last page can stay empty, in points: as much as lets their blocks stand where
    /// they are, or further on, and no more than `most`.
    pub fn spare(&self, most: f64) -> f64 {
        let taken = self.heights.len() * self.columns;
        let fits = |spare: f64| self.columns_in(self.size, spare) <= taken;
        let mut steps = (0..).map(|n| most - 0.25 * self.line * f64::from(n)).take_while(|spare| *spare > 0.0);
        steps.find(|spare| fits(*spare)).unwrap_or(0.0)
    }

    /// What another run, in another size, tells of how blocks grow.
    pub fn learn(&mut self, other: &Packing) {
        if other.size == self.size || other.units.len() != self.units.len() {
            return;
        }
        let (here, there) = (f64::from(self.size), f64::from(other.size));
        for (unit, other) in self.units.iter_mut().zip(&other.units) {
            // In the size of the type, a block is as high as before, or has another line or two.
            let grown = other.height / there * here - unit.height;
            unit.growth = grown / (there / here - 1.0);
        }
    }

    /// How many columns the blocks take in another size.
    fn columns_at(&self, size: u32) -> usize {
        self.columns_in(size, 0.0)
    }

    /// The same where so much of the last page's height stays empty.
    fn columns_in(&self, size: u32, spare: f64) -> usize {
        let scale = f64::from(size) / f64::from(self.size);
        let page = self.heights.iter().copied().fold(0.0, f64::max);
        let room = |column: usize| {
            let number = column / self.columns;
            let across = self.heights.get(number).map_or(0.0, |height| page - height);
            let spare = if number + 1 == self.heights.len() { spare } else { 0.0 };
            page / scale - across - spare + self.bias
        };
        let (mut column, mut used) = (0, 0.0);
        for unit in &self.units {
            let mut height = unit.height + unit.growth * (scale - 1.0);
            // Nothing stands between the columns' top and the first block.
            while used + height > room(column) + 0.01 {
                let left = room(column) - used;
                // Two lines at least on either side of a break.
                let rest = height - 2.0 * self.line.max(0.5 * unit.step);
                if !unit.whole && left >= unit.head && rest >= unit.step {
                    height -= (left.min(rest) / unit.step).floor() * unit.step;
                } else if used == 0.0 && spare > 0.0 && column + self.columns >= self.heights.len() * self.columns {
                    // A page is not made so low that a block no longer fits on it.
                    return usize::MAX;
                } else if used == 0.0 {
                    // What is higher than a column goes on in the next one.
                    height -= left.max(self.line);
                }
                column += 1;
                used = 0.0;
                if column > 10_000 {
                    return column;
                }
            }
            used += height.max(0.0) + self.gap;
        }
        column + 1
    }
}

/// What a column holds of a block: its number, the points from its mark, or the column's top, to its lower edge, and from there to
/// the next mark.
type Piece = (usize, f64, Option<f64>);

/// The pieces of blocks in one column. `before` is how many marks stand on the pages before this one.
fn pieces(page: &Columns, column: usize, before: usize) -> Vec<Piece> {
    let Some(extent) = page.extent(column) else { return Vec::new() };
    let own = page.marks.iter().enumerate().filter(|(_, mark)| mark.0 == column);
    let marks = own.map(|(i, mark)| (before + i + 1, mark.1));
    // What stands above the column's first mark goes on from the column before.
    let earlier = page.marks.iter().take_while(|mark| mark.0 < column).count();
    let starts: Vec<(usize, f64)> = std::iter::once((before + earlier, extent.start)).chain(marks).collect();
    let next = starts.iter().skip(1).map(|(_, y)| Some(*y)).chain([None]);
    let pieces = starts.iter().zip(next).filter_map(|((unit, from), next)| {
        let inside = |top: f64| from - 0.01 <= top && next.is_none_or(|next| top < next - 0.01);
        let parts = page.parts.iter().filter(|(at, part)| *at == column && inside(part.top));
        let bottom = parts.map(|(_, part)| part.bottom).reduce(f64::max)?;
        Some((*unit, bottom - from, next.map(|next| next - bottom)))
    });
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::frames::Part;
    use crate::typeset::justify::{Grid, Habit};
    use crate::typeset::{Gap, Paper, Theme};

    const SETTINGS: Settings = Settings { paper: Paper::A4, landscape: true, theme: Theme::Ink, columns: 2, size: 200 };

    /// A page of two columns, 120 points high, with blocks of 50, 40, 60 and 30 points and gaps of 5.
    fn page() -> Columns {
        let grid = Grid::new(210.0, 10.0, 12.0, 2);
        let part = |column: usize, top, bottom| (column, Part { x: grid.left(column), top, bottom, width: 0.0 });
        Columns {
            grid,
            parts: vec![part(0, 0.0, 50.0), part(0, 55.0, 95.0), part(1, 0.0, 60.0), part(1, 65.0, 95.0)],
            marks: vec![(0, 55.0), (1, 0.0), (1, 65.0)],
            end: f64::MAX,
            foot: f64::MAX,
            height: 120.0,
        }
    }

    fn packing(block: Habit, fill: f64) -> Option<Packing> {
        let gap = Gap { offset: 0, shares: 1, block };
        let document = Document { first: block, gaps: vec![gap; 3], ..Document::default() };
        Packing::new(&document, &[page()], &SETTINGS, fill)
    }

    #[test]
    fn whole_blocks_go_to_the_next_column_together() {
        let packing = packing(Habit { whole: true, step: 0, reflows: false }, 0.9).expect("two columns are taken");
        assert_eq!((packing.columns_at(200), packing.columns_at(252), packing.columns_at(253)), (2, 2, 4));
        assert_eq!((packing.largest(1, 140, 300), packing.largest(1, 260, 300)), (Some(252), None));
        // The page can be as low as its higher column.
        assert!((packing.spare(120.0) - 24.0).abs() < 3.0, "{}", packing.spare(120.0));
    }

    #[test]
    fn a_page_is_not_lower_than_its_blocks() {
        let block = Habit { whole: true, step: 0, reflows: false };
        let document = Document { first: block, ..Document::default() };
        let mut page = page();
        page.parts.truncate(1);
        page.marks.clear();
        // One block of fifty points, on a page of two columns.
        let packing = Packing::new(&document, &[page], &SETTINGS, 0.2).expect("one column is taken");
        assert!(packing.spare(120.0) <= 70.0, "{}", packing.spare(120.0));
    }

    #[test]
    fn blocks_that_break_fill_columns_to_their_foot() {
        let whole = packing(Habit { whole: true, step: 0, reflows: false }, 0.9).expect("two columns are taken");
        let broken = packing(Habit { whole: false, step: 0, reflows: false }, 0.9).expect("two columns are taken");
        let grown = packing(Habit { whole: false, step: 0, reflows: true }, 0.9).expect("two columns are taken");
        assert_eq!((broken.columns_at(260), whole.columns_at(260)), (3, 4));
        assert!(grown.largest(1, 140, 400) < broken.largest(1, 140, 400));
    }

    #[test]
    fn what_cannot_be_understood_predicts_nothing() {
        assert!(packing(Habit::default(), 9.0).is_none(), "it cannot take nine pages");
        let document = Document::default();
        assert!(Packing::new(&document, &[page()], &SETTINGS, 0.9).is_none(), "there are more marks than blocks");
    }

    #[test]
    fn two_runs_tell_how_blocks_grow() {
        let mut here = packing(Habit { whole: true, step: 0, reflows: false }, 0.9).expect("two columns are taken");
        let mut there = packing(Habit { whole: true, step: 0, reflows: false }, 0.9).expect("two columns are taken");
        there.size = 220;
        there.units.iter_mut().for_each(|unit| unit.height *= 1.1 * 1.05);
        let before = here.largest(1, 140, 400);
        here.learn(&there);
        assert!(here.largest(1, 140, 400) < before);
    }
}
