//! The sections of an export: what stands below each heading that begins one or goes on with it.

use super::begin::{Headings, Start};
use super::heading;
use super::outline::{Kind, Part};
use super::talk::Talk;
use crate::diagnostic::Diagnostic;
use crate::guide::slug;
use crate::source::FileId;
use std::collections::HashMap;
use std::ops::Range;

/// After so many errors the rest of the export is no longer looked at.
const MOST_ERRORS: usize = 20;

/// A section: its heading, and the blocks of its text.
pub struct Found {
    /// Its number.
    pub number: u32,
    /// Its title as plain text.
    pub title: String,
    /// Its heading; none where the whole export is one section without a title of its own.
    pub heading: Option<usize>,
    /// The level of its heading; 0 for a bold line or none.
    pub level: u8,
    /// The blocks of its text, in pieces.
    pub pieces: Vec<Range<usize>>,
}

/// How an export is divided.
pub struct Division {
    /// The heading that is the guide's title.
    pub title: Option<usize>,
    /// The list that is its table of contents.
    pub contents: Option<usize>,
    /// The first block that belongs to a section.
    pub first: usize,
    /// The sections, by their numbers.
    pub sections: Vec<Found>,
    /// What was noticed.
    pub diagnostics: Vec<Diagnostic>,
}

/// Finds the sections.
///
/// # Errors
///
/// Two sections of one number, a section twice, a section of number 0.
pub fn sections(talk: &Talk<'_>, id: FileId) -> Result<Division, Vec<Diagnostic>> {
    let headings = Headings::new(talk, id);
    let (starts, diagnostics) = headings.starts();
    let mut divider = Divider { talk, headings: &headings, diagnostics };
    let Some(first) = starts.first().map(|start| start.part) else { return Ok(divider.one_section()) };
    let contents = headings.contents(first).map(|(list, _)| list);
    let title = divider.title(first);
    let sections = divider.join(starts)?;
    divider.notice_gaps(&sections);
    Ok(Division { title, contents, first, sections, diagnostics: divider.diagnostics })
}

struct Divider<'d, 'e> {
    talk: &'d Talk<'e>,
    headings: &'d Headings<'d, 'e>,
    diagnostics: Vec<Diagnostic>,
}

impl Divider<'_, '_> {
    /// The guide's title: the first `#` heading before the sections.
    fn title(&self, first: usize) -> Option<usize> {
        let is_title = |i: &usize| *i < first && !slug(&self.talk.parts[*i].text).is_empty();
        self.headings.without_number(1).into_iter().find(is_title)
    }

    /// The export as one section; its title is the heading at its beginning.
    fn one_section(self) -> Division {
        let parts = self.talk.parts;
        let is_gone = |part: &Part| self.talk.is_gone(part);
        let opens = |part: &&Part| part.is_paragraph() || matches!(part.kind, Kind::Rule) || is_gone(part);
        let opening = parts.iter().take_while(opens).count();
        let talk: usize = parts[..opening].iter().filter(|part| !is_gone(part)).map(Part::height).sum();
        let is_title = |i: &usize| {
            let is_highest = |level| parts.iter().all(|part| is_gone(part) || part.level().is_none_or(|l| level <= l));
            let is_heading = parts[*i].level().is_some_and(is_highest);
            is_heading && (talk == 0 || talk <= 4 && parts[*i].level() <= Some(2)) && !slug(&parts[*i].text).is_empty()
        };
        let heading = Some(opening).filter(|i| *i < parts.len()).filter(is_title);
        let first = heading.unwrap_or(0);
        let text = heading.map_or(0, |i| i + 1)..parts.len();
        let found = Found {
            number: 1,
            title: heading.map(|i| self.headings.title_of(i)).unwrap_or_default(),
            heading,
            level: heading.and_then(|i| parts[i].level()).unwrap_or(0),
            pieces: std::iter::once(text).collect(),
        };
        Division { title: None, contents: None, first, sections: vec![found], diagnostics: self.diagnostics }
    }

