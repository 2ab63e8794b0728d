//! The model: a guide as typed text. Every other part of the tool reads this and nothing else.
//!
//! Each variant's documentation shows the Markdown it comes from.

pub mod walk;

use crate::source::{FileId, Folder, Sources, Span};
use std::collections::BTreeMap;

/// A whole guide: manifest, sections, and the files they came from.
#[derive(Debug)]
pub struct Guide {
    /// What `guide.toml` says.
    pub manifest: Manifest,
    /// The sections, in the order of their numbers.
    pub sections: Vec<Section>,
    /// The source files, for spans.
    pub sources: Sources,
    /// Where the guide was read from.
    pub folder: Folder,
    /// The images the text shows: the path as it stands in the text → the file's bytes.
    pub images: BTreeMap<String, Vec<u8>>,
}

/// `guide.toml`, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    /// `id`: never changes; Anki notes and the EPUB's identity grow from it.
    pub id: String,
    /// `title`.
    pub title: String,
    /// `version`: the edition printed in footers.
    pub version: Option<String>,
    /// `date`: the date inside documents.
    pub date: Date,
    /// `language`, a BCP 47 tag such as `en` or `pt-BR`.
    pub language: String,
    /// `authors`.
    pub authors: Vec<String>,
    /// `licence`, an SPDX expression or any text.
    pub licence: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `url`: where cards point back to.
    pub url: Option<String>,
    /// `code-language`: what a fence without a language is.
    pub code_language: Option<String>,
    /// `math`: whether `$…$` is LaTeX.
    pub math: bool,
}

/// A calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year, 1970 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

