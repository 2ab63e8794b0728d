//! What the engine can see: a section's text, the layout, the fonts. All of it is in memory.

use super::font::Fonts;
use super::layout::{self, Defaults, Layout};
use super::number::Numbers;
use super::text::literal;
use super::{Document, Settings, memory};
use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroU64;
use std::ops::Range;
use std::sync::OnceLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::layout::Abs;
use typst::syntax::{FileId, RootedPath, Source, Span, SyntaxNode, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontInstance, FontVariant, FontVariations};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// The fonts, and the licences that must go with them.
#[derive(rust_embed::RustEmbed)]
#[folder = "fonts/"]
struct EmbeddedFonts;

/// What all sheets share: the standard library, the embedded fonts and those that a guide brings.
#[derive(Debug)]
pub struct Engine {
    pub(super) library: LazyHash<Library>,
    pub(super) book: LazyHash<FontBook>,
    pub(super) fonts: Vec<Font>,
    /// The families that a guide brings, tried behind those that a layout names.
    families: Vec<String>,
}

impl Default for Engine {
    fn default() -> Engine {
        Engine::new(&Fonts::default())
    }
}

impl Engine {
    /// An engine with the embedded fonts and others behind them.
    pub fn new(brought: &Fonts) -> Engine {
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
        for font in &brought.faces {
            book.push(font.info().clone());
            fonts.push(font.clone());
        }
        Engine {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(book),
            fonts,
            families: brought.families.clone(),
        }
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
pub const SETTINGS: &str = "/settings.typ";
pub const EDITION: &str = "/section-edition.typ";

/// A file id, made once: the engine keeps every id for the life of the process.
pub fn id(path: &str) -> FileId {
    id_in(VirtualRoot::Project, path)
}

/// The same below a root of its own.
pub fn id_in(root: VirtualRoot, path: &str) -> FileId {
    // All names here are absolute and without `..`; an image's name is made of letters and digits.
    let path = VirtualPath::new(path).unwrap_or_else(|_| VirtualPath::new("/none").unwrap_or_else(|_| unreachable!()));
    RootedPath::new(root, path).intern()
}

/// One sheet's world.
pub struct Sheet<'e> {
    engine: &'e Engine,
    main: Source,
    edition: Source,
    layout: &'e Layout,
    sources: HashMap<FileId, (Source, &'e str)>,
    settings: Source,
    numbers: Numbers,
    files: HashMap<FileId, Bytes>,
    ranges: OnceLock<Vec<(NonZeroU64, Range<usize>)>>,
}

/// Lists the spans of a node that begins at `start`, and of all below it.
fn list(node: &SyntaxNode, start: usize, ranges: &mut Vec<(NonZeroU64, Range<usize>)>) {
    ranges.push((node.span().into_raw(), start..start + node.len()));
    let mut at = start;
    for child in node.children() {
        list(child, at, ranges);
        at += child.len();
    }
}

impl<'e> Sheet<'e> {
    pub fn new(engine: &'e Engine, document: &Document, layout: &'e Layout, settings: &Settings) -> Sheet<'e> {
        Sheet::within(VirtualRoot::Project, engine, document, layout, settings)
    }

    /// A sheet whose files stand below a root of their own, so that others can stand beside it.
    pub fn within(
        root: VirtualRoot,
        engine: &'e Engine,
        document: &Document,
        layout: &'e Layout,
        settings: &Settings,
    ) -> Sheet<'e> {
        let id = |path: &str| id_in(root.clone(), path);
        let mut files: HashMap<FileId, Bytes> =
            document.images.iter().map(|(path, bytes)| (id(path), Bytes::new(bytes.clone()))).collect();
        let mut sources = HashMap::new();
        for (i, source) in layout.sources() {
            let file = &layout.files[*i];
            let source = match root {
                VirtualRoot::Project => source.clone(),
                VirtualRoot::Package(_) => file.source(id(&file.path)),
            };
            sources.insert(source.id(), (source, file.shown.as_str()));
        }
        let others = layout.files.iter().filter(|file| !file.path.ends_with(".typ"));
        files.extend(others.map(|file| (id(&file.path), Bytes::new(file.bytes.clone()))));
        let numbers = Numbers::default();
        Sheet {
            engine,
            main: memory::source(id(MAIN), document),
            edition: Source::new(id(EDITION), edition_text(document)),
            layout,
            sources,
            settings: Source::new(id(SETTINGS), settings_text(engine, layout, settings, None, &numbers)),
            numbers,
            files,
            ranges: OnceLock::new(),
        }
    }

