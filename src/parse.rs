//! A folder of Markdown → [`Guide`].
//!
//! `manifest` reads `guide.toml`, `section` turns comrak's tree into blocks, one construct a file; `loss` finds text that
//! Markdown drops or misreads without a word.

mod callout;
mod comment;
mod fence;
mod inline;
mod levels;
mod link;
mod loss;
mod manifest;
mod reader;
mod section;
mod table;

pub use link::format as image_format;
pub(crate) use section::{Context, nested_too_deep, tree};

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::guide::{Guide, Manifest, Section};
use crate::parallel;
use crate::source::{Folder, ReadError, Sources, Span};
use std::collections::HashMap;

/// What reading a guide gave: the guide, if its manifest could be read, and everything that was noticed.
#[derive(Debug)]
pub struct Reading {
    /// The guide; sections whose file could not be read are empty. None if there is no usable manifest.
    pub guide: Option<Guide>,
    /// The files read so far, when there is no guide to hold them.
    pub sources: Sources,
    /// All diagnostics, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the guide in a folder: the manifest, then every section.
pub fn read(folder: Folder) -> Reading {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    let Some(manifest::Outline { manifest, sections: entries, .. }) =
        manifest::read(&folder, &mut sources, &mut diagnostics)
    else {
        crate::diagnostic::tidy(&mut diagnostics);
        return Reading { guide: None, sources, diagnostics };
    };
    // All files are read first, so that their numbers and the order of what is said do not hang on the threads.
    let mut files = Vec::with_capacity(entries.len());
    for entry in entries {
        let text = folder.text(&entry.file);
        let file = sources.add(folder.display(&entry.file), text.as_deref().unwrap_or(""));
        files.push((entry, file, text.err()));
    }
    let parsed = parallel::map(files, |(entry, file, error)| {
        let mut diagnostics = Vec::new();
        let section = match error {
            None => section::parse(&section::Context::new(&sources, file, &manifest), entry, &mut diagnostics),
            Some(error) => {
                diagnostics.push(unreadable(&folder, &entry, file_span(file), &error));
                section::empty(entry, file)
            }
        };
        (section, diagnostics)
    });
    let (mut sections, noticed): (Vec<Section>, Vec<Vec<Diagnostic>>) = parsed.into_iter().unzip();
    diagnostics.extend(noticed.into_iter().flatten());
    sections.sort_by_key(|section| section.number);
    let mut guide = Guide { manifest, sections, sources, folder, images: Default::default(), only: Vec::new() };
    unique_ids(&guide, &mut diagnostics);
    link::resolve(&mut guide, &mut diagnostics);
    link::load_images(&mut guide, &mut diagnostics);
    guide.manifest.lint.apply(&mut diagnostics);
    crate::diagnostic::tidy(&mut diagnostics);
    Reading { guide: Some(guide), sources: Sources::default(), diagnostics }
}

/// One section as another text would make it.
#[derive(Debug)]
pub struct Revision {
    /// The section; its links are not resolved.
    pub section: Section,
    /// The text, alone.
    pub sources: Sources,
    /// What was noticed, in no particular order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a section anew from another text than its file's.
pub fn revise(manifest: &Manifest, section: &Section, text: &str) -> Revision {
    let mut sources = Sources::default();
    let file = sources.add(section.file_name.clone(), text);
    let entry = manifest::Entry {
        number: section.number,
        id: Some(section.id.clone()),
        title: Some(section.title.clone()),
        file: section.file_name.clone(),
        topics: section.syllabus.clone(),
        topic_spans: Vec::new(),
        file_span: None,
    };
    let mut diagnostics = Vec::new();
    let section = section::parse(&section::Context::new(&sources, file, manifest), entry, &mut diagnostics);
    Revision { section, sources, diagnostics }
}

fn file_span(file: crate::source::FileId) -> Span {
    Span::new(file, 0..0)
}

fn unreadable(folder: &Folder, entry: &manifest::Entry, file: Span, error: &ReadError) -> Diagnostic {
    let path = folder.display(&entry.file);
    let (code, help): (_, String) = match error {
        ReadError::Missing => {
            let names = folder.names().unwrap_or_default();
            let near = crate::diagnostic::did_you_mean(&entry.file, names.iter().map(String::as_str));
            ("missing-file", near.unwrap_or_else(|| format!("write the file, or take section {} out", entry.number)))
        }
        ReadError::TooLarge(_) => ("file-too-large", "divide the section into several".into()),
        ReadError::NotUtf8(_) => ("not-utf8", "save the file as UTF-8".into()),
        ReadError::Outside => ("path-outside", "name a file inside the guide's folder".into()),
        ReadError::Io(_) => ("unreadable-file", "check that the file can be read".into()),
    };
    let message = format!("section {} cannot be read from `{path}`: {error}", entry.number);
    match entry.file_span {
        Some(span) => Diagnostic::error(code, span, message).help(help).label(file, ""),
        None => Diagnostic::new(code, Severity::Error, Place::File(path), message).help(help),
    }
}

/// Ids of callouts and tables are unique in the guide; aspects and things are checked where tables are read.
fn unique_ids(guide: &Guide, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for section in &guide.sections {
        for (_, block) in section.blocks() {
            let (id, span) = match block {
                crate::guide::Block::Callout(callout) => (callout.id.as_deref(), callout.span),
                crate::guide::Block::Table(table) => (table.id.as_deref(), table.span),
                _ => continue,
            };
            let Some(id) = id else { continue };
            if let Some(first) = seen.insert(id, span) {
                seen.insert(id, first);
                diagnostics.push(
                    Diagnostic::error("duplicate-id", span, format!("two things have the id `{id}`"))
                        .label(first, "the first one")
                        .help("give one of them another id: <!-- id: another-name -->"),
                );
            }
        }
    }
}

/// Whether a text may be an id: `[a-z0-9-]+`.
pub(crate) fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
