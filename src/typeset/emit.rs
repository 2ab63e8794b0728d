//! A section as calls of the layout's vocabulary.
//!
//! Text is handed over in string literals only, so nothing an author writes can be taken for Typst. Every literal's place
//! is remembered with the Markdown it comes from.

mod code;
mod face;
mod habit;
mod height;
mod inline;
mod place;
mod table;

pub use face::{Faces, Size, faces};

use self::height::height;
use super::justify::{Gap, Habit};
use super::link::{Links, anchor_label, edition_label, edition_query, section_label};
use super::table::Room;
use super::text::{edition, language, literal, word};
use super::world::EDITION;
use crate::guide::*;
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;

/// A section ready to be typeset.
#[derive(Debug, Default)]
pub struct Document {
    /// The section's number; 0 for what is none.
    pub number: u32,
    /// The Typst source.
    pub source: String,
    /// What stands at its pages' feet. It changes with every edit, so it stands in a file of its own: with all else as it was,
    /// the engine has little to do.
    pub edition: String,
    /// Ranges of the source and the Markdown they come from, in order.
    pub map: Vec<(Range<usize>, Span)>,
    /// The images it shows, by their path in the sheet's world.
    pub images: BTreeMap<String, Vec<u8>>,
    /// Where the text begins in the source.
    pub body: usize,
    /// What the first block is like.
    pub first: Habit,
    /// The gaps between its blocks, in order.
    pub gaps: Vec<Gap>,
    /// The tables that run across all columns: where their calls stand in the source.
    pub wide: Vec<Range<usize>>,
    /// About how many lines it takes in four columns, of 44 characters of text, and in three, of 59.
    pub lines: [f64; 2],
}

impl Document {
    /// The Markdown that a range of the source comes from: the innermost or nearest text before it.
    pub fn origin(&self, range: &Range<usize>) -> Option<Span> {
        let inside = self.map.iter().filter(|(at, _)| at.start <= range.start && range.start < at.end);
        inside
            .min_by_key(|(at, _)| at.len())
            .or_else(|| self.map.iter().rev().find(|(at, _)| at.start <= range.start))
            .map(|(_, span)| *span)
    }
}

/// Writes a section for pages that hold so much. `next` is the section that follows it in the guide, `links` what stands in
/// the same file.
pub fn document(guide: &Guide, section: &Section, next: Option<&Section>, room: Room, links: &Links) -> Document {
    let mut writer = Writer::new(guide, section, room, links);
    writer.head(section, next);
    let body = writer.out.len();
    writer.label(section_label(section.number));
    let mut first = true;
    writer.blocks(&section.intro, Between::Apart);
    for (i, topic) in section.topics.iter().enumerate() {
        if !first || !section.intro.is_empty() {
            writer.apart(3, habit::of(&topic.blocks));
        }
        first = false;
        writer.label(anchor_label(section.number, &topic.heading.id));
        let start = writer.out.len();
        let _ = write!(writer.out, "#topic({})[", i + 1);
        let rtl = writer.rtl;
        let close = writer.turn(&plain(&topic.heading.text));
        writer.inlines(&topic.heading.text);
        writer.out.push_str(close);
        writer.rtl = rtl;
        writer.out.push(']');
        writer.out.push('\n');
        writer.mark(start, topic.heading.span);
        writer.blocks(&topic.blocks, Between::Apart);
    }
    if !section.footnotes.is_empty() {
        writer.apart(1, Habit { whole: false, step: 0, reflows: true });
        writer.out.push_str("#notes(");
        for note in &section.footnotes {
            let _ = write!(writer.out, "({}, [", note.number);
            writer.blocks(&note.blocks, Between::Near);
            writer.out.push_str("]), ");
        }
        writer.out.push_str(")\n");
    }
    let _ = writeln!(writer.out, "#metadata(none)<end>\n#metadata(edition)<{}>", edition_label(section.number));
    let lines = [44, 59].map(|room| {
        let blocks = section.topics.iter().flat_map(|topic| &topic.blocks).chain(&section.intro);
        blocks.map(|block| height(block, room) as f64).sum::<f64>()
            + 0.4 * writer.gaps.len() as f64
            + 3.0 * section.topics.len() as f64
    });
    Document {
        number: section.number,
        source: writer.out,
        edition: edition(&guide.manifest, guide.sources.file(section.file).text.as_bytes()),
        map: writer.map,
        images: writer.images,
        body,
        first: match section.topics.first() {
            Some(topic) if section.intro.is_empty() => habit::of(&topic.blocks),
            _ => habit::of(&section.intro),
        },
        gaps: writer.gaps,
        wide: writer.wide,
        lines,
    }
}

/// Lists and quotes within so many others are not indented any further.
const DEEP: usize = 6;

