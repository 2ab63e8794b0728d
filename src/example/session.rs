//! What doctest says of a transcript, handed over by `session.py`.

use super::run::{End, Ran};

/// The script that runs a transcript; its arguments are the file, [`MARK`], and the most that may be printed.
pub const SCRIPT: &str = include_str!("session.py");

/// What stands before the report in standard output; a transcript would have to print it on purpose.
pub const MARK: &str = "\u{1}revexport session\u{1}";

/// The end of a transcript.
#[derive(Debug, serde::Deserialize)]
pub struct Report {
    too_much: bool,
    /// How many prompts there are; less than none if the transcript cannot be read.
    pub prompts: i64,
    /// The prompts that failed.
    pub failures: Vec<Failure>,
    /// The bare name of the exception of the last prompt, expected or not.
    pub raised: Option<String>,
}

/// A prompt that answers something else.
#[derive(Debug, serde::Deserialize)]
pub struct Failure {
    /// Its line, counted from 0.
    pub line: usize,
    want: String,
    got: String,
    /// The exception nothing said would be raised.
    pub error: Option<String>,
}

impl Failure {
    /// The lines expected.
    pub fn expected(&self) -> Vec<String> {
        self.want.lines().map(str::to_owned).collect()
    }

    /// The lines found.
    pub fn found(&self) -> Vec<String> {
        self.got.lines().map(str::to_owned).collect()
    }
}

/// Takes the report out of a run; an output too large for doctest ends the run as any other.
pub fn report(ran: &mut Ran) -> Option<Report> {
    let report: Report = serde_json::from_str(ran.stdout.rsplit_once(MARK)?.1).ok()?;
    if report.too_much {
        ran.end = End::TooMuch;
    }
    Some(report)
}
