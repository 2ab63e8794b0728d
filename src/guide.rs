//! The model: a guide as typed text. Every other part of the tool reads this and nothing else.
//!
//! Each variant's documentation shows the Markdown it comes from.

mod block;
pub mod direction;
pub mod excerpt;
mod inline;
mod lint;
pub mod walk;

pub use block::*;
pub use inline::*;
pub use lint::LintSettings;

use crate::source::{FileId, Folder, Sources, Span};
use excerpt::Material;
use std::collections::BTreeMap;

/// A whole guide: manifest, sections, and the files they came from.
#[derive(Debug)]
pub struct Guide {
    /// What `guide.toml` says.
    pub manifest: Manifest,
    /// The sections, in the order of their numbers.
    pub sections: Vec<Section>,
    /// The source files, for spans.
    pub sources: Sources,
    /// Where the guide was read from.
    pub folder: Folder,
    /// The images the text shows: the path as it stands in the text → the file's bytes.
    pub images: BTreeMap<String, Vec<u8>>,
    /// What is left of it alone; empty for a whole guide.
    pub only: Vec<Material>,
}

/// `guide.toml`, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    /// `id`: never changes; Anki notes and the EPUB's identity grow from it.
    pub id: String,
    /// `title`.
    pub title: String,
    /// `version`: the edition printed in footers.
    pub version: Option<String>,
    /// `date`: the date inside documents.
    pub date: Date,
    /// `language`, a BCP 47 tag such as `en` or `pt-BR`.
    pub language: String,
    /// `authors`.
    pub authors: Vec<String>,
    /// `licence`, an SPDX expression or any text.
    pub licence: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `url`: where cards point back to.
    pub url: Option<String>,
    /// `code-language`: what a fence without a language is.
    pub code_language: Option<String>,
    /// `math`: whether `$…$` is LaTeX.
    pub math: bool,
    /// `[lint]`: what `check` says, and how loud.
    pub lint: LintSettings,
}

impl Manifest {
    /// A manifest that says no more than this, of a guide in English.
    pub fn new(id: String, title: String, date: Date) -> Manifest {
        Manifest {
            id,
            title,
            version: None,
            date,
            language: "en".into(),
            authors: Vec::new(),
            licence: None,
            description: None,
            url: None,
            code_language: None,
            math: false,
            lint: LintSettings::default(),
        }
    }
}

/// A calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year, 1970 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

impl Date {
    /// Seconds from 1970-01-01T00:00:00Z to the start of this day, in UTC.
    pub fn unix_seconds(self) -> i64 {
        // Days from civil, after Howard Hinnant: years begin in March, so that the leap day is the last.
        let (year, month, day) = (i64::from(self.year), i64::from(self.month), i64::from(self.day));
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        (era * 146_097 + day_of_era - 719_468) * 86_400
    }

    /// The day, in UTC, of a time in seconds since 1970-01-01T00:00:00Z.
    pub fn of_unix_seconds(seconds: i64) -> Date {
        // Civil from days, after Howard Hinnant.
        let days = seconds.div_euclid(86_400) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Date { year: u16::try_from(year).unwrap_or(u16::MAX), month: month as u8, day: day as u8 }
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// One section: a file of the guide.
#[derive(Debug)]
pub struct Section {
    /// `number` in the manifest.
    pub number: u32,
    /// `id` in the manifest, else the slug of the title. Pins deck, tag and links.
    pub id: String,
    /// `title`, as plain text.
    pub title: String,
    /// The section's file.
    pub file: FileId,
    /// The file's name inside the guide's folder.
    pub file_name: String,
    /// The syllabus: what the section must cover.
    pub syllabus: Vec<String>,
    /// Where each topic of the syllabus stands in `guide.toml`.
    pub syllabus_places: Vec<Span>,
    /// What stands before the first topic.
    pub intro: Vec<Block>,
    /// The `##` headings with what stands under them.
    pub topics: Vec<Topic>,
    /// Footnotes, in the order of their first reference.
    pub footnotes: Vec<Footnote>,
}

impl Section {
    /// The slug of the title: part of file names.
    pub fn slug(&self) -> String {
        slug(&self.title)
    }

    /// `06-object-oriented-programming`: the stem of files made from this section. The number has at least two digits.
    pub fn stem(&self) -> String {
        format!("{:02}-{}", self.number, self.slug())
    }

    /// Every block of the section in reading order with the topic it stands under; blocks inside lists, quotes and
    /// callouts come after the block that holds them.
    pub fn blocks(&self) -> Vec<(Option<&Topic>, &Block)> {
        let mut all = Vec::new();
        self.intro.iter().for_each(|block| descend(None, block, &mut all));
        for topic in &self.topics {
            topic.blocks.iter().for_each(|block| descend(Some(topic), block, &mut all));
        }
        for note in &self.footnotes {
            note.blocks.iter().for_each(|block| descend(None, block, &mut all));
        }
        all
    }

    /// What can be linked to in the section: headings, callouts, tables.
    pub fn anchors(&self) -> Vec<String> {
        let topics = self.topics.iter().map(|topic| topic.heading.id.clone());
        let blocks = self.blocks().into_iter().filter_map(|(_, block)| match block {
            Block::Heading(heading) => Some(heading.id.clone()),
            Block::Callout(callout) => callout.id.as_deref().map(str::to_owned),
            Block::Table(table) => table.id.clone(),
            _ => None,
        });
        topics.chain(blocks).collect()
    }

    /// The callouts of the section, in reading order.
    pub fn callouts(&self) -> impl Iterator<Item = (Option<&Topic>, &Callout)> {
        self.blocks().into_iter().filter_map(|(topic, block)| match block {
            Block::Callout(callout) => Some((topic, callout)),
            _ => None,
        })
    }

    /// The comparison tables of the section, in reading order.
    pub fn comparisons(&self) -> impl Iterator<Item = (Option<&Topic>, &Table)> {
        self.blocks().into_iter().filter_map(|(topic, block)| match block {
            Block::Table(table) if table.kind != TableKind::Plain => Some((topic, &**table)),
            _ => None,
        })
    }
}

fn descend<'a>(topic: Option<&'a Topic>, block: &'a Block, all: &mut Vec<(Option<&'a Topic>, &'a Block)>) {
    all.push((topic, block));
    let inner: &[Block] = match block {
        Block::Quote(quote) => &quote.blocks,
        Block::Callout(callout) => &callout.blocks,
        Block::List(list) => {
            for item in &list.items {
                item.blocks.iter().for_each(|block| descend(topic, block, all));
            }
            &[]
        }
        _ => &[],
    };
    inner.iter().for_each(|block| descend(topic, block, all));
}

/// `## Heading` and what stands under it, up to the next one.
#[derive(Debug)]
pub struct Topic {
    /// The heading; its level is 2.
    pub heading: Heading,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// `[^name]: the note` — numbered in the order of first reference.
#[derive(Debug)]
pub struct Footnote {
    /// 1-based.
    pub number: usize,
    /// The note's text.
    pub blocks: Vec<Block>,
    /// The note's place.
    pub span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_seconds_since_1970() {
        assert_eq!(Date { year: 1970, month: 1, day: 1 }.unix_seconds(), 0);
        assert_eq!(Date { year: 2000, month: 3, day: 1 }.unix_seconds(), 951_868_800);
        assert_eq!(Date { year: 2026, month: 11, day: 22 }.unix_seconds(), 1_795_305_600);
        for day in (0..80_000).step_by(13) {
            assert_eq!(Date::of_unix_seconds(day * 86_400 + 86_399).unix_seconds(), day * 86_400);
        }
    }
}
