//! What is printed beside finished pages: the words in a sheet's margin, and the sheet that measures a printer's offset.

use super::compile::{Sheet, compile};
use super::emit::Document;
use super::text::literal;
use super::{Engine, Layout, Paper, Settings, Theme};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use std::fmt::Write;

/// The bundled layouts.
const SLIP: (&str, &str) = ("layouts/pdf/slip.typ", include_str!("../../layouts/pdf/slip.typ"));
const CALIBRATE: (&str, &str) = ("layouts/pdf/calibrate.typ", include_str!("../../layouts/pdf/calibrate.typ"));

/// The words in a sheet's margin. Lengths are points.
#[derive(Clone, Debug, PartialEq)]
pub struct Slip {
    /// How long the line is.
    pub length: f64,
    /// How high it is.
    pub height: f64,
    /// How many parts it has; marks stand between them.
    pub parts: usize,
    /// What is between two parts.
    pub gutter: f64,
    /// What it says, a text for each part. More texts than parts share the last one.
    pub words: Vec<String>,
}

/// Sets slips, each on a page of its own size.
///
/// # Errors
///
/// What the engine found wrong; `place` stands for where.
pub fn slips(engine: &Engine, slips: &[Slip], place: Span) -> Result<Sheet, Vec<Diagnostic>> {
    let mut source = String::from("#import \"/layout.typ\": *\n");
    for Slip { length, height, parts, gutter, words } in slips {
        let words: String = words.iter().map(|text| format!("[#{}], ", literal(text))).collect();
        let _ = writeln!(source, "#slip({length:.3}pt, {height:.3}pt, {parts}, {gutter:.3}pt, ({words}))");
    }
    set(engine, source, SLIP, place)
}

/// The sheet that measures a printer's offset, front and back, for a paper in points. `edge` is the name of the edge it is
/// turned about; `upright` tells whether that edge is an upright one.
///
/// # Errors
///
/// What the engine found wrong; `place` stands for where.
pub fn calibration(
    engine: &Engine,
    (width, height): (f64, f64),
    edge: &str,
    upright: bool,
    place: Span,
) -> Result<Sheet, Vec<Diagnostic>> {
    let mirrored = if upright { "x" } else { "y" };
    let edge = literal(edge);
    let source =
        format!("#import \"/layout.typ\": *\n#calibrate({width:.3}pt, {height:.3}pt, {edge}, \"{mirrored}\")\n");
    set(engine, source, CALIBRATE, place)
}

fn set(engine: &Engine, source: String, layout: (&str, &str), place: Span) -> Result<Sheet, Vec<Diagnostic>> {
    let document = Document { source, ..Document::default() };
    // A slip's size is its own affair.
    compile(
        engine,
        &document,
        &Layout::special(layout.0, layout.1),
        &Settings { paper: Paper::A4, landscape: false, theme: Theme::default(), columns: 1, size: 160 },
        place,
    )
}
