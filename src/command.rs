//! The commands: options → library calls → what is printed.

mod basis;
mod book_style;
mod cards;
mod check;
mod export;
mod font;
mod import;
mod init;
mod layout;
mod list;
mod locate;
mod lock;
mod look;
mod manual;
mod memory;
mod new_folder;
mod press;
mod read;
mod release_notes;
mod round;
mod store;
mod test;
mod watch;

use crate::cli::{Cli, Command, Global};
use crate::diagnostic::{self, Diagnostic, Place, Severity};
use crate::export::epub::Epub;
use crate::export::pdf::Pdf;
use crate::guide::Guide;
use crate::parse::{self, Reading};
use crate::selection::Selection;
use crate::source::Sources;
use crate::terminal::Terminal;
use crate::typeset::Layout;
use std::collections::HashSet;

/// Why a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: the guide has errors.
    Guide,
    /// 2: wrong usage, or files that cannot be read or written.
    Usage,
    /// 130: Ctrl-C.
    Interrupted,
}

impl Exit {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Guide => 1,
            Exit::Usage => 2,
            Exit::Interrupted => 130,
        }
    }
}

/// Runs a command to its end.
pub fn run(cli: &Cli) -> Exit {
    let terminal = Terminal::new(&cli.global);
    let context = Context { global: &cli.global, terminal };
    match &cli.command {
        Command::Pdf { export, sheet, imposition } => match press::pdf(&context, sheet, imposition) {
            Ok(pdf) => export::run(&context, export, &[export::Format::Pdf(Box::new(pdf), &sheet.font_path)]),
            Err(exit) => exit,
        },
        Command::Anki { export, deck } => export::run(&context, export, &[export::Format::Anki(deck)]),
        Command::Epub { export, book } => {
            let sheet = || Some(Pdf::of(Layout::named("sheet")?).sheets());
            let pages = book.page_list.then(sheet).flatten();
            export::run(&context, export, &[export::Format::Epub(Box::new(Epub { pages, style: None }), &[])])
        }
        Command::Cards { export, cards } => export::run(&context, export, &[export::Format::Cards(cards)]),
        Command::All { export, sheet, deck, book } => match layout::pdf(&context, sheet, "sheet") {
            Ok(pdf) => {
                let pages = book.page_list.then(|| pdf.sheets());
                let book = export::Format::Epub(Box::new(Epub { pages, style: None }), &sheet.font_path);
                let pdf = export::Format::Pdf(Box::new(pdf), &sheet.font_path);
                export::run(&context, export, &[pdf, export::Format::Anki(deck), book])
            }
            Err(exit) => exit,
        },
        Command::Watch(options) => watch::run(&context, options),
        Command::Layout { name } => layout::run(&context, name.as_deref()),
        Command::Init { folder } => init::run(&context, folder),
        Command::Import(options) => import::run(&context, options),
        Command::Completions { shell } => manual::completions(&context, *shell),
        Command::Man { command } => manual::page(&context, command.as_deref()),
        Command::Test(options) => test::run(&context, options),
        Command::Check { sections, mending } => check::run(&context, &sections.sections, mending),
        Command::List { sections } => list::run(&context, &sections.sections),
        Command::Read { section, more, sections, width } => {
            let names: Vec<&str> = section.iter().chain(more).chain(sections).map(String::as_str).collect();
            read::run(&context, &names, *width)
        }
    }
}

/// What every command needs.
struct Context<'c> {
    global: &'c Global,
    terminal: Terminal,
}

impl Context<'_> {
    /// Finds and reads the guide, and says which one it is.
    fn read(&self) -> Result<(Guide, Vec<Diagnostic>), Exit> {
        let folder = match locate::folder(self.global.guide.as_deref()) {
            Ok(folder) => folder,
            Err(problem) => return Err(self.fail(problem)),
        };
        let Reading { guide, sources, diagnostics } = parse::read(folder.clone());
        match guide {
            Some(guide) => {
                self.terminal.reads(&format!("guide {folder}: {}", guide.manifest.title));
                Ok((guide, diagnostics))
            }
            None => {
                self.report(&diagnostics, &sources);
                let unreadable = diagnostics.iter().any(|d| matches!(d.code, "no-guide" | "unreadable-file"));
                Err(if unreadable { Exit::Usage } else { Exit::Guide })
            }
        }
    }

    /// The sections chosen; a range that names nothing is a usage error.
    fn select<'g>(&self, guide: &'g Guide, ranges: &[String]) -> Result<Selection<'g>, Exit> {
        Selection::parse(guide, ranges).map_err(|error| {
            self.fail(
                Diagnostic::new("bad-range", Severity::Error, Place::Nowhere, error.message.clone())
                    .help(error.help.clone()),
            )
        })
    }

    /// Reports one problem that has no place in the guide.
    fn fail(&self, problem: Diagnostic) -> Exit {
        self.report(&[problem], &Sources::default());
        Exit::Usage
    }

    /// Prints data, and nothing else.
    fn print(&self, data: &[u8]) -> Exit {
        match crate::terminal::print(data) {
            Ok(()) => Exit::Done,
            Err(error) => {
                let message = format!("standard output cannot be written to: {}", error.kind());
                self.fail(Diagnostic::new("unwritable", Severity::Error, Place::Nowhere, message))
            }
        }
    }

    /// Shows diagnostics; under `--json` they are the whole output.
    fn report(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        if self.global.json {
            let _ = print_json(&serde_json::json!({
                "tool": "revexport",
                "version": env!("CARGO_PKG_VERSION"),
                "artifacts": [],
                "diagnostics": json(diagnostics, sources),
            }));
        } else {
            self.terminal.show(diagnostics, sources);
        }
    }

    /// Whether diagnostics stop an export.
    fn stops(&self, diagnostics: &[Diagnostic]) -> bool {
        diagnostics.iter().any(|diagnostic| diagnostic.is_error() || self.global.deny_warnings)
    }
}

/// The diagnostics that concern a selection: those of the manifest and of the selected sections.
fn relevant(diagnostics: Vec<Diagnostic>, selection: &Selection<'_>) -> Vec<Diagnostic> {
    let left_out: HashSet<_> = selection
        .guide
        .sections
        .iter()
        .filter(|section| !selection.sections.iter().any(|chosen| chosen.number == section.number))
        .flat_map(|section| [Some(section.file), None])
        .flatten()
        .collect();
    let concerns = |diagnostic: &Diagnostic| match &diagnostic.place {
        // A section's file that cannot be read is reported in the manifest, with a label in the file.
        Place::At(span) => {
            !left_out.contains(&span.file)
                && !diagnostic.labels.iter().any(|(label, text)| text.is_empty() && left_out.contains(&label.file))
        }
        _ => true,
    };
    diagnostics.into_iter().filter(concerns).collect()
}

fn json(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<diagnostic::Json> {
    diagnostics.iter().map(|diagnostic| diagnostic::json(diagnostic, sources)).collect()
}

fn print_json(value: &serde_json::Value) -> std::io::Result<()> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    crate::terminal::print(text.as_bytes())
}
