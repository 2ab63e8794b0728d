//! Text within a line.

use super::Writer;
use crate::guide::{Inline, InlineKind, Target};
use crate::typeset::link::{anchor_label, section_label};
use crate::typeset::text::{broken, literal, parts};
use std::fmt::Write;

impl Writer<'_> {
    pub(super) fn call(&mut self, name: &str, text: &[Inline]) {
        let _ = write!(self.out, "#{name}");
        self.content(text);
    }

    pub(super) fn content(&mut self, text: &[Inline]) {
        self.out.push('[');
        self.inlines(text);
        self.out.push(']');
    }

    pub(super) fn inlines(&mut self, list: &[Inline]) {
        for (i, inline) in list.iter().enumerate() {
            let start = self.out.len();
            match &inline.kind {
                InlineKind::Text(text) => self.text(text),
                InlineKind::Code(text) => {
                    let parts = parts(text);
                    // No line breaks before a full stop or comma, be there a space or not (UAX #14, LB 13), but one may before a box.
                    if text.starts_with(['.', ',', ';', ':', '!', '?', '/', '%', ')', ']', '}'])
                        && i.checked_sub(1).is_some_and(|before| ends_in_space(&list[before]))
                    {
                        self.out.push_str("#box()");
                    }
                    // Most code is one part without a hyphen, and needs no call of the layout.
                    let _ = match parts.as_slice() {
                        [part] if !part.contains('-') => write!(self.out, "#raw({})", literal(part)),
                        parts => {
                            let parts: String = parts.iter().map(|part| format!("raw({}), ", literal(part))).collect();
                            write!(self.out, "#mono({parts})")
                        }
                    };
                }
                InlineKind::Emphasis(inner) => self.call("emph", inner),
                InlineKind::Strong(inner) => self.call("strong", inner),
                InlineKind::Strikethrough(inner) => self.call("strike", inner),
                InlineKind::Subscript(inner) => self.call("sub", inner),
                InlineKind::Superscript(inner) => self.call("super", inner),
                InlineKind::Keyboard(inner) => self.call("keys", inner),
                InlineKind::Link(target, inner) => match &**target {
                    Target::External(url) => {
                        let _ = write!(self.out, "#link({})", literal(url));
                        self.content(inner);
                    }
                    Target::Section(number, anchor) if self.links.holds(*number) => {
                        let label = match anchor {
                            Some(anchor) => anchor_label(*number, anchor),
                            None => section_label(*number),
                        };
                        let _ = write!(self.out, "#link(label({}))", literal(&label));
                        self.content(inner);
                    }
                    Target::Section(..) => self.inlines(inner),
                },
                InlineKind::Image(image) => {
                    let path = self.image(image);
                    let _ = write!(self.out, "#inline-picture({}, {})", literal(&path), literal(&image.alt));
                }
                InlineKind::Math(math) => {
                    let latex = literal(&math.latex);
                    let _ = match crate::typeset::math::typst(&math.latex) {
                        Ok(typst) => write!(self.out, "#formula({latex}, ${typst}$)"),
                        Err(_) => write!(self.out, "#mono(raw({latex}))"),
                    };
                }
                InlineKind::FootnoteReference(number) => {
                    self.notes.insert(*number);
                    let _ = write!(self.out, "#note-ref({number})");
                }
                InlineKind::SoftBreak => self.out.push_str("#\" \""),
                InlineKind::HardBreak => self.out.push_str("#linebreak()"),
            }
            self.mark(start, inline.span);
        }
    }
}

impl Writer<'_> {
    /// Text, with words that no column may hold in parts.
    fn text(&mut self, text: &str) {
        if text.split(' ').all(|word| broken(word).is_none()) {
            let _ = write!(self.out, "#{}", literal(text));
            return;
        }
        for word in text.split_inclusive(' ') {
            let _ = match broken(word) {
                Some(parts) => {
                    let parts: String = parts.iter().map(|part| format!("[#{}], ", literal(part))).collect();
                    write!(self.out, "#broken({parts})")
                }
                None => write!(self.out, "#{}", literal(word)),
            };
        }
    }
}

fn ends_in_space(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text(text) => text.ends_with(' '),
        InlineKind::SoftBreak => true,
        _ => false,
    }
}
