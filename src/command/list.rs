//! `list`: sections and topics, and what each holds.

use super::{Context, Exit, json, print_json, relevant};
use crate::guide::{Role, Section, plain};
use crate::lock::Lock;
use crate::syllabus;
use std::fmt::Write;
use std::sync::Arc;

/// Runs the command to its end.
pub fn run(context: &Context<'_>, ranges: &[String]) -> Exit {
    let (mut guide, mut diagnostics) = match context.read() {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    // What was shipped once has a card for good.
    let lock = super::lock::read(&mut guide, None).map(|place| place.lock).unwrap_or_else(|problem| {
        diagnostics.push(problem);
        Arc::default()
    });
    let selection = match context.select(&guide, ranges) {
        Ok(selection) => selection,
        Err(exit) => return exit,
    };
    let diagnostics = relevant(diagnostics, &selection);
    let holdings: Vec<Holding> = selection.sections.iter().map(|section| Holding::of(section, &lock)).collect();
    let printed = if context.global.json {
        let value = serde_json::json!({
            "tool": "revexport",
            "version": env!("CARGO_PKG_VERSION"),
            "guide": { "id": guide.manifest.id, "title": guide.manifest.title, "folder": guide.folder.to_string() },
            "sections": holdings.iter().map(Holding::json).collect::<Vec<_>>(),
            "diagnostics": json(&diagnostics, &guide.sources),
        });
        print_json(&value)
    } else {
        context.terminal.show(&diagnostics, &guide.sources);
        crate::terminal::print(text(&holdings).as_bytes())
    };
    match printed {
        Err(_) => Exit::Usage,
        Ok(()) if context.stops(&diagnostics) => Exit::Guide,
        Ok(()) => Exit::Done,
    }
}

/// What a section holds.
struct Holding<'s> {
    section: &'s Section,
    topics: Vec<(String, bool)>,
    roles: Vec<(Role, usize)>,
    comparisons: usize,
    examples: usize,
    cards: usize,
}

impl Holding<'_> {
    fn of<'s>(section: &'s Section, lock: &Lock) -> Holding<'s> {
        let topics = if section.syllabus.is_empty() {
            section.topics.iter().map(|topic| (plain(&topic.heading.text), true)).collect()
        } else {
            section.syllabus.iter().cloned().zip(syllabus::covered(section)).collect()
        };
        let count = |role| section.callouts().filter(|(_, callout)| callout.role == role).count();
        let examples =
            section.blocks().iter().filter(|(_, block)| matches!(block, crate::guide::Block::Code(_))).count();
        Holding {
            section,
            topics,
            roles: Role::ALL.iter().map(|role| (*role, count(*role))).collect(),
            comparisons: section.comparisons().count(),
            examples,
            cards: crate::card::count(section, lock),
        }
    }

    fn covered(&self) -> usize {
        self.topics.iter().filter(|(_, covered)| *covered).count()
    }

    fn json(&self) -> serde_json::Value {
        let topics: Vec<_> = self
            .topics
            .iter()
            .map(|(topic, covered)| serde_json::json!({ "topic": topic, "covered": covered }))
            .collect();
        let mut value = serde_json::json!({
            "number": self.section.number,
            "id": self.section.id,
            "title": self.section.title,
            "file": self.section.file_name,
            "topics": topics,
            "comparisons": self.comparisons,
            "examples": self.examples,
            "cards": self.cards,
        });
        for (role, count) in &self.roles {
            value[plural(role.name())] = (*count).into();
        }
        value
    }
}

/// The plural of a word that is counted.
pub fn plural(word: &str) -> String {
    match word {
        "analogy" => "analogies".into(),
        word => format!("{word}s"),
    }
}

/// `1 card`, `2 cards`
pub fn number(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {}", plural(word)) }
}

fn text(holdings: &[Holding]) -> String {
    let mut out = String::new();
    for holding in holdings {
        let section = holding.section;
        let _ = writeln!(out, "{:>3}  {}  ({})", section.number, section.title, section.id);
        let mut counts = vec![format!("{} of {}", holding.covered(), number(holding.topics.len(), "topic"))];
        for (role, count) in &holding.roles {
            if *count > 0 {
                counts.push(number(*count, role.name()));
            }
        }
        counts.push(number(holding.comparisons, "comparison"));
        counts.push(number(holding.examples, "example"));
        counts.push(number(holding.cards, "card"));
        let _ = writeln!(out, "     {}", counts.join(", "));
        for (topic, covered) in &holding.topics {
            let _ = writeln!(out, "       {} {topic}", if *covered { "✓" } else { "✗ not covered:" });
        }
    }
    let sum = |f: &dyn Fn(&Holding) -> usize| holdings.iter().map(f).sum::<usize>();
    let _ = writeln!(
        out,
        "{}, {} of {}, {}, {}, {}",
        number(holdings.len(), "section"),
        sum(&|h| h.covered()),
        number(sum(&|h| h.topics.len()), "topic"),
        number(sum(&|h| h.roles.iter().filter(|(role, _)| *role == Role::Pitfall).map(|(_, n)| n).sum()), "pitfall"),
        number(sum(&|h| h.comparisons), "comparison"),
        number(sum(&|h| h.cards), "card"),
    );
    out
}
