//! `completions` and `man`: the command line as shells and `man` want it.

use super::{Context, Exit};
use crate::cli::Cli;
use crate::diagnostic::{Diagnostic, Place, Severity, did_you_mean};
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

/// Prints the completions for a shell.
pub fn completions(context: &Context<'_>, shell: Shell) -> Exit {
    let mut script = Vec::new();
    let mut command = Cli::command();
    let name = command.get_name().to_owned();
    clap_complete::generate(shell, &mut command, name, &mut script);
    context.print(&script)
}

/// Prints a manual page in roff: of the program, or of one of its commands.
pub fn page(context: &Context<'_>, name: Option<&str>) -> Exit {
    // Options of every command reach each of them when it is built; the pages of commands are named after the program.
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let program = command.get_name().to_owned();
    let wanted = match name {
        None => command,
        Some(name) => {
            let all = || command.get_subcommands().filter(|command| !command.is_hide_set()).map(Command::get_name);
            let Some(found) = command.find_subcommand(name) else {
                let help = did_you_mean(name, all())
                    .unwrap_or_else(|| format!("the commands are {}", all().collect::<Vec<_>>().join(", ")));
                let message = format!("there is no command `{name}`");
                let problem = Diagnostic::new("unknown-command", Severity::Error, Place::Nowhere, message);
                return context.fail(problem.help(help));
            };
            found.clone().name(format!("{program}-{name}")).version(env!("CARGO_PKG_VERSION"))
        }
    };
    let mut page = Vec::new();
    match render(wanted, &mut page) {
        Ok(()) => context.print(&page),
        Err(error) => {
            let message = format!("the page cannot be made: {}", error.kind());
            context.fail(Diagnostic::new("no-manual", Severity::Error, Place::Nowhere, message))
        }
    }
}

/// A page with what stands behind the options as its examples, line by line: roff would fill the lines.
fn render(command: Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    let examples = command.get_after_long_help().or(command.get_after_help()).map(ToString::to_string);
    let has_commands = command.get_subcommands().any(|command| !command.is_hide_set());
    let man = Man::new(command);
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    if has_commands {
        man.render_subcommands_section(page)?;
    }
    if let Some(examples) = examples {
        let (title, text) = match examples.strip_prefix("Examples:\n") {
            Some(text) => ("EXAMPLES", text),
            None => ("NOTES", examples.as_str()),
        };
        let mut roff = Roff::new();
        roff.control("SH", [title]).control("nf", []);
        for line in text.lines() {
            roff.text([roman(line.trim_end())]);
        }
        roff.control("fi", []).to_writer(page)?;
    }
    Ok(())
}
