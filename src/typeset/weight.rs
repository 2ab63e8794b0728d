//! What weighs most in a section that is too long.

use super::compile::{Press, Sheet};
use super::fit::Fit;
use super::justify::Columns;
use super::{Document, Settings};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// How many blocks are named.
const NAMED: usize = 3;

/// The error for a section that needs more pages than it may have at the smallest size; `sheet` is that size's.
pub fn impossible(
    sheet: &Sheet,
    press: &Press<'_>,
    document: &Document,
    settings: &Settings,
    fit: &Fit,
    section: Span,
) -> Diagnostic {
    let count = |n: usize| if n == 1 { "1 page".to_owned() } else { format!("{n} pages") };
    let (pages, size) = (sheet.pages(), settings.points());
    let over = pages.saturating_sub(fit.pages);
    let message =
        format!("at {size} pt this section takes {}, {} more than the {} asked for", count(pages), over, fit.pages);
    let help = format!("allow {}, allow smaller type with --min-size, or shorten what weighs most", count(pages));
    let mut diagnostic = Diagnostic::error("fit-impossible", section, message).help(help);
    for (span, share) in heaviest(&sheet.columns(press, document, settings), document, settings) {
        diagnostic = diagnostic.label(span, format!("this alone takes {:.0} % of a page", 100.0 * share));
    }
    diagnostic
}

/// The largest blocks, as parts of a page.
fn heaviest(pages: &[Columns], document: &Document, settings: &Settings) -> Vec<(Span, f64)> {
    let weights = weights(pages, settings.columns);
    let whole = pages.iter().flat_map(|page| (0..settings.columns).filter_map(|column| page.extent(column)));
    let height = whole.map(|extent| extent.end - extent.start).fold(1.0, f64::max) * settings.columns as f64;
    let mut blocks: Vec<(Span, f64)> = document
        .gaps
        .iter()
        .zip(weights.iter().skip(1))
        .filter_map(|(gap, weight)| Some((document.origin(&(gap.offset..gap.offset + 1))?, weight / height)))
        .collect();
    blocks.sort_by(|a, b| b.1.total_cmp(&a.1));
    blocks.truncate(NAMED);
    blocks
}

/// The height of each block: first what stands in front of the first mark, then what stands behind each.
pub fn weights(pages: &[Columns], columns: usize) -> Vec<f64> {
    let mut weights = vec![0.0];
    for page in pages {
        let first = weights.len();
        weights.extend(std::iter::repeat_n(0.0, page.marks.len()));
        for column in 0..columns {
            let Some(extent) = page.extent(column) else { continue };
            let own: Vec<(usize, f64)> = page
                .marks
                .iter()
                .enumerate()
                .filter(|(_, mark)| mark.0 == column)
                .map(|(i, mark)| (first + i, mark.1))
                .collect();
            // What stands above a column's first mark goes on from the column before.
            let before = own.first().map_or(first.saturating_sub(1), |(i, _)| i.saturating_sub(1));
            let mut at = (before, extent.start);
            for next in own.into_iter().chain([(0, extent.end)]) {
                weights[at.0] += (next.1 - at.1).max(0.0);
                at = next;
            }
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::frames::Part;
    use crate::typeset::justify::Grid;

    #[test]
    fn a_block_weighs_what_it_takes_in_all_its_columns() {
        let grid = Grid::new(210.0, 10.0, 12.0, 2);
        let part = |column: usize, top, bottom| (column, Part { x: grid.left(column), top, bottom, width: 0.0 });
        let page = Columns {
            grid,
            parts: vec![part(0, 10.0, 40.0), part(0, 45.0, 100.0), part(1, 10.0, 30.0), part(1, 40.0, 60.0)],
            marks: vec![(0, 10.0), (0, 45.0), (1, 40.0)],
            end: f64::MAX,
            foot: f64::MAX,
            height: 100.0,
        };
        assert_eq!(weights(&[page], 2), [0.0, 35.0, 55.0 + 30.0, 20.0]);
    }
}
