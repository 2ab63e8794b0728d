//! Python, through its tree.

use super::tree::{self, Look};
use super::{Class, parse_python};
use std::ops::Range;

pub fn python(text: &str) -> Vec<(Class, Range<usize>)> {
    parse_python(text).map_or_else(Vec::new, |tree| tree::tokens(&tree, |node, above| look(node, above, text)))
}

fn look(node: tree_sitter::Node, above: &[tree_sitter::Node], text: &str) -> Look {
    match classify(node, above, text) {
        Some(class) => Look::Whole(class),
        None if node.kind() == "string_content" => Look::Parts(Class::String),
        None => Look::Parts(Class::Plain),
    }
}

/// The class of a node that is coloured as a whole; none for those whose parts are looked at. `above` are the nodes it is
/// part of, its parent last.
fn classify(node: tree_sitter::Node, above: &[tree_sitter::Node], text: &str) -> Option<Class> {
    let kind = node.kind();
    let parent = above.last().copied();
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
            let grandparent = above.len().checked_sub(2).map(|i| above[i]);
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
        // The pattern that takes anything is a word of the grammar, and no more than a name to a reader.
        "_" => Class::Plain,
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
