//! What is allowed and yet not good: the rules of `check`, one a file, each documented by the Markdown it catches.
//!
//! What stops an export, or is lost in it, is reported where the text is read, in [`crate::parse`]; no rule here says it
//! again. Exports do not run the rules.

mod answer_on_front;
mod bold_lead;
mod broken_list;
mod empty_cell;
mod empty_link;
mod equal_columns;
mod fence_language;
mod heading_jump;
mod long_cell;
mod no_comparison;
mod no_pitfall;
mod obsidian_callout;
mod pitfall_without_question;
mod print_without_claim;
mod subject;
mod uncovered_topic;
mod undefined_reference;
mod unpinned_id;
mod wide_code;

pub use bold_lead::alert;
pub use subject::{Report, Subject};

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::guide::{Block, Guide, Section};
use crate::parallel;
use crate::selection::Selection;
use crate::source::FileId;
use std::collections::HashSet;

/// One rule.
pub struct Rule {
    /// Its stable name: a diagnostic's code, and its key under `[lint]`.
    pub name: &'static str,
    /// What it catches, in a line.
    pub summary: &'static str,
    /// Looks through a section.
    check: fn(&Subject<'_>, &mut Report<'_>),
}

/// All rules, sorted by name.
pub const RULES: [Rule; 18] = [
    answer_on_front::RULE,
    bold_lead::RULE,
    broken_list::RULE,
    empty_cell::RULE,
    empty_link::RULE,
    equal_columns::RULE,
    fence_language::RULE,
    heading_jump::RULE,
    long_cell::RULE,
    no_comparison::RULE,
    no_pitfall::RULE,
    obsidian_callout::RULE,
    pitfall_without_question::RULE,
    print_without_claim::RULE,
    uncovered_topic::RULE,
    undefined_reference::RULE,
    unpinned_id::RULE,
    wide_code::RULE,
];

/// The warnings every command makes while it reads a guide, each with what it tells of; they can be set as the rules can.
pub const READING: [(&str, &str); 10] = [
    ("footnote-without-text", "a footnote that is referred to and not there"),
    ("missing-alt", "an image without an alternative text"),
    ("missing-date", "a guide.toml without a date"),
    ("missing-language", "a guide.toml without a language"),
    ("missing-title", "a file that does not begin with its title"),
    ("ragged-table", "a row with fewer cells than its table"),
    ("raw-html", "tags that are dropped"),
    ("unknown-callout", "a kind of callout nobody knows"),
    ("unknown-comment", "a comment that looks like one the tool reads"),
    ("unused-footnote", "a footnote nothing refers to"),
];

/// The names that may stand under `[lint]`.
pub fn names() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.name).chain(READING.iter().map(|(name, _)| *name))
}

/// Every name that may stand under `[lint]`, sorted, with what it tells of: for the help text.
pub fn overview() -> String {
    let rules = RULES.iter().map(|rule| (rule.name, rule.summary));
    let mut all: Vec<(&str, &str)> = rules.chain(READING).collect();
    all.sort_unstable();
    all.iter().map(|(name, summary)| format!("  {name:<25} {summary}\n")).collect()
}

/// Everything the rules find in one section.
pub fn section(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in &RULES {
        if let Some(severity) = subject.manifest.lint.level(rule.name, Severity::Warning) {
            (rule.check)(subject, &mut Report::new(rule.name, severity, &mut found));
        }
    }
    found
}

/// Everything the rules find in the selected sections. A section that could not be read, by what reading it said, has
/// nothing to look at.
pub fn selection(selection: &Selection<'_>, reading: &[Diagnostic]) -> Vec<Diagnostic> {
    let guide: &Guide = selection.guide;
    let readable = selection.sections.iter().filter(|section| {
        !(section.intro.is_empty() && section.topics.is_empty() && reading.iter().any(|d| refuses(d, section.file)))
    });
    let doubled = doubled(&guide.sections);
    let found = parallel::map(readable.collect(), |section| {
        self::section(&Subject::new(&guide.manifest, &guide.sources, section, &doubled))
    });
    found.into_iter().flatten().collect()
}

/// The ids that more than one callout or table of a guide's sections has.
pub fn doubled<'s>(sections: impl IntoIterator<Item = &'s Section>) -> HashSet<String> {
    let mut seen: HashSet<&str> = HashSet::new();
    let blocks = sections.into_iter().flat_map(Section::blocks);
    let ids = blocks.filter_map(|(_, block)| match block {
        Block::Callout(callout) => callout.id.as_deref(),
        Block::Table(table) => table.id.as_deref(),
        _ => None,
    });
    ids.filter(|id| !seen.insert(id)).map(str::to_owned).collect()
}

/// Whether a diagnostic says that a file was not read.
fn refuses(diagnostic: &Diagnostic, file: FileId) -> bool {
    let here = matches!(&diagnostic.place, Place::At(span) if span.file == file);
    diagnostic.is_error() && (here || diagnostic.labels.iter().any(|(label, _)| label.file == file))
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn names_are_sorted_within_their_kind_and_once() {
        let mut all: Vec<_> = names().collect();
        assert!(super::RULES.is_sorted_by_key(|rule| rule.name) && super::READING.is_sorted_by_key(|(name, _)| *name));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), names().count());
    }
}
