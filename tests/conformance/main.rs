//! Judges that know nothing of this code: the Anki backend, EPUBCheck, Ace, Chromium, PyMuPDF and CPython look at what the program makes of
//! the bundled guide. They are Python scripts beside this file; the first test sets up what they need, from pinned
//! requirements, in the build folder. A judge that cannot be set up fails the test: none is skipped.

mod book;
mod press;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;

/// The packages: of the judges themselves, and of the guide's examples.
const REQUIREMENTS: [&str; 2] = ["requirements.txt", "requirements-examples.txt"];

/// Where the scripts stand.
fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance")
}

/// The Python of an environment with the judges' requirements.
fn python() -> &'static Path {
    static PYTHON: LazyLock<PathBuf> = LazyLock::new(|| environment(&REQUIREMENTS));
    &PYTHON
}

/// The Python of an environment with some requirements, made when it is not there yet.
fn environment(requirements: &[&str]) -> PathBuf {
    let files: Vec<PathBuf> = requirements.iter().map(|name| scripts().join(name)).collect();
    let pins: Vec<u8> =
        files.iter().flat_map(|file| std::fs::read(file).expect("the requirements are there")).collect();
    let name = format!("conformance-{}", &revexport::artifact::sha256(&pins)[..12]);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let complete = folder.join("complete");
    if !complete.is_file() {
        let system = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
        must(Command::new(&system).args(["-m", "venv", "--clear"]).arg(&folder), "Python 3.11 or later with venv");
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        pip.args(files.iter().flat_map(|file| ["-r".as_ref(), file.as_os_str()]));
        must(&mut pip, &format!("the packages in {}", requirements.join(" and ")));
        std::fs::write(&complete, "").expect("the build folder can be written to");
    }
    python
}

#[track_caller]
fn must(command: &mut Command, what: &str) {
    match command.status() {
        Ok(status) if status.success() => {}
        other => panic!("the judges need {what}; `{command:?}` ended with {other:?}"),
    }
}

/// What the program makes of the bundled guide, in a folder that goes with it.
struct Made {
    folder: TempDir,
}

static MADE: LazyLock<Made> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut command = program();
    command.args(["all", "-q", "-o"]).arg(folder.path().join("out/"));
    must(command.current_dir(folder.path()), "the program's output");
    Made { folder }
});

impl Made {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("out").join(name)
    }
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_revexport"));
    command.args(["--guide", ":bundled"]);
    command
}

/// What `list` says of the sections.
fn listed() -> Vec<Value> {
    let output = program().args(["list", "--json"]).output().expect("the program runs");
    let value: Value = serde_json::from_slice(&output.stdout).expect("`list --json` prints JSON");
    value["sections"].as_array().expect("a list").clone()
}

/// Runs a judge and fails with every problem it names.
#[track_caller]
fn judged(script: &str, arguments: &[&std::ffi::OsStr]) -> Value {
    judged_with(python(), script, arguments)
}

/// Runs a judge in an environment of its own and fails with every problem it names.
#[track_caller]
fn judged_with(python: &Path, script: &str, arguments: &[&std::ffi::OsStr]) -> Value {
    verdict(script, Command::new(python).arg(scripts().join(script)).args(arguments))
}

