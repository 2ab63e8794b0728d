//! Where lines may break inside long words and code.
//!
//! Some places are good on any page (`<wbr/>`); others only where the page is narrow or the type large, and the style sheet
//! takes them away elsewhere (`<wbr class="n"/>`).

use crate::html::escape;

/// A place to break at on narrow pages.
const NARROW: &str = "<wbr class=\"n\"/>";

/// Runs without a space of more characters than this get places to break at on narrow pages.
const LONG: usize = 6;

/// Lines of code of more columns get places to break at brackets and dots on any page.
const LONG_LINE: usize = 14;

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

/// Inline code as XHTML: its [`parts`], each with places for narrow pages.
pub fn code(code: &str) -> String {
    parts(code).into_iter().map(|part| narrow(&escape(part))).collect::<Vec<_>>().join("<wbr/>")
}

/// Text as XHTML, with places for narrow pages.
pub fn text(text: &str) -> String {
    let mut out = narrow(&escape(text));
    // Between two pieces of code there is often nothing but this.
    if text.ends_with(['/', '=', '→']) {
        out.push_str(NARROW);
    }
    out
}

/// A line of a listing, with its classes, as XHTML: on any page a long one may break behind an opening bracket and in front
/// of a dot.
pub fn listing_line(columns: usize, html: &str) -> String {
    if columns <= LONG {
        return html.to_owned();
    }
    if columns <= LONG_LINE {
        return narrow(html);
    }
    narrow(&at_signs(html))
}

/// A line with places to break at behind opening brackets and in front of dots.
fn at_signs(html: &str) -> String {
    const SIGNS: &str = "<span class=\"op\">";
    let opens = |c: char| matches!(c, '(' | '[' | '{');
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(SIGNS) {
        out.extend([before, SIGNS]);
        let (signs, behind) = after.split_at(after.find('<').unwrap_or(after.len()));
        let mut last = ' ';
        for c in signs.chars() {
            // A pair that holds nothing stays together, and so do several dots.
            if opens(last) && !matches!(c, ')' | ']' | '}') || c == '.' && last != '.' {
                out.push_str("<wbr/>");
            }
            out.push(c);
            last = c;
        }
        if opens(last) {
            out.push_str("<wbr/>");
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// XHTML with places to break at, for narrow pages, in every long run without a space: behind a sign that a letter, a digit or
/// a quote follows, where two characters or more stand on either side.
fn narrow(html: &str) -> String {
    // A run's characters, each with its last byte's place behind it; tags and what they say are not in it.
    let mut run: Vec<(char, usize)> = Vec::new();
    let mut places: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        let length = match rest.as_bytes()[0] {
            b'<' => {
                at += rest.find('>').map_or(rest.len(), |end| end + 1);
                continue;
            }
            b'&' => rest.find(';').map_or(1, |end| end + 1),
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
        let c = match &rest[..length] {
            "&quot;" => '"',
            "&lt;" => '<',
            "&gt;" => '>',
            one => one.chars().next().unwrap_or(' '),
        };
        at += length;
        if c.is_whitespace() {
            gather(&run, &mut places);
            run.clear();
        } else {
            run.push((c, at));
        }
    }
    gather(&run, &mut places);
    if places.is_empty() {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len() + places.len() * NARROW.len());
    let mut done = 0;
    for place in places {
        out.push_str(&html[done..place]);
        out.push_str(NARROW);
        done = place;
    }
    out.push_str(&html[done..]);
    out
}

/// The places of one run.
fn gather(run: &[(char, usize)], places: &mut Vec<usize>) {
    if run.len() <= LONG {
        return;
    }
    let mut start = 0;
    for i in 1..run.len() - 2 {
        let (c, next) = (run[i].0, run[i + 1].0);
        let named = i - start > 2 || run[start..i].iter().any(|(c, _)| c.is_alphanumeric());
        let goes_on = next.is_alphanumeric() || next == '_' && c != '_' || is_quote(next) && "=([{,:".contains(c);
        if !c.is_alphanumeric() && !is_quote(c) && goes_on && i > start && named {
            places.push(run[i].1);
            start = i + 1;
        }
    }
}

/// A quote stays with what it holds.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::code_lines;

    #[test]
    fn names_break_where_they_read() {
        assert_eq!(parts("__post_init__"), ["__post_", "init__"]);
        assert_eq!(parts("functools.lru_cache(maxsize=None)"), ["functools.", "lru_", "cache(", "maxsize=", "None)"]);
        assert_eq!(parts("__hash__ = None"), ["__hash__ = None"]);
        assert_eq!(parts("lock.__enter__"), ["lock.", "__enter__"]);
        assert_eq!(parts("obj.__dict__"), ["obj.__dict__"]);
    }

    #[test]
    fn long_lines_may_break_at_brackets_and_dots() {
        let source = "result = connection().execute(statement)";
        let html = listing_line(source.len(), &code_lines(Some("python"), source, &|_| false));
        assert_eq!(html.matches("<wbr/>").count(), 2, "{html}");
    }

    #[test]
    fn on_narrow_pages_every_sign_will_do() {
        let broken = |html: &str| narrow(html).replace(NARROW, "|");
        assert_eq!(broken("a .venv/bin/python x"), "a .venv/|bin/|python x");
        assert_eq!(broken("short_ a.b.c"), "short_ a.b.c");
        assert_eq!(broken("Base.__init__(self)"), "Base.|__init__(|self)");
        assert_eq!(broken("daemon=<span class=\"ct\">True</span>,"), "daemon=|<span class=\"ct\">True</span>,");
        assert_eq!(broken("a&lt;bcdefg&quot;h"), "a&lt;|bcdefg&quot;h");
        assert_eq!(broken("scope=&quot;module&quot;)"), "scope=|&quot;module&quot;)");
        assert_eq!(text("see code/").replace(NARROW, "|"), "see code/|");
    }
}
