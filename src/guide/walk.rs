//! Every piece of text of a section, and every image, in no particular order.

use super::{Block, Image, Inline, InlineKind, Section};

/// Calls `visit` for every inline of a section, those inside others included.
pub fn section(section: &Section, visit: &mut dyn FnMut(&Inline)) {
    for (_, block) in section.blocks() {
        own_text(block, &mut |text| inlines(text, visit));
    }
    section.topics.iter().for_each(|topic| inlines(&topic.heading.text, visit));
}

/// Calls `visit` for every inline of a block, those of blocks inside it included.
pub fn block(block: &Block, visit: &mut dyn FnMut(&Inline)) {
    let mut all = Vec::new();
    super::descend(None, block, &mut all);
    for (_, block) in all {
        own_text(block, &mut |text| inlines(text, visit));
    }
}

/// Calls `visit` for every image of a section, those within a line first.
pub fn images(section: &Section, visit: &mut dyn FnMut(&Image)) {
    self::section(section, &mut |inline| {
        if let InlineKind::Image(image) = &inline.kind {
            visit(image);
        }
    });
    for (_, block) in section.blocks() {
        if let Block::Figure(image) = block {
            visit(image);
        }
    }
}

fn own_text(block: &Block, visit: &mut dyn FnMut(&[Inline])) {
    match block {
        Block::Paragraph(paragraph) => visit(&paragraph.text),
        Block::Heading(heading) => visit(&heading.text),
        Block::Callout(callout) => visit(&callout.lead),
        Block::Table(table) => {
            visit(&table.caption);
            table.header.iter().chain(table.rows.iter().flatten()).for_each(|cell| visit(&cell.text));
        }
        _ => {}
    }
}

/// Calls `visit` for every inline of a list, those inside others included.
pub fn inlines(list: &[Inline], visit: &mut dyn FnMut(&Inline)) {
    for inline in list {
        visit(inline);
        match &inline.kind {
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strikethrough(inner)
            | InlineKind::Subscript(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Keyboard(inner)
            | InlineKind::Link(_, inner) => inlines(inner, visit),
            _ => {}
        }
    }
}

/// [`section`], but what is visited may be changed.
pub fn section_mut(section: &mut Section, visit: &mut dyn FnMut(&mut Inline)) {
    section.intro.iter_mut().for_each(|block| block_mut(block, visit));
    for topic in &mut section.topics {
        inlines_mut(&mut topic.heading.text, visit);
        topic.blocks.iter_mut().for_each(|block| block_mut(block, visit));
    }
    for note in &mut section.footnotes {
        note.blocks.iter_mut().for_each(|block| block_mut(block, visit));
    }
}

fn block_mut(block: &mut Block, visit: &mut dyn FnMut(&mut Inline)) {
    match block {
        Block::Paragraph(paragraph) => inlines_mut(&mut paragraph.text, visit),
        Block::Heading(heading) => inlines_mut(&mut heading.text, visit),
        Block::List(list) => {
            list.items.iter_mut().flat_map(|item| &mut item.blocks).for_each(|block| block_mut(block, visit));
        }
        Block::Quote(quote) => quote.blocks.iter_mut().for_each(|block| block_mut(block, visit)),
        Block::Callout(callout) => {
            inlines_mut(&mut callout.lead, visit);
            callout.blocks.iter_mut().for_each(|block| block_mut(block, visit));
        }
        Block::Table(table) => {
            inlines_mut(&mut table.caption, visit);
            let cells = table.header.iter_mut().chain(table.rows.iter_mut().flatten());
            cells.for_each(|cell| inlines_mut(&mut cell.text, visit));
        }
        Block::Code(_) | Block::Figure(_) | Block::Math(_) | Block::Rule(_) => {}
    }
}

fn inlines_mut(list: &mut [Inline], visit: &mut dyn FnMut(&mut Inline)) {
    for inline in list {
        visit(inline);
        match &mut inline.kind {
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strikethrough(inner)
            | InlineKind::Subscript(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Keyboard(inner)
            | InlineKind::Link(_, inner) => inlines_mut(inner, visit),
            _ => {}
        }
    }
}
