//! The colours: some of the sixteen every terminal has, so that a person's own theme keeps them readable on dark and on
//! light. Yellow, white, black and the bright ones are left out: each vanishes on some theme. Nothing rests on colour
//! alone.

use crate::guide::{Role, Verdict};
use crate::highlight::Class;
use anstyle::{AnsiColor, Style};

const RED: Style = AnsiColor::Red.on_default();
const GREEN: Style = AnsiColor::Green.on_default();
const BLUE: Style = AnsiColor::Blue.on_default();
const MAGENTA: Style = AnsiColor::Magenta.on_default();
const CYAN: Style = AnsiColor::Cyan.on_default();

/// Text without a style.
pub const NONE: Style = Style::new();
/// Titles, leads, header cells.
pub const STRONG: Style = Style::new().bold();
/// `*text*`
pub const EMPHASIS: Style = Style::new().italic();
/// `~~text~~`
pub const STRUCK: Style = Style::new().strikethrough();
/// Links.
pub const LINK: Style = Style::new().underline();
/// Inline code.
pub const CODE: Style = CYAN;
/// Rules, frames, backticks: what is there to be overlooked.
pub const FAINT: Style = Style::new().dimmed();
/// The number of a section or topic.
pub const NUMBER: Style = Style::new().bold().invert();
/// Signs of lists and footnotes.
pub const SIGN: Style = BLUE;
/// The arrow before the rest of a long line of code.
pub const TURN: Style = BLUE;

/// The style of a piece of code.
pub fn class(class: Class) -> Style {
    match class {
        Class::Keyword => MAGENTA.bold(),
        Class::Constant | Class::Number => MAGENTA,
        Class::Builtin | Class::Type | Class::Function => BLUE,
        Class::String => GREEN,
        Class::Escape => GREEN.bold(),
        Class::Comment => CYAN.italic(),
        Class::Decorator => BLUE.italic(),
        Class::Receiver => EMPHASIS,
        Class::Prompt => STRONG,
        Class::Plain | Class::Operator => NONE,
    }
}

/// The style of a callout's head and bar.
pub fn role(role: Role) -> Style {
    match role {
        Role::Pitfall => RED,
        Role::Practice => GREEN,
        Role::Key => MAGENTA,
        Role::Version => BLUE,
        Role::Analogy => CYAN,
        Role::Note => NONE,
    }
}

/// The style of the margin of wrong and of right code.
pub fn verdict(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Bad => RED,
        Verdict::Good => GREEN,
    }
}
