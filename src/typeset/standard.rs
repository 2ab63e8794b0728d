//! The standards a PDF may be asked to keep.

use typst_pdf::{PdfStandard, PdfStandards};

/// A standard for PDF files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Standard {
    /// PDF/UA-1 (ISO 14289-1): everyone can read it, with a screen reader too
    #[value(name = "ua-1")]
    Ua1,
    /// PDF/A-2a (ISO 19005-2): looks the same for ever, with its structure
    #[value(name = "a-2a")]
    A2a,
    /// PDF/A-2u: looks the same for ever, with its text
    #[value(name = "a-2u")]
    A2u,
    /// PDF/A-2b: looks the same for ever
    #[value(name = "a-2b")]
    A2b,
    /// PDF/A-3a
    #[value(name = "a-3a")]
    A3a,
    /// PDF/A-3u
    #[value(name = "a-3u")]
    A3u,
    /// PDF/A-3b
    #[value(name = "a-3b")]
    A3b,
    /// PDF/A-4 (ISO 19005-4), in PDF 2.0
    #[value(name = "a-4")]
    A4,
}

impl Standard {
    /// Its name: `PDF/UA-1`.
    pub fn name(self) -> &'static str {
        match self {
            Standard::Ua1 => "PDF/UA-1",
            Standard::A2a => "PDF/A-2a",
            Standard::A2u => "PDF/A-2u",
            Standard::A2b => "PDF/A-2b",
            Standard::A3a => "PDF/A-3a",
            Standard::A3u => "PDF/A-3u",
            Standard::A3b => "PDF/A-3b",
            Standard::A4 => "PDF/A-4",
        }
    }

    /// Whether every picture must say in words what it shows.
    pub fn wants_words_for_pictures(self) -> bool {
        matches!(self, Standard::Ua1 | Standard::A2a | Standard::A3a)
    }

    fn typst(self) -> PdfStandard {
        match self {
            Standard::Ua1 => PdfStandard::Ua_1,
            Standard::A2a => PdfStandard::A_2a,
            Standard::A2u => PdfStandard::A_2u,
            Standard::A2b => PdfStandard::A_2b,
            Standard::A3a => PdfStandard::A_3a,
            Standard::A3u => PdfStandard::A_3u,
            Standard::A3b => PdfStandard::A_3b,
            Standard::A4 => PdfStandard::A_4,
        }
    }
}

/// Standards that one file can keep together.
#[derive(Clone, Debug, Default)]
pub struct Standards {
    list: Vec<Standard>,
    typst: PdfStandards,
}

impl Standards {
    /// Puts standards together; none of them is an ordinary, tagged PDF 1.7.
    ///
    /// # Errors
    ///
    /// Why no file can keep all of them.
    pub fn new(list: &[Standard]) -> Result<Standards, String> {
        if list.is_empty() {
            return Ok(Standards::default());
        }
        let mut once: Vec<Standard> = Vec::new();
        for standard in list {
            if !once.contains(standard) {
                once.push(*standard);
            }
        }
        let typst: Vec<PdfStandard> = once.iter().map(|standard| standard.typst()).collect();
        let typst = PdfStandards::new(&typst).map_err(|_| {
            let names: Vec<&str> = once.iter().map(|standard| standard.name()).collect();
            format!("no file can keep {} at once", names.join(" and "))
        })?;
        Ok(Standards { list: once, typst })
    }

    /// The standards, each once.
    pub fn list(&self) -> &[Standard] {
        &self.list
    }

    /// Their names: `PDF/UA-1 and PDF/A-2a`.
    pub fn names(&self) -> String {
        let names: Vec<&str> = self.list.iter().map(|standard| standard.name()).collect();
        names.join(" and ")
    }

    pub(super) fn typst(&self) -> PdfStandards {
        self.typst.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standards_that_exclude_each_other_are_refused() {
        assert!(Standards::new(&[Standard::Ua1, Standard::A2a, Standard::Ua1]).is_ok_and(|both| both.list.len() == 2));
        let two = Standards::new(&[Standard::A2a, Standard::A3b]).err();
        assert_eq!(two.as_deref(), Some("no file can keep PDF/A-2a and PDF/A-3b at once"));
        assert!(Standards::new(&[Standard::Ua1, Standard::A4]).is_err(), "PDF 1.7 and PDF 2.0");
    }
}
