//! One size for all sections of a file that is to have so many pages.

use super::{Pdf, title};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::guide::Section;
use crate::parallel;
use crate::selection::Selection;
use crate::typeset::{self, Engine, Fit, Links, Settings};

/// A size, in twentieths of a point, and the pages the file has in it.
#[derive(Clone, Copy, Debug)]
struct Tried {
    size: u32,
    pages: usize,
}

impl Pdf {
    /// The largest size, in twentieths of a point, at which the merged file has no more pages than asked for, with a note where
    /// it has fewer.
    ///
    /// # Errors
    ///
    /// A file that is too long at the smallest size: by how much, and what the longest sections are.
    pub(super) fn common_size(
        &self,
        engine: &Engine,
        selection: &Selection<'_>,
        fit: &Fit,
    ) -> Result<(u32, Vec<Diagnostic>), Vec<Diagnostic>> {
        let (mut low, mut high) = (fit.smallest, fit.largest + 1);
        let mut best: Option<Tried> = None;
        let mut next = self.layout.defaults.size.clamp(low, fit.largest);
        loop {
            let counts = self.counts(engine, selection, next)?;
            let tried = Tried { size: next, pages: typeset::merged_pages(&counts) };
            let fits = tried.pages <= fit.pages;
            // Text fills an area that grows with the square of its size.
            let predicted = f64::from(next) * (fit.pages as f64 / tried.pages as f64).sqrt();
            if fits {
                low = next + 1;
                best = Some(tried);
            } else {
                high = next;
            }
            if low >= high {
                return match best {
                    Some(best) => Ok((best.size, short(best, fit).into_iter().collect())),
                    None => Err(vec![impossible(selection, &counts, tried, fit)]),
                };
            }
            next = match best {
                Some(_) if high <= fit.largest => (low + high) / 2,
                _ => predicted as u32,
            };
            next = next.clamp(low, high - 1);
        }
    }

    /// The pages of each section in a size.
    fn counts(&self, engine: &Engine, selection: &Selection<'_>, size: u32) -> Result<Vec<usize>, Vec<Diagnostic>> {
        let settings = Settings { size, ..self.settings() };
        let counts = parallel::map(selection.sections.clone(), |section: &Section| {
            let document = self.document(selection.guide, section, Links::new(selection.guide, [section.number]));
            let place = title(selection.guide, section);
            let sheet = typeset::compile(engine, &document, &self.layout, &settings, place);
            typeset::forget(0);
            sheet.map(|sheet| sheet.pages())
        });
        counts.into_iter().collect()
    }
}

fn pages(n: usize) -> String {
    if n == 1 { "1 page".into() } else { format!("{n} pages") }
}

fn short(best: Tried, fit: &Fit) -> Option<Diagnostic> {
    (best.pages < fit.pages).then(|| {
        let points = f64::from(best.size) / 20.0;
        let message =
            format!("at {points} pt the file has {}, fewer than the {} asked for", pages(best.pages), fit.pages);
        let help = match best.size == fit.largest {
            true => "ask for fewer pages, or allow larger type with --max-size",
            false => "larger type would need more than asked for: every section begins on a front side",
        };
        Diagnostic::new("fit-short", Severity::Warning, Place::Nowhere, message).help(help)
    })
}

/// How many sections are named.
const NAMED: usize = 3;

fn impossible(selection: &Selection<'_>, counts: &[usize], tried: Tried, fit: &Fit) -> Diagnostic {
    let points = f64::from(tried.size) / 20.0;
    let over = tried.pages.saturating_sub(fit.pages);
    let message = format!(
        "at {points} pt the file has {}, {over} more than the {} asked for: every section begins on a front side, behind the contents",
        pages(tried.pages),
        fit.pages
    );
    let mut longest: Vec<(&Section, usize)> = selection.sections.iter().copied().zip(counts.iter().copied()).collect();
    longest.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut diagnostic = Diagnostic::new("fit-impossible", Severity::Error, Place::Nowhere, message)
        .help(format!("allow {}, select fewer sections, or allow smaller type with --min-size", pages(tried.pages)));
    for (section, count) in longest.into_iter().take(NAMED).filter(|(_, count)| *count > 1) {
        diagnostic = diagnostic.label(title(selection.guide, section), format!("this section takes {}", pages(count)));
    }
    diagnostic
}
