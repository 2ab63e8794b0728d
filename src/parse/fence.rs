//! A fence's info string: the language, then flags, separated by spaces.

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::guide::{Flags, Verdict};
use crate::source::Span;

const FLAGS: [&str; 8] = ["bad", "good", "no-run", "raises", "needs", "continues", "file", "uses"];

/// Reads ```` ```python bad raises=TypeError ````: the language, if one is named, and the flags.
pub fn info(info: &str, span: Span, diagnostics: &mut Vec<Diagnostic>) -> (Option<String>, Flags) {
    let mut flags = Flags::default();
    let mut words = info.split_whitespace().peekable();
    let mut error = |message: String, help: String| {
        diagnostics.push(Diagnostic::error("bad-flag", span, message).help(help));
    };
    let Some(first) = words.peek() else { return (None, flags) };
    if let Some((language, _)) = first.split_once(',') {
        error(
            format!("`{first}` is no language"),
            format!("separate flags from the language by spaces: ```{language} …"),
        );
        return (Some(language.to_lowercase()), flags);
    }
    let is_flag = FLAGS.contains(first) || first.contains('=');
    if is_flag {
        error(format!("the flag `{first}` stands where the language belongs"), format!("write ```LANGUAGE {first}"));
    }
    let language = if is_flag { None } else { words.next().map(str::to_lowercase) };
    for word in words {
        let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
        if !FLAGS.contains(&name) {
            let help = did_you_mean(name, FLAGS).unwrap_or_else(|| format!("the flags are {}", FLAGS.join(", ")));
            error(format!("unknown code flag `{name}`"), help);
            continue;
        }
        let takes_value = !matches!(name, "bad" | "good" | "continues");
        let value = match value {
            Some("") => {
                error(format!("the flag `{name}` has no value"), example(name));
                continue;
            }
            None if takes_value => {
                error(format!("the flag `{name}` needs a value"), example(name));
                continue;
            }
            Some(_) if !takes_value => {
                error(format!("the flag `{name}` takes no value"), format!("write {name} alone"));
                continue;
            }
            value => value.unwrap_or_default().to_owned(),
        };
        match name {
            "bad" | "good" => {
                if flags.verdict.is_some() {
                    error("code is either `bad` or `good`, once".into(), "keep one of the two".into());
                }
                flags.verdict = Some(if name == "bad" { Verdict::Bad } else { Verdict::Good });
            }
            "no-run" => flags.no_run = Some(value.into()),
            "raises" => flags.raises = Some(value.into()),
            "continues" => flags.continues = true,
            "file" => {
                if value.contains(['/', '\\']) || value.starts_with('.') {
                    error(format!("`{value}` is no plain file name"), example(name));
                }
                flags.file = Some(value.into());
            }
            "uses" => flags.uses = value.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            _ => match value.split_once('.').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?))) {
                Some(version) => flags.needs = Some(version),
                None => error(format!("`{value}` is no version"), example(name)),
            },
        }
    }
    (language, flags)
}

fn example(flag: &str) -> String {
    let example = match flag {
        "no-run" => "no-run=network",
        "raises" => "raises=TypeError",
        "needs" => "needs=3.12",
        "file" => "file=config.toml",
        _ => "uses=attrs",
    };
    format!("for example {example}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn read(text: &str) -> (Option<String>, Flags, Vec<String>) {
        let file = Sources::default().add("a.md".into(), text);
        let mut diagnostics = Vec::new();
        let (language, flags) = info(text, Span::new(file, 0..text.len()), &mut diagnostics);
        (language, flags, diagnostics.into_iter().map(|d| format!("{}; {}", d.message, d.help.unwrap())).collect())
    }

    #[test]
    fn all_flags() {
        let (language, flags, errors) =
            read("Python bad no-run=network raises=KeyError needs=3.12 continues file=a.txt uses=attrs,httpx");
        assert_eq!(language.as_deref(), Some("python"));
        assert_eq!(errors, [""; 0]);
        let expected = Flags {
            verdict: Some(Verdict::Bad),
            no_run: Some("network".into()),
            raises: Some("KeyError".into()),
            needs: Some((3, 12)),
            continues: true,
            file: Some("a.txt".into()),
            uses: ["attrs".into(), "httpx".into()].into(),
        };
        assert_eq!(flags, expected);
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, expected) in [
            ("python rises=TypeError", "unknown code flag `rises`; did you mean `raises`?"),
            (
                "python,no_run",
                "`python,no_run` is no language; separate flags from the language by spaces: ```python …",
            ),
            ("bad", "the flag `bad` stands where the language belongs; write ```LANGUAGE bad"),
            ("python bad good", "code is either `bad` or `good`, once; keep one of the two"),
            ("python needs=three", "`three` is no version; for example needs=3.12"),
            ("python raises", "the flag `raises` needs a value; for example raises=TypeError"),
            ("python raises=", "the flag `raises` has no value; for example raises=TypeError"),
            ("python good=yes", "the flag `good` takes no value; write good alone"),
            ("python file=../x", "`../x` is no plain file name; for example file=config.toml"),
        ] {
            assert_eq!(read(text).2, [expected], "{text}");
        }
    }
}
