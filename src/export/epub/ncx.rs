//! The contents for readers of EPUB 2: the NCX (OPF 2.0.1, §2.4.1; ANSI/NISO Z39.86-2005, §8).

use super::book::Book;
use super::nav::topics;
use super::pages::anchor;
use super::words::numbered;
use super::xml::Xml;

/// The name of the NCX.
pub const NCX: &str = "toc.ncx";

/// An entry: its place in the order of all, its text, and where it leads.
struct Entry {
    order: usize,
    text: String,
    target: String,
}

/// A section, its topics, and the pages of its sheet.
struct Part {
    section: Entry,
    topics: Vec<Entry>,
    pages: Vec<Entry>,
}

/// The document.
pub fn ncx(book: &Book<'_>) -> Vec<u8> {
    let mut xml = Xml::new();
    let language = book.selection.guide.manifest.language.as_str();
    let parts = parts(book);
    let pages = parts.iter().map(|part| part.pages.len()).sum::<usize>().to_string();
    let root = [("xmlns", "http://www.daisy.org/z3986/2005/ncx/"), ("version", "2005-1"), ("xml:lang", language)];
    xml.open("ncx", &root);
    xml.open("head", &[]);
    xml.empty("meta", &[("name", "dtb:uid"), ("content", &book.identifier)]);
    xml.empty("meta", &[("name", "dtb:depth"), ("content", "2")]);
    xml.empty("meta", &[("name", "dtb:totalPageCount"), ("content", &pages)]);
    // No page of a sheet has a number that is only digits.
    xml.empty("meta", &[("name", "dtb:maxPageNumber"), ("content", "0")]);
    xml.close();
    xml.open("docTitle", &[]);
    xml.leaf("text", &[], &book.title);
    xml.close();
    xml.open("navMap", &[]);
    for part in &parts {
        open(&mut xml, "navPoint", &[], &part.section);
        for topic in &part.topics {
            open(&mut xml, "navPoint", &[], topic);
            xml.close();
        }
        xml.close();
    }
    xml.close();
    if pages != "0" {
        xml.open("pageList", &[]);
        for page in parts.iter().flat_map(|part| &part.pages) {
            open(&mut xml, "pageTarget", &[("type", "special")], page);
            xml.close();
        }
        xml.close();
    }
    xml.finish()
}

/// Everything that is listed, numbered in the order of the text.
fn parts(book: &Book<'_>) -> Vec<Part> {
    let mut order = 0;
    let mut entry = |text: String, target: String| {
        order += 1;
        Entry { order, text, target }
    };
    let mut parts = Vec::new();
    for section in &book.selection.sections {
        let file = book.file(section.number).unwrap_or_default();
        let section_entry = entry(numbered(section), file.to_owned());
        let mut part = Part { section: section_entry, topics: Vec::new(), pages: Vec::new() };
        let mut pages = book.pages.get(&section.number).into_iter().flat_map(|pages| pages.placed()).peekable();
        for (heading, text) in topics(section) {
            while let Some((_, label)) = pages.next_if(|(at, _)| *at <= heading.span.start) {
                part.pages.push(entry(label.to_owned(), format!("{file}#{}", anchor(label))));
            }
            part.topics.push(entry(text, format!("{file}#{}", heading.id)));
        }
        for (_, label) in pages {
            part.pages.push(entry(label.to_owned(), format!("{file}#{}", anchor(label))));
        }
        parts.push(part);
    }
    parts
}

/// Opens an entry; it may hold others.
fn open(xml: &mut Xml, name: &'static str, attributes: &[(&str, &str)], entry: &Entry) {
    let order = entry.order.to_string();
    let id = format!("point-{order}");
    xml.open(name, &[attributes, &[("id", &id), ("playOrder", &order)]].concat());
    xml.open("navLabel", &[]);
    xml.leaf("text", &[], &entry.text);
    xml.close();
    xml.empty("content", &[("src", &entry.target)]);
}
