//! `test`: the examples are run, and held against what they claim.

use super::{Context, Exit, json, print_json, relevant};
use crate::cli;
use crate::diagnostic::{Diagnostic, Place, Severity, tidy};
use crate::example::Folder;
use crate::example::compare::{Status, Verdict, judge};
use crate::example::find::{Example, examples};
use crate::example::interpreter::Interpreter;
use crate::example::run::reason;
use crate::guide::Guide;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Runs the command to its end.
pub fn run(context: &Context<'_>, options: &cli::Test) -> Exit {
    test(context, options).unwrap_or_else(|exit| exit)
}

fn test(context: &Context<'_>, options: &cli::Test) -> Result<Exit, Exit> {
    let started = Instant::now();
    let (guide, diagnostics) = context.read()?;
    let selection = context.select(&guide, &options.sections.sections)?;
    let mut diagnostics = relevant(diagnostics, &selection);
    let language = guide.manifest.code_language.as_deref();
    let runs = language.is_none_or(|name| ["python", "py", "python3"].contains(&name.to_lowercase().as_str()));
    let examples = if runs { examples(&selection) } else { Vec::new() };
    if examples.is_empty() {
        diagnostics.push(nothing(language.filter(|_| !runs)));
    }
    let mut interpreters = Vec::new();
    if !examples.is_empty() || !options.python.is_empty() {
        let packages: BTreeSet<&str> = examples.iter().flat_map(Example::packages).collect();
        interpreters = Interpreter::find(&options.python, &packages).map_err(|problem| context.fail(problem))?;
    }
    for interpreter in &interpreters {
        let Interpreter { program, .. } = interpreter;
        context.terminal.say(&format!("Python {}: {}", interpreter.version(), program.display()));
    }
    // Better said once than for each example.
    drop(Folder::with([]).map_err(|error| {
        let message =
            format!("no temporary folder can be made in `{}`: {}", std::env::temp_dir().display(), reason(&error));
        let problem = Diagnostic::new("unwritable", Severity::Error, Place::Nowhere, message);
        context.fail(problem.help("name a folder that can be written to in the variable TMPDIR"))
    })?);
    let results = all(context, options, &guide, &examples, &interpreters);
    let labels = labels(&interpreters);
    diagnostics.extend(gathered(&results, &interpreters, &labels));
    tidy(&mut diagnostics);
    let failed = results.iter().any(|result| result.verdict.status == Status::Failed);
    let report = Report { guide: &guide, interpreters: &interpreters, labels: &labels, results: &results };
    let milliseconds = started.elapsed().as_millis() as u64;
    if context.global.json {
        report.json(&diagnostics, milliseconds).map_err(|_| Exit::Usage)?;
    } else {
        context.terminal.show(&diagnostics, &guide.sources);
        report.lines(milliseconds).iter().for_each(|line| context.terminal.say(line));
    }
    Ok(if failed || context.stops(&diagnostics) { Exit::Guide } else { Exit::Done })
}

/// A guide in which there is nothing to run.
fn nothing(language: Option<&str>) -> Diagnostic {
    let (message, help) = match language {
        Some(name) => (
            format!("the guide's code is `{name}`, and only Python is run"),
            "set code-language = \"python\" in guide.toml if its examples are Python",
        ),
        None => ("there is no example to run".into(), "examples are fences whose language is python or pycon"),
    };
    Diagnostic::new("no-example", Severity::Warning, Place::Nowhere, message).help(help)
}

/// An example under an interpreter.
struct Outcome<'e, 'g> {
    example: &'e Example<'g>,
    interpreter: usize,
    verdict: Verdict,
}

