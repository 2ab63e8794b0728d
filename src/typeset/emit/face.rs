//! The two faces of each card as calls of the card layout's vocabulary.

mod estimate;

use super::{Between, Document, Writer};
use crate::card::{self, Content, Fact, Kind, Listing, Note, Pitfall, Question, Row, Value};
use crate::guide::{Block, Guide, Inline, Section, plain};
use crate::listing::listing;
use crate::source::Span;
use crate::typeset::text::literal;
use crate::typeset::{Links, Room};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A card's size, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

/// The cards of a section, ready to be typeset: for each a front and a back, on pages of the card's size.
#[derive(Debug)]
pub struct Faces {
    /// The Typst source. The front of card `i` begins at the label `front-i`, its back at `back-i`, and the last page at
    /// `end`.
    pub document: Document,
    /// Each card's number as it is printed, `6.12`, and its place in the Markdown.
    pub cards: Vec<(String, Span)>,
}

/// What a face holds, about: what is wider is set smaller.
const ROOM: Room = Room { column: 2800, page: 2800, code: 28 };

/// Writes the cards of notes of one section.
///
/// `parts` are the cards that do not fit on one, with the pages that their fronts and their backs take.
pub fn faces(
    guide: &Guide,
    section: &Section,
    notes: &[Note<'_>],
    size: Size,
    parts: &BTreeMap<usize, (usize, usize)>,
) -> Faces {
    let links = Links::default();
    let mut writer = Writer::new(guide, section, ROOM, &links);
    let (language, _) = guide.manifest.language.split_once('-').unwrap_or((&guide.manifest.language, ""));
    let _ = writeln!(
        writer.out,
        "#import \"/layout.typ\": *\n#let face = (width: {}mm, height: {}mm, guide: {}, section: {}, language: {})",
        size.width,
        size.height,
        literal(&guide.manifest.title),
        section.number,
        literal(&language.to_lowercase()),
    );
    writer.out.push_str("#show: cards.with(face)\n");
    let body = writer.out.len();
    let mut cards = Vec::new();
    for note in notes {
        let of_row = match &note.content {
            Content::Row(row) => {
                writer.alike(note, row);
                true
            }
            _ => false,
        };
        for asked in asked(note) {
            let number = format!("{}.{}", section.number, cards.len() + 1);
            let start = writer.out.len();
            writer.card(cards.len(), note, asked, &number, parts.get(&cards.len()).copied());
            writer.mark(start, note.span);
            cards.push((number, note.span));
        }
        if of_row {
            writer.out.push_str("])\n");
        }
    }
    writer.out.push_str("#metadata(none)<end>\n");
    let document = Document {
        number: 0,
        source: writer.out,
        edition: String::new(),
        map: writer.map,
        images: writer.images,
        body,
        first: Default::default(),
        gaps: Vec::new(),
        wide: Vec::new(),
        lines: [0.0; 2],
    };
    Faces { document, cards }
}

/// What the cards of a note ask for: the number of a row's things, or nothing in particular. Numbers of things that are no
/// longer compared are for decks alone: paper forgets.
fn asked(note: &Note<'_>) -> Vec<Option<u16>> {
    match &note.content {
        Content::Row(row) => {
            let numbers: BTreeSet<u16> = row.values.iter().filter_map(|value| value.number).collect();
            numbers.into_iter().map(Some).collect()
        }
        _ => vec![None],
    }
}

impl Writer<'_> {
    /// Begins the cards of a row, which have one size: that at which all values, as answers, fit.
    fn alike(&mut self, note: &Note<'_>, row: &Row<'_>) {
        self.out.push_str("#alike(face, [#again[");
        self.question(note);
        self.out.push(']');
        self.values(row, &|_| true, true);
        self.referenced(note.section);
        self.out.push_str("], size => [\n");
    }

    fn card(&mut self, i: usize, note: &Note<'_>, asked: Option<u16>, number: &str, parts: Option<(usize, usize)>) {
        self.notes.clear();
        let (mark, word, lead) = match &note.content {
            Content::Pitfall(pitfall) => ("pitfall", "Pitfall", plain(pitfall.lead)),
            Content::Row(_) => ("compare", "Comparison", String::new()),
            Content::Fact(fact) => (mark(note.kind()), fact.kind(), String::new()),
        };
        let version = match &note.content {
            Content::Pitfall(pitfall) => {
                card::version(pitfall.wrong.iter().chain(&pitfall.right).map(|listing| listing.flags))
            }
            Content::Fact(fact) => card::version(fact.example.iter().map(|code| &*code.flags)),
            Content::Row(_) => String::new(),
        };
        let place = match card::gives_away(&note.section.title, &lead) {
            true => String::new(),
            false => note.section.title.clone(),
        };
        let topic = note.topic.map(|topic| plain(&topic.heading.text)).unwrap_or_default();
        let (fronts, backs) = parts.unwrap_or((1, 1));
        let size = if matches!(note.content, Content::Row(_)) && parts.is_none() { "size: size, " } else { "" };
        let _ = writeln!(
            self.out,
            "#card(face, {i}, {size}mark: {}, word: {}, where: {}, topic: {}, version: {}, number: {}, fronts: {fronts}, \
             backs: {backs},",
            literal(mark),
            literal(word),
            literal(&place),
            literal(&topic),
            literal(&version),
            literal(number),
        );
        let start = self.out.len();
        self.out.push_str("question: [");
        self.question(note);
        self.out.push_str("],\nfront: [");
        self.front(note, asked);
        self.out.push_str("],\nback: beside => [");
        self.back(note, asked);
        self.referenced(note.section);
        self.out.push(']');
        if estimate::is_long(&self.out[start..]) {
            self.out.push_str(", torn: true");
        }
        self.out.push_str(")\n");
    }

    fn question(&mut self, note: &Note<'_>) {
        match &note.content {
            Content::Pitfall(pitfall) => match &pitfall.question {
                Question::Asked(text) => {
                    for (part, is_code) in card::code_parts(text) {
                        let _ = match is_code {
                            true => write!(self.out, "#mono(raw({}))", literal(part)),
                            false => write!(self.out, "#{}", literal(part)),
                        };
                    }
                }
                Question::Made(text) => {
                    let _ = write!(self.out, "#{}", literal(text));
                }
            },
            Content::Row(row) if plain(&row.aspect.text).trim().is_empty() => self.inlines(&row.table.caption),
            Content::Row(row) => self.inlines(&row.aspect.text),
            Content::Fact(fact) => self.inlines(fact.lead),
        }
    }

    fn front(&mut self, note: &Note<'_>, asked: Option<u16>) {
        match &note.content {
            Content::Pitfall(pitfall) => {
                for listing in &pitfall.wrong {
                    self.listing(listing.language, &listing.text, &[]);
                }
            }
            Content::Row(row) => self.values(row, &|value| value.number == asked, false),
            Content::Fact(fact) => {
                let _ = writeln!(self.out, "#of[#{}]", literal(&fact.ask(note.topic)));
            }
        }
    }

    fn back(&mut self, note: &Note<'_>, asked: Option<u16>) {
        match &note.content {
            Content::Pitfall(pitfall) => self.pitfall(pitfall),
            Content::Row(row) => {
                self.out.push_str("#again[");
                self.question(note);
                self.out.push_str("]\n");
                self.values(row, &|value| value.number == asked, true);
            }
            Content::Fact(fact) => self.fact(fact),
        }
    }

    fn pitfall(&mut self, pitfall: &Pitfall<'_>) {
        let right = &pitfall.right;
        let longest = right.iter().map(|listing| estimate::columns(&listing.text)).max();
        self.split(longest);
        if !pitfall.outcome.is_empty() || pitfall.raises.is_some() {
            self.out.push_str("#result((");
            for line in &pitfall.outcome {
                let _ = write!(self.out, "{}, ", literal(line));
            }
            let _ = match &pitfall.raises {
                Some(name) => writeln!(self.out, "), raises: {})", literal(name)),
                None => writeln!(self.out, "))"),
            };
        }
        self.answer(pitfall.lead, pitfall.why.map(|paragraph| paragraph.text.as_slice()));
        if longest.is_some() {
            self.out.push_str("], [#good[\n");
            for Listing { language, text, hit, .. } in right {
                self.listing(*language, text, hit);
            }
            self.out.push_str("]])\n");
        }
        self.each(&pitfall.fix);
        self.more(&pitfall.extra);
    }

    fn fact(&mut self, fact: &Fact<'_>) {
        let longest = fact.example.iter().map(|code| estimate::columns(&code.text)).max();
        self.split(longest);
        self.answer(&[], fact.answer.map(|paragraph| paragraph.text.as_slice()));
        if longest.is_some() {
            self.out.push_str("], [");
            for code in &fact.example {
                self.listing(code.language.as_deref(), &code.text, &[]);
            }
            self.out.push_str("])\n");
        }
        self.more(&fact.extra);
    }

    /// Begins words that code may stand beside; `longest` are the columns of its longest line.
    fn split(&mut self, longest: Option<usize>) {
        if let Some(longest) = longest {
            let _ = write!(self.out, "#split(beside, {longest}, [");
        }
    }

    /// What there is to know, behind its name.
    fn answer(&mut self, lead: &[Inline], text: Option<&[Inline]>) {
        if lead.is_empty() && text.is_none() {
            return;
        }
        self.out.push_str("#answer[");
        if !lead.is_empty() {
            self.out.push_str("#strong[");
            self.inlines(lead);
            if !plain(lead).ends_with(['.', '!', '?', '…', ':']) {
                self.out.push_str("#\".\"");
            }
            self.out.push_str("]#\" \"");
        }
        if let Some(text) = text {
            self.inlines(text);
        }
        self.out.push_str("]\n");
    }

    /// What is compared and each thing's value; what is asked for has none on the front.
    fn values(&mut self, row: &Row<'_>, asked: &dyn Fn(&Value<'_>) -> bool, shown: bool) {
        if !plain(&row.aspect.text).trim().is_empty() {
            self.out.push_str("#of[");
            self.inlines(&row.table.caption);
            self.out.push_str("]\n");
        }
        let widest =
            |width: fn(&[Inline]) -> usize| row.values.iter().map(|value| width(&value.thing.text)).max().unwrap_or(0);
        let (thing, word) = (widest(estimate::thing_width), widest(estimate::word_width));
        let value = row.values.iter().map(|value| estimate::word_width(&value.cell.text)).max().unwrap_or(0);
        let _ = write!(self.out, "#values({thing}, {word}, {value}, ");
        for value in &row.values {
            let is_asked = asked(value);
            let start = self.out.len();
            self.out.push('(');
            self.content(&value.thing.text);
            self.out.push_str(", ");
            match (is_asked && !shown, value.is_empty()) {
                (true, _) => self.out.push_str("none"),
                (false, true) => self.out.push_str("[–]"),
                (false, false) => self.content(&value.cell.text),
            }
            let _ = write!(self.out, ", {is_asked}), ");
            self.mark(start, value.cell.span);
        }
        self.out.push_str(")\n");
    }

    fn each(&mut self, blocks: &[&Block]) {
        for block in blocks {
            self.out.push_str("#near()\n");
            self.blocks(std::slice::from_ref(*block), Between::Near);
        }
    }

    /// What else the author wrote.
    fn more(&mut self, blocks: &[&Block]) {
        if !blocks.is_empty() {
            self.out.push_str("#more[");
            self.each(blocks);
            self.out.push_str("]\n");
        }
    }

    /// The footnotes that the card refers to; a footnote may refer to another.
    fn referenced(&mut self, section: &Section) {
        let mut done = BTreeSet::new();
        while let Some(number) = self.notes.iter().copied().find(|number| !done.contains(number)) {
            if done.is_empty() {
                self.out.push_str("#notes(");
            }
            done.insert(number);
            if let Some(note) = section.footnotes.iter().find(|note| note.number == number) {
                let _ = write!(self.out, "({number}, [");
                self.blocks(&note.blocks, Between::Near);
                self.out.push_str("]), ");
            }
        }
        if !done.is_empty() {
            self.out.push_str(")\n");
        }
    }

    /// Code with the lines that are hit, counted from 0.
    fn listing(&mut self, language: Option<&str>, text: &str, hit: &[bool]) {
        let _ = write!(self.out, "#listing({}, (", literal(text));
        for line in listing(language, text) {
            let _ = write!(self.out, "({}, (", line.indent);
            for piece in line.pieces {
                let (class, text) = (literal(piece.class.css()), literal(piece.text));
                let _ = write!(self.out, "({class}, {}, {}, [#{text}]), ", piece.columns, piece.cost);
            }
            self.out.push_str(")), ");
        }
        self.out.push_str("), hits: (");
        for (line, _) in hit.iter().enumerate().filter(|(_, hit)| **hit) {
            let _ = write!(self.out, "{line}, ");
        }
        self.out.push_str("))\n");
    }
}

/// The mark of a kind in the layout.
fn mark(kind: Kind) -> &'static str {
    match kind {
        Kind::Pitfalls => "pitfall",
        Kind::Comparisons => "compare",
        Kind::Practices => "practice",
        Kind::Keys => "key",
        Kind::Versions => "version",
    }
}
