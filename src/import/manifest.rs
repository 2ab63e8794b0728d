//! `guide.toml` of an imported guide.

use super::{Import, Names};
use std::fmt::Write;

/// The text of `guide.toml`.
pub fn text(import: &Import, names: &Names<'_>) -> String {
    let mut out = String::from("# What the guide is. The manual is the README of revexport.\n");
    let title = string(import.title.as_deref().unwrap_or(names.title));
    // Text in memory can always be written to.
    let _ = writeln!(out, "# The id never changes: decks and the book are recognised by it.");
    let _ = writeln!(out, "id = {}\ntitle = {title}\nversion = \"1.0\"\ndate = {}", string(names.id), names.date);
    let _ = writeln!(out, "language = \"en\"");
    if let Some(language) = &import.code_language {
        let _ = writeln!(out, "code-language = {}", string(language));
    }
    for section in &import.sections {
        let _ = writeln!(out, "\n[[section]]\nnumber = {}\nid = {}", section.number, string(&section.id));
        let _ = writeln!(out, "title = {}\nfile = {}", string(&section.title), string(&section.file));
    }
    out
}

/// A text as TOML writes it, on one line.
fn string(text: &str) -> String {
    toml::Value::String(text.replace(['\n', '\r'], " ")).to_string()
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn any_text_is_read_back() {
        for text in ["plain", "a \"b\" 'c' \\ d", "'''", "\"\"\"", "tab\t\u{7f}\u{1}", "é 漢 😀", ""] {
            let read: toml::Table = toml::from_str(&format!("x = {}", string(text))).expect("it can be read");
            assert_eq!(read["x"].as_str(), Some(text));
        }
    }
}
