//! Books of guides that are odd: a valid book or a clear error, and nothing lost.

use crate::guide_test::GuideTest;
use snapbox::str;
use std::io::{Cursor, Read};

fn unpacked(bytes: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip archive");
    archive.by_name(name).expect("the file").read_to_string(&mut text).expect("text");
    text
}

/// The manifest of a guide, changed.
fn with_manifest(test: &GuideTest, from: &str, to: &str) {
    let manifest = String::from_utf8(test.files(".")["guide.toml"].clone()).expect("text");
    assert!(manifest.contains(from), "{manifest}");
    test.write("guide.toml", manifest.replace(from, to));
}

#[test]
fn a_guide_without_title_or_language() {
    let test = GuideTest::one("Text.\n");
    with_manifest(&test, "language = \"en\"\n", "");
    let run = test.run(&["epub", "-q", "-o", "-"]);
    assert!(unpacked(&run.code(0).stdout, "EPUB/package.opf").contains("<dc:language>en</dc:language>"));
    with_manifest(&test, "title = \"Tiny Guide\"\n", "");
    test.run(&["epub", "-q"]).code(1).says(str![[r#"
warning[missing-language]: the guide has no `language`; English is assumed
 --> guide.toml:1:1
  |
1 | id = "tiny"
  | ^
  |
  = help: add a line such as language = "en"

error[missing-key]: the guide has no `title`
 --> guide.toml:1:1
  |
1 | id = "tiny"
  | ^
  |
  = help: add a line such as title = "My Guide"

1 error, 1 warning

"#]]);
    with_manifest(&test, "id = \"tiny\"\n", "id = \"tiny\"\ntitle = \"\"\n");
    test.run(&["epub", "-q"]).code(1).says(str![[r#"
warning[missing-language]: the guide has no `language`; English is assumed
 --> guide.toml:1:1
  |
1 | id = "tiny"
  | ^
  |
  = help: add a line such as language = "en"

error[missing-key]: the guide has no `title`
 --> guide.toml:2:9
  |
2 | title = ""
  |         ^^
  |
  = help: add a line such as title = "My Guide"

1 error, 1 warning

"#]]);
    with_manifest(&test, "title = \"\"\n", "title = \"T\"\nlanguage = \"no such\"\n");
    test.run(&["epub", "-q"]).code(1).says(str![[r#"
error[bad-language]: `no such` is no language tag
 --> guide.toml:3:12
  |
3 | language = "no such"
  |            ^^^^^^^^^
  |
  = help: use a BCP 47 tag such as en, de or pt-BR

1 error

"#]]);
    assert!(test.names("out").is_empty());
}

#[test]
fn images_no_reader_shows() {
    let kinds: [(&str, &[u8]); 6] = [
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 "),
        ("a.bmp", b"BM\x3a\0\0\0\0\0\0\0"),
        ("a.tiff", b"II*\0\x08\0\0\0"),
        ("a.gif", b"GIF89a\x01\0\x01\0"),
        ("a.png", b"no picture, but text\n"),
        ("a.svg", b"<html><body>no drawing</body></html>"),
    ];
    for (name, bytes) in kinds {
        let test = GuideTest::one(&format!("![a square]({name})\n"));
        test.write(name, bytes);
        let run = test.run(&["epub", "-q"]);
        let said = &run.code(1).stderr;
        assert!(
            said.contains(&format!("`{name}`")) && said.contains(" --> 01-one.md:7:1") && said.contains("help:"),
            "{said}"
        );
        assert!(test.names("out").is_empty());
    }
    let test = GuideTest::one("![a square](gone.png)\n");
    test.run(&["epub", "-q"]).code(1).says(str![[r#"
error[missing-image]: there is no image `gone.png`
 --> 01-one.md:7:1
  |
7 | ![a square](gone.png)
  | ^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write the path from the guide's folder on

1 error

"#]]);
}

#[test]
fn an_image_is_what_its_bytes_say() {
    let test = GuideTest::one("![a square](a.png)\n");
    test.write(
        "a.png",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><rect width=\"9\" height=\"9\"/></svg>",
    );
    let run = test.run(&["epub", "-q", "-o", "-"]);
    assert!(unpacked(&run.code(0).stdout, "EPUB/package.opf").contains(".svg\" media-type=\"image/svg+xml\""));
}

#[test]
fn the_words_of_the_book_are_english_in_a_guide_of_another_language() {
    let text = "> [!WARNING]\n> **Falle.** Text.\n> ```python bad\n> x\n> ```\n> <!-- id: falle -->\n\n**Compare: a vs b**\n\n| A | a | b |\n| --- | --- | --- |\n| x | y | z |\n";
    let test = GuideTest::one(text);
    with_manifest(&test, "language = \"en\"", "language = \"de-AT\"");
    let run = test.run(&["epub", "-q", "-o", "-"]);
    let book = &run.code(0).stdout;
    let page = unpacked(book, "EPUB/01-one.xhtml");
    assert!(
        page.contains("<html xmlns=\"http://www.w3.org/1999/xhtml\"")
            && page.contains("lang=\"de-AT\" xml:lang=\"de-AT\"")
    );
    for word in ["Pitfall", "Wrong", "Compare:", "Section"] {
        assert!(
            page.contains(&format!("<span lang=\"en\" xml:lang=\"en\" dir=\"ltr\">{word}</span>")),
            "{word}: {page}"
        );
    }
    assert!(unpacked(book, "EPUB/nav.xhtml").contains("dir=\"ltr\">Contents</span></h1>"));
    assert!(unpacked(book, "EPUB/title.xhtml").contains("dir=\"ltr\">Edition</span></dt>"));
}

#[test]
fn names_with_anything_in_them() {
    let test = GuideTest::new(&[(1, "one", "One", "## Topic\n\n![An \\\"x\\\" & <y> 😀](<b & \\\"c\\\" 😀.svg>)\n")]);
    let name = if cfg!(windows) { "b & c 😀.svg" } else { "b & 'c' 😀.svg" };
    test.write(name, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>");
    test.write("01-one.md", format!("# One\n\n## A & \"B\" 😀\n\n![An \"x\" & 😀](<{name}>)\n"));
    with_manifest(&test, "[[section]]", "authors = [\"A & \\\"B\\\" <c> 😀\"]\nlicence = \"© & <x>\"\n\n[[section]]");
    let run = test.run(&["epub", "-q", "-o", "-"]);
    let book = &run.code(0).stdout;
    assert!(unpacked(book, "EPUB/01-one.xhtml").contains("alt=\"An &quot;x&quot; &amp; 😀\""));
    assert!(unpacked(book, "EPUB/package.opf").contains("A &amp; &quot;B&quot; &lt;c&gt; 😀</dc:creator>"));
}
