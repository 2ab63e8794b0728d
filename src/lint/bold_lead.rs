//! `bold-lead`: a callout written as a paragraph. Its card has no name for the trap, and GitHub shows no box.
//!
//! ```markdown
//! **Common Pitfall:** Default arguments are built once.
//! ```

use super::{Report, Rule, Subject};
use crate::guide::{Callout, Role};

pub const RULE: Rule =
    Rule { name: "bold-lead", summary: "a callout written as a paragraph: **Common Pitfall:** …", check };

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for (_, callout) in subject.callouts().filter(|(_, callout)| is(subject, callout)) {
        report.add(
            subject.first_line(callout.span),
            format!("this {} is a paragraph with a bold name", noun(callout.role)),
            format!(
                "write it as an alert, > [!{}] with a lead of its own; `revexport check --fix` does",
                alert(callout.role)
            ),
        );
    }
}

/// Whether a callout is written as a paragraph.
pub fn is(subject: &Subject<'_>, callout: &Callout) -> bool {
    !subject.text(callout.span).starts_with('>')
}

/// What a callout of a role is called in a sentence.
pub fn noun(role: Role) -> &'static str {
    match role {
        Role::Practice => "best practice",
        Role::Key => "key fact",
        Role::Version => "version note",
        Role::Pitfall | Role::Analogy | Role::Note => role.name(),
    }
}

/// GitHub's alert for a role.
pub fn alert(role: Role) -> &'static str {
    match role {
        Role::Pitfall => "WARNING",
        Role::Practice => "TIP",
        Role::Key => "IMPORTANT",
        Role::Version | Role::Analogy | Role::Note => "NOTE",
    }
}
