//! Pages → sheets, with lengths: the imposition's order on paper, to scale, with margins, marks and a place for words.

mod booklet;
mod grid;

use super::imposition::{Binding, Order};
use super::marks::{EDGE, MARGIN};
use super::plan::{Duplex, MM, Placement, Point, Rect, Side, Size, Turn};

/// The most by which backs may be moved. Printers miss by two or three millimetres.
const FARTHEST: f64 = 10.0 * MM;
/// The least scale of a page: below it, type of 24 pt is smaller than 6 pt.
const SMALLEST: f64 = 0.25;
/// What is the same length on paper, in points: A5 is half a millimetre short of half an A4.
const SAME: f64 = 0.5;

/// A finished page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Page {
    /// Which source it is in, from 0.
    pub source: usize,
    /// Which of the source's pages it is, from 0.
    pub page: usize,
    /// Its size as it is seen.
    pub size: Size,
}

/// What is made of the pages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Work {
    /// Two pages a side, to fold and stitch.
    Booklet {
        /// How many sheets lie in each other before the next signature begins; none for all.
        signature: Option<usize>,
        /// The bound edge. Pages that lie on their long side are bound at the top, the first page below the fold (left) or above
        /// it (right).
        binding: Binding,
        /// By how much pages move towards the fold from a sheet to the next one inside it: the paper's thickness.
        creep: f64,
    },
    /// Several pages a side.
    Grid {
        /// How many: 2, 4 or 8.
        cells: usize,
        /// In which order.
        order: Order,
        /// The edge at which sheets are bound or punched.
        binding: Binding,
        /// Front and back on one side of the paper, to be folded.
        gutterfold: bool,
    },
}

/// An edge of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The longer one.
    Long,
    /// The shorter one.
    Short,
}

/// How pages are put on sheets. Lengths are points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Press {
    /// What is made.
    pub work: Work,
    /// The paper, whichever way round.
    pub paper: Size,
    /// The edge the printer flips about; none for the one that leaves backs upright.
    pub flip: Option<Edge>,
    /// What stays white along the edges, unless pages go on the paper at 100 %.
    pub margin: f64,
    /// What stays white beside it where sheets are bound: at the fold, or at the punched edge.
    pub gutter: f64,
    /// How far backs are moved to the right and upwards, as the printer sees them.
    pub back_offset: (f64, f64),
}

/// Why pages cannot be put on sheets.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Misfit {
    /// There is no page.
    #[error("there is no page to print")]
    Empty,
    /// Margins and gutter take the paper up.
    #[error("margins and gutter leave no room for pages on the paper")]
    NoRoom,
    /// Cut marks need a larger margin.
    #[error("cut marks need a margin of {:.1} mm, and there are {:.1} mm", MARGIN / MM, .margin / MM)]
    NoMarks {
        /// The margin, in points.
        margin: f64,
    },
    /// The offset is larger than any printer's.
    #[error("an offset of more than {:.0} mm moves the backs off the paper", FARTHEST / MM)]
    Offset,
}

/// Where the words about a sheet stand, as it is seen: a line of this length and height, its lower left corner at `at` once it
/// is turned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slug {
    /// Its place.
    pub at: Point,
    /// How it is turned.
    pub turn: Turn,
    /// How long it is.
    pub length: f64,
    /// How high it is.
    pub height: f64,
    /// In how many parts marks divide it.
    pub parts: usize,
}

/// Sheets, as they are seen when each is turned like a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheets {
    /// The paper, the way round it is printed.
    pub paper: Size,
    /// Front and back in turn; fronts alone where sheets are printed on one side.
    pub sides: Vec<Side>,
    /// Whether sheets are printed on one side.
    pub one_sided: bool,
    /// The edge about which sheets are flipped.
    pub edge: Edge,
    /// Whether backs stand on their heads when they are printed, because the printer flips about the other edge.
    pub backs_turned: bool,
    /// The scale of the pages: 1 is 100 %.
    pub scale: f64,
    /// Where the words about a sheet stand.
    pub slug: Slug,
    back_offset: (f64, f64),
}

