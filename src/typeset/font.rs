//! The fonts text is set in: those inside the program, and behind them those that a guide brings.

use crate::diagnostic::{Diagnostic, Place, Severity};
use typst::foundations::Bytes;
use typst::text::Font;

/// A font file that is brought along, for characters that the embedded fonts lack.
#[derive(Clone, Debug)]
pub struct FontFile {
    /// The path, as messages name it.
    pub name: String,
    /// The file: TrueType or OpenType, one font or a collection.
    pub bytes: Vec<u8>,
}

/// Fonts that were read, in the order in which they are tried.
#[derive(Clone, Debug, Default)]
pub struct Fonts {
    pub(super) faces: Vec<Font>,
    pub(super) families: Vec<String>,
    files: Vec<Bytes>,
}

impl Fonts {
    /// Reads font files. Their families are tried in the order of the files, behind those that are there.
    ///
    /// # Errors
    ///
    /// One for each file that the typesetter cannot use.
    pub fn read(&mut self, files: Vec<FontFile>) -> Result<(), Vec<Diagnostic>> {
        let mut problems = Vec::new();
        for FontFile { name, bytes } in files {
            let bytes = Bytes::new(bytes);
            match faces(&bytes) {
                Ok(faces) => {
                    self.add(faces);
                    self.files.push(bytes);
                }
                Err(problem) => problems.push(problem.diagnostic(name)),
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// The files that were read, in their order.
    pub fn files(&self) -> &[Bytes] {
        &self.files
    }

    fn add(&mut self, faces: Vec<Font>) {
        for face in faces {
            let family = face.info().family.as_str();
            if !self.families.iter().any(|known| known.eq_ignore_ascii_case(family)) {
                self.families.push(family.to_owned());
            }
            self.faces.push(face);
        }
    }
}

/// Why a font file is of no use.
enum Problem {
    /// A web font, and its version: WOFF 1.0 or 2.0.
    Web(u8),
    /// No TrueType or OpenType file at all.
    Foreign,
    /// One that is damaged.
    Damaged,
}

impl Problem {
    fn diagnostic(self, name: String) -> Diagnostic {
        let (message, help) = match self {
            Problem::Web(version) => (
                format!("`{name}` is a web font (WOFF {version}.0), which sheets cannot be set in"),
                "bring it as .ttf or .otf: `fonttools ttLib.woff2 decompress` and most font tools convert it",
            ),
            Problem::Foreign => (format!("`{name}` is no font"), "bring a .ttf, .otf or .ttc file, or take it away"),
            Problem::Damaged => {
                (format!("the font `{name}` is damaged: it cannot be read to its end"), "get the file anew")
            }
        };
        let code = "unusable-font";
        Diagnostic::new(code, Severity::Error, Place::File(name), message).help(help)
    }
}

/// All faces of a file.
fn faces(bytes: &Bytes) -> Result<Vec<Font>, Problem> {
    match bytes.first_chunk::<4>() {
        Some(b"wOFF") => return Err(Problem::Web(1)),
        Some(b"wOF2") => return Err(Problem::Web(2)),
        Some(b"\0\x01\0\0" | b"OTTO" | b"ttcf" | b"true") => {}
        _ => return Err(Problem::Foreign),
    }
    // A collection says in its head how many faces it holds.
    let count = match bytes.get(8..12) {
        Some(&[a, b, c, d]) if bytes.starts_with(b"ttcf") => u32::from_be_bytes([a, b, c, d]),
        _ => 1,
    };
    let face = |index| Font::new(bytes.clone(), index).ok_or(Problem::Damaged);
    (0..count).map(face).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Fonts, Vec<Diagnostic>> {
        let mut fonts = Fonts::default();
        fonts.read(vec![FontFile { name: "x.ttf".into(), bytes: bytes.to_vec() }]).map(|()| fonts)
    }

    #[test]
    fn a_font_is_read_with_its_family() {
        let bytes = include_bytes!("../../fonts/Iosevka-400-normal.ttf");
        assert_eq!(read(bytes).map(|fonts| fonts.families).ok(), Some(vec!["Iosevka".to_owned()]));
    }

    #[test]
    fn what_is_no_font_is_told_apart() {
        let bytes = include_bytes!("../../fonts/Iosevka-400-normal.ttf");
        let said = |bytes: &[u8]| read(bytes).err().map(|problems| problems[0].message.clone()).unwrap_or_default();
        assert_eq!(said(b"wOF2\0\x01\0\0"), "`x.ttf` is a web font (WOFF 2.0), which sheets cannot be set in");
        assert_eq!(said(b"wOFF\0\x01\0\0"), "`x.ttf` is a web font (WOFF 1.0), which sheets cannot be set in");
        assert_eq!(said(b"hello"), "`x.ttf` is no font");
        assert_eq!(said(&bytes[..4000]), "the font `x.ttf` is damaged: it cannot be read to its end");
        assert_eq!(said(b"ttcf\0\x01\0\0\0\0\0\x02"), "the font `x.ttf` is damaged: it cannot be read to its end");
    }
}
