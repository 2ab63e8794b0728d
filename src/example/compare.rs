//! An example's verdict: what it printed and how it ended, against what it says.

use super::find::{Claim, Example, Kind};
use super::interpreter::Interpreter;
use super::quote::{quoted, visible};
use super::raised::{Raised, raised};
use super::run::{End, Ran};
use super::side_by_side::side_by_side;
use super::{sandbox, session};
use crate::diagnostic::Diagnostic;
use crate::source::{Sources, Span};
use std::time::Duration;

/// What became of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It does what it says.
    Passed,
    /// It does not.
    Failed,
    /// It was not run, with a reason.
    NotRun,
}

/// An example's result under one interpreter.
#[derive(Debug)]
pub struct Verdict {
    /// Whether it does what it says.
    pub status: Status,
    /// What it claims to print, line by line.
    pub expected: Vec<String>,
    /// What it printed.
    pub found: Vec<String>,
    /// Why it was not run.
    pub reason: Option<String>,
    /// What is wrong, an error each, or a warning for output without a claim.
    pub diagnostics: Vec<Diagnostic>,
    /// How long it ran.
    pub milliseconds: u64,
}

/// Runs an example, unless there is a reason not to, and judges it.
pub fn judge(example: &Example, interpreter: &Interpreter, limit: Duration, sources: &Sources) -> Verdict {
    let mut verdict = Verdict {
        status: Status::NotRun,
        expected: Vec::new(),
        found: Vec::new(),
        reason: example.not_run(interpreter),
        diagnostics: Vec::new(),
        milliseconds: 0,
    };
    if verdict.reason.is_some() {
        return verdict;
    }
    let case = Case { example, sources };
    verdict.diagnostics = match case.cannot_run(interpreter) {
        Some(problem) => vec![problem],
        None => {
            let mut ran = sandbox::execute(example, interpreter, limit);
            verdict.milliseconds = ran.milliseconds;
            match example.kind {
                Kind::Program => case.program(&ran, limit, &mut verdict),
                Kind::Session => case.session(&mut ran, limit, &mut verdict),
            }
        }
    };
    let failed = verdict.diagnostics.iter().any(Diagnostic::is_error);
    verdict.status = if failed { Status::Failed } else { Status::Passed };
    verdict
}

/// An example and where it stands.
struct Case<'c, 'g> {
    example: &'c Example<'g>,
    sources: &'c Sources,
}

impl Case<'_, '_> {
    /// The example's first line.
    fn fence(&self) -> Span {
        self.example.code().span
    }

    /// A line of the program in the Markdown; of it only `text`, if it is there.
    fn line(&self, row: usize, text: &str) -> Span {
        let (code, line) = self.example.origin(row);
        let file = self.sources.file(code.span.file);
        let range = file.line_range(code.first_line as usize + line);
        let whole = &file.text[range.clone()];
        let wanted = [text, code.text.split('\n').nth(line).unwrap_or("").trim()];
        let found =
            wanted.into_iter().filter(|text| !text.is_empty()).find_map(|text| Some((whole.rfind(text)?, text)));
        let (start, length) = found.map_or((0, whole.len()), |(start, text)| (start, text.len()));
        Span::new(code.span.file, range.start + start..range.start + start + length)
    }

    fn cannot_run(&self, interpreter: &Interpreter) -> Option<Diagnostic> {
        if let Some((message, help)) = &self.example.misfit {
            return Some(Diagnostic::error("example-continues", self.fence(), message).help(help));
        }
        let needed = self.example.packages().into_iter().filter(|name| interpreter.missing.contains(*name));
        let missing: Vec<&str> = needed.collect();
        if missing.is_empty() {
            return None;
        }
        let names = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let (what, are) = if missing.len() == 1 { ("the package", "is") } else { ("the packages", "are") };
        let message = format!("it uses {what} {names}, which {are} not installed");
        let pip = format!("run {} -m pip install {}", interpreter.program.display(), missing.join(" "));
        Some(Diagnostic::error("missing-package", self.fence(), message).help(pip))
    }

