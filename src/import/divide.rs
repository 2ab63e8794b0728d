//! Which headings begin sections, and which section each belongs to.

use super::contents;
use super::heading;
use super::outline::{Kind, Part};
use super::talk::Talk;
use crate::diagnostic::Diagnostic;
use crate::guide::slug;
use crate::source::{FileId, Span};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// After so many errors the rest of the export is no longer looked at.
const MOST_ERRORS: usize = 20;

/// A heading that begins a section, or goes on with one.
pub struct Start {
    /// Its place among the blocks.
    pub part: usize,
    /// The section's number.
    pub number: u32,
    /// The title as plain text, without number.
    pub title: String,
    /// Whether the heading says that the section goes on.
    goes_on: bool,
}

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
    let mut divider = Divider { talk, id, numbers: talk.parts.iter().map(number).collect(), diagnostics: Vec::new() };
    let starts = match divider.mark() {
        Some(mark) => divider.numbered(mark),
        None => divider.unnumbered(),
    };
    let Some(first) = starts.first().map(|start| start.part) else { return Ok(divider.one_section()) };
    let contents = divider.contents(first).map(|(list, _)| list);
    let title = divider.title(first);
    let sections = divider.join(starts)?;
    divider.notice_gaps(&sections);
    Ok(Division { title, contents, first, sections, diagnostics: divider.diagnostics })
}

/// The number of a heading or a bold line.
fn number(part: &Part) -> Option<(u32, usize)> {
    matches!(part.kind, Kind::Heading { .. } | Kind::Bold).then(|| heading::number(&part.text)).flatten()
}

/// Those of some blocks, in their order, that lie inside a range.
fn within(parts: &[usize], range: Range<usize>) -> &[usize] {
    let at = |limit: usize| parts.partition_point(|part| *part < limit);
    &parts[at(range.start + 1)..at(range.end).max(at(range.start + 1))]
}

/// What begins sections: headings of a level, or bold lines, which have level 0.
type Mark = u8;

struct Divider<'d, 'e> {
    talk: &'d Talk<'e>,
    id: FileId,
    numbers: Vec<Option<(u32, usize)>>,
    diagnostics: Vec<Diagnostic>,
}

impl Divider<'_, '_> {
    /// The blocks with a mark that are no chat.
    fn marked(&self, mark: Mark) -> impl Iterator<Item = usize> {
        let is_marked = move |part: &Part| match part.kind {
            Kind::Heading { level, .. } => level == mark,
            Kind::Bold => mark == 0,
            _ => false,
        };
        (0..self.talk.parts.len())
            .filter(move |i| is_marked(&self.talk.parts[*i]) && !self.talk.is_gone(&self.talk.parts[*i]))
    }

    fn with_number(&self, mark: Mark) -> Vec<usize> {
        self.marked(mark).filter(|i| self.numbers[*i].is_some()).collect()
    }

    /// Headings of a mark that have no number and announce no contents.
    fn without_number(&self, mark: Mark) -> Vec<usize> {
        let announces = |i: &usize| contents::is_announced_by(&self.talk.parts[*i].text);
        self.marked(mark).filter(|i| self.numbers[*i].is_none() && !announces(i)).collect()
    }

    /// The mark of numbered sections: the highest level with several, else with one; bold lines where no heading has a
    /// number.
    fn mark(&self) -> Option<Mark> {
        let numbered: Vec<(Mark, usize)> = (1..=6)
            .map(|level| (level, self.with_number(level)))
            .filter(|(level, found)| !found.is_empty() && !self.restarts(*level, found))
            .map(|(level, found)| (level, found.len()))
            .collect();
        let several = numbered.iter().find(|(_, count)| *count > 1);
        if let Some((level, _)) = several.or(numbered.first()) {
            return Some(*level);
        }
        let bold = self.with_number(0);
        let repeated = (1..=6).map(|level| self.without_number(level)).find(|found| found.len() > 1);
        let comes_first = |first: &usize| repeated.as_ref().is_none_or(|found| *first < found[0]);
        (bold.len() > 1 && bold.first().is_some_and(comes_first)).then_some(0)
    }

