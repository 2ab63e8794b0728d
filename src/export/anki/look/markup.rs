//! The HTML of a template: what would run or be fetched.

use super::style::{NO_FILES, REMOTE};
use std::ops::Range;

/// Elements that run or fetch something, or change what the page is.
const FORBIDDEN: [&str; 9] = ["script", "iframe", "object", "embed", "link", "base", "meta", "form", "style"];

/// Attributes that name a file.
const ADDRESSES: [&str; 8] = ["src", "srcset", "href", "xlink:href", "poster", "data", "background", "action"];

/// What is wrong in a template's HTML: where, the message, and what to do.
pub fn problems(html: &str) -> Vec<(Range<usize>, String, &'static str)> {
    let mut problems = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|found| at + found) {
        at = start + 1;
        if html[start..].starts_with("<!--") {
            at = html[start..].find("-->").map_or(html.len(), |end| start + end + 3);
            continue;
        }
        let rest = &html[at..];
        let name = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).len();
        if name == 0 {
            continue;
        }
        let element = rest[..name].to_ascii_lowercase();
        at += name;
        if FORBIDDEN.contains(&element.as_str()) {
            let help = match element.as_str() {
                "style" => "write it into style.css",
                _ => "take it out: cards have no scripts and load nothing",
            };
            problems.push((start..at, format!("a card may not have <{element}>"), help));
        }
        for (range, name, value) in attributes(html, &mut at) {
            let value = value.trim();
            let lower = value.to_ascii_lowercase();
            let link = element == "a" && name == "href";
            if name.starts_with("on") || lower.starts_with("javascript:") {
                problems.push((range, format!("`{name}` would run a script"), "take it out: cards have no scripts"));
            } else if ADDRESSES.contains(&name.as_str()) && !link && !lower.starts_with(['#']) {
                if lower.contains("//") {
                    problems.push((range, REMOTE.into(), NO_FILES));
                } else if !lower.starts_with("data:") {
                    problems.push((range, format!("`{value}` is a file that is not in the deck"), NO_FILES));
                }
            } else if name == "style" && lower.contains("url(") {
                problems.push((range, REMOTE.into(), NO_FILES));
            }
        }
    }
    problems
}

/// The attributes of the element that `at` stands in: place, name in lower case, value. Afterwards `at` stands behind
/// it.
fn attributes<'t>(html: &'t str, at: &mut usize) -> Vec<(Range<usize>, String, &'t str)> {
    let mut found = Vec::new();
    loop {
        let rest = &html[*at..];
        let skipped = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        *at += rest.len() - skipped.len();
        let Some(first) = skipped.chars().next() else { return found };
        if first == '>' {
            *at += 1;
            return found;
        }
        let start = *at;
        let name_end = skipped.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>')).unwrap_or(skipped.len());
        *at += name_end.max(1).max(first.len_utf8());
        let name = html[start..*at].to_ascii_lowercase();
        let after = html[*at..].trim_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
            found.push((start..*at, name, ""));
            continue;
        };
        let begin = html.len() - value.len();
        let (value, end) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = &value[1..];
                let length = inner.find(quote).unwrap_or(inner.len());
                (&inner[..length], (begin + length + 2).min(html.len()))
            }
            _ => {
                let length = value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len());
                (&value[..length], begin + length)
            }
        };
        *at = end;
        found.push((start..end, name, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_runs_and_nothing_is_fetched() {
        let good = "<p class=x>a < b<br/></p> <!-- <script> --> <a href='https://example.org'>x</a> \
                    <img src=\"data:image/png;base64,AA\" alt> <svg viewBox=\"0 0 1 1\"><use href=\"#a\"/></svg>";
        assert_eq!(problems(good), []);
        for (html, at, part) in [
            ("x <SCRIPT>y</SCRIPT>", 2..9, "<script>"),
            ("<p onclick=x()>", 3..14, "would run a script"),
            ("<a href=\" javascript:x\">", 3..23, "would run a script"),
            ("<img\nsrc = 'http://a/b.png'>", 5..27, "fetched"),
            ("<img src=//a/b.png>", 5..18, "fetched"),
            ("<img src=é.png>", 5..15, "not in the deck"),
            ("<p style=\"background:url(a)\">", 3..28, "fetched"),
            ("<img src=\"x", 5..11, "not in the deck"),
        ] {
            let found = problems(html);
            assert!(found.len() == 1 && found[0].0 == at && found[0].1.contains(part), "{html}: {found:?}");
        }
        for odd in ["<", "<a", "<a =", "<a b=", "<a b='", "<é>", "<!--", "<a é=é"] {
            problems(odd);
        }
    }
}
