//! `read`: a section in the terminal, then the question whether to go on.

use super::{Context, Exit, json, print_json, relevant};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::guide::{Guide, Section};
use crate::read::{self, Setting};
use crate::selection::Selection;
use crate::terminal::pager::{Pager, Shown};
use crate::terminal::print;
use crate::terminal::question::{Answer, ask};
use std::io::IsTerminal;

/// Runs the command to its end.
pub fn run(context: &Context<'_>, names: &[&str], width: Option<u16>) -> Exit {
    match show(context, names, width) {
        Ok(()) => Exit::Done,
        Err(exit) => exit,
    }
}

fn show(context: &Context<'_>, names: &[&str], width: Option<u16>) -> Result<(), Exit> {
    let usage = |message: String, help: &str| {
        context.fail(Diagnostic::new("bad-range", Severity::Error, Place::Nowhere, message).help(help))
    };
    if names.len() > 1 {
        let message = format!("one section is shown at a time, and {} are named", names.len());
        return Err(usage(message, "name one; at its end you are asked whether to go on"));
    }
    let (guide, diagnostics) = context.read()?;
    let mut section =
        Selection::one(&guide, names.first().copied()).map_err(|error| usage(error.message.clone(), &error.help))?;
    let screen = Screen::new(width);
    if context.global.json {
        return print_all(context, &guide, section, &diagnostics, &screen);
    }
    let asks = screen.is_terminal && std::io::stdin().is_terminal() && !context.terminal.is_quiet();
    loop {
        let concerned =
            relevant(diagnostics.clone(), &Selection { guide: &guide, sections: vec![section], whole: false });
        context.report(&concerned, &guide.sources);
        if context.stops(&concerned) {
            return Err(Exit::Guide);
        }
        let next = next(&guide, section);
        let mut text = read::section(&guide, section, screen.setting());
        let last_line = match next {
            Some(next) => format!("Next: {}", name_of(next)),
            None => format!("That was the last section of {}.", guide.manifest.title),
        };
        if !asks || next.is_none() {
            text.push_str(&read::closing(&last_line, screen.setting()));
        }
        screen.show(context, &text)?;
        let Some(next) = next.filter(|_| asks) else { return Ok(()) };
        let question = read::closing(&format!("continue with {}? [Y/n]", name_of(next)), screen.setting());
        match ask(question.trim_end(), &mut std::io::stdin().lock(), &mut std::io::stdout()) {
            Ok(Answer::Yes) => section = next,
            // A terminal that is gone ends it too.
            Ok(Answer::No) | Err(_) => return Ok(()),
        }
    }
}

/// The section behind another in the guide.
fn next<'g>(guide: &'g Guide, section: &Section) -> Option<&'g Section> {
    guide.sections.iter().skip_while(|other| other.number != section.number).nth(1)
}

fn name_of(section: &Section) -> String {
    format!("{}. {}", section.number, section.title)
}

/// Text, outline and what comes next, for programs.
fn print_all(
    context: &Context<'_>,
    guide: &Guide,
    section: &Section,
    diagnostics: &[Diagnostic],
    screen: &Screen,
) -> Result<(), Exit> {
    let selection = Selection { guide, sections: vec![section], whole: false };
    let diagnostics = relevant(diagnostics.to_vec(), &selection);
    if context.stops(&diagnostics) {
        context.report(&diagnostics, &guide.sources);
        return Err(Exit::Guide);
    }
    let mut outline = read::outline(guide, section);
    outline["text"] =
        read::section(guide, section, Setting { width: screen.width(), styled: false, hyperlinks: false }).into();
    let next = next(guide, section);
    let value = serde_json::json!({
        "tool": "revexport",
        "version": env!("CARGO_PKG_VERSION"),
        "guide": { "id": guide.manifest.id, "title": guide.manifest.title, "folder": guide.folder.to_string() },
        "section": outline,
        "next": next.map(|next| serde_json::json!({ "number": next.number, "id": next.id, "title": next.title })),
        "diagnostics": json(&diagnostics, &guide.sources),
    });
    print_json(&value).map_err(|error| unwritable(context, &error))
}

/// What the text is shown on.
struct Screen {
    width: Option<u16>,
    is_terminal: bool,
    is_styled: bool,
    pager: Option<Pager>,
}

impl Screen {
    fn new(width: Option<u16>) -> Screen {
        let stdout = std::io::stdout();
        let is_terminal = stdout.is_terminal();
        let variable = |name| std::env::var(name).ok();
        Screen {
            width,
            is_terminal,
            is_styled: anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
            pager: Pager::new(variable("PAGER").as_deref(), variable("TERM").as_deref()).filter(|_| is_terminal),
        }
    }

    /// The columns: as asked for, else `$COLUMNS`, else the terminal's. Asked for every section, because windows are resized.
    fn width(&self) -> usize {
        let named = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok()).filter(|n| *n > 0);
        let measured = || {
            terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0)).filter(|n| *n > 0)
        };
        let width = self.width.map(usize::from).or(named).or_else(measured).unwrap_or(80);
        width.clamp(*read::WIDTHS.start(), *read::WIDTHS.end())
    }

    fn setting(&self) -> Setting {
        let opens = self.is_terminal && self.is_styled && supports_hyperlinks::supports_hyperlinks();
        let hyperlinks = opens && self.pager.as_ref().is_none_or(Pager::passes_hyperlinks);
        Setting { width: self.width(), styled: self.is_styled, hyperlinks }
    }

    fn show(&self, context: &Context<'_>, text: &str) -> Result<(), Exit> {
        if let Some(pager) = &self.pager {
            match pager.show(text) {
                Shown::Whole => return Ok(()),
                Shown::Interrupted => return Err(Exit::Interrupted),
                Shown::Failed(why) if why.is_empty() => {}
                Shown::Failed(why) => {
                    let problem = Diagnostic::new("no-pager", Severity::Warning, Place::Nowhere, why);
                    let help = "set PAGER to a program that is there, or to nothing";
                    context.terminal.show(&[problem.help(help)], &crate::source::Sources::default());
                }
            }
        }
        print(text.as_bytes()).map_err(|error| unwritable(context, &error))
    }
}

fn unwritable(context: &Context<'_>, error: &std::io::Error) -> Exit {
    let reason = match error.kind() {
        std::io::ErrorKind::StorageFull => "the disk is full".into(),
        kind => kind.to_string(),
    };
    let message = format!("standard output cannot be written to: {reason}");
    context.fail(Diagnostic::new("unwritable", Severity::Error, Place::Nowhere, message))
}
