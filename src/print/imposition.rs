//! Which page goes where: arithmetic on numbers of pages, without a length in it.
//!
//! All sides are described as they are seen when a sheet is turned like a page, about an upright edge. A printer that flips about
//! the other edge needs the back turned by half; that is done where the sheets are laid out.

/// The edge at which a booklet is bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Binding {
    /// On the left, for what is read from left to right.
    #[default]
    Left,
    /// On the right, for what is read from right to left.
    Right,
}

/// A sheet of a booklet: four pages, of which some may be blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Folded {
    /// The left and the right page of the front.
    pub front: [Option<usize>; 2],
    /// The left and the right page of the back.
    pub back: [Option<usize>; 2],
    /// Which signature it belongs to, from 0.
    pub signature: usize,
    /// How many sheets lie around it in its signature: 0 is the outermost.
    pub depth: usize,
}

/// The sheets of a booklet that is folded and stitched through the fold, from the outside in.
///
/// Pages are counted from 0. `sheets` is how many lie in each other before the next signature begins; none for all. Only the
/// last signature is padded with blank pages, at its end, to a multiple of four.
pub fn booklet(pages: usize, sheets: Option<usize>, binding: Binding) -> Vec<Folded> {
    let total = pages.div_ceil(4);
    let each = sheets.unwrap_or(total).max(1);
    let mut folded = Vec::with_capacity(total);
    for (signature, first) in (0..total).step_by(each).enumerate() {
        let count = each.min(total - first);
        let (low, high) = (4 * first, 4 * (first + count) - 1);
        let page = |number: usize| (number < pages).then_some(number);
        for depth in 0..count {
            let front = [page(high - 2 * depth), page(low + 2 * depth)];
            let back = [page(low + 2 * depth + 1), page(high - 2 * depth - 1)];
            let sheet = Folded { front, back, signature, depth };
            folded.push(match binding {
                Binding::Left => sheet,
                Binding::Right => Folded { front: [front[1], front[0]], back: [back[1], back[0]], ..sheet },
            });
        }
    }
    folded
}

/// The order of pages on sheets that hold several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Line by line on each side, then on the back, then on the next sheet.
    #[default]
    Reading,
    /// So that the stack is cut and its piles are laid on each other: each pile holds what follows the pile before, and each
    /// page has the next one on its back.
    Cutting,
}

/// The cells of a side, line by line from the upper left.
pub type Cells = Vec<Option<usize>>;

/// Sheets of `columns` × `rows` pages: front and back of each.
///
/// A sheet whose pages all fit its front has an empty back; the last cells may be empty.
pub fn grid(pages: usize, columns: usize, rows: usize, order: Order) -> Vec<[Cells; 2]> {
    let cells = (columns * rows).max(1);
    let sheets = pages.div_ceil(2 * cells);
    let page = |number: usize| (number < pages).then_some(number);
    let sheet = |sheet: usize| match order {
        Order::Reading => [0, 1].map(|side| (0..cells).map(|cell| page((2 * sheet + side) * cells + cell)).collect()),
        Order::Cutting => {
            let front = |cell: usize| page(2 * (cell * sheets + sheet));
            let back = |cell: usize| page(2 * (mirrored(cell, columns) * sheets + sheet) + 1);
            [(0..cells).map(front).collect(), (0..cells).map(back).collect()]
        }
    };
    (0..sheets).map(sheet).collect()
}

/// The cell that lies behind a cell, when the sheet is turned about an upright edge: the same line, from the other end.
pub fn mirrored(cell: usize, columns: usize) -> usize {
    let column = cell % columns;
    cell - column + (columns - 1 - column)
}

