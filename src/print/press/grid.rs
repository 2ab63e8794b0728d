//! Several pages a side.

use super::super::imposition::{self, Binding, Order};
use super::super::marks::{self, MARGIN};
use super::super::plan::{Mark, MarkKind, Placement, Rect, Side, Size, Turn};
use super::{Edge, Misfit, Page, Press, SAME, Sheets, below, centred, fitting, largest};

/// How a grid is filled.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    pub order: Order,
    pub binding: Binding,
    pub gutterfold: bool,
}

/// A way to divide a paper.
struct Division {
    paper: Size,
    columns: usize,
    rows: usize,
    /// Where the pages are on a front: all cells together.
    block: Rect,
    scale: f64,
}

impl Division {
    /// A cell of a side whose block is `block`, counted line by line from the upper left.
    fn cell(&self, block: &Rect, cell: usize) -> Rect {
        let (column, row) = (cell % self.columns, cell / self.columns);
        let (width, height) = (block.width / self.columns as f64, block.height / self.rows as f64);
        Rect { x: block.x + column as f64 * width, y: block.top() - (row + 1) as f64 * height, width, height }
    }

    /// The block on a back: that of the front, seen from behind.
    fn behind(&self) -> Rect {
        Rect { x: self.paper.width - self.block.right(), ..self.block }
    }
}

pub fn sheets(press: &Press, pages: &[Option<Page>], cells: usize, way: Way) -> Result<Sheets, Misfit> {
    let marked = way.order == Order::Cutting || way.gutterfold;
    if marked && press.margin < MARGIN - 1e-6 {
        return Err(Misfit::NoMarks { margin: press.margin });
    }
    let division = divide(press, pages, cells, &way, marked)?;
    let marks = marks(&division, &way, marked)?;
    let (columns, rows) = (division.columns, division.rows);
    let sheets: Vec<Vec<imposition::Cells>> = match way.gutterfold {
        true => imposition::gutterfold(pages.len(), columns, rows).into_iter().map(|cells| vec![cells]).collect(),
        false => imposition::grid(pages.len(), columns, rows, way.order).into_iter().map(Vec::from).collect(),
    };
    let mut sides = Vec::new();
    for (i, sheet) in sheets.into_iter().enumerate() {
        for (back, cells) in sheet.into_iter().enumerate() {
            let name = if back == 0 { "front" } else { "back" };
            let block = if back == 0 { division.block } else { division.behind() };
            let mut side = Side::blank(division.paper, format!("{} {name}", i + 1));
            if marked {
                side.trim = Some(block);
                side.marks = match back {
                    0 => marks.clone(),
                    _ => mirrored(&marks, division.paper),
                };
            }
            for (cell, number) in cells.into_iter().enumerate() {
                let Some(page) = number.and_then(|number| pages.get(number)?.as_ref()) else { continue };
                let room = division.cell(&block, cell);
                // Folded across, a back stands on its head before it is folded.
                let on_head = way.gutterfold && columns % 2 == 1 && cell >= columns * rows / 2;
                side.placements.push(Placement {
                    source: page.source,
                    page: page.page,
                    at: centred(page, division.scale, &room),
                    turn: if on_head { Turn::Half } else { Turn::None },
                    scale: division.scale,
                    clip: Some(room),
                });
            }
            sides.push(side);
        }
    }
    let natural = if division.paper.height >= division.paper.width { Edge::Long } else { Edge::Short };
    let slug = match marked {
        true => below(division.block.x, division.block.right(), columns),
        false => below(MARGIN, division.paper.width - MARGIN, 1),
    };
    Ok(press.finished(sides, natural, way.gutterfold, division.scale, slug))
}

