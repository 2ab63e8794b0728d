//! Pieces of a line: references to notes, and addresses.

/// Moves references to notes out of the links they stand in: a link may not hold another.
pub fn lift_notes(html: &str) -> String {
    const NOTE: (&str, &str) = ("<sup><a epub:type=\"noteref\"", "</a></sup>");
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<a href=") {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let mut notes = String::new();
        // Up to the link's end, without the notes on the way.
        loop {
            let end = rest.find("</a>").unwrap_or(rest.len());
            match rest.find(NOTE.0).filter(|note| *note < end) {
                Some(note) => {
                    out.push_str(&rest[..note]);
                    let length = rest[note..].find(NOTE.1).map_or(rest.len() - note, |end| end + NOTE.1.len());
                    notes.push_str(&rest[note..note + length]);
                    rest = &rest[note + length..];
                }
                None => {
                    let end = (end + "</a>".len()).min(rest.len());
                    out.push_str(&rest[..end]);
                    rest = &rest[end..];
                    break;
                }
            }
        }
        out.push_str(&notes);
    }
    out + rest
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
    fn a_note_in_a_link_stands_behind_it() {
        let note = "<sup><a epub:type=\"noteref\" href=\"#n\">1</a></sup>";
        assert_eq!(
            lift_notes(&format!("a<a href=\"x\">b{note}c</a>d{note}")),
            format!("a<a href=\"x\">bc</a>{note}d{note}")
        );
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
