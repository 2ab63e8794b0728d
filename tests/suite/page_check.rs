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

#[test]
fn a_word_wider_than_its_column() {
    let test = GuideTest::one(&format!("Here is {} in a sentence.", "w".repeat(60)));
    test.run(&["pdf"]).code(1).says(str![[r#"
guide .: Tiny Guide
error[text-overflow]: `wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww…` reaches 165 pt out of its column
 --> 01-one.md:7:1
  |
7 | Here is wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww in a sentence.
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: shorten it, break it up, set it in smaller type, or choose fewer columns

1 error

"#]]);
    assert!(test.names("out").is_empty());
}

#[test]
fn a_cell_that_runs_into_the_next() {
    let word = "x".repeat(160);
    let test = GuideTest::one(&format!("| A | B | C |\n| --- | --- | --- |\n| {word} | {word} | {word} |\n"));
    test.run(&["pdf", "--diagnostics", "short"]).code(1).says(str![[r#"
guide .: Tiny Guide
01-one.md:7:11: error[text-overflow]: `C` reaches 92 pt out of its column
01-one.md:9:166: error[text-overflow]: `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…` reaches 84 pt out of its column
01-one.md:9:329: error[text-overflow]: `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…` reaches 509 pt out of its column
3 errors

"#]]);
}

#[test]
fn images_too_coarse_or_too_tall() {
    let test = GuideTest::one("![A square](coarse.png)\n\n![A tower](tall.png)\n");
    test.write("coarse.png", png(100, 60));
    test.write("tall.png", png(600, 4000));
    test.run(&["pdf", "--diagnostics", "short"]).code(1).says(str![[r#"
guide .: Tiny Guide
01-one.md:7:1: warning[coarse-image]: this image has 72 pixels an inch where it is printed, fewer than 150
01-one.md:9:1: error[image-overflow]: this image reaches 194 pt out of the page's foot
1 error, 1 warning

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