    /// Whether numbers begin anew below headings of a higher level: then they count topics.
    fn restarts(&self, level: u8, found: &[usize]) -> bool {
        found.windows(2).any(|pair| {
            let (Some((before, _)), Some((after, _))) = (self.numbers[pair[0]], self.numbers[pair[1]]) else {
                return false;
            };
            let between = &self.talk.parts[pair[0]..pair[1]];
            after <= before
                && !heading::same(&self.title_of(pair[0]), &self.title_of(pair[1]))
                && between.iter().any(|part| part.level().is_some_and(|l| l < level) && !self.talk.is_gone(part))
        })
    }

    /// The title of a heading, without number and `(continued)`.
    fn title_of(&self, part: usize) -> String {
        let text = &self.talk.parts[part].text;
        let title = self.numbers[part].map_or(text.as_str(), |(_, at)| &text[at..]).trim();
        let title = heading::continued(title).unwrap_or(title);
        match self.numbers[part] {
            Some((number, _)) if slug(title).is_empty() => format!("Section {number}"),
            _ => title.to_owned(),
        }
    }

    fn start(&self, part: usize, number: u32) -> Start {
        let text = &self.talk.parts[part].text;
        let title = self.title_of(part);
        Start { part, number, title, goes_on: heading::continued(text).is_some() }
    }

    /// The table of contents before a block, with its titles.
    fn contents(&self, first: usize) -> Option<(usize, Vec<(u32, String)>)> {
        let marked = (0..=6).flat_map(|mark| self.marked(mark));
        contents::find(&self.talk.parts[..first], &marked.map(|i| slug(&self.title_of(i))).collect())
    }

    /// Numbered headings, and those between them that lack their number.
    fn numbered(&mut self, mark: Mark) -> Vec<Start> {
        let number_of = |i: usize| self.numbers[i].map_or(0, |(number, _)| number);
        let mut starts: Vec<Start> = self.with_number(mark).into_iter().map(|i| self.start(i, number_of(i))).collect();
        let Some(first) = starts.first().map(|start| start.part) else { return starts };
        let without = self.without_number(mark);
        // A section that goes on may be named without its number.
        for i in &without {
            let start = self.start(*i, 0);
            let known = || starts.iter().find(|known| heading::same(&known.title, &start.title));
            if let Some(number) = start.goes_on.then(known).flatten().map(|known| known.number) {
                starts.push(Start { number, ..start });
            }
        }
        let listed = self.contents(first).map(|(_, entries)| entries).unwrap_or_default();
        let listed: HashMap<String, u32> = listed.into_iter().map(|(number, title)| (slug(&title), number)).collect();
        let listed = |i: usize| listed.get(&slug(&self.talk.parts[i].text)).copied();
        let mut lacking: Vec<(usize, u32)> = Vec::new();
        let mut others: Vec<usize> =
            (1..=6).filter(|level| *level != mark).flat_map(|level| self.with_number(level)).collect();
        others.sort_unstable();
        let mut before: Vec<usize> = without.iter().chain(&others).copied().filter(|i| *i < first).collect();
        before.sort_unstable();
        let mut next = number_of(first);
        for i in before.iter().rev() {
            if let Some((number, _)) = self.numbers[*i] {
                if number > 0 && number + 1 == next {
                    starts.push(self.start(*i, number));
                    next = number;
                }
                continue;
            }
            match listed(*i) {
                Some(number) if number < next && number > 0 => next = number,
                Some(_) => continue,
                None if next > 1 => next -= 1,
                None => continue,
            }
            lacking.push((*i, next));
        }
        starts.sort_by_key(|start| start.part);
        let taken: HashSet<u32> = starts.iter().map(|start| start.number).collect();
        let known: Vec<(usize, u32)> = starts.iter().map(|start| (start.part, start.number)).collect();
        for (at, (part, number)) in known.iter().enumerate() {
            let following = known.get(at + 1);
            let end = following.map_or(self.talk.parts.len(), |(part, _)| *part);
            let wanted = number + 1;
            let fills = following.is_none_or(|(_, next)| *next == wanted + 1);
            if taken.contains(&wanted) || !fills {
                continue;
            }
            let is_other = |i: &usize| following.is_some() || self.talk.parts[*i].level().is_some_and(|l| l < mark);
            let fitting = |i: &usize| number_of(*i) == wanted && is_other(i);
            let other: Vec<usize> = within(&others, *part..end).iter().copied().filter(fitting).collect();
            let unnamed = within(&without, *part..end);
            let by_list = unnamed.iter().copied().find(|i| listed(*i) == Some(wanted));
            match (&other[..], unnamed) {
                ([one], _) => starts.push(self.start(*one, wanted)),
                (_, _) if by_list.is_some() => lacking.extend(by_list.map(|i| (i, wanted))),
                (_, [one]) if following.is_some() => lacking.push((*one, wanted)),
                _ => {}
            }
        }
        for (i, number) in lacking {
            if starts.iter().any(|start| start.part == i || start.number == number) {
                continue;
            }
            let start = self.start(i, number);
            let message = format!("section {number}, `{}`, has no number here; it got the one that fits", start.title);
            self.diagnostics.push(Diagnostic::warning("number-added", self.span(i), message));
            starts.push(start);
        }
        starts.sort_by_key(|start| start.part);
        starts
    }

