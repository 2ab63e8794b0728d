//! Cards in a grid: which card stands where on which sheet, front and back. Arithmetic alone, in points.

mod margin;

use super::{MM, Placement, Point, Rect, Side, Size, Turn};

pub use margin::Slug;

/// A way to divide a sheet into cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grid {
    /// Three rows of three cards, 63 × 88 mm: playing cards.
    ThreeByThree,
    /// Four rows of two cards, 98 × 69 mm on A4, 98 × 66 mm on Letter.
    TwoByFour,
    /// Five rows of two cards, 85 × 54 mm on A4, 85 × 53 mm on Letter: bank cards.
    TwoByFive,
    /// Four index cards, 5 × 3 in, on a sheet that lies.
    Index,
}

impl Grid {
    /// The columns and rows of a sheet.
    fn shape(self) -> (usize, usize) {
        match self {
            Grid::ThreeByThree => (3, 3),
            Grid::TwoByFour => (2, 4),
            Grid::TwoByFive => (2, 5),
            Grid::Index => (2, 2),
        }
    }

    /// The size of a card on a paper, in points.
    pub fn card(self, paper: Size) -> Size {
        let low = paper.portrait().height < 290.0 * MM;
        let (width, height) = match self {
            Grid::ThreeByThree => (63.0, 88.0),
            Grid::TwoByFour => (98.0, if low { 66.0 } else { 69.0 }),
            Grid::TwoByFive => (85.0, if low { 53.0 } else { 54.0 }),
            Grid::Index => (127.0, 76.2),
        };
        Size { width: width * MM, height: height * MM }
    }
}

/// The edge of the paper about which a sheet is turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flip {
    /// The long one, as the pages of an upright book.
    Long,
    /// The short one, as a calendar.
    Short,
}

/// What else is wished for. Lengths are points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wish {
    /// The least distance between the paper's edge and the cards.
    pub margin: f64,
    /// The space between cards.
    pub gutter: f64,
    /// The edge of the paper about which sheets are turned.
    pub flip: Flip,
    /// How far the backs are moved to the right and down, seen from the back.
    pub back_offset: (f64, f64),
    /// Front and back beside each other on one side of the paper, to be folded: no duplex at all.
    pub gutterfold: bool,
    /// A cut stack lies in order when its piles are put on each other; else each sheet is in order.
    pub stacks: bool,
}

/// Why cards do not go onto a paper.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Misfit {
    /// Cards, gutters and margins are wider or higher than the paper.
    #[error("the cards need {needed:.1} mm in {direction}, margins included, and the paper has {there:.1} mm")]
    TooLarge {
        /// Width or height.
        direction: &'static str,
        /// What is needed, in millimetres.
        needed: f64,
        /// What there is, in millimetres.
        there: f64,
    },
    /// The cards leave no room for marks.
    #[error("the cards leave {there:.1} mm at the paper's edge, and cut marks need {:.1} mm", ROOM / MM)]
    NoMarks {
        /// What there is, in millimetres.
        there: f64,
    },
    /// The offset moves backs off the paper.
    #[error("the offset moves the backs off the paper: there are {x:.1} mm beside and {y:.1} mm above them")]
    OffPaper {
        /// The most to the right and left, in millimetres.
        x: f64,
        /// The most up and down, in millimetres.
        y: f64,
    },
}

/// No mark stands nearer to the paper's edge.
const EDGE: f64 = 4.5 * MM;
/// The least length of a mark, and the most.
const SHORTEST: f64 = 2.0 * MM;
const LONGEST: f64 = 5.0 * MM;
/// Between a mark and the cards.
const GAP: f64 = 0.5 * MM;
/// What marks need at each edge of the paper.
const ROOM: f64 = EDGE + SHORTEST + GAP;
/// What is lost to rounding: a thousandth of a point.
const SLACK: f64 = 0.001;

/// How thick the line of words is that says how to print a sheet.
pub const SLUG: f64 = 2.6 * MM;
/// Printers reach this far.
const SAFE: f64 = 6.5 * MM;

/// Cards on sheets of paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrangement {
    /// The paper as it lies.
    pub paper: Size,
    /// A card.
    pub card: Size,
    columns: usize,
    rows: usize,
    /// What else is wished for.
    pub wish: Wish,
}

/// Where a card's face stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// The sheet, from 0.
    pub sheet: usize,
    /// The card's trim on it.
    pub trim: Rect,
    /// How the face is turned.
    pub turn: Turn,
}

