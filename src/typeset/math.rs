//! LaTeX as Typst's mathematics.
//!
//! Every character of the formula is written as an escape, so that nothing in it can be taken for Typst, and every call by its
//! full name, so that a layout may use the short ones for things of its own.

mod sign;

use crate::diagnostic::Diagnostic;
use crate::guide::{Block, InlineKind, Math, Section, walk};
use crate::math;
use pulldown_latex::Storage;
use pulldown_latex::event::*;
use sign::{changed, character, decoration, length, negated};
use std::iter::Peekable;
use std::slice::Iter;

/// What stands between the dollars of a Typst equation, or what is wrong with the formula, in a few words.
pub fn typst(latex: &str) -> Result<String, String> {
    let storage = Storage::new();
    let events = math::events(latex, &storage)?;
    let mut reader = Reader { events: events.iter().peekable() };
    Ok(reader.run().concat())
}

/// The formulas of a section that stand on its pages as their LaTeX source, because that is not understood.
pub fn faults(section: &Section) -> Vec<Diagnostic> {
    let mut formulas = Vec::new();
    walk::section(section, &mut |inline| {
        if let InlineKind::Math(math) = &inline.kind {
            formulas.push(Math::clone(math));
        }
    });
    formulas.extend(section.blocks().into_iter().filter_map(|(_, block)| match block {
        Block::Math(math) => Some(math.clone()),
        _ => None,
    }));
    formulas.sort_by_key(|math| math.span);
    let wrong = |math: &Math| {
        let reason = typst(&math.latex).err()?;
        let message = format!("mathematics is printed as its LaTeX source: {reason}");
        Some(Diagnostic::warning("math-as-source", math.span, message).help("check the formula's spelling"))
    };
    formulas.iter().filter_map(wrong).collect()
}

/// An empty cell of a table.
const NOTHING: &str = "#none";

/// Reads elements one by one; each becomes a piece of Typst that may stand as an argument.
struct Reader<'e> {
    events: Peekable<Iter<'e, Event<'e>>>,
}

