//! The examples of a guide: what is run, after what, and beside what.

use super::claim::riddle;
use super::interpreter::Interpreter;
use crate::guide::{Block, Code, Section};
use crate::selection::Selection;
use std::collections::BTreeSet;

/// A fence that is run, with what it needs.
#[derive(Debug)]
pub struct Example<'g> {
    /// The section it stands in.
    pub section: &'g Section,
    /// Whether it is a program or a transcript.
    pub kind: Kind,
    /// The fences that make up the program; the last is the example, those before it are what it continues.
    pub fences: Vec<&'g Code>,
    /// Files that stand beside it: name, text.
    pub beside: Vec<(&'g str, String)>,
    /// Why it cannot run whatever the interpreter: what is wrong, and what to do.
    pub misfit: Option<(String, String)>,
}

/// What an example is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// ```` ```python ````: a file that is run.
    Program,
    /// ```` ```pycon ````: prompts and what they answer, as doctest has them.
    Session,
}

impl Kind {
    fn of(code: &Code) -> Option<Kind> {
        match code.language.as_deref()?.to_lowercase().as_str() {
            "python" | "py" | "python3" => Some(Kind::Program),
            "pycon" | "python-repl" => Some(Kind::Session),
            _ => None,
        }
    }
}

/// A line of output that is claimed.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The line of the whole program that claims it, counted from 0.
    pub row: usize,
    /// The line.
    pub text: String,
}

/// The examples of the sections chosen, in the guide's order.
pub fn examples<'g>(selection: &Selection<'g>) -> Vec<Example<'g>> {
    selection.sections.iter().flat_map(|section| of_section(section)).collect()
}

fn of_section(section: &Section) -> Vec<Example<'_>> {
    let mut codes: Vec<&Code> = section
        .blocks()
        .into_iter()
        .filter_map(|(_, block)| match block {
            Block::Code(code) => Some(code),
            _ => None,
        })
        .collect();
    // Footnotes are kept at a section's end, wherever they stand.
    codes.sort_by_key(|code| code.span);
    let mut found: Vec<Example> = Vec::new();
    let mut beside: Vec<(&str, String)> = Vec::new();
    // Whether the last of `found` may be continued.
    let mut open = false;
    for code in codes {
        if let Some(name) = &code.flags.file {
            beside.retain(|(other, _)| **other != **name);
            beside.push((name, format!("{}\n", code.text)));
            continue;
        }
        let Some(kind) = Kind::of(code) else { continue };
        let mut example = Example { section, kind, fences: vec![code], beside: beside.clone(), misfit: None };
        if code.flags.continues && code.flags.no_run.is_none() {
            match found.last().filter(|_| open) {
                Some(before) if before.kind != kind => {
                    example.misfit = misfit("a program cannot continue a transcript, nor a transcript a program");
                }
                Some(before) if before.code().flags.raises.is_some() => {
                    example.misfit = misfit("the fence it continues ends with an exception");
                }
                Some(before) => example.fences.splice(0..0, before.fences.iter().copied()).for_each(drop),
                None => example.misfit = misfit("no fence that runs stands before it in this section"),
            }
        }
        open = code.flags.no_run.is_none();
        found.push(example);
    }
    found
}

fn misfit(why: &str) -> Option<(String, String)> {
    Some((format!("it has nothing to continue: {why}"), "take `continues` away, or mend the fence before it".into()))
}

impl<'g> Example<'g> {
    /// The fence itself.
    pub fn code(&self) -> &'g Code {
        self.fences[self.fences.len() - 1]
    }

    /// The whole program or transcript.
    pub fn text(&self) -> String {
        self.fences.iter().flat_map(|fence| [fence.text.as_str(), "\n"]).collect()
    }

    /// The name of the file it is run from.
    pub fn file(&self) -> &'static str {
        let names = match self.kind {
            Kind::Program => ["example.py", "example_.py"],
            Kind::Session => ["example.txt", "example_.txt"],
        };
        names[usize::from(self.beside.iter().any(|(name, _)| *name == names[0]))]
    }

    /// The fence a line of the whole comes from, and its line there; both lines counted from 0.
    pub fn origin(&self, row: usize) -> (&'g Code, usize) {
        let mut row = row;
        for fence in &self.fences {
            let rows = fence.text.split('\n').count();
            if row < rows {
                return (fence, row);
            }
            row -= rows;
        }
        (self.code(), self.code().text.split('\n').count() - 1)
    }

    /// All that a program claims to print.
    pub fn claims(&self) -> Vec<Claim> {
        let mut claims = Vec::new();
        let mut first = 0;
        for fence in &self.fences {
            let riddle = riddle(fence);
            let rows = riddle.output_lines.into_iter().map(|line| first + line);
            claims.extend(rows.zip(riddle.output).map(|(row, text)| Claim { row, text }));
            first += fence.text.split('\n').count();
        }
        claims
    }

    /// The packages it says it needs.
    pub fn packages(&self) -> BTreeSet<&'g str> {
        self.fences.iter().flat_map(|fence| fence.flags.uses.iter().map(String::as_str)).collect()
    }

    /// Why it is not run by an interpreter, if so.
    pub fn not_run(&self, interpreter: &Interpreter) -> Option<String> {
        if let Some(reason) = &self.code().flags.no_run {
            return Some(reason.to_string());
        }
        let newest = self.fences.iter().filter_map(|fence| fence.flags.needs).max()?;
        (!interpreter.is_at_least(newest)).then(|| format!("needs Python {}.{}", newest.0, newest.1))
    }
}
