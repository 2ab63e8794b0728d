//! The lock exactly as it is written, read a line at a time: a parser of all of TOML takes many times as long.
//!
//! Whatever stands otherwise than [`Lock`] writes it, lines out of their order among them, is none of this: it is left to
//! that parser, which knows what is right and what to say of the rest.

use super::{Entry, Lock, Look};
use crate::guide::Date;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The lock that is written as `text`; none if it is not written like that.
pub fn read(text: &str, head: &str) -> Option<Lock> {
    let mut reader = Reader { rest: text.strip_prefix(head)? };
    let mut lock = Lock { guide: reader.string()?.into_owned(), ..Lock::default() };
    reader.skip("\n")?;
    lock.decks = reader.table("decks", |reader| reader.string().map(Cow::into_owned))?;
    lock.looks = reader.table("looks", |reader| {
        reader.skip("{ hash = ")?;
        let hash = reader.string()?;
        reader.skip(", time = ")?;
        let time = reader.time()?;
        reader.skip(" }")?;
        Some(Look { hash: hash.into_owned(), time })
    })?;
    lock.things = reader.table("things", |reader| {
        reader.skip("{ ")?;
        let mut numbers = Vec::new();
        loop {
            let id = reader.string()?;
            reader.skip(" = ")?;
            numbers.push((id.into_owned(), reader.number()?));
            match reader.skip(", ") {
                Some(()) => {}
                None => break,
            }
        }
        reader.skip(" }")?;
        sorted(numbers)
    })?;
    lock.notes = reader.table("notes", Reader::entry)?;
    lock.retired = reader.table("retired", Reader::entry)?;
    reader.rest.is_empty().then_some(lock)
}

/// A map of what is sorted and has no key twice; none of anything else.
fn sorted<K: Ord, V>(pairs: Vec<(K, V)>) -> Option<BTreeMap<K, V>> {
    pairs.is_sorted_by(|(one, _), (next, _)| one < next).then(|| pairs.into_iter().collect())
}

/// What is not read yet.
struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    /// Goes over a text that has to stand here.
    fn skip(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text)?;
        Some(())
    }

    /// The lines of a table; empty if the table is not here.
    fn table<K: Ord + From<Cow<'t, str>>, V>(
        &mut self,
        name: &str,
        value: impl Fn(&mut Self) -> Option<V>,
    ) -> Option<BTreeMap<K, V>> {
        let here = self.rest.strip_prefix("\n[").and_then(|rest| rest.strip_prefix(name)?.strip_prefix("]\n"));
        let Some(rest) = here else { return Some(BTreeMap::new()) };
        self.rest = rest;
        let mut lines = Vec::new();
        while self.rest.starts_with('"') {
            let key = self.string()?.into();
            self.skip(" = ")?;
            lines.push((key, value(self)?));
            self.skip("\n")?;
        }
        sorted(lines)
    }

    fn entry(&mut self) -> Option<Arc<Entry>> {
        self.skip("{ guid = ")?;
        let guid = self.string()?;
        self.skip(", section = ")?;
        let section = self.string()?;
        self.skip(", hash = ")?;
        let hash = self.string()?;
        self.skip(", time = ")?;
        let time = self.time()?;
        self.skip(", ")?;
        let mut cards = BTreeSet::new();
        if self.skip("cards = [").is_some() {
            loop {
                cards.insert(self.number()?);
                match self.skip(", ") {
                    Some(()) => {}
                    None => break,
                }
            }
            self.skip("], ")?;
        }
        self.skip("says = ")?;
        let says = self.string()?;
        self.skip(" }")?;
        let (guid, section, hash, says) = (guid.into(), section.into(), hash.into(), says.into());
        Some(Arc::new(Entry { guid, section, hash, time, cards, says }))
    }

    /// A string in quotes, with the escapes that are written and no others.
    fn string(&mut self) -> Option<Cow<'t, str>> {
        self.skip("\"")?;
        let mut out = Cow::Borrowed("");
        loop {
            let end = self.rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f | 0x7f))?;
            let (text, rest) = self.rest.split_at(end);
            // Most strings have no escape.
            out += text;
            self.rest = rest;
            if self.skip("\"").is_some() {
                return Some(out);
            }
            self.skip("\\")?;
            if self.skip("u").is_some() {
                let digits = self.rest.get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
                out.to_mut().push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
                self.rest = &self.rest[4..];
            } else {
                out.to_mut().push(self.rest.chars().next().filter(|c| matches!(c, '"' | '\\'))?);
                self.rest = &self.rest[1..];
            }
        }
    }

    fn number(&mut self) -> Option<u16> {
        let end = self.rest.bytes().position(|byte| !byte.is_ascii_digit())?;
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        // TOML knows no number that begins with a needless zero.
        digits.parse().ok().filter(|_| digits == "0" || !digits.starts_with('0'))
    }

    /// A time such as `2026-11-24T09:30:00Z`, in seconds since 1970.
    fn time(&mut self) -> Option<i64> {
        let text = self.rest.get(..20)?;
        let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'Z')];
        if marks.iter().any(|(at, mark)| text.as_bytes()[*at] != *mark) {
            return None;
        }
        let part = |at: usize, length: usize| -> Option<u16> {
            let digits = text.get(at..at + length).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
            digits.parse().ok()
        };
        let (month, day) = (u8::try_from(part(5, 2)?).ok()?, u8::try_from(part(8, 2)?).ok()?);
        let date = Date { year: part(0, 4)?, month, day };
        let (hour, minute, second) = (part(11, 2)?, part(14, 2)?, part(17, 2)?);
        let midnight = date.unix_seconds();
        // A day that no month has would be another day's time.
        let is_time = hour < 24 && minute < 60 && second < 60 && Date::of_unix_seconds(midnight) == date;
        self.rest = &self.rest[20..];
        is_time.then(|| midnight + i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second))
    }
}

