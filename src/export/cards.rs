//! Flashcards on paper.

use super::{Export, Exporter};
use crate::artifact::{Artifact, Fact, Kind};
use crate::card;
use crate::diagnostic::Diagnostic;
use crate::lock::Lock;
use crate::parallel;
use crate::selection::Selection;
use crate::typeset::{self, Engine, Size};
use std::time::Instant;

/// Sets cards.
#[derive(Clone, Debug)]
pub struct Cards {
    /// What is remembered of decks: which things a card asks for together.
    pub lock: Lock,
    /// What cards are about.
    pub kinds: Vec<card::Kind>,
    /// The size of a card.
    pub size: Size,
}

impl Exporter for Cards {
    fn export(&self, selection: &Selection<'_>) -> Result<Export, Vec<Diagnostic>> {
        let engine = Engine::default();
        let guide = selection.guide;
        let outcomes = parallel::map(selection.sections.clone(), |section| {
            let started = Instant::now();
            let mut notes = card::notes(section, &self.lock);
            notes.retain(|note| self.kinds.contains(&note.kind()));
            let deck = typeset::deck(&engine, guide, section, &notes, self.size)?;
            comemo::evict(0);
            let bytes = deck.sheet.pdf("x", guide.manifest.date, notes[0].span)?;
            Ok::<_, Vec<Diagnostic>>((
                Artifact {
                    kind: Kind::Pdf,
                    name: format!("{}-cards.pdf", section.stem()),
                    sections: vec![section.number],
                    facts: vec![Fact::Pages(deck.sheet.pages()), Fact::Cards(deck.leaves.len())],
                    bytes,
                    milliseconds: started.elapsed().as_millis() as u64,
                },
                deck.diagnostics,
            ))
        });
        let mut export = Export::default();
        for outcome in outcomes {
            let (artifact, diagnostics) = outcome?;
            export.artifacts.push(artifact);
            export.diagnostics.extend(diagnostics);
        }
        Ok(export)
    }
}
