//! What the sheets of the whole guide cost, from a cold start to the files, beside the Typst library alone, `typst compile` and
//! pandoc with Typst, in one run.
//!
//! `TYPST=…/typst PANDOC=…/pandoc cargo bench --bench sheets [-- ROUNDS]`; without them `typst` and `pandoc` in the path. Typst
//! is version 0.15.1, as here. A program that is not there is said to be missing. All take turns, round after round, so that what else
//! the machine does hits all alike. Of each: time by the clock, processor time with that of all its processes, and the most
//! memory of one process; the last two are told by Unix alone.

#[path = "sheets/library.rs"]
mod library;
#[path = "sheets/meter.rs"]
mod meter;

use meter::Figures;
use revexport::export::pdf::Pdf;
use revexport::guide::Guide;
use revexport::typeset::Layout;
use revexport::{parse, source::Folder};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// How many rounds count where no number is given.
const ROUNDS: usize = 5;

/// The size of type where it is given: as an argument, and in twentieths of a point.
const SIZE: (&str, u32) = ("8", 160);

type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let outcome = match arguments.as_slice() {
        // What this program starts itself as.
        [what, sources, fonts, target] if what == "library" => library::run(sources, fonts, target),
        [what, job] if what == "meter" => meter::run(Path::new(job)),
        _ => run(arguments.iter().find_map(|argument| argument.to_str()?.parse().ok()).unwrap_or(ROUNDS).max(1)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// One way to make the sheets.
struct Way {
    name: String,
    /// Its processes.
    commands: Vec<Vec<OsString>>,
    /// How many of them run side by side.
    width: usize,
    /// Where its files go.
    target: PathBuf,
    /// Whether its pages are revexport's own: as many, section by section.
    same: bool,
    /// The pages it made of each section.
    pages: Vec<usize>,
    rounds: Vec<Figures>,
}

fn run(rounds: usize) -> Outcome<()> {
    let guide = parse::read(Folder::Bundled).guide.ok_or("the bundled guide cannot be read")?;
    let folder = tempfile::tempdir().map_err(|error| format!("no folder to work in: {error}"))?;
    let folder = folder.path();
    let sections = write(&guide, folder).map_err(|error| format!("no sources: {error}"))?;
    let mut ways = own(folder)?;
    peers(&mut ways, folder, &sections);
    for way in &mut ways {
        way.write_job()?;
    }
    // The round before the first finds files that the system has not read yet, and does not count.
    for round in 0..=rounds {
        for i in 0..ways.len() {
            let figures = ways[i].measure()?;
            let pages = ways[i].count(sections.len())?;
            if ways[i].same && pages != ways[0].pages && i > 0 {
                return Err(format!("{} made pages {pages:?}, and revexport {:?}", ways[i].name, ways[0].pages));
            }
            ways[i].pages = pages;
            if round > 0 {
                ways[i].rounds.push(figures);
            }
        }
    }
    print(&ways);
    println!("\n{}", runs(&folder.join("runs"))?);
    Ok(())
}

/// Writes the Typst sources of each section, and its Markdown; the sections' names.
fn write(guide: &Guide, folder: &Path) -> std::io::Result<Vec<String>> {
    let layout = Layout::named("sheet").ok_or(std::io::ErrorKind::NotFound)?;
    let pdf = Pdf { size: Some(SIZE.1), ..Pdf::of(layout) };
    std::fs::create_dir(folder.join("markdown"))?;
    let mut names = Vec::new();
    for section in &guide.sections {
        let name = section.stem();
        for (path, bytes) in pdf.sources(guide, section) {
            let path = folder.join("typst").join(&name).join(path.trim_start_matches('/'));
            std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
            std::fs::write(path, bytes)?;
        }
        std::fs::write(folder.join(format!("markdown/{name}.md")), &guide.sources.file(section.file).text)?;
        names.push(name);
    }
    Ok(names)
}

/// The fonts of this program.
fn fonts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts")
}

/// revexport at a given size, the library, and revexport with every sheet fitted: what the others are compared with.
fn own(folder: &Path) -> Outcome<Vec<Way>> {
    let this = std::env::current_exe().map_err(|error| format!("this program's file is unknown: {error}"))?;
    let revexport = |target: &Path| -> Vec<OsString> {
        [env!("CARGO_BIN_EXE_revexport"), "pdf", "-q", "--no-cache", "-g", ":bundled", "-o"]
            .map(OsString::from)
            .into_iter()
            .chain([target.into()])
            .collect()
    };
    let mut given = Way::new(&format!("revexport, {} pt", SIZE.0), folder.join("given"), true);
    given.commands = vec![[revexport(&given.target), vec!["--font-size".into(), SIZE.0.into()]].concat()];
    let mut library = Way::new("the Typst library", folder.join("library"), true);
    let (typst, target) = (folder.join("typst"), library.target.clone());
    library.commands = vec![vec![this.into(), "library".into(), typst.into(), fonts().into(), target.into()]];
    let mut fitted = Way::new("revexport, fitted", folder.join("fitted"), false);
    fitted.commands = vec![revexport(&fitted.target)];
    Ok(vec![given, library, fitted])
}

/// The programs that make the sheets a process a section: one after the other, and side by side.
fn peers(ways: &mut Vec<Way>, folder: &Path, sections: &[String]) {
    let named = |variable: &str, name: &str| std::env::var_os(variable).unwrap_or_else(|| name.into());
    let (typst, pandoc) = (named("TYPST", "typst"), named("PANDOC", "pandoc"));
    let Some(version) = version(&typst, "TYPST") else {
        return println!("without Typst: `typst compile` and pandoc are left out");
    };
    println!("{version}");
    let compile = |name: &str, target: &Path| -> Vec<OsString> {
        let mut command = vec![typst.clone(), "compile".into(), "--ignore-system-fonts".into(), "--font-path".into()];
        command.push(fonts().into());
        command.push(folder.join("typst").join(name).join("main.typ").into());
        command.push(target.join(format!("{name}.pdf")).into());
        command
    };
    let pandoc_to = |name: &str, target: &Path| -> Vec<OsString> {
        let mut engine = OsString::from("--pdf-engine=");
        engine.push(&typst);
        let markdown = folder.join(format!("markdown/{name}.md"));
        let file = target.join(format!("{name}.pdf"));
        vec![pandoc.clone(), "-f".into(), "gfm".into(), engine, markdown.into(), "-o".into(), file.into()]
    };
    let wide = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut add = |name: &str, same: bool, command: &dyn Fn(&str, &Path) -> Vec<OsString>| {
        let hows = [(1, "one by one".to_owned()), (wide, format!("{wide} side by side"))];
        // One processor has nothing to set side by side.
        for (width, how) in hows.into_iter().take(wide) {
            let target = folder.join(format!("peer-{}", ways.len()));
            let mut way = Way { width, ..Way::new(&format!("{name}, {how}"), target, same) };
            way.commands = sections.iter().map(|section| command(section, &way.target)).collect();
            ways.push(way);
        }
    };
    add("typst compile", true, &compile);
    match self::version(&pandoc, "PANDOC") {
        Some(version) => {
            println!("{version}");
            add("pandoc and Typst", false, &pandoc_to);
        }
        None => println!("without pandoc: it is left out"),
    }
}

/// What a program says of its version; none, and said so, if it is not there.
fn version(program: &OsString, variable: &str) -> Option<String> {
    let output = Command::new(program).arg("--version").stdin(Stdio::null()).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).lines().next().map(str::to_owned));
    match text {
        Ok(line) => Some(line.unwrap_or_default()),
        Err(error) => {
            println!("`{}` cannot be started: {error}; {variable} may name another", program.display());
            None
        }
    }
}

