//! Layouts, papers, columns and themes; what no layout can take, and layouts that are wrong.

use crate::guide_test::{GuideTest, assert};
use snapbox::str;

/// A layout of the user's own: the bundled pocket book with something before and something behind it.
fn own(test: &GuideTest, before: &str, behind: &str) {
    let pocket = test.run(&["layout", "pocket"]).code(0).text();
    test.write("mine.typ", format!("{before}{pocket}{behind}"));
}

/// How many pages a run made, and of what size type, from its JSON.
fn made(test: &GuideTest, arguments: &[&str]) -> (u64, f64) {
    let value = test.run(&[&["pdf", "--json"], arguments].concat()).code(0).json();
    let artifact = &value["artifacts"][0];
    (artifact["pages"].as_u64().expect("a number"), artifact["points"].as_f64().expect("a number"))
}

/// The size of a PDF's pages, in whole points.
fn page(test: &GuideTest, name: &str) -> (i64, i64) {
    let bytes = &test.files("out")[name];
    let document = lopdf::Document::load_mem(bytes).expect("a PDF");
    let (_, id) = document.get_pages().into_iter().next().expect("a page");
    let page = document.get_dictionary(id).expect("a page's dictionary");
    let size: Vec<i64> = page
        .get(b"MediaBox")
        .and_then(|array| array.as_array())
        .expect("a page has a size")
        .iter()
        .map(|number| number.as_float().expect("a number").round() as i64)
        .collect();
    (size[2], size[3])
}

