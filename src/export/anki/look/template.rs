//! The two sides of a template: what each has to show, and what it must not.
//!
//! Anki makes a card exist by what its front refers to, and shows nothing of a field that no side refers to. A side is
//! therefore held against the program's own: it refers to the same fields, apart from those around the content.

use super::{Look, markup, own};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::export::anki::note_type::{NoteType, Template};
use crate::source::{FileId, Span};
use std::ops::Range;

/// Fields that say where a card belongs. A look may leave them out.
const AROUND: [&str; 5] = ["Kind", "Section", "Context", "Source", "Version"];

/// Fields that Anki adds and that give no answer away.
const ADDED: [&str; 3] = ["Type", "Card", "CardFlag"];

/// Fields that Anki adds and that name a card's section and topic.
const NAMING: [&str; 3] = ["Tags", "Deck", "Subdeck"];

/// A template, and the look it is part of.
pub struct Sides<'a> {
    pub kind: &'a NoteType,
    pub template: &'a Template,
    pub look: &'a Look,
}

/// A reference to a field: `{{cloze:Text}}`.
#[derive(Debug)]
struct Reference<'t> {
    name: &'t str,
    /// `cloze`, `hint`; empty without one.
    filter: &'t str,
    range: Range<usize>,
    /// The conditions around it: field, and whether it has to have a text.
    within: Vec<(&'t str, bool)>,
    /// Whether it only asks whether the field has a text.
    condition: bool,
}

/// A message about a place, and what to do.
type Problem = (Range<usize>, String, String);

impl Sides<'_> {
    /// What is wrong with the front, which is `file`.
    pub fn front(&self, file: FileId) -> Vec<Diagnostic> {
        let text = self.look.text(&self.template.front());
        let shipped = own(&self.template.front());
        self.side(text, shipped, file, |reference, shipped| {
            let name = reference.name;
            let gated = reference.within.contains(&(self.template.gate, true));
            let is_gate = name == self.template.gate;
            if name == "FrontSide" {
                Some(("the front cannot hold itself".into(), "{{FrontSide}} is for backs".into()))
            } else if NAMING.contains(&name)
                || !shipped.contains(&name) && !["Source", "Version"].contains(&name) && !ADDED.contains(&name)
            {
                let help = format!("a front may show {}", shipped.join(", "));
                Some((format!("`{name}` gives the answer away: it stands on no front"), help))
            } else if self.is_gated() && !is_gate && !gated {
                let gate = self.template.gate;
                let help = format!("write everything between {{{{#{gate}}}}} and {{{{/{gate}}}}}");
                Some((format!("`{name}` outside {{{{#{gate}}}}} would make cards that nobody asked for"), help))
            } else {
                None
            }
        })
    }

    /// What is wrong with the back, which is `file`.
    pub fn back(&self, file: FileId) -> Vec<Diagnostic> {
        self.side(self.look.text(&self.template.back()), own(&self.template.back()), file, |_, _| None)
    }

    /// Whether the card exists only where its gate has a text.
    fn is_gated(&self) -> bool {
        own(&self.template.front()).starts_with("{{#")
    }

    fn side(
        &self,
        text: &str,
        shipped: &str,
        file: FileId,
        more: impl Fn(&Reference<'_>, &[&str]) -> Option<(String, String)>,
    ) -> Vec<Diagnostic> {
        let error =
            |(range, message, help): Problem| Diagnostic::error("bad-look", Span::new(file, range), message).help(help);
        let markup =
            markup::problems(text).into_iter().map(|(range, message, help)| error((range, message, help.into())));
        let found = match references(text) {
            Ok(found) => found,
            Err(problem) => return markup.chain([error(problem)]).collect(),
        };
        let mut shipped: Vec<&str> =
            references(shipped).unwrap_or_default().into_iter().map(|reference| reference.name).collect();
        shipped.dedup();
        let mut problems: Vec<Diagnostic> = markup.collect();
        for reference in &found {
            let more = || Some(reference).filter(|reference| !reference.condition).and_then(|one| more(one, &shipped));
            let problem = self.unknown(reference).or_else(more);
            problems.extend(problem.map(|(message, help)| error((reference.range.clone(), message, help))));
        }
        for name in shipped.iter().filter(|name| !AROUND.contains(name) && **name != "FrontSide") {
            let written = match self.kind.cloze && *name == "Text" {
                true => format!("{{{{cloze:{name}}}}}"),
                false => format!("{{{{{name}}}}}"),
            };
            let mut hidden = None;
            let mut shown = false;
            for reference in found.iter().filter(|one| !one.condition && one.name == *name) {
                let other = reference.within.iter().find(|(field, with)| {
                    // A card is there only where its gate has a text.
                    !with || field != name && *field != self.template.gate
                });
                shown |= other.is_none();
                hidden = hidden.or(other.map(|other| (reference.range.clone(), *other)));
            }
            let help = format!("write {written} where every card shows it");
            match hidden {
                _ if shown => {}
                Some((range, (field, with))) => {
                    let sign = if with { '#' } else { '^' };
                    let message = format!("`{name}` is shown only inside {{{{{sign}{field}}}}}: other cards lose it");
                    problems.push(error((range, message, help)));
                }
                None => problems.push(error((0..0, format!("this side does not show `{name}`"), help))),
            }
        }
        problems
    }

    /// A field that there is not, or a filter that does not fit.
    fn unknown(&self, reference: &Reference<'_>) -> Option<(String, String)> {
        let Reference { name, filter, .. } = reference;
        let others = ["FrontSide"].into_iter().chain(ADDED).chain(NAMING);
        if !self.kind.fields.contains(name) && !others.clone().any(|other| other == *name) {
            let near = did_you_mean(name, self.kind.fields.iter().copied().chain(others));
            let all = || format!("its fields are {}", self.kind.fields.join(", "));
            return Some((format!("this note type has no field `{name}`"), near.unwrap_or_else(all)));
        }
        if reference.condition {
            return None;
        }
        let is_cloze = self.kind.cloze && *name == "Text";
        match *filter {
            "cloze" if is_cloze => None,
            _ if is_cloze => Some(("without `cloze:` this shows every answer".into(), "write {{cloze:Text}}".into())),
            "cloze" => Some((format!("`{name}` has no blanks to fill in"), format!("write {{{{{name}}}}}"))),
            "" | "text" | "hint" => None,
            other => Some((
                format!("`{other}:` is no filter of a look"),
                "write the field alone, or after text: or hint:".into(),
            )),
        }
    }
}

