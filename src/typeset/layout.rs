//! Layouts: hand-written Typst that says how pages look.
//!
//! A layout is a file that begins with two dictionaries: `defaults`, which this program reads before the engine does (paper,
//! columns, sizes), and `measures`, which the shared vocabulary reads. Then it imports the vocabulary by its absolute name,
//! `/vocabulary.typ`, changes of it what it likes, and defines `section`, the page. What a layout imports or shows by a
//! relative name stands beside it; nothing else on the disk can be reached.

mod defaults;

pub use defaults::{Defaults, Fit};

use super::world;
use crate::diagnostic::{Diagnostic, Place, Severity};
use std::sync::OnceLock;
use typst::syntax::{FileId, Source, SyntaxKind, ast};

/// The layouts inside the program, and the vocabulary they share: name, file, text.
const BUNDLED: [(&str, &str, &str); 5] = [
    ("sheet", "layouts/pdf/sheet.typ", include_str!("../../layouts/pdf/sheet.typ")),
    ("handout", "layouts/pdf/handout.typ", include_str!("../../layouts/pdf/handout.typ")),
    ("pocket", "layouts/pdf/pocket.typ", include_str!("../../layouts/pdf/pocket.typ")),
    ("vocabulary", "layouts/pdf/vocabulary.typ", include_str!("../../layouts/pdf/vocabulary.typ")),
    ("marks", "layouts/pdf/marks.typ", include_str!("../../layouts/pdf/marks.typ")),
];
/// How many of them are layouts: the others are what those share.
const LAYOUTS: usize = 3;

/// A layout, read.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Its name: `sheet`, or that of a file without its ending.
    pub name: String,
    /// Whether it came with the program.
    pub bundled: bool,
    /// What it says of itself.
    pub defaults: Defaults,
    /// Its files, itself first.
    pub files: Vec<File>,
    /// Those of its files that are Typst, parsed when the first section is set: all sections share them.
    sources: OnceLock<Vec<(usize, Source)>>,
}

/// A file of a layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its absolute name in the engine's world.
    pub path: String,
    /// Its name in messages.
    pub shown: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl File {
    /// Its text, parsed.
    pub(super) fn source(&self, id: FileId) -> Source {
        Source::new(id, String::from_utf8_lossy(&self.bytes).into_owned())
    }
}

/// What stands in a sheet's world beside a layout's own files.
const GENERATED: [&str; 3] = [world::MAIN, world::EDITION, world::SETTINGS];

/// The text of a bundled layout, or of the vocabulary.
pub fn bundled(name: &str) -> Option<&'static str> {
    BUNDLED.into_iter().find(|(bundled, ..)| *bundled == name).map(|(.., text)| text)
}

/// Whether a file's name in messages is that of a bundled file.
pub fn is_bundled(shown: &str) -> bool {
    BUNDLED.iter().any(|(_, bundled, _)| *bundled == shown)
}

/// The names of the bundled layouts.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    BUNDLED.into_iter().take(LAYOUTS).map(|(name, ..)| name)
}

/// Everything that can be copied out, and what it is for.
pub fn overview() -> Vec<(&'static str, String)> {
    let about = |shown, text| defaults::read(text, shown).map(|defaults| defaults.about).unwrap_or_default();
    let layouts = BUNDLED.into_iter().take(LAYOUTS).map(|(name, shown, text)| (name, about(shown, text)));
    layouts
        .chain([
            ("vocabulary", "what the layouts share: boxes, listings, tables".into()),
            ("marks", "what the vocabulary draws, and the colours and rules of the themes".into()),
        ])
        .collect()
}

impl Layout {
    /// A layout inside the program.
    pub fn named(name: &str) -> Option<Layout> {
        let (name, shown, text) = BUNDLED.into_iter().take(LAYOUTS).find(|(bundled, ..)| *bundled == name)?;
        // The bundled layouts are read by the tests.
        Layout::parse(name, shown, text, |_| None).ok().map(|layout| Layout { bundled: true, ..layout })
    }

    /// A layout inside the program that is for something else than a section's pages.
    pub(super) fn special(shown: &str, text: &str) -> Layout {
        let defaults = Defaults {
            about: String::new(),
            paper: super::Paper::A4,
            landscape: false,
            columns: vec![1],
            fit: None,
            size: 160,
            sides: 0.0,
            gutter: 0.0,
            measures: "()".into(),
        };
        let (path, bytes) = ("/layout.typ".into(), text.as_bytes().to_vec());
        let files = vec![File { path, shown: shown.into(), bytes }];
        Layout { name: shown.into(), bundled: true, defaults, files, sources: OnceLock::new() }
    }

