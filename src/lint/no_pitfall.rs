//! `no-pitfall`: a section without a single pitfall.
//!
//! ```markdown
//! # Functions
//!
//! ## Default arguments
//!
//! Defaults are evaluated once.
//! ```

use super::{Report, Rule, Subject};
use crate::guide::Role;

pub const RULE: Rule = Rule { name: "no-pitfall", summary: "a section without a pitfall", check };

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    if !subject.callouts().any(|(_, callout)| callout.role == Role::Pitfall) {
        report.add(
            subject.title(),
            format!("section {} has no pitfall", subject.section.number),
            "write one: > [!WARNING], below it > **The trap.** Why it goes wrong …",
        );
    }
}
