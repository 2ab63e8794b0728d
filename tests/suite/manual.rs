//! `completions` and `man`.

use crate::guide_test::GuideTest;
use snapbox::str;
use std::process::Command;

#[test]
fn every_shell_is_told_of_every_command() {
    let test = GuideTest::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = test.run(&["completions", shell]).code(0).text();
        for word in ["pdf", "anki", "epub", "cards", "sections", "theme"] {
            assert!(script.contains(word), "{shell} is not told of {word}");
        }
    }
}

#[test]
fn bash_completes_commands_options_and_values() {
    let test = GuideTest::empty();
    test.write("revexport.bash", test.run(&["completions", "bash"]).code(0).text());
    for (words, expected) in [
        (["revexport", "pd", ""], "pdf"),
        (["revexport", "pdf", "--secti"], "--sections"),
        (["revexport", "completions", "zs"], "zsh"),
        (["revexport", "anki", "--fro"], "--frozen"),
    ] {
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let (last, before) = (words[words.len() - 1], words[words.len() - 2]);
        let script = format!(
            "source revexport.bash; COMP_WORDS=({}); COMP_CWORD={}; _revexport revexport {last} {before}; echo \"${{COMPREPLY[*]}}\"",
            words.join(" "),
            words.len() - 1
        );
        let output =
            Command::new("bash").args(["-c", &script]).current_dir(test.path(".")).output().expect("bash runs");
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), expected, "{output:?}");
    }
}

#[test]
fn a_manual_page_has_options_commands_and_examples() {
    let test = GuideTest::empty();
    let page = test.run(&["man"]).code(0).text();
    assert!(page.contains(".TH revexport 1") && page.contains("revexport\\-epub(1)"), "{page}");
    let page = test.run(&["man", "pdf"]).code(0).text();
    assert!(page.contains(".TH revexport-pdf 1"), "{page}");
    for part in ["\\fB\\-\\-sections\\fR", "\\fB\\-\\-guide\\fR", ".SH EXAMPLES\n.nf\n  revexport pdf \\-s 6\\-9\n"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let page = test.run(&["man", "check"]).code(0).text();
    assert!(page.contains(".SH NOTES\n.nf\nRules"), "{page}");
}

#[test]
fn a_command_that_is_none_is_corrected() {
    GuideTest::empty().run(&["man", "listt"]).code(2).says(str![[r#"
error[unknown-command]: there is no command `listt`
 |
 = help: did you mean `list`?

1 error

"#]]);
}
