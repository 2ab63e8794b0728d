//! What is to be printed, in numbers: sheets, what stands on them and where. Lengths are PDF points (1/72 in), the origin is
//! a sheet's lower left corner.

/// Points a millimetre.
pub const MM: f64 = 72.0 / 25.4;

/// A width and a height, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width: f64,
    /// From bottom to top.
    pub height: f64,
}

impl Size {
    /// ISO A4: 210 × 297 mm.
    pub const A4: Size = Size { width: 210.0 * MM, height: 297.0 * MM };
    /// US Letter: 8.5 × 11 in.
    pub const LETTER: Size = Size { width: 612.0, height: 792.0 };

    /// The same lying on its longer side.
    pub fn landscape(self) -> Size {
        Size { width: self.width.max(self.height), height: self.width.min(self.height) }
    }

    /// The same standing on its shorter side.
    pub fn portrait(self) -> Size {
        Size { width: self.width.min(self.height), height: self.width.max(self.height) }
    }

    /// Width and height changed over, where the turn is a quarter.
    pub fn turned(self, turn: Turn) -> Size {
        match turn {
            Turn::None | Turn::Half => self,
            Turn::Left | Turn::Right => Size { width: self.height, height: self.width },
        }
    }
}

/// A place, in points from the lower left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Upwards.
    pub y: f64,
}

/// A rectangle: its lower left corner, width and height, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// The left edge.
    pub x: f64,
    /// The lower edge.
    pub y: f64,
    /// From left to right.
    pub width: f64,
    /// From bottom to top.
    pub height: f64,
}

impl Rect {
    /// A sheet's whole surface.
    pub fn of(size: Size) -> Rect {
        Rect { x: 0.0, y: 0.0, width: size.width, height: size.height }
    }

    /// The right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// The upper edge.
    pub fn top(&self) -> f64 {
        self.y + self.height
    }

    /// Its width and height.
    pub fn size(&self) -> Size {
        Size { width: self.width, height: self.height }
    }

    /// The same, moved.
    pub fn moved(self, x: f64, y: f64) -> Rect {
        Rect { x: self.x + x, y: self.y + y, ..self }
    }

    /// Where it is once its sheet has made half a turn.
    pub fn half_turned(self, sheet: Size) -> Rect {
        Rect { x: sheet.width - self.right(), y: sheet.height - self.top(), ..self }
    }

    /// Whether another lies inside, to a hundredth of a point.
    pub fn holds(&self, other: &Rect) -> bool {
        const SLACK: f64 = 0.01;
        other.x >= self.x - SLACK
            && other.y >= self.y - SLACK
            && other.right() <= self.right() + SLACK
            && other.top() <= self.top() + SLACK
    }
}

/// How a page is turned, against the clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// Not at all.
    #[default]
    None,
    /// A quarter: what was on top is on the left.
    Left,
    /// On its head.
    Half,
    /// Three quarters: what was on top is on the right.
    Right,
}

impl Turn {
    /// Half a turn more.
    pub fn half(self) -> Turn {
        match self {
            Turn::None => Turn::Half,
            Turn::Left => Turn::Right,
            Turn::Half => Turn::None,
            Turn::Right => Turn::Left,
        }
    }
}

/// A page of a source on a sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placement {
    /// Which source, from 0.
    pub source: usize,
    /// Which of its pages, from 0.
    pub page: usize,
    /// Where the lower left corner of the page is, after it was scaled and turned.
    pub at: Point,
    /// How it is turned.
    pub turn: Turn,
    /// Its size on the sheet, as a share of its own: 1 is 100 %.
    pub scale: f64,
    /// What of the sheet it may print on; none for everywhere. (A page never prints outside its own edges.)
    pub clip: Option<Rect>,
}

/// What a line is for. Each kind looks its own way: fold lines are dashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// Where to cut.
    Cut,
    /// Where to fold.
    Fold,
    /// Where front and back must meet, held against the light.
    Registration,
}

/// A line on the layer of the marks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// What it is for.
    pub kind: MarkKind,
    /// Where it begins.
    pub from: Point,
    /// Where it ends.
    pub to: Point,
}

