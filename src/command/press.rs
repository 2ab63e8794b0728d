//! The options of press sheets → how pages are put on them.

use super::{Context, Exit, layout};
use crate::cli;
use crate::cli::imposition::{Binding, Imposition, Order};
use crate::cli::press::{Duplex, Flip};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::export::pdf::Pdf;
use crate::export::pdf::press::Press;
use crate::print::press::{Edge, Work};
use crate::print::{self, MM, Size, imposition};
use crate::typeset::Paper;

/// The thickness of paper of 80 g/m², in millimetres.
const CALIPER: f64 = 0.1;

/// The exporter of what was asked for. Where small pages are put on sheets, `--paper` is the paper in the printer.
pub fn pdf(context: &Context<'_>, sheet: &cli::Sheet, options: &Imposition) -> Result<Pdf, Exit> {
    let unnamed = if options.booklet { "pocket" } else { "sheet" };
    let pdf = layout::pdf(context, sheet, unnamed)?;
    let small = matches!(pdf.layout.defaults.paper, Paper::A5 | Paper::A6);
    let printer = match sheet.paper {
        Some(Paper::Letter) => Paper::Letter,
        Some(Paper::Legal) => Paper::Legal,
        _ => Paper::A4,
    };
    let (width, height) = printer.millimetres();
    let Some(press) = press(context, options, Size { width: width * MM, height: height * MM })? else { return Ok(pdf) };
    let paper = match sheet.paper {
        Some(Paper::Letter | Paper::Legal) if small => Some(Paper::Statement),
        Some(Paper::A4) if small => None,
        paper => paper,
    };
    Ok(Pdf { press: Some(press), paper, ..pdf })
}

/// How pages are put on sheets of a paper; none if each page is one of its own.
fn press(context: &Context<'_>, options: &Imposition, paper: Size) -> Result<Option<Press>, Exit> {
    let asked = &options.press;
    let binding = match options.binding {
        Some(Binding::Right) => imposition::Binding::Right,
        _ => imposition::Binding::Left,
    };
    let work = match (options.booklet, options.nup) {
        (true, _) => Work::Booklet {
            signature: options.signature.map(usize::from),
            binding,
            creep: options.creep.unwrap_or(CALIPER) * MM,
        },
        (false, Some(cells)) => Work::Grid {
            cells,
            order: match options.order {
                Some(Order::Cutting) => imposition::Order::Cutting,
                _ => imposition::Order::Reading,
            },
            binding,
            gutterfold: asked.gutterfold,
        },
        (false, None) => {
            return match options.stray() {
                None => Ok(None),
                Some(name) => {
                    let message = format!("`{name}` is about press sheets, and none are asked for");
                    let problem = Diagnostic::new("bad-option", Severity::Error, Place::Nowhere, message);
                    Err(context.fail(problem.help("add --booklet or --nup 2")))
                }
            };
        }
    };
    let (x, down) = asked.back_offset;
    let press = print::press::Press {
        work,
        paper,
        flip: asked.flip.map(|edge| match edge {
            Flip::Long => Edge::Long,
            Flip::Short => Edge::Short,
        }),
        margin: asked.margin * MM,
        gutter: asked.gutter * MM,
        back_offset: (x * MM, -down * MM),
    };
    let manual = asked.duplex == Duplex::Manual;
    // What cannot be printed on any page of this paper is told before a page is set.
    match press.scale(paper.portrait()).and(press.scale(paper.landscape())) {
        Ok(_) => Ok(Some(Press { press, manual })),
        Err(misfit) => {
            let problem = Diagnostic::new("bad-option", Severity::Error, Place::Nowhere, misfit.to_string());
            Err(context.fail(problem.help("change --margin, --gutter or --back-offset")))
        }
    }
}
