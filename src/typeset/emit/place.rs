//! Places that links lead to, and the direction in which text is written.

use super::Writer;
use crate::guide::direction;
use crate::typeset::link::anchor_label;
use crate::typeset::text::literal;
use std::fmt::Write;

impl Writer<'_> {
    /// Turns the direction of writing for a text that runs against what stands around it; gives what ends that.
    pub(super) fn turn(&mut self, text: &str) -> &'static str {
        match direction::of(text).filter(|rtl| *rtl != self.rtl) {
            Some(rtl) => {
                self.rtl = rtl;
                self.out.push_str(if rtl { "#text(dir: rtl)[" } else { "#text(dir: ltr)[" });
                "]"
            }
            None => "",
        }
    }

    /// A place that links may lead to. It takes no room.
    pub(super) fn label(&mut self, label: String) {
        if self.labels.insert(label.clone()) {
            let _ = writeln!(self.out, "#metadata(none)#label({})", literal(&label));
        }
    }

    /// The place of a heading, callout or table, if anything leads to it.
    pub(super) fn anchor(&mut self, id: &str) {
        if self.links.leads_to(self.number, id) {
            self.label(anchor_label(self.number, id));
        }
    }
}
