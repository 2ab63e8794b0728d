//! One aspect of a comparison: what each of the things is in that respect.

use crate::guide::{Cell, Table, TableKind, plain};
use crate::lock::Lock;
use std::collections::BTreeSet;

/// One aspect of a comparison.
#[derive(Debug)]
pub struct Row<'g> {
    /// The table.
    pub table: &'g Table,
    /// The aspect.
    pub aspect: &'g Cell,
    /// Its place among the table's aspects, from 0.
    pub place: usize,
    /// The value of each thing, in the table's order.
    pub values: Vec<Value<'g>>,
    /// Numbers that were shipped for things the table no longer compares, with the things' ids.
    pub gone: Vec<(String, u16)>,
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
        let gone = self.gone.iter().map(|(_, number)| *number);
        let mut numbers: Vec<u16> = self.values.iter().filter_map(|value| value.number).chain(gone).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

impl Row<'_> {
    /// What is compared, the aspect, and the values.
    pub fn says(&self) -> String {
        let value = |value: &Value| format!("{} = {}", plain(&value.thing.text), plain(&value.cell.text));
        let values: Vec<String> = self.values.iter().map(value).collect();
        format!("{}, {}: {}", plain(&self.table.caption), plain(&self.aspect.text), values.join("; "))
    }
}

/// The things a table compares, in its order.
pub fn things(table: &Table) -> Vec<&Cell> {
    match table.kind {
        TableKind::CompareByRow => table.rows.iter().filter_map(|row| row.first()).collect(),
        _ => table.header.iter().skip(1).collect(),
    }
}

/// The aspects of a comparison, whichever way the table is written.
pub fn aspects(table: &Table) -> impl Iterator<Item = &Cell> {
    (0..).map_while(|i| aspect(table, i))
}

/// One of the [`aspects`].
pub fn aspect(table: &Table, i: usize) -> Option<&Cell> {
    match table.kind {
        TableKind::CompareByRow => table.header.get(i + 1),
        _ => table.rows.get(i)?.first(),
    }
}

/// The rows of a comparison, in the order of its [`aspects`]. The numbers of the cards are the lock's.
pub fn rows<'g>(table: &'g Table, lock: &Lock) -> Vec<Row<'g>> {
    let (things, numbers) = (things(table), numbers(table, lock));
    aspects(table).enumerate().map(|(i, aspect)| of_aspect(table, i, aspect, &things, &numbers, lock)).collect()
}

/// One of the [`rows`] of a comparison.
pub fn row<'g>(table: &'g Table, i: usize, lock: &Lock) -> Option<Row<'g>> {
    Some(of_aspect(table, i, aspect(table, i)?, &things(table), &numbers(table, lock), lock))
}

fn of_aspect<'g>(
    table: &'g Table,
    i: usize,
    aspect: &'g Cell,
    things: &[&'g Cell],
    numbers: &[u16],
    lock: &Lock,
) -> Row<'g> {
    let id = table.id.as_deref().unwrap_or_default();
    let cells: Vec<&Cell> = match table.kind {
        TableKind::CompareByRow => table.rows.iter().filter_map(|cells| cells.get(i + 1)).collect(),
        _ => table.rows.get(i).into_iter().flat_map(|cells| cells.iter().skip(1)).collect(),
    };
    let key = format!("row/{id}/{}", aspect.id);
    // A row that comes back has the cards that it had.
    let key = key.as_str();
    let shipped = lock.notes.get(key).or_else(|| lock.retired.get(key)).map(|entry| &entry.cards);
    let values = values(things, numbers, cells, shipped);
    let gone = shipped.map(|shipped| gone(lock, id, &values, shipped)).unwrap_or_default();
    Row { table, aspect, place: i, values, gone }
}

/// The number of each thing a table compares, in their order.
pub fn numbers(table: &Table, lock: &Lock) -> Vec<u16> {
    let ids: Vec<&str> = things(table).iter().map(|thing| thing.id.as_str()).collect();
    lock.numbers(table.id.as_deref().unwrap_or_default(), &ids)
}

/// Gives each value the number of its thing. A value that is empty, and a row whose values are all alike, ask nothing,
/// unless their number was shipped and no other value has it: what was shipped is never withdrawn.
fn values<'g>(
    things: &[&'g Cell],
    numbers: &[u16],
    cells: Vec<&'g Cell>,
    shipped: Option<&BTreeSet<u16>>,
) -> Vec<Value<'g>> {
    let texts: Vec<String> = cells.iter().map(|cell| plain(&cell.text).trim().to_owned()).collect();
    let alike = texts.len() > 1 && texts.iter().all(|text| *text == texts[0]);
    let asks = |text: &str| !alike && !is_empty(text);
    let asked: BTreeSet<u16> =
        numbers.iter().zip(&texts).filter(|(_, text)| asks(text)).map(|(number, _)| *number).collect();
    let values = things.iter().zip(numbers).zip(cells).zip(&texts);
    values
        .map(|(((thing, number), cell), text)| {
            let kept = !asked.contains(number) && shipped.is_some_and(|shipped| shipped.contains(number));
            Value { thing, cell, number: (asks(text) || kept).then_some(*number) }
        })
        .collect()
}

