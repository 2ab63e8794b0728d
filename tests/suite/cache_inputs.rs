//! Whatever a file depends on may change: what comes out with a cache is what comes out without one.

use crate::guide_test::GuideTest;
use std::collections::BTreeSet;

const SHEET: &str = "sheets";
const DECK: &str = "deck";
const BOOK: &str = "book";
const ALL: [&str; 3] = [BOOK, DECK, SHEET];

const HEBREW: &[u8] = include_bytes!("../fonts/NotoSansHebrew-Regular.ttf");
const SVG: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"><rect width=\"4\" height=\"8\"/></svg>";

const FIRST: &str = "# First\n\n## Topic\n\nGo [on](02-second.md) to `what` is $x^2$.\n\n![a square](square.svg)\n\n\
    > [!WARNING]\n> **Trap.** It bites.\n>\n> ```\n> x = None\n> ```\n> <!-- id: trap -->\n";
const SECOND: &str = "# Second\n\n## Topic\n\nA sentence in שלום.\n";

const MANIFEST: &str = "id = \"tiny\"\ntitle = \"Tiny Guide\"\nversion = \"1\"\ndate = 2026-01-02\nlanguage = \"en\"\n\
    authors = [\"A\"]\nlicence = \"MIT\"\ndescription = \"Small.\"\nurl = \"https://a.example\"\ncode-language = \"python\"\nmath = true\n\n\
    [[section]]\nnumber = 1\nid = \"first\"\ntitle = \"First\"\nfile = \"01-first.md\"\n\n\
    [[section]]\nnumber = 3\nid = \"second\"\ntitle = \"Second\"\nfile = \"02-second.md\"\n";

/// A guide with all that a guide may bring.
fn guide() -> GuideTest {
    let test = GuideTest::empty();
    let pocket = test.run(&["layout", "pocket"]).code(0).text();
    test.write("guide.toml", MANIFEST);
    test.write("01-first.md", FIRST);
    test.write("02-second.md", SECOND);
    test.write("square.svg", SVG);
    test.write("fonts/hebrew.ttf", HEBREW);
    test.write("layouts/anki/style.css", ".card { color: #111 } .card.nightMode { color: #eee }");
    test.write("layouts/epub/style.css", "body { margin: 1em }");
    let import = "#import \"/vocabulary.typ\": *\n";
    let own = pocket.replace(import, &format!("{import}#import \"beside.typ\": space\n"));
    test.write("mine.typ", own.replace("v(0.6 * line)", "v(space)"));
    test.write("beside.typ", "#let space = 3mm\n");
    test
}

/// What a run ended with, and left in a folder.
type Left = (Option<i32>, std::collections::BTreeMap<String, Vec<u8>>);

fn run(test: &GuideTest, arguments: &[&str], folder: &str) -> Left {
    let mut command = test.command(&[arguments, &["-q", "-o", folder]].concat());
    command.env("SOURCE_DATE_EPOCH", "2000000000");
    let run = test.finish(command);
    assert!(matches!(run.code, Some(0 | 1)), "{}", run.stderr);
    (run.code, if run.code == Some(0) { test.files(folder) } else { Default::default() })
}

/// What changed from one state to the next.
fn changed(before: &Left, after: &Left) -> BTreeSet<&'static str> {
    let names = before.1.keys().chain(after.1.keys());
    let changed = names.filter(|name| before.1.get(*name) != after.1.get(*name));
    changed
        .map(|name| match name.rsplit('.').next() {
            Some("apkg") => DECK,
            Some("epub") => BOOK,
            _ => SHEET,
        })
        .collect()
}

