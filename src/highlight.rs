//! Code → classed pieces, the same for every output.
//!
//! Python is read by tree-sitter's grammar, which knows the soft keywords; a REPL transcript is Python behind its
//! prompts, a console transcript has prompts and comments. Other languages are left as they are.

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
        Some("console" | "sh" | "bash" | "shell" | "zsh" | "shell-session") => console(text),
        _ => Vec::new(),
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
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_python::LANGUAGE.into()).ok()?;
    parser.parse(text, None)
}

fn python(text: &str) -> Vec<(Class, Range<usize>)> {
    let Some(tree) = parse_python(text) else { return Vec::new() };
    let mut tokens = Vec::new();
    let mut cursor = tree.walk();
    let mut descend = true;
    loop {
        if descend {
            let node = cursor.node();
            let class = classify(node, text);
            if let Some(class) = class.filter(|_| node.end_byte() > node.start_byte()) {
                tokens.push((class, node.byte_range()));
            }
            // A string's parts are looked at one by one, since it may hold code.
            if class.is_none() && cursor.goto_first_child() {
                continue;
            }
        }
        if cursor.goto_next_sibling() {
            descend = true;
        } else if cursor.goto_parent() {
            descend = false;
        } else {
            return tokens;
        }
    }
}

/// The class of a node that is coloured as a whole; none for those whose parts are looked at.
fn classify(node: tree_sitter::Node, text: &str) -> Option<Class> {
    let kind = node.kind();
    let parent = node.parent();
    let parent_kind = parent.map_or("", |parent| parent.kind());
    let is_field = |name| parent.and_then(|parent| parent.child_by_field_name(name)) == Some(node);
    Some(match kind {
        "comment" => Class::Comment,
        "string_start" | "string_content" | "string_end" if node.child_count() == 0 => Class::String,
        "escape_sequence" | "escape_interpolation" | "format_specifier" | "type_conversion" => Class::Escape,
        "{" | "}" if parent_kind == "interpolation" => Class::Escape,
        "integer" | "float" => Class::Number,
        "true" | "false" | "none" | "ellipsis" => Class::Constant,
        "identifier" => {
            let name = &text[node.byte_range()];
            let call = parent_kind == "call" && is_field("function");
            let grandparent = parent.and_then(|parent| parent.parent());
            let method_call = parent_kind == "attribute"
                && is_field("attribute")
                && grandparent.is_some_and(|g| g.kind() == "call" && g.child_by_field_name("function") == parent);
            let definition = is_field("name");
            let capital = name.starts_with(|c: char| c.is_uppercase());
            match parent_kind {
                "decorator" => Class::Decorator,
                "function_definition" if definition => Class::Function,
                "class_definition" if definition => Class::Type,
                "attribute" if is_field("attribute") && !method_call => Class::Plain,
                "keyword_argument" if definition => Class::Plain,
                _ if matches!(name, "self" | "cls") => Class::Receiver,
                _ if BUILTINS.contains(&name) && parent_kind != "attribute" => Class::Builtin,
                _ if capital
                    && name.len() > 1
                    && name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '_') =>
                {
                    Class::Constant
                }
                _ if capital => Class::Type,
                _ if call || method_call => Class::Function,
                _ => Class::Plain,
            }
        }
        "@" if parent_kind == "decorator" => Class::Decorator,
        // Soft keywords are words of the grammar only where they are keywords.
        _ if !node.is_named() && kind.starts_with(|c: char| c.is_alphabetic()) => match kind {
            "print" | "exec" => Class::Builtin,
            _ => Class::Keyword,
        },
        "wildcard_import" => return None,
        _ if !node.is_named() && node.child_count() == 0 => Class::Operator,
        _ => return None,
    })
}

const BUILTINS: [&str; 144] = [
    "ArithmeticError",
    "AssertionError",
    "AttributeError",
    "BaseException",
    "BaseExceptionGroup",
    "BlockingIOError",
    "BrokenPipeError",
    "BufferError",
    "BytesWarning",
    "ChildProcessError",
    "ConnectionAbortedError",
    "ConnectionError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "DeprecationWarning",
    "EOFError",
    "EncodingWarning",
    "EnvironmentError",
    "Exception",
    "ExceptionGroup",
    "FileExistsError",
    "FileNotFoundError",
    "FloatingPointError",
    "FutureWarning",
    "GeneratorExit",
    "IOError",
    "ImportError",
    "ImportWarning",
    "IndentationError",
    "IndexError",
    "InterruptedError",
    "IsADirectoryError",
    "KeyError",
    "KeyboardInterrupt",
    "LookupError",
    "MemoryError",
    "ModuleNotFoundError",
    "NameError",
    "NotADirectoryError",
    "NotImplemented",
    "NotImplementedError",
    "OSError",
    "OverflowError",
    "PendingDeprecationWarning",
    "PermissionError",
    "ProcessLookupError",
    "PythonFinalizationError",
    "RecursionError",
    "ReferenceError",
    "ResourceWarning",
    "RuntimeError",
    "RuntimeWarning",
    "StopAsyncIteration",
    "StopIteration",
    "SyntaxError",
    "SyntaxWarning",
    "SystemError",
    "SystemExit",
    "TabError",
    "TimeoutError",
    "TypeError",
    "UnboundLocalError",
    "UnicodeDecodeError",
    "UnicodeEncodeError",
    "UnicodeError",
    "UnicodeTranslateError",
    "UnicodeWarning",
    "UserWarning",
    "ValueError",
    "Warning",
    "ZeroDivisionError",
    "__import__",
    "abs",
    "aiter",
    "all",
    "anext",
    "any",
    "ascii",
    "bin",
    "bool",
    "breakpoint",
    "bytearray",
    "bytes",
    "callable",
    "chr",
    "classmethod",
    "compile",
    "complex",
    "delattr",
    "dict",
    "dir",
    "divmod",
    "enumerate",
    "eval",
    "exec",
    "filter",
    "float",
    "format",
    "frozendict",
    "frozenset",
    "getattr",
    "globals",
    "hasattr",
    "hash",
    "help",
    "hex",
    "id",
    "input",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "list",
    "locals",
    "map",
    "max",
    "memoryview",
    "min",
    "next",
    "object",
    "oct",
    "open",
    "ord",
    "pow",
    "print",
    "property",
    "range",
    "repr",
    "reversed",
    "round",
    "sentinel",
    "set",
    "setattr",
    "slice",
    "sorted",
    "staticmethod",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "vars",
    "zip",
];

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
            for language in ["python", "pycon", "console", "other"] {
                let lines = lines(Some(language), text);
                let joined: Vec<String> =
                    lines.iter().map(|line| line.iter().map(|piece| piece.text).collect()).collect();
                assert_eq!(joined.join("\n"), text);
            }
        }
    }

    #[test]
    fn transcripts_have_prompts() {
        assert_eq!(marked("pycon", ">>> len([1])\n1"), "‹pr >>>› ‹bi len›‹op (›‹op [›‹nu 1›‹op ]›‹op )›\n1");
        assert_eq!(marked("console", "$ ls  # all"), "‹pr $› ls ‹co  # all›".replace("‹co  #", " ‹co #"));
    }
}
