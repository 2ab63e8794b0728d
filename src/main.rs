//! The `revexport` program: parse arguments, run, exit code.

use clap::Parser;
use revexport::cli::Cli;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Mutex;

/// A sheet is made of very many small things, on all processors at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Where the last panic happened and what it said.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

fn main() -> ExitCode {
    // A panic of the typesetting engine is caught and reported where it belongs; any other is a fault of this program.
    std::panic::set_hook(Box::new(|info| {
        if let Ok(mut last) = PANIC.lock() {
            *last = Some(info.to_string().replace('\n', " "));
        }
    }));
    // An interrupted command leaves no half of its files behind, and no example running. The handler waits for renames that are under way.
    let _ = ctrlc::set_handler(|| {
        // A pager does with Ctrl-C what it likes.
        if revexport::terminal::pager::is_open() {
            return;
        }
        let _examples = revexport::example::end_all();
        let _guard = revexport::artifact::clean_up();
        // Behind what a terminal shows of the key, of a question, or of a job's progress.
        let line_end = if std::io::stderr().is_terminal() { "\n" } else { "" };
        // Whoever reads it may be gone; that is no reason to stay.
        let _ = writeln!(std::io::stderr(), "{line_end}interrupted");
        std::process::exit(130);
    });
    // Trees are walked by recursion, to a bounded depth; the main thread's stack is small on some systems.
    let run = || {
        let cli = Cli::parse();
        revexport::command::run(&cli).code()
    };
    let outcome = std::thread::Builder::new().stack_size(64 << 20).spawn(run).map(std::thread::JoinHandle::join);
    match outcome {
        Ok(Ok(code)) => ExitCode::from(code),
        _ => {
            let what = PANIC.lock().ok().and_then(|mut last| last.take()).unwrap_or_default();
            let mut err = std::io::stderr();
            let _ = writeln!(err, "error: a fault of this program, not of your guide: {what}");
            let _ = writeln!(err, "help: please report it with the command you gave; no file was changed");
            ExitCode::from(101)
        }
    }
}
