//! What the program says: talk on standard error, data on standard output.

pub mod pager;
pub mod question;

use crate::artifact::{Artifact, Fact, Outcome};
use crate::cli::{Color, Form, Global};
use crate::diagnostic::{self, Diagnostic};
use crate::export::Progress;
use crate::source::Sources;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How and how much to talk.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    quiet: bool,
    /// Whether files that are as they were are passed over.
    only_changes: bool,
    form: Form,
}

impl Terminal {
    /// Sets colour for the whole process.
    pub fn new(global: &Global) -> Terminal {
        let choice = match global.color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
        Terminal { quiet: global.quiet, only_changes: false, form: global.diagnostics }
    }

    /// The same, but silent about files that are as they were.
    pub fn of_changes_alone(self) -> Terminal {
        Terminal { only_changes: true, ..self }
    }

    /// The guide in use; once is enough.
    pub fn reads(&self, line: &str) {
        if !self.only_changes {
            self.say(line);
        }
    }

    /// How many files there are, of which some were written, and how long they took.
    pub fn total(&self, files: usize, written: usize, milliseconds: u128) {
        let files = if files == 1 { "1 file".into() } else { format!("{files} files") };
        match self.only_changes {
            true if written == 0 => self.say(&format!("nothing has changed ({milliseconds} ms)")),
            true => self.say(&format!("{written} of {files} in {milliseconds} ms")),
            false => self.say(&format!("{files} in {milliseconds} ms")),
        }
    }

    /// Whether nothing is to be said but what is wrong.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// A line of talk; nothing under `--quiet`. A closed standard error is no reason to fail.
    pub fn say(&self, line: &str) {
        if !self.quiet {
            let _ = writeln!(anstream::stderr(), "{line}");
        }
    }

    /// Where a long job is, on a line that the next call overwrites; an empty one takes it away. Only on a terminal.
    pub fn progress(&self, line: &str) {
        if !self.quiet && std::io::stderr().is_terminal() {
            let _ = std::io::stderr().write_all(format!("\r\u{1b}[K{line}").as_bytes());
        }
    }

    /// How far a long export is, on a terminal; nothing elsewhere.
    pub fn of_sections(&self) -> Progress {
        let is_seen = !self.quiet && std::io::stderr().is_terminal();
        Progress(is_seen.then_some(sections as fn(usize, usize)))
    }

    /// Shows diagnostics.
    pub fn show(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        let mut err = anstream::stderr();
        for diagnostic in diagnostics {
            let text = match self.form {
                Form::Human => diagnostic::human(diagnostic, sources, true) + "\n",
                Form::Short => diagnostic::short(diagnostic, sources),
            };
            let _ = err.write_all(text.as_bytes());
        }
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
        let warnings = diagnostics.len() - errors;
        let count = |n: usize, word: &str| match n {
            0 => None,
            1 => Some(format!("1 {word}")),
            n => Some(format!("{n} {word}s")),
        };
        let total: Vec<String> = [count(errors, "error"), count(warnings, "warning")].into_iter().flatten().collect();
        if !total.is_empty() {
            let _ = writeln!(err, "{}", total.join(", "));
        }
    }

    /// The line of a file: kind, path, facts, time.
    pub fn made(&self, artifact: &Artifact, path: &Path, outcome: Outcome) {
        if self.only_changes && outcome == Outcome::Unchanged {
            return;
        }
        let mut line = format!("{:<4}  {}", artifact.kind.name(), path.display());
        for fact in artifact.facts.iter().filter_map(say_fact) {
            line.push_str("  ");
            line.push_str(&fact);
        }
        line.push_str(&format!("  {} ms", artifact.milliseconds));
        if outcome == Outcome::Unchanged {
            line.push_str("  unchanged");
        }
        self.say(&line);
    }
}

fn say_fact(fact: &Fact) -> Option<String> {
    let plural = |n: usize, word: &str| if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") };
    Some(match fact {
        Fact::Pages(n) => plural(*n, "page"),
        Fact::Size(points) => format!("{points:.2} pt"),
        Fact::Cards(n) => plural(*n, "card"),
        Fact::Notes(n) => plural(*n, "note"),
        Fact::Runs(_) => return None,
    })
}

/// How long a job may take before it is said how far it is.
const SHORT: Duration = Duration::from_millis(500);

/// Sections done and sections in all, as a bar on a line that the next call overwrites and the last takes away.
fn sections(done: usize, total: usize) {
    static BEGUN: Mutex<Option<Instant>> = Mutex::new(None);
    let mut begun = BEGUN.lock().unwrap_or_else(PoisonError::into_inner);
    if done == 0 {
        *begun = Some(Instant::now());
    }
    if begun.is_none_or(|begun| begun.elapsed() < SHORT) {
        return;
    }
    let line = match done == total {
        true => String::new(),
        false => {
            let width = total.min(30);
            let full = done * width / total;
            format!("{}{} {done} of {total} sections", "━".repeat(full), "┄".repeat(width - full))
        }
    };
    let _ = std::io::stderr().write_all(format!("\r\u{1b}[K{line}").as_bytes());
}

/// Writes a unified diff to standard output, in colour where there is any.
pub fn print_diff(diff: &str) -> std::io::Result<()> {
    use anstyle::{AnsiColor, Style};
    let colour = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
    if !colour {
        return print(diff.as_bytes());
    }
    let mut out = String::with_capacity(diff.len() * 2);
    for line in diff.split_inclusive('\n') {
        let style = match line.as_bytes().first() {
            Some(b'+') => AnsiColor::Green.on_default(),
            Some(b'-') => AnsiColor::Red.on_default(),
            Some(b'@') => AnsiColor::Cyan.on_default(),
            _ => Style::new(),
        };
        let text = line.trim_end_matches(['\n', '\r']);
        out.push_str(&format!("{style}{text}{style:#}{}", &line[text.len()..]));
    }
    print(out.as_bytes())
}

/// Writes data to standard output. A closed pipe ends the program quietly, as if all had been read.
pub fn print(bytes: &[u8]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}
