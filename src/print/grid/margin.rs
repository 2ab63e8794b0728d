//! What stands outside the cards of a sheet: marks, and where words may stand.

use super::super::{MM, Mark, MarkKind, Point, Rect, Turn};
use super::{Arrangement, EDGE, GAP, LONGEST, SAFE, SLACK, SLUG};

/// Where the words about a sheet stand: outside the cards, between the marks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slug {
    /// Where they may stand.
    pub room: Rect,
    /// How they are turned: [`Turn::Left`] in a side margin.
    pub turn: Turn,
    /// How long the line is.
    pub length: f64,
    /// How many parts the marks divide it into.
    pub parts: usize,
    /// What is between two parts.
    pub gutter: f64,
}

impl Arrangement {
    /// The marks of a sheet, the same on each: where to cut, and where to fold. All stand outside the cards.
    pub fn marks(&self) -> Vec<Mark> {
        let block = self.block();
        let (mut xs, mut ys) = (Vec::new(), Vec::new());
        for column in 0..self.columns {
            let cell = self.cell(column, 0);
            xs.extend([cell.x, cell.right()]);
        }
        for row in 0..self.rows {
            let cell = self.cell(0, row);
            ys.extend([cell.y, cell.top()]);
        }
        for lines in [&mut xs, &mut ys] {
            lines.sort_by(f64::total_cmp);
            lines.dedup_by(|a, b| (*a - *b).abs() < SLACK);
        }
        let middle = self.paper.width / 2.0;
        if self.wish.gutterfold {
            xs.retain(|x| (x - middle).abs() > SLACK);
        }
        let reach = |room: f64| (room - GAP - EDGE).min(LONGEST);
        let (beside, above) = (reach(block.x), reach(block.y));
        let mark = |kind: MarkKind, x: f64, y: f64, dx: f64, dy: f64| Mark {
            kind,
            from: Point { x, y },
            to: Point { x: x + dx, y: y + dy },
        };
        let mut marks = Vec::new();
        let upright = xs.iter().map(|x| (MarkKind::Cut, *x));
        let fold = self.wish.gutterfold.then_some((MarkKind::Fold, middle));
        for (kind, x) in upright.chain(fold) {
            marks.push(mark(kind, x, block.top() + GAP, 0.0, above));
            marks.push(mark(kind, x, block.y - GAP, 0.0, -above));
        }
        for y in ys {
            marks.push(mark(MarkKind::Cut, block.x - GAP, y, -beside, 0.0));
            marks.push(mark(MarkKind::Cut, block.right() + GAP, y, beside, 0.0));
        }
        marks
    }

    /// Where the words about a sheet stand: above the cards, or beside them where there is more room.
    pub fn slug(&self) -> Slug {
        let block = self.block();
        let gap = 0.7 * MM;
        let above = block.y >= SAFE + SLUG + gap || block.y >= block.x;
        let (room, turn, length, parts) = match above {
            true => {
                let y = block.top() + gap;
                (Rect { x: block.x, y, width: block.width, height: SLUG }, Turn::None, block.width, self.columns)
            }
            false => {
                let x = block.x - gap - SLUG;
                (Rect { x, y: block.y, width: SLUG, height: block.height }, Turn::Left, block.height, self.rows)
            }
        };
        Slug { room, turn, length, parts, gutter: self.wish.gutter }
    }
}
