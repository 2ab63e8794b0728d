//! A guide's own style sheet for books.

use crate::guide_test::GuideTest;
use snapbox::str;
use std::io::{Cursor, Read};

#[test]
fn a_guide_s_own_style_sheet_takes_the_place_of_the_bundled_one() {
    let test = GuideTest::one("Text.\n");
    let style = "body { margin: 2em }\n";
    test.write("layouts/epub/style.css", style);
    let run = test.run(&["epub", "-q", "-o", "-"]);
    let mut archive = zip::ZipArchive::new(Cursor::new(&run.code(0).stdout)).expect("a zip archive");
    let mut text = String::new();
    archive.by_name("EPUB/style.css").expect("a style sheet").read_to_string(&mut text).expect("text");
    assert_eq!(text, style);
    test.run(&["check", "-q"]).code(0);
}

#[test]
fn a_style_sheet_that_no_book_may_hold_is_an_error() {
    let test = GuideTest::one("Text.\n");
    test.write(
        "layouts/epub/style.css",
        "@import url(https://a.example/x.css);\nh1 {\n  color: red;\n  direction: rtl;\n}\n",
    );
    test.run(&["epub", "-q"]).code(1).says(str![[r#"
error[bad-style]: a book's style may not say @import
 --> layouts/epub/style.css:1:1
  |
1 | @import url(https://a.example/x.css);
  | ^^^^^^^
  |
  = help: write the rules into this file

error[bad-style]: this would be loaded from elsewhere
 --> layouts/epub/style.css:1:9
  |
1 | @import url(https://a.example/x.css);
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: a book carries no other files for its style: leave it out, or write it as a data: address

error[bad-style]: a book may not set `direction` in its style
 --> layouts/epub/style.css:4:3
  |
4 |   direction: rtl;
  |   ^^^^^^^^^^^^^^
  |
  = help: the direction of writing comes from the guide's language and text

3 errors

"#]]);
    assert!(test.names("out").is_empty());
    test.run(&["check", "-q", "--diagnostics", "short"]).code(1).says(str![[r#"
01-one.md:1:1: warning[no-comparison]: section 1 has no comparison
01-one.md:1:1: warning[no-pitfall]: section 1 has no pitfall
layouts/epub/style.css:1:1: error[bad-style]: a book's style may not say @import
layouts/epub/style.css:1:9: error[bad-style]: this would be loaded from elsewhere
layouts/epub/style.css:4:3: error[bad-style]: a book may not set `direction` in its style
3 errors, 2 warnings

"#]]);
    // Sheets and decks do not look at it.
    test.run(&["anki", "-q"]).code(0);
}

#[test]
fn a_file_that_is_no_style_sheet_is_named() {
    let test = GuideTest::one("Text.\n");
    test.write("layouts/epub/styles.css", "h1 {}\n");
    test.run(&["epub", "-q"]).code(1).says(str![[r#"
error[unknown-layout]: no book has a file `styles.css`
--> layouts/epub/styles.css
 = help: did you mean `style.css`?

1 error

"#]]);
    test.write("layouts/epub/style.css", b"h1 { content: \"\xff\" }\n");
    test.run(&["epub", "-q"]).code(1).says(str![[r#"
error[unreadable-layout]: `layouts/epub/style.css` cannot be read: the file is not UTF-8: line 1 has a byte that no UTF-8 text can have
--> layouts/epub/style.css
 = help: mend it or take it out: layouts/epub/ holds a guide's own style of books

error[unknown-layout]: no book has a file `styles.css`
--> layouts/epub/styles.css
 = help: did you mean `style.css`?

2 errors

"#]]);
}
