//! The Python that runs examples: found, and asked what it is and has.

use super::run::{End, run};
use crate::diagnostic::{Diagnostic, Place, Severity};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// The oldest Python that can say which packages it has.
const OLDEST: [u32; 3] = [3, 8, 0];

/// A Python that runs.
#[derive(Clone, Debug)]
pub struct Interpreter {
    /// As it was named.
    pub name: String,
    /// The program itself, behind links and shims.
    pub program: PathBuf,
    /// Major, minor and micro version.
    pub version: [u32; 3],
    /// Those of the packages asked for that it does not have.
    pub missing: BTreeSet<String>,
}

#[derive(serde::Deserialize)]
struct Answer {
    program: PathBuf,
    version: [u32; 3],
    missing: BTreeSet<String>,
}

impl Interpreter {
    /// The interpreters named, else `python3`, else `python`; each is asked which of `packages` it lacks.
    pub fn find(names: &[String], packages: &BTreeSet<&str>) -> Result<Vec<Interpreter>, Diagnostic> {
        if !names.is_empty() {
            return names.iter().map(|name| ask(name, packages)).collect();
        }
        let first = match ask("python3", packages) {
            Err(problem) if problem.code == "no-interpreter" => ask("python", packages),
            answer => answer,
        };
        first.map(|interpreter| vec![interpreter]).map_err(|problem| match problem.code {
            "no-interpreter" => {
                let message = "there is neither `python3` nor `python` on the PATH".into();
                Diagnostic::new("no-interpreter", Severity::Error, Place::Nowhere, message)
                    .help("install Python, or name an interpreter with --python PATH")
            }
            _ => problem,
        })
    }

    /// `3.11.7`
    pub fn version(&self) -> String {
        self.version.map(|part| part.to_string()).join(".")
    }

    /// Whether it has at least this version.
    pub fn is_at_least(&self, (major, minor): (u16, u16)) -> bool {
        self.version >= [major.into(), minor.into(), 0]
    }
}

fn ask(name: &str, packages: &BTreeSet<&str>) -> Result<Interpreter, Diagnostic> {
    let fail = |code, message: String, help: String| {
        Err(Diagnostic::new(code, Severity::Error, Place::Nowhere, message).help(help))
    };
    let mut command = Command::new(name);
    // Apart from the working directory and the user's own packages, as the examples are.
    command.args(["-I", "-B", "-c", include_str!("interpreter.py")]).args(packages);
    let another = || "name a Python of version 3.8 or later with --python PATH".to_owned();
    let ran = run(&mut command, Duration::from_secs(60), None);
    let answer: Option<Answer> = ran.stdout.lines().last().and_then(|line| serde_json::from_str(line).ok());
    match (&ran.end, answer) {
        (End::NotStarted(std::io::ErrorKind::NotFound, _), _) => {
            let help = "name a Python with --python PATH, or put it on the PATH".into();
            fail("no-interpreter", format!("there is no interpreter `{name}`"), help)
        }
        (End::NotStarted(_, reason), _) => {
            fail("bad-interpreter", format!("`{name}` cannot be run: {reason}"), another())
        }
        (End::TimedOut, _) => {
            fail("bad-interpreter", format!("`{name}` did not say within a minute which Python it is"), another())
        }
        (End::Exit(0), Some(Answer { program, version, missing })) if version >= OLDEST => {
            Ok(Interpreter { name: name.to_owned(), program, version, missing })
        }
        (_, Some(Answer { version: [major, minor, _], .. })) => {
            fail("bad-interpreter", format!("`{name}` is Python {major}.{minor}, which is too old"), another())
        }
        _ if ran.stderr.starts_with("Unknown option: -I") => {
            fail("bad-interpreter", format!("`{name}` is Python 2, which is too old"), another())
        }
        _ => {
            let said = ran.stderr.lines().last().map(|line| format!("; it says: {line}")).unwrap_or_default();
            fail("bad-interpreter", format!("`{name}` is no Python that runs{said}"), another())
        }
    }
}
