//! Long programs, cut into parts.
//!
//! A parser takes memory for every bracket and operator that it is within. Nothing is nested deeper than its text is
//! long, so that a bound for the length is one for the depth.

use std::ops::Range;

/// The bytes of the longest part that is parsed; examples are a tenth of it.
pub const LONGEST: usize = 8 << 10;

/// The parts of a program, in their order. A part is longer than [`LONGEST`] only by a string, a comment or code without
/// a comma.
pub fn parts(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    if text.len() > LONGEST {
        // The last place of each kind where a part may end.
        let mut last = [0; 4];
        for (at, place) in places(text) {
            while at - start > LONGEST {
                let end = last.into_iter().find(|end| *end > start).unwrap_or(at);
                parts.push(start..end);
                start = end;
            }
            last[place as usize] = at;
        }
    }
    if start < text.len() {
        parts.push(start..text.len());
    }
    parts
}

/// The same text with nothing in its long strings and comments that could be taken for code; none if there is still too
/// much of it.
pub fn without_strings(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut quiet = Vec::with_capacity(bytes.len());
    let (mut at, mut code) = (0, 0);
    while at < bytes.len() {
        let end = unit_end(bytes, at);
        let unit = &bytes[at..end];
        let mark = if unit.starts_with(&[unit[0]; 3]) { 3 } else { 1 };
        let closing = if unit.ends_with(&unit[..mark.min(unit.len())]) { mark } else { 0 };
        // The marks at either end of what is long, and whatever is short.
        let inner = if unit.len() > 64 { unit.len() - mark - closing } else { 0 };
        let (head, tail) = if inner > 0 { (&unit[..mark], &unit[mark + inner..]) } else { (unit, &unit[..0]) };
        quiet.extend_from_slice(head);
        quiet.resize(quiet.len() + inner, b'x');
        quiet.extend_from_slice(tail);
        code += unit.len() - inner;
        at = end;
    }
    String::from_utf8(quiet).ok().filter(|_| code <= LONGEST)
}

/// Where a part may end, the best place first.
#[derive(Clone, Copy)]
enum Place {
    /// Before a line at the margin.
    Margin,
    /// Before a line in a block.
    Block,
    /// Before a line in a bracket, or with a keyword that is one because of the lines above.
    Within,
    /// Behind a comma.
    Comma,
}

/// Where parts may end, and the end of the text.
fn places(text: &str) -> Vec<(usize, Place)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut at, mut open) = (0, 0usize);
    while at < bytes.len() {
        let first = bytes[at];
        at = unit_end(bytes, at);
        match first {
            b'(' | b'[' | b'{' => open += 1,
            b')' | b']' | b'}' => open = open.saturating_sub(1),
            b',' => found.push((at, Place::Comma)),
            b'\n' => found.push((at, line(&bytes[at..], open > 0))),
            _ => {}
        }
    }
    found.push((bytes.len(), Place::Margin));
    found
}

fn line(rest: &[u8], in_bracket: bool) -> Place {
    let indent = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match indent {
        _ if in_bracket || rest[indent..].starts_with(b"case") => Place::Within,
        0 => Place::Margin,
        _ => Place::Block,
    }
}

/// Where the comment, the string or the byte that begins here ends.
fn unit_end(bytes: &[u8], start: usize) -> usize {
    let end = match bytes[start] {
        b'#' => bytes[start..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |n| start + n),
        b'"' | b'\'' => string_end(bytes, start),
        b'\\' => start + 2,
        _ => start + 1,
    };
    end.min(bytes.len())
}

/// Where the string that begins here ends: a short one with its line at the latest.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let triple = bytes[start..].starts_with(&[quote; 3]);
    let mut at = start + if triple { 3 } else { 1 };
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'\n' if !triple => return at,
            byte if byte == quote && !triple => return at + 1,
            byte if byte == quote && bytes[at..].starts_with(&[quote; 3]) => return at + 3,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The beginnings of a text's parts.
    fn heads(text: &str) -> Vec<&str> {
        let parts = parts(text);
        assert_eq!(parts.iter().map(|part| &text[part.clone()]).collect::<String>(), text);
        parts.into_iter().map(|part| text[part].split('\n').next().unwrap_or("")).collect()
    }

    #[test]
    fn short_programs_are_one_part() {
        assert_eq!(heads("x = 1\n\ny = 2"), ["x = 1"]);
        assert!(parts("").is_empty());
    }

    #[test]
    fn long_programs_are_cut_where_it_hurts_least() {
        let rest = "    value = 'text'\n".repeat(LONGEST / 30);
        let case = format!("        case '{}':\n            pass\n", "text".repeat(LONGEST / 8));
        let text = format!("def f():\n{rest}\ndef g(\n    a):\n{rest}    match a:\n{case}");
        assert_eq!(heads(&text), ["def f():", "def g(", "    match a:"]);
        let table = format!("x = [\n{}]\n", "    'é)]', # ]\n".repeat(LONGEST / 10));
        assert!(heads(&table).len() > 1 && heads(&table)[1..].iter().all(|head| head.starts_with("    'é")));
    }

    #[test]
    fn strings_are_whole() {
        let text = format!("x = '''\n{}'''\ny = 1\n", "it's (\n".repeat(LONGEST / 4));
        assert_eq!(heads(&text), ["x = '''", "y = 1"]);
    }

    #[test]
    fn nothing_in_a_long_string_is_code() {
        let text = format!("x = ['é', '{}']  #é{}", "é(\\'[".repeat(LONGEST), "(".repeat(100));
        let quiet = without_strings(&text).unwrap();
        assert!(quiet.len() == text.len() && quiet.starts_with("x = ['é', 'xxx") && quiet.contains("xx']  #xx"));
        assert_eq!(without_strings(&format!("'{}", "(".repeat(LONGEST))).unwrap(), format!("'{}", "x".repeat(LONGEST)));
        assert!(without_strings(&"(".repeat(LONGEST + 1)).is_none());
    }
}
