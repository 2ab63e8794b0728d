//! The exception that ended a program, read from what Python says of it.

use super::quote::quoted;
use super::run::{End, Ran};

/// The exception, or what else a program ended with.
#[derive(Clone, Debug, PartialEq)]
pub struct Raised {
    /// The bare name of its type; `SystemExit` for an exit code without a traceback.
    pub name: Option<String>,
    /// In a sentence: the exception between backticks, or `exit code 3`.
    pub text: String,
    /// The line of the program it came from, counted from 0.
    pub line: Option<usize>,
}

const HEADER: &str = "Traceback (most recent call last):";
const GROUP_HEADER: &str = "  + Exception Group Traceback (most recent call last):";
/// What stands before a traceback that ended no program.
const ASIDE: [&str; 2] = ["Exception ignored ", "Exception in thread "];

/// How a program in a file of this name ended, if not well.
pub fn raised(ran: &Ran, file: &str) -> Option<Raised> {
    let (name, end) = match ran.end {
        End::Exit(0) | End::TimedOut | End::TooMuch | End::NotStarted(..) => return None,
        End::Exit(code) => (Some("SystemExit".into()), format!("exit code {code}")),
        End::Signal(number) => (None, signal(number)),
    };
    let lines: Vec<&str> = ran.stderr.lines().collect();
    let is_header = |i: &usize| {
        let aside = i.checked_sub(1).is_some_and(|before| ASIDE.iter().any(|start| lines[before].starts_with(start)));
        (lines[*i] == HEADER || lines[*i] == GROUP_HEADER) && !aside
    };
    let header = (0..lines.len()).rev().find(is_header);
    let prefix = if header.is_some_and(|i| lines[i] == GROUP_HEADER) { "  | " } else { "" };
    let mut from = None;
    for line in &lines[header.map_or(0, |i| i + 1)..] {
        let Some(line) = line.strip_prefix(prefix) else { continue };
        from = frame(line, file).or(from);
        if let Some(name) = exception(line)
            && (header.is_some() || ["Error", "Exception", "Warning"].iter().any(|end| name.ends_with(end)))
        {
            return Some(Raised { name: Some(name.to_owned()), text: quoted(line.trim_end()), line: from });
        }
    }
    let said = lines.iter().rev().find(|line| !line.trim().is_empty()).map(|line| format!(", saying {}", quoted(line)));
    Some(Raised { name, text: end + &said.unwrap_or_default(), line: None })
}

/// `package.module.Name: message` → `Name`
fn exception(line: &str) -> Option<&str> {
    let path = line.split(':').next().unwrap_or(line);
    let is_word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "_<>".contains(c));
    path.split('.').all(is_word).then(|| path.rsplit('.').next()).flatten()
}

/// `  File "…/example.py", line 3` → 2
fn frame(line: &str, file: &str) -> Option<usize> {
    let (path, rest) = line.trim_start().strip_prefix("File \"")?.split_once("\", line ")?;
    let is_ours = path.rsplit(['/', '\\']).next() == Some(file);
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    is_ours.then(|| digits.parse::<usize>().ok()?.checked_sub(1)).flatten()
}

fn signal(number: i32) -> String {
    let name = match number {
        4 => " (illegal instruction)",
        6 => " (abort)",
        8 => " (arithmetic)",
        9 => " (kill)",
        11 => " (segmentation fault)",
        15 => " (termination)",
        _ => "",
    };
    format!("signal {number}{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: i32, stderr: &str) -> Option<(String, Option<usize>)> {
        let ran = Ran { end: End::Exit(code), stdout: String::new(), stderr: stderr.into(), milliseconds: 0 };
        raised(&ran, "example.py").map(|raised| (raised.name.unwrap_or(raised.text), raised.line))
    }

    #[test]
    fn the_last_traceback_counts() {
        let chained = "Traceback (most recent call last):\n  File \"/t/example.py\", line 2, in <module>\n    1 / 0\n\
            ZeroDivisionError: division by zero\n\nDuring handling of the above exception, another exception occurred:\n\n\
            Traceback (most recent call last):\n  File \"/t/example.py\", line 4, in <module>\n    raise a.b.Oops(\"x\")\n\
            \x20 File \"/lib/json.py\", line 99, in f\n__main__.Outer.Oops: x\n";
        assert_eq!(of(1, chained), Some(("Oops".into(), Some(3))));
    }

    #[test]
    fn a_group_is_named_not_what_is_in_it() {
        let group = "  + Exception Group Traceback (most recent call last):\n  |   File \"/t/example.py\", line 1, in <module>\n\
            \x20 |     raise ExceptionGroup(\"g\", [ValueError(1)])\n  | ExceptionGroup: g (1 sub-exception)\n\
            \x20 +-+---------------- 1 ----------------\n    | ValueError: 1\n    +------------------------------------\n";
        assert_eq!(of(1, group), Some(("ExceptionGroup".into(), Some(0))));
    }

    #[test]
    fn code_that_does_not_compile() {
        let text = "  File \"/t/example.py\", line 2\n    x = = 1\n        ^\nSyntaxError: invalid syntax\n";
        assert_eq!(of(1, text), Some(("SyntaxError".into(), Some(1))));
    }

    #[test]
    fn exits_and_what_is_ignored() {
        assert_eq!(of(0, "Traceback (most recent call last):\nKeyError: 1\n"), None);
        assert_eq!(of(3, ""), Some(("SystemExit".into(), None)));
        let ignored = "Traceback (most recent call last):\n  File \"/t/example.py\", line 5, in <module>\nKeyError: 1\n\
            Exception ignored in: <function A.__del__>\nTraceback (most recent call last):\nOSError: late\n";
        assert_eq!(of(1, ignored), Some(("KeyError".into(), Some(4))));
    }
}
