//! What a layout says of itself, in a dictionary of literals that is read without running anything:
//!
//! ```typst
//! #let defaults = (
//!   about: "dense exam sheet",
//!   paper: "a4", orientation: "landscape",
//!   columns: (4, 3),                              // the first, unless a later one gives larger type
//!   fit: (pages: 2, smallest: 7pt, largest: 9pt), // the largest type that keeps a section on so many pages
//!   size: 8pt,                                    // the size where nothing is fitted, or nothing fits
//!   sides: 9mm, gutter: 4.2mm,                    // beside the text, and between columns
//! )
//! ```

use super::at;
use crate::diagnostic::{Diagnostic, Severity, did_you_mean};
use crate::typeset::page::Paper;
use clap::ValueEnum;
use typst::syntax::ast::{self, AstNode, Expr};
use typst::syntax::{DiagSpan, DiagSpanKind, Source, SyntaxNode};

/// What a layout says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Defaults {
    /// What it is for, in a line.
    pub about: String,
    /// The paper.
    pub paper: Paper,
    /// Whether the paper lies on its long side.
    pub landscape: bool,
    /// The columns to try: the first, unless a later one gives larger type.
    pub columns: Vec<usize>,
    /// Whether a section is fitted, and to what.
    pub fit: Option<Fit>,
    /// The size where nothing is fitted, or nothing fits, in twentieths of a point.
    pub size: u32,
    /// The margin on either side of the text, in millimetres.
    pub sides: f64,
    /// What lies between two columns, in millimetres.
    pub gutter: f64,
    /// The layout's `measures`, a Typst dictionary as it is written.
    pub measures: String,
}

/// How a section is fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// The pages it may take.
    pub pages: usize,
    /// The smallest size, in twentieths of a point.
    pub smallest: u32,
    /// The largest size, in twentieths of a point.
    pub largest: u32,
}

const KEYS: [&str; 8] = ["about", "paper", "orientation", "columns", "fit", "size", "sides", "gutter"];
const FIT_KEYS: [&str; 3] = ["pages", "smallest", "largest"];

/// The sizes of body type that can be asked for, in points.
pub const SIZES: std::ops::RangeInclusive<f64> = 4.0..=24.0;

/// Reads a layout's `defaults` and `measures`. A layout without `defaults` has those of an upright page of one column.
///
/// # Errors
///
/// Errors of syntax, keys that mean nothing, values that are no literal or out of range, each at its line.
pub fn read(text: &str, shown: &str) -> Result<Defaults, Vec<Diagnostic>> {
    let source = Source::detached(text);
    let root = source.root();
    let (errors, _) = root.errors_and_warnings();
    if !errors.is_empty() {
        // What else the parser finds is mostly the first one's doing.
        let broken = errors.into_iter().take(1).map(|error| {
            let place = at(shown, text, offset(&source, error.span));
            let problem = Diagnostic::new("bad-layout", Severity::Error, place, error.message.to_string());
            match error.hints.first() {
                Some(hint) => problem.help(hint.v.to_string()),
                None => problem,
            }
        });
        return Err(broken.collect());
    }
    let mut reader = Reader { shown, source: &source, problems: Vec::new() };
    let mut defaults = Defaults {
        about: String::new(),
        paper: Paper::A4,
        landscape: false,
        columns: vec![1],
        fit: None,
        size: 200,
        sides: 15.0,
        gutter: 5.0,
        measures: "(:)".into(),
    };
    let Some(markup) = root.cast::<ast::Markup>() else { return Ok(defaults) };
    for expression in markup.exprs() {
        let Expr::LetBinding(binding) = expression else { continue };
        let names = binding.kind().bindings();
        let (Some(name), Some(Expr::Dict(dictionary))) = (names.first(), binding.init()) else { continue };
        match name.as_str() {
            "defaults" => reader.defaults(dictionary, &mut defaults),
            "measures" => defaults.measures = dictionary.to_untyped().full_text().to_string(),
            _ => {}
        }
    }
    if reader.problems.is_empty() { Ok(defaults) } else { Err(reader.problems) }
}

