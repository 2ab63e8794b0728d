//! Tables, their captions, and what a comparison needs.

use super::comment::{self, Comment, Kind};
use super::reader::{Reader, exact};
use super::{inline, loss};
use crate::diagnostic::Diagnostic;
use crate::guide::*;
use comrak::nodes::{Node, NodeValue, TableAlignment};
use std::collections::HashMap;

/// Whether a paragraph is bold as a whole; comments may follow.
pub fn is_caption(node: Node) -> bool {
    let mut strong = 0;
    for child in node.children() {
        match &child.data().value {
            NodeValue::Strong => strong += 1,
            NodeValue::HtmlInline(html) if html.starts_with("<!--") => {}
            NodeValue::Text(text) if text.trim().is_empty() => {}
            NodeValue::SoftBreak => {}
            _ => return false,
        }
    }
    strong == 1
}

/// The kind of comparison a bold paragraph announces.
pub fn compares(node: Node) -> Option<TableKind> {
    let text = node.collect_text();
    let text = text.trim_start();
    if text.starts_with("Compare by row:") {
        Some(TableKind::CompareByRow)
    } else if text.starts_with("Compare:") {
        Some(TableKind::Compare)
    } else {
        None
    }
}

/// Reads a table, with its caption if it has one, and the comments that stood between.
pub fn read<'a>(reader: &mut Reader, node: Node<'a>, caption: Option<Node<'a>>, between: Vec<Comment>) -> Table {
    let mut span = reader.span(node);
    let mut text = Vec::new();
    let mut kind = TableKind::Plain;
    let mut comments = between;
    if let Some(caption) = caption {
        kind = compares(caption).unwrap_or(TableKind::Plain);
        span = reader.span(caption).to(span);
        let (inlines, trailing) = inline::read(reader, caption);
        comments.splice(0..0, trailing);
        text = caption_text(inlines, kind);
    }
    let mut id = None;
    for comment in comments {
        match comment.kind {
            Kind::Id if id.is_none() => id = Some(comment.value),
            _ => reader.diagnostics.push(comment::belongs_to_nothing(&comment)),
        }
    }
    let alignments: Box<[Alignment]> = match &node.data().value {
        NodeValue::Table(table) => table.alignments.iter().map(alignment).collect(),
        _ => Box::default(),
    };
    let mut header = Vec::new();
    let mut rows = Vec::new();
    for row in node.children() {
        let is_header = matches!(row.data().value, NodeValue::TableRow(true));
        let row_span = reader.span(row);
        // The first column and the header hold what has a name.
        let cells = row.children().enumerate().map(|(i, cell)| read_cell(reader, cell, is_header || i == 0));
        let mut cells: Vec<Cell> = cells.collect();
        if !is_header {
            loss::row(reader.context, row_span, alignments.len(), reader.diagnostics);
        }
        while cells.len() < alignments.len() {
            cells.push(Cell { text: Vec::new(), id: String::new(), span: row_span });
        }
        if is_header { header = exact(cells) } else { rows.push(exact(cells)) }
    }
    let own = slug(&plain(&text));
    let mut table = Table {
        kind,
        caption: text,
        pinned: id.is_some(),
        id: id.or_else(|| (!own.is_empty()).then_some(own)),
        alignments,
        header,
        rows,
        span,
    };
    if kind != TableKind::Plain {
        let mut diagnostics = Vec::new();
        check_comparison(&mut table, &mut diagnostics);
        reader.diagnostics.extend(diagnostics);
    }
    table
}

fn alignment(alignment: &TableAlignment) -> Alignment {
    match alignment {
        TableAlignment::None => Alignment::None,
        TableAlignment::Left => Alignment::Left,
        TableAlignment::Center => Alignment::Center,
        TableAlignment::Right => Alignment::Right,
    }
}

fn read_cell<'a>(reader: &mut Reader, node: Node<'a>, has_name: bool) -> Cell {
    let span = reader.span(node);
    let (text, comments) = inline::read(reader, node);
    let mut id = if has_name { slug(&plain(&text)) } else { String::new() };
    for comment in comments {
        match comment.kind {
            Kind::Id => id = comment.value,
            _ => reader.diagnostics.push(comment::belongs_to_nothing(&comment)),
        }
    }
    Cell { text, id, span }
}

/// The caption's inlines: out of the bold, without `Compare:`.
fn caption_text(inlines: Vec<Inline>, kind: TableKind) -> Vec<Inline> {
    let mut text: Vec<Inline> = inlines
        .into_iter()
        .flat_map(|inline| match inline.kind {
            InlineKind::Strong(inner) => inner,
            kind => vec![Inline { kind, span: inline.span }],
        })
        .collect();
    let prefix = match kind {
        TableKind::Plain => "",
        TableKind::Compare => "Compare:",
        TableKind::CompareByRow => "Compare by row:",
    };
    if let Some(InlineKind::Text(first)) = text.first_mut().map(|inline| &mut inline.kind)
        && let Some(rest) = first.trim_start().strip_prefix(prefix)
    {
        *first = rest.to_owned();
    }
    inline::trim_start(&mut text);
    inline::trim_end(&mut text);
    exact(text)
}

/// A comparison needs an id, and every aspect and thing one of its own.
pub fn check_comparison(table: &mut Table, diagnostics: &mut Vec<Diagnostic>) {
    if table.id.is_none() {
        diagnostics.push(
            Diagnostic::error("missing-id", table.span, "this comparison has no caption to make an id from")
                .help("name what is compared: **Compare: one vs other**"),
        );
    }
    if table.header.len() < 2 || table.rows.is_empty() {
        diagnostics.push(
            Diagnostic::error("empty-comparison", table.span, "a comparison needs at least one aspect and one thing")
                .help("the first column holds the aspects, the other columns what is compared"),
        );
    }
    let mut unique = |cells: &mut dyn Iterator<Item = &Cell>, what: &str| {
        let mut seen: HashMap<&str, &Cell> = HashMap::new();
        for cell in cells {
            if cell.id.is_empty() {
                diagnostics.push(
                    Diagnostic::error("missing-id", cell.span, format!("no id can be made from this {what}"))
                        .help("give the cell a comment at its end: <!-- id: a-name -->"),
                );
            } else if let Some(first) = seen.insert(&cell.id, cell) {
                diagnostics.push(
                    Diagnostic::error("duplicate-id", cell.span, format!("two cells have the id `{}`", cell.id))
                        .label(first.span, "the first one")
                        .help("give one of the cells a comment at its end: <!-- id: another-name -->"),
                );
            }
        }
    };
    unique(&mut table.header.iter().skip(1), "column");
    unique(&mut table.rows.iter().filter_map(|row| row.first()), "row");
}