impl Arrangement {
    /// Divides a paper, given as it stands.
    ///
    /// # Errors
    ///
    /// What does not fit.
    pub fn new(grid: Grid, paper: Size, wish: Wish) -> Result<Arrangement, Misfit> {
        let card = grid.card(paper);
        let (columns, rows) = grid.shape();
        // Fronts on one half, backs on the other.
        let columns = if wish.gutterfold { columns / 2 * 2 } else { columns };
        let paper = if grid == Grid::Index { paper.landscape() } else { paper.portrait() };
        let arrangement = Arrangement { paper, card, columns, rows, wish };
        let block = arrangement.block();
        let directions = [("width", block.width, paper.width), ("height", block.height, paper.height)];
        for (direction, cards, there) in directions {
            let needed = cards + 2.0 * wish.margin;
            if needed > there + SLACK {
                return Err(Misfit::TooLarge { direction, needed: needed / MM, there: there / MM });
            }
            if (there - cards) / 2.0 < ROOM - SLACK {
                return Err(Misfit::NoMarks { there: (there - cards) / 2.0 / MM });
            }
        }
        let (x, y) = wish.back_offset;
        if x.abs() > block.x || y.abs() > block.y {
            return Err(Misfit::OffPaper { x: block.x / MM, y: block.y / MM });
        }
        Ok(arrangement)
    }

    /// How many cards a sheet holds.
    pub fn per_sheet(&self) -> usize {
        self.columns * self.rows / if self.wish.gutterfold { 2 } else { 1 }
    }

    /// How many sheets so many cards take.
    pub fn sheets(&self, cards: usize) -> usize {
        cards.div_ceil(self.per_sheet())
    }

    /// The rectangle of all cards of a sheet, gutters included; in the middle of the paper.
    pub fn block(&self) -> Rect {
        let along = |count: usize, one: f64| count as f64 * one + count.saturating_sub(1) as f64 * self.wish.gutter;
        let (width, height) = (along(self.columns, self.card.width), along(self.rows, self.card.height));
        Rect { x: (self.paper.width - width) / 2.0, y: (self.paper.height - height) / 2.0, width, height }
    }

    /// Whether a sheet is turned about an upright axis, as the page of a book.
    pub fn turns_like_a_page(&self) -> bool {
        (self.paper.height >= self.paper.width) == (self.wish.flip == Flip::Long)
    }

    /// Where card `i` of `cards` has its front.
    pub fn front(&self, i: usize, cards: usize) -> Spot {
        let (sheet, place) = match self.wish.stacks {
            true => (i % self.sheets(cards), i / self.sheets(cards)),
            false => (i / self.per_sheet(), i % self.per_sheet()),
        };
        let columns = self.per_sheet() / self.rows;
        Spot { sheet, trim: self.cell(place % columns, place / columns), turn: Turn::None }
    }

    /// Where card `i` of `cards` has its back, before the offset: over its front, when the sheet is turned or folded. A
    /// card that is cut out is turned like a page, whichever way its sheet was.
    pub fn back(&self, i: usize, cards: usize) -> Spot {
        let front = self.front(i, cards);
        let trim = front.trim;
        if self.wish.gutterfold || self.turns_like_a_page() {
            Spot { trim: Rect { x: self.paper.width - trim.right(), ..trim }, ..front }
        } else {
            Spot { trim: Rect { y: self.paper.height - trim.top(), ..trim }, turn: Turn::Half, ..front }
        }
    }

    /// The cell in a column from the left and a row from the top.
    fn cell(&self, column: usize, row: usize) -> Rect {
        let block = self.block();
        let Size { width, height } = self.card;
        let x = block.x + column as f64 * (width + self.wish.gutter);
        let y = block.top() - height - row as f64 * (height + self.wish.gutter);
        Rect { x, y, width, height }
    }

    /// The sides of all sheets of `cards` cards without their slugs: fronts and backs in turn, or, to be folded, one side a
    /// sheet. `face` gives the source and the page of a card's face.
    pub fn sides(&self, cards: usize, face: impl Fn(usize, Face) -> (usize, usize)) -> Vec<Side> {
        let side = |sheet: usize, word: &str| {
            let mut side = Side::blank(self.paper, format!("{} {word}", sheet + 1));
            side.trim = Some(self.block());
            side
        };
        let mut fronts: Vec<Side> = (0..self.sheets(cards)).map(|sheet| side(sheet, "front")).collect();
        let mut backs: Vec<Side> = (0..self.sheets(cards)).map(|sheet| side(sheet, "back")).collect();
        let placed = |spot: Spot, (source, page): (usize, usize)| Placement {
            source,
            page,
            at: Point { x: spot.trim.x, y: spot.trim.y },
            turn: spot.turn,
            scale: 1.0,
            clip: Some(spot.trim),
        };
        for i in 0..cards {
            let (front, back) = (self.front(i, cards), self.back(i, cards));
            fronts[front.sheet].placements.push(placed(front, face(i, Face::Front)));
            backs[back.sheet].placements.push(placed(back, face(i, Face::Back)));
        }
        let (x, y) = self.wish.back_offset;
        backs.iter_mut().for_each(|back| back.shift(x, -y));
        for front in &mut fronts {
            front.marks = self.marks();
        }
        if self.wish.gutterfold {
            for (front, back) in fronts.iter_mut().zip(backs) {
                front.placements.extend(back.placements);
            }
            return fronts;
        }
        fronts.into_iter().zip(backs).flat_map(|(front, back)| [front, back]).collect()
    }
}

