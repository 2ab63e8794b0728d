//! Finished files: made in memory, written whole or not at all. This is the only place that writes, and that makes files to
//! write in.

use serde::{Deserialize, Serialize};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

/// A finished file.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// What it is.
    pub kind: Kind,
    /// Its name, without a folder.
    pub name: String,
    /// The numbers of the sections in it.
    pub sections: Vec<u32>,
    /// What there is to say about it: `2 pages`, `7.90 pt`, `48 cards`.
    pub facts: Vec<Fact>,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// How long it took to make, in milliseconds.
    pub milliseconds: u64,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A PDF.
    Pdf,
    /// An Anki package.
    Anki,
    /// An EPUB.
    Epub,
    /// Cards on sheets of paper, a PDF.
    Cards,
}

impl Kind {
    /// The command that makes it: `pdf`, `anki`, `epub`, `cards`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Pdf => "pdf",
            Kind::Anki => "anki",
            Kind::Epub => "epub",
            Kind::Cards => "cards",
        }
    }
}

/// One thing to say about a file.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fact {
    /// Pages of a PDF.
    Pages(usize),
    /// The size of the body type, in points.
    #[serde(rename = "points", with = "exact")]
    Size(f64),
    /// Cards of a deck.
    Cards(usize),
    /// Notes of a deck.
    Notes(usize),
    /// How often the typesetting engine ran for it; told in JSON only.
    Runs(usize),
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was written.
    Written,
    /// It was there already, byte for byte, and was not touched.
    Unchanged,
}

/// Why files could not be written; nothing was changed.
#[derive(Debug, thiserror::Error)]
#[error("cannot write `{path}`: {error}", path = path.display())]
pub struct WriteError {
    /// The file or folder.
    pub path: PathBuf,
    /// What the system said.
    pub error: std::io::Error,
}

/// Temporary files that exist at the moment, so that an interrupted run can take them away. While it is locked, a run is
/// renaming them and must not be interrupted.
static TEMPORARY: LazyLock<Mutex<Vec<PathBuf>>> = LazyLock::new(Mutex::default);

/// Takes the temporary files of this process away. For the handler of an interrupt, right before it ends the process:
/// it waits for renames under way, so that the files of a command are all old or all new.
pub fn clean_up() -> impl Drop {
    let mut paths = TEMPORARY.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    for path in paths.drain(..) {
        let _ = std::fs::remove_file(path);
    }
    paths
}

/// Writes all files, or none: each is written and synced beside its target, then all are renamed; a rename that fails
/// takes those before it back. A file whose bytes are there already is left alone.
///
/// Folders that are missing are made.
pub fn write_all(files: &[(PathBuf, &[u8])]) -> Result<Vec<Outcome>, WriteError> {
    let mut outcomes = Vec::with_capacity(files.len());
    let mut staged: Vec<(tempfile::TempPath, &Path)> = Vec::new();
    let result = files.iter().try_for_each(|(path, bytes)| {
        let unchanged = is_same(path, bytes);
        outcomes.push(if unchanged { Outcome::Unchanged } else { Outcome::Written });
        if !unchanged {
            staged.push((stage(path, bytes)?, path));
        }
        Ok(())
    });
    let result = result.and_then(|()| commit(staged));
    TEMPORARY.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clear();
    result.map(|()| outcomes)
}

fn is_same(path: &Path, bytes: &[u8]) -> bool {
    is_file_of(path, bytes.len() as u64) && std::fs::File::open(path).is_ok_and(|file| holds(file, bytes))
}

/// Whether a file holds these bytes and no more; a piece at a time, as files may be large.
fn holds(mut file: impl Read, mut bytes: &[u8]) -> bool {
    let mut piece = vec![0; 64 << 10];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return bytes.is_empty(),
            Ok(length) => match bytes.strip_prefix(&piece[..length]) {
                Some(rest) => bytes = rest,
                None => return false,
            },
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return false,
        }
    }
}

fn is_file_of(path: &Path, length: u64) -> bool {
    std::fs::metadata(path).is_ok_and(|data| data.is_file() && data.len() == length)
}

/// The bytes of a finished file, if it is still there with this length and this SHA-256.
pub fn read_back(path: &Path, length: u64, hash: &str) -> Option<Vec<u8>> {
    let bytes = is_file_of(path, length).then(|| std::fs::read(path).ok()).flatten()?;
    (sha256(&bytes) == hash).then_some(bytes)
}

