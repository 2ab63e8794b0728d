//! Pieces of a line: where code may break, and addresses.

use crate::html::escape;

/// Inline code in the parts between which it may break: behind `.` `_` `(` `,` `=`, where at least two characters stand
/// on either side and a name goes on.
pub fn parts(code: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    if code.chars().count() > 12 {
        for (i, c) in code.char_indices() {
            let end = i + c.len_utf8();
            let goes_on =
                code[end..].starts_with(|c: char| c.is_alphanumeric() || c == '_' && !code[..end].ends_with('_'));
            let may_break = match c {
                '.' | '(' | ',' | '=' => goes_on,
                '_' => goes_on && code[..i].ends_with(char::is_alphanumeric),
                _ => false,
            };
            if may_break && i - start >= 2 && code.len() - end >= 2 {
                parts.push(&code[start..end]);
                start = end;
            }
        }
    }
    parts.push(&code[start..]);
    parts
}

/// [`parts`] as XHTML.
pub fn breakable(code: &str) -> String {
    parts(code).into_iter().map(escape).collect::<Vec<_>>().join("<wbr/>")
}

/// An address of the web as a valid URL: what may not stand in one is percent-encoded. None for what is no address a
/// book may link to.
pub fn url(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" | "ftp" => {
            let host = rest.strip_prefix("//")?.split(['/', '?', '#']).next()?;
            let ok = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '@' | '[' | ']');
            let name = host.rsplit_once('@').map_or(host, |(_, name)| name);
            if !name.starts_with(|c: char| c.is_alphanumeric()) || !host.chars().all(ok) || host.contains(['[', ']']) {
                return None;
            }
        }
        "mailto" | "tel" | "sms" | "geo" | "doi" | "urn" | "irc" | "ircs" | "xmpp" | "matrix" if !rest.is_empty() => {}
        _ => return None,
    }
    let mut out = String::with_capacity(address.len());
    for (i, c) in address.char_indices() {
        let hex = || address.as_bytes().get(i + 1..i + 3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        match c {
            '%' if hex() => out.push('%'),
            c if c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=".contains(c) => out.push(c),
            c if !c.is_ascii() && c.is_alphanumeric() => out.push(c),
            c => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}"))),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_break_where_they_read() {
        assert_eq!(parts("__post_init__"), ["__post_", "init__"]);
        assert_eq!(parts("functools.lru_cache(maxsize=None)"), ["functools.", "lru_", "cache(", "maxsize=", "None)"]);
        assert_eq!(parts("__hash__ = None"), ["__hash__ = None"]);
        assert_eq!(parts("lock.__enter__"), ["lock.", "__enter__"]);
        assert_eq!(parts("obj.__dict__"), ["obj.__dict__"]);
    }

    #[test]
    fn addresses_are_made_valid_or_refused() {
        assert_eq!(url("https://a.b/c d|e").as_deref(), Some("https://a.b/c%20d%7Ce"));
        assert_eq!(url("https://a.b/100%").as_deref(), Some("https://a.b/100%25"));
        assert_eq!(url("mailto:a@b.c").as_deref(), Some("mailto:a@b.c"));
        for bad in ["https://", "https://[x", "data:text/html,x", "javascript:x", "x"] {
            assert_eq!(url(bad), None, "{bad}");
        }
    }
}
