//! `empty-cell`: a cell of a comparison that says nothing, so that no card asks for it.
//!
//! ```markdown
//! **Compare: list vs tuple**
//!
//! | Aspect  | list | tuple |
//! | ------- | ---- | ----- |
//! | Mutable | yes  | —     |
//! ```

use super::{Report, Rule, Subject};

pub const RULE: Rule = Rule { name: "empty-cell", summary: "a cell of a comparison that says nothing", check };

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for (_, rows) in &subject.comparisons {
        for row in rows {
            for value in row.values.iter().filter(|value| value.is_empty()) {
                // The cells a row lacks altogether were reported when the table was read.
                let lacking = value.cell.text.is_empty() && subject.text(value.cell.span).starts_with('|');
                if !lacking {
                    report.add(
                        value.cell.span,
                        "this cell of a comparison is empty: no card asks for it",
                        "say in a word or two how it is there: `no`, `any`, `does not apply`",
                    );
                }
            }
        }
    }
}
