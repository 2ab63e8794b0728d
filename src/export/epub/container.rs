//! The container: OCF, the Open Container Format (EPUB 3.3, §4).
//!
//! The first entry is `mimetype`, stored, without extra fields (§4.3.4). No entry has a data descriptor, and there is no
//! comment: readers exist that take either for copy protection.

use super::xml::Xml;
use crate::archive::Archive;

/// The folder of everything but the container's own files.
pub const FOLDER: &str = "EPUB/";

/// Packs the package document and the files it lists.
pub fn pack(package: &[u8], files: &[(&str, &[u8])]) -> std::io::Result<Vec<u8>> {
    let mut archive = Archive::new();
    archive.store("mimetype", b"application/epub+zip")?;
    archive.deflate("META-INF/container.xml", &container())?;
    archive.deflate(&format!("{FOLDER}package.opf"), package)?;
    for (name, bytes) in files {
        let name = format!("{FOLDER}{name}");
        // What is compressed already only grows.
        match name.rsplit_once('.') {
            Some((_, "png" | "jpg")) => archive.store(&name, bytes)?,
            _ => archive.deflate(&name, bytes)?,
        }
    }
    archive.finish()
}

/// `META-INF/container.xml` (§4.2.6.3.1): where the package document is.
fn container() -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("container", &[("version", "1.0"), ("xmlns", "urn:oasis:names:tc:opendocument:xmlns:container")]);
    xml.open("rootfiles", &[]);
    let path = format!("{FOLDER}package.opf");
    xml.empty("rootfile", &[("full-path", &path), ("media-type", "application/oebps-package+xml")]);
    xml.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_archive_begins_as_readers_want_it() {
        let bytes = pack(b"x", &[("a.xhtml", b"y")]).unwrap();
        // Local header: signature, version, flags, method, time, date, sum, sizes, length of name and of extra field.
        assert_eq!(&bytes[..4], b"PK\x03\x04");
        assert_eq!(&bytes[6..8], [0, 0], "no flags, so no data descriptor");
        assert_eq!(&bytes[8..14], [0, 0, 0, 0, 0x21, 0], "stored, 1980-01-01");
        assert_eq!(&bytes[18..30], [20, 0, 0, 0, 20, 0, 0, 0, 8, 0, 0, 0]);
        assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
        assert_eq!(&bytes[bytes.len() - 2..], [0, 0], "no comment");
    }
}
