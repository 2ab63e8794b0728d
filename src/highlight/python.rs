//! Python, through the tokens of ruff's parser.
//!
//! The parser resolves the soft keywords and goes on behind whatever is no Python. What a name is follows from the tokens
//! beside it and the bracket that it stands in, so that code with an error in it is read like any other.

mod builtin;
mod part;
mod text;

use super::Class;
use builtin::is_builtin;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_ast::{StringFlags, str_prefix::AnyStringPrefix};
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::Ranged;
use std::ops::Range;
use text::Reading;

pub fn python(text: &str) -> Vec<(Class, Range<usize>)> {
    let mut found = Vec::new();
    each_part(text, |start, part, tokens| classes(start, part, tokens, &mut found));
    found
}

/// Gives each part of a program with its place and its tokens, whose places are those in the part. Nearly all programs
/// are one part; what is too long to be parsed has no tokens.
pub fn each_part(text: &str, mut visit: impl FnMut(usize, &str, &[Token])) {
    for range in part::parts(text) {
        let (start, part) = (range.start, &text[range]);
        let options = ParseOptions::from(Mode::Module);
        if part.len() <= part::LONGEST {
            visit(start, part, parse_unchecked(part, options).tokens());
        } else if let Some(quiet) = part::without_strings(part) {
            visit(start, part, parse_unchecked(&quiet, options).tokens());
        }
    }
}

/// Where a token stands.
pub fn place(token: &Token) -> Range<usize> {
    token.start().to_usize()..token.end().to_usize()
}

/// What is open at a place in a program.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Open {
    /// The arguments of a call, or what a class inherits from.
    Arguments,
    /// Any other bracket.
    Bracket,
    /// The parameters of a `lambda`.
    Lambda,
    /// A string with code in it.
    Formatted,
    /// Code in a string.
    Field,
    /// How a field is written.
    Format,
}

/// A pass over the tokens of a program.
struct Reader<'t, 'f> {
    text: &'t str,
    /// Where the text begins.
    start: usize,
    found: &'f mut Vec<(Class, Range<usize>)>,
    open: Vec<Open>,
    /// The token before this one; comments and line ends in brackets do not count.
    before: TokenKind,
    /// How much is open around the name of a function whose parameters have not begun.
    definition: Option<usize>,
    /// How much is open around the pattern of a `case`.
    pattern: Option<usize>,
    /// Within `import` or `from … import`.
    import: bool,
    /// The last `@` begins a decorator.
    decorator: bool,
    /// How much is open around a field's format, and where it begins: all of it has one class.
    format: Option<(usize, usize)>,
}

/// Adds the classes of a program's tokens.
fn classes(start: usize, text: &str, tokens: &[Token], found: &mut Vec<(Class, Range<usize>)>) {
    found.reserve(tokens.len() + tokens.len() / 4);
    let mut reader = Reader {
        text,
        start,
        found,
        open: Vec::new(),
        before: TokenKind::Newline,
        definition: None,
        pattern: None,
        import: false,
        decorator: false,
        format: None,
    };
    for i in 0..tokens.len() {
        reader.token(tokens, i);
    }
    reader.end_format(text.len());
}

impl Reader<'_, '_> {
    fn push(&mut self, class: Class, range: Range<usize>) {
        if self.format.is_none() && !range.is_empty() {
            self.found.push((class, self.start + range.start..self.start + range.end));
        }
    }

