//! What the engine can see: a section's text, the layout, the fonts. All of it is in memory.

use super::{Document, Settings};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::layout::Abs;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontInstance, FontVariant, FontVariations};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// The fonts, and the licences that must go with them.
#[derive(rust_embed::RustEmbed)]
#[folder = "fonts/"]
struct EmbeddedFonts;

/// What all sheets share: the standard library and the embedded fonts.
#[derive(Debug)]
pub struct Engine {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Default for Engine {
    fn default() -> Engine {
        let is_font = |name: &std::borrow::Cow<'static, str>| name.ends_with(".ttf") || name.ends_with(".otf");
        let mut names: Vec<_> = EmbeddedFonts::iter().filter(is_font).collect();
        names.sort();
        let mut fonts = Vec::new();
        let mut book = FontBook::new();
        for file in names.iter().filter_map(|name| EmbeddedFonts::get(name)) {
            let bytes = match file.data {
                std::borrow::Cow::Borrowed(bytes) => Bytes::new(bytes),
                std::borrow::Cow::Owned(bytes) => Bytes::new(bytes),
            };
            for font in Font::iter(bytes) {
                book.push(font.info().clone());
                fonts.push(font);
            }
        }
        Engine { library: LazyHash::new(Library::builder().build()), book: LazyHash::new(book), fonts }
    }
}

/// One of the embedded fonts, for measuring.
pub fn face(file: &str) -> Option<FontInstance> {
    let file = EmbeddedFonts::get(file)?;
    let font = Font::new(Bytes::new(file.data.into_owned()), 0)?;
    Some(font.instantiate(FontVariant::default(), Abs::pt(8.0), &FontVariations::default()))
}

/// The file names inside a sheet's world.
pub const MAIN: &str = "/main.typ";
pub const LAYOUT: &str = "/layout.typ";
pub const SETTINGS: &str = "/settings.typ";

/// A file id, made once: the engine keeps every id for the life of the process.
pub fn id(path: &str) -> FileId {
    // All names here are absolute and without `..`; an image's name is made of letters and digits.
    let path = VirtualPath::new(path).unwrap_or_else(|_| VirtualPath::new("/none").unwrap_or_else(|_| unreachable!()));
    RootedPath::new(VirtualRoot::Project, path).intern()
}

static IDS: LazyLock<[FileId; 3]> = LazyLock::new(|| [id(MAIN), id(LAYOUT), id(SETTINGS)]);

/// One sheet's world.
pub struct Sheet<'e> {
    engine: &'e Engine,
    main: Source,
    layout: Source,
    settings: Source,
    files: HashMap<FileId, Bytes>,
}

impl<'e> Sheet<'e> {
    pub fn new(engine: &'e Engine, document: &Document, layout: &str, settings: &Settings) -> Sheet<'e> {
        let [main, layout_id, settings_id] = *IDS;
        Sheet {
            engine,
            main: Source::new(main, document.source.clone()),
            layout: Source::new(layout_id, layout.to_owned()),
            settings: Source::new(settings_id, settings_text(settings, None)),
            files: document.images.iter().map(|(path, bytes)| (id(path), Bytes::new(bytes.clone()))).collect(),
        }
    }

    /// Changes the settings, keeping the sources of text and layout as they are.
    ///
    /// `spare` is what stays empty at the foot of the page that holds a gap: the gap's number, and points.
    pub fn set(&mut self, settings: &Settings, spare: Option<(usize, f64)>) {
        self.settings.replace(&settings_text(settings, spare));
    }
}

fn settings_text(settings: &Settings, spare: Option<(usize, f64)>) -> String {
    let Settings { paper, columns, .. } = settings;
    let spare = spare.map_or("(-1, 0pt)".to_owned(), |(gap, points)| format!("({gap}, {points:.2}pt)"));
    format!(
        "#let paper = \"{}\"\n#let column-count = {columns}\n#let size = {:.2}pt\n#let spare = {spare}\n",
        paper.typst(),
        settings.points()
    )
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.engine.book
    }

    fn main(&self) -> FileId {
        IDS[0]
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.main, &self.layout, &self.settings]
            .into_iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match self.files.get(&id) {
            Some(bytes) => Ok(bytes.clone()),
            None => self.source(id).map(|source| Bytes::from_string(source.text().to_owned())),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.vpath().get_without_slash()))
}
