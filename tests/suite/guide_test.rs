//! A guide in a folder of its own, runs of the program on it, and what they left behind.

use snapbox::assert::Action;
use snapbox::{Assert, IntoData, Redactions};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A guide under test. Its folder is also the working directory of the runs, and goes with it.
pub struct GuideTest {
    folder: TempDir,
}

impl GuideTest {
    /// An empty folder.
    pub fn empty() -> GuideTest {
        GuideTest { folder: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    /// A guide of the sections given: number, id, title and text below the title.
    pub fn new(sections: &[(u32, &str, &str, &str)]) -> GuideTest {
        let test = GuideTest::empty();
        let mut manifest = String::from(
            "id = \"tiny\"\ntitle = \"Tiny Guide\"\nversion = \"1\"\ndate = 2026-01-02\nlanguage = \"en\"\ncode-language = \"python\"\n",
        );
        for (number, id, title, text) in sections {
            let file = format!("{number:02}-{id}.md");
            manifest +=
                &format!("\n[[section]]\nnumber = {number}\nid = \"{id}\"\ntitle = \"{title}\"\nfile = \"{file}\"\n");
            test.write(&file, format!("# {title}\n\n{text}\n"));
        }
        test.write("guide.toml", manifest);
        test
    }

    /// Sections 1, 2, 4, 7, 8 and 9, each with a pitfall: for ranges with gaps.
    pub fn with_gaps() -> GuideTest {
        let text = |id: &str| {
            format!(
                "## Topic of {id}\n\nA sentence.\n\n> [!WARNING]\n> **Trap of {id}.** It is a trap.\n>\n> ```python bad\n> x = 1\n> ```\n> <!-- id: trap-{id} -->\n"
            )
        };
        let ids = [(1, "basics"), (2, "types"), (4, "functions"), (7, "exceptions"), (8, "iterators"), (9, "threads")];
        let texts: Vec<_> = ids.iter().map(|(number, id)| (*number, *id, format!("All of {id}"), text(id))).collect();
        let sections: Vec<_> =
            texts.iter().map(|(n, id, title, text)| (*n, *id, title.as_str(), text.as_str())).collect();
        GuideTest::new(&sections)
    }

    /// One section with a text below its first topic.
    pub fn one(text: &str) -> GuideTest {
        GuideTest::new(&[(1, "one", "One", &format!("## Topic\n\nA sentence.\n\n{text}"))])
    }

    /// Writes a file of the guide.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).expect("a folder can be made in the test's folder");
        }
        std::fs::write(path, text).expect("a file can be written in the test's folder");
    }

    /// The path of a file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program, ready to run in the folder.
    pub fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_revexport"));
        command.args(arguments).current_dir(self.folder.path()).env_remove("NO_COLOR").stdin(Stdio::null());
        command
    }

    /// Runs the program in the folder.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Run {
        self.finish(self.command(arguments))
    }

    /// Runs a prepared command.
    pub fn finish(&self, mut command: Command) -> Run {
        let output = command.output().expect("the program can be started");
        Run {
            code: output.status.code(),
            stdout: output.stdout,
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            folder: self.folder.path().to_owned(),
        }
    }

    /// Every file below a folder but caches: path → bytes.
    pub fn files(&self, below: &str) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        gather(&self.path(below), "", &mut found);
        found
    }

    /// The names of every file below a folder, without caches.
    pub fn names(&self, below: &str) -> Vec<String> {
        self.files(below).into_keys().collect()
    }
}

fn gather(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        if path.is_dir() {
            gather(&path, &format!("{name}/"), found);
        } else if name.rsplit('/').next() != Some(revexport::cache::FILE) {
            found.insert(name, std::fs::read(&path).unwrap_or_default());
        }
    }
}

/// How a run ended.
pub struct Run {
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: String,
    folder: PathBuf,
}

impl Run {
    /// Checks the exit code.
    #[track_caller]
    pub fn code(&self, expected: i32) -> &Run {
        assert_eq!(self.code, Some(expected), "exit code; standard error was:\n{}", self.stderr);
        self
    }

    /// Checks all of standard error; the test's folder stands in it as `[DIR]`, times as `[MS]`.
    #[track_caller]
    pub fn says(&self, expected: impl IntoData) -> &Run {
        let folder = self.folder.display().to_string();
        let text = milliseconds(&self.stderr.replace(&folder, "[DIR]"));
        assert().eq(text, expected);
        self
    }

    /// Standard output as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}; standard error was:\n{}", self.stderr))
    }
}

/// Compares with a recorded text, or records it anew where `UPDATE` is set.
pub fn assert() -> Assert {
    let action = if std::env::var_os("UPDATE").is_some() { Action::Overwrite } else { Action::Verify };
    Assert::new().action(action).redact_with(Redactions::new()).normalize_paths(false)
}

/// Puts `[MS]` in the place of every time.
fn milliseconds(text: &str) -> String {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    for i in 1..words.len() {
        let is_time = words[i] == "ms" || words[i].starts_with("ms\n");
        if is_time && words[i - 1].parse::<u64>().is_ok() {
            words[i - 1] = "[MS]".into();
        }
    }
    words.join(" ")
}
