//! `long-cell`: a cell of a comparison with more words than a card can ask for. The limits are `value-words`, 12, and
//! `aspect-words`, 8.
//!
//! ```markdown
//! **Compare: list vs tuple**
//!
//! | Aspect  | list | tuple |
//! | ------- | ---- | ----- |
//! | Mutable | yes, which is why it cannot be a key of a dictionary or stand in a set | no |
//! ```

use super::subject::count;
use super::{Report, Rule, Subject};
use crate::guide::{Cell, plain};

pub const RULE: Rule =
    Rule { name: "long-cell", summary: "a cell of a comparison with too many words for a card", check };

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let settings = &subject.manifest.lint;
    let mut check = |cell: &Cell, what: &str, limit: usize| {
        let words = plain(&cell.text).split_whitespace().count();
        if words > limit {
            report.add(
                cell.span,
                format!("this {what} of a comparison has {}: too long for a card", count(words, "word")),
                format!("say it in {} or fewer; what needs more belongs into the text", count(limit, "word")),
            );
        }
    };
    for (_, rows) in &subject.comparisons {
        for row in rows {
            check(row.aspect, "aspect", settings.aspect_words);
            row.values.iter().for_each(|value| check(value.cell, "value", settings.value_words));
        }
    }
}
