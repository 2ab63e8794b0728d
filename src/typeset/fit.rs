//! The largest type that keeps a section on its leaf of paper.

use super::compile::{Press, Sheet};
use super::justify::Levelling;
use super::packing::Packing;
use super::{Document, Engine, Layout, Paper, Settings, Theme, justify, page_check, weight};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// What is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wish {
    /// The paper.
    pub paper: Paper,
    /// Whether it lies on its long side.
    pub landscape: bool,
    /// How it looks.
    pub theme: Theme,
    /// The columns; none for three or four, whichever gives the larger type.
    pub columns: Option<usize>,
    /// The size in twentieths of a point; none for the largest that fits.
    pub size: Option<u32>,
    /// Whether type that is a little smaller is as good, where it saves a page of a few lines.
    pub thrifty: bool,
    /// What to fit the section to, where no size is given.
    pub fit: Fit,
}

impl Wish {
    /// The largest size that may be tried, in twentieths of a point.
    pub fn largest(&self) -> u32 {
        self.size.unwrap_or(self.fit.largest)
    }
}

/// How many pages a section may take, and in what type. Sizes are in twentieths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// The pages.
    pub pages: usize,
    /// The smallest size tried.
    pub smallest: u32,
    /// The largest size tried.
    pub largest: u32,
    /// The size of a section that does not fit at the smallest; none where that is an error.
    pub fallback: Option<u32>,
}

impl Default for Fit {
    /// One leaf of paper, both sides, at 7 to 9 points, and what does not fit there at 8.
    fn default() -> Fit {
        Fit { pages: 2, smallest: 7 * 20, largest: 9 * 20, fallback: Some(8 * 20) }
    }
}

/// A section, fitted.
pub struct Fitted {
    /// The pages.
    pub sheet: Sheet,
    /// How they were set.
    pub settings: Settings,
    /// How its blocks were moved.
    pub levelling: Levelling,
    /// What is to be said: characters without a glyph, a section that takes too many pages.
    pub diagnostics: Vec<Diagnostic>,
    /// How often the engine ran.
    pub runs: usize,
}

/// Sets a section as wished. The result depends on the text and the wish alone.
///
/// # Errors
///
/// What the engine found wrong, at the Markdown it comes from; a section that cannot be fitted, and what weighs most in it.
pub fn fit(
    engine: &Engine,
    document: &Document,
    layout: &Layout,
    wish: &Wish,
    section: Span,
) -> Result<Fitted, Vec<Diagnostic>> {
    let Fit { smallest, largest, fallback, .. } = wish.fit;
    let settings = Settings {
        paper: wish.paper,
        landscape: wish.landscape,
        theme: wish.theme,
        columns: wish.columns.unwrap_or(4),
        size: wish.size.unwrap_or_else(|| guess(document.lines[0], wish)),
    };
    let mut press = Press::new(engine, document, layout, &settings);
    let mut search = Search { press: &mut press, document, section, fit: wish.fit, runs: 0 };
    let mut notes = Vec::new();
    let (sheet, settings) = match wish.size {
        Some(_) => {
            let sheet = search.run(&settings, None)?;
            let fewer = if wish.thrifty { search.fewer(&sheet, &settings)? } else { None };
            fewer.unwrap_or((sheet, settings))
        }
        None => {
            let first = search.largest(settings, smallest)?;
            let best = match (first, wish.columns) {
                // Three columns are worth a try only where they could give larger type than four.
                (Some((sheet, found)), None)
                    if found.size < largest && document.lines[1] < THREE * document.lines[0] =>
                {
                    let three = search.largest(Settings { columns: 3, ..found }, found.size + 1)?;
                    Some(three.unwrap_or((sheet, found)))
                }
                (None, None) => search.largest(Settings { columns: 3, ..settings }, smallest)?,
                (first, _) => first,
            };
            match (best, fallback) {
                (Some(best), _) => best,
                (None, Some(size)) => {
                    let settings = Settings { size, ..settings };
                    let sheet = search.run(&settings, None)?;
                    notes.push(too_long(section, &sheet, &settings));
                    (sheet, settings)
                }
                (None, None) => {
                    let settings = Settings { size: smallest, ..settings };
                    let sheet = search.run(&settings, None)?;
                    return Err(vec![weight::impossible(
                        &sheet,
                        search.press,
                        document,
                        &settings,
                        &wish.fit,
                        section,
                    )]);
                }
            }
        }
    };
    if wish.size.is_none() && fallback.is_none() && sheet.pages() < wish.fit.pages {
        notes.push(too_short(section, &sheet, &settings, &wish.fit));
    }
    let (sheet, spare) = match wish.size {
        Some(_) => (sheet, None),
        None => search.level(sheet, &settings)?,
    };
    let levelling = Levelling::new(spare, sheet.columns(search.press, document, &settings), document, &settings);
    let sheet = sheet.levelled(&levelling);
    let runs = search.runs;
    notes.extend(sheet.missing_glyphs(&press, document, section));
    notes.extend(page_check::check(&sheet, &press, document, &settings, section));
    Ok(Fitted { sheet, settings, levelling, diagnostics: notes, runs })
}

