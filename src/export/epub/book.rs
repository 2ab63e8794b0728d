//! What the parts of a book need to know about the whole.

use super::direction::is_rtl;
use super::identity::identifier;
use super::image::Images;
use super::pages::Pages;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::guide::{Section, excerpt};
use crate::selection::Selection;
use std::collections::BTreeMap;

/// A book to be made.
pub struct Book<'g> {
    /// The sections in it.
    pub selection: &'g Selection<'g>,
    /// The guide's title, with the sections if they are not all.
    pub title: String,
    /// `sections 6–9`, unless it is the whole guide.
    pub part: Option<String>,
    /// The unique identifier.
    pub identifier: String,
    /// Whether the guide's language is written from right to left.
    pub rtl: bool,
    /// The images.
    pub images: Images,
    /// The pages of the sheets, by section; empty if they are not asked for.
    pub pages: BTreeMap<u32, Pages>,
    files: BTreeMap<u32, String>,
}

impl<'g> Book<'g> {
    /// The book of a selection; images that cannot be in it are reported.
    pub fn new(selection: &'g Selection<'g>, diagnostics: &mut Vec<Diagnostic>) -> Book<'g> {
        let manifest = &selection.guide.manifest;
        let range = (!selection.whole).then(|| selection.canonical());
        let part = range.as_deref().map(words::range);
        Book {
            selection,
            title: part.as_ref().map_or(manifest.title.clone(), |part| format!("{}: {part}", manifest.title)),
            part,
            identifier: identifier(&manifest.id, range.as_deref(), &excerpt::suffix(&selection.guide.only)),
            rtl: is_rtl(&manifest.language),
            images: Images::of(selection, diagnostics),
            pages: BTreeMap::new(),
            files: selection.sections.iter().map(|section| (section.number, file(section))).collect(),
        }
    }

    /// The file of a section; none if it is not in this book.
    pub fn file(&self, section: u32) -> Option<&str> {
        self.files.get(&section).map(String::as_str)
    }
}

/// `06-object-oriented-programming.xhtml`. Only ASCII, which every reader unpacks, and of bearable length.
fn file(section: &Section) -> String {
    let name = [section.slug(), section.id.clone()].into_iter().find(|name| name.is_ascii());
    let mut name = name.unwrap_or_else(|| "section".into());
    if name.len() > 80 {
        let cut = name[..80].rfind('-').unwrap_or(80);
        name.truncate(cut);
    }
    format!("{:02}-{name}.xhtml", section.number)
}
