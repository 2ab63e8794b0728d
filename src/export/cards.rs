//! The cards of a deck on paper: sheets to print on both sides and cut.
//!
//! The typesetter makes the faces, a page of a card's size each, and the words about a sheet; `print` puts both on sheets.

mod words;

use super::{Export, Exporter, Progress};
use crate::artifact::{Artifact, Fact, Kind};
use crate::card::{self, Note};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::guide::{Guide, Section};
use crate::lock::Lock;
use crate::parallel;
use crate::print::grid::{Arrangement, Face, Flip, Slug};
use crate::print::{self, Duplex, MM, Placement, Plan, Point, PrintError, Side, Source, Turn};
use crate::selection::Selection;
use crate::source::Span;
use crate::typeset::{self, Deck, Engine, Fonts, Leaf, Size, Slip};
use std::sync::Arc;
use std::time::Instant;
use words::Words;

/// Sets cards and puts them on sheets.
#[derive(Clone, Debug)]
pub struct Cards {
    /// What is remembered of decks: which things a card asks for together.
    pub lock: Arc<Lock>,
    /// What cards are about.
    pub kinds: Vec<card::Kind>,
    /// Where cards stand on a sheet.
    pub arrangement: Arrangement,
    /// Fronts and backs as two files.
    pub manual: bool,
    /// What is made.
    pub job: Job,
    /// Fonts for characters that the embedded ones lack.
    pub fonts: Fonts,
    /// Who is told how far it is.
    pub progress: Progress,
}

/// What is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// A PDF a section.
    Sections,
    /// One PDF for all sections.
    Merged,
    /// The sheet that measures a printer's offset, for a paper of this name.
    Calibration(&'static str),
}

/// The faces of one section, as a PDF.
struct Set<'g> {
    section: &'g Section,
    /// The cards' numbers as they are printed.
    numbers: Vec<String>,
    leaves: Vec<Leaf>,
    /// The PDF.
    faces: Vec<u8>,
    milliseconds: u64,
}

impl Exporter for Cards {
    fn export(&self, selection: &Selection<'_>) -> Result<Export, Vec<Diagnostic>> {
        let started = Instant::now();
        let engine = Engine::new(&self.fonts);
        if let Job::Calibration(paper) = self.job {
            return self.calibration(&engine, selection, paper, started);
        }
        let (mut export, sets) = self.sets(&engine, selection)?;
        let groups: Vec<Vec<Set<'_>>> = match self.job {
            Job::Merged => vec![sets],
            _ => sets.into_iter().map(|set| vec![set]).collect(),
        };
        let made = parallel::map(groups, |sets| self.artifacts(&engine, selection, sets));
        for artifacts in made {
            export.artifacts.extend(artifacts?);
        }
        Ok(export)
    }
}

