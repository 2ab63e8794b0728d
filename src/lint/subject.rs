//! What rules look at, and how they say what they find.

use crate::card::{self, Row};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::example::{self, Riddle};
use crate::guide::{Block, Callout, Code, Inline, Manifest, Section, Table, TableKind, Topic, walk};
use crate::lock::Lock;
use crate::source::{Sources, Span};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// One section under the rules. What several rules need and is dear is worked out once.
pub struct Subject<'g> {
    /// The guide's manifest.
    pub manifest: &'g Manifest,
    /// The text the section's spans point into.
    pub sources: &'g Sources,
    /// The section.
    pub section: &'g Section,
    /// The ids that more than one callout or table of the guide has.
    pub doubled: &'g HashSet<String>,
    /// Its blocks in reading order, each with its topic.
    pub blocks: Vec<(Option<&'g Topic>, &'g Block)>,
    /// Its comparisons, each with its aspects.
    pub comparisons: Vec<(&'g Table, Vec<Row<'g>>)>,
    riddles: RefCell<HashMap<u32, Rc<Riddle>>>,
}

impl<'g> Subject<'g> {
    /// A section of a guide.
    pub fn new(
        manifest: &'g Manifest,
        sources: &'g Sources,
        section: &'g Section,
        doubled: &'g HashSet<String>,
    ) -> Subject<'g> {
        let blocks = section.blocks();
        // Which numbers cards have does not matter here.
        let no_lock = Lock::default();
        let comparisons = blocks.iter().filter_map(|(_, block)| match block {
            Block::Table(table) if table.kind != TableKind::Plain => Some((&**table, card::rows(table, &no_lock))),
            _ => None,
        });
        let comparisons = comparisons.collect();
        Subject { manifest, sources, section, doubled, blocks, comparisons, riddles: RefCell::default() }
    }

    /// The source text of a span.
    pub fn text(&self, span: Span) -> &'g str {
        self.sources.text(span)
    }

    /// The callouts, each with its topic.
    pub fn callouts(&self) -> impl Iterator<Item = (Option<&'g Topic>, &'g Callout)> {
        self.blocks.iter().filter_map(|(topic, block)| match block {
            Block::Callout(callout) => Some((*topic, callout)),
            _ => None,
        })
    }

    /// The fences and indented blocks.
    pub fn listings(&self) -> impl Iterator<Item = &'g Code> {
        self.blocks.iter().filter_map(|(_, block)| match block {
            Block::Code(code) => Some(code),
            _ => None,
        })
    }

    /// Every run of blocks that stand side by side.
    pub fn siblings(&self) -> Vec<&'g [Block]> {
        let mut runs: Vec<&[Block]> = vec![&self.section.intro];
        runs.extend(self.section.topics.iter().map(|topic| topic.blocks.as_slice()));
        runs.extend(self.section.footnotes.iter().map(|note| note.blocks.as_slice()));
        for (_, block) in &self.blocks {
            match block {
                Block::Quote(quote) => runs.push(&quote.blocks),
                Block::Callout(callout) => runs.push(&callout.blocks),
                Block::List(list) => runs.extend(list.items.iter().map(|item| item.blocks.as_slice())),
                _ => {}
            }
        }
        runs
    }

    /// Every piece of running text.
    pub fn inlines(&self, visit: &mut dyn FnMut(&Inline)) {
        walk::section(self.section, visit);
    }

    /// A listing without its claims.
    pub fn riddle(&self, code: &Code) -> Rc<Riddle> {
        let mut riddles = self.riddles.borrow_mut();
        Rc::clone(riddles.entry(code.span.start).or_insert_with(|| Rc::new(example::riddle(code))))
    }

    /// The first line of a block.
    pub fn first_line(&self, span: Span) -> Span {
        let length = self.text(span).lines().next().map_or(0, str::len);
        Span::new(span.file, span.start as usize..span.start as usize + length)
    }

    /// The first line of the section's file: its title.
    pub fn title(&self) -> Span {
        Span::new(self.section.file, self.sources.file(self.section.file).line_range(1))
    }

    /// A line of a listing, counted from 0, as it stands in the source, from the code's own first column on.
    pub fn code_line(&self, code: &Code, line: usize) -> Span {
        let file = self.sources.file(code.span.file);
        let range = file.line_range(code.first_line as usize + line);
        let text = code.text.split('\n').nth(line).unwrap_or("");
        let length = if file.text[range.clone()].ends_with(text) { text.len() } else { range.len() };
        Span::new(code.span.file, range.end - length..range.end)
    }
}

/// Where a rule puts what it finds.
pub struct Report<'r> {
    rule: &'static str,
    severity: Severity,
    found: &'r mut Vec<Diagnostic>,
}

impl<'r> Report<'r> {
    /// The report of one rule.
    pub fn new(rule: &'static str, severity: Severity, found: &'r mut Vec<Diagnostic>) -> Report<'r> {
        Report { rule, severity, found }
    }

    /// Says what is wrong, where, and what to do.
    pub fn add(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.push(Diagnostic::new(self.rule, self.severity, Place::At(span), message.into()).help(help));
    }

    /// The same, with a second place that matters and what is there.
    pub fn add_with(
        &mut self,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
        label: (Span, impl Into<String>),
    ) {
        let diagnostic = Diagnostic::new(self.rule, self.severity, Place::At(span), message.into());
        self.push(diagnostic.help(help).label(label.0, label.1));
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }
}

/// `1 word`, `2 words`.
pub fn count(n: usize, word: &str) -> String {
    if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") }
}
