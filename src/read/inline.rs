//! Text within a line: marks become attributes, and stay as signs where an attribute could be missing.

use super::palette;
use super::text::{Format, Text};
use super::{Page, superscript};
use crate::guide::{Guide, Image, Inline, InlineKind, Target, plain};
use std::collections::HashMap;
use std::fmt::Write;

impl Page<'_> {
    /// Inline text in a style.
    pub(super) fn inlines(&self, list: &[Inline], style: anstyle::Style) -> Text {
        let mut text = Text::default();
        self.append(list, &Format::from(style), &mut text);
        text
    }

    fn append(&self, list: &[Inline], format: &Format, out: &mut Text) {
        for inline in list {
            match &inline.kind {
                InlineKind::Text(text) => out.push(&text.replace('\n', " "), format),
                InlineKind::Code(code) => append_code(code, format, out),
                InlineKind::Emphasis(inner) => self.append(inner, &format.with(palette::EMPHASIS), out),
                InlineKind::Strong(inner) => self.append(inner, &format.with(palette::STRONG), out),
                InlineKind::Strikethrough(inner) => {
                    out.push("~~", &format.with(palette::FAINT));
                    self.append(inner, &format.with(palette::STRUCK), out);
                    out.push("~~", &format.with(palette::FAINT));
                }
                InlineKind::Subscript(inner) => match lowered(&plain(inner)) {
                    Some(text) => out.push(&text, format),
                    None => self.enclosed("_(", inner, ")", format, out),
                },
                InlineKind::Superscript(inner) => match raised(&plain(inner)) {
                    Some(text) => out.push(&text, format),
                    None => self.enclosed("^(", inner, ")", format, out),
                },
                InlineKind::Keyboard(inner) => self.enclosed("[", inner, "]", &format.with(palette::STRONG), out),
                InlineKind::Link(target, inner) => self.link(target, inner, format, out),
                InlineKind::Image(image) => out.push(&picture(image), &format.with(palette::EMPHASIS)),
                InlineKind::Math(math) => {
                    let latex = math.latex.replace('\n', " ");
                    out.push(&format!("${latex}$"), &Format { code: true, ..format.with(palette::CODE) });
                }
                InlineKind::FootnoteReference(number) => {
                    out.push(&superscript(*number), &format.with(palette::SIGN));
                }
                InlineKind::SoftBreak => out.push(" ", format),
                InlineKind::HardBreak => out.push("\n", format),
            }
        }
    }

    fn enclosed(&self, open: &str, inner: &[Inline], close: &str, format: &Format, out: &mut Text) {
        out.push(open, format);
        self.append(inner, format, out);
        out.push(close, format);
    }

    /// A link to elsewhere shows its address, or is one the terminal can open; a link into the guide shows the number of
    /// the section or topic.
    fn link(&self, target: &Target, inner: &[Inline], format: &Format, out: &mut Text) {
        let underlined = format.with(palette::LINK);
        match target {
            Target::External(url) if self.setting.hyperlinks => {
                self.append(inner, &Format { link: Some(address(url).into()), ..underlined }, out);
            }
            Target::External(url) => {
                self.append(inner, &underlined, out);
                let shown = url.strip_prefix("mailto:").unwrap_or(url);
                if plain(inner) != shown {
                    out.push(" (", format);
                    out.push(shown, &Format { code: true, ..underlined });
                    out.push(")", format);
                }
            }
            Target::Section(number, anchor) => {
                self.append(inner, &underlined, out);
                out.push(&format!(" (§{})", self.place(*number, anchor.as_deref())), format);
            }
        }
    }

    /// `7` or, where the anchor is a topic or stands under one, `7.3`.
    fn place(&self, number: u32, anchor: Option<&str>) -> String {
        let topic = anchor.and_then(|anchor| self.places.get(&(number, anchor)));
        topic.map_or_else(|| number.to_string(), |topic| format!("{number}.{topic}"))
    }
}

/// The number of the topic that every anchor of a guide is or stands under.
pub(super) fn places(guide: &Guide) -> HashMap<(u32, &str), usize> {
    let mut places = HashMap::new();
    for section in &guide.sections {
        let numbers: HashMap<_, usize> =
            section.topics.iter().enumerate().map(|(i, topic)| (topic.heading.id.as_str(), i + 1)).collect();
        places.extend(numbers.iter().map(|(anchor, number)| ((section.number, *anchor), *number)));
        for (topic, block) in section.blocks() {
            let number = topic.and_then(|topic| numbers.get(topic.heading.id.as_str()));
            if let Some((anchor, number)) = super::anchor(block).zip(number) {
                places.insert((section.number, anchor), *number);
            }
        }
    }
    places
}

/// Code stands between backticks, so that it is told from prose without colour; more of them if it holds some itself.
fn append_code(code: &str, format: &Format, out: &mut Text) {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let space = if longest > 0 { " " } else { "" };
    let ticks = "`".repeat(longest + 1);
    let faint = Format { code: true, ..format.with(palette::FAINT) };
    out.push(&format!("{ticks}{space}"), &faint);
    out.push(&code.replace('\n', " "), &Format { code: true, ..format.with(palette::CODE) });
    out.push(&format!("{space}{ticks}"), &faint);
}

/// The words for an image.
pub(super) fn picture(image: &Image) -> String {
    let alt = image.alt.trim();
    format!("▣ {}", if alt.is_empty() { &image.path } else { alt }).replace('\n', " ")
}

/// An address as it may stand in an escape sequence.
fn address(url: &str) -> String {
    let mut address = String::with_capacity(url.len());
    for byte in url.bytes() {
        match byte {
            b'!'..=b'~' => address.push(byte.into()),
            byte => {
                let _ = write!(address, "%{byte:02X}");
            }
        }
    }
    address
}

fn raised(text: &str) -> Option<String> {
    const RAISED: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾nⁿiⁱ";
    text.chars().map(|c| partner(RAISED, c)).collect()
}

fn lowered(text: &str) -> Option<String> {
    const LOWERED: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎";
    text.chars().map(|c| partner(LOWERED, c)).collect()
}

/// The character behind `c` in a list of pairs.
fn partner(pairs: &str, c: char) -> Option<char> {
    let first = pairs.chars().step_by(2);
    first.zip(pairs.chars().skip(1).step_by(2)).find(|(from, _)| *from == c).map(|(_, to)| to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_figures_where_there_are_some() {
        assert_eq!(raised("10").as_deref(), Some("¹⁰"));
        assert_eq!(lowered("2").as_deref(), Some("₂"));
        assert_eq!(raised("th"), None);
    }

    #[test]
    fn an_address_holds_nothing_that_ends_the_sequence() {
        assert_eq!(address("https://a.b/é\u{1b}\\?x=1"), "https://a.b/%C3%A9%1B\\?x=1");
    }
}