/// A file for what is too large to be made in memory: it is gone when it is dropped, and when the run is interrupted.
pub fn scratch() -> std::io::Result<tempfile::NamedTempFile> {
    let file = tempfile::Builder::new().prefix("revexport-").suffix(".tmp").tempfile()?;
    TEMPORARY.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(file.path().to_owned());
    Ok(file)
}

/// Writes a temporary file beside the target.
fn stage(path: &Path, bytes: &[u8]) -> Result<tempfile::TempPath, WriteError> {
    let fail = |at: &Path, error| WriteError { path: at.to_owned(), error };
    if path.is_dir() {
        return Err(fail(path, std::io::Error::other("it is a folder")));
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder).map_err(|error| fail(folder, error))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".revexport-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: the umask takes its share away.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(|error| fail(folder, error))?;
    TEMPORARY.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(file.path().to_owned());
    // A file that takes another's place is for the same people.
    let permissions = std::fs::metadata(path).map(|data| data.permissions());
    let written = file
        .write_all(bytes)
        .and_then(|()| permissions.map_or(Ok(()), |permissions| file.as_file().set_permissions(permissions)))
        .and_then(|()| file.as_file().sync_all());
    written.map_err(|error| fail(path, error))?;
    Ok(file.into_temp_path())
}

/// Renames all staged files to their targets. Targets that exist are kept aside until all renames are done.
fn commit(staged: Vec<(tempfile::TempPath, &Path)>) -> Result<(), WriteError> {
    let guard = TEMPORARY.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut done: Vec<(&Path, Option<PathBuf>, bool)> = Vec::new();
    let mut result = Ok(());
    for (temporary, target) in staged {
        // A second name for the old file, so that it can come back; where the file system has no links, a copy.
        let backup = temporary.with_extension("old");
        let kept = match target.exists() {
            true => std::fs::hard_link(target, &backup)
                .or_else(|_| std::fs::copy(target, &backup).map(drop))
                .map(|()| Some(backup)),
            false => Ok(None),
        };
        let renamed = kept.and_then(|kept| {
            let renamed = temporary.persist(target).map_err(|error| error.error);
            done.push((target, kept, renamed.is_ok()));
            renamed
        });
        if let Err(error) = renamed {
            result = Err(WriteError { path: target.to_owned(), error });
            break;
        }
    }
    let failed = result.is_err();
    for (target, backup, renamed) in done {
        match backup {
            Some(backup) if failed && renamed => {
                let _ = std::fs::rename(backup, target);
            }
            Some(backup) => {
                let _ = std::fs::remove_file(backup);
            }
            None if failed && renamed => {
                let _ = std::fs::remove_file(target);
            }
            None => {}
        }
    }
    drop(guard);
    result
}

/// The SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    hex(&sha2::Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from(b"0123456789abcdef"[usize::from(n)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// A number in JSON as text: what is read back is the same to the last bit.
mod exact {
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub fn serialize<S: Serializer>(number: &f64, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(number)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<f64, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_bytes_are_not_touched_and_failures_change_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b, c) = (folder.path().join("x/a"), folder.path().join("x/b"), folder.path().join("x/c"));
        let first = write_all(&[(a.clone(), b"1"), (b.clone(), b"2")]).unwrap();
        assert_eq!(first, [Outcome::Written, Outcome::Written]);
        let second = write_all(&[(a.clone(), b"1"), (b.clone(), b"3")]).unwrap();
        assert_eq!(second, [Outcome::Unchanged, Outcome::Written]);
        std::fs::create_dir(&c).unwrap();
        assert!(write_all(&[(a.clone(), b"new"), (c.clone(), b"4")]).is_err());
        assert_eq!(std::fs::read(&a).unwrap(), b"1");
        let names: Vec<_> =
            std::fs::read_dir(folder.path().join("x")).unwrap().flatten().map(|e| e.file_name()).collect();
        assert_eq!(names.len(), 3, "no temporary file is left: {names:?}");
    }

    #[test]
    fn a_rename_that_fails_takes_the_others_back() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        std::fs::write(&a, "old").unwrap();
        let staged_a = stage(&a, b"new").unwrap();
        let staged_b = stage(&b, b"new").unwrap();
        std::fs::create_dir(&b).unwrap();
        std::fs::write(b.join("full"), "").unwrap();
        assert!(commit(vec![(staged_a, &a), (staged_b, &b)]).is_err());
        assert_eq!(std::fs::read(&a).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
