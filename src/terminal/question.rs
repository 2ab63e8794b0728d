//! A question that is answered with yes or no.

use std::io::{BufRead, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// What a person answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Enter, `y`, `yes`
    Yes,
    /// `n`, `no`, `q`, `quit`, or the end of input (Ctrl-D)
    No,
}

/// Whether a question waits for its answer.
static OPEN: AtomicBool = AtomicBool::new(false);

/// Whether a question waits for its answer, so that the cursor stands behind it.
pub fn is_open() -> bool {
    OPEN.load(Ordering::SeqCst)
}

/// Asks until there is an answer. Input that cannot be read is the end of it.
pub fn ask(question: &str, input: &mut dyn BufRead, output: &mut dyn Write) -> std::io::Result<Answer> {
    let mut hint = "";
    loop {
        write!(output, "{hint}{question} ")?;
        output.flush()?;
        let mut line = Vec::new();
        OPEN.store(true, Ordering::SeqCst);
        let read = input.read_until(b'\n', &mut line);
        OPEN.store(false, Ordering::SeqCst);
        if !matches!(read, Ok(1..)) {
            writeln!(output)?;
            return Ok(Answer::No);
        }
        match String::from_utf8_lossy(&line).trim().to_lowercase().as_str() {
            "" | "y" | "yes" => return Ok(Answer::Yes),
            "n" | "no" | "q" | "quit" => return Ok(Answer::No),
            _ => hint = "Enter or y to go on, n or q to end\n",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dialogue(typed: &[u8]) -> (Answer, String) {
        let mut output = Vec::new();
        let answer = ask("more? [Y/n]", &mut &*typed, &mut output).unwrap();
        (answer, String::from_utf8(output).unwrap())
    }

    #[test]
    fn every_answer() {
        for typed in ["\n", "y\n", " YES \n", "y"] {
            assert_eq!(dialogue(typed.as_bytes()), (Answer::Yes, "more? [Y/n] ".into()), "{typed:?}");
        }
        for typed in ["n\n", "No\n", "q\n", "quit\n"] {
            assert_eq!(dialogue(typed.as_bytes()), (Answer::No, "more? [Y/n] ".into()), "{typed:?}");
        }
        assert_eq!(dialogue(b""), (Answer::No, "more? [Y/n] \n".into()));
    }

    #[test]
    fn another_answer_is_asked_for_again() {
        let hint = "more? [Y/n] Enter or y to go on, n or q to end\nmore? [Y/n] ";
        assert_eq!(dialogue(b"\xff maybe\nn\n"), (Answer::No, hint.into()));
    }
}
