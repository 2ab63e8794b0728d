//! Transcripts, by doctest.

use super::{fence, passes, says};
use snapbox::str;

#[test]
fn transcripts_follow_doctest() {
    let text = [
        fence(
            "pycon",
            ">>> x = 1\n>>> x + 1\n2\n>>> for i in range(2):\n...     print(i)\n0\n1\n>>> {}['x']\nTraceback (most recent call last):\n    ...\nKeyError: 'x'",
        ),
        fence("pycon continues", ">>> x\n1"),
        fence("pycon raises=KeyError", ">>> {}['x']\nTraceback (most recent call last):\n    ...\nKeyError: 'x'"),
        fence("pycon raises=KeyError", ">>> {}['x']"),
    ];
    passes(&text.concat());
}

#[test]
fn transcripts_that_are_wrong() {
    says(
        &[
            fence("pycon", ">>> 1 + 1\n3\n>>> x = 5\n>>> print('a\\nb')\na\nc\n>>> {}['x']"),
            fence("pycon", "x = 1"),
            fence("pycon", ">>>x = 1"),
            fence("pycon", ">>> import os\n>>> os._exit(4)"),
            fence("pycon raises=KeyError", ">>> 1\n1"),
            fence("pycon", ">>> while True: print('x' * 1000)"),
        ]
        .concat(),
        1,
        str![[r#"
guide .: Tiny Guide
Python [VERSION]: [PYTHON]
error[example-output]: expected `3`, found `2`
 --> 01-one.md:8:1
  |
8 | >>> 1 + 1
  | ^^^^^^^^^
  |
  =   expected │ found
    > 3        │ 2
  = help: mend the code or what it answers

error[example-output]: expected `c`, found `b`
  --> 01-one.md:11:1
   |
11 | >>> print('a\nb')
   | ^^^^^^^^^^^^^^^^^
   |
   =   expected │ found
       a        │ a
     > c        │ b
   = help: mend the code or what it answers

error[example-raises]: it raises `KeyError: 'x'`, which the transcript does not show
  --> 01-one.md:14:1
   |
14 | >>> {}['x']
   | ^^^^^^^^^^^
   |
   = help: show it as Python does: Traceback (most recent call last):, an indented ..., and the exception

error[example-output]: it has no prompt `>>>`
  --> 01-one.md:19:1
   |
19 | ```pycon
   | ^^^^^^^^
   |
   = help: begin what is typed with `>>> `, or call the fence python

error[example-output]: it is no transcript that doctest can read: line 1 of the docstring for example.txt lacks blank after >>>: '>>>x = 1'
  --> 01-one.md:25:1
   |
25 | ```pycon
   | ^^^^^^^^
   |
   = help: a space stands after each `>>>` and `...`

error[example-raises]: the session ended before its last prompt, with exit code 4
  --> 01-one.md:31:1
   |
31 | ```pycon
   | ^^^^^^^^
   |
   = help: let it go on to its end

error[example-raises]: its last prompt raises no KeyError, but its flag says so
  --> 01-one.md:38:1
   |
38 | ```pycon raises=KeyError
   | ^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: take raises=KeyError away, or mend the code

error[example-output]: it printed more than 1 MiB and was stopped
  --> 01-one.md:45:1
   |
45 | ```pycon
   | ^^^^^^^^
   |
   = help: let it print less, or mark it no-run=REASON

8 errors
6 run, 0 not run, 6 failed in [MS] ms

"#]],
    );
}
