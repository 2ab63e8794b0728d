//! Fonts: what is inside the program, what a guide brings, and what no font has.

use crate::guide_test::GuideTest;
use lopdf::Document;
use snapbox::str;

/// Three Chinese characters, 中文字, and nothing else.
const CHINESE: &[u8] = include_bytes!("../fonts/NotoSansSC-three.ttf");
const HEBREW: &[u8] = include_bytes!("../fonts/NotoSansHebrew-Regular.ttf");

/// The names of the fonts in the first sheet, without the letters that mark a subset.
fn fonts(test: &GuideTest) -> Vec<String> {
    let document = Document::load_mem(&test.files("out")["01-one.pdf"]).expect("a PDF");
    let mut names: Vec<String> = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"FontName").ok()?.as_name().ok())
        .map(|name| String::from_utf8_lossy(name).rsplit('+').next().unwrap_or_default().to_owned())
        .collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn monochrome_emoji_are_inside_the_program() {
    let test = GuideTest::one("Fine ✅, wrong ❌, careful ⚠️, fast 🚀, a family 👨‍👩‍👧 and `🐍 code`.\n");
    test.run(&["pdf", "-q", "--standard", "ua-1,a-2a"]).code(0).says("");
    assert!(fonts(&test).iter().any(|name| name.contains("NotoEmoji")), "{:?}", fonts(&test));
}

#[test]
fn a_character_that_no_font_has_is_an_error_with_its_place() {
    let test = GuideTest::one("Three letters: 中 and, in `code`, 文.\n");
    test.run(&["pdf"]).code(1).says(str![[r#"
guide .: Tiny Guide
error[missing-glyph]: no font here has the character `中` (U+4E2D)
 --> 01-one.md:7:1
  |
7 | Three letters: 中 and, in `code`, 文.
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write it another way, or bring a font that has it: in the guide's `fonts` folder, or with --font-path

error[missing-glyph]: no font here has the character `文` (U+6587)
 --> 01-one.md:7:32
  |
7 | Three letters: 中 and, in `code`, 文.
  |                                 ^^^^^
  |
  = help: write it another way, or bring a font that has it: in the guide's `fonts` folder, or with --font-path

2 errors

"#]]);
    assert!(test.names("out").is_empty());
}

#[test]
fn the_guides_own_fonts_are_tried_behind_the_embedded_ones() {
    let test = GuideTest::one("Three: 中文字, also `in 中 code`.\n");
    test.write("fonts/NotoSansSC.ttf", CHINESE);
    test.write("fonts/OFL.txt", "no font, and none of our business");
    test.run(&["pdf", "-q"]).code(0).says("");
    assert!(fonts(&test).iter().any(|name| name.contains("NotoSansSC")), "{:?}", fonts(&test));
}

#[test]
fn fonts_are_brought_by_file_or_by_folder() {
    let test = GuideTest::one("Chinese 中文字 and Hebrew שלום.\n");
    test.write("a/chinese.ttf", CHINESE);
    test.write("b/hebrew.TTF", HEBREW);
    test.run(&["pdf", "-q", "--font-path", "a/chinese.ttf", "--font-path", "b"]).code(0).says("");
    let first = test.files("out");
    // The same fonts in another folder give the same bytes.
    test.write("guide-of-fonts/1.ttf", CHINESE);
    test.write("guide-of-fonts/2.ttf", HEBREW);
    test.run(&["pdf", "-q", "--font-path", "guide-of-fonts"]).code(0);
    assert!(test.files("out") == first);
}

#[test]
fn a_file_that_is_of_no_use_is_told() {
    let test = GuideTest::one("Text.\n");
    test.write("fonts/a.woff2", b"wOF2\0\x01\0\0 and more");
    test.write("fonts/b.ttf", &CHINESE[..700]);
    test.write("fonts/c.otf", "hello");
    test.run(&["pdf"]).code(1).says(str![[r#"
guide .: Tiny Guide
error[unusable-font]: `fonts/a.woff2` is a web font (WOFF 2.0), which sheets cannot be set in
--> fonts/a.woff2
 = help: bring it as .ttf or .otf: `fonttools ttLib.woff2 decompress` and most font tools convert it

error[unusable-font]: the font `fonts/b.ttf` is damaged: it cannot be read to its end
--> fonts/b.ttf
 = help: get the file anew

error[unusable-font]: `fonts/c.otf` is no font
--> fonts/c.otf
 = help: bring a .ttf, .otf or .ttc file, or take it away

3 errors

"#]]);
    assert!(test.names("out").is_empty());
    // A deck and a book use the reader's fonts.
    test.run(&["epub", "-q"]).code(0);
}

#[test]
fn a_font_path_that_leads_nowhere_is_told() {
    let test = GuideTest::one("Text.\n");
    test.write("empty/readme.txt", "nothing here");
    test.run(&["pdf", "--font-path", "missing.ttf"]).code(2).says(str![[r#"
guide .: Tiny Guide
error[unreadable-font]: the font `missing.ttf` cannot be read: there is no such file
--> missing.ttf
 = help: name a font file, or a folder that holds some

1 error

"#]]);
    test.run(&["pdf", "--font-path", "empty"]).code(2).says(str![[r#"
guide .: Tiny Guide
error[unreadable-font]: there is no font in `empty`
 |
 = help: fonts are files that end in .ttf, .otf or .ttc; folders inside the folder are not searched

1 error

"#]]);
    test.run(&["pdf", "--font-path", "guide.toml"]).code(2).says(str![[r#"
guide .: Tiny Guide
error[unusable-font]: `guide.toml` is no font
--> guide.toml
 = help: bring a .ttf, .otf or .ttc file, or take it away

1 error

"#]]);
    assert!(test.names("out").is_empty());
}

#[test]
fn a_paragraph_in_hebrew_runs_from_right_to_left() {
    let test = GuideTest::one("שלום abc\n\nabc שלום\n");
    test.write("fonts/hebrew.ttf", HEBREW);
    test.run(&["pdf", "-q", "--columns", "1", "--font-size", "10"]).code(0).says("");
    let document = Document::load_mem(&test.files("out")["01-one.pdf"]).expect("a PDF");
    assert_eq!(document.get_pages().len(), 1);
}
