//! Long text through the person's pager.

use std::io::{ErrorKind, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a pager has the terminal.
static OPEN: AtomicBool = AtomicBool::new(false);

/// Whether a pager has the terminal: Ctrl-C is its affair then.
pub fn is_open() -> bool {
    OPEN.load(Ordering::SeqCst)
}

/// A program that shows text page by page.
#[derive(Clone, Debug, PartialEq)]
pub struct Pager {
    program: String,
    arguments: Vec<String>,
    /// Whether it was asked for; one that was not may be missing.
    wanted: bool,
}

impl Pager {
    /// What `$PAGER` says, else `less`. None where the text is to go straight out.
    pub fn new(variable: Option<&str>, term: Option<&str>) -> Option<Pager> {
        if term == Some("dumb") {
            return None;
        }
        let wanted = variable.is_some();
        let line = variable.unwrap_or("less -R -F -X");
        // Quotes that are not closed: the words as they stand.
        let words = shlex::split(line).unwrap_or_else(|| line.split_whitespace().map(str::to_owned).collect());
        let (program, arguments) = words.split_first()?;
        (program != "cat").then(|| Pager { program: program.clone(), arguments: arguments.to_vec(), wanted })
    }

    /// Whether it is known to hand hyperlinks on to the terminal.
    pub fn passes_hyperlinks(&self) -> bool {
        std::path::Path::new(&self.program).file_stem().is_some_and(|stem| stem == "less")
    }

    /// Shows a text until the person has had enough of it.
    pub fn show(&self, text: &str) -> Shown {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).stdin(Stdio::piped());
        // As git does: `less` lets colours through and ends at once where the text fits; both may be set otherwise.
        for (name, value) in [("LESS", "FRX"), ("LESSCHARSET", "utf-8"), ("LV", "-c")] {
            if std::env::var_os(name).is_none() {
                command.env(name, value);
            }
        }
        OPEN.store(true, Ordering::SeqCst);
        let shown = match command.spawn() {
            Ok(mut child) => {
                if let Some(mut input) = child.stdin.take() {
                    // It may be left before it has read all.
                    let _ = input.write_all(text.as_bytes());
                }
                match child.wait() {
                    Ok(status) if interrupted(status) => Shown::Interrupted,
                    // What a shell says of a program that it does not find or may not run.
                    Ok(status) if matches!(status.code(), Some(126 | 127)) => {
                        Shown::Failed(format!("the pager `{}` cannot be run", self.program))
                    }
                    _ => Shown::Whole,
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound && !self.wanted => Shown::Failed(String::new()),
            Err(error) => {
                let reason = match error.kind() {
                    ErrorKind::NotFound => "there is no such program".into(),
                    kind => kind.to_string(),
                };
                Shown::Failed(format!("the pager `{}` cannot be run: {reason}", self.program))
            }
        };
        OPEN.store(false, Ordering::SeqCst);
        shown
    }
}

/// How a text was shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// As far as the person wanted.
    Whole,
    /// Ctrl-C ended the pager.
    Interrupted,
    /// Not at all, and why; empty where that needs no words.
    Failed(String),
}

#[cfg(unix)]
fn interrupted(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    const SIGINT: i32 = 2;
    status.signal() == Some(SIGINT) || status.code() == Some(128 + SIGINT)
}

#[cfg(not(unix))]
fn interrupted(status: ExitStatus) -> bool {
    status.code() == Some(130)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_variable_says() {
        let named =
            |line| Pager::new(line, None).map(|pager| [&[pager.program], &pager.arguments[..]].concat().join("|"));
        assert_eq!(named(None).as_deref(), Some("less|-R|-F|-X"));
        assert_eq!(named(Some("'my pager' -a")).as_deref(), Some("my pager|-a"));
        assert_eq!(named(Some("less 'x")).as_deref(), Some("less|'x"));
        assert_eq!(named(Some("")), None);
        assert_eq!(named(Some("cat")), None);
        assert_eq!(Pager::new(Some("less"), Some("dumb")), None);
    }
}
