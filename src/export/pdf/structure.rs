//! What a text must have so that a file can keep a standard, as far as it can be told before the file is written.

use crate::diagnostic::Diagnostic;
use crate::guide::{Block, Image, Section, walk};
use crate::typeset::{Standard, Standards};

/// What stands in the standards' way, at its line.
pub fn faults(section: &Section, standards: &Standards) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if standards.list().iter().any(|standard| standard.wants_words_for_pictures()) {
        pictures(section, &standards.names(), &mut found);
    }
    if standards.list().contains(&Standard::Ua1) {
        headings(section, &mut found);
    }
    found
}

/// Pictures that do not say in words what they show.
fn pictures(section: &Section, names: &str, found: &mut Vec<Diagnostic>) {
    let mut look = |image: &Image| {
        if image.alt.trim().is_empty() {
            let path = &image.path;
            let message = format!("the image `{path}` has no words for who cannot see it, which {names} asks for");
            let help = format!("write what it shows between the brackets: ![a tree of three nodes]({path})");
            found.push(Diagnostic::error("image-without-words", image.span, message).help(help));
        }
    };
    walk::images(section, &mut look);
}

/// Headings that leave a level out.
fn headings(section: &Section, found: &mut Vec<Diagnostic>) {
    let mut topic = None;
    let mut above = 1;
    for (under, block) in section.blocks() {
        let place = under.map(|topic| topic.heading.span);
        if place.is_some() && place != topic {
            topic = place;
            above = 2;
        }
        let Block::Heading(heading) = block else { continue };
        if heading.level > above + 1 {
            let message = format!(
                "this heading has {} `#`, the one above it {above}: PDF/UA-1 does not allow a level to be left out",
                heading.level
            );
            let help = format!("begin it with {}", "#".repeat(usize::from(above) + 1));
            found.push(Diagnostic::error("heading-jump", heading.span, message).help(help));
        }
        above = heading.level;
    }
}