/// One change after the other, each with what it changes.
fn check(arguments: &[&str], changes: &[(&str, &str, &str, &[&'static str])]) {
    let test = guide();
    let mut before = run(&test, arguments, "out/");
    assert_eq!(before.0, Some(0));
    run(&test, arguments, "out/");
    for (file, from, to, expected) in changes {
        let text = std::fs::read_to_string(test.path(file)).unwrap_or_default();
        assert!(text.contains(from), "{file} has no {from}");
        test.write(file, text.replacen(from, to, 1));
        // Once with the lock of before, once with its own; the second run remembers what the first one made.
        let cached = [run(&test, arguments, "out/"), run(&test, arguments, "out/")];
        let fresh = format!("fresh-{}/", file.len() + to.len());
        let after = run(&test, &[arguments, &["--no-cache"]].concat(), &fresh);
        for cached in cached {
            // Files under names of before are still there.
            let same = after.1.iter().all(|(name, bytes)| cached.1.get(name) == Some(bytes));
            assert!(cached.0 == after.0 && same, "{file}: {from} → {to}");
        }
        assert_eq!(changed(&before, &after), expected.iter().copied().collect(), "{file}: {from} → {to}");
        std::fs::remove_dir_all(test.path(&fresh)).unwrap_or_default();
        before = after;
    }
}

#[test]
fn a_field_of_the_manifest() {
    check(
        &["all", "--font-size", "8"],
        &[
            ("guide.toml", "Tiny Guide", "Small Guide", &ALL),
            ("guide.toml", "version = \"1\"", "version = \"2\"", &ALL),
            ("guide.toml", "2026-01-02", "2026-01-03", &ALL),
            ("guide.toml", "language = \"en\"", "language = \"en-GB\"", &[BOOK, SHEET]),
            ("guide.toml", "[\"A\"]", "[\"A\", \"B\"]", &[BOOK, SHEET]),
            ("guide.toml", "MIT", "BSD-2-Clause", &[BOOK, DECK]),
            ("guide.toml", "Small.", "Smaller.", &ALL),
            ("guide.toml", "a.example", "b.example", &[BOOK, DECK]),
            ("guide.toml", "code-language = \"python\"", "code-language = \"json\"", &[BOOK, DECK]),
            ("guide.toml", "math = true", "math = false", &[BOOK, SHEET]),
            ("guide.toml", "number = 3", "number = 4", &[BOOK, SHEET]),
            ("guide.toml", "id = \"first\"", "id = \"begin\"", &[DECK, SHEET]),
            ("guide.toml", "id = \"tiny\"", "id = \"small\"", &ALL),
        ],
    );
}

#[test]
fn text_images_fonts_and_styles() {
    check(
        &["all", "--font-size", "8"],
        &[
            ("01-first.md", "It bites.", "It stings.", &ALL),
            ("02-second.md", "A sentence", "Some words", &[BOOK, SHEET]),
            ("02-second.md", "## Topic", "## Heading", &[BOOK, SHEET]),
            ("square.svg", "\"4\"", "\"5\"", &[BOOK, SHEET]),
            ("layouts/anki/style.css", "#111", "#222", &[DECK]),
            ("layouts/epub/style.css", "1em", "2em", &[BOOK]),
            ("guide.lock", "time = 2033", "time = 2032", &[DECK]),
            ("fonts/hebrew.ttf", "", "no font any more", &ALL),
        ],
    );
}

#[test]
fn a_title_that_the_sheet_before_announces() {
    check(
        &["pdf", "--font-size", "8", "-s", "1"],
        &[
            ("02-second.md", "A sentence", "Some words", &[]),
            ("02-second.md", "# Second", "# Another", &[]),
            ("guide.toml", "title = \"Second\"", "title = \"Another\"", &[SHEET]),
        ],
    );
}

#[test]
fn a_layout_of_one_s_own_and_what_stands_beside_it() {
    check(
        &["pdf", "--layout", "mine.typ"],
        &[
            ("mine.typ", "sides: 11mm", "sides: 12mm", &[SHEET]),
            ("mine.typ", "gap: 0.45", "gap: 0.9", &[SHEET]),
            ("beside.typ", "3mm", "9mm", &[SHEET]),
        ],
    );
}

#[test]
fn sheets_of_all_sections_and_the_pages_a_book_tells() {
    for arguments in [&["pdf", "--merge"][..], &["pdf", "--nup", "2"], &["epub", "--page-list"], &["cards"]] {
        let kind = if arguments[0] == "epub" { BOOK } else { SHEET };
        check(
            arguments,
            &[("01-first.md", "It bites.", "It stings.", &[kind]), ("fonts/hebrew.ttf", "", "broken", &[kind])],
        );
    }
}
