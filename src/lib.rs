//! placeholder
pub mod artifact;
pub mod diagnostic;
pub mod example;
pub mod export;
pub mod guide;
pub mod highlight;
pub mod html;
pub mod parse;
pub mod selection;
pub mod source;
pub mod syllabus;
