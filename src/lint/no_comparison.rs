//! `no-comparison`: a section that compares nothing.
//!
//! ```markdown
//! # Collections
//!
//! ## Lists and tuples
//!
//! A list can change, a tuple cannot.
//! ```

use super::{Report, Rule, Subject};

pub const RULE: Rule = Rule { name: "no-comparison", summary: "a section that compares nothing", check };

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    if subject.comparisons.is_empty() {
        report.add(
            subject.title(),
            format!("section {} has no comparison", subject.section.number),
            "write **Compare: one vs other** above a table whose first column holds the aspects",
        );
    }
}
