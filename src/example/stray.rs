//! Processes that left their example's group, as daemons do: found and ended.
//!
//! On Linux this process takes the orphans of its examples for its own children. Whose they are is told by their home, the
//! example's folder; one that cleared its environment is ended after the last example. Other systems have no such thing.

use super::live::{self, Live};
use std::path::Path;

/// From now on, orphans of what this process starts become its children.
pub fn adopt() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
}

/// Ends what an example left behind outside its group.
pub fn end_of(folder: &Path) {
    let home = [b"HOME=", folder.as_os_str().as_encoded_bytes()].concat();
    // A process that is killed takes a moment to go, and its children come after it.
    for _ in 0..100 {
        if !sweep(&live::lock(), Some(&home)) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

/// Ends whatever is left when no example runs any more.
pub fn end_of_run(live: &Live) {
    for _ in 0..100 {
        if !sweep(live, None) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

/// Ends the adopted processes with this home, or all; whether there were any.
#[cfg(target_os = "linux")]
fn sweep(live: &Live, home: Option<&[u8]>) -> bool {
    use rustix::process::{Signal, WaitOptions, kill_process, waitpid};
    let mut any = false;
    for child in children() {
        if live.groups.iter().any(|group| group.leader() == child) {
            continue;
        }
        let environment = || std::fs::read(format!("/proc/{}/environ", child.as_raw_nonzero())).unwrap_or_default();
        if home.is_none_or(|home| environment().split(|byte| *byte == 0).any(|variable| variable == home)) {
            any = true;
            let _ = kill_process(child, Signal::KILL);
        }
        // Adopted children are reaped here, whosever they were.
        let _ = waitpid(Some(child), WaitOptions::NOHANG);
    }
    any
}

/// The children of this process.
#[cfg(target_os = "linux")]
fn children() -> Vec<rustix::process::Pid> {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let lists = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
    let numbers = lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    numbers.filter_map(|number| rustix::process::Pid::from_raw(number.parse().ok()?)).collect()
}

#[cfg(not(target_os = "linux"))]
fn sweep(_: &Live, _: Option<&[u8]>) -> bool {
    false
}
