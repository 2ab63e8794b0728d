//! What stands in a deck, and what an edit of the guide changes in it.

use crate::guide_test::GuideTest;
use rusqlite::Connection;
use snapbox::str;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// What stands for now in these tests: 2026-01-02 00:00:00 UTC.
pub const NOW: i64 = 1_767_312_000;

/// A deck, opened.
pub struct Deck {
    pub notes: Vec<Note>,
    /// Card ordinals by note id: ordinal → card id, position and deck name.
    pub cards: BTreeMap<i64, BTreeMap<i64, (i64, i64, String)>>,
    /// The note types, as `col.models` has them.
    pub models: serde_json::Value,
    /// The media list of the archive: entry → file name.
    media: BTreeMap<String, String>,
    archive: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    id: i64,
    pub guid: String,
    pub time: i64,
    pub tags: String,
    pub fields: BTreeMap<String, String>,
}

impl Note {
    /// Its id in the package.
    pub fn id(&self) -> i64 {
        self.id
    }
}

impl Deck {
    /// The deck that `arguments` make of a guide.
    #[track_caller]
    pub fn of(test: &GuideTest, arguments: &[&str]) -> Deck {
        Deck::at(NOW, test, arguments)
    }

    /// The deck that `arguments` make of a guide at a time.
    #[track_caller]
    pub fn at(now: i64, test: &GuideTest, arguments: &[&str]) -> Deck {
        let mut command = test.command(&[&["anki", "-q", "-o", "-"], arguments].concat());
        command.env("SOURCE_DATE_EPOCH", now.to_string());
        let run = test.finish(command);
        run.code(0);
        let archive = run.stdout;
        test.write("collection.anki2", entry(&archive, "collection.anki2"));
        let collection = Connection::open(test.path("collection.anki2")).expect("an SQLite file");
        let column = |name: &str| -> serde_json::Value {
            let text: String =
                collection.query_row(&format!("select {name} from col"), [], |row| row.get(0)).expect("a row");
            serde_json::from_str(&text).expect("JSON")
        };
        let (models, decks) = (column("models"), column("decks"));
        let mut notes = Vec::new();
        let mut statement = collection
            .prepare("select id, guid, mid, mod, tags, flds from notes order by id")
            .expect("the table is there");
        let mut rows = statement.query([]).expect("the query runs");
        while let Some(row) = rows.next().expect("a row") {
            let kind: i64 = row.get(2).expect("a number");
            let names = models[kind.to_string()]["flds"].as_array().expect("the note type is there");
            let values: String = row.get(5).expect("text");
            let values: Vec<&str> = values.split('\x1f').collect();
            assert_eq!(values.len(), names.len());
            let fields = names.iter().zip(values);
            notes.push(Note {
                id: row.get(0).expect("a number"),
                guid: row.get(1).expect("text"),
                time: row.get(3).expect("a number"),
                tags: row.get(4).expect("text"),
                fields: fields
                    .map(|(name, value)| (name["name"].as_str().expect("a name").to_owned(), value.to_owned()))
                    .filter(|(_, value)| !value.is_empty())
                    .collect(),
            });
        }
        let mut cards: BTreeMap<i64, BTreeMap<i64, (i64, i64, String)>> = BTreeMap::new();
        let mut statement = collection.prepare("select nid, ord, id, due, did from cards").expect("the table is there");
        let mut rows = statement.query([]).expect("the query runs");
        while let Some(row) = rows.next().expect("a row") {
            let get = |i: usize| row.get::<_, i64>(i).expect("a number");
            let deck = decks[get(4).to_string()]["name"].as_str().expect("the deck is there").to_owned();
            cards.entry(get(0)).or_default().insert(get(1), (get(2), get(3), deck));
        }
        let media = serde_json::from_slice(&entry(&archive, "media")).expect("a map");
        Deck { notes, cards, models, media, archive }
    }

    /// The note of a key.
    #[track_caller]
    pub fn note(&self, key: &str) -> &Note {
        let keys: Vec<&str> = self.notes.iter().map(|note| note.fields["Id"].as_str()).collect();
        self.notes.iter().find(|note| note.fields["Id"] == key).unwrap_or_else(|| panic!("no {key} in {keys:?}"))
    }

