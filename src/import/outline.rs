//! The export as the Markdown parser sees it: its blocks at the top, each with its lines.

use crate::parse::{self, Context};
use crate::source::{SourceFile, Span};
use comrak::nodes::{ListType, Node, NodeValue};
use std::ops::Range;

/// A block at the top of the export.
pub struct Part {
    /// What it is.
    pub kind: Kind,
    /// Its first line.
    pub first: usize,
    /// Its last line.
    pub last: usize,
    /// Its text without marks; empty for what is neither heading nor paragraph.
    pub text: String,
    /// The bytes of its text with marks, out of the bold that holds all of it.
    pub inner: Range<usize>,
    /// Whether it begins with bold text.
    pub begins_bold: bool,
}

/// What a block is.
pub enum Kind {
    /// `## Heading`, or a line that is underlined.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Whether it is underlined.
        underlined: bool,
    },
    /// A line that is bold as a whole.
    Bold,
    /// Any other paragraph.
    Paragraph,
    /// `---`
    Rule,
    /// A list: the text of each item that begins with some, with its number.
    List(Vec<(u32, String)>),
    /// A fence.
    Fence {
        /// Its language, in lower case.
        language: Option<String>,
    },
    /// Anything else.
    Other,
}

impl Part {
    /// The level of a heading.
    pub fn level(&self) -> Option<u8> {
        match self.kind {
            Kind::Heading { level, .. } => Some(level),
            _ => None,
        }
    }

    /// Whether it is running text.
    pub fn is_paragraph(&self) -> bool {
        matches!(self.kind, Kind::Paragraph | Kind::Bold)
    }

    /// How many lines it has.
    pub fn height(&self) -> usize {
        self.last + 1 - self.first
    }
}

/// Reads the blocks at the top; where text is nested too deep, the place.
pub fn read(context: &Context<'_>) -> Result<Vec<Part>, Span> {
    let arena = comrak::Arena::new();
    let root = parse::tree(context, &arena)?;
    let file = context.sources.file(context.file);
    let mut parts: Vec<Part> = root.children().map(|node| part(context, file, node)).collect();
    // The ends of lists and their kin are not exact: they reach to the next block, blank lines aside.
    let last = file.position(file.text.len()).line;
    for i in 0..parts.len() {
        let next = parts.get(i + 1).map_or(last + 1, |next| next.first);
        let part = &mut parts[i];
        let is_exact = part.is_paragraph() || matches!(part.kind, Kind::Rule | Kind::Heading { .. });
        let mut end = if is_exact { part.last.min(next.saturating_sub(1)) } else { next.saturating_sub(1) };
        if matches!(part.kind, Kind::Heading { underlined: true, .. })
            && end + 1 < next
            && is_underline(file.line(end + 1))
        {
            end += 1;
        }
        while end > part.first && file.line(end).trim().is_empty() {
            end -= 1;
        }
        part.last = end.max(part.first);
    }
    Ok(parts)
}

fn part<'a>(context: &Context<'_>, file: &SourceFile, node: Node<'a>) -> Part {
    let data = node.data();
    let position = data.sourcepos;
    let children: Vec<Node<'a>> = node.children().collect();
    let whole = matches!(children[..], [only] if matches!(only.data().value, NodeValue::Strong));
    let one_line = position.start.line == position.end.line;
    let kind = match &data.value {
        NodeValue::Heading(heading) => Kind::Heading { level: heading.level, underlined: heading.setext },
        NodeValue::Paragraph if whole && one_line => Kind::Bold,
        NodeValue::Paragraph => Kind::Paragraph,
        NodeValue::ThematicBreak => Kind::Rule,
        NodeValue::List(list) => {
            let first = if list.list_type == ListType::Ordered { list.start } else { 1 };
            Kind::List(children.iter().enumerate().filter_map(|(i, item)| entry(first + i, item)).collect())
        }
        NodeValue::CodeBlock(code) if code.fenced => {
            Kind::Fence { language: code.info.split_whitespace().next().map(str::to_lowercase) }
        }
        _ => Kind::Other,
    };
    let has_text = matches!(data.value, NodeValue::Heading(_) | NodeValue::Paragraph);
    let text = if has_text { node.collect_text() } else { String::new() };
    let ends = |nodes: &[Node<'a>]| match (nodes.first(), nodes.last()) {
        (Some(first), Some(last)) => {
            let start = context.span(first.data().sourcepos).start as usize;
            start..(context.span(last.data().sourcepos).end as usize).max(start)
        }
        _ => 0..0,
    };
    let inner = match children[..] {
        [only] if whole => ends(&only.children().collect::<Vec<_>>()),
        _ if has_text => ends(&children),
        _ => 0..0,
    };
    let begins_bold = children.first().is_some_and(|first| matches!(first.data().value, NodeValue::Strong));
    let last = file.position(file.text.len()).line;
    Part {
        kind,
        first: position.start.line.clamp(1, last),
        last: position.end.line.clamp(1, last),
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
        inner,
        begins_bold: has_text && begins_bold,
    }
}

/// An item's number and first paragraph.
fn entry(position: usize, item: Node<'_>) -> Option<(u32, String)> {
    let first = item.first_child().filter(|node| matches!(node.data().value, NodeValue::Paragraph))?;
    Some((u32::try_from(position).ok()?, first.collect_text().trim().to_owned()))
}

fn is_underline(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && (line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-'))
}
