//! `wide-code`: a line of code too wide for a column of a sheet or a phone. The limit is `code-width`, 56 columns.
//!
//! ````markdown
//! ```python
//! names = sorted({person.name.strip().lower() for person in people})
//! ```
//! ````

use super::{Report, Rule, Subject};
use crate::source::Span;
use unicode_width::UnicodeWidthStr;

pub const RULE: Rule = Rule { name: "wide-code", summary: "a line of code that is too wide", check };

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let limit = subject.manifest.lint.code_width;
    for code in subject.listings() {
        for (i, line) in code.text.split('\n').enumerate() {
            let width = if line.len() <= limit { line.len() } else { line.width() };
            if width > limit {
                let whole = subject.code_line(code, i);
                let kept: usize = line.chars().take(limit).map(char::len_utf8).sum();
                let span =
                    Span::new(whole.file, (whole.start as usize + kept).min(whole.end as usize)..whole.end as usize);
                report.add(
                    span,
                    format!("this line of code has {width} columns, {} more than {limit}", width - limit),
                    "break the line, or set `code-width` below [lint.options] in guide.toml",
                );
            }
        }
    }
}
