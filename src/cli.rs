//! The command line as it is typed. No logic: what is typed is resolved in `command`.

mod import;
pub mod imposition;
pub mod press;
mod sheet;
mod test;
mod watch;

use crate::guide::excerpt::Material;
use clap::{Args, Parser, Subcommand, ValueEnum};
pub use import::Import;
pub use sheet::Sheet;
use std::path::PathBuf;
pub use test::Test;
pub use watch::{Watch, WatchFormat};

/// Compile a study guide into PDF cheat sheets, an Anki deck and an EPUB.
///
/// One source of Markdown, any range of its sections, one offline program. Without --guide, the nearest guide.toml or
/// guide/guide.toml is used, looking upward from the working directory; if there is none, the Python guide inside the
/// program is.
#[derive(Debug, Parser)]
#[command(name = "revexport", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Examples:\n  \
    revexport pdf --sections 6-9       printable cheat sheets of four sections\n  \
    revexport all -s oop,9-            everything, for a section by name and from the ninth on\n  \
    revexport list                     what the guide holds")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
}

/// What every command takes.
#[derive(Args, Clone, Debug)]
pub struct Global {
    /// The guide's folder; `:bundled` for the one inside the program
    #[arg(short, long, global = true, value_name = "DIR")]
    pub guide: Option<PathBuf>,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
    /// Say nothing but what is wrong
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Print one JSON object with everything that was made and noticed
    #[arg(long, global = true)]
    pub json: bool,
    /// Take warnings for errors
    #[arg(long, global = true)]
    pub deny_warnings: bool,
    /// How to show what is wrong: with the source line, or a line each
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORM")]
    pub diagnostics: Form,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// With the source line and help
    #[default]
    Human,
    /// file:line:column: message
    Short,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// One cheat sheet a section, as PDF
    #[command(
        after_help = "Examples:\n  revexport pdf -s 6-9\n  revexport pdf -s functions -o functions.pdf --paper letter\n  \
            revexport pdf --only pitfalls --merge   all pitfalls and nothing else, in one file\n  \
            revexport pdf --booklet                 one booklet: print on both sides, fold, staple\n  \
            revexport pdf --nup 4 --order cutting   pages to cut and stack"
    )]
    Pdf {
        /// Which sections, and where to.
        #[command(flatten)]
        export: Export,
        /// What the sheets are like.
        #[command(flatten)]
        sheet: Sheet,
        /// Several pages on a sheet.
        #[command(flatten)]
        imposition: imposition::Imposition,
    },
    /// One Anki package: a deck tree of pitfalls and comparisons
    #[command(after_help = "Examples:\n  \
        revexport anki\n  \
        revexport anki -s 6-9 -o decks/\n  \
        revexport anki --dry-run                what an update would bring\n  \
        revexport anki --retire old-pitfall     a note that left the guide for good")]
    Anki {
        /// Which sections, and where to.
        #[command(flatten)]
        export: Export,
        /// What the deck is like, and what it remembers.
        #[command(flatten)]
        deck: Deck,
    },
    /// One EPUB 3.3 book
    #[command(after_help = "Examples:\n  revexport epub\n  revexport epub -s -3 -o first-steps.epub\n  \
        revexport epub --page-list     with the page numbers of the printed sheets")]
    Epub {
        /// Which sections, and where to.
        #[command(flatten)]
        export: Export,
        /// What the book is like.
        #[command(flatten)]
        book: Book,
    },
    /// The deck's cards on paper: sheets to print on both sides and cut
    ///
    /// Each card is set in the largest type that it allows. One PDF a section; with --merge, or a file named with -o, one
    /// for all. Print at 100 %: the words in the margin of each sheet say how.
    #[command(after_help = "Examples:\n  \
        revexport cards -s 6\n  \
        revexport cards -s 6-9 -o exam.pdf --order stack\n  \
        revexport cards --grid 3x3 --paper letter --flip short\n  \
        revexport cards --calibrate               measure what --back-offset your printer needs")]
    Cards {
        /// Which sections, and where to.
        #[command(flatten)]
        export: Export,
        /// What the cards are like.
        #[command(flatten)]
        cards: press::CardSheet,
    },
    /// Sheets, deck and book in one run
    #[command(after_help = "Examples:\n  revexport all\n  revexport all -s 6-9 -o exam/")]
    All {
        /// Which sections, and where to.
        #[command(flatten)]
        export: Export,
        /// What the sheets are like.
        #[command(flatten)]
        sheet: Sheet,
        /// What the deck is like, and what it remembers.
        #[command(flatten)]
        deck: Deck,
        /// What the book is like.
        #[command(flatten)]
        book: Book,
    },
    /// Make sheets or the book anew whenever the guide is saved, until Ctrl-C
    ///
    /// Only what a change concerns is made. Decks are not made at each save: their lock would remember half-written notes.
    #[command(after_help = "Examples:\n  revexport watch\n  revexport watch pdf epub -s 6\n  \
        revexport watch --layout mine.typ     a layout of your own, too")]
    Watch(Watch),
    /// Run the guide's Python examples and compare what they print with what they claim
    #[command(
        after_help = "Examples:\n  revexport test\n  revexport test -s 6-9 --python python3.12 --python .venv/bin/python\n\n\
        Claims are the comment behind a print(…), up to a second #, and the comment lines after # Output:.\n\
        Each example runs in a temporary folder of its own, without input and with an empty environment.\n\
        That guards against mishap, not malice: run only guides you trust."
    )]
    Test(Test),
    /// Lint the guide: what is wrong with it, and what could be better
    ///
    /// Shows what every command finds when it reads the guide, and what the rules below find beside it. Exits with 1 if
    /// there is an error; with --deny-warnings also if there is a warning.
    #[command(after_help = CHECK_EXAMPLES, after_long_help = check_rules())]
    Check {
        /// Which sections.
        #[command(flatten)]
        sections: Sections,
        /// What to do about it.
        #[command(flatten)]
        mending: Mending,
    },
    /// Sections and topics, and what each holds
    #[command(after_help = "Examples:\n  revexport list\n  revexport list -s 6 --json")]
    List {
        /// Which sections.
        #[command(flatten)]
        sections: Sections,
    },
    /// Print a bundled layout, to copy and change
    ///
    /// `revexport layout` alone lists them. A copy is used with `pdf --layout FILE`. It imports the shared vocabulary by its
    /// absolute name, and files and pictures beside it by relative names; it can reach nothing else.
    #[command(after_help = "Examples:\n  \
        revexport layout                       what there is\n  \
        revexport layout pocket > mine.typ     a copy, to change\n  \
        revexport pdf --layout mine.typ        and to use")]
    Layout {
        /// The layout, or `vocabulary` or `marks`: what all of them share
        name: Option<String>,
    },
    /// A new guide that exports at once, to write over
    #[command(after_help = "Examples:\n  revexport init biology\n  revexport all -g biology")]
    Init {
        /// Its folder: a new one, or an empty one
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// A guide made of a chat export: one long Markdown text of numbered sections
    ///
    /// Each numbered heading begins a section. Chat between the sections is left out, and every piece of it is named with
    /// its lines; bold leads become alerts, and bars in tables' code are escaped, as `check --fix` does it. Nothing is
    /// written if the export has a section twice.
    #[command(after_help = "Examples:\n  revexport import chat.md --to python\n  revexport check -g python\n  \
        xclip -o | revexport import - --to python     from the clipboard")]
    Import(Import),
    /// Print what a shell needs to complete commands and options
    #[command(after_help = "Examples:\n  \
        revexport completions bash > ~/.local/share/bash-completion/completions/revexport\n  \
        revexport completions zsh > ~/.zfunc/_revexport          with ~/.zfunc in $fpath\n  \
        revexport completions fish > ~/.config/fish/completions/revexport.fish")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page of the program, or of one of its commands
    #[command(after_help = "Examples:\n  revexport man | man -l -\n  \
        revexport man pdf > ~/.local/share/man/man1/revexport-pdf.1")]
    Man {
        /// The command [default: the program as a whole]
        command: Option<String>,
    },
    /// A section in the terminal, then the question whether to go on
    ///
    /// The text is set for the terminal's width and shown through $PAGER, or `less` without one. Enter or y goes on with the
    /// next section; n, q or Ctrl-D ends. Where standard output is no terminal, it is plain text and nothing is asked.
    #[command(after_help = "Examples:\n  revexport read                      the first section\n  \
            revexport read oop                  a section by its name\n  \
            revexport read 6 --width 60 | lpr   plain text, 60 columns wide")]
    Read {
        /// The section: its number, id, or title [default: the first]
        #[arg(value_name = "SECTION", allow_negative_numbers = true)]
        section: Option<String>,
        /// More sections than one, an error that is told as one.
        #[arg(hide = true, allow_negative_numbers = true)]
        more: Vec<String>,
        /// The section as other commands take it.
        #[arg(short, long, hide = true, allow_hyphen_values = true)]
        sections: Vec<String>,
        /// Columns, from 40 to 200 [default: $COLUMNS, else the terminal's, else 80]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=200))]
        width: Option<u16>,
    },
}

