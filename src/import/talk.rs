//! Finds the lines of an export that are chat: speakers, turns of the user, requests to go on, and what is said behind the
//! rule at a section's end. In doubt text stays.

use super::chat::{self, Speaker, Who};
use super::fate::{Fate, Fates};
use super::outline::{Kind, Part};
use crate::source::SourceFile;
use std::ops::Range;

/// The longest turn of the user that is taken for chat, in lines.
const LONGEST_TURN: usize = 12;

/// The longest talk behind a section's last rule, in lines and in characters.
const LONGEST_TAIL: (usize, usize) = (6, 800);

/// The blocks of an export and what becomes of its lines.
pub struct Talk<'e> {
    /// The export.
    pub file: &'e SourceFile,
    /// Its blocks.
    pub parts: &'e [Part],
    /// What becomes of its lines.
    pub fates: Fates,
}

impl<'e> Talk<'e> {
    /// Marks what is chat wherever it stands.
    pub fn new(file: &'e SourceFile, parts: &'e [Part]) -> Talk<'e> {
        let mut talk = Talk { file, parts, fates: Fates::kept(file) };
        talk.mark_speakers();
        for part in parts {
            let is_text = part.is_paragraph() || matches!(part.kind, Kind::Heading { underlined: true, .. });
            if !is_text || talk.is_gone(part) {
                continue;
            }
            // Below a line that says who speaks, the rest of the paragraph is looked at alone.
            let kept = (part.first..=part.last).filter(|line| talk.fates.of(*line) == Fate::Kept);
            let text: Vec<&str> = kept.map(|line| file.line(line)).filter(|line| !is_underline(line)).collect();
            if text.len() <= 3 && chat::asks_to_go_on(&text.join(" ")) {
                talk.leave_out(part);
            }
        }
        talk
    }

    /// Whether no line of a block stays.
    pub fn is_gone(&self, part: &Part) -> bool {
        (part.first..=part.last).all(|line| self.fates.of(line) != Fate::Kept)
    }

    /// Whether a block is left out as chat.
    pub fn is_chat(&self, part: &Part) -> bool {
        self.fates.of(part.last) == Fate::Chat
    }

    /// Marks what is chat at the end of a section, and the rules before it.
    pub fn mark_tail(&mut self, section: Range<usize>) {
        let parts = self.parts;
        let Range { start, mut end } = section;
        loop {
            while end > start && (self.is_gone(&parts[end - 1]) || matches!(parts[end - 1].kind, Kind::Rule)) {
                end -= 1;
                if matches!(parts[end].kind, Kind::Rule) {
                    self.fates.set(parts[end].first..=parts[end].last, Fate::Spent);
                }
            }
            if end == start {
                return;
            }
            let last = &parts[end - 1];
            if last.is_paragraph() && last.height() <= 3 && chat::offers_to_go_on(&last.text) {
                self.leave_out(last);
                continue;
            }
            let is_edge = |part: &Part| matches!(part.kind, Kind::Rule | Kind::Heading { .. });
            let edge = (start..end).rev().find(|i| is_edge(&parts[*i]));
            let Some(rule) = edge.filter(|i| matches!(parts[*i].kind, Kind::Rule)) else { return };
            let behind = &parts[rule + 1..end];
            let is_text = |part: &Part| !matches!(part.kind, Kind::Rule) && !self.is_gone(part);
            if !parts[start..rule].iter().any(is_text) || !self.is_small_talk(behind) {
                return;
            }
            behind.iter().for_each(|part| self.leave_out(part));
            // Behind a rule further up stands the guide's own text.
            self.fates.set(parts[rule].first..=parts[rule].last, Fate::Spent);
            let mut above = rule;
            while above > start && (matches!(parts[above - 1].kind, Kind::Rule) || self.is_gone(&parts[above - 1])) {
                above -= 1;
                if matches!(parts[above].kind, Kind::Rule) {
                    self.fates.set(parts[above].first..=parts[above].last, Fate::Spent);
                }
            }
            return;
        }
    }

    /// Whether blocks are a few lines of running text and nothing that a guide marks.
    fn is_small_talk(&self, parts: &[Part]) -> bool {
        let lines: usize = parts.iter().map(Part::height).sum();
        let letters: usize = parts.iter().map(|part| part.text.chars().count()).sum();
        let defines =
            |part: &Part| (part.first..=part.last).any(|line| self.file.line(line).trim_start().starts_with('['));
        lines <= LONGEST_TAIL.0
            && letters <= LONGEST_TAIL.1
            && parts.iter().all(|part| matches!(part.kind, Kind::Paragraph) && !part.begins_bold && !defines(part))
    }

    /// Whether a line of the assistant's follows after a few paragraphs.
    fn is_answered(&self, found: &[Option<Speaker<'_>>], turn: usize) -> bool {
        let mut lines = self.parts[turn].height();
        for (part, found) in self.parts.iter().zip(found).skip(turn + 1) {
            match found {
                Some(next) => return next.who == Who::Assistant && is_speaker(next, part, true),
                None if !part.is_paragraph() || lines > LONGEST_TURN => return false,
                None => lines += part.height(),
            }
        }
        false
    }

    fn leave_out(&mut self, part: &Part) {
        for line in part.first..=part.last {
            if self.fates.of(line) == Fate::Kept {
                self.fates.set(line..=line, Fate::Chat);
            }
        }
    }

    /// Marks the lines that say who speaks, and what the user says between two of them.
    fn mark_speakers(&mut self) {
        let file = self.file;
        let named = |part: &Part| match part.kind {
            Kind::Heading { .. } | Kind::Bold | Kind::Paragraph => chat::speaker(file.line(part.first)),
            _ => None,
        };
        let found: Vec<Option<Speaker<'_>>> = self.parts.iter().map(named).collect();
        let speaks = |who| found.iter().flatten().any(|speaker| speaker.who == who);
        let both = speaks(Who::User) && speaks(Who::Assistant);
        let mut turn: Option<usize> = None;
        for (i, part) in self.parts.iter().enumerate() {
            let is_answered = || self.is_answered(&found, i);
            let is_one = |speaker: &&Speaker<'_>| {
                is_speaker(speaker, part, both) || both && is_turn(speaker, part) && is_answered()
            };
            let Some(speaker) = found[i].as_ref().filter(is_one) else {
                if !part.is_paragraph() {
                    turn = None;
                }
                continue;
            };
            if let (Some(first), Who::Assistant) = (turn, speaker.who) {
                let said = &self.parts[first..i];
                if said.iter().map(Part::height).sum::<usize>() <= LONGEST_TURN {
                    said.iter().for_each(|part| self.leave_out(part));
                }
            }
            turn = (speaker.who == Who::User).then_some(i);
            let is_whole = speaker.who == Who::User && (part.height() > 1 || !speaker.rest.is_empty());
            if is_whole && part.height() <= LONGEST_TURN || chat::asks_to_go_on(speaker.rest) && part.height() == 1 {
                self.leave_out(part);
            } else if speaker.rest.is_empty() {
                self.fates.set(part.first..=part.first, Fate::Chat);
            }
        }
    }
}

/// Whether a paragraph may be a turn of the user: `**User:** yes, please`.
fn is_turn(speaker: &Speaker<'_>, part: &Part) -> bool {
    speaker.who == Who::User && speaker.has_sign && part.begins_bold
}

/// Whether what looks like a speaker's line is one.
fn is_speaker(speaker: &Speaker<'_>, part: &Part, both: bool) -> bool {
    let sure = speaker.is_sure || both;
    if !speaker.has_sign {
        return sure && !matches!(part.kind, Kind::Paragraph);
    }
    sure && (speaker.rest.is_empty() || speaker.is_sure && part.begins_bold || chat::asks_to_go_on(speaker.rest))
}

fn is_underline(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.bytes().all(|b| matches!(b, b'-' | b'='))
}
