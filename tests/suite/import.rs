//! `import`: a chat export becomes a guide; what is left out, what is said, what is refused.

use crate::guide_test::{GuideTest, Run, assert};
use snapbox::str;

/// An export with the oddities of real ones: talk at the beginning, a table of contents, a section without its number,
/// speakers, requests to go on, a section in two parts, bold leads.
pub const EXPORT: &str = r#"You said:
Write a revision guide on Python, section by section.

ChatGPT said:
Sure, here is the plan:

# Python in Brief

1. Fundamentals
2. Classes & Objects
3. Files

Let's begin!

---

### Fundamentals

Python is *dynamic*.

#### Truth

| Value | True |
| --- | --- |
| `0 | 1` | yes |

**Common Pitfall:** Comparing with `is`. Use `==` for values.

* An item

  **Best Practice:** Prefer `if not items:`.

```python
# 6. no heading
---
print(1)
```

***

Would you like me to continue with section 2?

**You:** continue

**ChatGPT:**

Here is the next part:

### 2. Classes & `object`

#### 2.1 The __init__ method

Text about __init__ here.

#### list vs tuple

| Feature | list | tuple |
| --- | --- | --- |
| Mutable | yes | no |

##### Deeper

**class vs instance attributes**

| Aspect | Class | Instance |
| --- | --- | --- |
| Shared | yes | no |

**Python 3.12+ note:** Shorter syntax.

**Analogy:** A class is a mould.

---

#### User

go on please

#### Assistant

### 2. Classes & `object` (continued)

#### Slots

They save memory.

---

That is all of it. Let me know if you want more.

continue

### 5. Files

##### Reading

`open()` reads.

---

Happy studying!
"#;

fn import(test: &GuideTest, text: impl AsRef<[u8]>, options: &[&str]) -> Run {
    test.write("chat.md", text);
    let mut command = test.command(&[&["import", "chat.md", "--to", "g"], options].concat());
    command.env("SOURCE_DATE_EPOCH", "1767312000");
    test.finish(command)
}

fn text(test: &GuideTest, name: &str) -> String {
    std::fs::read_to_string(test.path(name)).expect("the file was made")
}

