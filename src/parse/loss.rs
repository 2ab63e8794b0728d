//! Text that CommonMark and GFM drop or misread in silence.
//!
//! | Markdown | what becomes of it |
//! | --- | --- |
//! | a table row with more cells than its header | the cells behind the last column are dropped |
//! | header and delimiter rows of different width | no table, a paragraph of bars |
//! | a line glued under a table | a row of the table |
//! | an odd number of backticks in a cell | code that ends at the cell's edge, or never begins |
//! | a bullet indented by four spaces | code |
//! | a callout or a line glued under a quote | part of the quote |
//! | `>  [!X]`, `[!X]text` | a plain quote |
//! | `**Lead.**word` | no bold, two pairs of stars |
//! | `__init__` | a bold `init` |
//! | an unclosed fence | everything after it is code |

use super::section::Context;
use crate::diagnostic::Diagnostic;
use crate::guide::{Block, Inline, InlineKind, plain};
use crate::source::Span;
use comrak::nodes::NodeCodeBlock;
use std::ops::Range;

/// A line that begins with more than `limit` quote or list markers, which no parser should have to nest.
pub fn marker_run(text: &str, limit: usize) -> Option<Range<usize>> {
    let mut offset = 0;
    for line in text.split('\n') {
        let mut markers = 0;
        for byte in line.bytes() {
            match byte {
                b'>' | b'-' | b'+' | b'*' => markers += 1,
                b' ' | b'\t' => {}
                _ => break,
            }
        }
        // A thematic break or a delimiter row is a run of markers too; those have no spaces between, or nothing else.
        let is_rule = line.trim().bytes().all(|b| matches!(b, b'-' | b'*' | b' '));
        if markers > limit && !is_rule {
            return Some(offset..offset + line.len());
        }
        if markers > limit && line.trim_start().starts_with("- -") {
            return Some(offset..offset + line.len());
        }
        offset += line.len() + 1;
    }
    None
}

/// A fence that is never closed; an indented block that was meant as a list.
pub fn code(context: &Context, code: &NodeCodeBlock, span: Span, diagnostics: &mut Vec<Diagnostic>) {
    if code.fenced && !code.closed {
        let text = context.text(span);
        let length = text.find('\n').unwrap_or(text.len());
        let first = Span::new(span.file, span.start as usize..span.start as usize + length);
        diagnostics.push(
            Diagnostic::error("unclosed-fence", first, "this fence is never closed; all text after it became code")
                .help(format!("close it with {}", (code.fence_char as char).to_string().repeat(code.fence_length))),
        );
    }
    if !code.fenced && code.literal.lines().any(is_bullet) {
        diagnostics.push(
            Diagnostic::error("list-became-code", span, "this list is indented by four spaces or more and became code")
                .help("indent it less: in a list, as far as the text of the item above"),
        );
    }
}

fn is_bullet(line: &str) -> bool {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    line.starts_with("- ")
        || line.starts_with("* ")
        || line.starts_with("+ ")
        || ((1..=3).contains(&digits) && (line[digits..].starts_with(". ") || line[digits..].starts_with(") ")))
}

/// A paragraph that was meant as a table: its second line or a later one is a delimiter row.
pub fn table_not_recognised(context: &Context, span: Span, diagnostics: &mut Vec<Diagnostic>) {
    let mut previous: Option<&str> = None;
    let mut offset = span.start as usize;
    for line in context.text(span).split('\n') {
        let bare = line.trim_start_matches(['>', ' ', '\t']).trim_end();
        let is_delimiter = bare.contains('-') && bare.contains('|') && bare.bytes().all(|b| b"|-: \t".contains(&b));
        if let Some(header) = previous.filter(|header| is_delimiter && header.contains('|')) {
            let (above, here) = (cells(header), cells(bare));
            let here_span = Span::new(span.file, offset..offset + line.len());
            diagnostics.push(
                Diagnostic::error("table-not-recognised", here_span, "this table is printed as plain text: its first two rows differ in width")
                    .help(format!("the header has {above} cells and the row of hyphens {here}; write one `---` for each; in code, escape a bar as \\|")),
            );
        }
        previous = Some(bare);
        offset += line.len() + 1;
    }
}

/// How many cells a line of a table has.
fn cells(line: &str) -> usize {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let bars = bars(line);
    let ends_with_bar = bars.last().is_some_and(|last| line[last + 1..].trim().is_empty());
    bars.len() + usize::from(!ends_with_bar)
}