/// Where a place of the engine's begins in the text.
fn offset(source: &Source, place: DiagSpan) -> usize {
    let range = match place.get() {
        DiagSpanKind::Number { num, sub_range, .. } => source.range(num, sub_range),
        DiagSpanKind::Range { range, .. } => Some(range),
        DiagSpanKind::Detached => None,
    };
    range.map_or(0, |range| range.start)
}

struct Reader<'t> {
    shown: &'t str,
    source: &'t Source,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn say(&mut self, node: &SyntaxNode, message: String, help: &str) {
        let place = at(self.shown, self.source.text(), offset(self.source, DiagSpan::from_span(node.span(), None)));
        let problem = Diagnostic::new("bad-layout", Severity::Error, place, message);
        self.problems.push(if help.is_empty() { problem } else { problem.help(help) });
    }

    fn defaults(&mut self, dictionary: ast::Dict<'_>, defaults: &mut Defaults) {
        for named in self.named(dictionary, &KEYS) {
            let (name, value) = (named.name(), named.expr());
            let understood = match name.as_str() {
                "about" => string(value).map(|about| defaults.about = about),
                "paper" => string(value)
                    .and_then(|paper| Paper::from_str(&paper, true).ok())
                    .map(|paper| defaults.paper = paper),
                "orientation" => landscape(value).map(|landscape| defaults.landscape = landscape),
                "columns" => columns(value).map(|columns| defaults.columns = columns),
                "size" => size(value).map(|size| defaults.size = size),
                "sides" => millimetres(value).map(|length| defaults.sides = length),
                "gutter" => millimetres(value).map(|length| defaults.gutter = length),
                "fit" => match value {
                    Expr::None(_) => Some(None),
                    Expr::Dict(dictionary) => self.fit(dictionary).map(Some),
                    _ => None,
                }
                .map(|fit| defaults.fit = fit),
                _ => Some(()),
            };
            if understood.is_none() && self.problems.is_empty() {
                let help = match name.as_str() {
                    "about" => "write a line of text",
                    "paper" => "write \"a4\", \"letter\", \"a5\", \"a6\" or \"legal\"",
                    "orientation" => "write \"portrait\" or \"landscape\"",
                    "columns" => "write a number from 1 to 6, or several to try: (4, 3)",
                    "size" => "write a size from 4pt to 24pt",
                    "fit" => "write (pages: 2, smallest: 7pt, largest: 9pt), or none",
                    _ => "write a length from 0mm to 80mm",
                };
                self.say(value.to_untyped(), format!("`{}` cannot be understood", name.as_str()), help);
            }
        }
    }

    fn fit(&mut self, dictionary: ast::Dict<'_>) -> Option<Fit> {
        let mut fit = Fit { pages: 2, smallest: 140, largest: 180 };
        for named in self.named(dictionary, &FIT_KEYS) {
            match named.name().as_str() {
                "pages" => fit.pages = whole(named.expr(), 1..=10_000)?,
                "smallest" => fit.smallest = size(named.expr())?,
                _ => fit.largest = size(named.expr())?,
            }
        }
        (fit.smallest <= fit.largest).then_some(fit)
    }

    /// The named items of a dictionary; what is none of `keys` is reported.
    fn named<'d>(&mut self, dictionary: ast::Dict<'d>, keys: &[&str]) -> Vec<ast::Named<'d>> {
        let mut found = Vec::new();
        for item in dictionary.items() {
            match item {
                ast::DictItem::Named(named) if keys.contains(&named.name().as_str()) => found.push(named),
                ast::DictItem::Named(named) => {
                    let name = named.name().as_str().to_owned();
                    let help = did_you_mean(&name, keys.iter().copied())
                        .unwrap_or_else(|| format!("there are: {}", keys.join(", ")));
                    self.say(named.to_untyped(), format!("`{name}` means nothing here"), &help);
                }
                other => self.say(other.to_untyped(), "only `name: value` may stand here".into(), ""),
            }
        }
        found
    }
}

