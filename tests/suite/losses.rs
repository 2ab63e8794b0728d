//! What Markdown drops or misreads in silence is said aloud: Markdown in, diagnostic out.

use crate::guide_test::GuideTest;
use snapbox::str;

/// The diagnostics of a text that stands below `# One`, a topic and a sentence, on lines 7 and on.
#[track_caller]
fn said(text: &str, expected: impl snapbox::IntoData) {
    let test = GuideTest::one(text);
    let run = test.run(&["list", "-q", "--diagnostics", "short"]);
    run.says(expected);
    assert!(!run.stderr.is_empty(), "a loss in silence");
}

#[test]
fn a_row_with_more_cells_than_its_header() {
    said(
        "| a | b |\n| --- | --- |\n| 1 | 2 | 3 |\n",
        str![[r#"
01-one.md:9:9: error[lost-cells]: this row has 3 cells and its table 2 columns; the text from here on is lost
1 error

"#]],
    );
}

#[test]
fn a_pipe_inside_code_in_a_cell() {
    said(
        "| a | b |\n| --- | --- |\n| `x | y` | union |\n",
        str![[r#"
01-one.md:9:3: error[odd-backtick]: a backtick stands alone in this cell: the code it belongs to is torn apart
01-one.md:9:8: error[odd-backtick]: a backtick stands alone in this cell: the code it belongs to is torn apart
01-one.md:9:11: error[lost-cells]: this row has 3 cells and its table 2 columns; the text from here on is lost
3 errors

"#]],
    );
}

#[test]
fn a_row_with_fewer_cells_than_its_header() {
    said(
        "| a | b |\n| --- | --- |\n| 1 |\n",
        str![[r#"
01-one.md:9:1: warning[ragged-table]: this row has 1 cell and its table 2 columns
1 warning

"#]],
    );
}

#[test]
fn header_and_delimiter_row_of_different_width() {
    said(
        "| a | b |\n| --- |\n| 1 | 2 |\n",
        str![[r#"
01-one.md:8:1: error[table-not-recognised]: this table is printed as plain text: its first two rows differ in width
1 error

"#]],
    );
}

#[test]
fn prose_glued_under_a_table() {
    said(
        "| a | b |\n| --- | --- |\n| 1 | 2 |\nProse that follows.\n",
        str![[r#"
01-one.md:10:1: error[glued-to-table]: this line is taken for a row of the table above it
1 error

"#]],
    );
}

#[test]
fn a_caption_glued_under_a_table() {
    said(
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n**Compare: x vs y**\n\n| a | x | y |\n| --- | --- | --- |\n| b | 1 | 2 |\n",
        str![[r#"
01-one.md:10:1: error[glued-to-table]: this line is taken for a row of the table above it
1 error

"#]],
    );
}

#[test]
fn an_odd_number_of_backticks_in_a_cell() {
    said(
        "| a | b |\n| --- | --- |\n| `x | 2 |\n",
        str![[r#"
01-one.md:9:3: error[odd-backtick]: a backtick stands alone in this cell: the code it belongs to is torn apart
1 error

"#]],
    );
}

#[test]
fn bullets_that_turn_into_code() {
    said(
        "```python\nx = 1\n```\n\n    - first\n    - second\n",
        str![[r#"
01-one.md:11:5: error[list-became-code]: this list is indented by four spaces or more and became code
1 error

"#]],
    );
}

#[test]
fn a_callout_glued_under_another() {
    said(
        "> [!TIP]\n> **One.** Text.\n> [!TIP]\n> **Two.** Text.\n",
        str![[r#"
01-one.md:9:3: error[glued-callout]: this callout is glued under another one and became part of its text
1 error

"#]],
    );
}

#[test]
fn a_line_glued_under_a_quote() {
    said(
        "> A quote.\nIts author did not mean this line.\n",
        str![[r#"
01-one.md:8:1: error[glued-to-quote]: this line is taken for a part of the quote above it
1 error

"#]],
    );
}

#[test]
fn a_line_glued_under_a_callout() {
    said(
        "> [!TIP]\n> **One.** Text.\nThis line was meant to stand outside.\n",
        str![[r#"
01-one.md:9:1: error[glued-to-quote]: this line is taken for a part of the quote above it
1 error

"#]],
    );
}

#[test]
fn a_callout_with_two_spaces() {
    said(
        ">  [!TIP]\n>  **One.** Text.\n",
        str![[r#"
01-one.md:7:4: error[callout-not-recognised]: this is a plain quote, not a callout
1 error

"#]],
    );
}

#[test]
fn a_callout_with_text_behind_its_bracket() {
    said(
        "> [!TIP]**One.** Text.\n",
        str![[r#"
01-one.md:7:3: error[callout-not-recognised]: this is a plain quote, not a callout
1 error

"#]],
    );
}

#[test]
fn a_callout_of_an_unknown_kind() {
    said(
        "> [!WARNIG]\n> **One.** Text.\n",
        str![[r#"
01-one.md:7:1: warning[unknown-callout]: `[!warnig]` is no kind of callout that is known here; it becomes a note
1 warning

"#]],
    );
}

#[test]
fn a_bold_lead_without_a_space_behind_it() {
    said(
        "**Lead.**word goes on.\n",
        str![[r#"
01-one.md:7:1: error[bold-not-recognised]: the stars of this bold text are printed as stars
1 error

"#]],
    );
}

#[test]
fn an_unclosed_fence() {
    said(
        "```python\nx = 1\n\nText that was meant to stand below.\n",
        str![[r#"
01-one.md:7:1: error[unclosed-fence]: this fence is never closed; all text after it became code
1 error

"#]],
    );
}

#[test]
fn an_unclosed_comment() {
    said(
        "Text.\n\n<!-- id: x\n\nText that vanishes.\n",
        str![[r#"
01-one.md:9:1: error[unclosed-comment]: this comment is never closed; all text after it is lost
1 error

"#]],
    );
}

#[test]
fn text_behind_a_comment() {
    said(
        "<!-- id: x --> Text that vanishes.\n",
        str![[r#"
01-one.md:7:1: error[stray-comment]: this `id` comment belongs to nothing
01-one.md:7:16: error[text-behind-comment]: text on the line of a comment is lost: Markdown takes the whole line as HTML
2 errors

"#]],
    );
}

#[test]
fn a_dunder_name_that_turns_bold() {
    said(
        "Call __init__ first.\n",
        str![[r#"
01-one.md:7:6: error[dunder-became-bold]: this is printed as a bold `init` without its underscores
1 error

"#]],
    );
}

#[test]
fn raw_html() {
    said(
        "Some <span class=x>marked</span> text.\n",
        str![[r#"
01-one.md:7:6: warning[raw-html]: raw HTML is not kept: <span>
01-one.md:7:26: warning[raw-html]: raw HTML is not kept: <span>
2 warnings

"#]],
    );
}

#[test]
fn a_script() {
    said(
        "<script>\nalert(1)\n</script>\n",
        str![[r#"
01-one.md:7:1: warning[raw-html]: raw HTML is not kept: <script>
1 warning

"#]],
    );
}

#[test]
fn a_comment_in_the_middle_of_a_table() {
    said(
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n<!-- id: x -->\n| 3 | 4 |\n",
        str![[r#"
01-one.md:10:1: error[stray-comment]: this `id` comment belongs to nothing
1 error

"#]],
    );
}

#[test]
fn a_footnote_without_a_text() {
    said(
        "A word[^1].\n",
        str![[r#"
01-one.md:7:7: warning[footnote-without-text]: this footnote has no text; its mark is printed as it stands
1 warning

"#]],
    );
}

#[test]
fn a_footnote_without_a_reference() {
    said(
        "A word.\n\n[^1]: Never shown.\n",
        str![[r#"
01-one.md:9:1: warning[unused-footnote]: nothing refers to the footnote `1`
1 warning

"#]],
    );
}
