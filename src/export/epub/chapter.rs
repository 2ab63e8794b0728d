//! A section as an XHTML content document (EPUB 3.3, §6.1), with the roles of DPUB-ARIA 1.1.

use super::book::Book;
use super::code::{Differences, differences, listing};
use super::direction::{against, of_callout, of_table, opening};
use super::page::page;
use super::pages::Breaks;
use super::{formula, inline, math, table, words, wrap};
use crate::diagnostic::Diagnostic;
use crate::guide::{Block, Callout, Code, Footnote, Heading, Image, Math, Role, Section, Table, Target, plain};
use crate::html::{BlockOutput, Output, blocks, escape, inlines};
use crate::source::Span;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A finished page.
pub struct Chapter {
    /// The XHTML.
    pub xhtml: String,
    /// Whether MathML stands on it.
    pub mathml: bool,
    /// What was noticed.
    pub diagnostics: Vec<Diagnostic>,
}

/// Writes a section.
pub fn chapter(book: &Book<'_>, section: &Section) -> Chapter {
    let writer = Writer {
        book,
        section,
        ids: ids(section),
        differences: differences(section),
        level: Cell::new(1),
        callouts: Cell::new(0),
        names: RefCell::default(),
        references: RefCell::default(),
        mathml: Cell::new(false),
        breaks: Breaks::new(book.pages.get(&section.number)),
        broken: RefCell::default(),
    };
    let body = writer.body();
    let body = if section.footnotes.is_empty() { body } else { inline::lift_notes(&body) };
    let xhtml = page(book, &words::numbered(section), &body);
    Chapter { xhtml, mathml: writer.mathml.get(), diagnostics: writer.diagnostics() }
}

/// The id of every heading, callout and table, by its place: its own, unless a heading or an earlier block has it. What is
/// made here has an underscore, which no id of a guide has.
fn ids(section: &Section) -> BTreeMap<Span, String> {
    let headings = section.topics.iter().map(|topic| &topic.heading);
    let all = section.blocks();
    let inner = all.iter().filter_map(|(_, block)| match block {
        Block::Heading(heading) => Some(heading),
        _ => None,
    });
    let named = headings.chain(inner).map(|heading| (heading.span, heading.id.as_str()));
    let blocks = all.iter().filter_map(|(_, block)| match block {
        Block::Callout(callout) => Some((callout.span, callout.id.as_deref()?)),
        Block::Table(table) => Some((table.span, table.id.as_deref()?)),
        _ => None,
    });
    let mut taken = BTreeSet::new();
    let mut ids = BTreeMap::new();
    for (span, id) in named.chain(blocks) {
        let mut unique = if id.is_empty() { "_".to_owned() } else { id.to_owned() };
        for i in 2.. {
            if taken.insert(unique.clone()) {
                break;
            }
            unique = format!("{id}_{i}");
        }
        ids.insert(span, unique);
    }
    ids
}

struct Writer<'b> {
    book: &'b Book<'b>,
    section: &'b Section,
    ids: BTreeMap<Span, String>,
    differences: Differences,
    /// The level of the last heading: none is skipped on the way down.
    level: Cell<u8>,
    /// How many callouts there were, and what those are called that have a name.
    callouts: Cell<usize>,
    names: RefCell<BTreeSet<String>>,
    /// How often each footnote was referred to.
    references: RefCell<BTreeMap<usize, usize>>,
    mathml: Cell<bool>,
    /// The beginnings of pages that are still to come.
    breaks: Breaks<'b>,
    /// The formulas that are shown as source, and why.
    broken: RefCell<Vec<(Span, String)>>,
}

