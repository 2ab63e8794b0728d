//! The program alone: copied to an empty folder, without fonts, files or an environment, it makes everything.
#![cfg(unix)]

use crate::guide_test::GuideTest;
use std::process::Command;

#[test]
fn an_empty_folder_no_fonts_no_environment() {
    let test = GuideTest::empty();
    let copy = test.path("revexport");
    // `cp` copies, not this process: a file open for writing while another test starts a program cannot be run.
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_revexport")).arg(&copy).status().expect("cp is there");
    assert!(copied.success());
    let mut command = Command::new(&copy);
    command.args(["all", "--sections", "6-9"]).current_dir(test.path(".")).env_clear();
    // Where a library would look for fonts and settings, there is nothing.
    command.env("HOME", test.path("nowhere")).env("FONTCONFIG_FILE", test.path("nowhere/fonts.conf"));
    let run = test.finish(command);
    run.code(0);
    assert!(run.stderr.contains("guide :bundled: Python Quick Revision"), "{}", run.stderr);
    let expected = [
        "06-object-oriented-programming.pdf",
        "07-exceptions-error-handling.pdf",
        "08-iterators-generators-and-coroutines.pdf",
        "09-concurrency-parallelism.pdf",
        "python-quick-revision-6-9.apkg",
        "python-quick-revision-6-9.epub",
    ];
    let wanted: Vec<String> = expected.iter().map(|name| (*name).to_owned()).collect();
    let made: Vec<String> = test.names("out");
    assert!(wanted.iter().all(|name| made.contains(name)), "{made:?}");
    for (name, bytes) in test.files("out") {
        let magic: &[u8] = if name.ends_with(".pdf") { b"%PDF-" } else { b"PK\x03\x04" };
        assert!(bytes.starts_with(magic), "{name}");
    }
}
