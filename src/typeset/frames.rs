//! What stands where on laid-out pages: the blocks of each column, and the marks between them.
//!
//! A layout puts a mark, `[#metadata(number)<gap>]`, in front of every block that stands in a column by itself. The frame
//! that holds a mark directly is that column's; what else it holds directly are the blocks.

use std::sync::LazyLock;
use typst::foundations::Label;
use typst::introspection::Tag;
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::utils::PicoStr;

static GAP: LazyLock<Option<Label>> = LazyLock::new(|| Label::new(PicoStr::intern("gap")));

/// A part of a block, in points from the page's top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge; the baseline of text that stands in its column directly.
    pub top: f64,
    /// Its lower edge.
    pub bottom: f64,
    /// How wide its frame is; 0 where that is not known.
    pub width: f64,
}

/// What a page holds in its columns.
#[derive(Debug, Default)]
pub struct Page {
    /// The parts of blocks.
    pub parts: Vec<Part>,
    /// The marks in front of blocks, in order: x and y.
    pub marks: Vec<(f64, f64)>,
    /// How high its columns are: the least of the frames that hold marks.
    pub height: f64,
}

impl Page {
    /// Reads a page's frame.
    pub fn read(frame: &Frame) -> Page {
        let mut page = Page::default();
        page.collect(frame, Point::zero());
        page
    }

    fn collect(&mut self, frame: &Frame, origin: Point) {
        let direct = is_column(frame);
        if direct {
            let height = frame.height().to_pt();
            self.height = if self.height > 0.0 { self.height.min(height) } else { height };
        }
        for (at, item) in frame.items() {
            let at = origin + *at;
            match item {
                FrameItem::Tag(tag) if is_gap(tag) => self.marks.push((at.x.to_pt(), at.y.to_pt())),
                FrameItem::Group(group) if has_mark(&group.frame) => self.collect(&group.frame, at),
                item if direct => {
                    let width = match item {
                        FrameItem::Group(group) => group.frame.width().to_pt(),
                        FrameItem::Image(_, size, _) => size.x.to_pt(),
                        _ => 0.0,
                    };
                    if let Some(bottom) = bottom(item, at.y.to_pt()) {
                        self.parts.push(Part { x: at.x.to_pt(), top: at.y.to_pt(), bottom, width });
                    }
                }
                _ => {}
            }
        }
    }
}

/// A frame like this one, with the parts of blocks, and the marks between them, moved down; `shift` says by how many points,
/// given the x, the y and the width of each.
pub fn moved(frame: &Frame, origin: Point, shift: &impl Fn(f64, f64, f64) -> f64) -> Frame {
    let direct = is_column(frame);
    let mut out = Frame::new(frame.size(), frame.kind());
    if frame.has_baseline() {
        out.set_baseline(frame.baseline());
    }
    for (at, item) in frame.items() {
        let place = origin + *at;
        match item {
            FrameItem::Group(group) if has_mark(&group.frame) => {
                let mut group = group.clone();
                group.frame = moved(&group.frame, place, shift);
                out.push(*at, FrameItem::Group(group));
            }
            item if direct => {
                let width = match item {
                    FrameItem::Group(group) => group.frame.width().to_pt(),
                    _ => 0.0,
                };
                let down = shift(place.x.to_pt(), place.y.to_pt(), width);
                out.push(Point::new(at.x, at.y + Abs::pt(down)), item.clone());
            }
            item => out.push(*at, item.clone()),
        }
    }
    out
}

/// How far down an item reaches that begins at `y`; none for what is not seen.
fn bottom(item: &FrameItem, y: f64) -> Option<f64> {
    match item {
        FrameItem::Group(group) => {
            let of = |(at, item): &(Point, FrameItem)| bottom(item, y + at.y.to_pt());
            group.frame.items().filter_map(of).reduce(f64::max)
        }
        // The layout's lines reach a little below their baseline.
        FrameItem::Text(text) => Some(y + 0.28 * text.size.to_pt()),
        FrameItem::Shape(shape, _) => Some(y + shape.bbox(false).max.y.to_pt()),
        FrameItem::Image(_, size, _) => Some(y + size.y.to_pt()),
        FrameItem::Link(..) | FrameItem::Tag(_) => None,
    }
}

fn is_gap(tag: &Tag) -> bool {
    matches!(tag, Tag::Start(content, _) if content.label().is_some() && content.label() == *GAP)
}

fn is_column(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| matches!(item, FrameItem::Tag(tag) if is_gap(tag)))
}

fn has_mark(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Tag(tag) => is_gap(tag),
        FrameItem::Group(group) => has_mark(&group.frame),
        _ => false,
    })
}