/// Runs everything, several at once; the results in the guide's order.
fn all<'e, 'g>(
    context: &Context<'_>,
    options: &cli::Test,
    guide: &Guide,
    examples: &'e [Example<'g>],
    interpreters: &[Interpreter],
) -> Vec<Outcome<'e, 'g>> {
    crate::example::adopt();
    let jobs = options.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let total = examples.len() * interpreters.len();
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let results = Mutex::new(Vec::with_capacity(total));
    let limit = Duration::from_secs_f64(options.timeout);
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(total) {
            scope.spawn(|| {
                loop {
                    let task = next.fetch_add(1, Ordering::Relaxed);
                    let Some(example) = task.checked_div(interpreters.len()).and_then(|i| examples.get(i)) else {
                        break;
                    };
                    let interpreter = task % interpreters.len();
                    let verdict = judge(example, &interpreters[interpreter], limit, &guide.sources);
                    let outcome = Outcome { example, interpreter, verdict };
                    results.lock().unwrap_or_else(PoisonError::into_inner).push((task, outcome));
                    let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                    context.terminal.progress(&format!("{done} of {total} examples"));
                }
            });
        }
    });
    context.terminal.progress("");
    drop(crate::example::end_all());
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(task, _)| *task);
    results.into_iter().map(|(_, outcome)| outcome).collect()
}

/// How interpreters are told apart: by version, and by path where that is not enough.
fn labels(interpreters: &[Interpreter]) -> Vec<String> {
    let label = |one: &Interpreter| {
        let twins = interpreters.iter().filter(|other| other.version == one.version).count();
        if twins == 1 { one.version() } else { format!("{} ({})", one.version(), one.program.display()) }
    };
    interpreters.iter().map(label).collect()
}

/// Everything that is wrong; what several interpreters agree about is said once, with their names.
fn gathered(results: &[Outcome], interpreters: &[Interpreter], labels: &[String]) -> Vec<Diagnostic> {
    let mut all: Vec<(Diagnostic, Vec<usize>)> = Vec::new();
    for result in results {
        let newer = results.iter().find(|other| {
            std::ptr::eq(other.example, result.example)
                && other.verdict.status == Status::Passed
                && interpreters[other.interpreter].version > interpreters[result.interpreter].version
        });
        let newer = newer.map(|other| interpreters[other.interpreter].version());
        for problem in &result.verdict.diagnostics {
            let same = |other: &Diagnostic| {
                other.place == problem.place && other.message == problem.message && other.note == problem.note
            };
            let problem = advised(problem.clone(), newer.as_deref());
            match all.iter_mut().rev().find(|(other, _)| same(other)) {
                Some((known, who)) => {
                    who.push(result.interpreter);
                    let more = problem.help.filter(|help| Some(help) != known.help.as_ref());
                    known.help = known.help.take().into_iter().chain(more).reduce(|a, b| format!("{a}\n{b}"));
                }
                None => all.push((problem, vec![result.interpreter])),
            }
        }
    }
    let named = |(mut problem, mut who): (Diagnostic, Vec<usize>)| {
        who.dedup();
        if labels.len() > 1 {
            problem.message = format!("{} [Python {}]", problem.message, names(&who, labels));
        }
        problem
    };
    all.into_iter().map(named).collect()
}

/// What fails under one interpreter and passes under a newer one may need the newer one.
fn advised(problem: Diagnostic, newer: Option<&str>) -> Diagnostic {
    match newer.filter(|_| problem.is_error() && problem.code != "missing-package") {
        Some(newer) => problem.help(format!("it passes under Python {newer}; if it needs that, say so with needs=X.Y")),
        None => problem,
    }
}

fn names(who: &[usize], labels: &[String]) -> String {
    who.iter().map(|i| labels[*i].as_str()).collect::<Vec<_>>().join(", ")
}

/// All there is to report.
struct Report<'r, 'e, 'g> {
    guide: &'g Guide,
    interpreters: &'r [Interpreter],
    labels: &'r [String],
    results: &'r [Outcome<'e, 'g>],
}

/// How many examples fared how.
#[derive(serde::Serialize)]
#[serde(rename_all = "kebab-case")]
struct Counts {
    run: usize,
    not_run: usize,
    failed: usize,
}

