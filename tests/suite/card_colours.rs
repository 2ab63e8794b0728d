//! The colours of cards: every text can be read on every ground it stands on, by day and by night.

use std::collections::{BTreeMap, BTreeSet};

const STYLE: &str = include_str!("../../layouts/anki/style.css");

/// The least contrast of text: WCAG 2.2, success criterion 1.4.3.
const LEAST: f64 = 4.5;

/// On which grounds the text of a colour stands: code in panels and in the lines that differ, and so on.
const GROUNDS: [(&[&str], &[&str]); 6] = [
    (
        &["keyword", "name", "value", "text", "comment", "call", "decorator", "sign", "ink", "soft"],
        &["paper", "panel", "wrong-ground", "right-ground"],
    ),
    (&["marked"], &["mark"]),
    (&["asked", "wrong", "right"], &["paper"]),
    // The sign at a line that differs.
    (&["paper"], &["wrong", "right"]),
    (&["ink"], &["paper"]),
    // Code inside a marked row of a table.
    (&["ink"], &["mark"]),
];

/// The colours that a rule names: `--ink: #1b1e23`.
fn colours(selector: &str) -> BTreeMap<&'static str, [f64; 3]> {
    let (_, rest) = STYLE.split_once(&format!("\n{selector} {{")).expect("the rule is there");
    let (rule, _) = rest.split_once('}').expect("it ends");
    rule.split(';')
        .filter_map(|entry| entry.trim().strip_prefix("--")?.split_once(": #"))
        .map(|(name, hex)| {
            assert_eq!(hex.len(), 6, "{name}");
            let part = |i: usize| f64::from(u8::from_str_radix(&hex[i..i + 2], 16).expect("hexadecimal")) / 255.0;
            (name, [part(0), part(2), part(4)])
        })
        .collect()
}

/// The relative luminance of a colour in sRGB (WCAG 2.2).
fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn contrast_is_what_it_is_said_to_be() {
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
    let grey = 0x76 as f64 / 255.0;
    assert!((contrast([grey; 3], [1.0; 3]) - 4.54).abs() < 0.01, "the well-known least grey on white");
}

#[test]
fn every_text_can_be_read_by_day_and_by_night() {
    let day = colours(".card");
    let night = colours(".card.nightMode, .card.night_mode, .nightMode .card, .night_mode .card");
    assert_eq!(day.keys().collect::<Vec<_>>(), night.keys().collect::<Vec<_>>());
    for (when, colours) in [("day", day), ("night", night)] {
        for (texts, grounds) in GROUNDS {
            for (text, ground) in texts.iter().flat_map(|text| grounds.iter().map(move |ground| (text, ground))) {
                let contrast = contrast(colours[text], colours[ground]);
                assert!(contrast >= LEAST, "by {when} --{text} on --{ground} has {contrast:.2}:1");
            }
        }
    }
}

#[test]
fn no_text_has_a_colour_that_is_not_looked_at() {
    let known: BTreeSet<&str> = GROUNDS.iter().flat_map(|(texts, _)| texts.iter().copied()).collect();
    let rules = STYLE.split("/* ── The page").nth(1).expect("the colours are named before the page");
    let mut used = BTreeSet::new();
    for (at, _) in rules.match_indices("color: ") {
        let value = rules[at + 7..].split([';', '}']).next().unwrap_or_default().trim();
        let before = rules[..at].chars().next_back();
        if before == Some('-') || ["inherit", "transparent"].contains(&value) {
            continue;
        }
        let name = value.strip_prefix("var(--").and_then(|rest| rest.strip_suffix(')'));
        used.insert(name.unwrap_or_else(|| panic!("`color: {value}` is no colour of the palette")));
    }
    assert!(used.is_subset(&known), "{used:?}");
    assert!(used.len() > 10, "{used:?}");
}
