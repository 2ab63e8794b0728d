//! `--merge`: several sections in one PDF.

use crate::guide_test::GuideTest;
use lopdf::{Dictionary, Document, Object};
use snapbox::str;

/// Three sections that link to each other; the last is not in the file of the first two.
fn linked() -> GuideTest {
    GuideTest::new(&[
        (
            1,
            "one",
            "One",
            "## First topic\n\nSee [the second](02-two.md), [its trap](02-two.md#trap) and [the third](03-three.md).\n",
        ),
        (
            2,
            "two",
            "Two",
            "## Topic\n\n> [!WARNING]\n> **Trap.** Text.\n> <!-- id: trap -->\n\nBack to [the topic](01-one.md#first-topic).\n",
        ),
        (3, "three", "Three", "## Topic\n\nText.\n"),
    ])
}

fn open(test: &GuideTest, name: &str) -> Document {
    Document::load_mem(&test.files("out")[name]).expect("a PDF")
}

/// The pages that the links of a page lead to, by their places in the file; none for web addresses.
fn links(document: &Document, page: u32) -> Vec<Option<u32>> {
    let pages = document.get_pages();
    let of = |annotation: &Dictionary| -> Option<u32> {
        let dest = annotation.get(b"A").ok().and_then(|action| resolve(document, action).as_dict().ok());
        let dest = dest.and_then(|action| action.get(b"D").ok()).or(annotation.get(b"Dest").ok())?;
        let to = resolve(document, dest).as_array().ok()?.first()?.as_reference().ok()?;
        pages.iter().find(|(_, id)| **id == to).map(|(number, _)| *number)
    };
    document.get_page_annotations(pages[&page]).expect("annotations").into_iter().map(of).collect()
}

fn resolve<'d>(document: &'d Document, object: &'d Object) -> &'d Object {
    document.dereference(object).map_or(object, |(_, object)| object)
}

