//! `guide.toml` → [`Manifest`] and the list of sections.

use crate::diagnostic::{Diagnostic, Place, Severity, did_you_mean};
use crate::guide::{Date, Manifest, slug};
use crate::source::{FileId, Folder, ReadError, Sources, Span};
use serde::Deserialize;
use std::collections::HashMap;
use toml::Spanned;

/// The manifest's file name.
pub const FILE: &str = "guide.toml";

const KEYS: [&str; 13] = [
    "id",
    "title",
    "version",
    "date",
    "language",
    "authors",
    "licence",
    "description",
    "url",
    "code-language",
    "math",
    "lint",
    "section",
];
const SECTION_KEYS: [&str; 5] = ["number", "id", "title", "file", "topics"];

/// What the manifest says.
pub struct Outline {
    pub manifest: Manifest,
    pub sections: Vec<Entry>,
}

/// One `[[section]]`.
#[derive(Debug)]
pub struct Entry {
    pub number: u32,
    pub id: Option<String>,
    /// None when there is no manifest: the file's heading gives it.
    pub title: Option<String>,
    pub file: String,
    pub topics: Vec<String>,
    /// Where each topic is named.
    pub topic_spans: Vec<Span>,
    /// Where `file` is named; none without a manifest.
    pub file_span: Option<Span>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Raw {
    id: Option<Spanned<String>>,
    title: Option<Spanned<String>>,
    version: Option<String>,
    date: Option<Spanned<toml::value::Datetime>>,
    language: Option<Spanned<String>>,
    #[serde(default)]
    authors: Vec<String>,
    licence: Option<String>,
    description: Option<String>,
    url: Option<Spanned<String>>,
    code_language: Option<String>,
    #[serde(default)]
    math: bool,
    #[serde(default)]
    section: Vec<Spanned<RawSection>>,
}

#[derive(Deserialize)]
struct RawSection {
    number: Option<Spanned<i64>>,
    id: Option<Spanned<String>>,
    title: Option<Spanned<String>>,
    file: Option<Spanned<String>>,
    #[serde(default)]
    topics: Vec<Spanned<String>>,
}

/// Reads `guide.toml`, or makes an outline of `NN-title.md` files where there is none.
pub fn read(folder: &Folder, sources: &mut Sources, diagnostics: &mut Vec<Diagnostic>) -> Option<Outline> {
    match folder.text(FILE) {
        Ok(text) => {
            let file = sources.add(folder.display(FILE), &text);
            let text = sources.file(file).text.clone();
            parse(&text, file, diagnostics)
        }
        Err(ReadError::Missing) => without_manifest(folder, diagnostics),
        Err(error) => {
            let place = Place::File(folder.display(FILE));
            let message = format!("the manifest cannot be read: {error}");
            diagnostics.push(Diagnostic::new("unreadable-file", Severity::Error, place, message));
            None
        }
    }
}

fn parse(text: &str, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> Option<Outline> {
    let at = |range: std::ops::Range<usize>| Span::new(file, range);
    let broken = |error: toml::de::Error, diagnostics: &mut Vec<Diagnostic>| {
        let span = at(error.span().unwrap_or(0..0));
        diagnostics.push(Diagnostic::error("broken-manifest", span, error.message().trim_end().replace('\n', ", ")));
    };
    let lint = match toml::de::DeTable::parse(text) {
        Ok(table) => {
            unknown_keys(table.get_ref(), file, diagnostics);
            super::levels::read(table.get_ref(), file, diagnostics)
        }
        Err(error) => {
            broken(error, diagnostics);
            return None;
        }
    };
    let raw: Raw = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            broken(error, diagnostics);
            return None;
        }
    };
    let mut error = |code, span, message: String, help: &str| {
        diagnostics.push(Diagnostic::error(code, span, message).help(help));
    };
    let top = at(0..0);
    let id = raw.id.as_ref();
    match id {
        Some(id) if super::is_id(id.get_ref()) => {}
        Some(id) => error(
            "bad-guide-id",
            at(id.span()),
            format!("`{}` cannot be the guide's id", id.get_ref()),
            "use lower-case letters a to z, digits and hyphens",
        ),
        None => error(
            "missing-key",
            top,
            "the guide has no `id`".into(),
            "add a line such as id = \"my-guide\"; it must never change once decks are shared",
        ),
    }
    let title = raw.title.as_ref().map(|title| title.get_ref().trim()).filter(|title| !title.is_empty());
    if title.is_none() {
        let span = raw.title.as_ref().map_or(top, |title| at(title.span()));
        error("missing-key", span, "the guide has no `title`".into(), "add a line such as title = \"My Guide\"");
    }
    if let Some(url) = &raw.url
        && !["https://", "http://"].iter().any(|scheme| url.get_ref().starts_with(scheme))
    {
        let help = "give the whole address, beginning with https://";
        error("bad-url", at(url.span()), format!("`{}` is no web address", url.get_ref()), help);
    }
    let sections = sections(&raw.section, file, &mut error);
    if sections.is_empty() && raw.section.is_empty() {
        error("no-sections", top, "the guide has no sections".into(), "add a [[section]] with number, title and file");
    }
    let date = match &raw.date {
        Some(date) => match date.get_ref().date {
            Some(d) if date.get_ref().time.is_none() && (1970..=9999).contains(&d.year) => {
                Date { year: d.year, month: d.month, day: d.day }
            }
            _ => {
                let message = format!("`{}` is no date of a document", date.get_ref());
                error("bad-date", at(date.span()), message, "write a day from 1970 on, such as 2026-11-22");
                DEFAULT_DATE
            }
        },
        None => {
            let message = format!("the guide has no `date`; documents and decks say {DEFAULT_DATE}");
            diagnostics
                .push(Diagnostic::warning("missing-date", top, message).help("add a line such as date = 2026-11-22"));
            DEFAULT_DATE
        }
    };
    let language = match &raw.language {
        Some(language) if is_language(language.get_ref()) => language.get_ref().clone(),
        Some(language) => {
            let message = format!("`{}` is no language tag", language.get_ref());
            let help = "use a BCP 47 tag such as en, de or pt-BR";
            diagnostics.push(Diagnostic::error("bad-language", at(language.span()), message).help(help));
            "en".into()
        }
        None => {
            let message = "the guide has no `language`; English is assumed";
            diagnostics.push(
                Diagnostic::warning("missing-language", top, message).help("add a line such as language = \"en\""),
            );
            "en".into()
        }
    };
    if diagnostics.iter().any(Diagnostic::is_error) && (sections.is_empty() || id.is_none() || title.is_none()) {
        return None;
    }
    let manifest = Manifest {
        id: id?.get_ref().clone(),
        title: title?.to_owned(),
        version: raw.version,
        date,
        language,
        authors: raw.authors,
        licence: raw.licence,
        description: raw.description,
        url: raw.url.map(Spanned::into_inner),
        code_language: raw.code_language.map(|language| language.to_lowercase()),
        math: raw.math,
        lint,
    };
    Some(Outline { manifest, sections })
}

