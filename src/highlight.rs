//! Code → classed pieces, the same for every output.
//!
//! Python is read by ruff's parser, which knows the soft keywords; a REPL transcript is Python behind its prompts, a
//! console transcript has prompts and comments. Languages of data are read by tree-sitter's grammars; all others by the
//! syntax definitions that the typesetting engine brings along.

mod data;
mod other;
mod python;

use data::data;
use other::other;
use python::python;
pub(crate) use python::{each_part, place};
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
    fn a_name_is_what_the_code_around_it_makes_of_it() {
        let said = [
            ("@a.b(c=id)\n@cache\n", "‹de @›a‹op .›‹fn b›‹op (›c‹op =›‹bi id›‹op )›\n‹de @›‹de cache›\n"),
            ("def f(self, id=1): g", "‹kw def› ‹fn f›‹op (›‹sf self›‹op ,› ‹bi id›‹op =›‹nu 1›‹op )›‹op :› g"),
            ("f(lambda id=1: 0)", "‹fn f›‹op (›‹kw lambda› ‹bi id›‹op =›‹nu 1›‹op :› ‹nu 0›‹op )›"),
            ("from ...a.B import id", "‹kw from› ‹op .›‹op .›‹op .›a‹op .›‹cl B› ‹kw import› ‹bi id›"),
            ("x not in y is not ...", "x ‹kw not in› y ‹kw is not› ‹ct ...›"),
            (
                "match a:\n case b(c=1):\n  d(e=1)",
                "‹kw match› a‹op :›\n ‹kw case› b‹op (›c‹op =›‹nu 1›‹op )›‹op :›\n  ‹fn d›‹op (›e‹op =›‹nu 1›‹op )›",
            ),
            ("lazy import a; lazy = str.x", "‹kw lazy› ‹kw import› a‹op ;› lazy ‹op =› str‹op .›x"),
        ];
        for (text, expected) in said {
            assert_eq!(marked("python", text), expected);
        }
    }

    #[test]
    fn escapes_are_what_the_kind_of_string_makes_of_them() {
        let said = [
            ("b'\\x00\\N{DASH}\\u0000'", "‹st b'›‹es \\x00›‹st \\N{DASH}\\u0000›‹st '›"),
            ("'\\N{DASH}\\d\\1234'", "‹st '›‹es \\N{DASH}›‹st \\d›‹es \\123›‹st 4›‹st '›"),
            ("r'\\n'", "‹st r'›‹st \\n›‹st '›"),
            ("f'{{{a:>{b}}'", "‹st f'›‹es {{›‹es {›a‹es :>{b}›‹es }›‹st '›"),
            ("t'{a=!r}'", "‹st t'›‹es {›a‹op =›‹es !r›‹es }›‹st '›"),
        ];
        for (text, expected) in said {
            assert_eq!(marked("python", text), expected);
        }
    }

    #[test]
    fn python_with_errors_is_read_to_its_end() {
        for text in ["x = (1 +\n", "f(a, [\n", "'open\n", "f'{x\n", "if x\n", "    x\n  y\n", "else 0]\n", "$ ?\n"] {
            let out = marked("python", &format!("{text}def f(): pass\n"));
            assert!(out.contains("‹kw def› ‹fn f›") && out.contains("‹kw pass›"), "{out}");
        }
    }

    #[test]
    fn python_may_be_as_deep_and_as_long_as_it_likes() {
        let deep = ["(", "[", "{", "-", "not ", "a.", "a[", "f(", "f'{", "lambda:", "lambda a=", "[*", "if a:", "a\n("];
        let deep = deep.iter().flat_map(|unit| [5_000, 50_000].map(|length| unit.repeat(length / unit.len())));
        let long =
            ["x = [1, 'a']  # b\n", "1, ", "é", "'", "# (\n", "\"\"\"\n", "(\n"].map(|unit| unit.repeat(1 << 17));
        for text in deep.chain(long) {
            let lines = lines(Some("python"), &text);
            let joined: Vec<String> = lines.iter().map(|line| line.iter().map(|piece| piece.text).collect()).collect();
            assert!(joined.join("\n") == text, "{}", &text[..20]);
        }
    }

    #[test]
    fn nothing_is_lost_whatever_the_text() {
        for text in ["", "\n\n", "def f(:\n  '''é", "a\tb\n", "class", "a\0'\0\r\n\rb", "\u{feff}é = f'{é!é:é{"] {
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
