//! Which headings begin sections: the numbered ones of a level, those between them that lack their number, or, where none
//! has a number, those of the highest level.

use super::outline::{Kind, Part};
use super::talk::Talk;
use super::{contents, heading};
use crate::diagnostic::Diagnostic;
use crate::guide::slug;
use crate::source::{FileId, Span};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A heading that begins a section, or goes on with one.
pub struct Start {
    /// Its place among the blocks.
    pub part: usize,
    /// The section's number.
    pub number: u32,
    /// The title as plain text, without number.
    pub title: String,
    /// Whether the heading says that the section goes on.
    pub goes_on: bool,
}

/// What begins sections: headings of a level, or bold lines, which have level 0.
type Mark = u8;

/// The headings of an export.
pub struct Headings<'d, 'e> {
    talk: &'d Talk<'e>,
    id: FileId,
    numbers: Vec<Option<(u32, usize)>>,
}

impl<'d, 'e> Headings<'d, 'e> {
    /// Reads their numbers.
    pub fn new(talk: &'d Talk<'e>, id: FileId) -> Headings<'d, 'e> {
        Headings { talk, id, numbers: talk.parts.iter().map(number).collect() }
    }

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

    /// Headings of a mark that have a number.
    fn with_number(&self, mark: Mark) -> Vec<usize> {
        self.marked(mark).filter(|i| self.numbers[*i].is_some()).collect()
    }

    /// Headings of a mark that have no number and announce no contents.
    pub fn without_number(&self, mark: Mark) -> Vec<usize> {
        let announces = |i: &usize| contents::is_announced_by(&self.talk.parts[*i].text);
        self.marked(mark).filter(|i| self.numbers[*i].is_none() && !announces(i)).collect()
    }

    /// The headings that begin sections, in the order of the text, and what there is to say of them.
    pub fn starts(&self) -> (Vec<Start>, Vec<Diagnostic>) {
        match self.mark() {
            Some(mark) => self.numbered(mark),
            None => (self.unnumbered(), Vec::new()),
        }
    }

    /// The mark of numbered sections: the highest level with several, else with one; bold lines where no heading has a
    /// number. Where two levels count on through each other, the one with more.
    fn mark(&self) -> Option<Mark> {
        let numbered = (1..=6).map(|level| (level, self.with_number(level)));
        let counts = |(level, found): &(Mark, Vec<usize>)| {
            !found.is_empty() && !self.restarts(*level, found) && !self.is_of_one_topic(*level, found)
        };
        let numbered: Vec<(Mark, Vec<usize>)> = numbered.filter(counts).collect();
        let several = numbered.iter().find(|(_, found)| found.len() > 1);
        if let Some((level, found)) = several.or(numbered.first()) {
            let below = numbered.iter().filter(|(other, more)| other > level && more.len() > found.len());
            let through = below.into_iter().find(|(_, more)| self.counts_through(found, more));
            return Some(through.map_or(*level, |(other, _)| *other));
        }
        let bold = self.with_number(0);
        let repeated = (1..=6).map(|level| self.without_number(level)).find(|found| found.len() > 1);
        let comes_first = |first: &usize| repeated.as_ref().is_none_or(|found| *first < found[0]);
        (bold.len() > 1 && bold.first().is_some_and(comes_first)).then_some(0)
    }

    /// Whether the numbers of two levels together go up from heading to heading.
    fn counts_through(&self, one: &[usize], other: &[usize]) -> bool {
        let mut both: Vec<usize> = one.iter().chain(other).copied().collect();
        both.sort_unstable();
        both.is_sorted_by(|a, b| self.number_of(*a) < self.number_of(*b))
    }

    /// Whether numbered headings are a few that all lie below one of many headings of a higher level.
    fn is_of_one_topic(&self, level: Mark, found: &[usize]) -> bool {
        let mut above: Vec<usize> = (1..level).flat_map(|level| self.without_number(level)).collect();
        above.sort_unstable();
        let topic = |part: &usize| above.partition_point(|heading| heading < part);
        let lie_together = found.first().map(topic) == found.last().map(topic);
        lie_together && above.len() > found.len()
    }

