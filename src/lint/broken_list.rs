//! `broken-list`: a fence that stands outside the item it was meant for and cuts the list in two, or that is indented so
//! far that it turned into plain code.
//!
//! ````markdown
//! 1. Make a virtual environment:
//!
//! ```console
//! $ python -m venv .venv
//! ```
//!
//! 2. Activate it.
//! ````

use super::{Report, Rule, Subject};
use crate::guide::{Block, Code, InlineKind, List};
use crate::source::Span;

pub const RULE: Rule = Rule { name: "broken-list", summary: "a fence that cuts a list in two", check };

const HELP: &str = "indent the whole fence as far as the text of the item above it";

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for code in subject.listings().filter(|code| is_indented_fence(subject, code)) {
        report.add(
            subject.code_line(code, 0),
            "this fence is indented by four spaces or more: its marks are printed as code",
            "indent it less: in a list, as far as the text of the item above",
        );
    }
    for run in subject.siblings() {
        for (i, block) in run.iter().enumerate() {
            let Block::List(list) = block else { continue };
            let fences = run[i + 1..].iter().take_while(|block| matches!(block, Block::Code(_))).count();
            let Some(Block::Code(fence)) = run[i + 1..].first() else { continue };
            let next = match run.get(i + 1 + fences) {
                Some(Block::List(next)) => Some(next),
                _ => None,
            };
            if !is_indented_fence(subject, fence) && breaks(subject, list, fence, next) {
                report.add(
                    subject.first_line(fence.span),
                    "this fence is no part of the list above it and ends it",
                    HELP,
                );
            }
        }
    }
}

/// Whether the author meant the fence as a part of the list: the numbers go on behind it, it is indented, or it stands
/// right below an item, or below one that ends with a colon, and the list goes on.
fn breaks(subject: &Subject<'_>, list: &List, fence: &Code, next: Option<&List>) -> bool {
    let column = |span: Span| subject.sources.position(span).column;
    if column(fence.span) > column(list.span) {
        return true;
    }
    let Some(next) = next else { return false };
    match (list.start, next.start) {
        (Some(first), Some(second)) => second == first + list.items.len() || is_glued(subject, list, fence),
        (None, None) => is_glued(subject, list, fence) || ends_with_colon(list),
        _ => false,
    }
}

/// Whether no blank line stands between a list and the fence below it.
fn is_glued(subject: &Subject<'_>, list: &List, fence: &Code) -> bool {
    let file = subject.sources.file(fence.span.file);
    let line = file.position(fence.span.start as usize).line;
    let above = file.line_range(line - 1);
    above.start >= list.span.start as usize && !file.line(line - 1).trim_matches(['>', ' ', '\t']).is_empty()
}

fn ends_with_colon(list: &List) -> bool {
    let last = list.items.last().and_then(|item| item.blocks.last());
    let Some(Block::Paragraph(paragraph)) = last else { return false };
    matches!(paragraph.text.last().map(|inline| &inline.kind), Some(InlineKind::Text(text)) if text.ends_with(':'))
}

/// An indented block that begins with the marks of a fence.
fn is_indented_fence(subject: &Subject<'_>, code: &Code) -> bool {
    let first = code.text.split('\n').next().unwrap_or("").trim_start();
    let source = subject.text(code.span).split('\n').next().unwrap_or("").trim_start();
    (first.starts_with("```") || first.starts_with("~~~")) && source == first
}
