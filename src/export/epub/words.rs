//! The words a book says in its own voice: English, and marked as such in a guide of another language.

use crate::guide::{Date, Role, Section};

/// The page of contents.
pub const CONTENTS: &str = "Contents";
/// The cover.
pub const COVER: &str = "Cover";
/// The landmarks, and what they lead to beside cover and contents.
pub const LANDMARKS: &str = "Landmarks";
/// The title page.
pub const TITLE_PAGE: &str = "Title page";
/// The first section.
pub const START: &str = "Start of the text";
/// The list of pages.
pub const PAGES: &str = "Pages";
/// In front of a section's number.
pub const SECTION: &str = "Section";
/// In front of the next section.
pub const NEXT: &str = "Next:";
/// In front of what is compared.
pub const COMPARE: &str = "Compare:";
/// Wrong code.
pub const WRONG: &str = "Wrong";
/// Right code.
pub const RIGHT: &str = "Right";
/// In front of an exception.
pub const RAISES: &str = "raises";
/// The way back from a note.
pub const BACK: &str = "Back to the text";
/// On the title page: edition, date, licence, address.
pub const ABOUT: [&str; 4] = ["Edition", "Date", "Licence", "Address"];

/// Words of the book's own as XHTML: in a guide of another language than English marked as English.
pub fn own(language: &str, words: &str) -> String {
    match is_english(language) {
        true => words.to_owned(),
        false => format!("<span lang=\"en\" xml:lang=\"en\" dir=\"ltr\">{words}</span>"),
    }
}

/// The attributes, with a space before them, of an element whose text and name are words of the book's own.
pub fn marked(language: &str) -> &'static str {
    if is_english(language) { "" } else { " lang=\"en\" xml:lang=\"en\"" }
}

/// Whether a language is English.
pub fn is_english(language: &str) -> bool {
    language.split('-').next().unwrap_or_default().eq_ignore_ascii_case("en")
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_marked_where_it_is_not_the_language() {
        assert_eq!((own("en-GB", NEXT).as_str(), marked("EN")), ("Next:", ""));
        assert!(own("de", NEXT).starts_with("<span lang=\"en\"") && marked("eng-x").contains("lang"));
    }
}
