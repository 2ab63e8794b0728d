//! Addresses of links that stand apart, often at the very end of a chat: `[rfc]: https://example.org`. Each section that uses
//! one gets a copy.

use super::fate::Fate;
use super::outline::{Kind, Part};
use super::talk::Talk;
use std::collections::HashMap;

/// The addresses of an export: the name in small letters → the line.
pub struct References<'e>(HashMap<String, &'e str>);

impl<'e> References<'e> {
    /// Finds those that stand alone in their lines, outside all blocks; of several with a name the first counts.
    pub fn find(talk: &Talk<'e>) -> References<'e> {
        let mut found = HashMap::new();
        let mut line = 1;
        let mut look = |until: usize, from: &mut usize| {
            for line in *from..until {
                let text = talk.file.line(line);
                if let Some(name) = name(text).filter(|_| talk.fates.of(line) != Fate::Contents) {
                    found.entry(name).or_insert(text);
                }
            }
            *from = until;
        };
        for part in talk.parts {
            look(part.first, &mut line);
            // A list or a quote reaches to the next block; what is defined behind it is not told from its text.
            line = part.last + 1 - trailing(talk, part);
        }
        look(talk.fates.last() + 1, &mut line);
        References(found)
    }

    /// A section's text with the addresses that it uses and lacks.
    pub fn complete(&self, mut text: String) -> String {
        if self.0.is_empty() {
            return text;
        }
        let own: Vec<String> = text.lines().filter_map(name).collect();
        let lower = text.to_lowercase();
        let is_used = |name: &str| lower.contains(&format!("[{name}]")) && !own.iter().any(|known| known == name);
        let mut lacking: Vec<(&String, &&str)> = self.0.iter().filter(|(name, _)| is_used(name)).collect();
        lacking.sort_unstable();
        let mut gap = "\n\n";
        for (_, line) in lacking {
            text.push_str(gap);
            text.push_str(line.trim());
            gap = "\n";
        }
        text
    }
}

/// How many lines at the end of a block are addresses that only look like a part of it.
fn trailing(talk: &Talk<'_>, part: &Part) -> usize {
    if matches!(part.kind, Kind::Fence { .. }) {
        return 0;
    }
    let lines = (part.first..=part.last).rev();
    lines.take_while(|line| name(talk.file.line(*line)).is_some() || talk.file.line(*line).trim().is_empty()).count()
}

/// The name in a line that gives an address, in small letters.
fn name(line: &str) -> Option<String> {
    let (name, address) = line.strip_prefix('[')?.split_once("]:")?;
    let is_name = !name.trim().is_empty() && !name.starts_with('^') && !name.contains(['[', ']']);
    (is_name && !address.trim().is_empty()).then(|| name.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn an_address_stands_behind_its_name() {
        assert_eq!(name("[RFC 1]: https://example.org \"x\"").as_deref(), Some("rfc 1"));
        for line in ["[^1]: note", "[x]:", "text [x]: y", "[x](y)", "[a][b]: c"] {
            assert_eq!(name(line), None, "{line}");
        }
    }
}
