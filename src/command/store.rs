//! The cache at work: what is remembered is brought back, the rest is made.

use super::basis::{Basis, Unit};
use crate::artifact::{self, Artifact, Kind};
use crate::cache::{Cache, FILE, File, Inputs};
use crate::diagnostic::{Diagnostic, Place};
use crate::export::{Export, Exporter};
use crate::parallel;
use crate::selection::Selection;
use crate::source;
use std::path::{Path, PathBuf};
use std::time::{Instant, UNIX_EPOCH};

/// What is remembered of one folder, during one run.
#[derive(Default)]
pub struct Store {
    /// The folder, and what the program is known by; none if nothing is to be remembered.
    place: Option<(PathBuf, String)>,
    /// The name of the one file that is made, if it was named.
    name: Option<String>,
    /// The cache as it was read.
    text: Option<String>,
    cache: Cache,
    /// What was made in this run.
    made: Vec<(String, Vec<File>)>,
}

impl Store {
    /// What is remembered of the files in a folder. With a name, the one file made is called that.
    ///
    /// A cache that cannot be read is an empty one: it is never worth an error.
    pub fn open(folder: &Path, name: Option<String>) -> Store {
        let path = folder.join(FILE);
        let Some(program) = program().filter(|_| name.as_deref() != Some(FILE)) else { return Store::default() };
        let text = path.is_file().then(|| source::read_text(&path).ok()).flatten();
        let cache = text.as_deref().map(Cache::parse).unwrap_or_default();
        Store { place: Some((folder.to_owned(), program)), name, text, cache, made: Vec::new() }
    }

    /// What exports of a selection depend on; none if nothing is to be remembered.
    pub fn basis<'s, 'g>(&self, selection: &'s Selection<'g>) -> Option<Basis<'s, 'g>> {
        let (_, program) = self.place.as_ref()?;
        let mut inputs = Inputs::default();
        inputs.add("program", program);
        inputs.value("name", &self.name);
        Some(Basis::new(inputs, selection))
    }

    /// Exports a selection, bringing back the units that are known. Without units, all is made.
    ///
    /// # Errors
    ///
    /// What the exporter found wrong.
    pub fn export(
        &mut self,
        exporter: &impl Exporter,
        selection: &Selection<'_>,
        units: Option<Vec<Unit>>,
    ) -> Result<Export, Vec<Diagnostic>> {
        let units = units.unwrap_or_default();
        let found = parallel::map(units.iter().collect(), |unit| self.find(unit));
        if found.iter().all(Option::is_none) {
            let export = exporter.export(selection)?;
            self.note(selection, &export, units.iter());
            return Ok(export);
        }
        let lost = || units.iter().zip(&found).filter(|(_, found)| found.is_none()).map(|(unit, _)| unit);
        let mut export = Export::default();
        if lost().next().is_some() {
            let is_lost = |number: u32| lost().any(|unit| unit.section == Some(number));
            let sections = selection.sections.iter().copied().filter(|section| is_lost(section.number)).collect();
            export = exporter.export(&Selection { guide: selection.guide, sections, whole: false })?;
            self.note(selection, &export, lost());
        }
        let mut made = std::mem::take(&mut export.artifacts);
        for (unit, found) in units.iter().zip(found) {
            let own = |artifact: &mut Artifact| unit.has(artifact);
            export.artifacts.extend(found.unwrap_or_else(|| made.extract_if(.., own).collect()));
        }
        Ok(export)
    }

    /// Remembers no files of this kind that were made in this run.
    pub fn forget(&mut self, kind: Kind) {
        self.made.retain(|(_, files)| files.iter().all(|file| file.kind != kind));
    }

