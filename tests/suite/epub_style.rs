//! A guide's own style sheet for books.

use crate::guide_test::GuideTest;
use snapbox::str;
use std::io::{Cursor, Read};

#[test]
fn a_guide_s_own_style_sheet_takes_the_place_of_the_bundled_one() {
    let test = GuideTest::one("Text.\n");
    let style = "body { margin: 2em }\n";
    test.write("layouts/epub/style.css", style);
    let run = test.run(&["epub", "-q", "-o", "-"]);
    let mut archive = zip::ZipArchive::new(Cursor::new(&run.code(0).stdout)).expect("a zip archive");
    let mut text = String::new();
    archive.by_name("EPUB/style.css").expect("a style sheet").read_to_string(&mut text).expect("text");
    assert_eq!(text, style);
    test.run(&["check", "-q"]).code(0);
}

#[test]
fn a_style_sheet_that_no_book_may_hold_is_an_error() {
    let test = GuideTest::one("Text.\n");
    test.write(
        "layouts/epub/style.css",
        "@import url(https://a.example/x.css);\nh1 {\n  color: red;\n  direction: rtl;\n}\n",
    );
    test.run(&["epub", "-q"]).code(1).says(str![[""]]);
    assert!(test.names("out").is_empty());
    test.run(&["check", "-q", "--diagnostics", "short"]).code(1).says(str![[""]]);
    // Sheets and decks do not look at it.
    test.run(&["anki", "-q"]).code(0);
}

#[test]
fn a_file_that_is_no_style_sheet_is_named() {
    let test = GuideTest::one("Text.\n");
    test.write("layouts/epub/styles.css", "h1 {}\n");
    test.run(&["epub", "-q"]).code(1).says(str![[""]]);
    test.write("layouts/epub/style.css", b"h1 { content: \"\xff\" }\n");
    test.run(&["epub", "-q"]).code(1).says(str![[""]]);
}
