//! The note types: their fields, templates and looks.
//!
//! Their shape is frozen. Anki matches the notes of an update to a learner's collection only while the note type has the
//! same fields and templates in the same order; a note type that gained one would leave every card without updates. What
//! later features need is here already, as fields that are empty and templates that stay shut until a field opens them.

use super::identity;
use serde_json::{Value, json};

/// A note type.
#[derive(Debug)]
pub struct NoteType {
    /// Its key: part of ids and GUIDs.
    pub key: &'static str,
    /// Its name behind the guide's title.
    name: &'static str,
    /// Whether its cards are cloze deletions.
    cloze: bool,
    /// The fields; the first is the one Anki sorts and recognises duplicates by.
    pub fields: &'static [&'static str],
    templates: &'static [Template],
}

/// A template of a note type.
#[derive(Debug)]
struct Template {
    name: &'static str,
    front: &'static str,
    back: &'static str,
    /// The fields any of which makes the card exist.
    any: &'static [&'static str],
}

const STYLE: &str = include_str!("../../../layouts/anki/style.css");

/// Spot it: wrong code → why, and the right code. Two more templates are shut until `AskFix` or `AskRule` has a text.
pub const PITFALL: NoteType = NoteType {
    key: "pitfall",
    name: "Pitfall",
    cloze: false,
    fields: &[
        "Id", "Prompt", "Code", "Output", "Lead", "Why", "Fix", "FixCode", "Rule", "Extra", "Section", "Context",
        "Source", "Version", "Retired", "AskFix", "AskRule", "Spare1", "Spare2", "Spare3",
    ],
    templates: &[
        Template {
            name: "Spot it",
            front: include_str!("../../../layouts/anki/pitfall-spot.front.html"),
            back: include_str!("../../../layouts/anki/pitfall-spot.back.html"),
            any: &["Prompt"],
        },
        Template {
            name: "Mend it",
            front: include_str!("../../../layouts/anki/pitfall-mend.front.html"),
            back: include_str!("../../../layouts/anki/pitfall-mend.back.html"),
            any: &["AskFix"],
        },
        Template {
            name: "Rule",
            front: include_str!("../../../layouts/anki/pitfall-rule.front.html"),
            back: include_str!("../../../layouts/anki/pitfall-rule.back.html"),
            any: &["AskRule"],
        },
    ],
};

/// One aspect of a comparison, a cloze number for each thing compared.
pub const ROW: NoteType = NoteType {
    key: "row",
    name: "Comparison",
    cloze: true,
    fields: &[
        "Id", "Aspect", "Title", "Text", "Why", "Table", "Extra", "Section", "Context", "Source", "Version", "Retired",
        "Spare1", "Spare2", "Spare3",
    ],
    templates: &[Template {
        name: "Value",
        front: include_str!("../../../layouts/anki/row.front.html"),
        back: include_str!("../../../layouts/anki/row.back.html"),
        any: &["Text"],
    }],
};

/// A best practice, a key fact or a version note: its name → what there is to say.
pub const FACT: NoteType = NoteType {
    key: "fact",
    name: "Fact",
    cloze: false,
    fields: &[
        "Id", "Kind", "Prompt", "Ask", "Code", "Answer", "Example", "Extra", "Section", "Context", "Source", "Version",
        "Retired", "Spare1", "Spare2", "Spare3",
    ],
    templates: &[Template {
        name: "Recall",
        front: include_str!("../../../layouts/anki/fact.front.html"),
        back: include_str!("../../../layouts/anki/fact.back.html"),
        any: &["Prompt"],
    }],
};

/// All note types.
pub const ALL: [&NoteType; 3] = [&PITFALL, &ROW, &FACT];

