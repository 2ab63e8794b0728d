//! The direction of writing, as the letters of a text and the language's script have it.

use super::{Block, Callout, Table, plain};

/// Whether a language is written from right to left.
pub fn is_rtl(language: &str) -> bool {
    let mut parts = language.split('-');
    let primary = parts.next().unwrap_or_default().to_ascii_lowercase();
    match parts.find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic())) {
        Some(script) => {
            ["arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg"].contains(&script.to_ascii_lowercase().as_str())
        }
        None => ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"].contains(&primary.as_str()),
    }
}

/// Whether a text is written from right to left: its first letter decides. None without a letter.
pub fn of(text: &str) -> Option<bool> {
    text.chars().find(|c| c.is_alphabetic()).map(is_rtl_letter)
}

/// The `dir` attribute, with a space before it, of a text that runs against the book's direction; else nothing. A book may
/// set the direction only by it (EPUB 3.3, §6.3.1.3 keeps it out of style sheets).
pub fn against(rtl: bool, text: &str) -> &'static str {
    match of(text) {
        Some(true) if !rtl => " dir=\"rtl\"",
        Some(false) if rtl => " dir=\"ltr\"",
        _ => "",
    }
}

fn is_rtl_letter(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// The text that decides a block's direction.
pub fn opening(block: &Block) -> String {
    match block {
        Block::Paragraph(paragraph) => plain(&paragraph.text),
        Block::Heading(heading) => plain(&heading.text),
        Block::List(list) => {
            list.items.iter().map(|item| first(&item.blocks)).find(|text| !text.is_empty()).unwrap_or_default()
        }
        Block::Quote(quote) => first(&quote.blocks),
        Block::Callout(callout) => of_callout(callout),
        Block::Table(table) => of_table(table),
        Block::Figure(image) => image.title.clone(),
        Block::Code(_) | Block::Math(_) | Block::Rule(_) => String::new(),
    }
}

/// [`opening`] for a callout: its lead, or what stands in it.
pub fn of_callout(callout: &Callout) -> String {
    match plain(&callout.lead) {
        lead if lead.is_empty() => first(&callout.blocks),
        lead => lead,
    }
}

/// [`opening`] for a table: its caption, or its cells.
pub fn of_table(table: &Table) -> String {
    let cells = table.header.iter().chain(table.rows.iter().flatten());
    std::iter::once(&table.caption).chain(cells.map(|cell| &cell.text)).map(|text| plain(text)).collect()
}

fn first(blocks: &[Block]) -> String {
    blocks.iter().map(opening).find(|text| !text.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_decides() {
        assert_eq!(against(false, "3. שלום world"), " dir=\"rtl\"");
        assert_eq!(against(false, "hello"), "");
        assert_eq!(against(true, "hello"), " dir=\"ltr\"");
        assert_eq!(against(true, "123"), "");
    }

    #[test]
    fn languages_and_scripts() {
        assert!(is_rtl("ar-EG") && is_rtl("he") && is_rtl("az-Arab"));
        assert!(!is_rtl("en") && !is_rtl("ar-Latn"));
    }
}
