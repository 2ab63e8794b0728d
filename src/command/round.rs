//! One format after the other, of one selection.

use super::basis::Basis;
use super::export::Format;
use super::memory::Memory;
use super::store::Store;
use super::{Context, Exit, cards, font};
use crate::artifact::Artifact;
use crate::card::Kind;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::export::Export;
use crate::export::epub::Epub;
use crate::export::pdf::Pdf;
use crate::guide::excerpt::{self, Material};
use crate::lock::Lock;
use crate::selection::{Selection, runs};
use crate::source::FileId;
use std::sync::Arc;

/// What formats are made with, and what came of it.
pub struct Round<'r> {
    pub context: &'r Context<'r>,
    /// What alone is asked for; nothing for all.
    pub only: &'r [Material],
    pub store: Store,
    /// What decks are made with, if any is made.
    pub memory: Option<Memory>,
    /// The lock that cards on paper are made with.
    pub paper_lock: Arc<Lock>,
    /// The book's style sheet, if the guide has one.
    pub style: Option<FileId>,
    /// The numbers of sections with errors.
    pub broken: Vec<u32>,
    /// Whether all goes into one file.
    pub one_file: bool,
    /// The files, each with the place of its format; sorted by it.
    pub artifacts: Vec<(usize, Artifact)>,
    pub diagnostics: Vec<Diagnostic>,
    /// Whether something could not be made.
    pub failed: bool,
}

impl Round<'_> {
    /// Makes those of the formats that are wanted.
    pub fn make(
        &mut self,
        selection: &Selection<'_>,
        formats: &[&Format<'_>],
        wanted: impl Fn(&Format<'_>) -> bool,
    ) -> Result<(), Exit> {
        let basis = self.store.basis(selection);
        for (place, format) in formats.iter().enumerate().filter(|(_, format)| wanted(format)) {
            match self.one(selection, format, basis.as_ref())? {
                Ok(export) => {
                    self.artifacts.extend(export.artifacts.into_iter().map(|artifact| (place, artifact)));
                    self.diagnostics.extend(export.diagnostics);
                    if let (Some(memory), Some(update)) = (&mut self.memory, export.lock) {
                        memory.update = Some(update);
                    }
                }
                Err(problems) => {
                    self.failed = true;
                    self.diagnostics.extend(problems);
                }
            }
        }
        self.artifacts.sort_by_key(|(place, _)| *place);
        Ok(())
    }

    fn one(
        &mut self,
        selection: &Selection<'_>,
        format: &Format<'_>,
        basis: Option<&Basis<'_, '_>>,
    ) -> Result<Result<Export, Vec<Diagnostic>>, Exit> {
        let (context, guide) = (self.context, selection.guide);
        Ok(match format {
            Format::Pdf(pdf, paths) => {
                let fonts = font::fonts(context, guide, paths)?;
                let pdf = Pdf { fonts, ..Pdf::clone(pdf) };
                self.store.export(&pdf, selection, basis.map(|basis| basis.sheets(&pdf)))
            }
            Format::Anki(deck) => {
                let Some(memory) = &self.memory else { return Ok(Ok(Export::default())) };
                let anki = memory.exporter(deck, self.kinds(&deck.cards), self.broken.clone());
                // Both tell what the lock would become, and so does only a deck that is made.
                let basis = basis.filter(|_| !deck.dry_run && !deck.frozen);
                self.store.export(&anki, selection, basis.map(|basis| basis.deck(&anki)))
            }
            Format::Epub(epub, paths) => {
                let mut epub = Epub { style: self.style, ..Epub::clone(epub) };
                if let Some(sheets) = &mut epub.pages {
                    sheets.fonts = font::fonts(context, guide, paths)?;
                }
                self.store.export(&epub, selection, basis.map(|basis| basis.book(&epub)))
            }
            Format::Cards(options) => {
                let fonts = font::fonts(context, guide, &options.font_path)?;
                let mut cards = cards::exporter(context, options, self.paper_lock.clone(), fonts, self.one_file)?;
                cards.kinds = self.kinds(&options.cards);
                self.store.export(&cards, selection, basis.map(|basis| basis.cards(&cards)))
            }
        })
    }

    /// The kinds of cards: those of the parts asked for, else those named.
    fn kinds(&self, named: &[Kind]) -> Vec<Kind> {
        match self.only {
            [] => named.to_vec(),
            only => only.iter().filter_map(|part| Kind::of(*part)).collect(),
        }
    }

    /// Says which of the chosen sections have nothing of what was asked for alone.
    pub fn left_out(&mut self, chosen: &[u32], selection: &Selection<'_>) {
        let is_there = |number: u32| selection.sections.iter().any(|section| section.number == number);
        let gone: Vec<u32> = chosen.iter().copied().filter(|number| !is_there(*number)).collect();
        let names = excerpt::names(self.only);
        let sections = |numbers: &[u32]| match numbers {
            [number] => format!("section {number} has"),
            numbers => format!("sections {} have", runs(numbers)),
        };
        if selection.sections.is_empty() {
            let message = format!("there is nothing to make: {} no {names}", sections(&gone));
            let problem = Diagnostic::new("nothing-left", Severity::Error, Place::Nowhere, message);
            self.diagnostics
                .push(problem.help("choose other sections with -s; `revexport list` tells what each holds"));
        } else if !gone.is_empty() {
            let message = format!("{} no {names}: left out", sections(&gone));
            self.diagnostics.push(Diagnostic::new("section-left-out", Severity::Warning, Place::Nowhere, message));
        }
    }
}