/// One side of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// The paper.
    pub paper: Size,
    /// What is left when all is cut; none for the whole paper.
    pub trim: Option<Rect>,
    /// How far ink may reach over the trim; none for as far as the trim.
    pub bleed: Option<Rect>,
    /// Its page label: `3 back`.
    pub label: String,
    /// The pages on it, the lowest first.
    pub placements: Vec<Placement>,
    /// The lines on it.
    pub marks: Vec<Mark>,
}

impl Side {
    /// An empty side of a paper.
    pub fn blank(paper: Size, label: impl Into<String>) -> Side {
        Side { paper, trim: None, bleed: None, label: label.into(), placements: Vec::new(), marks: Vec::new() }
    }

    /// Moves everything on it but the paper's own edge: how a printer's offset is made good.
    pub fn shift(&mut self, x: f64, y: f64) {
        let moved = |point: Point| Point { x: point.x + x, y: point.y + y };
        self.trim = self.trim.map(|trim| trim.moved(x, y));
        self.bleed = self.bleed.map(|bleed| bleed.moved(x, y));
        for placement in &mut self.placements {
            placement.at = moved(placement.at);
            placement.clip = placement.clip.map(|clip| clip.moved(x, y));
        }
        for mark in &mut self.marks {
            (mark.from, mark.to) = (moved(mark.from), moved(mark.to));
        }
    }

    /// Turns everything on it by half, for a printer that flips about the other edge. `size` tells how large a page of a
    /// source is.
    pub fn half_turn(&mut self, size: impl Fn(usize, usize) -> Size) {
        let paper = self.paper;
        let turned = |point: Point| Point { x: paper.width - point.x, y: paper.height - point.y };
        self.trim = self.trim.map(|trim| trim.half_turned(paper));
        self.bleed = self.bleed.map(|bleed| bleed.half_turned(paper));
        for placement in &mut self.placements {
            let page = size(placement.source, placement.page).turned(placement.turn);
            let Point { x, y } = turned(placement.at);
            placement.at = Point { x: x - placement.scale * page.width, y: y - placement.scale * page.height };
            placement.turn = placement.turn.half();
            placement.clip = placement.clip.map(|clip| clip.half_turned(paper));
        }
        for mark in &mut self.marks {
            (mark.from, mark.to) = (turned(mark.from), turned(mark.to));
        }
    }
}

/// Which edge a printer turns sheets about, as told to the program that prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duplex {
    /// It prints one side.
    Simplex,
    /// The paper's short edge.
    ShortEdge,
    /// The paper's long edge.
    LongEdge,
}

/// A file of sheets.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The document's title.
    pub title: String,
    /// Year, month and day it carries; none for no date at all.
    pub date: Option<(u16, u8, u8)>,
    /// What it asks of the printer.
    pub duplex: Duplex,
    /// The sides, in the order in which they are printed.
    pub sides: Vec<Side>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_half_turns_are_none() {
        let size = |_: usize, page: usize| Size { width: 100.0 + page as f64, height: 50.0 };
        let mut side = Side::blank(Size::A4, "1 back");
        for (page, turn) in [Turn::None, Turn::Left, Turn::Half, Turn::Right].into_iter().enumerate() {
            let clip = Some(Rect { x: 20.0, y: 30.0, width: 40.0, height: 50.0 });
            side.placements.push(Placement { source: 0, page, at: Point { x: 7.0, y: 9.0 }, turn, scale: 0.5, clip });
        }
        let before = side.clone();
        side.half_turn(size);
        assert_eq!(side.placements[0].turn, Turn::Half);
        let Point { x, y } = side.placements[0].at;
        assert!((x - (Size::A4.width - 7.0 - 50.0)).abs() < 1e-9 && (y - (Size::A4.height - 9.0 - 25.0)).abs() < 1e-9);
        side.half_turn(size);
        for (one, other) in side.placements.iter().zip(&before.placements) {
            assert!((one.at.x - other.at.x).abs() < 1e-9 && (one.at.y - other.at.y).abs() < 1e-9);
            assert_eq!(one.turn, other.turn);
        }
    }
}