/// A selection of sections.
#[derive(Args, Clone, Debug)]
pub struct Sections {
    /// Sections: 6, 6-9, 6-, -3, 1,4,7-9, functions
    #[arg(short, long, value_name = "RANGE", allow_hyphen_values = true)]
    pub sections: Vec<String>,
}

/// How `check` mends.
#[derive(Args, Clone, Debug)]
pub struct Mending {
    /// Mend in place what is mechanical: bars in a table's code, dunders that turned bold, bold leads and Obsidian
    /// callouts as alerts, ids of callouts and comparisons
    #[arg(long)]
    pub fix: bool,
    /// With --fix: print what would change as a unified diff, and change nothing
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
}

/// What every exporter takes.
#[derive(Args, Clone, Debug)]
pub struct Export {
    /// Which sections.
    #[command(flatten)]
    pub sections: Sections,
    /// A folder (it exists, or ends in /), a file, or - for standard output [default: out/]
    #[arg(short, long, value_name = "PATH", allow_hyphen_values = true)]
    pub output: Option<PathBuf>,
    /// Only these parts of the sections, under their headings: sheets, a deck or a book of them alone
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PARTS")]
    pub only: Vec<Material>,
    /// Make every file anew: neither read nor write .revexport.json, which remembers beside the files what they were made from
    #[arg(long)]
    pub no_cache: bool,
}

