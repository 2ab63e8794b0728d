//! Finished sheets of the typesetter → press sheets: one booklet, or one file of several pages a side, for a selection.

use crate::artifact::{Artifact, Fact, Kind};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::parallel;
use crate::print::press::{self, Edge, Misfit, Page, Sheets, Work};
use crate::print::{self, Duplex, Plan, PrintError, Side, Size, Source};
use crate::selection::Selection;
use crate::source::Span;
use crate::typeset::{self, Engine, Slip};
use std::time::Instant;

/// The smallest type that is printed, in points, unless another is asked for.
pub const FLOOR: f64 = 6.0;

/// How the pages of a selection are put on sheets.
#[derive(Clone, Copy, Debug)]
pub struct Press {
    /// Where pages go.
    pub press: press::Press,
    /// Whether the user turns the sheets: fronts and backs are two files.
    pub manual: bool,
}

impl Press {
    /// The size, in twentieths of a point, that pages have to be set in so that none is printed below `floor` points, and the scale
    /// at which they are printed; none if they already are large enough.
    pub fn larger(&self, finished: &[Artifact], floor: f64) -> Result<Option<(u32, f64)>, Vec<Diagnostic>> {
        let scale = self.scale(finished)?;
        let small = finished.iter().filter_map(size).any(|points| points * scale < floor - 1e-9);
        Ok(small.then(|| ((floor / scale * 20.0 - 1e-6).ceil() as u32, scale)))
    }

    /// Says so where pages are printed in type below `floor` points.
    pub fn legible(&self, finished: &[Artifact], floor: f64) -> Result<(), Vec<Diagnostic>> {
        let scale = self.scale(finished)?;
        let points = finished.iter().filter_map(size).fold(f64::INFINITY, f64::min);
        if points * scale >= floor - 1e-9 {
            return Ok(());
        }
        let message = format!(
            "type of {points:.2} pt is printed at {:.0} %: {:.1} pt, which is below {floor} pt",
            scale * 100.0,
            points * scale
        );
        let help =
            format!("set it in {:.2} pt at least with --font-size, or leave the size to the program", floor / scale);
        Err(vec![Diagnostic::new("illegible", Severity::Error, Place::Nowhere, message).help(help)])
    }

    /// The pages of files, one after the other. In a booklet each file begins on a right-hand page, as it does by itself.
    fn pages(&self, sources: &[Source]) -> Vec<Option<Page>> {
        let mut pages = Vec::new();
        for (source, file) in sources.iter().enumerate() {
            if matches!(self.press.work, Work::Booklet { .. }) && pages.len() % 2 == 1 {
                pages.push(None);
            }
            let of = |(page, size): (usize, &Size)| Some(Page { source, page, size: *size });
            pages.extend(file.sizes().iter().enumerate().map(of));
        }
        pages
    }

    fn scale(&self, finished: &[Artifact]) -> Result<f64, Vec<Diagnostic>> {
        let pages = self.pages(&sources(finished)?);
        self.press.sheets(&pages).map(|sheets| sheets.scale).map_err(|misfit| misfits(&misfit))
    }

