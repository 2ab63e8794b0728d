//! What is wrong with laid-out pages: Markdown in, diagnostic at its line out.

use crate::guide_test::GuideTest;
use snapbox::str;

/// A grey PNG of a size in pixels, stored without compression.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut raw = Vec::new();
    for _ in 0..height {
        raw.push(0);
        raw.extend(std::iter::repeat_n(0x80u8, width as usize));
    }
    let mut zlib = vec![0x78, 0x01];
    let chunks: Vec<&[u8]> = raw.chunks(0xffff).collect();
    for (i, chunk) in chunks.iter().enumerate() {
        zlib.push(u8::from(i + 1 == chunks.len()));
        zlib.extend((chunk.len() as u16).to_le_bytes());
        zlib.extend((!(chunk.len() as u16)).to_le_bytes());
        zlib.extend(*chunk);
    }
    let (mut a, mut b) = (1u32, 0u32);
    for byte in &raw {
        a = (a + u32::from(*byte)) % 65521;
        b = (b + a) % 65521;
    }
    zlib.extend((b << 16 | a).to_be_bytes());
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], data: &[u8]| {
        let body = [kind, data].concat();
        let crc = body.iter().fold(!0u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| crc >> 1 ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 })
        });
        png.extend((data.len() as u32).to_be_bytes());
        png.extend(body);
        png.extend((!crc).to_be_bytes());
    };
    let header = [width.to_be_bytes().as_slice(), &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    chunk(b"IHDR", &header);
    chunk(b"IDAT", &zlib);
    chunk(b"IEND", b"");
    png
}

/// The sheet, with a definition of its own at its end.
fn layout(test: &GuideTest, definition: &str) {
    let sheet = test.run(&["layout", "sheet"]).code(0).text();
    test.write("mine.typ", format!("{sheet}\n{definition}\n"));
}

#[test]
fn text_that_reaches_out_of_its_column() {
    let test =
        GuideTest::one("Some words of a paragraph that is set twice as wide as its column and so reaches out of it.");
    layout(&test, "#let paragraph(body) = block(width: 200%, body)");
    test.run(&["pdf", "--layout", "mine.typ"]).code(1).says(str![[r#"
guide .: Tiny Guide
error[text-overflow]: `Some words of a paragraph that is set t…` reaches 143 pt out of its column
 --> 01-one.md:7:1
  |
7 | Some words of a paragraph that is set twice as wide as its column and so reaches out of it.
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: shorten it, break it up, set it in smaller type, or choose fewer columns

1 error

"#]]);
    assert!(!test.path("out").exists());
}

#[test]
fn text_over_text() {
    let test = GuideTest::one("- first item\n- second item\n");
    layout(&test, "#let bullets(marked: true, deep: false, ..items) = items.pos().map(place).join()");
    test.run(&["pdf", "--layout", "mine.typ", "--diagnostics", "short"]).code(1).says(str![[r#"
guide .: Tiny Guide
01-one.md:7:3: error[text-overlap]: `first item` is printed over `second item`
1 error

"#]]);
}

#[test]
fn images_too_coarse_or_too_tall() {
    let test = GuideTest::one("![A square](coarse.png)\n\n![A tower](tall.png)\n");
    test.write("coarse.png", png(100, 60));
    test.write("tall.png", png(300, 1600));
    layout(
        &test,
        "#let picture(source, alt, caption) = image(source, alt: alt, width: 140pt, height: 700pt, fit: \"stretch\")",
    );
    test.run(&["pdf", "--layout", "mine.typ", "--diagnostics", "short"]).code(1).says(str![[r#"
guide .: Tiny Guide
01-one.md:7:1: warning[coarse-image]: this image has 51 pixels an inch where it is printed, fewer than 150
01-one.md:7:1: error[image-overflow]: this image reaches 159 pt out of the page's foot
01-one.md:9:1: error[image-overflow]: this image reaches 159 pt out of the page's foot
2 errors, 1 warning

"#]]);
}

#[test]
fn a_column_left_empty() {
    let test = GuideTest::one("Before.\n\n> A quotation.\n");
    layout(&test, "#let quotation(body) = { colbreak(); colbreak(); body }");
    test.run(&["pdf", "--layout", "mine.typ", "--diagnostics", "short"]).code(0).says(str![[r#"
guide .: Tiny Guide
01-one.md:9:3: warning[empty-column]: column 2 of page 1 is empty
1 warning
pdf   out/01-one-mine.pdf  1 page  9.00 pt  [MS] ms
1 file in [MS] ms

"#]]);
}

#[test]
fn type_too_small_to_read() {
    let test = GuideTest::one("Text.");
    test.run(&["pdf", "--diagnostics", "short", "--font-size", "5"]).code(0).says(str![[r#"
guide .: Tiny Guide
01-one.md:1:1: warning[small-type]: the body type is 5 pt; less than 6 pt is hard to read
1 warning
pdf   out/01-one.pdf  1 page  5.00 pt  [MS] ms
1 file in [MS] ms

"#]]);
}
