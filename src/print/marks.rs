//! Marks to cut, fold and register by. All stand between the trim and the edge that printers leave white.

use super::plan::{MM, Mark, MarkKind, Point, Rect, Size};

/// How near to the paper's edge a mark may come: what printers surely print, and a little more.
pub const EDGE: f64 = 4.5 * MM;
/// The least length of a mark.
pub const SHORTEST: f64 = 2.0 * MM;
/// The greatest length of a mark.
pub const LONGEST: f64 = 5.0 * MM;
/// How far a mark keeps from the trim, where there is room.
pub const GAP: f64 = 1.0 * MM;

/// The margin that marks need between trim and paper: [`EDGE`] and [`SHORTEST`], 6.5 mm.
pub const MARGIN: f64 = EDGE + SHORTEST;

/// The two ends of a mark in a margin, as distances from the paper's edge; none if the margin is too small.
///
/// It keeps [`GAP`] from the trim if it can and stay as long as [`SHORTEST`].
pub fn span(margin: f64) -> Option<(f64, f64)> {
    // What was computed from millimetres may miss by the last digit.
    const SLACK: f64 = 1e-6;
    if margin + SLACK < MARGIN {
        return None;
    }
    let inner = (margin - GAP).max(MARGIN).min(margin.max(MARGIN));
    Some((EDGE.max(inner - LONGEST), inner))
}

/// Cut marks: one at each end of every line at `x` and `y`, in the margins around `trim`. Marks of lines that are the same are
/// drawn once. None if a margin with marks in it is smaller than [`MARGIN`].
pub fn cut(paper: Size, trim: &Rect, x: &[f64], y: &[f64]) -> Option<Vec<Mark>> {
    let mut marks = upright(MarkKind::Cut, paper, trim, x)?;
    marks.extend(across(MarkKind::Cut, paper, trim, y)?);
    Some(marks)
}

/// Marks below and above the trim, on upright lines. None if there is no room.
pub fn upright(kind: MarkKind, paper: Size, trim: &Rect, x: &[f64]) -> Option<Vec<Mark>> {
    let (lower, upper) = (span(trim.y)?, span(paper.height - trim.top())?);
    let line = |x: f64, from: f64, to: f64| Mark { kind, from: Point { x, y: from }, to: Point { x, y: to } };
    Some(
        distinct(x)
            .into_iter()
            .flat_map(|x| [line(x, lower.0, lower.1), line(x, paper.height - upper.1, paper.height - upper.0)])
            .collect(),
    )
}

/// Marks left and right of the trim, on level lines. None if there is no room.
pub fn across(kind: MarkKind, paper: Size, trim: &Rect, y: &[f64]) -> Option<Vec<Mark>> {
    let (left, right) = (span(trim.x)?, span(paper.width - trim.right())?);
    let line = |y: f64, from: f64, to: f64| Mark { kind, from: Point { x: from, y }, to: Point { x: to, y } };
    Some(
        distinct(y)
            .into_iter()
            .flat_map(|y| [line(y, left.0, left.1), line(y, paper.width - right.1, paper.width - right.0)])
            .collect(),
    )
}

/// Crosses at the middle of both sides, in the margins: they lie on each other when front and back do. None if there is no
/// room.
pub fn registration(paper: Size, trim: &Rect) -> Option<Vec<Mark>> {
    let (left, right) = (span(trim.x)?, span(paper.width - trim.right())?);
    let kind = MarkKind::Registration;
    let mut marks = Vec::new();
    // Off the middle, where a line of the grid may end.
    let y = paper.height / 2.0 + 4.0 * MM;
    let half = SHORTEST / 2.0;
    for x in [left.1 - half, paper.width - right.1 + half] {
        marks.push(Mark { kind, from: Point { x: x - half, y }, to: Point { x: x + half, y } });
        marks.push(Mark { kind, from: Point { x, y: y - half }, to: Point { x, y: y + half } });
    }
    Some(marks)
}

/// The values, sorted, each once to a hundredth of a point.
fn distinct(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup_by(|a, b| (*a - *b).abs() < 0.01);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_keep_their_distance() {
        assert!(span(6.0 * MM).is_none());
        for tenths in 65..400 {
            let margin = f64::from(tenths) / 10.0 * MM;
            let Some((outer, inner)) = span(margin) else { panic!("{tenths}") };
            assert!(outer >= EDGE - 1e-9 && inner <= margin + 1e-6, "{tenths}");
            assert!(inner - outer >= SHORTEST - 1e-9 && inner - outer <= LONGEST + 1e-9, "{tenths}");
            assert!(margin < 7.5 * MM || margin - inner >= GAP - 1e-9, "{tenths}");
        }
    }

    #[test]
    fn a_grid_of_two_by_two_has_three_lines_each_way() {
        let trim = Rect { x: 20.0, y: 20.0, width: 200.0, height: 100.0 };
        let paper = Size { width: 240.0, height: 140.0 };
        let marks = cut(paper, &trim, &[20.0, 120.0, 120.001, 220.0], &[20.0, 70.0, 120.0]).expect("there is room");
        assert_eq!(marks.len(), 12);
        assert!(cut(paper, &Rect { x: 10.0, ..trim }, &[10.0], &[20.0]).is_none());
        assert!(registration(paper, &trim).is_some_and(|marks| marks.len() == 4));
    }
}
