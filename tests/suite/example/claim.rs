//! What code claims to print: claims that hold, and claims that do not.

use super::{fence, passes, run, says};
use crate::guide_test::GuideTest;
use snapbox::str;

#[test]
fn claims_that_hold() {
    passes(&fence("python", "print(1)  # 1 # a remark\nprint(\n    'a  '\n)  # a\nprint()  #\nx = 1  # no claim"));
    passes(&fence("python", "for i in range(2):\n    print(' ', i)\n# Output:\n#   0\n#   1\n\nprint(3)  # 3"));
    passes(&fence("", "x = '# no comment'\nprint(x[2:])  # no comment\nprint()  # # nothing"));
}

#[test]
fn a_claim_that_does_not() {
    says(
        &fence("python", "print(1)  # 1\nprint(2)  # 3\nprint(4)  # 4"),
        1,
        str![[r#"
guide .: Tiny Guide
Python [VERSION]: [PYTHON]
error[example-output]: expected `3`, found `2`
 --> 01-one.md:9:13
  |
9 | print(2)  # 3
  |             ^
  |
  =   expected │ found
      1        │ 1
    > 3        │ 2
      4        │ 4
  = help: claims are the whole output in the order of the text; mend the code or the claim

1 error
1 run, 0 not run, 1 failed in [MS] ms

"#]],
    );
}

#[test]
fn output_that_ends_too_early_or_too_late() {
    says(
        &[
            fence("python", "if False:\n    print(1)  # 1"),
            fence("python", "for x in 'abc':\n    print(x)  # a"),
            fence("python", "print('  x')  # x"),
            fence("python", "print('\\x1b[1m')  #"),
        ]
        .concat(),
        1,
        str![[r#"
guide .: Tiny Guide
Python [VERSION]: [PYTHON]
error[example-output]: expected `1`, found the end of the output
 --> 01-one.md:9:17
  |
9 |     print(1)  # 1
  |                 ^
  |
  =   expected │ found
    > 1        │ (the end)
  = help: claims are the whole output in the order of the text; mend the code or the claim

error[example-output]: expected no more than the line it claims, found `b`
  --> 01-one.md:14:1
   |
14 | ```python
   | ^^^^^^^^^
   |
   =   expected  │ found
       a         │ a
     > (the end) │ b
                 │ c
   = help: claims are the whole output in the order of the text; mend the code or the claim

error[example-output]: expected `x`, found `  x`
  --> 01-one.md:22:17
   |
22 | print('  x')  # x
   |                 ^
   |
   =   expected │ found
     > x        │   x
   = help: claim a line that begins with spaces below the code, after # Output:

error[example-output]: expected an empty line, found `\x1b[1m`
  --> 01-one.md:28:1
   |
28 | print('\x1b[1m')  #
   | ^^^^^^^^^^^^^^^^^^^
   |
   =   expected │ found
     >          │ \x1b[1m
   = help: claims are the whole output in the order of the text; mend the code or the claim

4 errors
4 run, 0 not run, 4 failed in [MS] ms

"#]],
    );
}

#[test]
fn output_without_a_claim_is_a_warning() {
    let text = fence("python", "for x in range(9):\n    print(x)");
    says(
        &text,
        0,
        str![[r#"
guide .: Tiny Guide
Python [VERSION]: [PYTHON]
warning[unclaimed-output]: it prints something and claims nothing
 --> 01-one.md:7:1
  |
7 | ```python
  | ^^^^^^^^^
  |
  = it prints
      0
      1
      2
      3
      4
      … and 4 lines more
  = help: write what is printed behind the call, print(…)  # 42, or below the code, after # Output:

1 warning
1 run, 0 not run, 0 failed in [MS] ms

"#]],
    );
    run(&GuideTest::one(&text), &["--deny-warnings"]).code(1);
}

#[test]
fn examples_in_callouts_lists_and_footnotes_in_the_order_of_the_text() {
    let text = "Text.[^n]\n\n[^n]: A note.\n\n    ```python\n    print(1)  # note\n    ```\n\n\
        > [!WARNING]\n> **Trap.** It bites.\n>\n> ```python bad\n> print(1)  # bad\n> ```\n>\n> ```python good\n> print(1)  # good\n> ```\n\n\
        - item\n  - inner\n\n    ```py\n    print(1)  # list\n    ```\n";
    let run = run(&GuideTest::one(text), &["-q", "--diagnostics", "short"]);
    run.code(1).says(str![[r#"
01-one.md:12:17: error[example-output]: expected `note`, found `1`
01-one.md:19:15: error[example-output]: expected `bad`, found `1`
01-one.md:23:15: error[example-output]: expected `good`, found `1`
01-one.md:30:17: error[example-output]: expected `list`, found `1`
4 errors

"#]]);
}

#[test]
fn an_example_continues_the_one_before() {
    let text = [
        fence("python", "x = 1\nprint(x)  # 1"),
        fence("toml", "x"),
        fence("python continues", "print(x + 1)  # 2"),
        fence("python continues raises=ZeroDivisionError", "x / 0"),
    ];
    passes(&text.concat());
    says(
        &[fence("python", "x = 1"), fence("python continues", "print(x)  # 2\nprint(y)")].concat(),
        1,
        str![[r#"
guide .: Tiny Guide
Python [VERSION]: [PYTHON]
error[example-output]: expected `2`, found `1`
  --> 01-one.md:14:13
   |
14 | print(x)  # 2
   |             ^
   |
   =   expected │ found
     > 2        │ 1
   = help: claims are the whole output in the order of the text; mend the code or the claim

error[example-raises]: it ends with `NameError: name 'y' is not defined`, but no flag says so
  --> 01-one.md:15:1
   |
15 | print(y)
   | ^^^^^^^^
   |
   = help: mend the code, or announce it behind the language: raises=NameError

2 errors
2 run, 0 not run, 1 failed in [MS] ms

"#]],
    );
}

#[test]
fn nothing_to_continue() {
    says(
        &[
            fence("python continues", "1"),
            fence("python raises=KeyError", "{}[1]"),
            fence("python continues", "1"),
            fence("pycon continues", ">>> 1\n1"),
            fence("python no-run=network", "1"),
            fence("python continues", "1"),
        ]
        .concat(),
        1,
        str![[r#"
guide .: Tiny Guide
Python [VERSION]: [PYTHON]
error[example-continues]: it has nothing to continue: no fence that runs stands before it in this section
 --> 01-one.md:7:1
  |
7 | ```python continues
  | ^^^^^^^^^^^^^^^^^^^
  |
  = help: take `continues` away, or mend the fence before it

error[example-continues]: it has nothing to continue: the fence it continues ends with an exception
  --> 01-one.md:19:1
   |
19 | ```python continues
   | ^^^^^^^^^^^^^^^^^^^
   |
   = help: take `continues` away, or mend the fence before it

error[example-continues]: it has nothing to continue: a program cannot continue a transcript, nor a transcript a program
  --> 01-one.md:25:1
   |
25 | ```pycon continues
   | ^^^^^^^^^^^^^^^^^^
   |
   = help: take `continues` away, or mend the fence before it

error[example-continues]: it has nothing to continue: no fence that runs stands before it in this section
  --> 01-one.md:38:1
   |
38 | ```python continues
   | ^^^^^^^^^^^^^^^^^^^
   |
   = help: take `continues` away, or mend the fence before it

4 errors
not run: 01-one.md:32: network
5 run, 1 not run, 4 failed in [MS] ms

"#]],
    );
}
