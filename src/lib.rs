//! Study guides in Markdown → PDF cheat sheets, Anki decks, EPUB.
//!
//! ```text
//! guide/*.md ──parse──▶ Guide ──select──▶ Selection ──export──▶ Artifact (name, bytes) ──write──▶ out/
//! ```
//!
//! Everything between reading and writing is pure: text in, model, bytes out.
//!
//! ```
//! use revexport::{export::{Exporter, epub::Epub}, parse, selection::Selection, source::Folder};
//!
//! let guide = parse::read(Folder::Bundled).guide.expect("the bundled guide can be read");
//! let selection = Selection::parse(&guide, &["6".to_owned()]).expect("section 6 exists");
//! let export = Epub::default().export(&selection).expect("the bundled guide has no errors");
//! assert!(export.artifacts.iter().all(|artifact| !artifact.bytes.is_empty()));
//! ```

pub mod archive;
pub mod artifact;
pub mod cache;
pub mod card;
pub mod cli;
pub mod command;
pub mod contrast;
pub mod diagnostic;
pub mod example;
pub mod export;
pub mod fix;
pub mod guide;
pub mod highlight;
pub mod html;
pub mod import;
pub mod lint;
pub mod listing;
pub mod lock;
pub mod math;
pub mod parallel;
pub mod parse;
pub mod print;
pub mod read;
pub mod selection;
pub mod source;
pub mod syllabus;
pub mod terminal;
pub mod typeset;