    /// Joins the headings of each section.
    fn join(&mut self, starts: Vec<Start>) -> Result<Vec<Found>, Vec<Diagnostic>> {
        let parts = self.talk.parts;
        let ends: Vec<usize> = starts.iter().skip(1).map(|start| start.part).chain([parts.len()]).collect();
        let mut sections: Vec<Found> = Vec::new();
        let mut at: HashMap<u32, usize> = HashMap::new();
        let mut errors = Vec::new();
        for (start, end) in starts.iter().zip(ends) {
            if errors.len() == MOST_ERRORS {
                break;
            }
            let here = self.headings.span(start.part);
            let piece = start.part + 1..end;
            if !(1..=heading::MAX_NUMBER).contains(&start.number) {
                let message = format!("a section cannot have the number {}", start.number);
                let help = "number the sections from 1 on, up to 9999";
                errors.push(Diagnostic::error("bad-number", here, message).help(help));
                continue;
            }
            let Some(index) = at.get(&start.number).copied() else {
                at.insert(start.number, sections.len());
                sections.push(Found {
                    number: start.number,
                    title: start.title.clone(),
                    heading: Some(start.part),
                    level: parts[start.part].level().unwrap_or(0),
                    pieces: vec![piece],
                });
                continue;
            };
            let is_last = index + 1 == sections.len();
            let first = self.headings.span(sections[index].heading.unwrap_or(0));
            let section = &mut sections[index];
            let (one, other) = (self.talk.file.position(first.start as usize).line, parts[start.part].first);
            let twice = if !heading::same(&section.title, &start.title) {
                let (title, number) = (&section.title, start.number);
                let titles = format!("`{title}` on line {one} and `{}` on line {other}", start.title);
                let message = format!("two sections have the number {number}: {titles}");
                Diagnostic::error("duplicate-number", here, message)
                    .help("take one of them out of the export, or give it another number")
            } else if start.goes_on || is_last && self.follows_chat(start.part) && !self.repeats(section, &piece) {
                let message = format!("section {} goes on here; this heading was left out", start.number);
                self.diagnostics.push(Diagnostic::warning("heading-left-out", here, message));
                section.pieces.push(piece);
                continue;
            } else {
                let (number, title) = (start.number, &start.title);
                let message = format!("section {number}, `{title}`, is there twice: on line {one} and on line {other}");
                let help = "take one of the two out of the export; if the second goes on with the first, \
                            write (continued) behind its title";
                Diagnostic::error("section-twice", here, message).help(help)
            };
            errors.push(twice.label(first, "the first one"));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        sections.sort_by_key(|section| section.number);
        Ok(sections)
    }

    /// Whether chat stands right before a block.
    fn follows_chat(&self, part: usize) -> bool {
        let before = self.talk.parts[..part].iter().rev().find(|part| !matches!(part.kind, Kind::Rule));
        before.is_some_and(|part| self.talk.is_chat(part))
    }

    /// Whether a piece has a topic that the section has already.
    fn repeats(&self, section: &Found, piece: &Range<usize>) -> bool {
        let topics = |range: &Range<usize>| -> Vec<String> {
            let parts = self.talk.parts[range.clone()].iter();
            parts.filter(|part| part.level().is_some()).map(|part| slug(&part.text)).collect()
        };
        let known: Vec<String> = section.pieces.iter().flat_map(topics).collect();
        topics(piece).iter().any(|topic| known.contains(topic))
    }

    /// Says which numbers are missing.
    fn notice_gaps(&mut self, sections: &[Found]) {
        for pair in sections.windows(2) {
            let (before, after) = (pair[0].number, pair[1].number);
            let missing = match after - before {
                0 | 1 => continue,
                2 => format!("section {} is", before + 1),
                3 => format!("sections {} and {} are", before + 1, after - 1),
                _ => format!("sections {} to {} are", before + 1, after - 1),
            };
            let span = self.headings.span(pair[1].heading.unwrap_or(0));
            let message = format!("{missing} missing between {before} and {after}");
            self.diagnostics.push(Diagnostic::warning("number-missing", span, message));
        }
    }
}
