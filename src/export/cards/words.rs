//! The words in a sheet's margin: what it is, how to print it, what to do with it.

use crate::print::grid::{Arrangement, Flip};
use crate::selection::Selection;

/// What the words are made of.
pub struct Words<'a> {
    /// Where cards stand.
    pub arrangement: &'a Arrangement,
    /// Whether fronts and backs are two files.
    pub manual: bool,
    /// The guide's title.
    pub title: &'a str,
    /// The sections that have cards.
    pub selection: &'a Selection<'a>,
    /// The cards' numbers, a leaf each, in their order.
    pub numbers: &'a [&'a str],
}

impl Words<'_> {
    /// The words of one of all sides, in the order of [`Arrangement::sides`].
    pub fn of(&self, side: usize, sides: usize) -> Vec<String> {
        let fold = self.arrangement.wish.gutterfold;
        let sheets = if fold { sides } else { sides / 2 };
        let (sheet, is_front) = if fold { (side, true) } else { (side / 2, side.is_multiple_of(2)) };
        let word = match (fold, is_front) {
            (true, _) => "Fronts and backs",
            (false, true) => "Fronts",
            (false, false) => "Backs",
        };
        let edge = edge(self.arrangement.wish.flip);
        let how = match (fold, self.manual, is_front) {
            (true, ..) => "print one side at 100 %, fold on the dashed line, glue, cut".to_owned(),
            (_, false, _) => format!("duplex, flip on the {edge} edge, 100 %"),
            (_, true, true) => {
                format!("fronts first, 100 %; turn the stack about its {edge} edge and print the backs on it")
            }
            (_, true, false) => format!("backs, last sheet first, flip on the {edge} edge, 100 %"),
        };
        let sections = match self.selection.sections.as_slice() {
            [section] => format!("{}. {}", section.number, section.title),
            _ => format!("sections {}", self.selection.canonical().replace('-', "–").replace(',', ", ")),
        };
        let mut what = format!("{} · {sections}", self.title);
        if let Some(cards) = self.cards(sheet) {
            what.push_str(&format!(" · {cards}"));
        }
        vec![format!("{word} · sheet {} of {sheets}", sheet + 1), how, what]
    }

    /// The cards of a sheet: `6.1–6.8`, or how a cut stack is put together.
    fn cards(&self, sheet: usize) -> Option<String> {
        if self.arrangement.wish.stacks {
            return Some("cut the stack, then put pile on pile".into());
        }
        let first = sheet * self.arrangement.per_sheet();
        let last = (first + self.arrangement.per_sheet()).min(self.numbers.len());
        let numbers = self.numbers.get(first..last)?;
        Some(format!("{}–{}", numbers.first()?, numbers.last()?))
    }
}

/// The name of an edge.
pub fn edge(flip: Flip) -> &'static str {
    match flip {
        Flip::Long => "long",
        Flip::Short => "short",
    }
}
