//! `uncovered-topic`: a topic of the syllabus that no heading with text below it names.
//!
//! ```toml
//! topics = ["Closures", "Decorators"]
//! ```
//!
//! ```markdown
//! ## Closures
//!
//! A function keeps the names around it.
//! ```

use super::{Report, Rule, Subject};
use crate::source::Span;
use crate::syllabus;

pub const RULE: Rule =
    Rule { name: "uncovered-topic", summary: "a topic of the syllabus that no heading names", check };

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let section = subject.section;
    let topics = section.syllabus.iter().zip(&section.syllabus_places).zip(syllabus::covered(section));
    for ((topic, place), covered) in topics {
        if !covered {
            report.add_with(
                *place,
                format!("section {} does not cover the topic `{topic}`", section.number),
                format!(
                    "write about it below a heading with these words, or below one with <!-- covers: {topic} --> \
                     behind it, in {}",
                    subject.sources.file(section.file).path
                ),
                (Span::new(section.file, 0..0), ""),
            );
        }
    }
}