fn too_short(section: Span, sheet: &Sheet, settings: &Settings, fit: &Fit) -> Diagnostic {
    let pages = if sheet.pages() == 1 { "1 page".into() } else { format!("{} pages", sheet.pages()) };
    let message =
        format!("at {} pt this section takes {pages}, fewer than the {} asked for", settings.points(), fit.pages);
    Diagnostic::warning("fit-short", section, message).help("ask for fewer pages, or allow larger type with --max-size")
}

fn too_long(section: Span, sheet: &Sheet, settings: &Settings) -> Diagnostic {
    let message = format!("this section takes {} pages at {} pt", sheet.pages(), settings.points());
    Diagnostic::warning("more-than-a-leaf", section, message)
        .help("shorten it by about a quarter to fit one leaf of paper, or print it as it is")
}

/// A sheet, and what stays empty at its last page's foot: behind which gap, and points.
type Spared = (Sheet, Option<(usize, f64)>);

struct Search<'s, 'e> {
    press: &'s mut Press<'e>,
    document: &'s Document,
    section: Span,
    fit: Fit,
    runs: usize,
}

impl Search<'_, '_> {
    fn run(&mut self, settings: &Settings, spare: Option<(usize, f64)>) -> Result<Sheet, Vec<Diagnostic>> {
        self.runs += 1;
        // What the engine remembers of sizes before the last is of no use; with it, memory grows with every run.
        super::forget(1);
        self.press.run(self.document, settings, spare, self.section)
    }

    /// The sheet with the columns of its last page as low as their content allows, and so level.
    ///
    /// Blocks that stay whole need more than their part of the height, so how low the columns can be is found by packing
    /// blocks into them; where the engine packs them otherwise, a little more is tried.
    fn level(&mut self, sheet: Sheet, settings: &Settings) -> Result<Spared, Vec<Diagnostic>> {
        let line = 1.2 * settings.points();
        let pages = sheet.columns(self.press, self.document, settings);
        let shares = justify::shares(self.document, &pages);
        let level = shares.is_some_and(|shares| justify::levels(&pages, &shares, settings));
        let below = justify::below(&pages, settings).filter(|_| !level);
        let packing = Packing::new(self.document, &pages, settings, sheet.fill(settings.columns));
        let (Some((gap, height)), Some(packing)) = (below, packing) else { return Ok((sheet, None)) };
        let most = packing.spare(height);
        for spare in [most, most - line] {
            if spare < line {
                break;
            }
            let levelled = self.run(settings, Some((gap, spare)))?;
            if levelled.pages() == sheet.pages() {
                return Ok((levelled, Some((gap, spare))));
            }
        }
        Ok((sheet, None))
    }

    /// The section on a page less, where its last page holds but a few lines and type that is hardly smaller is enough.
    fn fewer(&mut self, sheet: &Sheet, settings: &Settings) -> Result<Option<(Sheet, Settings)>, Vec<Diagnostic>> {
        let fill = sheet.fill(settings.columns);
        let pages = sheet.pages().saturating_sub(1);
        if pages == 0 || fill - pages as f64 > FEW {
            return Ok(None);
        }
        let least = (f64::from(settings.size) * HARDLY) as u32;
        let columns = sheet.columns(self.press, self.document, settings);
        let packing = Packing::new(self.document, &columns, settings, fill);
        let Some(size) = packing.and_then(|packing| packing.largest(pages, least, settings.size.saturating_sub(1)))
        else {
            return Ok(None);
        };
        for size in std::collections::BTreeSet::from([least, size]).into_iter().rev() {
            let settings = Settings { size, ..*settings };
            let sheet = self.run(&settings, None)?;
            if sheet.pages() <= pages {
                return Ok(Some((sheet, settings)));
            }
        }
        Ok(None)
    }

