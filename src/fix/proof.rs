//! Whether a text that was changed still says what it said.

use crate::guide::{Block, Section, plain};
use crate::parse::Revision;
use std::collections::HashMap;

/// Whether there are fewer diagnostics of these codes (if any are given), no more of each other code, and, where some
/// went, no more errors in all.
pub fn fewer(old: &Revision, new: &Revision, codes: &[&str]) -> bool {
    let count = |revision: &Revision| {
        let mut counts: HashMap<&'static str, usize> = HashMap::new();
        revision.diagnostics.iter().for_each(|diagnostic| *counts.entry(diagnostic.code).or_default() += 1);
        counts
    };
    let (before, after) = (count(old), count(new));
    let of_codes = |counts: &HashMap<&'static str, usize>| -> usize {
        counts.iter().filter(|(code, _)| codes.contains(code)).map(|(_, n)| n).sum()
    };
    let grew =
        |(code, n): (&&'static str, &usize)| !codes.contains(code) && *n > before.get(code).copied().unwrap_or(0);
    (codes.is_empty() || of_codes(&after) < of_codes(&before)) && !after.iter().any(grew)
}

/// Whether the two have the same model, but for places, and for whether ids are pinned.
pub fn same_shape(old: &Revision, new: &Revision) -> bool {
    shape(&old.section) == shape(&new.section)
}

fn shape(section: &Section) -> String {
    let text = format!("{:?}", (&section.intro, &section.topics, &section.footnotes));
    let mut out = String::with_capacity(text.len());
    // Each mark is looked for from where it was found last, so that the text is read once a mark.
    let mut marks = ["Span { ", "first_line: ", "pinned: "].map(|mark| (mark, text.find(mark)));
    let mut done = 0;
    while let Some((mark, at)) =
        marks.iter().filter_map(|(mark, at)| at.map(|at| (*mark, at))).min_by_key(|(_, at)| *at)
    {
        // A span has commas of its own.
        let ends: &[char] = if mark.starts_with("Span") { &['}'] } else { &['}', ','] };
        let end = text[at..].find(ends).map_or(text.len(), |end| at + end);
        out.push_str(&text[done..at]);
        done = end;
        for (mark, at) in &mut marks {
            if at.is_some_and(|at| at < done) {
                *at = text[done..].find(*mark).map(|found| done + found);
            }
        }
    }
    out.push_str(&text[done..]);
    out
}

/// Whether callouts, tables and cells have the same ids in the same order, and callouts the same roles.
pub fn same_ids(old: &Revision, new: &Revision) -> bool {
    ids(&old.section) == ids(&new.section)
}

fn ids(section: &Section) -> Vec<String> {
    let mut ids = Vec::new();
    for (_, block) in section.blocks() {
        match block {
            Block::Callout(callout) => ids.push(format!("{:?} {:?}", callout.role, callout.id)),
            Block::Heading(heading) => ids.push(heading.id.clone()),
            Block::Table(table) => {
                ids.push(format!("{:?}", table.id));
                ids.extend(table.header.iter().chain(table.rows.iter().flatten()).map(|cell| cell.id.clone()));
            }
            _ => {}
        }
    }
    ids.extend(section.topics.iter().map(|topic| topic.heading.id.clone()));
    ids
}

/// Whether the two have the same words in the same order.
pub fn same_words(old: &Revision, new: &Revision) -> bool {
    words(&old.section) == words(&new.section)
}

/// Whether the second has every word of the first, as often as the first or more often.
pub fn keeps_words(old: &Revision, new: &Revision) -> bool {
    let mut there: HashMap<String, isize> = HashMap::new();
    words(&new.section).into_iter().for_each(|word| *there.entry(word).or_default() += 1);
    words(&old.section).into_iter().all(|word| {
        let count = there.entry(word).or_default();
        *count -= 1;
        *count >= 0
    })
}

fn words(section: &Section) -> Vec<String> {
    let mut words = Vec::new();
    let mut add = |text: &str| {
        words.extend(text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned));
    };
    for (_, block) in section.blocks() {
        match block {
            Block::Paragraph(paragraph) => add(&plain(&paragraph.text)),
            Block::Heading(heading) => add(&plain(&heading.text)),
            Block::Callout(callout) => add(&plain(&callout.lead)),
            Block::Code(code) => add(&code.text),
            Block::Figure(image) => add(&format!("{} {} {}", image.path, image.alt, image.title)),
            Block::Math(math) => add(&math.latex),
            Block::Table(table) => {
                add(&plain(&table.caption));
                table.header.iter().chain(table.rows.iter().flatten()).for_each(|cell| add(&plain(&cell.text)));
            }
            Block::List(_) | Block::Quote(_) | Block::Rule(_) => {}
        }
    }
    section.topics.iter().for_each(|topic| add(&plain(&topic.heading.text)));
    words
}
