use super::super::imposition::{Binding, Order};
use super::super::plan::{MM, Point, Rect, Side, Size, Turn};
use super::{Edge, Misfit, Page, Press, Work};

const A5: Size = Size { width: 148.0 * MM, height: 210.0 * MM };

fn press(work: Work) -> Press {
    Press { work, paper: Size::A4, flip: None, margin: 6.5 * MM, gutter: 0.0, back_offset: (0.0, 0.0) }
}

fn booklet(creep: f64) -> Press {
    press(Work::Booklet { signature: None, binding: Binding::Left, creep })
}

fn grid(cells: usize, order: Order, gutterfold: bool) -> Press {
    press(Work::Grid { cells, order, binding: Binding::Left, gutterfold })
}

fn pages(count: usize, size: Size) -> Vec<Option<Page>> {
    (0..count).map(|page| Some(Page { source: 0, page, size })).collect()
}

/// Where pages are on a side, by their numbers.
fn places(side: &Side) -> Vec<(usize, Point)> {
    side.placements.iter().map(|placed| (placed.page, placed.at)).collect()
}

#[test]
fn pages_of_half_the_paper_are_printed_as_they_are() {
    let sheets = booklet(0.0).sheets(&pages(8, A5)).expect("they fit");
    assert_eq!((sheets.scale, sheets.count(), sheets.edge), (1.0, 2, Edge::Short));
    assert_eq!(sheets.paper, Size::A4.landscape());
    // Both touch the fold.
    let middle = sheets.paper.width / 2.0;
    let at = places(&sheets.sides[0]);
    assert!((at[0].1.x + A5.width - middle).abs() < 1e-9 && (at[1].1.x - middle).abs() < 1e-9, "{at:?}");
    assert!(sheets.sides.iter().all(|side| side.trim.is_none()));
}

#[test]
fn inner_sheets_creep_towards_the_fold_and_are_clipped_there() {
    let (still, moved) = (booklet(0.0), booklet(0.1 * MM));
    let [still, moved] = [still, moved].map(|press| press.sheets(&pages(500, A5)).expect("they fit"));
    assert_eq!(moved.count(), 125);
    for (i, (one, other)) in still.sides.iter().zip(&moved.sides).enumerate() {
        let shift = 0.1 * MM * (i / 2) as f64;
        let (one_at, other_at) = (places(one), places(other));
        assert!((other_at[0].1.x - one_at[0].1.x - shift).abs() < 1e-9);
        assert!((other_at[1].1.x - one_at[1].1.x + shift).abs() < 1e-9);
        let clips: Vec<Rect> = other.placements.iter().filter_map(|placed| placed.clip).collect();
        assert_eq!((clips[0].right(), clips[1].x), (moved.paper.width / 2.0, moved.paper.width / 2.0));
    }
}

#[test]
fn pages_smaller_than_half_the_paper_get_marks_to_cut_by() {
    let small = Size { width: 105.0 * MM, height: 148.0 * MM };
    let sheets = booklet(0.0).sheets(&pages(4, small)).expect("they fit");
    let trim = sheets.sides[0].trim.expect("they are cut");
    assert!((trim.width - 210.0 * MM).abs() < 1e-9 && (trim.height - 148.0 * MM).abs() < 1e-9);
    assert_eq!(sheets.sides[0].marks.len(), 2 + 8);
}

#[test]
fn a_gutter_moves_pages_off_the_fold_and_makes_them_smaller() {
    let sheets = Press { gutter: 10.0 * MM, ..booklet(0.0) }.sheets(&pages(4, A5)).expect("they fit");
    assert!(sheets.scale < 1.0);
    let middle = sheets.paper.width / 2.0;
    let at = places(&sheets.sides[0]);
    let room =
        at.iter().map(|(_, at)| if at.x > middle { at.x - middle } else { middle - at.x - sheets.scale * A5.width });
    assert!(room.into_iter().all(|room| room >= 10.0 * MM - 1e-6));
    let punched = Press { gutter: 20.0 * MM, ..grid(2, Order::Reading, false) }.sheets(&pages(4, Size::A4));
    let punched = punched.expect("they fit");
    let width = punched.scale * Size::A4.width;
    assert!(places(&punched.sides[0]).iter().all(|(_, at)| at.x >= 26.5 * MM - 1e-6));
    assert!(places(&punched.sides[1]).iter().all(|(_, at)| at.x + width <= punched.paper.width - 26.5 * MM + 1e-6));
}

#[test]
fn backs_are_turned_and_moved_after_all_else() {
    let size = |_: usize, _: usize| A5;
    let natural = booklet(0.0).sheets(&pages(4, A5)).expect("they fit");
    let turned = Press { flip: Some(Edge::Long), back_offset: (2.0, -3.0), ..booklet(0.0) }.sheets(&pages(4, A5));
    let turned = turned.expect("they fit");
    assert!(turned.backs_turned && !natural.backs_turned);
    let paper = natural.paper;
    let (natural, turned) = (natural.printed(size), turned.printed(size));
    assert_eq!(natural[0], turned[0]);
    for (one, other) in natural[1].placements.iter().zip(&turned[1].placements) {
        assert_eq!((one.turn, other.turn), (Turn::None, Turn::Half));
        let x = paper.width - one.at.x - A5.width + 2.0;
        let y = paper.height - one.at.y - A5.height - 3.0;
        assert!((other.at.x - x).abs() < 1e-9 && (other.at.y - y).abs() < 1e-9);
    }
}

#[test]
fn what_cannot_be_printed_has_a_reason() {
    let one = pages(1, Size::A4);
    assert_eq!(booklet(0.0).sheets(&[]), Err(Misfit::Empty));
    assert_eq!(booklet(0.0).sheets(&[None]), Err(Misfit::Empty));
    let margin = 5.0 * MM;
    assert_eq!(Press { margin, ..grid(2, Order::Cutting, false) }.sheets(&one), Err(Misfit::NoMarks { margin }));
    assert_eq!(Press { margin, ..grid(2, Order::Reading, true) }.sheets(&one), Err(Misfit::NoMarks { margin }));
    assert_eq!(Press { margin: 300.0, ..grid(4, Order::Reading, false) }.sheets(&one), Err(Misfit::NoRoom));
    assert_eq!(Press { back_offset: (0.0, -60.0), ..booklet(0.0) }.sheets(&one), Err(Misfit::Offset));
    for count in [1, 2, 3, 500] {
        assert!(grid(8, Order::Cutting, false).sheets(&pages(count, A5)).is_ok());
    }
}
