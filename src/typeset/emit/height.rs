//! How high blocks are, roughly, before the engine has run.

use crate::guide::{Block, plain};

/// About how many lines a block takes in a column of so many characters, for deciding whether a box may break and where to
/// begin to fit a section. Rows of tables take two lines where four columns hold them, and save what text saves.
pub fn height(block: &Block, room: usize) -> usize {
    let all = |blocks: &[Block]| blocks.iter().map(|block| height(block, room)).sum::<usize>();
    match block {
        Block::Code(code) => {
            code.text.lines().map(|line| 1 + line.chars().count().saturating_sub(1) / (room + 4)).sum()
        }
        Block::Paragraph(paragraph) => plain(&paragraph.text).chars().count() / room + 1,
        Block::List(list) => list.items.iter().map(|item| all(&item.blocks)).sum(),
        Block::Table(table) => 2 + (table.rows.len() * 2 * 44).div_ceil(room.max(44)),
        Block::Quote(quote) => all(&quote.blocks),
        Block::Callout(callout) => all(&callout.blocks),
        _ => 2,
    }
}