fn string(value: Expr<'_>) -> Option<String> {
    match value {
        Expr::Str(string) => Some(string.get().to_string()),
        _ => None,
    }
}

fn landscape(value: Expr<'_>) -> Option<bool> {
    match string(value)?.as_str() {
        "landscape" => Some(true),
        "portrait" => Some(false),
        _ => None,
    }
}

fn whole(value: Expr<'_>, range: std::ops::RangeInclusive<i64>) -> Option<usize> {
    match value {
        Expr::Int(int) if range.contains(&int.get()) => usize::try_from(int.get()).ok(),
        _ => None,
    }
}

fn columns(value: Expr<'_>) -> Option<Vec<usize>> {
    let one = |value| whole(value, 1..=6);
    match value {
        Expr::Array(array) => {
            let columns: Option<Vec<usize>> = array
                .items()
                .map(|item| match item {
                    ast::ArrayItem::Pos(value) => one(value),
                    ast::ArrayItem::Spread(_) => None,
                })
                .collect();
            columns.filter(|columns| !columns.is_empty())
        }
        value => one(value).map(|columns| vec![columns]),
    }
}

/// A length in points.
fn points(value: Expr<'_>) -> Option<f64> {
    let Expr::Numeric(numeric) = value else { return None };
    let (number, unit) = numeric.get();
    let factor = match unit {
        ast::Unit::Pt => 1.0,
        ast::Unit::Mm => 72.0 / 25.4,
        ast::Unit::Cm => 72.0 / 2.54,
        ast::Unit::In => 72.0,
        _ => return None,
    };
    Some(number * factor)
}

fn size(value: Expr<'_>) -> Option<u32> {
    points(value).filter(|points| SIZES.contains(points)).map(|points| (points * 20.0).round() as u32)
}

fn millimetres(value: Expr<'_>) -> Option<f64> {
    points(value).map(|points| points * 25.4 / 72.0).filter(|length| (0.0..=80.0).contains(length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;

    fn wrong(text: &str) -> (String, String, String) {
        let problems = read(text, "mine.typ").expect_err("it is wrong");
        let Place::File(place) = &problems[0].place else { panic!("a place in the file") };
        (place.clone(), problems[0].message.clone(), problems[0].help.clone().unwrap_or_default())
    }

    #[test]
    fn defaults_are_literals() {
        let text = "// mine\n#let defaults = (paper: \"a5\", orientation: \"landscape\", columns: (3, 2), \
                    fit: (pages: 4, smallest: 6pt, largest: 10.5pt), size: 8.5pt, sides: 1cm)\n#let measures = (leading: 1.3)\n";
        let read = read(text, "mine.typ").expect("it is right");
        assert_eq!((read.paper, read.landscape, read.columns, read.size), (Paper::A5, true, vec![3, 2], 170));
        assert_eq!(read.fit, Some(Fit { pages: 4, smallest: 120, largest: 210 }));
        assert!((read.sides - 10.0).abs() < 1e-9);
        assert_eq!(read.measures, "(leading: 1.3)");
    }

    #[test]
    fn what_cannot_be_understood_is_told_at_its_line() {
        let expected = ("mine.typ:2".into(), "`colums` means nothing here".into(), "did you mean `columns`?".into());
        assert_eq!(wrong("#let defaults = (\n  colums: 4,\n)"), expected);
        assert_eq!(wrong("\n\n#let defaults = (columns: 7)").1, "`columns` cannot be understood");
        assert_eq!(wrong("#let defaults = (size: 400pt)").2, "write a size from 4pt to 24pt");
        assert_eq!(wrong("#let defaults = (fit: (pages: 0))").1, "`fit` cannot be understood");
        assert_eq!(wrong("#let x = 1\n#let y = (1,").0, "mine.typ:2");
    }
}
