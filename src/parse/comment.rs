//! The comments the tool reads: `<!-- id: … -->`, `<!-- covers: … -->`, `<!-- ask: … -->`.

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::Span;

/// A comment with a meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    pub kind: Kind,
    pub value: String,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Id,
    Covers,
    Ask,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Id => "id",
            Kind::Covers => "covers",
            Kind::Ask => "ask",
        }
    }
}

/// Reads one comment, `<!-- … -->` exactly. None if it is an ordinary remark, or if it is wrong and was reported.
pub fn read(text: &str, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<Comment> {
    let inner = text.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    let (word, value) = inner.split_once(':')?;
    let (word, value) = (word.trim(), value.split_whitespace().collect::<Vec<_>>().join(" "));
    let kind = match word {
        "id" => Kind::Id,
        "covers" => Kind::Covers,
        "ask" => Kind::Ask,
        _ => {
            if !word.contains(char::is_whitespace)
                && let Some(help) = did_you_mean(word, ["id", "covers", "ask"])
            {
                let message = format!("`{word}:` is no comment the tool reads");
                diagnostics.push(Diagnostic::warning("unknown-comment", span, message).help(help));
            }
            return None;
        }
    };
    if value.is_empty() {
        let message = format!("the `{word}` comment is empty");
        diagnostics.push(Diagnostic::error("empty-comment", span, message).help("write its text, or take it out"));
        return None;
    }
    if kind == Kind::Id && !super::is_id(&value) {
        let help = "use lower-case letters a to z, digits and hyphens";
        diagnostics.push(Diagnostic::error("bad-id", span, format!("`{value}` cannot be an id")).help(help));
        return None;
    }
    Some(Comment { kind, value, span })
}

/// A directive that stands where nothing takes it.
pub fn belongs_to_nothing(comment: &Comment) -> Diagnostic {
    let help = match comment.kind {
        Kind::Id => {
            "an id stands on the first or last line of a callout, between a caption and its table, behind a heading or \
             caption, or at the end of a table cell"
        }
        Kind::Covers => "a covers comment stands behind a heading, or on the line below it",
        Kind::Ask => "an ask comment stands on the first or last line of a pitfall",
    };
    let message = format!("this `{}` comment belongs to nothing", comment.kind.name());
    Diagnostic::error("stray-comment", comment.span, message).help(help)
}

/// The comments in a block of HTML that consists of them alone; what else stands there is reported.
pub fn read_block(text: &str, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Vec<Comment> {
    let mut comments = Vec::new();
    let mut rest = text;
    let mut offset = span.start as usize;
    loop {
        let trimmed = rest.trim_start();
        offset += rest.len() - trimmed.len();
        if !trimmed.starts_with("<!--") {
            if !trimmed.trim().is_empty() {
                let here = Span::new(span.file, offset..offset + trimmed.trim_end().len());
                diagnostics.push(
                    Diagnostic::error(
                        "text-behind-comment",
                        here,
                        "text on the line of a comment is lost: Markdown takes the whole line as HTML",
                    )
                    .help("move the text to a line of its own, with a blank line between"),
                );
            }
            return comments;
        }
        let Some(end) = trimmed.find("-->").map(|end| end + 3) else {
            let here = Span::new(span.file, offset..offset + 4);
            diagnostics.push(
                Diagnostic::error("unclosed-comment", here, "this comment is never closed; all text after it is lost")
                    .help("close it with -->"),
            );
            return comments;
        };
        let here = Span::new(span.file, offset..offset + end);
        comments.extend(read(&trimmed[..end], here, diagnostics));
        rest = &trimmed[end..];
        offset += end;
    }
}