/// Runs a judge and fails with every problem it names.
#[track_caller]
fn verdict(script: &str, command: &mut Command) -> Value {
    let output = command.output().unwrap_or_else(|error| panic!("{script} cannot be run: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script} could not judge:\n{said}");
    let verdict: Value = serde_json::from_slice(&output.stdout).expect("a judge prints JSON");
    let problems = verdict["problems"].as_array().expect("a judge lists problems");
    let lines: Vec<&str> = problems.iter().filter_map(Value::as_str).collect();
    assert!(problems.is_empty(), "{script} found {} problems:\n{}", problems.len(), lines.join("\n"));
    verdict
}

#[test]
fn the_anki_backend_imports_the_deck_twice() {
    let deck = MADE.path("python-quick-revision.apkg");
    let cards: u64 = listed().iter().filter_map(|section| section["cards"].as_u64()).sum();
    let expected = cards.to_string();
    let verdict = judged("anki_deck.py", &[deck.as_os_str(), "--expect-cards".as_ref(), expected.as_ref()]);
    assert_eq!(verdict["cards"].as_u64(), Some(cards), "as many cards as `list` says");
    assert!(cards > 1000, "only {cards} cards");
}

/// Ranges of sections that are exported besides each section alone: the same on every run.
fn random_ranges(count: usize, last: u64) -> Vec<(u64, u64)> {
    let mut state: u64 = 20_261_125;
    let mut next = || {
        // Knuth's MMIX generator; its high bits are the good ones.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % last + 1
    };
    (0..count)
        .map(|_| {
            let (one, other) = (next(), next());
            (one.min(other), one.max(other))
        })
        .collect()
}

#[test]
fn the_anki_backend_imports_every_section_and_any_range() {
    let cards: Vec<(u64, u64)> = listed()
        .iter()
        .map(|section| (section["number"].as_u64().expect("a number"), section["cards"].as_u64().expect("a number")))
        .collect();
    let last = cards.iter().map(|(number, _)| *number).max().expect("there are sections");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut ranges: Vec<(u64, u64)> = cards.iter().map(|(number, _)| (*number, *number)).collect();
    ranges.extend(random_ranges(20, last));
    assert_eq!(ranges.len(), 38);
    let (mut decks, mut expected) = (Vec::new(), Vec::new());
    for (i, (first, last)) in ranges.iter().enumerate() {
        let deck = folder.path().join(format!("{i:02}-sections-{first}-{last}.apkg"));
        let mut command = program();
        command.args(["anki", "-q", "-s", &format!("{first}-{last}"), "-o"]).arg(&deck);
        must(&mut command, "a deck of a range");
        let in_range = cards.iter().filter(|(number, _)| (first..=last).contains(&number));
        expected.push(in_range.map(|(_, cards)| cards).sum::<u64>().to_string());
        decks.push(deck);
    }
    let mut arguments: Vec<&std::ffi::OsStr> = decks.iter().map(|deck| deck.as_os_str()).collect();
    arguments.push("--expect-cards".as_ref());
    arguments.extend(expected.iter().map(std::ffi::OsStr::new));
    let verdict = judged("anki_deck.py", &arguments);
    assert_eq!(verdict["decks"].as_u64(), Some(38));
}

#[test]
fn every_pitfall_and_every_informative_cell_has_its_card() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("guide");
    let deck = MADE.path("python-quick-revision.apkg");
    let verdict = judged("anki_cover.py", &[guide.as_os_str(), deck.as_os_str()]);
    assert!(verdict["pitfalls"].as_u64().is_some_and(|count| count > 200), "only {} pitfalls", verdict["pitfalls"]);
    assert!(verdict["cells"].as_u64().is_some_and(|count| count > 1000), "only {} cells", verdict["cells"]);
}

#[test]
fn a_look_of_one_s_own_reaches_learners_and_costs_them_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = |name: &str| folder.path().join(name);
    let (guide, old, new) = (path("guide"), path("old.apkg"), path("new.apkg"));
    let mut generator = Command::new(python());
    generator.arg(scripts().join("random_edits.py")).arg(&guide);
    must(generator.args(["--seed", "1", "--edits", "0"]), "a random guide");
    let export = |time: &str, deck: &Path| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_revexport"));
        program.args(["anki", "-q", "--cards", "pitfalls,comparisons,practices,keys", "--guide"]).arg(&guide);
        must(program.arg("-o").arg(deck).env("SOURCE_DATE_EPOCH", time), "a deck");
    };
    export("1600000000", &old);
    let layouts = Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts/anki");
    std::fs::create_dir_all(guide.join("layouts/anki")).expect("a folder can be made");
    for (file, from, to) in [
        ("style.css", "--paper: #fdfcf9", "--paper: #eef4ff"),
        ("row.front.html", "<p class=\"of\">{{Title}}", "<p class=\"of\">Compare: {{Title}}"),
    ] {
        let text = std::fs::read_to_string(layouts.join(file)).expect("the program's own look");
        assert!(text.contains(from), "{file} has no {from}");
        std::fs::write(guide.join("layouts/anki").join(file), text.replace(from, to)).expect("a file can be written");
    }
    export("1600000100", &new);
    let verdict = judged("anki_look.py", &[old.as_os_str(), new.as_os_str()]);
    // One style for each of three note types, and one template.
    assert_eq!(verdict["changed"].as_array().map(Vec::len), Some(4), "{}", verdict["changed"]);
}

