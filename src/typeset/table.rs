//! How wide a table's columns are, relative to each other.

use crate::guide::{Table, plain};

/// Characters of text that one column of the page holds, for tables: what shares are computed for.
const BUDGET: usize = 50;

/// The shares of the columns, and whether the table should run across all columns of the page.
pub struct Widths {
    pub shares: Vec<usize>,
    pub wide: bool,
}

/// Looks for shares that make the rows low: every column gets its longest word, then the space left over goes, one
/// character at a time, to the column that saves the most lines.
pub fn widths(table: &Table) -> Widths {
    let columns = table.header.len();
    let cells: Vec<Vec<usize>> = std::iter::once(&table.header)
        .chain(&table.rows)
        .map(|row| row.iter().map(|cell| plain(&cell.text).chars().count()).collect())
        .collect();
    let longest_word = |column: usize| {
        std::iter::once(&table.header)
            .chain(&table.rows)
            .filter_map(|row| row.get(column))
            .flat_map(|cell| {
                let text = plain(&cell.text);
                text.split([' ', '-', '/']).map(|word| piece_width(word)).collect::<Vec<_>>()
            })
            .max()
            .unwrap_or(1)
            .max(3)
    };
    let mut shares: Vec<usize> = (0..columns).map(longest_word).collect();
    let needed: usize = shares.iter().sum::<usize>() + 2 * columns.saturating_sub(1);
    let wide = needed > BUDGET + 4 && columns > 3;
    let budget = if wide { 4 * BUDGET } else { BUDGET };
    let mut left = budget.saturating_sub(needed);
    let height = |shares: &[usize]| -> usize {
        cells
            .iter()
            .map(|row| row.iter().zip(shares).map(|(length, share)| lines(*length, *share)).max().unwrap_or(1))
            .sum()
    };
    while left > 0 {
        // The gain of giving a column enough to save a line, a character of it being worth the most.
        let now = height(&shares);
        let mut best: Option<(usize, usize, usize)> = None;
        for column in 0..columns {
            for extra in 1..=left.min(24) {
                let mut tried = shares.clone();
                tried[column] += extra;
                let saved = now.saturating_sub(height(&tried));
                if saved > 0 {
                    if best.is_none_or(|(saved_best, extra_best, _)| saved * extra_best > saved_best * extra) {
                        best = Some((saved, extra, column));
                    }
                    break;
                }
            }
        }
        let Some((_, extra, column)) = best else { break };
        shares[column] += extra;
        left -= extra;
    }
    // What saves no line is shared out by length of text, so that the estimate's error hurts least where text is long.
    let totals: Vec<usize> =
        (0..columns).map(|column| cells.iter().map(|row| row.get(column).copied().unwrap_or(0)).sum()).collect();
    let all: usize = totals.iter().sum::<usize>().max(1);
    for (share, total) in shares.iter_mut().zip(&totals) {
        *share += left * total / all;
    }
    Widths { shares, wide }
}

/// The width of a word's longest piece that cannot break; code breaks behind dots, brackets and underscores when long.
fn piece_width(word: &str) -> usize {
    let length = word.chars().count();
    if length <= 12 {
        length
    } else {
        super::emit::parts(word).iter().map(|part| part.chars().count()).max().unwrap_or(length)
    }
}

fn lines(length: usize, share: usize) -> usize {
    // Words do not fill their lines; a tenth is lost, about.
    (length * 11 / 10).div_ceil(share.max(1)).max(1)
}
