//! An Obsidian callout as an alert: `> [!pitfall] Mutable default` →
//!
//! ```markdown
//! > [!WARNING]
//! > **Mutable default.**
//! ```

use super::{Change, Mender, begins_at, container, places, proof};
use crate::diagnostic::Diagnostic;
use crate::guide::{Block, Callout, plain};
use crate::lint::{Subject, alert};
use crate::parse::Revision;

pub const MENDER: Mender =
    Mender { one: "Obsidian callout made an alert", many: "Obsidian callouts made alerts", changes, holds };

fn holds(old: &Revision, new: &Revision) -> bool {
    proof::fewer(old, new, &[]) && proof::same_shape(old, new)
}

fn changes(subject: &Subject<'_>, diagnostics: &[Diagnostic]) -> Vec<Change> {
    let places = places(diagnostics, &["obsidian-callout"]);
    let wanted = |callout: &&Callout| begins_at(&places, callout.span);
    let callouts = subject.callouts().map(|(_, callout)| callout).filter(wanted);
    callouts.filter_map(|callout| change(subject, callout)).collect()
}

fn change(subject: &Subject<'_>, callout: &Callout) -> Option<Change> {
    let line = subject.first_line(callout.span);
    let title = subject.text(line).split_once(']')?.1.trim_start_matches(['+', '-']).trim();
    // A kind that is a lead by itself, such as `[!question]`, becomes one.
    let of_kind = plain(&callout.lead);
    // What is no text would end the paragraph of the lead, or not, as it likes: a line without text stands between.
    let goes_on = matches!(callout.blocks.first(), Some(Block::Paragraph(_)));
    let below = subject.text(callout.span).split('\n').nth(1).unwrap_or("");
    let is_apart = goes_on || below.trim_matches(['>', ' ', '\t']).is_empty();
    let lead = match title {
        "" if callout.role == crate::guide::Role::Analogy => "Analogy".to_owned(),
        "" if leads_itself(subject, callout) => String::new(),
        "" => of_kind,
        title => title.to_owned(),
    };
    let inner = format!("\n{}> ", container(subject, callout.span));
    let mut out = format!("> [!{}]", alert(callout.role));
    if !lead.is_empty() {
        if lead.contains("**") {
            return None;
        }
        let stop = if lead.ends_with(['.', ':', ';', ',', '!', '?', '…']) { "" } else { "." };
        out.push_str(&format!("{inner}**{lead}{stop}**"));
        if !is_apart {
            out.push_str(inner.trim_end());
        }
    }
    Some(vec![(line.range(), out)])
}

/// Whether the callout's lead is the bold text it begins with.
fn leads_itself(subject: &Subject<'_>, callout: &Callout) -> bool {
    let line = subject.first_line(callout.span);
    callout.lead.first().is_some_and(|lead| lead.span.start > line.end)
}
