//! The parts of a formula that stand alone: signs, words, lengths, and what LaTeX and Typst call differently.

use crate::typeset::text::literal;
use pulldown_latex::event::*;
use unicode_normalization::UnicodeNormalization;

/// A character as an escape.
pub fn character(c: char) -> String {
    format!("\\u{{{:x}}}", u32::from(c))
}

pub fn characters(text: &str) -> String {
    text.chars().map(character).collect()
}

pub fn content(content: &Content<'_>) -> String {
    let class = |class: &str, c: &str| format!("std.math.class(\"{class}\", {c})");
    match content {
        Content::Text(text) => format!("#[#{}]", literal(text)),
        Content::Number(digits) => characters(digits),
        Content::Function(name) => format!("std.math.op({})", literal(&name.replace(r"\,", "\u{2009}"))),
        Content::Ordinary { content, .. } | Content::LargeOp { content, .. } => character(*content),
        Content::BinaryOp { content, .. } => class("binary", &character(*content)),
        Content::Relation { content, .. } => {
            let mut buffer = [0; 8];
            let text = std::str::from_utf8(content.encode_utf8_to_buf(&mut buffer)).unwrap_or_default();
            class("relation", &characters(text))
        }
        Content::Delimiter { content, size, ty } => {
            let sign = character(*content);
            let taller = match size {
                Some(DelimiterSize::Big) => "1.2em",
                Some(DelimiterSize::BIG) => "1.8em",
                Some(DelimiterSize::Bigg) => "2.4em",
                Some(DelimiterSize::BIGG) => "3em",
                None if *ty == DelimiterType::Fence => return format!("std.math.mid({sign})"),
                None => return sign,
            };
            format!("std.math.lr({sign}, size: #{taller})")
        }
        Content::Punctuation(c) => class("punctuation", &character(*c)),
    }
}

/// What follows a change, as it looks by it. Colour is left out: no meaning rests on it on paper.
pub fn changed(change: StateChange, inner: &str) -> String {
    let around: &[&str] = match change {
        StateChange::Color(_) | StateChange::Font(None) => &[],
        StateChange::Style(Style::Display) => &["display"],
        StateChange::Style(Style::Text) => &["inline"],
        StateChange::Style(Style::Script) => &["script"],
        StateChange::Style(Style::ScriptScript) => &["sscript"],
        StateChange::Font(Some(font)) => match font {
            Font::Bold => &["bold", "upright"],
            Font::BoldSymbol => &["bold"],
            Font::BoldItalic => &["bold", "italic"],
            Font::BoldScript => &["bold", "cal"],
            Font::BoldFraktur => &["bold", "frak"],
            Font::BoldSansSerif => &["bold", "sans"],
            Font::SansSerifBoldItalic => &["bold", "italic", "sans"],
            Font::SansSerifItalic => &["italic", "sans"],
            Font::SansSerif => &["sans"],
            Font::Fraktur => &["frak"],
            Font::Script => &["cal"],
            Font::Monospace => &["mono"],
            Font::DoubleStruck => &["bb"],
            Font::DoubleStruckItalic => &["bb", "italic"],
            Font::Italic => &["italic"],
            Font::UpRight => &["upright"],
        },
    };
    around.iter().fold(inner.to_owned(), |inner, name| format!("std.math.{name}({inner})"))
}

/// What LaTeX writes as a script over or under its base and Typst as a call: accents, lines, braces. `{}` is the base.
pub fn decoration(script: &Event<'_>, ty: ScriptType) -> Option<&'static str> {
    let Event::Content(Content::Ordinary { content, .. }) = script else { return None };
    let over = ty == ScriptType::Superscript;
    Some(match (content, over) {
        ('‾', true) => "std.math.overline({})",
        ('_', false) => "std.math.underline({})",
        ('⏞', true) => "std.math.overbrace({})",
        ('⏟', false) => "std.math.underbrace({})",
        ('⏜', true) => "std.math.overparen({})",
        ('⏝', false) => "std.math.underparen({})",
        ('⎴', true) => "std.math.overbracket({})",
        ('⎵', false) => "std.math.underbracket({})",
        ('˘', true) => "std.math.accent({}, \\u{306})",
        ('ˇ', true) => "std.math.accent({}, \\u{30c})",
        ('˙', true) => "std.math.accent({}, \\u{307})",
        ('¨', true) => "std.math.accent({}, \\u{308})",
        ('`', true) => "std.math.accent({}, \\u{300})",
        ('´', true) => "std.math.accent({}, \\u{301})",
        ('^', true) => "std.math.accent({}, \\u{302})",
        ('~', true) => "std.math.accent({}, \\u{303})",
        ('˚', true) => "std.math.accent({}, \\u{30a})",
        ('→', true) => "std.math.accent({}, \\u{20d7})",
        ('←', true) => "std.math.accent({}, \\u{20d6})",
        ('↔', true) => "std.math.accent({}, \\u{20e1})",
        _ => return None,
    })
}

/// The character that says the opposite, where Unicode has one: `=` and U+0338 are `≠`.
pub fn negated(content: &Content<'_>) -> Option<char> {
    let mut buffer = [0; 8];
    let base: String = match content {
        Content::Relation { content, .. } => {
            std::str::from_utf8(content.encode_utf8_to_buf(&mut buffer)).ok()?.to_owned()
        }
        Content::Ordinary { content, .. } => content.to_string(),
        _ => return None,
    };
    let mut whole = base.chars().chain(['\u{338}']).nfc();
    whole.next().filter(|_| whole.next().is_none())
}

/// A length, in em for units that grow with the type, in points else (TeXbook, pp. 57 and 60).
pub fn length(dimension: &Dimension) -> String {
    let value = f64::from(dimension.value);
    let point = 72.0 / 72.27;
    let (value, unit) = match dimension.unit {
        DimensionUnit::Em => (value, "em"),
        DimensionUnit::Mu => (value / 18.0, "em"),
        DimensionUnit::Ex => (value * 0.45, "em"),
        DimensionUnit::Mm => (value, "mm"),
        DimensionUnit::Cm => (value, "cm"),
        DimensionUnit::In => (value, "in"),
        DimensionUnit::Bp => (value, "pt"),
        DimensionUnit::Pt => (value * point, "pt"),
        DimensionUnit::Pc => (value * 12.0 * point, "pt"),
        DimensionUnit::Sp => (value / 65536.0 * point, "pt"),
        DimensionUnit::Dd => (value * 1238.0 / 1157.0 * point, "pt"),
        DimensionUnit::Cc => (value * 12.0 * 1238.0 / 1157.0 * point, "pt"),
    };
    format!("{value:.3}{unit}")
}
