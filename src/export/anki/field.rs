//! Notes → the HTML of their fields.

mod whole;

pub use whole::Whole;

use super::inert::{MATH, in_cloze, inert, no_cloze};
use super::media::Media;
use crate::card::{self, Content, Fact, Listing, Note, Pitfall, Question, Row, Value};
use crate::guide::{Block, Callout, Code, Footnote, Guide, Heading, Image, Math, Table, Target, Verdict, plain};
use crate::html::{self, BlockOutput, Output, escape};
use crate::lock::Entry;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Fields by name; those not named are empty.
pub type Fields = Vec<(&'static str, String)>;

/// The fields of a note. `whole` is the comparison that it is part of, if it is part of one: the first of its notes makes
/// it for all of them.
pub fn fields<'g>(guide: &'g Guide, note: &Note<'_>, media: &mut Media<'g>, whole: &OnceLock<Whole>) -> Fields {
    let page = Page { guide, media: RefCell::new(media), footnotes: RefCell::default() };
    let mut fields = match &note.content {
        Content::Pitfall(pitfall) => page.pitfall(pitfall, note),
        Content::Row(row) => page.row(row, note, whole),
        Content::Fact(fact) => page.fact(fact, note),
    };
    fields.push(("Id", note.key.clone()));
    fields.push(("Context", escape(&card::breadcrumb(note))));
    if let Some(url) = &guide.manifest.url {
        fields.push(("Source", format!("<a href=\"{}\">{}</a>", escape(url), escape(&guide.manifest.title))));
    }
    let notes = page.referenced(&note.section.footnotes);
    if !notes.is_empty() {
        match fields.iter_mut().find(|(name, _)| *name == "Extra") {
            Some((_, extra)) => extra.push_str(&notes),
            None => fields.push(("Extra", notes)),
        }
    }
    let is_row = matches!(note.content, Content::Row(_));
    let field = |(name, html): (&'static str, String)| match is_row && name != "Text" {
        true => (name, no_cloze(inert(html))),
        false => (name, inert(html)),
    };
    fields.into_iter().map(field).collect()
}

/// The fields of a note that was taken out of the guide: what it said, under a banner. Every number that was shipped stays.
pub fn retired(kind: &str, key: &str, entry: &Entry) -> Fields {
    let says = escape(&entry.says);
    let banner = "This card is no longer part of the guide: suspend or delete it.".to_owned();
    let own = match kind {
        "row" => {
            let value = |number: &u16| format!("<div><dt>{number}</dt><dd>{{{{c{number}::removed}}}}</dd></div>");
            let values: String = entry.cards.iter().map(value).collect();
            vec![("Aspect", no_cloze(says)), ("Text", format!("<dl class=\"cells\">{values}</dl>"))]
        }
        "fact" => vec![("Prompt", says), ("Answer", "Removed from the guide.".to_owned())],
        _ => vec![("Prompt", says), ("Why", "Removed from the guide.".to_owned())],
    };
    let all = own.into_iter().chain([("Id", key.to_owned()), ("Retired", banner)]);
    all.map(|(name, html)| (name, inert(html))).collect()
}

/// What fields are rendered with.
struct Page<'a, 'g> {
    guide: &'g Guide,
    media: RefCell<&'a mut Media<'g>>,
    /// The numbers of the footnotes referred to so far.
    footnotes: RefCell<BTreeSet<usize>>,
}

