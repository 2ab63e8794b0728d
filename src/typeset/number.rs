//! What is printed as page numbers where several sections stand in one file.

use super::text::literal;

/// How the pages of a file with several sections are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Numbering {
    /// 7/38: through the whole file
    #[default]
    Continuous,
    /// 6-1/2: each section from its first page
    Section,
}

/// One section's page numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbers {
    /// The pages of the file in front of the section.
    pub before: usize,
    /// What is added to the page's number in its section before it is printed.
    pub shift: usize,
    /// The total that is printed; none for the pages of the file.
    pub of: Option<usize>,
    /// What is printed in front of the number.
    pub prefix: String,
}

impl Numbers {
    /// The numbers of a section of `pages` pages with `before` in front of it, in a file of `total`.
    pub fn new(numbering: Numbering, section: u32, before: usize, pages: usize, total: usize) -> Numbers {
        match numbering {
            Numbering::Continuous => Numbers { before, shift: before, of: Some(total), prefix: String::new() },
            Numbering::Section => Numbers { before, shift: 0, of: Some(pages), prefix: format!("{section}-") },
        }
    }

    /// As a Typst dictionary.
    pub fn typst(&self) -> String {
        let Numbers { before, shift, of, prefix } = self;
        let of = of.map_or("none".into(), |of| of.to_string());
        format!("(before: {before}, shift: {shift}, of: {of}, prefix: {})", literal(prefix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_through_the_file_or_begin_anew() {
        let numbers = |numbering| Numbers::new(numbering, 6, 12, 2, 38).typst();
        assert_eq!(numbers(Numbering::Continuous), "(before: 12, shift: 12, of: 38, prefix: \"\")");
        assert_eq!(numbers(Numbering::Section), "(before: 12, shift: 0, of: 2, prefix: \"6-\")");
    }
}
