//! `undefined-reference`: a link whose address was to stand elsewhere, and does not: its brackets are printed.
//!
//! ```markdown
//! See [the documentation][docs].
//! ```

use super::{Report, Rule, Subject};
use crate::guide::InlineKind;
use crate::source::Span;

pub const RULE: Rule = Rule { name: "undefined-reference", summary: "a link whose address is defined nowhere", check };

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    subject.inlines(&mut |inline| {
        let InlineKind::Text(text) = &inline.kind else { return };
        if !text.contains("][") {
            return;
        }
        let source = subject.text(inline.span);
        if let Some((start, end, name)) = reference(source) {
            let at = inline.span.start as usize;
            report.add(
                Span::new(inline.span.file, at + start..at + end),
                format!("the address of this link, `{name}`, is defined nowhere; its brackets are printed"),
                format!("write it on a line of its own: [{name}]: https://…"),
            );
        }
    });
}

/// `[some words][name]`: where it begins and ends, and the name. Indices such as `x[0][1]` are none.
fn reference(source: &str) -> Option<(usize, usize, &str)> {
    let middle = source.find("][")?;
    let start = source[..middle].rfind('[')?;
    let end = middle + 2 + source[middle + 2..].find(']')?;
    let (label, name) = (&source[start + 1..middle], &source[middle + 2..end]);
    let is_index = source[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ')' | ']' | '\\'));
    let is_words = |text: &str| text.starts_with(char::is_alphabetic);
    (!is_index && is_words(label) && is_words(name)).then_some((start, end + 1, name))
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn references_are_words_and_indices_are_not() {
        assert_eq!(reference("see [the docs][docs]."), Some((4, 20, "docs")));
        for none in ["x[i][j]", "[0][1]", "f()[a][b]", r"\[a][b]", "[a] [b]", "[a]["] {
            assert_eq!(reference(none), None, "{none}");
        }
    }
}
