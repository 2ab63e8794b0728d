//! Interpreters, sections, counts and JSON.

use super::{anonymous, fence, python, run, says};
use crate::guide_test::GuideTest;
use snapbox::str;

#[cfg(unix)]
#[test]
fn several_interpreters_are_told_apart() {
    let text = [
        fence("python", "print(1)  # 1"),
        fence("python", "print(1)  # 2"),
        fence("python", "import sys\nprint('twin' in sys.executable)  # True"),
        fence("python no-run=network", "x"),
        fence("python uses=no-such-package", "x"),
    ];
    let test = GuideTest::one(&text.concat());
    std::os::unix::fs::symlink(&python().0, test.path("twin")).expect("a link can be made");
    let mut run = run(&test, &["--python", "python3", "--python", "./twin"]);
    run.stderr = anonymous(&run.stderr);
    run.code(1).says(str![[r#"
guide .: Tiny Guide
Python [VERSION]: [PYTHON]
Python [VERSION]: [DIR]/twin
error[example-output]: expected `2`, found `1` [Python [VERSION] ([PYTHON]), [VERSION] ([DIR]/twin)]
  --> 01-one.md:14:13
   |
14 | print(1)  # 2
   |             ^
   |
   =   expected │ found
     > 2        │ 1
   = help: claims are the whole output in the order of the text; mend the code or the claim

error[example-output]: expected `True`, found `False` [Python [VERSION] ([PYTHON])]
  --> 01-one.md:21:36
   |
21 | print('twin' in sys.executable)  # True
   |                                    ^^^^
   |
   =   expected │ found
     > True     │ False
   = help: claims are the whole output in the order of the text; mend the code or the claim

error[missing-package]: it uses the package `no-such-package`, which is not installed [Python [VERSION] ([PYTHON]), [VERSION] ([DIR]/twin)]
  --> 01-one.md:32:1
   |
32 | ```python uses=no-such-package
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: run [PYTHON] -m pip install no-such-package
           run [DIR]/twin -m pip install no-such-package

3 errors
not run: 01-one.md:26: network [Python [VERSION] ([PYTHON]), [VERSION] ([DIR]/twin)]
Python [VERSION] ([PYTHON]): 4 run, 1 not run, 3 failed
Python [VERSION] ([DIR]/twin): 4 run, 1 not run, 2 failed
8 run, 2 not run, 5 failed in [MS] ms

"#]]);
}

#[test]
fn an_interpreter_that_is_none() {
    let test = GuideTest::one(&fence("python", "print(1)  # 1"));
    run(&test, &["-q", "--python", "no-such-python"]).code(2).says(str![[r#"
error[no-interpreter]: there is no interpreter `no-such-python`
 |
 = help: name a Python with --python PATH, or put it on the PATH

1 error

"#]]);
    run(&test, &["-q", "--python", "python3", "--python", "cargo"]).code(2).says(str![[r#"
error[bad-interpreter]: `cargo` is no Python that runs; it says: For more information, try '--help'.
 |
 = help: name a Python of version 3.8 or later with --python PATH

1 error

"#]]);
    let mut command = test.command(&["test", "-q"]);
    command.env("PATH", test.path("nowhere"));
    test.finish(command).code(2).says(str![[r#"
error[no-interpreter]: there is neither `python3` nor `python` on the PATH
 |
 = help: install Python, or name an interpreter with --python PATH

1 error

"#]]);
}

#[test]
fn only_the_sections_chosen_are_run() {
    let wrong = fence("python", "print(1)  # 2");
    let test = GuideTest::new(&[(1, "one", "One", &wrong), (2, "two", "Two", &wrong), (3, "three", "Three", &wrong)]);
    run(&test, &["-q", "-s", "-2", "--diagnostics", "short", "-j", "4"]).code(1).says(str![[r#"
01-one.md:4:13: error[example-output]: expected `2`, found `1`
02-two.md:4:13: error[example-output]: expected `2`, found `1`
2 errors

"#]]);
}

#[test]
fn everything_as_json() {
    let text = [
        fence("python", "print(1)  # 2"),
        fence("python", "print(1)  # 1"),
        fence("python no-run=network", "x"),
        fence("pycon", ">>> 1\n2"),
    ];
    let run = run(&GuideTest::one(&text.concat()), &["--json", "-q"]);
    run.code(1).says("");
    let json = run.json();
    assert_eq!((&json["run"], &json["not-run"], &json["failed"]), (&3.into(), &1.into(), &2.into()));
    assert_eq!(json["diagnostics"].as_array().map(Vec::len), Some(2));
    let python = &json["interpreters"][0];
    assert_eq!((&python["run"], &python["not-run"], &python["failed"]), (&3.into(), &1.into(), &2.into()));
    let expected = serde_json::json!([
        { "line": 7, "status": "failed", "expected": ["2"], "found": ["1"], "reason": "expected `2`, found `1`" },
        { "line": 13, "status": "passed", "expected": ["1"], "found": ["1"], "reason": null },
        { "line": 19, "status": "not-run", "expected": [], "found": [], "reason": "network" },
        { "line": 25, "status": "failed", "expected": ["2"], "found": ["1"], "reason": "expected `2`, found `1`" },
    ]);
    for (example, expected) in
        json["examples"].as_array().expect("a list").iter().zip(expected.as_array().expect("one"))
    {
        for key in ["line", "status", "expected", "found", "reason"] {
            assert_eq!(example[key], expected[key], "{key} of {example}");
        }
        assert_eq!((&example["file"], &example["section"]), (&"01-one.md".into(), &1.into()));
        assert_eq!(example["interpreter"], python["path"]);
        assert!(example["ms"].is_u64());
    }
    assert_eq!(json["examples"].as_array().map(Vec::len), Some(4));
}

#[test]
fn a_guide_without_examples() {
    let test = GuideTest::one("Only text.");
    run(&test, &["-q"]).code(0).says(str![[r#"
warning[no-example]: there is no example to run
 |
 = help: examples are fences whose language is python or pycon

1 warning

"#]]);
    let test = GuideTest::one(&fence("python", "1 / 0"));
    let manifest = std::fs::read_to_string(test.path("guide.toml")).expect("it is there");
    test.write("guide.toml", manifest.replace("code-language = \"python\"", "code-language = \"rust\""));
    run(&test, &["-q"]).code(0).says(str![[r#"
warning[no-example]: the guide's code is `rust`, and only Python is run
 |
 = help: set code-language = "python" in guide.toml if its examples are Python

1 warning

"#]]);
}

#[test]
fn errors_of_the_guide_are_told_and_the_rest_is_run() {
    let text = [fence("python need=3.12", "print(1)  # 2"), fence("python", "print(1)  # 1")].concat();
    says(
        &text,
        1,
        str![[r#"
guide .: Tiny Guide
Python [VERSION]: [PYTHON]
error[bad-flag]: unknown code flag `need`
 --> 01-one.md:7:1
  |
7 | ```python need=3.12
  | ^^^^^^^^^^^^^^^^^^^
  |
  = help: did you mean `needs`?

error[example-output]: expected `2`, found `1`
 --> 01-one.md:8:13
  |
8 | print(1)  # 2
  |             ^
  |
  =   expected │ found
    > 2        │ 1
  = help: claims are the whole output in the order of the text; mend the code or the claim

2 errors
2 run, 0 not run, 1 failed in [MS] ms

"#]],
    );
}

#[test]
fn options_out_of_bounds() {
    let test = GuideTest::one("Text.");
    for arguments in [["--timeout", "0"], ["--timeout", "soon"], ["--jobs", "0"]] {
        let run = run(&test, &arguments);
        run.code(2);
        assert!(run.stderr.contains("give "), "{}", run.stderr);
    }
}