/// The places of the bars that separate cells: those without a backslash before them.
fn bars(line: &str) -> Vec<usize> {
    let bytes = line.as_bytes();
    (0..bytes.len()).filter(|i| bytes[*i] == b'|' && (*i == 0 || bytes[i - 1] != b'\\')).collect()
}

/// A body row with more cells than the header, fewer, or no bar at all.
pub fn row(context: &Context, span: Span, columns: usize, diagnostics: &mut Vec<Diagnostic>) {
    let file = context.sources.file(span.file);
    let line_number = file.position(span.start as usize).line;
    let range = file.line_range(line_number);
    let text = file.text[span.start as usize..range.end.max(span.start as usize)].trim_end();
    let here = Span::new(span.file, span.start as usize..span.start as usize + text.len());
    if bars(text).is_empty() && columns > 1 {
        diagnostics.push(
            Diagnostic::error("glued-to-table", here, "this line is taken for a row of the table above it")
                .help("put a blank line between the table and this line"),
        );
        return;
    }
    let found = cells(text);
    if found > columns {
        // The first bar too many: behind it, text is lost.
        let start = text.len() - text.trim_start().trim_start_matches('|').len();
        let from = bars(&text[start..]).get(columns - 1).map_or(0, |bar| start + bar);
        let lost = Span::new(span.file, span.start as usize + from..here.end as usize);
        diagnostics.push(
            Diagnostic::error(
                "lost-cells",
                lost,
                format!("this row has {found} cells and its table {columns} columns; the text from here on is lost"),
            )
            .help("escape a bar that belongs to the text as \\|, in code too"),
        );
    } else if found < columns {
        diagnostics.push(
            Diagnostic::warning(
                "ragged-table",
                here,
                format!(
                    "this row has {found} cell{} and its table {columns} columns",
                    if found == 1 { "" } else { "s" }
                ),
            )
            .help("write every cell, an empty one too"),
        );
    }
}

/// A line of a quote that lacks its `>`: glued under it, Markdown makes it part of the quote.
pub fn lazy_line(context: &Context, span: Span, depth: usize, diagnostics: &mut Vec<Diagnostic>) {
    let file = context.sources.file(span.file);
    let first = file.position(span.start as usize).line;
    let last = file.position((span.end as usize).saturating_sub(1).max(span.start as usize)).line;
    for number in first + 1..=last {
        let line = file.line(number);
        // The marks at the start of the line, behind the indentation and markers of any list.
        let marks = line.bytes().take_while(|b| matches!(b, b'>' | b' ' | b'\t')).filter(|b| *b == b'>').count();
        if marks < depth && !line.trim().is_empty() {
            let range = file.line_range(number);
            diagnostics.push(
                Diagnostic::error(
                    "glued-to-quote",
                    Span::new(span.file, range),
                    "this line is taken for a part of the quote above it",
                )
                .help("put a blank line between, or begin the line with >"),
            );
            return;
        }
    }
}

/// A quote that was meant as a callout.
pub fn callout_not_recognised(context: &Context, blocks: &[Block], diagnostics: &mut Vec<Diagnostic>) {
    let Some(Block::Paragraph(paragraph)) = blocks.first() else { return };
    let Some(Inline { kind: InlineKind::Text(text), span }) = paragraph.text.first() else { return };
    if marker(text).is_some() && !context.text(*span).starts_with('\\') {
        diagnostics.push(
            Diagnostic::error("callout-not-recognised", *span, "this is a plain quote, not a callout").help(
                "begin with `> [!WARNING]`: one space, the mark alone on its line; the text follows on the next line",
            ),
        );
    }
}

/// Callouts glued under the one that holds these blocks.
pub fn glued_callouts(context: &Context, blocks: &[Block], diagnostics: &mut Vec<Diagnostic>) {
    for block in blocks {
        if let Block::Paragraph(paragraph) = block
            && let Some(Inline { kind: InlineKind::Text(text), span }) = paragraph.text.first()
            && marker(text).is_some()
            && !context.text(*span).starts_with('\\')
        {
            diagnostics.push(glued(*span));
        }
    }
}

fn glued(span: Span) -> Diagnostic {
    Diagnostic::error("glued-callout", span, "this callout is glued under another one and became part of its text")
        .help("put a blank line between the two, without >")
}

