//! What programs print, in messages.

/// Control characters as Python writes them.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => shown.push_str("\\t"),
            '\r' => shown.push_str("\\r"),
            c if c.is_control() => shown.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => shown.push(c),
        }
    }
    shown
}

/// A line, short and between backticks.
pub fn quoted(text: &str) -> String {
    let text = visible(text);
    match text.char_indices().nth(72) {
        _ if text.is_empty() => "an empty line".into(),
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}