/// What decks are like, and what they remember.
#[derive(Args, Clone, Debug)]
pub struct Deck {
    /// What cards are about
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KINDS", conflicts_with = "only",
        default_values_t = crate::card::Kind::DEFAULT)]
    pub cards: Vec<crate::card::Kind>,
    /// A deck tree by section, or one deck for each kind of card
    #[arg(long, value_enum, default_value_t, value_name = "HOW")]
    pub decks: Decks,
    /// The file that remembers what was shipped [default: guide.lock in the guide's folder]
    #[arg(long, value_name = "FILE")]
    pub lock: Option<PathBuf>,
    /// Fail instead of bringing the lock up to date
    #[arg(long)]
    pub frozen: bool,
    /// Print what would change, as release notes in Markdown, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// A note that left the guide for good: its id, or for a row table/aspect, or a whole table
    #[arg(long, value_name = "KEY")]
    pub retire: Vec<String>,
    /// Send every note anew, so that a change of looks reaches cards that say the same
    #[arg(long)]
    pub refresh: bool,
    /// Leave retired notes out
    #[arg(long)]
    pub no_tombstones: bool,
}

/// What books are like.
#[derive(Args, Clone, Debug)]
pub struct Book {
    /// Tell in the book where the pages of the PDF sheets begin: 6-1, 6-2
    #[arg(long)]
    pub page_list: bool,
}

/// How decks are arranged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Decks {
    /// Title::06 Section::Pitfalls
    #[default]
    Section,
    /// Title::Pitfalls
    Flat,
}

const CHECK_EXAMPLES: &str = "Examples:\n  \
    revexport check\n  \
    revexport check -s 6-9 --diagnostics short\n  \
    revexport check --fix --dry-run     what would be mended, as a diff";

/// The rules of `check` and how to set them.
fn check_rules() -> String {
    format!(
        "Rules, all of them warnings unless guide.toml says otherwise:\n{}\n\
         In guide.toml, \"error\", \"warning\" or \"off\", and the limits:\n  \
         [lint]\n  wide-code = \"error\"\n  no-comparison = \"off\"\n  \
         [lint.options]\n  code-width = 56\n  value-words = 12\n  aspect-words = 8\n\n{CHECK_EXAMPLES}",
        crate::lint::overview()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_range_may_begin_with_a_hyphen() {
        let cli = Cli::parse_from(["revexport", "pdf", "-s", "-3", "--font-size", "7.8"]);
        let Command::Pdf { export, sheet, .. } = cli.command else { panic!() };
        assert_eq!(export.sections.sections, ["-3"]);
        assert_eq!(sheet.font_size, Some(156));
    }
}
