//! Draws sheets with printpdf: marks on a layer of their own, and a place for each page.

use super::PrintError;
use super::plan::{Mark, MarkKind, Placement, Plan, Point, Rect, Side, Size, Turn};
use printpdf::{
    Color, CurTransMat, ExternalStream, ExternalXObject, Greyscale, Layer, LayerIntent, LayerInternalId, LayerSubtype,
    Line, LineDashPattern, LinePoint, Op, PaintMode, PdfDocument, PdfPage, PdfSaveOptions, Pt, WindingOrder, XObject,
    XObjectId, XObjectTransform,
};
use std::collections::{HashMap, HashSet};

/// The layer of the marks, as a viewer's list of layers calls it.
const LAYER: &str = "Marks to cut and fold by";
/// The same inside the file.
const LAYER_ID: &str = "Marks";
/// How thick a mark is, in points.
const HAIRLINE: f32 = 0.25;

/// The pages a plan uses, each once, in the order in which they are met: what they are called on the sheets.
pub struct Names(Vec<(usize, usize)>);

impl Names {
    /// The pages of a plan.
    pub fn of(plan: &Plan) -> Names {
        let mut seen = HashSet::new();
        let placements = plan.sides.iter().flat_map(|side| &side.placements);
        Names(placements.map(|placed| (placed.source, placed.page)).filter(|page| seen.insert(*page)).collect())
    }

    /// Source and page, with the name it has on sheets.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize, String)> {
        self.0.iter().enumerate().map(|(i, (source, page))| (*source, *page, format!("P{i}")))
    }
}

/// Looks whether a plan can be drawn.
pub fn check(plan: &Plan) -> Result<(), PrintError> {
    if plan.sides.is_empty() {
        return Err(PrintError::Senseless("there is no sheet"));
    }
    for side in &plan.sides {
        let Size { width, height } = side.paper;
        // The range PDF gives to a page.
        if !(3.0..=14_400.0).contains(&width) || !(3.0..=14_400.0).contains(&height) {
            return Err(PrintError::Senseless("the paper's size is not between 1 mm and 5 m"));
        }
        if side.placements.iter().any(|placed| !(0.001..=1000.0).contains(&placed.scale)) {
            return Err(PrintError::Senseless("a page is scaled to nothing, or to more than there is"));
        }
        let paper = Rect::of(side.paper);
        let off = |end: Point| !paper.holds(&Rect { x: end.x, y: end.y, width: 0.0, height: 0.0 });
        let away = |at: Point| !(-width..=width).contains(&at.x) || !(-height..=height).contains(&at.y);
        if side.marks.iter().any(|mark| off(mark.from) || off(mark.to))
            || side.placements.iter().any(|placed| away(placed.at))
        {
            return Err(PrintError::OffPaper { label: side.label.clone() });
        }
    }
    Ok(())
}

/// The sheets, with an empty object in the place of each page. `size` tells how large a page of a source is.
pub fn draw(plan: &Plan, names: &Names, size: &dyn Fn(usize, usize) -> Size) -> lopdf::Document {
    let mut document = PdfDocument::new("");
    // Names that printpdf makes up change with every run.
    let layer = LayerInternalId(LAYER_ID.into());
    let description = Layer {
        name: LAYER.into(),
        creator: "revexport".into(),
        intent: LayerIntent::Design,
        usage: LayerSubtype::Artwork,
    };
    document.resources.layers.map.insert(layer.clone(), description);
    let mut ids = HashMap::new();
    for (source, page, name) in names.iter() {
        let empty = ExternalXObject { stream: ExternalStream::default(), width: None, height: None, dpi: None };
        document.resources.xobjects.map.insert(XObjectId(name.clone()), XObject::External(empty));
        ids.insert((source, page), XObjectId(name));
    }
    let page = |side: &Side| {
        let mut ops = Vec::new();
        for placed in &side.placements {
            if let Some(id) = ids.get(&(placed.source, placed.page)) {
                place(&mut ops, placed, size(placed.source, placed.page), id);
            }
        }
        mark(&mut ops, &side.marks, &layer);
        let paper = rect(Rect::of(side.paper));
        PdfPage { media_box: paper.clone(), trim_box: paper.clone(), crop_box: paper, ops }
    };
    document.pages = plan.sides.iter().map(page).collect();
    // Neither compressed nor pruned: both are done where the file is put together.
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    document.to_lopdf_document(&options, &mut Vec::new())
}

fn place(ops: &mut Vec<Op>, placed: &Placement, size: Size, id: &XObjectId) {
    ops.push(Op::SaveGraphicsState);
    if let Some(clip) = placed.clip {
        let mut clip = rect(clip);
        clip.mode = Some(PaintMode::Clip);
        clip.winding_order = Some(WindingOrder::NonZero);
        ops.push(Op::DrawRectangle { rectangle: clip });
    }
    let matrix = matrix(placed, size).map(|number| number as f32);
    ops.push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw(matrix) });
    let transform = XObjectTransform { no_auto_scale: true, ..XObjectTransform::default() };
    ops.push(Op::UseXobject { id: id.clone(), transform });
    ops.push(Op::RestoreGraphicsState);
}

/// The matrix that scales and turns a page, and brings its lower left corner to its place.
fn matrix(placed: &Placement, size: Size) -> [f64; 6] {
    let Placement { scale, at, .. } = *placed;
    let (width, height) = (scale * size.width, scale * size.height);
    match placed.turn {
        Turn::None => [scale, 0.0, 0.0, scale, at.x, at.y],
        Turn::Left => [0.0, scale, -scale, 0.0, at.x + height, at.y],
        Turn::Half => [-scale, 0.0, 0.0, -scale, at.x + width, at.y + height],
        Turn::Right => [0.0, -scale, scale, 0.0, at.x, at.y + width],
    }
}

fn mark(ops: &mut Vec<Op>, marks: &[Mark], layer: &LayerInternalId) {
    if marks.is_empty() {
        return;
    }
    ops.push(Op::BeginLayer { layer_id: layer.clone() });
    ops.push(Op::SaveGraphicsState);
    ops.push(Op::SetOutlineColor { col: Color::Greyscale(Greyscale { percent: 0.0, icc_profile: None }) });
    ops.push(Op::SetOutlineThickness { pt: Pt(HAIRLINE) });
    let (dashed, solid): (Vec<&Mark>, Vec<&Mark>) = marks.iter().partition(|mark| mark.kind == MarkKind::Fold);
    ops.extend(solid.into_iter().map(line));
    if !dashed.is_empty() {
        ops.push(Op::SetLineDashPattern { dash: LineDashPattern::new(0.0, &[1.5, 0.75]) });
        ops.extend(dashed.into_iter().map(line));
    }
    ops.push(Op::RestoreGraphicsState);
    ops.push(Op::EndLayer);
}

fn line(mark: &Mark) -> Op {
    let point =
        |point: Point| LinePoint { p: printpdf::Point { x: Pt(point.x as f32), y: Pt(point.y as f32) }, bezier: false };
    Op::DrawLine { line: Line { points: vec![point(mark.from), point(mark.to)], is_closed: false } }
}

fn rect(rect: Rect) -> printpdf::Rect {
    let points = |number: f64| Pt(number as f32);
    printpdf::Rect::from_xywh(points(rect.x), points(rect.y), points(rect.width), points(rect.height))
}
