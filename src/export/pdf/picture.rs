//! Pictures that do not say in words what they show.

use crate::diagnostic::Diagnostic;
use crate::guide::{Block, Image, InlineKind, Section, walk};
use crate::typeset::Standards;

/// One error for each picture without alternative text: standards for files that everyone can read want it.
pub fn without_words(section: &Section, standards: &Standards) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut look = |image: &Image| {
        if image.alt.trim().is_empty() {
            let message = format!("the image `{}` has no words for who cannot see it, which {} asks for", image.path, standards.names());
            let help = format!("write what it shows between the brackets: ![a tree of three nodes]({})", image.path);
            found.push(Diagnostic::error("image-without-words", image.span, message).help(help));
        }
    };
    walk::section(section, &mut |inline| {
        if let InlineKind::Image(image) = &inline.kind {
            look(image);
        }
    });
    for (_, block) in section.blocks() {
        if let Block::Figure(image) = block {
            look(image);
        }
    }
    found
}
