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

/// How a node is shown.
pub enum Look {
    /// As a whole, in one class.
    Whole(Class),
    /// Part by part; what lies between the parts is of this class.
    Parts(Class),
}

/// The classes of a tree's nodes, in the order of the text.
pub fn tokens(tree: &Tree, look: impl Fn(Node) -> Look) -> Vec<(Class, Range<usize>)> {
    let mut tokens = Vec::new();
    let mut cursor = tree.walk();
    let mut descend = true;
    loop {
        if descend {
            let node = cursor.node();
            match look(node) {
                Look::Whole(class) => tokens.push((class, node.byte_range())),
                Look::Parts(between) => {
                    if between != Class::Plain {
                        tokens.extend(gaps(node).map(|range| (between, range)));
                    }
                    if cursor.goto_first_child() {
                        continue;
                    }
                }
            }
        }
        if cursor.goto_next_sibling() {
            descend = true;
        } else if cursor.goto_parent() {
            descend = false;
        } else {
            break;
        }
    }
    tokens.retain(|(_, range)| !range.is_empty());
    tokens.sort_by_key(|(_, range)| range.start);
    tokens
}

/// What of a node lies in none of its children.
fn gaps(node: Node) -> impl Iterator<Item = Range<usize>> {
    let children = 0..node.child_count();
    let edges = children.filter_map(move |i| node.child(i)).map(|child| child.byte_range());
    let ends = std::iter::once(node.start_byte()).chain(edges.clone().map(|range| range.end));
    let starts = edges.map(|range| range.start).chain(std::iter::once(node.end_byte()));
    ends.zip(starts).map(|(from, to)| from..to.max(from))
}
