//! Code examples: what they claim to print, and whether they do.
//!
//! [`claim`] reads what code claims; cards need no more. [`find`] gathers what is to be run, [`run`] runs it in a folder and a
//! process group of its own, [`compare`] holds what it printed against its claims. Nothing here runs code but for
//! `revexport test`.

mod claim;
pub mod compare;
pub mod find;
mod folder;
mod group;
pub mod interpreter;
mod live;
mod marks;
mod quote;
mod raised;
pub mod run;
mod sandbox;
mod session;
mod side_by_side;
mod stray;

pub use claim::{Riddle, riddle};
pub use folder::Folder;
pub use live::end_all;
pub use stray::adopt;
