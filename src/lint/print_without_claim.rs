//! `print-without-claim`: an example that prints, and does not say what.
//!
//! ````markdown
//! ```python
//! print(sorted("bca"))
//! ```
//! ````

use super::{Report, Rule, Subject};
use crate::guide::Code;

pub const RULE: Rule =
    Rule { name: "print-without-claim", summary: "an example that prints and does not say what", check };

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for code in subject.listings().filter(|code| runs(code)) {
        for line in &subject.riddle(code).unclaimed {
            report.add(
                subject.code_line(code, *line),
                "this `print` does not say what it prints",
                "end the line with a comment that is the output, or write the lines of output as comments below \
                 # Output:; code that is not to be run has the flag no-run=REASON",
            );
        }
    }
}

/// Whether code is an example that is run: Python, and neither a file nor excused.
fn runs(code: &Code) -> bool {
    matches!(code.language.as_deref(), Some("python" | "py" | "python3"))
        && code.flags.no_run.is_none()
        && code.flags.file.is_none()
}
