//! How tall blocks are, roughly.

use crate::guide::{Block, plain};

/// About how many lines a block takes in a column, for deciding whether a box may break.
pub(super) fn height(block: &Block) -> usize {
    match block {
        Block::Code(code) => code.text.lines().count(),
        Block::Paragraph(paragraph) => plain(&paragraph.text).chars().count() / 44 + 1,
        Block::List(list) => list.items.iter().flat_map(|item| &item.blocks).map(height).sum(),
        Block::Table(table) => 2 * table.rows.len() + 2,
        Block::Quote(quote) => quote.blocks.iter().map(height).sum(),
        Block::Callout(callout) => callout.blocks.iter().map(height).sum(),
        _ => 2,
    }
}
