//! `--fit`, `--min-size` and `--max-size`: so many pages, in the largest type that does.

use crate::guide_test::GuideTest;
use snapbox::str;

/// A section of so many topics, each a paragraph and a listing.
fn long(topics: usize) -> GuideTest {
    let topic = |i: usize| {
        let words = format!("Sentence {i} has some words that go on for a while and fill a line or two. ").repeat(4);
        let code: String = (0..12).map(|line| format!("value_{line} = {line}\n")).collect();
        format!("## Topic {i}\n\n{words}\n\n```python\n{code}```\n\n")
    };
    GuideTest::new(&[(1, "one", "One", &(0..topics).map(topic).collect::<String>())])
}

fn set(test: &GuideTest, options: &[&str]) -> (u64, f64) {
    let value = test.run(&[&["pdf", "--json"], options].concat()).json();
    assert!(value["artifacts"][0].is_object(), "{value}");
    let artifact = &value["artifacts"][0];
    (artifact["pages"].as_u64().unwrap_or(0), artifact["points"].as_f64().unwrap_or(0.0))
}

#[test]
fn as_many_pages_as_asked_for_in_the_largest_type() {
    let test = long(30);
    for pages in [3, 4] {
        let (made, points) = set(&test, &["--columns", "4", "--fit", &pages.to_string()]);
        assert_eq!(made, pages);
        // The next size up takes more.
        let larger = format!("{:.2}", points + 0.05);
        let (more, _) = set(&test, &["--columns", "4", "--font-size", &larger]);
        assert!(more > pages, "{larger} pt would do for {pages} pages");
    }
}

#[test]
fn a_section_too_short_takes_fewer_pages() {
    let test = long(2);
    test.run(&["pdf", "--fit", "3"]).code(0).says(str![[r#"
guide .: Tiny Guide
warning[fit-short]: at 12 pt this section takes 1 page, fewer than the 3 asked for
 --> 01-one.md:1:1
  |
1 | # One
  | ^^^^^
  |
  = help: ask for fewer pages, or allow larger type with --max-size

1 warning
pdf   out/01-one.pdf  1 page  12.00 pt  [MS] ms
1 file in [MS] ms

"#]]);
}

#[test]
fn a_section_too_long_names_what_weighs_most() {
    let test = long(60);
    test.run(&["pdf", "--columns", "4", "--fit", "1", "--min-size", "8"]).code(1).says(str![[r#"
guide .: Tiny Guide
error[fit-impossible]: at 8 pt this section takes 6 pages, 5 more than the 1 asked for
   --> 01-one.md:1:1
    |
  1 | # One
    | ^^^^^
...
 26 | ```python
    | --------- this alone takes 6 % of a page
...
121 | ```python
    | --------- this alone takes 6 % of a page
...
216 | ```python
    | --------- this alone takes 6 % of a page
    |
    = help: allow 6 pages, allow smaller type with --min-size, or shorten what weighs most

1 error

"#]]);
    assert!(test.names("out").is_empty());
}

#[test]
fn sizes_and_pages_that_are_none() {
    let test = GuideTest::one("Text.");
    test.run(&["pdf", "--fit", "0"]).code(2);
    test.run(&["pdf", "--fit", "2", "--font-size", "8"]).code(2);
    test.run(&["pdf", "--min-size", "9", "--max-size", "8"]).code(2).says(str![[r#"
error[bad-size]: no size is 9 pt or more and 8 pt or less
 |
 = help: make --min-size smaller than --max-size

1 error

"#]]);
    let (pages, points) = set(&test, &["--max-size", "10.5"]);
    assert_eq!((pages, points), (1, 10.5));
}