    /// What is wrong with how a run ended, if it did not end by itself.
    fn cut_short(&self, ran: &Ran, limit: Duration) -> Option<Diagnostic> {
        let problem =
            |code, message: String, help: &str| Some(Diagnostic::error(code, self.fence(), message).help(help));
        match &ran.end {
            End::Exit(_) | End::Signal(_) => None,
            End::TimedOut => problem(
                "example-timeout",
                format!("it had not ended after {} s and was stopped", limit.as_secs_f64()),
                "let it end by itself, give it longer with --timeout, or mark it no-run=REASON",
            ),
            End::TooMuch => problem(
                "example-output",
                "it printed more than 1 MiB and was stopped".into(),
                "let it print less, or mark it no-run=REASON",
            ),
            End::NotStarted(_, reason) => problem(
                "example-start",
                format!("it could not be started: {reason}"),
                "see that the interpreter, processes and space for temporary files are there",
            ),
        }
    }

    fn program(&self, ran: &Ran, limit: Duration, verdict: &mut Verdict) -> Vec<Diagnostic> {
        let claims = self.example.claims();
        verdict.expected = claims.iter().map(|claim| claim.text.clone()).collect();
        if let Some(problem) = self.cut_short(ran, limit) {
            return vec![problem];
        }
        let text = ran.stdout.strip_suffix('\n').unwrap_or(&ran.stdout);
        if !ran.stdout.is_empty() {
            verdict.found = text.split('\n').map(|line| line.trim_end().to_owned()).collect();
        }
        let difference = self.difference(&claims, &verdict.found);
        let raised = raised(ran, self.example.file());
        let says = self.example.code().flags.raises.as_deref();
        let end = self.wrong_end(says, raised.as_ref());
        match (end, difference) {
            // What is missing after an exception is no news.
            (Some(end), _) if verdict.expected.starts_with(&verdict.found) => vec![end],
            (Some(end), Some(_)) if claims.is_empty() => vec![end],
            (end, difference) => end.into_iter().chain(difference).collect(),
        }
    }

    /// The first line of output that is not as claimed.
    fn difference(&self, claims: &[Claim], found: &[String]) -> Option<Diagnostic> {
        if claims.is_empty() && !found.is_empty() {
            let lines = found.iter().take(5).map(|line| format!("  {}", visible(line)));
            let more = found.len().checked_sub(6).map(|n| format!("  … and {} lines more", n + 1));
            let message = "it prints something and claims nothing";
            let problem = Diagnostic::warning("unclaimed-output", self.fence(), message)
                .note(std::iter::once("it prints".to_owned()).chain(lines).chain(more).collect::<Vec<_>>().join("\n"))
                .help("write what is printed behind the call, print(…)  # 42, or below the code, after # Output:");
            return Some(problem);
        }
        let first =
            (0..claims.len().max(found.len())).find(|i| claims.get(*i).map(|claim| &claim.text) != found.get(*i))?;
        let expected: Vec<String> = claims.iter().map(|claim| claim.text.clone()).collect();
        let (place, message) = match (claims.get(first), found.get(first)) {
            (Some(claim), Some(line)) => {
                (self.line(claim.row, &claim.text), format!("expected {}, found {}", quoted(&claim.text), quoted(line)))
            }
            (Some(claim), None) => (
                self.line(claim.row, &claim.text),
                format!("expected {}, found the end of the output", quoted(&claim.text)),
            ),
            (None, line) => {
                let lines = if expected.len() == 1 { "line".into() } else { format!("{} lines", expected.len()) };
                let line = line.map(|line| quoted(line)).unwrap_or_default();
                (self.fence(), format!("expected no more than the {lines} it claims, found {line}"))
            }
        };
        let problem = Diagnostic::error("example-output", place, message).note(side_by_side(&expected, found));
        let indented = |(claim, line): (&Claim, &String)| claim.text == line.trim_start();
        Some(match claims.get(first).zip(found.get(first)).is_some_and(indented) {
            true => problem.help("claim a line that begins with spaces below the code, after # Output:"),
            false => problem.help("claims are the whole output in the order of the text; mend the code or the claim"),
        })
    }

