//! What is remembered of files that were made, and what is made of a cache that is lost, broken or foreign.
//!
//! A cache whose facts were changed by hand tells what came out of it: the files whose facts are the changed ones.

use crate::guide_test::{GuideTest, Run};
use snapbox::str;
use std::path::Path;

const CACHE: &str = "out/.revexport.json";

const TRAP: &str = "> [!WARNING]\n> **Trap.** It bites.\n>\n> ```python bad\n> x = 1\n> ```\n> <!-- id: trap -->\n";

fn read(test: &GuideTest, path: &str) -> String {
    std::fs::read_to_string(test.path(path)).expect("a text")
}

/// Says in a cache that every file has 77 pages, or, where it has none, notes.
fn mark(test: &GuideTest, path: &str) {
    let mut cache: serde_json::Value = serde_json::from_str(&read(test, path)).expect("JSON");
    for files in cache["exports"].as_object_mut().expect("exports").values_mut() {
        for file in files.as_array_mut().expect("files") {
            file["facts"] = serde_json::json!([{ "pages": 77 }, { "notes": 77 }]);
        }
    }
    test.write(path, cache.to_string());
}

/// The names of the files that came out of a marked cache.
fn remembered(run: &Run) -> Vec<String> {
    let value = run.code(0).json();
    let artifacts = value["artifacts"].as_array().expect("a list").iter();
    let marked = artifacts.filter(|artifact| artifact["pages"] == 77);
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    marked.map(|artifact| name(artifact["path"].as_str().expect("a path"))).collect()
}

/// A run's JSON without what differs from run to run.
fn lasting(run: &Run) -> serde_json::Value {
    let mut value = run.code(0).json();
    value["ms"] = 0.into();
    for artifact in value["artifacts"].as_array_mut().expect("a list") {
        artifact["ms"] = 0.into();
        artifact["changed"] = false.into();
    }
    value
}

