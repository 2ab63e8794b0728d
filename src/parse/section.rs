//! One section's Markdown → blocks.

use super::loss;
use super::manifest::Entry;
use super::reader::{Reader, exact};
use crate::diagnostic::Diagnostic;
use crate::guide::*;
use crate::source::{FileId, Sources, Span};
use comrak::nodes::{Node, Sourcepos};
use std::collections::HashMap;

/// The deepest nesting of blocks and marks that is read.
pub const MAX_DEPTH: usize = 64;

/// What every reader needs to know about the file it reads.
pub struct Context<'a> {
    pub sources: &'a Sources,
    pub file: FileId,
    pub manifest: &'a Manifest,
}

impl<'a> Context<'a> {
    pub fn new(sources: &'a Sources, file: FileId, manifest: &'a Manifest) -> Context<'a> {
        Context { sources, file, manifest }
    }

    /// The bytes a node of comrak's tree covers. Comrak's positions are 1-based and inclusive, columns in bytes; the end
    /// of a list may be `N:0` and an inline footnote has none, so the end is never before the start.
    pub fn span(&self, position: Sourcepos) -> Span {
        let file = self.sources.file(self.file);
        let start = file.offset(position.start.line, position.start.column);
        let end = file.offset(position.end.line, position.end.column + 1);
        Span::new(self.file, start..end.max(start))
    }

    pub fn text(&self, span: Span) -> &'a str {
        self.sources.text(span)
    }
}

/// The section of a file that could not be read.
pub fn empty(entry: Entry, file: FileId) -> Section {
    let title = entry.title.unwrap_or_default();
    Section {
        number: entry.number,
        id: entry.id.unwrap_or_else(|| slug(&title)),
        title,
        file,
        file_name: entry.file,
        syllabus: entry.topics,
        syllabus_places: entry.topic_spans,
        intro: Vec::new(),
        topics: Vec::new(),
        footnotes: Vec::new(),
    }
}

/// Reads one section.
pub fn parse(context: &Context, entry: Entry, diagnostics: &mut Vec<Diagnostic>) -> Section {
    let text = context.sources.file(context.file).text.as_str();
    let arena = comrak::Arena::new();
    let root = match tree(context, &arena) {
        Ok(root) => root,
        Err(span) => {
            diagnostics.push(nested_too_deep(span));
            return empty(entry, context.file);
        }
    };
    if text.trim().is_empty() {
        let span = Span::new(context.file, 0..0);
        let message = format!("section {} is empty", entry.number);
        diagnostics.push(
            Diagnostic::error("empty-section", span, message).help("write its text, or take it out of the manifest"),
        );
        return empty(entry, context.file);
    }
    let mut reader = Reader::new(context, diagnostics);
    let blocks = reader.blocks(&root.children().collect::<Vec<_>>());
    let footnotes = reader.finish_footnotes();
    assemble(context, entry, blocks, footnotes, diagnostics)
}

/// comrak's tree of a file; where it is nested too deep, the place.
pub fn tree<'a>(context: &Context, arena: &'a comrak::Arena<'a>) -> Result<Node<'a>, Span> {
    let text = context.sources.file(context.file).text.as_str();
    if let Some(range) = loss::marker_run(text, MAX_DEPTH) {
        return Err(Span::new(context.file, range));
    }
    let root = comrak::parse_document(arena, text, &options(context.manifest.math));
    too_deep(root).map_or(Ok(root), |position| Err(context.span(position)))
}

/// What is said of text that is nested too deep.
pub fn nested_too_deep(span: Span) -> Diagnostic {
    let message = format!("text is nested more than {MAX_DEPTH} levels deep");
    Diagnostic::error("nested-too-deep", span, message).help("take some of the levels out")
}

fn options(math: bool) -> comrak::Options<'static> {
    let mut options = comrak::Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.ofm_callouts = true;
    options.extension.math_dollars = math;
    options.parse.leave_footnote_definitions = true;
    options
}

