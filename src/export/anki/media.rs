//! Images of a deck, under names that carry a hash of their bytes.
//!
//! Anki never replaces a media file of the same name, so a changed image needs another name.

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::guide::Guide;
use crate::parse::image_format;
use std::collections::BTreeMap;

/// The largest file that Anki synchronises, in bytes; it leaves out a larger one without a word.
const MOST: usize = 100 << 20;

/// What a phone can be asked to load with a card, in bytes.
const COMFORTABLE: usize = 5 << 20;

/// The images referred to so far: name → bytes.
#[derive(Debug, Default)]
pub struct Media<'g> {
    files: BTreeMap<String, &'g [u8]>,
    /// Those that are very large: the path and the size.
    large: BTreeMap<String, usize>,
}

impl<'g> Media<'g> {
    /// Adds the image at `path` and gives its name in the deck; none if the guide has no such image.
    pub fn add(&mut self, path: &str, bytes: Option<&'g Vec<u8>>) -> Option<String> {
        let bytes = bytes?;
        let name = name(path, bytes);
        if bytes.len() > COMFORTABLE {
            self.large.insert(path.to_owned(), bytes.len());
        }
        self.files.insert(name.clone(), bytes);
        Some(name)
    }

    /// Adds what others refer to.
    pub fn extend(&mut self, others: Media<'g>) {
        self.files.extend(others.files);
        self.large.extend(others.large);
    }

    /// What there is to say of very large images.
    pub fn problems(&self, guide: &Guide) -> impl Iterator<Item = Diagnostic> {
        self.large.iter().map(|(path, size)| {
            let place = Place::File(guide.folder.display(path));
            let megabytes = size.div_ceil(1 << 20);
            let (severity, message) = match *size > MOST {
                true => (
                    Severity::Error,
                    format!("Anki takes no image of {megabytes} MiB; the limit is {} MiB", MOST >> 20),
                ),
                false => (
                    Severity::Warning,
                    format!("this image has {megabytes} MiB, which a phone loads with each of its cards"),
                ),
            };
            Diagnostic::new("large-image", severity, place, message).help("save it smaller, or as a JPEG")
        })
    }

    /// The files, by name.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), *bytes))
    }
}

/// `figure-3fa9c01d2b44.png`: lower-case ASCII letters, digits and hyphens, which no client and no file system changes.
/// The ending is that of what the bytes are: Anki's programs tell it from the name.
fn name(path: &str, bytes: &[u8]) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
    let safe = |text: &str| -> String {
        let text = text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
        text.take(40).collect()
    };
    let written = safe(ending);
    let ending = match image_format(bytes) {
        Some("image/png") => "png",
        Some("image/jpeg") if written == "jpeg" => "jpeg",
        Some("image/jpeg") => "jpg",
        Some("image/svg+xml") => "svg",
        _ => written.as_str(),
    };
    let hash = crate::artifact::sha256(bytes);
    let stem = format!("{}-{}", safe(stem), &hash[..12]);
    if ending.is_empty() { stem } else { format!("{stem}.{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_the_hash() {
        assert_eq!(name("images/Übung 1.PNG", b"x"), "-bung-1-2d711642b726.png");
        assert!(name("a.jpg", b"\x89PNG\r\n\x1a\n").ends_with(".png"), "the bytes tell what it is");
        assert!(name("a.JPEG", b"\xff\xd8\xff").ends_with(".jpeg"));
        let (one, other) = (vec![1], vec![2]);
        let mut media = Media::default();
        assert!(media.add("a.png", Some(&one)) != media.add("a.png", Some(&other)));
        assert_eq!(media.files().count(), 2);
        assert_eq!(media.add("b.png", None), None);
    }
}
