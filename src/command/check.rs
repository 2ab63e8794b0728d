//! `check`: everything that is wrong with a guide, and what could be better; with `--fix` some of it is mended.

use super::{Context, Exit, json, print_json, relevant};
use crate::artifact;
use crate::cli::Mending;
use crate::diagnostic::{Diagnostic, Place, Severity, tidy};
use crate::fix;
use crate::guide::{Guide, Section};
use crate::lint;
use crate::lock;
use crate::parse;
use crate::selection::Selection;
use crate::source::{Folder, ReadError};
use std::path::{Path, PathBuf};

/// Runs the command to its end.
pub fn run(context: &Context<'_>, ranges: &[String], mending: &Mending) -> Exit {
    check(context, ranges, mending).unwrap_or_else(|exit| exit)
}

fn check(context: &Context<'_>, ranges: &[String], mending: &Mending) -> Result<Exit, Exit> {
    let (mut guide, mut reading) = context.read()?;
    let mended = match mending.fix {
        true => mend(context, &context.select(&guide, ranges)?)?,
        false => Vec::new(),
    };
    if !mending.dry_run && !mended.is_empty() {
        write(context, &mended)?;
        // What is left is told by the text as it stands now.
        let again = parse::read(guide.folder.clone());
        if let Some(read) = again.guide {
            (guide, reading) = (read, again.diagnostics);
        }
    }
    // A lock is long and nearly always whole: it is looked at beside the rules, and read for its faults only if it has any.
    let (mut found, whole) = std::thread::scope(|scope| {
        let lock = std::thread::Builder::new().spawn_scoped(scope, || is_lock_whole(&guide));
        let selection = context.select(&guide, ranges)?;
        let found = found(reading, &selection);
        Ok((found, lock.is_ok_and(|lock| lock.join().unwrap_or(false))))
    })?;
    if !whole && let Err(problem) = super::lock::read(&mut guide, None) {
        found.push(problem);
    }
    found.extend(super::look::read(&mut guide).1);
    found.extend(super::book_style::book(&mut guide).1);
    tidy(&mut found);
    let selection = context.select(&guide, ranges)?;
    report(context, &selection, &found, &mended, mending).map_err(|error| {
        let message = format!("standard output cannot be written to: {error}");
        context.fail(Diagnostic::new("unwritable", Severity::Error, Place::Nowhere, message))
    })?;
    Ok(if context.stops(&found) { Exit::Guide } else { Exit::Done })
}

/// Whether there is no lock, or one that can be read.
fn is_lock_whole(guide: &Guide) -> bool {
    match guide.folder.text(lock::FILE) {
        Ok(text) => lock::Lock::parse(&text, &guide.manifest.id).is_ok(),
        Err(error) => matches!(error, ReadError::Missing),
    }
}

/// What reading the guide found and what the rules find, sorted by place.
fn found(reading: Vec<Diagnostic>, selection: &Selection<'_>) -> Vec<Diagnostic> {
    let by_rules = lint::selection(selection, &reading);
    let mut found = relevant(reading, selection);
    found.extend(by_rules);
    tidy(&mut found);
    found
}

/// A file that can be mended, before and after.
struct File {
    path: PathBuf,
    shown: String,
    old: String,
    new: String,
    done: Vec<String>,
    count: usize,
}

/// Mends the selected sections in memory.
fn mend(context: &Context<'_>, selection: &Selection<'_>) -> Result<Vec<File>, Exit> {
    let guide = selection.guide;
    let Folder::Disk(root) = &guide.folder else {
        let message = "the guide inside the program cannot be changed";
        let help = "name a guide on disk with --guide, or leave --fix out";
        let problem = Diagnostic::new("read-only-guide", Severity::Error, Place::Nowhere, message.into());
        return Err(context.fail(problem.help(help)));
    };
    let doubled = lint::doubled(&guide.sections);
    let mut files: Vec<File> = Vec::new();
    for section in &selection.sections {
        let shown = guide.sources.file(section.file).path.clone();
        if files.iter().any(|file| file.shown == shown) {
            continue;
        }
        if let Some(mended) = fix::section(&guide.manifest, &guide.sources, section, &doubled) {
            files.push(in_file(guide, root, section, shown, mended).map_err(|problem| context.fail(*problem))?);
        }
    }
    Ok(files)
}

