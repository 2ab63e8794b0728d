//! Text within a line, its plain form and its slug.

use crate::source::Span;

/// `![alt](path "title")`
#[derive(Clone, Debug)]
pub struct Image {
    /// The path inside the guide's folder: a key of [`Guide::images`].
    pub path: String,
    /// The alternative text.
    pub alt: String,
    /// The title, printed as a caption.
    pub title: String,
    /// The image's place.
    pub span: Span,
}

/// LaTeX between dollar signs.
#[derive(Clone, Debug)]
pub struct Math {
    /// The LaTeX.
    pub latex: String,
    /// Its place.
    pub span: Span,
}

/// A piece of a line with its place.
#[derive(Debug)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Where it stands.
    pub span: Span,
}

/// What a piece of a line is.
#[derive(Debug)]
pub enum InlineKind {
    /// Plain text, in Unicode normalisation form C.
    Text(String),
    /// `` `code` ``
    Code(String),
    /// `*text*`
    Emphasis(Vec<Inline>),
    /// `**text**`
    Strong(Vec<Inline>),
    /// `~~text~~`
    Strikethrough(Vec<Inline>),
    /// `<sub>text</sub>`
    Subscript(Vec<Inline>),
    /// `<sup>text</sup>`
    Superscript(Vec<Inline>),
    /// `<kbd>text</kbd>`
    Keyboard(Vec<Inline>),
    /// `[text](target)`
    Link(Box<Target>, Vec<Inline>),
    /// `![alt](path)` inside a line
    Image(Box<Image>),
    /// `$latex$`, or `$$latex$$` inside a line
    Math(Box<Math>),
    /// `[^name]`: the number of the note
    FootnoteReference(usize),
    /// A line end that is a space
    SoftBreak,
    /// `<br>`, or a backslash or two spaces at a line's end
    HardBreak,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// `https://…`, `mailto:…`
    External(String),
    /// `07-exceptions.md#anchor` or `#anchor`: the number of a section of this guide, and a heading's id in it.
    Section(u32, Option<String>),
}

/// Plain text of inlines: no marks, breaks as spaces, an image as its alternative text.
pub fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    append_plain(inlines, &mut text);
    text
}

fn append_plain(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => out.push_str(text),
            InlineKind::Math(math) => out.push_str(&math.latex),
            InlineKind::Image(image) => out.push_str(&image.alt),
            InlineKind::SoftBreak | InlineKind::HardBreak => out.push(' '),
            InlineKind::FootnoteReference(_) => {}
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strikethrough(inner)
            | InlineKind::Subscript(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Keyboard(inner)
            | InlineKind::Link(_, inner) => append_plain(inner, out),
        }
    }
}

/// The slug of a text: NFC, lower case, letters and digits kept, any other run one hyphen, trimmed.
pub fn slug(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut slug = String::with_capacity(text.len());
    let mut push = |c: char| {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    };
    if text.is_ascii() {
        text.bytes().for_each(|b| push(b.to_ascii_lowercase().into()));
    } else {
        text.nfc().flat_map(char::to_lowercase).for_each(&mut push);
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The slug of a text in the letters a to z alone, accents taken off; empty if it has no such letter and no digit.
pub fn ascii_slug(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain = slug(text).nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect::<String>();
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    plain.split(|c| !is_letter(c)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_letters_and_digits() {
        assert_eq!(slug("Exceptions & Error Handling"), "exceptions-error-handling");
        assert_eq!(slug("  `__init__`, __new__ "), "init-new");
        assert_eq!(slug("e\u{301}té ++"), "été");
        assert_eq!(slug("=="), "");
    }
}
