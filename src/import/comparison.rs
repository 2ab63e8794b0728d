//! Tables that compare and do not say so: below a bold line or a heading such as `List vs Tuple`, with a column or a row
//! for each of the two.
//!
//! ```markdown
//! **List vs Tuple**
//!
//! | Aspect | List | Tuple |
//! | --- | --- | --- |
//! | Mutable | yes | no |
//! ```

use crate::guide::{Block, Section, Table, TableKind, plain, slug};
use crate::parse::{Revision, is_id};
use std::collections::HashSet;
use std::ops::Range;

/// A change of the text: a range and what comes in its place.
type Change = (Range<usize>, String);

/// The ids of a section's callouts and tables.
pub fn ids(section: &Section) -> Vec<String> {
    let ids = section.blocks().into_iter().filter_map(|(_, block)| match block {
        Block::Callout(callout) => callout.id.as_deref(),
        Block::Table(table) => table.id.as_deref(),
        _ => None,
    });
    ids.map(str::to_owned).collect()
}

/// The changes that make comparisons of a section's tables, in the order of the text, each with the comparison's id.
pub fn find(revision: &Revision, taken: &HashSet<String>) -> Vec<(Change, String)> {
    let section = &revision.section;
    let mut found = Vec::new();
    let headed = section.topics.iter().map(|topic| Some(&topic.heading)).zip(section.topics.iter().map(|t| &t.blocks));
    for (heading, blocks) in std::iter::once((None, &section.intro)).chain(headed) {
        let mut above = heading.map(|heading| plain(&heading.text));
        for block in blocks {
            match block {
                Block::Heading(heading) => {
                    above = Some(plain(&heading.text));
                    continue;
                }
                Block::Table(table) if table.kind == TableKind::Plain => {
                    found.extend(change(revision, table, above.as_deref()));
                }
                _ => {}
            }
            above = None;
        }
    }
    let mut seen: HashSet<String> = HashSet::new();
    // A table's own caption has the id already that it is going to have.
    found.retain(|(_, id, own)| (*own || !taken.contains(id)) && seen.insert(id.clone()));
    found.into_iter().map(|(change, id, _)| (change, id)).collect()
}

/// The change for one table, its id, and whether the table has that id already.
fn change(revision: &Revision, table: &Table, above: Option<&str>) -> Option<(Change, String, bool)> {
    let file = revision.sources.file(revision.section.file);
    let caption = plain(&table.caption);
    let name = if caption.is_empty() { without_number(above?) } else { &caption };
    let word = fitting(table, name)?;
    let (change, id) = match table.caption.first() {
        Some(first) => {
            let at = first.span.start as usize;
            ((at..at, format!("{word} ")), table.id.as_deref().map_or_else(|| slug(name), str::to_owned))
        }
        None => {
            let at = table.span.start as usize;
            let line = file.line_range(file.position(at).line);
            // Only a table at the top has a caption of its own above it.
            if !file.text.get(line.start..at)?.trim().is_empty() || table.id.is_some() {
                return None;
            }
            ((line.start..line.start, format!("**{word} {}**\n\n", super::body::escaped(name))), slug(name))
        }
    };
    is_id(&id).then_some((change, id, !table.caption.is_empty()))
}

/// How a table compares what its name says it does: by columns, by rows, or not at all.
fn fitting(table: &Table, name: &str) -> Option<&'static str> {
    let things = things(name)?;
    let names = |text: &str| {
        let text = stems(text);
        !text.is_empty() && things.iter().any(|thing| thing == &text || within(&text, thing) || within(thing, &text))
    };
    let columns: Vec<String> = table.header.iter().skip(1).map(|cell| plain(&cell.text)).collect();
    let rows: Vec<String> = table.rows.iter().filter_map(|row| row.first()).map(|cell| plain(&cell.text)).collect();
    let is_sound = |cells: &[&str]| {
        let mut seen = HashSet::new();
        !cells.is_empty() && cells.iter().all(|id| !id.is_empty() && seen.insert(*id))
    };
    let header_ids: Vec<&str> = table.header.iter().skip(1).map(|cell| cell.id.as_str()).collect();
    let row_ids: Vec<&str> = table.rows.iter().filter_map(|row| row.first()).map(|cell| cell.id.as_str()).collect();
    if !is_sound(&header_ids) || !is_sound(&row_ids) {
        return None;
    }
    let all = |cells: &[String]| cells.len() >= 2 && cells.iter().all(|cell| names(cell));
    if all(&columns) {
        Some("Compare:")
    } else if all(&rows) {
        Some("Compare by row:")
    } else {
        None
    }
}

/// A topic's heading without its number: `2.1 TCP vs UDP` → `TCP vs UDP`.
fn without_number(heading: &str) -> &str {
    match heading.split_once(' ') {
        Some((number, name)) if number.starts_with(|c: char| c.is_ascii_digit()) => {
            let is_number = number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b')'));
            if is_number && number.contains(['.', ')']) { name.trim_start() } else { heading }
        }
        _ => heading,
    }
}

/// What a name compares, as stems: `Lists vs. Tuples` → `list`, `tuple`.
fn things(name: &str) -> Option<Vec<String>> {
    let spaced = name.to_lowercase().replace(" vs. ", " vs ").replace(" versus ", " vs ");
    let parts: Vec<String> = spaced.split(" vs ").flat_map(|part| part.split(',')).map(stems).collect();
    let is_one = parts.len() < 2 || parts.iter().any(String::is_empty);
    (!is_one && spaced.contains(" vs ")).then_some(parts)
}

/// The slug of a text, its words without the `s` of a plural.
fn stems(text: &str) -> String {
    slug(text).split('-').map(|word| word.strip_suffix('s').unwrap_or(word)).collect::<Vec<_>>().join("-")
}

/// Whether all words of one slug stand in the other, in their order and together.
fn within(part: &str, whole: &str) -> bool {
    format!("-{whole}-").contains(&format!("-{part}-"))
}

#[cfg(test)]
mod tests {
    use super::{things, within, without_number};

    #[test]
    fn what_is_compared_stands_around_vs() {
        assert_eq!(things("`list` Vs. Tuples"), Some(vec!["list".to_owned(), "tuple".to_owned()]));
        assert_eq!(things("a vs b vs c").map(|things| things.len()), Some(3));
        assert_eq!(things("Lists and tuples"), None);
        assert_eq!(things("vs b"), None);
        assert_eq!(without_number("2.1 TCP vs UDP"), "TCP vs UDP");
        assert_eq!(without_number("2 lists vs 1 dict"), "2 lists vs 1 dict");
        assert!(within("list", "python-list") && !within("list", "listing"));
    }
}
