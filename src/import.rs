//! A chat export of a study guide → the files of a guide.
//!
//! An export is one long Markdown text: what a user saves of a chat with an assistant that wrote a guide section by section.
//! `outline` reads its blocks, `talk` finds what is chat, `divide` finds the sections, `body` makes their text, `mend` brings
//! it into the forms of a guide. No word is left out in silence: each piece is reported with its lines.

mod begin;
mod body;
mod chat;
mod comparison;
mod contents;
mod divide;
mod fate;
mod heading;
mod identity;
mod manifest;
mod mend;
mod outline;
mod reference;
mod talk;

use crate::diagnostic::{self, Diagnostic};
use crate::guide::{Block, Date, Manifest, Role, ascii_slug, slug};
use crate::parse::{self, Context};
use crate::source::{FileId, MAX_FILE_BYTES, SourceFile, Sources, Span};
use fate::Fate;
use mend::Draft;
use outline::{Kind, Part};
use reference::References;
use std::collections::HashSet;
use talk::Talk;

/// The codes of what is said of text that was left out.
pub const LEFT_OUT: [&str; 2] = ["chat-left-out", "contents-left-out"];

/// The codes of what is said of a text that cannot be read as an export.
pub const NO_EXPORT: [&str; 3] = ["empty-export", "file-too-large", "not-markdown"];

/// The longest id that is made from a title, in characters.
const LONGEST_ID: usize = 60;

/// What a guide is called for want of anything better, and its date.
#[derive(Clone, Copy, Debug)]
pub struct Names<'n> {
    /// Its id.
    pub id: &'n str,
    /// Its title, if the export has none.
    pub title: &'n str,
    /// Its date.
    pub date: Date,
}

