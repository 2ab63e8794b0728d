//! What `[lint]` in `guide.toml` says.

use crate::diagnostic::{Diagnostic, Severity};
use std::collections::BTreeMap;

/// `[lint]`: how loud each rule is, and `[lint.options]`: the limits.
///
/// ```toml
/// [lint]
/// wide-code = "error"
/// no-comparison = "off"
///
/// [lint.options]
/// code-width = 72
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LintSettings {
    /// Rules that are set; none for `"off"`.
    pub levels: BTreeMap<String, Option<Severity>>,
    /// `code-width`: the most columns a line of code may have.
    pub code_width: usize,
    /// `value-words`: the most words a value of a comparison may have.
    pub value_words: usize,
    /// `aspect-words`: the most words an aspect of a comparison may have.
    pub aspect_words: usize,
}

impl Default for LintSettings {
    fn default() -> LintSettings {
        LintSettings { levels: BTreeMap::new(), code_width: 56, value_words: 12, aspect_words: 8 }
    }
}

impl LintSettings {
    /// The names under `[lint.options]`.
    pub const OPTIONS: [&str; 3] = ["code-width", "value-words", "aspect-words"];

    /// The limit of that name.
    pub fn option_mut(&mut self, name: &str) -> Option<&mut usize> {
        match name {
            "code-width" => Some(&mut self.code_width),
            "value-words" => Some(&mut self.value_words),
            "aspect-words" => Some(&mut self.aspect_words),
            _ => None,
        }
    }

    /// How loud a rule is: as it is set, else as given; none if it is off.
    pub fn level(&self, rule: &str, otherwise: Severity) -> Option<Severity> {
        self.levels.get(rule).copied().unwrap_or(Some(otherwise))
    }

    /// Sets the severity of warnings that were made without a look at the settings. Errors stay errors.
    pub fn apply(&self, diagnostics: &mut Vec<Diagnostic>) {
        if self.levels.is_empty() {
            return;
        }
        diagnostics.retain_mut(|diagnostic| {
            if diagnostic.is_error() {
                return true;
            }
            let level = self.level(diagnostic.code, diagnostic.severity);
            diagnostic.severity = level.unwrap_or(diagnostic.severity);
            level.is_some()
        });
    }
}
