//! `pdf`, `anki`, `epub` and `all`: select, export, write.

use super::{Context, Exit, json, print_json, relevant};
use crate::artifact::{self, Artifact, Fact, Outcome};
use crate::cli;
use crate::diagnostic::{Diagnostic, Place, Severity, tidy};
use crate::export::Exporter;
use crate::export::anki::Anki;
use crate::export::epub::Epub;
use crate::export::pdf::Pdf;
use crate::selection::Selection;
use crate::typeset::Paper;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What is asked for.
pub enum Format {
    Pdf(Pdf),
    Anki,
    Epub,
}

impl Format {
    pub fn pdf(sheet: &cli::Sheet) -> Format {
        Format::Pdf(Pdf {
            paper: match sheet.paper {
                cli::Paper::A4 => Paper::A4,
                cli::Paper::Letter => Paper::Letter,
            },
            columns: sheet.columns.map(usize::from),
            size: sheet.font_size,
            threads: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        })
    }

    fn exporter(&self) -> &dyn Exporter {
        match self {
            Format::Pdf(pdf) => pdf,
            Format::Anki => &Anki,
            Format::Epub => &Epub,
        }
    }
}

/// Where files go.
enum Target {
    Folder(PathBuf),
    File(PathBuf),
    Stdout,
}

/// Runs an export to its end.
pub fn run(context: &Context<'_>, options: &cli::Export, formats: &[Format]) -> Exit {
    match export(context, options, formats) {
        Ok(()) => Exit::Done,
        Err(exit) => exit,
    }
}

fn export(context: &Context<'_>, options: &cli::Export, formats: &[Format]) -> Result<(), Exit> {
    let started = Instant::now();
    let target = target(context, options, formats)?;
    let (guide, diagnostics) = context.read()?;
    let selection = context.select(&guide, &options.sections.sections)?;
    let mut diagnostics = relevant(diagnostics, &selection);
    if context.stops(&diagnostics) {
        context.report(&diagnostics, &guide.sources);
        return Err(Exit::Guide);
    }
    if let Target::File(path) | Target::Folder(path) = &target
        && let Some(problem) = too_many(&target, path, &selection, formats)
    {
        return Err(context.fail(problem));
    }
    let mut artifacts: Vec<Artifact> = Vec::new();
    let mut failed = false;
    for format in formats {
        match format.exporter().export(&selection) {
            Ok(export) => {
                artifacts.extend(export.artifacts);
                diagnostics.extend(export.diagnostics);
            }
            Err(problems) => {
                failed = true;
                diagnostics.extend(problems);
            }
        }
    }
    tidy(&mut diagnostics);
    if failed || context.stops(&diagnostics) {
        context.report(&diagnostics, &guide.sources);
        return Err(Exit::Guide);
    }
    if !context.global.json {
        context.terminal.show(&diagnostics, &guide.sources);
    }
    if matches!(target, Target::Stdout) {
        return match artifacts.as_slice() {
            [artifact] => {
                crate::terminal::print(&artifact.bytes).map_err(|error| unwritable(context, Path::new("-"), &error))
            }
            _ => Err(Exit::Usage),
        };
    }
    let files: Vec<(PathBuf, &[u8])> = artifacts
        .iter()
        .map(|artifact| {
            let path = match &target {
                Target::File(path) => path.clone(),
                Target::Folder(folder) => folder.join(&artifact.name),
                Target::Stdout => PathBuf::new(),
            };
            (path, artifact.bytes.as_slice())
        })
        .collect();
    let outcomes = artifact::write_all(&files).map_err(|error| unwritable(context, &error.path, &error.error))?;
    if context.global.json {
        let artifacts: Vec<_> =
            artifacts.iter().zip(&files).zip(&outcomes).map(|((a, (path, _)), o)| describe(a, path, *o)).collect();
        let value = serde_json::json!({
            "tool": "revexport",
            "version": env!("CARGO_PKG_VERSION"),
            "guide": { "id": guide.manifest.id, "title": guide.manifest.title, "folder": guide.folder.to_string() },
            "artifacts": artifacts,
            "diagnostics": json(&diagnostics, &guide.sources),
            "ms": started.elapsed().as_millis() as u64,
        });
        return print_json(&value).map_err(|error| unwritable(context, Path::new("-"), &error));
    }
    for ((artifact, (path, _)), outcome) in artifacts.iter().zip(&files).zip(&outcomes) {
        context.terminal.made(artifact, path, *outcome);
    }
    let files = if artifacts.len() == 1 { "1 file".into() } else { format!("{} files", artifacts.len()) };
    context.terminal.say(&format!("{files} in {} ms", started.elapsed().as_millis()));
    Ok(())
}

/// Where the files go, as far as it can be told before any is made.
fn target(context: &Context<'_>, options: &cli::Export, formats: &[Format]) -> Result<Target, Exit> {
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
fn too_many(target: &Target, path: &Path, selection: &Selection<'_>, formats: &[Format]) -> Option<Diagnostic> {
    let one_each = matches!(formats, [Format::Pdf(_)]) && selection.sections.len() > 1;
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
        }
    }
    value
}
