//! The options of `test`.

use super::Sections;
use clap::Args;

/// How examples are run.
#[derive(Args, Clone, Debug)]
pub struct Test {
    /// Which sections.
    #[command(flatten)]
    pub sections: Sections,
    /// The interpreter, by path or name; given several times, each runs all examples [default: python3, else python]
    #[arg(long, value_name = "PATH")]
    pub python: Vec<String>,
    /// How many seconds an example may take
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub timeout: f64,
    /// How many examples run at once [default: one a processor]
    #[arg(short, long, value_name = "N", value_parser = jobs)]
    pub jobs: Option<usize>,
}

/// A time limit.
fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.01..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("give seconds from 0.01 to 86400".into()),
    }
}

/// A number of threads.
fn jobs(text: &str) -> Result<usize, String> {
    match text.parse::<usize>() {
        Ok(jobs) if (1..=256).contains(&jobs) => Ok(jobs),
        _ => Err("give a number from 1 to 256".into()),
    }
}
