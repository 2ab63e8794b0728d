//! The Typst library alone: folders of sources → PDFs, as many side by side as revexport sets.

use super::Outcome;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

/// Sets the `main.typ` of each folder in `sources`, and writes a PDF of the folder's name to `target`.
pub fn run(sources: &OsStr, fonts: &OsStr, target: &OsStr) -> Outcome<()> {
    let shared = Shared::read(Path::new(fonts)).map_err(|error| format!("the fonts: {error}"))?;
    let folders = entries(Path::new(sources)).map_err(|error| format!("the sources: {error}"))?;
    let set = |folder: PathBuf| {
        let outcome = sheet(&shared, &folder).and_then(|bytes| {
            let name = folder.file_name().unwrap_or_default();
            std::fs::write(Path::new(target).join(name).with_extension("pdf"), bytes).map_err(|error| error.to_string())
        });
        // As revexport does, which keeps memory low.
        comemo::evict(0);
        outcome.map_err(|problem| format!("{}: {problem}", folder.display()))
    };
    let all = || revexport::parallel::map(folders, set).into_iter().collect();
    // The thread that helps the others has their stack.
    let thread = std::thread::Builder::new().stack_size(64 << 20);
    std::thread::scope(|scope| match thread.spawn_scoped(scope, all) {
        Ok(thread) => thread.join().unwrap_or_else(|_| Err("the engine failed".into())),
        Err(error) => Err(format!("no thread can be started: {error}")),
    })
}

fn sheet(shared: &Shared, folder: &Path) -> Outcome<Vec<u8>> {
    let world = Folder::read(shared, folder).map_err(|error| error.to_string())?;
    let document = typst::compile::<PagedDocument>(&world).output.map_err(|errors| format!("{errors:?}"))?;
    // Tagged, as ours.
    let options = PdfOptions { tagged: true, ..PdfOptions::default() };
    typst_pdf::pdf(&document, &options).map_err(|errors| format!("{errors:?}"))
}

/// What all sheets share.
struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Shared {
    fn read(folder: &Path) -> std::io::Result<Shared> {
        let mut fonts = Vec::new();
        for path in entries(folder)?.iter().filter(|path| path.extension().is_some_and(|ending| ending == "ttf")) {
            fonts.extend(Font::iter(Bytes::new(std::fs::read(path)?)));
        }
        let mut book = FontBook::new();
        fonts.iter().for_each(|font| book.push(font.info().clone()));
        Ok(Shared { library: LazyHash::new(Library::builder().build()), book: LazyHash::new(book), fonts })
    }
}

/// A folder as the engine sees it, read whole.
struct Folder<'s> {
    shared: &'s Shared,
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
}

impl<'s> Folder<'s> {
    fn read(shared: &'s Shared, folder: &Path) -> std::io::Result<Folder<'s>> {
        let id = |path: &str| match VirtualPath::new(path) {
            Ok(path) => Ok(RootedPath::new(VirtualRoot::Project, path).intern()),
            Err(_) => Err(std::io::Error::other(format!("`{path}` is no path"))),
        };
        let (mut sources, mut files) = (HashMap::new(), HashMap::new());
        let mut open = entries(folder)?;
        while let Some(path) = open.pop() {
            if path.is_dir() {
                open.extend(entries(&path)?);
                continue;
            }
            let bytes = std::fs::read(&path)?;
            let id = id(&path.strip_prefix(folder).unwrap_or(&path).to_string_lossy())?;
            match String::from_utf8(bytes) {
                Ok(text) if path.extension().is_some_and(|ending| ending == "typ") => {
                    sources.insert(id, Source::new(id, text));
                }
                Ok(text) => drop(files.insert(id, Bytes::from_string(text))),
                Err(other) => drop(files.insert(id, Bytes::new(other.into_bytes()))),
            }
        }
        Ok(Folder { shared, main: id("main.typ")?, sources, files })
    }
}

/// What is in a folder, in the order of names.
fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

impl World for Folder<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shared.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
