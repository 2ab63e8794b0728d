//! What `import` takes.

use clap::Args;
use std::path::PathBuf;

/// What `import` reads and where it writes.
#[derive(Args, Clone, Debug)]
pub struct Import {
    /// The export, a Markdown file, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The guide's folder: a new one, or an empty one
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
}
