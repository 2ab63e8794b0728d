//! The words a book says in its own voice.

use crate::guide::{Date, Role, Section};

/// What a callout begins with.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Pitfall => "Pitfall",
        Role::Practice => "Best practice",
        Role::Key => "Key fact",
        Role::Version => "Version",
        Role::Analogy => "Analogy",
        Role::Note => "Note",
    }
}

/// `6. Object-Oriented Programming`
pub fn numbered(section: &Section) -> String {
    format!("{}. {}", section.number, section.title)
}

/// `sections 1, 4, 7–9`, from the canonical range.
pub fn range(canonical: &str) -> String {
    let word = if canonical.contains([',', '-']) { "sections" } else { "section" };
    format!("{word} {}", canonical.replace(',', ", ").replace('-', "–"))
}

/// `Edition 1.0 · 2026-11-24`
pub fn edition(version: Option<&str>, date: Date) -> String {
    version.map_or(date.to_string(), |version| format!("Edition {version} · {date}"))
}
