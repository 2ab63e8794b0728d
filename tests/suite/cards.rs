//! Cards on paper: which are made, where they stand, what is said when they cannot be.

use crate::guide_test::GuideTest;
use snapbox::str;

/// A pitfall with wrong and right code, and a comparison of three things.
const TEXT: &str = "> [!WARNING]\n> **Shared list.** The default is built once.\n>\n> ```python bad\n> def add(x, to=[]):\n>     \
                    return to\n> ```\n>\n> ```python good\n> def add(x, to=None):\n>     return to or []\n> ```\n\n\
                    **Compare: list vs tuple vs set**\n\n| Aspect | list | tuple | set |\n| --- | --- | --- | --- |\n\
                    | Order | kept | kept as well | none |\n";

/// So many pitfalls.
fn pitfalls(count: usize) -> String {
    let one =
        |i: usize| format!("> [!WARNING]\n> **Trap {i}.** Answer {i}.\n>\n> ```text bad\n> question {i}\n> ```\n\n");
    (1..=count).map(one).collect()
}

/// The pages of a PDF, as its page tree counts them.
fn pages(bytes: &[u8]) -> usize {
    lopdf::Document::load_mem(bytes).expect("a PDF").get_pages().len()
}

#[test]
fn a_pdf_a_section_with_the_cards_of_the_deck() {
    let test = GuideTest::new(&[(1, "one", "One", TEXT), (2, "two", "Two", &pitfalls(9))]);
    let run = test.run(&["cards"]);
    run.code(0).says(str![[r#"
guide .: Tiny Guide
cards  out/01-one-cards.pdf  2 pages  4 cards  [MS] ms
cards  out/02-two-cards.pdf  4 pages  9 cards  [MS] ms
2 files in [MS] ms

"#]]);
    assert_eq!(test.names("out"), ["01-one-cards.pdf", "02-two-cards.pdf"]);
    assert_eq!(pages(&test.files("out")["02-two-cards.pdf"]), 4);
}

#[test]
fn as_many_cards_as_the_list_and_the_deck_have() {
    let test = GuideTest::new(&[(1, "one", "One", TEXT), (2, "two", "Two", &pitfalls(9))]);
    let of = |arguments: &[&str], list: &str| -> Vec<u64> {
        let value = test.run(arguments).code(0).json();
        value[list].as_array().expect("a list").iter().filter_map(|one| one["cards"].as_u64()).collect()
    };
    let listed = of(&["list", "--json"], "sections");
    assert_eq!(listed, [4, 9]);
    assert_eq!(of(&["cards", "--json"], "artifacts"), listed);
    assert_eq!(of(&["anki", "--json"], "artifacts"), [13]);
    assert_eq!(of(&["cards", "--json", "--cards", "comparisons"], "artifacts"), [3]);
}

#[test]
fn one_file_for_several_sections() {
    let test =
        GuideTest::new(&[(1, "one", "One", TEXT), (2, "two", "Two", &pitfalls(9)), (3, "three", "Three", "Text.")]);
    test.run(&["cards", "-s", "1-2", "--merge"]).code(0).says(str![[r#"
guide .: Tiny Guide
cards  out/tiny-1-2-cards.pdf  4 pages  13 cards  [MS] ms
1 file in [MS] ms

"#]]);
    test.run(&["cards", "-s", "1-2", "-o", "exam.pdf", "--grid", "3x3"]).code(0).says(str![[r#"
guide .: Tiny Guide
cards  exam.pdf  4 pages  13 cards  [MS] ms
1 file in [MS] ms

"#]]);
    // Thirteen cards: two sheets.
    assert_eq!(pages(&std::fs::read(test.path("exam.pdf")).expect("a file")), 4);
}

#[test]
fn by_hand_fronts_and_backs_are_two_files() {
    let test = GuideTest::new(&[(1, "one", "One", &pitfalls(9))]);
    test.run(&["cards", "--duplex", "manual", "--flip", "short"]).code(0).says(str![[r#"
guide .: Tiny Guide
cards  out/01-one-cards-fronts.pdf  2 pages  9 cards  [MS] ms
cards  out/01-one-cards-backs.pdf  2 pages  9 cards  [MS] ms
2 files in [MS] ms

"#]]);
    test.run(&["cards", "--duplex", "manual", "-o", "one.pdf"]).code(2).says(str![[r#"
guide .: Tiny Guide
error[bad-output]: several files are made, and `one.pdf` is no folder
 |
 = help: make it a folder: -o one.pdf/

1 error

"#]]);
    assert!(!test.path("one.pdf").exists());
}

#[test]
fn to_be_folded_a_sheet_has_one_side() {
    let test = GuideTest::new(&[(1, "one", "One", &pitfalls(9))]);
    test.run(&["cards", "--gutterfold", "-q"]).code(0);
    // Four cards a sheet.
    assert_eq!(pages(&test.files("out")["01-one-cards.pdf"]), 3);
    test.run(&["cards", "--gutterfold", "--duplex", "manual"]).code(2).says(str![[r#"
error: the argument '--gutterfold' cannot be used with '--duplex <HOW>'

Usage: revexport cards --gutterfold

For more information, try '--help'.

"#]]);
}

#[test]
fn a_sheet_that_measures_the_printer() {
    let test = GuideTest::new(&[(1, "one", "One", "Text.")]);
    test.run(&["cards", "--calibrate", "--paper", "letter"]).code(0).says(str![[r#"
guide .: Tiny Guide
cards  out/calibration-letter.pdf  2 pages  [MS] ms
1 file in [MS] ms

"#]]);
    assert_eq!(pages(&test.files("out")["calibration-letter.pdf"]), 2);
}

#[test]
fn a_selection_without_cards() {
    let test = GuideTest::new(&[(1, "one", "One", "Text."), (2, "two", "Two", &pitfalls(1))]);
    test.run(&["cards", "-s", "1"]).code(1).says(str![[r#"
guide .: Tiny Guide
error[no-cards]: there is nothing to print: the selected sections have nothing that such cards are made of
 |
 = help: write a callout > [!WARNING], or **Compare: a vs b** above a table; or ask for other kinds with --cards

1 error

"#]]);
    assert!(test.names("out").is_empty());
    test.run(&["cards", "--cards", "keys"]).code(1).says(str![[r#"
guide .: Tiny Guide
error[no-cards]: there is nothing to print: the selected sections have nothing that such cards are made of
 |
 = help: write a callout > [!WARNING], or **Compare: a vs b** above a table; or ask for other kinds with --cards

1 error

"#]]);
    test.run(&["cards"]).code(0).says(str![[r#"
guide .: Tiny Guide
warning[no-cards]: this section has nothing that such cards are made of; no sheets are made of it
 --> 01-one.md:1:1
  |
1 | # One
  | ^^^^^

1 warning
cards  out/02-two-cards.pdf  2 pages  1 card  [MS] ms
1 file in [MS] ms

"#]]);
    assert_eq!(test.names("out"), ["02-two-cards.pdf"]);
}

#[test]
fn what_does_not_fit_the_paper() {
    let test = GuideTest::new(&[(1, "one", "One", TEXT)]);
    test.run(&["cards", "--gutter", "5"]).code(2).says(str![[r#"
guide .: Tiny Guide
error[bad-grid]: the cards need 214.0 mm in width, margins included, and the paper has 210.0 mm
 |
 = help: try a smaller --margin or --gutter, or another --grid

1 error

"#]]);
    test.run(&["cards", "--margin", "0", "--gutter", "5"]).code(2).says(str![[r#"
guide .: Tiny Guide
error[bad-grid]: the cards leave 4.5 mm at the paper's edge, and cut marks need 7.0 mm
 |
 = help: try a smaller --margin or --gutter, or another --grid

1 error

"#]]);
    test.run(&["cards", "--back-offset", "0,12.5"]).code(2).says(str![[r#"
guide .: Tiny Guide
error[bad-grid]: the offset moves the backs off the paper: there are 7.0 mm beside and 10.5 mm above them
 |
 = help: measure again with `revexport cards --calibrate`

1 error

"#]]);
    assert!(test.names("out").is_empty());
}

#[test]
fn what_is_no_grid_and_no_length() {
    let test = GuideTest::new(&[(1, "one", "One", TEXT)]);
    test.run(&["cards", "--grid", "3x5"]).code(2).says(str![[r#"
error: invalid value '3x5' for '--grid <GRID>'
  [possible values: 2x4, 3x3, 2x5, 3x5in]

  tip: a similar value exists: '3x5in'

For more information, try '--help'.

"#]]);
    test.run(&["cards", "--margin", "-3"]).code(2).says(str![[r#"
error: invalid value '-3' for '--margin <MM>': give millimetres from 0 to 100

For more information, try '--help'.

"#]]);
    test.run(&["cards", "--back-offset", "1"]).code(2).says(str![[r#"
error: invalid value '1' for '--back-offset <DX,DY>': give two numbers of millimetres, to the right and down, such as 0.5,-1

For more information, try '--help'.

"#]]);
    test.run(&["cards", "--back-offset", "-0.5,1"]).code(0);
}

#[test]
fn what_no_card_can_hold_goes_on_on_another() {
    let code: String = (0..60).map(|i| format!("> value_{i} = {i}\n")).collect();
    let test = GuideTest::one(&format!("> [!WARNING]\n> **Long.** Too long.\n>\n> ```python bad\n{code}> ```\n"));
    test.run(&["cards"]).code(0).says(str![[r#"
guide .: Tiny Guide
warning[card-too-long]: card 1.1 does not fit 98 × 69 mm in the smallest type and continues on another card
 --> 01-one.md:7:1
  |
7 | > [!WARNING]
  | ^^^^^^^^^^^^
  |
  = help: shorten the text, or choose larger cards with --grid

1 warning
cards  out/01-one-cards.pdf  2 pages  1 card  [MS] ms
1 file in [MS] ms

"#]]);
}

#[test]
fn odd_things_on_cards() {
    let word = "x".repeat(300);
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"9000\"><rect width=\"9\" height=\"9\"/></svg>";
    let test = GuideTest::one(&format!(
        "> [!WARNING]\n> **Odd.** A {word} of `{word}`, \"quotes\" #and\\\\ $signs$ é ≤ →[^n].\n>\n> ```python bad\n> {word} = \"{word}\"\n> \
         ```\n>\n> ![tall](tall.svg)\n>\n> | a | b |\n> | - | - |\n> | {word} | 2 |\n>\n> - one\n>   1. two\n\n[^n]: A note.\n"
    ));
    test.write("tall.svg", svg);
    test.run(&["cards"]).code(0).says(str![[r#"
guide .: Tiny Guide
warning[card-too-long]: card 1.1 does not fit 98 × 69 mm in the smallest type and continues on another card
 --> 01-one.md:7:1
  |
7 | > [!WARNING]
  | ^^^^^^^^^^^^
  |
  = help: shorten the text, or choose larger cards with --grid

1 warning
cards  out/01-one-cards.pdf  2 pages  1 card  [MS] ms
1 file in [MS] ms

"#]]);
}

#[test]
fn a_character_no_font_has() {
    let test = GuideTest::one("> [!WARNING]\n> **Odd.** Here: \u{1F9EC}\u{4E00}.\n");
    test.run(&["cards"]).code(1).says(str![[r#"
guide .: Tiny Guide
error[missing-glyph]: no font here has the character `一` (U+4E00)
 --> 01-one.md:8:11
  |
8 | > **Odd.** Here: 🧬一.
  |           ^^^^^^^^^^^^
  |
  = help: write it another way, or bring a font that has it: in the guide's `fonts` folder, or with --font-path

1 error

"#]]);
    assert!(test.names("out").is_empty());
}

#[test]
fn the_same_bytes_twice() {
    let test = GuideTest::new(&[(1, "one", "One", TEXT), (2, "two", "Two", &pitfalls(3))]);
    for folder in ["a/", "b/"] {
        test.run(&["cards", "-q", "-o", folder]).code(0);
    }
    assert_eq!(test.files("a"), test.files("b"));
}