impl Reader<'_> {
    /// The elements up to the end of the group, which is consumed, or of what the group's flow divides, which is not.
    fn run(&mut self) -> Vec<String> {
        let mut pieces = Vec::new();
        while let Some(event) = self.events.peek() {
            match event {
                Event::End => {
                    self.events.next();
                    break;
                }
                Event::EnvironmentFlow(_) => break,
                Event::StateChange(change) => {
                    let change = *change;
                    self.events.next();
                    let closed = self.peek_close();
                    let rest = self.run();
                    if !closed {
                        pieces.push(changed(change, &rest.concat()));
                    }
                    // The group's end went with the rest; a flow mark is still there for the caller.
                    break;
                }
                _ => pieces.push(self.element()),
            }
        }
        pieces
    }

    fn peek_close(&mut self) -> bool {
        matches!(self.events.peek(), None | Some(Event::End | Event::EnvironmentFlow(_)))
    }

    /// One element. Nothing where the formula ends too early.
    fn element(&mut self) -> String {
        match self.events.next() {
            Some(Event::Content(content)) => sign::content(content),
            Some(Event::Begin(grouping)) => self.group(grouping),
            Some(Event::Visual(visual)) => self.visual(*visual),
            Some(Event::Script { ty, position }) => self.script(*ty, *position),
            Some(Event::Space { width, .. }) => {
                width.map_or(String::new(), |width| format!("#std.h({})", length(&width)))
            }
            Some(Event::StateChange(change)) => {
                let inner = self.argument();
                changed(*change, &inner)
            }
            Some(Event::End | Event::EnvironmentFlow(_)) | None => String::new(),
        }
    }

    /// One element that stands as an argument, which cannot be nothing at all.
    fn argument(&mut self) -> String {
        let element = self.element();
        if element.is_empty() { "#[]".into() } else { element }
    }

    fn visual(&mut self, visual: Visual) -> String {
        match visual {
            Visual::SquareRoot => format!("std.math.sqrt({})", self.argument()),
            Visual::Root => {
                let (radicand, index) = (self.argument(), self.argument());
                format!("std.math.root({index}, {radicand})")
            }
            Visual::Fraction(line) => {
                let (over, under) = (self.argument(), self.argument());
                match line {
                    Some(line) if line.value == 0.0 => format!("std.math.mat(delim: #none, {over}; {under})"),
                    _ => format!("std.math.frac({over}, {under})"),
                }
            }
            Visual::Negation => {
                // Where Unicode has the negated sign, it is that; else the next element is struck through.
                if let Some(Event::Content(content)) = self.events.peek()
                    && let Some(negated) = negated(content)
                {
                    self.events.next();
                    return format!("std.math.class(\"relation\", {})", character(negated));
                }
                format!("std.math.cancel({})", self.argument())
            }
        }
    }

    fn script(&mut self, ty: ScriptType, position: ScriptPosition) -> String {
        let base = self.argument();
        let first = self.events.peek().map(|event| (*event).clone());
        let script = self.argument();
        if position == ScriptPosition::AboveBelow
            && let Some(over) = first.and_then(|event| decoration(&event, ty))
        {
            return over.replace("{}", &base);
        }
        let base = match position {
            ScriptPosition::Right => format!("std.math.scripts({base})"),
            ScriptPosition::AboveBelow => format!("std.math.limits({base})"),
            ScriptPosition::Movable => format!("std.math.limits({base}, inline: #false)"),
        };
        match ty {
            ScriptType::Subscript => format!("std.math.attach({base}, b: {script})"),
            ScriptType::Superscript => format!("std.math.attach({base}, t: {script})"),
            ScriptType::SubSuperscript => {
                let above = self.argument();
                format!("std.math.attach({base}, b: {script}, t: {above})")
            }
        }
    }

    fn group(&mut self, grouping: &Grouping) -> String {
        match grouping {
            Grouping::Normal | Grouping::Equation { .. } => self.run().concat(),
            Grouping::LeftRight(left, right) => {
                let inner = self.run().concat();
                let side = |side: &Option<char>| side.map_or(String::new(), character);
                format!("std.math.lr({}{inner}{})", side(left), side(right))
            }
            Grouping::Array(columns) => {
                let aligned = columns.iter().find_map(|column| match column {
                    ArrayColumn::Column(alignment) => Some(*alignment),
                    ArrayColumn::Separator(_) => None,
                });
                let mut before = 0;
                let mut lines = Vec::new();
                for column in columns.iter() {
                    match column {
                        ArrayColumn::Column(_) => before += 1,
                        ArrayColumn::Separator(_) => lines.push(before),
                    }
                }
                self.matrix(aligned.unwrap_or(ColumnAlignment::Center), &lines)
            }
            Grouping::Matrix { alignment } | Grouping::SubArray { alignment } => self.matrix(*alignment, &[]),
            Grouping::Cases { left } => {
                // LaTeX sets the conditions a quad apart.
                let rows: Vec<String> = self.rows().0.iter().map(|row| row.join("& #std.h(1em)")).collect();
                format!("std.math.cases(reverse: #{}, {})", !left, rows.join(", "))
            }
            Grouping::Gather { .. } | Grouping::Gathered | Grouping::Multline => self.lines(),
            Grouping::Align { .. } | Grouping::Aligned | Grouping::Split => self.lines(),
            Grouping::Alignat { .. } | Grouping::Alignedat { .. } => self.lines(),
        }
    }

    fn lines(&mut self) -> String {
        let rows: Vec<String> = self.rows().0.iter().map(|row| row.join(" & ")).collect();
        rows.join(" \\ ")
    }

    fn matrix(&mut self, alignment: ColumnAlignment, upright: &[usize]) -> String {
        let (rows, level) = self.rows();
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let list = |lines: Vec<usize>, most: usize| -> String {
            lines.into_iter().filter(|line| (1..most).contains(line)).map(|line| format!("{line}, ")).collect()
        };
        let (across, down) = (list(level, rows.len()), list(upright.to_vec(), columns));
        let augment = match across.is_empty() && down.is_empty() {
            true => String::new(),
            false => format!("augment: #(hline: ({across}), vline: ({down})), "),
        };
        let align = match alignment {
            ColumnAlignment::Left => "left",
            ColumnAlignment::Center => "center",
            ColumnAlignment::Right => "right",
        };
        let rows: Vec<String> = rows.iter().map(|row| row.join(", ")).collect();
        format!("std.math.mat(delim: #none, align: #std.{align}, {augment}{})", rows.join("; "))
    }

    /// The rows of an environment, each as its cells, and before which rows a line is drawn.
    fn rows(&mut self) -> (Vec<Vec<String>>, Vec<usize>) {
        let mut rows = vec![Vec::new()];
        let mut lines = Vec::new();
        loop {
            let cell = self.run().concat();
            if let Some(row) = rows.last_mut() {
                // A cell of nothing is a cell all the same.
                row.push(if cell.is_empty() { NOTHING.into() } else { cell });
            }
            // `run` took the environment's end, if that is what it met.
            let Some(Event::EnvironmentFlow(flow)) = self.events.peek() else { break };
            self.events.next();
            match flow {
                EnvironmentFlow::Alignment => {}
                EnvironmentFlow::NewLine { horizontal_lines, .. } => {
                    if !horizontal_lines.is_empty() {
                        lines.push(rows.len());
                    }
                    rows.push(Vec::new());
                }
                EnvironmentFlow::StartLines { .. } => {
                    if let Some(row) = rows.last_mut() {
                        row.pop();
                    }
                }
            }
        }
        // What ends in `\\\\` ends a row; it begins none.
        if rows.len() > 1 && rows.last().is_some_and(|row| row.iter().all(|cell| cell == NOTHING)) {
            rows.pop();
        }
        (rows, lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_an_escape() {
        assert_eq!(typst("a").unwrap(), "\\u{61}");
        assert_eq!(typst("a, b").unwrap(), "\\u{61}std.math.class(\"punctuation\", \\u{2c})\\u{62}");
        assert_eq!(typst("\\text{a \"}").unwrap(), "#[#\"a \\\"\"]");
    }

    #[test]
    fn what_is_above_and_below() {
        assert_eq!(typst(r"\frac{a}{2}").unwrap(), "std.math.frac(\\u{61}, \\u{32})");
        assert_eq!(typst(r"\hat{x}").unwrap(), "std.math.accent(\\u{78}, \\u{302})");
        assert_eq!(typst(r"a \ne b").unwrap(), typst(r"a \not= b").unwrap());
    }

    #[test]
    fn what_is_no_formula_is_said() {
        assert!(typst(r"\nosuch{x}").unwrap_err().contains("unknown"));
    }
}
