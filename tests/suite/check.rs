//! The rules of `check`: bad Markdown, what is said, and the Markdown that is right.

use crate::guide_test::{GuideTest, Run};
use snapbox::{IntoData, str};

/// A guide of one section with a text below its first topic, from line 7 on, and what `[lint]` says of it.
fn guide(text: &str, lint: &str) -> GuideTest {
    let test = GuideTest::one(text);
    let manifest = std::fs::read_to_string(test.path("guide.toml")).expect("it was written");
    test.write("guide.toml", format!("{manifest}\n[lint]\n{lint}"));
    test
}

/// The rules that a text of a few lines cannot keep are off.
const SHORT: &str = "no-pitfall = \"off\"\nno-comparison = \"off\"\n";

/// The bad text makes these diagnostics and no others; the good one makes none.
#[track_caller]
fn rule(bad: &str, expected: impl IntoData, good: &str) {
    let run = guide(bad, SHORT).run(&["check", "-q"]);
    run.code(0).says(expected);
    assert!(!run.stderr.is_empty(), "nothing was said");
    guide(good, SHORT).run(&["check", "-q", "--deny-warnings"]).code(0).says(str![]);
}

#[test]
fn answer_on_front_in_code() {
    rule(
        "> [!WARNING]\n> **Mutable default.** One list for all calls.\n>\n> ```python bad\n> def add(x, default=[]):  # mutable\n>     default.append(x)\n> ```\n> <!-- id: trap -->\n",
        str![[r#"
warning[answer-on-front]: the wrong code on the card's front gives `default`, `mutable` of this lead away
  --> 01-one.md:8:5
   |
 8 | > **Mutable default.** One list for all calls.
   |     ^^^^^^^^^^^^^^^^
...
11 | > def add(x, default=[]):  # mutable
   |   ---------------------------------- the front shows this
   |
   = help: name the trap by what the code does not say, or rename what is in the code

1 warning

"#]],
        "> [!WARNING]\n> **Mutable default.** One list for all calls.\n>\n> ```python bad\n> def add(x, to=[]):\n>     to.append(x)\n> print(to)  # mutable default\n> ```\n> <!-- id: trap -->\n",
    );
}

#[test]
fn answer_on_front_in_the_question() {
    rule(
        "> [!WARNING]\n> **Mutable default.** One list for all calls.\n> <!-- id: trap -->\n> <!-- ask: What is wrong with a mutable value here? -->\n",
        str![[r#"
warning[answer-on-front]: the card's question, “What is wrong with a mutable value here?”, gives `mutable` of this lead away
 --> 01-one.md:8:5
  |
8 | > **Mutable default.** One list for all calls.
  |     ^^^^^^^^^^^^^^^^
  |
  = help: ask in other words, or name the trap by what the question does not say

1 warning

"#]],
        "> [!WARNING]\n> **Mutable default.** One list for all calls.\n> <!-- id: trap -->\n> <!-- ask: What does the second call return? -->\n",
    );
}

#[test]
fn answer_on_front_in_the_question_every_pitfall_has() {
    rule(
        "> [!WARNING]\n> **Wrong order.** The last comes first.\n>\n> ```python bad\n> x = 1\n> ```\n> <!-- id: trap -->\n",
        str![[r#"
warning[answer-on-front]: the card's question, “What goes wrong here, and why?”, gives `wrong` of this lead away
 --> 01-one.md:8:5
  |
8 | > **Wrong order.** The last comes first.
  |     ^^^^^^^^^^^^
  |
  = help: name the trap in other words, or ask on a line of its own: <!-- ask: What …? -->

1 warning

"#]],
        "> [!WARNING]\n> **Order turned.** The last comes first.\n>\n> ```python bad\n> x = 1\n> ```\n> <!-- id: trap -->\n",
    );
}

#[test]
fn bold_lead() {
    rule(
        "**Best Practice:** Name things. Then use the names.\n",
        str![[r#"
warning[bold-lead]: this best practice is a paragraph with a bold name
 --> 01-one.md:7:1
  |
7 | **Best Practice:** Name things. Then use the names.
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write it as an alert, > [!TIP] with a lead of its own; `revexport check --fix` does

1 warning

"#]],
        "> [!TIP]\n> **Name things.** Then use the names.\n> <!-- id: name-things -->\n",
    );
}

#[test]
fn broken_list_whose_numbers_go_on() {
    rule(
        "1. Make it:\n\n```console\n$ make\n```\n\n2. Use it.\n",
        str![[r#"
warning[broken-list]: this fence is no part of the list above it and ends it
 --> 01-one.md:9:1
  |
9 | ```console
  | ^^^^^^^^^^
  |
  = help: indent the whole fence as far as the text of the item above it

1 warning

"#]],
        "1. Make it:\n\n   ```console\n   $ make\n   ```\n\n2. Use it.\n",
    );
}

#[test]
fn broken_list_with_a_fence_indented_too_little() {
    rule(
        "1. Make it:\n\n  ```console\n  $ make\n  ```\n",
        str![[r#"
warning[broken-list]: this fence is no part of the list above it and ends it
 --> 01-one.md:9:3
  |
9 |   ```console
  |   ^^^^^^^^^^
  |
  = help: indent the whole fence as far as the text of the item above it

1 warning

"#]],
        "A list, and an example after it:\n\n- Make it.\n\n```console\n$ make\n```\n\n- Another list.\n",
    );
}

#[test]
fn broken_list_with_a_fence_right_below_a_bullet() {
    rule(
        "- First, like so:\n```console\n$ make\n```\n- Second.\n",
        str![[r#"
warning[broken-list]: this fence is no part of the list above it and ends it
 --> 01-one.md:8:1
  |
8 | ```console
  | ^^^^^^^^^^
  |
  = help: indent the whole fence as far as the text of the item above it

1 warning

"#]],
        "- First, like so:\n  ```console\n  $ make\n  ```\n- Second.\n",
    );
}

#[test]
fn broken_list_with_a_fence_indented_too_far() {
    rule(
        "Like so:\n\n    ```console\n    $ make\n    ```\n",
        str![[r#"
warning[broken-list]: this fence is indented by four spaces or more: its marks are printed as code
 --> 01-one.md:9:5
  |
9 |     ```console
  |     ^^^^^^^^^^
  |
  = help: indent it less: in a list, as far as the text of the item above

1 warning

"#]],
        "Like so:\n\n```console\n$ make\n```\n",
    );
}

const COMPARISON: &str = "**Compare: one vs two** <!-- id: one-two -->\n\n";

#[test]
fn empty_cell() {
    rule(
        &format!("{COMPARISON}| Aspect | One | Two |\n| --- | --- | --- |\n| Size | big |  |\n| Age | — | old |\n"),
        str![[r#"
warning[empty-cell]: this cell of a comparison is empty: no card asks for it
  --> 01-one.md:11:15
   |
11 | | Size | big |  |
   |               ^^
   |
   = help: say in a word or two how it is there: `no`, `any`, `does not apply`

warning[empty-cell]: this cell of a comparison is empty: no card asks for it
  --> 01-one.md:12:8
   |
12 | | Age | — | old |
   |        ^^^
   |
   = help: say in a word or two how it is there: `no`, `any`, `does not apply`

2 warnings

"#]],
        &format!("{COMPARISON}| | One | Two |\n| --- | --- | --- |\n| Size | big | any |\n| Age | none | old |\n"),
    );
}

#[test]
fn a_row_that_lacks_a_cell_is_reported_once() {
    let text = format!("{COMPARISON}| Aspect | One | Two |\n| --- | --- | --- |\n| Size | big |\n");
    guide(&text, SHORT).run(&["check", "-q", "--diagnostics", "short"]).code(0).says(str![[r#"
01-one.md:11:1: warning[ragged-table]: this row has 2 cells and its table 3 columns
1 warning

"#]]);
}

#[test]
fn empty_link() {
    rule(
        "See [the documentation]().\n",
        str![[r#"
warning[empty-link]: this link has no address
 --> 01-one.md:7:5
  |
7 | See [the documentation]().
  |     ^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write one between the round brackets, or only the text

1 warning

"#]],
        "See [the documentation](https://docs.python.org).\n",
    );
}

#[test]
fn equal_columns() {
    let table = |two: &str| {
        format!(
            "{COMPARISON}| Aspect | One | Two | Three |\n| --- | --- | --- | --- |\n| Size | big | small | {two} |\n| Age | old | new | new |\n"
        )
    };
    rule(
        &table("small"),
        str![[r#"
warning[equal-columns]: `Three` and `Two` are alike in every aspect of this comparison
 --> 01-one.md:9:23
  |
9 | | Aspect | One | Two | Three |
  |                 ----- ^^^^^^^
  |                 |
  |                 the same values
  |
  = help: add an aspect in which they differ, or make them one

1 warning

"#]],
        &table("tiny"),
    );
}

#[test]
fn equal_rows_of_a_comparison_by_row() {
    let table = |age: &str| {
        format!(
            "**Compare by row: one vs two** <!-- id: one-two -->\n\n| | Size | Age |\n| --- | --- | --- |\n| One | big | old |\n| Two | big | {age} |\n"
        )
    };
    rule(
        &table("old"),
        str![[r#"
warning[equal-columns]: `Two` and `One` are alike in every aspect of this comparison
  --> 01-one.md:12:2
   |
11 | | One | big | old |
   |  ----- the same values
12 | | Two | big | old |
   |  ^^^^^
   |
   = help: add an aspect in which they differ, or make them one

1 warning

"#]],
        &table("new"),
    );
}

#[test]
fn fence_language_misspelt() {
    rule(
        "```pyhton\nx = 1\n```\n",
        str![[r#"
warning[fence-language]: `pyhton` is no language that is known here
 --> 01-one.md:7:1
  |
7 | ```pyhton
  | ^^^^^^^^^
  |
  = help: did you mean `python`?

1 warning

"#]],
        "```python\nx = 1\n```\n",
    );
}

#[test]
fn fence_language_unknown() {
    rule(
        "```qqq\nx = 1\n```\n",
        str![[r#"
warning[fence-language]: `qqq` is no language that is known here
 --> 01-one.md:7:1
  |
7 | ```qqq
  | ^^^^^^
  |
  = help: name a language, such as python or console, or `text` for none

1 warning

"#]],
        "```text\nx = 1\n```\n\n```\nx = 1\n```\n",
    );
}

#[test]
fn fence_language_of_another_kind() {
    rule(
        "```python\n>>> 1 + 1\n2\n```\n\n```python\n$ pip list\n```\n\n```pycon\nx = 1\n```\n",
        str![[r#"
warning[fence-language]: this fence says `python`, and holds a transcript
 --> 01-one.md:7:1
  |
7 | ```python
  | ^^^^^^^^^
  |
  = help: write ```pycon

warning[fence-language]: this fence says `python`, and holds shell commands
  --> 01-one.md:12:1
   |
12 | ```python
   | ^^^^^^^^^
   |
   = help: write ```console

warning[fence-language]: this fence says `pycon`, and holds no prompt
  --> 01-one.md:16:1
   |
16 | ```pycon
   | ^^^^^^^^
   |
   = help: write ```python

3 warnings

"#]],
        "```pycon\n>>> 1 + 1\n2\n```\n\n```console\n$ pip list\n```\n\n```python\nx = 1\n```\n",
    );
}

#[test]
fn heading_jump() {
    rule(
        "#### Deep\n\nText.\n",
        str![[r#"
warning[heading-jump]: a heading of level 4 stands below one of level 2
 --> 01-one.md:7:1
  |
7 | #### Deep
  | ^^^^^^^^^
  |
  = help: write ### in the place of ####

1 warning

"#]],
        "### Less deep\n\nText.\n\n#### Deep\n\nText.\n",
    );
}

#[test]
fn long_cell() {
    let table = |aspect: &str, value: &str| {
        format!("{COMPARISON}| Aspect | One | Two |\n| --- | --- | --- |\n| {aspect} | {value} | no |\n")
    };
    rule(
        &table(
            "what it does when one two three four five",
            "one two three four five six seven eight nine ten eleven twelve thirteen",
        ),
        str![[r#"
warning[long-cell]: this aspect of a comparison has 9 words: too long for a card
  --> 01-one.md:11:2
   |
11 | | what it does when one two three four five | one two three four five six seven eight nine ten eleven twelve thirteen | no |
   |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: say it in 8 words or fewer; what needs more belongs into the text

warning[long-cell]: this value of a comparison has 13 words: too long for a card
  --> 01-one.md:11:46
   |
11 | | what it does when one two three four five | one two three four five six seven eight nine ten eleven twelve thirteen | no |
   |                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: say it in 12 words or fewer; what needs more belongs into the text

2 warnings

"#]],
        &table(
            "what it does when one two three four",
            "one two three four five six seven eight nine ten eleven twelve",
        ),
    );
}

#[test]
fn no_comparison_and_no_pitfall() {
    let test = guide("Text.\n", "");
    test.run(&["check", "-q"]).code(0).says(str![[r#"
warning[no-comparison]: section 1 has no comparison
 --> 01-one.md:1:1
  |
1 | # One
  | ^^^^^
  |
  = help: write **Compare: one vs other** above a table whose first column holds the aspects

warning[no-pitfall]: section 1 has no pitfall
 --> 01-one.md:1:1
  |
1 | # One
  | ^^^^^
  |
  = help: write one: > [!WARNING], below it > **The trap.** Why it goes wrong …

2 warnings

"#]]);
}

#[test]
fn obsidian_callout() {
    rule(
        "> [!practice] Name things\n> Then use the names.\n> <!-- id: name-things -->\n\n> [!TIP] Count things\n> Then use the numbers.\n> <!-- id: count-things -->\n",
        str![[r#"
warning[obsidian-callout]: GitHub shows this callout as a plain quote: it is written as only Obsidian reads it
 --> 01-one.md:7:1
  |
7 | > [!practice] Name things
  | ^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write > [!TIP] alone on its line and a bold lead below; `revexport check --fix` does where nothing is lost

warning[obsidian-callout]: GitHub shows this callout as a plain quote: it is written as only Obsidian reads it
  --> 01-one.md:11:1
   |
11 | > [!TIP] Count things
   | ^^^^^^^^^^^^^^^^^^^^^
   |
   = help: write > [!TIP] alone on its line and a bold lead below; `revexport check --fix` does where nothing is lost

2 warnings

"#]],
        "> [!TIP]\n> **Name things.** Then use the names.\n> <!-- id: name-things -->\n",
    );
}

#[test]
fn pitfall_without_question() {
    rule(
        "> [!WARNING]\n> **Mutable default.** One list for all calls.\n> <!-- id: trap -->\n",
        str![[r#"
warning[pitfall-without-question]: this pitfall has neither wrong code nor a question: its card can ask nothing in particular
 --> 01-one.md:7:1
  |
7 | > [!WARNING]
  | ^^^^^^^^^^^^
  |
  = help: show the trap in a ```LANGUAGE bad fence, or ask for it on a line of its own: <!-- ask: What …? -->

1 warning

"#]],
        "> [!WARNING]\n> **Mutable default.** One list for all calls.\n>\n> ```python bad\n> def add(x, to=[]): to.append(x)\n> ```\n> <!-- id: trap -->\n",
    );
}

#[test]
fn print_without_claim() {
    rule(
        "```python\nprint(1)  # 1\nprint(\n    2,\n)\n```\n",
        str![[r#"
warning[print-without-claim]: this `print` does not say what it prints
  --> 01-one.md:11:1
   |
11 | )
   | ^
   |
   = help: end the line with a comment that is the output, or write the lines of output as comments below # Output:; code that is not to be run has the flag no-run=REASON

1 warning

"#]],
        "```python\nprint(1)  # 1\nfor x in 'ab':\n    print(x)\n# Output:\n# a\n# b\n```\n\n```python no-run=network\nprint(2)\n```\n\n```python raises=ValueError\nprint(int('x'))\n```\n\n```js\nprint(1)\n```\n",
    );
}

#[test]
fn uncovered_topic() {
    let test = GuideTest::one("Text.\n");
    let manifest = std::fs::read_to_string(test.path("guide.toml")).expect("it was written");
    test.write("guide.toml", format!("{manifest}topics = [\n  \"Topic\",\n  \"Closures\",\n]\n\n[lint]\n{SHORT}"));
    test.run(&["check", "-q"]).code(0).says(str![[r#"
warning[uncovered-topic]: section 1 does not cover the topic `Closures`
  --> guide.toml:15:3
   |
15 |   "Closures",
   |   ^^^^^^^^^^
   |
   = help: write about it below a heading with these words, or below one with <!-- covers: Closures --> behind it, in 01-one.md

1 warning

"#]]);
    test.write("01-one.md", "# One\n\n## Topic <!-- covers: Closures -->\n\nText.\n");
    test.run(&["check", "-q"]).code(0).says(str![]);
}

#[test]
fn undefined_reference() {
    rule(
        "See [the documentation][docs] of `x[i][j]`.\n",
        str![[r#"
warning[undefined-reference]: the address of this link, `docs`, is defined nowhere; its brackets are printed
 --> 01-one.md:7:5
  |
7 | See [the documentation][docs] of `x[i][j]`.
  |     ^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write it on a line of its own: [docs]: https://…

1 warning

"#]],
        "See [the documentation][docs] of `x[i][j]` and x[i][j].\n\n[docs]: https://docs.python.org\n",
    );
}

#[test]
fn unpinned_id() {
    rule(
        "> [!TIP]\n> **Name things.** Then use the names.\n\n> [!TIP]\n> **Größe zählt.** Immer.\n\n**Compare: one vs two**\n\n| | One | Two |\n| --- | --- | --- |\n| Size | big | small |\n",
        str![[r#"
warning[unpinned-id]: the id of this best practice is made from its lead and changes with it
 --> 01-one.md:7:1
  |
7 | > [!TIP]
  | ^^^^^^^^
  |
  = help: pin it: <!-- id: name-things -->; `revexport check --fix` does

warning[unpinned-id]: the id of this best practice is made from its lead and changes with it
  --> 01-one.md:10:1
   |
10 | > [!TIP]
   | ^^^^^^^^
   |
   = help: give it one of a to z, 0 to 9 and hyphens: <!-- id: a-name -->

warning[unpinned-id]: the id of this comparison is made from its caption and changes with it
  --> 01-one.md:13:1
   |
13 | **Compare: one vs two**
   | ^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: pin it: <!-- id: one-vs-two -->; `revexport check --fix` does

3 warnings

"#]],
        "> [!TIP]\n> **Name things.** Then use the names.\n> <!-- id: name-things -->\n\n> [!NOTE]\n> No lead, no id.\n\n**A caption**\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n",
    );
}

#[test]
fn wide_code() {
    let line = |n: usize| format!("> ```python\n> x = \"{}\"\n> ```\n", "é".repeat(n));
    rule(
        &line(51),
        str![[r#"
warning[wide-code]: this line of code has 57 columns, 1 more than 56
 --> 01-one.md:8:59
  |
8 | > x = "ééééééééééééééééééééééééééééééééééééééééééééééééééé"
  |                                                           ^
  |
  = help: break the line, or set `code-width` below [lint.options] in guide.toml

1 warning

"#]],
        &line(50),
    );
}

#[test]
fn what_reading_reports_is_not_said_twice() {
    let test = guide(
        "<b>Bold</b>, __init__ and [a link](nowhere.md).\n\n![](none.png)\n\n> [!WARNING]\n> No lead.\n\n| a | b |\n| --- | --- |\n| `x | y` | 2 |\n",
        SHORT,
    );
    test.run(&["check", "-q", "--diagnostics", "short"]).code(1).says(str![[r#"
01-one.md:7:1: warning[raw-html]: raw HTML is not kept: <b>
01-one.md:7:8: warning[raw-html]: raw HTML is not kept: <b>
01-one.md:7:14: error[dunder-became-bold]: this is printed as a bold `init` without its underscores
01-one.md:7:27: error[dead-link]: the link `nowhere.md` leads nowhere
01-one.md:9:1: error[missing-image]: there is no image `none.png`
01-one.md:9:1: warning[missing-alt]: this image has no alternative text
01-one.md:11:1: warning[pitfall-without-question]: this pitfall has neither wrong code nor a question: its card can ask nothing in particular
01-one.md:11:1: error[callout-without-lead]: this pitfall has no bold lead
01-one.md:16:3: error[odd-backtick]: a backtick stands alone in this cell: the code it belongs to is torn apart
01-one.md:16:8: error[odd-backtick]: a backtick stands alone in this cell: the code it belongs to is torn apart
01-one.md:16:11: error[lost-cells]: this row has 3 cells and its table 2 columns; the text from here on is lost
7 errors, 4 warnings

"#]]);
}

#[test]
fn exports_do_not_run_the_rules() {
    let test = guide("```pyhton\nx = 1\n```\n", "fence-language = \"error\"\n");
    test.run(&["epub", "-q"]).code(0).says(str![]);
    test.run(&["check", "-q", "--diagnostics", "short"]).code(1).says(str![[r#"
01-one.md:1:1: warning[no-comparison]: section 1 has no comparison
01-one.md:1:1: warning[no-pitfall]: section 1 has no pitfall
01-one.md:7:1: error[fence-language]: `pyhton` is no language that is known here
1 error, 2 warnings

"#]]);
}

#[test]
fn rules_and_limits_are_set_in_the_manifest() {
    let text = "Some <b>bold</b> text.\n\n```python\nx = 12345\n```\n";
    let options = "[lint.options]\ncode-width = 8\n";
    let run = |lint: &str| guide(text, &format!("{SHORT}{lint}")).run(&["check", "-q", "--diagnostics", "short"]);
    run(options).code(0).says(str![[r#"
01-one.md:7:6: warning[raw-html]: raw HTML is not kept: <b>
01-one.md:7:13: warning[raw-html]: raw HTML is not kept: <b>
01-one.md:10:9: warning[wide-code]: this line of code has 9 columns, 1 more than 8
3 warnings

"#]]);
    run(&format!("wide-code = \"error\"\nraw-html = \"off\"\n{options}")).code(1).says(str![[r#"
01-one.md:10:9: error[wide-code]: this line of code has 9 columns, 1 more than 8
1 error

"#]]);
    run(&format!("wide-code = \"off\"\nraw-html = \"off\"\n{options}")).code(0).says("");
}

#[test]
fn a_warning_of_reading_is_set_for_every_command() {
    let test = guide("Some <b>bold</b> text.\n", "raw-html = \"error\"\n");
    test.run(&["epub", "-q", "--diagnostics", "short"]).code(1).says(str![[r#"
01-one.md:7:6: error[raw-html]: raw HTML is not kept: <b>
01-one.md:7:13: error[raw-html]: raw HTML is not kept: <b>
2 errors

"#]]);
}

#[test]
fn settings_that_are_wrong() {
    let test = guide(
        "Text.\n",
        "wide-cod = \"off\"\nlong-cell = \"of\"\nempty-cell = 3\ndead-link = \"off\"\ncode-width = 60\n\n[lint.options]\ncode-with = 60\nvalue-words = 0\naspect-words = \"8\"\n",
    );
    test.run(&["check", "-q", "-s", "1"]).code(1).says(str![[r#"
error[unknown-rule]: there is no rule `wide-cod` to set
  --> guide.toml:15:1
   |
15 | wide-cod = "off"
   | ^^^^^^^^
   |
   = help: did you mean `wide-code`?

error[bad-level]: the rule `long-cell` has no such level
  --> guide.toml:16:13
   |
16 | long-cell = "of"
   |             ^^^^
   |
   = help: did you mean `off`?

error[bad-level]: the rule `empty-cell` has no such level
  --> guide.toml:17:14
   |
17 | empty-cell = 3
   |              ^
   |
   = help: write empty-cell = "error", "warning" or "off"

error[unknown-rule]: there is no rule `dead-link` to set
  --> guide.toml:18:1
   |
18 | dead-link = "off"
   | ^^^^^^^^^
   |
   = help: the rules are answer-on-front, bold-lead, broken-list, empty-cell, empty-link, equal-columns, fence-language, footnote-without-text, heading-jump, long-cell, missing-alt, missing-date, missing-language, missing-title, no-comparison, no-pitfall, obsidian-callout, pitfall-without-question, print-without-claim, ragged-table, raw-html, uncovered-topic, undefined-reference, unknown-callout, unknown-comment, unpinned-id, unused-footnote, wide-code; what stops an export cannot be set

error[unknown-rule]: there is no rule `code-width` to set
  --> guide.toml:19:1
   |
19 | code-width = 60
   | ^^^^^^^^^^
   |
   = help: `code-width` is a limit: write it below [lint.options]

error[unknown-key]: unknown key `code-with`
  --> guide.toml:22:1
   |
22 | code-with = 60
   | ^^^^^^^^^
   |
   = help: did you mean `code-width`?

error[bad-limit]: the limit `value-words` is no such number
  --> guide.toml:23:15
   |
23 | value-words = 0
   |               ^
   |
   = help: use a whole number from 1 to 10000: value-words = 12

error[bad-limit]: the limit `aspect-words` is no such number
  --> guide.toml:24:16
   |
24 | aspect-words = "8"
   |                ^^^
   |
   = help: use a whole number from 1 to 10000: aspect-words = 8

warning[no-comparison]: section 1 has no comparison
 --> 01-one.md:1:1
  |
1 | # One
  | ^^^^^
  |
  = help: write **Compare: one vs other** above a table whose first column holds the aspects

warning[no-pitfall]: section 1 has no pitfall
 --> 01-one.md:1:1
  |
1 | # One
  | ^^^^^
  |
  = help: write one: > [!WARNING], below it > **The trap.** Why it goes wrong …

8 errors, 2 warnings

"#]]);
    let test = GuideTest::one("Text.\n");
    let manifest = std::fs::read_to_string(test.path("guide.toml")).expect("it was written");
    test.write("guide.toml", format!("lint = \"off\"\n{manifest}"));
    test.run(&["check", "-q", "--diagnostics", "short"]).code(1).says(str![[r#"
guide.toml:1:1: error[bad-lint]: `lint` is a table of rules
01-one.md:1:1: warning[no-comparison]: section 1 has no comparison
01-one.md:1:1: warning[no-pitfall]: section 1 has no pitfall
1 error, 2 warnings

"#]]);
}

#[test]
fn the_help_lists_every_rule() {
    let run = GuideTest::empty().run(&["check", "--help"]);
    run.code(0);
    crate::guide_test::assert().eq(
        run.text(),
        str![[r#"
Lint the guide: what is wrong with it, and what could be better

Shows what every command finds when it reads the guide, and what the rules below find beside it.
Exits with 1 if there is an error; with --deny-warnings also if there is a warning.

Usage: revexport check [OPTIONS]

Options:
  -s, --sections <RANGE>
          Sections: 6, 6-9, 6-, -3, 1,4,7-9, functions

      --fix
          Mend in place what is mechanical: bars in a table's code, dunders that turned bold, bold
          leads and Obsidian callouts as alerts, ids of callouts and comparisons

      --dry-run
          With --fix: print what would change as a unified diff, and change nothing

  -g, --guide <DIR>
          The guide's folder; `:bundled` for the one inside the program

      --color <WHEN>
          When to use colour

          Possible values:
          - auto:   On a terminal, unless NO_COLOR is set
          - always: Always
          - never:  Never
          
          [default: auto]

  -q, --quiet
          Say nothing but what is wrong

      --json
          Print one JSON object with everything that was made and noticed

      --deny-warnings
          Take warnings for errors

      --diagnostics <FORM>
          How to show what is wrong: with the source line, or a line each

          Possible values:
          - human: With the source line and help
          - short: file:line:column: message
          
          [default: human]

  -h, --help
          Print help (see a summary with '-h')

Rules, all of them warnings unless guide.toml says otherwise:
  answer-on-front           a pitfall whose card asks with a word of its answer
  bold-lead                 a callout written as a paragraph: **Common Pitfall:** …
  broken-list               a fence that cuts a list in two
  empty-cell                a cell of a comparison that says nothing
  empty-link                a link without an address
  equal-columns             two things of a comparison that are alike in every aspect
  fence-language            a fence in an unknown language, or in another than it says
  footnote-without-text     a footnote that is referred to and not there
  heading-jump              a heading more than one level below the one before it
  long-cell                 a cell of a comparison with too many words for a card
  missing-alt               an image without an alternative text
  missing-date              a guide.toml without a date
  missing-language          a guide.toml without a language
  missing-title             a file that does not begin with its title
  no-comparison             a section that compares nothing
  no-pitfall                a section without a pitfall
  obsidian-callout          a callout that GitHub shows as a plain quote
  pitfall-without-question  a pitfall with neither wrong code nor a question
  print-without-claim       an example that prints and does not say what
  ragged-table              a row with fewer cells than its table
  raw-html                  tags that are dropped
  uncovered-topic           a topic of the syllabus that no heading names
  undefined-reference       a link whose address is defined nowhere
  unknown-callout           a kind of callout nobody knows
  unknown-comment           a comment that looks like one the tool reads
  unpinned-id               a callout or comparison whose id changes with its text
  unused-footnote           a footnote nothing refers to
  wide-code                 a line of code that is too wide

In guide.toml, "error", "warning" or "off", and the limits:
  [lint]
  wide-code = "error"
  no-comparison = "off"
  [lint.options]
  code-width = 56
  value-words = 12
  aspect-words = 8

Examples:
  revexport check
  revexport check -s 6-9 --diagnostics short
  revexport check --fix --dry-run     what would be mended, as a diff

"#]],
    );
}

#[test]
fn only_the_sections_chosen() {
    let test = GuideTest::new(&[(1, "one", "One", "## A\n\nText."), (2, "two", "Two", "## B\n\n```pyhton\nx\n```")]);
    test.run(&["check", "-s", "2", "--diagnostics", "short"]).code(0).says(str![[r#"
guide .: Tiny Guide
02-two.md:1:1: warning[no-comparison]: section 2 has no comparison
02-two.md:1:1: warning[no-pitfall]: section 2 has no pitfall
02-two.md:5:1: warning[fence-language]: `pyhton` is no language that is known here
3 warnings

"#]]);
    test.run(&["check", "-s", "3", "-q"]).code(2);
}

#[test]
fn a_guide_without_problems() {
    let test = guide("Text.\n", SHORT);
    let run = test.run(&["check"]);
    run.code(0).says(str![[r#"
guide .: Tiny Guide
no problems in 1 section

"#]]);
    assert!(run.stdout.is_empty());
}

#[test]
fn the_bundled_guide_has_no_problems() {
    GuideTest::empty().run(&["check", "-q", "--deny-warnings"]).code(0).says("");
}

#[test]
fn warnings_are_errors_where_they_are_denied() {
    let test = guide("```pyhton\nx\n```\n", SHORT);
    test.run(&["check", "-q"]).code(0);
    test.run(&["check", "-q", "--deny-warnings"]).code(1);
}

#[test]
fn a_section_that_cannot_be_read_is_reported_once() {
    let test = GuideTest::new(&[(1, "one", "One", ""), (2, "two", "Two", "")]);
    test.write("01-one.md", "");
    std::fs::remove_file(test.path("02-two.md")).expect("it was there");
    test.run(&["check", "-q", "--diagnostics", "short"]).code(1).says(str![[r#"
guide.toml:18:8: error[missing-file]: section 2 cannot be read from `02-two.md`: there is no such file
01-one.md:1:1: error[empty-section]: section 1 is empty
2 errors

"#]]);
}

#[test]
fn a_broken_lock_is_reported_too() {
    let test = guide("Text.\n", SHORT);
    test.write("guide.lock", "nonsense\n");
    test.run(&["check", "-q"]).code(1).says(str![[r#"
error[broken-lock]: the lock cannot be read: key with no value, expected `=`
 --> guide.lock:1:9
  |
1 | nonsense
  |         ^
  |
  = help: bring it back from version control; learners' progress hangs on it

1 error

"#]]);
}

#[test]
fn a_thousand_problems_are_all_listed_in_order() {
    let text: String = (0..500).map(|i| format!("```pyhton\nx = {i}\n```\n\nCall __init__ first.\n\n")).collect();
    let test =
        GuideTest::new(&[(1, "one", "One", &format!("## A\n\n{text}")), (2, "two", "Two", &format!("## A\n\n{text}"))]);
    let run = test.run(&["check", "-q", "--diagnostics", "short"]);
    run.code(1);
    let lines: Vec<&str> = run.stderr.lines().collect();
    let (total, problems) = lines.split_last().expect("something was said");
    assert_eq!(*total, "1000 errors, 1004 warnings");
    assert_eq!(problems.len(), 2004);
    let place = |line: &&str| {
        let mut parts = line.splitn(4, ':');
        let file = parts.next().unwrap_or("").to_owned();
        let mut number = || parts.next().and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
        (file, number(), number())
    };
    assert!(problems.is_sorted_by_key(place));
}

#[test]
fn json_holds_everything() {
    let run: Run = guide("```pyhton\nx\n```\n", SHORT).run(&["check", "--json"]);
    let value = run.code(0).json();
    assert_eq!(value["sections"], serde_json::json!([1]));
    assert_eq!(value["guide"]["id"], "tiny");
    assert_eq!(
        value["diagnostics"],
        serde_json::json!([{
            "code": "fence-language",
            "severity": "warning",
            "message": "`pyhton` is no language that is known here",
            "file": "01-one.md",
            "line": 7,
            "column": 1,
            "help": "did you mean `python`?",
        }])
    );
}
