//! The lock as text: TOML, a line a note, sorted, so that two branches that add notes merge by themselves.

use super::{Entry, Lock, Look, written};
use crate::guide::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

/// The newest form of the file that is understood.
const FORMAT: u32 = 1;

const HEAD: &str = "\
# What the decks of this guide must remember from one export to the next: `revexport anki` writes it. Keep it beside the
# text and commit both together. Nothing here is edited by hand; after a merge keep the lines of both sides.
";

/// Why a lock could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct LockError {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The bytes of the file that are wrong.
    pub range: Range<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    format: u32,
    guide: String,
    #[serde(default)]
    decks: BTreeMap<String, String>,
    #[serde(default)]
    looks: BTreeMap<String, RawLook>,
    #[serde(default)]
    things: BTreeMap<String, BTreeMap<String, u16>>,
    #[serde(default)]
    notes: BTreeMap<String, RawEntry>,
    #[serde(default)]
    retired: BTreeMap<String, RawEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLook {
    hash: String,
    time: toml::value::Datetime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    guid: Box<str>,
    section: Box<str>,
    hash: Box<str>,
    time: toml::value::Datetime,
    #[serde(default)]
    cards: BTreeSet<u16>,
    says: Box<str>,
}

impl Lock {
    /// Reads a lock.
    ///
    /// # Errors
    ///
    /// What is no lock: one with the marks of a merge conflict, one a newer version wrote, one of another guide.
    pub fn parse(text: &str, guide: &str) -> Result<Lock, LockError> {
        match written::read(text, &begin()) {
            Some(lock) if lock.guide == guide => Ok(lock),
            _ => Lock::parse_toml(text, guide),
        }
    }

    /// Reads a lock that may have been merged or edited by hand.
    pub(super) fn parse_toml(text: &str, guide: &str) -> Result<Lock, LockError> {
        let error = |message: String, help: &str, range: Range<usize>| LockError { message, help: help.into(), range };
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) {
                let range = start..start + line.trim_end().len();
                let help = "keep the lines of both sides and take the marks out; of two lines for one note keep the one with the later time";
                return Err(error("the lock holds an unresolved merge conflict".into(), help, range));
            }
            start += line.len();
        }
        let restore = "bring it back from version control; learners' progress hangs on it";
        let raw: Result<Raw, toml::de::Error> = toml::from_str(text);
        // What a newer version wrote may well have another shape; it is looked at more closely only then, since it is long.
        let format = match &raw {
            Ok(raw) => Some(i64::from(raw.format)),
            Err(_) => text.parse::<toml::Table>().ok().and_then(|table| table.get("format")?.as_integer()),
        };
        if let Some(format) = format.filter(|format| *format > i64::from(FORMAT)) {
            let at = text.find("format").unwrap_or(0);
            let range = at..text[at..].find('\n').map_or(text.len(), |end| at + end);
            let message = format!("the lock has format {format}; this version knows formats up to {FORMAT}");
            return Err(error(message, "use the version of revexport that wrote it, or a later one", range));
        }
        let raw = raw.map_err(|problem| {
            let message = format!("the lock cannot be read: {}", problem.message().trim_end().replace('\n', ", "));
            error(message, restore, problem.span().unwrap_or(0..0))
        })?;
        if raw.guide != guide {
            let at = text.find("guide = ").unwrap_or(0);
            let range = at..text[at..].find('\n').map_or(text.len(), |end| at + end);
            let message = format!("the lock belongs to the guide `{}`, and this one is `{guide}`", raw.guide);
            let help = "give guide.toml its old id; or, for a guide of its own with decks of its own, delete the lock";
            return Err(error(message, help, range));
        }
        let seconds = |time: &toml::value::Datetime, near: &str| {
            seconds(time).ok_or_else(|| {
                let at = text.find(near).unwrap_or(0);
                error(format!("`{time}` is no time in UTC"), restore, at..at + near.len())
            })
        };
        let entries = |raw: BTreeMap<String, RawEntry>| -> Result<BTreeMap<Arc<str>, Arc<Entry>>, LockError> {
            raw.into_iter()
                .map(|(key, raw)| {
                    let time = seconds(&raw.time, &key)?;
                    let RawEntry { guid, section, hash, cards, says, .. } = raw;
                    Ok((key.into(), Arc::new(Entry { guid, section, hash, time, cards, says })))
                })
                .collect()
        };
        let looks = raw.looks.into_iter().map(|(key, look)| {
            let time = seconds(&look.time, &key)?;
            Ok((key, Look { hash: look.hash, time }))
        });
        Ok(Lock {
            guide: raw.guide,
            decks: raw.decks,
            looks: looks.collect::<Result<_, _>>()?,
            things: raw.things,
            notes: entries(raw.notes)?,
            retired: entries(raw.retired)?,
        })
    }
}

/// What every lock begins with, up to the guide's id.
pub(super) fn begin() -> String {
    format!("{HEAD}format = {FORMAT}\nguide = ")
}