impl Page<'_, '_> {
    fn pitfall(&self, pitfall: &Pitfall<'_>, note: &Note<'_>) -> Fields {
        let lead = plain(pitfall.lead);
        let prompt = match &pitfall.question {
            Question::Asked(text) => with_code(text),
            Question::Made(text) => escape(text),
        };
        let codes = |listings: &[Listing]| {
            let all: Vec<String> = listings.iter().map(listing).collect();
            all.join("<span class=\"l\">\n</span>")
        };
        let mut outcome: Vec<String> = pitfall.outcome.iter().map(|line| escape(line)).collect();
        outcome.extend(pitfall.raises.iter().map(|name| format!("<b>{}</b>", escape(name))));
        let why = match pitfall.why {
            Some(paragraph) => html::inlines(&paragraph.text, self),
            None => String::new(),
        };
        let blocks = |list: &[&Block]| -> String {
            list.iter().map(|block| html::blocks(std::slice::from_ref(*block), self)).collect()
        };
        let flags = pitfall.wrong.iter().chain(&pitfall.right).map(|listing| listing.flags);
        vec![
            ("Prompt", prompt),
            ("Code", codes(&pitfall.wrong)),
            ("Output", outcome.join("\n")),
            ("Lead", html::inlines(pitfall.lead, self)),
            ("Why", why),
            ("Fix", blocks(&pitfall.fix)),
            ("FixCode", codes(&pitfall.right)),
            ("Extra", blocks(&pitfall.extra)),
            ("Section", escape(&card::place(note.section, &lead))),
            ("Version", card::version(flags)),
        ]
    }

    fn row(&self, row: &Row<'_>, note: &Note<'_>, whole: &OnceLock<Whole>) -> Fields {
        let aspect = plain(&row.aspect.text);
        let title = html::inlines(&row.table.caption, self);
        let mut values = row.values.iter().map(|value| self.value(value)).collect::<String>();
        for (thing, number) in &row.gone {
            let thing = in_cloze(&escape(thing));
            values.push_str(&format!("<div><dt>{thing}</dt><dd>{{{{c{number}::no longer compared}}}}</dd></div>"));
        }
        let class = if row.values.len() == 2 && row.gone.is_empty() { "cells duo" } else { "cells" };
        vec![
            ("Aspect", if aspect.trim().is_empty() { title.clone() } else { html::inlines(&row.aspect.text, self) }),
            ("Title", title),
            ("Text", format!("<dl class=\"{class}\">{values}</dl>")),
            ("Table", self.around(row, whole)),
            ("Section", escape(&card::place(note.section, ""))),
        ]
    }

    fn fact(&self, fact: &Fact<'_>, note: &Note<'_>) -> Fields {
        let lines = |code: &&Code| html::code_lines(code.language.as_deref(), &code.text, &|_| false);
        let example: Vec<String> = fact.example.iter().map(lines).collect();
        let answer = fact.answer.map(|paragraph| html::inlines(&paragraph.text, self)).unwrap_or_default();
        let extra = fact.extra.iter().map(|block| html::blocks(std::slice::from_ref(*block), self)).collect();
        vec![
            ("Kind", fact.kind().to_owned()),
            ("Prompt", html::inlines(fact.lead, self)),
            ("Ask", escape(&fact.ask(note.topic))),
            ("Answer", answer),
            ("Example", example.join("<span class=\"l\">\n</span>")),
            ("Extra", extra),
            ("Section", escape(&card::place(note.section, ""))),
            ("Version", card::version(fact.example.iter().map(|code| &*code.flags))),
        ]
    }

    /// A thing and its value: a cloze deletion where a card asks for it.
    fn value(&self, value: &Value<'_>) -> String {
        let thing = in_cloze(&html::inlines(&value.thing.text, self));
        let text = match html::inlines(&value.cell.text, self) {
            text if text.trim().is_empty() => "–".to_owned(),
            text => text,
        };
        let text = match value.number {
            Some(number) => format!("{{{{c{number}::{}}}}}", in_cloze(&text)),
            None => in_cloze(&text),
        };
        format!("<div><dt>{thing}</dt><dd>{text}</dd></div>")
    }

    /// The comparison that a row is part of, the row marked.
    fn around(&self, row: &Row<'_>, whole: &OnceLock<Whole>) -> String {
        let whole = whole.get_or_init(|| Whole::of(row.table, self));
        self.footnotes.borrow_mut().extend(&whole.footnotes);
        whole.html(Some(row.place))
    }

