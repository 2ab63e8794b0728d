//! Other languages, through the syntax definitions that come with the typesetting engine.
//!
//! They say what a word is by scopes such as `keyword.control` and `string.quoted.double`; the innermost that has a class of ours
//! tells.

use super::Class;
use std::ops::Range;
use std::sync::LazyLock;
use syntect::parsing::{ParseState, ScopeStack, SyntaxReference, SyntaxSet};

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_no_newlines);

/// Lines longer than this are data, and looked at by regular expressions they would take seconds.
const LONGEST: usize = 2000;

/// The tokens of a text in a language other than Python; none where the language is unknown.
pub fn other(language: &str, text: &str) -> Vec<(Class, Range<usize>)> {
    let Some(syntax) = syntax(language) else { return Vec::new() };
    let mut tokens = Vec::new();
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut offset = 0;
    for line in text.split('\n') {
        // A definition that cannot go on leaves the rest as it is.
        let Some(operations) = (line.len() <= LONGEST).then(|| state.parse_line(line, &SYNTAXES).ok()).flatten() else {
            break;
        };
        let mut at = 0;
        for (next, operation) in operations {
            push(&mut tokens, &stack, text, offset + at..offset + next);
            at = next;
            if stack.apply(&operation).is_err() {
                return tokens;
            }
        }
        push(&mut tokens, &stack, text, offset + at..offset + line.len());
        offset += line.len() + 1;
    }
    tokens
}

/// The definition of a language by the name that stands behind a fence.
fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let language = match language {
        "jsonc" | "json5" => "json",
        "c++" => "cpp",
        "c#" => "cs",
        "text" | "txt" | "plain" | "plaintext" | "output" => return None,
        other => other,
    };
    SYNTAXES.find_syntax_by_token(language)
}

fn push(tokens: &mut Vec<(Class, Range<usize>)>, stack: &ScopeStack, text: &str, range: Range<usize>) {
    if range.is_empty() || text[range.clone()].trim().is_empty() {
        return;
    }
    let class = stack.as_slice().iter().rev().find_map(|scope| class(&scope.build_string()));
    let Some(class) = class.filter(|class| *class != Class::Plain) else { return };
    match tokens.last_mut() {
        Some((last, before)) if *last == class && before.end == range.start => before.end = range.end,
        _ => tokens.push((class, range)),
    }
}

/// The class of a scope, by the conventions of scope names; none where a wider scope may know more.
fn class(scope: &str) -> Option<Class> {
    const CLASSES: [(&str, Class); 29] = [
        ("comment", Class::Comment),
        ("punctuation.definition.comment", Class::Comment),
        ("constant.character.escape", Class::Escape),
        ("punctuation.section.interpolation", Class::Escape),
        ("constant.other.placeholder", Class::Escape),
        ("meta.interpolation", Class::Plain),
        ("string", Class::String),
        ("punctuation.definition.string", Class::String),
        ("constant.numeric", Class::Number),
        ("constant.character", Class::String),
        ("constant", Class::Constant),
        ("keyword.operator.word", Class::Keyword),
        ("keyword.operator.logical.python", Class::Keyword),
        ("keyword.operator", Class::Operator),
        ("keyword", Class::Keyword),
        ("storage.type.numeric", Class::Number),
        ("storage", Class::Keyword),
        ("entity.name.function", Class::Function),
        ("entity.name.tag", Class::Keyword),
        ("entity.name", Class::Type),
        ("entity.other.attribute-name", Class::Function),
        ("entity.other.inherited-class", Class::Type),
        ("support.function", Class::Builtin),
        ("support.type.property-name", Class::Function),
        ("support.type", Class::Type),
        ("support.class", Class::Type),
        ("variable.language", Class::Receiver),
        ("variable.function", Class::Function),
        ("punctuation", Class::Operator),
    ];
    let is = |prefix: &str| scope.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    CLASSES.iter().find(|(prefix, _)| is(prefix)).map(|(_, class)| *class)
}