    fn token(&mut self, tokens: &[Token], i: usize) {
        let token = &tokens[i];
        let (kind, range) = (token.kind(), place(token));
        match kind {
            TokenKind::Comment => return self.push(Class::Comment, range),
            TokenKind::NonLogicalNewline | TokenKind::Unknown => return,
            TokenKind::Newline => self.end_line(range.start),
            TokenKind::Indent | TokenKind::Dedent | TokenKind::Question => {}
            TokenKind::Name if self.before == TokenKind::Exclamation => {
                self.push(Class::Escape, range.start - 1..range.end)
            }
            TokenKind::Name => {
                let next = tokens[i + 1..].iter().map(Token::kind).find(|kind| !kind.is_trivia());
                let class = self.name(&self.text[range.clone()], next);
                if class != Class::Plain {
                    self.push(class, range);
                }
            }
            TokenKind::Int | TokenKind::Float | TokenKind::Complex => self.push(Class::Number, range),
            // The dots of a relative import.
            TokenKind::Ellipsis if self.import => range.for_each(|at| self.push(Class::Operator, at..at + 1)),
            TokenKind::True | TokenKind::False | TokenKind::None | TokenKind::Ellipsis => {
                self.push(Class::Constant, range);
            }
            TokenKind::String => self.string(token),
            TokenKind::FStringStart | TokenKind::TStringStart => {
                self.push(Class::String, range);
                self.open.push(Open::Formatted);
            }
            TokenKind::FStringMiddle | TokenKind::TStringMiddle => {
                let raw = token.string_flags().is_some_and(|flags| flags.prefix().is_raw());
                self.content(range, Reading { raw, bytes: false, formatted: true });
            }
            TokenKind::FStringEnd | TokenKind::TStringEnd => {
                self.end_string(range.start);
                self.push(Class::String, range);
            }
            _ if kind.is_keyword() => self.keyword(tokens, i),
            _ => self.operator(kind, range),
        }
        self.before = kind;
    }

    fn string(&mut self, token: &Token) {
        let Some(flags) = token.string_flags() else { return };
        let range = place(token);
        let opened = range.end.min(range.start + flags.opener_len().to_usize());
        let closed = opened.max(range.end - flags.closer_len().to_usize());
        self.push(Class::String, range.start..opened);
        let bytes = matches!(flags.prefix(), AnyStringPrefix::Bytes(_));
        self.content(opened..closed, Reading { raw: flags.prefix().is_raw(), bytes, formatted: false });
        self.push(Class::String, closed..range.end);
    }

    fn content(&mut self, range: Range<usize>, reading: Reading) {
        text::pieces(self.text, range, reading, |class, range| self.push(class, range));
    }

    fn keyword(&mut self, tokens: &[Token], i: usize) {
        let (kind, mut range) = (tokens[i].kind(), place(&tokens[i]));
        let here = self.open.len();
        match kind {
            TokenKind::Case => self.pattern = Some(here),
            TokenKind::If if self.pattern == Some(here) => self.pattern = None,
            TokenKind::Def => self.definition = Some(here),
            TokenKind::Lambda => self.open.push(Open::Lambda),
            TokenKind::From | TokenKind::Import => self.import |= self.at_statement(),
            _ => {}
        }
        // `is not` and `not in` are operators of two words.
        let two = |first: &Token, second: &Token| {
            matches!((first.kind(), second.kind()), (TokenKind::Is, TokenKind::Not) | (TokenKind::Not, TokenKind::In))
        };
        if let Some(next) = tokens.get(i + 1).filter(|next| two(&tokens[i], next)) {
            range.end = next.end().to_usize();
        } else if i > 0 && two(&tokens[i - 1], &tokens[i]) {
            return;
        }
        self.push(Class::Keyword, range);
    }

    fn operator(&mut self, kind: TokenKind, range: Range<usize>) {
        let class = match kind {
            TokenKind::Lpar => {
                let parameters = self.definition == Some(self.open.len());
                if parameters {
                    self.definition = None;
                }
                let called = !parameters && !self.only_names() && ends_value(self.before);
                self.open.push(if called { Open::Arguments } else { Open::Bracket });
                Class::Operator
            }
            TokenKind::Lsqb => {
                self.open.push(Open::Bracket);
                Class::Operator
            }
            TokenKind::Lbrace if matches!(self.open.last(), Some(Open::Formatted | Open::Format)) => {
                self.push(Class::Escape, range);
                self.open.push(Open::Field);
                return;
            }
            TokenKind::Lbrace => {
                self.open.push(Open::Bracket);
                Class::Operator
            }
            TokenKind::Rpar | TokenKind::Rsqb => {
                self.close_bracket();
                Class::Operator
            }
            TokenKind::Rbrace => self.close_brace(range.start),
            TokenKind::Colon if self.open.last() == Some(&Open::Lambda) => {
                self.open.pop();
                Class::Operator
            }
            TokenKind::Colon if self.open.last() == Some(&Open::Field) => {
                self.format.get_or_insert((self.open.len(), range.start));
                self.open.push(Open::Format);
                return;
            }
            TokenKind::Colon => {
                self.pattern = self.pattern.filter(|around| *around != self.open.len());
                Class::Operator
            }
            TokenKind::At => {
                self.decorator = matches!(self.before, TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent);
                if self.decorator { Class::Decorator } else { Class::Operator }
            }
            TokenKind::Semi => {
                self.import = false;
                Class::Operator
            }
            // A conversion: it is shown with its letter.
            TokenKind::Exclamation => return,
            _ => Class::Operator,
        };
        self.push(class, range);
    }