/// The guide that was found in an export.
#[derive(Debug)]
pub struct Import {
    /// The guide's title, if the export has one.
    pub title: Option<String>,
    /// The language of most of its code.
    pub code_language: Option<String>,
    /// Its sections, by their numbers.
    pub sections: Vec<Section>,
    /// What was left out, added and noticed, sorted by place; all of them warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// A section that was found.
#[derive(Debug)]
pub struct Section {
    /// Its number.
    pub number: u32,
    /// Its id.
    pub id: String,
    /// Its title as plain text.
    pub title: String,
    /// The name of its file.
    pub file: String,
    /// The text of its file.
    pub text: String,
    /// How many callouts of each role it has, in the order of [`Role::ALL`].
    pub callouts: [usize; Role::ALL.len()],
    /// How many tables it has.
    pub tables: usize,
    /// How many of them were recognised as comparisons.
    pub comparisons: usize,
    /// What was mended: `2 bars escaped`.
    pub mended: Vec<String>,
}

impl Import {
    /// The text of `guide.toml`.
    pub fn manifest(&self, names: &Names<'_>) -> String {
        manifest::text(self, names)
    }
}

/// Finds the guide in an export.
///
/// # Errors
///
/// Whatever makes a guide of it impossible: no text, another format, a section that is there twice.
pub fn read(sources: &Sources, id: FileId, names: &Names<'_>) -> Result<Import, Vec<Diagnostic>> {
    let file = sources.file(id);
    if let Some(problem) = not_markdown(file, id) {
        return Err(vec![problem]);
    }
    // The manifest that sections are read under before there is one.
    let draft = Manifest::new(names.id.to_owned(), names.title.to_owned(), names.date);
    let parts = outline::read(&Context::new(sources, id, &draft)).map_err(|span| vec![parse::nested_too_deep(span)])?;
    let mut talk = Talk::new(file, &parts);
    let mut division = divide::sections(&talk, id)?;
    settle(&mut talk, &division);
    let mut diagnostics = std::mem::take(&mut division.diagnostics);
    let references = References::find(&talk);
    let mut ids: HashSet<String> = HashSet::new();
    let mut sections = Vec::new();
    let mut drafts = Vec::new();
    for found in &division.sections {
        diagnostics.extend(body::misplaced(&talk, id, found));
        let title = if slug(&found.title).is_empty() { names.title } else { &found.title };
        let section_id = own_id(title, found.number, &mut ids);
        let name = format!("{:02}-{section_id}.md", found.number);
        let text = references.complete(body::text(&talk, found));
        let place = found.heading.map_or(Span::new(id, 0..0), |i| lines(file, id, &parts[i]));
        if text.is_empty() {
            let message = format!("section {}, `{title}`, has no text", found.number);
            diagnostics.push(Diagnostic::warning("empty-section", place, message));
        }
        let mut marked = if found.heading.is_some() { body::title(&talk, found) } else { body::escaped(title) };
        let end = if text.is_empty() { "" } else { "\n" };
        let whole = |marked: &str| format!("# {marked}\n{end}{text}{end}");
        let size = whole(&marked).len() as u64;
        if size > MAX_FILE_BYTES {
            let message = format!("section {} has {size} bytes; the limit is {MAX_FILE_BYTES}", found.number);
            let problem = Diagnostic::error("file-too-large", place, message);
            return Err(vec![problem.help("divide it into several sections")]);
        }
        let read = |marked: &str| Draft::new(&draft, found.number, &section_id, title, &name, &whole(marked));
        let mut made = read(&marked);
        if made.has("title-differs") {
            marked = body::escaped(title);
            made = read(&marked);
        }
        diagnostics.extend(found.heading.and_then(|i| body::dropped(&talk, id, i, &marked)));
        drafts.push(made);
        sections.push(Section {
            number: found.number,
            id: section_id,
            title: title.to_owned(),
            file: name,
            text: String::new(),
            callouts: [0; Role::ALL.len()],
            tables: 0,
            comparisons: 0,
            mended: Vec::new(),
        });
    }
    mend::all(&draft, &mut drafts);
    for (section, draft) in sections.iter_mut().zip(drafts) {
        finish(section, draft);
    }
    let of_title = |i: usize| body::dropped(&talk, id, i, &parts[i].text);
    diagnostics.extend(division.title.and_then(of_title));
    diagnostics.extend(talk.fates.left_out(file, id));
    diagnostic::tidy(&mut diagnostics);
    let title = division.title.map(|i| parts[i].text.clone());
    let code_language = most_frequent_language(&talk);
    Ok(Import { title, code_language, sections, diagnostics })
}

/// Decides on all lines that are not chat at first sight.
fn settle(talk: &mut Talk<'_>, division: &divide::Division) {
    let parts = talk.parts;
    let first = parts.get(division.first).map_or(1, |part| part.first);
    for line in 1..first {
        if talk.fates.of(line) != Fate::Spent {
            talk.fates.set(line..=line, Fate::Before);
        }
    }
    if let Some(list) = division.contents.map(|i| &parts[i]) {
        talk.fates.set(list.first..=list.last, Fate::Contents);
    }
    let headings = division.sections.iter().flat_map(|section| {
        let others = section.pieces.iter().skip(1).map(|piece| piece.start - 1);
        section.heading.into_iter().chain(others)
    });
    for part in headings.chain(division.title).map(|i| &parts[i]) {
        talk.fates.set(part.first..=part.last, Fate::Spent);
    }
    for piece in division.sections.iter().flat_map(|section| &section.pieces) {
        talk.mark_tail(piece.clone());
    }
}

/// Says that an export is no Markdown.
fn not_markdown(file: &SourceFile, id: FileId) -> Option<Diagnostic> {
    let mut text = file.text.trim_start();
    if text.is_empty() {
        let message = "the export is empty";
        return Some(
            Diagnostic::error("empty-export", Span::new(id, 0..0), message).help("save the chat's text in it"),
        );
    }
    let start = file.text.len() - text.len();
    while let Some((_, rest)) = text.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        text = rest.trim_start();
    }
    let is_json =
        text.starts_with('{') || text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{'));
    let format = match text.starts_with('<') {
        true => "HTML",
        false if is_json => "JSON",
        false => return None,
    };
    let span = Span::new(id, start..file.line_range(file.position(start).line).end);
    let help = "copy the chat's answers as Markdown into a file, and import that";
    Some(Diagnostic::error("not-markdown", span, format!("the export is {format}, not Markdown")).help(help))
}

/// An id that no other section has.
fn own_id(title: &str, number: u32, ids: &mut HashSet<String>) -> String {
    let mut id = ascii_slug(title);
    if id.len() > LONGEST_ID {
        let end = id[..=LONGEST_ID].rfind('-').unwrap_or(LONGEST_ID);
        id.truncate(end);
    }
    if id.is_empty() || id.bytes().all(|b| b.is_ascii_digit()) {
        id = format!("section-{number}");
    }
    if ids.contains(&id) {
        id = format!("{id}-{number}");
    }
    while !ids.insert(id.clone()) {
        id.push_str("-x");
    }
    id
}

/// Takes over what a draft became.
fn finish(section: &mut Section, draft: Draft) {
    section.text = draft.text().to_owned();
    section.comparisons = draft.comparisons;
    let read = &draft.revision.section;
    for (count, role) in section.callouts.iter_mut().zip(Role::ALL) {
        *count = read.callouts().filter(|(_, callout)| callout.role == role).count();
    }
    section.tables = read.blocks().iter().filter(|(_, block)| matches!(block, Block::Table(_))).count();
    section.mended = draft.mended;
}

/// The language that most fences have; of several the first.
fn most_frequent_language(talk: &Talk<'_>) -> Option<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for part in talk.parts.iter().filter(|part| !talk.is_gone(part)) {
        let Kind::Fence { language: Some(language) } = &part.kind else { continue };
        match counts.iter_mut().find(|(known, _)| known == language) {
            Some((_, count)) => *count += 1,
            None => counts.push((language, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(language, _)| language.to_owned())
}

/// The lines of a block.
fn lines(file: &SourceFile, id: FileId, part: &Part) -> Span {
    Span::new(id, file.line_range(part.first).start..file.line_range(part.last).end)
}
