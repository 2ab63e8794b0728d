//! Which topics of the syllabus a section covers.

use crate::guide::{Block, Heading, Section, Topic, plain};

/// The words of a text: runs of letters and digits in lower case. Case, marks and spaces do not count.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Whether two texts name the same topic.
pub fn same(a: &str, b: &str) -> bool {
    words(a).eq(words(b))
}

/// Whether a text, given by its words, contains a topic, given by its own.
fn contains(text: &[String], topic: &[String]) -> bool {
    !topic.is_empty() && text.windows(topic.len()).any(|window| window == topic)
}

/// For each topic of the section's syllabus: whether a heading, or its `covers` comment, contains it and at least a
/// sentence or an example stands under that heading.
pub fn covered(section: &Section) -> Vec<bool> {
    let names: Vec<Vec<String>> = section.topics.iter().filter(|topic| teaches(topic)).flat_map(names).collect();
    let covers = |wanted: &String| {
        let wanted: Vec<String> = words(wanted).collect();
        names.iter().any(|name| contains(name, &wanted))
    };
    section.syllabus.iter().map(covers).collect()
}

/// The words of everything that says what a topic is about.
fn names(topic: &Topic) -> Vec<Vec<String>> {
    let inner = topic.blocks.iter().filter_map(|block| match block {
        Block::Heading(heading) => Some(heading),
        _ => None,
    });
    let heading = |heading: &Heading| {
        let covers = heading.covers.iter().map(|covers| words(covers).collect());
        std::iter::once(words(&plain(&heading.text)).collect()).chain(covers).collect::<Vec<_>>()
    };
    std::iter::once(&topic.heading).chain(inner).flat_map(heading).collect()
}

fn teaches(topic: &Topic) -> bool {
    topic.blocks.iter().any(|block| !matches!(block, Block::Heading(_) | Block::Rule(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_found_at_word_boundaries() {
        let contains =
            |text, topic| super::contains(&words(text).collect::<Vec<_>>(), &words(topic).collect::<Vec<_>>());
        assert!(contains("`__init__`, `__new__`, `__del__`", "__init__, __new__, __del__"));
        assert!(contains("The ABC module (abc)", "abc module"));
        assert!(!contains("Generators", "Generator"));
        assert!(!contains("anything", "++"));
        assert!(same("GIL & its implications", "gil its  IMPLICATIONS"));
    }
}
