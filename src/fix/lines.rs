//! A mended text in the bytes of its file, and the difference as a person reads it.

use similar::{Algorithm, DiffOp, TextDiff, capture_diff_slices};

const MARK: char = '\u{feff}';

/// The text of a file with the lines of a mended text in it: a byte-order mark stays, and so does the line end of every
/// line that is kept; a new line ends as the one before it does. None if `file` is not the file that `old` was read from.
pub fn restore(file: &str, old: &str, new: &str) -> Option<String> {
    let (mark, text) = file.strip_prefix(MARK).map_or(("", file), |text| (&file[..MARK.len_utf8()], text));
    let raw = split(text);
    let old: Vec<&str> = old.split('\n').collect();
    let new: Vec<&str> = new.split('\n').collect();
    if !raw.iter().map(|(line, _)| *line).eq(old.iter().copied()) {
        return None;
    }
    let usual = raw.iter().map(|(_, end)| *end).find(|end| !end.is_empty()).unwrap_or("\n");
    let mut out = String::from(mark);
    let mut write = |line: usize, like: Option<usize>| {
        out.push_str(new[line]);
        if line + 1 < new.len() {
            let end = like.and_then(|like| raw.get(like)).map_or("", |(_, end)| *end);
            out.push_str(if end.is_empty() { usual } else { end });
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                (0..len).for_each(|i| write(new_index + i, Some(old_index + i)))
            }
            DiffOp::Delete { .. } => {}
            DiffOp::Insert { old_index, new_index, new_len } => {
                (0..new_len).for_each(|i| write(new_index + i, old_index.checked_sub(1)));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                (0..new_len).for_each(|i| write(new_index + i, Some(old_index + i.min(old_len - 1))));
            }
        }
    }
    Some(out)
}

/// The lines of a text and how each ends: `\n`, `\r\n`, `\r`, or not at all.
fn split(text: &str) -> Vec<(&str, &str)> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r']) {
        let length = if rest[at..].starts_with("\r\n") { 2 } else { 1 };
        lines.push((&rest[..at], &rest[at..at + length]));
        rest = &rest[at + length..];
    }
    lines.push((rest, ""));
    lines
}

/// The difference between two texts of a file as a unified diff.
pub fn unified(path: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new).unified_diff().context_radius(3).header(path, path).to_string()
}

#[cfg(test)]
mod tests {
    use super::restore;

    #[test]
    fn line_ends_and_the_mark_stay() {
        let file = "\u{feff}a\r\nb\nc\rd\r\ne";
        let restored = |new| restore(file, "a\nb\nc\nd\ne", new);
        assert_eq!(restored("a\nb\nc\nd\ne").as_deref(), Some(file));
        assert_eq!(restored("a\nB\nnew\nc\nd\ne").as_deref(), Some("\u{feff}a\r\nB\nnew\nc\rd\r\ne"));
        assert_eq!(restored("a\nb\nc\nd\ne\nf").as_deref(), Some("\u{feff}a\r\nb\nc\rd\r\ne\r\nf"));
        assert_eq!(restored("a\nb").as_deref(), Some("\u{feff}a\r\nb"));
        assert_eq!(restore("another", "a", "b"), None);
    }
}