    /// The largest size from `least` up to the largest allowed that keeps the section on its pages; none if `least` does not.
    ///
    /// One run tells how high the blocks are, and with that how they would fill columns in another size. The size so found is
    /// tried, and the one above it: the last two runs are the answer and that. Where blocks cannot be told apart, a run still
    /// predicts the answer, for text fills an area that grows with the square of its size. Wherever predictions miss, the
    /// search goes on in steps that double, and between a size that fits and one that does not it halves.
    fn largest(&mut self, from: Settings, least: u32) -> Result<Option<(Sheet, Settings)>, Vec<Diagnostic>> {
        let (mut low, mut high) = (least, self.fit.largest + 1);
        let mut best: Option<(Sheet, Settings)> = None;
        let mut next = from.size.clamp(least, self.fit.largest);
        let mut step = 1;
        let mut misses = 0;
        let mut known: Vec<(bool, Packing)> = Vec::new();
        while low < high {
            let settings = Settings { size: next, ..from };
            let sheet = self.run(&settings, None)?;
            let fits = sheet.pages() <= self.fit.pages;
            let predicted = self.predict(&sheet, &settings, &mut known, (low, high - 1));
            if fits {
                low = next + 1;
                best = Some((sheet, settings));
            } else {
                high = next;
            }
            if low >= high {
                break;
            }
            let bracketed = best.is_some() && high <= self.fit.largest;
            misses += 1;
            next = match fits {
                // Predictions that go on missing are left alone.
                _ if bracketed && misses > PATIENCE => (low + high) / 2,
                // This size was predicted, and the one above it is tried to be sure.
                true if predicted < low => {
                    let next = low + step - 1;
                    step *= 2;
                    next
                }
                false if predicted >= high => {
                    let next = high.saturating_sub(step);
                    step *= 2;
                    next
                }
                _ => predicted,
            };
            // Never outside what is still open.
            next = next.clamp(low, high - 1);
        }
        Ok(best)
    }

    /// The largest size that keeps the section on its pages, as far as runs can tell; `open` are the least and the largest
    /// size that may be it, `known` what runs before told.
    fn predict(
        &mut self,
        sheet: &Sheet,
        settings: &Settings,
        known: &mut Vec<(bool, Packing)>,
        open: (u32, u32),
    ) -> u32 {
        let fill = sheet.fill(settings.columns).max(0.05);
        let pages = sheet.columns(self.press, self.document, settings);
        if let Some(mut packing) = Packing::new(self.document, &pages, settings, fill) {
            let fits = sheet.pages() <= self.fit.pages;
            // A size on the other side of the answer tells how blocks grow on the way to it.
            let across = known.iter().filter(|(other, _)| *other != fits).map(|(_, packing)| packing);
            if let Some(near) = across.min_by_key(|packing| packing.size().abs_diff(settings.size)) {
                packing.learn(near);
            }
            let predicted = packing.largest(self.fit.pages, open.0, open.1).unwrap_or(open.0);
            known.push((fits, packing));
            return predicted;
        }
        let full = self.fit.pages as f64;
        let edge = if sheet.pages() <= self.fit.pages { full - JUST_FITS } else { full + JUST_FAILS };
        (f64::from(settings.size) * (edge / fill).sqrt()) as u32
    }
}

/// A few lines are less than this share of a page; hardly smaller is not below this share of the size.
const FEW: f64 = 0.22;
const HARDLY: f64 = 0.96;

/// After so many runs predictions are no longer followed.
const PATIENCE: usize = 5;

/// How far from full pages are at the largest size that fits, and at the size above it: medians, measured on the guide.
const JUST_FITS: f64 = 0.045;
const JUST_FAILS: f64 = 0.08;

/// Three columns hold three quarters of the lines. A section that needs more of them than this share of what it needs in four
/// columns has smaller type there; the estimate's own error is allowed for.
const THREE: f64 = 0.79;

/// The lines, in columns of 44 characters, that fill a leaf of A4 at 8 points in four columns: measured on the guide.
const LEAF: f64 = 449.0;

/// About the size at which so many lines fill the pages: where to begin.
fn guess(lines: f64, wish: &Wish) -> u32 {
    let area = |paper: Paper| paper.millimetres().0 * paper.millimetres().1;
    let room = LEAF * wish.fit.pages as f64 / 2.0 * area(wish.paper) / area(Paper::A4);
    let size = 160.0 * (room / lines.max(1.0)).sqrt();
    (size as u32).clamp(wish.fit.smallest, wish.fit.largest)
}
