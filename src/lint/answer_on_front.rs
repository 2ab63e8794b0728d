//! `answer-on-front`: a card that asks with a word of its answer. A pitfall's lead is the answer; its question and its
//! wrong code, without claims, are the front. Words of four letters or more count.
//!
//! ````markdown
//! > [!WARNING]
//! > **Mutable default.** The list is built once and shared by all calls.
//! >
//! > ```python bad
//! > def add(x, default=[]):
//! >     default.append(x)
//! > ```
//! ````

use super::pitfall_without_question::wrong;
use super::{Report, Rule, Subject};
use crate::card::{Question, told};
use crate::guide::{Code, Role, plain};
use crate::source::Span;

pub const RULE: Rule =
    Rule { name: "answer-on-front", summary: "a pitfall whose card asks with a word of its answer", check };

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for (topic, callout) in subject.callouts().filter(|(_, callout)| callout.role == Role::Pitfall) {
        let lead = plain(&callout.lead);
        if lead.is_empty() {
            continue;
        }
        let place = callout.lead.iter().map(|inline| inline.span).reduce(Span::to).unwrap_or(callout.span);
        let has_code = wrong(callout).next().is_some();
        let question = Question::of(callout, has_code, subject.section, topic);
        let words = told(question.text(), &lead);
        if !words.is_empty() {
            let help = match question {
                Question::Asked(_) => "ask in other words, or name the trap by what the question does not say",
                Question::Made(_) => "name the trap in other words, or ask on a line of its own: <!-- ask: What …? -->",
            };
            let message =
                format!("the card's question, “{}”, gives {} of this lead away", question.text(), list(&words));
            report.add(place, message, help);
        }
        for code in wrong(callout) {
            let riddle = subject.riddle(code);
            let words = told(&riddle.code, &lead);
            let Some(first) = words.first() else { continue };
            report.add_with(
                place,
                format!("the wrong code on the card's front gives {} of this lead away", list(&words)),
                "name the trap by what the code does not say, or rename what is in the code",
                (line_with(subject, code, &riddle.lines, &riddle.code, first), "the front shows this"),
            );
        }
    }
}

/// The line of the code that says the word.
fn line_with(subject: &Subject<'_>, code: &Code, lines: &[usize], asked: &str, word: &str) -> Span {
    let at = asked.split('\n').position(|line| !told(line, word).is_empty());
    subject.code_line(code, at.and_then(|at| lines.get(at)).copied().unwrap_or(0))
}

fn list(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
