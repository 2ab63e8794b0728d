//! The lock: what decks remember from one export to the next.

use crate::deck::{Deck, NOW, text};
use crate::guide_test::{GuideTest, assert};
use snapbox::str;
use std::collections::BTreeMap;

const FILE: &str = "guide.lock";
const DAY: i64 = 86_400;

fn pitfall(id: &str, why: &str) -> String {
    format!("> [!WARNING]\n> **Trap {id}.** {why}\n>\n> ```python bad\n> x = 1\n> ```\n> <!-- id: {id} -->\n\n")
}

fn table(rows: &str) -> String {
    format!(
        "**Compare: ink vs pen vs nib** <!-- id: tools -->\n\n| | Ink | Pen | Nib |\n| --- | --- | --- | --- |\n{rows}\n"
    )
}

fn two_sections() -> GuideTest {
    let first = format!("## A\n\nx\n\n{}{}", pitfall("one", "It bites."), table("| Wet | yes | no | so-so |\n"));
    let second = format!("## B\n\nx\n\n{}", pitfall("two", "It stings."));
    GuideTest::new(&[(1, "first", "First", &first), (2, "second", "Second", &second)])
}

fn edit(test: &GuideTest, file: &str, from: &str, to: &str) {
    let old = std::fs::read_to_string(test.path(file)).expect("there");
    assert!(old.contains(from), "{from} is not in {old}");
    test.write(file, old.replace(from, to));
}

fn lock(test: &GuideTest) -> String {
    std::fs::read_to_string(test.path(FILE)).expect("the lock is there")
}

/// Key → time.
fn times(deck: &Deck) -> BTreeMap<&str, i64> {
    deck.notes.iter().map(|note| (note.fields["Id"].as_str(), note.time)).collect()
}