/// The place of the first node that lies deeper than [`MAX_DEPTH`]. Walks without recursion.
fn too_deep<'a>(root: Node<'a>) -> Option<Sourcepos> {
    let mut depth = 0;
    for edge in root.traverse() {
        match edge {
            comrak::arena_tree::NodeEdge::Start(node) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Some(node.data().sourcepos);
                }
            }
            comrak::arena_tree::NodeEdge::End(_) => depth -= 1,
        }
    }
    None
}

/// Splits the blocks at `##`, checks the title, and makes heading ids unique.
fn assemble(
    context: &Context,
    entry: Entry,
    blocks: Vec<Block>,
    footnotes: Vec<Footnote>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Section {
    let mut section = empty(entry, context.file);
    let mut titled = false;
    let mut ids: HashMap<String, usize> = HashMap::new();
    for mut block in blocks {
        if let Block::Heading(heading) = &mut block {
            if heading.level == 1 {
                check_title(&mut section, heading, titled, diagnostics);
                titled = true;
                continue;
            }
            let stem = if heading.id.is_empty() { slug(&plain(&heading.text)) } else { heading.id.clone() };
            let stem = if stem.is_empty() { "topic".into() } else { stem };
            let count = ids.entry(stem.clone()).or_default();
            *count += 1;
            heading.id = if *count == 1 { stem } else { format!("{stem}-{count}") };
            for covered in &heading.covers {
                if !section.syllabus.iter().any(|topic| crate::syllabus::same(topic, covered)) {
                    let near = crate::diagnostic::did_you_mean(covered, section.syllabus.iter().map(String::as_str));
                    let help = near.unwrap_or_else(|| "name a topic as it stands in `topics` of guide.toml".into());
                    let message = format!("the section has no topic `{covered}`");
                    diagnostics.push(Diagnostic::error("unknown-topic", heading.span, message).help(help));
                }
            }
        }
        match block {
            Block::Heading(heading) if heading.level == 2 => section.topics.push(Topic { heading, blocks: Vec::new() }),
            block => match section.topics.last_mut() {
                Some(topic) => topic.blocks.push(block),
                None => section.intro.push(block),
            },
        }
    }
    if !titled {
        let span = Span::new(context.file, 0..0);
        if section.title.is_empty() {
            section.title = section
                .file_name
                .trim_end_matches(".md")
                .split_once('-')
                .map_or("", |(_, name)| name)
                .replace('-', " ");
        }
        diagnostics.push(
            Diagnostic::warning("missing-title", span, "the section does not begin with its title")
                .help(format!("begin the file with # {}", section.title)),
        );
    }
    if section.id.is_empty() {
        section.id = slug(&section.title);
    }
    section.footnotes = footnotes;
    section.topics.iter_mut().for_each(|topic| topic.blocks = exact(std::mem::take(&mut topic.blocks)));
    section
}

/// `# Title`, with or without the section's number before it.
fn check_title(section: &mut Section, heading: &Heading, titled: bool, diagnostics: &mut Vec<Diagnostic>) {
    let text = plain(&heading.text);
    let (number, title) = match text.split_once([' ', '.', ')']) {
        Some((number, rest)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => {
            let rest = rest.trim_start_matches(['.', ')', ' ', '–', '-', ':']);
            (number.parse::<u32>().ok(), rest.to_owned())
        }
        _ => (None, text.clone()),
    };
    if titled {
        let help = "one section has one title; use ## for topics";
        diagnostics.push(Diagnostic::error("second-title", heading.span, "a second `#` heading").help(help));
        return;
    }
    if section.title.is_empty() {
        section.title = title;
        return;
    }
    let matches = |text: &str| text.split_whitespace().eq(section.title.split_whitespace());
    let agrees = matches(&text) || (matches(&title) && number == Some(section.number));
    if !agrees {
        let message = format!("the title is `{text}` here and `{}` in guide.toml", section.title);
        diagnostics.push(
            Diagnostic::error("title-differs", heading.span, message)
                .help(format!("write # {}, or change guide.toml", section.title)),
        );
    }
}
