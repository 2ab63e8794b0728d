//! `read` in a terminal: the pager, and the question at a section's end.

use crate::guide_test::GuideTest;
use rexpect::process::WaitStatus;
use rexpect::session::{PtySession, spawn_command};
use std::process::Command;

const QUESTION: &str = "continue with 2. All of types? [Y/n]";

/// Starts the program in a terminal of its own.
fn start(test: &GuideTest, arguments: &[&str], variables: &[(&str, &str)]) -> PtySession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_revexport"));
    command.args(arguments).current_dir(test.path("")).env("TERM", "xterm").env("PAGER", "cat").env("COLUMNS", "80");
    command.env("FORCE_HYPERLINK", "0").env_remove("NO_COLOR").envs(variables.iter().copied());
    spawn_command(command, Some(30_000)).expect("a pseudo-terminal can be made")
}

/// Waits for the end and says how it came.
#[track_caller]
fn exit_code(session: PtySession) -> i32 {
    match session.process().wait() {
        Ok(WaitStatus::Exited(_, code)) => code,
        other => panic!("{other:?}"),
    }
}

/// What was read, whose every character is a byte.
fn utf_8(read: &str) -> String {
    String::from_utf8(read.chars().map(|c| c as u8).collect()).expect("UTF-8")
}

#[test]
fn yes_and_enter_go_on_and_no_ends() {
    let test = GuideTest::with_gaps();
    let mut session = start(&test, &["read"], &[]);
    let shown = session.exp_string(QUESTION).expect("it asks");
    assert!(shown.contains("All of basics") && !shown.contains("Next:"), "{shown}");
    session.send_line("y").expect("it reads");
    let shown = session.exp_string("continue with 4. All of functions? [Y/n]").expect("it asks");
    assert!(shown.contains("All of types"), "{shown}");
    session.send_line("").expect("it reads");
    let shown = session.exp_string("continue with 7. All of exceptions? [Y/n]").expect("it asks");
    assert!(shown.contains("All of functions"), "{shown}");
    session.send_line("n").expect("it reads");
    session.exp_eof().expect("it ends");
    assert_eq!(exit_code(session), 0);
}

#[test]
fn q_and_the_end_of_input_end_it() {
    let test = GuideTest::with_gaps();
    let mut session = start(&test, &["read", "1"], &[]);
    session.exp_string(QUESTION).expect("it asks");
    session.send_line("what").expect("it reads");
    session.exp_string("Enter or y to go on, n or q to end").expect("it explains");
    session.exp_string(QUESTION).expect("it asks again");
    session.send_line("q").expect("it reads");
    session.exp_eof().expect("it ends");
    assert_eq!(exit_code(session), 0);

    let mut session = start(&test, &["read", "1"], &[]);
    session.exp_string(QUESTION).expect("it asks");
    session.send_control('d').expect("it reads");
    session.exp_eof().expect("it ends");
    assert_eq!(exit_code(session), 0);
}

#[test]
fn an_interrupt_is_130() {
    let test = GuideTest::with_gaps();
    let mut session = start(&test, &["read", "1"], &[]);
    session.exp_string(QUESTION).expect("it asks");
    session.send_control('c').expect("it is sent");
    session.exp_string("\r\ninterrupted").expect("it says so on a line of its own");
    assert_eq!(exit_code(session), 130);

    // A pager that dies of it takes the program along; one that does not keeps the terminal.
    let mut session = start(&test, &["read", "1"], &[("PAGER", "sh -c 'echo begun; sleep 60'")]);
    session.exp_string("begun").expect("the pager runs");
    session.send_control('c').expect("it is sent");
    assert_eq!(exit_code(session), 130);
    let stays = "sh -c 'trap \"echo stays\" INT; echo begun; sleep 60; sleep 2; cat > seen.txt'";
    let mut session = start(&test, &["read", "1"], &[("PAGER", stays)]);
    session.exp_string("begun").expect("the pager runs");
    session.send_control('c').expect("it is sent");
    session.exp_string("stays").expect("the pager goes on");
    session.exp_string(QUESTION).expect("it asks when the pager is done");
    session.send_line("n").expect("it reads");
    session.exp_eof().expect("it ends");
    assert_eq!(exit_code(session), 0);
}

