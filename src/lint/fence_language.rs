//! `fence-language`: a fence in a language nobody knows, or in another than it says.
//!
//! ````markdown
//! ```pyhton
//! x = 1
//! ```
//!
//! ```python
//! >>> x = 1
//! ```
//! ````

use super::{Report, Rule, Subject};
use crate::diagnostic::did_you_mean;
use crate::guide::Code;

pub const RULE: Rule =
    Rule { name: "fence-language", summary: "a fence in an unknown language, or in another than it says", check };

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    for code in subject.listings() {
        let Some(language) = code.language.as_deref() else { continue };
        let place = subject.first_line(code.span);
        if !LANGUAGES.contains(&language) && subject.manifest.code_language.as_deref() != Some(language) {
            let help = did_you_mean(language, LANGUAGES.iter().copied())
                .unwrap_or_else(|| "name a language, such as python or console, or `text` for none".into());
            report.add(place, format!("`{language}` is no language that is known here"), help);
        } else if let Some((wrong, right)) = other_language(language, code) {
            report.add(place, format!("this fence says `{language}`, and {wrong}"), format!("write ```{right}"));
        }
    }
}

/// What the code is instead, and the name of its language.
fn other_language(language: &str, code: &Code) -> Option<(&'static str, &'static str)> {
    let mut lines = code.text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next()?;
    match language {
        "python" | "py" | "python3" if first.starts_with(">>> ") => Some(("holds a transcript", "pycon")),
        "python" | "py" | "python3" if first.starts_with("$ ") => Some(("holds shell commands", "console")),
        "pycon" | "python-repl" if !first.starts_with(">>>") && !lines.any(|line| line.starts_with(">>>")) => {
            Some(("holds no prompt", "python"))
        }
        _ => None,
    }
}

/// The names GitHub's highlighter and Pygments know for the languages of study guides, and those for plain text.
#[rustfmt::skip]
const LANGUAGES: &[&str] = &[
    "ada", "agda", "apl", "arduino", "asciidoc", "asm", "assembly", "awk", "basic", "bash", "bat", "batch", "bibtex",
    "bnf", "c", "c#", "c++", "clojure", "cmake", "cmd", "cobol", "coffeescript", "common-lisp", "console", "coq", "cpp",
    "cs", "csharp", "css", "csv", "cuda", "cypher", "cython", "d", "dart", "diff", "docker", "dockerfile", "dot", "ebnf",
    "elixir", "elm", "erlang", "f#", "fish", "fortran", "fsharp", "gherkin", "git", "glsl", "go", "graphql", "groovy",
    "haskell", "hcl", "hs", "html", "http", "idris", "ini", "java", "javascript", "jinja", "jl", "js", "json", "json5",
    "jsonc", "jsonl", "jsx", "julia", "kotlin", "latex", "lean", "less", "lisp", "llvm", "log", "lua", "make", "makefile",
    "markdown", "math", "matlab", "md", "mermaid", "nasm", "nginx", "nim", "nix", "objective-c", "ocaml", "octave",
    "output", "pascal", "patch", "perl", "php", "plain", "plaintext", "powershell", "prolog", "properties", "proto",
    "protobuf", "ps1", "py", "pycon", "python", "python-repl", "python3", "pytb", "r", "racket", "rb", "regex", "rs",
    "rst", "ruby", "rust", "scala", "scheme", "scss", "sh", "shell", "shell-session", "sql", "stan", "svg", "swift",
    "tcl", "terraform", "tex", "text", "toml", "ts", "tsv", "tsx", "txt", "typescript", "typst", "vb", "verilog", "vhdl",
    "vim", "vue", "wasm", "xml", "yaml", "yml", "zig", "zsh",
];