#[test]
fn a_lock_is_written_once_and_reads_well() {
    let test = two_sections();
    let mut command = test.command(&["anki"]);
    command.env("SOURCE_DATE_EPOCH", NOW.to_string());
    test.finish(command).code(0).says(str![[r#"
guide .: Tiny Guide
lock  guide.lock  3 new
anki  out/tiny.apkg  3 notes  5 cards  [MS] ms
1 file in [MS] ms

"#]]);
    let (head, looks) = lock(&test).split_once("[looks]").map(|(a, b)| (a.to_owned(), b.to_owned())).expect("looks");
    let rest = looks.split_once("[things]").expect("things").1;
    assert().eq(format!("{head}[things]{rest}"), str![[r##"
# What the decks of this guide must remember from one export to the next: `revexport anki` writes it. Keep it beside the
# text and commit both together. Nothing here is edited by hand; after a merge keep the lines of both sides.
format = 1
guide = "tiny"

[decks]
"" = "Tiny Guide"
"first" = "01 First"
"second" = "02 Second"

[things]
"tools" = { "ink" = 1, "nib" = 3, "pen" = 2 }

[notes]
"pitfall/one" = { guid = "EMqdU7m4wM2", section = "first", hash = "de26f07f2487", time = 2026-01-02T00:00:00Z, says = "Trap one. It bites." }
"pitfall/two" = { guid = "GHKZ0JgFSrl", section = "second", hash = "dad5eeb806da", time = 2026-01-02T00:00:00Z, says = "Trap two. It stings." }
"row/tools/wet" = { guid = "1dYJYc5V3NI", section = "first", hash = "5f6f04ae3f35", time = 2026-01-02T00:00:00Z, cards = [1, 2, 3], says = "ink vs pen vs nib, Wet: Ink = yes; Pen = no; Nib = so-so" }

"##]]);
    let (first, deck) = (lock(&test), test.files("out"));
    let mut later = test.command(&["anki"]);
    later.env("SOURCE_DATE_EPOCH", (NOW + DAY).to_string());
    let run = test.finish(later);
    run.code(0);
    assert!(run.stderr.contains("unchanged") && !run.stderr.contains("lock  "), "{}", run.stderr);
    assert_eq!((lock(&test), test.files("out")), (first, deck));
}

#[test]
fn only_what_says_something_else_is_sent_anew() {
    let test = two_sections();
    let first =
        times(&Deck::of(&test, &[])).into_iter().map(|(key, time)| (key.to_owned(), time)).collect::<BTreeMap<_, _>>();
    assert!(first.values().all(|time| *time == NOW));
    // A change of marks is none of what a card says; a change of a word is.
    edit(&test, "01-first.md", "It bites.", "It *bites*.");
    edit(&test, "02-second.md", "It stings.", "It stings badly.");
    let second = Deck::at(NOW + DAY, &test, &[]);
    assert_eq!(times(&second), BTreeMap::from([("one", NOW), ("tools/wet", NOW), ("two", NOW + DAY)]));
    let refreshed = Deck::at(NOW + 2 * DAY, &test, &["--refresh"]);
    assert!(refreshed.notes.iter().all(|note| note.time == NOW + 2 * DAY));
    // The clock may stand still: a new time is later than all before all the same.
    edit(&test, "02-second.md", "badly", "a lot");
    let third = Deck::at(NOW, &test, &[]);
    assert_eq!(third.note("two").time, NOW + 2 * DAY + 1);
}

#[test]
fn a_row_changes_with_its_table_and_an_image_with_its_bytes() {
    let body = format!(
        "{}{}",
        table("| Wet | yes | no | so-so |\n| Dry | no | yes | no |\n"),
        pitfall("one", "See ![dot](dot.svg).")
    );
    let test = GuideTest::one(&body);
    let svg = |width: u8| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"1\"/>");
    test.write("dot.svg", svg(1));
    Deck::of(&test, &[]);
    edit(&test, "01-one.md", "| Dry | no |", "| Dry | never |");
    test.write("dot.svg", svg(2));
    let deck = Deck::at(NOW + DAY, &test, &[]);
    assert!(deck.notes.iter().all(|note| note.time == NOW + DAY), "{:?}", times(&deck));
}

#[test]
fn what_vanished_has_to_be_retired() {
    let test = two_sections();
    Deck::of(&test, &[]);
    edit(&test, "02-second.md", &pitfall("two", "It stings."), "");
    edit(&test, "01-first.md", "id: one", "id: onee");
    let (before, files) = (lock(&test), test.names("out"));
    test.run(&["anki", "-q"]).code(1).says(str![[r#"
error[vanished-note]: `one` was in decks before and is no longer in the guide
--> guide.lock
 = help: if it has another name, give it its old id: <!-- id: one -->; if it is gone for good: --retire one
         `onee` is new: is it the same thing?

error[vanished-note]: `two` was in decks before and is no longer in the guide
--> guide.lock
 = help: if it has another name, give it its old id: <!-- id: two -->; if it is gone for good: --retire two

2 errors

"#]]);
    assert_eq!((lock(&test), test.names("out")), (before, files));
    edit(&test, "01-first.md", "id: onee", "id: one");
    test.run(&["anki", "-q", "--retire", "nothing"]).code(1).says(str![[r#"
error[not-retired]: `nothing` cannot be retired: the lock has no such note
--> guide.lock
 = help: name a note by its id, or a row by table/aspect

error[vanished-note]: `two` was in decks before and is no longer in the guide
--> guide.lock
 = help: if it has another name, give it its old id: <!-- id: two -->; if it is gone for good: --retire two

2 errors

"#]]);
    test.run(&["anki", "-q", "--retire", "two", "--retire", "one"]).code(1).says(str![[r#"
error[not-retired]: `one` cannot be retired: it is in the guide
--> guide.lock
 = help: take it out of the text first

1 error

"#]]);
    let deck = Deck::at(NOW + DAY, &test, &["--retire", "two"]);
    let retired = deck.note("two");
    assert_eq!((retired.time, retired.tags.as_str()), (NOW + DAY, " tiny::retired tiny::section::second "));
    assert_eq!(retired.fields["Prompt"], "Trap two. It stings.");
    assert!(retired.fields["Retired"].contains("no longer part of the guide"), "{retired:?}");
    assert!(Deck::at(NOW + DAY, &test, &["--no-tombstones"]).notes.iter().all(|note| note.fields["Id"] != "two"));
    // It may come back, as what it was.
    edit(&test, "02-second.md", "x\n", &format!("x\n\n{}", pitfall("two", "It stings.")));
    let back = Deck::at(NOW + 2 * DAY, &test, &[]);
    assert_eq!((back.note("two").guid.as_str(), back.note("two").time), (retired.guid.as_str(), NOW + 2 * DAY));
}

#[test]
fn numbers_and_names_that_were_shipped_stay() {
    let test = two_sections();
    Deck::of(&test, &[]);
    // A column goes, a thing comes, a cell is emptied, a title is changed.
    edit(
        &test,
        "01-first.md",
        "| | Ink | Pen | Nib |\n| --- | --- | --- | --- |\n| Wet | yes | no | so-so |",
        "| | Nib | Cap | Ink |\n| --- | --- | --- | --- |\n| Wet | so-so | no | |",
    );
    edit(&test, "01-first.md", "# First", "# The First");
    edit(&test, "guide.toml", "title = \"First\"", "title = \"The First\"");
    let deck = Deck::at(NOW + DAY, &test, &[]);
    let note = deck.note("tools/wet");
    assert_eq!(text(&note.fields["Text"]), "Nib{{c3::so-so}}Cap{{c4::no}}Ink{{c1::–}}pen{{c2::no longer compared}}");
    let cards = &deck.cards[&note.id()];
    assert_eq!(cards.keys().copied().collect::<Vec<_>>(), [0, 1, 2, 3]);
    assert!(cards.values().all(|(_, _, deck)| deck == "Tiny Guide::01 First::Comparisons"), "{cards:?}");
}

#[test]
fn a_frozen_lock_and_a_dry_run_write_nothing() {
    let test = two_sections();
    test.run(&["anki", "-q", "--frozen"]).code(1).says(str![[r#"
error[lock-frozen]: the lock is out of date: 3 new
--> guide.lock
 = help: run the command without --frozen, and commit the lock

1 error

"#]]);
    let run = test.run(&["anki", "--dry-run"]);
    run.code(0).says(str![[r#"
guide .: Tiny Guide
3 new

"#]]);
    assert().eq(
        run.text(),
        str![[r#"
# Tiny Guide 1

## 1. First

- **New** `one`: Trap one. It bites.
- **New** `tools/wet`: ink vs pen vs nib, Wet: Ink = yes; Pen = no; Nib = so-so

## 2. Second

- **New** `two`: Trap two. It stings.

"#]],
    );
    assert_eq!(test.names("."), ["01-first.md", "02-second.md", "guide.toml"]);
    Deck::of(&test, &[]);
    test.run(&["anki", "-q", "--frozen"]).code(0);
    edit(&test, "01-first.md", "It bites.", "It bites `hard`.");
    let run = test.run(&["anki", "-q", "--dry-run"]);
    assert().eq(
        run.text(),
        str![[r#"
# Tiny Guide 1

## 1. First

- **Changed** `one`: Trap one. It bites hard.
- 1 unchanged

## 2. Second

- 1 unchanged

"#]],
    );
}

#[test]
fn a_lock_that_cannot_be_used_stops_decks_only() {
    let test = two_sections();
    Deck::of(&test, &[]);
    let good = lock(&test);
    let said = |text: &str, expected: snapbox::data::Inline| {
        test.write(FILE, text);
        test.run(&["anki", "-q"]).code(1).says(expected);
        assert_eq!(lock(&test), text);
    };
    said(
        &good.replace("[notes]\n", "<<<<<<< ours\n[notes]\n=======\n>>>>>>> theirs\n"),
        str![[r#"
error[broken-lock]: the lock holds an unresolved merge conflict
  --> guide.lock:18:1
   |
18 | <<<<<<< ours
   | ^^^^^^^^^^^^
   |
   = help: keep the lines of both sides and take the marks out; of two lines for one note keep the one with the later time

1 error

"#]],
    );
    said(
        &good.replace("guide = \"tiny\"", "guide = \"other\""),
        str![[r#"
error[broken-lock]: the lock belongs to the guide `other`, and this one is `tiny`
 --> guide.lock:4:1
  |
4 | guide = "other"
  | ^^^^^^^^^^^^^^^
  |
  = help: give guide.toml its old id; or, for a guide of its own with decks of its own, delete the lock

1 error

"#]],
    );
    said(
        &good.replace("format = 1", "format = 7"),
        str![[r#"
error[broken-lock]: the lock has format 7; this version knows formats up to 1
 --> guide.lock:3:1
  |
3 | format = 7
  | ^^^^^^^^^^
  |
  = help: use the version of revexport that wrote it, or a later one

1 error

"#]],
    );
    said(
        &good[..good.len() - 30],
        str![[r#"
error[broken-lock]: the lock cannot be read: unclosed inline table, expected `}`
  --> guide.lock:21:171
   |
21 | ...0:00Z, cards = [1, 2, 3], says = "ink vs pen vs nib, Wet: Ink = 
   |                                                                    ^
   |
   = help: bring it back from version control; learners' progress hangs on it

1 error

"#]],
    );
    test.run(&["epub", "-q"]).code(0);
    test.run(&["list", "-q"]).code(1);
}

#[test]
fn errors_elsewhere_leave_the_lock_alone() {
    let test = two_sections();
    Deck::of(&test, &[]);
    let before = lock(&test);
    test.write("02-second.md", "# Second\n\n> [!WARNING]\n> No lead.\n");
    let deck = Deck::at(NOW + DAY, &test, &["-s", "1"]);
    assert_eq!(times(&deck), BTreeMap::from([("one", NOW), ("tools/wet", NOW)]));
    edit(&test, "01-first.md", "It bites.", "It bites hard.");
    test.run(&["anki", "-q", "-s", "1"]).code(1).says(str![[r#"
error[lock-incomplete]: notes have changed, and the lock cannot be brought up to date while section 2 has errors
--> guide.lock
 = help: mend the errors first; `revexport list` shows them

1 error

"#]]);
    assert_eq!(lock(&test), before);
}

#[test]
fn kinds_and_arrangement() {
    let body = format!(
        "{}> [!TIP]\n> **Do this.** It helps.\n> <!-- id: do -->\n\n> [!NOTE]\n> **Python 3.12+.** New.\n> <!-- id: new -->\n",
        pitfall("one", "It bites.")
    );
    let test = GuideTest::one(&body);
    let decks = |deck: &Deck| {
        deck.cards.values().flat_map(|cards| cards.values()).map(|(_, _, name)| name.clone()).collect::<Vec<_>>()
    };
    let practices = Deck::of(&test, &["--cards", "practices,versions"]);
    assert_eq!(practices.notes.len(), 2);
    assert_eq!(practices.note("do").fields["Ask"], "Why, and how?");
    assert_eq!(practices.note("new").fields["Ask"], "Topic: what changed?");
    assert!(decks(&practices).iter().all(|name| name == "Tiny Guide::01 One::Facts"), "{:?}", decks(&practices));
    let flat = Deck::of(&test, &["--decks", "flat"]);
    assert_eq!(decks(&flat), ["Tiny Guide::Pitfalls"]);
    // What is left out of a deck is remembered all the same.
    assert!(lock(&test).contains("\"fact/do\""));
}

#[test]
fn a_lock_of_one_s_own_and_the_one_inside_the_program() {
    let test = GuideTest::empty();
    test.run(&["anki", "-q", "-g", ":bundled", "-s", "6", "--frozen"]).code(0).says(str![]);
    test.run(&["anki", "-q", "-g", ":bundled", "-s", "6", "--refresh"]).code(2).says(str![[r#"
error[lock-unwritable]: the lock of the guide inside the program would change, and cannot be written
--> :bundled/guide.lock
 = help: keep one of your own: --lock FILE

1 error

"#]]);
    test.run(&["anki", "-q", "-g", ":bundled", "-s", "6", "--refresh", "--lock", "mine.lock"]).code(0);
    assert!(
        std::fs::read_to_string(test.path("mine.lock")).expect("written").contains("guide = \"python-quick-revision\"")
    );
}

#[test]
fn a_folder_without_a_manifest_has_no_lock() {
    let test = GuideTest::empty();
    test.write("notes/01-a.md", format!("# A\n\n## T\n\nx\n\n{}", pitfall("one", "It bites.")));
    test.run(&["anki", "-q", "-g", "notes"]).code(0);
    assert_eq!(test.names("notes"), ["01-a.md"]);
}

#[test]
fn a_time_that_is_none() {
    let test = two_sections();
    let mut command = test.command(&["anki", "-q"]);
    command.env("SOURCE_DATE_EPOCH", "yesterday");
    test.finish(command).code(2).says(str![[r#"
error[bad-time]: SOURCE_DATE_EPOCH is `yesterday`, which is no time
 |
 = help: give seconds since 1970-01-01 00:00:00 UTC, or unset it

1 error

"#]]);
}
