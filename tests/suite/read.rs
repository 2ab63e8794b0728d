//! `read` where standard output is no terminal, and the text as such: nothing wider than it may be, nothing lost.

use crate::guide_test::{GuideTest, assert};
use revexport::read::{Setting, section};
use snapbox::{Data, str};
use std::collections::HashMap;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

/// Two sections, the first of which has every construct there is.
pub fn every_construct() -> GuideTest {
    let test = GuideTest::new(&[(1, "all", "All of it", include_str!("read/every-construct.md"))]);
    test.write("03-last.md", "# The last\n\n## Topic\n\nWords.\n");
    test.write("images/tree.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"></svg>");
    let manifest = std::fs::read_to_string(test.path("guide.toml")).expect("it was written");
    let manifest = manifest.replace("\n[[section]]", "math = true\n\n[[section]]");
    test.write("guide.toml", manifest + "\n[[section]]\nnumber = 3\ntitle = \"The last\"\nfile = \"03-last.md\"\n");
    test
}

#[track_caller]
fn recorded(name: &str, text: String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    assert().eq(text, Data::read_from(&path, None).raw());
}

#[test]
fn every_construct_on_40_columns() {
    let run = every_construct().run(&["read", "-q", "--width", "40"]);
    recorded("read-40.txt", run.code(0).text());
}

#[test]
fn every_construct_on_80_columns() {
    let run = every_construct().run(&["read", "-q"]);
    recorded("read-80.txt", run.code(0).text());
}

#[test]
fn colour_adds_nothing_but_colour() {
    let test = every_construct();
    for width in ["40", "80", "120"] {
        let plain = test.run(&["read", "-q", "--width", width]).code(0).text();
        let styled = test.run(&["read", "-q", "--width", width, "--color", "always"]).code(0).text();
        assert!(!plain.contains('\u{1b}'));
        assert!(
            styled.contains("\u{1b}[1m\u{1b}[35mclass") || styled.contains("\u{1b}[1m\u{1b}[35mdef"),
            "keywords are bold"
        );
        assert_eq!(anstream::adapter::strip_str(&styled).to_string(), plain);
    }
}

/// How often each word stands in a text.
fn words(text: &str) -> HashMap<&str, usize> {
    let mut words = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '_').map(|word| word.trim_matches('_')) {
        *words.entry(word).or_default() += 1;
    }
    words
}

/// The words of Markdown that a reader is to see: no comments, no languages of fences, no addresses inside the guide, no
/// words that say which way a table compares.
fn visible(markdown: &str) -> String {
    let mut text = String::new();
    for line in markdown.lines() {
        let line = line.trim_start_matches(['>', ' ']);
        if line.starts_with("```") || line.starts_with("[!") {
            continue;
        }
        let line = line.split("<!--").next().unwrap_or("").trim_start_matches("**Compare by row:");
        for (i, part) in line.split("](").enumerate() {
            let part = if i == 0 { part } else { part.split_once(')').map_or("", |(_, rest)| rest) };
            text.push_str(part);
            text.push(' ');
        }
        text.push('\n');
    }
    text
}

#[test]
fn no_line_of_the_bundled_guide_is_too_wide_and_no_word_is_lost() {
    let guide =
        revexport::parse::read(revexport::source::Folder::Bundled).guide.expect("the bundled guide can be read");
    for (i, chosen) in guide.sections.iter().enumerate() {
        let markdown = visible(&guide.sources.file(chosen.file).text);
        let expected = words(&markdown);
        // Every sixteenth width, and those around which the setting changes.
        for width in (40..=200).step_by(16).chain([41, 59, 60, 80, 88, 90, 200]) {
            let text = section(&guide, chosen, Setting { width, styled: false, hyperlinks: false });
            for line in text.lines() {
                assert!(line.width() <= width, "section no. {i} on {width} columns: {line}");
                assert_eq!(line, line.trim_end());
            }
            let shown = words(&text);
            for (word, times) in &expected {
                let found = shown.get(word).copied().unwrap_or(0);
                assert!(found >= *times, "section no. {i} on {width} columns: `{word}` {found} of {times} times");
            }
        }
    }
}

#[test]
fn nested_to_the_limit_it_still_fits() {
    let mut list = String::new();
    for depth in 0..28 {
        list.push_str(&format!("{}- level{depth}\n", "  ".repeat(depth)));
    }
    let quote = format!("{} deep\n", ">".repeat(50));
    let text = GuideTest::one(&format!("{list}\n{quote}")).run(&["read", "-q", "--width", "40"]).code(0).text();
    assert!(text.lines().all(|line| line.width() <= 40), "{text}");
    assert!(text.contains("level27") && text.contains("deep"), "{text}");
}

