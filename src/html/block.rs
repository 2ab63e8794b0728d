//! Blocks as HTML that is XHTML too.

use super::{Output, inlines};
use crate::guide::{Block, Callout, Code, Heading, Image, List, Math, Table};

/// What blocks look like where the outputs differ.
pub trait BlockOutput: Output {
    /// A heading below the topics, level 3 to 6.
    fn heading(&self, heading: &Heading) -> String;
    /// A listing.
    fn listing(&self, code: &Code) -> String;
    /// A callout.
    fn callout(&self, callout: &Callout) -> String;
    /// A table.
    fn table(&self, table: &Table) -> String;
    /// An image in a paragraph of its own.
    fn figure(&self, image: &Image) -> String;
    /// Mathematics in a paragraph of its own.
    fn display(&self, math: &Math) -> String;
}

/// Blocks in reading order, a line end after each.
pub fn blocks(list: &[Block], output: &dyn BlockOutput) -> String {
    let mut out = String::new();
    append(list, false, output, &mut out);
    out
}

/// `bare`: whether paragraphs stand without a tag of their own, as in the items of a tight list.
fn append(list: &[Block], bare: bool, output: &dyn BlockOutput, out: &mut String) {
    for block in list {
        match block {
            Block::Paragraph(paragraph) if bare => out.push_str(&inlines(&paragraph.text, output)),
            Block::Paragraph(paragraph) => {
                out.push_str("<p>");
                out.push_str(&inlines(&paragraph.text, output));
                out.push_str("</p>");
            }
            Block::Heading(heading) => out.push_str(&output.heading(heading)),
            Block::List(list) => items(list, output, out),
            Block::Code(code) => out.push_str(&output.listing(code)),
            Block::Quote(quote) => {
                out.push_str("<blockquote>\n");
                append(&quote.blocks, false, output, out);
                out.push_str("</blockquote>");
            }
            Block::Callout(callout) => out.push_str(&output.callout(callout)),
            Block::Table(table) => out.push_str(&output.table(table)),
            Block::Figure(image) => out.push_str(&output.figure(image)),
            Block::Math(math) => out.push_str(&output.display(math)),
            Block::Rule(_) => out.push_str("<hr/>"),
        }
        out.push('\n');
    }
}

fn items(list: &List, output: &dyn BlockOutput, out: &mut String) {
    let (open, close) = match list.start {
        None => ("<ul>\n".to_owned(), "</ul>"),
        Some(1) => ("<ol>\n".to_owned(), "</ol>"),
        Some(first) => (format!("<ol start=\"{first}\">\n"), "</ol>"),
    };
    out.push_str(&open);
    for item in &list.items {
        out.push_str(match item.task {
            None => "<li>",
            Some(false) => "<li class=\"task\">☐ ",
            Some(true) => "<li class=\"task\">☑ ",
        });
        let start = out.len();
        append(&item.blocks, list.tight, output, out);
        let end = out[start..].trim_end().len();
        out.truncate(start + end);
        out.push_str("</li>\n");
    }
    out.push_str(close);
}