    /// The layout of pages where none is named.
    pub fn layout(&self) -> &'static str {
        match self.press.work {
            Work::Booklet { .. } => "pocket",
            Work::Grid { .. } => "sheet",
        }
    }

    /// Puts finished PDFs on sheets, in their order. `stem` is how their file's name begins; `place` stands for where, should the words about sheets not be set.
    pub fn impose(
        &self,
        engine: &Engine,
        selection: &Selection<'_>,
        finished: &[Artifact],
        stem: &str,
        place: Span,
    ) -> Result<Vec<Artifact>, Vec<Diagnostic>> {
        let started = Instant::now();
        let guide = selection.guide;
        let mut sources = sources(finished)?;
        let pages = self.pages(&sources);
        let mut sheets = self.press.sheets(&pages).map_err(|misfit| misfits(&misfit))?;
        let slips = slips(&sheets, &self.words(&sheets, &guide.manifest.title));
        let slips = typeset::slips(engine, &slips, place)?.part(&guide.manifest, "revexport:slips", place)?;
        sheets.add_slugs(sources.len());
        sources.push(Source::read(&slips).map_err(|error| failed(&error))?);
        let (scale, one_sided, duplex) = (sheets.scale, sheets.one_sided, sheets.duplex());
        let sides = sheets.printed(|source, page| sources[source].sizes()[page]);
        let earlier: u64 = finished.iter().map(|artifact| artifact.milliseconds).sum();
        let size = finished.iter().filter_map(size).fold(f64::INFINITY, f64::min);
        let date = guide.manifest.date;
        let file = |ending: &str, sides: Vec<Side>, duplex| -> Result<Artifact, Vec<Diagnostic>> {
            let mut facts = vec![Fact::Pages(sides.len())];
            if size.is_finite() {
                facts.push(Fact::Size(size * scale));
            }
            let title = format!("{}: {}", guide.manifest.title, self.kind());
            let plan = Plan { title, date: Some((date.year, date.month, date.day)), duplex, sides };
            Ok(Artifact {
                kind: Kind::Pdf,
                name: format!("{stem}-{}{ending}.pdf", self.kind()),
                sections: finished.iter().flat_map(|artifact| artifact.sections.clone()).collect(),
                facts,
                bytes: print::impose(&sources, &plan).map_err(|error| failed(&error))?,
                milliseconds: earlier + started.elapsed().as_millis() as u64,
            })
        };
        if !self.manual || one_sided {
            return Ok(vec![file("", sides, duplex)?]);
        }
        let (fronts, mut backs): (Vec<_>, Vec<_>) = sides.into_iter().enumerate().partition(|(i, _)| i % 2 == 0);
        // The stack comes out with its last sheet on top, and that is the first one the printer takes again.
        backs.reverse();
        let plain = |sides: Vec<(usize, Side)>| sides.into_iter().map(|(_, side)| side).collect();
        Ok(vec![file("-fronts", plain(fronts), Duplex::Simplex)?, file("-backs", plain(backs), Duplex::Simplex)?])
    }

    /// `booklet`, `2up`.
    fn kind(&self) -> String {
        match self.press.work {
            Work::Booklet { .. } => "booklet".into(),
            Work::Grid { cells, .. } => format!("{cells}up"),
        }
    }

    /// What stands on each side: which sheet it is, and how it is printed.
    fn words(&self, sheets: &Sheets, title: &str) -> Vec<Vec<String>> {
        let edge = match sheets.edge {
            Edge::Long => "long",
            Edge::Short => "short",
        };
        let count = sheets.count();
        let after = match self.press.work {
            Work::Booklet { signature: None, .. } => "then fold all sheets together",
            Work::Booklet { .. } => "then fold by signatures",
            Work::Grid { gutterfold: true, .. } => "then fold in the middle",
            Work::Grid { order: print::imposition::Order::Cutting, .. } => "then cut the stack, and lay pile on pile",
            Work::Grid { .. } => "",
        };
        let side = |i: usize| {
            let back = !sheets.one_sided && i % 2 == 1;
            let sheet = if sheets.one_sided { i } else { i / 2 } + 1;
            let which = match (sheets.one_sided, back) {
                (true, _) => format!("Sheet {sheet} of {count}"),
                (false, false) => format!("Sheet {sheet} of {count}, front"),
                (false, true) => format!("Sheet {sheet} of {count}, back"),
            };
            let how = match (sheets.one_sided, self.manual, back) {
                (true, _, _) => "print on one side, 100 %".into(),
                (false, false, _) => format!("duplex, flip on the {edge} edge, 100 %"),
                (false, true, false) => {
                    format!("fronts first, 100 %; turn the stack about its {edge} edge and print the backs on it")
                }
                (false, true, true) => format!("backs, last sheet first, flip on the {edge} edge, 100 %"),
            };
            let mut words = vec![which, how];
            words.extend((!after.is_empty()).then(|| after.to_owned()));
            words.push(title.to_owned());
            words
        };
        (0..sheets.sides.len()).map(side).collect()
    }
}

fn slips(sheets: &Sheets, words: &[Vec<String>]) -> Vec<Slip> {
    let slug = sheets.slug;
    let slip = |words: &Vec<String>| Slip {
        length: slug.length,
        height: slug.height,
        parts: slug.parts,
        gutter: 0.0,
        words: words.clone(),
    };
    words.iter().map(slip).collect()
}

/// The size of the body type, in points.
fn size(artifact: &Artifact) -> Option<f64> {
    artifact.facts.iter().find_map(|fact| match fact {
        Fact::Size(points) => Some(*points),
        _ => None,
    })
}

fn sources(finished: &[Artifact]) -> Result<Vec<Source>, Vec<Diagnostic>> {
    let files: Vec<&Artifact> = finished.iter().collect();
    let read = |artifact: &Artifact| Source::read(&artifact.bytes).map_err(|error| failed(&error));
    parallel::map(files, read).into_iter().collect()
}

fn failed(error: &PrintError) -> Vec<Diagnostic> {
    let message = format!("the sheets cannot be put together: {error}");
    vec![Diagnostic::new("press-failed", Severity::Error, Place::Nowhere, message)]
}

fn misfits(misfit: &Misfit) -> Vec<Diagnostic> {
    vec![
        Diagnostic::new("press-misfit", Severity::Error, Place::Nowhere, misfit.to_string())
            .help("change --margin, --gutter or --paper"),
    ]
}
