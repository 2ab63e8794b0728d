//! `pdf`, `anki`, `epub` and `all`: select, export, write.

use super::memory::Memory;
use super::round::Round;
use super::store::Store;
use super::{Context, Exit, book_style, json, lock, print_json, release_notes, relevant};
use crate::artifact::{self, Artifact, Fact, Kind, Outcome};
use crate::card;
use crate::cli;
use crate::cli::press::{CardSheet, Duplex};
use crate::diagnostic::{Diagnostic, Place, Severity, tidy};
use crate::export::epub::Epub;
use crate::export::pdf::Pdf;
use crate::guide::Guide;
use crate::guide::excerpt::{self, Material};
use crate::selection::Selection;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// What is asked for.
pub enum Format<'o> {
    /// Sheets, and where more fonts are.
    Pdf(Box<Pdf>, &'o [PathBuf]),
    Anki(&'o cli::Deck),
    /// The book, and where more fonts are for the sheets it tells the pages of.
    Epub(Box<Epub>, &'o [PathBuf]),
    Cards(&'o CardSheet),
}

/// Where files go.
enum Target {
    Folder(PathBuf),
    File(PathBuf),
    Stdout,
}

impl Target {
    /// What is remembered of the files that are there.
    fn store(&self, nothing: bool) -> Store {
        match self {
            _ if nothing => Store::default(),
            Target::Stdout => Store::default(),
            Target::Folder(folder) => Store::open(folder, None),
            Target::File(path) => match path.file_name().and_then(|name| name.to_str()) {
                Some(name) => Store::open(path.parent().unwrap_or(Path::new("")), Some(name.to_owned())),
                None => Store::default(),
            },
        }
    }
}

/// The formats without those that hold nothing but cards, if there are no cards of what is asked for alone.
fn with_cards<'f, 'o>(
    context: &Context<'_>,
    only: &[Material],
    formats: &'f [Format<'o>],
) -> Result<Vec<&'f Format<'o>>, Exit> {
    let has_cards = only.is_empty() || only.iter().any(|part| card::Kind::of(*part).is_some());
    let needs_none = |format: &&Format<'_>| !matches!(format, Format::Anki(_) | Format::Cards(_));
    let formats: Vec<_> = formats.iter().filter(|format| has_cards || needs_none(format)).collect();
    if formats.is_empty() {
        let message = format!("no cards are made of {}", excerpt::names(only));
        let help = "cards are made of pitfalls, comparisons, practices, keys and versions";
        return Err(context.fail(Diagnostic::new("no-cards", Severity::Error, Place::Nowhere, message).help(help)));
    }
    Ok(formats)
}

/// Runs an export to its end.
pub fn run(context: &Context<'_>, options: &cli::Export, formats: &[Format<'_>]) -> Exit {
    match export(context, options, formats) {
        Ok(()) => Exit::Done,
        Err(exit) => exit,
    }
}

fn export(context: &Context<'_>, options: &cli::Export, formats: &[Format<'_>]) -> Result<(), Exit> {
    let started = Instant::now();
    let target = target(context, options, formats)?;
    let only: Vec<Material> = options.only.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let formats = with_cards(context, &only, formats)?;
    let formats = formats.as_slice();
    let (mut guide, diagnostics) = context.read()?;
    let deck = formats.iter().find_map(|format| match format {
        Format::Anki(deck) => Some(*deck),
        _ => None,
    });
    let mut memory = match deck {
        Some(deck) => Some(Memory::read(context, &mut guide, deck)?),
        None => None,
    };
    let mut style = None;
    let mut of_style = Vec::new();
    if formats.iter().any(|format| matches!(format, Format::Epub(..))) {
        (style, of_style) = book_style::book(&mut guide);
    }
    // Cards on paper ask for the same things together as those of decks.
    let paper_lock = match formats {
        [Format::Cards(_)] => {
            lock::read(&mut guide, None)
                .map_err(|problem| {
                    context.report(&[problem], &guide.sources);
                    Exit::Guide
                })?
                .lock
        }
        _ => Arc::default(),
    };
    let selection = context.select(&guide, &options.sections.sections)?;
    let broken = broken(&guide, &diagnostics);
    let mut diagnostics = relevant(diagnostics, &selection);
    diagnostics.extend(memory.as_mut().map(|memory| std::mem::take(&mut memory.of_look)).unwrap_or_default());
    diagnostics.extend(of_style);
    if context.stops(&diagnostics) {
        context.report(&diagnostics, &guide.sources);
        return Err(Exit::Guide);
    }
    if let Target::File(path) | Target::Folder(path) = &target
        && let Some(problem) = too_many(&target, path, &selection, formats)
    {
        return Err(context.fail(problem));
    }
    let (title, id) = (guide.manifest.title.clone(), guide.manifest.id.clone());
    let chosen: Vec<u32> = selection.sections.iter().map(|section| section.number).collect();
    let whole = selection.whole;
    let mut round = Round {
        context,
        only: &only,
        store: target.store(options.no_cache),
        memory,
        paper_lock,
        style,
        broken,
        one_file: !matches!(target, Target::Folder(_)),
        artifacts: Vec::new(),
        diagnostics,
        failed: false,
    };
    // Decks and cards choose by kind among all notes, since the lock is the whole guide's.
    let of_notes = |format: &Format<'_>| matches!(format, Format::Anki(_) | Format::Cards(_));
    round.make(&selection, formats, |format| only.is_empty() || of_notes(format))?;
    // What a deck would change is told of the whole guide.
    let is_told = deck.is_some_and(|deck| deck.dry_run);
    if !only.is_empty() && !is_told && formats.iter().any(|format| !of_notes(format)) {
        guide.keep_only(&only);
        let sections: Vec<_> = guide.sections.iter().filter(|section| chosen.contains(&section.number)).collect();
        let selection = Selection { guide: &guide, sections, whole };
        round.left_out(&chosen, &selection);
        if !selection.sections.is_empty() {
            round.make(&selection, formats, |format| !of_notes(format))?;
        }
    }
    let Round { mut store, memory, artifacts, mut diagnostics, failed, .. } = round;
    let artifacts: Vec<Artifact> = artifacts.into_iter().map(|(_, artifact)| artifact).collect();
    tidy(&mut diagnostics);
    if failed || context.stops(&diagnostics) {
        context.report(&diagnostics, &guide.sources);
        return Err(Exit::Guide);
    }
    if is_told && let Some(update) = memory.as_ref().and_then(|memory| memory.update.as_ref()) {
        context.terminal.say(&release_notes::total(update));
        let text = release_notes::markdown(&guide, update);
        return crate::terminal::print(text.as_bytes()).map_err(|error| unwritable(context, Path::new("-"), &error));
    }
    let lock = match (&memory, deck) {
        (Some(memory), Some(deck)) => memory.written(context, deck)?,
        _ => None,
    };
    if lock.is_some() {
        // It was made with another lock than the next one will be.
        store.forget(Kind::Anki);
    }
    if !context.global.json {
        context.terminal.show(&diagnostics, &guide.sources);
    }
    // The lock comes first: a deck that is out of its lock's sight would be the first of its kind for ever.
    let mut files: Vec<(PathBuf, &[u8])> = Vec::new();
    files.extend(lock.as_ref().map(|(path, text)| (path.clone(), text.as_bytes())));
    let of_lock = files.len();
    let to_stdout = matches!(target, Target::Stdout);
    if !to_stdout {
        files.extend(artifacts.iter().map(|artifact| {
            let path = match &target {
                Target::File(path) => path.clone(),
                Target::Folder(folder) => folder.join(&artifact.name),
                Target::Stdout => PathBuf::new(),
            };
            (path, artifact.bytes.as_slice())
        }));
    }
    if let Some((path, _)) = files[of_lock..].iter().find(|(path, _)| replaces_a_collection(path)) {
        let message =
            format!("under the name `{}` Anki offers to replace the learner's whole collection", path.display());
        let problem = Diagnostic::new("bad-output", Severity::Error, Place::Nowhere, message);
        return Err(context.fail(problem.help("choose another name with -o")));
    }
    let outcomes = artifact::write_all(&files).map_err(|error| unwritable(context, &error.path, &error.error))?;
    store.close(&files);
    if let (Some((path, _)), Some(update)) = (&lock, memory.as_ref().and_then(|memory| memory.update.as_ref())) {
        context.terminal.say(&format!("lock  {}  {}", path.display(), release_notes::total(update)));
    }
    if to_stdout {
        return match artifacts.as_slice() {
            [artifact] => {
                crate::terminal::print(&artifact.bytes).map_err(|error| unwritable(context, Path::new("-"), &error))
            }
            _ => Err(Exit::Usage),
        };
    }
    let written = outcomes[of_lock..].iter().filter(|outcome| **outcome == Outcome::Written).count();
    let made: Vec<_> = artifacts.iter().zip(files[of_lock..].iter().zip(&outcomes[of_lock..])).collect();
    if context.global.json {
        let artifacts: Vec<_> =
            made.iter().map(|(artifact, ((path, _), outcome))| describe(artifact, path, **outcome)).collect();
        let value = serde_json::json!({
            "tool": "revexport",
            "version": env!("CARGO_PKG_VERSION"),
            "guide": { "id": id, "title": title, "folder": guide.folder.to_string() },
            "lock": lock.as_ref().map(|(path, _)| path.display().to_string()),
            "artifacts": artifacts,
            "diagnostics": json(&diagnostics, &guide.sources),
            "ms": started.elapsed().as_millis() as u64,
        });
        return print_json(&value).map_err(|error| unwritable(context, Path::new("-"), &error));
    }
    for (artifact, ((path, _), outcome)) in made {
        context.terminal.made(artifact, path, *outcome);
    }
    context.terminal.total(artifacts.len(), written, started.elapsed().as_millis());
    Ok(())
}

