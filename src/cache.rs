//! What is remembered of exports, so that files that would come out the same are not made again.
//!
//! An export is known by a hash of all that its bytes depend on ([`Inputs`]); of each, the names, lengths and hashes of its
//! files are kept, and what there is to say about them. Such a file counts only while it stands in its place byte for byte. So
//! whatever becomes of the cache, lost, broken or foreign, the worst is that something is made that was there.

use crate::artifact::{Artifact, Fact, Kind, hex, sha256};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// The cache's file name, in the folder of the files that it is about.
pub const FILE: &str = ".revexport.json";

/// The form of the file; what has another is not read.
const FORMAT: u32 = 1;

const ABOUT: &str = "What revexport remembers of the files here, to be fast. It may be deleted at any time.";

/// What is remembered: exports by the hash of their inputs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cache {
    exports: BTreeMap<String, Vec<File>>,
}

/// A file that came of an export.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// Its name, beside the cache.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The numbers of the sections in it.
    pub sections: Vec<u32>,
    /// What there is to say about it.
    pub facts: Vec<Fact>,
    /// How long it is.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl File {
    /// What is to be remembered of a finished file that stands under a name.
    pub fn new(artifact: &Artifact, name: &str) -> File {
        File {
            name: name.to_owned(),
            kind: artifact.kind,
            sections: artifact.sections.clone(),
            facts: artifact.facts.clone(),
            bytes: artifact.bytes.len() as u64,
            sha256: sha256(&artifact.bytes),
        }
    }
}

#[derive(Deserialize)]
struct Raw {
    format: u32,
    exports: BTreeMap<String, Vec<File>>,
}

#[derive(Serialize)]
struct Written<'c> {
    about: &'c str,
    exports: &'c BTreeMap<String, Vec<File>>,
    format: u32,
}

impl Cache {
    /// Reads a cache; what is none, or of another form, is an empty one.
    pub fn parse(text: &str) -> Cache {
        let raw = serde_json::from_str::<Raw>(text).ok().filter(|raw| raw.format == FORMAT);
        let mut exports = raw.map(|raw| raw.exports).unwrap_or_default();
        // What stands elsewhere is none of its business.
        let is_beside = |file: &File| Path::new(&file.name).file_name().is_some_and(|name| name == file.name.as_str());
        exports.retain(|_, files| !files.is_empty() && files.iter().all(is_beside));
        Cache { exports }
    }

    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.exports.is_empty()
    }

    /// The files of an export; none if it is not known.
    pub fn files(&self, key: &str) -> Option<&[File]> {
        self.exports.get(key).map(Vec::as_slice)
    }

    /// Remembers an export, and forgets those that its files took the place of.
    pub fn remember(&mut self, key: String, files: Vec<File>) {
        self.retain(|old| files.iter().all(|file| file.name != old.name));
        self.exports.insert(key, files);
    }

    /// Forgets each export of which a file is not to be kept.
    pub fn retain(&mut self, keep: impl Fn(&File) -> bool) {
        self.exports.retain(|_, files| files.iter().all(&keep));
    }
}

/// The cache as it is written: JSON, sorted.
impl fmt::Display for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = Written { about: ABOUT, exports: &self.exports, format: FORMAT };
        let text = serde_json::to_string_pretty(&written).map_err(|_| fmt::Error)?;
        writeln!(f, "{text}")
    }
}

/// A hash of all that the bytes of an export depend on, one input after the other.
#[derive(Clone, Debug, Default)]
pub struct Inputs(Sha256);

impl Inputs {
    /// Adds an input: what it is, and its bytes.
    pub fn add(&mut self, name: &str, bytes: impl AsRef<[u8]>) {
        // With their lengths in front, two lists of inputs never run together to the same bytes.
        for part in [name.as_bytes(), bytes.as_ref()] {
            self.0.update((part.len() as u64).to_le_bytes());
            self.0.update(part);
        }
    }

    /// Adds a value, by the text of its `Debug`: for types whose derived text has every field.
    pub fn value(&mut self, name: &str, value: &impl fmt::Debug) {
        self.add(name, format!("{value:?}"));
    }

    /// The hash, in hexadecimal.
    pub fn key(self) -> String {
        hex(&self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, facts: Vec<Fact>) -> File {
        let artifact =
            Artifact { kind: Kind::Pdf, name: "x".into(), sections: vec![6], facts, bytes: vec![1], milliseconds: 3 };
        File::new(&artifact, name)
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut cache = Cache::default();
        let facts = vec![Fact::Pages(2), Fact::Size(17.0 / 3.0), Fact::Runs(4), Fact::Notes(1), Fact::Cards(0)];
        cache.remember("b".into(), vec![file("06-é.pdf", facts), file("07.pdf", Vec::new())]);
        cache.remember("a".into(), vec![file("g.epub", Vec::new())]);
        let text = cache.to_string();
        assert_eq!(Cache::parse(&text), cache, "{text}");
        assert!(text.find("\"a\"") < text.find("\"b\""), "{text}");
    }

    #[test]
    fn what_is_no_cache_is_an_empty_one() {
        let mut cache = Cache::default();
        cache.remember("k".into(), vec![file("a.pdf", vec![Fact::Pages(1)])]);
        let text = cache.to_string();
        let newer = text.replace("\"format\": 1", "\"format\": 2");
        let torn = &text[..text.len() / 2];
        let elsewhere = ["../a.pdf", "x/a.pdf", "/a.pdf", "..", "."].map(|name| text.replace("a.pdf", name));
        let wrong = [newer.as_str(), torn, "", "[]", "{}", "null", &"[".repeat(100_000)];
        for text in elsewhere.iter().map(String::as_str).chain(wrong) {
            assert!(text != cache.to_string() && Cache::parse(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_file_is_of_one_export() {
        let mut cache = Cache::default();
        cache.remember("old".into(), vec![file("a.pdf", Vec::new()), file("b.pdf", Vec::new())]);
        cache.remember("other".into(), vec![file("c.pdf", Vec::new())]);
        cache.remember("new".into(), vec![file("b.pdf", Vec::new())]);
        assert!(cache.files("old").is_none() && cache.files("other").is_some() && cache.files("new").is_some());
        cache.retain(|file| file.name != "c.pdf");
        assert!(cache.files("other").is_none());
    }

    #[test]
    fn inputs_do_not_run_together() {
        let key = |inputs: &[(&str, &str)]| {
            let mut hash = Inputs::default();
            inputs.iter().for_each(|(name, bytes)| hash.add(name, bytes));
            hash.key()
        };
        let lists: [&[(&str, &str)]; 6] =
            [&[("a", "bc")], &[("ab", "c")], &[("a", "b"), ("c", "")], &[("a", "b")], &[("", "abc")], &[]];
        let keys: std::collections::BTreeSet<String> = lists.iter().map(|list| key(list)).collect();
        assert_eq!(keys.len(), lists.len());
    }
}
