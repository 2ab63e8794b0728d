//! A guide's own look of cards: what it may change, and what is told of it.

use crate::deck::{Deck, NOW};
use crate::guide_test::GuideTest;
use snapbox::str;
use std::path::Path;

const BODY: &str = "> [!WARNING]\n> **Trap.** It bites.\n>\n> ```python bad\n> x = 1\n> ```\n> <!-- id: trap -->\n\n**Compare: a vs b** <!-- id: t -->\n\n| | A | B |\n| --- | --- | --- |\n| Hot | yes | no |\n";

/// The program's own file of a name.
fn own(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts/anki").join(name);
    std::fs::read_to_string(path).expect("the program's own look")
}

/// A guide with one file of a look.
fn with(name: &str, text: &str) -> GuideTest {
    let test = GuideTest::one(BODY);
    test.write(&format!("layouts/anki/{name}"), text);
    test
}

/// A guide whose look differs from the program's in one place.
#[track_caller]
fn changed(name: &str, from: &str, to: &str) -> GuideTest {
    let text = own(name);
    assert!(text.contains(from), "{name} has no {from}");
    with(name, &text.replacen(from, to, 1))
}

#[test]
fn a_look_changes_note_types_and_no_notes() {
    let test = GuideTest::one(BODY);
    let before = Deck::of(&test, &[]);
    test.write("layouts/anki/style.css", ".card { color: red } .card.nightMode { color: pink }");
    test.write("layouts/anki/row.front.html", own("row.front.html").replace("{{Title}}", "Compare: {{Title}}"));
    let after = Deck::at(NOW + 60, &test, &[]);
    assert_eq!(before.notes, after.notes);
    assert_eq!(before.cards, after.cards);
    for (id, old) in before.models.as_object().expect("note types") {
        let new = &after.models[id];
        assert_eq!((&old["flds"], &old["name"], &old["req"]), (&new["flds"], &new["name"], &new["req"]));
        assert_eq!((old["mod"].as_i64(), new["mod"].as_i64()), (Some(NOW), Some(NOW + 60)));
        assert_eq!(new["css"], ".card { color: red } .card.nightMode { color: pink }");
        let fronts = |model: &serde_json::Value| model["tmpls"][0]["qfmt"].as_str().expect("a template").to_owned();
        assert_eq!(fronts(old) == fronts(new), !new["name"].as_str().is_some_and(|name| name.contains("Comparison")));
        assert_eq!(old["tmpls"][0]["id"], new["tmpls"][0]["id"]);
    }
    // The same look again is no change.
    test.run(&["anki", "-q", "--frozen"]).code(0).says(str![]);
}

#[test]
fn the_program_s_own_files_may_be_copied() {
    let test = GuideTest::one(BODY);
    let before = Deck::of(&test, &[]);
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts/anki")).expect("a folder") {
        let name = entry.expect("a file").file_name().into_string().expect("a name");
        // Line ends of another system are none of the look's business.
        test.write(&format!("layouts/anki/{name}"), own(&name).replace('\n', "\r\n"));
    }
    test.write("layouts/anki/.hidden", "x");
    let after = Deck::at(NOW + 60, &test, &["--frozen"]);
    assert_eq!(before.models, after.models);
}

#[test]
fn a_file_that_no_look_has() {
    with("pitfall-spot.fornt.html", "x").run(&["anki", "-q"]).code(1).says(str![]);
    with("notes.txt", "x").run(&["check", "-q"]).code(1).says(str![]);
}

#[test]
fn what_a_template_may_not_drop() {
    changed("pitfall-spot.back.html", "{{Why}}", "").run(&["anki", "-q"]).code(1).says(str![]);
    changed("row.front.html", "{{cloze:Text}}", "{{Text}}").run(&["anki", "-q"]).code(1).says(str![]);
    changed("pitfall-spot.front.html", "{{#Code}}", "{{#Version}}{{#Code}}{{Version}}{{/Code}}{{/Version}}{{#Code}}")
        .run(&["anki", "-q"])
        .code(0)
        .says(str![]);
    with("pitfall-spot.front.html", "{{#Version}}{{Code}}{{/Version}}{{Prompt}}{{Retired}}")
        .run(&["anki", "-q"])
        .code(1)
        .says(str![]);
    // What stands around the content may go.
    changed("pitfall-spot.front.html", "{{Section}}", "").run(&["anki", "-q"]).code(0).says(str![]);
}

#[test]
fn what_a_template_may_not_say() {
    changed("pitfall-spot.back.html", "{{Why}}", "{{Why}} {{Wyh}}").run(&["anki", "-q"]).code(1).says(str![]);
    changed("pitfall-spot.front.html", "{{Prompt}}", "{{Prompt}} {{Lead}}").run(&["anki", "-q"]).code(1).says(str![]);
    changed("pitfall-mend.front.html", "{{#AskFix}}", "{{Code}}{{#AskFix}}").run(&["anki", "-q"]).code(1).says(str![]);
    changed("fact.back.html", "{{/Extra}}", "").run(&["anki", "-q"]).code(1).says(str![]);
    changed("fact.back.html", "{{/Extra}}", "{{/Example}}").run(&["anki", "-q"]).code(1).says(str![]);
    changed("fact.back.html", "{{Answer}}", "{{cloze:Answer}}").run(&["anki", "-q"]).code(1).says(str![]);
}

#[test]
fn nothing_runs_and_nothing_is_fetched() {
    changed("row.back.html", "<div class=\"back\">", "<script src=\"a.js\"></script><div class=\"back\">")
        .run(&["anki", "-q"])
        .code(1)
        .says(str![]);
    with("style.css", "@font-face { src: url(https://example.org/a.woff2) }\n.card.nightMode { color: red }\n")
        .run(&["anki", "-q"])
        .code(1)
        .says(str![]);
    with("style.css", ".card { color: red }").run(&["anki", "-q"]).code(0).says(str![]);
    with("style.css", ".card { color: red ").run(&["anki", "-q"]).code(1).says(str![]);
}

#[test]
fn a_look_is_no_concern_of_a_book() {
    with("style.css", "a {").run(&["epub", "-q"]).code(0).says(str![]);
}
