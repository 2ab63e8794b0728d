//! `obsidian-callout`: a callout as only Obsidian shows it: of a kind GitHub does not know, or with a title behind the
//! kind. GitHub shows a plain quote.
//!
//! ```markdown
//! > [!pitfall] Mutable default
//! > The list is built once and shared by all calls.
//! ```

use super::{Report, Rule, Subject, bold_lead};

pub const RULE: Rule =
    Rule { name: "obsidian-callout", summary: "a callout that GitHub shows as a plain quote", check };

/// The kinds GitHub knows.
const ALERTS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for (_, callout) in subject.callouts() {
        let Some((kind, title)) = mark(subject.first_line(callout.span), subject) else { continue };
        if !ALERTS.contains(&kind.to_lowercase().as_str()) || !title.is_empty() {
            report.add(
                subject.first_line(callout.span),
                "GitHub shows this callout as a plain quote: it is written as only Obsidian reads it",
                format!(
                    "write > [!{}] alone on its line and a bold lead below; `revexport check --fix` does where nothing \
                     is lost",
                    bold_lead::alert(callout.role)
                ),
            );
        }
    }
}

/// The kind and the title in the first line of a callout: `> [!kind]- Title`.
fn mark<'g>(line: crate::source::Span, subject: &Subject<'g>) -> Option<(&'g str, &'g str)> {
    let rest = subject.text(line).strip_prefix('>')?.trim_start().strip_prefix("[!")?;
    let (kind, title) = rest.split_once(']')?;
    Some((kind, title.trim_start_matches(['+', '-']).trim()))
}
