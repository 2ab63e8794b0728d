//! Text within a line.

use super::comment::{self, Comment};
use super::reader::{Reader, exact};
use super::{link, loss};
use crate::diagnostic::Diagnostic;
use crate::guide::{Image, Inline, InlineKind, Math};
use crate::source::Span;
use comrak::nodes::{Node, NodeValue};
use unicode_normalization::UnicodeNormalization;

/// Normalisation form C.
pub fn nfc(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { text.nfc().collect() }
}

/// Reads the inline children of a node. Comments with a meaning at its end are given back; one before other text is
/// reported.
pub fn read<'a>(reader: &mut Reader, node: Node<'a>) -> (Vec<Inline>, Vec<Comment>) {
    let mut trailing: Vec<Comment> = Vec::new();
    let mut text = children(reader, node, &mut trailing);
    trim_end(&mut text);
    let in_cell = matches!(node.data().value, NodeValue::TableCell);
    loss::text(reader.context, &text, in_cell, reader.diagnostics);
    (text, trailing)
}

/// An open `<sub>`, `<sup>` or `<kbd>`.
struct Open {
    tag: &'static str,
    span: Span,
    inner: Vec<Inline>,
}

fn children<'a>(reader: &mut Reader, node: Node<'a>, trailing: &mut Vec<Comment>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for child in node.children() {
        let span = reader.span(child);
        let kind = match &child.data().value {
            NodeValue::Text(text) => InlineKind::Text(nfc(text)),
            NodeValue::Code(code) => InlineKind::Code(code.literal.clone()),
            NodeValue::SoftBreak => InlineKind::SoftBreak,
            NodeValue::LineBreak => InlineKind::HardBreak,
            NodeValue::Emph => InlineKind::Emphasis(children(reader, child, trailing)),
            NodeValue::Strong => {
                let inner = children(reader, child, trailing);
                loss::dunder(reader.context, &inner, span, reader.diagnostics);
                InlineKind::Strong(inner)
            }
            NodeValue::Strikethrough => InlineKind::Strikethrough(children(reader, child, trailing)),
            NodeValue::Link(node_link) => {
                let inner = children(reader, child, trailing);
                InlineKind::Link(Box::new(link::target(reader.context, &node_link.url)), inner)
            }
            NodeValue::Image(image) => {
                let alt = crate::guide::plain(&children(reader, child, trailing));
                InlineKind::Image(Box::new(Image { path: image.url.clone(), alt, title: nfc(&image.title), span }))
            }
            NodeValue::Math(math) => InlineKind::Math(Box::new(Math { latex: math.literal.clone(), span })),
            NodeValue::FootnoteReference(reference) => {
                let next = reader.notes.len() + 1;
                InlineKind::FootnoteReference(*reader.notes.entry(reference.name.clone()).or_insert(next))
            }
            NodeValue::HtmlInline(html) => {
                if html.starts_with("<!--") {
                    trailing.extend(comment::read(html, span, reader.diagnostics));
                    continue;
                }
                match tag(html) {
                    ("br", _) => InlineKind::HardBreak,
                    (name @ ("sub" | "sup" | "kbd"), false) => {
                        open.push(Open { tag: name, span, inner: Vec::new() });
                        continue;
                    }
                    (name @ ("sub" | "sup" | "kbd"), true) if open.last().is_some_and(|open| open.tag == name) => {
                        match open.pop() {
                            Some(Open { tag, span: start, inner }) => {
                                let kind = wrap(tag, inner);
                                push(&mut out, &mut open, Inline { kind, span: start.to(span) });
                            }
                            None => continue,
                        }
                        continue;
                    }
                    (name, _) => {
                        reader.diagnostics.push(
                            Diagnostic::warning("raw-html", span, format!("raw HTML is not kept: <{name}>"))
                                .help("write it in Markdown; only <br>, <sub>, <sup> and <kbd> are understood"),
                        );
                        continue;
                    }
                }
            }
            other => {
                let message = format!("this kind of text is not known here: {other:?}");
                reader.diagnostics.push(Diagnostic::error("unknown-inline", span, message));
                continue;
            }
        };
        // What stands before other text cannot belong to the end.
        let is_space =
            matches!(&kind, InlineKind::Text(text) if text.trim().is_empty()) || matches!(kind, InlineKind::SoftBreak);
        if !is_space {
            reader.diagnostics.extend(trailing.drain(..).map(|comment| comment::belongs_to_nothing(&comment)));
        }
        push(&mut out, &mut open, Inline { kind, span });
    }
    while let Some(Open { tag, span, inner }) = open.pop() {
        reader.diagnostics.push(
            Diagnostic::warning("raw-html", span, format!("<{tag}> is never closed"))
                .help(format!("close it with </{tag}>")),
        );
        for inline in inner {
            push(&mut out, &mut open, inline);
        }
    }
    exact(out)
}

