//! A bar in the code of a table's cell: `` `x | y` `` → `` `x \| y` ``.

use super::{Change, Mender, places, proof};
use crate::diagnostic::Diagnostic;
use crate::lint::Subject;
use crate::source::SourceFile;
use std::ops::Range;

pub const MENDER: Mender = Mender { one: "row of a table mended", many: "rows of tables mended", changes, holds };

/// What tells of such a bar.
const CODES: [&str; 3] = ["lost-cells", "odd-backtick", "table-not-recognised"];

fn holds(old: &crate::parse::Revision, new: &crate::parse::Revision) -> bool {
    proof::fewer(old, new, &CODES) && proof::keeps_words(old, new)
}

fn changes(subject: &Subject<'_>, diagnostics: &[Diagnostic]) -> Vec<Change> {
    let file = subject.sources.file(subject.section.file);
    let line = |span: crate::source::Span| file.position(span.start as usize).line;
    let mut changes: Vec<Change> = Vec::new();
    let mut done = 0;
    for span in places(diagnostics, &CODES[..2]) {
        let row = line(span);
        if row > done {
            done = row;
            changes.extend(escaped(file, row).map(|change| vec![change]));
        }
    }
    // A table that is none yet is mended as a whole: from its header on, the line above the place.
    for span in places(diagnostics, &CODES[2..]) {
        let header = line(span).saturating_sub(1).max(1);
        let rows = (header..).take_while(|row| file.line(*row).contains('|'));
        let change: Change = rows.filter_map(|row| escaped(file, row)).collect();
        if !change.is_empty() {
            changes.push(change);
        }
    }
    changes.sort_by_key(|change| change[0].0.start);
    changes
}

/// A line with the bars in its code escaped; none if there are none to escape.
fn escaped(file: &SourceFile, line: usize) -> Option<(Range<usize>, String)> {
    let range = file.line_range(line);
    let text = escape(&file.text[range.clone()])?;
    Some((range, text))
}

fn escape(line: &str) -> Option<String> {
    let mut out = String::with_capacity(line.len() + 4);
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        let marks = rest[start..].bytes().take_while(|b| *b == b'`').count();
        let inner = start + marks;
        out.push_str(&rest[..inner]);
        let is_escaped = rest[..start].bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1;
        let Some(end) = closing(&rest[inner..], marks).filter(|_| !is_escaped) else {
            rest = &rest[inner..];
            continue;
        };
        let code = &rest[inner..inner + end];
        for (i, c) in code.char_indices() {
            if c == '|' && !code[..i].ends_with('\\') {
                out.push('\\');
            }
            out.push(c);
        }
        out.push_str(&rest[inner + end..inner + end + marks]);
        rest = &rest[inner + end + marks..];
    }
    out.push_str(rest);
    (out != line).then_some(out)
}

/// Where the run of as many backticks begins that closes code.
fn closing(text: &str, marks: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('`').map(|found| at + found) {
        let run = text[found..].bytes().take_while(|b| *b == b'`').count();
        if run == marks {
            return Some(found);
        }
        at = found + run;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn bars_in_code_are_escaped_once_and_others_are_not() {
        assert_eq!(escape("| `x | y` | `a \\| b` |").as_deref(), Some("| `x \\| y` | `a \\| b` |"));
        assert_eq!(escape("| ``a ` | b`` | c |").as_deref(), Some("| ``a ` \\| b`` | c |"));
        for line in ["| a | b |", "| `a` | `b` |", "| `a | b |", "| \\`a | b` |"] {
            assert_eq!(escape(line), None, "{line}");
        }
    }
}
