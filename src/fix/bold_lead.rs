//! A callout written as a paragraph, as an alert: `**Common Pitfall:** Defaults are shared. Use None.` →
//!
//! ```markdown
//! > [!WARNING]
//! > **Defaults are shared.** Use None.
//! > <!-- id: defaults-are-shared -->
//! ```

use super::{Change, Mender, begins_at, container, pin, places, proof};
use crate::diagnostic::Diagnostic;
use crate::guide::{Callout, Role, plain};
use crate::lint::{Subject, alert};
use crate::parse::Revision;

pub const MENDER: Mender = Mender { one: "bold lead made an alert", many: "bold leads made alerts", changes, holds };

fn holds(old: &Revision, new: &Revision) -> bool {
    proof::fewer(old, new, &[]) && proof::same_words(old, new) && proof::same_ids(old, new)
}

fn changes(subject: &Subject<'_>, diagnostics: &[Diagnostic]) -> Vec<Change> {
    let places = places(diagnostics, &["bold-lead"]);
    let wanted = |callout: &&Callout| begins_at(&places, callout.span);
    let callouts = subject.callouts().map(|(_, callout)| callout).filter(wanted);
    callouts.filter_map(|callout| change(subject, callout)).collect()
}

fn change(subject: &Subject<'_>, callout: &Callout) -> Option<Change> {
    let file = subject.sources.file(callout.span.file);
    let prefix = container(subject, callout.span);
    let start = callout.span.start as usize;
    let paragraph = subject.text(callout.span);
    let text = behind_name(paragraph)?;
    let lead_end = match callout.role {
        Role::Pitfall | Role::Practice => sentence(text),
        _ => 0,
    };
    let lead = match callout.role {
        Role::Version => format!("{}.", plain(&callout.lead)),
        Role::Analogy => "Analogy.".to_owned(),
        _ => text[..lead_end].to_owned(),
    };
    if lead.is_empty() || lead.contains("**") {
        return None;
    }
    let body = format!("**{lead}** {}", text[lead_end..].trim_start());
    let inner = format!("\n{prefix}> ");
    let unquoted = |line: &str| line.strip_prefix(prefix.as_str()).unwrap_or(line.trim_start()).to_owned();
    let mut lines = body.trim_end().split('\n');
    let mut out = format!("> [!{}]{inner}{}", alert(callout.role), lines.next().unwrap_or(""));
    for line in lines {
        out.push_str(&inner);
        out.push_str(&unquoted(line));
    }
    // Comments on the lines below belong to the callout and go into it.
    let mut end = callout.span.end as usize;
    let mut number = file.position(end.saturating_sub(1).max(start)).line + 1;
    loop {
        let line = unquoted(file.line(number));
        let is_comment = ["<!-- id:", "<!-- ask:"].iter().any(|comment| line.trim_start().starts_with(comment));
        if line.trim().is_empty() && number < file.position(file.text.len()).line {
            number += 1;
        } else if is_comment && line.trim_end().ends_with("-->") {
            out.push_str(&inner);
            out.push_str(line.trim());
            end = file.line_range(number).end;
            number += 1;
        } else {
            break;
        }
    }
    if let (Some(id), false) = (&callout.id, callout.pinned)
        && !subject.doubled.contains(&**id)
    {
        out.push_str(&inner);
        out.push_str(&pin(id)?);
    }
    Some(vec![(start..end, out)])
}

/// What stands behind `**Name:**` or `**Name**:`. Tags in the name would be lost with it: they are left to their author.
fn behind_name(paragraph: &str) -> Option<&str> {
    let marks = paragraph.get(..2).filter(|marks| matches!(*marks, "**" | "__"))?;
    let end = 2 + paragraph[2..].find(marks)? + 2;
    if paragraph[..end].contains('<') {
        return None;
    }
    let rest = &paragraph[end..];
    Some(rest.strip_prefix(':').unwrap_or(rest).trim_start())
}

/// Where the first sentence ends; a stop in code or behind `e.g` ends none.
fn sentence(text: &str) -> usize {
    let mut in_code = false;
    for (i, c) in text.char_indices() {
        let next = text[i + c.len_utf8()..].chars().next();
        match c {
            '`' => in_code = !in_code,
            '.' | '!' | '?' if !in_code && next.is_none_or(char::is_whitespace) => {
                let word = text[..i].rsplit([' ', '\n', '(']).next().unwrap_or("");
                if !matches!(word, "e.g" | "i.e" | "etc" | "vs" | "cf") {
                    return i + c.len_utf8();
                }
            }
            _ => {}
        }
    }
    text.trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::{behind_name, sentence};

    #[test]
    fn the_first_sentence_is_the_lead() {
        for (text, lead) in [
            ("Defaults are shared. Use None.", "Defaults are shared."),
            ("Use `a. b`, e.g. here. Then", "Use `a. b`, e.g. here."),
            ("Really?\nYes.", "Really?"),
            ("no stop at all \n", "no stop at all"),
            ("3.12 has it. So", "3.12 has it."),
        ] {
            assert_eq!(&text[..sentence(text)], lead);
        }
        assert_eq!(behind_name("**Analogy:** A post office."), Some("A post office."));
        assert_eq!(behind_name("__Pitfall__: It bites."), Some("It bites."));
        assert_eq!(behind_name("**Ana<b>logy:** A post office."), None);
    }
}
