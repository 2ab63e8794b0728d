//! One EPUB 3.3 publication for a selection: a cover, a title page, the contents, and a page for each section.

mod accessibility;
mod book;
mod chapter;
mod code;
mod container;
mod cover;
mod formula;
mod identity;
mod image;
mod inline;
mod math;
mod measure;
mod nav;
mod ncx;
mod package;
mod page;
mod pages;
pub mod style;
mod svg;
mod table;
mod width;
mod words;
mod wrap;
mod xml;

use super::{Export, Exporter};
use crate::artifact::{Artifact, Kind};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::guide::direction;
use crate::selection::Selection;
use crate::source::FileId;
use crate::typeset::Sheets;
use accessibility::Found;
use book::Book;
use package::Resource;
use std::time::Instant;

/// The bundled style sheet.
const STYLE: &str = include_str!("../../layouts/epub/style.css");

const XHTML: &str = "application/xhtml+xml";

/// Makes a book of a selection.
#[derive(Clone, Debug, Default)]
pub struct Epub {
    /// The sheets whose page numbers the book tells, as they are made; none if it tells none. Only then is the typesetter
    /// run.
    pub pages: Option<Sheets>,
    /// The guide's own style sheet, among its sources; none for the bundled one.
    pub style: Option<FileId>,
}

impl Exporter for Epub {
    fn export(&self, selection: &Selection<'_>) -> Result<Export, Vec<Diagnostic>> {
        let started = Instant::now();
        let mut diagnostics = Vec::new();
        let mut book = Book::new(selection, &mut diagnostics);
        if let Some(sheets) = &self.pages {
            book.pages = pages::pages(selection, sheets, &mut diagnostics);
        }
        let mut found = Found::default();
        let style = self.style.map_or(STYLE, |file| &selection.guide.sources.file(file).text);
        let files = resources(&book, style, &mut found, &mut diagnostics);
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Err(diagnostics);
        }
        let package = package::package(&book, &files, found);
        let packed: Vec<(&str, &[u8])> = files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())).collect();
        let bytes = container::pack(&package, &packed).map_err(|error| {
            let message = format!("the book cannot be packed: {error}");
            vec![Diagnostic::new("unpackable-book", Severity::Error, Place::Nowhere, message)]
        })?;
        let artifact = Artifact {
            kind: Kind::Epub,
            name: format!("{}.epub", selection.stem()),
            sections: selection.sections.iter().map(|section| section.number).collect(),
            facts: Vec::new(),
            bytes,
            milliseconds: started.elapsed().as_millis() as u64,
        };
        Ok(Export { artifacts: vec![artifact], diagnostics, ..Export::default() })
    }
}

/// The files of a book: its pages in reading order, then what they need.
fn resources(book: &Book<'_>, style: &str, found: &mut Found, diagnostics: &mut Vec<Diagnostic>) -> Vec<Resource> {
    let page = |id: &str, name: &str, properties, bytes| Resource {
        id: id.into(),
        name: name.into(),
        media_type: XHTML,
        properties,
        page: true,
        bytes,
    };
    let mut files = vec![
        page("cover", nav::COVER, "", page::cover(book).into_bytes()),
        page("title", nav::TITLE, "", page::title(book).into_bytes()),
        page("nav", nav::NAV, "nav", nav::nav(book)),
    ];
    for section in &book.selection.sections {
        let chapter = chapter::chapter(book, section);
        found.mathml |= chapter.mathml;
        diagnostics.extend(chapter.diagnostics);
        let properties = if chapter.mathml { "mathml" } else { "" };
        let name = book.file(section.number).unwrap_or_default();
        files.push(page(&format!("section-{}", section.number), name, properties, chapter.xhtml.into_bytes()));
    }
    let other = |id: &str, name: &str, media_type, properties, bytes| Resource {
        id: id.into(),
        name: name.into(),
        media_type,
        properties,
        page: false,
        bytes,
    };
    files.push(other("ncx", ncx::NCX, "application/x-dtbncx+xml", "", ncx::ncx(book)));
    files.push(other("style", page::STYLE, "text/css", "", style.as_bytes().to_vec()));
    files.push(other("cover-image", cover::NAME, svg::MEDIA_TYPE, "cover-image", cover::cover(book)));
    for (i, picture) in book.images.files().into_iter().enumerate() {
        let id = format!("image-{}", i + 1);
        files.push(other(&id, &picture.name, picture.media_type, "", picture.bytes.clone()));
    }
    files
}
