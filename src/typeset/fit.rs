//! The largest type that keeps a section on its leaf of paper.

use super::compile::{Press, Sheet};
use super::{Document, Engine, Layout, Paper, Settings, Theme, justify};
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
}

/// The pages a section may take: one leaf, both sides.
pub const PAGES: usize = 2;
/// The largest size tried, in twentieths of a point.
pub const LARGEST: u32 = 9 * 20;
/// The smallest size tried.
pub const SMALLEST: u32 = 7 * 20;
/// The size of a section that does not fit at the smallest.
pub const FALLBACK: u32 = 8 * 20;

/// A section, fitted.
pub struct Fitted {
    /// The pages.
    pub sheet: Sheet,
    /// How they were set.
    pub settings: Settings,
    /// What was added to each gap between its blocks, in points.
    pub slack: Vec<f64>,
    /// What is to be said: characters without a glyph, a section that takes too many pages.
    pub diagnostics: Vec<Diagnostic>,
    /// How often the engine ran.
    pub runs: usize,
}

/// Sets a section as wished. The result depends on the text and the wish alone.
///
/// # Errors
///
/// What the engine found wrong, at the Markdown it comes from.
pub fn fit(
    engine: &Engine,
    document: &Document,
    layout: &Layout,
    wish: &Wish,
    section: Span,
) -> Result<Fitted, Vec<Diagnostic>> {
    let settings = Settings {
        paper: wish.paper,
        landscape: wish.landscape,
        theme: wish.theme,
        columns: wish.columns.unwrap_or(4),
        size: wish.size.unwrap_or_else(|| guess(document.lines)),
    };
    let mut press = Press::new(engine, document, layout, &settings);
    let mut search = Search { press: &mut press, document, section, runs: 0 };
    let mut notes = Vec::new();
    let (sheet, settings) = match wish.size {
        Some(_) => (search.run(&settings)?, settings),
        None => {
            let first = search.largest(settings, SMALLEST)?;
            let best = match (first, wish.columns) {
                // Three columns are worth a try only where they give larger type than four.
                (Some((sheet, found)), None) if found.size < LARGEST => {
                    let three = search.largest(Settings { columns: 3, ..found }, found.size + 1)?;
                    Some(three.unwrap_or((sheet, found)))
                }
                (None, None) => search.largest(Settings { columns: 3, ..settings }, SMALLEST)?,
                (first, _) => first,
            };
            match best {
                Some(best) => best,
                None => {
                    let settings = Settings { size: FALLBACK, ..settings };
                    let sheet = search.run(&settings)?;
                    notes.push(
                        Diagnostic::warning(
                            "more-than-a-leaf",
                            section,
                            format!("this section takes {} pages at 8 pt", sheet.pages()),
                        )
                        .help("shorten it by about a quarter to fit one leaf of paper, or print it as it is"),
                    );
                    (sheet, settings)
                }
            }
        }
    };
    let (sheet, slack) = search.justified(sheet, &settings)?;
    let runs = search.runs;
    notes.extend(sheet.missing_glyphs(&press, document, section));
    Ok(Fitted { sheet, settings, slack, diagnostics: notes, runs })
}

struct Search<'s, 'e> {
    press: &'s mut Press<'e>,
    document: &'s Document,
    section: Span,
    runs: usize,
}

impl Search<'_, '_> {
    fn run(&mut self, settings: &Settings) -> Result<Sheet, Vec<Diagnostic>> {
        self.runs += 1;
        // What the engine remembers of sizes before the last is of no use; with it, memory grows with every run.
        comemo::evict(2);
        self.press.run(self.document, settings, &[], self.section)
    }

    /// The sheet with what its columns have left over shared out; as it is, if that would move text to another column.
    fn justified(&mut self, sheet: Sheet, settings: &Settings) -> Result<(Sheet, Vec<f64>), Vec<Diagnostic>> {
        let slack = justify::slack(&sheet, self.press, self.document, settings);
        if slack.iter().all(|points| *points == 0.0) {
            return Ok((sheet, Vec::new()));
        }
        self.runs += 1;
        let justified = self.press.run(self.document, settings, &slack, self.section)?;
        let columns = |sheet: &Sheet| -> Vec<(usize, usize)> {
            let runs = sheet.runs(self.press, self.document.body, settings.columns);
            runs.iter().map(|run| (run.offset, run.column)).collect()
        };
        Ok(if columns(&justified) == columns(&sheet) { (justified, slack) } else { (sheet, Vec::new()) })
    }

    /// The largest size from `least` up to [`LARGEST`] that keeps the section on its pages; none if `least` does not.
    ///
    /// Text fills an area that grows with the square of its size, so one run predicts the answer; from two runs, one that
    /// fits and one that does not, it is found between them. The last two runs are the answer and the size above it.
    fn largest(&mut self, from: Settings, least: u32) -> Result<Option<(Sheet, Settings)>, Vec<Diagnostic>> {
        let full = PAGES as f64;
        let (mut low, mut high) = (least, LARGEST + 1);
        // The nearest sizes known to fit and not to, with the pages they fill.
        let mut below: Option<(u32, f64)> = None;
        let mut above: Option<(u32, f64)> = None;
        let mut best = None;
        let mut next = from.size.clamp(least, LARGEST);
        while low < high {
            let settings = Settings { size: next, ..from };
            let sheet = self.run(&settings)?;
            let fill = sheet.fill(settings.columns).max(0.05);
            if sheet.pages() <= PAGES {
                low = next + 1;
                below = Some((next, fill));
                best = Some((sheet, settings));
            } else {
                high = next;
                above = Some((next, fill));
            }
            let predicted = match (below, above) {
                (Some((a, in_a)), Some((b, in_b))) if in_b > in_a => {
                    f64::from(a) + f64::from(b - a) * ((full - in_a) / (in_b - in_a)).clamp(0.0, 1.0)
                }
                _ => f64::from(next) * (full / fill).sqrt(),
            };
            // Never outside what is still open.
            next = (predicted as u32).clamp(low, high.saturating_sub(1).max(low));
        }
        Ok(best)
    }
}

/// The lines, in columns of 44 characters, that fill a leaf of A4 at [`FALLBACK`] in four columns: measured on the guide.
const LEAF: f64 = 449.0;

/// About the size at which so many lines fill a leaf: where to begin.
fn guess(lines: f64) -> u32 {
    let size = f64::from(FALLBACK) * (LEAF / lines.max(1.0)).sqrt();
    (size as u32).clamp(SMALLEST, LARGEST)
}