impl Cards {
    /// The faces of all sections that have cards, and what was noticed.
    fn sets<'g>(&self, engine: &Engine, selection: &Selection<'g>) -> Result<(Export, Vec<Set<'g>>), Vec<Diagnostic>> {
        let guide = selection.guide;
        let outcomes = self.progress.sections(selection, |section| self.set(engine, guide, section));
        let (mut export, mut sets, mut failed) = (Export::default(), Vec::new(), false);
        for outcome in outcomes {
            match outcome {
                Ok((set, diagnostics)) => {
                    failed |= diagnostics.iter().any(Diagnostic::is_error);
                    sets.extend(set);
                    export.diagnostics.extend(diagnostics);
                }
                Err(diagnostics) => {
                    failed = true;
                    export.diagnostics.extend(diagnostics);
                }
            }
        }
        if sets.is_empty() && !failed {
            let message = "there is nothing to print: the selected sections have nothing that such cards are made of";
            let help = "write a callout > [!WARNING], or **Compare: a vs b** above a table; or ask for other kinds with --cards";
            return Err(vec![Diagnostic::new("no-cards", Severity::Error, Place::Nowhere, message.into()).help(help)]);
        }
        if failed { Err(export.diagnostics) } else { Ok((export, sets)) }
    }

    fn set<'g>(
        &self,
        engine: &Engine,
        guide: &Guide,
        section: &'g Section,
    ) -> Result<(Option<Set<'g>>, Vec<Diagnostic>), Vec<Diagnostic>> {
        let started = Instant::now();
        let mut notes: Vec<Note<'_>> = card::notes(section, &self.lock);
        notes.retain(|note| self.kinds.contains(&note.kind()));
        let title = title(guide, section);
        let card = self.arrangement.card;
        let size = Size { width: round(card.width / MM), height: round(card.height / MM) };
        if notes.is_empty() {
            let message = "this section has nothing that such cards are made of; no sheets are made of it";
            return Ok((None, vec![Diagnostic::warning("no-cards", title, message)]));
        }
        let Deck { sheet, numbers, leaves, diagnostics } = typeset::deck(engine, guide, section, &notes, size)?;
        let ident = format!("revexport:{}:{}:cards", guide.manifest.id, section.id);
        let bytes = sheet.part(&guide.manifest, &ident, title)?;
        let milliseconds = started.elapsed().as_millis() as u64;
        Ok((Some(Set { section, numbers, leaves, faces: bytes, milliseconds }), diagnostics))
    }

    /// The files of one or several sections.
    fn artifacts(
        &self,
        engine: &Engine,
        selection: &Selection<'_>,
        sets: Vec<Set<'_>>,
    ) -> Result<Vec<Artifact>, Vec<Diagnostic>> {
        let started = Instant::now();
        let guide = selection.guide;
        let sections: Vec<&Section> = sets.iter().map(|set| set.section).collect();
        let Some(first) = sections.first() else { return Ok(Vec::new()) };
        let place = title(guide, first);
        let earlier: u64 = sets.iter().map(|set| set.milliseconds).sum();
        let cards = sets.iter().map(|set| set.numbers.len()).sum();
        let leaves: Vec<(usize, Leaf)> =
            sets.iter().enumerate().flat_map(|(i, set)| set.leaves.iter().map(move |leaf| (i, *leaf))).collect();
        let face = |i: usize, face: Face| match face {
            Face::Front => (leaves[i].0, leaves[i].1.front),
            Face::Back => (leaves[i].0, leaves[i].1.back),
        };
        let mut sides = self.arrangement.sides(leaves.len(), face);
        let stem = match self.job {
            Job::Sections => first.stem(),
            _ => selection.stem(),
        };
        let included = sections.iter().map(|section| section.number).collect::<Vec<_>>();
        let chosen = Selection { guide, whole: false, sections };
        let numbers: Vec<&str> = leaves.iter().map(|(set, leaf)| sets[*set].numbers[leaf.card].as_str()).collect();
        let words = Words {
            arrangement: &self.arrangement,
            manual: self.manual,
            title: &guide.manifest.title,
            selection: &chosen,
            numbers: &numbers,
        };
        let slug = self.arrangement.slug();
        let slips: Vec<Slip> = (0..sides.len()).map(|side| slip(&slug, words.of(side, sides.len()))).collect();
        let slips = typeset::slips(engine, &slips, place)?.part(&guide.manifest, "slips", place)?;
        let of_slips = sets.len();
        for (i, side) in sides.iter_mut().enumerate() {
            let at = Point { x: slug.room.x, y: slug.room.y };
            side.placements.push(Placement { source: of_slips, page: i, at, turn: slug.turn, scale: 1.0, clip: None });
        }
        let sources = read(sets.iter().map(|set| set.faces.as_slice()).chain([slips.as_slice()]))?;
        let file = |ending: &str, sides: Vec<Side>, duplex: Duplex| {
            let facts = vec![Fact::Pages(sides.len()), Fact::Cards(cards)];
            let bytes = impose(&sources, guide, sides, duplex)?;
            let name = format!("{stem}-cards{}{ending}.pdf", card::Kind::suffix(&self.kinds));
            let milliseconds = earlier + started.elapsed().as_millis() as u64;
            let sections = included.clone();
            Ok::<_, Vec<Diagnostic>>(Artifact { kind: Kind::Cards, name, sections, facts, bytes, milliseconds })
        };
        if self.manual {
            let (fronts, mut backs): (Vec<_>, Vec<_>) = sides.into_iter().enumerate().partition(|(i, _)| i % 2 == 0);
            // The stack comes out with its last sheet on top, and that is the first one the printer takes again.
            backs.reverse();
            let sides = |list: Vec<(usize, Side)>| list.into_iter().map(|(_, side)| side).collect();
            return Ok(vec![
                file("-fronts", sides(fronts), Duplex::Simplex)?,
                file("-backs", sides(backs), Duplex::Simplex)?,
            ]);
        }
        Ok(vec![file("", sides, self.duplex())?])
    }

    /// The edge the printer is asked to turn sheets about.
    fn duplex(&self) -> Duplex {
        match (self.arrangement.wish.gutterfold, self.arrangement.wish.flip) {
            (true, _) => Duplex::Simplex,
            (false, Flip::Long) => Duplex::LongEdge,
            (false, Flip::Short) => Duplex::ShortEdge,
        }
    }

    /// The sheet that measures a printer's offset.
    fn calibration(
        &self,
        engine: &Engine,
        selection: &Selection<'_>,
        paper: &str,
        started: Instant,
    ) -> Result<Export, Vec<Diagnostic>> {
        let guide = selection.guide;
        let Some(place) = guide.sections.first().map(|section| title(guide, section)) else {
            return Ok(Export::default());
        };
        let size = self.arrangement.paper;
        let (edge, upright) = (words::edge(self.arrangement.wish.flip), self.arrangement.turns_like_a_page());
        let sheet = typeset::calibration(engine, (size.width, size.height), edge, upright, place)?;
        let source = sheet.part(&guide.manifest, "calibration", place)?;
        let side = |page: usize, word: &str| {
            let at = Point::default();
            let placement = Placement { source: 0, page, at, turn: Turn::None, scale: 1.0, clip: None };
            Side { placements: vec![placement], ..Side::blank(size, word) }
        };
        let sides = vec![side(0, "front"), side(1, "back")];
        let artifact = Artifact {
            kind: Kind::Cards,
            name: format!("calibration-{paper}.pdf"),
            sections: Vec::new(),
            facts: vec![Fact::Pages(2)],
            bytes: impose(&read([source.as_slice()])?, guide, sides, self.duplex())?,
            milliseconds: started.elapsed().as_millis() as u64,
        };
        Ok(Export { artifacts: vec![artifact], ..Export::default() })
    }
}