    /// Key → GUID and ordinals of its cards.
    pub fn identities(&self) -> BTreeMap<&str, (&str, Vec<i64>)> {
        let of = |note: &Note| self.cards[&note.id].keys().copied().collect();
        self.notes.iter().map(|note| (note.fields["Id"].as_str(), (note.guid.as_str(), of(note)))).collect()
    }
}

fn entry(archive: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("a zip archive");
    let mut bytes = Vec::new();
    archive.by_name(name).expect("an entry of that name").read_to_end(&mut bytes).expect("readable");
    bytes
}

/// Text of a field without its tags.
pub fn text(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    for (entity, c) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#123;", "{"), ("&#125;", "}"), ("&#58;", ":")]
    {
        out = out.replace(entity, c);
    }
    out.replace("&amp;", "&")
}

const PITFALL: &str = "> [!WARNING]\n> **Shared by accident.** One list serves all calls.\n>\n> ```python bad\n> def add(x, to=[]):\n>     to.append(x)\n>     return to\n> add(1)\n> print(add(2))  # [1, 2]\n> ```\n>\n> ```python good\n> def add(x, to=None):\n>     return [*(to or []), x]\n> print(add(2))  # [2]\n> ```\n>\n> Also true of dicts.\n> <!-- id: shared -->\n";

#[test]
fn a_pitfall_asks_with_wrong_code_and_answers_with_right() {
    let deck = Deck::of(&GuideTest::one(PITFALL), &[]);
    let fields = &deck.note("shared").fields;
    assert_eq!(fields["Prompt"], "What goes wrong here, and why?");
    assert_eq!(text(&fields["Code"]), "def add(x, to=[]):\n    to.append(x)\n    return to\nadd(1)\nprint(add(2))\n");
    assert_eq!(fields["Output"], "[1, 2]");
    assert_eq!(fields["Lead"], "Shared by accident");
    assert_eq!(fields["Why"], "One list serves all calls.");
    assert_eq!(text(&fields["FixCode"]), "def add(x, to=None):\n    return [*(to or []), x]\nprint(add(2))  # [2]\n");
    assert_eq!(fields["Fix"], "<p>Also true of dicts.</p>\n");
    assert_eq!(fields["Section"], "1 · One");
    assert_eq!(fields["Context"], "1 · One › Topic");
    let note = deck.note("shared");
    assert_eq!(note.tags, " tiny::pitfall tiny::section::one tiny::topic::topic ");
    assert_eq!(note.time, NOW, "the time of the first export");
    let (_, position, name) = &deck.cards[&note.id][&0];
    assert_eq!((*position, name.as_str()), (10_000, "Tiny Guide::01 One::Pitfalls"));
}

#[test]
fn the_front_does_not_name_the_trap() {
    let test = GuideTest::new(&[(
        3,
        "lists",
        "Lists and Tuples",
        "## Sharing\n\n> [!WARNING]\n> **Lists are shared.** Yes.\n> <!-- id: one -->\n\n> [!WARNING]\n> **Sharing tuples.** Yes.\n> <!-- id: two -->\n\n> [!WARNING]\n> **A trap.** Yes.\n> <!-- id: three -->\n> <!-- ask: What does `x < y` do? -->\n",
    )]);
    let deck = Deck::of(&test, &[]);
    assert_eq!(deck.note("one").fields["Prompt"], "Sharing: which pitfall is there, and why?");
    assert_eq!(deck.note("one").fields["Section"], "Section 3");
    assert_eq!(deck.note("two").fields["Prompt"], "Which pitfall does section 3 warn of?");
    assert_eq!(deck.note("three").fields["Prompt"], "What does <code>x &lt; y</code> do?");
    assert_eq!(deck.note("three").fields["Section"], "3 · Lists and Tuples");
}

const TABLE: &str = "**Compare: list vs tuple vs set** <!-- id: kinds -->\n\n| Aspect | list | tuple | set |\n| --- | --- | --- | --- |\n| Mutable | yes | no | yes |\n| Literal | `[1]` | `(1,)` | `{1}` |\n| Iterable | yes | yes | yes |\n| Since | | — | 2.4 |\n";

