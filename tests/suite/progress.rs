//! How far a long job is: on a terminal, and nowhere else.

use crate::guide_test::GuideTest;
use rexpect::session::spawn_command;
use std::process::Command;

#[test]
fn a_terminal_is_shown_how_far_it_is() {
    let test = GuideTest::empty();
    let mut command = Command::new(env!("CARGO_BIN_EXE_revexport"));
    command.args(["cards", "-g", ":bundled"]).current_dir(test.path("")).env("TERM", "xterm").env("NO_COLOR", "1");
    let mut session = spawn_command(command, Some(120_000)).expect("a pseudo-terminal can be made");
    session.exp_string(" of 18 sections").expect("it says how far it is");
    // The line is gone before anything else is said.
    let rest = session.exp_string("18 files in").expect("it is made");
    assert!(rest.contains("\r\u{1b}[Kcards  out/01"), "{rest:?}");
    session.exp_eof().expect("it ends");
}

#[test]
fn nobody_else_is() {
    let test = GuideTest::empty();
    let run = test.run(&["pdf", "-g", ":bundled"]);
    run.code(0);
    assert!(!run.stderr.contains("sections") && !run.stderr.contains('\r'), "{}", run.stderr);
}
