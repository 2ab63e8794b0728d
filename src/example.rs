//! Code examples: what they claim to print, and how they look with the claims taken out.

mod claim;
mod marks;

pub use claim::{Riddle, riddle};
