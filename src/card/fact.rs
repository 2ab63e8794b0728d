//! A best practice, a key fact or a version note: its name, and what there is to say about it.

use crate::guide::{Block, Callout, Code, Inline, Paragraph, Role, Topic, plain};

/// A callout that is no pitfall, cut into what is asked and what is answered.
#[derive(Debug)]
pub struct Fact<'g> {
    /// What it is: a practice, a key fact or a version.
    pub role: Role,
    /// Its name, which is asked about.
    pub lead: &'g [Inline],
    /// What there is to say.
    pub answer: Option<&'g Paragraph>,
    /// The code that shows it.
    pub example: Vec<&'g Code>,
    /// Whatever else the author wrote, in reading order.
    pub extra: Vec<&'g Block>,
}

impl<'g> Fact<'g> {
    /// Cuts a callout.
    pub fn of(callout: &'g Callout) -> Fact<'g> {
        let (mut answer, mut example, mut extra) = (None, Vec::new(), Vec::new());
        for block in &callout.blocks {
            match block {
                Block::Paragraph(paragraph) if answer.is_none() && example.is_empty() && extra.is_empty() => {
                    answer = Some(paragraph);
                }
                Block::Code(code) if extra.is_empty() => example.push(code),
                _ => extra.push(block),
            }
        }
        Fact { role: callout.role, lead: &callout.lead, answer, example, extra }
    }

    /// What it is, in a word or two.
    pub fn kind(&self) -> &'static str {
        match self.role {
            Role::Key => "Key fact",
            Role::Version => "Version",
            _ => "Best practice",
        }
    }

    /// What is asked about its name; `topic` is what it stands under.
    pub fn ask(&self, topic: Option<&Topic>) -> String {
        match (self.role, topic) {
            (Role::Version, Some(topic)) => format!("{}: what changed?", plain(&topic.heading.text)),
            (Role::Version, None) => "What changed?".into(),
            (Role::Key, _) => "Explain.".into(),
            _ => "Why, and how?".into(),
        }
    }

    /// Its name and what there is to say.
    pub fn says(&self) -> String {
        let lead = plain(self.lead);
        let answer = self.answer.map(|paragraph| plain(&paragraph.text)).unwrap_or_default();
        if lead.is_empty() { answer } else { format!("{lead}. {answer}") }
    }
}
