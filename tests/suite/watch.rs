//! `watch`: what is made at each save, and what is not.

use crate::guide_test::GuideTest;
use rexpect::process::WaitStatus;
use rexpect::session::{PtySession, spawn_command};
use snapbox::str;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

const READY: &str = "Ctrl-C to end";

/// Starts to watch, in a terminal of its own, and waits until all is made once.
fn start(test: &GuideTest, arguments: &[&str]) -> PtySession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_revexport"));
    command.arg("watch").args(arguments).current_dir(test.path("")).env("TERM", "xterm").env("NO_COLOR", "1");
    let mut session = spawn_command(command, Some(60_000)).expect("a pseudo-terminal can be made");
    session.exp_string(READY).expect("it is ready");
    session
}

/// Ends it as a user does.
#[track_caller]
fn end(mut session: PtySession) {
    session.send_control('c').expect("it reads");
    session.exp_string("interrupted").expect("it says so");
    match session.process().wait() {
        Ok(WaitStatus::Exited(_, code)) => assert_eq!(code, 130),
        other => panic!("{other:?}"),
    }
}

/// Adds a line to a section.
fn edit(test: &GuideTest, name: &str, line: &str) {
    let text = std::fs::read_to_string(test.path(name)).expect("there");
    test.write(name, format!("{text}\n{line}\n"));
}

#[test]
fn only_what_a_save_concerns_is_made() {
    let test = GuideTest::with_gaps();
    let mut session = start(&test, &["pdf", "epub", "-s", "1-4"]);
    let before = test.files("out");
    assert_eq!(before.len(), 4, "three sheets and a book");
    edit(&test, "02-types.md", "Another sentence.");
    let said = session.exp_string("2 of 4 files").expect("it is made");
    assert!(said.contains("saved 02-types.md") && said.contains("out/02-all-of-types.pdf"), "{said}");
    assert!(!said.contains("out/01-all-of-basics.pdf"), "{said}");
    let after = test.files("out");
    let changed: Vec<&str> =
        after.iter().filter(|(name, bytes)| before[*name] != **bytes).map(|(name, _)| name.as_str()).collect();
    assert_eq!(changed, ["02-all-of-types.pdf", "tiny-1-4.epub"]);
    end(session);
}

#[test]
fn what_is_remembered_between_saves_changes_nothing() {
    let guide = GuideTest::empty();
    for file in ["guide.toml", "06-object-oriented-programming.md"] {
        let text = std::fs::read_to_string(format!("{}/guide/{file}", env!("CARGO_MANIFEST_DIR"))).expect("there");
        let text = match file {
            "guide.toml" => text
                .split("[[section]]")
                .enumerate()
                .filter(|(i, _)| [0, 6].contains(i))
                .fold(String::new(), |text, (i, part)| text + if i > 0 { "[[section]]" } else { "" } + part),
            _ => text,
        };
        guide.write(file, text);
    }
    let name = "06-object-oriented-programming.md";
    let whole = std::fs::read_to_string(guide.path(name)).expect("there");
    let mut session = start(&guide, &["-o", "watched/"]);
    let edits: [(&str, &str); 4] = [
        ("Python executes", "Python always executes"),
        ("First match wins", "What matches first wins"),
        ("- ", "- A longer item, with words. "),
        ("\n\n## ", "\n\nMore words.\n\n## "),
    ];
    for (from, to) in edits {
        guide.write(name, whole.replacen(from, to, 3));
        session.exp_string("1 of 1 file").expect("it is made");
        guide.run(&["pdf", "-q", "--no-cache", "-o", "fresh/"]).code(0);
        assert!(guide.files("watched") == guide.files("fresh"), "{from} → {to}");
    }
    end(session);
}

#[test]
fn errors_are_said_and_the_next_save_is_waited_for() {
    let test = GuideTest::one("Text.\n");
    let mut session = start(&test, &[]);
    let before = test.files("out");
    let whole = std::fs::read_to_string(test.path("01-one.md")).expect("there");
    edit(&test, "01-one.md", "> [!WARNING]\n> no lead\n");
    session.exp_string("error[callout-without-lead]").expect("it is said");
    session.exp_string("1 error").expect("it is over");
    assert_eq!(test.files("out"), before);
    test.write("01-one.md", format!("{whole}\nMore.\n"));
    session.exp_string("1 of 1 file").expect("it is made");
    end(session);
}

#[test]
fn a_layout_of_one_s_own_is_watched_and_what_is_written_is_not() {
    let test = GuideTest::one("Text.\n");
    let layout = test.run(&["layout", "pocket"]).code(0).text();
    test.write("looks/mine.typ", &layout);
    let mut session = start(&test, &["--layout", "looks/mine.typ", "-o", "made/"]);
    test.write("looks/mine.typ", format!("{layout}\n// Another line.\n"));
    session.exp_string("saved looks/mine.typ").expect("it is seen");
    session.exp_string("nothing has changed").expect("it is over");
    // Files of editors, of version control and of the program itself are nothing to be made from.
    for aside in [".git/index", ".01-one.md.swp", "01-one.md~", "made/other.pdf", "guide.lock"] {
        test.write(aside, "x");
    }
    edit(&test, "01-one.md", "More.");
    let said = session.exp_string("1 of 1 file").expect("it is made");
    assert!(said.contains("saved 01-one.md\r\n"), "{said}");
    end(session);
}

#[test]
fn it_ends_though_nobody_hears_it() {
    let test = GuideTest::one("Text.\n");
    let mut command = test.command(&["watch"]);
    let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut err = BufReader::new(child.stderr.take().expect("it is piped")).lines();
    assert!(err.any(|line| line.is_ok_and(|line| line.contains(READY))));
    drop(err);
    let kill = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status().expect("a shell");
    assert!(kill.success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let test = GuideTest::one("Text.\n");
    test.run(&["watch", "anki"]).code(2).says(str![[r#"
error[deck-on-save]: decks are not made at each save: their lock would remember every half-written note for good
 |
 = help: run `revexport anki` when the text is ready

1 error

"#]]);
    test.run(&["watch", "-g", ":bundled"]).code(2).says(str![[r#"
error[nothing-to-watch]: the guide inside the program never changes
 |
 = help: name a guide's folder with -g; `revexport init DIR` makes one

1 error

"#]]);
    test.run(&["watch", "-o", "-"]).code(2).says(str![[r#"
error[bad-output]: standard output cannot be written to again and again
 |
 = help: name a folder or a file with -o

1 error

"#]]);
    test.run(&["watch", "-s", "9"]).code(2);
    assert!(test.names("out").is_empty());
}