#[test]
fn a_comparison_makes_a_card_a_value_worth_asking_for() {
    let deck = Deck::of(&GuideTest::one(TABLE), &[]);
    let identities = deck.identities();
    let cards: BTreeMap<&str, &Vec<i64>> = identities.iter().map(|(key, (_, cards))| (*key, cards)).collect();
    let expected =
        BTreeMap::from([("kinds/mutable", vec![0, 1, 2]), ("kinds/literal", vec![0, 1, 2]), ("kinds/since", vec![2])]);
    assert_eq!(cards, expected.iter().map(|(key, cards)| (*key, cards)).collect());
    let fields = &deck.note("kinds/literal").fields;
    assert_eq!(text(&fields["Text"]), "list{{c1::[1]}}tuple{{c2::(1,)}}set{{c3::{1}}}");
    assert!(fields["Text"].contains("{{c3::<code>&#123;1&#125;</code>}}"), "{}", fields["Text"]);
    assert_eq!((fields["Aspect"].as_str(), fields["Title"].as_str()), ("Literal", "list vs tuple vs set"));
    assert!(fields["Table"].contains("<tr class=\"here\"><th scope=\"row\">Literal</th>"), "{}", fields["Table"]);
    for word in ["Aspect", "Mutable", "Iterable", "2.4"] {
        assert!(fields["Table"].contains(word), "{word}");
    }
}

#[test]
fn two_things_are_asked_for_together() {
    let deck =
        Deck::of(&GuideTest::one("**Compare: a vs b**\n\n| | A | B |\n| --- | --- | --- |\n| Hot | yes | no |\n"), &[]);
    let note = deck.note("a-vs-b/hot");
    assert_eq!(text(&note.fields["Text"]), "A{{c1::yes}}B{{c1::no}}");
    assert_eq!(deck.cards[&note.id].len(), 1);
}

#[test]
fn edits_that_keep_ids_keep_identities() {
    let before = GuideTest::one(&format!("{PITFALL}\n{TABLE}"));
    let turned = "**Compare by row: kinds of collections** <!-- id: kinds -->\n\n| Thing | Since | Mutable <!-- id: mutable --> | Literal | Iterable |\n| --- | --- | --- | --- | --- |\n| list | | yes! | `[1, 2]` | yes |\n| tuple | — | no | `(1,)` | yes |\n| set | 2.4 | yes | `{1}` | yes |\n";
    let edited = PITFALL.replace("Shared by accident", "A list for everyone").replace("to=[]", "to=[0]");
    let after = GuideTest::new(&[
        (1, "zero", "Zero", "## Another topic\n\nNew.\n"),
        (7, "one", "Renamed", &format!("## Moved\n\n{turned}\n{edited}")),
    ]);
    let (before, after) = (Deck::of(&before, &[]), Deck::of(&after, &[]));
    assert_eq!(before.identities(), after.identities());
}

#[test]
fn a_range_changes_nothing_in_what_it_keeps() {
    let test = GuideTest::with_gaps();
    let (whole, part) = (Deck::of(&test, &[]), Deck::of(&test, &["-s", "4,8"]));
    assert_eq!(part.notes.len(), 2);
    for note in &part.notes {
        assert!(whole.notes.contains(note), "{note:?}");
        assert_eq!(whole.cards[&note.id], part.cards[&note.id]);
    }
}