    /// The class of a name before a token.
    fn name(&self, name: &str, next: Option<TokenKind>) -> Class {
        let only_names = self.only_names();
        let member = self.before == TokenKind::Dot && !only_names;
        let owner = next == Some(TokenKind::Dot) && !only_names;
        let called = next == Some(TokenKind::Lpar) && !only_names;
        let argument = next == Some(TokenKind::Equal)
            && matches!(self.before, TokenKind::Lpar | TokenKind::Comma)
            && self.open.last() == Some(&Open::Arguments);
        let capital = name.starts_with(char::is_uppercase);
        let is_constant = |c: char| c.is_uppercase() || c.is_ascii_digit() || c == '_';
        match self.before {
            TokenKind::At if self.decorator && matches!(next, None | Some(TokenKind::Newline)) => Class::Decorator,
            TokenKind::Def => Class::Function,
            TokenKind::Class => Class::Type,
            _ if member && !called || argument => Class::Plain,
            _ if matches!(name, "self" | "cls") => Class::Receiver,
            _ if !member && !owner && is_builtin(name) => Class::Builtin,
            _ if capital && name.len() > 1 && name.chars().all(is_constant) => Class::Constant,
            _ if capital => Class::Type,
            _ if called => Class::Function,
            _ => Class::Plain,
        }
    }

    /// Whether nothing is called here: names of an import or a pattern are names and no more.
    fn only_names(&self) -> bool {
        self.import || self.pattern.is_some()
    }

    /// Whether a statement begins here.
    fn at_statement(&self) -> bool {
        match self.before {
            TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent | TokenKind::Semi | TokenKind::Lazy => true,
            TokenKind::Colon => self.open.is_empty(),
            _ => false,
        }
    }

    fn close_bracket(&mut self) {
        self.close_lambdas();
        if matches!(self.open.last(), Some(Open::Arguments | Open::Bracket)) {
            self.open.pop();
        }
    }

    /// Closes a brace, whose class is given.
    fn close_brace(&mut self, at: usize) -> Class {
        self.close_lambdas();
        if self.open.last() == Some(&Open::Format) {
            self.open.pop();
            if self.format.is_some_and(|(around, _)| around == self.open.len()) {
                self.end_format(at);
            }
        }
        if self.open.last() == Some(&Open::Field) {
            self.open.pop();
            return Class::Escape;
        }
        self.close_bracket();
        Class::Operator
    }

    /// The parameters of a `lambda` end with what it stands in, where its colon is missing.
    fn close_lambdas(&mut self) {
        while self.open.last() == Some(&Open::Lambda) {
            self.open.pop();
        }
    }

    /// Closes a string with code in it, and what is left open within.
    fn end_string(&mut self, at: usize) {
        let Some(string) = self.open.iter().rposition(|open| *open == Open::Formatted) else { return };
        if self.format.is_some_and(|(around, _)| around > string) {
            self.end_format(at);
        }
        self.open.truncate(string);
    }

    fn end_format(&mut self, at: usize) {
        if let Some((_, start)) = self.format.take() {
            self.push(Class::Escape, start..at);
        }
    }

    /// Nothing stays open beyond a statement, whatever is missing in it.
    fn end_line(&mut self, at: usize) {
        self.end_format(at);
        self.open.clear();
        self.definition = None;
        self.pattern = None;
        self.import = false;
    }
}

/// Whether a bracket behind this token is that of a call.
fn ends_value(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Name
            | TokenKind::String
            | TokenKind::FStringEnd
            | TokenKind::TStringEnd
            | TokenKind::Rpar
            | TokenKind::Rsqb
            | TokenKind::Rbrace
    )
}
