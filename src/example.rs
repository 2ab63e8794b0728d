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

use crate::contrast;
use crate::guide::Code;

pub use claim::{Riddle, riddle};
pub use folder::Folder;
pub use live::end_all;
pub use stray::adopt;

/// For each line of wrong and of right code, whether it has no counterpart in the other. What either claims to print does
/// not count.
pub fn differing(wrong: &Code, right: &Code) -> (Vec<bool>, Vec<bool>) {
    let (wrong_told, right_told) = (riddle(wrong), riddle(right));
    let lines = |riddle: &Riddle| riddle.code.split('\n').map(str::to_owned).collect::<Vec<_>>();
    let (in_wrong, in_right) = contrast::differing(&lines(&wrong_told), &lines(&right_told));
    let whole = |code: &Code, riddle: &Riddle, marks: Vec<bool>| {
        let mut all = vec![false; code.text.split('\n').count()];
        for (line, mark) in riddle.lines.iter().zip(marks) {
            if let Some(place) = all.get_mut(*line) {
                *place = mark;
            }
        }
        all
    };
    (whole(wrong, &wrong_told, in_wrong), whole(right, &right_told, in_right))
}
