//! Callouts: boxes with a meaning, as GitHub alerts, Obsidian callouts or plain bold leads.

use super::comment::{self, Kind};
use super::inline::{nfc, trim_end, trim_start};
use super::reader::{Reader, exact};
use super::{inline, loss, table};
use crate::diagnostic::Diagnostic;
use crate::guide::*;
use crate::source::Span;
use comrak::nodes::{Node, NodeValue};

/// The kinds of GitHub and Obsidian, and those of a study guide.
const KINDS: [&str; 35] = [
    "warning",
    "caution",
    "attention",
    "danger",
    "error",
    "failure",
    "fail",
    "missing",
    "bug",
    "pitfall",
    "tip",
    "hint",
    "practice",
    "best-practice",
    "important",
    "key",
    "version",
    "analogy",
    "compare",
    "comparison",
    "note",
    "info",
    "todo",
    "abstract",
    "summary",
    "tldr",
    "success",
    "check",
    "done",
    "question",
    "help",
    "faq",
    "example",
    "quote",
    "cite",
];

/// Reads a callout. A `[!compare]` becomes its table, with what else stands in it around the table.
pub fn read<'a>(reader: &mut Reader, node: Node<'a>) -> Vec<Block> {
    let span = reader.span(node);
    let NodeValue::Callout(data) = &node.data().value else { return Vec::new() };
    let kind = data.callout_type.as_str();
    let mut nodes: Vec<Node<'a>> = node.children().collect();
    let mut title = Vec::new();
    if nodes.first().is_some_and(|node| matches!(node.data().value, NodeValue::CalloutTitle)) {
        let node = nodes.remove(0);
        title = inline::read(reader, node.first_child().unwrap_or(node)).0;
    }
    let (id, ask) = take_comments(reader, &mut nodes);
    let mut blocks = reader.blocks(&nodes);
    loss::glued_callouts(reader.context, &blocks, reader.diagnostics);
    if matches!(kind, "compare" | "comparison") {
        return comparison(reader, span, title, id, blocks);
    }
    let mut lead = if title.is_empty() { take_lead(&mut blocks) } else { title };
    strip_stop(&mut lead);
    let words = plain(&lead);
    if !KINDS.contains(&kind)
        && let Some(help) = crate::diagnostic::did_you_mean(kind, KINDS.iter().copied())
    {
        let message = format!("`[!{kind}]` is no kind of callout that is known here; it becomes a note");
        reader.diagnostics.push(Diagnostic::warning("unknown-callout", first_line(reader, span), message).help(help));
    }
    let role = match kind {
        "warning" | "caution" | "pitfall" | "attention" | "danger" | "error" | "failure" | "fail" | "missing"
        | "bug" => Role::Pitfall,
        "tip" | "hint" | "practice" | "best-practice" => Role::Practice,
        "important" | "key" => Role::Key,
        "version" => Role::Version,
        "analogy" => Role::Analogy,
        _ if words.eq_ignore_ascii_case("analogy") => Role::Analogy,
        _ if is_version(&words) => Role::Version,
        _ => Role::Note,
    };
    if role == Role::Analogy && words.eq_ignore_ascii_case("analogy") {
        lead.clear();
    }
    if lead.is_empty() && role == Role::Note && !matches!(kind, "note" | "info") {
        let name = kind.replace('-', " ");
        let mut letters = name.chars();
        let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        lead.push(Inline { kind: InlineKind::Text(nfc(&name)), span: first_line(reader, span) });
    }
    if lead.is_empty() && !matches!(role, Role::Note | Role::Analogy) {
        reader.diagnostics.push(
            Diagnostic::error(
                "callout-without-lead",
                first_line(reader, span),
                format!("this {} has no bold lead", role.name()),
            )
            .help("begin its text with a title in bold: > **The title.** The text …"),
        );
    }
    if let Some(ask) = &ask
        && role != Role::Pitfall
    {
        reader.diagnostics.push(comment::belongs_to_nothing(ask));
    }
    let own = slug(&plain(&lead));
    if id.is_none() && own.is_empty() && !lead.is_empty() {
        reader.diagnostics.push(
            Diagnostic::error("missing-id", first_line(reader, span), "no id can be made from this lead")
                .help("add a line to the callout: > <!-- id: a-name -->"),
        );
    }
    let pinned = id.is_some();
    let id = id.or_else(|| (!own.is_empty()).then_some(own));
    let (id, ask) = (id.map(Into::into), ask.map(|ask| ask.value.into()));
    vec![Block::Callout(Callout { role, lead, blocks, id, pinned, ask, span })]
}

