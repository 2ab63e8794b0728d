//! Mangled text: whatever stands in a section, reading it and making a deck and a book of it ends in files or in messages.

use crate::guide_test::GuideTest;
use revexport::export::{Exporter, anki::Anki, epub::Epub};
use revexport::selection::Selection;
use revexport::source::Folder;

/// Pieces that mean something to the parser or to an output.
const PIECES: [&str; 40] = [
    "\n",
    "\n\n",
    "> ",
    ">",
    "- ",
    "1. ",
    "    ",
    "\t",
    "```",
    "```python bad",
    "~~~",
    "|",
    "| --- |",
    "\\|",
    "**",
    "_",
    "__",
    "`",
    "``",
    "<!--",
    "-->",
    "<!-- id: x -->",
    "<!-- ask: y -->",
    "[!WARNING]",
    "> [!été] x\n",
    "**Compare: a vs b**",
    "[^1]",
    "[^1]: ",
    "[a](b.md#c)",
    "![é](x.png)",
    "$",
    "$$",
    "<kbd>",
    "</kbd>",
    "<script>",
    "\u{fffd}",
    "é\u{301}",
    "😀",
    "\u{202e}",
    "# ",
];

/// A generator of numbers (xorshift, Marsaglia 2003): the same on every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }

    /// A place in a text, between two characters.
    pub fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// A text with a few pieces of it taken out, doubled or put in.
pub fn mangle(text: &str, pieces: &[&str], dice: &mut Dice) -> String {
    let mut text = text.to_owned();
    for _ in 0..1 + dice.below(6) {
        let (a, b) = (dice.place(&text), dice.place(&text));
        let (start, end) = (a.min(b), a.max(b).min(a.min(b) + 200));
        let end = (start..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start);
        match dice.below(4) {
            0 => text.replace_range(start..end, ""),
            1 => {
                let piece = text[start..end].to_owned();
                text.insert_str(a, &piece);
            }
            _ => text.insert_str(a, pieces[dice.below(pieces.len())]),
        }
    }
    text
}

#[test]
fn mangled_text_ends_in_files_or_in_messages() {
    let whole = include_str!("../../guide/06-object-oriented-programming.md");
    let test = GuideTest::one("");
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    for round in 0..500 {
        // A piece of the section is enough, and quicker.
        let start = dice.place(whole);
        let end = (start + 1500..whole.len()).find(|at| whole.is_char_boundary(*at)).unwrap_or(whole.len());
        let text = mangle(&whole[start..end], &PIECES, &mut dice);
        test.write("01-one.md", format!("# One\n\n## Topic\n\n{text}"));
        let outcome = std::panic::catch_unwind(|| {
            let reading = revexport::parse::read(Folder::Disk(test.path(".")));
            let guide = reading.guide.expect("the manifest is whole");
            for diagnostic in &reading.diagnostics {
                let shown = revexport::diagnostic::human(diagnostic, &guide.sources, false);
                assert!(shown.contains(diagnostic.code), "{shown}");
            }
            let selection = Selection::all(&guide);
            let _ = Anki::default().export(&selection);
            let _ = Epub::default().export(&selection);
        });
        assert!(outcome.is_ok(), "round {round} panics on:\n{text}");
    }
}