/// Versions of Anki before the one of the judges, each with an importer of its own.
const OLDER: [&str; 4] = ["25.02", "24.11", "23.12.1", "2.1.66"];

/// Runs random edit scripts and fails if one of them costs a learner anything.
#[track_caller]
fn edit_scripts(python: &Path, count: u64, seed: usize) -> Value {
    let (count_, seed) = (count.to_string(), seed.to_string());
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("edit-scripts");
    let arguments = [env!("CARGO_BIN_EXE_revexport"), "--scripts", &count_, "--seed", &seed, "--keep"];
    let mut arguments: Vec<&std::ffi::OsStr> = arguments.iter().map(std::ffi::OsStr::new).collect();
    arguments.push(kept.as_os_str());
    let verdict = judged_with(python, "edit_scripts.py", &arguments);
    assert_eq!(verdict["scripts"].as_u64(), Some(count), "every script was run");
    verdict
}

#[test]
fn random_edits_cost_a_learner_nothing() {
    edit_scripts(python(), 500, 1);
}

#[test]
fn random_edits_cost_a_learner_with_an_older_anki_nothing() {
    for (i, version) in OLDER.iter().enumerate() {
        let python = environment(&[&format!("requirements-anki-{version}.txt")]);
        let verdict = edit_scripts(&python, 60, 2 + i);
        assert_eq!(verdict["anki"].as_str(), Some(*version));
    }
}

#[test]
fn no_combination_of_import_options_costs_progress() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = |name: &str| folder.path().join(name);
    let (guide, old, new) = (path("guide"), path("old.apkg"), path("new.apkg"));
    let mut generator = Command::new(python());
    generator.arg(scripts().join("random_edits.py")).arg(&guide);
    must(generator.args(["--seed", "1", "--edits", "0"]), "a random guide");
    let export = |time: &str, deck: &Path| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_revexport"));
        program.args(["anki", "-q", "--cards", "pitfalls,comparisons,practices,keys", "--guide"]).arg(&guide);
        must(program.arg("-o").arg(deck).env("SOURCE_DATE_EPOCH", time), "a deck");
    };
    export("1600000000", &old);
    let mut generator = Command::new(python());
    generator.arg(scripts().join("random_edits.py")).arg(&guide);
    must(generator.args(["--seed", "1", "--edits", "8"]), "a random guide");
    export("1600000100", &new);
    let verdict = judged("anki_options.py", &[old.as_os_str(), new.as_os_str()]);
    assert_eq!(verdict["combinations"].as_u64(), Some(72));
    assert!(verdict["changed"].as_u64().is_some_and(|changed| changed > 0));
    assert!(verdict["added"].as_u64().is_some_and(|added| added > 0));
}

#[test]
fn genanki_makes_the_same_cards_of_the_same_notes() {
    let verdict = judged("genanki_peer.py", &[MADE.path("python-quick-revision.apkg").as_os_str()]);
    assert!(verdict["cards"].as_u64().is_some_and(|cards| cards > 1000), "only {} cards", verdict["cards"]);
}

#[test]
fn python_is_highlighted_as_cpython_reads_it() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("guide");
    let verdict = judged("code_classes.py", &[guide.as_os_str(), MADE.path("python-quick-revision.epub").as_os_str()]);
    assert!(verdict["fences"].as_u64().is_some_and(|fences| fences > 500), "only {} fences", verdict["fences"]);
}

#[test]
fn no_word_of_a_section_is_missing_on_its_sheet() {
    let sections = listed();
    assert_eq!(sections.len(), 18);
    for section in sections {
        let file = section["file"].as_str().expect("a file name");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("guide").join(file);
        let sheet = MADE.path(&file.replace(".md", ".pdf"));
        judged("pdf_words.py", &[source.as_os_str(), sheet.as_os_str(), "--max-pages".as_ref(), "2".as_ref()]);
    }
}

