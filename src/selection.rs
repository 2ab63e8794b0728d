//! Section ranges: `6-9,12,functions` → sections.

use crate::diagnostic::did_you_mean;
use crate::guide::{Guide, Section, excerpt, slug};

/// Some of a guide's sections, in the guide's order.
#[derive(Debug)]
pub struct Selection<'g> {
    /// The guide they belong to.
    pub guide: &'g Guide,
    /// The sections chosen.
    pub sections: Vec<&'g Section>,
    /// Whether it is all of them.
    pub whole: bool,
}

impl<'g> Selection<'g> {
    /// All sections.
    pub fn all(guide: &'g Guide) -> Selection<'g> {
        Selection { guide, sections: guide.sections.iter().collect(), whole: true }
    }

    /// The sections a range names. An empty list of ranges is everything; several ranges are joined.
    pub fn parse(guide: &'g Guide, ranges: &[String]) -> Result<Selection<'g>, RangeError> {
        if ranges.is_empty() {
            return Ok(Selection::all(guide));
        }
        let entries: Vec<Entry> = guide
            .sections
            .iter()
            .map(|section| Entry { number: section.number, id: section.id.clone(), slug: section.slug() })
            .collect();
        let mut numbers = Vec::new();
        for range in ranges {
            numbers.extend(parse(range, &entries)?);
        }
        let sections: Vec<_> = guide.sections.iter().filter(|section| numbers.contains(&section.number)).collect();
        let whole = sections.len() == guide.sections.len();
        Ok(Selection { guide, sections, whole })
    }

    /// The one section a number, an id or a title names; the first one without a name. A range names none.
    pub fn one(guide: &'g Guide, name: Option<&str>) -> Result<&'g Section, RangeError> {
        let Some(name) = name else {
            return guide.sections.first().ok_or_else(|| RangeError {
                message: "the guide has no sections".into(),
                help: "add a [[section]] to guide.toml".into(),
            });
        };
        let selection = Selection::parse(guide, &[name.to_owned()])?;
        let wanted = slug(name);
        let is_name = |section: &Section| section.id == name.trim() || section.slug() == wanted;
        let is_number = name.trim().bytes().all(|b| b.is_ascii_digit());
        match selection.sections.as_slice() {
            [section] if is_number || is_name(section) => Ok(section),
            sections => {
                let first = sections.first().map_or(1, |section| section.number);
                let what = if sections.len() == 1 { "is a range".into() } else { format!("names {}", sections.len()) };
                Err(RangeError {
                    message: format!("one section is shown at a time, and `{name}` {what}"),
                    help: format!("name one, such as {first}; at its end you are asked whether to go on"),
                })
            }
        }
    }

    /// The shortest range that names these sections in this guide: `1,4,7-9`. Gaps in the guide's numbers do not break a
    /// run.
    pub fn canonical(&self) -> String {
        let all: Vec<u32> = self.guide.sections.iter().map(|section| section.number).collect();
        let chosen: Vec<u32> = self.sections.iter().map(|section| section.number).collect();
        canonical(&all, &chosen)
    }

    /// The stem of a file made from these sections: the guide's id, for a part of it the range with `+` for commas, and what
    /// alone is left of them.
    pub fn stem(&self) -> String {
        let (id, only) = (&self.guide.manifest.id, excerpt::suffix(&self.guide.only));
        if self.whole { format!("{id}{only}") } else { format!("{id}-{}{only}", self.canonical().replace(',', "+")) }
    }
}

/// What a range can name.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The section's number.
    pub number: u32,
    /// The section's id.
    pub id: String,
    /// The slug of its title.
    pub slug: String,
}

/// Why a range names nothing. The message names the item and ends with the sections that exist.
#[derive(Debug, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct RangeError {
    /// What is wrong, naming the item.
    pub message: String,
    /// What to do, naming the sections that exist.
    pub help: String,
}

/// The numbers a range names, in no particular order.
pub fn parse(range: &str, entries: &[Entry]) -> Result<Vec<u32>, RangeError> {
    let fail = |message: String, hint: Option<String>| {
        let exist = format!("the guide has {}", existing(entries));
        let help = hint.map_or(exist.clone(), |hint| format!("{hint} {exist}"));
        Err(RangeError { message, help })
    };
    let exists = |number: u32| entries.iter().any(|entry| entry.number == number);
    let mut numbers = Vec::new();
    for item in range.split(',') {
        let item = item.trim();
        if item.is_empty() {
            let what = if range.trim().is_empty() {
                "the range is empty".into()
            } else {
                format!("`{range}` has an empty item")
            };
            return fail(what, Some("write sections such as 6-9,12;".into()));
        }
        // A name may have hyphens and digits; it is looked for first.
        let wanted = slug(item);
        if let Some(entry) = entries.iter().find(|entry| entry.id == item || entry.slug == item || entry.slug == wanted)
        {
            numbers.push(entry.number);
            continue;
        }
        let (first, last) = match item.split_once('-') {
            None => (item, None),
            Some((first, last)) => (first.trim(), Some(last.trim())),
        };
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let is_range = |text: &str| text.is_empty() || is_number(text);
        if !is_range(first) || !last.is_none_or(is_range) || item == "-" {
            let names = entries.iter().flat_map(|entry| [entry.id.as_str(), entry.slug.as_str()]);
            return fail(format!("`{item}` is no section"), did_you_mean(item, names));
        }
        let number = |text: &str| text.parse::<u32>().unwrap_or(u32::MAX);
        for text in [Some(first), last].into_iter().flatten().filter(|text| !text.is_empty()) {
            if number(text) == 0 {
                return fail(format!("`{item}`: sections are numbered from 1"), None);
            }
            if !exists(number(text)) {
                let within = if text == item { String::new() } else { format!(" in `{item}`") };
                return fail(format!("there is no section {text}{within}"), None);
            }
        }
        let (low, high) = match last {
            None => (number(first), number(first)),
            Some(last) => (
                if first.is_empty() { 0 } else { number(first) },
                if last.is_empty() { u32::MAX } else { number(last) },
            ),
        };
        if low > high {
            let hint = format!("did you mean `{high}-{low}`?");
            return fail(format!("the range `{item}` ends before it begins"), Some(hint));
        }
        numbers.extend(entries.iter().map(|entry| entry.number).filter(|number| (low..=high).contains(number)));
    }
    Ok(numbers)
}

/// `sections 1-18`, or a list with titles' slugs when the guide is small.
fn existing(entries: &[Entry]) -> String {
    let numbers: Vec<u32> = entries.iter().map(|entry| entry.number).collect();
    let names: Vec<String> = entries.iter().map(|entry| format!("{} ({})", entry.number, entry.id)).collect();
    match names.len() {
        0 => "no sections".into(),
        1 => format!("section {}", names[0]),
        2..=24 => format!("sections {}", names.join(", ")),
        _ => format!("sections {}", runs(&numbers)),
    }
}

/// Runs of consecutive numbers: `3, 5-7`, without the space.
pub fn runs(numbers: &[u32]) -> String {
    let all: Vec<u32> = match (numbers.first(), numbers.last()) {
        (Some(first), Some(last)) => (*first..=*last).collect(),
        _ => Vec::new(),
    };
    canonical(&all, numbers)
}

fn canonical(all: &[u32], chosen: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    let mut open = false;
    for number in all {
        if !chosen.contains(number) {
            open = false;
            continue;
        }
        match runs.last_mut().filter(|_| open) {
            Some(run) => run.1 = *number,
            None => runs.push((*number, *number)),
        }
        open = true;
    }
    let text = runs.iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a}-{b}") });
    text.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries() -> Vec<Entry> {
        let entry = |number, id: &str, slug: &str| Entry { number, id: id.into(), slug: slug.into() };
        vec![
            entry(1, "basics", "python-basics"),
            entry(2, "functions", "functions"),
            entry(6, "oop", "object-oriented-programming"),
            entry(10, "io", "file-i-o"),
        ]
    }

