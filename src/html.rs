//! Text and code as HTML that is XHTML too: what the book and the cards share.

mod block;

pub use block::{BlockOutput, blocks};

use crate::guide::{Image, Inline, InlineKind, Math, Target};
use crate::highlight;
use crate::source::Span;

/// What differs between the outputs.
pub trait Output {
    /// The address of a link; none if it leads to something that is not in this output, then only its text stays.
    fn link(&self, target: &Target) -> Option<String>;
    /// An image inside a line.
    fn image(&self, image: &Image) -> String;
    /// LaTeX inside a line.
    fn math(&self, math: &Math) -> String;
    /// The reference to a footnote.
    fn footnote(&self, number: usize) -> String;
    /// Text, escaped; its place in the Markdown is for outputs that put something into it.
    fn text(&self, text: &str, _place: Span) -> String {
        escape(text)
    }
    /// What stands in front of a piece of a line that is neither text nor holds others.
    fn before(&self, _place: Span) -> String {
        String::new()
    }
    /// Inline code between `<code>` tags, escaped; may hold `<wbr/>` where it may break.
    fn code(&self, text: &str) -> String {
        escape(text)
    }
}

/// Escapes text for element content and for attributes in double quotes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    push_escaped(&mut out, text);
    out
}

/// Appends text, escaped. Most letters stay as they are and are copied in runs.
fn push_escaped(out: &mut String, text: &str) {
    let mut done = 0;
    let bytes = text.as_bytes();
    for (i, byte) in bytes.iter().enumerate() {
        let (entity, length) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' => ("&quot;", 1),
            // What XML 1.0 does not allow anywhere (§2.2).
            0..=8 | 0xb | 0xc | 0xe..=0x1f => ("\u{fffd}", 1),
            0xef if matches!(bytes.get(i + 1..i + 3), Some([0xbf, 0xbe | 0xbf])) => ("\u{fffd}", 3),
            _ => continue,
        };
        out.push_str(&text[done..i]);
        out.push_str(entity);
        done = i + length;
    }
    out.push_str(&text[done..]);
}

/// Inline text.
pub fn inlines(list: &[Inline], output: &dyn Output) -> String {
    let mut out = String::new();
    append(list, output, &mut out);
    out
}

fn append(list: &[Inline], output: &dyn Output, out: &mut String) {
    for inline in list {
        use InlineKind::{Code, FootnoteReference, HardBreak, Math, SoftBreak};
        if let Code(_) | InlineKind::Image(_) | Math(_) | FootnoteReference(_) | SoftBreak | HardBreak = inline.kind {
            out.push_str(&output.before(inline.span));
        }
        match &inline.kind {
            InlineKind::Text(text) => out.push_str(&output.text(text, inline.span)),
            InlineKind::Code(text) => {
                out.push_str("<code>");
                out.push_str(&output.code(text));
                out.push_str("</code>");
            }
            InlineKind::Emphasis(inner) => element("em", inner, output, out),
            InlineKind::Strong(inner) => element("strong", inner, output, out),
            InlineKind::Strikethrough(inner) => element("del", inner, output, out),
            InlineKind::Subscript(inner) => element("sub", inner, output, out),
            InlineKind::Superscript(inner) => element("sup", inner, output, out),
            InlineKind::Keyboard(inner) => element("kbd", inner, output, out),
            InlineKind::Link(target, inner) => match output.link(target) {
                Some(address) => {
                    out.push_str(&format!("<a href=\"{}\">", escape(&address)));
                    append(inner, output, out);
                    out.push_str("</a>");
                }
                None => append(inner, output, out),
            },
            InlineKind::Image(image) => out.push_str(&output.image(image)),
            InlineKind::Math(math) => out.push_str(&output.math(math)),
            InlineKind::FootnoteReference(number) => out.push_str(&output.footnote(*number)),
            InlineKind::SoftBreak => out.push('\n'),
            InlineKind::HardBreak => out.push_str("<br/>"),
        }
    }
}

fn element(name: &str, inner: &[Inline], output: &dyn Output, out: &mut String) {
    out.extend(["<", name, ">"]);
    append(inner, output, out);
    out.extend(["</", name, ">"]);
}

/// Code as lines: `<span class="l i4">…⏎</span>`, the line end inside the span.
///
/// `iN` is the line's indentation in columns rounded down to an even number, at most 32; `hit` marks lines, counted from
/// 0, that the class `hit` is set on. The text content of the result is the code and a line end.
pub fn code_lines(language: Option<&str>, text: &str, hit: &dyn Fn(usize) -> bool) -> String {
    let mut out = String::new();
    for (i, line) in highlight::lines(language, text).iter().enumerate() {
        let columns: usize = line
            .iter()
            .flat_map(|piece| piece.text.chars())
            .take_while(|c| matches!(c, ' ' | '\t'))
            .map(|c| if c == '\t' { 4 } else { 1 })
            .sum();
        out.push_str("<span class=\"l");
        if columns >= 2 {
            out.push_str(&format!(" i{}", (columns / 2 * 2).min(32)));
        }
        if hit(i) {
            out.push_str(" hit");
        }
        out.push_str("\">");
        // Pieces of one class that stand side by side, such as `(` and `[`, need one element.
        for pieces in line.chunk_by(|one, next| one.class == next.class) {
            let class = pieces[0].class.css();
            if !class.is_empty() {
                out.extend(["<span class=\"", class, "\">"]);
            }
            pieces.iter().for_each(|piece| push_escaped(&mut out, piece.text));
            if !class.is_empty() {
                out.push_str("</span>");
            }
        }
        out.push_str("\n</span>");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_xml_may_hold_is_replaced() {
        assert_eq!(
            escape("a\u{0}b\u{ffff}c\u{fffe}\t\n\u{ffe6}é<&>\"'"),
            "a\u{fffd}b\u{fffd}c\u{fffd}\t\n\u{ffe6}é&lt;&amp;&gt;&quot;'"
        );
    }

    #[test]
    fn lines_carry_their_indentation() {
        let html = code_lines(Some("python"), "if x:\n     y < 1", &|line| line == 1);
        assert_eq!(
            html,
            "<span class=\"l\"><span class=\"kw\">if</span> x<span class=\"op\">:</span>\n</span>\
             <span class=\"l i4 hit\">     y <span class=\"op\">&lt;</span> <span class=\"nu\">1</span>\n</span>"
        );
    }
}
