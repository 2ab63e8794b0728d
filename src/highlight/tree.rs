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

/// The classes of a tree's nodes, in the order of the text. `look` is given a node and those it is part of, its parent
/// last: to ask a node for its parent is to search the tree from its root.
pub fn tokens<'t>(tree: &'t Tree, look: impl Fn(Node<'t>, &[Node<'t>]) -> Look) -> Vec<(Class, Range<usize>)> {
    let mut tokens = Vec::new();
    let mut cursor = tree.walk();
    let mut above: Vec<Node<'t>> = Vec::new();
    let mut descend = true;
    loop {
        if descend {
            let node = cursor.node();
            match look(node, &above) {
                Look::Whole(class) => tokens.push((class, node.byte_range())),
                Look::Parts(between) => {
                    if between != Class::Plain {
                        tokens.extend(gaps(node).map(|range| (between, range)));
                    }
                    if cursor.goto_first_child() {
                        above.push(node);
                        continue;
                    }
                }
            }
        }
        if cursor.goto_next_sibling() {
            descend = true;
        } else if cursor.goto_parent() {
            above.pop();
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
