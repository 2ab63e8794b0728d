//! Books read back by a reader that is not ours: what it finds is what the guide holds.

use crate::guide_test::GuideTest;
use rbook::Epub;
use serde_json::Value;

/// A book of the bundled guide, and what `list` says of its sections.
fn book(arguments: &[&str]) -> (Epub, Vec<Value>) {
    let test = GuideTest::empty();
    test.run(&[&["epub", "-q", "-g", ":bundled", "-o", "book.epub"], arguments].concat()).code(0);
    let range: Vec<&str> = arguments.iter().copied().filter(|word| *word != "--page-list").collect();
    let listed = test.run(&[&["list", "--json", "-g", ":bundled"], range.as_slice()].concat());
    let sections = listed.code(0).json()["sections"].as_array().expect("sections").clone();
    let epub = Epub::open(test.path("book.epub")).expect("a book");
    (epub, sections)
}
