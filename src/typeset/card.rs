//! The cards of a section as pages, a face a page.

use super::compile::{Press, Sheet};
use super::emit::{Faces, Size, faces};
use super::{Engine, Layout, Paper, Settings, Theme};
use crate::card::Note;
use crate::diagnostic::Diagnostic;
use crate::guide::{Guide, Section};
use crate::source::Span;
use std::collections::BTreeMap;

/// The bundled layout of faces.
const CARD: (&str, &str) = ("layouts/pdf/card.typ", include_str!("../../layouts/pdf/card.typ"));

/// A section's cards, laid out.
pub struct Deck {
    /// The pages.
    pub sheet: Sheet,
    /// The cards' numbers as they are printed.
    pub numbers: Vec<String>,
    /// The leaves of card, in order; a card that takes several has as many of them.
    pub leaves: Vec<Leaf>,
    /// What is to be said: characters without a glyph, cards that take more than one leaf.
    pub diagnostics: Vec<Diagnostic>,
}

/// A leaf of card: its two pages, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The card it belongs to, counted from 0.
    pub card: usize,
    /// The page of its front.
    pub front: usize,
    /// The page of its back.
    pub back: usize,
}

/// Lays out the cards of notes of one section. A face is set in the largest type at which it fits.
///
/// # Errors
///
/// What the engine found wrong, at the Markdown it comes from.
pub fn deck(
    engine: &Engine,
    guide: &Guide,
    section: &Section,
    notes: &[Note<'_>],
    size: Size,
) -> Result<Deck, Vec<Diagnostic>> {
    let title = Span::new(section.file, 0..guide.sources.file(section.file).line_range(1).end);
    // A face's size is its layout's affair.
    let settings = Settings { paper: Paper::A4, landscape: false, theme: Theme::default(), columns: 1, size: 160 };
    let layout = Layout::special(CARD.0, CARD.1);
    let mut parts: Parts = BTreeMap::new();
    let mut run = 1;
    loop {
        let Faces { document, cards } = faces(guide, section, notes, size, &parts);
        let mut press = Press::new(engine, &document, &layout, &settings);
        let sheet = press.run(&document, &settings, None, title)?;
        let pages = pages(&sheet, cards.len());
        let found = several(&pages, &parts);
        // What does not fit on one leaf is told by the first run, and numbered in the second, in larger type. Should that
        // need one leaf more, it is numbered anew.
        if found != parts && run < RUNS {
            parts = found;
            run += 1;
            continue;
        }
        let leaves = pages.iter().enumerate().flat_map(|(card, pages)| leaves(card, pages)).collect();
        let mut diagnostics = sheet.missing_glyphs(&press, &document, title);
        diagnostics.extend(too_long(&cards, &found, size));
        diagnostics.extend(too_wide(&sheet, &cards, &pages));
        let numbers = cards.into_iter().map(|(number, _)| number).collect();
        return Ok(Deck { sheet, numbers, leaves, diagnostics });
    }
}

/// How often a section's cards are laid out at most.
const RUNS: usize = 3;

/// The cards that take several leaves, with the pages of their fronts and backs.
type Parts = BTreeMap<usize, (usize, usize)>;

/// The pages of a card: those of its front, and those of its back.
type Pages = (Vec<usize>, Vec<usize>);

/// The pages that text fills, where they are more than one; `told` are those of the run before. A side that has fewer than
/// the other was filled up with pages that say so.
fn several(pages: &[Pages], told: &Parts) -> Parts {
    let found = |(i, (fronts, backs)): (usize, &Pages)| {
        let (told_fronts, told_backs) = told.get(&i).copied().unwrap_or((1, 1));
        let most = told_fronts.max(told_backs);
        let own = |pages: &[usize], told: usize| told.max((pages.len() + told).saturating_sub(most));
        let own = (own(fronts, told_fronts), own(backs, told_backs));
        (own != (1, 1)).then_some((i, own))
    };
    pages.iter().enumerate().filter_map(found).collect()
}

/// The leaves of a card: each has a page of either side.
fn leaves(card: usize, (fronts, backs): &Pages) -> Vec<Leaf> {
    let page = |pages: &[usize], i: usize| pages.get(i).or(pages.last()).copied().unwrap_or(0);
    let leaves = fronts.len().max(backs.len());
    (0..leaves).map(|i| Leaf { card, front: page(fronts, i), back: page(backs, i) }).collect()
}

/// Said once for cards of one place in the text.
fn too_long(cards: &[(String, Span)], parts: &Parts, size: Size) -> Vec<Diagnostic> {
    let Size { width, height } = size;
    let mut said: Vec<(Span, Vec<&str>)> = Vec::new();
    for (number, span) in parts.keys().filter_map(|i| cards.get(*i)) {
        match said.last_mut() {
            Some((last, numbers)) if last == span => numbers.push(number),
            _ => said.push((*span, vec![number])),
        }
    }
    let warning = |(span, numbers): (Span, Vec<&str>)| {
        let what = match numbers.as_slice() {
            [one] => format!("card {one} does not fit {width} × {height} mm in the smallest type and continues"),
            [first, .., last] => {
                format!("cards {first} to {last} do not fit {width} × {height} mm in the smallest type and continue")
            }
            [] => String::new(),
        };
        let help = "shorten the text, or choose larger cards with --grid";
        Diagnostic::warning("card-too-long", span, format!("{what} on another card")).help(help)
    };
    said.into_iter().map(warning).collect()
}

fn too_wide(sheet: &Sheet, cards: &[(String, Span)], pages: &[Pages]) -> Vec<Diagnostic> {
    let pages_of = |(fronts, backs): &Pages| fronts.iter().chain(backs).copied().collect::<Vec<_>>();
    let said = |page: usize| {
        let card = pages.iter().position(|pages| pages_of(pages).contains(&page))?;
        let (number, span) = cards.get(card)?;
        let message = format!("something on card {number} is wider than the card, and would be cut off");
        let help = "break it in two, or choose wider cards with --grid";
        Some(Diagnostic::error("card-too-wide", *span, message).help(help))
    };
    sheet.overflowing().into_iter().filter_map(said).collect()
}

/// The pages of each card: those of its front and those of its back.
fn pages(sheet: &Sheet, cards: usize) -> Vec<Pages> {
    let start = |name: &str, i: usize| sheet.page_of(&format!("{name}-{i}")).unwrap_or(0);
    let end = sheet.pages();
    (0..cards)
        .map(|i| {
            let next = if i + 1 < cards { start("front", i + 1) } else { end };
            let (front, back) = (start("front", i), start("back", i));
            ((front..back).collect(), (back..next).collect())
        })
        .collect()
}