    /// A layout from its text. `shown` is its file's name in messages; `beside` reads what it names by a relative name.
    ///
    /// # Errors
    ///
    /// What is wrong with its syntax or its `defaults`, at the layout's line.
    pub fn parse(
        name: &str,
        shown: &str,
        text: &str,
        beside: impl Fn(&str) -> Option<Vec<u8>>,
    ) -> Result<Layout, Vec<Diagnostic>> {
        let defaults = defaults::read(text, shown)?;
        let file = |path: &str, shown: &str, bytes: &[u8]| File {
            path: path.to_owned(),
            shown: shown.to_owned(),
            bytes: bytes.to_vec(),
        };
        let mut files = vec![file("/layout.typ", shown, text.as_bytes())];
        let folder = shown.rfind(['/', '\\']).map_or("", |at| &shown[..=at]);
        let mut wanted = mentioned(text);
        while let Some(name) = wanted.pop() {
            let path = format!("/{name}");
            if files.iter().any(|file| file.path == path) {
                continue;
            }
            let Some(bytes) = beside(&name) else { continue };
            if GENERATED.contains(&path.as_str()) {
                let message = format!("the layout names `{name}`, and so is a file called that this program makes");
                let problem = Diagnostic::new("layout-file-name", Severity::Error, Place::File(shown.into()), message);
                return Err(vec![problem.help("give the file beside the layout another name")]);
            }
            if name.ends_with(".typ") {
                wanted.extend(mentioned(&String::from_utf8_lossy(&bytes)));
            }
            files.push(file(&path, &format!("{folder}{name}"), &bytes));
        }
        for (name, shown, text) in BUNDLED.into_iter().skip(LAYOUTS) {
            let path = format!("/{name}.typ");
            if files.iter().all(|file| file.path != path) {
                files.push(file(&path, shown, text.as_bytes()));
            }
        }
        Ok(Layout { name: name.to_owned(), bundled: false, defaults, files, sources: OnceLock::new() })
    }

    /// The same with another file in the place of the layout's own: for pages that are not a section's.
    pub(super) fn replaced(&self, shown: &str, text: &str) -> Layout {
        let own = File { path: "/layout.typ".into(), shown: shown.into(), bytes: text.as_bytes().to_vec() };
        let sources = OnceLock::new();
        Layout { name: self.name.clone(), bundled: true, defaults: self.defaults.clone(), files: vec![own], sources }
    }

    /// Its files that are Typst, each with its place among the files, as they stand below the project's root.
    pub(super) fn sources(&self) -> &[(usize, Source)] {
        self.sources.get_or_init(|| {
            let typst = |file: &File| file.path.ends_with(".typ").then(|| file.source(world::id(&file.path)));
            self.files.iter().enumerate().filter_map(|(i, file)| Some((i, typst(file)?))).collect()
        })
    }
}

/// The relative file names in a Typst text: strings that could be one.
fn mentioned(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut walk = vec![typst::syntax::parse(text)];
    while let Some(node) = walk.pop() {
        if node.kind() == SyntaxKind::Str
            && let Some(string) = node.cast::<ast::Str>()
        {
            let name = string.get();
            let is_name = name.rsplit_once('.').is_some_and(|(stem, ending)| !stem.is_empty() && ending.len() < 6);
            let stays = !name.starts_with('/')
                && !name.contains(['\\', ':', '\n'])
                && !name.split('/').any(|part| part == "..");
            if is_name && stays {
                found.push(name.to_string());
            }
        }
        walk.extend(node.children().cloned());
    }
    found.sort();
    found
}

/// A line of a layout's file.
pub fn at(shown: &str, text: &str, offset: usize) -> Place {
    let before = text.get(..offset).unwrap_or(text);
    Place::File(format!("{shown}:{}", before.matches('\n').count() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_layouts_can_be_read() {
        assert!(overview().iter().all(|(_, about)| !about.is_empty()));
        assert!(names().all(|name| Layout::named(name).is_some_and(|layout| layout.bundled)));
        assert!(Layout::named("vocabulary").is_none());
    }

    #[test]
    fn a_file_beside_a_layout_takes_no_name_that_is_taken() {
        for name in ["main.typ", "settings.typ", "section-edition.typ"] {
            let text = format!("#let defaults = (size: 9pt)\n#import \"{name}\": x");
            assert!(Layout::parse("mine", "mine.typ", &text, |_| None).is_ok(), "no such file is there");
            let problems = Layout::parse("mine", "mine.typ", &text, |_| Some(b"#let x = 1".to_vec())).expect_err(name);
            assert!(problems[0].message.contains(name), "{}", problems[0].message);
        }
    }

    #[test]
    fn a_layout_reaches_what_stands_beside_it_and_nothing_else() {
        let text = "#let defaults = (size: 9pt)\n#import \"boxes.typ\": *\n#image(\"../secret.png\")\n#read(\"/etc/hosts.txt\")";
        let asked = std::cell::RefCell::new(Vec::new());
        let beside = |name: &str| {
            asked.borrow_mut().push(name.to_owned());
            (name == "boxes.typ").then(|| b"#let x = 1".to_vec())
        };
        let layout = Layout::parse("mine", "my/mine.typ", text, beside).expect("it is a layout");
        assert_eq!(asked.into_inner(), ["boxes.typ"]);
        let shown: Vec<&str> = layout.files.iter().map(|file| file.shown.as_str()).collect();
        assert_eq!(shown, ["my/mine.typ", "my/boxes.typ", "layouts/pdf/vocabulary.typ", "layouts/pdf/marks.typ"]);
    }
}