/// Sheets printed on one side and folded, so that front and back lie back to back: the front of each leaf on one half, its
/// back on the other, where the fold brings it behind the front.
///
/// `columns` × `rows` are the cells of the whole side. With an even number of columns the fold is upright, in the middle, and the
/// fronts are on the left. With an odd number the fold lies across, fronts are above, and backs have to stand on their heads.
pub fn gutterfold(pages: usize, columns: usize, rows: usize) -> Vec<Cells> {
    let cells = (columns * rows).max(2);
    let leaves = cells / 2;
    let page = |number: usize| (number < pages).then_some(number);
    let upright = columns.is_multiple_of(2);
    let sheet = |sheet: usize| {
        let mut placed: Cells = vec![None; cells];
        for leaf in 0..leaves {
            let number = 2 * (sheet * leaves + leaf);
            let (front, back) = if upright {
                let half = columns / 2;
                let front = leaf / half * columns + leaf % half;
                (front, mirrored(front, columns))
            } else {
                let (row, column) = (leaf / columns, leaf % columns);
                (leaf, (rows - 1 - row) * columns + column)
            };
            placed[front] = page(number);
            placed[back] = page(number + 1);
        }
        placed
    };
    (0..pages.div_ceil(2 * leaves)).map(sheet).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Folds the sheets of a signature and reads them: the right half of each front going in, then the left halves coming out.
    fn read(sheets: &[Folded], binding: Binding) -> Vec<Option<usize>> {
        let (outer, inner) = match binding {
            Binding::Left => (1, 0),
            Binding::Right => (0, 1),
        };
        let mut pages = Vec::new();
        for sheet in sheets {
            pages.extend([sheet.front[outer], sheet.back[inner]]);
        }
        for sheet in sheets.iter().rev() {
            pages.extend([sheet.back[outer], sheet.front[inner]]);
        }
        pages
    }

    #[test]
    fn a_folded_booklet_reads_in_order() {
        for pages in 1..=64 {
            for binding in [Binding::Left, Binding::Right] {
                for each in [None, Some(1), Some(2), Some(4), Some(5)] {
                    let sheets = booklet(pages, each, binding);
                    assert_eq!(sheets.len(), pages.div_ceil(4));
                    let mut found = Vec::new();
                    let signatures = sheets.last().map_or(0, |sheet| sheet.signature + 1);
                    for signature in 0..signatures {
                        let part: Vec<Folded> =
                            sheets.iter().filter(|sheet| sheet.signature == signature).copied().collect();
                        assert!(part.iter().enumerate().all(|(depth, sheet)| sheet.depth == depth));
                        assert!(part.len() <= each.unwrap_or(64));
                        found.extend(read(&part, binding));
                    }
                    let blank = found.len() - pages;
                    assert!(blank < 4, "{pages} pages, {each:?}");
                    let expected: Vec<_> = (0..pages).map(Some).chain(std::iter::repeat_n(None, blank)).collect();
                    assert_eq!(found, expected, "{pages} pages, {each:?}");
                }
            }
        }
    }

    #[test]
    fn the_outermost_sheet_of_eight_pages() {
        let sheets = booklet(8, None, Binding::Left);
        assert_eq!((sheets[0].front, sheets[0].back), ([Some(7), Some(0)], [Some(1), Some(6)]));
        assert_eq!((sheets[1].front, sheets[1].back), ([Some(5), Some(2)], [Some(3), Some(4)]));
        assert!(booklet(0, None, Binding::Left).is_empty());
    }

    const GRIDS: [(usize, usize); 6] = [(2, 1), (1, 2), (2, 2), (4, 2), (2, 4), (3, 3)];

    #[test]
    fn pages_in_reading_order_follow_each_other() {
        for pages in 1..=64 {
            for (columns, rows) in GRIDS {
                let found: Vec<_> =
                    grid(pages, columns, rows, Order::Reading).into_iter().flatten().flatten().flatten().collect();
                assert_eq!(found, (0..pages).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn piles_of_cut_sheets_follow_each_other() {
        for pages in 1..=64 {
            for (columns, rows) in GRIDS {
                let sheets = grid(pages, columns, rows, Order::Cutting);
                let mut found = Vec::new();
                for cell in 0..columns * rows {
                    for [front, back] in &sheets {
                        found.extend([front[cell], back[mirrored(cell, columns)]]);
                    }
                }
                let all: Vec<_> = found.iter().flatten().copied().collect();
                assert_eq!(all, (0..pages).collect::<Vec<_>>());
                assert!(found[..pages].iter().all(Option::is_some), "blanks are at the end");
            }
        }
    }

    #[test]
    fn a_fold_brings_each_back_behind_its_front() {
        for pages in 1..=64 {
            for (columns, rows) in [(2, 1), (1, 2), (2, 2), (4, 2), (2, 4)] {
                let mut found = Vec::new();
                for cells in gutterfold(pages, columns, rows) {
                    for row in 0..rows {
                        for column in 0..columns {
                            let (front, behind) = match columns % 2 {
                                0 if column < columns / 2 => {
                                    (row * columns + column, row * columns + columns - 1 - column)
                                }
                                1 if row < rows / 2 => (row * columns + column, (rows - 1 - row) * columns + column),
                                _ => continue,
                            };
                            found.extend([cells[front], cells[behind]]);
                        }
                    }
                }
                let all: Vec<_> = found.iter().flatten().copied().collect();
                assert_eq!(all, (0..pages).collect::<Vec<_>>());
            }
        }
    }
}
