//! HTML that says what it says and does nothing: Anki acts on some letters wherever they stand in a field.

/// Stands for the backslash of a MathJax delimiter until all others are made harmless. [`crate::html::escape`] lets none through.
pub const MATH: char = '\u{ffff}';

/// HTML inside a cloze deletion. Anki ends a deletion at the first `}}`, takes what follows `::` for a hint, and opens
/// another at `{{c1::`; written as entities none of them is one.
pub fn in_cloze(html: &str) -> String {
    html.replace('{', "&#123;").replace('}', "&#125;").replace("::", "&#58;&#58;")
}

/// HTML beside a cloze field. When a learner edits a note, older versions of Anki make a card for a deletion in any field.
pub fn no_cloze(html: String) -> String {
    if html.contains("{{c") { html.replace("{{c", "&#123;{c") } else { html }
}

/// What Anki takes for a tag of its own, and the same as text.
const TAGS: [(&str, &str); 8] = [
    ("[sound:", "&#91;sound:"),
    ("[latex]", "&#91;latex]"),
    ("[/latex]", "&#91;/latex]"),
    ("[$]", "&#91;$]"),
    ("[/$]", "&#91;/$]"),
    ("[$$]", "&#91;$$]"),
    ("[/$$]", "&#91;/$$]"),
    ("[anki:", "&#91;anki:"),
];

/// What MathJax takes for a delimiter, and the same as text.
const DELIMITERS: [(&str, &str); 4] = [
    ("\\(", "\\<span>(</span>"),
    ("\\)", "\\<span>)</span>"),
    ("\\[", "\\<span>[</span>"),
    ("\\]", "\\<span>]</span>"),
];

/// Takes the meaning from what Anki would act on wherever it stands in a field: sound and LaTeX tags, MathJax delimiters
/// in prose. Text that is not in Unicode normalisation form C, which Anki would change, is written as entities. What the
/// learner reads is the same.
pub fn inert(mut html: String) -> String {
    // Most fields have none of these: the letter that all of them begin with is looked for once.
    for (letter, pairs) in [('[', TAGS.as_slice()), ('\\', DELIMITERS.as_slice())] {
        let begins = |at: usize| pairs.iter().any(|(from, _)| html[at..].starts_with(from));
        if html.match_indices(letter).any(|(at, _)| begins(at)) {
            for (from, to) in pairs.iter().filter(|(from, _)| html.contains(from)).collect::<Vec<_>>() {
                html = html.replace(from, to);
            }
        }
    }
    if html.is_ascii() {
        return html;
    }
    if html.contains(MATH) {
        html = html.replace(MATH, "\\");
    }
    if unicode_normalization::is_nfc(&html) {
        return html;
    }
    html.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("&#{};", u32::from(c)) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_inside_a_cloze_ends_it() {
        assert_eq!(in_cloze("std::map{{1}}"), "std&#58;&#58;map&#123;&#123;1&#125;&#125;");
        assert_eq!(in_cloze("a: b"), "a: b");
        assert_eq!(no_cloze("{{c1::x}} {{x}}".into()), "&#123;{c1::x}} {{x}}");
    }

    #[test]
    fn what_anki_would_act_on_is_inert() {
        assert_eq!(inert("[sound:a.mp3] [x]".into()), "&#91;sound:a.mp3] [x]");
        assert_eq!(inert(r"\(a\)".into()), r"\<span>(</span>a\<span>)</span>");
        assert_eq!(inert(format!("{MATH}(x{MATH})")), r"\(x\)");
        assert_eq!(inert("e\u{301}".into()), "e&#769;");
    }
}
