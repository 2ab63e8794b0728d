//! `--standard`: what a PDF must keep, and what stands in the way.

use crate::guide_test::GuideTest;
use snapbox::str;

const SVG: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"20\"><rect width=\"9\" height=\"9\"/></svg>";

fn has(test: &GuideTest, name: &str, needles: &[&str]) {
    let files = test.files("out");
    let text = String::from_utf8_lossy(&files[name]);
    for needle in needles {
        assert!(text.contains(needle), "{needle} not in {name}");
    }
}

#[test]
fn ua_1_and_a_2a_together_with_everything_a_section_may_hold() {
    let test = GuideTest::one(
        "Text with `code`, a [link](https://example.org), ~~strike~~ and a note[^1].\n\n\
         - one\n  - inner\n- two\n\n1. first\n2. second\n\n- [x] done\n\n```python bad\nx = 1\n```\n\n```python good\nx = 2\n```\n\n\
         **Compare: a vs b**\n\n| Aspect | a | b |\n| --- | --- | --- |\n| x | 1 | 2 |\n\n![a black square](a.svg \"A square\")\n\n\
         Inline ![a dot](a.svg) too.\n\n> quoted\n\n### Deeper\n\nText.\n\n---\n\n[^1]: The note.\n",
    );
    test.write("a.svg", SVG);
    test.run(&["pdf", "-q", "--standard", "ua-1,a-2a"]).code(0).says("");
    has(
        &test,
        "01-one.pdf",
        &["<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<", "/DisplayDocTitle true"],
    );
    test.run(&["pdf", "-q", "--merge", "--standard", "ua-1,a-2a"]).code(0).says("");
    has(&test, "tiny.pdf", &["<pdfuaid:part>1<", "<pdfaid:part>2<"]);
    test.run(&["pdf", "-q"]).code(0);
    assert!(!String::from_utf8_lossy(&test.files("out")["01-one.pdf"]).contains("pdfuaid"), "only on request");
}

#[test]
fn a_picture_without_words_is_an_error_at_its_line() {
    let test = GuideTest::one("![](a.svg)\n");
    test.write("a.svg", SVG);
    test.run(&["pdf", "-q"]).code(0);
    test.run(&["pdf", "--standard", "ua-1"]).code(1).says(str![[r#"
guide .: Tiny Guide
error[image-without-words]: the image `a.svg` has no words for who cannot see it, which PDF/UA-1 asks for
 --> 01-one.md:7:1
  |
7 | ![](a.svg)
  | ^^^^^^^^^^
  |
  = help: write what it shows between the brackets: ![a tree of three nodes](a.svg)

warning[missing-alt]: this image has no alternative text
 --> 01-one.md:7:1
  |
7 | ![](a.svg)
  | ^^^^^^^^^^
  |
  = help: say what the picture shows: ![a tree of four classes](…)

1 error, 1 warning

"#]]);
}

#[test]
fn a_heading_level_left_out_is_an_error_at_its_line() {
    let test = GuideTest::one("##### Much deeper\n\nText.\n");
    test.run(&["pdf", "-q"]).code(0);
    test.run(&["pdf", "--standard", "ua-1,a-2a"]).code(1).says(str![[r#"
guide .: Tiny Guide
error[heading-jump]: this heading has 5 `#`, the one above it 2: PDF/UA-1 does not allow a level to be left out
 --> 01-one.md:7:1
  |
7 | ##### Much deeper
  | ^^^^^^^^^^^^^^^^^
  |
  = help: begin it with ###

1 error

"#]]);
    test.run(&["pdf", "--merge", "--diagnostics", "short", "--standard", "ua-1"]).code(1).says(str![[r#"
guide .: Tiny Guide
01-one.md:7:1: error[heading-jump]: this heading has 5 `#`, the one above it 2: PDF/UA-1 does not allow a level to be left out
1 error

"#]]);
}

#[test]
fn standards_that_exclude_each_other_and_unknown_ones_are_refused() {
    let test = GuideTest::one("Text.\n");
    test.run(&["pdf", "--standard", "a-2a,a-3b"]).code(2).says(str![[r#"
error[standards-apart]: no file can keep PDF/A-2a and PDF/A-3b at once
 |
 = help: ask for one PDF/A at most; ua-1 and a-2a go together

1 error

"#]]);
    test.run(&["pdf", "--standard", "ua-9"]).code(2).says(str![[r#"
error: invalid value 'ua-9' for '--standard <NAMES>'
  [possible values: ua-1, a-2a, a-2u, a-2b, a-3a, a-3u, a-3b, a-4]

  tip: a similar value exists: 'ua-1'

For more information, try '--help'.

"#]]);
    assert!(test.names("out").is_empty());
}

#[test]
fn the_file_says_what_it_is() {
    let test = GuideTest::one("Text.\n");
    let manifest = std::fs::read_to_string(test.path("guide.toml")).expect("there");
    let more = "authors = [\"Ada\", \"Grace\"]\ndescription = \"All of it.\"\n\n[[section]]";
    test.write(
        "guide.toml",
        manifest.replacen("[[section]]", more, 1).replace("language = \"en\"", "language = \"pt-BR\""),
    );
    test.run(&["pdf", "-q"]).code(0);
    let words = ["Tiny Guide: One", "Ada, Grace", "All of it.", "<pdf:Keywords>Topic<", "2026-01-02", "(pt-BR)"];
    has(&test, "01-one.pdf", &words);
}