/// Whether Anki takes a file of this name for a backup: it then replaces everything instead of importing a deck.
fn replaces_a_collection(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    name == "collection.apkg" || name.starts_with("backup-") && name.ends_with(".apkg")
}

/// The numbers of the sections with errors.
fn broken(guide: &Guide, diagnostics: &[Diagnostic]) -> Vec<u32> {
    let files: Vec<_> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error())
        .flat_map(|diagnostic| {
            let own = match &diagnostic.place {
                Place::At(span) => Some(span.file),
                _ => None,
            };
            own.into_iter().chain(diagnostic.labels.iter().map(|(span, _)| span.file))
        })
        .collect();
    guide.sections.iter().filter(|section| files.contains(&section.file)).map(|section| section.number).collect()
}

/// Where the files go, as far as it can be told before any is made.
fn target(context: &Context<'_>, options: &cli::Export, formats: &[Format<'_>]) -> Result<Target, Exit> {
    let usage = |message: String, help: &str| {
        Err(context.fail(Diagnostic::new("bad-output", Severity::Error, Place::Nowhere, message).help(help)))
    };
    let Some(path) = &options.output else { return Ok(Target::Folder(PathBuf::from("out"))) };
    if path == Path::new("-") {
        if context.global.json {
            return usage("`-o -` and `--json` both want standard output".into(), "give one of them up");
        }
        if formats.len() > 1 {
            return usage("several files cannot all go to standard output".into(), "name a folder with -o");
        }
        return Ok(Target::Stdout);
    }
    let text = path.to_string_lossy();
    let is_folder = path.is_dir() || text.ends_with('/') || text.ends_with(std::path::MAIN_SEPARATOR);
    if text.is_empty() {
        return usage("`-o` names nothing".into(), "name a folder, a file, or - for standard output");
    }
    Ok(if is_folder { Target::Folder(path.clone()) } else { Target::File(path.clone()) })
}

