//! Images in the book: core media types only (EPUB 3.3, §3.2), under names that are safe in every file system.

use super::svg;
use crate::artifact::sha256;
use crate::diagnostic::Diagnostic;
use crate::guide::{Block, Image, Section, walk};
use crate::selection::Selection;
use std::collections::BTreeMap;

/// An image as it is packed.
#[derive(Debug)]
pub struct Picture {
    /// `images/0123456789abcdef.png`, from the bytes.
    pub name: String,
    /// The media type.
    pub media_type: &'static str,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// All images of a book.
#[derive(Debug, Default)]
pub struct Images {
    /// By the path in the text.
    pub pictures: BTreeMap<String, Picture>,
    /// Whether there is one without an alternative text.
    pub alt_missing: bool,
    /// Whether there is one that moves.
    pub animated: bool,
}

impl Images {
    /// The images a selection shows.
    pub fn of(selection: &Selection<'_>, diagnostics: &mut Vec<Diagnostic>) -> Images {
        let mut images = Images::default();
        for image in selection.sections.iter().flat_map(|section| shown(section)) {
            images.alt_missing |= image.alt.trim().is_empty();
            if images.pictures.contains_key(&image.path) {
                continue;
            }
            match selection.guide.images.get(&image.path).map(|bytes| picture(bytes)) {
                Some(Ok(picture)) => {
                    images.animated |= svg::is_animated(picture.media_type, &picture.bytes);
                    images.pictures.insert(image.path, picture);
                }
                Some(Err(message)) => {
                    let message = format!("the image `{}` {message}", image.path);
                    let help = "books show PNG, JPEG and SVG; save it anew as one of these";
                    diagnostics.push(Diagnostic::error("unknown-image", image.span, message).help(help));
                }
                None => {
                    let message = format!("there is no image `{}`", image.path);
                    diagnostics.push(Diagnostic::error("missing-image", image.span, message));
                }
            }
        }
        images
    }

    /// The files to pack, each once, sorted by name.
    pub fn files(&self) -> Vec<&Picture> {
        let by_name: BTreeMap<&str, &Picture> =
            self.pictures.values().map(|picture| (picture.name.as_str(), picture)).collect();
        by_name.into_values().collect()
    }
}

fn shown(section: &Section) -> Vec<Image> {
    let mut images = Vec::new();
    walk::section(section, &mut |inline| {
        if let crate::guide::InlineKind::Image(image) = &inline.kind {
            images.push(Image::clone(image));
        }
    });
    images.extend(section.blocks().into_iter().filter_map(|(_, block)| match block {
        Block::Figure(image) => Some(image.clone()),
        _ => None,
    }));
    images
}

fn picture(bytes: &[u8]) -> Result<Picture, String> {
    let (media_type, end, bytes) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        ("image/png", "png", bytes.to_vec())
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        ("image/jpeg", "jpg", bytes.to_vec())
    } else {
        (svg::MEDIA_TYPE, "svg", svg::safe(bytes)?)
    };
    let sum = sha256(&bytes);
    Ok(Picture { name: format!("images/{}.{end}", &sum[..16]), media_type, bytes })
}