    /// A heading's number; 0 without one.
    fn number_of(&self, part: usize) -> u32 {
        self.numbers[part].map_or(0, |(number, _)| number)
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
    pub fn title_of(&self, part: usize) -> String {
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
    pub fn contents(&self, first: usize) -> Option<(usize, Vec<(u32, String)>)> {
        let marked = (0..=6).flat_map(|mark| self.marked(mark));
        contents::find(&self.talk.parts[..first], &marked.map(|i| slug(&self.title_of(i))).collect())
    }

    /// Numbered headings, and those between them that lack their number.
    fn numbered(&self, mark: Mark) -> (Vec<Start>, Vec<Diagnostic>) {
        let mut starts: Vec<Start> =
            self.with_number(mark).into_iter().map(|i| self.start(i, self.number_of(i))).collect();
        let Some(first) = starts.first().map(|start| start.part) else { return (starts, Vec::new()) };
        let without = self.without_number(mark);
        // A section that goes on may be named without its number.
        let titles: HashMap<String, u32> = starts.iter().map(|start| (slug(&start.title), start.number)).collect();
        for i in &without {
            let start = self.start(*i, 0);
            if let Some(number) = titles.get(&slug(&start.title)).filter(|_| start.goes_on) {
                starts.push(Start { number: *number, ..start });
            }
        }
        let listed = self.contents(first).map(|(_, entries)| entries).unwrap_or_default();
        let listed: HashMap<String, u32> = listed.into_iter().map(|(number, title)| (slug(&title), number)).collect();
        let listed = |i: usize| listed.get(&slug(&self.talk.parts[i].text)).copied();
        let mut others: Vec<usize> =
            (1..=6).filter(|level| *level != mark).flat_map(|level| self.with_number(level)).collect();
        others.sort_unstable();
        let mut lacking: Vec<(usize, u32)> = Vec::new();
        let mut before: Vec<usize> = without.iter().chain(&others).copied().filter(|i| *i < first).collect();
        before.sort_unstable();
        let mut next = self.number_of(first);
        for i in before.into_iter().rev() {
            let lacks = self.numbers[i].is_none();
            next = match listed(i) {
                _ if !lacks && self.number_of(i) > 0 && self.number_of(i) + 1 == next => next - 1,
                Some(number) if lacks && number > 0 && number < next => number,
                None if lacks && next > 1 => next - 1,
                _ => continue,
            };
            if lacks {
                lacking.push((i, next));
            } else {
                starts.push(self.start(i, next));
            }
        }
        starts.sort_by_key(|start| start.part);
        self.fill(mark, &mut starts, &mut lacking, &others, &without, &listed);
        let mut diagnostics = Vec::new();
        let mut taken: HashSet<u32> = starts.iter().map(|start| start.number).collect();
        let begun: HashSet<usize> = starts.iter().map(|start| start.part).collect();
        for (i, number) in lacking {
            if begun.contains(&i) || !taken.insert(number) {
                continue;
            }
            let start = self.start(i, number);
            let message = format!("section {number}, `{}`, has no number here; it got the one that fits", start.title);
            diagnostics.push(Diagnostic::warning("number-added", self.span(i), message));
            starts.push(start);
        }
        starts.sort_by_key(|start| start.part);
        (starts, diagnostics)
    }

    /// Looks for the sections whose numbers are missing: headings of another level that have them, and those that lack one.
    fn fill(
        &self,
        mark: Mark,
        starts: &mut Vec<Start>,
        lacking: &mut Vec<(usize, u32)>,
        others: &[usize],
        without: &[usize],
        listed: &dyn Fn(usize) -> Option<u32>,
    ) {
        let taken: HashSet<u32> = starts.iter().map(|start| start.number).collect();
        let known: Vec<(usize, u32)> = starts.iter().map(|start| (start.part, start.number)).collect();
        for (at, (part, number)) in known.iter().enumerate() {
            let following = known.get(at + 1).copied();
            let (end, limit) = following.unwrap_or((self.talk.parts.len(), u32::MAX));
            if taken.contains(&(number + 1)) || limit <= number + 1 {
                continue;
            }
            let mut wanted = number + 1;
            for other in within(others, *part..end) {
                let found = self.number_of(*other);
                let is_higher = self.talk.parts[*other].level().is_some_and(|level| level < mark);
                let fits = found == wanted && (is_higher || following.is_some()) || is_higher && found > wanted;
                if fits && found < limit && !taken.contains(&found) {
                    starts.push(self.start(*other, found));
                    wanted = found + 1;
                }
            }
            let unnamed = within(without, *part..end);
            let is_next = |i: &usize| listed(*i) == Some(number + 1);
            match (unnamed.iter().copied().find(is_next), unnamed) {
                (Some(i), _) => lacking.push((i, number + 1)),
                (None, [one]) if wanted == number + 1 && limit == wanted + 1 => lacking.push((*one, wanted)),
                _ => {}
            }
        }
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

    /// The lines of a block.
    pub fn span(&self, part: usize) -> Span {
        let Some(part) = self.talk.parts.get(part) else { return Span::new(self.id, 0..0) };
        let file = self.talk.file;
        Span::new(self.id, file.line_range(part.first).start..file.line_range(part.last).end)
    }
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
