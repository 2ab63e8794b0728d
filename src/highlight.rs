//! Code → classed pieces, the same for every output.
//!
//! Python is read by tree-sitter's grammar, which knows the soft keywords; a REPL transcript is Python behind its
//! prompts, a console transcript has prompts and comments. Languages of data have grammars too; all others are read by
//! the syntax definitions that the typesetting engine brings along.

mod data;
mod other;
mod python;
mod tree;

use data::data;
use other::other;
use python::python;
use std::ops::Range;

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Spaces, names and whatever has no class of its own.
    Plain,
    /// `def`, `match` where it is a keyword, `and`
    Keyword,
    /// `print`, `ValueError`: names every program starts with
    Builtin,
    /// A name that begins with a capital, or that stands behind `class`
    Type,
    /// `None`, `MAX_SIZE`
    Constant,
    /// `3.14`
    Number,
    /// `"text"`
    String,
    /// `\n`, and the braces of an f-string
    Escape,
    /// `# text`
    Comment,
    /// A name that is defined or called
    Function,
    /// `@name`
    Decorator,
    /// `+`, `:`, brackets
    Operator,
    /// `self` and `cls`
    Receiver,
    /// `>>>`, `$`
    Prompt,
}

impl Class {
    /// The class name in style sheets, two letters; empty for plain text.
    pub fn css(self) -> &'static str {
        match self {
            Class::Plain => "",
            Class::Keyword => "kw",
            Class::Builtin => "bi",
            Class::Type => "cl",
            Class::Constant => "ct",
            Class::Number => "nu",
            Class::String => "st",
            Class::Escape => "es",
            Class::Comment => "co",
            Class::Function => "fn",
            Class::Decorator => "de",
            Class::Operator => "op",
            Class::Receiver => "sf",
            Class::Prompt => "pr",
        }
    }
}

/// A run of text of one class.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece<'t> {
    /// What it is.
    pub class: Class,
    /// The text; never empty, never with a line end.
    pub text: &'t str,
}

/// The lines of a text, each cut into pieces. The pieces of a line, joined, are the line.
///
/// `language` is a fence's language in lower case.
pub fn lines<'t>(language: Option<&str>, text: &'t str) -> Vec<Vec<Piece<'t>>> {
    let tokens = match language {
        Some("python" | "py" | "python3") => python(text),
        Some("pycon" | "python-repl") => repl(text),
        Some("console" | "shell-session") => console(text),
        Some(language) => data(language, text).unwrap_or_else(|| other(language, text)),
        None => Vec::new(),
    };
    let mut lines = vec![Vec::new()];
    let mut push = |class: Class, range: Range<usize>| {
        for (i, part) in text[range].split('\n').enumerate() {
            if i > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !part.is_empty()) {
                line.push(Piece { class, text: part });
            }
        }
    };
    let mut done = 0;
    for (class, range) in tokens {
        if range.start < done {
            continue;
        }
        push(Class::Plain, done..range.start);
        done = range.end;
        push(class, range);
    }
    push(Class::Plain, done..text.len());
    lines
}

/// Parses Python.
pub(crate) fn parse_python(text: &str) -> Option<tree_sitter::Tree> {
    tree::parse(tree_sitter_python::LANGUAGE.into(), text)
}

/// A REPL transcript: code behind `>>>` and `...`, output as it is. The code is parsed as one program.
fn repl(text: &str) -> Vec<(Class, Range<usize>)> {
    let mut tokens = Vec::new();
    let mut program = String::new();
    // Where each line of the program stands in the text: (start in program, start in text).
    let mut origin: Vec<(usize, usize)> = Vec::new();
    let mut offset = 0;
    for line in text.split('\n') {
        if let Some(rest) = line.strip_prefix(">>>").or_else(|| line.strip_prefix("...")) {
            tokens.push((Class::Prompt, offset..offset + 3));
            let code = rest.strip_prefix(' ').unwrap_or(rest);
            origin.push((program.len(), offset + line.len() - code.len()));
            program.push_str(code);
            program.push('\n');
        }
        offset += line.len() + 1;
    }
    for (class, range) in python(&program) {
        for (i, (start, in_text)) in origin.iter().enumerate() {
            let end = origin.get(i + 1).map_or(program.len(), |next| next.0) - 1;
            let part = range.start.max(*start)..range.end.min(end);
            if part.start < part.end {
                tokens.push((class, in_text + part.start - start..in_text + part.end - start));
            }
        }
    }
    tokens.sort_by_key(|(_, range)| range.start);
    tokens
}