/// The two faces of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// The question.
    Front,
    /// The answer.
    Back,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::print::Mark;

    const ALL: [Grid; 4] = [Grid::ThreeByThree, Grid::TwoByFour, Grid::TwoByFive, Grid::Index];

    fn wish(flip: Flip) -> Wish {
        let margin = 6.5 * MM;
        Wish { margin, gutter: 0.0, flip, back_offset: (0.0, 0.0), gutterfold: false, stacks: false }
    }

    fn arrangements() -> Vec<Arrangement> {
        let mut all = Vec::new();
        for grid in ALL {
            for paper in [Size::A4, Size::LETTER] {
                for flip in [Flip::Long, Flip::Short] {
                    for (gutterfold, stacks) in [(false, false), (false, true), (true, false)] {
                        let wish = Wish { gutterfold, stacks, ..wish(flip) };
                        all.push(Arrangement::new(grid, paper, wish).expect("the grids fit the papers"));
                    }
                }
            }
        }
        all
    }

    #[test]
    fn backs_lie_over_their_fronts() {
        for arrangement in arrangements() {
            let paper = arrangement.paper;
            for cards in 1..=64 {
                let mut seen = Vec::new();
                for i in 0..cards {
                    let (front, back) = (arrangement.front(i, cards), arrangement.back(i, cards));
                    assert_eq!(front.sheet, back.sheet);
                    assert!(front.sheet < arrangement.sheets(cards));
                    let about_upright = back.turn == Turn::None;
                    let x = if about_upright { paper.width - back.trim.right() } else { back.trim.x };
                    let y = if about_upright { back.trim.y } else { paper.height - back.trim.top() };
                    assert!((x - front.trim.x).abs() < 1e-9 && (y - front.trim.y).abs() < 1e-9);
                    assert!(!seen.contains(&front), "{front:?} twice");
                    seen.push(front);
                }
            }
        }
    }

    #[test]
    fn marks_stand_outside_the_cards_and_off_the_edge() {
        for arrangement in arrangements() {
            let (block, paper) = (arrangement.block(), arrangement.paper);
            for Mark { from, to, .. } in arrangement.marks() {
                let length = (from.x - to.x).abs() + (from.y - to.y).abs();
                assert!((SHORTEST - SLACK..=LONGEST + SLACK).contains(&length), "{length}");
                for Point { x, y } in [from, to] {
                    let inside = x > block.x + SLACK && x < block.right() - SLACK;
                    let between = y > block.y + SLACK && y < block.top() - SLACK;
                    assert!(!(inside && between), "a mark inside the cards");
                    let edge = x.min(y).min(paper.width - x).min(paper.height - y);
                    assert!(edge >= EDGE - SLACK, "{edge}");
                }
            }
        }
    }

    #[test]
    fn a_stack_that_is_cut_lies_in_order() {
        let stacks = Wish { stacks: true, ..wish(Flip::Long) };
        let arrangement = Arrangement::new(Grid::TwoByFour, Size::A4, stacks).expect("it fits");
        // Three sheets: the first pile has the first three cards.
        let spots: Vec<Spot> = (0..20).map(|i| arrangement.front(i, 20)).collect();
        assert_eq!(spots[..4].iter().map(|spot| spot.sheet).collect::<Vec<_>>(), [0, 1, 2, 0]);
        assert!(spots[0].trim == spots[2].trim && spots[2].trim != spots[3].trim);
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let arrange = |wish: Wish| Arrangement::new(Grid::TwoByFour, Size::A4, wish);
        let wide = arrange(Wish { gutter: 3.0 * MM, ..wish(Flip::Long) });
        assert!(matches!(wide, Err(Misfit::TooLarge { direction: "width", .. })), "{wide:?}");
        let tight = arrange(Wish { gutter: 3.0 * MM, margin: 4.0 * MM, ..wish(Flip::Long) });
        assert!(matches!(tight, Err(Misfit::NoMarks { .. })), "{tight:?}");
        let off = arrange(Wish { back_offset: (8.0 * MM, 0.0), ..wish(Flip::Long) });
        assert!(matches!(off, Err(Misfit::OffPaper { .. })), "{off:?}");
    }

    #[test]
    fn slugs_stand_where_printers_reach() {
        for arrangement in arrangements() {
            let (slug, block) = (arrangement.slug(), arrangement.block());
            let edge = slug.room.x.min(arrangement.paper.height - slug.room.top());
            assert!(edge >= SAFE - SLACK, "{edge} {arrangement:?}");
            assert!(slug.room.y >= block.top() || slug.room.right() <= block.x);
        }
    }
}