impl NoteType {
    /// The note type that a key of the lock begins with.
    pub fn of(key: &str) -> Option<&'static NoteType> {
        ALL.into_iter().find(|kind| key.strip_prefix(kind.key).is_some_and(|rest| rest.starts_with('/')))
    }

    /// The hash of its looks: templates and style.
    pub fn look(&self) -> String {
        let mut all = String::from(STYLE);
        for template in self.templates {
            all.push_str(template.front);
            all.push_str(template.back);
        }
        // Line ends are those of the checkout the program was built from.
        crate::artifact::sha256(all.replace('\r', "").as_bytes())[..12].to_owned()
    }

    /// The note type's id in decks of a guide.
    pub fn id(&self, guide: &str) -> i64 {
        identity::id(&[guide, "note type", self.key])
    }

    /// The note type as Anki's schema 11 keeps it in `col.models`.
    ///
    /// `title` is the guide's; `time`, in seconds, is when templates or style last changed.
    pub fn json(&self, guide: &str, title: &str, time: i64) -> Value {
        let part = |kind: &str, name: &str| identity::id(&[guide, self.key, kind, name]);
        let fields: Vec<Value> = self
            .fields
            .iter()
            .enumerate()
            .map(|(ord, name)| {
                json!({
                    "name": name, "ord": ord, "id": part("field", name), "sticky": false, "rtl": false, "font": "Arial",
                    "size": 20, "description": "", "plainText": false, "collapsed": false, "excludeFromSearch": false,
                    "media": [],
                })
            })
            .collect();
        let templates: Vec<Value> = self
            .templates
            .iter()
            .enumerate()
            .map(|(ord, template)| {
                json!({
                    "name": template.name, "ord": ord, "id": part("template", template.name),
                    "qfmt": template.front.trim_end(), "afmt": template.back.trim_end(), "bqfmt": "", "bafmt": "",
                    "did": null, "bfont": "", "bsize": 0,
                })
            })
            .collect();
        let place = |name: &&str| self.fields.iter().position(|field| field == name);
        let required: Vec<Value> = self
            .templates
            .iter()
            .enumerate()
            .map(|(ord, template)| json!([ord, "any", template.any.iter().filter_map(place).collect::<Vec<_>>()]))
            .collect();
        json!({
            "id": self.id(guide), "name": format!("{title}: {}", self.name), "type": u8::from(self.cloze),
            "mod": time, "usn": -1, "sortf": 0, "did": null, "tmpls": templates, "flds": fields, "css": STYLE,
            "latexPre": LATEX_PRE, "latexPost": "\\end{document}", "latexsvg": false, "req": required, "tags": [], "vers": [],
        })
    }
}

/// What Anki itself writes here.
const LATEX_PRE: &str = "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n\\usepackage[utf8]{inputenc}\n\
    \\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\\setlength{\\parindent}{0in}\n\\begin{document}\n";

#[cfg(test)]
mod tests {
    use super::*;

    /// Decks in use have these shapes: a change here leaves their cards without updates for ever.
    #[test]
    fn shapes_are_frozen() {
        let shape = |kind: &NoteType| {
            let templates: Vec<&str> = kind.templates.iter().map(|template| template.name).collect();
            format!("{} {} | {} | {}", kind.key, kind.cloze, kind.fields.join(" "), templates.join(" "))
        };
        assert_eq!(
            shape(&PITFALL),
            "pitfall false | Id Prompt Code Output Lead Why Fix FixCode Rule Extra Section Context Source Version Retired \
             AskFix AskRule Spare1 Spare2 Spare3 | Spot it Mend it Rule"
        );
        assert_eq!(
            shape(&ROW),
            "row true | Id Aspect Title Text Why Table Extra Section Context Source Version Retired Spare1 Spare2 Spare3 \
             | Value"
        );
        assert_eq!(
            shape(&FACT),
            "fact false | Id Kind Prompt Ask Code Answer Example Extra Section Context Source Version Retired Spare1 \
             Spare2 Spare3 | Recall"
        );
    }

    #[test]
    fn templates_name_only_fields_that_exist() {
        for kind in ALL {
            for template in kind.templates {
                for text in [template.front, template.back] {
                    for reference in text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")) {
                        let name = reference.0.trim_start_matches(['#', '^', '/']).trim_start_matches("cloze:");
                        assert!(kind.fields.contains(&name) || name == "FrontSide", "{} in {}", name, template.name);
                    }
                }
            }
            assert!(STYLE.contains(".nightMode") && STYLE.contains(".night_mode"));
        }
    }
}
