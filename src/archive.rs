//! Zip archives whose bytes depend on nothing but their entries.

use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A zip archive in the making: every entry has the same time and permissions, no extra fields and no data descriptor, and
/// there is no comment.
pub struct Archive {
    zip: ZipWriter<Cursor<Vec<u8>>>,
}

/// A level of compression, of 9.
const QUICK: i64 = 3;

impl Archive {
    /// An empty archive.
    pub fn new() -> Archive {
        Archive::with_capacity(0)
    }

    /// An empty archive that has room for so many bytes from the beginning.
    pub fn with_capacity(bytes: usize) -> Archive {
        Archive { zip: ZipWriter::new(Cursor::new(Vec::with_capacity(bytes))) }
    }

    /// Adds an entry as it is.
    ///
    /// # Errors
    ///
    /// More entries or bytes than a zip archive can hold, or a name twice.
    pub fn store(&mut self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        self.put(name, CompressionMethod::Stored, bytes)
    }

    /// Adds an entry, compressed.
    ///
    /// # Errors
    ///
    /// As for [`Archive::store`].
    pub fn deflate(&mut self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        self.put(name, CompressionMethod::Deflated, bytes)
    }

    /// Adds an entry, compressed in less time and to a little less effect: what is read once, when it is imported.
    ///
    /// # Errors
    ///
    /// As for [`Archive::store`], and those of reading.
    pub fn deflate_quickly(&mut self, name: &str, mut bytes: impl Read) -> std::io::Result<()> {
        self.start(name, CompressionMethod::Deflated, Some(QUICK))?;
        std::io::copy(&mut bytes, &mut self.zip).map(drop)
    }

    fn put(&mut self, name: &str, method: CompressionMethod, bytes: &[u8]) -> std::io::Result<()> {
        self.start(name, method, None)?;
        self.zip.write_all(bytes)
    }

    fn start(&mut self, name: &str, method: CompressionMethod, level: Option<i64>) -> std::io::Result<()> {
        // The first time a zip archive can say, so that the clock changes nothing.
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
        self.zip.start_file(name, options.compression_method(method).compression_level(level))?;
        Ok(())
    }

    /// The archive's bytes.
    ///
    /// # Errors
    ///
    /// As for [`Archive::store`].
    pub fn finish(self) -> std::io::Result<Vec<u8>> {
        Ok(self.zip.finish()?.into_inner())
    }
}

impl Default for Archive {
    fn default() -> Archive {
        Archive::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_hold_nothing_that_varies() {
        let mut archive = Archive::new();
        archive.store("mimetype", b"x").unwrap();
        let bytes = archive.finish().unwrap();
        // Local header: signature, version, flags, method, time, date, sum, sizes, length of name and of extra field.
        assert_eq!(&bytes[..4], b"PK\x03\x04");
        assert_eq!(&bytes[6..14], [0, 0, 0, 0, 0, 0, 0x21, 0], "no flags, stored, 1980-01-01");
        assert_eq!(&bytes[18..30], [1, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0]);
        assert_eq!(&bytes[bytes.len() - 2..], [0, 0], "no comment");
    }
}
