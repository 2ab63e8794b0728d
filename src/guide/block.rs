//! Blocks: what stands under a heading.

use super::inline::{Image, Inline, Math};
use crate::source::{Sources, Span};
use std::sync::Arc;

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
    Table(Box<Table>),
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
    pub language: Option<Arc<str>>,
    /// The flags behind the language.
    pub flags: Arc<Flags>,
    /// The code, without the last line end.
    pub text: String,
    /// The whole block's place, fences included.
    pub span: Span,
    /// 1-based line in the file of the first line of code.
    pub first_line: u32,
}

impl Code {
    /// The place of a line of the code, counted from 0.
    pub fn line(&self, sources: &Sources, i: usize) -> Span {
        Span::new(self.span.file, sources.file(self.span.file).line_range(self.first_line as usize + i))
    }
}

/// What a fence says about its code, behind the language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flags {
    /// `bad` or `good`.
    pub verdict: Option<Verdict>,
    /// `no-run=REASON`: not run, and why.
    pub no_run: Option<Box<str>>,
    /// `raises=TYPE`: the bare name of the exception that ends it.
    pub raises: Option<Box<str>>,
    /// `needs=X.Y`: the oldest version that runs it.
    pub needs: Option<(u16, u16)>,
    /// `continues`: runs after the fence before it, in the same program.
    pub continues: bool,
    /// `file=NAME`: written to a file of that name instead of being run.
    pub file: Option<Box<str>>,
    /// `uses=PKG[,PKG]`: packages it needs.
    pub uses: Box<[String]>,
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
    pub id: Option<Box<str>>,
    /// Whether the id is a comment's, so that it outlives edits of the lead.
    pub pinned: bool,
    /// The `ask` comment: a card's question.
    pub ask: Option<Box<str>>,
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
    /// Whether the id is a comment's, so that it outlives edits of the caption.
    pub pinned: bool,
    /// How each column is aligned.
    pub alignments: Box<[Alignment]>,
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
