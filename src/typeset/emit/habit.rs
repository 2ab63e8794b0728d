//! How blocks behave at a column's foot: what the layout keeps whole.

use super::height::height;
use crate::guide::{Block, Code, Verdict};
use crate::typeset::justify::Habit;

/// Lines of a listing, lines of a wrong and a right one together, rows of a table: up to so many stay whole.
const LISTING: usize = 12;
const PAIR: usize = 18;
const ROWS: usize = 6;

/// What the first of some blocks is like, with a heading in front of it.
pub fn of(blocks: &[Block]) -> Habit {
    let first = blocks.iter().position(|block| !matches!(block, Block::Heading(_))).unwrap_or(0);
    let blocks = blocks.get(first..).unwrap_or_default();
    let reflowing = |whole, step| Habit { whole, step, reflows: true };
    match blocks {
        [Block::Code(bad), Block::Code(good), ..] if is_pair(blocks) => {
            Habit { whole: lines(bad) + lines(good) <= PAIR, step: lines(bad).max(lines(good)), reflows: false }
        }
        [Block::Code(code), ..] => Habit { whole: lines(code) <= LISTING, step: 0, reflows: false },
        [Block::Callout(callout), ..] => {
            let all: usize = callout.blocks.iter().map(|block| height(block, 44)).sum();
            // The first words stay with what follows them.
            let rest = callout.blocks.get(1..).unwrap_or_default();
            let parts = rest.len() - usize::from(is_pair(rest));
            match parts {
                _ if all <= LISTING => reflowing(true, 0),
                0 => reflowing(false, 0),
                1 => Habit { reflows: true, ..of(rest) },
                parts => reflowing(false, all / parts),
            }
        }
        [Block::Table(table), ..] => reflowing(table.rows.len() <= ROWS, 2),
        [Block::Paragraph(_) | Block::List(_) | Block::Quote(_), ..] => reflowing(false, 0),
        _ => Habit { whole: true, step: 0, reflows: false },
    }
}

/// Whether wrong and right code stand at the beginning.
pub fn is_pair(blocks: &[Block]) -> bool {
    match blocks {
        [Block::Code(bad), Block::Code(good), ..] => {
            bad.flags.verdict == Some(Verdict::Bad) && good.flags.verdict == Some(Verdict::Good)
        }
        _ => false,
    }
}

fn lines(code: &Code) -> usize {
    code.text.lines().count()
}