/// The numbers that were shipped and that no value has any more.
fn gone(lock: &Lock, table: &str, values: &[Value<'_>], shipped: &BTreeSet<u16>) -> Vec<(String, u16)> {
    let there: BTreeSet<u16> = values.iter().filter_map(|value| value.number).collect();
    let name = |number: u16| {
        let things = lock.things.get(table);
        let thing = things.and_then(|things| things.iter().find(|(_, other)| **other == number));
        thing.map_or_else(|| number.to_string(), |(id, _)| id.clone())
    };
    shipped.difference(&there).map(|number| (name(*number), *number)).collect()
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
            alignments: Box::default(),
            header: header.iter().map(|text| cell(text)).collect(),
            rows: rows.iter().map(|row| row.iter().map(|text| cell(text)).collect()).collect(),
            span: Span::new(Sources::default().add("a".into(), ""), 0..0),
        }
    }

    fn shipped(cards: &[u16]) -> std::sync::Arc<crate::lock::Entry> {
        std::sync::Arc::new(crate::lock::Entry {
            guid: Box::default(),
            section: Box::default(),
            hash: Box::default(),
            time: 0,
            cards: cards.iter().copied().collect(),
            says: Box::default(),
        })
    }

    fn numbers(table: &Table) -> Vec<(String, Vec<Option<u16>>)> {
        let row = |row: Row| (row.aspect.id.clone(), row.values.iter().map(|value| value.number).collect());
        rows(table, &Lock::default()).into_iter().map(row).collect()
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
    fn what_was_shipped_is_never_withdrawn() {
        let table = table(TableKind::Compare, &["", "a", "new"], &[&["Order", "same", "same"]]);
        let mut lock = Lock::default();
        lock.things.insert("t".into(), [("a".into(), 1), ("b".into(), 2)].into());
        lock.notes.insert("row/t/order".into(), shipped(&[1, 2]));
        let row = &rows(&table, &lock)[0];
        assert_eq!(row.values.iter().map(|value| value.number).collect::<Vec<_>>(), [Some(1), None]);
        assert_eq!(row.gone, [("b".to_owned(), 2)]);
        assert_eq!(row.numbers(), [1, 2]);
    }

    #[test]
    fn a_row_that_comes_back_has_the_cards_it_had() {
        let table = table(TableKind::Compare, &["", "a", "b"], &[&["Order", "same", "same"]]);
        let mut lock = Lock::default();
        lock.things.insert("t".into(), [("a".into(), 1), ("b".into(), 2)].into());
        lock.retired.insert("row/t/order".into(), shipped(&[1, 2]));
        assert_eq!(rows(&table, &lock)[0].numbers(), [1, 2]);
    }

    #[test]
    fn an_empty_value_beside_one_that_asks_is_no_part_of_their_card() {
        let table = table(TableKind::Compare, &["", "a", "b"], &[&["Size", "", "big"]]);
        let mut lock = Lock::default();
        lock.things.insert("t".into(), [("a".into(), 1), ("b".into(), 1)].into());
        let first: Vec<_> = rows(&table, &Lock::default())[0].values.iter().map(|value| value.number).collect();
        lock.notes.insert("row/t/size".into(), shipped(&[1]));
        let second: Vec<_> = rows(&table, &lock)[0].values.iter().map(|value| value.number).collect();
        assert_eq!((first.as_slice(), second.as_slice()), ([None, Some(1)].as_slice(), [None, Some(1)].as_slice()));
    }

    #[test]
    fn two_things_share_a_card_and_a_table_may_be_turned() {
        let upright = table(TableKind::Compare, &["", "a", "b"], &[&["Order", "yes", "no"], &["Size", "", "big"]]);
        let turned = table(TableKind::CompareByRow, &["", "Order", "Size"], &[&["a", "yes", ""], &["b", "no", "big"]]);
        assert_eq!(numbers(&upright), [("order".into(), vec![Some(1), Some(1)]), ("size".into(), vec![None, Some(1)])]);
        assert_eq!(numbers(&turned), numbers(&upright));
        assert_eq!(rows(&upright, &Lock::default())[0].numbers(), [1]);
    }
}
