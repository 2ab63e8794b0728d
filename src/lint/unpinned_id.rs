//! `unpinned-id`: a callout or comparison whose id is made from its lead or caption. When that is edited, cards lose
//! their history and links their aim.
//!
//! ```markdown
//! > [!WARNING]
//! > **Mutable default.** The list is built once and shared by all calls.
//! ```

use super::{Report, Rule, Subject, bold_lead};

pub const RULE: Rule =
    Rule { name: "unpinned-id", summary: "a callout or comparison whose id changes with its text", check };

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let mut add = |span, what: &str, made_from: &str, id: &str| {
        // One that two things have was reported when the guide was read, and is no good to pin.
        if subject.doubled.contains(id) {
            return;
        }
        // A slug may have letters that an id may not.
        let stamps = id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let help = if stamps {
            format!("pin it: <!-- id: {id} -->; `revexport check --fix` does")
        } else {
            "give it one of a to z, 0 to 9 and hyphens: <!-- id: a-name -->".into()
        };
        let message = format!("the id of this {what} is made from its {made_from} and changes with it");
        report.add(subject.first_line(span), message, help);
    };
    for (_, callout) in subject.callouts() {
        if let (Some(id), false) = (&callout.id, callout.pinned)
            && !bold_lead::is(subject, callout)
        {
            add(callout.span, bold_lead::noun(callout.role), "lead", id);
        }
    }
    for (table, _) in &subject.comparisons {
        if let (Some(id), false) = (&table.id, table.pinned) {
            add(table.span, "comparison", "caption", id);
        }
    }
}
