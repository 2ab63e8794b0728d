//! Tables and images.

use super::Writer;
use crate::guide::*;
use crate::typeset::table;
use std::fmt::Write;

impl Writer<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let widths = table::widths(table, self.room);
        let start = self.out.len();
        self.out.push_str(match table.kind {
            TableKind::Plain => "#plain-table(",
            _ => "#comparison(\"Compare\", ",
        });
        if table.caption.is_empty() {
            self.out.push_str("none");
        } else {
            self.content(&table.caption);
        }
        let columns: String = widths.columns.iter().map(|(least, extra)| format!("({least}, {extra}), ")).collect();
        let aligns: String = table
            .alignments
            .iter()
            .map(|alignment| match alignment {
                Alignment::None | Alignment::Left => "left, ",
                Alignment::Center => "center, ",
                Alignment::Right => "right, ",
            })
            .collect();
        let _ = write!(self.out, ", ({columns}), ({aligns}), ");
        self.row(&table.header);
        self.out.push_str(", (");
        for row in &table.rows {
            self.row(row);
            self.out.push_str(",\n");
        }
        let _ = write!(self.out, "), wide: {})", widths.wide);
        if widths.wide {
            self.wide.push(start..self.out.len());
        }
    }

    pub(super) fn row(&mut self, cells: &[Cell]) {
        self.out.push('(');
        for cell in cells {
            let start = self.out.len();
            self.content(&cell.text);
            self.mark(start, cell.span);
            self.out.push_str(", ");
        }
        self.out.push(')');
    }

    /// The path of an image in the sheet's world; its name is a hash of its bytes, with the ending that tells the format.
    pub(super) fn image(&mut self, image: &Image) -> String {
        let bytes = self.guide.images.get(&image.path).cloned().unwrap_or_default();
        let ending = match bytes.first() {
            Some(0x89) => "png",
            Some(0xff) => "jpg",
            _ => "svg",
        };
        let path = format!("/{}.{ending}", &crate::artifact::sha256(&bytes)[..16]);
        self.images.insert(path.clone(), bytes);
        path
    }
}