impl Date {
    /// Seconds from 1970-01-01T00:00:00Z to the start of this day, in UTC.
    pub fn unix_seconds(self) -> i64 {
        // Days from civil, after Howard Hinnant: years begin in March, so that the leap day is the last.
        let (year, month, day) = (i64::from(self.year), i64::from(self.month), i64::from(self.day));
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        (era * 146_097 + day_of_era - 719_468) * 86_400
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// One section: a file of the guide.
#[derive(Debug)]
pub struct Section {
    /// `number` in the manifest.
    pub number: u32,
    /// `id` in the manifest, else the slug of the title. Pins deck, tag and links.
    pub id: String,
    /// `title`, as plain text.
    pub title: String,
    /// The section's file.
    pub file: FileId,
    /// The file's name inside the guide's folder.
    pub file_name: String,
    /// The syllabus: what the section must cover.
    pub syllabus: Vec<String>,
    /// What stands before the first topic.
    pub intro: Vec<Block>,
    /// The `##` headings with what stands under them.
    pub topics: Vec<Topic>,
    /// Footnotes, in the order of their first reference.
    pub footnotes: Vec<Footnote>,
}

impl Section {
    /// The slug of the title: part of file names.
    pub fn slug(&self) -> String {
        slug(&self.title)
    }

    /// `06-object-oriented-programming`: the stem of files made from this section. The number has at least two digits.
    pub fn stem(&self) -> String {
        format!("{:02}-{}", self.number, self.slug())
    }

    /// Every block of the section in reading order with the topic it stands under; blocks inside lists, quotes and
    /// callouts come after the block that holds them.
    pub fn blocks(&self) -> Vec<(Option<&Topic>, &Block)> {
        let mut all = Vec::new();
        self.intro.iter().for_each(|block| descend(None, block, &mut all));
        for topic in &self.topics {
            topic.blocks.iter().for_each(|block| descend(Some(topic), block, &mut all));
        }
        for note in &self.footnotes {
            note.blocks.iter().for_each(|block| descend(None, block, &mut all));
        }
        all
    }

    /// The callouts of the section, in reading order.
    pub fn callouts(&self) -> impl Iterator<Item = (Option<&Topic>, &Callout)> {
        self.blocks().into_iter().filter_map(|(topic, block)| match block {
            Block::Callout(callout) => Some((topic, callout)),
            _ => None,
        })
    }

    /// The comparison tables of the section, in reading order.
    pub fn comparisons(&self) -> impl Iterator<Item = (Option<&Topic>, &Table)> {
        self.blocks().into_iter().filter_map(|(topic, block)| match block {
            Block::Table(table) if table.kind != TableKind::Plain => Some((topic, table)),
            _ => None,
        })
    }
}

fn descend<'a>(topic: Option<&'a Topic>, block: &'a Block, all: &mut Vec<(Option<&'a Topic>, &'a Block)>) {
    all.push((topic, block));
    let inner: &[Block] = match block {
        Block::Quote(quote) => &quote.blocks,
        Block::Callout(callout) => &callout.blocks,
        Block::List(list) => {
            for item in &list.items {
                item.blocks.iter().for_each(|block| descend(topic, block, all));
            }
            &[]
        }
        _ => &[],
    };
    inner.iter().for_each(|block| descend(topic, block, all));
}

/// `## Heading` and what stands under it, up to the next one.
#[derive(Debug)]
pub struct Topic {
    /// The heading; its level is 2.
    pub heading: Heading,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// `[^name]: the note` — numbered in the order of first reference.
#[derive(Debug)]
pub struct Footnote {
    /// 1-based.
    pub number: usize,
    /// The note's text.
    pub blocks: Vec<Block>,
    /// The note's place.
    pub span: Span,
}

/// One block of text.
#[derive(Debug)]
pub enum Block {
    /// A run of text.
    Paragraph(Paragraph),
    /// `### Heading`, level 3 to 6 (levels 1 and 2 are the section and its topics).
    Heading(Heading),
    /// `- item` or `1. item`.
    List(List),
    /// ```` ```python bad ````
    Code(Code),
    /// `> text` that is no callout.
    Quote(Quote),
    /// `> [!WARNING]` and its kin, also `**Common Pitfall:** …`.
    Callout(Callout),
    /// `| a | b |`, with or without a caption.
    Table(Table),
    /// `![alt](image.svg)` alone in its paragraph.
    Figure(Image),
    /// `$$…$$` alone in its paragraph, when `math = true`.
    Math(Math),
    /// `---`
    Rule(Span),
}

impl Block {
    /// Where the block stands.
    pub fn span(&self) -> Span {
        match self {
            Block::Paragraph(x) => x.span,
            Block::Heading(x) => x.span,
            Block::List(x) => x.span,
            Block::Code(x) => x.span,
            Block::Quote(x) => x.span,
            Block::Callout(x) => x.span,
            Block::Table(x) => x.span,
            Block::Figure(x) => x.span,
            Block::Math(x) => x.span,
            Block::Rule(span) => *span,
        }
    }
}

/// Inline text with its place.
#[derive(Debug)]
pub struct Paragraph {
    /// The text.
    pub text: Vec<Inline>,
    /// The paragraph's place.
    pub span: Span,
}

/// `## Heading <!-- covers: a topic of the syllabus -->`
#[derive(Debug)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// The text.
    pub text: Vec<Inline>,
    /// The anchor: the `id` comment, else the slug of the text; unique in its section.
    pub id: String,
    /// What its `covers` comments say.
    pub covers: Vec<String>,
    /// The heading's place.
    pub span: Span,
}

/// A bulleted or numbered list.
#[derive(Debug)]
pub struct List {
    /// The first number of a numbered list; none for bullets.
    pub start: Option<usize>,
    /// Whether the items stand without blank lines between them.
    pub tight: bool,
    /// The items.
    pub items: Vec<Item>,
    /// The list's place.
    pub span: Span,
}

/// One item of a list.
#[derive(Debug)]
pub struct Item {
    /// `- [ ]` or `- [x]`: whether the box is ticked.
    pub task: Option<bool>,
    /// What the item holds.
    pub blocks: Vec<Block>,
}

/// A fence or an indented block.
#[derive(Debug)]
pub struct Code {
    /// The language, lower case: the fence's, else `code-language` for a fence without one.
    pub language: Option<String>,
    /// The flags behind the language.
    pub flags: Flags,
    /// The code, without the last line end.
    pub text: String,
    /// The whole block's place, fences included.
    pub span: Span,
    /// 1-based line in the file of the first line of code.
    pub first_line: usize,
}

/// What a fence says about its code, behind the language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flags {
    /// `bad` or `good`.
    pub verdict: Option<Verdict>,
    /// `no-run=REASON`: not run, and why.
    pub no_run: Option<String>,
    /// `raises=TYPE`: the bare name of the exception that ends it.
    pub raises: Option<String>,
    /// `needs=X.Y`: the oldest version that runs it.
    pub needs: Option<(u32, u32)>,
    /// `continues`: runs after the fence before it, in the same program.
    pub continues: bool,
    /// `file=NAME`: written to a file of that name instead of being run.
    pub file: Option<String>,
    /// `uses=PKG[,PKG]`: packages it needs.
    pub uses: Vec<String>,
}

