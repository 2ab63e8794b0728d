//! `import` loses no word: whatever stands in an export, each of its words is in a file or in a piece that is reported.

use crate::mangled::{Dice, mangle};
use revexport::guide::Date;
use revexport::import::{self, Import, Names};
use revexport::source::Sources;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// Pieces that mean something to the parser or to the import.
const PIECES: [&str; 46] = [
    "\n",
    "\n\n",
    "# ",
    "## ",
    "#### ",
    "\n### 2. ",
    "\n### 3. Loops\n",
    "\n### Loops (continued)\n",
    "\n## 7) ",
    "\n# Section 4: ",
    "\n**5. ",
    "**\n",
    " (continued)",
    "\n---\n",
    "\n\n***\n\n",
    "\n===\n",
    "\n\ncontinue\n\n",
    "\n\nWould you like me to go on?\n\n",
    "\nYou said:\n",
    "\n**You:** ",
    "\nChatGPT said:\n",
    "\n#### User\n",
    "\n## Assistant\n",
    "\n# User\n",
    "\n###### Deep\n",
    "\n**Common Pitfall:** ",
    "**Analogy:**",
    "\n**a vs b**\n\n",
    "\n| x | a | b |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n",
    "|",
    "`",
    "```",
    "~~~\n",
    "> ",
    "- ",
    "1. ",
    "    ",
    "\t",
    "[x]: y\n",
    "[^1]: note\n",
    "<!-- id: x -->",
    "<div>",
    "\\",
    "\u{fffd}",
    "e\u{301}😀",
    "6\u{fe0f}\u{20e3} ",
];

/// Words that stand for a form, and give way to another: `Section 6` is a number, `**Common Pitfall:**` an alert.
const FORMS: [&str; 11] = [
    "section",
    "common",
    "pitfall",
    "pitfalls",
    "best",
    "practice",
    "practices",
    "note",
    "analogy",
    "continued",
    "python",
];

fn words(text: &str, count: isize, counts: &mut HashMap<String, isize>) {
    let text: String = text.nfc().collect();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += count;
    }
}

/// The words of an export that are neither in a file nor in a reported piece.
fn lost(export: &str, import: &Import, names: &Names<'_>, sources: &Sources) -> Vec<String> {
    let mut counts = HashMap::new();
    words(&import.manifest(names), 1, &mut counts);
    import.sections.iter().for_each(|section| words(&section.text, 1, &mut counts));
    for diagnostic in &import.diagnostics {
        if let revexport::diagnostic::Place::At(span) = diagnostic.place
            && diagnostic.code.ends_with("left-out")
        {
            words(sources.text(span), 1, &mut counts);
        }
    }
    for line in export.lines() {
        // A callout's kind is a form too.
        let (before, behind) = line.split_once("[!").unwrap_or((line, ""));
        words(before, -1, &mut counts);
        words(behind.split_once(']').map_or(behind, |(_, text)| text), -1, &mut counts);
    }
    let is_lost = |(word, count): &(&String, &isize)| **count < 0 && !FORMS.contains(&word.as_str());
    counts.iter().filter(is_lost).map(|(word, _)| word.clone()).collect()
}

#[test]
fn no_word_of_a_mangled_export_is_lost_in_silence() {
    let whole = [
        crate::import::EXPORT,
        include_str!("../../guide/03-control-flow-iteration.md"),
        include_str!("../../guide/06-object-oriented-programming.md"),
    ];
    let names = Names { id: "x", title: "X", date: Date { year: 2026, month: 1, day: 2 } };
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut imported = 0;
    for round in 0..600 {
        let text = whole[if round % 4 == 0 { 1 + round / 4 % 2 } else { 0 }];
        let start = if round % 2 == 0 { 0 } else { dice.place(text) };
        let end = (start + 2500..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        let text = mangle(&text[start..end], &PIECES, &mut dice);
        let outcome = std::panic::catch_unwind(|| {
            let mut sources = Sources::default();
            let file = sources.add("chat.md".into(), &text);
            let import = import::read(&sources, file, &names);
            import.as_ref().map(|import| lost(&text, import, &names, &sources)).map_err(Vec::len)
        });
        match outcome {
            Ok(Ok(lost)) => {
                assert!(lost.is_empty(), "round {round} loses {lost:?} of:\n{text}");
                imported += 1;
            }
            Ok(Err(problems)) => assert!(problems > 0, "round {round} says nothing of:\n{text}"),
            Err(_) => panic!("round {round} panics on:\n{text}"),
        }
    }
    assert!(imported > 400, "only {imported} texts were imported");
}
