//! The text of a file that holds several sections: a contents page, and the sections behind it.

use super::link::{anchor_label, section_label};
use super::text::literal;
use crate::guide::{Guide, Section, plain};
use std::fmt::Write;

/// The name under which the engine finds the section at a place.
pub fn package(place: usize) -> String {
    format!("@sections/s{place}:0.0.0")
}

/// Writes the text. Each section begins on the front side of a leaf.
pub fn contents(guide: &Guide, sections: &[&Section]) -> String {
    let manifest = &guide.manifest;
    let sources: String = sections.iter().map(|section| guide.sources.file(section.file).text.as_str()).collect();
    let edition = super::text::edition(manifest, sources.as_bytes());
    let mut out = String::from("#import \"/layout.typ\": contents, front-side\n#contents(\n");
    let mut argument = |name: &str, value: String| {
        let _ = writeln!(out, "  {name}: {value},");
    };
    argument("guide", literal(&manifest.title));
    if let Some(description) = &manifest.description {
        argument("description", literal(description));
    }
    argument("edition", literal(&edition));
    let (language, region) = super::text::language(&manifest.language);
    argument("language", literal(&language));
    if let Some(region) = region {
        argument("region", literal(region));
    }
    out.push_str("  entries: (\n");
    for section in sections {
        let label = literal(&section_label(section.number));
        let title = literal(&section.title);
        let _ = write!(out, "    (number: {}, title: {title}, label: label({label}), topics: (", section.number);
        for topic in &section.topics {
            let label = literal(&anchor_label(section.number, &topic.heading.id));
            let _ = write!(out, "(title: {}, label: label({label})), ", literal(&plain(&topic.heading.text)));
        }
        out.push_str(")),\n");
    }
    out.push_str("  ),\n)\n");
    for place in 0..sections.len() {
        let _ = writeln!(out, "#front-side()\n#include {}", literal(&package(place)));
    }
    out
}
