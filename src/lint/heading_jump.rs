//! `heading-jump`: a heading more than one level below the one before it.
//!
//! ```markdown
//! ## Functions
//!
//! #### Defaults
//! ```

use super::{Report, Rule, Subject};
use crate::guide::Block;

pub const RULE: Rule =
    Rule { name: "heading-jump", summary: "a heading more than one level below the one before it", check };

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let section = subject.section;
    let mut below = |mut level: u8, blocks: &[Block]| {
        for block in blocks {
            let Block::Heading(heading) = block else { continue };
            if heading.level > level + 1 {
                let marks = |level: u8| "#".repeat(level.into());
                report.add(
                    heading.span,
                    format!("a heading of level {} stands below one of level {level}", heading.level),
                    format!("write {} in the place of {}", marks(level + 1), marks(heading.level)),
                );
            }
            level = heading.level;
        }
    };
    below(1, &section.intro);
    section.topics.iter().for_each(|topic| below(2, &topic.blocks));
}