impl Report<'_, '_, '_> {
    /// The counts of one interpreter, or of all.
    fn counts(&self, interpreter: Option<usize>) -> Counts {
        let of = self.results.iter().filter(|result| interpreter.is_none_or(|i| result.interpreter == i));
        let count = |status| of.clone().filter(|result| result.verdict.status == status).count();
        let failed = count(Status::Failed);
        Counts { run: count(Status::Passed) + failed, not_run: count(Status::NotRun), failed }
    }

    fn place(&self, example: &Example) -> (&str, usize) {
        let span = example.code().span;
        let position = self.guide.sources.position(span);
        (&self.guide.sources.file(span.file).path, position.line)
    }

    /// What was not run and why, then the counts.
    fn lines(&self, milliseconds: u64) -> Vec<String> {
        let mut not_run: Vec<((&str, usize), &str, Vec<usize>)> = Vec::new();
        for result in self.results {
            let Some(reason) = &result.verdict.reason else { continue };
            let place = self.place(result.example);
            match not_run.last_mut().filter(|(other, why, _)| (*other, *why) == (place, reason.as_str())) {
                Some((_, _, who)) => who.push(result.interpreter),
                None => not_run.push((place, reason, vec![result.interpreter])),
            }
        }
        let several = self.labels.len() > 1;
        let mut lines: Vec<String> = Vec::new();
        for ((file, line), reason, who) in not_run {
            let by = if several { format!(" [Python {}]", names(&who, self.labels)) } else { String::new() };
            lines.push(format!("not run: {file}:{line}: {reason}{by}"));
        }
        let counted =
            |counts: Counts| format!("{} run, {} not run, {} failed", counts.run, counts.not_run, counts.failed);
        if several {
            let each = self.labels.iter().enumerate();
            lines.extend(each.map(|(i, label)| format!("Python {label}: {}", counted(self.counts(Some(i))))));
        }
        lines.push(format!("{} in {milliseconds} ms", counted(self.counts(None))));
        lines
    }

    fn json(&self, diagnostics: &[Diagnostic], milliseconds: u64) -> std::io::Result<()> {
        let counts = self.counts(None);
        let interpreters: Vec<_> = self
            .interpreters
            .iter()
            .enumerate()
            .map(|(i, interpreter)| {
                let counts = self.counts(Some(i));
                serde_json::json!({
                    "name": interpreter.name,
                    "path": interpreter.program.display().to_string(),
                    "version": interpreter.version(),
                    "run": counts.run,
                    "not-run": counts.not_run,
                    "failed": counts.failed,
                })
            })
            .collect();
        print_json(&serde_json::json!({
            "tool": "revexport",
            "version": env!("CARGO_PKG_VERSION"),
            "guide": {
                "id": self.guide.manifest.id,
                "title": self.guide.manifest.title,
                "folder": self.guide.folder.to_string(),
            },
            "run": counts.run,
            "not-run": counts.not_run,
            "failed": counts.failed,
            "interpreters": interpreters,
            "examples": self.results.iter().map(|result| self.example(result)).collect::<Vec<_>>(),
            "diagnostics": json(diagnostics, &self.guide.sources),
            "ms": milliseconds,
        }))
    }

    fn example(&self, result: &Outcome) -> serde_json::Value {
        let Verdict { status, expected, found, reason, diagnostics, milliseconds } = &result.verdict;
        let (file, line) = self.place(result.example);
        let said: Vec<&str> = diagnostics.iter().map(|problem| problem.message.as_str()).collect();
        let reason = reason.clone().or_else(|| (!said.is_empty()).then(|| said.join("; ")));
        serde_json::json!({
            "file": file,
            "line": line,
            "section": result.example.section.number,
            "interpreter": self.interpreters[result.interpreter].program.display().to_string(),
            "status": status,
            "expected": expected,
            "found": found,
            "reason": reason,
            "ms": milliseconds,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_newer_python_runs_may_need_it() {
        let problem = |code| Diagnostic::new(code, Severity::Error, Place::Nowhere, "it fails".into()).help("mend it");
        let help = |code, newer| advised(problem(code), newer).help.unwrap();
        assert_eq!(help("example-raises", None), "mend it");
        assert_eq!(help("missing-package", Some("3.13.0")), "mend it");
        let expected = "it passes under Python 3.13.0; if it needs that, say so with needs=X.Y";
        assert_eq!(help("example-raises", Some("3.13.0")), expected);
    }
}