impl Writer<'_> {
    fn body(&self) -> String {
        let mut out = format!(
            "<section class=\"chapter\" epub:type=\"chapter\" role=\"doc-chapter\" aria-labelledby=\"title_\">\n<header>\n\
             {}<p class=\"number\">{} {}</p>\n<h1 id=\"title_\"{}>{}</h1>\n</header>\n",
            self.breaks.first(),
            self.own(words::SECTION),
            self.section.number,
            self.against(&self.section.title),
            escape(&self.section.title)
        );
        out.push_str(&self.flow(&self.section.intro));
        for topic in &self.section.topics {
            out.push_str(&self.head(&topic.heading));
            out.push('\n');
            out.push_str(&self.flow(&topic.blocks));
        }
        self.section.footnotes.iter().for_each(|note| out.push_str(&self.note(note)));
        out.push_str(&self.breaks.rest());
        out.push_str(&self.next());
        out.push_str("</section>\n");
        out
    }

    /// Words of the book's own.
    fn own(&self, words: &str) -> String {
        words::own(&self.book.selection.guide.manifest.language, words)
    }

    fn against(&self, text: &str) -> &'static str {
        against(self.book.rtl, text)
    }

    /// Blocks, with text that runs the other way marked as such.
    fn flow(&self, list: &[Block]) -> String {
        let mut out = String::new();
        for block in list {
            let html = blocks(std::slice::from_ref(block), self);
            let dir = match block {
                Block::Paragraph(_) | Block::List(_) | Block::Quote(_) => self.against(&opening(block)),
                _ => "",
            };
            match dir {
                "" => out.push_str(&html),
                dir => _ = write!(out, "<div{dir}>\n{html}</div>\n"),
            }
        }
        out
    }

    fn id(&self, span: Span) -> Option<&str> {
        self.ids.get(&span).map(String::as_str)
    }

    fn head(&self, heading: &Heading) -> String {
        let level = heading.level.min(self.level.get() + 1);
        self.level.set(level);
        let id = escape(self.id(heading.span).unwrap_or(&heading.id));
        let dir = self.against(&plain(&heading.text));
        format!("<h{level} id=\"{id}\"{dir}>{}</h{level}>", inlines(&heading.text, self))
    }

    /// A note below the text. The way back comes first: readers that run notes together still show where one begins.
    fn note(&self, note: &Footnote) -> String {
        let number = note.number;
        let back = format!("<a href=\"#ref_{number}\" role=\"doc-backlink\" title=\"{}\">{number}.</a>", words::BACK);
        let (first, rest) = match note.blocks.split_first() {
            Some((Block::Paragraph(first), rest)) => (format!(" {}", inlines(&first.text, self)), rest),
            _ => (String::new(), note.blocks.as_slice()),
        };
        let dir = self.against(&first);
        format!(
            "<aside epub:type=\"footnote\" role=\"doc-footnote\" id=\"note_{number}\"{dir}><p>{back}{first}</p>\n{}</aside>\n",
            self.flow(rest)
        )
    }

    fn next(&self) -> String {
        let sections = &self.book.selection.guide.sections;
        let place = sections.iter().position(|other| other.number == self.section.number);
        let Some(next) = place.and_then(|place| sections.get(place + 1)) else { return String::new() };
        let name = escape(&words::numbered(next));
        let name = if self.book.rtl { format!("<bdi>{name}</bdi>") } else { name };
        let text = format!("{} {name}", self.own(words::NEXT));
        match self.book.file(next.number) {
            Some(file) => format!("<p class=\"next\"><a href=\"{file}\">{text}</a></p>\n"),
            None => format!("<p class=\"next\">{text}</p>\n"),
        }
    }

    fn mathematics(&self, formula: &Math, display: bool) -> String {
        match math::mathml(&formula.latex, display) {
            Ok(mathml) => {
                self.mathml.set(true);
                match formula::class(&mathml) {
                    Some(class) => mathml.replacen("<math ", &format!("<math class=\"{class}\" "), 1),
                    None => mathml,
                }
            }
            Err(reason) => {
                self.broken.borrow_mut().push((formula.span, reason));
                format!("<code class=\"math\">{}</code>", escape(formula.latex.trim()))
            }
        }
    }

    /// The formulas that could not be set, said once.
    fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut broken = self.broken.borrow().clone();
        broken.sort();
        let said = broken.first().map(|(span, reason)| {
            let message = format!("mathematics stands in the book as its LaTeX source: {reason}");
            Diagnostic::warning("math-as-source", *span, message).help("check the formula's spelling")
        });
        said.into_iter().collect()
    }
}