/// Whether code is shown as wrong or right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// ```` ```python bad ````
    Bad,
    /// ```` ```python good ````
    Good,
}

/// `> quoted text`
#[derive(Debug)]
pub struct Quote {
    /// What is quoted.
    pub blocks: Vec<Block>,
    /// The quote's place.
    pub span: Span,
}

/// A box with a meaning.
///
/// ```markdown
/// > [!WARNING]
/// > **Mutable default arguments.** Defaults are built once …
/// > <!-- id: mutable-default -->
/// ```
#[derive(Debug)]
pub struct Callout {
    /// What it means.
    pub role: Role,
    /// The bold lead without its last full stop or colon; empty for a note without one, for an analogy, whose lead is the
    /// word itself, and for a plain bold lead, which names only the role. For [`Role::Version`] it is the version.
    pub lead: Vec<Inline>,
    /// The text behind the lead and the blocks after it.
    pub blocks: Vec<Block>,
    /// The `id` comment, else the slug of the lead. Unique in the guide. None only for [`Role::Note`] and
    /// [`Role::Analogy`] without a lead of their own and without a comment.
    pub id: Option<String>,
    /// The `ask` comment: a card's question.
    pub ask: Option<String>,
    /// The callout's place.
    pub span: Span,
}

/// What a callout means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// `[!WARNING]`, `[!CAUTION]`, `[!pitfall]`, `**Common Pitfall:**`
    Pitfall,
    /// `[!TIP]`, `[!practice]`, `**Best Practice:**`
    Practice,
    /// `[!IMPORTANT]`
    Key,
    /// `[!NOTE]` whose lead is a name and a version, `[!version]`
    Version,
    /// `[!NOTE]` whose lead is `Analogy`, `[!analogy]`, `**Analogy:**`
    Analogy,
    /// Any other `[!NOTE]`
    Note,
}

impl Role {
    /// All roles, in the order they are listed in.
    pub const ALL: [Role; 6] = [Role::Pitfall, Role::Practice, Role::Key, Role::Version, Role::Analogy, Role::Note];

    /// `pitfall`, `practice` …: the name in layouts, style sheets and tags.
    pub fn name(self) -> &'static str {
        match self {
            Role::Pitfall => "pitfall",
            Role::Practice => "practice",
            Role::Key => "key",
            Role::Version => "version",
            Role::Analogy => "analogy",
            Role::Note => "note",
        }
    }
}

/// A table.
///
/// ```markdown
/// **Compare: list vs tuple** <!-- id: list-vs-tuple -->
///
/// | Aspect  | list | tuple |
/// | ------- | ---- | ----- |
/// | Mutable | yes  | no    |
/// ```
#[derive(Debug)]
pub struct Table {
    /// Whether it compares, and which way.
    pub kind: TableKind,
    /// The caption, without `Compare:`; empty if there is none.
    pub caption: Vec<Inline>,
    /// The `id` comment, else the slug of the caption; none for a table without either.
    pub id: Option<String>,
    /// How each column is aligned.
    pub alignments: Vec<Alignment>,
    /// The header's cells, one a column.
    pub header: Vec<Cell>,
    /// The rows; each has as many cells as the header.
    pub rows: Vec<Vec<Cell>>,
    /// The place of caption and table.
    pub span: Span,
}

/// Whether a table compares things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// A table without `Compare:`.
    Plain,
    /// `**Compare: …**`: the first column holds the aspects, the other columns are the things compared.
    Compare,
    /// `**Compare by row: …**`: the first column holds the things, the other columns are the aspects.
    CompareByRow,
}