#[test]
fn a_guide_does_not_control_the_terminal() {
    let test = GuideTest::one(
        "Text\u{1b}[2J `code\u{7}` [a](https://example.org/\u{9b}x).\n\n```python\nx = '\u{1b}]0;t'\n```\n",
    );
    let text = test.run(&["read", "-q"]).code(0).text();
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
    assert!(text.contains("Text␛[2J `code␇`") && text.contains("'␛]0;t'"), "{text}");
}

#[test]
fn it_ends_with_what_comes_next() {
    let test = GuideTest::with_gaps();
    let run = test.run(&["read", "basics"]);
    run.code(0).says(str![[r#"
guide .: Tiny Guide

"#]]);
    assert!(run.text().ends_with("\n\nNext: 2. All of types\n"), "{}", run.text());
    let first = test.run(&["read", "-q"]).code(0).text();
    assert_eq!(first, run.text());
    let run = test.run(&["read", "-q", "9"]);
    assert!(run.code(0).text().ends_with("\n\nThat was the last section of Tiny Guide.\n"), "{}", run.text());
}

#[test]
fn one_section_and_only_that() {
    let test = GuideTest::with_gaps();
    let text = test.run(&["read", "-q", "4"]).code(0).text();
    assert!(text.contains("Topic of functions") && !text.contains("Topic of exceptions"), "{text}");
    for name in ["functions", "all-of-functions", "All of functions", "04"] {
        assert_eq!(test.run(&["read", "-q", name]).code(0).text(), text);
    }
    assert_eq!(test.run(&["read", "-q", "-s", "4"]).code(0).text(), text);
}

#[test]
fn a_range_is_no_section() {
    let test = GuideTest::with_gaps();
    let run = test.run(&["read", "-q", "4-8"]);
    assert!(run.stdout.is_empty());
    run.code(2).says(str![[r#"
error[bad-range]: one section is shown at a time, and `4-8` names 3
 |
 = help: name one, such as 4; at its end you are asked whether to go on

1 error

"#]]);
    for range in ["9-", "4-4", "1,4", "-2", "10", "exeptions", ""] {
        assert!(test.run(&["read", "-q", range]).code(2).stderr.contains("error[bad-range]"), "{range}");
    }
    test.run(&["read", "-q", "1", "2"]).code(2).says(str![[r#"
error[bad-range]: one section is shown at a time, and 2 are named
 |
 = help: name one; at its end you are asked whether to go on

1 error

"#]]);
}

#[test]
fn the_width_is_what_is_said_else_what_the_environment_says() {
    let test = GuideTest::one("Words and more of them, so that there is something to be wrapped on a narrow screen.\n");
    let widest = |arguments: &[&str], columns: &str| {
        let mut command = test.command(&[&["read", "-q"], arguments].concat());
        command.env("COLUMNS", columns);
        let run = test.finish(command);
        run.code(0).text().lines().map(UnicodeWidthStr::width).max()
    };
    assert_eq!(widest(&["--width", "50"], "70"), Some(50));
    assert_eq!(widest(&[], "70"), Some(70));
    assert_eq!(widest(&[], "7"), Some(40));
    assert_eq!(widest(&[], "much"), Some(80));
    test.run(&["read", "--width", "39"]).code(2);
}

#[test]
fn errors_stop_only_the_section_they_are_in() {
    let trap = "## Topic\n\n> [!WARNING]\n> It bites.\n";
    let test = GuideTest::new(&[(1, "good", "Good", "## Topic\n\nWords.\n"), (2, "bad", "Bad", trap)]);
    test.run(&["read", "-q", "1"]).code(0).says(str![]);
    let run = test.run(&["read", "-q", "2"]);
    assert!(run.code(1).stderr.contains("02-bad.md:5:1"), "{}", run.stderr);
    assert!(run.stdout.is_empty());
}

#[test]
fn json_has_the_text_its_outline_and_what_comes_next() {
    let value = every_construct().run(&["read", "--json"]).code(0).json();
    assert_eq!(value["section"]["number"], 1);
    let topics = value["section"]["topics"].as_array().expect("a list");
    let topic = topics.iter().find(|topic| topic["title"] == "Callouts").expect("it is there");
    assert_eq!((&topic["number"], &topic["id"]), (&"1.4".into(), &"callouts".into()));
    assert_eq!(topic["holds"][0]["kind"], "pitfall");
    assert_eq!(topic["holds"][0]["id"], "mutable-default");
    assert_eq!(value["next"]["id"], "the-last");
    assert!(value["section"]["text"].as_str().is_some_and(|text| text.contains("⚠ Pitfall · Mutable default")));
    let value = GuideTest::one("> [!WARNING]\n> It bites.\n").run(&["read", "--json"]).code(1).json();
    assert_eq!(value["diagnostics"][0]["code"], "callout-without-lead");
}
