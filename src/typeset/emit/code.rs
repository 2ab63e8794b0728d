//! Listings, cut into pieces.

use super::Writer;
use crate::guide::Code;
use crate::highlight::Class;
use crate::listing::{LONGEST, Line, NO_CUT, Piece, listing};
use crate::typeset::text::literal;
use std::fmt::Write;

/// The columns that a list or a quote around a listing takes from it.
const INDENT: usize = 3;

impl Writer<'_> {
    /// The source, its lines and the length of the longest, as three arguments.
    pub(super) fn code(&mut self, code: &Code) {
        self.out.push_str(&literal(&code.text));
        self.out.push_str(", (");
        let mut longest = 0;
        for (i, line) in listing(code.language.as_deref(), &code.text).into_iter().enumerate() {
            let start = self.out.len();
            longest = longest.max(line.columns());
            self.line(line);
            self.mark(start, code.line(&self.guide.sources, i));
        }
        let _ = write!(self.out, "), {longest}");
    }

    /// A line of a listing. What fits any column is not cut more than its looks ask for, and what does not only where a cut
    /// reads well: every piece costs the engine time.
    fn line(&mut self, line: Line<'_>) {
        let length = line.columns();
        if line.pieces.is_empty() {
            self.out.push_str("none, ");
            return;
        }
        let fits = length <= self.room.code.saturating_sub(INDENT * self.depth);
        let (mut columns, mut costs, mut pieces) = (String::new(), String::new(), String::new());
        let mut rest = line.pieces.into_iter().peekable();
        while let Some(mut piece) = rest.next() {
            let look = look(piece.class);
            let mut text = piece.text.to_owned();
            let joins = |next: &Piece<'_>, columns: usize| {
                self::look(next.class) == look && (fits || next.cost >= NO_CUT && columns + next.columns <= LONGEST)
            };
            while let Some(next) = rest.next_if(|next| joins(next, piece.columns)) {
                piece.columns += next.columns;
                text.push_str(next.text);
            }
            let _ = write!(columns, "{}, ", piece.columns);
            let _ = write!(costs, "{}, ", piece.cost);
            let _ = write!(pieces, "{look}[#{}], ", literal(&text));
        }
        let _ = write!(self.out, "({length}, {}, ({columns}), ({costs}), ({pieces})), ", line.indent);
    }
}

/// The layout's word for how a class of code looks; none for plain.
fn look(class: Class) -> &'static str {
    match class {
        Class::Keyword | Class::Prompt => "kw",
        Class::Comment => "co",
        _ => "",
    }
}
