//! `pitfall-without-question`: a pitfall with neither wrong code nor a question of its own: its card can ask only what
//! pitfall there is.
//!
//! ```markdown
//! > [!WARNING]
//! > **Mutable default.** The list is built once and shared by all calls.
//! ```

use super::{Report, Rule, Subject};
use crate::guide::{Block, Callout, Role, Verdict};

pub const RULE: Rule =
    Rule { name: "pitfall-without-question", summary: "a pitfall with neither wrong code nor a question", check };

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for (_, callout) in subject.callouts() {
        if callout.role == Role::Pitfall && callout.ask.is_none() && wrong(callout).next().is_none() {
            report.add(
                subject.first_line(callout.span),
                "this pitfall has neither wrong code nor a question: its card can ask nothing in particular",
                "show the trap in a ```LANGUAGE bad fence, or ask for it on a line of its own: <!-- ask: What …? -->",
            );
        }
    }
}

/// The wrong code of a pitfall, as far as it stands on its card's front.
pub fn wrong(callout: &Callout) -> impl Iterator<Item = &crate::guide::Code> {
    callout.blocks.iter().filter_map(|block| match block {
        Block::Code(code) if code.flags.verdict == Some(Verdict::Bad) => Some(code),
        _ => None,
    })
}