/// One cell of a table.
#[derive(Debug)]
pub struct Cell {
    /// The text.
    pub text: Vec<Inline>,
    /// The `id` comment, else the slug of the text. Unique among the aspects or things of a comparison; may be empty in
    /// cells that are neither.
    pub id: String,
    /// The cell's place.
    pub span: Span,
}

/// The alignment of a column: `:--`, `:-:`, `--:`, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// `---`
    None,
    /// `:--`
    Left,
    /// `:-:`
    Center,
    /// `--:`
    Right,
}

/// `![alt](path "title")`
#[derive(Clone, Debug)]
pub struct Image {
    /// The path inside the guide's folder: a key of [`Guide::images`].
    pub path: String,
    /// The alternative text.
    pub alt: String,
    /// The title, printed as a caption.
    pub title: String,
    /// The image's place.
    pub span: Span,
}

/// LaTeX between dollar signs.
#[derive(Clone, Debug)]
pub struct Math {
    /// The LaTeX.
    pub latex: String,
    /// Its place.
    pub span: Span,
}

/// A piece of a line with its place.
#[derive(Debug)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Where it stands.
    pub span: Span,
}

/// What a piece of a line is.
#[derive(Debug)]
pub enum InlineKind {
    /// Plain text, in Unicode normalisation form C.
    Text(String),
    /// `` `code` ``
    Code(String),
    /// `*text*`
    Emphasis(Vec<Inline>),
    /// `**text**`
    Strong(Vec<Inline>),
    /// `~~text~~`
    Strikethrough(Vec<Inline>),
    /// `<sub>text</sub>`
    Subscript(Vec<Inline>),
    /// `<sup>text</sup>`
    Superscript(Vec<Inline>),
    /// `<kbd>text</kbd>`
    Keyboard(Vec<Inline>),
    /// `[text](target)`
    Link(Target, Vec<Inline>),
    /// `![alt](path)` inside a line
    Image(Image),
    /// `$latex$`, or `$$latex$$` inside a line
    Math(Math),
    /// `[^name]`: the number of the note
    FootnoteReference(usize),
    /// A line end that is a space
    SoftBreak,
    /// `<br>`, or a backslash or two spaces at a line's end
    HardBreak,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// `https://…`, `mailto:…`
    External(String),
    /// `07-exceptions.md#anchor` or `#anchor`: the number of a section of this guide, and a heading's id in it.
    Section(u32, Option<String>),
}

/// Plain text of inlines: no marks, breaks as spaces, an image as its alternative text.
pub fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    append_plain(inlines, &mut text);
    text
}

fn append_plain(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => out.push_str(text),
            InlineKind::Math(math) => out.push_str(&math.latex),
            InlineKind::Image(image) => out.push_str(&image.alt),
            InlineKind::SoftBreak | InlineKind::HardBreak => out.push(' '),
            InlineKind::FootnoteReference(_) => {}
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strikethrough(inner)
            | InlineKind::Subscript(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Keyboard(inner)
            | InlineKind::Link(_, inner) => append_plain(inner, out),
        }
    }
}

/// The slug of a text: NFC, lower case, letters and digits kept, any other run one hyphen, trimmed.
pub fn slug(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut slug = String::with_capacity(text.len());
    for c in text.nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_letters_and_digits() {
        assert_eq!(slug("Exceptions & Error Handling"), "exceptions-error-handling");
        assert_eq!(slug("  `__init__`, __new__ "), "init-new");
        assert_eq!(slug("e\u{301}té ++"), "été");
        assert_eq!(slug("=="), "");
    }

    #[test]
    fn dates_are_seconds_since_1970() {
        assert_eq!(Date { year: 1970, month: 1, day: 1 }.unix_seconds(), 0);
        assert_eq!(Date { year: 2000, month: 3, day: 1 }.unix_seconds(), 951_868_800);
        assert_eq!(Date { year: 2026, month: 11, day: 22 }.unix_seconds(), 1_795_305_600);
    }
}