impl Press {
    /// Puts pages on sheets; none is a blank page.
    ///
    /// # Errors
    ///
    /// See [`Misfit`].
    pub fn sheets(&self, pages: &[Option<Page>]) -> Result<Sheets, Misfit> {
        if pages.iter().flatten().next().is_none() {
            return Err(Misfit::Empty);
        }
        if self.back_offset.0.abs() > FARTHEST || self.back_offset.1.abs() > FARTHEST {
            return Err(Misfit::Offset);
        }
        match self.work {
            Work::Booklet { signature, binding, creep } => booklet::sheets(self, pages, signature, binding, creep),
            Work::Grid { cells, order, binding, gutterfold } => {
                grid::sheets(self, pages, cells, grid::Way { order, binding, gutterfold })
            }
        }
    }

    /// The scale at which pages of a size are printed.
    ///
    /// # Errors
    ///
    /// See [`Misfit`].
    pub fn scale(&self, size: Size) -> Result<f64, Misfit> {
        self.sheets(&[Some(Page { source: 0, page: 0, size })]).map(|sheets| sheets.scale)
    }

    /// The sheets of some sides, with the edge they are flipped about. `natural` is the edge that leaves backs upright.
    fn finished(&self, sides: Vec<Side>, natural: Edge, one_sided: bool, scale: f64, slug: Slug) -> Sheets {
        let edge = self.flip.unwrap_or(natural);
        let paper = sides.first().map_or(self.paper, |side| side.paper);
        let backs_turned = edge != natural && !one_sided;
        Sheets { paper, sides, one_sided, edge, backs_turned, scale, slug, back_offset: self.back_offset }
    }
}

impl Sheets {
    /// How many sheets of paper they are.
    pub fn count(&self) -> usize {
        if self.one_sided { self.sides.len() } else { self.sides.len() / 2 }
    }

    /// Puts a line of words on each side: page `i` of a source on side `i`.
    pub fn add_slugs(&mut self, source: usize) {
        let Slug { at, turn, .. } = self.slug;
        for (page, side) in self.sides.iter_mut().enumerate() {
            side.placements.push(Placement { source, page, at, turn, scale: 1.0, clip: None });
        }
    }

    /// The sides as they are printed: backs turned where the printer's edge asks for it, and moved by its offset. `size` tells
    /// how large a page of a source is.
    pub fn printed(self, size: impl Fn(usize, usize) -> Size) -> Vec<Side> {
        let (x, y) = self.back_offset;
        let mut sides = self.sides;
        if !self.one_sided {
            for back in sides.iter_mut().skip(1).step_by(2) {
                if self.backs_turned {
                    back.half_turn(&size);
                }
                back.shift(x, y);
            }
        }
        sides
    }

    /// What the printer is asked for, where it turns sheets by itself.
    pub fn duplex(&self) -> Duplex {
        match self.edge {
            _ if self.one_sided => Duplex::Simplex,
            Edge::Long => Duplex::LongEdge,
            Edge::Short => Duplex::ShortEdge,
        }
    }
}

/// The largest scale, at most 1, at which pages fit a room.
fn fitting(pages: &[Option<Page>], room: Size) -> Result<f64, Misfit> {
    let scale = |page: &Page| (room.width / page.size.width).min(room.height / page.size.height);
    let scale = pages.iter().flatten().map(scale).fold(1.0, f64::min);
    if scale < SMALLEST { Err(Misfit::NoRoom) } else { Ok(scale) }
}

/// The largest width and height of the pages.
fn largest(pages: &[Option<Page>]) -> Size {
    pages.iter().flatten().fold(Size { width: 0.0, height: 0.0 }, |size, page| Size {
        width: size.width.max(page.size.width),
        height: size.height.max(page.size.height),
    })
}

/// A line of words below the pages, from `x` to `right`, between the edge printers leave white and the least margin.
fn below(x: f64, right: f64, parts: usize) -> Slug {
    Slug { at: Point { x, y: EDGE }, turn: Turn::None, length: right - x, height: MARGIN - EDGE, parts }
}

/// A page in the middle of a rectangle.
fn centred(page: &Page, scale: f64, room: &Rect) -> Point {
    Point {
        x: room.x + (room.width - scale * page.size.width) / 2.0,
        y: room.y + (room.height - scale * page.size.height) / 2.0,
    }
}

#[cfg(test)]
mod tests;
