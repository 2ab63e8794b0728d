//! Listings: what is wrong and right in words, and which lines differ.

use super::{words, wrap};
use crate::example;
use crate::guide::{Block, Code, Section, Verdict};
use crate::html::code_lines;
use crate::source::Span;
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// Listings up to this many lines are kept on one page.
const SHORT: usize = 14;

/// The lines in which wrong and right code differ, by the place of each listing.
pub type Differences = BTreeMap<Span, Vec<bool>>;

/// A listing; with a caption if it is wrong, right, or a file. `own` marks words of the book's own; `before` is what stands in
/// front of a line, counted from 0.
pub fn listing(
    code: &Code,
    differences: &Differences,
    own: &dyn Fn(&str) -> String,
    before: &dyn Fn(usize) -> String,
) -> String {
    let short = if code.text.split('\n').count() <= SHORT { "short" } else { "" };
    let marked = differences.get(&code.span);
    let hit = |line: usize| marked.is_some_and(|marked| marked.get(line).copied().unwrap_or(false));
    let html = lines(&code.text, &code_lines(code.language.as_deref(), &code.text, &hit), before);
    // Code is written from left to right in every language.
    let class = if short.is_empty() { String::new() } else { format!(" class=\"{short}\"") };
    let pre = format!("<pre{class} dir=\"ltr\"><code>{html}</code></pre>");
    let Some(caption) = caption(code, own) else { return pre };
    let verdict = match code.flags.verdict {
        Some(Verdict::Bad) => "bad",
        Some(Verdict::Good) => "good",
        None => "file",
    };
    let class = format!("{verdict} {short}");
    format!("<figure class=\"{}\"><figcaption>{caption}</figcaption>\n{pre}</figure>", class.trim_end())
}

fn caption(code: &Code, own: &dyn Fn(&str) -> String) -> Option<String> {
    let verdict = code.flags.verdict.map(|verdict| match verdict {
        Verdict::Bad => format!("<span aria-hidden=\"true\">✗</span> {}", own(words::WRONG)),
        Verdict::Good => format!("<span aria-hidden=\"true\">✓</span> {}", own(words::RIGHT)),
    });
    let raises = code.flags.raises.as_ref().filter(|_| verdict.is_some());
    let file = code.flags.file.as_ref().map(|name| format!("<code>{}</code>", wrap::code(name)));
    let end = file.or_else(|| raises.map(|name| format!("{} <code>{}</code>", own(words::RAISES), wrap::code(name))));
    match (verdict, end) {
        (Some(verdict), Some(end)) => Some(format!("{verdict}: {end}")),
        (verdict @ Some(_), None) => verdict,
        (None, end) => end,
    }
}

/// The lines with what stands in front of each, and places to break.
fn lines(text: &str, html: &str, before: &dyn Fn(usize) -> String) -> String {
    let mut out = String::with_capacity(html.len());
    for (i, (source, line)) in text.split('\n').zip(html.split_inclusive("\n</span>")).enumerate() {
        out.push_str(&before(i));
        out.push_str(&wrap::listing_line(source.width(), line));
    }
    out
}

/// Compares each wrong listing of a section with the next right one beside it.
pub fn differences(section: &Section) -> Differences {
    let mut found = Differences::new();
    let topics = section.topics.iter().map(|topic| &topic.blocks);
    let notes = section.footnotes.iter().map(|note| &note.blocks);
    std::iter::once(&section.intro).chain(topics).chain(notes).for_each(|blocks| compare(blocks, &mut found));
    found
}

fn compare(blocks: &[Block], found: &mut Differences) {
    let mut wrong: Option<&Code> = None;
    for block in blocks {
        match block {
            Block::Code(code) if code.flags.verdict == Some(Verdict::Bad) => wrong = Some(code),
            Block::Code(code) if code.flags.verdict == Some(Verdict::Good) => {
                if let Some(wrong) = wrong.take() {
                    let (bad, good) = example::differing(wrong, code);
                    found.insert(wrong.span, bad);
                    found.insert(code.span, good);
                }
            }
            Block::Quote(quote) => compare(&quote.blocks, found),
            Block::Callout(callout) => compare(&callout.blocks, found),
            Block::List(list) => list.items.iter().for_each(|item| compare(&item.blocks, found)),
            _ => {}
        }
    }
}