impl Output for Writer<'_> {
    fn link(&self, target: &Target) -> Option<String> {
        match target {
            Target::External(address) => inline::url(address),
            Target::Section(number, anchor) => {
                let file = self.book.file(*number)?;
                let file = if *number == self.section.number && anchor.is_some() { "" } else { file };
                Some(anchor.as_ref().map_or(file.to_owned(), |anchor| format!("{file}#{anchor}")))
            }
        }
    }

    fn image(&self, image: &Image) -> String {
        let name = self.book.images.pictures.get(&image.path).map_or("", |picture| picture.name.as_str());
        let title = match image.title.as_str() {
            "" => String::new(),
            title => format!(" title=\"{}\"", escape(title)),
        };
        format!("<img src=\"{name}\" alt=\"{}\"{title}/>", escape(&image.alt))
    }

    fn math(&self, math: &Math) -> String {
        self.mathematics(math, false)
    }

    fn footnote(&self, number: usize) -> String {
        let mut references = self.references.borrow_mut();
        let times = references.entry(number).or_default();
        *times += 1;
        let again = if *times == 1 { String::new() } else { format!("_{times}") };
        format!(
            "<sup><a epub:type=\"noteref\" role=\"doc-noteref\" id=\"ref_{number}{again}\" href=\"#note_{number}\">{number}</a></sup>"
        )
    }

    fn text(&self, text: &str, place: Span) -> String {
        self.breaks.inside(text, place)
    }

    fn before(&self, place: Span) -> String {
        self.breaks.before(place)
    }

    fn code(&self, text: &str) -> String {
        let code = wrap::code(text);
        // Between words that run the other way, brackets would be mirrored.
        if self.book.rtl { format!("<bdi dir=\"ltr\">{code}</bdi>") } else { code }
    }
}

impl BlockOutput for Writer<'_> {
    fn heading(&self, heading: &Heading) -> String {
        self.head(heading)
    }

    fn listing(&self, code: &Code) -> String {
        let sources = &self.book.selection.guide.sources;
        let own = |words: &str| self.own(words);
        listing(code, &self.differences, &own, &|line| self.breaks.before(code.line(sources, line)))
    }

    fn callout(&self, callout: &Callout) -> String {
        let (element, roles) = match callout.role {
            Role::Pitfall => ("section", "epub:type=\"notice\" role=\"doc-notice\""),
            Role::Practice => ("aside", "epub:type=\"tip\" role=\"doc-tip\""),
            _ => ("aside", "role=\"note\""),
        };
        self.callouts.set(self.callouts.get() + 1);
        let number = self.callouts.get();
        let id = self.id(callout.span).map_or(String::new(), |id| format!(" id=\"{}\"", escape(id)));
        let dir = self.against(&of_callout(callout));
        let lead = inlines(&callout.lead, self);
        // A region is named by its kind and lead; two of one name could not be told apart, so the second goes without.
        let name = format!("{:?} {}", callout.role, plain(&callout.lead));
        let named = !lead.is_empty() && self.names.borrow_mut().insert(name);
        let label = if named { format!(" aria-labelledby=\"kind_{number} lead_{number}\"") } else { String::new() };
        let mut kind = self.own(words::role(callout.role));
        let mut blocks = callout.blocks.as_slice();
        let mut text = String::new();
        if callout.role == Role::Version && !lead.is_empty() {
            let _ = write!(kind, ": <span id=\"lead_{number}\">{lead}</span>");
        } else if !lead.is_empty() {
            let stop = if plain(&callout.lead).ends_with(['.', '?', '!', '…', '。']) { "" } else { "." };
            let _ = write!(text, "<strong id=\"lead_{number}\">{lead}{stop}</strong>");
        }
        if let Some((Block::Paragraph(first), rest)) = blocks.split_first() {
            let space = if text.is_empty() { "" } else { " " };
            let _ = write!(text, "{space}{}", inlines(&first.text, self));
            blocks = rest;
        }
        if !text.is_empty() {
            text = format!("<p>{text}</p>\n");
        }
        format!(
            "<{element} class=\"callout {}\"{id} {roles}{label}{dir}>\n\
             <p class=\"kind\" id=\"kind_{number}\">{kind}</p>\n{text}{}</{element}>",
            callout.role.name(),
            self.flow(blocks)
        )
    }

    fn table(&self, table: &Table) -> String {
        let compare = self.own(words::COMPARE);
        table::table(table, self.id(table.span), self.against(&of_table(table)), &compare, self)
    }

    fn figure(&self, image: &Image) -> String {
        let before = self.breaks.before(image.span);
        let untitled = Image { title: String::new(), ..image.clone() };
        let caption = match image.title.as_str() {
            "" => String::new(),
            title => format!("<figcaption>{}</figcaption>", escape(title)),
        };
        format!("{before}<figure class=\"picture\">{}{caption}</figure>", self.image(&untitled))
    }

    fn display(&self, math: &Math) -> String {
        let before = self.breaks.before(math.span);
        format!("{before}<div class=\"formula\">{}</div>", self.mathematics(math, true))
    }
}
