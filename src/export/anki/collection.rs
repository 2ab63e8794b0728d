//! The SQLite file that a collection is: made in memory, or, if it is large, in a file for the time.

use crate::artifact;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::io::{BufReader, Read};
use tempfile::NamedTempFile;

/// From how many notes on a collection is large: each takes about two kilobytes.
const LARGE: usize = 4096;

/// A collection in the making.
pub struct Collection {
    connection: Connection,
    /// Where it lies, if not in memory.
    file: Option<NamedTempFile>,
}

/// Why no package could be made.
#[derive(Debug, thiserror::Error)]
pub enum CollectionError {
    /// SQLite failed.
    #[error("the collection could not be made: {0}")]
    Collection(#[from] rusqlite::Error),
    /// There is no room for the file it is made in.
    #[error("there is no room for temporary files in `{}`", std::env::temp_dir().display())]
    Full,
    /// The archive failed, or the file it is made from.
    #[error("the archive could not be made: {0}")]
    Archive(#[from] std::io::Error),
}

impl CollectionError {
    /// What to do.
    pub fn help(&self) -> &'static str {
        match self {
            CollectionError::Full => "make room there, or name another folder for them: TMPDIR=FOLDER revexport …",
            _ => "please report this with the guide that causes it",
        }
    }
}

impl Collection {
    /// An empty database, for about as many notes.
    ///
    /// # Errors
    ///
    /// SQLite's.
    pub fn new(notes: usize) -> Result<Collection, CollectionError> {
        // Where no file can be made, memory has to do.
        let file = (notes >= LARGE).then(|| artifact::scratch().ok()).flatten();
        let connection = match &file {
            Some(file) => Connection::open(file.path())?,
            // SQLite's own files in memory lie there in one piece, which can be read as it is; its databases in memory cannot.
            None => Connection::open_with_flags_and_vfs("collection", OpenFlags::default(), "memdb")?,
        };
        // There is nothing that a journal could bring back, and nobody else who opens the file. On larger pages fewer notes
        // leave room that the next has no place in.
        connection.execute_batch(
            "pragma page_size = 8192; pragma cache_size = -1024; pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive",
        )?;
        Ok(Collection { connection, file })
    }

    /// The database.
    pub fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// What an error of SQLite means here.
    pub fn failed(&self, error: rusqlite::Error) -> CollectionError {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) if self.file.is_some() => CollectionError::Full,
            _ => CollectionError::Collection(error),
        }
    }

    /// Gives the bytes of the finished file, and how many they are, to `take`.
    ///
    /// # Errors
    ///
    /// SQLite's, those of reading the file, and those of `take`.
    pub fn read<T>(
        mut self,
        take: impl FnOnce(&mut dyn Read, usize) -> std::io::Result<T>,
    ) -> Result<T, CollectionError> {
        let taken = match self.file {
            None => {
                let image = self.connection.serialize("main")?;
                take(&mut uncounted(&image[..])?, image.len())?
            }
            Some(file) => {
                self.connection.close().map_err(|(_, error)| error)?;
                let length = file.as_file().metadata()?.len();
                let file = BufReader::with_capacity(256 << 10, file);
                take(&mut uncounted(file)?, usize::try_from(length).unwrap_or(0))?
            }
        };
        Ok(taken)
    }
}

/// The length of an SQLite file's header (<https://www.sqlite.org/fileformat.html>, 1.3).
const HEADER: usize = 100;

/// A database as if no change had been counted yet: it names no version of SQLite.
fn uncounted(mut image: impl Read) -> std::io::Result<impl Read> {
    let mut header = [0; HEADER];
    image.read_exact(&mut header)?;
    header[24..28].fill(0);
    header[92..100].fill(0);
    Ok(std::io::Cursor::new(header).chain(image))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes of a database with a table that is longer than SQLite keeps in memory.
    fn image(notes: usize) -> Vec<u8> {
        let mut collection = Collection::new(notes).unwrap();
        let connection = collection.connection();
        connection.execute_batch("create table notes (id integer primary key, text text)").unwrap();
        let transaction = connection.transaction().unwrap();
        for id in 0..6000 {
            transaction.execute("insert into notes values (?1, ?2)", (id, "text ".repeat(200))).unwrap();
        }
        transaction.execute_batch("create index words on notes (text)").unwrap();
        transaction.commit().unwrap();
        let mut bytes = Vec::new();
        collection.read(|image, _| image.read_to_end(&mut bytes)).unwrap();
        bytes
    }

    #[test]
    fn a_file_and_memory_hold_the_same() {
        let (small, large) = (image(1), image(LARGE));
        assert!(small.len() > 8 << 20 && small == large);
    }

    #[test]
    fn a_file_goes_with_its_collection() {
        let path = |collection: &Collection| collection.file.as_ref().map(|file| file.path().to_owned());
        let mut collection = Collection::new(LARGE).unwrap();
        collection.connection().execute_batch("create table notes (id integer primary key)").unwrap();
        let at = path(&collection).unwrap();
        assert!(at.exists() && path(&Collection::new(1).unwrap()).is_none());
        collection.read(|_, _| Ok(())).unwrap();
        assert!(!at.exists());
    }
}
