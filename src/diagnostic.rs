//! What is wrong, where, and what to do about it.

use crate::source::{Sources, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The text means something else than it looks like, or could.
    Warning,
    /// The guide cannot be exported as it is.
    Error,
}

/// One message about a guide.
///
/// `message` is lower case without a full stop; `help` says what to do and may have several lines.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// A stable name, such as `ragged-table`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub place: Place,
    /// Other places that matter, with a word each.
    pub labels: Vec<(Span, String)>,
    /// What there is to see, in lines as they stand: two texts next to each other.
    pub note: Option<String>,
    /// What to do.
    pub help: Option<String>,
}

/// Where a diagnostic points.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// Into a source file.
    At(Span),
    /// At a file as a whole, one that could not be read for instance.
    File(String),
    /// At no place in particular.
    Nowhere,
}

impl Diagnostic {
    /// An error at a span.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Error, Place::At(span), message.into())
    }

    /// A warning at a span.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Warning, Place::At(span), message.into())
    }

    /// A diagnostic of any kind, without labels and help.
    pub fn new(code: &'static str, severity: Severity, place: Place, message: String) -> Diagnostic {
        Diagnostic { code, severity, message, place, labels: Vec::new(), note: None, help: None }
    }

    /// Shows something.
    pub fn note(mut self, note: impl Into<String>) -> Diagnostic {
        self.note = Some(note.into());
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// Adds another place.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push((span, text.into()));
        self
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// What diagnostics are sorted by: file, place, message.
    pub fn sort_key(&self) -> (Option<Span>, String) {
        match &self.place {
            Place::At(span) => (Some(*span), self.message.clone()),
            _ => (None, self.message.clone()),
        }
    }
}

/// Sorts diagnostics by place and removes repetitions.
pub fn tidy(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by_cached_key(Diagnostic::sort_key);
    diagnostics.dedup_by(|a, b| a.code == b.code && a.place == b.place && a.message == b.message);
}

/// Renders a diagnostic for a person: message, file, line and column, the source line, help.
///
/// With `colour` the text has ANSI escapes. The text ends with a line end.
pub fn human(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(clean(&diagnostic.message)).id(diagnostic.code);
    let mut group: Group;
    match &diagnostic.place {
        Place::At(span) => {
            let file = sources.file(span.file);
            // Everything from the first line shown to the last; long files are not handed over whole, nor long lines.
            let range = visible(span.range(), &file.text);
            let mut snippet = Snippet::source(file.text.as_str())
                .path(file.path.as_str())
                .fold(true)
                .annotation(AnnotationKind::Primary.span(range));
            let mut others = Vec::new();
            // A label without a text only says which file is concerned.
            for (other, text) in diagnostic.labels.iter().filter(|(_, text)| !text.is_empty()) {
                if other.file == span.file {
                    let range = visible(other.range(), &file.text);
                    snippet = snippet.annotation(AnnotationKind::Context.span(range).label(text.as_str()));
                } else {
                    let file = sources.file(other.file);
                    let annotation = AnnotationKind::Context.span(visible(other.range(), &file.text));
                    others.push(
                        Snippet::source(file.text.as_str())
                            .path(file.path.as_str())
                            .fold(true)
                            .annotation(annotation.label(text.as_str())),
                    );
                }
            }
            group = title.element(snippet);
            for other in others {
                group = group.element(other);
            }
        }
        Place::File(path) => {
            group = title.element(annotate_snippets::Origin::path(path.as_str()));
        }
        Place::Nowhere => group = Group::with_title(title),
    }
    if let Some(note) = &diagnostic.note {
        group = group.element(Level::NOTE.no_name().message(clean(note)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(clean(help)));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.render(&[group]);
    text.push('\n');
    text
}

/// The part of a range that is underlined: within its first line, and at most 120 bytes of it.
fn visible(range: std::ops::Range<usize>, text: &str) -> std::ops::Range<usize> {
    let start = range.start.min(text.len());
    let line_end = text[start..].find('\n').map_or(text.len(), |n| start + n);
    let mut end = range.end.clamp(start, line_end).min(start + 120);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    start..end
}

/// Control characters of a guide must not reach a terminal.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// `file:line:column: severity[code]: message`, one line.
pub fn short(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let severity = if diagnostic.is_error() { "error" } else { "warning" };
    let place = match &diagnostic.place {
        Place::At(span) => {
            let position = sources.position(*span);
            format!("{}:{}:{}: ", sources.file(span.file).path, position.line, position.column)
        }
        Place::File(path) => format!("{path}: "),
        Place::Nowhere => String::new(),
    };
    format!("{place}{severity}[{}]: {}\n", diagnostic.code, clean(&diagnostic.message).replace('\n', " "))
}

/// A diagnostic as it stands in `--json`.
#[derive(Clone, Debug, Serialize)]
pub struct Json {
    code: &'static str,
    severity: Severity,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

/// A diagnostic for `--json`; line and column are 1-based, columns in characters.
pub fn json(diagnostic: &Diagnostic, sources: &Sources) -> Json {
    let (file, line, column) = match &diagnostic.place {
        Place::At(span) => {
            let position = sources.position(*span);
            (Some(sources.file(span.file).path.clone()), Some(position.line), Some(position.column))
        }
        Place::File(path) => (Some(path.clone()), None, None),
        Place::Nowhere => (None, None, None),
    };
    let Diagnostic { code, severity, message, help, .. } = diagnostic.clone();
    Json { code, severity, message, file, line, column, help }
}

/// “did you mean …?”, if one of the candidates is near enough.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// The candidate that is most like a word, if one is near enough.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&word.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> (Sources, Diagnostic) {
        let mut sources = Sources::default();
        let file = sources.add("guide/01.md".into(), "one\ntwo é three\n");
        let diagnostic = Diagnostic::error("some-code", Span::new(file, 11..16), "this is wrong").help("do that");
        (sources, diagnostic)
    }

    #[test]
    fn a_person_sees_place_line_and_help() {
        let (sources, diagnostic) = example();
        let text = human(&diagnostic, &sources, false);
        for part in ["error[some-code]: this is wrong", "guide/01.md:2:7", "two é three", "help: do that"] {
            assert!(text.contains(part), "{part} not in\n{text}");
        }
        assert_eq!(short(&diagnostic, &sources), "guide/01.md:2:7: error[some-code]: this is wrong\n");
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let (sources, mut diagnostic) = example();
        diagnostic.message = "bad \u{1b}[31m".into();
        assert!(!human(&diagnostic, &sources, false).contains('\u{1b}'));
    }

    #[test]
    fn suggestions_are_near() {
        assert_eq!(did_you_mean("functons", ["functions", "modules"]), Some("did you mean `functions`?".into()));
        assert_eq!(did_you_mean("zzz", ["functions"]), None);
    }
}
