//! Measures processes from outside. A process of its own does it: what the system says of children is of all of them so far.

use super::Outcome;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Instant;

/// What some processes cost.
pub struct Figures {
    /// Milliseconds by the clock, from the first's start to the last's end.
    pub wall: f64,
    /// Milliseconds of processor time, of the processes that they started too.
    pub cpu: f64,
    /// The most memory that one of them had, in MiB.
    pub memory: f64,
}

/// Writes down what is to be measured: how many commands run side by side, and the commands.
pub fn write(job: &Path, width: usize, commands: &[Vec<OsString>]) -> std::io::Result<()> {
    let word = |word: &OsString| word.to_str().map(str::to_owned).ok_or(std::io::ErrorKind::InvalidInput);
    let commands: Result<Vec<Vec<String>>, _> =
        commands.iter().map(|command| command.iter().map(word).collect()).collect();
    std::fs::write(job, serde_json::to_vec(&(width, commands?))?)
}

/// Starts a process that runs a job, and reads what it measured.
pub fn measure(job: &Path) -> Outcome<Figures> {
    let this = std::env::current_exe().map_err(|error| format!("this program's file is unknown: {error}"))?;
    let output = Command::new(this).arg("meter").arg(job).output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stdout);
    let figures: Vec<f64> = said.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
    match figures[..] {
        [wall, cpu, memory] if output.status.success() => Ok(Figures { wall, cpu, memory }),
        _ => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

/// Runs a job, and prints what it cost.
pub fn run(job: &Path) -> Outcome<()> {
    let text = std::fs::read(job).map_err(|error| format!("{}: {error}", job.display()))?;
    let (width, commands): (usize, Vec<Vec<String>>) =
        serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", job.display()))?;
    let queue = Mutex::new(commands.into_iter());
    let work = || -> Outcome<()> {
        loop {
            let Some(command) = queue.lock().map_err(|error| error.to_string())?.next() else { return Ok(()) };
            start(&command)?;
        }
    };
    let started = Instant::now();
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..width).map(|_| scope.spawn(work)).collect();
        let own = work();
        others.into_iter().fold(own, |so_far, other| {
            so_far.and(other.join().unwrap_or_else(|_| Err("a thread of the meter failed".into())))
        })
    })?;
    let wall = started.elapsed().as_secs_f64() * 1000.0;
    let (cpu, memory) = children();
    println!("{wall} {cpu} {memory}");
    Ok(())
}

/// Runs a command to its end.
fn start(command: &[String]) -> Outcome<()> {
    let [program, arguments @ ..] = command else { return Err("a command has no program".into()) };
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .map_err(|error| format!("`{program}` cannot be started: {error}"))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("`{}` failed:\n{}", command.join(" "), String::from_utf8_lossy(&output.stderr))),
    }
}

/// Processor time and memory of the processes that have ended.
#[cfg(unix)]
fn children() -> (f64, f64) {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    let Ok(usage) = getrusage(UsageWho::RUSAGE_CHILDREN) else { return (f64::NAN, f64::NAN) };
    let cpu = usage.user_time() + usage.system_time();
    // Apple's systems count bytes, others KiB.
    let unit = if cfg!(target_vendor = "apple") { 1024.0 * 1024.0 } else { 1024.0 };
    (cpu.num_microseconds() as f64 / 1000.0, usage.max_rss() as f64 / unit)
}

#[cfg(not(unix))]
fn children() -> (f64, f64) {
    (f64::NAN, f64::NAN)
}
