//! Code, through its syntax tree.

use super::Class;
use std::ops::Range;
use tree_sitter::{Language, Node, Parser, Tree};

/// The tree of a text.
pub fn parse(language: Language, text: &str) -> Option<Tree> {
    let mut parser = Parser::new();
    parser.set_language(&language).ok()?;
    parser.parse(text, None)
}

/// The classes of a tree's nodes, in the order of the text. `classify` is none for a node whose parts are looked at one by one.
pub fn tokens(tree: &Tree, classify: impl Fn(Node) -> Option<Class>) -> Vec<(Class, Range<usize>)> {
    let mut tokens = Vec::new();
    let mut cursor = tree.walk();
    let mut descend = true;
    loop {
        if descend {
            let node = cursor.node();
            let class = classify(node);
            if let Some(class) = class.filter(|_| node.end_byte() > node.start_byte()) {
                tokens.push((class, node.byte_range()));
            }
            // A string's parts are looked at one by one, since it may hold code.
            if class.is_none() && cursor.goto_first_child() {
                continue;
            }
        }
        if cursor.goto_next_sibling() {
            descend = true;
        } else if cursor.goto_parent() {
            descend = false;
        } else {
            return tokens;
        }
    }
}