#[test]
fn the_bundled_layouts_are_listed_and_printed() {
    let test = GuideTest::empty();
    let run = test.run(&["layout"]);
    run.code(0);
    assert().eq(
        run.text(),
        str![[r#"
sheet       the dense exam sheet: landscape, three or four columns, one leaf a section
handout     to read and write on: upright, one column of larger type, as many pages as it takes
pocket      a small book: upright A5, or A6 with --paper a6, one column; what booklets are folded from
vocabulary  what the layouts share: boxes, listings, tables
marks       what the vocabulary draws, and the colours and rules of the themes

"#]],
    );
    for name in ["sheet", "handout", "pocket", "vocabulary"] {
        assert!(
            test.run(&["layout", name])
                .code(0)
                .text()
                .starts_with(&format!("// {}", if name == "vocabulary" { "The" } else { name }))
        );
    }
    test.run(&["layout", "pockt"]).code(2).says(str![[r#"
error[unknown-layout]: there is no layout `pockt`
 |
 = help: did you mean `pocket`?

1 error

"#]]);
}

#[test]
fn each_layout_has_its_paper_and_its_name() {
    let test = GuideTest::one("Some words.\n");
    for layout in ["sheet", "handout", "pocket"] {
        test.run(&["pdf", "-q", "--layout", layout]).code(0);
    }
    assert_eq!(test.names("out"), ["01-one-handout.pdf", "01-one-pocket.pdf", "01-one.pdf"]);
    assert_eq!(page(&test, "01-one.pdf"), (842, 595));
    assert_eq!(page(&test, "01-one-handout.pdf"), (595, 842));
    assert_eq!(page(&test, "01-one-pocket.pdf"), (420, 595));
}

#[test]
fn every_paper_either_way() {
    let test = GuideTest::one("Some words.\n");
    let sizes = [("a4", 595, 842), ("letter", 612, 792), ("a5", 420, 595), ("a6", 298, 420), ("legal", 612, 1008)];
    for (paper, width, height) in sizes {
        test.run(&["pdf", "-q", "--columns", "1", "--portrait", "--paper", paper]).code(0);
        assert_eq!(page(&test, "01-one.pdf"), (width, height), "{paper}");
        test.run(&["pdf", "-q", "--columns", "1", "--landscape", "--paper", paper]).code(0);
        assert_eq!(page(&test, "01-one.pdf"), (height, width), "{paper}");
    }
    test.run(&["pdf", "-q", "--portrait", "--landscape"]).code(2);
    test.run(&["pdf", "-q", "--paper", "a3"]).code(2);
}

#[test]
fn themes_change_looks_and_nothing_else() {
    let test = GuideTest::one("> [!WARNING]\n> **Trap.** It bites.\n> <!-- id: trap -->\n");
    let mut files = Vec::new();
    for theme in ["ink", "colour", "contrast"] {
        assert_eq!(made(&test, &["--theme", theme]), (1, 9.0));
        files.push(test.files("out").remove("01-one.pdf").expect("it was made"));
    }
    assert!(files[0] != files[1] && files[1] != files[2] && files[0] != files[2]);
}

#[test]
fn columns_too_narrow_for_text() {
    let test = GuideTest::one("Some words.\n");
    test.run(&["pdf", "-q", "--paper", "a6", "--columns", "6"]).code(2).says(str![[r#"
error[narrow-columns]: 6 columns on a6 would be 18 mm wide, too narrow for type of 7 pt
 |
 = help: ask for fewer columns, smaller type, or a larger paper

1 error

"#]]);
    test.run(&["pdf", "-q", "--font-size", "24"]).code(2).says(str![[r#"
error[narrow-columns]: 4 columns on a4 would be 67 mm wide, too narrow for type of 24 pt
 |
 = help: ask for fewer columns, smaller type, or a larger paper

1 error

"#]]);
    test.run(&["pdf", "-q", "--font-size", "400"]).code(2).says(str![[r#"
error: invalid value '400' for '--font-size <PT>': give a size from 4 to 24 points

For more information, try '--help'.

"#]]);
    assert!(test.names("out").is_empty());
}

#[test]
fn a_layout_of_ones_own() {
    let test = GuideTest::one("Some words.\n");
    own(&test, "", "#let topic(number, title) = heading(level: 2, title)\n");
    test.run(&["pdf", "-q", "--layout", "mine.typ"]).code(0);
    test.run(&["pdf", "-q", "--layout", "pocket"]).code(0);
    let files = test.files("out");
    assert_eq!(files.keys().collect::<Vec<_>>(), ["01-one-mine.pdf", "01-one-pocket.pdf"]);
    assert!(files["01-one-mine.pdf"] != files["01-one-pocket.pdf"]);
}

#[test]
fn a_layout_uses_what_stands_beside_it() {
    let test = GuideTest::one("Some words.\n");
    let pocket = test.run(&["layout", "pocket"]).code(0).text();
    test.write(
        "my/mine.typ",
        pocket.replace("#import \"/vocabulary.typ\": *", "#import \"/vocabulary.typ\": *\n#import \"more.typ\": *"),
    );
    test.write("my/more.typ", "#let topic(number, title) = heading(level: 2, title)\n");
    test.run(&["pdf", "-q", "--layout", "my/mine.typ"]).code(0);
    test.write("my/more.typ", "#let topic(number, title) = heading(level: 2, nothing)\n");
    test.run(&["pdf", "-q", "--layout", "my/mine.typ"]).code(1).says(str![[r#"
error[layout-failed]: unknown variable: nothing
--> my/more.typ:1

1 error

"#]]);
}

#[test]
fn layouts_that_are_not_there() {
    let test = GuideTest::one("Some words.\n");
    test.run(&["pdf", "-q", "--layout", "handuot"]).code(2).says(str![[r#"
error[unknown-layout]: there is no layout `handuot`
 |
 = help: did you mean `handout`?

1 error

"#]]);
    test.run(&["pdf", "-q", "--layout", "vocabulary"]).code(2).says(str![[r#"
error[unknown-layout]: there is no layout `vocabulary`
 |
 = help: there are: sheet, handout, pocket

1 error

"#]]);
    test.run(&["pdf", "-q", "--layout", "none.typ"]).code(2).says(str![[r#"
error[unreadable-layout]: the layout `none.typ` cannot be read: there is no such file
--> none.typ

1 error

"#]]);
}

#[test]
fn a_layout_with_an_error_is_named_with_its_line() {
    let test = GuideTest::one("Some words.\n");
    let mut said = String::new();
    let lines = [
        "#let x = (1,\n",
        "#let x = nothing\n",
        "#while true {}\n",
        "#let n = 1\n#while n > 0 { n += 1 }\n",
        "#let f(x) = f(x + 1)\n#f(1)\n",
        "#let x = read(\"/etc/hosts\")\n",
        "#import \"@preview/cetz:0.3.0\": *\n",
    ];
    for line in lines {
        own(&test, line, "");
        let run = test.run(&["pdf", "-q", "--diagnostics", "short", "--layout", "mine.typ"]);
        assert!(matches!(run.code, Some(1 | 2)), "{line}{}", run.stderr);
        said += &run.stderr;
    }
    assert().eq(said, str![[r#"
mine.typ:1: error[bad-layout]: unclosed delimiter
1 error
mine.typ:1: error[layout-failed]: unknown variable: nothing
1 error
mine.typ:1: error[layout-failed]: condition is always true
1 error
mine.typ:2: error[layout-failed]: loop seems to be infinite
1 error
mine.typ:1: error[layout-failed]: maximum function call depth exceeded
1 error
mine.typ:1: error[layout-failed]: failed to load file (`etc/hosts` is not there: a layout reaches files beside it by relative names, no others)
1 error
mine.typ:1: error[layout-failed]: failed to load file (`@preview/cetz:0.3.0` is not there: a layout cannot import packages)
1 error

"#]]);
    assert!(test.names("out").is_empty());
}

#[test]
fn a_layout_says_in_literals_what_it_is() {
    let test = GuideTest::one("Some words.\n");
    let mut said = String::new();
    let defaults = [
        "colums: 3",
        "columns: 9",
        "paper: \"a3\"",
        "orientation: \"upright\"",
        "size: 400pt",
        "sides: 1em",
        "fit: (pages: 2, smallest: 9pt, largest: 7pt)",
    ];
    for default in defaults {
        test.write("mine.typ", format!("#let defaults = (\n  {default},\n)\n"));
        let run = test.run(&["pdf", "-q", "--layout", "mine.typ"]);
        run.code(2);
        said += &run.stderr;
    }
    assert().eq(
        said,
        str![[r#"
error[bad-layout]: `colums` means nothing here
--> mine.typ:2
 = help: did you mean `columns`?

1 error
error[bad-layout]: `columns` cannot be understood
--> mine.typ:2
 = help: write a number from 1 to 6, or several to try: (4, 3)

1 error
error[bad-layout]: `paper` cannot be understood
--> mine.typ:2
 = help: write "a4", "letter", "a5", "a6" or "legal"

1 error
error[bad-layout]: `orientation` cannot be understood
--> mine.typ:2
 = help: write "portrait" or "landscape"

1 error
error[bad-layout]: `size` cannot be understood
--> mine.typ:2
 = help: write a size from 4pt to 24pt

1 error
error[bad-layout]: `sides` cannot be understood
--> mine.typ:2
 = help: write a length from 0mm to 80mm

1 error
error[bad-layout]: `fit` cannot be understood
--> mine.typ:2
 = help: write (pages: 2, smallest: 7pt, largest: 9pt), or none

1 error

"#]],
    );
}

#[test]
fn a_layout_without_the_vocabulary() {
    let test = GuideTest::one("Some words.\n");
    test.write("mine.typ", "#let section(..arguments, body) = body\n");
    test.run(&["pdf", "-q", "--layout", "mine.typ"]).code(1).says(str![[r#"
error[layout-failed]: the layout defines no `topic`
--> mine.typ
 = help: import the vocabulary at its beginning: #import "/vocabulary.typ": *

1 error

"#]]);
}

#[test]
fn what_is_too_wide_or_too_high_is_brought_to_the_page() {
    let cells = |text: &str| (0..12).map(|i| format!("{text}{i} | ")).collect::<String>();
    let table =
        format!("| {}\n|{}\n| {}\n", cells("Column number "), " --- |".repeat(12), cells("configuration value_"));
    let word = "abcdefghij".repeat(30);
    let code = format!("x = \"{}\"", "abcdefghij".repeat(50));
    let texts = [
        table,
        format!("```python no-run=long\n{code}\n```\n"),
        format!("Before {word} after.\n\n| A | B |\n| --- | --- |\n| {word} | x |\n"),
        "| A | B |\n| --- | --- |\n| one<br><br>two<br><br>three<br><br>four | x |\n".to_owned(),
        (0..30).map(|i| format!("{}- level {i}\n", "  ".repeat(i))).collect(),
        (1..50).map(|i| format!("{} quote {i}\n>\n", ">".repeat(i))).collect(),
    ];
    for text in texts {
        let test = GuideTest::one(&text);
        assert_eq!(made(&test, &[]).0, 1, "{text}");
        assert!(made(&test, &["--layout", "pocket", "--paper", "a6"]).0 <= 4, "{text}");
    }
}

#[test]
fn a_picture_larger_than_the_page_is_made_smaller() {
    let test = GuideTest::one("![A tower](tower.svg)\n");
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"600\" height=\"9000\"><rect width=\"600\" height=\"9000\"/></svg>";
    test.write("tower.svg", svg);
    for layout in ["sheet", "handout", "pocket"] {
        assert!(made(&test, &["--layout", layout]).0 <= 2, "{layout}");
    }
}

#[test]
fn a_section_without_text_has_a_page() {
    let test = GuideTest::new(&[(1, "one", "One", "")]);
    for layout in ["sheet", "handout", "pocket"] {
        assert_eq!(made(&test, &["--layout", layout]).0, 1, "{layout}");
    }
}

#[test]
fn a_section_that_no_leaf_holds_is_set_and_told() {
    let paragraph =
        "A paragraph of a section that is much longer than a leaf of paper, with words enough for some lines.\n\n";
    let test = GuideTest::one(&paragraph.repeat(400));
    let run = test.run(&["pdf", "-q"]);
    run.code(0);
    assert!(run.stderr.contains("warning[more-than-a-leaf]"), "{}", run.stderr);
    let (pages, points) = made(&test, &["--layout", "pocket"]);
    assert!(pages > 10 && points == 8.5, "{pages} pages of {points} pt");
}

#[test]
fn a_file_s_name_stands_over_its_code() {
    let named = GuideTest::one("```python file=shop.py\nx = 1\n```\n\n```python\nfrom shop import x\n```\n");
    let bytes = test_bytes(&named);
    let plain = GuideTest::one("```python\nx = 1\n```\n\n```python\nfrom shop import x\n```\n");
    assert!(bytes != test_bytes(&plain));
}

fn test_bytes(test: &GuideTest) -> usize {
    test.run(&["pdf", "-q"]).code(0);
    test.files("out")["01-one.pdf"].len()
}
