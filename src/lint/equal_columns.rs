//! `equal-columns`: two things of a comparison that are alike in every aspect.
//!
//! ```markdown
//! **Compare: list vs tuple vs range**
//!
//! | Aspect  | list | tuple | range |
//! | ------- | ---- | ----- | ----- |
//! | Mutable | yes  | no    | no    |
//! | Indexed | yes  | yes   | yes   |
//! ```

use super::{Report, Rule, Subject};
use crate::guide::{Cell, plain};

pub const RULE: Rule =
    Rule { name: "equal-columns", summary: "two things of a comparison that are alike in every aspect", check };

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for (_, rows) in &subject.comparisons {
        let mut columns: Vec<(&Cell, Vec<String>)> = Vec::new();
        for row in rows {
            columns.resize_with(columns.len().max(row.values.len()), || (row.aspect, Vec::new()));
            for (column, value) in columns.iter_mut().zip(&row.values) {
                column.0 = value.thing;
                column.1.push(plain(&value.cell.text).trim().to_owned());
            }
        }
        for (i, (thing, values)) in columns.iter().enumerate() {
            let twin = columns[..i].iter().find(|(_, other)| other == values && values.iter().any(|v| !v.is_empty()));
            if let Some((first, _)) = twin {
                let (name, other) = (plain(&thing.text), plain(&first.text));
                report.add_with(
                    thing.span,
                    format!("`{name}` and `{other}` are alike in every aspect of this comparison"),
                    "add an aspect in which they differ, or make them one",
                    (first.span, "the same values"),
                );
            }
        }
    }
}