/// `[!WORD]` at the start of a text.
fn marker(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("[!")?;
    let end = inner.find(']')?;
    (end > 0 && inner[..end].bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')).then(|| &text[..end + 3])
}

/// What may be wrong in running text: bold that did not become bold, a callout glued under another, backticks.
pub fn text(context: &Context, inlines: &[Inline], in_cell: bool, diagnostics: &mut Vec<Diagnostic>) {
    let mut at_line_start = false;
    for (i, inline) in inlines.iter().enumerate() {
        if let InlineKind::Text(text) = &inline.kind {
            let source = context.text(inline.span);
            if i > 0 && at_line_start && marker(text).is_some() {
                diagnostics.push(glued(inline.span));
            }
            if let Some(at) = footnote_reference(source) {
                let start = inline.span.start as usize + at.start;
                let span = Span::new(inline.span.file, start..start + at.len());
                diagnostics.push(
                    Diagnostic::warning(
                        "footnote-without-text",
                        span,
                        "this footnote has no text; its mark is printed as it stands",
                    )
                    .help(format!("write its text on a line of its own: {}: …", &source[at])),
                );
            }
            if in_cell && text.contains('`') && unescaped(source, "`") > 0 {
                diagnostics.push(
                    Diagnostic::error(
                        "odd-backtick",
                        inline.span,
                        "a backtick stands alone in this cell: the code it belongs to is torn apart",
                    )
                    .help("close the code in the same cell, and escape a bar in it as \\|"),
                );
            }
        }
        at_line_start = matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak);
    }
    // `**` at a word on one side, twice: meant as bold, printed as stars.
    let stars: Vec<Span> = inlines
        .iter()
        .filter(|inline| matches!(&inline.kind, InlineKind::Text(text) if text.contains("**")))
        .filter(|inline| unescaped(context.text(inline.span), "**") > 0)
        .map(|inline| inline.span)
        .collect();
    let count: usize = stars.iter().map(|span| unescaped(context.text(*span), "**")).sum();
    if count >= 2 {
        diagnostics.push(
            Diagnostic::error("bold-not-recognised", stars[0], "the stars of this bold text are printed as stars")
                .help(
                    "put a space behind the closing ** or before the opening one; write literal stars as `code` or \\*",
                ),
        );
    }
}

/// A `[^name]` in running text: it has stayed there because no footnote has the name.
fn footnote_reference(source: &str) -> Option<Range<usize>> {
    let start = source.find("[^").filter(|at| !source[..*at].ends_with('\\'))?;
    let end = start + source[start..].find(']')?;
    let name = &source[start + 2..end];
    (!name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')))
        .then_some(start..end + 1)
}

/// How often `mark` stands in a source text without a backslash before it and not between two spaces.
fn unescaped(source: &str, mark: &str) -> usize {
    let mut count = 0;
    let mut from = 0;
    while let Some(at) = source[from..].find(mark).map(|at| from + at) {
        let before = source[..at].chars().next_back();
        let after = source[at + mark.len()..].chars().next();
        let free = |c: Option<char>| c.is_none_or(char::is_whitespace);
        if before != Some('\\') && !(mark == "**" && free(before) && free(after)) {
            count += 1;
        }
        from = at + mark.len();
    }
    count
}

/// `__init__` without backticks is a bold `init`.
pub fn dunder(context: &Context, inner: &[Inline], span: Span, diagnostics: &mut Vec<Diagnostic>) {
    let name = plain(inner);
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if context.text(span).starts_with("__") && is_name {
        diagnostics.push(
            Diagnostic::error(
                "dunder-became-bold",
                span,
                format!("this is printed as a bold `{name}` without its underscores"),
            )
            .help(format!("write `__{name}__` in backticks; for bold text use **{name}**")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_counted_as_gfm_does() {
        for (line, count) in
            [("| a | b |", 2), ("a | b", 2), (r"| a \| b | c |", 2), ("| `a | b` |", 2), ("| a |  |", 2)]
        {
            assert_eq!(cells(line), count, "{line}");
        }
    }

    #[test]
    fn marker_runs_are_found_and_rules_are_not() {
        let deep = format!("x\n{} y", ">".repeat(80));
        assert_eq!(marker_run(&deep, 64), Some(2..84));
        assert!(marker_run(&"- ".repeat(80), 64).is_some());
        assert_eq!(marker_run(&"-".repeat(200), 64), None);
        assert_eq!(marker_run(&"* ".repeat(3), 64), None);
    }
}
