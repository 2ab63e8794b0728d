//! The flags behind a fence's language.

use super::{fence, passes, says};
use snapbox::str;

#[test]
fn exceptions_that_are_announced() {
    passes(&fence("python raises=KeyError", "print(1)  # 1\n{}['x']"));
    passes(&fence("python bad raises=SyntaxError", "x = = 1"));
    passes(&fence("python raises=Oops", "class Oops(Exception): pass\nraise Oops('a\\nTypeError: b')"));
    passes(&fence("python raises=ValueError", "try:\n    {}['x']\nexcept KeyError as e:\n    raise ValueError from e"));
    passes(&fence("python raises=SystemExit", "import sys\nsys.exit('bye')"));
    passes(&fence("python raises=KeyboardInterrupt", "raise KeyboardInterrupt"));
    let group = "class ExceptionGroup(Exception): pass\n";
    let group =
        format!("import sys\nif sys.version_info < (3, 11):\n    {group}raise ExceptionGroup('g', [ValueError(1)])");
    passes(&fence("python raises=ExceptionGroup", &group));
}

#[test]
fn exceptions_that_are_not() {
    says(
        &[
            fence("python", "def f(x):\n    return x['a']\n\nprint(1)  # 1\nf({})\nprint(2)  # 2"),
            fence("python raises=ValueError", "{}['x']"),
            fence("python bad raises=ValueError", "x = 1"),
            fence("python", "import os\nos._exit(3)"),
            fence("python", "import sys\nsys.exit('bye')"),
            fence("python", "print(1)  # 2\nraise KeyError('x')"),
        ]
        .concat(),
        1,
        str![[r#"
guide .: Tiny Guide
Python [VERSION]: [PYTHON]
error[example-raises]: it ends with `KeyError: 'a'`, but no flag says so
 --> 01-one.md:9:5
  |
9 |     return x['a']
  |     ^^^^^^^^^^^^^
  |
  = help: mend the code, or announce it behind the language: raises=KeyError

error[example-raises]: it ends with `KeyError: 'x'`, but its flag says raises=ValueError
  --> 01-one.md:19:1
   |
19 | {}['x']
   | ^^^^^^^
   |
   = help: mend the code, or the flag: raises=KeyError

error[example-raises]: it ends well, but its flag says raises=ValueError
  --> 01-one.md:24:1
   |
24 | ```python bad raises=ValueError
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: take raises=ValueError away, or mend the code

error[example-raises]: it ends with exit code 3, but no flag says so
  --> 01-one.md:30:1
   |
30 | ```python
   | ^^^^^^^^^
   |
   = help: mend the code, or announce it behind the language: raises=SystemExit

error[example-raises]: it ends with exit code 1, saying `bye`, but no flag says so
  --> 01-one.md:37:1
   |
37 | ```python
   | ^^^^^^^^^
   |
   = help: mend the code, or announce it behind the language: raises=SystemExit

error[example-output]: expected `2`, found `1`
  --> 01-one.md:45:13
   |
45 | print(1)  # 2
   |             ^
   |
   =   expected │ found
     > 2        │ 1
   = help: claims are the whole output in the order of the text; mend the code or the claim

error[example-raises]: it ends with `KeyError: 'x'`, but no flag says so
  --> 01-one.md:46:1
   |
46 | raise KeyError('x')
   | ^^^^^^^^^^^^^^^^^^^
   |
   = help: mend the code, or announce it behind the language: raises=KeyError

7 errors
6 run, 0 not run, 6 failed in [MS] ms

"#]],
    );
}

#[cfg(unix)]
#[test]
fn a_signal_is_named() {
    says(
        &fence("python", "import os\nos.kill(os.getpid(), 11)"),
        1,
        str![[r#"
guide .: Tiny Guide
Python [VERSION]: [PYTHON]
error[example-raises]: it ends with signal 11 (segmentation fault), but no flag says so
 --> 01-one.md:7:1
  |
7 | ```python
  | ^^^^^^^^^
  |
  = help: mend the code, or mark it no-run=REASON

1 error
1 run, 0 not run, 1 failed in [MS] ms

"#]],
    );
}

#[test]
fn what_is_not_run_is_named_with_its_reason() {
    says(
        &[
            fence("python no-run=network", "1 / 0"),
            fence("python needs=99.1", "1 / 0"),
            fence("python continues", "1 / 0"),
            fence("python needs=3.1", "print(1)  # 1"),
            fence("toml", "x"),
        ]
        .concat(),
        0,
        str![[r#"
guide .: Tiny Guide
Python [VERSION]: [PYTHON]
not run: 01-one.md:7: network
not run: 01-one.md:13: needs Python 99.1
not run: 01-one.md:19: needs Python 99.1
1 run, 3 not run, 0 failed in [MS] ms

"#]],
    );
}

#[test]
fn files_stand_beside_the_examples_after_them() {
    let text = [
        fence("python", "import os\nprint(os.path.exists('data.txt'))  # False"),
        fence("text file=data.txt", "one\ntwo"),
        fence("python file=shapes.py", "print('at import')\nSIDES = 4"),
        fence(
            "python",
            "import shapes\nprint(open('data.txt').read())\nprint(shapes.SIDES)\n# Output:\n# at import\n# one\n# two\n#\n# 4",
        ),
        fence("text file=data.txt", "three"),
        fence("python", "print(open('data.txt').read(), end='')  # three"),
        fence("python file=example.py", "x = 5"),
        fence("python", "import example\nprint(example.x)  # 5"),
    ];
    passes(&text.concat());
}

#[test]
fn packages_that_are_there_or_not() {
    passes(&fence("python uses=json", "import json"));
    says(
        &[
            fence("python uses=json,no-such-package", "import no_such_package"),
            fence("python uses=no-such-package,nor-this-one", "1"),
            fence("python", "import no_such_package"),
            fence("python", "print(1)  # 1"),
        ]
        .concat(),
        1,
        str![[r#"
guide .: Tiny Guide
Python [VERSION]: [PYTHON]
error[missing-package]: it uses the package `no-such-package`, which is not installed
 --> 01-one.md:7:1
  |
7 | ```python uses=json,no-such-package
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: run [PYTHON] -m pip install no-such-package

error[missing-package]: it uses the packages `no-such-package`, `nor-this-one`, which are not installed
  --> 01-one.md:13:1
   |
13 | ```python uses=no-such-package,nor-this-one
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: run [PYTHON] -m pip install no-such-package nor-this-one

error[example-raises]: it ends with `ModuleNotFoundError: No module named 'no_such_package'`, but no flag says so
  --> 01-one.md:20:1
   |
20 | import no_such_package
   | ^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: name the package it comes from with uses=PACKAGE, or write the module with file=NAME; or mend the code, or announce it behind the language: raises=ModuleNotFoundError

3 errors
4 run, 0 not run, 3 failed in [MS] ms

"#]],
    );
}
