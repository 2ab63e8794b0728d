//! The text of strings: what of it is an escape sequence.

use super::Class;
use std::ops::Range;

/// How the text of a string is read.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// A backslash is a backslash.
    pub raw: bool,
    /// Characters have no names and no code points.
    pub bytes: bool,
    /// Two braces are one.
    pub formatted: bool,
}

/// Gives the classes of a string's text, which is a part of a program.
pub fn pieces(program: &str, part: Range<usize>, reading: Reading, mut push: impl FnMut(Class, Range<usize>)) {
    let bytes = program.as_bytes();
    let (mut done, mut at) = (part.start, part.start);
    while at < part.end {
        let length = match bytes[at] {
            b'\\' if !reading.raw => escape(&bytes[at..part.end], reading.bytes),
            brace @ (b'{' | b'}') if reading.formatted && bytes[at + 1..part.end].first() == Some(&brace) => Some(2),
            _ => None,
        };
        let Some(length) = length else {
            at += 1;
            continue;
        };
        push(Class::String, done..at);
        push(Class::Escape, at..at + length);
        at += length;
        done = at;
    }
    push(Class::String, done..part.end);
}

/// The length of the escape sequence that begins here; none if the backslash begins none.
fn escape(bytes: &[u8], in_bytes: bool) -> Option<usize> {
    let digits = |count: usize| {
        let all = bytes.get(2..2 + count).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        all.then_some(2 + count)
    };
    match *bytes.get(1)? {
        b'u' if !in_bytes => digits(4),
        b'U' if !in_bytes => digits(8),
        b'x' => digits(2),
        b'0'..=b'9' => Some(1 + bytes[1..].iter().take(3).take_while(|byte| byte.is_ascii_digit()).count()),
        b'\r' if bytes.get(2) == Some(&b'\n') => Some(3),
        b'\n' | b'\'' | b'"' | b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v' | b'\\' => Some(2),
        b'N' if !in_bytes && bytes.get(2) == Some(&b'{') => {
            let name = bytes[3..].iter().position(|byte| *byte == b'}')?;
            (name > 0).then_some(4 + name)
        }
        _ => None,
    }
}
