//! What an update of a deck brings, as release notes in Markdown.

use crate::guide::Guide;
use crate::lock::{Change, Entry, Update};
use std::fmt::Write;
use std::sync::Arc;

/// The most characters of a note that are shown.
const MOST: usize = 120;

/// The kinds of change, in the order they are listed in.
const CHANGES: [Change; 4] = [Change::New, Change::Changed, Change::Moved, Change::Retired];

/// The changes of an update, section by section.
pub fn markdown(guide: &Guide, update: &Update) -> String {
    let mut out = format!("# {}", guide.manifest.title);
    if let Some(version) = &guide.manifest.version {
        let _ = write!(out, " {version}");
    }
    out.push('\n');
    let entry = |key: &str| update.lock.notes.get(key).or_else(|| update.lock.retired.get(key)).map(Arc::as_ref);
    let changed = update.changes.iter().filter_map(|(key, change)| Some((&**key, Some(*change), entry(key)?)));
    let unchanged = update.unchanged().map(|(key, entry)| (key, None, entry));
    let changes: Vec<(&str, Option<Change>, &Entry)> = changed.chain(unchanged).collect();
    let mut sections: Vec<(&str, String)> = guide
        .sections
        .iter()
        .map(|section| (section.id.as_str(), format!("{}. {}", section.number, section.title)))
        .collect();
    // Sections that are gone as a whole come last.
    for (_, _, entry) in &changes {
        if sections.iter().all(|(id, _)| *id != &*entry.section) {
            sections.push((&entry.section, entry.section.to_string()));
        }
    }
    for (id, title) in sections {
        let here: Vec<_> = changes.iter().filter(|(_, _, entry)| &*entry.section == id).collect();
        if here.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n## {title}\n");
        for change in CHANGES {
            for (key, _, entry) in here.iter().filter(|(_, other, _)| *other == Some(change)) {
                let bare = key.split_once('/').map_or(*key, |(_, bare)| bare);
                let _ = writeln!(out, "- **{}** `{bare}`: {}", word(change), short(&entry.says));
            }
        }
        let unchanged = here.iter().filter(|(_, change, _)| change.is_none()).count();
        if unchanged > 0 {
            let _ = writeln!(out, "- {unchanged} unchanged");
        }
    }
    out
}

/// `3 new, 2 changed, 613 unchanged`
pub fn total(update: &Update) -> String {
    let count = |change: Change| update.changes.values().filter(|other| **other == change).count();
    let changed = CHANGES.into_iter().map(|change| (count(change), word(change).to_lowercase()));
    let parts: Vec<String> = changed
        .chain([(update.unchanged().count(), "unchanged".to_owned())])
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