fn console(text: &str) -> Vec<(Class, Range<usize>)> {
    let mut tokens = Vec::new();
    let mut offset = 0;
    for line in text.split('\n') {
        if line.starts_with("$ ") {
            tokens.push((Class::Prompt, offset..offset + 1));
        }
        let comment = if line.starts_with('#') {
            Some(0)
        } else {
            line.find(" # ").or_else(|| line.find("  #")).map(|at| at + 1)
        };
        if let Some(at) = comment {
            tokens.push((Class::Comment, offset + at..offset + line.len()));
        }
        offset += line.len() + 1;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(language: &str, text: &str) -> String {
        lines(Some(language), text)
            .into_iter()
            .map(|line| {
                let pieces = line.into_iter().map(|piece| match piece.class.css() {
                    "" => piece.text.to_owned(),
                    css => format!("‹{css} {}›", piece.text),
                });
                pieces.collect::<String>()
            })
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn soft_keywords_are_keywords_only_where_they_are() {
        let text = "match = 1\nmatch point:\n    case [x]: pass\ntype A = int\n";
        let out = marked("python", text);
        assert!(out.starts_with("match ‹op =› ‹nu 1›\n‹kw match› point"), "{out}");
        assert!(out.contains("‹kw case›") && out.contains("‹kw type› ‹cl A›"), "{out}");
    }

    #[test]
    fn strings_hold_code() {
        let out = marked("python", "print(f\"a{x!r}\\n\")  # done");
        assert_eq!(out, "‹bi print›‹op (›‹st f\"›‹st a›‹es {›x‹es !r›‹es }›‹es \\n›‹st \"›‹op )›  ‹co # done›");
    }

    #[test]
    fn nothing_is_lost_whatever_the_text() {
        for text in ["", "\n\n", "def f(:\n  '''é", "a\tb\n", "class"] {
            for language in ["python", "pycon", "console", "bash", "json", "other"] {
                let lines = lines(Some(language), text);
                let joined: Vec<String> =
                    lines.iter().map(|line| line.iter().map(|piece| piece.text).collect()).collect();
                assert_eq!(joined.join("\n"), text);
            }
        }
    }

    #[test]
    fn other_languages_have_classes() {
        let said = [
            ("toml", "a = 1 # n", "‹fn a› ‹op =› ‹nu 1› ‹co # n›"),
            ("sql", "SELECT name FROM t WHERE a > 'x';", "‹kw SELECT› name ‹kw FROM› t ‹kw WHERE› a ‹op >› ‹st 'x'›;"),
            (
                "c",
                "int f(void) { return 0; } // end",
                "‹kw int› ‹fn f›‹op (›‹kw void›‹op )› ‹op {› ‹kw return› ‹nu 0›‹op ;› ‹op }› ‹co // end›",
            ),
            (
                "js",
                "const f = (x) => `a${x}`;",
                "‹kw const› ‹fn f› ‹op =› ‹op (›x‹op )› ‹kw =>› ‹st `a›‹es ${›x‹es }›‹st `›‹op ;›",
            ),
            ("json", "{\"a\": [1, true]}", "‹op {›‹fn \"a\"›‹op :› ‹op [›‹nu 1›‹op ,› ‹ct true›‹op ]›‹op }›"),
            ("html", "<a href=\"x\">t</a>", "‹op <›‹kw a› ‹fn href›‹op =›‹st \"x\"›‹op >›t‹op </›‹kw a›‹op >›"),
            ("dockerfile", "FROM a:1 AS b # n", "‹kw FROM› a‹op :›1 ‹kw AS› b ‹co # n›"),
            (
                "proto",
                "message A { int32 b = 1; }",
                "‹kw message› ‹cl A› ‹op {› ‹cl int32› b ‹op =› ‹nu 1›‹op ;› ‹op }›",
            ),
            ("yaml", "a: [1, \"b\"] # n", "‹fn a›‹op :› ‹op [›‹nu 1›‹op ,› ‹st \"b\"›‹op ]› ‹co # n›"),
            ("no-such-language", "if x", "if x"),
        ];
        for (language, text, expected) in said {
            assert_eq!(marked(language, text), expected);
        }
    }

    #[test]
    fn transcripts_have_prompts() {
        assert_eq!(marked("pycon", ">>> len([1])\n1"), "‹pr >>>› ‹bi len›‹op (›‹op [›‹nu 1›‹op ]›‹op )›\n1");
        assert_eq!(marked("console", "$ ls  # all"), "‹pr $› ls ‹co  # all›".replace("‹co  #", " ‹co #"));
    }
}
