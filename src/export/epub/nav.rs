//! The navigation document (EPUB 3.3, §7).

use super::book::Book;
use super::page::STYLE;
use super::pages::anchor;
use super::words::{self, numbered};
use super::wrap;
use super::xml::Xml;
use crate::guide::{Heading, Section, plain};

/// The name of the navigation document.
pub const NAV: &str = "nav.xhtml";
/// The name of the title page.
pub const TITLE: &str = "title.xhtml";
/// The name of the page with the cover.
pub const COVER: &str = "cover.xhtml";

/// The topics of a section that can be listed: where they are and what they are called.
pub fn topics(section: &Section) -> impl Iterator<Item = (&Heading, String)> {
    let named = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    section
        .topics
        .iter()
        .map(move |topic| (&topic.heading, named(plain(&topic.heading.text))))
        .filter(|(heading, text)| !heading.id.is_empty() && !text.is_empty())
}

/// The contents as a page: sections and their topics, then the landmarks and, where they are told, the pages of the sheets.
pub fn nav(book: &Book<'_>) -> Vec<u8> {
    let language = book.selection.guide.manifest.language.as_str();
    let mut xml = Xml::new();
    xml.doctype();
    let mut root = vec![
        ("xmlns", "http://www.w3.org/1999/xhtml"),
        ("xmlns:epub", "http://www.idpf.org/2007/ops"),
        ("lang", language),
        ("xml:lang", language),
    ];
    root.extend(book.rtl.then_some(("dir", "rtl")));
    xml.open("html", &root);
    xml.open("head", &[]);
    xml.empty("meta", &[("charset", "UTF-8")]);
    xml.leaf("title", &[], words::CONTENTS);
    xml.empty("link", &[("rel", "stylesheet"), ("type", "text/css"), ("href", STYLE)]);
    xml.close();
    xml.open("body", &[]);
    xml.open("nav", &[("epub:type", "toc"), ("role", "doc-toc"), ("aria-labelledby", "contents_")]);
    xml.phrase("h1", &[("id", "contents_")], &words::own(language, words::CONTENTS));
    xml.open("ol", &[]);
    for section in &book.selection.sections {
        let file = book.file(section.number).unwrap_or_default();
        xml.open("li", &[]);
        xml.phrase("a", &[("href", file)], &wrap::text(&numbered(section)));
        if topics(section).next().is_some() {
            xml.open("ol", &[]);
            for (heading, text) in topics(section) {
                xml.open("li", &[]);
                xml.phrase("a", &[("href", &format!("{file}#{}", heading.id))], &wrap::text(&text));
                xml.close();
            }
            xml.close();
        }
        xml.close();
    }
    xml.close();
    xml.close();
    landmarks(book, &mut xml);
    if !book.pages.is_empty() {
        page_list(book, &mut xml);
    }
    xml.finish()
}

/// The pages of the sheets (§7.4.3).
fn page_list(book: &Book<'_>, xml: &mut Xml) {
    let attributes =
        [("epub:type", "page-list"), ("role", "doc-pagelist"), ("aria-label", words::PAGES), ("hidden", "hidden")];
    xml.open("nav", &attributes);
    xml.open("ol", &[]);
    for (number, pages) in &book.pages {
        let file = book.file(*number).unwrap_or_default();
        for label in &pages.labels {
            xml.open("li", &[]);
            xml.leaf("a", &[("href", &format!("{file}#{}", anchor(label)))], label);
            xml.close();
        }
    }
    xml.close();
    xml.close();
}

fn landmarks(book: &Book<'_>, xml: &mut Xml) {
    xml.open("nav", &[("epub:type", "landmarks"), ("aria-label", words::LANDMARKS), ("hidden", "hidden")]);
    xml.open("ol", &[]);
    let first = book.selection.sections.first().and_then(|section| book.file(section.number));
    let marks = [
        ("cover", Some(COVER), words::COVER),
        ("titlepage", Some(TITLE), words::TITLE_PAGE),
        ("toc", Some(NAV), words::CONTENTS),
        ("bodymatter", first, words::START),
    ];
    for (kind, file, text) in marks {
        if let Some(file) = file {
            xml.open("li", &[]);
            let mut link = vec![("epub:type", kind), ("href", file)];
            if !words::is_english(&book.selection.guide.manifest.language) {
                link.extend([("lang", "en"), ("xml:lang", "en")]);
            }
            xml.leaf("a", &link, text);
            xml.close();
        }
    }
    xml.close();
    xml.close();
}
