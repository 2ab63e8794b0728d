//! The pages of the sheets, told in a book.

use crate::guide_test::GuideTest;
use std::io::{Cursor, Read};

fn unpacked(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip archive");
    archive.by_name(name).expect("the file").read_to_string(&mut text).expect("text");
    text
}

/// A section whose sheet has more than two pages: numbered paragraphs, a table, code.
fn long() -> GuideTest {
    let mut text = String::from("## Topic\n\n");
    for i in 0..220 {
        text += &format!(
            "Paragraph p{i} of so many words that it takes some lines of its column and goes on to its end.\n\n"
        );
        if i % 20 == 7 {
            text += &format!(
                "```python\nx{i} = 1\ny{i} = 2\nz{i} = 3\n```\n\n| A{i} | B |\n| --- | --- |\n| c{i} | d |\n\n"
            );
        }
    }
    GuideTest::new(&[(1, "one", "One", &text), (2, "two", "Two", "## Short\n\nText.\n")])
}

#[test]
fn every_page_begins_once_and_in_its_order() {
    let test = long();
    let run = test.run(&["epub", "-q", "--page-list", "-o", "-"]);
    let book = &run.code(0).stdout;
    let pdf = test.run(&["pdf", "-q", "--json"]).code(0).json();
    let pages: Vec<u64> = pdf["artifacts"]
        .as_array()
        .expect("sheets")
        .iter()
        .map(|sheet| sheet["pages"].as_u64().expect("pages"))
        .collect();
    assert!(pages[0] > 2 && pages[1] == 1, "{pages:?}");
    let labels = |number: usize| (1..=pages[number - 1]).map(move |page| format!("{number}-{page}"));
    let expected: Vec<String> = labels(1).chain(labels(2)).collect();
    let marks = |text: &str, before: &str, behind: char| -> Vec<String> {
        text.split(before).skip(1).map(|rest| rest.split(behind).next().unwrap_or_default().to_owned()).collect()
    };
    let one = unpacked(book, "EPUB/01-one.xhtml");
    let two = unpacked(book, "EPUB/02-two.xhtml");
    let mark = "role=\"doc-pagebreak\" id=\"page_";
    assert_eq!([marks(&one, mark, '"'), marks(&two, mark, '"')].concat(), expected);
    let nav = unpacked(book, "EPUB/nav.xhtml");
    assert_eq!(marks(&nav, ".xhtml#page_", '"'), expected);
    assert!(nav.contains("<nav epub:type=\"page-list\" role=\"doc-pagelist\" aria-label=\"Pages\" hidden=\"hidden\">"));
    let ncx = unpacked(book, "EPUB/toc.ncx");
    assert_eq!(marks(&ncx, ".xhtml#page_", '"'), expected);
    assert!(ncx.contains(&format!("name=\"dtb:totalPageCount\" content=\"{}\"", expected.len())), "{ncx}");
    let orders: Vec<usize> = marks(&ncx, "playOrder=\"", '"').iter().map(|n| n.parse().expect("a number")).collect();
    let mut sorted = orders.clone();
    sorted.sort_unstable();
    assert!(sorted.iter().copied().eq(1..=orders.len()), "{orders:?}");
    let package = unpacked(book, "EPUB/package.opf");
    for part in [
        "accessibilityFeature\">pageBreakMarkers<",
        "accessibilityFeature\">pageNavigation<",
        "<meta property=\"pageBreakSource\">Tiny Guide, PDF sheets, A4. Edition 1 · 2026-01-02</meta>",
    ] {
        assert!(package.contains(part), "{part}: {package}");
    }
}

#[test]
fn without_the_option_no_page_is_told() {
    let test = GuideTest::one("Text.\n");
    let run = test.run(&["epub", "-q", "-o", "-"]);
    let book = &run.code(0).stdout;
    for name in ["EPUB/01-one.xhtml", "EPUB/nav.xhtml", "EPUB/toc.ncx", "EPUB/package.opf"] {
        let text = unpacked(book, name);
        assert!(!text.contains("page-list") && !text.contains("agebreak") && !text.contains("ageBreak"), "{text}");
    }
    // A character no font has stops the sheets, and a book only if it tells their pages.
    let test = GuideTest::one("漢字\n");
    test.run(&["epub", "-q", "-o", "-"]).code(0);
    let run = test.run(&["epub", "-q", "--page-list"]);
    assert!(run.code(1).stderr.contains("error[missing-glyph]"), "{}", run.stderr);
    assert!(test.names("out").is_empty());
}

#[test]
fn the_pages_are_those_of_the_sheets_made_beside_the_book() {
    let test = long();
    test.run(&["all", "-q", "--page-list", "--font-size", "12", "--paper", "letter", "-o", "out/"]).code(0);
    let book = &test.files("out")["tiny.epub"];
    let pdf = test.run(&["pdf", "-q", "--json", "--font-size", "12", "--paper", "letter"]).code(0).json();
    let pages = pdf["artifacts"][0]["pages"].as_u64().expect("pages") as usize;
    assert_eq!(unpacked(book, "EPUB/01-one.xhtml").matches("doc-pagebreak").count(), pages);
    assert!(unpacked(book, "EPUB/package.opf").contains("PDF sheets, Letter."));
}
