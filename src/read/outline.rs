//! What stands in a section and where, for programs.

use crate::guide::{Block, Guide, Section, TableKind, Topic, plain};
use crate::source::Span;
use serde_json::{Value, json};

/// The section's topics, each with the headings, callouts and tables under it.
pub fn outline(guide: &Guide, section: &Section) -> Value {
    let line = |span: Span| guide.sources.position(span).line;
    let topics: Vec<Value> = section
        .topics
        .iter()
        .enumerate()
        .map(|(i, topic)| {
            json!({
                "number": format!("{}.{}", section.number, i + 1),
                "title": plain(&topic.heading.text),
                "id": topic.heading.id,
                "line": line(topic.heading.span),
                "holds": holds(section, Some(topic), &line),
            })
        })
        .collect();
    json!({
        "number": section.number,
        "id": section.id,
        "title": section.title,
        "file": section.file_name,
        "holds": holds(section, None, &line),
        "topics": topics,
    })
}

fn holds(section: &Section, topic: Option<&Topic>, line: &dyn Fn(Span) -> usize) -> Vec<Value> {
    let under = |other: Option<&Topic>| match (topic, other) {
        (Some(a), Some(b)) => std::ptr::eq(a, b),
        (None, None) => true,
        _ => false,
    };
    let blocks = section.blocks().into_iter().filter(|(other, _)| under(*other));
    blocks
        .filter_map(|(_, block)| {
            let (kind, title) = match block {
                Block::Heading(heading) => ("heading", plain(&heading.text)),
                Block::Callout(callout) => (callout.role.name(), plain(&callout.lead)),
                Block::Table(table) => {
                    (if table.kind == TableKind::Plain { "table" } else { "comparison" }, plain(&table.caption))
                }
                _ => return None,
            };
            let id = super::anchor(block);
            Some(json!({ "kind": kind, "title": title, "id": id, "line": line(block.span()) }))
        })
        .collect()
}
