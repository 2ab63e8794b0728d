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
    with("pitfall-spot.fornt.html", "x").run(&["anki", "-q"]).code(1).says(str![[r#"
error[unknown-look]: no look has a file `pitfall-spot.fornt.html`
--> layouts/anki/pitfall-spot.fornt.html
 = help: did you mean `pitfall-spot.front.html`?

1 error

"#]]);
    with("notes.txt", "x").run(&["check", "-q"]).code(1).says(str![[r#"
error[unknown-look]: no look has a file `notes.txt`
--> layouts/anki/notes.txt
 = help: the files of a look are fact.back.html, fact.front.html, pitfall-mend.back.html, pitfall-mend.front.html, pitfall-rule.back.html, pitfall-rule.front.html, pitfall-spot.back.html, pitfall-spot.front.html, row.back.html, row.front.html, style.css

1 error

"#]]);
}

#[test]
fn what_a_template_may_not_drop() {
    changed("pitfall-spot.back.html", "{{Why}}", "").run(&["anki", "-q"]).code(1).says(str![[r#"
error[bad-look]: this side does not show `Why`
 --> layouts/anki/pitfall-spot.back.html:1:1
  |
1 | <div class="back">
  | ^
  |
  = help: write {{Why}} where every card shows it

1 error

"#]]);
    changed("row.front.html", "{{cloze:Text}}", "{{Text}}").run(&["anki", "-q"]).code(1).says(str![[r#"
error[bad-look]: without `cloze:` this shows every answer
 --> layouts/anki/row.front.html:5:1
  |
5 | {{Text}}
  | ^^^^^^^^
  |
  = help: write {{cloze:Text}}

1 error

"#]]);
    changed("pitfall-spot.front.html", "{{#Code}}", "{{#Version}}{{#Code}}{{Version}}{{/Code}}{{/Version}}{{#Code}}")
        .run(&["anki", "-q"])
        .code(0)
        .says(str![]);
    with("pitfall-spot.front.html", "{{#Version}}{{Code}}{{/Version}}{{Prompt}}{{Retired}}")
        .run(&["anki", "-q"])
        .code(1)
        .says(str![[r#"
error[bad-look]: `Code` is shown only inside {{#Version}}: other cards lose it
 --> layouts/anki/pitfall-spot.front.html:1:13
  |
1 | {{#Version}}{{Code}}{{/Version}}{{Prompt}}{{Retired}}
  |             ^^^^^^^^
  |
  = help: write {{Code}} where every card shows it

1 error

"#]]);
    // What stands around the content may go.
    changed("pitfall-spot.front.html", "{{Section}}", "").run(&["anki", "-q"]).code(0).says(str![]);
}

#[test]
fn what_a_template_may_not_say() {
    changed("pitfall-spot.back.html", "{{Why}}", "{{Why}} {{Wyh}}").run(&["anki", "-q"]).code(1).says(str![[r#"
error[bad-look]: this note type has no field `Wyh`
 --> layouts/anki/pitfall-spot.back.html:5:57
  |
5 | <p class="a">{{#Lead}}<b>{{Lead}}.</b> {{/Lead}}{{Why}} {{Wyh}}</p>
  |                                                         ^^^^^^^
  |
  = help: its fields are Id, Prompt, Code, Output, Lead, Why, Fix, FixCode, Rule, Extra, Section, Context, Source, Version, Retired, AskFix, AskRule, Spare1, Spare2, Spare3

1 error

"#]]);
    changed("pitfall-spot.front.html", "{{Prompt}}", "{{Prompt}} {{Lead}}").run(&["anki", "-q"]).code(1).says(str![[
        r#"
error[bad-look]: `Lead` gives the answer away: it stands on no front
 --> layouts/anki/pitfall-spot.front.html:3:26
  |
3 | <h1 class="q">{{Prompt}} {{Lead}}</h1>
  |                          ^^^^^^^^
  |
  = help: a front may show Section, Prompt, Code, Retired

1 error

"#
    ]]);
    changed("pitfall-mend.front.html", "{{#AskFix}}", "{{Code}}{{#AskFix}}").run(&["anki", "-q"]).code(1).says(str![[
        r#"
error[bad-look]: `Code` outside {{#AskFix}} would make cards that nobody asked for
 --> layouts/anki/pitfall-mend.front.html:1:1
  |
1 | {{Code}}{{#AskFix}}<div class="side">
  | ^^^^^^^^
  |
  = help: write everything between {{#AskFix}} and {{/AskFix}}

1 error

"#
    ]]);
    changed("fact.back.html", "{{/Extra}}", "").run(&["anki", "-q"]).code(1).says(str![[r#"
error[bad-look]: `Extra` is never closed
 --> layouts/anki/fact.back.html:7:1
  |
7 | {{#Extra}}<details><summary>More</summary><div class="more">{{Extra}}</div></details>
  | ^^^^^^^^^^
  |
  = help: write {{/Extra}} at its end

1 error

"#]]);
    changed("fact.back.html", "{{/Extra}}", "{{/Example}}").run(&["anki", "-q"]).code(1).says(str![[r#"
error[bad-look]: {{/Example}} stands where {{#Extra}} is still open
 --> layouts/anki/fact.back.html:7:86
  |
7 | {{#Extra}}<details><summary>More</summary><div class="more">{{Extra}}</div></details>{{/Example}}
  |                                                                                      ^^^^^^^^^^^^
  |
  = help: close it before: {{/Extra}}

1 error

"#]]);
    changed("fact.back.html", "{{Answer}}", "{{cloze:Answer}}").run(&["anki", "-q"]).code(1).says(str![[r#"
error[bad-look]: `Answer` has no blanks to fill in
 --> layouts/anki/fact.back.html:5:14
  |
5 | <p class="a">{{cloze:Answer}}</p>
  |              ^^^^^^^^^^^^^^^^
  |
  = help: write {{Answer}}

1 error

"#]]);
}

#[test]
fn nothing_runs_and_nothing_is_fetched() {
    changed("row.back.html", "<div class=\"back\">", "<script src=\"a.js\"></script><div class=\"back\">")
        .run(&["anki", "-q"])
        .code(1)
        .says(str![[r#"
error[bad-look]: a card may not have <script>
 --> layouts/anki/row.back.html:1:1
  |
1 | <script src="a.js"></script><div class="back">
  | ^^^^^^^
  |
  = help: take it out: cards have no scripts and load nothing

error[bad-look]: `a.js` is a file that is not in the deck
 --> layouts/anki/row.back.html:1:9
  |
1 | <script src="a.js"></script><div class="back">
  |         ^^^^^^^^^^
  |
  = help: a look carries no files: leave it out, or write it as a data: address

2 errors

"#]]);
    with("style.css", "@font-face { src: url(https://example.org/a.woff2) }\n.card.nightMode { color: red }\n")
        .run(&["anki", "-q"])
        .code(1)
        .says(str![[r#"
error[bad-look]: this would be fetched from elsewhere; cards are learnt without a network
 --> layouts/anki/style.css:1:28
  |
1 | @font-face { src: url(https://example.org/a.woff2) }
  |                            ^^^
  |
  = help: a look carries no files: leave it out, or write it as a data: address

1 error

"#]]);
    with("style.css", ".card { color: red }").run(&["anki", "-q"]).code(0).says(str![[r#"
warning[look-without-night]: this style has no colours for the night
 --> layouts/anki/style.css:1:1
  |
1 | .card { color: red }
  | ^
  |
  = help: set them on .card.nightMode and .card.night_mode, which is what Anki's programs write

1 warning

"#]]);
    with("style.css", ".card { color: red ").run(&["anki", "-q"]).code(1).says(str![[r#"
error[bad-look]: this brace is never closed
 --> layouts/anki/style.css:1:7
  |
1 | .card { color: red 
  |       ^
  |
  = help: close what is open

1 error

"#]]);
}

#[test]
fn a_look_is_no_concern_of_a_book() {
    with("style.css", "a {").run(&["epub", "-q"]).code(0).says(str![]);
}
