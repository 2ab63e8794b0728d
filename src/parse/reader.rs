//! comrak's tree → blocks.

use super::comment::{self, Comment, Kind};
use super::section::Context;
use super::{callout, fence, inline, loss, table};
use crate::diagnostic::Diagnostic;
use crate::guide::*;
use crate::source::Span;
use comrak::nodes::{ListType, Node, NodeValue};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

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
    /// What stands behind fences, as it was read before.
    infos: HashMap<String, Info>,
}

/// The language and the flags of a fence.
type Info = (Option<Arc<str>>, Arc<Flags>);

impl<'c, 'd> Reader<'c, 'd> {
    pub fn new(context: &'c Context<'c>, diagnostics: &'d mut Vec<Diagnostic>) -> Reader<'c, 'd> {
        Reader {
            context,
            diagnostics,
            notes: HashMap::new(),
            footnotes: Vec::new(),
            quotes: 0,
            bold_leads: HashSet::new(),
            infos: HashMap::new(),
        }
    }

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
                    // A file has fewer bytes than this can count.
                    let first_line = (node.data().sourcepos.start.line + usize::from(code.fenced)) as u32;
                    let info_span = Span::new(
                        span.file,
                        span.start as usize..span.start as usize + first_line_length(self.context.text(span)),
                    );
                    let (mut language, flags) = self.info(&code.info, info_span);
                    if language.is_none() && code.fenced {
                        language = self.context.manifest.code_language.as_deref().map(Into::into);
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
                    out.push(Block::Table(Box::new(table::read(self, node, None, comments))));
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
        exact(out)
    }

    /// What stands behind a fence. Most say one of a few things, and share what is kept of it.
    fn info(&mut self, info: &str, span: Span) -> Info {
        if let Some(known) = self.infos.get(info) {
            return known.clone();
        }
        let noticed = self.diagnostics.len();
        let (language, flags) = fence::info(info, span, self.diagnostics);
        let read: Info = (language.map(Into::into), Arc::new(flags));
        // What is wrong is said of each.
        if self.diagnostics.len() == noticed {
            self.infos.insert(info.to_owned(), read.clone());
        }
        read
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
                    callout.id = Some(comment.value.into());
                    callout.pinned = true;
                }
                (Kind::Ask, Some(Block::Callout(callout)))
                    if self.is_bold_lead(callout) && callout.role == Role::Pitfall && callout.ask.is_none() =>
                {
                    callout.ask = Some(comment.value.into());
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
                out.push(Block::Table(Box::new(table::read(self, table, Some(node), comments))));
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
                Some(Inline { kind: InlineKind::Image(image), .. }) => return Block::Figure(*image),
                Some(Inline { kind: InlineKind::Math(math), .. }) if self.context.text(span).starts_with("$$") => {
                    return Block::Math(*math);
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

    pub fn finish_footnotes(&mut self) -> Vec<Footnote> {
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

/// A list with no room for more: a guide has many thousands of short ones, and what a list has room for is most of what it
/// takes. (To give the room back is no help: allocators keep what is less than half of a piece.)
pub fn exact<T>(mut list: Vec<T>) -> Vec<T> {
    if list.len() == list.capacity() {
        return list;
    }
    let mut exact = Vec::with_capacity(list.len());
    exact.append(&mut list);
    exact
}

fn first_line_length(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}