const DEFAULT_DATE: Date = Date { year: 2000, month: 1, day: 1 };

fn unknown_keys(table: &toml::de::DeTable<'_>, file: FileId, diagnostics: &mut Vec<Diagnostic>) {
    let mut check = |key: &Spanned<toml::de::DeString<'_>>, known: &[&str]| {
        let name = key.get_ref().as_ref();
        if !known.contains(&name) {
            let help = did_you_mean(name, known.iter().copied())
                .unwrap_or_else(|| format!("the keys here are {}", known.join(", ")));
            let span = Span::new(file, key.span());
            diagnostics.push(Diagnostic::error("unknown-key", span, format!("unknown key `{name}`")).help(help));
        }
    };
    for (key, value) in table.iter() {
        check(key, &KEYS);
        if key.get_ref().as_ref() == "section"
            && let toml::de::DeValue::Array(sections) = value.get_ref()
        {
            for section in sections.iter() {
                if let toml::de::DeValue::Table(section) = section.get_ref() {
                    section.keys().for_each(|key| check(key, &SECTION_KEYS));
                }
            }
        }
    }
}

fn sections(
    raw: &[Spanned<RawSection>],
    file: FileId,
    error: &mut impl FnMut(&'static str, Span, String, &str),
) -> Vec<Entry> {
    let at = |range: std::ops::Range<usize>| Span::new(file, range);
    let mut numbers = HashMap::new();
    let mut ids = HashMap::new();
    let mut entries = Vec::new();
    for spanned in raw {
        let section = spanned.get_ref();
        let here = at(spanned.span());
        let (Some(number), Some(title), Some(name)) = (&section.number, &section.title, &section.file) else {
            let missing = [
                ("number", section.number.is_none()),
                ("title", section.title.is_none()),
                ("file", section.file.is_none()),
            ];
            let missing: Vec<_> =
                missing.iter().filter(|(_, missing)| *missing).map(|(key, _)| format!("`{key}`")).collect();
            let message = format!("a section has no {}", missing.join(" and no "));
            error("missing-key", here, message, "a section needs number, title and file");
            continue;
        };
        let title_text = title.get_ref().trim();
        if slug(title_text).is_empty() {
            let help = "a title needs a letter or a digit: file names are made from it";
            error("bad-title", at(title.span()), format!("`{title_text}` cannot be a title"), help);
            continue;
        }
        let Ok(value @ 1..=9999) = u32::try_from(*number.get_ref()) else {
            let message = format!("{} cannot be a section's number", number.get_ref());
            error("bad-number", at(number.span()), message, "use a whole number from 1 to 9999");
            continue;
        };
        if numbers.insert(value, ()).is_some() {
            let message = format!("two sections have the number {value}");
            error("duplicate-number", at(number.span()), message, "give each section a number of its own");
            continue;
        }
        let id = section.id.as_ref().map_or_else(|| slug(title_text), |id| id.get_ref().clone());
        if let Some(given) = &section.id
            && (!super::is_id(&id) || id.bytes().all(|b| b.is_ascii_digit()))
        {
            let help = "use lower-case letters a to z, digits and hyphens, not digits alone";
            error("bad-section-id", at(given.span()), format!("`{id}` cannot be a section's id"), help);
        }
        if ids.insert(id.clone(), ()).is_some() {
            let span = section.id.as_ref().map_or(at(title.span()), |id| at(id.span()));
            let message = format!("two sections have the id `{id}`");
            error("duplicate-section-id", span, message, "give one of them an id of its own: id = \"another-name\"");
        }
        entries.push(Entry {
            number: value,
            id: Some(id),
            title: Some(title_text.to_owned()),
            file: name.get_ref().clone(),
            topics: section.topics.iter().map(|topic| topic.get_ref().clone()).collect(),
            topic_spans: section.topics.iter().map(|topic| at(topic.span())).collect(),
            file_span: Some(at(name.span())),
        });
    }
    entries
}

/// A plausible BCP 47 tag: a language of two or three letters and subtags of two to eight letters or digits.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or("");
    matches!(first.len(), 2 | 3)
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| matches!(part.len(), 1..=8) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn without_manifest(folder: &Folder, diagnostics: &mut Vec<Diagnostic>) -> Option<Outline> {
    let place = || Place::File(folder.display(FILE));
    let mut fail = |message: String, help: &str| {
        diagnostics.push(Diagnostic::new("no-guide", Severity::Error, place(), message).help(help));
    };
    let names = match folder.names() {
        Ok(names) => names,
        Err(error) => {
            fail(format!("the folder `{folder}` cannot be read: {error}"), "name the folder of a guide with --guide");
            return None;
        }
    };
    let mut sections = Vec::new();
    let mut numbers = HashMap::new();
    for name in names {
        let Some((number, _)) = name.strip_suffix(".md").and_then(|stem| stem.split_once('-')) else { continue };
        let Some(number @ 1..=9999) = number.parse::<u32>().ok().filter(|_| number.bytes().all(|b| b.is_ascii_digit()))
        else {
            continue;
        };
        if let Some(first) = numbers.insert(number, name.clone()) {
            fail(format!("`{first}` and `{name}` have the same number"), "rename one of them");
            return None;
        }
        sections.push(Entry {
            number,
            id: None,
            title: None,
            file: name,
            topics: Vec::new(),
            topic_spans: Vec::new(),
            file_span: None,
        });
    }
    if sections.is_empty() {
        let message = format!("`{folder}` holds no guide: neither {FILE} nor files named like 01-title.md");
        fail(message, "name the folder of a guide with --guide, or leave it out for the bundled one");
        return None;
    }
    let name = match folder {
        Folder::Disk(path) => path
            .canonicalize()
            .ok()
            .and_then(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()))
            .unwrap_or_else(|| "guide".into()),
        Folder::Bundled => "guide".into(),
    };
    let id: String = slug(&name).chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    diagnostics.push(
        Diagnostic::new(
            "no-manifest",
            Severity::Warning,
            place(),
            format!("there is no {FILE}: the guide is called `{name}` and its date is {DEFAULT_DATE}"),
        )
        .help(format!("write a {FILE} with an id before you share decks: cards are recognised by it")),
    );
    let id = if id.is_empty() { "guide".into() } else { id };
    let manifest = Manifest::new(id, name, DEFAULT_DATE);
    Some(Outline { manifest, sections })
}
