//! One aspect of a comparison: what each of the things is in that respect.

use crate::guide::{Cell, Table, TableKind, plain};

/// One aspect of a comparison.
#[derive(Debug)]
pub struct Row<'g> {
    /// The table.
    pub table: &'g Table,
    /// The aspect.
    pub aspect: &'g Cell,
    /// The value of each thing, in the table's order.
    pub values: Vec<Value<'g>>,
}

/// What a thing is in respect of an aspect.
#[derive(Debug)]
pub struct Value<'g> {
    /// The thing.
    pub thing: &'g Cell,
    /// Its value.
    pub cell: &'g Cell,
    /// The number of the card that asks for it, from 1; none if it is not asked for.
    pub number: Option<u16>,
}

impl Value<'_> {
    /// Whether the cell says nothing, so that nothing is asked.
    pub fn is_empty(&self) -> bool {
        is_empty(&plain(&self.cell.text))
    }
}

impl Row<'_> {
    /// The numbers of the row's cards, sorted. Two things are asked for together, on one card.
    pub fn numbers(&self) -> Vec<u16> {
        let mut numbers: Vec<u16> = self.values.iter().filter_map(|value| value.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

/// The things a table compares, in its order.
pub fn things(table: &Table) -> Vec<&Cell> {
    match table.kind {
        TableKind::CompareByRow => table.rows.iter().filter_map(|row| row.first()).collect(),
        _ => table.header.iter().skip(1).collect(),
    }
}

/// The rows of a comparison, an aspect each, whichever way the table is written.
pub fn rows<'g>(table: &'g Table) -> Vec<Row<'g>> {
    let things = things(table);
    let row = |aspect, cells: Vec<&'g Cell>| Row { table, aspect, values: values(&things, cells) };
    match table.kind {
        TableKind::CompareByRow => {
            let columns = table.header.iter().enumerate().skip(1);
            columns
                .map(|(i, aspect)| row(aspect, table.rows.iter().filter_map(|cells| cells.get(i)).collect()))
                .collect()
        }
        _ => table
            .rows
            .iter()
            .filter_map(|cells| cells.split_first())
            .map(|(aspect, cells)| row(aspect, cells.iter().collect()))
            .collect(),
    }
}

/// Gives each value the number of its card: the thing's place in the table, or one number for both of two things. A value
/// that is empty, and a row whose values are all alike, ask nothing.
fn values<'g>(things: &[&'g Cell], cells: Vec<&'g Cell>) -> Vec<Value<'g>> {
    let texts: Vec<String> = cells.iter().map(|cell| plain(&cell.text).trim().to_owned()).collect();
    let alike = texts.len() > 1 && texts.iter().all(|text| *text == texts[0]);
    let number = |i: usize| if things.len() == 2 { 1 } else { u16::try_from(i + 1).unwrap_or(u16::MAX) };
    let asked = |i: usize| !alike && !is_empty(&texts[i]);
    let pairs = things.iter().copied().zip(cells).enumerate();
    pairs.map(|(i, (thing, cell))| Value { thing, cell, number: asked(i).then(|| number(i)) }).collect()
}

/// Whether a cell says nothing: no text, or only a dash.
fn is_empty(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '-' | '–' | '—' | ' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::{Inline, InlineKind};
    use crate::source::{Sources, Span};

    fn cell(text: &str) -> Cell {
        let span = Span::new(Sources::default().add("a".into(), ""), 0..0);
        let text = vec![Inline { kind: InlineKind::Text(text.into()), span }];
        Cell { id: crate::guide::slug(&plain(&text)), text, span }
    }

    fn table(kind: TableKind, header: &[&str], rows: &[&[&str]]) -> Table {
        Table {
            kind,
            caption: Vec::new(),
            id: Some("t".into()),
            pinned: false,
            alignments: Vec::new(),
            header: header.iter().map(|text| cell(text)).collect(),
            rows: rows.iter().map(|row| row.iter().map(|text| cell(text)).collect()).collect(),
            span: Span::new(Sources::default().add("a".into(), ""), 0..0),
        }
    }

    fn numbers(table: &Table) -> Vec<(String, Vec<Option<u16>>)> {
        let row = |row: Row| (row.aspect.id.clone(), row.values.iter().map(|value| value.number).collect());
        rows(table).into_iter().map(row).collect()
    }

    #[test]
    fn three_things_have_a_card_each_where_there_is_something_to_ask() {
        let table = table(
            TableKind::Compare,
            &["", "a", "b", "c"],
            &[&["Order", "yes", "no", "yes"], &["Speed", "x", "x", "x"], &["Size", "", "—", "big"]],
        );
        let expected = [
            ("order".into(), vec![Some(1), Some(2), Some(3)]),
            ("speed".into(), vec![None, None, None]),
            ("size".into(), vec![None, None, Some(3)]),
        ];
        assert_eq!(numbers(&table), expected);
    }

    #[test]
    fn two_things_share_a_card_and_a_table_may_be_turned() {
        let upright = table(TableKind::Compare, &["", "a", "b"], &[&["Order", "yes", "no"], &["Size", "", "big"]]);
        let turned = table(TableKind::CompareByRow, &["", "Order", "Size"], &[&["a", "yes", ""], &["b", "no", "big"]]);
        assert_eq!(numbers(&upright), [("order".into(), vec![Some(1), Some(1)]), ("size".into(), vec![None, Some(1)])]);
        assert_eq!(numbers(&turned), numbers(&upright));
        assert_eq!(rows(&upright)[0].numbers(), [1]);
    }
}