/// The lock as it is written. [`Lock::parse`] gives the same lock back.
impl std::fmt::Display for Lock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = begin();
        let _ = writeln!(out, "{}", quoted(&self.guide));
        if !self.decks.is_empty() {
            out.push_str("\n[decks]\n");
            self.decks.iter().for_each(|(id, name)| line(&mut out, id, &quoted(name)));
        }
        if !self.looks.is_empty() {
            out.push_str("\n[looks]\n");
            for (key, look) in &self.looks {
                line(&mut out, key, &format!("{{ hash = {}, time = {} }}", quoted(&look.hash), time(look.time)));
            }
        }
        if !self.things.is_empty() {
            out.push_str("\n[things]\n");
            for (table, numbers) in &self.things {
                let numbers: Vec<String> = numbers.iter().map(|(id, n)| format!("{} = {n}", quoted(id))).collect();
                line(&mut out, table, &format!("{{ {} }}", numbers.join(", ")));
            }
        }
        for (name, entries) in [("notes", &self.notes), ("retired", &self.retired)] {
            if !entries.is_empty() {
                let _ = write!(out, "\n[{name}]\n");
                entries.iter().for_each(|(key, entry)| line(&mut out, key, &inline(entry)));
            }
        }
        f.write_str(&out)
    }
}

fn line(out: &mut String, key: &str, value: &str) {
    let _ = writeln!(out, "{} = {value}", quoted(key));
}

fn inline(entry: &Entry) -> String {
    let cards: Vec<String> = entry.cards.iter().map(u16::to_string).collect();
    let cards = if cards.is_empty() { String::new() } else { format!("cards = [{}], ", cards.join(", ")) };
    format!(
        "{{ guid = {}, section = {}, hash = {}, time = {}, {cards}says = {} }}",
        quoted(&entry.guid),
        quoted(&entry.section),
        quoted(&entry.hash),
        time(entry.time),
        quoted(&entry.says)
    )
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `2026-11-24T09:30:00Z`
fn time(seconds: i64) -> String {
    let (date, second) = (Date::of_unix_seconds(seconds), seconds.rem_euclid(86_400));
    format!("{date}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

fn seconds(time: &toml::value::Datetime) -> Option<i64> {
    let (date, clock) = (time.date?, time.time?);
    if time.offset != Some(toml::value::Offset::Z) {
        return None;
    }
    let day = Date { year: date.year, month: date.month, day: date.day }.unix_seconds();
    Some(day + i64::from(clock.hour) * 3600 + i64::from(clock.minute) * 60 + i64::from(clock.second.unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Lock {
        let entry = |time, cards: &[u16]| {
            Arc::new(Entry {
                guid: "5iVx41afYp5".into(),
                section: "oop".into(),
                hash: "3f2a9c01d2b4".into(),
                time,
                cards: cards.iter().copied().collect(),
                says: "A \"list\" \\ for\u{1} all.".into(),
            })
        };
        Lock {
            guide: "g".into(),
            decks: BTreeMap::from([("oop".into(), "06 OOP".into()), (String::new(), "Guide".into())]),
            looks: BTreeMap::from([("row".into(), Look { hash: "1".into(), time: 7 })]),
            things: BTreeMap::from([("t".into(), BTreeMap::from([("été".into(), 2), ("a".into(), 1)]))]),
            notes: BTreeMap::from([
                ("row/t/x".into(), entry(1_795_305_661, &[1, 2])),
                ("pitfall/a".into(), entry(951_868_800, &[])),
            ]),
            retired: BTreeMap::from([("pitfall/b".into(), entry(0, &[]))]),
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let lock = sample();
        let text = lock.to_string();
        assert_eq!(Lock::parse(&text, "g").unwrap(), lock, "{text}");
        assert!(text.contains("\n\"row/t/x\" = { guid = \"5iVx41afYp5\", section = \"oop\", hash = \"3f2a9c01d2b4\", time = 2026-11-22T00:01:01Z, cards = [1, 2], says ="), "{text}");
        assert_eq!(Lock::parse(&text.replace('\n', "\r\n"), "g").unwrap(), lock);
    }

    #[test]
    fn what_is_no_lock_is_told_apart() {
        let text = sample().to_string();
        let message = |text: &str, guide: &str| Lock::parse(text, guide).unwrap_err();
        assert_eq!(message(&text, "h").message, "the lock belongs to the guide `g`, and this one is `h`");
        let newer = text.replace("format = 1", "format = 2\nnews = true");
        assert_eq!(message(&newer, "g").message, "the lock has format 2; this version knows formats up to 1");
        let conflict = text.replace("[notes]", "<<<<<<< HEAD\n[notes]\n=======\n>>>>>>> other");
        let error = message(&conflict, "g");
        assert_eq!(&conflict[error.range], "<<<<<<< HEAD");
        let torn = &text[..text.len() / 2];
        assert!(message(torn, "g").message.starts_with("the lock cannot be read: "));
        let local = text.replace("00Z", "00+02:00");
        assert!(message(&local, "g").message.ends_with("is no time in UTC"), "{}", message(&local, "g"));
    }
}