#[test]
fn sections_follow_a_contents_page_each_on_a_leaf_of_its_own() {
    let test = linked();
    test.run(&["pdf", "--merge"]).code(0).says(str![[r#"
guide .: Tiny Guide
pdf   out/tiny.pdf  7 pages  9.00 pt  [MS] ms
1 file in [MS] ms

"#]]);
    assert_eq!(test.names("out"), ["tiny.pdf"]);
    let document = open(&test, "tiny.pdf");
    assert_eq!(document.get_pages().len(), 7, "contents on 1, sections on 3, 5 and 7");
    // The contents page leads to every section and every topic; a link has a part for each piece of its line.
    let mut to = links(&document, 1);
    assert!(to.len() >= 6);
    to.dedup();
    assert_eq!(to, [3, 5, 7].map(Some));
    let text = |page| document.extract_text(&[page]).expect("text");
    assert!(text(2).trim().is_empty(), "an empty back");
}

#[test]
fn links_lead_to_sections_headings_and_callouts_in_the_file() {
    let test = linked();
    test.run(&["pdf", "--merge", "-s", "1,2"]).code(0).says(str![[r#"
guide .: Tiny Guide
pdf   out/tiny-1-2.pdf  5 pages  9.00 pt  [MS] ms
1 file in [MS] ms

"#]]);
    assert_eq!(test.names("out"), ["tiny-1-2.pdf"]);
    let document = open(&test, "tiny-1-2.pdf");
    // To the second section, its trap, and at the page's foot to the next section; the third is not here.
    assert_eq!(links(&document, 3), [Some(5), Some(5), Some(5)]);
    assert_eq!(links(&document, 5), [Some(3)]);
}

#[test]
fn a_section_alone_keeps_the_text_of_links_to_others() {
    let test = linked();
    test.run(&["pdf", "-s", "1"]).code(0);
    assert_eq!(links(&open(&test, "01-one.pdf"), 1), []);
}

#[test]
fn pages_are_numbered_through_the_file_or_by_section() {
    let test = linked();
    for (numbering, expected) in [("continuous", "5/7"), ("section", "2-1/1")] {
        test.run(&["pdf", "-q", "--merge", "--numbering", numbering]).code(0);
        let text = open(&test, "tiny.pdf").extract_text(&[5]).expect("text");
        let flat: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(flat.contains(expected), "{expected} not in {text}");
    }
    test.run(&["pdf", "--numbering", "section"]).code(2);
}

#[test]
fn every_section_that_fails_is_told() {
    let test = linked();
    for name in ["01-one.md", "03-three.md"] {
        let text = std::fs::read_to_string(test.path(name)).expect("there");
        test.write(name, text + "\nA runic letter: \u{16a0}.\n");
    }
    test.run(&["pdf", "--merge", "--diagnostics", "short"]).code(1).says(str![[r#"
guide .: Tiny Guide
01-one.md:8:1: error[missing-glyph]: no font here has the character `ᚠ` (U+16A0)
03-three.md:8:1: error[missing-glyph]: no font here has the character `ᚠ` (U+16A0)
2 errors

"#]]);
    assert!(test.names("out").is_empty());
}

#[test]
fn a_merged_file_goes_where_one_file_can_and_has_the_same_bytes_again() {
    let test = linked();
    test.run(&["pdf", "-q", "--merge", "-o", "all.pdf"]).code(0);
    let first = std::fs::read(test.path("all.pdf")).expect("made");
    let again = linked();
    again.run(&["pdf", "-q", "--merge", "-o", "-"]).code(0);
    assert!(again.run(&["pdf", "-q", "--merge", "-o", "-"]).stdout == first);
    let document = Document::load_mem(&first).expect("a PDF");
    let catalog = document.catalog().expect("a catalog");
    assert_eq!(catalog.get(b"Lang").and_then(|lang| lang.as_str()).expect("a language"), b"en");
}

#[test]
fn a_file_is_fitted_to_pages_in_one_size() {
    let test = linked();
    test.run(&["pdf", "--merge", "--fit", "7"]).code(0).says(str![[r#"
guide .: Tiny Guide
pdf   out/tiny.pdf  7 pages  12.00 pt  [MS] ms
1 file in [MS] ms

"#]]);
    // More pages than the largest type needs.
    test.run(&["pdf", "--merge", "--fit", "9", "--max-size", "10"]).code(0).says(str![[r#"
guide .: Tiny Guide
warning[fit-short]: at 10 pt the file has 7 pages, fewer than the 9 asked for
 |
 = help: ask for fewer pages, or allow larger type with --max-size

1 warning
pdf   out/tiny.pdf  7 pages  10.00 pt  [MS] ms
1 file in [MS] ms

"#]]);
    let before = test.files("out");
    test.run(&["pdf", "--merge", "--fit", "4"]).code(1).says(str![[r#"
guide .: Tiny Guide
error[fit-impossible]: at 6 pt the file has 7 pages, 3 more than the 4 asked for: every section begins on a front side, behind the contents
 |
 = help: allow 7 pages, select fewer sections, or allow smaller type with --min-size

1 error

"#]]);
    assert!(before == test.files("out"), "nothing is overwritten");
}

#[test]
fn the_size_of_a_fitted_file_is_the_largest_that_does() {
    let text =
        "## Topic\n\n".to_owned() + &"A paragraph of some words that fill a line or two of a column.\n\n".repeat(250);
    let test = GuideTest::new(&[(1, "one", "One", text.as_str()), (2, "two", "Two", "## Topic\n\nText.\n")]);
    let size = |options: &[&str]| {
        let mut all = vec!["pdf", "--merge", "--json", "--no-cache"];
        all.extend(options);
        let made = test.run(&all).json();
        let artifact = &made["artifacts"][0];
        (artifact["pages"].as_u64().expect("pages"), artifact["points"].as_f64().expect("points"))
    };
    let (pages, points) = size(&["--fit", "5"]);
    assert_eq!(pages, 5);
    let larger = format!("{:.2}", points + 0.05);
    assert!(size(&["--font-size", &larger]).0 > 5, "{points} pt is not the largest");
}
