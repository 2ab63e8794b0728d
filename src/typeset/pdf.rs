//! Laid-out pages → a PDF: what it says of itself, the standards it keeps, and what stands in their way.

use super::standard::Standards;
use super::{Document, memory, world};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::guide::{Date, Manifest};
use crate::source::Span;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst::syntax::{DiagSpan, DiagSpanKind, FileId};
use typst::text::{Lang, Locale, Region};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

/// What a PDF says of itself.
#[derive(Clone, Debug)]
pub struct About {
    /// What its identity is made from: the same for every edition of the same document.
    pub ident: String,
    /// The title.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// What it is about, in a sentence.
    pub description: Option<String>,
    /// What it is about, in words.
    pub keywords: Vec<String>,
    /// The language, a BCP 47 tag.
    pub language: String,
    /// When it was made.
    pub date: Date,
}

impl About {
    /// What a guide says, for a document of it.
    pub fn new(manifest: &Manifest, ident: String, title: String, keywords: Vec<String>) -> About {
        About {
            ident,
            title,
            authors: manifest.authors.clone(),
            description: manifest.description.clone(),
            keywords,
            language: manifest.language.clone(),
            date: manifest.date,
        }
    }

    /// Language and region, as far as PDF can say them.
    fn locale(&self) -> Option<Locale> {
        let mut parts = self.language.split('-');
        let lang: Lang = parts.next()?.to_ascii_lowercase().parse().ok()?;
        let region =
            parts.find(|part| part.len() == 2).and_then(|part| part.to_ascii_uppercase().parse::<Region>().ok());
        Some(Locale::new(lang, region))
    }
}

/// A text that was laid out, and the file of the engine's world it stands in: what spans lead back through.
pub struct Origin<'d> {
    pub(super) file: FileId,
    pub(super) document: &'d Document,
    /// What is pointed at where nothing nearer is known.
    pub section: Span,
}