/// The references to fields in a template, in their order.
fn references(text: &str) -> Result<Vec<Reference<'_>>, Problem> {
    let mut found = Vec::new();
    let mut open: Vec<(&str, bool, Range<usize>)> = Vec::new();
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let mark = rest.find("{{").map(|mark| at + mark);
        let comment = rest.find("<!--").map(|comment| at + comment);
        let start = match (mark, comment) {
            (None, None) => break,
            // Anki leaves comments alone.
            (mark, Some(comment)) if mark.is_none_or(|mark| comment < mark) => {
                at = text[comment..].find("-->").map_or(text.len(), |end| comment + end + 3);
                continue;
            }
            (Some(mark), _) => mark,
            (None, Some(_)) => break,
        };
        let Some(end) = text[start..].find("}}").map(|end| start + end) else {
            return Err((start..start + 2, "this reference never ends".into(), "write {{Field}}".into()));
        };
        let range = start..end + 2;
        at = range.end;
        let inner = text[start + 2..end].trim();
        let (sign, name) = match inner.chars().next() {
            Some(sign @ ('#' | '^' | '/')) => (Some(sign), inner[1..].trim()),
            _ => (None, inner),
        };
        match sign {
            Some('/') => match open.pop() {
                Some((field, ..)) if field == name => {}
                Some((field, with, _)) => {
                    let sign = if with { '#' } else { '^' };
                    let message = format!("{{{{/{name}}}}} stands where {{{{{sign}{field}}}}} is still open");
                    return Err((range, message, format!("close it before: {{{{/{field}}}}}")));
                }
                None => return Err((range, format!("{{{{/{name}}}}} closes nothing"), "take it out".into())),
            },
            Some(sign) => {
                let within = open.iter().map(|(field, with, _)| (*field, *with)).collect();
                found.push(Reference { name, filter: "", range: range.clone(), within, condition: true });
                open.push((name, sign == '#', range));
            }
            None => {
                let (filter, name) = name.rsplit_once(':').map_or(("", name), |(filter, name)| (filter, name.trim()));
                let within = open.iter().map(|(field, with, _)| (*field, *with)).collect();
                found.push(Reference { name, filter: filter.trim(), range, within, condition: false });
            }
        }
    }
    match open.pop() {
        Some((field, _, range)) => {
            Err((range, format!("`{field}` is never closed"), format!("write {{{{/{field}}}}} at its end")))
        }
        None => Ok(found),
    }
}
