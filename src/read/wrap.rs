//! Text → lines no wider than a width. Where words end is `textwrap`'s business, by Unicode's rules.

use super::text::Text;
use std::ops::Range;
use textwrap::WordSeparator;
use textwrap::core::Fragment;
use textwrap::wrap_algorithms::wrap_first_fit;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What stays on one line, and the space behind it.
#[derive(Debug)]
struct Word {
    range: Range<usize>,
    width: usize,
    space: usize,
}

impl Fragment for Word {
    fn width(&self) -> f64 {
        self.width as f64
    }

    fn whitespace_width(&self) -> f64 {
        self.space as f64
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// Cuts a text into lines; always at least one. A word wider than a line is cut, behind punctuation where there
/// is some.
pub fn wrap(text: &Text, width: usize) -> Vec<Text> {
    let mut lines = Vec::new();
    for paragraph in paragraphs(text) {
        let words = cut(text, words(text, paragraph), width.max(2));
        let rows = wrap_first_fit(&words, &[width as f64]);
        lines.extend(rows.iter().map(|row| match (row.first(), row.last()) {
            (Some(first), Some(last)) => text.slice(first.range.start..last.range.end),
            _ => Text::default(),
        }));
    }
    lines
}

/// A text measured, for questions about many widths.
#[derive(Debug)]
pub struct Measured {
    paragraphs: Vec<Vec<Word>>,
    /// The width of the widest word.
    pub least: usize,
    /// The width of the widest line if nothing is wrapped.
    pub most: usize,
}

impl Measured {
    /// Measures a text.
    pub fn new(text: &Text) -> Measured {
        let ranges = paragraphs(text);
        let most = ranges.iter().map(|range| text.as_str()[range.clone()].trim().width()).max();
        let paragraphs: Vec<Vec<Word>> = ranges.into_iter().map(|range| words(text, range)).collect();
        let least = paragraphs.iter().flatten().map(|word| word.width).max();
        Measured { paragraphs, least: least.unwrap_or(0), most: most.unwrap_or(0) }
    }

    /// How many lines it takes on a width that its widest word fits.
    pub fn height(&self, width: usize) -> usize {
        self.paragraphs.iter().map(|words| wrap_first_fit(words, &[width as f64]).len().max(1)).sum()
    }
}

/// What stands between the breaks an author wants.
fn paragraphs(text: &Text) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut paragraphs = Vec::new();
    for part in text.as_str().split('\n') {
        paragraphs.push(start..start + part.len());
        start += part.len() + 1;
    }
    paragraphs
}

fn words(text: &Text, paragraph: Range<usize>) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut at = paragraph.start;
    for found in WordSeparator::UnicodeBreakProperties.find_words(&text.as_str()[paragraph]) {
        let (end, width, space) = (at + found.word.len(), found.word.width(), found.whitespace.len());
        if let Some(last) = words.last_mut().filter(|last| last.space == 0 && text.is_inside_code(at)) {
            last.range.end = end;
            last.width += width;
            last.space = space;
        } else if width > 0 || !words.is_empty() {
            // Spaces at the beginning of a line are nobody's.
            words.push(Word { range: at..end, width, space });
        }
        at = end + space;
    }
    words
}

/// Cuts words that are wider than a line.
fn cut(text: &Text, words: Vec<Word>, width: usize) -> Vec<Word> {
    let mut fitting = Vec::with_capacity(words.len());
    for word in words {
        let mut rest = word.range.clone();
        while word.width > width && !rest.is_empty() {
            let part = fit(&text.as_str()[rest.clone()], width);
            let end = rest.start + part.len();
            let space = if end == rest.end { word.space } else { 0 };
            fitting.push(Word { range: rest.start..end, width: part.width(), space });
            rest.start = end;
        }
        if word.width <= width {
            fitting.push(word);
        }
    }
    fitting
}

/// The beginning of a word that fits; behind punctuation, best between names, if that leaves it longer than a third.
fn fit(word: &str, width: usize) -> &str {
    let (mut used, mut end, mut between, mut within) = (0, 0, 0, 0);
    for (i, c) in word.char_indices() {
        used += c.width().unwrap_or(0);
        if used > width && end > 0 {
            return &word[..[between, within, end].into_iter().find(|cut| *cut > 0).unwrap_or(end)];
        }
        end = i + c.len_utf8();
        match c {
            _ if used * 3 <= width => {}
            '.' | ',' | '(' | '[' | '=' | '/' | '&' | '?' => between = end,
            '_' | '-' => within = end,
            _ => {}
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::super::text::Format;
    use super::*;

    fn lines(text: &str, width: usize) -> Vec<String> {
        wrap(&Text::new(text, Format::default()), width).iter().map(|line| line.as_str().to_owned()).collect()
    }

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(lines("one two three", 8), ["one two", "three"]);
        assert_eq!(lines("one\ntwo", 8), ["one", "two"]);
        assert_eq!(lines("", 8), [""]);
        assert_eq!(lines("日本語の文章", 8), ["日本語の", "文章"]);
    }

    #[test]
    fn a_word_that_fits_nowhere_is_cut_behind_punctuation() {
        assert_eq!(lines("see contextlib.AsyncExitStack", 14), ["see", "contextlib.", "AsyncExitStack"]);
        assert_eq!(lines("ssl.context().wrap_socket(s)", 20), ["ssl.context().", "wrap_socket(s)"]);
        assert_eq!(lines("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn code_breaks_at_spaces_only() {
        let mut text = Text::new("run ", Format::default());
        text.push("`pip --no-input list`", &Format { code: true, ..Format::default() });
        let lines: Vec<String> = wrap(&text, 14).iter().map(|line| line.as_str().to_owned()).collect();
        assert_eq!(lines, ["run `pip", "--no-input", "list`"]);
        let measured = Measured::new(&text);
        assert_eq!((measured.least, measured.most, measured.height(14)), (10, 25, 3));
    }
}
