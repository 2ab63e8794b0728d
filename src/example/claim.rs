//! What code claims to print, and how it looks with the claims taken out.
//!
//! Claims are the comment at the end of a `print(…)` line, up to a second `#`, and the comment lines after `# Output:`.

use super::marks::{Marks, marks};
use crate::guide::Code;

/// Code cut into what is asked and what it answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Riddle {
    /// The code without claims and without comments that name an exception: nothing in it gives the outcome away.
    pub code: String,
    /// What it claims to print, line by line.
    pub output: Vec<String>,
    /// For each line of `output`, the line of the whole that claims it, counted from 0.
    pub output_lines: Vec<usize>,
    /// The exception that ends it, if it says so.
    pub raises: Option<Box<str>>,
    /// For each line of `code`, the line of the whole it comes from, counted from 0.
    pub lines: Vec<usize>,
    /// The lines of the whole, counted from 0, on which a call of `print` ends that claims nothing and should.
    pub unclaimed: Vec<usize>,
}

/// Takes the claims out of code. Only Python and its transcripts make claims; other code is left as it is.
pub fn riddle(code: &Code) -> Riddle {
    match code.language.as_deref() {
        Some("python" | "py" | "python3") => program(code),
        Some("pycon" | "python-repl") => transcript(code),
        _ => {
            let lines = (0..code.text.split('\n').count()).collect();
            let raises = code.flags.raises.clone();
            let (output, output_lines, unclaimed) = Default::default();
            Riddle { code: code.text.clone(), output, output_lines, raises, lines, unclaimed }
        }
    }
}

/// A transcript claims whatever stands behind no prompt.
fn transcript(code: &Code) -> Riddle {
    let numbered = code.text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (asked, output): (Vec<_>, Vec<_>) =
        numbered.partition(|(_, line)| line.starts_with(">>>") || line.starts_with("..."));
    let (lines, kept): (Vec<usize>, Vec<&str>) = asked.into_iter().unzip();
    let (output_lines, output) = output.into_iter().map(|(i, line)| (i, line.trim_end().to_owned())).unzip();
    let raises = code.flags.raises.clone();
    Riddle { code: kept.join("\n"), output, output_lines, raises, lines, unclaimed: Vec::new() }
}

fn program(code: &Code) -> Riddle {
    let Marks { comments, prints, mut unclaimed } = marks(&code.text);
    // In the order of the lines, one a line.
    let mut comments = comments.into_iter().peekable();
    let mut output: Vec<(usize, String)> = Vec::new();
    let mut kept: Vec<(usize, String)> = Vec::new();
    let mut in_output = false;
    for (i, line) in code.text.split('\n').enumerate() {
        let comment = comments.next_if(|(row, _)| *row == i);
        let Some((_, column)) = comment else {
            in_output = false;
            kept.push((i, line.to_owned()));
            continue;
        };
        let before = line[..column].trim_end();
        let text = line[column..].trim_start_matches('#').trim();
        if before.is_empty() {
            if text.eq_ignore_ascii_case("output:") {
                in_output = true;
                unclaimed.clear();
            } else if in_output {
                let claim = line[column..].strip_prefix("# ").unwrap_or(&line[column + 1..]);
                output.push((i, claim.trim_end().to_owned()));
            } else if !names_exception(text) {
                kept.push((i, line.to_owned()));
            }
            continue;
        }
        in_output = false;
        if prints.contains(&i) {
            unclaimed.remove(&i);
            let claim = line[column + 1..].split('#').next().unwrap_or("").trim();
            output.push((i, claim.to_owned()));
            kept.push((i, before.to_owned()));
        } else if names_exception(text) {
            kept.push((i, before.to_owned()));
        } else {
            kept.push((i, line.to_owned()));
        }
    }
    while kept.last().is_some_and(|(_, line)| line.trim().is_empty()) {
        kept.pop();
    }
    let (lines, kept): (Vec<usize>, Vec<String>) = kept.into_iter().unzip();
    let (output_lines, output) = output.into_iter().unzip();
    let raises = code.flags.raises.clone();
    // The exception that ends a program may well come from what is to be printed.
    if raises.is_some() {
        unclaimed.pop_last();
    }
    Riddle { code: kept.join("\n"), output, output_lines, raises, lines, unclaimed: unclaimed.into_iter().collect() }
}

/// A word that ends as the names of exceptions do.
fn names_exception(comment: &str) -> bool {
    let endings =
        ["Error", "Exception", "Warning", "Interrupt", "Exit", "StopIteration", "StopAsyncIteration", "Group"];
    comment
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|word| word.starts_with(char::is_uppercase) && endings.iter().any(|ending| word.ends_with(ending)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::Flags;
    use crate::source::{Sources, Span};
    use std::sync::Arc;

    fn of(text: &str) -> Riddle {
        riddle(&listing(text))
    }

    fn listing(text: &str) -> Code {
        let file = Sources::default().add("a".into(), "");
        Code {
            language: Some("python".into()),
            flags: Flags::default().into(),
            text: text.into(),
            span: Span::new(file, 0..0),
            first_line: 1,
        }
    }

    #[test]
    fn claims_are_taken_out() {
        let riddle = of(
            "x = []  # a list\nprint(x)  # [] # always\nprint('#')  # #\nx[0]  # IndexError\n# Output:\n# one\n#  two",
        );
        assert_eq!(riddle.code, "x = []  # a list\nprint(x)\nprint('#')\nx[0]");
        assert_eq!(riddle.output, ["[]", "", "one", " two"]);
        assert_eq!(riddle.output_lines, [1, 2, 5, 6]);
    }

    #[test]
    fn prints_without_a_claim_are_told_from_those_that_need_none() {
        for (text, unclaimed) in [
            ("print(1)\nprint(2)  # 2\nprint(\n3\n)", vec![0, 4]),
            ("for x in y:\n    print(x)\n# Output:\n# 1", vec![]),
            ("print(1, file=log)\nprint(2, end='')", vec![1]),
            ("def f():\n    print(1)\nclass A:\n    def g(self):\n        print(2)\nA().g()", vec![4]),
            ("# nothing is printed", vec![]),
        ] {
            assert_eq!(of(text).unclaimed, unclaimed, "{text}");
        }
        let mut code = listing("print(1)\nprint(f())");
        Arc::make_mut(&mut code.flags).raises = Some("ValueError".into());
        assert_eq!(riddle(&code).unclaimed, [0]);
    }

    #[test]
    fn a_transcript_claims_what_stands_behind_no_prompt() {
        let mut code = listing(">>> x = 1\n>>> x + 1\n2\n\n>>> def f():\n...     pass");
        code.language = Some("pycon".into());
        let riddle = riddle(&code);
        assert_eq!(riddle.code, ">>> x = 1\n>>> x + 1\n>>> def f():\n...     pass");
        assert_eq!((riddle.output, riddle.lines), (vec!["2".to_owned()], vec![0, 1, 4, 5]));
    }

    #[test]
    fn code_ends_the_lines_of_an_output() {
        let riddle = of("print(1)\n# Output:\n# 1\nx = 2  # two\n# a remark");
        assert_eq!(riddle.output, ["1"]);
        assert_eq!(riddle.code, "print(1)\nx = 2  # two\n# a remark");
    }

    #[test]
    fn a_print_over_several_lines_claims_at_its_end() {
        let riddle = of("print(\n    1,\n)  # 1\nx = 2  # two");
        assert_eq!(riddle.code, "print(\n    1,\n)\nx = 2  # two");
        assert_eq!(riddle.output, ["1"]);
    }
}
