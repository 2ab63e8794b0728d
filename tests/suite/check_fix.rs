//! `check --fix`: a text before and after, and what is never touched.

use crate::guide_test::{GuideTest, assert};
use snapbox::{IntoData, str};

/// The text of the section after `--fix`, without what stands above line 7; a second `--fix` changes nothing.
#[track_caller]
fn fixed(text: &str, expected: impl IntoData) {
    let test = GuideTest::one(text);
    let read = || std::fs::read_to_string(test.path("01-one.md")).expect("it is there");
    test.run(&["check", "-q", "--fix"]);
    let after = read();
    let (_, below) = after.split_once("A sentence.\n\n").expect("it begins as before");
    assert().eq(below.to_owned(), expected);
    test.run(&["check", "-q", "--fix"]);
    assert_eq!(read(), after, "a second time");
}

/// The text stays as it is.
#[track_caller]
fn kept(text: &str) {
    let test = GuideTest::one(text);
    let before = test.files(".");
    test.run(&["check", "-q", "--fix"]);
    assert_eq!(test.files("."), before);
}

#[test]
fn a_bar_in_the_code_of_a_cell() {
    fixed(
        "| a | b |\n| --- | --- |\n| `x | y` | `a || b` |\n",
        str![[r#"
| a | b |
| --- | --- |
| `x \| y` | `a \|\| b` |


"#]],
    );
}

#[test]
fn a_bar_in_the_code_of_a_header() {
    fixed(
        "| `a | b` | c |\n| --- | --- |\n| `x | y` | 2 |\n\nText with `a | b`.\n",
        str![[r#"
| `a \| b` | c |
| --- | --- |
| `x \| y` | 2 |

Text with `a | b`.


"#]],
    );
}

#[test]
fn a_bar_in_a_quote() {
    fixed(
        "> | a | b |\n> | --- | --- |\n> | `x | y` | 2 |\n",
        str![[r#"
> | a | b |
> | --- | --- |
> | `x \| y` | 2 |


"#]],
    );
}

#[test]
fn a_cell_too_many_is_not_guessed_at() {
    kept("| a | b |\n| --- | --- |\n| 1 | 2 | 3 |\n| `x | 2 |\n");
}

#[test]
fn dunders() {
    fixed(
        "Call __init__ before obj.__call__ in *__main__*.\n\n| __a__ | b |\n| --- | --- |\n| 1 | 2 |\n",
        str![[r#"
Call \_\_init\_\_ before obj.\_\_call\_\_ in *\_\_main\_\_*.

| \_\_a\_\_ | b |
| --- | --- |
| 1 | 2 |


"#]],
    );
}

#[test]
fn ids_of_callouts() {
    fixed(
        "> [!WARNING]\n> **Trap one.** Text.\n>\n> - a list\n\n- > [!TIP]\n  > **In a list.** Text.\n\n> > [!TIP]\n> > **In a quote.**\n> >\n> > ```python\n> > x = 1\n> > ```\n\n> [!NOTE]\n> No lead.\n\nText below.\n",
        str![[r#"
> [!WARNING]
> **Trap one.** Text.
>
> - a list
> <!-- id: trap-one -->

- > [!TIP]
  > **In a list.** Text.
  > <!-- id: in-a-list -->

> > [!TIP]
> > **In a quote.**
> >
> > ```python
> > x = 1
> > ```
> > <!-- id: in-a-quote -->

> [!NOTE]
> No lead.

Text below.


"#]],
    );
}

#[test]
fn ids_of_comparisons() {
    let table = "| | One | Two |\n| --- | --- | --- |\n| Size | big | small |\n";
    let quoted: String = table.lines().map(|line| format!("> {line}\n")).collect();
    fixed(
        &format!("**Compare: one vs two**\n\n{table}\n> [!compare] three vs four\n>\n{quoted}\n**Caption**\n\n{table}"),
        str![[r#"
**Compare: one vs two** <!-- id: one-vs-two -->

| | One | Two |
| --- | --- | --- |
| Size | big | small |

> [!compare] three vs four
>
> <!-- id: three-vs-four -->
> | | One | Two |
> | --- | --- | --- |
> | Size | big | small |

**Caption**

| | One | Two |
| --- | --- | --- |
| Size | big | small |


"#]],
    );
}

#[test]
fn an_id_that_no_comment_can_hold_is_not_stamped() {
    kept("> [!TIP]\n> **Größe zählt.** Immer.\n");
}

#[test]
fn an_id_that_two_things_have_is_not_stamped() {
    kept("> [!NOTE]\n> **Python 3.12+.** It nests.\n\n> [!NOTE]\n> **Python 3.12+.** It types.\n");
}

#[test]
fn bold_leads() {
    fixed(
        "**Common Pitfall:** Defaults are built once, e.g. a list. Use `None`\ninstead.\n<!-- ask: What is shared? -->\n\n**Best Practice**: name things\n\n**Analogy:** A post office.\n\n**Python 3.12 note:** It nests.\n\n- item\n- **Pitfall:** Lists bite. So\n  do sets.\n",
        str![[r#"
> [!WARNING]
> **Defaults are built once, e.g. a list.** Use `None`
> instead.
> <!-- ask: What is shared? -->
> <!-- id: defaults-are-built-once-e-g -->

> [!TIP]
> **name things**
> <!-- id: name-things -->

> [!NOTE]
> **Analogy.** A post office.

> [!NOTE]
> **Python 3.12.** It nests.
> <!-- id: it-nests -->

- item
- > [!WARNING]
  > **Lists bite.** So
  > do sets.
  > <!-- id: lists-bite -->


"#]],
    );
}

#[test]
fn obsidian_callouts() {
    fixed(
        "> [!pitfall] Mutable default\n> The list is built once.\n> <!-- id: trap -->\n\n> [!danger]- Fold\n>\n> ```python bad\n> x = 1\n> ```\n\n> [!analogy]\n> A post office.\n\n> [!question] Why so?\n> - a\n\n> [!version] Python 3.12+\n> It nests.\n",
        str![[r#"
> [!WARNING]
> **Mutable default.**
> The list is built once.
> <!-- id: trap -->

> [!WARNING]
> **Fold.**
>
> ```python bad
> x = 1
> ```
> <!-- id: fold -->

> [!NOTE]
> **Analogy.**
> A post office.

> [!NOTE]
> **Why so?**
>
> - a
> <!-- id: why-so -->

> [!NOTE]
> **Python 3.12+.**
> It nests.
> <!-- id: python-3-12 -->


"#]],
    );
}

#[test]
fn what_would_lose_its_meaning_stays() {
    // An analogy with a title of its own would become a note; a bold title cannot be set in bold.
    kept("> [!analogy] The post office\n> Letters wait.\n> <!-- id: post -->\n");
    kept("> [!pitfall] A **bold** title\n> Text.\n> <!-- id: bold -->\n");
}

#[test]
fn line_ends_and_the_byte_order_mark_stay() {
    let test = GuideTest::one("x");
    let text = "\u{feff}# One\r\n\r\n## Topic\r\n\r\nCall __init__ first.  \r\n\r\nunix\n\r\n> [!TIP]\r\n> **Name things.** Text.";
    test.write("01-one.md", text);
    test.run(&["check", "-q", "--fix"]);
    let after = String::from_utf8(test.files(".")["01-one.md"].clone()).expect("it is text");
    let expected = text.replace("__init__", r"\_\_init\_\_") + "\r\n> <!-- id: name-things -->";
    assert_eq!(after, expected);
}

#[test]
fn what_was_done_and_what_is_left() {
    let test = GuideTest::one("Call __init__ first.\n\n```pyhton\nx = 1\n```\n\n> [!TIP]\n> **Name things.** Text.\n");
    test.run(&["check", "--diagnostics", "short"]).code(1).says(str![[r#"
guide .: Tiny Guide
01-one.md:1:1: warning[no-comparison]: section 1 has no comparison
01-one.md:1:1: warning[no-pitfall]: section 1 has no pitfall
01-one.md:7:6: error[dunder-became-bold]: this is printed as a bold `init` without its underscores
01-one.md:9:1: warning[fence-language]: `pyhton` is no language that is known here
01-one.md:13:1: warning[unpinned-id]: the id of this best practice is made from its lead and changes with it
1 error, 4 warnings
`revexport check --fix` can mend some of this, in 2 places

"#]]);
    test.run(&["check", "--fix", "--diagnostics", "short"]).code(0).says(str![[r#"
guide .: Tiny Guide
mended 01-one.md: 1 dunder escaped, 1 id stamped
01-one.md:1:1: warning[no-comparison]: section 1 has no comparison
01-one.md:1:1: warning[no-pitfall]: section 1 has no pitfall
01-one.md:9:1: warning[fence-language]: `pyhton` is no language that is known here
3 warnings

"#]]);
    test.run(&["check", "--fix", "--diagnostics", "short"]).code(0).says(str![[r#"
guide .: Tiny Guide
01-one.md:1:1: warning[no-comparison]: section 1 has no comparison
01-one.md:1:1: warning[no-pitfall]: section 1 has no pitfall
01-one.md:9:1: warning[fence-language]: `pyhton` is no language that is known here
3 warnings
nothing of this can be mended by machine

"#]]);
}

#[test]
fn a_dry_run_shows_a_diff_and_changes_nothing() {
    let test = GuideTest::one("Call __init__ first.\n\nMore.\n\n> [!TIP]\n> **Name things.** Text.\n");
    let before = test.files(".");
    let run = test.run(&["check", "--fix", "--dry-run", "--diagnostics", "short"]);
    run.code(1).says(str![[r#"
guide .: Tiny Guide
would mend 01-one.md: 1 dunder escaped, 1 id stamped
01-one.md:1:1: warning[no-comparison]: section 1 has no comparison
01-one.md:1:1: warning[no-pitfall]: section 1 has no pitfall
01-one.md:7:6: error[dunder-became-bold]: this is printed as a bold `init` without its underscores
01-one.md:11:1: warning[unpinned-id]: the id of this best practice is made from its lead and changes with it
1 error, 3 warnings
nothing was changed: this was a dry run

"#]]);
    assert().eq(
        run.text(),
        str![[r#"
--- 01-one.md
+++ 01-one.md
@@ -4,10 +4,11 @@
 
 A sentence.
 
-Call __init__ first.
+Call \_\_init\_\_ first.
 
 More.
 
 > [!TIP]
 > **Name things.** Text.
+> <!-- id: name-things -->
 

"#]],
    );
    assert_eq!(test.files("."), before);
    let value = test.run(&["check", "--fix", "--dry-run", "--json"]).code(1).json();
    assert_eq!(value["fixable"][0]["file"], "01-one.md");
    assert_eq!(value["fixable"][0]["diff"], run.text());
    assert_eq!(value["fixed"], serde_json::json!([]));
}

#[test]
fn json_tells_what_was_done() {
    let test = GuideTest::one("Call __init__ first.\n");
    let value = test.run(&["check", "--fix", "--json"]).code(0).json();
    assert_eq!(value["fixed"], serde_json::json!([{ "file": "01-one.md", "fixes": 1, "done": ["1 dunder escaped"] }]));
    assert!(
        value["diagnostics"].as_array().is_some_and(|found| found.iter().all(|d| d["code"] != "dunder-became-bold"))
    );
}

#[test]
fn only_the_sections_chosen_are_mended() {
    let test = GuideTest::new(&[(1, "one", "One", "## A\n\n__init__"), (2, "two", "Two", "## A\n\n__init__")]);
    let before = test.files(".");
    test.run(&["check", "-q", "--fix", "-s", "2"]).code(0);
    let after = test.files(".");
    assert_eq!(after["01-one.md"], before["01-one.md"]);
    assert!(after["02-two.md"] != before["02-two.md"]);
}

#[test]
fn a_rule_that_is_off_mends_nothing() {
    let test = GuideTest::one("> [!TIP]\n> **Name things.** Text.\n");
    let manifest = std::fs::read_to_string(test.path("guide.toml")).expect("it was written");
    test.write("guide.toml", format!("{manifest}\n[lint]\nunpinned-id = \"off\"\n"));
    let before = test.files(".");
    test.run(&["check", "-q", "--fix"]);
    assert_eq!(test.files("."), before);
}

#[test]
fn the_guide_inside_the_program_cannot_be_mended() {
    let test = GuideTest::empty();
    test.run(&["check", "-q", "--fix"]).code(2).says(str![[r#"
error[read-only-guide]: the guide inside the program cannot be changed
 |
 = help: name a guide on disk with --guide, or leave --fix out

1 error

"#]]);
    test.run(&["check", "-q", "--dry-run"]).code(2);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_stays_one_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let test = GuideTest::one("Call __init__ first.\n");
    std::fs::rename(test.path("01-one.md"), test.path("elsewhere.md")).expect("renamed");
    std::os::unix::fs::symlink("elsewhere.md", test.path("01-one.md")).expect("linked");
    let mode = || std::fs::metadata(test.path("elsewhere.md")).expect("there").permissions().mode() & 0o777;
    std::fs::set_permissions(test.path("elsewhere.md"), PermissionsExt::from_mode(0o640)).expect("set");
    test.run(&["check", "-q", "--fix"]).code(0);
    assert!(std::fs::symlink_metadata(test.path("01-one.md")).expect("there").is_symlink());
    assert_eq!(mode(), 0o640);
    assert!(String::from_utf8_lossy(&test.files(".")["elsewhere.md"]).contains(r"\_\_init\_\_"));
}

#[cfg(unix)]
#[test]
fn a_file_that_is_write_protected() {
    use std::os::unix::fs::PermissionsExt;
    let test = GuideTest::new(&[(1, "one", "One", "## A\n\n__init__"), (2, "two", "Two", "## A\n\n__init__")]);
    std::fs::set_permissions(test.path("02-two.md"), PermissionsExt::from_mode(0o444)).expect("set");
    let before = test.files(".");
    test.run(&["check", "-q", "--fix"]).code(2).says(str![[r#"
error[unwritable]: `02-two.md` cannot be mended: it is write-protected; nothing was changed
--> 02-two.md
 = help: take the protection off, or leave --fix out

1 error

"#]]);
    assert_eq!(test.files("."), before);
}
