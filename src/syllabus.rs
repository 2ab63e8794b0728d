//! Which topics of the syllabus a section covers.

use crate::guide::{Block, Section, Topic, plain};

/// The words of a text: runs of letters and digits in lower case. Case, marks and spaces do not count.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Whether two texts name the same topic.
pub fn same(a: &str, b: &str) -> bool {
    words(a) == words(b)
}

/// Whether `text` contains `topic` at word boundaries.
fn contains(text: &str, topic: &str) -> bool {
    let (text, topic) = (words(text), words(topic));
    !topic.is_empty() && text.windows(topic.len()).any(|window| window == topic)
}

/// For each topic of the section's syllabus: whether a heading, or its `covers` comment, contains it and at least a
/// sentence or an example stands under that heading.
pub fn covered(section: &Section) -> Vec<bool> {
    section
        .syllabus
        .iter()
        .map(|wanted| section.topics.iter().any(|topic| teaches(topic) && names(topic, wanted)))
        .collect()
}

fn names(topic: &Topic, wanted: &str) -> bool {
    let inner = topic.blocks.iter().filter_map(|block| match block {
        Block::Heading(heading) => Some(heading),
        _ => None,
    });
    std::iter::once(&topic.heading).chain(inner).any(|heading| {
        contains(&plain(&heading.text), wanted) || heading.covers.iter().any(|covers| contains(covers, wanted))
    })
}

fn teaches(topic: &Topic) -> bool {
    topic.blocks.iter().any(|block| !matches!(block, Block::Heading(_) | Block::Rule(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_found_at_word_boundaries() {
        assert!(contains("`__init__`, `__new__`, `__del__`", "__init__, __new__, __del__"));
        assert!(contains("The ABC module (abc)", "abc module"));
        assert!(!contains("Generators", "Generator"));
        assert!(!contains("anything", "++"));
        assert!(same("GIL & its implications", "gil its  IMPLICATIONS"));
    }
}
