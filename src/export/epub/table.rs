//! Tables: side by side as far as the page is wide enough, else one thing below the other.

use super::width::least;
use crate::guide::{Alignment, Cell, InlineKind, Table, TableKind, plain};
use crate::html::{Output, escape, inlines};

/// The widths, in units of the type size, below which a table turns into blocks: the style sheet has a rule for each.
/// They are bounds for the widest fonts; in most, the last is the 21 units that a phone shows.
const STEPS: [usize; 5] = [12, 15, 18, 21, 24];

/// A table. Where a phone cannot hold it side by side, one block a row. `compare` is what a comparison's caption begins with.
pub fn table(table: &Table, id: Option<&str>, dir: &str, compare: &str, output: &dyn Output) -> String {
    let least = least(table);
    let id = id.map_or(String::new(), |id| format!(" id=\"{}\"", escape(id)));
    match STEPS.into_iter().find(|step| least <= step * 100) {
        Some(step) => format!("<div class=\"fit{step}\"{dir}>{}</div>", grid(table, &id, compare, output)),
        None => stack(table, &id, dir, compare, output),
    }
}

/// The caption; a comparison is named as one.
fn caption(table: &Table, compare: &str, output: &dyn Output) -> Option<String> {
    if table.caption.is_empty() {
        return None;
    }
    let kind = match table.kind {
        TableKind::Plain => String::new(),
        _ => format!("<span class=\"compare\">{compare}</span> "),
    };
    Some(format!("{kind}{}", inlines(&table.caption, output)))
}

fn grid(table: &Table, id: &str, compare: &str, output: &dyn Output) -> String {
    let mut out = format!("<table{id}>");
    if let Some(caption) = caption(table, compare, output) {
        out.push_str(&format!("<caption>{caption}</caption>"));
    }
    let side = |i: usize| match table.alignments.get(i) {
        Some(Alignment::Center) => " class=\"center\"",
        Some(Alignment::Right) => " class=\"right\"",
        _ => "",
    };
    out.push_str("\n<thead><tr>");
    for (i, cell) in table.header.iter().enumerate() {
        let text = inlines(&cell.text, output);
        // A header without words would name its column with nothing.
        out.push_str(&match is_nameless(cell) {
            true => format!("<td{}>{text}</td>", side(i)),
            false => format!("<th scope=\"col\"{}>{text}</th>", side(i)),
        });
    }
    out.push_str("</tr></thead>\n<tbody>");
    for row in &table.rows {
        out.push_str("<tr>");
        for (i, cell) in row.iter().enumerate() {
            let text = inlines(&cell.text, output);
            if i == 0 && row.len() > 1 && !is_nameless(cell) {
                out.push_str(&format!("<th scope=\"row\"{}>{text}</th>", side(i)));
            } else {
                let of = table.header.get(i).map(|cell| plain(&cell.text)).filter(|of| !of.trim().is_empty());
                let of = of.map_or(String::new(), |of| format!(" data-of=\"{}\"", escape(&of)));
                out.push_str(&format!("<td{of}{}>{text}</td>", side(i)));
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>");
    out
}

fn stack(table: &Table, id: &str, dir: &str, compare: &str, output: &dyn Output) -> String {
    let mut out = format!("<div class=\"stack\"{id}{dir}>\n");
    if let Some(caption) = caption(table, compare, output) {
        out.push_str(&format!("<p class=\"caption\">{caption}</p>\n"));
    }
    // The first column names the rows; what names it stands before each of them.
    let first = table.header.first().filter(|cell| !is_blank(cell));
    if table.rows.is_empty() {
        let names: Vec<String> = table.header.iter().map(|cell| inlines(&cell.text, output)).collect();
        out.push_str(&format!("<p>{}</p>\n", names.join(" · ")));
    }
    for row in &table.rows {
        out.push_str("<div class=\"row\">");
        if let Some(cell) = row.first() {
            let of =
                first.map_or(String::new(), |of| format!("<span class=\"of\">{}:</span> ", inlines(&of.text, output)));
            out.push_str(&format!("<p class=\"thing\">{of}{}</p>\n", inlines(&cell.text, output)));
        }
        if row.len() > 1 {
            out.push_str("<dl>");
            for (name, value) in table.header.iter().zip(row).skip(1) {
                let (name, value) = (inlines(&name.text, output), inlines(&value.text, output));
                out.push_str(&format!("<div><dt>{name}</dt> <dd>{value}</dd></div>\n"));
            }
            out.push_str("</dl>");
        }
        out.push_str("</div>\n");
    }
    out.push_str("</div>");
    out
}

fn is_blank(cell: &Cell) -> bool {
    plain(&cell.text).trim().is_empty()
}

/// Whether a cell has no words, but at most a formula.
fn is_nameless(cell: &Cell) -> bool {
    cell.text.iter().all(|inline| {
        matches!(inline.kind, InlineKind::Math(_)) || plain(std::slice::from_ref(inline)).trim().is_empty()
    })
}
