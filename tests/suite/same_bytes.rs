//! The same text, options and version give the same bytes: in any folder, time zone and locale, with any number of threads.

use crate::guide_test::GuideTest;
use std::collections::BTreeMap;
use std::path::Path;

fn bundled(test: &GuideTest, folder: &str, environment: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    std::fs::create_dir_all(test.path(folder)).expect("made");
    let mut command = test.command(&["all", "-q", "-g", ":bundled", "--sections", "6-9"]);
    command.current_dir(test.path(folder)).envs(environment.iter().copied());
    test.finish(command).code(0);
    test.files(&format!("{folder}/out"))
}

#[test]
fn twice_in_two_folders_under_two_time_zones() {
    let test = GuideTest::empty();
    let first = bundled(&test, "a", &[("TZ", "Pacific/Kiritimati"), ("LC_ALL", "C")]);
    let second = bundled(&test, "b/c", &[("TZ", "America/Los_Angeles"), ("LC_ALL", "tr_TR.UTF-8")]);
    assert_eq!(first.len(), 6);
    let sums = |files: &BTreeMap<String, Vec<u8>>| -> Vec<(String, String)> {
        files.iter().map(|(name, bytes)| (name.clone(), revexport::artifact::sha256(bytes))).collect()
    };
    assert_eq!(sums(&first), sums(&second));
}

#[test]
fn a_guide_on_disk_gives_what_the_embedded_one_gives() {
    let test = GuideTest::empty();
    let embedded = bundled(&test, "embedded", &[]);
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("guide");
    let guide = source.to_str().expect("the folder's name is text");
    test.run(&["all", "-q", "-g", guide, "--sections", "6-9"]).code(0);
    assert_eq!(test.files("out"), embedded);
}

#[test]
fn a_part_of_the_guide_is_set_as_in_the_whole() {
    let test = GuideTest::empty();
    let whole = bundled(&test, "whole", &[]);
    test.run(&["pdf", "-q", "-g", ":bundled", "-s", "8"]).code(0);
    let part = test.files("out");
    assert_eq!(part.len(), 1);
    for (name, bytes) in part {
        assert_eq!(bytes, whole[&name], "{name}");
    }
}

#[test]
fn line_endings_and_a_byte_order_mark_change_nothing_but_the_edition() {
    let text = "> [!TIP]\n> **Lead.** Text of it.\n\n```python\nx = 1\n\nprint(x)  # 1\n```\n";
    let unix = GuideTest::one(text);
    let windows = GuideTest::one(text);
    let name = "01-one.md";
    let old = std::fs::read_to_string(windows.path(name)).expect("there");
    windows.write(name, format!("\u{feff}{}", old.replace('\n', "\r\n")));
    for test in [&unix, &windows] {
        test.run(&["all", "-q"]).code(0);
    }
    let (unix, windows) = (unix.files("out"), windows.files("out"));
    assert_eq!(unix["tiny.epub"], windows["tiny.epub"]);
}

#[test]
fn a_large_deck_is_made_where_there_is_room() {
    let text: String = (0..4200).map(|i| format!("> [!WARNING]\n> **Trap {i}.** Why it is one.\n\n")).collect();
    let test = GuideTest::one(&text);
    std::fs::create_dir(test.path("temporary")).expect("it is new");
    let deck = |folder: &str| {
        let mut command = test.command(&["anki", "-q", "-o", "-"]);
        command.env("TMPDIR", test.path(folder)).env("SOURCE_DATE_EPOCH", "1767312000");
        let run = test.finish(command);
        run.code(0);
        run.stdout
    };
    let (in_a_file, in_memory) = (deck("temporary"), deck("missing"));
    assert!(in_a_file == in_memory && in_a_file.len() > 100_000);
    assert!(test.names("temporary").is_empty(), "{:?}", test.names("temporary"));
}