fn read<'b>(files: impl IntoIterator<Item = &'b [u8]>) -> Result<Vec<Source>, Vec<Diagnostic>> {
    files.into_iter().map(|bytes| Source::read(bytes).map_err(|error| failed(&error))).collect()
}

fn impose(sources: &[Source], guide: &Guide, sides: Vec<Side>, duplex: Duplex) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let date = guide.manifest.date;
    let title = format!("{}: cards", guide.manifest.title);
    let plan = Plan { title, date: Some((date.year, date.month, date.day)), duplex, sides };
    print::impose(sources, &plan).map_err(|error| failed(&error))
}

fn slip(slug: &Slug, words: Vec<String>) -> Slip {
    let height = slug.room.width.min(slug.room.height);
    Slip { length: slug.length, height, parts: slug.parts, gutter: slug.gutter, words }
}

/// Where a section begins.
fn title(guide: &Guide, section: &Section) -> Span {
    Span::new(section.file, 0..guide.sources.file(section.file).line_range(1).end)
}

/// To a hundredth.
fn round(length: f64) -> f64 {
    (length * 100.0).round() / 100.0
}

fn failed(error: &PrintError) -> Vec<Diagnostic> {
    let message = format!("the sheets cannot be made: {error}");
    let help = "this is a fault of the tool; please report it with the command you gave";
    vec![Diagnostic::new("press-failed", Severity::Error, Place::Nowhere, message).help(help)]
}
