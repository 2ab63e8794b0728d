//! `cards`: what was typed → the exporter.

use super::{Context, Exit};
use crate::cli::press::{CardPaper, CardSheet, Duplex, Flip, Order};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::export::cards::{Cards, Job};
use crate::lock::Lock;
use crate::print::grid::{self, Arrangement, Misfit, Wish};
use crate::print::{MM, Size};
use crate::typeset::Fonts;
use std::sync::Arc;

/// The exporter asked for; `one_file` tells that all sections go into one.
pub fn exporter(
    context: &Context<'_>,
    options: &CardSheet,
    lock: Arc<Lock>,
    fonts: Fonts,
    one_file: bool,
) -> Result<Cards, Exit> {
    let (name, paper) = match options.paper {
        CardPaper::A4 => ("a4", Size::A4),
        CardPaper::Letter => ("letter", Size::LETTER),
    };
    let press = &options.press;
    let wish = Wish {
        margin: press.margin * MM,
        gutter: press.gutter * MM,
        flip: match press.flip.unwrap_or_default() {
            Flip::Long => grid::Flip::Long,
            Flip::Short => grid::Flip::Short,
        },
        back_offset: (press.back_offset.0 * MM, press.back_offset.1 * MM),
        gutterfold: press.gutterfold,
        stacks: options.order == Order::Stack,
    };
    let arrangement = Arrangement::new(options.grid.into(), paper, wish).map_err(|misfit| {
        let help = match misfit {
            Misfit::TooLarge { .. } | Misfit::NoMarks { .. } => "try a smaller --margin or --gutter, or another --grid",
            Misfit::OffPaper { .. } => "measure again with `revexport cards --calibrate`",
        };
        context.fail(Diagnostic::new("bad-grid", Severity::Error, Place::Nowhere, misfit.to_string()).help(help))
    })?;
    Ok(Cards {
        lock,
        fonts,
        kinds: options.cards.clone(),
        arrangement,
        manual: press.duplex == Duplex::Manual,
        progress: context.terminal.of_sections(),
        job: match options.calibrate {
            true => Job::Calibration(name),
            false if options.merge || one_file => Job::Merged,
            false => Job::Sections,
        },
    })
}