#[test]
fn the_last_section_ends_without_a_question() {
    let test = GuideTest::with_gaps();
    let mut session = start(&test, &["read", "8"], &[]);
    session.exp_string("continue with 9. All of threads? [Y/n]").expect("it asks");
    session.send_line("yes").expect("it reads");
    let rest = session.exp_eof().expect("it ends");
    assert!(rest.contains("That was the last section of Tiny Guide."), "{rest}");
    assert_eq!(exit_code(session), 0);
}

#[test]
fn the_pager_gets_the_section_in_colour() {
    let test = GuideTest::with_gaps();
    let mut session = start(&test, &["read", "1"], &[("PAGER", "tee 'the page.txt'")]);
    session.exp_string(QUESTION).expect("it asks");
    session.send_line("n").expect("it reads");
    session.exp_eof().expect("it ends");
    let page = String::from_utf8(test.files(".").remove("the page.txt").expect("the pager ran")).expect("UTF-8");
    assert!(page.contains("Trap of basics") && page.contains("\u{1b}[31m┃"), "{page}");
    assert!(!page.contains("Next:") && !page.contains("continue"), "{page}");
}

#[test]
fn a_pager_that_is_missing_is_named_and_done_without() {
    let test = GuideTest::with_gaps();
    let mut session = start(&test, &["read", "1"], &[("PAGER", "nonesuch -x"), ("NO_COLOR", "1")]);
    let shown = utf_8(&session.exp_string(QUESTION).expect("it asks"));
    assert!(
        shown.contains("warning[no-pager]: the pager `nonesuch` cannot be run: there is no such program"),
        "{shown}"
    );
    assert!(shown.contains("┃ ⚠ Pitfall · Trap of basics") && !shown.contains('\u{1b}'), "{shown}");
    session.send_line("n").expect("it reads");
    session.exp_eof().expect("it ends");
    assert_eq!(exit_code(session), 0);
}

#[test]
fn quiet_asks_nothing() {
    let test = GuideTest::with_gaps();
    let mut session = start(&test, &["read", "1", "-q"], &[]);
    let shown = session.exp_eof().expect("it ends");
    assert!(shown.contains("Next: 2. All of types") && !shown.contains("[Y/n]"), "{shown}");
    assert_eq!(exit_code(session), 0);
}

#[test]
fn links_can_be_opened_where_the_terminal_can_do_that() {
    let test = GuideTest::one("See [the manual](https://example.org/manual).\n");
    let open = "\u{1b}]8;;https://example.org/manual\u{1b}\\";
    let mut session = start(&test, &["read"], &[("FORCE_HYPERLINK", "1")]);
    let shown = session.exp_eof().expect("it ends");
    assert!(shown.contains(open) && !shown.contains("(https"), "{shown}");
    let mut session = start(&test, &["read"], &[]);
    let shown = session.exp_eof().expect("it ends");
    assert!(!shown.contains(open) && shown.contains("(\u{1b}[4mhttps://example.org/manual"), "{shown}");
}

#[test]
fn an_error_in_the_next_section_ends_it() {
    let trap = "## Topic\n\n> [!WARNING]\n> It bites.\n";
    let test = GuideTest::new(&[(1, "good", "Good", "## Topic\n\nWords.\n"), (2, "bad", "Bad", trap)]);
    let mut session = start(&test, &["read"], &[]);
    session.exp_string("continue with 2. Bad? [Y/n]").expect("it asks");
    session.send_line("y").expect("it reads");
    session.exp_string("callout-without-lead").expect("it says what is wrong");
    session.exp_eof().expect("it ends");
    assert_eq!(exit_code(session), 1);
}