impl<'d> Origin<'d> {
    /// A section that was laid out alone.
    pub fn alone(document: &'d Document, section: Span) -> Origin<'d> {
        Origin { file: world::id(world::MAIN), document, section }
    }

    /// The Markdown behind a place of the engine.
    fn find(&self, span: DiagSpan) -> Option<Span> {
        let range = match span.get() {
            DiagSpanKind::Number { id, num, sub_range } if id == self.file => {
                // The same text has the same numbers as when it was laid out.
                memory::source(id, self.document).range(num, sub_range)?
            }
            DiagSpanKind::Range { id, range } if id == self.file => range,
            _ => return None,
        };
        self.document.origin(&range)
    }
}

/// Writes the PDF: with outline, title and language, tagged, and as the standards want it.
///
/// Tags are given up, with a warning, where the engine fails over them and no standard asks for them.
///
/// # Errors
///
/// What the standards do not allow, at the Markdown it comes from.
pub fn write(
    pages: &mut PagedDocument,
    about: &About,
    standards: &Standards,
    origins: &[Origin<'_>],
) -> Result<(Vec<u8>, Vec<Diagnostic>), Vec<Diagnostic>> {
    describe(pages, about);
    let whole = origins.first().map(|origin| origin.section);
    let place = |code, message: String| match whole {
        Some(span) => Diagnostic::error(code, span, message),
        None => Diagnostic::new(code, Severity::Error, Place::Nowhere, message),
    };
    match run(pages, about, standards, true) {
        Some(Ok(bytes)) => Ok((bytes, Vec::new())),
        Some(Err(errors)) => {
            let mut found: Vec<Diagnostic> = errors.iter().map(|error| explain(error, standards, origins)).collect();
            crate::diagnostic::tidy(&mut found);
            Err(found)
        }
        None if !standards.list().is_empty() => {
            let message = format!("the typesetting engine failed while writing {}", standards.names());
            Err(vec![place("engine-failure", message).help("leave --standard out, and report this fault of the tool")])
        }
        None => match run(pages, about, standards, false) {
            Some(Ok(bytes)) => {
                let mut warning = place("untagged", "the PDF has no tags for screen readers".into());
                warning.severity = Severity::Warning;
                let help = "the typesetting engine failed over them; please report it with the section's text";
                Ok((bytes, vec![warning.help(help)]))
            }
            _ => Err(vec![place("engine-failure", "the typesetting engine failed while writing the PDF".into())]),
        },
    }
}

/// Writes pages that go into another file: without tags, which are lost there.
///
/// # Errors
///
/// A failure of the engine; `place` stands for where.
pub fn part(pages: &PagedDocument, manifest: &Manifest, ident: &str, place: Span) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let about = About::new(manifest, ident.to_owned(), String::new(), Vec::new());
    let message = "the typesetting engine failed while writing the PDF";
    match run(pages, &about, &Standards::default(), false) {
        Some(Ok(bytes)) => Ok(bytes),
        _ => Err(vec![Diagnostic::error("engine-failure", place, message)]),
    }
}

/// What the file says of itself, whatever the layout set.
fn describe(pages: &mut PagedDocument, about: &About) {
    let info = pages.info_mut();
    info.title = Some(about.title.as_str().into());
    info.author = about.authors.iter().map(|author| author.as_str().into()).collect();
    info.description = about.description.as_deref().map(Into::into);
    info.keywords = about.keywords.iter().map(|word| word.as_str().into()).collect();
    info.date = Smart::Auto;
    if let Some(locale) = about.locale() {
        info.locale = Smart::Custom(locale);
    }
}

type Written = Result<Vec<u8>, typst::ecow::EcoVec<SourceDiagnostic>>;

/// Runs the engine's writer; none if it fails in a way of its own.
fn run(pages: &PagedDocument, about: &About, standards: &Standards, tagged: bool) -> Option<Written> {
    let Date { year, month, day } = about.date;
    let options = PdfOptions {
        ident: Smart::Custom(about.ident.clone()),
        creator: Smart::Custom(Some("revexport".into())),
        timestamp: Datetime::from_ymd_hms(i32::from(year), month, day, 0, 0, 0).map(Timestamp::new_utc),
        standards: standards.typst(),
        tagged,
        ..PdfOptions::default()
    };
    let run = std::panic::AssertUnwindSafe(|| typst_pdf::pdf(pages, &options));
    match std::panic::catch_unwind(run) {
        Ok(Err(errors)) if errors.iter().any(|error| error.message.starts_with("internal error")) => None,
        outcome => outcome.ok(),
    }
}

/// What stands in a standard's way, in the words of who wrote the text.
fn explain(error: &SourceDiagnostic, standards: &Standards, origins: &[Origin<'_>]) -> Diagnostic {
    let span = origins.iter().find_map(|origin| {
        let mut spans = std::iter::once(error.span).chain(error.trace.iter().map(|point| point.span.into()));
        spans.find_map(|span| origin.find(span))
    });
    let said = error.message.as_str();
    let said = said.split_once(" error: ").map_or(said, |(_, rest)| rest);
    let names = if standards.list().is_empty() { "PDF".into() } else { standards.names() };
    let (message, help) = if said.starts_with("skipped from heading level") || said.starts_with("the first heading") {
        (
            format!("{names} wants heading levels without a gap: {said}"),
            "let the layout begin with a heading of level 1",
        )
    } else if said.starts_with("missing alt text") {
        (format!("{names} wants words for what this shows"), "let the layout hand on the alternative text")
    } else if said.contains("transparency") {
        let help = "use an image without transparency, or another standard";
        (format!("something here is partly transparent, which is against {names}"), help)
    } else if said.contains("artifacts may not contain links") {
        let help = "take the link out of the layout's page head or foot";
        (format!("a link in a page's head or foot is against {names}"), help)
    } else if said.contains("license") {
        (format!("the licence of a font is against {names}: {said}"), "bring another font")
    } else {
        (format!("this is against {names}: {said}"), "change the text here, or leave --standard out")
    };
    let place = span.or(origins.first().map(|origin| origin.section));
    match place {
        Some(span) => Diagnostic::error("standard", span, message),
        None => Diagnostic::new("standard", Severity::Error, Place::Nowhere, message),
    }
    .help(help)
}
