//! What cards look like: the texts of their templates and their style, the program's or a guide's own.
//!
//! A guide may bring any of the files in [`names`] in its folder [`FOLDER`]; each takes the place of the program's of
//! the same name. It decides how a card looks, never what it is made of: fields, names and ids of templates, and which
//! card exists, stay as they are, so that every deck of the guide fits into the collections of its learners.

mod markup;
mod style;
mod template;

use super::note_type::{self, NoteType};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::source::{FileId, Sources, Span};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Where a guide's own files lie in its folder.
pub const FOLDER: &str = "layouts/anki";

/// The name of the style.
const STYLE: &str = "style.css";

/// The program's own files, by name.
const OWN: [(&str, &str); 11] = [
    ("fact.back.html", include_str!("../../../layouts/anki/fact.back.html")),
    ("fact.front.html", include_str!("../../../layouts/anki/fact.front.html")),
    ("pitfall-mend.back.html", include_str!("../../../layouts/anki/pitfall-mend.back.html")),
    ("pitfall-mend.front.html", include_str!("../../../layouts/anki/pitfall-mend.front.html")),
    ("pitfall-rule.back.html", include_str!("../../../layouts/anki/pitfall-rule.back.html")),
    ("pitfall-rule.front.html", include_str!("../../../layouts/anki/pitfall-rule.front.html")),
    ("pitfall-spot.back.html", include_str!("../../../layouts/anki/pitfall-spot.back.html")),
    ("pitfall-spot.front.html", include_str!("../../../layouts/anki/pitfall-spot.front.html")),
    ("row.back.html", include_str!("../../../layouts/anki/row.back.html")),
    ("row.front.html", include_str!("../../../layouts/anki/row.front.html")),
    (STYLE, include_str!("../../../layouts/anki/style.css")),
];

/// The names of the files a look is made of, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    OWN.into_iter().map(|(name, _)| name)
}

/// The texts of all templates and of the style; by default those inside the program.
#[derive(Clone, Debug)]
pub struct Look {
    texts: BTreeMap<&'static str, Cow<'static, str>>,
}

impl Default for Look {
    fn default() -> Look {
        Look { texts: OWN.into_iter().map(|(name, text)| (name, Cow::Borrowed(text))).collect() }
    }
}

impl Look {
    /// A look with a guide's own files, each a name without [`FOLDER`], and what is wrong with them. Where an error is
    /// among that, no deck may be made with this look.
    pub fn with(files: &[(String, FileId)], sources: &Sources) -> (Look, Vec<Diagnostic>) {
        let mut look = Look::default();
        let mut problems = Vec::new();
        for (name, file) in files {
            let Some(known) = names().find(|known| known == name) else {
                let near = crate::diagnostic::did_you_mean(name, names());
                let all = || format!("the files of a look are {}", names().collect::<Vec<_>>().join(", "));
                let path = sources.file(*file).path.clone();
                let message = format!("no look has a file `{name}`");
                let problem = Diagnostic::new("unknown-look", Severity::Error, Place::File(path), message);
                problems.push(problem.help(near.unwrap_or_else(all)));
                continue;
            };
            let text = &sources.file(*file).text;
            look.texts.insert(known, Cow::Owned(text.clone()));
            let control = |c: char| c.is_control() && c != '\n' && c != '\t';
            if let Some((at, c)) = text.char_indices().find(|(_, c)| control(*c)) {
                let span = Span::new(*file, at..at + c.len_utf8());
                let problem = Diagnostic::error("bad-look", span, "a control character stands here");
                problems.push(problem.help("take it out"));
            }
        }
        let of = |name: &str| files.iter().find(|(own, _)| own == name).map(|(_, file)| *file);
        if let Some(file) = of(STYLE) {
            problems.extend(style::problems(look.style(), file));
        }
        for kind in note_type::ALL {
            for template in kind.templates {
                let sides = template::Sides { kind, template, look: &look };
                problems.extend(of(&template.front()).into_iter().flat_map(|file| sides.front(file)));
                problems.extend(of(&template.back()).into_iter().flat_map(|file| sides.back(file)));
            }
        }
        (look, problems)
    }

    /// The style of every card.
    pub fn style(&self) -> &str {
        self.text(STYLE)
    }

    /// The file of a name; empty if no look has it.
    pub fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", |text| text)
    }

    /// The hash of what a note type shows: its templates and the style.
    pub fn hash(&self, kind: &NoteType) -> String {
        let mut all = String::from(self.style());
        for template in kind.templates {
            all.push_str(self.text(&template.front()));
            all.push_str(self.text(&template.back()));
        }
        // Line ends are those of the checkout the program was built from.
        crate::artifact::sha256(all.replace('\r', "").as_bytes())[..12].to_owned()
    }
}

/// The program's own text of a name.
fn own(name: &str) -> &'static str {
    OWN.into_iter().find(|(own, _)| *own == name).map_or("", |(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_s_own_files_would_do_as_a_guide_s() {
        let mut sources = Sources::default();
        let files: Vec<(String, FileId)> =
            OWN.into_iter().map(|(name, text)| (name.to_owned(), sources.add(name.into(), text))).collect();
        let (look, problems) = Look::with(&files, &sources);
        assert!(problems.is_empty(), "{problems:?}");
        for kind in note_type::ALL {
            assert_eq!(look.hash(kind), Look::default().hash(kind));
            for template in kind.templates {
                assert!(!look.text(&template.front()).is_empty() && !look.text(&template.back()).is_empty());
            }
        }
    }
}