impl Way {
    fn new(name: &str, target: PathBuf, same: bool) -> Way {
        let (commands, pages, rounds) = (Vec::new(), Vec::new(), Vec::new());
        Way { name: name.to_owned(), commands, width: 1, target, same, pages, rounds }
    }

    fn write_job(&self) -> Outcome<()> {
        meter::write(&self.target.with_extension("job"), self.width, &self.commands)
            .map_err(|error| format!("no job can be written: {error}"))
    }

    /// Makes the sheets, into an empty folder.
    fn measure(&self) -> Outcome<Figures> {
        let _ = std::fs::remove_dir_all(&self.target);
        std::fs::create_dir(&self.target).map_err(|error| format!("no folder for files: {error}"))?;
        meter::measure(&self.target.with_extension("job")).map_err(|problem| format!("{}: {problem}", self.name))
    }

    /// The pages of the files it made, in the order of the sections.
    fn count(&self, sections: usize) -> Outcome<Vec<usize>> {
        let wrong = |what: String| format!("{}: {what}", self.name);
        let entries = std::fs::read_dir(&self.target).map_err(|error| wrong(error.to_string()))?;
        let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        files.sort();
        let pages = |file: &PathBuf| match lopdf::Document::load(file) {
            Ok(pdf) => Ok(pdf.get_pages().len()),
            Err(error) => Err(wrong(format!("{} is no PDF: {error}", file.display()))),
        };
        let pages = files.iter().map(pages).collect::<Outcome<Vec<usize>>>()?;
        match pages.len() == sections && !pages.contains(&0) {
            true => Ok(pages),
            false => Err(wrong(format!("{sections} sections gave files of {pages:?} pages"))),
        }
    }