    /// Headings of the highest level that occurs more than once, numbered from 1.
    fn unnumbered(&self) -> Vec<Start> {
        let found = (1..=6).map(|level| self.without_number(level)).find(|found| found.len() > 1);
        let mut known: HashMap<String, u32> = HashMap::new();
        let numbered = |i: usize| {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX).saturating_add(1);
            let start = self.start(i, next);
            let number = *known.entry(slug(&start.title)).or_insert(next);
            Start { number, ..start }
        };
        found.unwrap_or_default().into_iter().map(numbered).collect()
    }

    /// The guide's title: the first `#` heading before the sections.
    fn title(&self, first: usize) -> Option<usize> {
        let is_title = |i: &usize| *i < first && !slug(&self.talk.parts[*i].text).is_empty();
        self.without_number(1).into_iter().find(is_title)
    }

    /// The export as one section; its title is the heading at its beginning.
    fn one_section(self) -> Division {
        let parts = self.talk.parts;
        let opening = parts.iter().take_while(|part| part.is_paragraph() || matches!(part.kind, Kind::Rule)).count();
        let talk: usize = parts[..opening].iter().map(Part::height).sum();
        let is_title = |i: &usize| {
            let is_heading = parts[*i]
                .level()
                .is_some_and(|level| parts.iter().all(|part| part.level().is_none_or(|other| level <= other)));
            is_heading && (talk == 0 || talk <= 4 && parts[*i].level() <= Some(2)) && !slug(&parts[*i].text).is_empty()
        };
        let heading = Some(opening).filter(|i| *i < parts.len()).filter(is_title);
        let first = heading.unwrap_or(0);
        let text = heading.map_or(0, |i| i + 1)..parts.len();
        let found = Found {
            number: 1,
            title: heading.map(|i| self.title_of(i)).unwrap_or_default(),
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
            let here = self.span(start.part);
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
            let first = self.span(sections[index].heading.unwrap_or(0));
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
            let span = self.span(pair[1].heading.unwrap_or(0));
            let message = format!("{missing} missing between {before} and {after}");
            self.diagnostics.push(Diagnostic::warning("number-missing", span, message));
        }
    }

    /// The lines of a block.
    fn span(&self, part: usize) -> Span {
        let Some(part) = self.talk.parts.get(part) else { return Span::new(self.id, 0..0) };
        let file = self.talk.file;
        Span::new(self.id, file.line_range(part.first).start..file.line_range(part.last).end)
    }
}