#[test]
fn an_export_becomes_a_guide_that_exports() {
    let test = GuideTest::empty();
    import(&test, EXPORT, &["--diagnostics", "short"]).code(0).says(str![[r#"
chat.md:1:1: warning[chat-left-out]: lines 1 to 5 were left out (before the first section): “You said: Write a revision guide on Python, …”
chat.md:9:1: warning[contents-left-out]: lines 9 to 11 were left out (a table of contents): “1. Fundamentals 2. Classes & Objects 3. Files”
chat.md:13:1: warning[chat-left-out]: line 13 was left out (before the first section): “Let's begin!”
chat.md:17:1: warning[number-added]: section 1, `Fundamentals`, has no number here; it got the one that fits
chat.md:41:1: warning[chat-left-out]: lines 41 to 47 were left out (chat): “Would you like me to continue with section …”
chat.md:75:1: warning[chat-left-out]: lines 75 to 79 were left out (chat): “User go on please Assistant”
chat.md:81:1: warning[heading-left-out]: section 2 goes on here; this heading was left out
chat.md:89:1: warning[chat-left-out]: lines 89 to 91 were left out (chat): “That is all of it. Let me know …”
chat.md:93:1: warning[number-missing]: sections 3 and 4 are missing between 2 and 5
chat.md:101:1: warning[chat-left-out]: line 101 was left out (chat): “Happy studying!”
10 warnings
new   g/guide.toml
new   g/01-fundamentals.md  1 row of a table mended, 2 bold leads made alerts
new   g/02-classes-object.md  2 dunders escaped, 2 bold leads made alerts, 2 ids stamped
new   g/05-files.md
3 sections, 1 pitfall, 1 practice, 1 version, 1 analogy, 3 tables, 2 comparisons recognised
what was left out is named above; copy what belongs to the guide into its file
now: revexport check -g g

"#]]);
    assert().eq(
        text(&test, "g/guide.toml"),
        str![[r##"
# What the guide is. The manual is the README of revexport.
# The id never changes: decks and the book are recognised by it.
id = "g"
title = "Python in Brief"
version = "1.0"
date = 2026-01-02
language = "en"
code-language = "python"

[[section]]
number = 1
id = "fundamentals"
title = "Fundamentals"
file = "01-fundamentals.md"

[[section]]
number = 2
id = "classes-object"
title = "Classes & object"
file = "02-classes-object.md"

[[section]]
number = 5
id = "files"
title = "Files"
file = "05-files.md"

"##]],
    );
    assert().eq(
        text(&test, "g/01-fundamentals.md"),
        str![[r#"
# Fundamentals

Python is *dynamic*.

## Truth

| Value | True |
| --- | --- |
| `0 \| 1` | yes |

> [!WARNING]
> **Comparing with `is`.** Use `==` for values.
> <!-- id: comparing-with-is -->

* An item

  > [!TIP]
  > **Prefer `if not items:`.**
  > <!-- id: prefer-if-not-items -->

```python
# 6. no heading
---
print(1)
```

"#]],
    );
    assert().eq(
        text(&test, "g/02-classes-object.md"),
        str![[r#"
# Classes & `object`

## 2.1 The \_\_init\_\_ method

Text about \_\_init\_\_ here.

## list vs tuple

**Compare: list vs tuple** <!-- id: list-vs-tuple -->

| Feature | list | tuple |
| --- | --- | --- |
| Mutable | yes | no |

### Deeper

**Compare: class vs instance attributes** <!-- id: class-vs-instance-attributes -->

| Aspect | Class | Instance |
| --- | --- | --- |
| Shared | yes | no |

> [!NOTE]
> **Python 3.12+.** Shorter syntax.
> <!-- id: shorter-syntax -->

> [!NOTE]
> **Analogy.** A class is a mould.

## Slots

They save memory.

"#]],
    );
    assert().eq(
        text(&test, "g/05-files.md"),
        str![[r#"
# Files

## Reading

`open()` reads.

"#]],
    );
    assert_eq!(test.names("g").len(), 4);
    let check = test.run(&["check", "-g", "g", "--json"]).code(0).json();
    let found = check["diagnostics"].as_array().expect("diagnostics");
    assert!(found.iter().all(|diagnostic| diagnostic["severity"] == "warning"), "{found:?}");
    let made = test.run(&["all", "-g", "g", "--json"]).code(0).json();
    assert_eq!(made["artifacts"].as_array().map(Vec::len), Some(5));
}

#[test]
fn sections_of_a_guide_come_back_as_they_were() {
    let test = GuideTest::empty();
    let mut whole = String::new();
    let mut files: Vec<_> =
        std::fs::read_dir("guide").expect("the bundled guide").flatten().map(|e| e.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    assert_eq!(files.len(), 18);
    for (i, path) in files.iter().enumerate() {
        let text = std::fs::read_to_string(path).expect("a section");
        whole += &text.replacen("# ", &format!("# {}. ", i + 1), 1);
        whole += "\n";
    }
    // A mark at the start and the line ends of another system go.
    let run = import(&test, format!("\u{feff}{}", whole.replace('\n', "\r\n")), &["--json"]);
    let json = run.code(0).json();
    assert_eq!(json["diagnostics"], serde_json::json!([]));
    for path in files {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        assert_eq!(text(&test, &format!("g/{name}")), std::fs::read_to_string(&path).expect("a section"), "{name}");
    }
}

#[test]
fn json_is_one_object() {
    let test = GuideTest::empty();
    let run = import(&test, EXPORT, &["--json"]);
    let json = run.code(0).says("").json();
    assert_eq!(json["guide"], serde_json::json!({ "id": "g", "title": "Python in Brief", "folder": "g" }));
    assert_eq!(json["files"][1], "g/01-fundamentals.md");
    let section = &json["sections"][1];
    assert_eq!((&section["number"], &section["id"]), (&2.into(), &"classes-object".into()));
    assert_eq!((&section["tables"], &section["comparisons-recognised"]), (&2.into(), &2.into()));
    assert_eq!((&section["pitfalls"], &section["versions"]), (&0.into(), &1.into()));
    assert_eq!(section["mended"][0], "2 dunders escaped");
    let first = &json["diagnostics"][0];
    assert_eq!(
        (&first["code"], &first["line"], &first["file"]),
        (&"chat-left-out".into(), &1.into(), &"chat.md".into())
    );
}

#[test]
fn standard_input_is_a_file_too() {
    let test = GuideTest::empty();
    test.write("chat.md", "# 1. One\n\nText.\n\n# 3. Three\n");
    let mut command = test.command(&["import", "-", "--to", "a b"]);
    command.stdin(std::fs::File::open(test.path("chat.md")).expect("there"));
    test.finish(command).code(0).says(str![[r#"
warning[number-missing]: section 2 is missing between 1 and 3
 --> standard input:5:1
  |
5 | # 3. Three
  | ^^^^^^^^^^

warning[empty-section]: section 3, `Three`, has no text
 --> standard input:5:1
  |
5 | # 3. Three
  | ^^^^^^^^^^

2 warnings
new   a b/guide.toml
new   a b/01-one.md
new   a b/03-three.md
2 sections
now: revexport check -g 'a b'

"#]]);
}

#[test]
fn headings_of_every_form_begin_sections() {
    for (one, two) in [
        ("# 1. One", "# 2. Two"),
        ("## Section 1: One", "## Section 2: Two"),
        ("## 1) One", "## 2) Two"),
        ("## **1. One**", "## **2. Two**"),
        ("# 1 – One", "# 2 – Two"),
        ("### Chapter 1 One ###", "### Chapter 2 Two"),
        ("**1. One**", "**2. Two**"),
        ("1 – One\n=======", "2 – Two\n======"),
        ("# One", "# Two"),
        ("## 🐍 1. One", "## 🐍 2. Two"),
        ("### One", "### 2. Two"),
        ("### 1. One", "## 2. Two"),
    ] {
        let test = GuideTest::empty();
        let export = format!("Hello.\n\n{one}\n\n##### Topic\n\nText.\n\n{two}\n\n##### Topic\n\nText.\n");
        import(&test, export, &["-q"]).code(0);
        assert_eq!(test.names("g"), ["01-one.md", "02-two.md", "guide.toml"], "{one}");
        assert_eq!(text(&test, "g/01-one.md"), "# One\n\n## Topic\n\nText.\n", "{one}");
        assert_eq!(text(&test, "g/02-two.md"), "# Two\n\n## Topic\n\nText.\n", "{two}");
        test.run(&["list", "-g", "g"]).code(0);
    }
}

#[test]
fn headings_move_and_lines_in_fences_do_not() {
    let test = GuideTest::empty();
    let export = "## 1. One\n\nA line\n======\n\n### Topic\n\n##### Deep\n\n###### Deeper\n\nWide\n----\n\n\
                  ````md\n## 2. Two\n***\n````\n\n## 2. *Two* `x|y`\n\nText.\n";
    import(&test, export, &[]).code(0).says(str![[r#"
warning[heading-kept]: `A line` has no number; it became a topic of section 1
 --> chat.md:3:1
  |
3 | A line
  | ^^^^^^

warning[heading-kept]: `Wide` has no number; it became a topic of section 1
  --> chat.md:12:1
   |
12 | Wide
   | ^^^^

2 warnings
new   g/guide.toml
new   g/01-one.md
new   g/02-two-x-y.md
2 sections
now: revexport check -g g

"#]]);
    assert().eq(
        text(&test, "g/01-one.md"),
        str![[r#"
# One

## A line

## Topic

#### Deep

##### Deeper

Wide
----

````md
## 2. Two
***
````

"#]],
    );
    assert().eq(
        text(&test, "g/02-two-x-y.md"),
        str![[r#"
# *Two* `x|y`

Text.

"#]],
    );
    test.run(&["list", "-g", "g"]).code(0);
}

#[test]
fn text_that_is_no_chat_stays() {
    let body = "## Topic\n\nText.\n\n---\n\n* A list behind a rule.\n\n---\n\n**Best practice: none.** In bold.\n\n\
                **User:** has a name.\n\n## User\n\nContinue with the loop's body.\n\nYou can continue.\n\n---\n\n\
                | a | b |\n| --- | --- |\n| 1 | 2 |\n\n---\n\n```text\nWould you like me to continue?\n```";
    let test = GuideTest::empty();
    import(&test, format!("# 1. One\n\n{body}\n\n---\n\n# 2. Two\n\nText.\n"), &["--deny-warnings"]).code(0);
    assert_eq!(text(&test, "g/01-one.md"), format!("# One\n\n{body}\n"));
}

#[test]
fn titles_are_written_so_that_they_are_read_back() {
    let test = GuideTest::empty();
    let export = "# The \"Guide\" \\\\ of `__x__`\n\n## 1. *args & `**kw`: a_b\n\nText.\n\n## 2. 2D \"plots\"\n\nText.\n\n\
                  ## 3. 漢字\n\nText.\n\n## 4. ***\n\nText.\n\n## **5.** Bold `x`\n\nText.\n\n## 6. 漢字\n\nText.\n";
    import(&test, export, &["-q"]).code(0);
    let list = test.run(&["list", "-g", "g", "--json"]).code(0).json();
    let titles: Vec<_> = list["sections"].as_array().expect("sections").iter().map(|s| s["title"].as_str()).collect();
    let expected = ["*args & **kw: a_b", "2D \"plots\"", "漢字", "Section 4", "Bold x", "漢字"];
    assert_eq!(titles, expected.map(Some));
    assert_eq!(list["guide"]["title"], "The \"Guide\" \\ of __x__");
    let ids: Vec<_> = list["sections"].as_array().expect("sections").iter().map(|s| s["id"].as_str()).collect();
    let expected = ["args-kw-a-b", "2d-plots", "section-3", "section-4", "bold-x", "section-6"];
    assert_eq!(ids, expected.map(Some));
    assert_eq!(list["diagnostics"], serde_json::json!([]));
}

#[test]
fn an_export_without_sections_is_one() {
    let test = GuideTest::empty();
    import(&test, "Just text.\n\n---\n\n#### Small\n\nMore.\n", &["-q"]).code(0);
    assert_eq!(text(&test, "g/01-g.md"), "# G\n\nJust text.\n\n---\n\n## Small\n\nMore.\n");
    let test = GuideTest::empty();
    import(&test, "Text.\n\n# User\n\ncontinue\n\n# Assistant\n\n###### Deep\n\nMore.\n", &["-q"]).code(0);
    assert_eq!(text(&test, "g/01-g.md"), "# G\n\nText.\n\n## Deep\n\nMore.\n");
    let test = GuideTest::empty();
    import(&test, "Sure!\n\n# Biology\n\nText.\n\n## Cells\n\nMore.\n", &[]).code(0).says(str![[r#"
warning[chat-left-out]: line 1 was left out (before the first section): “Sure!”
 --> chat.md:1:1
  |
1 | Sure!
  | ^^^^^

1 warning
new   g/guide.toml
new   g/01-biology.md
1 section
what was left out is named above; copy what belongs to the guide into its file
now: revexport check -g g

"#]]);
    assert_eq!(text(&test, "g/01-biology.md"), "# Biology\n\nText.\n\n## Cells\n\nMore.\n");
}

#[test]
fn a_section_that_goes_on_is_joined_and_one_that_is_there_twice_is_refused() {
    let refused = |export: &str| {
        let test = GuideTest::empty();
        let run = import(&test, export, &[]);
        assert!(!test.path("g").exists());
        run
    };
    refused("# 1. One\n\nA.\n\n# 2. Two\n\nB.\n\n# 2. Deux\n\nC.\n").code(1).says(str![[r#"
error[duplicate-number]: two sections have the number 2: `Two` on line 5 and `Deux` on line 9
 --> chat.md:9:1
  |
5 | # 2. Two
  | -------- the first one
...
9 | # 2. Deux
  | ^^^^^^^^^
  |
  = help: take one of them out of the export, or give it another number

1 error
nothing was written

"#]]);
    refused("# 1. One\n\n## A\n\nA.\n\ncontinue\n\n# 1. One\n\n## A\n\nB.\n").code(1).says(str![[r#"
error[section-twice]: section 1, `One`, is there twice: on line 1 and on line 9
 --> chat.md:9:1
  |
1 | # 1. One
  | -------- the first one
...
9 | # 1. One
  | ^^^^^^^^
  |
  = help: take one of the two out of the export; if the second goes on with the first, write (continued) behind its title

1 error
nothing was written

"#]]);
    refused("# 0. Zero\n\nA.\n\n# 1. One\n\nB.\n").code(1).says(str![[r#"
error[bad-number]: a section cannot have the number 0
 --> chat.md:1:1
  |
1 | # 0. Zero
  | ^^^^^^^^^
  |
  = help: number the sections from 1 on, up to 9999

1 error
nothing was written

"#]]);
    for again in ["# 1. One (continued)", "# One – continued", "continue\n\n# 1. One"] {
        let test = GuideTest::empty();
        import(&test, format!("# 1. One\n\n## A\n\nA.\n\n{again}\n\n## B\n\nB.\n\n# 2. Two\n\nC.\n"), &[]).code(0);
        assert_eq!(text(&test, "g/01-one.md"), "# One\n\n## A\n\nA.\n\n## B\n\nB.\n", "{again}");
    }
}

#[test]
fn warnings_that_are_taken_for_errors_leave_nothing_written() {
    let test = GuideTest::empty();
    import(&test, "Hello.\n\n# 1. One\n\nText.\n", &["--deny-warnings"]).code(1).says(str![[r#"
warning[chat-left-out]: line 1 was left out (before the first section): “Hello.”
 --> chat.md:1:1
  |
1 | Hello.
  | ^^^^^^

1 warning
nothing was written

"#]]);
    assert!(!test.path("g").exists());
}

#[test]
fn what_is_no_export_is_refused() {
    let refused = |text: &[u8]| {
        let test = GuideTest::empty();
        let run = import(&test, text, &[]);
        assert!(!test.path("g").exists());
        run
    };
    refused(b" \n\n").code(2).says(str![[r#"
error[empty-export]: the export is empty
 --> chat.md:1:1
  |
1 |  
  | ^
  |
  = help: save the chat's text in it

1 error
nothing was written

"#]]);
    refused(b"[ {\"mapping\": 1} ]").code(2).says(str![[r#"
error[not-markdown]: the export is JSON, not Markdown
 --> chat.md:1:1
  |
1 | [ {"mapping": 1} ]
  | ^^^^^^^^^^^^^^^^^^
  |
  = help: copy the chat's answers as Markdown into a file, and import that

1 error
nothing was written

"#]]);
    refused(b"<!-- saved -->\n<html>").code(2).says(str![[r#"
error[not-markdown]: the export is HTML, not Markdown
 --> chat.md:1:1
  |
1 | <!-- saved -->
  | ^^^^^^^^^^^^^^
  |
  = help: copy the chat's answers as Markdown into a file, and import that

1 error
nothing was written

"#]]);
    refused(b"# 1. One\n\xff\n").code(2).says(str![[r#"
error[not-utf8]: `chat.md` is not UTF-8: line 2 has a byte that no UTF-8 text can have
--> chat.md
 = help: save the export as UTF-8

1 error
nothing was written

"#]]);
    refused(format!("# 1. One\n\n{}", "x".repeat(4 << 20)).as_bytes()).code(2).says(str![[r#"
error[file-too-large]: section 1 has 4194312 bytes; the limit is 4194304
 --> chat.md:1:1
  |
1 | # 1. One
  | ^^^^^^^^
  |
  = help: divide it into several sections

1 error
nothing was written

"#]]);
    refused(format!("# 1. One\n\n{}x", "> ".repeat(99)).as_bytes()).code(1).says(str![[r#"
error[nested-too-deep]: text is nested more than 64 levels deep
 --> chat.md:3:1
  |
3 | > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > >...
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: take some of the levels out

1 error
nothing was written

"#]]);
    refused(&vec![b'x'; (32 << 20) + 1]).code(2).says(str![[r#"
error[file-too-large]: `chat.md` has more than 32 MB
--> chat.md
 = help: import it in parts, each into a folder of its own

1 error
nothing was written

"#]]);
    let test = GuideTest::empty();
    test.run(&["import", "nothing.md", "--to", "g"]).code(2).says(str![[r#"
error[missing-file]: there is no file `nothing.md`
--> nothing.md
 = help: name the file of the export, or - for standard input

1 error
nothing was written

"#]]);
    test.run(&["import", ".", "--to", "g"]).code(2).says(str![[r#"
error[unreadable-file]: `.` cannot be read: it is a folder, not a file
--> .
 = help: name a file with the export's text

1 error
nothing was written

"#]]);
    assert!(!test.path("g").exists());
}

#[test]
fn a_folder_with_something_in_it_takes_no_guide() {
    let test = GuideTest::empty();
    test.write("g/notes.txt", "mine");
    import(&test, EXPORT, &[]).code(2).says(str![[r#"
error[folder-not-empty]: the folder `g` is not empty; nothing was written
--> g
 = help: name a new folder

1 error

"#]]);
    test.write("g/guide.toml", "mine");
    import(&test, EXPORT, &[]).code(2).says(str![[r#"
error[guide-exists]: `g/guide.toml` is there already; nothing was written
--> g
 = help: name a new folder, or edit that guide

1 error

"#]]);
    assert_eq!(test.names("g"), ["guide.toml", "notes.txt"]);
}

#[test]
fn what_the_user_says_between_two_answers_is_chat() {
    let test = GuideTest::empty();
    let export = "# 1. One\n\nA.\n\n**User:** yes, and more on ports\n\nwith examples\n\n**Assistant:**\n\nB.\n\n\
                  **Human:** one who asks.\n\n- C.\n\nPart one is done. Shall we move on to section 2?\n";
    import(&test, export, &["--diagnostics", "short"]).code(0).says(str![[r#"
chat.md:5:1: warning[chat-left-out]: lines 5 to 9 were left out (chat): “**User:** yes, and more on ports with examples …”
chat.md:17:1: warning[chat-left-out]: line 17 was left out (chat): “Part one is done. Shall we move on …”
2 warnings
new   g/guide.toml
new   g/01-one.md
1 section
what was left out is named above; copy what belongs to the guide into its file
now: revexport check -g g

"#]]);
    assert_eq!(text(&test, "g/01-one.md"), "# One\n\nA.\n\nB.\n\n**Human:** one who asks.\n\n- C.\n");
}

#[test]
fn headings_without_a_number_get_the_one_that_fits() {
    let test = GuideTest::empty();
    let export = "# Guide\n\n- Zero: nothing\n- Alpha: the first\n- Beta\n\n## Alpha\n\nA.\n\n## Beta\n\nB.\n\n\
                  ## 4. Delta\n\nD.\n\n## Epsilon\n\nE.\n\n## 6. Zeta\n\nZ.\n\n## Appendix\n\nEnd.\n";
    import(&test, export, &["--diagnostics", "short"]).code(0).says(str![[r#"
chat.md:3:1: warning[contents-left-out]: lines 3 to 5 were left out (a table of contents): “Zero: nothing Alpha: the first Beta”
chat.md:7:1: warning[number-added]: section 2, `Alpha`, has no number here; it got the one that fits
chat.md:11:1: warning[number-added]: section 3, `Beta`, has no number here; it got the one that fits
chat.md:19:1: warning[number-added]: section 5, `Epsilon`, has no number here; it got the one that fits
chat.md:27:1: warning[heading-kept]: `Appendix` has no number; it became a topic of section 6
5 warnings
new   g/guide.toml
new   g/02-alpha.md
new   g/03-beta.md
new   g/04-delta.md
new   g/05-epsilon.md
new   g/06-zeta.md
5 sections
what was left out is named above; copy what belongs to the guide into its file
now: revexport check -g g

"#]]);
    let list = test.run(&["list", "-g", "g", "--json"]).code(0).json();
    let sections = list["sections"].as_array().expect("sections").iter();
    let found: Vec<_> = sections.map(|section| (section["number"].as_u64(), section["id"].as_str())).collect();
    let expected = [(2, "alpha"), (3, "beta"), (4, "delta"), (5, "epsilon"), (6, "zeta")];
    assert_eq!(found, expected.map(|(number, id)| (Some(number), Some(id))));
}

#[test]
fn numbers_of_topics_begin_no_sections() {
    let names = |export: &str| {
        let test = GuideTest::empty();
        import(&test, export, &["-q"]).code(0);
        test.names("g").into_iter().filter(|name| name.ends_with(".md")).collect::<Vec<_>>()
    };
    let step = |text: &str| format!("### {text}\n\nText.\n\n");
    let (first, second) = (step("1. A"), step("2. B"));
    let anew = format!("# Guide\n\n## One\n\n{first}{second}## Two\n\n{first}**1. Step**\n\nText.\n");
    assert_eq!(names(&anew), ["01-one.md", "02-two.md"]);
    let few = format!("## One\n\nText.\n\n## Two\n\n{first}{second}## Three\n\nText.\n");
    assert_eq!(names(&few), ["01-one.md", "02-two.md", "03-three.md"]);
    let parts = format!("# Part A\n\n{first}# Part B\n\n{second}");
    assert_eq!(names(&parts), ["01-a.md", "02-b.md"]);
}

#[test]
fn sections_may_be_of_several_levels() {
    let test = GuideTest::empty();
    let levels = [3, 3, 2, 2, 3, 1, 3];
    let sections = levels.iter().enumerate();
    let export: String =
        sections.map(|(i, n)| format!("{} {}. S{}\n\n##### T\n\nText.\n\n", "#".repeat(*n), i + 1, i + 1)).collect();
    import(&test, &export, &["--deny-warnings"]).code(0);
    assert_eq!(test.names("g").len(), levels.len() + 1);
    for i in 1..=levels.len() {
        assert_eq!(text(&test, &format!("g/0{i}-s{i}.md")), format!("# S{i}\n\n## T\n\nText.\n"));
    }
}

#[test]
fn addresses_at_the_end_come_to_the_sections_that_use_them() {
    let test = GuideTest::empty();
    let export = "# 1. One\n\nSee [the RFC][rfc].\n\n# 2. Two\n\nText.\n\n[RFC]: https://example.org/rfc\n[x]: https://example.org/x\n";
    import(&test, export, &["-q"]).code(0);
    assert_eq!(text(&test, "g/01-one.md"), "# One\n\nSee [the RFC][rfc].\n\n[RFC]: https://example.org/rfc\n");
    let check = test.run(&["check", "-g", "g"]);
    assert!(!check.stderr.contains("undefined-reference"), "{}", check.stderr);
}

#[test]
fn tables_compare_only_what_their_name_says() {
    let table =
        |header: &str, first: &str| format!("| {header} |\n| --- | --- | --- |\n| {first} | 1 | 2 |\n| more | 3 | 4 |");
    let recognised = |above: &str, table: String| {
        let test = GuideTest::empty();
        import(&test, format!("# 1. One\n\n## Topic\n\n{above}\n\n{table}\n"), &["-q"]).code(0);
        let check = test.run(&["check", "-g", "g", "--json"]).code(0).json();
        assert!(!check.to_string().contains("\"error\""), "{check}");
        text(&test, "g/01-one.md").lines().find_map(|line| line.strip_prefix("**Compare").map(str::to_owned))
    };
    let by_column = || table("x | `list` | tuple", "a");
    let pinned = |text: &str| Some(format!("{text}** <!-- id: list-vs-tuple -->"));
    assert_eq!(recognised("**list vs tuple**", by_column()), pinned(": list vs tuple"));
    assert_eq!(recognised("**`list` vs. Tuple**", by_column()), pinned(": `list` vs. Tuple"));
    assert_eq!(recognised("### 1.2 List vs Tuple", by_column()), pinned(": List vs Tuple"));
    let cells = table("x | Plant Cell | Animal Cell", "a");
    assert!(recognised("**Plant vs Animal Cells**", cells).is_some(), "a plural");
    let by_row = "| type | mutable |\n| --- | --- |\n| list | yes |\n| tuple | no |".to_owned();
    assert_eq!(recognised("**list vs tuple**", by_row), pinned(" by row: list vs tuple"));
    assert_eq!(recognised("**list vs dict**", by_column()), None, "another thing");
    assert_eq!(recognised("**list and tuple**", by_column()), None, "no comparison");
    assert_eq!(recognised("**list vs tuple**", table("x | list | list", "a")), None, "two columns of a name");
    assert_eq!(recognised("**list vs tuple**", table("x | list | tuple", "more")), None, "two rows of a name");
    assert_eq!(recognised("**list vs tuple**", table("x | list | ", "a")), None, "an empty name");
    assert_eq!(recognised("**list vs tuple**\n\nText.", by_column()), None, "text between");
    assert_eq!(recognised("**liste vs été**", table("x | liste | été", "a")), None, "no id of a to z");
}

#[test]
fn things_of_one_name_get_ids_of_their_own() {
    let test = GuideTest::empty();
    let part = "**Summary**\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n- item\n\n  **Best Practice:** Use `with`.\n";
    import(&test, format!("# 1. One\n\n{part}\n# 2. Two\n\n{part}"), &[]).code(0).says(str![[r#"
new   g/guide.toml
new   g/01-one.md  1 bold lead made an alert
new   g/02-two.md  2 ids told apart, 1 bold lead made an alert
2 sections, 2 practices, 2 tables
now: revexport check -g g

"#]]);
    assert().eq(
        text(&test, "g/02-two.md"),
        str![[r#"
# Two

**Summary** <!-- id: summary-2 -->

| a | b |
| --- | --- |
| 1 | 2 |

- item

  > [!TIP]
  > **Use `with`.**
  > <!-- id: use-with-2 -->

"#]],
    );
    let check = test.run(&["check", "-g", "g", "--json"]).code(0).text();
    assert!(!check.contains("duplicate-id"), "{check}");
}
