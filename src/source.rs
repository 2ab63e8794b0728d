//! Source files: their text, their lines, and spans into them.
//!
//! This is the only place that reads a guide. A guide is read from a folder on disk or from the copy embedded in the
//! binary; everything above works on the text kept here.

mod font;

pub use font::{Font, fonts};

use std::fmt;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The largest section file that is read, in bytes. A larger one is refused before it is parsed.
pub const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// The largest chat export that is read, in bytes: many sections are in one text.
pub const MAX_EXPORT_BYTES: u64 = 8 * MAX_FILE_BYTES;

/// Names one file in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in one source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file the range lies in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span over `range`, in bytes.
    pub fn new(file: FileId, range: Range<usize>) -> Span {
        Span { file, start: range.start as u32, end: range.end as u32 }
    }

    /// The range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that holds both; `other` must lie in the same file.
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A place for people: 1-based line and column, the column counted in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// 1-based line.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
}

/// One file: its name as the user knows it, and its text with line ends normalised to `\n`.
#[derive(Debug)]
pub struct SourceFile {
    /// The path as it is shown in messages.
    pub path: String,
    /// The text, without byte-order mark and with `\n` line ends.
    pub text: String,
    line_starts: Vec<u32>,
}

impl SourceFile {
    fn new(path: String, text: &str) -> SourceFile {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
        let starts = text.match_indices('\n').map(|(i, _)| i as u32 + 1);
        let line_starts = std::iter::once(0).chain(starts).collect();
        SourceFile { path, text, line_starts }
    }

    /// The place of a byte offset; inside a character, the place of that character.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line_starts.partition_point(|start| *start as usize <= offset);
        let start = self.line_starts[line - 1] as usize;
        Position { line, column: self.text[start..offset].chars().count() + 1 }
    }

    /// The byte range of a 1-based line, without its line end. An empty range at the end if there is no such line.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let end_of_text = self.text.len();
        let Some(start) = line.checked_sub(1).and_then(|i| self.line_starts.get(i)) else {
            return end_of_text..end_of_text;
        };
        let end = self.line_starts.get(line).map_or(end_of_text, |next| *next as usize - 1);
        *start as usize..end.max(*start as usize)
    }

    /// The text of a 1-based line, without its line end.
    pub fn line(&self, line: usize) -> &str {
        &self.text[self.line_range(line)]
    }

    /// The byte offset of a 1-based line and a 1-based column counted in bytes.
    pub fn offset(&self, line: usize, byte_column: usize) -> usize {
        let range = self.line_range(line);
        self.text.floor_char_boundary(range.start + byte_column.saturating_sub(1))
    }
}

/// All files read for one guide.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file under the path it is shown by.
    pub fn add(&mut self, path: String, text: &str) -> FileId {
        self.files.push(SourceFile::new(path, text));
        FileId(self.files.len() as u32 - 1)
    }

    /// The file.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The text a span covers.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.range()).unwrap_or("")
    }

    /// Where a span begins.
    pub fn position(&self, span: Span) -> Position {
        self.file(span.file).position(span.start as usize)
    }
}

/// Where a guide's files come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Folder {
    /// A folder on disk.
    Disk(PathBuf),
    /// The guide inside the binary.
    Bundled,
}

/// Why a file could not be read. The message says what to do, without the path.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// The file is larger than [`MAX_FILE_BYTES`].
    #[error("the file has {0} bytes; the limit is {limit}", limit = MAX_FILE_BYTES)]
    TooLarge(u64),
    /// The file is not UTF-8; the first wrong byte is on this line.
    #[error("the file is not UTF-8: line {0} has a byte that no UTF-8 text can have")]
    NotUtf8(usize),
    /// The path leaves the guide's folder.
    #[error("the path leaves the guide's folder")]
    Outside,
    /// Anything the system reports.
    #[error("{0}")]
    Io(std::io::Error),
}

#[derive(rust_embed::RustEmbed)]
#[folder = "guide/"]
struct BundledGuide;

impl Folder {
    /// The bytes of a file of the guide; `name` is relative, with `/` between its parts.
    pub fn bytes(&self, name: &str) -> Result<Vec<u8>, ReadError> {
        if name.starts_with('/') || name.split(['/', '\\']).any(|part| part == "..") || Path::new(name).is_absolute() {
            return Err(ReadError::Outside);
        }
        match self {
            Folder::Bundled => BundledGuide::get(name).map(|file| file.data.into_owned()).ok_or(ReadError::Missing),
            Folder::Disk(root) => read_limited(&root.join(name), 256 * MAX_FILE_BYTES),
        }
    }

    /// The text of a file of the guide.
    pub fn text(&self, name: &str) -> Result<String, ReadError> {
        let bytes = match self {
            Folder::Bundled => self.bytes(name)?,
            Folder::Disk(root) => {
                self.exists(name)?;
                read_limited(&root.join(name), MAX_FILE_BYTES)?
            }
        };
        decode(bytes)
    }

