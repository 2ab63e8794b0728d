//! `[lint]` in `guide.toml`: rules as `"error"`, `"warning"` or `"off"`, and limits.

use crate::diagnostic::{Diagnostic, Severity, did_you_mean};
use crate::guide::LintSettings;
use crate::lint;
use crate::source::{FileId, Span};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// The key of the table of limits.
const OPTIONS: &str = "options";

const LEVELS: [&str; 3] = ["error", "warning", "off"];

/// The largest limit: a line of code as long as that is no line any more.
const MAX: usize = 10_000;

/// Reads the table; without one, everything is as it comes.
pub fn read(manifest: &DeTable<'_>, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> LintSettings {
    let mut settings = LintSettings::default();
    let Some((key, value)) = manifest.iter().find(|(key, _)| key.get_ref() == "lint") else { return settings };
    let mut error = |code, span: std::ops::Range<usize>, message: String, help: String| {
        diagnostics.push(Diagnostic::error(code, Span::new(file, span), message).help(help));
    };
    let DeValue::Table(table) = value.get_ref() else {
        let help = "write [lint] on a line of its own and a rule on each line below: wide-code = \"off\"".into();
        error("bad-lint", key.span(), "`lint` is a table of rules".into(), help);
        return settings;
    };
    for (key, value) in table.iter() {
        let name = key.get_ref().as_ref();
        if name == OPTIONS {
            options(key, value, &mut settings, &mut error);
        } else if !lint::names().any(|rule| rule == name) {
            error("unknown-rule", key.span(), format!("there is no rule `{name}` to set"), near_rule(name));
        } else {
            let text = match value.get_ref() {
                DeValue::String(text) => text.as_ref(),
                _ => "",
            };
            match level(text) {
                Some(level) => {
                    settings.levels.insert(name.to_owned(), level);
                }
                None => {
                    let help = did_you_mean(text, LEVELS)
                        .unwrap_or_else(|| format!("write {name} = \"error\", \"warning\" or \"off\""));
                    error("bad-level", value.span(), format!("the rule `{name}` has no such level"), help);
                }
            }
        }
    }
    settings
}

fn near_rule(name: &str) -> String {
    if LintSettings::OPTIONS.contains(&name) {
        return format!("`{name}` is a limit: write it below [lint.options]");
    }
    did_you_mean(name, lint::names()).unwrap_or_else(|| {
        let mut names: Vec<&str> = lint::names().collect();
        names.sort_unstable();
        format!("the rules are {}; what stops an export cannot be set", names.join(", "))
    })
}

fn level(text: &str) -> Option<Option<Severity>> {
    match text {
        "error" => Some(Some(Severity::Error)),
        "warning" => Some(Some(Severity::Warning)),
        "off" => Some(None),
        _ => None,
    }
}

fn options(
    key: &Spanned<DeString<'_>>,
    value: &Spanned<DeValue<'_>>,
    settings: &mut LintSettings,
    error: &mut impl FnMut(&'static str, std::ops::Range<usize>, String, String),
) {
    let DeValue::Table(table) = value.get_ref() else {
        let help = "write [lint.options] on a line of its own and a limit on each line below: code-width = 72".into();
        error("bad-lint", key.span(), "`options` is a table of limits".into(), help);
        return;
    };
    for (key, value) in table.iter() {
        let name = key.get_ref().as_ref();
        let Some(limit) = settings.option_mut(name) else {
            let help = did_you_mean(name, LintSettings::OPTIONS)
                .unwrap_or_else(|| format!("the limits are {}", LintSettings::OPTIONS.join(", ")));
            error("unknown-key", key.span(), format!("unknown key `{name}`"), help);
            continue;
        };
        let number = match value.get_ref() {
            DeValue::Integer(number) => usize::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        match number.filter(|number| (1..=MAX).contains(number)) {
            Some(number) => *limit = number,
            None => {
                let help = format!("use a whole number from 1 to {MAX}: {name} = {limit}");
                error("bad-limit", value.span(), format!("the limit `{name}` is no such number"), help);
            }
        }
    }
}
