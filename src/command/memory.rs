//! What decks are made with, and what is remembered of them.

use super::{Context, Exit, lock, look, release_notes};
use crate::card::Kind;
use crate::cli;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::export::anki::Anki;
use crate::export::anki::look::Look;
use crate::guide::Guide;
use crate::lock::{Update, Wish};
use std::path::PathBuf;
use std::sync::Arc;

/// What decks are made with, during one run: what they remember, and their look.
pub struct Memory {
    place: lock::Place,
    now: i64,
    /// What the lock becomes; none until a deck is made.
    pub update: Option<Update>,
    look: Look,
    /// What is wrong with the look.
    pub of_look: Vec<Diagnostic>,
}

impl Memory {
    /// Reads the lock and the look of a guide.
    pub fn read(context: &Context<'_>, guide: &mut Guide, deck: &cli::Deck) -> Result<Memory, Exit> {
        let place = lock::read(guide, deck.lock.as_deref()).map_err(|problem| {
            context.report(&[problem], &guide.sources);
            Exit::Guide
        })?;
        // Without a lock, a note's time is the edition's.
        let now = if place.kept { lock::now() } else { Ok(guide.manifest.date.unix_seconds()) };
        let now = now.map_err(|problem| context.fail(problem))?;
        let (look, of_look) = look::read(guide);
        Ok(Memory { place, now, update: None, look, of_look })
    }

    /// The exporter of a deck with cards of some kinds; `broken` are the numbers of sections with errors.
    pub fn exporter(&self, deck: &cli::Deck, kinds: Vec<Kind>, broken: Vec<u32>) -> Anki {
        Anki {
            lock: Arc::clone(&self.place.lock),
            lock_name: self.place.name.clone(),
            wish: Wish { now: self.now, retire: deck.retire.clone(), refresh: deck.refresh },
            look: self.look.clone(),
            kinds,
            flat: deck.decks == cli::Decks::Flat,
            tombstones: !deck.no_tombstones,
            broken,
        }
    }

    /// The lock's file and text, if it has to be written.
    pub fn written(&self, context: &Context<'_>, deck: &cli::Deck) -> Result<Option<(PathBuf, String)>, Exit> {
        let Some(update) = self.update.as_ref().filter(|update| self.place.kept && update.lock != self.place.lock)
        else {
            return Ok(None);
        };
        let place = Place::File(self.place.name.clone());
        if deck.frozen {
            let message = format!("the lock is out of date: {}", release_notes::total(update));
            let problem = Diagnostic::new("lock-frozen", Severity::Error, place, message)
                .help("run the command without --frozen, and commit the lock");
            context.report(&[problem], &crate::source::Sources::default());
            return Err(Exit::Guide);
        }
        match &self.place.path {
            Some(path) => Ok(Some((path.clone(), update.lock.to_string()))),
            None => {
                let message = "the lock of the guide inside the program would change, and cannot be written".to_owned();
                let help = "keep one of your own: --lock FILE";
                Err(context.fail(Diagnostic::new("lock-unwritable", Severity::Error, place, message).help(help)))
            }
        }
    }
}
