//! `pdf` on press sheets: booklets, several pages a side, and what cannot be printed.

use crate::guide_test::GuideTest;
use lopdf::{Document, Object};
use snapbox::str;

/// A PDF that was made.
fn read(test: &GuideTest, name: &str) -> Document {
    let files = test.files("out");
    let bytes = files.get(name).unwrap_or_else(|| panic!("{name} is not among {:?}", files.keys()));
    Document::load_mem(bytes).expect("a sound PDF")
}

/// An entry of what it asks of the viewer.
fn preference(document: &Document, key: &[u8]) -> String {
    let preferences = document.catalog().and_then(|root| root.get(b"ViewerPreferences")).and_then(Object::as_dict);
    let value = preferences.and_then(|preferences| preferences.get(key)).and_then(Object::as_name);
    String::from_utf8_lossy(value.expect("it is there")).into_owned()
}

#[test]
fn a_booklet_of_several_sections_is_one_file() {
    let test = GuideTest::with_gaps();
    test.run(&["pdf", "--booklet", "-s", "1-4"]).code(0).says(str![[r#"
guide .: Tiny Guide
pdf   out/tiny-1-4-booklet.pdf  4 pages  8.50 pt  [MS] ms
1 file in [MS] ms

"#]]);
    let document = read(&test, "tiny-1-4-booklet.pdf");
    // Three sections of a page, each on a right-hand page: two sheets.
    assert_eq!(document.get_pages().len(), 4);
    assert_eq!(preference(&document, b"Duplex"), "DuplexFlipShortEdge");
    assert_eq!(preference(&document, b"PrintScaling"), "None");
}

#[test]
fn one_file_of_all_sections_makes_a_booklet_with_contents() {
    let test = GuideTest::with_gaps();
    test.run(&["pdf", "-q", "--booklet", "--merge", "-s", "1-2"]).code(0);
    // The contents and both sections, each on a leaf of its own: five pages, two sheets.
    assert_eq!(read(&test, "tiny-1-2-booklet.pdf").get_pages().len(), 4);
    test.run(&["pdf", "-q", "--booklet", "--standard", "ua-1"]).code(2);
}

#[test]
fn a_section_alone_gives_its_name() {
    let test = GuideTest::with_gaps();
    test.run(&["pdf", "-q", "--nup", "4", "-s", "4"]).code(0);
    test.run(&["pdf", "-q", "--nup", "2", "-s", "4", "--flip", "short"]).code(0);
    assert_eq!(test.names("out"), ["04-all-of-functions-2up.pdf", "04-all-of-functions-4up.pdf"]);
    assert_eq!(preference(&read(&test, "04-all-of-functions-2up.pdf"), b"Duplex"), "DuplexFlipShortEdge");
}

#[test]
fn sheets_that_are_turned_by_hand_are_two_files() {
    let test = GuideTest::with_gaps();
    test.run(&["pdf", "-q", "--nup", "2", "--duplex", "manual"]).code(0);
    assert_eq!(test.names("out"), ["tiny-2up-backs.pdf", "tiny-2up-fronts.pdf"]);
    let (fronts, backs) = (read(&test, "tiny-2up-fronts.pdf"), read(&test, "tiny-2up-backs.pdf"));
    // Six pages: the second sheet's back is empty, and is printed all the same.
    assert_eq!((fronts.get_pages().len(), backs.get_pages().len()), (2, 2));
    assert_eq!(preference(&fronts, b"Duplex"), "Simplex");
    let run = test.run(&["pdf", "--nup", "2", "--duplex", "manual", "-o", "one.pdf"]);
    run.code(2).says(str![[r#"
guide .: Tiny Guide
error[bad-output]: several files are made, and `one.pdf` is no folder
 |
 = help: make it a folder: -o one.pdf/

1 error

"#]]);
}

#[test]
fn sheets_that_are_folded_are_printed_on_one_side() {
    let test = GuideTest::with_gaps();
    test.run(&["pdf", "-q", "--nup", "2", "--gutterfold", "-s", "1-4"]).code(0);
    let document = read(&test, "tiny-1-4-2up.pdf");
    assert_eq!(document.get_pages().len(), 2);
    assert_eq!(preference(&document, b"Duplex"), "Simplex");
}

#[test]
fn equal_bytes_twice() {
    let test = GuideTest::with_gaps();
    for folder in ["a/", "b/"] {
        test.run(&["pdf", "-q", "--booklet", "-o", folder]).code(0);
        test.run(&["pdf", "-q", "--nup", "4", "--order", "cutting", "-o", folder]).code(0);
    }
    assert_eq!(test.files("a"), test.files("b"));
}

#[test]
fn type_that_would_be_too_small_is_set_larger_or_refused() {
    let test = GuideTest::one("Some words.\n");
    let value = test.run(&["pdf", "--json", "--nup", "8"]).code(0).json();
    let points = value["artifacts"][0]["points"].as_f64().expect("a size");
    assert!((6.0..6.1).contains(&points), "{points}");
    test.run(&["pdf", "--nup", "8", "--font-size", "10"]).code(1).says(str![[r#"
guide .: Tiny Guide
error[illegible]: type of 10.00 pt is printed at 33 %: 3.3 pt, which is below 6 pt
 |
 = help: set it in 18.09 pt at least with --font-size, or leave the size to the program

1 error

"#]]);
}

#[test]
fn what_cannot_be_printed_is_told_before_anything_is_set() {
    let test = GuideTest::one("Some words.\n");
    for arguments in [
        &["--margin", "-1"][..],
        &["--margin", "100"],
        &["--order", "cutting", "--margin", "5"],
        &["--back-offset", "50,0"],
        &["--back-offset", "1"],
        &["--booklet"],
        &["--gutterfold", "--duplex", "manual"],
        &["--signature", "4"],
    ] {
        let run = test.run(&[&["pdf", "--nup", "2"], arguments].concat());
        run.code(2);
        assert!(test.names("out").is_empty(), "{arguments:?}");
    }
    test.run(&["pdf", "--nup", "2", "--order", "cutting", "--margin", "5"]).says(str![[r#"
error[bad-option]: cut marks need a margin of 6.5 mm, and there are 5.0 mm
 |
 = help: change --margin, --gutter or --back-offset

1 error

"#]]);
    test.run(&["pdf", "--nup", "2", "--margin", "100"]).says(str![[r#"
error[bad-option]: margins and gutter leave no room for pages on the paper
 |
 = help: change --margin, --gutter or --back-offset

1 error

"#]]);
    test.run(&["pdf", "--nup", "2", "--back-offset", "50,0"]).says(str![[r#"
error[bad-option]: an offset of more than 10 mm moves the backs off the paper
 |
 = help: change --margin, --gutter or --back-offset

1 error

"#]]);
    test.run(&["pdf", "--nup", "3"]).code(2).says(str![[r#"
error: invalid value '3' for '--nup <N>': give 2, 4 or 8

For more information, try '--help'.

"#]]);
    test.run(&["pdf", "--flip", "long"]).code(2).says(str![[r#"
error[bad-option]: `--flip` is about press sheets, and none are asked for
 |
 = help: add --booklet or --nup 2

1 error

"#]]);
}

#[test]
fn a_printer_that_turns_about_the_other_edge_gets_its_backs_on_their_heads() {
    let test = GuideTest::with_gaps();
    test.run(&["pdf", "-q", "--booklet", "--flip", "short", "-o", "a/"]).code(0);
    test.run(&["pdf", "-q", "--booklet", "--flip", "long", "-o", "b/"]).code(0);
    test.run(&["pdf", "-q", "--booklet", "--back-offset", "1,-2", "-o", "c/"]).code(0);
    let [natural, turned, moved] = ["a", "b", "c"].map(|folder| test.files(folder)["tiny-booklet.pdf"].clone());
    let content = |bytes: &[u8], page: u32| {
        let document = Document::load_mem(bytes).expect("a sound PDF");
        document.get_page_content(document.get_pages()[&page])
    };
    // Fronts differ in no byte, except for the words about the edge, which are a page of their own.
    assert_eq!(content(&natural, 1), content(&turned, 1));
    assert_eq!(content(&natural, 1), content(&moved, 1));
    assert_ne!(content(&natural, 2), content(&turned, 2));
    assert_ne!(content(&natural, 2), content(&moved, 2));
}
