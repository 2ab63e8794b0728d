//! Where links lead, and the images a text shows.

use super::section::Context;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::guide::{Guide, Image, InlineKind, Target, walk};
use crate::source::{ReadError, Span};
use std::collections::BTreeMap;

/// The place of a link as it is written; links inside the guide are resolved once all sections are read.
pub fn target(_: &Context, url: &str) -> Target {
    Target::External(url.to_owned())
}

fn is_external(url: &str) -> bool {
    url.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}

/// Turns links to `07-title.md#anchor` and `#anchor` into section numbers; a link that leads nowhere is an error.
pub fn resolve(guide: &mut Guide, diagnostics: &mut Vec<Diagnostic>) {
    let files: Vec<(String, u32)> = guide.sections.iter().map(|s| (s.file_name.clone(), s.number)).collect();
    let mut inside = false;
    for section in &guide.sections {
        walk::section(section, &mut |inline| {
            let InlineKind::Link(target, _) = &inline.kind else { return };
            inside |= matches!(&**target, Target::External(url) if !is_external(url));
        });
    }
    // What can be linked to is listed only if something is.
    let anchors: BTreeMap<u32, Vec<String>> = match inside {
        true => guide.sections.iter().map(|s| (s.number, s.anchors())).collect(),
        false => BTreeMap::new(),
    };
    for section in &mut guide.sections {
        let number = section.number;
        walk::section_mut(section, &mut |inline| {
            let span = inline.span;
            let InlineKind::Link(target, _) = &mut inline.kind else { return };
            let Target::External(url) = &**target else { return };
            if is_external(url) {
                if url.starts_with("javascript:") || url.starts_with("file:") {
                    dead(diagnostics, span, url, "link to a web address or to a section".into());
                }
                return;
            }
            let (path, anchor) =
                url.split_once('#').map_or((url.as_str(), None), |(path, anchor)| (path, Some(anchor)));
            let path = path.strip_prefix("./").unwrap_or(path);
            let path = percent_decode(path);
            let found = if path.is_empty() {
                Some(number)
            } else {
                files.iter().find(|(name, _)| *name == path).map(|(_, n)| *n)
            };
            let Some(to) = found else {
                let near = did_you_mean(&path, files.iter().map(|(name, _)| name.as_str()));
                let help = near.unwrap_or_else(|| "link to a web address, or to a section by its file name".into());
                dead(diagnostics, span, url, help);
                return;
            };
            let anchor = anchor.filter(|anchor| !anchor.is_empty()).map(percent_decode);
            if let Some(anchor) = &anchor
                && !anchors[&to].contains(anchor)
            {
                let near = did_you_mean(anchor, anchors[&to].iter().map(String::as_str));
                let help =
                    near.unwrap_or_else(|| format!("section {to} has no heading, callout or table of that name"));
                dead(diagnostics, span, url, help);
                return;
            }
            **target = Target::Section(to, anchor);
        });
    }
}

fn dead(diagnostics: &mut Vec<Diagnostic>, span: Span, url: &str, help: String) {
    diagnostics.push(Diagnostic::error("dead-link", span, format!("the link `{url}` leads nowhere")).help(help));
}

fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = text.get(i + 1..i + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (bytes[i], hex) {
            (b'%', Some(byte)) => {
                out.push(byte);
                i += 3;
            }
            (byte, _) => {
                out.push(byte);
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Reads the images the text shows; one that is missing, remote or of an unknown kind is an error.
pub fn load_images(guide: &mut Guide, diagnostics: &mut Vec<Diagnostic>) {
    let mut images: Vec<Image> = Vec::new();
    for section in &guide.sections {
        walk::images(section, &mut |image| images.push(image.clone()));
    }
    for image in images {
        if image.alt.trim().is_empty() {
            let help = "say what the picture shows: ![a tree of four classes](…)";
            diagnostics
                .push(Diagnostic::warning("missing-alt", image.span, "this image has no alternative text").help(help));
        }
        if guide.images.contains_key(&image.path) {
            continue;
        }
        let mut error = |code, message: String, help: &str| {
            diagnostics.push(Diagnostic::error(code, image.span, message).help(help));
        };
        let path = percent_decode(&image.path);
        if is_external(&path) || path.starts_with("//") {
            error(
                "remote-image",
                format!("the image `{path}` is not in the guide; nothing is ever fetched"),
                "save it in the guide's folder",
            );
            continue;
        }
        match guide.folder.bytes(&path) {
            Ok(bytes) if format(&bytes).is_some() => {
                guide.images.insert(image.path.clone(), bytes);
            }
            Ok(_) => {
                error("unknown-image", format!("`{path}` is no PNG, JPEG or SVG"), "convert it to one of the three")
            }
            Err(ReadError::Missing) => error(
                "missing-image",
                format!("there is no image `{path}`"),
                "write the path from the guide's folder on",
            ),
            Err(other) => {
                error("unreadable-image", format!("the image `{path}` cannot be read: {other}"), "check the file")
            }
        }
    }
}

/// The media type of an image, from its first bytes.
pub fn format(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]);
        let head = head.trim_start_matches('\u{feff}').trim_start();
        (head.starts_with('<') && head.contains("<svg")).then_some("image/svg+xml")
    }
}
