//! The readable text of a deck and a book of the bundled guide, compared with the files in `tests/golden`.

use crate::guide_test::{GuideTest, assert};
use rusqlite::Connection;
use snapbox::Data;
use std::fmt::Write;
use std::io::{Cursor, Read};
use std::path::Path;

/// What `arguments` make of the bundled guide: the bytes of the only file.
fn made(arguments: &[&str]) -> Vec<u8> {
    let test = GuideTest::empty();
    let arguments = [arguments, &["-q", "-g", ":bundled", "-o", "-"]].concat();
    let run = test.run(&arguments);
    run.code(0);
    run.stdout
}

/// A file of a zip archive.
fn entry(archive: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("a zip archive");
    let mut bytes = Vec::new();
    archive.by_name(name).expect("an entry of that name").read_to_end(&mut bytes).expect("readable");
    bytes
}

#[track_caller]
fn golden(name: &str, text: String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    assert().eq(text, Data::read_from(&path, None).raw());
}

#[test]
fn the_book_s_package_document() {
    let book = made(&["epub", "-s", "6-9"]);
    let text = String::from_utf8(entry(&book, "EPUB/package.opf")).expect("UTF-8");
    golden("package.opf", text);
}

#[test]
fn the_book_s_navigation() {
    let book = made(&["epub", "-s", "6-9"]);
    let text = String::from_utf8(entry(&book, "EPUB/nav.xhtml")).expect("UTF-8");
    golden("nav.xhtml", text);
}

#[test]
fn the_deck_as_sorted_rows() {
    let deck = made(&["anki", "-s", "6-9"]);
    let test = GuideTest::empty();
    test.write("collection", entry(&deck, "collection.anki2"));
    let collection = Connection::open(test.path("collection")).expect("an SQLite file");
    // Identity and place of every card, and the fields as the learner reads them.
    let decks: String = collection.query_row("select decks from col", [], |row| row.get(0)).expect("a row");
    let decks: serde_json::Value = serde_json::from_str(&decks).expect("JSON");
    let mut statement = collection
        .prepare("select c.did, c.due, c.ord, n.guid, n.tags, n.flds from cards c join notes n on n.id = c.nid")
        .expect("the tables are there");
    let mut rows = statement.query([]).expect("the query runs");
    let mut lines = Vec::new();
    while let Some(row) = rows.next().expect("a row") {
        let get = |i: usize| row.get::<_, String>(i).expect("text");
        let deck =
            decks[row.get::<_, i64>(0).expect("a number").to_string()]["name"].as_str().unwrap_or("?").to_owned();
        let (due, ord) = (row.get::<_, i64>(1).expect("a number"), row.get::<_, i64>(2).expect("a number"));
        let fields: Vec<String> = get(5).split('\x1f').map(plain).filter(|field| !field.is_empty()).collect();
        lines.push((deck, due, ord, get(3), get(4).trim().to_owned(), fields));
    }
    lines.sort();
    let mut text = String::new();
    for (deck, due, ord, guid, tags, fields) in lines {
        let _ = writeln!(text, "{deck} · {due} · {ord} · {guid}\n  {tags}");
        for field in fields {
            let _ = writeln!(text, "  | {}", field.replace('\n', "\n    "));
        }
    }
    golden("deck.txt", text);
}

/// A field without its marks.
fn plain(field: &str) -> String {
    let mut out = String::new();
    let mut in_tag = false;
    for c in field.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            c if !in_tag => out.push(c),
            _ => {}
        }
    }
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&").trim().to_owned()
}