#[test]
fn what_anki_would_act_on_stays_text() {
    let body = "> [!WARNING]\n> **Trap.** See [sound:a.mp3], \\\\(x\\\\) and {{Front}}.\n>\n> ```text bad\n> cafe\u{301} \\(y\\) {{c1::z}}\n> ```\n> <!-- id: odd -->\n\n**Compare: a vs b vs c** <!-- id: t -->\n\n| | `{{c7::x}}` | B | C |\n| --- | --- | --- | --- |\n| Code | `std::map{{1}}` | `a::b` | `}}` |\n";
    let deck = Deck::of(&GuideTest::one(body), &[]);
    let fields = &deck.note("odd").fields;
    assert_eq!(fields["Why"], "See &#91;sound:a.mp3], \\<span>(</span>x\\<span>)</span> and {{Front}}.");
    assert!(fields["Code"].contains("cafe&#769; \\<span>(</span>y"), "{}", fields["Code"]);
    let note = deck.note("t/code");
    let html = &note.fields["Text"];
    assert_eq!(html.matches("{{").count(), 3, "{html}");
    assert_eq!(html.matches("::").count(), 3, "{html}");
    assert!(text(html).contains("{{c1::std::map{{1}}}}"), "{}", text(html));
    assert_eq!(deck.cards[&note.id].keys().copied().collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn mathematics_links_footnotes_and_images() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>";
    let body = "> [!WARNING]\n> **Trap.** As $a < b$ says[^1], see [there](#topic) or [here](https://example.org/?a&b). ![A dot](images/dot.svg)\n>\n> | One | Two |\n> | --- | --- |\n> | 1 | 2 |\n> <!-- id: rich -->\n\n[^1]: A *note*.\n";
    let test = GuideTest::one(body);
    test.write("images/dot.svg", svg);
    let manifest = std::fs::read_to_string(test.path("guide.toml")).expect("there");
    test.write("guide.toml", format!("math = true\nurl = \"https://example.org\"\n{manifest}"));
    let deck = Deck::of(&test, &[]);
    let fields = &deck.note("rich").fields;
    let why = &fields["Why"];
    assert!(why.contains("As \\(a &lt; b\\) says<sup>1</sup>, see there or"), "{why}");
    assert!(why.contains("<a href=\"https://example.org/?a&amp;b\">here</a>"), "{why}");
    let name = deck.media["0"].clone();
    assert!(name.starts_with("dot-") && name.ends_with(".svg"), "{name}");
    assert!(why.contains(&format!("<img src=\"{name}\" alt=\"A dot\"/>")), "{why}");
    assert_eq!(entry(&deck.archive, "0"), svg.as_bytes());
    let extra = &fields["Extra"];
    assert!(extra.contains("<td>One</td><th scope=\"col\">Two</th>"), "{extra}");
    assert!(extra.contains("A <em>note</em>."), "{extra}");
    assert_eq!(fields["Source"], "<a href=\"https://example.org\">Tiny Guide</a>");
}

#[test]
fn footnotes_may_refer_to_each_other() {
    let test = GuideTest::one(
        "> [!WARNING]\n> **Trap.** Why[^a].\n> <!-- id: p -->\n\n\
         **Compare: a vs b**\n\n| Aspect | a | b |\n| --- | --- | --- |\n| Size | small[^c] | large |\n\n\
         [^a]: One[^b].\n[^b]: Other[^a].\n[^c]: Third[^b].\n",
    );
    let deck = Deck::of(&test, &[]);
    let extras: Vec<&str> = deck.notes.iter().map(|note| note.fields["Extra"].as_str()).collect();
    let both = extras.iter().filter(|extra| extra.contains("One") && extra.contains("Other")).count();
    assert_eq!((both, extras.iter().filter(|extra| extra.contains("Third")).count()), (2, 1), "{extras:?}");
}

#[test]
fn a_guide_without_pitfalls_and_comparisons_makes_an_empty_deck() {
    let test = GuideTest::one("Only text.\n");
    test.run(&["anki"]).code(0).says(str![[r#"
guide .: Tiny Guide
warning[empty-deck]: the deck is empty: the selected sections have nothing that cards are made of
 |
 = help: write a callout > [!WARNING], or **Compare: a vs b** above a table

1 warning
anki  out/tiny.apkg  0 notes  0 cards  [MS] ms
1 file in [MS] ms

"#]]);
    assert!(Deck::of(&test, &[]).notes.is_empty());
}

#[test]
fn a_title_never_divides_a_deck() {
    let test = GuideTest::new(&[(1, "one", "std::map and :: friends", PITFALL)]);
    let manifest = std::fs::read_to_string(test.path("guide.toml")).expect("there");
    test.write("guide.toml", manifest.replace("Tiny Guide", "C++::std::\\u0007 Guide "));
    let deck = Deck::of(&test, &[]);
    let names: Vec<&String> = deck.cards.values().flat_map(|cards| cards.values()).map(|(_, _, name)| name).collect();
    assert_eq!(names, ["C++:std: Guide::01 std:map and : friends::Pitfalls"]);
    assert!(
        deck.models.as_object().expect("note types").values().all(|model| model["name"] == "C++:std: Guide: Pitfall")
    );
}

#[test]
fn what_no_field_may_hold() {
    let body = "> [!WARNING]\n> **Tr\u{7}ap.** W\u{1f}hy \u{1b}[31m cafe\u{301} \u{fffe}.\n>\n> ```text bad\n> \u{1}e\u{301}\u{1f}\n> ```\n> <!-- id: p -->\n";
    let deck = Deck::of(&GuideTest::one(body), &[]);
    let note = deck.note("p");
    for (name, text) in &note.fields {
        assert!(text.chars().all(|c| !c.is_control() || c == '\n'), "{name}: {text:?}");
    }
    assert_eq!(note.fields["Why"], "W\u{fffd}hy \u{fffd}[31m café \u{fffd}.");
    assert!(note.fields["Code"].contains("e&#769;"), "code keeps its letters: {}", note.fields["Code"]);
}

#[test]
fn of_a_very_long_table_a_card_shows_what_is_around_it() {
    let rows: String = (0..10_000).map(|row| format!("| Aspect {row} | a{row} | b{row} | c{row} |\n")).collect();
    let body = format!("**Compare: a vs b vs c** <!-- id: t -->\n\n| | A | B | C |\n| --- | --- | --- | --- |\n{rows}");
    let deck = Deck::of(&GuideTest::one(&body), &[]);
    assert_eq!(deck.notes.len(), 10_000);
    for (row, from, to) in [(0, 0, 59), (29, 0, 59), (5_000, 4_970, 5_029), (9_999, 9_940, 9_999)] {
        let table = &deck.note(&format!("t/aspect-{row}")).fields["Table"];
        let shown = |row: i32| table.contains(&format!(">Aspect {row}</th>"));
        assert!(shown(from) && shown(to) && !shown(from - 1) && !shown(to + 1), "{row}: {table}");
        assert_eq!(table.matches("class=\"here\"").count(), 1);
        assert_eq!(table.matches('…').count(), usize::from(from > 0) + usize::from(to < 9_999));
    }
}

#[test]
fn a_picture_is_named_by_what_it_is_and_may_be_too_large() {
    let test = GuideTest::one("> [!WARNING]\n> **Trap.** See ![A dot](images/dot.jpg)\n> <!-- id: p -->\n");
    let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
    test.write("images/dot.jpg", &picture);
    let deck = Deck::of(&test, &[]);
    assert!(deck.media["0"].ends_with(".png"), "{}", deck.media["0"]);
    picture.resize(60 << 20, 0);
    test.write("images/dot.jpg", &picture);
    test.run(&["anki", "-q"]).code(0).says(str![[r#"
warning[large-image]: this image has 60 MiB, which a phone loads with each of its cards
--> images/dot.jpg
 = help: save it smaller, or as a JPEG

1 warning

"#]]);
    picture.resize((100 << 20) + 1, 0);
    test.write("images/dot.jpg", &picture);
    test.run(&["anki", "-q"]).code(1).says(str![[r#"
error[large-image]: Anki takes no image of 101 MiB; the limit is 100 MiB
--> images/dot.jpg
 = help: save it smaller, or as a JPEG

1 error

"#]]);
    test.write("images/dot.jpg", "no picture");
    test.run(&["anki", "-q"]).code(1).says(str![[r#"
error[unknown-image]: `images/dot.jpg` is no PNG, JPEG or SVG
 --> 01-one.md:8:17
  |
8 | > **Trap.** See ![A dot](images/dot.jpg)
  |                 ^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: convert it to one of the three

1 error

"#]]);
    std::fs::remove_file(test.path("images/dot.jpg")).expect("it was there");
    test.run(&["anki", "-q"]).code(1).says(str![[r#"
error[missing-image]: there is no image `images/dot.jpg`
 --> 01-one.md:8:17
  |
8 | > **Trap.** See ![A dot](images/dot.jpg)
  |                 ^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write the path from the guide's folder on

1 error

"#]]);
}

#[test]
fn no_file_that_anki_takes_for_a_backup() {
    let test = GuideTest::one(PITFALL);
    test.run(&["anki", "-q", "-o", "Backup-1.apkg"]).code(2).says(str![[r#"
error[bad-output]: under the name `Backup-1.apkg` Anki offers to replace the learner's whole collection
 |
 = help: choose another name with -o

1 error

"#]]);
    test.run(&["anki", "-q", "-o", "collection.apkg"]).code(2);
    assert_eq!(test.names("."), ["01-one.md", "guide.toml"]);
}