/// The comments on the first and last lines of a callout.
fn take_comments<'a>(reader: &mut Reader, nodes: &mut Vec<Node<'a>>) -> (Option<String>, Option<comment::Comment>) {
    let is_comment = |node: Node| matches!(&node.data().value, NodeValue::HtmlBlock(html) if html.literal.trim_start().starts_with("<!--"));
    let mut found = Vec::new();
    while nodes.first().is_some_and(|node| is_comment(node)) {
        found.extend(reader.comments(nodes.remove(0)));
    }
    let mut last = Vec::new();
    while nodes.last().is_some_and(|node| is_comment(node)) {
        if let Some(node) = nodes.pop() {
            last.splice(0..0, reader.comments(node));
        }
    }
    found.extend(last);
    let (mut id, mut ask) = (None, None);
    for comment in found {
        match comment.kind {
            Kind::Id if id.is_none() => id = Some(comment.value),
            Kind::Ask if ask.is_none() => ask = Some(comment),
            _ => reader.diagnostics.push(comment::belongs_to_nothing(&comment)),
        }
    }
    (id, ask)
}

/// Takes the bold text at the start of the first paragraph.
fn take_lead(blocks: &mut Vec<Block>) -> Vec<Inline> {
    let Some(Block::Paragraph(paragraph)) = blocks.first_mut() else { return Vec::new() };
    if !matches!(paragraph.text.first(), Some(Inline { kind: InlineKind::Strong(_), .. })) {
        return Vec::new();
    }
    let InlineKind::Strong(lead) = paragraph.text.remove(0).kind else { return Vec::new() };
    // `**Lead**: text` — the colon belongs to the lead.
    if let Some(InlineKind::Text(text)) = paragraph.text.first_mut().map(|inline| &mut inline.kind)
        && let Some(rest) = text.strip_prefix(':')
    {
        *text = rest.to_owned();
    }
    trim_start(&mut paragraph.text);
    paragraph.text = exact(std::mem::take(&mut paragraph.text));
    if paragraph.text.is_empty() {
        blocks.remove(0);
    }
    lead
}

/// Takes the last full stop or colon off a lead.
fn strip_stop(lead: &mut Vec<Inline>) {
    if let Some(InlineKind::Text(text)) = lead.last_mut().map(|inline| &mut inline.kind) {
        let stripped = text.trim_end().strip_suffix(['.', ':']);
        if let Some(stripped) = stripped.filter(|text| !text.ends_with('.')) {
            *text = stripped.to_owned();
        }
    }
    trim_end(lead);
    if matches!(lead.last().map(|inline| &inline.kind), Some(InlineKind::Text(text)) if text.is_empty()) {
        lead.pop();
    }
}

/// A name and a version: `Python 3.12+`, `C++ 20+`, `Python 2→3`.
fn is_version(words: &str) -> bool {
    let Some((name, version)) = words.trim().rsplit_once(' ') else { return false };
    name.chars().any(char::is_alphabetic)
        && version.starts_with(|c: char| c.is_ascii_digit())
        && version.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '+' | '→' | '–' | '-' | '…'))
        && (version.contains(['.', '+', '→', '–', '-', '…']))
}

