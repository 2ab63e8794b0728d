//! One section's Markdown → blocks.

use super::comment::{self, Comment, Kind};
use super::manifest::Entry;
use super::{callout, fence, inline, loss, table};
use crate::diagnostic::Diagnostic;
use crate::guide::*;
use crate::source::{FileId, Sources, Span};
use comrak::nodes::{ListType, Node, NodeValue, Sourcepos};
use std::collections::{HashMap, HashSet};

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
        intro: Vec::new(),
        topics: Vec::new(),
        footnotes: Vec::new(),
    }
}

/// Reads one section.
pub fn parse(context: &Context, entry: Entry, diagnostics: &mut Vec<Diagnostic>) -> Section {
    let text = context.sources.file(context.file).text.as_str();
    let refuse = |span: Span, entry: Entry, diagnostics: &mut Vec<Diagnostic>| {
        let message = format!("text is nested more than {MAX_DEPTH} levels deep");
        diagnostics.push(Diagnostic::error("nested-too-deep", span, message).help("take some of the levels out"));
        empty(entry, context.file)
    };
    if let Some(range) = loss::marker_run(text, MAX_DEPTH) {
        return refuse(Span::new(context.file, range), entry, diagnostics);
    }
    let arena = comrak::Arena::new();
    let root = comrak::parse_document(&arena, text, &options(context.manifest.math));
    if let Some(position) = too_deep(root) {
        return refuse(context.span(position), entry, diagnostics);
    }
    if text.trim().is_empty() {
        let span = Span::new(context.file, 0..0);
        let message = format!("section {} is empty", entry.number);
        diagnostics.push(
            Diagnostic::error("empty-section", span, message).help("write its text, or take it out of the manifest"),
        );
        return empty(entry, context.file);
    }
    let mut reader = Reader {
        context,
        diagnostics,
        notes: HashMap::new(),
        footnotes: Vec::new(),
        quotes: 0,
        bold_leads: HashSet::new(),
    };
    let blocks = reader.blocks(&root.children().collect::<Vec<_>>());
    let footnotes = reader.finish_footnotes();
    assemble(context, entry, blocks, footnotes, diagnostics)
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

/// Walks comrak's tree.
pub struct Reader<'c, 'd> {
    pub context: &'c Context<'c>,
    pub diagnostics: &'d mut Vec<Diagnostic>,
    /// Footnote names → their numbers, in the order of first reference.
    pub notes: HashMap<String, usize>,
    footnotes: Vec<(String, Footnote)>,
    /// How many quotes and callouts are open.
    quotes: usize,
    /// Where callouts written as paragraphs begin that have no id comment yet.
    bold_leads: HashSet<u32>,
}

impl<'c> Reader<'c, '_> {
    pub fn span(&self, node: Node) -> Span {
        self.context.span(node.data().sourcepos)
    }

    /// Reads siblings.
    pub fn blocks<'a>(&mut self, nodes: &[Node<'a>]) -> Vec<Block> {
        let mut out: Vec<Block> = Vec::new();
        let mut pending: Vec<Comment> = Vec::new();
        let mut i = 0;
        while i < nodes.len() {
            let node = nodes[i];
            i += 1;
            let is_table = matches!(node.data().value, NodeValue::Table(_));
            if !is_table {
                self.stray(&mut pending);
            }
            let span = self.span(node);
            match &node.data().value {
                NodeValue::HtmlBlock(html) => {
                    if html.literal.trim_start().starts_with("<!--") {
                        let comments = self.comments(node);
                        self.attach(comments, &mut out, &mut pending);
                    } else {
                        out.extend(self.html_block(&html.literal, span));
                    }
                }
                NodeValue::Paragraph => {
                    loss::table_not_recognised(self.context, span, self.diagnostics);
                    if table::is_caption(node) {
                        i += self.captioned(node, &nodes[i..], &mut out);
                    } else {
                        out.push(self.paragraph(node));
                    }
                }
                NodeValue::Heading(heading) => {
                    let (text, comments) = inline::read(self, node);
                    let mut block = Heading { level: heading.level, id: String::new(), text, covers: Vec::new(), span };
                    for comment in comments {
                        match comment.kind {
                            Kind::Id => block.id = comment.value,
                            Kind::Covers => block.covers.push(comment.value),
                            Kind::Ask => self.diagnostics.push(comment::belongs_to_nothing(&comment)),
                        }
                    }
                    out.push(Block::Heading(block));
                }
                NodeValue::List(list) => {
                    let start = (list.list_type == ListType::Ordered).then_some(list.start);
                    let items = node.children().map(|item| self.item(item)).collect();
                    out.push(Block::List(List { start, tight: list.tight, items, span }));
                }
                NodeValue::CodeBlock(code) => {
                    loss::code(self.context, code, span, self.diagnostics);
                    let first_line = node.data().sourcepos.start.line + usize::from(code.fenced);
                    let info_span = Span::new(
                        span.file,
                        span.start as usize..span.start as usize + first_line_length(self.context.text(span)),
                    );
                    let (mut language, flags) = fence::info(&code.info, info_span, self.diagnostics);
                    if language.is_none() && code.fenced {
                        language = self.context.manifest.code_language.clone();
                    }
                    let text = code.literal.strip_suffix('\n').unwrap_or(&code.literal).to_owned();
                    out.push(Block::Code(Code { language, flags, text, span, first_line }));
                }
                NodeValue::BlockQuote => {
                    self.quotes += 1;
                    loss::lazy_line(self.context, span, self.quotes, self.diagnostics);
                    let blocks = self.blocks(&node.children().collect::<Vec<_>>());
                    self.quotes -= 1;
                    loss::callout_not_recognised(self.context, &blocks, self.diagnostics);
                    out.push(Block::Quote(Quote { blocks, span }));
                }
                NodeValue::Callout(_) => {
                    self.quotes += 1;
                    loss::lazy_line(self.context, span, self.quotes, self.diagnostics);
                    out.extend(callout::read(self, node));
                    self.quotes -= 1;
                }
                NodeValue::Table(_) => {
                    let comments = std::mem::take(&mut pending);
                    out.push(Block::Table(table::read(self, node, None, comments)));
                }
                NodeValue::ThematicBreak => out.push(Block::Rule(span)),
                NodeValue::FootnoteDefinition(definition) => {
                    let name = definition.name.clone();
                    let blocks = self.blocks(&node.children().collect::<Vec<_>>());
                    self.footnotes.push((name, Footnote { number: 0, blocks, span }));
                }
                other => {
                    let message = format!("this kind of text is not known here: {other:?}");
                    self.diagnostics.push(Diagnostic::error("unknown-block", span, message));
                }
            }
        }
        self.stray(&mut pending);
        out
    }

    /// The comments of an HTML block that begins with one.
    pub fn comments(&mut self, node: Node) -> Vec<Comment> {
        let span = self.span(node);
        let NodeValue::HtmlBlock(html) = &node.data().value else { return Vec::new() };
        // The literal lacks the `>` of quotes, so places inside it are exact for its first line only.
        comment::read_block(&html.literal, span, self.diagnostics)
    }

    /// Gives comments that stand on lines of their own to what stands before them; ids before a table wait for it.
    fn attach(&mut self, comments: Vec<Comment>, out: &mut [Block], pending: &mut Vec<Comment>) {
        for comment in comments {
            match (comment.kind, out.last_mut()) {
                (Kind::Covers, Some(Block::Heading(heading))) => heading.covers.push(comment.value),
                (Kind::Id, Some(Block::Heading(heading))) if heading.id.is_empty() => heading.id = comment.value,
                (Kind::Id, Some(Block::Callout(callout))) if self.bold_leads.remove(&callout.span.start) => {
                    callout.id = Some(comment.value);
                }
                (Kind::Ask, Some(Block::Callout(callout)))
                    if self.is_bold_lead(callout) && callout.role == Role::Pitfall && callout.ask.is_none() =>
                {
                    callout.ask = Some(comment.value);
                }
                (Kind::Id, _) => pending.push(comment),
                _ => self.diagnostics.push(comment::belongs_to_nothing(&comment)),
            }
        }
    }

    /// A callout written as a paragraph: `**Common Pitfall:** …`.
    fn is_bold_lead(&self, callout: &Callout) -> bool {
        !self.context.text(callout.span).starts_with('>')
    }

    fn stray(&mut self, pending: &mut Vec<Comment>) {
        self.diagnostics.extend(pending.drain(..).map(|comment| comment::belongs_to_nothing(&comment)));
    }

    /// A bold paragraph and, if one follows, its table. Says how many of the following nodes were used.
    fn captioned<'a>(&mut self, node: Node<'a>, following: &[Node<'a>], out: &mut Vec<Block>) -> usize {
        let mut used = 0;
        let mut comments = Vec::new();
        let is_comment = |node: &Node| matches!(&node.data().value, NodeValue::HtmlBlock(html) if html.literal.trim_start().starts_with("<!--"));
        let between = following.iter().take_while(|node| is_comment(node)).count();
        match following.get(between) {
            Some(table) if matches!(table.data().value, NodeValue::Table(_)) => {
                for node in &following[..between] {
                    comments.extend(self.comments(node));
                }
                used = between + 1;
                out.push(Block::Table(table::read(self, table, Some(node), comments)));
            }
            _ => {
                if table::compares(node).is_some() {
                    let span = self.span(node);
                    self.diagnostics.push(
                        Diagnostic::error("comparison-without-table", span, "no table follows this `Compare:`").help(
                            "write the table below it, with a blank line between; only an id comment may stand there",
                        ),
                    );
                }
                out.push(self.paragraph(node));
            }
        }
        used
    }

    fn item<'a>(&mut self, node: Node<'a>) -> Item {
        let task = match &node.data().value {
            NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
            _ => None,
        };
        Item { task, blocks: self.blocks(&node.children().collect::<Vec<_>>()) }
    }

    fn paragraph<'a>(&mut self, node: Node<'a>) -> Block {
        let span = self.span(node);
        let (mut text, comments) = inline::read(self, node);
        for comment in &comments {
            self.diagnostics.push(comment::belongs_to_nothing(comment));
        }
        if text.len() == 1 {
            match text.pop() {
                Some(Inline { kind: InlineKind::Image(image), .. }) => return Block::Figure(image),
                Some(Inline { kind: InlineKind::Math(math), .. }) if self.context.text(span).starts_with("$$") => {
                    return Block::Math(math);
                }
                other => text.extend(other),
            }
        }
        // Inside a callout the lead in bold is the callout's own.
        let in_callout = node.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::Callout(_)));
        if in_callout {
            return Block::Paragraph(Paragraph { text, span });
        }
        let block = callout::from_bold_lead(Paragraph { text, span });
        if matches!(block, Block::Callout(_)) {
            self.bold_leads.insert(span.start);
        }
        block
    }

    /// HTML that is no comment: tags go, text stays, `<script>` and `<style>` go whole.
    fn html_block(&mut self, html: &str, span: Span) -> Option<Block> {
        let (text, tags) = inline::strip_tags(html);
        let dropped = if tags.is_empty() { "its marks".into() } else { tags.join(", ") };
        self.diagnostics.push(
            Diagnostic::warning("raw-html", span, format!("raw HTML is not kept: {dropped}"))
                .help("write it in Markdown; only <br>, <sub>, <sup> and <kbd> are understood"),
        );
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then(|| {
            let text = vec![Inline { kind: InlineKind::Text(inline::nfc(&text)), span }];
            Block::Paragraph(Paragraph { text, span })
        })
    }

    fn finish_footnotes(&mut self) -> Vec<Footnote> {
        let mut notes = Vec::new();
        for (name, mut footnote) in std::mem::take(&mut self.footnotes) {
            match self.notes.get(&name) {
                Some(number) => {
                    footnote.number = *number;
                    notes.push(footnote);
                }
                None => self.diagnostics.push(
                    Diagnostic::warning(
                        "unused-footnote",
                        footnote.span,
                        format!("nothing refers to the footnote `{name}`"),
                    )
                    .help(format!("write [^{name}] where it belongs, or take the note out")),
                ),
            }
        }
        notes.sort_by_key(|note| note.number);
        notes
    }
}

fn first_line_length(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
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