/// Adds an inline to the innermost open tag; neighbouring texts become one.
fn push(out: &mut Vec<Inline>, open: &mut [Open], inline: Inline) {
    let out = open.last_mut().map_or(out, |open| &mut open.inner);
    if let (Some(Inline { kind: InlineKind::Text(last), span }), InlineKind::Text(text)) =
        (out.last_mut(), &inline.kind)
    {
        last.push_str(text);
        *span = span.to(inline.span);
    } else {
        out.push(inline);
    }
}

fn wrap(tag: &str, inner: Vec<Inline>) -> InlineKind {
    match tag {
        "sub" => InlineKind::Subscript(inner),
        "sup" => InlineKind::Superscript(inner),
        _ => InlineKind::Keyboard(inner),
    }
}

/// The name of a tag and whether it closes.
fn tag(html: &str) -> (&'static str, bool) {
    let inner = html.trim_start_matches('<');
    let closing = inner.starts_with('/');
    let name: String = inner
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_lowercase();
    let known =
        ["br", "sub", "sup", "kbd", "a", "b", "i", "em", "strong", "span", "div", "p", "img", "u", "code", "details"];
    (known.into_iter().find(|tag| *tag == name).unwrap_or("…"), closing)
}

/// Text without tags, and the tags that were there; `<script>` and `<style>` go with what they hold.
pub fn strip_tags(html: &str) -> (String, Vec<String>) {
    let mut text = String::new();
    let mut tags: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let after = &rest[start..];
        let Some(end) = after.find('>') else {
            text.push_str(after);
            return (unescape(&text), tags);
        };
        let name: String = after[1..].trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_lowercase();
        let mut next = end + 1;
        if name == "script" || name == "style" {
            let close = format!("</{name}");
            let lower = after.to_ascii_lowercase();
            next = lower
                .find(&close)
                .map_or(after.len(), |at| after[at..].find('>').map_or(after.len(), |end| at + end + 1));
        }
        let shown = format!("<{name}>");
        if !name.is_empty() && !tags.contains(&shown) {
            tags.push(shown);
        }
        text.push(' ');
        rest = &after[next..];
    }
    text.push_str(rest);
    (unescape(&text), tags)
}

fn unescape(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), |text| text.into_owned())
}

/// Takes spaces and breaks off the end.
pub fn trim_end(inlines: &mut Vec<Inline>) {
    loop {
        match inlines.last_mut().map(|inline| &mut inline.kind) {
            Some(InlineKind::Text(text)) => {
                text.truncate(text.trim_end().len());
                if !text.is_empty() {
                    return;
                }
            }
            Some(InlineKind::SoftBreak | InlineKind::HardBreak) => {}
            _ => return,
        }
        inlines.pop();
    }
}

/// Takes spaces and breaks off the start.
pub fn trim_start(inlines: &mut Vec<Inline>) {
    while let Some(first) = inlines.first_mut() {
        match &mut first.kind {
            InlineKind::Text(text) => {
                *text = text.trim_start().to_owned();
                if !text.is_empty() {
                    return;
                }
            }
            InlineKind::SoftBreak | InlineKind::HardBreak => {}
            _ => return,
        }
        inlines.remove(0);
    }
}
