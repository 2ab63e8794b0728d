//! `watch`: an export at each save, until Ctrl-C.

use super::{Context, Exit, export, layout, locate};
use crate::cli;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::export::epub::Epub;
use crate::source::Folder;
use notify::event::{EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// A save is over when nothing has happened for so long: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(8);

/// However much happens, an export is not put off for longer.
const PATIENCE: Duration = Duration::from_millis(500);

/// Exports, and again whenever something is saved that the files are made from.
pub fn run(context: &Context<'_>, options: &cli::Watch) -> Exit {
    if options.formats.contains(&cli::WatchFormat::Anki) {
        let message = "decks are not made at each save: their lock would remember every half-written note for good";
        let problem = Diagnostic::new("deck-on-save", Severity::Error, Place::Nowhere, message.into());
        return context.fail(problem.help("run `revexport anki` when the text is ready"));
    }
    if options.export.output.as_deref() == Some(Path::new("-")) {
        let message = "standard output cannot be written to again and again".to_owned();
        let problem = Diagnostic::new("bad-output", Severity::Error, Place::Nowhere, message);
        return context.fail(problem.help("name a folder or a file with -o"));
    }
    let root = match locate::folder(context.global.guide.as_deref()) {
        Ok(Folder::Disk(root)) => root,
        Ok(Folder::Bundled) => {
            let message = "the guide inside the program never changes".to_owned();
            let problem = Diagnostic::new("nothing-to-watch", Severity::Error, Place::Nowhere, message);
            return context.fail(problem.help("name a guide's folder with -g; `revexport init DIR` makes one"));
        }
        Err(problem) => return context.fail(problem),
    };
    let places = Places::new(&root, options);
    // What is saved during the first export is not missed.
    let (watcher, events) = match places.watch() {
        Ok(watching) => watching,
        Err(error) => {
            let message = format!("`{}` cannot be watched: {}", root.display(), reason(&error));
            let problem = Diagnostic::new("unwatchable", Severity::Error, Place::Nowhere, message);
            return context.fail(problem.help("export once instead: revexport pdf"));
        }
    };
    if once(context, options) == Exit::Usage {
        return Exit::Usage;
    }
    // From here on it is one section at a time, and again and again the same.
    crate::typeset::remember();
    context.terminal.say(&format!("watching {}, Ctrl-C to end", root.display()));
    let context = Context { global: context.global, terminal: context.terminal.of_changes_alone() };
    while let Some(saved) = next(&events, &places) {
        context.terminal.say(&format!("saved {}", saved.into_keys().collect::<Vec<_>>().join(", ")));
        once(&context, options);
    }
    drop(watcher);
    Exit::Done
}

/// One export of all that is wanted.
fn once(context: &Context<'_>, options: &cli::Watch) -> Exit {
    let cli::Watch { formats, export: to, sheet, book } = options;
    let pdf = match layout::pdf(context, sheet, "sheet") {
        Ok(pdf) => pdf,
        Err(exit) => return exit,
    };
    let pages = book.page_list.then(|| pdf.sheets());
    let wanted = |format| formats.contains(&format) || formats.is_empty() && format == cli::WatchFormat::Pdf;
    let mut all = Vec::new();
    if wanted(cli::WatchFormat::Pdf) {
        all.push(export::Format::Pdf(Box::new(pdf), &sheet.font_path));
    }
    if wanted(cli::WatchFormat::Epub) {
        all.push(export::Format::Epub(Box::new(Epub { pages, style: None }), &sheet.font_path));
    }
    export::run(context, to, &all)
}

/// The files that were saved, by name, when it is quiet again; none if there will be no more.
fn next(events: &Receiver<notify::Result<Event>>, places: &Places) -> Option<BTreeMap<String, PathBuf>> {
    let mut saved = BTreeMap::new();
    // Many editors empty a file before they fill it.
    let is_empty = |path: &PathBuf| std::fs::metadata(path).is_ok_and(|data| data.len() == 0);
    while saved.is_empty() {
        places.add(&events.recv().ok()?, &mut saved);
    }
    let first = Instant::now();
    while first.elapsed() < PATIENCE {
        match events.recv_timeout(QUIET) {
            Ok(event) => places.add(&event, &mut saved),
            Err(RecvTimeoutError::Timeout) if saved.values().any(is_empty) => {}
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    Some(saved)
}

/// Where to look, and where not.
struct Places {
    /// The guide's folder.
    root: PathBuf,
    /// Files beside it: a layout of one's own, fonts.
    others: Vec<PathBuf>,
    /// Where the program itself writes.
    output: PathBuf,
}

impl Places {
    fn new(root: &Path, options: &cli::Watch) -> Places {
        let layout = options.sheet.layout.iter().map(PathBuf::from).filter(|path| path.is_file());
        let others = layout.chain(options.sheet.font_path.iter().cloned()).map(|path| whole(&path)).collect();
        let output = options.export.output.as_deref().unwrap_or(Path::new("out"));
        Places { root: whole(root), others, output: whole(output) }
    }

    /// Starts to watch.
    fn watch(&self) -> notify::Result<(RecommendedWatcher, Receiver<notify::Result<Event>>)> {
        let (send, receive) = channel();
        let mut watcher = notify::recommended_watcher(send)?;
        watcher.watch(&self.root, RecursiveMode::Recursive)?;
        for path in &self.others {
            // A file that is saved may be another one of the same name; its folder sees both.
            let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
            watcher.watch(folder, RecursiveMode::NonRecursive)?;
        }
        Ok((watcher, receive))
    }

    /// Adds what an event says was saved.
    fn add(&self, event: &notify::Result<Event>, saved: &mut BTreeMap<String, PathBuf>) {
        let Ok(event) = event else { return };
        let is_save = match event.kind {
            EventKind::Create(_) | EventKind::Remove(_) => true,
            EventKind::Modify(kind) => !matches!(kind, ModifyKind::Metadata(_)),
            // What was missed may have been anything.
            EventKind::Any | EventKind::Other | EventKind::Access(_) => event.need_rescan(),
        };
        if is_save {
            saved.extend(event.paths.iter().filter_map(|path| Some((self.name(path)?, path.clone()))));
        }
    }

    /// The name of a file that exports may be made from.
    fn name(&self, path: &Path) -> Option<String> {
        if path.starts_with(&self.output) || path.is_dir() {
            return None;
        }
        let is_own =
            |path: &Path| self.others.iter().any(|other| path.starts_with(other) || other.parent() == path.parent());
        let below = path.strip_prefix(&self.root).ok().or_else(|| is_own(path).then_some(path))?;
        // Editors keep their own files beside those they edit, and so do this program and version control.
        let is_hidden = |part: &std::ffi::OsStr| part.to_string_lossy().starts_with('.');
        let name = path.file_name()?.to_string_lossy();
        let is_aside = name.ends_with('~') || name == crate::lock::FILE;
        (!is_aside && !below.iter().any(is_hidden)).then(|| below.display().to_string())
    }
}

/// A path as events have it: from the root, through no link.
fn whole(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

fn reason(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::Io(error) => error.kind().to_string(),
        notify::ErrorKind::MaxFilesWatch => "the system watches as many files as it may".into(),
        notify::ErrorKind::PathNotFound => "there is no such folder".into(),
        _ => "the system does not tell of changes there".into(),
    }
}