/// Several files do not go into one.
fn too_many(target: &Target, path: &Path, selection: &Selection<'_>, formats: &[&Format<'_>]) -> Option<Diagnostic> {
    let one_each = match formats {
        [Format::Pdf(pdf, _)] => match &pdf.press {
            Some(press) => press.manual,
            None => pdf.merge.is_none() && selection.sections.len() > 1,
        },
        [Format::Cards(options)] => options.press.duplex == Duplex::Manual && !options.calibrate,
        _ => false,
    };
    (matches!(target, Target::File(_)) && (one_each || formats.len() > 1)).then(|| {
        let message = format!("several files are made, and `{}` is no folder", path.display());
        Diagnostic::new("bad-output", Severity::Error, Place::Nowhere, message)
            .help(format!("make it a folder: -o {}/", path.display()))
    })
}

fn unwritable(context: &Context<'_>, path: &Path, error: &std::io::Error) -> Exit {
    // The kind says it in words; the error itself may name temporary files.
    let reason = match error.kind() {
        std::io::ErrorKind::StorageFull => "the disk is full".into(),
        std::io::ErrorKind::Other => error.to_string(),
        kind => kind.to_string(),
    };
    if path == Path::new("-") {
        let message = format!("standard output cannot be written to: {reason}");
        return context.fail(Diagnostic::new("unwritable", Severity::Error, Place::Nowhere, message));
    }
    let place = Place::File(path.display().to_string());
    let message = format!("`{}` cannot be written: {reason}; nothing was changed", path.display());
    context.fail(Diagnostic::new("unwritable", Severity::Error, place, message).help("choose another place with -o"))
}

/// A file as it stands in `--json`.
fn describe(artifact: &Artifact, path: &Path, outcome: Outcome) -> serde_json::Value {
    let mut value = serde_json::json!({
        "path": path.display().to_string(),
        "kind": artifact.kind.name(),
        "sections": artifact.sections,
        "bytes": artifact.bytes.len(),
        "sha256": artifact::sha256(&artifact.bytes),
        "ms": artifact.milliseconds,
        "changed": outcome == Outcome::Written,
    });
    for fact in &artifact.facts {
        match fact {
            Fact::Pages(n) => value["pages"] = (*n).into(),
            Fact::Size(points) => value["points"] = (*points).into(),
            Fact::Cards(n) => value["cards"] = (*n).into(),
            Fact::Notes(n) => value["notes"] = (*n).into(),
            Fact::Runs(n) => value["runs"] = (*n).into(),
        }
    }
    value
}