/// Other layouts, papers and themes: what makes them, the sections, the ending of their names, and the pages they may take.
const LOOKS: [(&[&str], &str, &str, &str); 5] = [
    (&["--paper", "letter"], "1-", ".pdf", "2"),
    (&["--layout", "handout"], "1-", "-handout.pdf", "9"),
    (&["--layout", "pocket"], "1-", "-pocket.pdf", "10"),
    (&["--theme", "colour"], "7-8", ".pdf", "2"),
    (&["--theme", "contrast"], "7-8", ".pdf", "2"),
];

#[test]
fn no_word_of_a_section_is_missing_in_another_look() {
    std::thread::scope(|scope| {
        for (options, range, ending, pages) in LOOKS {
            scope.spawn(move || look(options, range, ending, pages));
        }
    });
}

/// Judges the sections of a range in one look.
fn look(options: &[&str], range: &str, ending: &str, pages: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut command = program();
    command.args(["pdf", "-q", "-s", range, "-o"]).arg(folder.path()).args(options);
    must(&mut command, "the program's output");
    let mut found = 0;
    for section in listed() {
        let file = section["file"].as_str().expect("a file name");
        let made = folder.path().join(file.replace(".md", ending));
        if made.is_file() {
            let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("guide").join(file);
            judged("pdf_words.py", &[source.as_os_str(), made.as_os_str(), "--max-pages".as_ref(), pages.as_ref()]);
            found += 1;
        }
    }
    assert_eq!(found, if range == "1-" { 18 } else { 2 }, "{options:?}");
}

#[test]
fn a_screen_reader_is_told_what_each_section_holds() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut command = program();
    // The structure does not depend on the size, and a given one saves the search for it.
    command.args(["pdf", "-q", "--standard", "ua-1,a-2a", "--font-size", "7.5", "-o"]).arg(folder.path().join("out/"));
    must(&mut command, "the program's output");
    for section in listed() {
        let file = section["file"].as_str().expect("a file name");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("guide").join(file);
        let sheet = folder.path().join("out").join(file.replace(".md", ".pdf"));
        let verdict = judged("pdf_structure.py", &[source.as_os_str(), sheet.as_os_str(), "--standard".as_ref()]);
        assert!(verdict["elements"].as_u64().is_some_and(|elements| elements > 300), "{file}: {verdict}");
    }
}

#[test]
fn one_file_of_all_sections_keeps_the_standards_and_leads_everywhere() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut command = program();
    let options = ["pdf", "-q", "--merge", "--standard", "ua-1,a-2a", "--font-size", "7.5", "-o"];
    command.args(options).arg(folder.path().join("all.pdf"));
    must(&mut command, "the program's output");
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("guide");
    judged("pdf_merged.py", &[guide.as_os_str(), folder.path().join("all.pdf").as_os_str()]);
}

#[test]
fn every_card_of_the_deck_is_on_paper_its_back_behind_its_front() {
    let sheets = MADE.folder.path().join("cards.pdf");
    must(program().args(["cards", "-q", "-o"]).arg(&sheets), "cards on paper");
    let deck = MADE.path("python-quick-revision.apkg");
    let verdict = judged("card_sheets.py", &[sheets.as_os_str(), "--deck".as_ref(), deck.as_os_str()]);
    let listed: u64 = listed().iter().filter_map(|section| section["cards"].as_u64()).sum();
    assert_eq!(verdict["cards"].as_u64(), Some(listed), "as many cards as `list` says");
}

#[test]
fn any_number_of_cards_comes_out_of_the_printer_right() {
    let verdict = judged("card_order.py", &[env!("CARGO_BIN_EXE_revexport").as_ref()]);
    assert!(verdict["jobs"].as_u64().is_some_and(|jobs| jobs > 140), "only {} jobs", verdict["jobs"]);
}

#[test]
fn the_examples_print_what_they_claim() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("guide");
    let verdict = judged("examples.py", &[guide.as_os_str()]);
    assert!(verdict["run"].as_u64().is_some_and(|run| run > 500), "only {} examples were run", verdict["run"]);
}

#[test]
fn the_judges_see_what_is_wrong() {
    let mut selftest = Command::new(python());
    selftest.arg(scripts().join("selftest.py")).env("REVEXPORT", env!("CARGO_BIN_EXE_revexport"));
    must(&mut selftest, "judges that notice broken outputs");
}
