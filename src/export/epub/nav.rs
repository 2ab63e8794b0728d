//! The navigation document (EPUB 3.3, §7) and, for readers of EPUB 2, the NCX (OPF 2.0.1, §2.4.1).

use super::book::Book;
use super::page::STYLE;
use super::words::numbered;
use super::xml::Xml;
use crate::guide::{Section, plain};

/// The name of the navigation document.
pub const NAV: &str = "nav.xhtml";
/// The name of the NCX.
pub const NCX: &str = "toc.ncx";
/// The name of the title page.
pub const TITLE: &str = "title.xhtml";
/// The name of the page with the cover.
pub const COVER: &str = "cover.xhtml";

/// The topics of a section that can be listed: where they are and what they are called.
fn topics(section: &Section) -> impl Iterator<Item = (&str, String)> {
    let named = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    section
        .topics
        .iter()
        .map(move |topic| (topic.heading.id.as_str(), named(plain(&topic.heading.text))))
        .filter(|(id, text)| !id.is_empty() && !text.is_empty())
}

/// The contents as a page: sections and their topics, then the landmarks.
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
    xml.leaf("title", &[], "Contents");
    xml.empty("link", &[("rel", "stylesheet"), ("type", "text/css"), ("href", STYLE)]);
    xml.close();
    xml.open("body", &[]);
    xml.open("nav", &[("epub:type", "toc"), ("role", "doc-toc"), ("aria-labelledby", "contents_")]);
    xml.leaf("h1", &[("id", "contents_")], "Contents");
    xml.open("ol", &[]);
    for section in &book.selection.sections {
        let file = book.file(section.number).unwrap_or_default();
        xml.open("li", &[]);
        xml.leaf("a", &[("href", file)], &numbered(section));
        if topics(section).next().is_some() {
            xml.open("ol", &[]);
            for (id, text) in topics(section) {
                xml.open("li", &[]);
                xml.leaf("a", &[("href", &format!("{file}#{id}"))], &text);
                xml.close();
            }
            xml.close();
        }
        xml.close();
    }
    xml.close();
    xml.close();
    landmarks(book, &mut xml);
    xml.finish()
}

fn landmarks(book: &Book<'_>, xml: &mut Xml) {
    xml.open("nav", &[("epub:type", "landmarks"), ("aria-label", "Landmarks"), ("hidden", "hidden")]);
    xml.open("ol", &[]);
    let first = book.selection.sections.first().and_then(|section| book.file(section.number));
    let marks = [
        ("cover", Some(COVER), "Cover"),
        ("titlepage", Some(TITLE), "Title page"),
        ("toc", Some(NAV), "Contents"),
        ("bodymatter", first, "Start of the text"),
    ];
    for (kind, file, text) in marks {
        if let Some(file) = file {
            xml.open("li", &[]);
            xml.leaf("a", &[("epub:type", kind), ("href", file)], text);
            xml.close();
        }
    }
    xml.close();
    xml.close();
}

/// The contents for old readers.
pub fn ncx(book: &Book<'_>) -> Vec<u8> {
    let mut xml = Xml::new();
    let language = book.selection.guide.manifest.language.as_str();
    let root = [("xmlns", "http://www.daisy.org/z3986/2005/ncx/"), ("version", "2005-1"), ("xml:lang", language)];
    xml.open("ncx", &root);
    xml.open("head", &[]);
    xml.empty("meta", &[("name", "dtb:uid"), ("content", &book.identifier)]);
    xml.empty("meta", &[("name", "dtb:depth"), ("content", "2")]);
    xml.empty("meta", &[("name", "dtb:totalPageCount"), ("content", "0")]);
    xml.empty("meta", &[("name", "dtb:maxPageNumber"), ("content", "0")]);
    xml.close();
    xml.open("docTitle", &[]);
    xml.leaf("text", &[], &book.title);
    xml.close();
    xml.open("navMap", &[]);
    let mut order = 0;
    for section in &book.selection.sections {
        let file = book.file(section.number).unwrap_or_default();
        point(&mut xml, &mut order, &numbered(section), file);
        for (id, text) in topics(section) {
            point(&mut xml, &mut order, &text, &format!("{file}#{id}"));
            xml.close();
        }
        xml.close();
    }
    xml.finish()
}

/// Opens an entry; it may hold others.
fn point(xml: &mut Xml, order: &mut usize, text: &str, target: &str) {
    *order += 1;
    let order = order.to_string();
    xml.open("navPoint", &[("id", &format!("point-{order}")), ("playOrder", &order)]);
    xml.open("navLabel", &[]);
    xml.leaf("text", &[], text);
    xml.close();
    xml.empty("content", &[("src", target)]);
}
