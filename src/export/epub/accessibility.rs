//! What a book says about its accessibility (EPUB Accessibility 1.1, §2): only what its content shows.

use super::book::Book;

/// What the pages are found to hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Found {
    /// Mathematics as MathML.
    pub mathml: bool,
}

/// Properties and their values, for the package.
pub fn claims(book: &Book<'_>, found: Found) -> Vec<(&'static str, String)> {
    let pictures = !book.images.pictures.is_empty();
    let described = !book.images.alt_missing;
    let paged = !book.pages.is_empty();
    let mut claims = vec![("schema:accessMode", "textual".to_owned())];
    if pictures {
        claims.push(("schema:accessMode", "visual".into()));
    }
    claims.push(("schema:accessModeSufficient", if described { "textual" } else { "textual,visual" }.into()));
    let features = [
        ("displayTransformability", true),
        ("pageBreakMarkers", paged),
        ("pageNavigation", paged),
        ("readingOrder", true),
        ("structuralNavigation", true),
        ("tableOfContents", true),
        ("unlocked", true),
        ("alternativeText", pictures && described),
        ("MathML", found.mathml),
    ];
    for (feature, _) in features.iter().filter(|(_, there)| *there) {
        claims.push(("schema:accessibilityFeature", (*feature).into()));
    }
    let hazard = if book.images.animated { "unknown" } else { "none" };
    claims.push(("schema:accessibilityHazard", hazard.into()));
    claims.push(("schema:accessibilitySummary", summary(pictures, described, paged, found)));
    claims
}

/// The standard the book keeps, if it keeps one.
pub fn standard(book: &Book<'_>) -> Option<&'static str> {
    (!book.images.alt_missing).then_some("EPUB Accessibility 1.1 - WCAG 2.2 Level AA")
}

fn summary(pictures: bool, described: bool, paged: bool, found: Found) -> String {
    let mut text = String::from(
        "Headings, lists, tables, callouts and notes are marked as what they are and can be navigated. Nothing is said by \
         colour alone: wrong and right code and every kind of callout are named in words. Code wraps at any type size.",
    );
    if found.mathml {
        text.push_str(" Formulas are MathML, with their LaTeX as text.");
    }
    if paged {
        text.push_str(" Page numbers are those of the printed sheets.");
    }
    match (pictures, described) {
        (true, true) => text.push_str(" Every image has a text alternative."),
        (true, false) => text.push_str(" Some images have no text alternative."),
        (false, _) => text.push_str(" There are no images but the cover."),
    }
    text
}
