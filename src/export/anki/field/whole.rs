//! A comparison as a table: on the back of each of its rows, and among the text of other notes.

use super::Page;
use crate::card;
use crate::guide::{Inline, Table};
use crate::html;
use crate::lock::Lock;
use std::collections::BTreeSet;

/// The most rows of a table on a card. Of a longer one a card shows those around its own: it would be ten times as long
/// as the screen, and a deck of them would grow with the square of the table.
const MOST: usize = 60;

/// A table, an aspect a row, each row made once for all the notes that show it.
pub struct Whole {
    head: String,
    /// The cells of each row.
    rows: Vec<String>,
    /// The numbers of the footnotes that its cells refer to.
    pub footnotes: BTreeSet<usize>,
}

impl Whole {
    /// Makes the rows of a table.
    pub(super) fn of(table: &Table, page: &Page<'_, '_>) -> Whole {
        let before = page.footnotes.take();
        let cell = |inlines: &[Inline]| html::inlines(inlines, page);
        let rows = card::rows(table, &Lock::default());
        let corner = table.header.first().map(|corner| cell(&corner.text)).unwrap_or_default();
        let mut head = format!("<table class=\"full\"><thead><tr><td>{corner}</td>");
        for value in rows.first().map(|row| row.values.as_slice()).unwrap_or_default() {
            head.extend(["<th scope=\"col\">", &cell(&value.thing.text), "</th>"]);
        }
        head.push_str("</tr></thead><tbody>");
        let row = |row: &card::Row<'_>| {
            let mut out = format!("><th scope=\"row\">{}</th>", cell(&row.aspect.text));
            for value in &row.values {
                out.extend(["<td>", &cell(&value.cell.text), "</td>"]);
            }
            out
        };
        let rows = rows.iter().map(row).collect();
        let footnotes = page.footnotes.replace(before);
        page.footnotes.borrow_mut().extend(&footnotes);
        Whole { head, rows, footnotes }
    }

    /// The table, the row of the aspect at a place marked; without one, all of it.
    pub fn html(&self, here: Option<usize>) -> String {
        let shown = match here {
            Some(at) if self.rows.len() > MOST => {
                let first = at.saturating_sub(MOST / 2).min(self.rows.len() - MOST);
                first..first + MOST
            }
            _ => 0..self.rows.len(),
        };
        let gap = |is_gap: bool| if is_gap { "<tr><th scope=\"row\">…</th></tr>" } else { "" };
        let mut out = self.head.clone();
        out.push_str(gap(shown.start > 0));
        for (i, cells) in self.rows[shown.clone()].iter().enumerate() {
            let is_here = here == Some(shown.start + i);
            out.extend([if is_here { "<tr class=\"here\"" } else { "<tr" }, cells, "</tr>"]);
        }
        out.push_str(gap(shown.end < self.rows.len()));
        out.push_str("</tbody></table>");
        out
    }
}
