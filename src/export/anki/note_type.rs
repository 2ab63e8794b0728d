//! The note types: their fields and templates.
//!
//! Their shape is frozen. Anki matches the notes of an update to a learner's collection only while the note type has the
//! same fields and templates in the same order; a note type that gained one would leave every card without updates. What
//! later features need is here already, as fields that are empty and templates that stay shut until a field opens them.

use super::identity;
use super::look::Look;
use serde_json::{Value, json};

/// What separates the fields of a note. No text holds it: escaping takes control characters away.
pub const SEPARATOR: char = '\u{1f}';

/// A note type.
#[derive(Debug)]
pub struct NoteType {
    /// Its key: part of ids and GUIDs.
    pub key: &'static str,
    /// Its name behind the guide's title.
    name: &'static str,
    /// Whether its cards are cloze deletions.
    pub cloze: bool,
    /// The fields; the first is the one Anki sorts and recognises duplicates by.
    pub fields: &'static [&'static str],
    /// The templates, in the order of their cards' ordinals.
    pub templates: &'static [Template],
}

/// A template of a note type.
#[derive(Debug)]
pub struct Template {
    name: &'static str,
    /// What the names of its files in a look begin with.
    stem: &'static str,
    /// The field that makes the card exist.
    pub gate: &'static str,
}

impl Template {
    /// The name of its front in a look.
    pub fn front(&self) -> String {
        format!("{}.front.html", self.stem)
    }

    /// The name of its back in a look.
    pub fn back(&self) -> String {
        format!("{}.back.html", self.stem)
    }
}

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
        Template { name: "Spot it", stem: "pitfall-spot", gate: "Prompt" },
        Template { name: "Mend it", stem: "pitfall-mend", gate: "AskFix" },
        Template { name: "Rule", stem: "pitfall-rule", gate: "AskRule" },
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
    templates: &[Template { name: "Value", stem: "row", gate: "Text" }],
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
    templates: &[Template { name: "Recall", stem: "fact", gate: "Prompt" }],
};

/// All note types.
pub const ALL: [&NoteType; 3] = [&PITFALL, &ROW, &FACT];

impl NoteType {
    /// The note type that a key of the lock begins with.
    pub fn of(key: &str) -> Option<&'static NoteType> {
        ALL.into_iter().find(|kind| key.strip_prefix(kind.key).is_some_and(|rest| rest.starts_with('/')))
    }

    /// The note type's id in decks of a guide.
    pub fn id(&self, guide: &str) -> i64 {
        identity::id(&[guide, "note type", self.key])
    }

    /// The note type as Anki's schema 11 keeps it in `col.models`.
    ///
    /// `title` is the guide's; `time`, in seconds, is when templates or style last changed.
    pub fn json(&self, guide: &str, title: &str, look: &Look, time: i64) -> Value {
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
                    "qfmt": look.text(&template.front()).trim_end(),
                    "afmt": look.text(&template.back()).trim_end(), "bqfmt": "", "bafmt": "",
                    "did": null, "bfont": "", "bsize": 0,
                })
            })
            .collect();
        let place = |name: &str| self.fields.iter().position(|field| *field == name);
        let required: Vec<Value> = self
            .templates
            .iter()
            .enumerate()
            .map(|(ord, template)| json!([ord, "any", place(template.gate).into_iter().collect::<Vec<_>>()]))
            .collect();
        json!({
            "id": self.id(guide), "name": format!("{title}: {}", self.name), "type": u8::from(self.cloze),
            "mod": time, "usn": -1, "sortf": 0, "did": null, "tmpls": templates, "flds": fields, "css": look.style(),
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
}