    #[test]
    fn every_form_of_the_grammar() {
        for (range, expected) in [
            ("6", vec![6]),
            ("1-6", vec![1, 2, 6]),
            ("6-", vec![6, 10]),
            ("-2", vec![1, 2]),
            ("1, 6 ,10", vec![1, 6, 10]),
            ("functions", vec![2]),
            ("oop", vec![6]),
            ("object-oriented-programming", vec![6]),
            ("File I/O", vec![10]),
            ("-2,oop,10-", vec![1, 2, 6, 10]),
            ("6,1-2,6", vec![6, 1, 2, 6]),
            ("06", vec![6]),
        ] {
            assert_eq!(parse(range, &entries()).unwrap(), expected, "{range}");
        }
    }

    #[test]
    fn every_bad_range_names_its_item_and_what_exists() {
        for (range, message, hint) in [
            ("9-6", "there is no section 9 in `9-6`", ""),
            ("10-6", "the range `10-6` ends before it begins", "did you mean `6-10`? "),
            ("0", "`0`: sections are numbered from 1", ""),
            ("0-2", "`0-2`: sections are numbered from 1", ""),
            ("3", "there is no section 3", ""),
            ("1-9", "there is no section 9 in `1-9`", ""),
            ("11-", "there is no section 11 in `11-`", ""),
            ("-99999999999999999999", "there is no section 99999999999999999999 in `-99999999999999999999`", ""),
            ("", "the range is empty", "write sections such as 6-9,12; "),
            ("1,,2", "`1,,2` has an empty item", "write sections such as 6-9,12; "),
            ("functons", "`functons` is no section", "did you mean `functions`? "),
            ("-", "`-` is no section", ""),
            ("1-2-6", "`1-2-6` is no section", ""),
            ("6..9", "`6..9` is no section", ""),
        ] {
            let error = parse(range, &entries()).unwrap_err();
            assert_eq!(error.message, message, "{range}");
            assert_eq!(
                error.help,
                format!("{hint}the guide has sections 1 (basics), 2 (functions), 6 (oop), 10 (io)"),
                "{range}"
            );
        }
    }

    #[test]
    fn the_canonical_range_is_short() {
        let all = [1, 2, 6, 10, 11];
        assert_eq!(canonical(&all, &[1, 2, 6]), "1-6");
        assert_eq!(canonical(&all, &[1, 6, 10]), "1,6-10");
        assert_eq!(canonical(&all, &all), "1-11");
    }
}