    /// Writes down what is remembered, once the files are in their places.
    ///
    /// That is a step of its own, behind the one that is all or nothing, so that its failure is none of the export. What is
    /// remembered of files that are not there is never believed.
    pub fn close(mut self, written: &[(PathBuf, &[u8])]) {
        let Some((folder, _)) = self.place else { return };
        for (key, files) in self.made {
            self.cache.remember(key, files);
        }
        self.cache.retain(|file| folder.join(&file.name).is_file());
        let text = self.cache.to_string();
        let is_known = self.text.as_ref().map_or(self.cache.is_empty(), |old| *old == text);
        let is_taken = written.iter().any(|(path, _)| path.file_name().is_some_and(|name| name == FILE));
        if !is_known && !is_taken {
            let _ = artifact::write_all(&[(folder.join(FILE), text.as_bytes())]);
        }
    }

    /// The files of a unit, if it is known and they are all there as they were made.
    fn find(&self, unit: &Unit) -> Option<Vec<Artifact>> {
        let (folder, _) = self.place.as_ref()?;
        let file = |file: &File| {
            let started = Instant::now();
            let bytes = artifact::read_back(&folder.join(&file.name), file.bytes, &file.sha256)?;
            Some(Artifact {
                kind: file.kind,
                name: file.name.clone(),
                sections: file.sections.clone(),
                facts: file.facts.clone(),
                bytes,
                milliseconds: started.elapsed().as_millis() as u64,
            })
        };
        self.cache.files(&unit.key)?.iter().map(file).collect()
    }

    /// Takes down what was made. A unit that something was said about is left out: it has to be said again.
    fn note<'u>(&mut self, selection: &Selection<'_>, export: &Export, units: impl Iterator<Item = &'u Unit>) {
        if self.place.is_none() {
            return;
        }
        let file = |artifact: &Artifact| File::new(artifact, self.name.as_deref().unwrap_or(&artifact.name));
        let new: Vec<(&Artifact, File)> = export.artifacts.iter().map(|artifact| (artifact, file(artifact))).collect();
        self.cache.retain(|old| new.iter().all(|(_, file)| file.name != old.name || file.sha256 == old.sha256));
        for unit in units {
            let own = new.iter().filter(|(artifact, _)| unit.has(artifact));
            let files: Vec<File> = own.map(|(_, file)| file.clone()).collect();
            if !files.is_empty() && !export.diagnostics.iter().any(|said| unit.is_about(selection, said)) {
                self.made.push((unit.key.clone(), files));
            }
        }
    }
}

impl Unit {
    fn has(&self, artifact: &Artifact) -> bool {
        self.section.is_none_or(|section| artifact.sections == [section])
    }

    /// Whether a diagnostic may be about the unit: every one that is not in another section's text.
    fn is_about(&self, selection: &Selection<'_>, said: &Diagnostic) -> bool {
        let Place::At(span) = &said.place else { return true };
        let of = selection.guide.sections.iter().find(|section| section.file == span.file);
        self.section.is_none() || of.is_none_or(|of| Some(of.number) == self.section)
    }
}

/// What the program that runs is known by; none if that cannot be told.
///
/// The version alone would take a build of changed code for the same program. Each build is a file of its own, though: with
/// the version go the length, the times and the number of the program's file. Unlike a hash of the sources, made while building, that
/// misses nothing that went into the program, dependencies and flags included, and a hash of the file itself would take longer than all
/// else. A program that was only installed anew makes everything once more.
fn program() -> Option<String> {
    let mut known = format!("{} {}", env!("CARGO_PKG_VERSION"), file(&std::env::current_exe().ok()?)?);
    if cfg!(target_os = "linux") {
        // The file that runs, should another have taken its place since.
        known += &file(Path::new("/proc/self/exe"))?;
    }
    Some(known)
}

fn file(path: &Path) -> Option<String> {
    let data = std::fs::metadata(path).ok()?;
    let changed = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    #[cfg(unix)]
    let own = {
        use std::os::unix::fs::MetadataExt;
        // No program sets the time of a file's last change of state, as they do that of its bytes.
        (data.ino(), data.ctime(), data.ctime_nsec())
    };
    #[cfg(not(unix))]
    let own = data.created().ok();
    Some(format!("{:?}", (data.len(), changed, own)))
}
