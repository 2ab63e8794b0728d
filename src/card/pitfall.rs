//! A pitfall: the question over the wrong code; why, and the right code.

use super::gives_away;
use crate::example::{self, Riddle};
use crate::guide::{Block, Callout, Code, Flags, Inline, Paragraph, Section, Topic, Verdict, plain};

/// The question over wrong code whose author gave none.
const DEFAULT_QUESTION: &str = "What goes wrong here, and why?";

/// A pitfall, cut into what is asked and what is answered.
#[derive(Debug)]
pub struct Pitfall<'g> {
    /// What is asked.
    pub question: Question<'g>,
    /// The wrong code without its claims.
    pub wrong: Vec<Listing<'g>>,
    /// What the wrong code prints, line by line, and the exception that ends it.
    pub outcome: Vec<String>,
    /// The exception that ends the wrong code.
    pub raises: Option<Box<str>>,
    /// The bold lead: the trap's name. It is an answer, so it stands on no front.
    pub lead: &'g [Inline],
    /// Why it goes wrong: the text behind the lead.
    pub why: Option<&'g Paragraph>,
    /// The right code, whole.
    pub right: Vec<Listing<'g>>,
    /// The text after the code.
    pub fix: Vec<&'g Block>,
    /// Whatever else the author wrote, in reading order.
    pub extra: Vec<&'g Block>,
}

/// A pitfall's question.
#[derive(Clone, Debug, PartialEq)]
pub enum Question<'g> {
    /// The author's own, from the `ask` comment; may hold `` `code` ``.
    Asked(&'g str),
    /// One that fits any pitfall.
    Made(String),
}

impl<'g> Question<'g> {
    /// The question about a pitfall; `wrong` is whether it has wrong code.
    pub fn of(callout: &'g Callout, wrong: bool, section: &Section, topic: Option<&Topic>) -> Question<'g> {
        match &callout.ask {
            Some(ask) => Question::Asked(ask),
            None if wrong => Question::Made(DEFAULT_QUESTION.into()),
            None => Question::Made(about(&plain(&callout.lead), section, topic)),
        }
    }

    /// Its words.
    pub fn text(&self) -> &str {
        match self {
            Question::Asked(text) => text,
            Question::Made(text) => text,
        }
    }
}

/// A text cut at its backticks: its parts, and whether each is code. A text with a lone backtick is one part.
pub fn code_parts(text: &str) -> Vec<(&str, bool)> {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return vec![(text, false)];
    }
    parts.into_iter().enumerate().map(|(i, part)| (part, i % 2 == 1)).filter(|(part, _)| !part.is_empty()).collect()
}

/// Code as it stands on a card.
#[derive(Debug)]
pub struct Listing<'g> {
    /// The language, lower case.
    pub language: Option<&'g str>,
    /// The code.
    pub text: String,
    /// For each line, whether it has no counterpart in the code it is set against.
    pub hit: Vec<bool>,
    /// The fence's flags.
    pub flags: &'g Flags,
}

impl<'g> Pitfall<'g> {
    /// Cuts a callout.
    pub fn of(callout: &'g Callout, section: &'g Section, topic: Option<&'g Topic>) -> Pitfall<'g> {
        let mut why = None;
        let (mut wrong, mut right) = (Vec::new(), Vec::new());
        let (mut fix, mut extra) = (Vec::new(), Vec::new());
        for block in &callout.blocks {
            match block {
                Block::Paragraph(paragraph) if why.is_none() && wrong.is_empty() && right.is_empty() => {
                    why = Some(paragraph);
                }
                Block::Code(code) if code.flags.verdict == Some(Verdict::Bad) => wrong.push(code),
                Block::Code(code) if code.flags.verdict == Some(Verdict::Good) => right.push(code),
                Block::Paragraph(_) if extra.is_empty() => fix.push(block),
                _ => extra.push(block),
            }
        }
        let riddles: Vec<Riddle> = wrong.iter().map(|code| example::riddle(code)).collect();
        let outcome = riddles.iter().flat_map(|riddle| riddle.output.clone()).collect();
        let raises = riddles.iter().find_map(|riddle| riddle.raises.clone());
        let (wrong, right) = set_against(wrong, riddles, right);
        let question = Question::of(callout, !wrong.is_empty(), section, topic);
        Pitfall { question, wrong, outcome, raises, lead: &callout.lead, why, right, fix, extra }
    }
}

impl Pitfall<'_> {
    /// The trap's name and why.
    pub fn says(&self) -> String {
        let lead = plain(self.lead);
        let why = self.why.map(|paragraph| plain(&paragraph.text)).unwrap_or_default();
        if lead.is_empty() { why } else { format!("{lead}. {why}") }
    }
}

/// The question of a pitfall without wrong code: what is to be avoided in its topic, unless the topic's name gives it away.
fn about(lead: &str, section: &Section, topic: Option<&Topic>) -> String {
    let topic = topic.map(|topic| plain(&topic.heading.text));
    let names = topic.into_iter().chain([section.title.clone()]);
    let name = names.into_iter().find(|name| !gives_away(name, lead));
    name.map_or_else(
        || format!("Which pitfall does section {} warn of?", section.number),
        |name| format!("{name}: which pitfall is there, and why?"),
    )
}

/// Marks the lines in which the n-th wrong listing and the n-th right one differ; what claims they make does not count.
fn set_against<'g>(
    wrong: Vec<&'g Code>,
    riddles: Vec<Riddle>,
    right: Vec<&'g Code>,
) -> (Vec<Listing<'g>>, Vec<Listing<'g>>) {
    let listing = |code: &'g Code, text: String| Listing {
        language: code.language.as_deref(),
        hit: vec![false; text.split('\n').count()],
        text,
        flags: &code.flags,
    };
    let mut asked: Vec<Listing> = wrong.iter().zip(&riddles).map(|(code, r)| listing(code, r.code.clone())).collect();
    let mut answered: Vec<Listing> = right.iter().map(|code| listing(code, code.text.clone())).collect();
    for (i, (bad, good)) in wrong.iter().zip(&right).enumerate() {
        let (in_bad, in_good) = example::differing(bad, good);
        asked[i].hit = riddles[i].lines.iter().map(|line| in_bad.get(*line).copied().unwrap_or(false)).collect();
        answered[i].hit = in_good;
    }
    (asked, answered)
}

#[cfg(test)]
mod tests {
    use super::code_parts;

    #[test]
    fn questions_may_hold_code() {
        assert_eq!(code_parts("What is `a < b`?"), [("What is ", false), ("a < b", true), ("?", false)]);
        assert_eq!(code_parts("A lone ` mark"), [("A lone ` mark", false)]);
    }
}
