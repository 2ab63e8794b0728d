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

fn file(section: &Value) -> String {
    section["file"].as_str().expect("a file").replace(".md", ".xhtml")
}

fn label(section: &Value) -> String {
    format!("{}. {}", section["number"], section["title"].as_str().expect("a title"))
}

/// Contents, reading order and metadata are those of the guide; so are the headings, which the Markdown has as lines.
#[track_caller]
fn equals_the_guide(epub: &Epub, sections: &[Value]) {
    let contents = epub.toc().contents().expect("contents");
    let listed: Vec<(String, String)> =
        contents.iter().map(|entry| (entry.label().to_owned(), last(entry.href().expect("a link").as_str()))).collect();
    let expected: Vec<(String, String)> = sections.iter().map(|section| (label(section), file(section))).collect();
    assert_eq!(listed, expected, "the table of contents");
    for (entry, section) in contents.iter().zip(sections) {
        let path = format!("{}/guide/{}", env!("CARGO_MANIFEST_DIR"), section["file"].as_str().expect("a file"));
        let markdown = std::fs::read_to_string(path).expect("the section's Markdown");
        let bare = |text: &str| text.replace(['`', '*', '\\'], "");
        let headings: Vec<String> =
            markdown.lines().filter_map(|line| line.strip_prefix("## ")).map(|line| bare(cut(line))).collect();
        let topics: Vec<String> = entry.iter().map(|topic| bare(topic.label())).collect();
        assert_eq!(topics, headings, "the topics of {}", section["title"]);
    }
    let spine: Vec<String> =
        epub.spine().iter().map(|entry| last(entry.manifest_entry().expect("a page").href().as_str())).collect();
    let front = ["cover.xhtml", "title.xhtml", "nav.xhtml"].map(str::to_owned);
    assert_eq!(spine, [front.to_vec(), sections.iter().map(file).collect()].concat(), "the reading order");
    for entry in epub.spine().iter() {
        assert!(!entry.manifest_entry().expect("a page").read_str().expect("text").is_empty());
    }
}

fn last(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

/// A heading without the comment at its end.
fn cut(line: &str) -> &str {
    line.split("<!--").next().unwrap_or(line).trim()
}

#[test]
fn the_whole_guide_is_read_back_as_it_is() {
    let (epub, sections) = book(&["--page-list"]);
    equals_the_guide(&epub, &sections);
    let metadata = epub.metadata();
    let manifest: toml::Table = include_str!("../../guide/guide.toml").parse().expect("TOML");
    let said = |key: &str| manifest[key].as_str().expect("text");
    assert_eq!(metadata.title().expect("a title").value(), said("title"));
    assert_eq!(metadata.language().expect("a language").value(), said("language"));
    assert_eq!(metadata.description().expect("a description").value(), said("description"));
    assert_eq!(metadata.rights().next().expect("rights").value(), said("licence"));
    let authors: Vec<&str> = metadata.creators().map(|creator| creator.value()).collect();
    let expected: Vec<&str> =
        manifest["authors"].as_array().expect("authors").iter().filter_map(|author| author.as_str()).collect();
    assert_eq!(authors, expected);
    assert!(metadata.identifier().expect("an identifier").value().starts_with("urn:uuid:"));
    let date = manifest["date"].to_string();
    assert_eq!(metadata.published_entry().expect("a date").value(), date);
    assert_eq!(metadata.modified_entry().expect("a time").value(), format!("{date}T00:00:00Z"));
    // Two pages a sheet, which is what the guide's sections take.
    let pages: Vec<String> =
        epub.toc().page_list().expect("a page list").iter().map(|page| page.label().to_owned()).collect();
    let expected: Vec<String> =
        sections.iter().flat_map(|section| [1, 2].map(|page| format!("{}-{page}", section["number"]))).collect();
    assert_eq!(pages, expected);
    assert!(epub.toc().landmarks().is_some_and(|marks| marks.len() == 4));
    assert!(epub.manifest().cover_image().is_some());
}

#[test]
fn parts_of_the_guide_are_read_back_as_they_are() {
    for range in ["6", "2-4,17", "16-"] {
        let (epub, sections) = book(&["-s", range]);
        equals_the_guide(&epub, &sections);
        assert!(epub.toc().page_list().is_none(), "no page is told that nobody asked for");
        assert!(epub.metadata().title().expect("a title").value().starts_with("Python Quick Revision: section"));
    }
}
