//! Text as Typst source: string literals, and code in parts it may break between.

use crate::guide::{Manifest, Role};
use std::fmt::Write;

/// The words a sheet says in its own voice.
pub fn word(role: Role) -> &'static str {
    match role {
        Role::Pitfall => "Pitfall",
        Role::Practice => "Practice",
        Role::Key => "Key",
        Role::Version => "Version",
        Role::Analogy => "Analogy",
        Role::Note => "Note",
    }
}

/// Inline code in the parts between which it may break: behind commas, dots and single underscores, when it is longer than
/// twelve characters, and behind opening brackets and hyphens when it is longer than twenty; never so that fewer than three characters
/// stand alone. Names such as `__post_init__` are known by their ends, and stay whole up to sixteen characters.
pub fn parts(code: &str) -> Vec<&str> {
    if code.chars().count() <= 12 {
        return vec![code];
    }
    let long = code.chars().count() > 20;
    if code.len() <= 16 && code.starts_with("__") && code.ends_with("__") {
        return vec![code];
    }
    let mut parts = Vec::new();
    let mut start = 0;
    for (i, c) in code.char_indices() {
        let end = i + c.len_utf8();
        let next = code[end..].chars().next();
        let breaks = (matches!(c, '.' | ',' | '=' | '/' | '_') || long && matches!(c, '(' | '[' | '-'))
            && next.is_some_and(|next| next.is_alphanumeric())
            // Numbers are not torn.
            && !(c == '.' && next.is_some_and(|next| next.is_ascii_digit()));
        let is_inner_underscore = !matches!(c, '_' | '-') || (start..i).len() > 1 && !code[..i].ends_with(c);
        if breaks && is_inner_underscore && end - start >= 3 && code.len() - end >= 3 {
            parts.push(&code[start..end]);
            start = end;
        }
    }
    parts.push(&code[start..]);
    parts
}

/// A word of more letters than this may be broken, between parts of so many letters.
const LONG: usize = 36;
const PART: usize = 6;

/// The parts of a word that no column may hold; none of one that stays whole.
pub fn broken(word: &str) -> Option<Vec<String>> {
    if word.len() <= LONG || word.chars().count() <= LONG {
        return None;
    }
    let letters: Vec<char> = word.chars().collect();
    Some(letters.chunks(PART).map(|part| part.iter().collect()).collect())
}

/// The language and the region of a BCP 47 tag, as Typst takes them.
pub fn language(tag: &str) -> (String, Option<&str>) {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default().to_lowercase();
    (language, parts.next().filter(|region| region.len() == 2))
}

/// What stands at a page's foot: the edition, and the beginning of a hash of the source.
pub fn edition(manifest: &Manifest, source: &[u8]) -> String {
    let hash = &crate::artifact::sha256(source)[..7];
    match &manifest.version {
        Some(version) => format!("Edition {version}, {} · {hash}", manifest.date),
        None => format!("{} · {hash}", manifest.date),
    }
}

/// A Typst string literal. Characters that control a terminal or the text's direction of writing are escaped by number.
pub fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_a_literal() {
        assert_eq!(literal("a\"b\\c\n#d\u{7}"), "\"a\\\"b\\\\c\\n#d\\u{7}\"");
    }

    #[test]
    fn only_words_that_no_column_holds_are_broken() {
        assert_eq!(broken("internationalisation"), None);
        let parts = broken(&"ab".repeat(20)).expect("it has forty letters");
        assert_eq!((parts.len(), parts.concat()), (7, "ab".repeat(20)));
    }

    #[test]
    fn long_code_breaks_where_it_reads() {
        assert_eq!(parts("contextlib.ExitStack"), ["contextlib.", "ExitStack"]);
        assert_eq!(parts("__init_subclass__"), ["__init_", "subclass__"]);
        assert_eq!(parts("__post_init__"), ["__post_init__"]);
        assert_eq!(parts("short"), ["short"]);
        assert_eq!(parts("f(a, b)"), ["f(a, b)"]);
        assert_eq!(parts("Decimal(\"0.1\")"), ["Decimal(\"0.1\")"]);
    }
}