    /// An exception nothing announced, or one that was announced and did not come.
    fn wrong_end(&self, says: Option<&str>, raised: Option<&Raised>) -> Option<Diagnostic> {
        let code = "example-raises";
        match (says, raised) {
            (None, None) => None,
            (Some(says), Some(raised)) if raised.name.as_deref() == Some(says) => None,
            (says, Some(raised)) => {
                let place = raised.line.map_or(self.fence(), |row| self.line(row, ""));
                let but = says.map_or("no flag says so".to_owned(), |says| format!("its flag says raises={says}"));
                let message = format!("it ends with {}, but {but}", raised.text);
                Some(Diagnostic::error(code, place, message).help(advice(raised, says.is_some())))
            }
            (Some(says), None) => {
                let message = format!("it ends well, but its flag says raises={says}");
                let help = format!("take raises={says} away, or mend the code");
                Some(Diagnostic::error(code, self.fence(), message).help(help))
            }
        }
    }

    fn session(&self, ran: &mut Ran, limit: Duration, verdict: &mut Verdict) -> Vec<Diagnostic> {
        let report = session::report(ran);
        if let Some(problem) = self.cut_short(ran, limit) {
            return vec![problem];
        }
        let Some(report) = report else {
            let end = raised(ran, self.example.file()).map_or("no result".into(), |raised| raised.text);
            let message = format!("the session ended before its last prompt, with {end}");
            return vec![Diagnostic::error("example-raises", self.fence(), message).help("let it go on to its end")];
        };
        match report.prompts {
            0 => {
                let help = "begin what is typed with `>>> `, or call the fence python";
                return vec![Diagnostic::error("example-output", self.fence(), "it has no prompt `>>>`").help(help)];
            }
            n if n < 0 => {
                let reason = report.failures.into_iter().filter_map(|failure| failure.error).collect::<String>();
                let message = format!("it is no transcript that doctest can read: {reason}");
                let help = "a space stands after each `>>>` and `...`";
                return vec![Diagnostic::error("example-output", self.fence(), message).help(help)];
            }
            _ => {}
        }
        let says = self.example.code().flags.raises.as_deref();
        let mut problems = Vec::new();
        for failure in &report.failures {
            let (expected, found) = (failure.expected(), failure.found());
            let place = self.line(failure.line, "");
            match &failure.error {
                Some(_) if says.is_some() && says == report.raised.as_deref() => {}
                Some(error) => {
                    let message = format!("it raises {}, which the transcript does not show", quoted(error));
                    let help = "show it as Python does: Traceback (most recent call last):, an indented ..., and the exception";
                    problems.push(Diagnostic::error("example-raises", place, message).help(help));
                }
                None => {
                    let first = (0..).find(|i| expected.get(*i) != found.get(*i)).unwrap_or(0);
                    let name = |lines: &[String]| lines.get(first).map_or("nothing".into(), |line| quoted(line));
                    let message = format!("expected {}, found {}", name(&expected), name(&found));
                    problems.push(
                        Diagnostic::error("example-output", place, message)
                            .note(side_by_side(&expected, &found))
                            .help("mend the code or what it answers"),
                    );
                }
            }
            verdict.expected.extend(expected);
            verdict.found.extend(found);
        }
        if let Some(says) = says.filter(|says| report.raised.as_deref() != Some(*says)) {
            let message = format!("its last prompt raises no {says}, but its flag says so");
            let help = format!("take raises={says} away, or mend the code");
            problems.push(Diagnostic::error("example-raises", self.fence(), message).help(help));
        }
        problems
    }
}

/// What to do about an exception.
fn advice(raised: &Raised, wrong_flag: bool) -> String {
    let flag = match &raised.name {
        Some(name) if wrong_flag => format!("mend the code, or the flag: raises={name}"),
        Some(name) => format!("mend the code, or announce it behind the language: raises={name}"),
        None => "mend the code, or mark it no-run=REASON".into(),
    };
    match raised.name.as_deref() {
        Some("EOFError") => format!("examples run without standard input; mark it no-run=REASON, or {flag}"),
        Some("ModuleNotFoundError") => {
            format!("name the package it comes from with uses=PACKAGE, or write the module with file=NAME; or {flag}")
        }
        _ => flag,
    }
}