    /// The least and the median of what was measured.
    fn figure(&self, of: impl Fn(&Figures) -> f64) -> (f64, f64) {
        let mut figures: Vec<f64> = self.rounds.iter().map(of).collect();
        figures.sort_by(f64::total_cmp);
        (figures.first().copied().unwrap_or(0.0), figures.get(figures.len() / 2).copied().unwrap_or(0.0))
    }
}

/// Prints what each way costs, then how many times as much as revexport and the library: the least of either, wall and CPU.
fn print(ways: &[Way]) {
    let measures: [fn(&Figures) -> f64; 2] = [|figures| figures.wall, |figures| figures.cpu];
    let rounds = ways.first().map_or(0, |way| way.rounds.len());
    println!("\nrounds: {rounds}; milliseconds, the least and the median");
    println!("{:<32} {:>7} {:>7} {:>9} {:>7} {:>6} {:>6}", "", "wall", "", "CPU", "", "MiB", "pages");
    for way in ways {
        let [wall, cpu] = measures.map(|of| way.figure(of));
        let (memory, pages) = (way.figure(|figures| figures.memory).1, way.pages.iter().sum::<usize>());
        println!(
            "{:<32} {:>7.0} {:>7.0} {:>9.0} {:>7.0} {memory:>6.0} {pages:>6}",
            way.name, wall.0, wall.1, cpu.0, cpu.1
        );
    }
    print!("\n{:<32}", "wall and CPU, compared with");
    ways.iter().take(3).for_each(|way| print!(" {:>19}", way.name));
    println!();
    for way in ways {
        print!("{:<32}", way.name);
        for base in ways.iter().take(3) {
            let [wall, cpu] = measures.map(|of| way.figure(of).0 / base.figure(of).0);
            let of = |ratio: f64| if ratio.is_finite() { format!("{ratio:.2} ×") } else { "–".into() };
            print!(" {:>10} {:>8}", of(wall), of(cpu));
        }
        println!();
    }
}

/// How often the engine runs for a fitted sheet.
fn runs(target: &Path) -> Outcome<String> {
    std::fs::create_dir(target).map_err(|error| format!("no folder for files: {error}"))?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_revexport"));
    command.args(["pdf", "--json", "--no-cache", "-g", ":bundled", "-o"]).arg(target);
    let output = command.output().map_err(|error| format!("revexport cannot be started: {error}"))?;
    let said: serde_json::Value =
        serde_json::from_slice(&output.stdout).map_err(|error| format!("revexport --json: {error}"))?;
    let artifacts = said["artifacts"].as_array().filter(|artifacts| !artifacts.is_empty());
    let artifacts = artifacts.ok_or("revexport --json tells of no files")?;
    let runs: Vec<u64> = artifacts.iter().filter_map(|artifact| artifact["runs"].as_u64()).collect();
    let list: Vec<String> = runs.iter().map(u64::to_string).collect();
    let mean = runs.iter().sum::<u64>() as f64 / runs.len() as f64;
    Ok(format!("engine runs of the fitted sheets: {} (mean {mean:.2})", list.join(" ")))
}
