//! `revexport test`: examples are run, and held against what they claim.

mod claim;
mod flag;
mod report;
mod sandbox;
mod session;

use crate::guide_test::{GuideTest, Run};
use snapbox::IntoData;
use std::sync::LazyLock;

/// Runs `test` with temporary files in a folder of the test's own, which has to be empty afterwards.
fn run(test: &GuideTest, arguments: &[&str]) -> Run {
    let mut command = test.command(&[&["test"], arguments].concat());
    std::fs::create_dir_all(test.path("tmp")).expect("a folder can be made");
    command.env("TMPDIR", test.path("tmp")).env("SECRET_TOKEN", "hunter2");
    let run = test.finish(command);
    let left: Vec<_> = std::fs::read_dir(test.path("tmp")).expect("it is there").flatten().collect();
    assert!(left.is_empty(), "left behind: {left:?}");
    run
}

/// All that `test` says of examples, with this machine's Python as `[VERSION]` and `[PYTHON]`.
#[track_caller]
fn says(text: &str, code: i32, expected: impl IntoData) {
    let test = GuideTest::one(text);
    let mut run = run(&test, &["--python", "python3"]);
    run.stderr = anonymous(&run.stderr);
    run.code(code).says(expected);
}

/// The path and the version of this machine's Python.
fn python() -> &'static (String, String) {
    static PYTHON: LazyLock<(String, String)> = LazyLock::new(|| {
        let json = GuideTest::one("Text.").run(&["test", "--json", "--python", "python3"]).json();
        let text = |key: &str| json["interpreters"][0][key].as_str().expect("a text").to_owned();
        (text("path"), text("version"))
    });
    &PYTHON
}

/// This machine's Python as `[VERSION]` and `[PYTHON]`.
fn anonymous(text: &str) -> String {
    let (path, version) = python();
    text.replace(path, "[PYTHON]").replace(version, "[VERSION]")
}

/// Examples that do what they say.
#[track_caller]
fn passes(text: &str) {
    let run = run(&GuideTest::one(text), &["--deny-warnings", "-q"]);
    run.code(0);
    assert_eq!(run.stderr, "");
}

fn fence(info: &str, code: &str) -> String {
    format!("```{info}\n{code}\n```\n\nText.\n\n")
}
