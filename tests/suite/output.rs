//! What is made, where it goes, and what is said about it.

use crate::guide_test::GuideTest;
use snapbox::str;

#[test]
fn a_line_a_file_and_a_total() {
    let test = GuideTest::with_gaps();
    let run = test.run(&["pdf", "-s", "1,4"]);
    run.code(0).says(str![[r#"
guide .: Tiny Guide
pdf   out/01-all-of-basics.pdf  1 page  9.00 pt  [MS] ms
pdf   out/04-all-of-functions.pdf  1 page  9.00 pt  [MS] ms
2 files in [MS] ms

"#]]);
    assert!(run.stdout.is_empty());
    assert_eq!(test.names("out"), ["01-all-of-basics.pdf", "04-all-of-functions.pdf"]);
}

#[test]
fn all_three_kinds_for_a_part() {
    let test = GuideTest::with_gaps();
    test.run(&["all", "-q", "-s", "7-9,1"]).code(0).says(str![]);
    let expected = [
        "01-all-of-basics.pdf",
        "07-all-of-exceptions.pdf",
        "08-all-of-iterators.pdf",
        "09-all-of-threads.pdf",
        "tiny-1+7-9.apkg",
        "tiny-1+7-9.epub",
    ];
    assert_eq!(test.names("out"), expected);
}

#[test]
fn the_whole_guide_has_no_range_in_its_names() {
    let test = GuideTest::with_gaps();
    test.run(&["epub", "-q", "-s", "1-9"]).code(0);
    test.run(&["anki", "-q"]).code(0);
    assert_eq!(test.names("out"), ["tiny.apkg", "tiny.epub"]);
}

#[test]
fn to_a_folder_a_file_or_standard_output() {
    let test = GuideTest::with_gaps();
    test.run(&["pdf", "-q", "-s", "4", "-o", "one.pdf"]).code(0);
    test.run(&["pdf", "-q", "-s", "4", "-o", "made/here/"]).code(0);
    let run = test.run(&["pdf", "-q", "-s", "4", "-o", "-"]);
    let file = &test.files(".")["one.pdf"];
    assert!(file.starts_with(b"%PDF-1.7"));
    assert_eq!(&test.files("made/here")["04-all-of-functions.pdf"], file);
    assert_eq!(&run.code(0).stdout, file);
    test.run(&["all", "-q", "-o", "-"]).code(2).says(str![[r#"
error[bad-output]: several files cannot all go to standard output
 |
 = help: name a folder with -o

1 error

"#]]);
    test.run(&["epub", "-q", "--json", "-o", "-"]).code(2);
}

#[test]
fn what_would_not_change_is_not_touched() {
    let test = GuideTest::with_gaps();
    test.run(&["all", "-q"]).code(0);
    let time = || {
        let file = std::fs::metadata(test.path("out/04-all-of-functions.pdf")).expect("it was made");
        file.modified().expect("the system keeps times")
    };
    let first = time();
    let run = test.run(&["all", "--json"]);
    assert_eq!(time(), first);
    let value = run.code(0).json();
    let artifacts = value["artifacts"].as_array().expect("a list");
    assert_eq!(artifacts.len(), 8);
    assert!(artifacts.iter().all(|artifact| artifact["changed"] == false), "{artifacts:#?}");
}

#[test]
fn json_tells_what_was_made() {
    let test = GuideTest::one("> [!WARNING]\n> **Trap.** It bites.\n> <!-- id: trap -->\n");
    let value = test.run(&["all", "--json"]).code(0).json();
    let artifacts = value["artifacts"].as_array().expect("a list");
    let kinds: Vec<_> = artifacts.iter().map(|artifact| artifact["kind"].as_str().unwrap_or("")).collect();
    assert_eq!(kinds, ["pdf", "anki", "epub"]);
    assert_eq!(artifacts[0]["pages"], 1);
    assert_eq!(artifacts[1]["cards"], 1);
    for artifact in artifacts {
        let bytes = std::fs::read(test.path(artifact["path"].as_str().expect("a path"))).expect("it was made");
        assert_eq!(artifact["bytes"], bytes.len());
        assert_eq!(artifact["sha256"], revexport::artifact::sha256(&bytes));
    }
    assert_eq!(value["diagnostics"].as_array().map(Vec::len), Some(0));
}

#[test]
fn json_tells_what_is_wrong() {
    let test = GuideTest::one("> [!WARNING]\n> It bites.\n");
    let run = test.run(&["pdf", "--json"]);
    let value = run.code(1).json();
    let diagnostic = &value["diagnostics"][0];
    assert_eq!(diagnostic["code"], "callout-without-lead");
    assert_eq!(diagnostic["severity"], "error");
    assert_eq!(diagnostic["line"], 7);
    assert_eq!(diagnostic["column"], 1);
    assert!(value["artifacts"].as_array().is_some_and(Vec::is_empty));
}

#[test]
fn the_nearest_guide_upward_is_taken() {
    let test = GuideTest::one("x");
    std::fs::create_dir_all(test.path("deep/below")).expect("made");
    let mut command = test.command(&["pdf"]);
    command.current_dir(test.path("deep/below"));
    let run = test.finish(command);
    run.code(0);
    assert!(run.stderr.starts_with("guide "), "{}", run.stderr);
    assert!(run.stderr.contains("Tiny Guide"), "{}", run.stderr);
    assert_eq!(test.names("deep/below/out"), ["01-one.pdf"]);
}

#[test]
fn a_folder_without_a_manifest_works_too() {
    let test = GuideTest::empty();
    test.write("notes/01-first-steps.md", "# First steps\n\n## Walk\n\nOne foot, then the other.\n");
    test.write("notes/02-running.md", "# 2. Running\n\n## Run\n\nThe same, faster.\n");
    let run = test.run(&["pdf", "-q", "-g", "notes"]);
    run.code(0).says(str![[r#"
warning[no-manifest]: there is no guide.toml: the guide is called `notes` and its date is 2000-01-01
--> notes/guide.toml
 = help: write a guide.toml with an id before you share decks: cards are recognised by it

1 warning

"#]]);
    assert_eq!(test.names("out"), ["01-first-steps.pdf", "02-running.pdf"]);
}

#[test]
fn list_shows_what_a_section_holds() {
    let test = GuideTest::one(
        "> [!WARNING]\n> **Trap.** It bites.\n> <!-- id: trap -->\n\n**Compare: this vs that**\n\n| | This | That |\n| --- | --- | --- |\n| Size | small | large |\n| Colour | red | blue |\n",
    );
    let run = test.run(&["list", "-q"]);
    run.code(0).says(str![]);
    crate::guide_test::assert().eq(
        run.text(),
        str![[r#"
  1  One  (one)
     1 of 1 topic, 1 pitfall, 1 comparison, 0 examples, 3 cards
       ✓ Topic
1 section, 1 of 1 topic, 1 pitfall, 1 comparison, 3 cards

"#]],
    );
}

#[test]
fn paper_columns_and_size() {
    let test = GuideTest::one("Some words.\n");
    let value = test.run(&["pdf", "--json", "--paper", "letter", "--columns", "2", "--font-size", "10"]).code(0).json();
    assert_eq!(value["artifacts"][0]["points"], 10.0);
    test.run(&["pdf", "-q", "--columns", "0"]).code(2);
    test.run(&["pdf", "-q", "--font-size", "huge"]).code(2);
}

#[test]
fn colour_only_where_it_is_wanted() {
    let test = GuideTest::one("> [!WARNING]\n> It bites.\n");
    assert!(!test.run(&["pdf"]).stderr.contains('\u{1b}'));
    assert!(test.run(&["pdf", "--color", "always"]).stderr.contains('\u{1b}'));
    assert!(!test.run(&["pdf", "--color", "never"]).stderr.contains('\u{1b}'));
}
