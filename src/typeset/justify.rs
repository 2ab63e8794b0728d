//! What a column has left over, shared out between its blocks.
//!
//! Blocks that stay whole leave columns short of their foot. The rest goes into the gaps between blocks, three shares in
//! front of a topic and one elsewhere, but never so much that a gap tears its column apart: what is more than that stays
//! at the foot. The last column ends where the text does.

use super::compile::{Press, Sheet};
use super::{Document, Settings};

/// The most one share may add to a gap, in the body size.
const MOST: f64 = 0.55;

/// A gap between two blocks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// Where the block behind it begins in the source.
    pub offset: usize,
    /// Its shares of what is left over.
    pub shares: u32,
}

/// A run of text on a page: where it comes from, which column it stands in, and its baseline, in points from the top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// Where it begins in the source.
    pub offset: usize,
    /// The column, counted through all pages from 0.
    pub column: usize,
    /// The baseline.
    pub y: f64,
}

/// What is to be added to each gap, in points.
pub fn slack(sheet: &Sheet, press: &Press<'_>, document: &Document, settings: &Settings) -> Vec<f64> {
    let mut runs = sheet.runs(press, document.body, settings.columns);
    runs.sort_by_key(|run| run.offset);
    share(&runs, &document.gaps, settings.points())
}

/// `runs` are sorted by offset.
fn share(runs: &[Run], gaps: &[Gap], size: f64) -> Vec<f64> {
    let columns = runs.iter().map(|run| run.column + 1).max().unwrap_or(0);
    let mut extent = vec![(f64::MAX, f64::MIN); columns];
    for run in runs {
        let (top, bottom) = &mut extent[run.column];
        (*top, *bottom) = (top.min(run.y), bottom.max(run.y));
    }
    let foot = extent.iter().map(|(_, bottom)| *bottom).fold(f64::MIN, f64::max);
    // The column of each gap that stands inside one: the text behind it is not the column's first.
    let inside: Vec<Option<usize>> = gaps
        .iter()
        .map(|gap| {
            let next = runs.get(runs.partition_point(|run| run.offset < gap.offset))?;
            (next.y > extent[next.column].0 + 2.0 * size).then_some(next.column)
        })
        .collect();
    let mut shares = vec![0u32; columns];
    for (gap, column) in gaps.iter().zip(&inside) {
        if let Some(column) = column {
            shares[*column] += gap.shares;
        }
    }
    // A little is kept back, so that rounding moves nothing to the next column.
    let each = |column: usize| -> f64 {
        let rest = foot - extent[column].1 - 0.5;
        let last = column + 1 == columns;
        if last || rest <= 0.0 { 0.0 } else { (0.98 * rest / f64::from(shares[column].max(1))).min(MOST * size) }
    };
    let of = |(gap, column): (&Gap, &Option<usize>)| column.map_or(0.0, |column| f64::from(gap.shares) * each(column));
    gaps.iter().zip(&inside).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_over_is_shared_up_to_a_limit() {
        let run = |offset, column, y| Run { offset, column, y };
        let gap = |offset, shares| Gap { offset, shares };
        // The first column ends 8.5 pt above the second, the third is the last.
        let runs = [
            run(0, 0, 10.0),
            run(10, 0, 60.0),
            run(20, 0, 91.5),
            run(30, 1, 10.0),
            run(40, 1, 100.0),
            run(50, 2, 10.0),
            run(60, 2, 40.0),
        ];
        let gaps = [gap(10, 1), gap(20, 3), gap(30, 1), gap(40, 1), gap(60, 1)];
        let slack = share(&runs, &gaps, 8.0);
        assert_eq!(slack, [0.98 * 8.0 / 4.0, 3.0 * 0.98 * 8.0 / 4.0, 0.0, 0.0, 0.0]);
        // A column that ends much too high keeps its rest at the foot.
        let runs = [run(0, 0, 10.0), run(10, 0, 30.0), run(30, 1, 10.0), run(40, 1, 400.0), run(50, 2, 10.0)];
        assert_eq!(share(&runs, &[gap(10, 3)], 8.0), [3.0 * MOST * 8.0]);
        assert_eq!(share(&[], &[gap(0, 1)], 8.0), [0.0]);
    }
}