    /// Where a span stands in the generated text; none for what is not of it.
    ///
    /// The engine finds a span by a walk through the tree. There are thousands to be found, so all are listed once.
    pub fn text_range(&self, span: Span) -> Option<Range<usize>> {
        let ranges = self.ranges.get_or_init(|| {
            let mut ranges = Vec::new();
            list(self.main.root(), 0, &mut ranges);
            // As a rule they are in order already.
            ranges.sort_by_key(|(span, _)| *span);
            ranges
        });
        let found = ranges.binary_search_by_key(&span.into_raw(), |(span, _)| *span).ok()?;
        Some(ranges[found].1.clone())
    }

    /// What the layout says of itself.
    pub fn defaults(&self) -> &Defaults {
        &self.layout.defaults
    }

    /// A file of the layout: its name in messages, and its source.
    pub fn layout_file(&self, id: FileId) -> Option<(&'e str, &Source)> {
        self.sources.get(&id).map(|(source, shown)| (*shown, source))
    }

    /// Whether a file is of a layout that the user brought.
    pub fn is_own(&self, id: FileId) -> bool {
        self.sources.get(&id).is_some_and(|(_, shown)| !self.layout.bundled && !layout::is_bundled(shown))
    }

    /// The name of the layout's own file.
    pub fn layout_name(&self) -> &'e str {
        self.layout.files.first().map_or("", |file| file.shown.as_str())
    }

    /// Gives the settings another text.
    pub fn set_text(&mut self, settings: &str) {
        self.settings.replace(settings);
    }

    /// Changes what is printed as page numbers, with the next [`Sheet::set`].
    pub fn number(&mut self, numbers: Numbers) {
        self.numbers = numbers;
    }

    /// Changes the settings, keeping the sources of text and layout as they are.
    ///
    /// `spare` is what stays empty at the foot of the page that holds a gap: the gap's number, and points.
    pub fn set(&mut self, settings: &Settings, spare: Option<(usize, f64)>) {
        self.settings.replace(&settings_text(self.engine, self.layout, settings, spare, &self.numbers));
    }
}

/// Every file of a sheet's world by its path there, as it is before the first run.
pub fn files(engine: &Engine, document: &Document, layout: &Layout, settings: &Settings) -> BTreeMap<String, Vec<u8>> {
    let settings = settings_text(engine, layout, settings, None, &Numbers::default());
    let generated = [(MAIN, document.source.clone()), (EDITION, edition_text(document)), (SETTINGS, settings)];
    let generated = generated.map(|(path, text)| (path.to_owned(), text.into_bytes()));
    let images = document.images.iter().map(|(path, bytes)| (path.clone(), bytes.clone()));
    // Of two files of one name the layout's is the one that is read, as in the world itself.
    let layout = layout.files.iter().map(|file| (file.path.clone(), file.bytes.clone()));
    generated.into_iter().chain(images).chain(layout).collect()
}

/// The text of [`EDITION`].
fn edition_text(document: &Document) -> String {
    format!("#let edition = {}\n", literal(&document.edition))
}

/// The text of `/settings.typ`.
pub(super) fn settings_text(
    engine: &Engine,
    layout: &Layout,
    settings: &Settings,
    spare: Option<(usize, f64)>,
    numbers: &Numbers,
) -> String {
    let spare = spare.map_or("(-1, 0pt)".to_owned(), |(gap, points)| format!("({gap}, {points:.2}pt)"));
    let families: String = engine.families.iter().map(|family| literal(family) + ", ").collect();
    let defaults = &layout.defaults;
    format!(
        "#let paper = \"{}\"\n#let flipped = {}\n#let column-count = {}\n#let size = {:.2}pt\n#let spare = {spare}\n\
         #let theme = \"{}\"\n#let sides = {}mm\n#let gutter = {}mm\n#let measures = {}\n\
         #let more-fonts = ({families})\n#let numbers = {}\n",
        settings.paper.typst(),
        settings.landscape,
        settings.columns,
        settings.points(),
        settings.theme.name(),
        defaults.sides,
        defaults.gutter,
        defaults.measures,
        numbers.typst(),
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
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if let Some((source, _)) = self.sources.get(&id) {
            return Ok(source.clone());
        }
        [&self.main, &self.edition, &self.settings]
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

/// What a layout asks for and cannot have, in words: there is no file system around it.
fn missing(id: FileId) -> FileError {
    let name = id.vpath().get_without_slash();
    let message = match id.root() {
        VirtualRoot::Project => {
            format!("`{name}` is not there: a layout reaches files beside it by relative names, no others")
        }
        VirtualRoot::Package(package) => format!("`{package}` is not there: a layout cannot import packages"),
    };
    FileError::Other(Some(message.into()))
}
