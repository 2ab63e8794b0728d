//! Runs an example where it can do no harm by accident: a folder of its own, no input, and nothing of the environment but
//! what Python needs. It is no wall against malice.

use super::find::{Example, Kind};
use super::folder::Folder;
use super::interpreter::Interpreter;
use super::run::{End, MAX_OUTPUT, Ran, reason, run};
use super::session;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Runs an example and takes its folder away.
pub fn execute(example: &Example, interpreter: &Interpreter, limit: Duration) -> Ran {
    let text = example.text();
    let beside = example.beside.iter().map(|(name, text)| (*name, text.as_str()));
    let folder = match Folder::with(beside.chain([(example.file(), text.as_str())])) {
        Ok(folder) => folder,
        Err(error) => {
            let end = End::NotStarted(error.kind(), format!("no temporary folder can be made: {}", reason(&error)));
            return Ran { end, stdout: String::new(), stderr: String::new(), milliseconds: 0 };
        }
    };
    let mut command = Command::new(&interpreter.program);
    command.arg("-B");
    match example.kind {
        Kind::Program => command.arg(example.file()),
        Kind::Session => {
            let largest = MAX_OUTPUT.to_string();
            command.args(["-c", session::SCRIPT, example.file(), session::MARK, &largest])
        }
    };
    environment(&mut command, folder.path());
    run(&mut command, limit, Some(folder.path()))
}

/// Nothing inherited but the path: no secret, and the same for everyone.
fn environment(command: &mut Command, folder: &Path) {
    command.env_clear().current_dir(folder);
    for name in ["HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP"] {
        command.env(name, folder);
    }
    let fixed = [
        ("LANG", "C.UTF-8"),
        ("TZ", "UTC"),
        ("COLUMNS", "80"),
        ("NO_COLOR", "1"),
        ("PYTHONUTF8", "1"),
        ("PYTHONDONTWRITEBYTECODE", "1"),
        ("PYTHONNOUSERSITE", "1"),
        ("PYTHONHASHSEED", "0"),
    ];
    command.envs(fixed);
    // Windows starts no program without the second and third.
    for name in ["PATH", "SYSTEMROOT", "COMSPEC"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
}
