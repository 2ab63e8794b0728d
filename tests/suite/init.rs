//! `init`: what a new guide is, and where none is written.

use crate::guide_test::GuideTest;
use snapbox::str;

fn init(test: &GuideTest, folder: &str) -> crate::guide_test::Run {
    let mut command = test.command(&["init", folder]);
    command.env("SOURCE_DATE_EPOCH", "1767312000");
    test.finish(command)
}

#[test]
fn a_new_guide_is_without_fault_and_exports_at_once() {
    let test = GuideTest::empty();
    init(&test, "Première Biologie").code(0).says(str![[r#"
new   Première Biologie/guide.toml
new   Première Biologie/01-first-steps.md
new   Première Biologie/02-going-on.md
now: revexport all -g 'Première Biologie'

"#]]);
    let manifest = std::fs::read_to_string(test.path("Première Biologie/guide.toml")).expect("there");
    for line in ["id = \"premiere-biologie\" ", "title = \"Première Biologie\"\n", "date = 2026-01-02 "] {
        assert!(manifest.contains(line), "{line}: {manifest}");
    }
    test.run(&["check", "--deny-warnings", "-g", "Première Biologie"]).code(0);
    let made = test.run(&["all", "--deny-warnings", "--json", "-g", "Première Biologie"]).code(0).json();
    let names: Vec<&str> =
        made["artifacts"].as_array().expect("files").iter().filter_map(|file| file["path"].as_str()).collect();
    let expected =
        ["out/01-first-steps.pdf", "out/02-going-on.pdf", "out/premiere-biologie.apkg", "out/premiere-biologie.epub"];
    assert_eq!(names, expected);
    assert!(made["artifacts"].as_array().expect("files").iter().all(|file| file["cards"].as_u64() != Some(0)));
}

#[test]
fn every_kind_of_content_is_shown() {
    let test = GuideTest::empty();
    init(&test, "g").code(0);
    let list = test.run(&["list", "-g", "g", "--json"]).code(0).text();
    for kind in ["pitfalls", "practices", "keys", "versions", "analogies", "comparisons", "examples"] {
        let some = list
            .lines()
            .filter(|line| line.trim_start().starts_with(&format!("\"{kind}\"")))
            .any(|line| !line.contains(": 0"));
        assert!(some, "{kind}: {list}");
    }
}

#[test]
fn an_empty_folder_with_a_repository_in_it_takes_a_guide() {
    let test = GuideTest::empty();
    test.write("g/.git/HEAD", "ref");
    init(&test, "g").code(0);
    test.write("here/.gitignore", "out/");
    let mut command = test.command(&["init", "."]);
    command.current_dir(test.path("here"));
    let run = test.finish(command);
    run.code(0);
    assert!(test.path("here/guide.toml").exists());
}

#[test]
fn what_is_there_is_never_written_over() {
    let test = GuideTest::empty();
    test.write("full/notes.txt", "mine");
    init(&test, "full").code(2).says(str![[r#"
error[folder-not-empty]: the folder `full` is not empty; nothing was written
--> full
 = help: name a new folder

1 error

"#]]);
    test.write("g/guide.toml", "mine");
    init(&test, "g").code(2).says(str![[r#"
error[guide-exists]: `g/guide.toml` is there already; nothing was written
--> g
 = help: name a new folder, or edit that guide

1 error

"#]]);
    init(&test, "full/notes.txt").code(2).says(str![[r#"
error[unwritable]: no guide can be written to `full/notes.txt`: not a directory
--> full/notes.txt
 = help: name a new folder

1 error

"#]]);
    assert_eq!(test.names("full"), ["notes.txt"]);
    assert_eq!(test.names("g"), ["guide.toml"]);
}
