//! `empty-link`: a link without an address.
//!
//! ```markdown
//! See [the documentation]().
//! ```

use super::{Report, Rule, Subject};
use crate::guide::{InlineKind, Target};

pub const RULE: Rule = Rule { name: "empty-link", summary: "a link without an address", check };

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    let number = subject.section.number;
    subject.inlines(&mut |inline| {
        let InlineKind::Link(target, _) = &inline.kind else { return };
        let here = matches!(&**target, Target::Section(to, None) if *to == number);
        let empty = matches!(&**target, Target::External(address) if address.is_empty());
        let source = subject.text(inline.span);
        if empty || (here && ["()", "(<>)", "(#)"].iter().any(|end| source.ends_with(end))) {
            report.add(
                inline.span,
                "this link has no address",
                "write one between the round brackets, or only the text",
            );
        }
    });
}