struct Writer<'g> {
    guide: &'g Guide,
    links: &'g Links,
    /// The section's number.
    number: u32,
    /// The labels that were written: each may stand only once.
    labels: BTreeSet<String>,
    /// Whether what is written stands among text from right to left.
    rtl: bool,
    room: Room,
    /// The lists and quotes around what is written.
    depth: usize,
    out: String,
    map: Vec<(Range<usize>, Span)>,
    images: BTreeMap<String, Vec<u8>>,
    gaps: Vec<Gap>,
    /// The numbers of the footnotes referred to so far.
    notes: BTreeSet<usize>,
    wide: Vec<Range<usize>>,
}

/// What stands between two blocks.
#[derive(Clone, Copy)]
enum Between {
    /// A gap that takes a share of what its column has left over.
    Apart,
    /// A small fixed gap, inside boxes and items.
    Near,
}

impl<'g> Writer<'g> {
    /// A writer that has written nothing yet.
    fn new(guide: &'g Guide, section: &Section, room: Room, links: &'g Links) -> Writer<'g> {
        Writer {
            guide,
            room,
            depth: 0,
            links,
            number: section.number,
            labels: BTreeSet::new(),
            rtl: direction::is_rtl(&guide.manifest.language),
            out: String::new(),
            map: Vec::new(),
            images: BTreeMap::new(),
            gaps: Vec::new(),
            notes: BTreeSet::new(),
            wide: Vec::new(),
        }
    }
}

