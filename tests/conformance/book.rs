//! Books before their judges: EPUBCheck, Ace by DAISY, axe, Chromium, and the sheets whose pages they tell.

use super::{MADE, judged, listed, must, program, scripts, verdict};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;

/// The whole guide with its page list, each section, and ten ranges drawn at random, always the same.
struct Books {
    folder: TempDir,
    names: Vec<String>,
}

static BOOKS: LazyLock<Books> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let count = listed().len() as u64;
    let mut books = Books { folder, names: Vec::new() };
    books.make("whole.epub", &["--page-list"]);
    for section in 1..=count {
        books.make(&format!("section-{section}.epub"), &["-s", &section.to_string()]);
    }
    let mut drawn = Drawn(5);
    for i in 1..=10 {
        let items: Vec<String> = (0..=drawn.below(3))
            .map(|_| {
                let first = 1 + drawn.below(count);
                format!("{first}-{}", first + drawn.below(count - first + 1))
            })
            .collect();
        books.make(&format!("range-{i}.epub"), &["-s", &items.join(",")]);
    }
    books
});

impl Books {
    fn make(&mut self, name: &str, arguments: &[&str]) {
        let mut command = program();
        command.args(["epub", "-q"]).args(arguments).arg("-o").arg(self.folder.path().join(name));
        must(command.current_dir(self.folder.path()), "a book");
        self.names.push(name.to_owned());
    }

    fn paths(&self) -> Vec<PathBuf> {
        self.names.iter().map(|name| self.folder.path().join(name)).collect()
    }

    fn whole(&self) -> PathBuf {
        self.folder.path().join("whole.epub")
    }
}

/// Numbers that look random (a linear congruence, as in Knuth's MMIX).
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// The packages from npm, in the exact versions of `browser/package-lock.json`.
fn modules() -> &'static Path {
    static MODULES: LazyLock<PathBuf> = LazyLock::new(|| {
        let lock = std::fs::read(scripts().join("browser/package-lock.json")).expect("the lock file is there");
        let name = format!("npm-{}", &revexport::artifact::sha256(&lock)[..12]);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let complete = folder.join("complete");
        if !complete.is_file() {
            std::fs::create_dir_all(&folder).expect("the build folder can be written to");
            for file in ["package.json", "package-lock.json"] {
                std::fs::copy(scripts().join("browser").join(file), folder.join(file)).expect("files can be copied");
            }
            let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
            npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder);
            must(npm.env("PUPPETEER_SKIP_DOWNLOAD", "1"), "Node 20 or later with npm");
            std::fs::write(&complete, "").expect("the build folder can be written to");
        }
        folder.join("node_modules")
    });
    &MODULES
}

/// Runs a judge in Node and fails with every problem it names.
#[track_caller]
fn node(script: &str, arguments: &[&OsStr]) -> serde_json::Value {
    let mut command = Command::new("node");
    command.arg(scripts().join("browser").join(script)).arg(modules()).args(arguments);
    verdict(script, &mut command)
}

#[test]
fn epubcheck_has_nothing_to_say_about_any_book() {
    let paths = BOOKS.paths();
    let verdict = judged("epub_book.py", &paths.iter().map(|path| path.as_os_str()).collect::<Vec<_>>());
    assert_eq!(verdict["books"].as_u64(), Some(29));
    assert_eq!(verdict["marked"].as_u64(), Some(36), "the beginnings of pages in the whole guide");
}

/// Ace takes seconds a page, and a page says the same in every book: the whole guide has them all, a section's book and one of
/// a range have what is different around them.
#[test]
fn ace_has_nothing_to_say_about_a_book() {
    let paths: Vec<PathBuf> =
        ["whole.epub", "section-1.epub", "range-1.epub"].iter().map(|name| BOOKS.folder.path().join(name)).collect();
    let verdict = node("ace.cjs", &paths.iter().map(|path| path.as_os_str()).collect::<Vec<_>>());
    assert_eq!(verdict["books"].as_u64(), Some(3));
}

#[test]
fn no_page_of_any_size_loses_text_or_breaks_words() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = std::fs::File::open(BOOKS.whole()).expect("the book is there");
    let mut archive = zip::ZipArchive::new(file).expect("a book is a zip archive");
    archive.extract(folder.path()).expect("a book can be unpacked");
    let verdict = node("layout.cjs", &[folder.path().as_os_str()]);
    assert_eq!(verdict["pages"].as_u64(), Some(21));
    assert_eq!(verdict["layouts"].as_u64(), Some(21 * 4 * 3));
}

#[test]
fn the_pages_of_the_book_are_those_of_the_sheets() {
    let verdict = judged("epub_pages.py", &[BOOKS.whole().as_os_str(), MADE.path("").as_os_str()]);
    assert_eq!(verdict["pages"].as_u64(), Some(36));
}

/// A page that is broken in one way each: its style, its body, and words of the problem that has to be named.
const BROKEN: [(&str, &str, &str); 5] = [
    (
        "p { white-space: nowrap }",
        "<p>a line that goes on and on, past the edge of every page of a phone</p>",
        "beyond the page's edge",
    ),
    (
        "p { word-break: break-all }",
        "<p>some long words are broken anywhere, whatever they may be</p>",
        "is broken, and would fit",
    ),
    ("pre { overflow: auto }", "<pre>x</pre>", "<pre> scrolls"),
    (
        "@media (prefers-color-scheme: dark) { html { background: #000 } p { color: #222 } }",
        "<p>unseen</p>",
        "dark: axe",
    ),
    ("", "<img src=\"x.png\"/>", "light: axe"),
];

#[test]
fn the_judges_in_the_browser_see_what_is_wrong() {
    for (style, body, words) in BROKEN {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let write = |name: &str, text: String| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
            std::fs::write(path, text).expect("a file can be written");
        };
        write("META-INF/container.xml", "<rootfile full-path=\"p.opf\"/>".into());
        write("p.opf", "<item id=\"a\" href=\"a.xhtml\"/> <itemref idref=\"a\"/>".into());
        let head = format!("<head><title>A</title><style>{style}</style></head>");
        write(
            "a.xhtml",
            format!("<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">{head}<body>{body}</body></html>"),
        );
        let mut command = Command::new("node");
        command.arg(scripts().join("browser/layout.cjs")).arg(modules()).arg(folder.path());
        let output = command.output().expect("Node runs");
        let said = String::from_utf8_lossy(&output.stdout);
        let verdict: serde_json::Value = serde_json::from_str(&said).expect("a judge prints JSON");
        let problems = verdict["problems"].as_array().expect("a list");
        let seen = problems.iter().filter_map(|problem| problem.as_str()).any(|problem| problem.contains(words));
        assert!(seen, "no problem says “{words}”: {said}");
    }
}
