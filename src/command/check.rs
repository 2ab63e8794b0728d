//! `check`: everything that is wrong with a guide, and what could be better; with `--fix` some of it is mended.

use super::{Context, Exit, json, print_json, relevant};
use crate::cli::Mending;
use crate::diagnostic::{Diagnostic, tidy};
use crate::lint;
use crate::selection::Selection;

/// Runs the command to its end.
pub fn run(context: &Context<'_>, ranges: &[String], mending: &Mending) -> Exit {
    check(context, ranges, mending).unwrap_or_else(|exit| exit)
}

fn check(context: &Context<'_>, ranges: &[String], _mending: &Mending) -> Result<Exit, Exit> {
    let (guide, reading) = context.read()?;
    let selection = context.select(&guide, ranges)?;
    let found = found(reading, &selection);
    if context.global.json {
        let value = serde_json::json!({
            "tool": "revexport",
            "version": env!("CARGO_PKG_VERSION"),
            "guide": { "id": guide.manifest.id, "title": guide.manifest.title, "folder": guide.folder.to_string() },
            "diagnostics": json(&found, &guide.sources),
        });
        print_json(&value).map_err(|_| Exit::Usage)?;
    } else {
        context.terminal.show(&found, &guide.sources);
        if found.is_empty() {
            let n = selection.sections.len();
            context.terminal.say(&format!("no problems in {n} section{}", if n == 1 { "" } else { "s" }));
        }
    }
    Ok(if context.stops(&found) { Exit::Guide } else { Exit::Done })
}

/// What reading the guide found and what the rules find, sorted by place.
fn found(reading: Vec<Diagnostic>, selection: &Selection<'_>) -> Vec<Diagnostic> {
    let by_rules = lint::selection(selection, &reading);
    let mut found = relevant(reading, selection);
    found.extend(by_rules);
    tidy(&mut found);
    found
}
