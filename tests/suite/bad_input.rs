//! Bad input: each with its message, its exit code, and nothing half written.

use crate::guide_test::{GuideTest, Run};
use snapbox::{IntoData, str};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// An export fails with a code and a message, and leaves no output.
#[track_caller]
fn refused(test: &GuideTest, code: i32, expected: impl IntoData) -> Run {
    let run = test.run(&["pdf", "-q"]);
    run.code(code).says(expected);
    assert!(!test.path("out").exists(), "something was written: {:?}", test.names("out"));
    run
}

const PITFALL: &str = "> [!WARNING]\n> **Trap.** It bites.\n> <!-- id: trap -->\n";

#[test]
fn a_folder_that_is_not_there() {
    let test = GuideTest::empty();
    let run = test.run(&["pdf", "-q", "-g", "nowhere"]);
    run.code(2).says(str![[r#"
error[no-guide]: there is no folder `nowhere`
--> nowhere
 = help: name the folder of a guide, or `:bundled` for the one inside the program

1 error

"#]]);
}

#[test]
fn a_folder_without_a_guide() {
    let test = GuideTest::empty();
    test.write("notes.txt", "x");
    let run = test.run(&["pdf", "-q", "-g", "."]);
    run.code(2).says(str![[r#"
error[no-guide]: `.` holds no guide: neither guide.toml nor files named like 01-title.md
--> guide.toml
 = help: name the folder of a guide with --guide, or leave it out for the bundled one

1 error

"#]]);
}

#[test]
fn a_file_in_place_of_a_folder() {
    let test = GuideTest::empty();
    test.write("guide.md", "# Hello");
    let run = test.run(&["pdf", "-q", "-g", "guide.md"]);
    run.code(2).says(str![[r#"
error[no-guide]: `guide.md` is a file, not the folder of a guide
--> guide.md
 = help: name the folder of a guide, or `:bundled` for the one inside the program

1 error

"#]]);
}

#[test]
fn a_manifest_that_is_a_folder() {
    let test = GuideTest::empty();
    test.write("guide.toml/x", "");
    refused_in(
        &test,
        str![[r#"
error[unreadable-file]: the manifest cannot be read: it is a folder, not a file
--> guide.toml

1 error

"#]],
    );
}

#[track_caller]
fn refused_in(test: &GuideTest, expected: impl IntoData) {
    let run = test.run(&["pdf", "-q", "-g", "."]);
    run.code(2).says(expected);
}

#[test]
fn broken_toml() {
    let test = GuideTest::one("x");
    test.write("guide.toml", "id = \"tiny\"\ntitle = \"Tiny\n");
    refused(
        &test,
        1,
        str![[r#"
error[broken-manifest]: invalid basic string, expected `"`
 --> guide.toml:2:14
  |
2 | title = "Tiny
  |              ^

1 error

"#]],
    );
}

#[test]
fn an_unknown_key() {
    let test = GuideTest::one("x");
    test.write("guide.toml", "id = \"tiny\"\ntitel = \"Tiny\"\ndate = 2026-01-02\n");
    refused(
        &test,
        1,
        str![[r#"
warning[missing-language]: the guide has no `language`; English is assumed
 --> guide.toml:1:1
  |
1 | id = "tiny"
  | ^
  |
  = help: add a line such as language = "en"

error[missing-key]: the guide has no `title`
 --> guide.toml:1:1
  |
1 | id = "tiny"
  | ^
  |
  = help: add a line such as title = "My Guide"

error[no-sections]: the guide has no sections
 --> guide.toml:1:1
  |
1 | id = "tiny"
  | ^
  |
  = help: add a [[section]] with number, title and file

error[unknown-key]: unknown key `titel`
 --> guide.toml:2:1
  |
2 | titel = "Tiny"
  | ^^^^^
  |
  = help: did you mean `title`?

3 errors, 1 warning

"#]],
    );
}

#[test]
fn a_key_of_another_kind() {
    let test = GuideTest::one("x");
    test.write(
        "guide.toml",
        "id = \"tiny\"\ntitle = \"Tiny\"\ndate = 2026-13-45\n\n[[section]]\nnumber = \"one\"\ntitle = \"One\"\nfile = \"01-one.md\"\n",
    );
    refused(
        &test,
        1,
        str![[r#"
error[broken-manifest]: invalid date, expected month between 01 and 12
 --> guide.toml:3:8
  |
3 | date = 2026-13-45
  |        ^^^^^^^^^^

1 error

"#]],
    );
}

#[test]
fn a_section_file_that_is_not_there() {
    let test = GuideTest::one("x");
    std::fs::rename(test.path("01-one.md"), test.path("01-won.md")).expect("renamed");
    refused(
        &test,
        1,
        str![[r#"
error[missing-file]: section 1 cannot be read from `01-one.md`: there is no such file
  --> guide.toml:12:8
   |
12 | file = "01-one.md"
   |        ^^^^^^^^^^^
   |
   = help: did you mean `01-won.md`?

1 error

"#]],
    );
}

#[test]
fn a_section_file_that_is_empty() {
    let test = GuideTest::one("x");
    test.write("01-one.md", "");
    refused(
        &test,
        1,
        str![[r#"
error[empty-section]: section 1 is empty
 --> 01-one.md:1:1
  |
1 |
  | ^
  |
  = help: write its text, or take it out of the manifest

1 error

"#]],
    );
}

#[test]
fn a_section_file_that_is_not_utf8() {
    let test = GuideTest::one("x");
    test.write("01-one.md", b"# One\n\n## Topic\n\nCaf\xe9.\n");
    refused(
        &test,
        1,
        str![[r#"
error[not-utf8]: section 1 cannot be read from `01-one.md`: the file is not UTF-8: line 5 has a byte that no UTF-8 text can have
  --> guide.toml:12:8
   |
12 | file = "01-one.md"
   |        ^^^^^^^^^^^
   |
   = help: save the file as UTF-8

1 error

"#]],
    );
}

#[test]
fn a_section_file_outside_the_guide() {
    let test = GuideTest::one("x");
    let manifest = std::fs::read_to_string(test.path("guide.toml")).expect("there");
    test.write("guide.toml", manifest.replace("01-one.md", "../../etc/passwd"));
    refused(
        &test,
        1,
        str![[r#"
error[path-outside]: section 1 cannot be read from `../../etc/passwd`: the path leaves the guide's folder
  --> guide.toml:12:8
   |
12 | file = "../../etc/passwd"
   |        ^^^^^^^^^^^^^^^^^^
   |
   = help: name a file inside the guide's folder

1 error

"#]],
    );
}

#[test]
fn fifty_megabytes_of_one_line() {
    let test = GuideTest::one("x");
    test.write("01-one.md", vec![b'x'; 50 << 20]);
    let before = Instant::now();
    refused(
        &test,
        1,
        str![[r#"
error[file-too-large]: section 1 cannot be read from `01-one.md`: the file has 52428800 bytes; the limit is 4194304
  --> guide.toml:12:8
   |
12 | file = "01-one.md"
   |        ^^^^^^^^^^^
   |
   = help: divide the section into several

1 error

"#]],
    );
    assert!(before.elapsed() < Duration::from_secs(5), "took {:?}", before.elapsed());
}

#[test]
fn quotes_nested_ten_thousand_deep() {
    let test = GuideTest::one(&format!("{}x\n", "> ".repeat(10_000)));
    quickly(
        &test,
        str![[r#"
01-one.md:7:1: error[nested-too-deep]: text is nested more than 64 levels deep
1 error

"#]],
    );
}

#[test]
fn lists_nested_ten_thousand_deep() {
    let test = GuideTest::one(&format!("{}x\n", "- ".repeat(10_000)));
    quickly(
        &test,
        str![[r#"
01-one.md:7:1: error[nested-too-deep]: text is nested more than 64 levels deep
1 error

"#]],
    );
}

#[test]
fn emphasis_nested_ten_thousand_deep() {
    let test = GuideTest::one(&format!("{}x{}\n", "**a ".repeat(10_000), "**".repeat(10_000)));
    quickly(
        &test,
        str![[r#"
01-one.md:7:247: error[nested-too-deep]: text is nested more than 64 levels deep
1 error

"#]],
    );
}

#[test]
fn brackets_nested_ten_thousand_deep() {
    let test = GuideTest::one(&format!("{}x{}\n", "[".repeat(10_000), "](y)".repeat(10_000)));
    let before = Instant::now();
    let run = test.run(&["list", "-q", "--diagnostics", "short"]);
    assert!(before.elapsed() < Duration::from_secs(5), "took {:?}", before.elapsed());
    assert!(matches!(run.code, Some(0 | 1)), "{:?}", run.code);
}

/// Refused long before a parser that recurses, or backtracks, would have ended.
#[track_caller]
fn quickly(test: &GuideTest, expected: impl IntoData) {
    let before = Instant::now();
    let run = test.run(&["pdf", "-q", "--diagnostics", "short"]);
    run.code(1).says(expected);
    assert!(before.elapsed() < Duration::from_secs(5), "took {:?}", before.elapsed());
    assert!(!test.path("out").exists());
}

#[test]
fn two_sections_of_one_number() {
    let test = GuideTest::new(&[(3, "one", "One", "## A\n\nText."), (3, "two", "Two", "## B\n\nText.")]);
    refused(
        &test,
        1,
        str![[r#"
error[duplicate-number]: two sections have the number 3
  --> guide.toml:15:10
   |
15 | number = 3
   |          ^
   |
   = help: give each section a number of its own

1 error

"#]],
    );
}

#[test]
fn two_callouts_of_one_id() {
    let test = GuideTest::one(&format!("{PITFALL}\n{}", PITFALL.replace("Trap", "Other")));
    refused(
        &test,
        1,
        str![[r#"
error[duplicate-id]: two things have the id `trap`
  --> 01-one.md:11:1
   |
 7 | > [!WARNING]
   | ------------ the first one
...
11 | > [!WARNING]
   | ^^^^^^^^^^^^
   |
   = help: give one of them another id: <!-- id: another-name -->

1 error

"#]],
    );
}

#[test]
fn two_callouts_of_one_id_in_two_sections() {
    let text = format!("## T\n\nText.\n\n{PITFALL}");
    let test = GuideTest::new(&[(1, "one", "One", &text), (2, "two", "Two", &text)]);
    refused(
        &test,
        1,
        str![[r#"
error[duplicate-id]: two things have the id `trap`
 --> 02-two.md:7:1
  |
7 | > [!WARNING]
  | ^^^^^^^^^^^^
  |
 ::: 01-one.md:7:1
  |
7 | > [!WARNING]
  | ------------ the first one
  |
  = help: give one of them another id: <!-- id: another-name -->

1 error

"#]],
    );
}

#[test]
fn a_callout_without_a_lead() {
    refused(
        &GuideTest::one("> [!WARNING]\n> It bites.\n"),
        1,
        str![[r#"
error[callout-without-lead]: this pitfall has no bold lead
 --> 01-one.md:7:1
  |
7 | > [!WARNING]
  | ^^^^^^^^^^^^
  |
  = help: begin its text with a title in bold: > **The title.** The text …

1 error

"#]],
    );
}

#[test]
fn a_comparison_without_a_table() {
    refused(
        &GuideTest::one("**Compare: list vs tuple**\n\nText instead.\n"),
        1,
        str![[r#"
error[comparison-without-table]: no table follows this `Compare:`
 --> 01-one.md:7:1
  |
7 | **Compare: list vs tuple**
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write the table below it, with a blank line between; only an id comment may stand there

1 error

"#]],
    );
}

#[test]
fn a_comment_that_belongs_to_nothing() {
    refused(
        &GuideTest::one("A paragraph.\n\n<!-- id: lost -->\n\nAnother.\n"),
        1,
        str![[r#"
error[stray-comment]: this `id` comment belongs to nothing
 --> 01-one.md:9:1
  |
9 | <!-- id: lost -->
  | ^^^^^^^^^^^^^^^^^
  |
  = help: an id stands on the first or last line of a callout, between a caption and its table, behind a heading or caption, or at the end of a table cell

1 error

"#]],
    );
}

#[test]
fn a_ragged_table() {
    refused(
        &GuideTest::one("| a | b |\n| --- | --- |\n| 1 | 2 |\n| `x | y` | 3 |\n"),
        1,
        str![[r#"
error[odd-backtick]: a backtick stands alone in this cell: the code it belongs to is torn apart
  --> 01-one.md:10:3
   |
10 | | `x | y` | 3 |
   |   ^^
   |
   = help: close the code in the same cell, and escape a bar in it as \|

error[odd-backtick]: a backtick stands alone in this cell: the code it belongs to is torn apart
  --> 01-one.md:10:8
   |
10 | | `x | y` | 3 |
   |        ^^
   |
   = help: close the code in the same cell, and escape a bar in it as \|

error[lost-cells]: this row has 3 cells and its table 2 columns; the text from here on is lost
  --> 01-one.md:10:11
   |
10 | | `x | y` | 3 |
   |           ^^^^^
   |
   = help: escape a bar that belongs to the text as \|, in code too

3 errors

"#]],
    );
}

#[test]
fn an_unknown_code_flag() {
    refused(
        &GuideTest::one("```python rises=ValueError\nint('x')\n```\n"),
        1,
        str![[r#"
error[bad-flag]: unknown code flag `rises`
 --> 01-one.md:7:1
  |
7 | ```python rises=ValueError
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: did you mean `raises`?

1 error

"#]],
    );
}

#[test]
fn a_link_to_a_section_that_is_not_there() {
    refused(
        &GuideTest::one("See [the other](02-other.md).\n"),
        1,
        str![[r#"
error[dead-link]: the link `02-other.md` leads nowhere
 --> 01-one.md:7:5
  |
7 | See [the other](02-other.md).
  |     ^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: did you mean `01-one.md`?

1 error

"#]],
    );
}

#[test]
fn an_image_that_is_not_there() {
    refused(
        &GuideTest::one("![A plan](images/plan.png)\n"),
        1,
        str![[r#"
error[missing-image]: there is no image `images/plan.png`
 --> 01-one.md:7:1
  |
7 | ![A plan](images/plan.png)
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write the path from the guide's folder on

1 error

"#]],
    );
}

#[test]
fn a_character_no_font_has() {
    refused(
        &GuideTest::one("The word 漢字 is Chinese.\n"),
        1,
        str![[r#"
error[missing-glyph]: no font here has the character `字` (U+5B57)
 --> 01-one.md:7:1
  |
7 | The word 漢字 is Chinese.
  | ^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write it another way, or bring a font that has it: in the guide's `fonts` folder, or with --font-path

error[missing-glyph]: no font here has the character `漢` (U+6F22)
 --> 01-one.md:7:1
  |
7 | The word 漢字 is Chinese.
  | ^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write it another way, or bring a font that has it: in the guide's `fonts` folder, or with --font-path

2 errors

"#]],
    );
}

#[test]
fn errors_outside_the_selection_do_not_stop_an_export() {
    let test =
        GuideTest::new(&[(1, "one", "One", "## T\n\nText."), (2, "two", "Two", "## T\n\n> [!WARNING]\n> No lead.")]);
    test.run(&["pdf", "-q", "-s", "1"]).code(0);
    assert_eq!(test.names("out"), ["01-one.pdf"]);
    test.run(&["pdf", "-q", "-s", "2", "-o", "other/"]).code(1);
    assert!(!test.path("other").exists());
}

#[test]
fn an_output_folder_below_a_file() {
    let test = GuideTest::one("x");
    test.write("taken", "a file");
    let run = test.run(&["pdf", "-q", "-o", "taken/sheets/"]);
    run.code(2).says(str![[r#"
error[unwritable]: `taken/sheets` cannot be written: not a directory; nothing was changed
--> taken/sheets
 = help: choose another place with -o

1 error

"#]]);
    assert_eq!(test.files(".")["taken"], b"a file");
}

#[test]
fn several_files_do_not_go_into_one() {
    let test = GuideTest::with_gaps();
    let run = test.run(&["pdf", "-q", "-o", "all.pdf"]);
    run.code(2).says(str![[r#"
error[bad-output]: several files are made, and `all.pdf` is no folder
 |
 = help: make it a folder: -o all.pdf/

1 error

"#]]);
    assert!(!test.path("all.pdf").exists());
}

#[test]
fn an_output_that_is_a_folder() {
    let test = GuideTest::one("x");
    test.write("out/01-one.pdf/keep", "me");
    let run = test.run(&["pdf", "-q"]);
    run.code(2).says(str![[r#"
error[unwritable]: `out/01-one.pdf` cannot be written: it is a folder; nothing was changed
--> out/01-one.pdf
 = help: choose another place with -o

1 error

"#]]);
    assert_eq!(test.names("out"), ["01-one.pdf/keep"]);
}

/// A file may grow to 24 KiB and no further: as on a full disk, writing fails half way.
#[cfg(unix)]
#[test]
fn a_full_disk_half_way() {
    let test = GuideTest::with_gaps();
    test.write("out/02-all-of-types.pdf", "an older sheet");
    let program = env!("CARGO_BIN_EXE_revexport");
    let mut command = Command::new("sh");
    command.args(["-c", &format!("trap '' XFSZ; ulimit -f 24; exec '{program}' pdf -q")]).current_dir(test.path("."));
    let run = test.finish(command);
    run.code(2).says(str![[r#"
error[unwritable]: `out/01-all-of-basics.pdf` cannot be written: file too large; nothing was changed
--> out/01-all-of-basics.pdf
 = help: choose another place with -o

1 error

"#]]);
    assert_eq!(test.names("out"), ["02-all-of-types.pdf"]);
    assert_eq!(test.files("out")["02-all-of-types.pdf"], b"an older sheet");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output() {
    let test = GuideTest::one("x");
    let mut command = test.command(&["pdf", "-q", "-o", "-"]);
    command.stdout(std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it"));
    test.finish(command).code(2).says(str![[r#"
error[unwritable]: standard output cannot be written to: the disk is full

1 error

"#]]);
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly() {
    let test = GuideTest::with_gaps();
    let program = env!("CARGO_BIN_EXE_revexport");
    let mut command = Command::new("sh");
    command.args(["-c", &format!("'{program}' -q list | head -n 1")]).current_dir(test.path("."));
    let run = test.finish(command);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing_half_written() {
    let text = "## Topic\n\n".to_owned() + &"Some words to set, and more of them. ".repeat(3000);
    let ids: Vec<String> = (1..=40).map(|n| format!("part-{n}")).collect();
    let sections: Vec<_> = ids.iter().zip(1..).map(|(id, n)| (n, id.as_str(), id.as_str(), text.as_str())).collect();
    let test = GuideTest::new(&sections);
    test.write("out/01-part-1.pdf", "an older sheet");
    let mut child = test.command(&["pdf", "-q"]).stderr(Stdio::piped()).spawn().expect("the program can be started");
    std::thread::sleep(Duration::from_millis(400));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill is there");
    assert!(sent.success(), "the program had ended already");
    let status = child.wait().expect("the program ends");
    assert_eq!(status.code(), Some(130));
    assert_eq!(test.names("out"), ["01-part-1.pdf"]);
    assert_eq!(test.files("out")["01-part-1.pdf"], b"an older sheet");
}

#[test]
fn warnings_stop_an_export_where_they_are_denied() {
    let test = GuideTest::one("Text with <b>marks</b>.\n");
    test.run(&["pdf", "-q"]).code(0).says(str![[r#"
warning[raw-html]: raw HTML is not kept: <b>
 --> 01-one.md:7:11
  |
7 | Text with <b>marks</b>.
  |           ^^^
  |
  = help: write it in Markdown; only <br>, <sub>, <sup> and <kbd> are understood

warning[raw-html]: raw HTML is not kept: <b>
 --> 01-one.md:7:19
  |
7 | Text with <b>marks</b>.
  |                   ^^^^
  |
  = help: write it in Markdown; only <br>, <sub>, <sup> and <kbd> are understood

2 warnings

"#]]);
    let run = test.run(&["pdf", "-q", "--deny-warnings", "-o", "strict/"]);
    run.code(1);
    assert!(!test.path("strict").exists());
}

#[test]
fn no_date_is_a_warning() {
    let test = GuideTest::one("x");
    let manifest = std::fs::read_to_string(test.path("guide.toml")).expect("there");
    test.write("guide.toml", manifest.replace("date = 2026-01-02\n", ""));
    test.run(&["pdf", "-q"]).code(0).says(str![[r#"
warning[missing-date]: the guide has no `date`; documents and decks say 2000-01-01
 --> guide.toml:1:1
  |
1 | id = "tiny"
  | ^
  |
  = help: add a line such as date = 2026-11-22

1 warning

"#]]);
}

#[test]
fn a_callout_of_an_unknown_kind_in_any_script() {
    let test = GuideTest::one("> [!été] Vacances\n> Un mot.\n\n> [!été-indien]\n> Un autre.\n");
    test.run(&["all", "-q", "--diagnostics", "short"]).code(0);
}
