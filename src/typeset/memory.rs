//! What the engine remembers from one export to the next, in a process that makes nearly the same again and again.
//!
//! The engine remembers what it laid out by what it was made of, places in the source included. So a text that was edited
//! keeps the places of all that the edit left alone, and what came of it is not forgotten at once.

use super::Document;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use typst::syntax::{FileId, Source};

/// How many runs of the engine ago something has to have been of use, not to be forgotten: an edit takes two to five.
const RUNS: usize = 6;

static REMEMBERS: AtomicBool = AtomicBool::new(false);

/// The sources of sections as they were last laid out.
static SOURCES: LazyLock<Mutex<HashMap<(FileId, u32), Source>>> = LazyLock::new(Mutex::default);

/// From now on, keeps what the next export of nearly the same text can use. It takes memory, and saves most of the time.
pub fn remember() {
    REMEMBERS.store(true, Ordering::Relaxed);
}

/// Forgets what was of no use in so many runs of the engine; more is kept while the process [remembers](remember).
pub fn forget(runs: usize) {
    comemo::evict(if REMEMBERS.load(Ordering::Relaxed) { RUNS } else { runs });
}

/// A section's source, as an edit of what it was before if that is remembered.
pub fn source(id: FileId, document: &Document) -> Source {
    if document.number == 0 || !REMEMBERS.load(Ordering::Relaxed) {
        return Source::new(id, document.source.clone());
    }
    let mut sources = SOURCES.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = sources.entry((id, document.number)).or_insert_with(|| Source::new(id, document.source.clone()));
    kept.replace(&document.source);
    kept.clone()
}
