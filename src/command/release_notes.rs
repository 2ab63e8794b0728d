//! What an update of a deck brings, as release notes in Markdown.

use crate::guide::Guide;
use crate::lock::{Change, Entry, Update};
use std::fmt::Write;
use std::sync::Arc;

/// The most characters of a note that are shown.
const MOST: usize = 120;

/// The kinds of change, in the order they are listed in.
const CHANGES: [Change; 5] = [Change::New, Change::Changed, Change::Moved, Change::Retired, Change::Unchanged];

/// The changes of an update, section by section.
pub fn markdown(guide: &Guide, update: &Update) -> String {
    let mut out = format!("# {}", guide.manifest.title);
    if let Some(version) = &guide.manifest.version {
        let _ = write!(out, " {version}");
    }
    out.push('\n');
    let entry = |key: &str| update.lock.notes.get(key).or_else(|| update.lock.retired.get(key)).map(Arc::as_ref);
    let changes: Vec<(&str, Change, &Entry)> =
        update.changes.iter().filter_map(|(key, change)| Some((key.as_str(), *change, entry(key)?))).collect();
    let mut sections: Vec<(&str, String)> = guide
        .sections
        .iter()
        .map(|section| (section.id.as_str(), format!("{}. {}", section.number, section.title)))
        .collect();
    // Sections that are gone as a whole come last.
    for (_, _, entry) in &changes {
        if sections.iter().all(|(id, _)| *id != entry.section) {
            sections.push((&entry.section, entry.section.clone()));
        }
    }
    for (id, title) in sections {
        let here: Vec<_> = changes.iter().filter(|(_, _, entry)| entry.section == id).collect();
        if here.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n## {title}\n");
        for change in CHANGES {
            let those = here.iter().filter(|(_, other, _)| *other == change);
            if change == Change::Unchanged {
                let count = those.count();
                if count > 0 {
                    let _ = writeln!(out, "- {count} unchanged");
                }
                continue;
            }
            for (key, _, entry) in those {
                let bare = key.split_once('/').map_or(*key, |(_, bare)| bare);
                let _ = writeln!(out, "- **{}** `{bare}`: {}", word(change), short(&entry.says));
            }
        }
    }
    out
}

/// `3 new, 2 changed, 613 unchanged`
pub fn total(update: &Update) -> String {
    let count = |change: Change| update.changes.values().filter(|other| **other == change).count();
    let parts: Vec<String> = CHANGES
        .into_iter()
        .map(|change| (count(change), word(change).to_lowercase()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if parts.is_empty() { "no notes".into() } else { parts.join(", ") }
}

fn word(change: Change) -> &'static str {
    match change {
        Change::New => "New",
        Change::Changed => "Changed",
        Change::Moved => "Moved",
        Change::Retired => "Retired",
        Change::Unchanged => "Unchanged",
    }
}

/// The beginning of a text, its marks made harmless.
fn short(text: &str) -> String {
    let mut out = String::new();
    for (i, c) in text.chars().enumerate() {
        if i == MOST {
            out.push('…');
            break;
        }
        if matches!(c, '\\' | '*' | '_' | '<' | '`' | '[' | ']') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