/// The division that prints pages largest; of two that do the same, the one on paper that stands.
fn divide(press: &Press, pages: &[Option<Page>], cells: usize, way: &Way, marked: bool) -> Result<Division, Misfit> {
    let grids: &[(usize, usize)] = match cells {
        2 => &[(2, 1), (1, 2)],
        4 => &[(2, 2)],
        _ => &[(2, 4), (4, 2)],
    };
    let mut best: Option<Division> = None;
    for paper in [press.paper.portrait(), press.paper.landscape()] {
        for (columns, rows) in grids {
            let Ok(division) = division(press, pages, paper, (*columns, *rows), way, marked) else { continue };
            if best.as_ref().is_none_or(|best| division.scale > best.scale + 1e-9) {
                best = Some(division);
            }
        }
    }
    best.ok_or(Misfit::NoRoom)
}

fn division(
    press: &Press,
    pages: &[Option<Page>],
    paper: Size,
    (columns, rows): (usize, usize),
    way: &Way,
    marked: bool,
) -> Result<Division, Misfit> {
    let (m, gutter) = (press.margin, press.gutter);
    // A fold is in the middle of the paper, whatever is bound.
    let gutters = if way.gutterfold { (0.0, 0.0) } else { (gutter, 0.0) };
    let (left, right) = match way.binding {
        Binding::Left => gutters,
        Binding::Right => (gutters.1, gutters.0),
    };
    let room = Rect { x: m + left, y: m, width: paper.width - 2.0 * m - left - right, height: paper.height - 2.0 * m };
    let inner = if way.gutterfold { 2.0 * gutter } else { 0.0 };
    let size = largest(pages);
    // Pages that fill the paper at 100 % bring their own margins.
    let (width, height) = (columns as f64 * size.width, rows as f64 * size.height);
    let full = !marked
        && left + right == 0.0
        && width <= paper.width + SAME
        && height <= paper.height + SAME
        && (width > room.width || height > room.height);
    if full {
        let block = Rect { x: (paper.width - width) / 2.0, y: (paper.height - height) / 2.0, width, height };
        return Ok(Division { paper, columns, rows, block, scale: 1.0 });
    }
    let cell = match columns % 2 {
        0 => Size { width: (room.width - inner) / columns as f64, height: room.height / rows as f64 },
        _ => Size { width: room.width / columns as f64, height: (room.height - inner) / rows as f64 },
    };
    let scale = fitting(pages, cell)?;
    // Where cells are cut, they are as large as the pages, so that little is cut away.
    let block = match marked && inner == 0.0 {
        true => {
            let (width, height) = (columns as f64 * scale * size.width, rows as f64 * scale * size.height);
            let x = room.x + (room.width - width) / 2.0;
            Rect { x, y: room.y + (room.height - height) / 2.0, width, height }
        }
        false => room,
    };
    Ok(Division { paper, columns, rows, block, scale })
}

/// Where to cut and fold, on a front.
fn marks(division: &Division, way: &Way, marked: bool) -> Result<Vec<Mark>, Misfit> {
    if !marked {
        return Ok(Vec::new());
    }
    let (paper, block) = (division.paper, division.block);
    let part = |count: usize, from: f64, length: f64| -> Vec<f64> {
        (0..=count).map(|i| from + length * i as f64 / count as f64).collect()
    };
    let mut x = part(division.columns, block.x, block.width);
    let mut y = part(division.rows, block.y, block.height);
    let upright = division.columns.is_multiple_of(2);
    let mut folds = None;
    if way.gutterfold {
        let lines = if upright { &mut x } else { &mut y };
        let fold = [lines.remove(lines.len() / 2)];
        folds = match upright {
            true => marks::upright(MarkKind::Fold, paper, &block, &fold),
            false => marks::across(MarkKind::Fold, paper, &block, &fold),
        };
    }
    let mut all = marks::cut(paper, &block, &x, &y).ok_or(Misfit::NoMarks { margin: block.x.min(block.y) })?;
    all.extend(folds.unwrap_or_default());
    if !way.gutterfold {
        all.extend(marks::registration(paper, &block).unwrap_or_default());
    }
    Ok(all)
}

/// Marks as they are on the back of the same sheet.
fn mirrored(marks: &[Mark], paper: Size) -> Vec<Mark> {
    let mut marks = marks.to_vec();
    for mark in &mut marks {
        mark.from.x = paper.width - mark.from.x;
        mark.to.x = paper.width - mark.to.x;
    }
    marks
}