    /// The footnotes that were referred to, as paragraphs.
    fn referenced(&self, footnotes: &[Footnote]) -> String {
        let mut out = String::new();
        let mut done = BTreeSet::new();
        // A footnote may refer to another, so they are looked up anew for each.
        loop {
            let next = self.footnotes.borrow().iter().copied().find(|number| !done.contains(number));
            let Some(number) = next else { break };
            done.insert(number);
            if let Some(note) = footnotes.iter().find(|note| note.number == number) {
                let text = html::blocks(&note.blocks, self);
                out.push_str(&format!("<div class=\"foot\"><sup>{number}</sup> {text}</div>"));
            }
        }
        out
    }
}

impl Output for Page<'_, '_> {
    fn link(&self, target: &Target) -> Option<String> {
        match target {
            Target::External(address) => Some(address.clone()),
            Target::Section(..) => None,
        }
    }

    fn image(&self, image: &Image) -> String {
        let name = self.media.borrow_mut().add(&image.path, self.guide.images.get(&image.path));
        match name {
            Some(name) => format!("<img src=\"{name}\" alt=\"{}\"/>", escape(&image.alt)),
            None => escape(&image.alt),
        }
    }

    fn math(&self, math: &Math) -> String {
        format!("{MATH}({}{MATH})", escape(&math.latex))
    }

    fn footnote(&self, number: usize) -> String {
        self.footnotes.borrow_mut().insert(number);
        format!("<sup>{number}</sup>")
    }
}

impl BlockOutput for Page<'_, '_> {
    fn heading(&self, heading: &Heading) -> String {
        format!("<p><b>{}</b></p>", html::inlines(&heading.text, self))
    }

    fn listing(&self, code: &Code) -> String {
        let lines = html::code_lines(code.language.as_deref(), &code.text, &|_| false);
        let block = format!("<pre class=\"code\"><code>{lines}</code></pre>");
        match code.flags.verdict {
            Some(Verdict::Bad) => format!("<figure class=\"wrong\">{WRONG}{block}</figure>"),
            Some(Verdict::Good) => format!("<figure class=\"right\">{RIGHT}{block}</figure>"),
            None => block,
        }
    }

    fn callout(&self, callout: &Callout) -> String {
        let lead = html::inlines(&callout.lead, self);
        format!("<div class=\"box\"><p><b>{lead}</b></p>{}</div>", html::blocks(&callout.blocks, self))
    }

    fn table(&self, table: &Table) -> String {
        let caption = html::inlines(&table.caption, self);
        let caption = if caption.is_empty() { caption } else { format!("<p><b>{caption}</b></p>") };
        format!(
            "{caption}<div class=\"wide\" tabindex=\"0\" role=\"region\">{}</div>",
            Whole::of(table, self).html(None)
        )
    }

    fn figure(&self, image: &Image) -> String {
        let caption = if image.title.is_empty() { String::new() } else { format!("<br/>{}", escape(&image.title)) };
        format!("<p>{}{caption}</p>", self.image(image))
    }

    fn display(&self, math: &Math) -> String {
        format!("<p>{MATH}[{}{MATH}]</p>", escape(&math.latex))
    }
}

const WRONG: &str = "<figcaption class=\"lab\"><span aria-hidden=\"true\">✗</span> Wrong</figcaption>";
const RIGHT: &str = "<figcaption class=\"lab\"><span aria-hidden=\"true\">✓</span> Right</figcaption>";

/// The lines of a listing, those that differ marked.
fn listing(listing: &Listing<'_>) -> String {
    html::code_lines(listing.language, &listing.text, &|line| listing.hit.get(line).copied().unwrap_or(false))
}

/// Text in which a pair of backticks makes code.
fn with_code(text: &str) -> String {
    let part = |(part, is_code): (&str, bool)| match is_code {
        false => escape(part),
        true => format!("<code>{}</code>", escape(part)),
    };
    card::code_parts(text).into_iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_may_hold_code() {
        assert_eq!(with_code("What is `a < b`?"), "What is <code>a &lt; b</code>?");
        assert_eq!(with_code("A lone ` mark"), "A lone ` mark");
    }
}
