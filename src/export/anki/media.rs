//! Images of a deck, under names that carry a hash of their bytes.
//!
//! Anki never replaces a media file of the same name, so a changed image needs another name.

use std::collections::BTreeMap;

/// The images referred to so far: name → bytes.
#[derive(Debug, Default)]
pub struct Media {
    files: BTreeMap<String, Vec<u8>>,
}

impl Media {
    /// Adds the image at `path` and gives its name in the deck; none if the guide has no such image.
    pub fn add(&mut self, path: &str, bytes: Option<&Vec<u8>>) -> Option<String> {
        let bytes = bytes?;
        let name = name(path, bytes);
        self.files.entry(name.clone()).or_insert_with(|| bytes.clone());
        Some(name)
    }

    /// The files, by name.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }
}

/// `figure-3fa9c01d2b44.png`: lower-case ASCII letters, digits and hyphens, which no client and no file system changes.
fn name(path: &str, bytes: &[u8]) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    let safe = |text: &str| -> String {
        let text = text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
        text.take(40).collect()
    };
    let hash = crate::artifact::sha256(bytes);
    let stem = format!("{}-{}", safe(stem), &hash[..12]);
    if extension.is_empty() { stem } else { format!("{stem}.{}", safe(extension)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_the_hash() {
        assert_eq!(name("images/Übung 1.PNG", b"x"), "-bung-1-2d711642b726.png");
        let mut media = Media::default();
        assert!(media.add("a.png", Some(&vec![1])) != media.add("a.png", Some(&vec![2])));
        assert_eq!(media.files().count(), 2);
        assert_eq!(media.add("b.png", None), None);
    }
}
