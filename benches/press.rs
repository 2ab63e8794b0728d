//! How long it takes to put finished pages on sheets, beside pikepdf and pdfjam making the same booklet of the same files:
//! the least of several rounds, taken in turn. Peers are timed inside their process where they can be (pikepdf), from outside
//! where they cannot (pdfjam, which starts TeX).
//!
//! `cargo bench --bench press`. `PYTHON` names a Python with pikepdf; `pdfjam` has to be in the path. A peer that is not there
//! is said to be missing.

use revexport::export::Exporter;
use revexport::export::pdf::Pdf;
use revexport::print::imposition::{Binding, booklet};
use revexport::print::press::{Page, Press, Work};
use revexport::print::{Plan, Size, Source, impose};
use revexport::typeset::Layout;
use revexport::{parallel, parse, selection::Selection, source::Folder};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

const ROUNDS: usize = 5;

fn main() {
    let guide = parse::read(Folder::Bundled).guide.expect("the bundled guide can be read");
    let layout = Layout::named("sheet").expect("a bundled layout");
    let Ok(export) = Pdf { size: Some(180), ..Pdf::of(layout) }.export(&Selection::all(&guide)) else {
        panic!("the bundled guide has no errors");
    };
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for count in [18, 200] {
        // Whole files, again from the first when there are no more.
        let (mut files, mut pages): (Vec<PathBuf>, usize) = (Vec::new(), 0);
        while pages < count {
            let artifact = &export.artifacts[files.len() % export.artifacts.len()];
            let path = folder.path().join(format!("{count}-{}.pdf", files.len()));
            std::fs::write(&path, &artifact.bytes).expect("a temporary file can be written");
            pages += Source::read(&artifact.bytes).expect("a sound PDF").sizes().len();
            files.push(path);
        }
        let total: usize =
            files.iter().filter_map(|file| std::fs::metadata(file).ok()).map(|data| data.len() as usize).sum();
        println!("{pages} pages in {} files, {total} bytes", files.len());
        let mut least = [f64::MAX; 3];
        let mut bytes = [0; 3];
        for _ in 0..ROUNDS {
            let rounds = [own(&files), pikepdf(&files, folder.path()), pdfjam(&files, folder.path())];
            for (i, round) in rounds.into_iter().enumerate() {
                if let Some((seconds, size)) = round {
                    least[i] = least[i].min(seconds);
                    bytes[i] = size;
                }
            }
        }
        for (i, name) in ["revexport", "pikepdf", "pdfjam"].into_iter().enumerate() {
            match bytes[i] {
                0 => println!("  {name:<10} not here"),
                size => println!(
                    "  {name:<10} {:8.1} ms  {:5.2} times ours  {size:8} bytes  {:4.2} times ours",
                    least[i] * 1000.0,
                    least[i] / least[0],
                    size as f64 / bytes[0] as f64
                ),
            }
        }
    }
}

/// Reads the files and makes a booklet of them.
fn own(files: &[PathBuf]) -> Option<(f64, usize)> {
    let files: Vec<Vec<u8>> = files.iter().map(|file| std::fs::read(file).ok()).collect::<Option<_>>()?;
    let started = Instant::now();
    let read = |file: &Vec<u8>| Source::read(file).ok();
    let sources: Vec<Source> = parallel::map(files.iter().collect(), read).into_iter().collect::<Option<_>>()?;
    let pages: Vec<Option<Page>> = sources
        .iter()
        .enumerate()
        .flat_map(|(source, file)| {
            file.sizes().iter().enumerate().map(move |(page, size)| Some(Page { source, page, size: *size }))
        })
        .collect();
    let work = Work::Booklet { signature: None, binding: Binding::Left, creep: 0.28 };
    let press = Press { work, paper: Size::A4, flip: None, margin: 18.4, gutter: 0.0, back_offset: (0.0, 0.0) };
    let sheets = press.sheets(&pages).ok()?;
    let duplex = sheets.duplex();
    let sides = sheets.printed(|source, page| sources[source].sizes()[page]);
    let made = impose(&sources, &Plan { title: "Booklet".into(), date: None, duplex, sides }).ok()?;
    Some((started.elapsed().as_secs_f64(), made.len()))
}

/// The same pages in the same order on the same paper, by pikepdf.
fn pikepdf(files: &[PathBuf], folder: &Path) -> Option<(f64, usize)> {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
    let target = folder.join("pikepdf.pdf");
    let count: usize =
        files.iter().filter_map(|file| Some(Source::read(&std::fs::read(file).ok()?).ok()?.sizes().len())).sum();
    let order: Vec<String> = booklet(count, None, Binding::Left)
        .into_iter()
        .flat_map(|sheet| [sheet.front, sheet.back])
        .flatten()
        .map(|page| page.map_or("-1".into(), |page| page.to_string()))
        .collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/press_pikepdf.py");
    let output = Command::new(python).arg(script).arg(&target).arg(order.join(",")).args(files).output().ok()?;
    let seconds: f64 = String::from_utf8_lossy(&output.stdout).trim().parse().ok()?;
    Some((seconds, std::fs::metadata(target).ok()?.len() as usize))
}

/// A booklet by pdfjam, from its start to its end.
fn pdfjam(files: &[PathBuf], folder: &Path) -> Option<(f64, usize)> {
    let target = folder.join("pdfjam.pdf");
    let started = Instant::now();
    let mut command = Command::new("pdfjam");
    command.args(["--quiet", "--booklet", "true", "--a4paper"]).args(files).arg("--outfile").arg(&target);
    let output = command.current_dir(folder).output().ok()?;
    output.status.success().then_some(())?;
    Some((started.elapsed().as_secs_f64(), std::fs::metadata(target).ok()?.len() as usize))
}
