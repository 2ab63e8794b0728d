//! What a deck costs, from the command line to the file, beside Python's genanki writing the same notes in the same
//! run.
//!
//! `GENANKI_PYTHON=…/bin/python cargo bench --bench deck`, with a Python that has the judges' requirements
//! (`tests/conformance/requirements.txt`). Two guides: the one inside the program, and one of 20,000 notes, whose lock
//! is there. Of each: processor time and time by the clock, the least of the rounds, and the most memory. Of genanki
//! only the writing counts: its notes are made already. Processor time and memory are told by Linux.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// Notes of a section of the large guide: thirty pitfalls and four comparisons of five rows a topic.
const TOPICS: usize = 10;
const SECTIONS: usize = 40;

fn main() -> ExitCode {
    let Ok(python) = std::env::var("GENANKI_PYTHON") else {
        eprintln!("GENANKI_PYTHON names no Python: give one with the packages in tests/conformance/requirements.txt");
        return ExitCode::from(2);
    };
    match run(&python) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(python: &str) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| format!("no folder to work in: {error}"))?;
    let large = folder.path().join("large");
    write_guide(&large).map_err(|error| format!("no large guide: {error}"))?;
    let large = large.display().to_string();
    println!("{:<16} {:>10} {:>10} {:>10} {:>14} {:>8}", "", "CPU ms", "wall ms", "MiB", "genanki CPU ms", "ratio");
    for (name, guide, rounds) in [("the whole guide", ":bundled", 20), ("20,000 notes", large.as_str(), 4)] {
        let deck = folder.path().join("deck.apkg");
        // The first run writes the lock, and warms what a second finds warm.
        export(guide, &deck)?;
        let mut least = [f64::MAX; 2];
        let mut memory = 0;
        for _ in 0..rounds {
            let before = children_ticks();
            let (elapsed, peak) = export(guide, &deck)?;
            // A hundredth of a second is the clock's grain.
            least[0] = least[0].min((children_ticks() - before) as f64 * 10.0);
            least[1] = least[1].min(elapsed.as_secs_f64() * 1000.0);
            memory = memory.max(peak);
        }
        let peer = genanki(python, &deck)?;
        println!(
            "{name:<16} {:>10.0} {:>10.0} {:>10.0} {peer:>14.0} {:>8.2}",
            least[0],
            least[1],
            memory as f64 / 1024.0,
            least[0] / peer
        );
    }
    Ok(())
}

/// Makes a deck of a guide; how long it took, and the most memory in KiB.
fn export(guide: &str, deck: &Path) -> Result<(Duration, u64), String> {
    let started = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_revexport"));
    command.args(["anki", "-q", "--no-cache", "-g", guide, "-o"]).arg(deck).stdin(Stdio::null());
    let mut child = command.spawn().map_err(|error| format!("the program cannot be started: {error}"))?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = peak.max(line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or(0));
        match child.try_wait() {
            Ok(None) => std::thread::sleep(Duration::from_micros(500)),
            Ok(Some(code)) if code.success() => return Ok((started.elapsed(), peak)),
            other => return Err(format!("the program ended with {other:?}")),
        }
    }
}

/// Processor time of all children so far, in hundredths of a second.
fn children_ticks() -> u64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name in brackets may hold spaces; cutime and cstime are the 16th and 17th fields (proc(5)).
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(13).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
}

fn genanki(python: &str, deck: &Path) -> Result<f64, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/genanki_deck.py");
    let output = Command::new(python)
        .arg(script)
        .arg(deck)
        .output()
        .map_err(|error| format!("GENANKI_PYTHON is `{python}`, which cannot be started: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse().map_err(|_| format!("genanki failed:\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// Writes a guide of 20,000 notes and 36,000 cards.
fn write_guide(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut manifest = String::from(
        "id = \"large\"\ntitle = \"Large\"\ndate = 2026-01-02\nlanguage = \"en\"\ncode-language = \"python\"\n",
    );
    for section in 1..=SECTIONS {
        manifest += &format!(
            "\n[[section]]\nnumber = {section}\nid = \"s{section}\"\ntitle = \"Section {section}\"\nfile = \"{section:02}.md\"\n"
        );
        let mut text = format!("# Section {section}\n\nText.\n");
        for topic in 0..TOPICS {
            text += &format!("\n## Topic {topic}\n\nSome text.\n");
            for i in 0..30 {
                let key = format!("{section}-{topic}-{i}");
                text += &format!(
                    "\n> [!WARNING]\n> **Trap {key}.** The value is `{i}` and it is shared by all *callers* of it.\n>\n\
                     > ```python bad\n> def f{i}(x, to=[]):\n>     to.append(x)  # {key}\n>     return to\n> ```\n>\n\
                     > ```python good\n> def f{i}(x, to=None):\n>     return [*(to or []), x]\n> ```\n> <!-- id: p-{key} -->\n"
                );
            }
            for i in 0..4 {
                let key = format!("{section}-{topic}-{i}");
                text += &format!(
                    "\n**Compare: a{i} vs b{i} vs c{i} in {key}** <!-- id: t-{key} -->\n\n\
                     | Aspect | A | B | C |\n| --- | --- | --- | --- |\n"
                );
                for row in 0..5 {
                    text += &format!("| Aspect {row} | `a{row}` yes | no {row} | maybe {row} |\n");
                }
            }
        }
        std::fs::write(folder.join(format!("{section:02}.md")), text)?;
    }
    std::fs::write(folder.join("guide.toml"), manifest)
}
