//! What a note says, apart from how it looks: what its hash in the lock is made from.

use super::note_type::{NoteType, SEPARATOR};

/// The marks that change what the text between them means.
const TELLING: [&str; 5] = ["sup", "sub", "del", "br", "br/"];

/// What the learner reads in fields, and what they show: their text, the addresses of images and links, what is said in
/// place of images, and marks that change what letters mean. A change of the other marks around them, or of where a line
/// of prose ends in the source, is no change of what a card says.
pub fn content(kind: &NoteType, fields: &str) -> String {
    let mut out = String::with_capacity(fields.len());
    for (name, field) in kind.fields.iter().zip(fields.split(SEPARATOR)) {
        // The lines of an output have their ends between them.
        let is_output = *name == "Output";
        let mut rest = field;
        while let Some((text, after)) = cut(rest, b'<') {
            // A line of code has its end inside its element.
            push(&mut out, text, is_output || after.starts_with("/span>"));
            let (tag, after) = cut(after, b'>').unwrap_or((after, ""));
            if TELLING.contains(&tag.strip_prefix('/').unwrap_or(tag)) {
                out.extend(["<", tag, ">"]);
            }
            if tag.starts_with("img ") || tag.starts_with("a ") {
                for name in ["src=\"", "href=\"", "alt=\""] {
                    let value = tag.split_once(name).and_then(|(_, value)| value.split_once('"'));
                    out.extend(value.map(|(value, _)| value));
                }
            }
            rest = after;
        }
        push(&mut out, rest, is_output);
        out.push(SEPARATOR);
    }
    out
}

/// What stands before the first of an ASCII letter, and what stands behind it. Tags are so near to each other that going
/// from byte to byte finds them sooner than a search that is made for long texts.
fn cut(text: &str, letter: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == letter)?;
    Some((&text[..at], &text[at + 1..]))
}

/// Appends text; where lines mean nothing, a line end is a space.
fn push(out: &mut String, text: &str, lines: bool) {
    if lines || !text.as_bytes().contains(&b'\n') {
        out.push_str(text);
        return;
    }
    let mut parts = text.split('\n');
    out.extend(parts.next());
    for part in parts {
        out.push(' ');
        out.push_str(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::anki::note_type::{FACT, PITFALL};
    use crate::html;

    #[test]
    fn only_what_is_read_is_content() {
        let said = |html: &str| content(&FACT, html);
        for (one, other) in [("a <em>b</em>", "<i>a</i> b"), ("a b", "a\nb"), ("<pre class=\"a\">x", "<pre>x")] {
            assert_eq!(said(one), said(other));
        }
        let code = |text: &str| html::code_lines(None, text, &|_| false);
        for (one, other) in [
            ("2<sup>10</sup>", "210"),
            ("<del>a</del>", "a"),
            ("a<br/>b", "ab"),
            ("<img src=\"a\" alt=\"b\"/>", "<img src=\"a\" alt=\"c\"/>"),
            ("<img src=\"a\" alt=\"b\"/>", "<img src=\"c\" alt=\"b\"/>"),
            (&code("a\nb"), &code("a b")),
        ] {
            assert_ne!(said(one), said(other));
        }
        let output = |text: &str| {
            let fields = note_type_fields("Output", text);
            content(&PITFALL, &fields)
        };
        assert_ne!(output("1\n2"), output("1 2"));
    }

    fn note_type_fields(name: &str, text: &str) -> String {
        let fields: Vec<&str> = PITFALL.fields.iter().map(|field| if *field == name { text } else { "" }).collect();
        fields.join("\u{1f}")
    }
}
