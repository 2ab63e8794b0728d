//! What a heading says of its section: `## Section 6: Functions (continued)` → 6, `Functions`, goes on.

use crate::guide::slug;

/// What may stand before a section's number.
const WORDS: [&str; 7] = ["section", "chapter", "part", "module", "unit", "lesson", "topic"];

/// What stands behind the title of a section that goes on, longer forms first.
const CONTINUED: [&str; 4] = ["continued", "cont'd", "contd", "cont."];

/// The largest number a section can have.
pub const MAX_NUMBER: u32 = 9999;

/// The number at the start of a heading, and where the title behind it begins.
pub fn number(text: &str) -> Option<(u32, usize)> {
    let at = |rest: &str| text.len() - rest.len();
    let start = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word = WORDS.iter().find_map(|word| {
        let head = start.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
        start[head.len()..].starts_with([' ', '\u{a0}', '#']).then(|| &start[head.len()..])
    });
    let digits = word.map_or(start, |rest| rest.trim_start_matches([' ', '\u{a0}', '#']));
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let number = digits[..length].parse::<u32>().ok().filter(|number| *number <= MAX_NUMBER)?;
    let behind = &digits[length..];
    // A digit on a key: 6️⃣.
    let is_key = behind.trim_start_matches('\u{fe0f}').starts_with('\u{20e3}');
    if is_key {
        return Some((number, at(behind.trim_start_matches(['\u{fe0f}', '\u{20e3}']).trim_start())));
    }
    let rest = behind.trim_start();
    let has_space = rest.len() < behind.len();
    let mut letters = rest.chars();
    let mark = letters.next();
    let title = letters.as_str();
    let is_apart = title.is_empty() || title.starts_with(char::is_whitespace);
    let is_number = match mark {
        None => word.is_some(),
        Some('.') => !has_space && (is_apart || title.starts_with(char::is_uppercase)),
        Some(')') => !has_space,
        Some(':') => is_apart,
        Some('-' | '–' | '—') => is_apart && (has_space || word.is_some()),
        Some(_) => false,
    };
    if is_number {
        return Some((number, at(title.trim_start())));
    }
    // Behind a word no sign is needed: `Section 6 Functions`.
    (word.is_some() && has_space).then(|| (number, at(rest)))
}

/// Whether a word in small letters belongs to a heading's number or says that the section goes on.
pub fn is_form(word: &str) -> bool {
    WORDS.contains(&word) || CONTINUED.contains(&word)
}

/// A title without `(continued)`, if it has it.
pub fn continued(title: &str) -> Option<&str> {
    let bare = title.trim_end().trim_end_matches([')', ']', '…']).trim_end();
    let found = CONTINUED.iter().find_map(|word| {
        let at = bare.len().checked_sub(word.len())?;
        bare.get(at..).filter(|end| end.eq_ignore_ascii_case(word)).map(|_| &bare[..at])
    })?;
    let before = found.trim_end();
    let name = before.trim_end_matches(['(', '[', '–', '—', '-', ',', ':', '…', '.']).trim_end();
    // “To be continued” is a title like any other: a sign belongs before the word.
    (name.len() < before.len() && !name.is_empty()).then_some(name)
}

/// Whether two titles are the same but for signs and capitals.
pub fn same(a: &str, b: &str) -> bool {
    slug(a) == slug(b)
}

#[cfg(test)]
mod tests {
    use super::{continued, number};

    #[test]
    fn a_number_may_be_written_in_many_ways() {
        for (text, expected, title) in [
            ("6. Title", 6, "Title"),
            ("6.Title", 6, "Title"),
            ("6) Title", 6, "Title"),
            ("6: Title", 6, "Title"),
            ("6 – Title", 6, "Title"),
            ("6 - Title", 6, "Title"),
            ("12 — Title", 12, "Title"),
            ("Section 6: Title", 6, "Title"),
            ("SECTION 6 – Title", 6, "Title"),
            ("Section 6 Title", 6, "Title"),
            ("Chapter 6", 6, ""),
            ("Chapter 6. 3D graphics", 6, "3D graphics"),
            ("Module #6: Title", 6, "Title"),
            ("🐍 6. Title", 6, "Title"),
            ("6\u{fe0f}\u{20e3} Title", 6, "Title"),
            ("(6) Title", 6, "Title"),
            ("6.", 6, ""),
        ] {
            assert_eq!(number(text).map(|(n, at)| (n, &text[at..])), Some((expected, title)), "{text}");
        }
    }

    #[test]
    fn a_number_that_belongs_to_the_title_is_none() {
        for text in [
            "3.12 features",
            "6.1 Titles",
            "2.x and 3.x",
            "6-bit numbers",
            "3 ways",
            "10:30",
            "6–9",
            "Title 6",
            "Partial 6. x",
            "Sections 6",
            "12345. Title",
            "",
            "é",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_title_that_goes_on_says_so_behind_a_sign() {
        for text in ["Title (continued)", "Title (Cont.)", "Title – continued", "Title, cont'd", "Title [CONTINUED]"]
        {
            assert_eq!(continued(text), Some("Title"), "{text}");
        }
        for text in ["Title", "To be continued", "(continued)", "Discontinued"] {
            assert_eq!(continued(text), None, "{text}");
        }
    }
}