impl Writer<'_> {
    /// A gap in front of a block.
    fn apart(&mut self, shares: u32, block: Habit) {
        let _ = writeln!(self.out, "#apart({})", self.gaps.len());
        self.gaps.push(Gap { offset: self.out.len(), shares, block });
    }

    fn mark(&mut self, start: usize, span: Span) {
        self.map.push((start..self.out.len(), span));
    }

    fn head(&mut self, section: &Section, next: Option<&Section>) {
        let manifest = &self.guide.manifest;
        let (language, region) = language(&manifest.language);
        let place = self.guide.sections.iter().position(|other| other.number == section.number).unwrap_or(0) + 1;
        let authors: String = manifest.authors.iter().map(|author| literal(author) + ", ").collect();
        let mut head = format!("#import \"/layout.typ\": *\n#import \"{EDITION}\": edition\n#show: section.with(\n");
        let mut argument = |name: &str, value: String| {
            let _ = writeln!(head, "  {name}: {value},");
        };
        argument("number", section.number.to_string());
        argument("total", self.guide.sections.len().to_string());
        argument("place-in-guide", place.to_string());
        argument("title", format!("[#{}]", literal(&section.title)));
        argument("title-text", literal(&section.title));
        argument("guide", literal(&manifest.title));
        argument("authors", format!("({authors})"));
        argument("language", literal(&language));
        if let Some(region) = region {
            argument("region", literal(region));
        }
        argument("edition", edition_query(section.number));
        if let Some(next) = next {
            let text = literal(&format!("Next: {}. {}", next.number, next.title));
            let label = literal(&section_label(next.number));
            let link = self.links.holds(next.number) && self.links.in_margins();
            argument("next", if link { format!("link(label({label}), {text})") } else { text });
        }
        head.push_str(")\n");
        self.out = head;
    }

    fn blocks(&mut self, blocks: &[Block], between: Between) {
        let mut i = 0;
        let mut written = false;
        while i < blocks.len() {
            if std::mem::replace(&mut written, true)
                && !matches!(blocks.get(i.wrapping_sub(1)), Some(Block::Heading(_)))
            {
                match between {
                    Between::Apart => self.apart(1, habit::of(&blocks[i..])),
                    Between::Near => self.out.push_str("#near()\n"),
                }
            }
            match (&blocks[i], blocks.get(i + 1)) {
                (Block::Code(bad), Some(Block::Code(good))) if habit::is_pair(&blocks[i..]) => {
                    let start = self.out.len();
                    self.out.push_str("#pair(");
                    for code in [bad, good] {
                        let inner = self.out.len();
                        self.out.push('(');
                        self.code(code);
                        self.out.push_str("), ");
                        self.mark(inner, code.span);
                    }
                    self.out.push_str(")\n");
                    self.mark(start, bad.span.to(good.span));
                    i += 1;
                }
                (block, _) => self.block(block),
            }
            i += 1;
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => self.anchor(&heading.id),
            Block::Callout(callout) => callout.id.iter().for_each(|id| self.anchor(id)),
            Block::Table(table) => table.id.iter().for_each(|id| self.anchor(id)),
            _ => {}
        }
        let start = self.out.len();
        let rtl = self.rtl;
        let close = self.turn(&direction::opening(block));
        match block {
            Block::Paragraph(paragraph) => self.call("paragraph", &paragraph.text),
            Block::Heading(heading) => {
                let _ = write!(self.out, "#subtopic({})", heading.level.max(3));
                self.content(&heading.text);
            }
            Block::List(list) => self.list(list),
            Block::Code(code) => {
                self.out.push_str("#code(");
                self.code(code);
                match code.flags.verdict {
                    Some(Verdict::Bad) => self.out.push_str(", verdict: \"bad\""),
                    Some(Verdict::Good) => self.out.push_str(", verdict: \"good\""),
                    None => {}
                }
                // What its first line says already is not said again.
                let says = |file: &&str| code.text.lines().next().is_some_and(|first| first.ends_with(file));
                if let Some(file) = code.flags.file.as_deref().filter(|file| !says(file)) {
                    let _ = write!(self.out, ", file: {}", literal(file));
                }
                self.out.push(')');
            }
            Block::Quote(quote) => {
                let _ = write!(self.out, "#quotation({})[", self.deep(""));
                self.depth += 1;
                self.blocks(&quote.blocks, Between::Near);
                self.depth -= 1;
                self.out.push(']');
            }
            Block::Callout(callout) => self.callout(callout),
            Block::Table(table) => self.table(table),
            Block::Figure(image) => {
                let path = self.image(image);
                let caption =
                    if image.title.is_empty() { "none".into() } else { format!("[#{}]", literal(&image.title)) };
                let _ = write!(self.out, "#picture({}, {}, {caption})", literal(&path), literal(&image.alt));
            }
            Block::Math(math) => {
                let latex = literal(&math.latex);
                let _ = match super::math::typst(&math.latex) {
                    Ok(typst) => write!(self.out, "#display-formula({latex}, $ {typst} $)"),
                    Err(_) => write!(self.out, "#paragraph[#mono(raw({latex}))]"),
                };
            }
            Block::Rule(_) => self.out.push_str("#divider()"),
        }
        self.out.push_str(close);
        self.rtl = rtl;
        self.out.push('\n');
        self.mark(start, block.span());
    }

    fn list(&mut self, list: &List) {
        let deep = self.deep(", ");
        match list.start {
            None if list.items.iter().all(|item| item.task.is_some()) => {
                let _ = write!(self.out, "#bullets(marked: false, {deep}");
            }
            None => {
                let _ = write!(self.out, "#bullets({deep}");
            }
            Some(start) => {
                let _ = write!(self.out, "#numbered({start}, {deep}");
            }
        }
        self.depth += 1;
        for item in &list.items {
            self.out.push('[');
            let (first, rest) = match item.blocks.split_first() {
                Some((Block::Paragraph(paragraph), rest)) => (Some(paragraph), rest),
                _ => (None, &item.blocks[..]),
            };
            if let Some(paragraph) = first {
                let start = self.out.len();
                match item.task {
                    Some(done) => {
                        let _ = write!(self.out, "#task({done})");
                        self.content(&paragraph.text);
                    }
                    None => self.inlines(&paragraph.text),
                }
                self.mark(start, paragraph.span);
            }
            if !rest.is_empty() {
                if first.is_some() {
                    self.out.push_str("#near()\n");
                }
                self.blocks(rest, Between::Near);
            }
            self.out.push_str("],\n");
        }
        self.depth -= 1;
        self.out.push(')');
    }

    /// The argument for what is nested so deep that nothing more is indented.
    fn deep(&self, end: &str) -> String {
        if self.depth >= DEEP { format!("deep: true{end}") } else { String::new() }
    }

    fn callout(&mut self, callout: &Callout) {
        let version = callout.role == Role::Version;
        let name = callout.role.name();
        let _ = write!(self.out, "#callout({}, {}, ", literal(name), literal(word(callout.role)));
        if callout.lead.is_empty() {
            self.out.push_str("none");
        } else {
            self.out.push('[');
            self.inlines(&callout.lead);
            let words = plain(&callout.lead);
            let stands_alone = (version && words.ends_with('+')) || words.ends_with(['.', '!', '?', '…', ':']);
            if !stands_alone {
                self.out.push_str("#\".\"");
            }
            self.out.push(']');
        }
        self.out.push_str(", [");
        let mut rest = &callout.blocks[..];
        if let Some((Block::Paragraph(paragraph), others)) = callout.blocks.split_first() {
            let start = self.out.len();
            self.inlines(&paragraph.text);
            self.mark(start, paragraph.span);
            rest = others;
        }
        self.out.push(']');
        if !rest.is_empty() {
            self.out.push_str(", rest: [");
            self.blocks(rest, Between::Near);
            self.out.push(']');
        }
        // Up to twelve lines stay whole, and so does each part of a longer one.
        let lines: usize = callout.blocks.iter().map(|block| height(block, 44)).sum();
        let _ = write!(self.out, ", breaks: {})", lines > 12);
    }
}
