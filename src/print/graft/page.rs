//! How a page is seen: what is shown of it, how it is turned, how large its unit is.

use super::super::plan::{Rect, Size, Turn};
use super::{PrintError, number};
use lopdf::{Document, Object, ObjectId};

/// How deep a tree of pages may be.
const DEPTH: usize = 64;
/// What PDF readers take for a page that does not say its size: US Letter.
const LETTER: Rect = Rect { x: 0.0, y: 0.0, width: 612.0, height: 792.0 };

/// A page as it is seen.
pub struct Page {
    /// Its dictionary.
    pub id: ObjectId,
    /// The part of its own space that is shown: the crop box inside the media box.
    pub shown: Rect,
    /// How it is turned.
    turn: Turn,
    /// The size of its unit, in points.
    unit: f64,
}

impl Page {
    /// Reads a page's boxes, its own or those it inherits.
    pub fn read(document: &Document, id: ObjectId) -> Result<Page, PrintError> {
        let rectangle = |key| inherited(document, id, key).and_then(|object| rectangle(document, object));
        let media = rectangle(b"MediaBox").unwrap_or(LETTER);
        // A crop outside its page is to be ignored.
        let shown = rectangle(b"CropBox").and_then(|crop| common(&crop, &media)).unwrap_or(media);
        if shown.width <= 0.0 || shown.height <= 0.0 {
            return Err(PrintError::Damaged("a page has no surface".into()));
        }
        let degrees = inherited(document, id, b"Rotate").and_then(number).unwrap_or(0.0);
        // `/Rotate` goes with the clock.
        let turn = match (degrees as i64).rem_euclid(360) {
            90 => Turn::Right,
            180 => Turn::Half,
            270 => Turn::Left,
            _ => Turn::None,
        };
        let own = document.get_dictionary(id).ok().and_then(|node| node.get_deref(b"UserUnit", document).ok());
        let unit = own.and_then(number).filter(|unit| *unit > 0.0).unwrap_or(1.0);
        Ok(Page { id, shown, turn, unit })
    }

    /// Its size as it is seen, in points.
    pub fn size(&self) -> Size {
        Size { width: self.shown.width * self.unit, height: self.shown.height * self.unit }.turned(self.turn)
    }

    /// The matrix that turns it upright and puts its lower left corner on the origin.
    pub fn upright(&self) -> [f64; 6] {
        let Rect { x, y, .. } = self.shown;
        let (right, top) = (self.shown.right(), self.shown.top());
        let matrix = match self.turn {
            Turn::None => [1.0, 0.0, 0.0, 1.0, -x, -y],
            Turn::Right => [0.0, -1.0, 1.0, 0.0, -y, right],
            Turn::Half => [-1.0, 0.0, 0.0, -1.0, right, top],
            Turn::Left => [0.0, 1.0, -1.0, 0.0, top, -x],
        };
        matrix.map(|entry| entry * self.unit)
    }
}

/// An entry of a page, or of the nearest node above it that has one.
pub fn inherited<'d>(document: &'d Document, id: ObjectId, key: &[u8]) -> Option<&'d Object> {
    let mut node = document.get_dictionary(id).ok()?;
    for _ in 0..DEPTH {
        if let Ok(value) = node.get_deref(key, document)
            && !value.is_null()
        {
            return Some(value);
        }
        node = node.get_deref(b"Parent", document).ok()?.as_dict().ok()?;
    }
    None
}

/// What two rectangles have in common.
fn common(one: &Rect, other: &Rect) -> Option<Rect> {
    let (x, y) = (one.x.max(other.x), one.y.max(other.y));
    let (width, height) = (one.right().min(other.right()) - x, one.top().min(other.top()) - y);
    (width > 0.0 && height > 0.0).then_some(Rect { x, y, width, height })
}

/// Two opposite corners, in any order.
fn rectangle(document: &Document, object: &Object) -> Option<Rect> {
    let entries = object.as_array().ok()?;
    let value = |entry| document.dereference(entry).ok().and_then(|(_, entry)| number(entry));
    let values: Vec<f64> = entries.iter().map(value).collect::<Option<_>>()?;
    let [a, b, c, d] = values.try_into().ok()?;
    Some(Rect { x: a.min(c), y: b.min(d), width: (a - c).abs(), height: (b - d).abs() })
}