/// A mended text in the bytes of its file; refused if the file cannot be changed.
fn in_file(
    guide: &Guide,
    root: &Path,
    section: &Section,
    shown: String,
    mended: fix::Mended,
) -> Result<File, Box<Diagnostic>> {
    let refuse = |why: String, help: &str| {
        let message = format!("`{shown}` cannot be mended: {why}; nothing was changed");
        Box::new(Diagnostic::new("unwritable", Severity::Error, Place::File(shown.clone()), message).help(help))
    };
    let old = guide.folder.text(&section.file_name).map_err(|error| refuse(error.to_string(), "check the file"))?;
    let new = fix::restore(&old, &guide.sources.file(section.file).text, &mended.text)
        .ok_or_else(|| refuse("it has changed in the meantime".into(), "run the command again"))?;
    // A link to a file stays one: the file it leads to is written.
    let path =
        std::fs::canonicalize(root.join(&section.file_name)).map_err(|e| refuse(e.to_string(), "check the file"))?;
    if std::fs::metadata(&path).is_ok_and(|data| data.permissions().readonly()) {
        return Err(refuse("it is write-protected".into(), "take the protection off, or leave --fix out"));
    }
    Ok(File { path, shown, old, new, done: mended.done, count: mended.count })
}

/// Writes all mended files, or none.
fn write(context: &Context<'_>, files: &[File]) -> Result<(), Exit> {
    let bytes: Vec<(PathBuf, &[u8])> = files.iter().map(|file| (file.path.clone(), file.new.as_bytes())).collect();
    artifact::write_all(&bytes).map(drop).map_err(|error| {
        let message = format!("`{}` cannot be written: {}; nothing was changed", error.path.display(), error.error);
        let place = Place::File(error.path.display().to_string());
        let problem = Diagnostic::new("unwritable", Severity::Error, place, message);
        context.fail(problem.help("make the guide's folder writable, or leave --fix out"))
    })
}

fn report(
    context: &Context<'_>,
    selection: &Selection<'_>,
    found: &[Diagnostic],
    mended: &[File],
    mending: &Mending,
) -> std::io::Result<()> {
    let guide = selection.guide;
    if context.global.json {
        let fix = |file: &File| {
            let mut value = serde_json::json!({ "file": file.shown, "fixes": file.count, "done": file.done });
            if mending.dry_run {
                value["diff"] = fix::unified(&file.shown, &file.old, &file.new).into();
            }
            value
        };
        return print_json(&serde_json::json!({
            "tool": "revexport",
            "version": env!("CARGO_PKG_VERSION"),
            "guide": { "id": guide.manifest.id, "title": guide.manifest.title, "folder": guide.folder.to_string() },
            "sections": selection.sections.iter().map(|section| section.number).collect::<Vec<_>>(),
            "fixed": if mending.dry_run { Vec::new() } else { mended.iter().map(fix).collect() },
            "fixable": if mending.dry_run { mended.iter().map(fix).collect() } else { Vec::new() },
            "diagnostics": json(found, &guide.sources),
        }));
    }
    for file in mended {
        if mending.dry_run {
            crate::terminal::print_diff(&fix::unified(&file.shown, &file.old, &file.new))?;
        }
        let verb = if mending.dry_run { "would mend" } else { "mended" };
        context.terminal.say(&format!("{verb} {}: {}", file.shown, file.done.join(", ")));
    }
    context.terminal.show(found, &guide.sources);
    if mending.dry_run && !mended.is_empty() {
        context.terminal.say("nothing was changed: this was a dry run");
    } else if mending.fix && mended.is_empty() && !found.is_empty() {
        context.terminal.say("nothing of this can be mended by machine");
    } else if !mending.fix && matches!(guide.folder, Folder::Disk(_)) {
        offer(context, selection, found);
    }
    if found.is_empty() {
        let n = selection.sections.len();
        context.terminal.say(&format!("no problems in {n} section{}", if n == 1 { "" } else { "s" }));
    }
    Ok(())
}

/// Says what `--fix` could do, if it could do something.
fn offer(context: &Context<'_>, selection: &Selection<'_>, found: &[Diagnostic]) {
    if !found.iter().any(|diagnostic| fix::CODES.contains(&diagnostic.code)) {
        return;
    }
    let guide = selection.guide;
    let doubled = lint::doubled(&guide.sections);
    let mend = |section: &&Section| fix::section(&guide.manifest, &guide.sources, section, &doubled);
    let mended = selection.sections.iter().filter_map(mend);
    let places: usize = mended.map(|mended| mended.count).sum();
    if places > 0 {
        let plural = if places == 1 { "" } else { "s" };
        context.terminal.say(&format!("`revexport check --fix` can mend some of this, in {places} place{plural}"));
    }
}
