//! The table of contents at the beginning of an export: a list that names its sections.

use super::heading;
use super::outline::{Kind, Part};
use crate::guide::slug;
use std::collections::HashSet;

/// Titles of headings that announce it, as slugs.
const TITLES: [&str; 6] = ["table-of-contents", "contents", "toc", "outline", "overview", "agenda"];

/// Whether a heading announces a table of contents and no section.
pub fn is_announced_by(text: &str) -> bool {
    TITLES.contains(&slug(text).as_str())
}

/// The list that names most of the headings, of several the first, with the number and the title of each entry.
pub fn find(parts: &[Part], headings: &HashSet<String>) -> Option<(usize, Vec<(u32, String)>)> {
    let lists = parts.iter().enumerate().filter_map(|(i, part)| match &part.kind {
        Kind::List(entries) if entries.len() > 1 => Some((i, entries)),
        _ => None,
    });
    let read = lists.map(|(i, entries)| (i, entries.iter().map(|entry| title(entry, headings)).collect::<Vec<_>>()));
    let score = |entries: &[(u32, String)]| entries.iter().filter(|(_, title)| headings.contains(&slug(title))).count();
    let read: Vec<_> = read.collect();
    read.into_iter().rev().max_by_key(|(_, entries)| score(entries))
}

/// An entry's number and title. A sign behind the title ends it: `Functions – how they are called`.
fn title((position, text): &(u32, String), headings: &HashSet<String>) -> (u32, String) {
    let (number, at) = heading::number(text).unwrap_or((*position, 0));
    let whole = text[at..].trim();
    let start = whole.split([':', '–', '—', '(']).next().unwrap_or(whole).trim();
    let title = if headings.contains(&slug(whole)) { whole } else { start };
    (number, title.to_owned())
}
