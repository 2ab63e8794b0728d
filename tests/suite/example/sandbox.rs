//! Examples that misbehave, and what is left of them.

use super::{fence, passes, run, says};
use crate::guide_test::GuideTest;
use snapbox::str;
use std::process::{Command, Stdio};

#[test]
fn an_example_that_never_ends() {
    let text = [fence("python", "while True: pass"), fence("python", "print(1)  # 1")].concat();
    run(&GuideTest::one(&text), &["-q", "--timeout", "5"]).code(1).says(str![[r#"
error[example-timeout]: it had not ended after 5 s and was stopped
 --> 01-one.md:7:1
  |
7 | ```python
  | ^^^^^^^^^
  |
  = help: let it end by itself, give it longer with --timeout, or mark it no-run=REASON

1 error

"#]]);
}

#[test]
fn examples_that_misbehave_do_not_keep_others_from_running() {
    says(
        &[
            fence("python", "while True: print('x' * 1000)"),
            fence("python", "import sys\nwhile True: sys.stderr.write('x' * 1000)"),
            fence("python", "print(input())"),
            fence("python", "import sys\nprint(repr(sys.stdin.read()))  # ''"),
            fence("python", "import os, shutil\nshutil.rmtree(os.getcwd())\nprint(1)  # 1"),
            fence("python", "import os\nos.makedirs('a/b')\nos.chmod('a', 0)\nos.chmod('.', 0o500)"),
            fence("python", "print(1)  # 1"),
        ]
        .concat(),
        1,
        str![[r#"
guide .: Tiny Guide
Python [VERSION]: [PYTHON]
error[example-output]: it printed more than 1 MiB and was stopped
 --> 01-one.md:7:1
  |
7 | ```python
  | ^^^^^^^^^
  |
  = help: let it print less, or mark it no-run=REASON

error[example-output]: it printed more than 1 MiB and was stopped
  --> 01-one.md:13:1
   |
13 | ```python
   | ^^^^^^^^^
   |
   = help: let it print less, or mark it no-run=REASON

error[example-raises]: it ends with `EOFError: EOF when reading a line`, but no flag says so
  --> 01-one.md:21:1
   |
21 | print(input())
   | ^^^^^^^^^^^^^^
   |
   = help: examples run without standard input; mark it no-run=REASON, or mend the code, or announce it behind the language: raises=EOFError

3 errors
7 run, 0 not run, 3 failed in [MS] ms

"#]],
    );
}

/// Whether a process is there and no zombie.
#[cfg(target_os = "linux")]
fn lives(pid: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    stat.rsplit(')').next().is_some_and(|rest| !rest.trim().is_empty() && !rest.trim().starts_with('Z'))
}

#[cfg(target_os = "linux")]
#[test]
fn what_an_example_starts_ends_with_it() {
    let test = GuideTest::empty();
    let note = |name: &str| test.path(name).display().to_string();
    let detached = |name: &str, more: &str| {
        let code = "import subprocess, sys\nsleep = 'import time; time.sleep(1000)'\n";
        let started = format!("p = subprocess.Popen([sys.executable, '-c', sleep], {more})\n");
        let noted = format!("open({:?}, 'w').write(str(p.pid))\nprint(1)  # 1", note(name));
        fence("python", &format!("{code}{started}{noted}"))
    };
    let fork = format!(
        "import os, time\npid = os.fork()\nif pid == 0:\n    time.sleep(1000)\nopen({:?}, 'w').write(str(pid))\nprint(1)  # 1",
        note("fork")
    );
    let text = [
        fence("python", &fork),
        detached("daemon", "start_new_session=True"),
        detached("bare", "start_new_session=True, env={}, stdout=subprocess.DEVNULL"),
    ];
    let names = [(1, "one", "One", text.concat())];
    let guide = GuideTest::new(&names.each_ref().map(|(n, id, title, text)| (*n, *id, *title, text.as_str())));
    run(&guide, &["-q"]).code(0).says("");
    for name in ["fork", "daemon", "bare"] {
        let pid = std::fs::read_to_string(test.path(name)).expect("the example has run");
        assert!(!lives(&pid), "`{name}` lives on as {pid}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupt_ends_examples_and_removes_their_folders() {
    let notes = GuideTest::empty();
    let pid_file = notes.path("pid").display().to_string();
    let code = format!(
        "import os, time\npid = os.fork()\nif pid:\n    open({pid_file:?} + '-', 'w').write(str(pid))\n    os.rename({pid_file:?} + '-', {pid_file:?})\nwhile True: time.sleep(1)"
    );
    let test = GuideTest::one(&fence("python", &code));
    std::fs::create_dir(test.path("tmp")).expect("a folder can be made");
    let mut command = test.command(&["test", "--timeout", "1000"]);
    command.env("TMPDIR", test.path("tmp")).stderr(Stdio::piped()).stdout(Stdio::piped());
    let child = command.spawn().expect("the program starts");
    let pid = loop {
        if let Ok(pid) = std::fs::read_to_string(&pid_file) {
            break pid;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill is there");
    assert!(sent.success());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(test.names("tmp"), [""; 0]);
    assert!(std::fs::read_dir(test.path("tmp")).expect("it is there").next().is_none(), "a folder is left");
    assert!(!lives(&pid), "the fork lives on as {pid}");
}

#[test]
fn nothing_of_the_environment_is_inherited() {
    let code = "import os\nhome = os.path.realpath(os.environ['HOME'])\nprint(home == os.getcwd())  # True\n\
        print(os.environ.get('SECRET_TOKEN'))  # None\nprint(sorted(os.listdir('.')))  # ['example.py']\n\
        print('é'.encode())  # b'\\xc3\\xa9'\nprint('é')  # é\nprint(hash('a') == hash('a'))  # True";
    passes(&fence("python", code));
}

#[test]
fn processes_need_a_file_and_a_main() {
    let code = "from multiprocessing import get_context\n\ndef square(x):\n    return x * x\n\nif __name__ == '__main__':\n    \
        with get_context('spawn').Pool(2) as pool:\n        print(pool.map(square, [1, 2]))  # [1, 4]";
    passes(&fence("python", code));
}

#[test]
fn no_place_for_temporary_folders() {
    let test = GuideTest::one(&fence("python", "print(1)  # 1"));
    let mut command = test.command(&["test", "-q"]);
    command.env("TMPDIR", test.path("nowhere"));
    test.finish(command).code(2).says(str![[r#"
error[unwritable]: no temporary folder can be made in `[DIR]/nowhere`: no such file or directory
 |
 = help: name a folder that can be written to in the variable TMPDIR

1 error

"#]]);
}