    fn exists(&self, name: &str) -> Result<(), ReadError> {
        if name.split(['/', '\\']).any(|part| part == "..") || Path::new(name).is_absolute() {
            return Err(ReadError::Outside);
        }
        Ok(())
    }

    /// The names of the files directly in the folder, sorted.
    pub fn names(&self) -> Result<Vec<String>, ReadError> {
        let mut names: Vec<String> = match self {
            Folder::Bundled => {
                BundledGuide::iter().filter(|name| !name.contains('/')).map(|name| name.into_owned()).collect()
            }
            Folder::Disk(root) => {
                let entries = std::fs::read_dir(root).map_err(from_io)?;
                entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect()
            }
        };
        names.sort();
        Ok(names)
    }

    /// The names of the files directly in a folder of the guide, sorted, without hidden ones; none if there is no such
    /// folder.
    pub fn names_in(&self, below: &str) -> Result<Vec<String>, ReadError> {
        let mut names: Vec<String> = match self {
            Folder::Bundled => BundledGuide::iter()
                .filter_map(|name| name.strip_prefix(below)?.strip_prefix('/').map(str::to_owned))
                .filter(|name| !name.contains('/'))
                .collect(),
            Folder::Disk(root) => match std::fs::read_dir(root.join(below)).map_err(from_io) {
                Ok(entries) => {
                    entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
                }
                Err(ReadError::Missing) => Vec::new(),
                Err(error) => return Err(error),
            },
        };
        names.retain(|name| !name.starts_with('.'));
        names.sort();
        Ok(names)
    }

    /// How a file of the guide is named in messages.
    pub fn display(&self, name: &str) -> String {
        match self {
            Folder::Bundled => format!(":bundled/{name}"),
            Folder::Disk(root) => {
                let root = root.strip_prefix(".").unwrap_or(root);
                root.join(name).display().to_string()
            }
        }
    }
}

impl fmt::Display for Folder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Folder::Bundled => f.write_str(":bundled"),
            Folder::Disk(root) => write!(f, "{}", root.display()),
        }
    }
}

/// The text of a file outside any guide.
///
/// # Errors
///
/// As for a file of a guide: missing, too large, not UTF-8.
pub fn read_text(path: &Path) -> Result<String, ReadError> {
    decode(read_limited(path, MAX_FILE_BYTES)?)
}

/// The text of a chat export: of a file, or of standard input where none is named.
///
/// # Errors
///
/// As for a file of a guide; the limit is [`MAX_EXPORT_BYTES`].
pub fn read_export(path: Option<&Path>) -> Result<String, ReadError> {
    decode(match path {
        Some(path) => read_limited(path, MAX_EXPORT_BYTES)?,
        None => take(std::io::stdin().lock(), 0, MAX_EXPORT_BYTES)?,
    })
}

fn decode(bytes: Vec<u8>) -> Result<String, ReadError> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        ReadError::NotUtf8(error.as_bytes()[..valid].iter().filter(|b| **b == b'\n').count() + 1)
    })
}

fn from_io(error: std::io::Error) -> ReadError {
    match error.kind() {
        std::io::ErrorKind::NotFound => ReadError::Missing,
        _ => ReadError::Io(error),
    }
}

fn read_limited(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    let file = std::fs::File::open(path).map_err(from_io)?;
    let metadata = file.metadata().map_err(from_io)?;
    if metadata.is_dir() {
        return Err(ReadError::Io(std::io::Error::other("it is a folder, not a file")));
    }
    if metadata.len() > limit {
        return Err(ReadError::TooLarge(metadata.len()));
    }
    take(file, metadata.len(), limit)
}

/// Reads up to a limit; `expected` is how much there seems to be.
fn take(reader: impl Read, expected: u64, limit: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::with_capacity(expected as usize);
    reader.take(limit + 1).read_to_end(&mut bytes).map_err(from_io)?;
    if bytes.len() as u64 > limit {
        return Err(ReadError::TooLarge(bytes.len() as u64));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_lines_from_one() {
        let file = SourceFile::new("a.md".into(), "\u{feff}é x\r\ny\rz");
        assert_eq!(file.text, "é x\ny\nz");
        assert_eq!(file.position(3), Position { line: 1, column: 3 });
        assert_eq!(file.position(5), Position { line: 2, column: 1 });
        assert_eq!(file.position(1), Position { line: 1, column: 1 }, "inside é");
        assert_eq!(file.position(99), Position { line: 3, column: 2 });
        assert_eq!(file.line(2), "y");
        assert_eq!(file.line(9), "");
        assert_eq!(file.offset(1, 2), 0, "never inside a character");
    }

    #[test]
    fn a_name_never_leaves_the_folder() {
        let folder = Folder::Disk(PathBuf::from("."));
        assert!(matches!(folder.text("../Cargo.toml"), Err(ReadError::Outside)));
        assert!(matches!(folder.bytes("/etc/hostname"), Err(ReadError::Outside)));
    }
}
