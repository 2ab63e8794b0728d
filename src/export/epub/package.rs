//! The package document (EPUB 3.3, §5): what the book is, what is in it, and in which order.

use super::accessibility::{Found, claims, standard};
use super::book::Book;
use super::pages::source;
use super::xml::Xml;

/// A file of the book.
pub struct Resource {
    /// Its id in the manifest.
    pub id: String,
    /// Its name below the package's folder.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What the manifest says about it: `nav`, `mathml`.
    pub properties: &'static str,
    /// Whether it is a page of the reading order.
    pub page: bool,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The package document for a book's files, in the order of its pages.
pub fn package(book: &Book<'_>, files: &[Resource], found: Found) -> Vec<u8> {
    let language = book.selection.guide.manifest.language.as_str();
    let mut xml = Xml::new();
    let mut root = vec![
        ("xmlns", "http://www.idpf.org/2007/opf"),
        ("version", "3.0"),
        ("unique-identifier", "book-id"),
        ("xml:lang", language),
    ];
    root.extend(book.rtl.then_some(("dir", "rtl")));
    xml.open("package", &root);
    metadata(book, files, found, &mut xml);
    xml.open("manifest", &[]);
    for file in files {
        let mut item = vec![("id", file.id.as_str()), ("href", &file.name), ("media-type", file.media_type)];
        item.extend((!file.properties.is_empty()).then_some(("properties", file.properties)));
        xml.empty("item", &item);
    }
    xml.close();
    let mut spine = vec![("toc", "ncx")];
    spine.extend(book.rtl.then_some(("page-progression-direction", "rtl")));
    xml.open("spine", &spine);
    for file in files.iter().filter(|file| file.page) {
        xml.empty("itemref", &[("idref", &file.id)]);
    }
    xml.finish()
}

fn metadata(book: &Book<'_>, files: &[Resource], found: Found, xml: &mut Xml) {
    let manifest = &book.selection.guide.manifest;
    let date = manifest.date.to_string();
    xml.open("metadata", &[("xmlns:dc", "http://purl.org/dc/elements/1.1/")]);
    xml.leaf("dc:identifier", &[("id", "book-id")], &book.identifier);
    xml.leaf("dc:title", &[], &book.title);
    xml.leaf("dc:language", &[], &manifest.language);
    let authors = manifest.authors.iter().map(|author| author.trim()).filter(|author| !author.is_empty());
    for (i, author) in authors.enumerate() {
        let id = format!("author-{}", i + 1);
        xml.leaf("dc:creator", &[("id", &id)], author);
        let role = [("refines", &*format!("#{id}")), ("property", "role"), ("scheme", "marc:relators")];
        xml.leaf("meta", &role, "aut");
    }
    xml.leaf("dc:date", &[], &date);
    for (name, text) in [("dc:description", &manifest.description), ("dc:rights", &manifest.licence)] {
        if let Some(text) = text.as_deref().filter(|text| !text.trim().is_empty()) {
            xml.leaf(name, &[], text);
        }
    }
    if let Some(edition) = manifest.version.as_deref().filter(|edition| !edition.trim().is_empty()) {
        xml.leaf("meta", &[("property", "schema:bookEdition")], edition);
    }
    xml.leaf("meta", &[("property", "dcterms:modified")], &format!("{date}T00:00:00Z"));
    for (property, value) in claims(book, found) {
        xml.leaf("meta", &[("property", property)], &value);
    }
    if let Some(source) = source(book) {
        xml.leaf("dc:source", &[("id", "pages")], &source);
        xml.leaf("meta", &[("refines", "#pages"), ("property", "source-of")], "pagination");
        xml.leaf("meta", &[("property", "pageBreakSource")], &source);
    }
    if let Some(standard) = standard(book) {
        xml.leaf("meta", &[("property", "dcterms:conformsTo"), ("id", "standard")], standard);
        // The claim is derived while the book is made, so what made it answers for it.
        xml.leaf("meta", &[("property", "a11y:certifiedBy"), ("refines", "#standard")], "revexport");
    }
    if let Some(cover) = files.iter().find(|file| file.properties == "cover-image") {
        xml.empty("meta", &[("name", "cover"), ("content", &cover.id)]);
    }
    xml.close();
}