#[test]
fn what_is_remembered_is_told_as_what_is_made() {
    let test = GuideTest::with_gaps();
    // The first run writes the lock, so that only the second one remembers the deck.
    test.run(&["all", "-q"]).code(0);
    let made = lasting(&test.run(&["all", "--json", "--no-cache"]));
    test.run(&["all", "-q"]).code(0);
    let files = test.files("out");
    assert_eq!(lasting(&test.run(&["all", "--json"])), made);
    test.run(&["all", "-s", "1"]).code(0);
    test.run(&["all", "-s", "1"]).code(0).says(str![[r#"
guide .: Tiny Guide
pdf   out/01-all-of-basics.pdf  1 page  9.00 pt  [MS] ms  unchanged
anki  out/tiny-1.apkg  1 note  1 card  [MS] ms  unchanged
epub  out/tiny-1.epub  [MS] ms  unchanged
3 files in [MS] ms

"#]]);
    mark(&test, CACHE);
    assert_eq!(remembered(&test.run(&["all", "--json"])).len(), 8);
    assert_eq!(remembered(&test.run(&["all", "--json", "--no-cache"])).len(), 0);
    let now = test.files("out");
    assert!(files.iter().all(|(name, bytes)| now[name] == *bytes));
}

#[test]
fn every_kind_of_file_is_remembered() {
    let test = GuideTest::with_gaps();
    test.run(&["anki", "-q"]).code(0);
    for (arguments, names) in [
        (vec!["pdf", "--merge"], vec!["tiny.pdf"]),
        (vec!["pdf", "--booklet", "-s", "1,2"], vec!["tiny-1-2-booklet.pdf"]),
        (
            vec!["pdf", "--nup", "2", "--duplex", "manual", "-s", "4"],
            vec!["04-all-of-functions-2up-fronts.pdf", "04-all-of-functions-2up-backs.pdf"],
        ),
        (vec!["cards", "-s", "4-7"], vec!["04-all-of-functions-cards.pdf", "07-all-of-exceptions-cards.pdf"]),
        (vec!["cards", "--calibrate"], vec!["calibration-a4.pdf"]),
        (vec!["anki", "-s", "4"], vec!["tiny-4.apkg"]),
        (vec!["epub"], vec!["tiny.epub"]),
        (vec!["epub", "--page-list", "-s", "4"], vec!["tiny-4.epub"]),
    ] {
        test.run(&[&arguments[..], &["-q"]].concat()).code(0);
        let files = test.files("out");
        mark(&test, CACHE);
        let again = [&arguments[..], &["--json"]].concat();
        assert_eq!(remembered(&test.run(&again)), names, "{arguments:?}");
        // One file of several that is gone is made anew with the others.
        std::fs::remove_file(test.path("out").join(names[names.len() - 1])).expect("it was made");
        assert!(remembered(&test.run(&again)).is_empty(), "{arguments:?}");
        assert_eq!(test.files("out"), files, "{arguments:?}");
    }
}

#[test]
fn an_edit_of_one_section_makes_one_sheet() {
    let test = GuideTest::with_gaps();
    test.run(&["pdf", "-q"]).code(0);
    let before = test.files("out");
    mark(&test, CACHE);
    test.write("04-functions.md", "# All of functions\n\n## Topic of functions\n\nAnother sentence.\n");
    let run = test.run(&["pdf", "--json"]);
    let names: Vec<String> = before.keys().filter(|name| !name.starts_with("04")).cloned().collect();
    assert_eq!(remembered(&run), names);
    // Those that are made stand in their order among those that are remembered.
    let value = run.json();
    let sections: Vec<_> =
        value["artifacts"].as_array().expect("a list").iter().map(|file| &file["sections"]).collect();
    assert_eq!(sections, [1, 2, 4, 7, 8, 9].map(|number| serde_json::json!([number])).iter().collect::<Vec<_>>());
    let after = test.files("out");
    assert!(before.iter().all(|(name, bytes)| (after[name] == *bytes) != name.starts_with("04")));
}

#[test]
fn a_file_that_is_not_what_was_made_is_made_anew() {
    let test = GuideTest::with_gaps();
    let arguments = ["pdf", "--json", "-s", "1,2,4"];
    test.run(&arguments).code(0);
    let files = test.files("out");
    let mut other = files["01-all-of-basics.pdf"].clone();
    other[100] ^= 1;
    test.write("out/01-all-of-basics.pdf", other);
    std::fs::remove_file(test.path("out/02-all-of-types.pdf")).expect("it was made");
    mark(&test, CACHE);
    assert_eq!(remembered(&test.run(&arguments)), ["04-all-of-functions.pdf"]);
    assert_eq!(test.files("out"), files);
}

#[test]
fn a_cache_that_is_none_is_written_anew_without_a_word() {
    let test = GuideTest::with_gaps();
    let arguments = ["pdf", "-s", "1"];
    test.run(&arguments).code(0);
    let (cache, files) = (read(&test, CACHE), test.files("out"));
    let newer = cache.replace("\"format\": 1", "\"format\": 2");
    let torn = &cache[..cache.len() / 2];
    for other in ["", "no cache", "[1, 2]", "\u{feff}{", &newer, torn, &"[".repeat(1 << 20), &" ".repeat(5 << 20)] {
        assert_ne!(other, cache);
        test.write(CACHE, other);
        test.run(&arguments).code(0).says(str![[r#"
guide .: Tiny Guide
pdf   out/01-all-of-basics.pdf  1 page  9.00 pt  [MS] ms  unchanged
1 file in [MS] ms

"#]]);
        assert_eq!(read(&test, CACHE), cache);
    }
    test.write(CACHE, b"\xff\xfe");
    test.run(&arguments).code(0);
    assert_eq!((read(&test, CACHE), test.files("out")), (cache, files));
}

#[test]
fn a_cache_that_cannot_be_kept_is_no_error() {
    let test = GuideTest::with_gaps();
    std::fs::create_dir_all(test.path(CACHE).join("full")).expect("made");
    for changed in ["", "  unchanged"] {
        test.run(&["pdf", "-s", "1"]).code(0).says(format!(
            "guide .: Tiny Guide\npdf   out/01-all-of-basics.pdf  1 page  9.00 pt  [MS] ms{changed}\n1 file in [MS] ms\n"
        ));
    }
    assert!(test.path(CACHE).join("full").is_dir());
    assert_eq!(test.names("out"), ["01-all-of-basics.pdf"]);
}

#[test]
fn without_a_cache_none_is_read_or_written() {
    let test = GuideTest::with_gaps();
    test.run(&["pdf", "-q", "--no-cache", "-s", "1"]).code(0);
    assert!(!test.path(CACHE).exists());
    test.run(&["pdf", "-q", "-s", "1"]).code(0);
    mark(&test, CACHE);
    let marked = read(&test, CACHE);
    test.run(&["pdf", "-q", "--no-cache", "-s", "1,2"]).code(0);
    assert_eq!(read(&test, CACHE), marked);
}

#[test]
fn a_file_named_has_its_cache_beside_it_and_standard_output_has_none() {
    let test = GuideTest::with_gaps();
    let arguments = ["pdf", "--json", "-s", "4", "-o", "made/one.pdf"];
    std::fs::create_dir(test.path("made")).expect("made");
    test.run(&arguments).code(0);
    mark(&test, "made/.revexport.json");
    assert_eq!(remembered(&test.run(&arguments)), ["one.pdf"]);
    // The same text under another name is another file.
    assert!(remembered(&test.run(&["pdf", "--json", "-s", "4", "-o", "made/two.pdf"])).is_empty());
    assert!(remembered(&test.run(&["pdf", "--json", "-s", "4", "-o", "made/"])).is_empty());
    let files = test.files("made");
    assert!(files.len() == 3 && files.values().all(|bytes| *bytes == files["one.pdf"]));
    test.run(&["pdf", "-q", "-s", "4", "-o", "-"]).code(0);
    assert!(!test.path(CACHE).exists() && !test.path(".revexport.json").exists());
    // Nothing that was asked for is lost to a cache of the same name.
    test.run(&["epub", "-q", "-o", "made/.revexport.json"]).code(0);
    assert!(std::fs::read(test.path("made/.revexport.json")).expect("a book").starts_with(b"PK"));
}

#[test]
fn what_was_said_is_said_again() {
    let test = GuideTest::new(&[(1, "one", "One", "## Topic\n\nText.\n"), (2, "two", "Two", "## Topic\n\nA word.\n")]);
    let arguments = ["pdf", "--fit", "2", "--max-size", "9"];
    let first = test.run(&arguments);
    assert!(first.code(0).stderr.contains("warning"), "{}", first.stderr);
    assert!(!test.path(CACHE).exists());
    let again = test.run(&arguments);
    let said = |run: &Run| run.stderr.split("\npdf ").next().map(str::to_owned);
    assert_eq!(said(again.code(0)), said(&first));
    test.run(&[&arguments[..], &["--deny-warnings"]].concat()).code(1);
}

#[test]
fn what_is_no_longer_there_is_forgotten() {
    let test = GuideTest::with_gaps();
    test.run(&["pdf", "-q"]).code(0);
    let entries = || read(&test, CACHE).matches("sha256").count();
    assert_eq!(entries(), 6);
    for n in 0..3 {
        test.write("04-functions.md", format!("# All of functions\n\n## Topic\n\nText {n}.\n"));
        test.run(&["pdf", "-q"]).code(0);
        assert_eq!(entries(), 6);
    }
    std::fs::remove_file(test.path("out/07-all-of-exceptions.pdf")).expect("it was made");
    test.run(&["pdf", "-q", "-s", "1"]).code(0);
    assert_eq!(entries(), 5);
    let cache = read(&test, CACHE);
    let time = || std::fs::metadata(test.path(CACHE)).and_then(|data| data.modified()).expect("a time");
    let first = time();
    test.run(&["pdf", "-q", "-s", "1,2"]).code(0);
    assert_eq!((read(&test, CACHE), time()), (cache, first), "nothing changed");
}

#[test]
fn a_failed_export_remembers_nothing() {
    let test = GuideTest::with_gaps();
    test.run(&["pdf", "-q"]).code(0);
    let cache = read(&test, CACHE);
    test.write("04-functions.md", "# All of functions\n\n## Topic\n\nNo font has 中.\n");
    test.run(&["pdf", "-q"]).code(1);
    assert_eq!(read(&test, CACHE), cache);
}

#[test]
fn a_deck_is_remembered_while_its_lock_stays() {
    let test = GuideTest::one(TRAP);
    let deck = |more: &[&str]| test.run(&[&["anki", "--json"], more].concat());
    deck(&[]).code(0);
    assert!(!test.path(CACHE).exists(), "the lock was written");
    deck(&[]).code(0);
    mark(&test, CACHE);
    assert_eq!(remembered(&deck(&[])), ["tiny.apkg"]);
    // What tells or changes what the lock would become is not answered from memory.
    assert!(remembered(&deck(&["--frozen"])).is_empty());
    assert!(test.run(&["anki", "--dry-run"]).code(0).text().contains("1 unchanged"));
    mark(&test, CACHE);
    test.run(&["anki", "-q", "--retire", "gone"]).code(1);
    let first = test.files("out");
    let mut refresh = test.command(&["anki", "-q", "--refresh"]);
    refresh.env("SOURCE_DATE_EPOCH", "4000000000");
    test.finish(refresh).code(0);
    assert_ne!(test.files("out"), first);
    assert!(remembered(&deck(&[])).is_empty());
    mark(&test, CACHE);
    assert_eq!(remembered(&deck(&[])), ["tiny.apkg"]);
    test.write("01-one.md", format!("# One\n\n## Topic\n\nA sentence.\n\n{}", TRAP.replace("bites", "stings")));
    deck(&[]).code(0);
    let made = test.files("out");
    deck(&["--no-cache"]).code(0);
    assert_eq!(test.files("out"), made);
}

#[test]
fn another_program_remembers_nothing_of_this_one() {
    let test = GuideTest::with_gaps();
    test.run(&["pdf", "-q", "-s", "1"]).code(0);
    mark(&test, CACHE);
    let other = test.path("other").with_extension(std::env::consts::EXE_EXTENSION);
    std::fs::copy(env!("CARGO_BIN_EXE_revexport"), &other).expect("copied");
    let run = |program: &Path| {
        let mut command = std::process::Command::new(program);
        command.args(["pdf", "--json", "-s", "1"]).current_dir(test.path("."));
        remembered(&test.finish(command))
    };
    assert_eq!(run(Path::new(env!("CARGO_BIN_EXE_revexport"))).len(), 1);
    assert_eq!(run(&other).len(), 0);
    mark(&test, CACHE);
    assert_eq!(run(&other).len(), 1);
}