#[cfg(test)]
mod tests {
    use super::super::file::begin;
    use super::*;

    const WRITTEN: &str = "\"g\"

[decks]
\"\" = \"Guide\"
\"oop\" = \"06 \\\"OOP\\\" \\\\ \\u0001 é\"

[looks]
\"row\" = { hash = \"1\", time = 2024-02-29T23:59:59Z }

[things]
\"t\" = { \"a\" = 1, \"été\" = 20 }

[notes]
\"pitfall/a\" = { guid = \"x\", section = \"s\", hash = \"h\", time = 1970-01-01T00:00:00Z, says = \"a # b\" }
\"row/t/x\" = { guid = \"y\", section = \"s\", hash = \"h\", time = 2026-11-22T00:01:01Z, cards = [1, 2], says = \"\" }

[retired]
\"pitfall/b\" = { guid = \"z\", section = \"s\", hash = \"h\", time = 9999-12-31T00:00:00Z, says = \"b\" }
";

    fn whole() -> String {
        begin() + WRITTEN
    }

    #[test]
    fn what_is_written_is_read_as_toml_reads_it() {
        let lock = read(&whole(), &begin()).unwrap();
        assert_eq!(lock.to_string(), whole());
        assert_eq!(Lock::parse_toml(&whole(), "g").unwrap(), lock);
        let empty = Lock { guide: "g".into(), ..Lock::default() };
        assert_eq!(read(&empty.to_string(), &begin()), Some(empty));
    }

    #[test]
    fn what_stands_otherwise_is_left_to_toml() {
        // What it is replaced by, and whether it is a lock all the same.
        let odd = [
            ("format = 1", "format = 2", false),
            ("# What", "# what", true),
            ("guide = \"g\"", "guide = 'g'", true),
            ("[looks]", "[Looks]", false),
            ("\n[decks]", "[decks]", true),
            ("\"a\" = 1, ", "\"a\" = 01, ", false),
            ("\"a\" = 1, ", "\"a\" = 70000, ", false),
            ("\"a\" = 1, \"été\" = 20", "\"été\" = 20, \"a\" = 1", true),
            ("\"a\" = 1, \"été\"", "\"a\" = 1, \"a\"", false),
            ("pitfall/a", "row/t/x", false),
            ("pitfall/a", "zzz", true),
            ("a # b\" }", "a # b\" } # why", true),
            ("a # b", "a\t#", true),
            ("a # b", "a\\n#", true),
            ("a # b", "\\uD800", false),
            ("a # b", "\\u00e", false),
            ("a # b", "a\u{1}", false),
            ("time = 1970-01-01T00", "time = 1970-02-30T00", false),
            ("time = 1970-01-01T00:00:00Z", "time = 1970-01-01T00:00:60Z", true),
            ("time = 1970-01-01T00:00:00Z", "time = 1970-01-01T24:00:00Z", false),
            ("time = 1970-01-01T00:00:00Z", "time = 1970-01-01T00:00:00+01:00", false),
            ("cards = [1, 2]", "cards = []", true),
            ("cards = [1, 2]", "cards = [1, 2,]", true),
            ("hash = \"h\", time", "hash = \"h\", more = 1, time", false),
            ("\n[retired]", "\n[notes]", false),
            ("says = \"b\" }\n", "says = \"b\" }", true),
            ("says = \"b\" }\n", "says = \"b\"\n", false),
        ];
        for (from, to, is_lock) in odd {
            let text = whole().replacen(from, to, 1);
            assert_ne!(text, whole(), "{from}");
            assert_eq!(read(&text, &begin()), None, "{to}");
            assert_eq!(Lock::parse(&text, "g").is_ok(), is_lock, "{to}: {:?}", Lock::parse(&text, "g"));
        }
    }

    #[test]
    fn half_a_lock_is_none() {
        let text = whole();
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let half = &text[..end];
            if let Some(lock) = read(half, &begin()) {
                assert_eq!(Lock::parse_toml(half, "g").as_ref(), Ok(&lock), "{half}");
            }
        }
    }
}
