//! Runs a program within limits: of time, of output, and of what it may leave behind.

use super::group::Group;
use super::{live, stray};
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

/// The most that is read of standard output, and of standard error.
pub const MAX_OUTPUT: usize = 1 << 20;

/// How long what a program started may take to end after it; multiprocessing tidies up behind its parent.
const PATIENCE: Duration = Duration::from_millis(500);

/// How a program ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// By itself, with this exit code.
    Exit(i32),
    /// By this signal.
    Signal(i32),
    /// It was ended after its time was up.
    TimedOut,
    /// It was ended because it had printed more than [`MAX_OUTPUT`].
    TooMuch,
    /// It never began; what the system says.
    NotStarted(std::io::ErrorKind, String),
}

/// What became of a program.
#[derive(Clone, Debug)]
pub struct Ran {
    /// How it ended.
    pub end: End,
    /// Standard output, with plain line ends.
    pub stdout: String,
    /// Standard error, with plain line ends.
    pub stderr: String,
    /// How long it ran.
    pub milliseconds: u64,
}

/// What the threads that watch a program say.
enum Event {
    Ended,
    Printed(usize, Vec<u8>),
    Closed,
}

/// Runs a program with standard input closed. What it starts ends with it. `home` is the folder by which strays are known.
pub fn run(command: &mut Command, limit: Duration, home: Option<&Path>) -> Ran {
    let started = Instant::now();
    let failed = |error: std::io::Error| Ran {
        end: End::NotStarted(error.kind(), reason(&error)),
        stdout: String::new(),
        stderr: String::new(),
        milliseconds: 0,
    };
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut live = live::lock();
    let (group, (stdout, stderr)) = match Group::start(command) {
        Ok(started) => started,
        Err(error) => return failed(error),
    };
    let group = Arc::new(group);
    live.groups.push(group.clone());
    drop(live);

    let (sender, receiver) = sync_channel(16);
    let leader = group.clone();
    let ended = sender.clone();
    std::thread::spawn(move || {
        leader.wait();
        let _ = ended.send(Event::Ended);
    });
    let pipes = [stdout.map(|pipe| Box::new(pipe) as Box<dyn Read + Send>), stderr.map(|pipe| Box::new(pipe) as _)];
    let mut open = 0;
    for (stream, pipe) in pipes.into_iter().enumerate() {
        if let Some(pipe) = pipe {
            open += 1;
            let sender = sender.clone();
            std::thread::spawn(move || read(stream, pipe, &sender));
        }
    }
    let mut watch = Watch { receiver, open, ended: false, printed: [Vec::new(), Vec::new()] };
    let mut cut = watch.until(started + limit, |watch| watch.ended);
    if cut.is_none() {
        cut = watch.until(Instant::now() + PATIENCE, |watch| watch.open == 0).filter(|cut| *cut == End::TooMuch);
    }
    group.kill();
    if let Some(home) = home {
        stray::end_of(home);
    }
    if cut.is_none() {
        watch.until(Instant::now() + PATIENCE, |watch| watch.open == 0);
    }
    let mut live = live::lock();
    live.groups.retain(|other| !Arc::ptr_eq(other, &group));
    let status = group.reap();
    drop(live);
    let end = match (cut, status) {
        (Some(cut), _) => cut,
        (None, Ok(status)) => end(status),
        (None, Err(error)) => return failed(error),
    };
    let [stdout, stderr] = watch.printed.map(|bytes| String::from_utf8_lossy(&bytes).replace("\r\n", "\n"));
    Ran { end, stdout, stderr, milliseconds: started.elapsed().as_millis() as u64 }
}

/// Hands on what a pipe brings, until it is closed or nobody listens.
fn read(stream: usize, mut pipe: Box<dyn Read + Send>, sender: &SyncSender<Event>) {
    let mut buffer = vec![0; 1 << 16];
    loop {
        match pipe.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) if sender.send(Event::Printed(stream, buffer[..n].to_vec())).is_err() => return,
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    let _ = sender.send(Event::Closed);
}

/// What is known of a program under watch.
struct Watch {
    receiver: Receiver<Event>,
    open: usize,
    ended: bool,
    printed: [Vec<u8>; 2],
}

impl Watch {
    /// Listens until something is so; else why not.
    fn until(&mut self, deadline: Instant, so: impl Fn(&Watch) -> bool) -> Option<End> {
        while !so(self) {
            match self.receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(Event::Ended) => self.ended = true,
                Ok(Event::Closed) => self.open -= 1,
                Ok(Event::Printed(stream, bytes)) => {
                    self.printed[stream].extend(bytes);
                    if self.printed[stream].len() > MAX_OUTPUT {
                        return Some(End::TooMuch);
                    }
                    // A program that never pauses is not to outrun the clock.
                    if Instant::now() > deadline {
                        return Some(End::TimedOut);
                    }
                }
                Err(RecvTimeoutError::Timeout) => return Some(End::TimedOut),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        None
    }
}

/// What the system says, without its number for it.
pub fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().map_or(text.clone(), str::to_lowercase)
}

fn end(status: std::process::ExitStatus) -> End {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return End::Signal(signal);
    }
    End::Exit(status.code().unwrap_or(1))
}
