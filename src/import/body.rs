//! A section's file: its title, and below it the lines that stay, headings moved to where a guide has them.

use super::divide::Found;
use super::fate::Fate;
use super::heading;
use super::outline::{Kind, Part};
use super::talk::Talk;
use crate::diagnostic::Diagnostic;
use crate::guide::slug;
use crate::source::{FileId, Span};
use std::collections::HashMap;

/// The level of topics.
const TOPIC: u8 = 2;

/// The lowest level of a heading.
const LOWEST: u8 = 6;

/// The text of a section below its title.
pub fn text(talk: &Talk<'_>, found: &Found) -> String {
    let all = || found.pieces.iter().flat_map(|piece| &talk.parts[piece.clone()]);
    let parts = || all().filter(|part| !talk.is_gone(part));
    let below = parts().filter_map(Part::level).filter(|level| *level > found.level);
    let highest = below.min().unwrap_or(TOPIC);
    let moved: HashMap<usize, (usize, String)> = parts()
        .filter_map(|part| {
            let level = part.level()?;
            let to = if level <= found.level { TOPIC } else { (level + TOPIC - highest).min(LOWEST) };
            (to != level).then(|| (part.first, (part.last + 1, with_level(talk, part, to))))
        })
        .collect();
    let mut out = String::new();
    for piece in &found.pieces {
        let first =
            piece.start.checked_sub(1).filter(|_| found.heading.is_some()).map_or(1, |i| talk.parts[i].last + 1);
        let end = talk.parts.get(piece.end).map_or(talk.fates.last() + 1, |part| part.first);
        // Where lines are left out, what stands around them stays apart by one blank line.
        let mut is_seam = true;
        let mut skip = 0;
        for line in first..end {
            if talk.fates.of(line) != Fate::Kept {
                is_seam = true;
                continue;
            }
            if line < skip {
                continue;
            }
            let text = talk.file.line(line);
            if is_seam {
                if text.trim().is_empty() {
                    continue;
                }
                let blank = out.is_empty() || out.ends_with("\n\n");
                out.push_str(if blank { "" } else { "\n" });
                is_seam = false;
            }
            match moved.get(&line) {
                Some((next, heading)) => {
                    out.push_str(heading);
                    skip = *next;
                }
                None => out.push_str(text),
            }
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A heading's line at another level.
fn with_level(talk: &Talk<'_>, part: &Part, level: u8) -> String {
    let marks = "#".repeat(level.into());
    if matches!(part.kind, Kind::Heading { underlined: true, .. }) {
        let lines: Vec<&str> = (part.first..part.last).map(|line| talk.file.line(line).trim()).collect();
        return format!("{marks} {}", lines.join(" "));
    }
    let line = talk.file.line(part.first);
    let start = line.len() - line.trim_start().len();
    let behind = line[start..].trim_start_matches('#');
    format!("{}{marks}{behind}", &line[..start])
}

/// The headings of a section that have the level of sections and yet begin none.
pub fn misplaced(talk: &Talk<'_>, id: FileId, found: &Found) -> Vec<Diagnostic> {
    let parts = found.pieces.iter().flat_map(|piece| &talk.parts[piece.clone()]);
    let is_misplaced = |part: &&Part| part.level().is_some_and(|level| level <= found.level) && !talk.is_gone(part);
    parts
        .filter(is_misplaced)
        .map(|part| {
            let span = Span::new(id, talk.file.line_range(part.first));
            let message = format!("`{}` has no number; it became a topic of section {}", part.text, found.number);
            Diagnostic::warning("heading-kept", span, message)
        })
        .collect()
}

/// A section's title with its marks, without number and `(continued)`.
pub fn title(talk: &Talk<'_>, found: &Found) -> String {
    let Some(part) = found.heading.map(|i| &talk.parts[i]) else { return escaped(&found.title) };
    let raw = talk.file.text.get(part.inner.clone()).unwrap_or("");
    let raw = heading::number(raw).map_or(raw, |(_, at)| &raw[at..]).trim();
    let is_whole = !raw.is_empty() && !raw.contains('\n') && heading::continued(raw).is_none();
    if is_whole { raw.to_owned() } else { escaped(&found.title) }
}

/// Says that words of a heading stand nowhere else: tags, the addresses of links.
pub fn dropped(talk: &Talk<'_>, id: FileId, part: usize, kept: &str) -> Option<Diagnostic> {
    let part = &talk.parts[part];
    let raw = talk.file.text.get(part.inner.clone())?;
    let (kept, raw) = (slug(kept), slug(raw));
    let kept: Vec<&str> = kept.split('-').collect();
    let stays = |word: &str| kept.contains(&word) || word.bytes().all(|b| b.is_ascii_digit()) || heading::is_form(word);
    if raw.split('-').all(stays) {
        return None;
    }
    let span = Span::new(id, part.inner.clone());
    Some(Diagnostic::warning("heading-left-out", span, "of this heading only the plain text was kept"))
}

/// A text in which no sign is a mark.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&' | '~' | '$' | '!') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
