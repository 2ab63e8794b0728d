//! `--only`: sheets, decks and books of some parts alone.

use crate::deck::Deck;
use crate::epub::Book;
use crate::guide_test::GuideTest;
use snapbox::str;

const FIRST: &str = "Before all topics.

> [!TIP]
> **Read on.** It gets better.

## Things

Prose about things, and a [link](02-two.md#prose).

### Deeper

- An item.

  > [!WARNING]
  > **Trap in an item.** It hides[^hidden]; see [there](02-two.md#trap-of-two) and [here](#plain).
  >
  > ```python bad
  > x = 1
  > ```

### Plain

```python
y = 2
```

**Compare: one vs other**

| Aspect | one | other |
| --- | --- | --- |
| Size | small | large[^table] |

[^hidden]: Under the item[^deep].
[^deep]: Deep down.
[^table]: Of the table.
[^alone]: Of nothing that is left.

## Empty

Only prose[^alone].
";

const SECOND: &str = "## Prose

Nothing else.

> A quote:
>
> > [!WARNING]
> > **Trap of two.** It is quoted.
";

fn guide() -> GuideTest {
    GuideTest::new(&[
        (1, "one", "One", FIRST),
        (2, "two", "Two", SECOND),
        (3, "three", "Three", "## Three\n\nProse.\n"),
    ])
}

#[test]
fn a_book_has_the_parts_under_their_headings_and_nothing_else() {
    let test = guide();
    let book = Book::of(&test, &["--only", "pitfalls"]);
    let page = book.text("EPUB/01-one-pitfalls.xhtml");
    for there in ["One: pitfalls", "Things", "Deeper", "Trap in an item", "Under the item", "Deep down"] {
        assert!(page.contains(there), "{there}: {page}");
    }
    for gone in [
        "Before all",
        "Read on",
        "Prose about",
        "An item",
        "Plain",
        "y = 2",
        "Size",
        "Of the table",
        "Empty",
        "Of nothing",
    ] {
        assert!(!page.contains(gone), "{gone}: {page}");
    }
    assert!(book.text("EPUB/02-two-pitfalls.xhtml").contains("Trap of two"));
    assert!(!book.names.iter().any(|name| name.contains("three")), "{:?}", book.names);
}

#[test]
fn several_parts_stay_in_the_order_of_the_text() {
    let test = guide();
    let book = Book::of(&test, &["-s", "1", "--only", "comparisons,practices,examples,comparisons"]);
    let page = book.text("EPUB/01-one-comparisons-practices-examples.xhtml");
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("no {text} in {page}"));
    // Code in a callout that is left out goes with it; a heading stays for what stands under it.
    assert!(!page.contains("x = 1") && !page.contains("Deeper"), "{page}");
    assert!(at("Read on") < at("Things") && at("Things") < at("Plain"));
    assert!(at("Plain") < at("class=\"nu\">2") && at("class=\"nu\">2") < at("Size"));
}

#[test]
fn files_are_named_after_what_is_left() {
    let test = guide();
    test.run(&["all", "-s", "1-3", "--only", "pitfalls"]).code(0).says(str![[r#"
guide .: Tiny Guide
warning[section-left-out]: section 3 has no pitfalls: left out

1 warning
lock  guide.lock  4 new
pdf   out/01-one-pitfalls.pdf  1 page  9.00 pt  [MS] ms
pdf   out/02-two-pitfalls.pdf  1 page  9.00 pt  [MS] ms
anki  out/tiny-pitfalls.apkg  2 notes  2 cards  [MS] ms
epub  out/tiny-pitfalls.epub  [MS] ms
4 files in [MS] ms

"#]]);
    test.run(&["all", "-s", "1", "-q", "--only", "pitfalls,comparisons"]).code(0);
    test.run(&["cards", "-s", "1", "-q", "--only", "practices"]).code(0);
    test.run(&["pdf", "-s", "1-2", "-q", "--only", "pitfalls", "--merge", "--layout", "handout"]).code(0);
    let expected = [
        "01-one-cards-practices.pdf",
        "01-one-pitfalls-comparisons.pdf",
        "01-one-pitfalls.pdf",
        "02-two-pitfalls.pdf",
        "tiny-1-2-pitfalls-handout.pdf",
        "tiny-1-pitfalls-comparisons.epub",
        "tiny-1.apkg",
        "tiny-pitfalls.apkg",
        "tiny-pitfalls.epub",
    ];
    let names: Vec<String> = test.names("out").into_iter().filter(|name| !name.starts_with('.')).collect();
    assert_eq!(names, expected);
}

#[test]
fn the_lock_is_that_of_the_whole_guide() {
    let (part, whole) = (guide(), guide());
    let few = Deck::of(&part, &["--only", "pitfalls"]);
    let all = Deck::of(&whole, &["--cards", "pitfalls,comparisons,practices"]);
    assert_eq!((few.notes.len(), all.notes.len()), (2, 4));
    assert!(few.notes.iter().all(|note| all.notes.contains(note)));
    assert_eq!(part.files(".")["guide.lock"], whole.files(".")["guide.lock"]);
}

#[test]
fn what_a_deck_would_change_is_told_of_the_whole_guide() {
    let test = guide();
    let (part, whole) = (["all", "--dry-run", "--only", "pitfalls"], ["anki", "--dry-run"]);
    assert_eq!(test.run(&part).code(0).text(), test.run(&whole).code(0).text());
    assert!(test.names("out").is_empty());
}

#[test]
fn what_is_remembered_of_one_part_is_not_taken_for_another() {
    let test = guide();
    let epub = |only: &[&str]| {
        test.run(&[&["epub", "-q", "-s", "1"], only].concat()).code(0);
        test.files("out")
    };
    let (whole, part) = (epub(&[]), epub(&["--only", "practices"]));
    let again = epub(&[]);
    assert_eq!(again["tiny-1.epub"], whole["tiny-1.epub"]);
    assert_ne!(part["tiny-1-practices.epub"], whole["tiny-1.epub"]);
}

#[test]
fn where_nothing_is_left_nothing_is_made() {
    let test = guide();
    test.run(&["pdf", "-s", "2-3", "--only", "formulas,keys"]).code(1).says(str![[r#"
guide .: Tiny Guide
error[nothing-left]: there is nothing to make: sections 2-3 have no keys, formulas
 |
 = help: choose other sections with -s; `revexport list` tells what each holds

1 error

"#]]);
    test.run(&["anki", "--only", "analogies"]).code(2).says(str![[r#"
error[no-cards]: no cards are made of analogies
 |
 = help: cards are made of pitfalls, comparisons, practices, keys and versions

1 error

"#]]);
    test.run(&["anki", "--only", "pitfalls", "--cards", "practices"]).code(2);
    assert!(test.names("out").is_empty());
}