fn first_line(reader: &Reader, span: Span) -> Span {
    let text = reader.context.text(span);
    let length = text.find('\n').unwrap_or(text.len());
    Span::new(span.file, span.start as usize..span.start as usize + length)
}

/// `> [!compare] Title` with a table in it.
fn comparison(
    reader: &mut Reader,
    span: Span,
    title: Vec<Inline>,
    id: Option<String>,
    mut blocks: Vec<Block>,
) -> Vec<Block> {
    let Some(table) = blocks.iter_mut().find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    }) else {
        reader.diagnostics.push(
            Diagnostic::error("comparison-without-table", first_line(reader, span), "this comparison has no table")
                .help("write a table below the title, with a blank > line between"),
        );
        return blocks;
    };
    table.kind = TableKind::Compare;
    if !title.is_empty() {
        table.caption = title;
    }
    if id.is_some() || table.id.is_none() {
        let own = slug(&plain(&table.caption));
        table.pinned = id.is_some();
        table.id = id.or_else(|| (!own.is_empty()).then_some(own));
    }
    let mut diagnostics = Vec::new();
    table::check_comparison(table, &mut diagnostics);
    reader.diagnostics.extend(diagnostics);
    blocks
}

/// `**Common Pitfall:** text` and its kin become callouts; any other paragraph stays one.
pub fn from_bold_lead(mut paragraph: Paragraph) -> Block {
    let Some(InlineKind::Strong(strong)) = paragraph.text.first().map(|inline| &inline.kind) else {
        return Block::Paragraph(paragraph);
    };
    let bold = plain(strong);
    let follows_colon = matches!(paragraph.text.get(1).map(|inline| &inline.kind), Some(InlineKind::Text(text)) if text.starts_with(':'));
    let Some(name) = bold.trim_end().strip_suffix([':', '.']).or_else(|| follows_colon.then_some(bold.trim_end()))
    else {
        return Block::Paragraph(paragraph);
    };
    let lower = name.trim().to_lowercase();
    let (role, version) = match lower.as_str() {
        "common pitfall" | "common pitfalls" | "pitfall" | "pitfalls" => (Role::Pitfall, None),
        "best practice" | "best practices" => (Role::Practice, None),
        "analogy" => (Role::Analogy, None),
        _ => match name.trim().strip_suffix(" note").or_else(|| name.trim().strip_suffix(" Note")) {
            Some(version) if is_version(version) => (Role::Version, Some(version.to_owned())),
            _ => return Block::Paragraph(paragraph),
        },
    };
    let span = paragraph.span;
    let mut blocks = Vec::new();
    let lead_span = paragraph.text[0].span;
    paragraph.text.remove(0);
    if let Some(InlineKind::Text(text)) = paragraph.text.first_mut().map(|inline| &mut inline.kind) {
        *text = text.strip_prefix(':').unwrap_or(text).to_owned();
    }
    trim_start(&mut paragraph.text);
    let words = plain(&paragraph.text);
    let sentence = words.split_inclusive(". ").next().unwrap_or("");
    let own = slug(&sentence.split_whitespace().take(10).collect::<Vec<_>>().join(" "));
    let lead =
        version.map(|version| vec![Inline { kind: InlineKind::Text(version), span: lead_span }]).unwrap_or_default();
    if !paragraph.text.is_empty() {
        blocks.push(Block::Paragraph(paragraph));
    }
    let id = (!own.is_empty() && role != Role::Analogy).then(|| own.into());
    Block::Callout(Callout { role, lead, blocks, id, pinned: false, ask: None, span })
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn versions_are_a_name_and_a_number() {
        for yes in ["Python 3.12+", "C++ 20+", "Python 2→3", "Node.js 20.1", "Python 3.9–3.12"] {
            assert!(is_version(yes), "{yes}");
        }
        for no in ["Python", "3.12+", "Rule 7", "Chapter nine", "Python three"] {
            assert!(!is_version(no), "{no}");
        }
    }
}
