//! The languages of data and configuration that stand beside Python, through their trees.
//!
//! Their grammars are small and begin at once; the definitions of [`other`](super::other) are regular expressions that
//! take tens of milliseconds to be built when the first line of a language is read.

use super::Class;
use std::ops::Range;
use tree_sitter::{Language, Node, Parser};

/// The tokens of a text; none if its language is not of these.
pub fn data(language: &str, text: &str) -> Option<Vec<(Class, Range<usize>)>> {
    let grammar: Language = match language {
        "json" | "jsonc" => tree_sitter_json::LANGUAGE.into(),
        "toml" => tree_sitter_toml_ng::LANGUAGE.into(),
        "yaml" | "yml" => tree_sitter_yaml::LANGUAGE.into(),
        "dockerfile" | "docker" | "containerfile" => tree_sitter_containerfile::LANGUAGE.into(),
        "proto" | "protobuf" => tree_sitter_proto::LANGUAGE.into(),
        _ => return None,
    };
    let mut parser = Parser::new();
    parser.set_language(&grammar).ok()?;
    let tree = parser.parse(text, None)?;
    let mut tokens = Vec::new();
    let mut cursor = tree.walk();
    loop {
        match classify(cursor.node()) {
            Some(class) => tokens.push((class, cursor.node().byte_range())),
            None if cursor.goto_first_child() => continue,
            None => {}
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                tokens.retain(|(_, range)| !range.is_empty());
                tokens.sort_by_key(|(_, range)| range.start);
                return Some(tokens);
            }
        }
    }
}

/// The class of a node that is shown as a whole; none for those whose parts are looked at.
fn classify(node: Node) -> Option<Class> {
    let kind = node.kind();
    let parent = node.parent();
    let parent_kind = parent.map_or("", |parent| parent.kind());
    let is_key = || {
        // A key is the first part of a pair, be it a word or a string.
        let mut at = node;
        while let Some(parent) = at.parent() {
            if matches!(parent.kind(), "pair" | "block_mapping_pair" | "flow_pair") {
                return parent.child(0) == Some(at);
            }
            at = parent;
        }
        false
    };
    Some(match kind {
        "comment" => Class::Comment,
        "escape_sequence" => Class::Escape,
        "bare_key" | "dotted_key" | "quoted_key" => Class::Function,
        "string" | "string_scalar" | "plain_scalar" | "double_quote_scalar" | "single_quote_scalar" if is_key() => {
            Class::Function
        }
        "plain_scalar" => return None,
        "string"
        | "double_quote_scalar"
        | "single_quote_scalar"
        | "block_scalar"
        | "double_quoted_string"
        | "single_quoted_string"
        | "json_string" => Class::String,
        "number" | "integer" | "float" | "int_lit" | "float_lit" | "integer_scalar" | "float_scalar"
        | "field_number" => Class::Number,
        "true" | "false" | "null" | "boolean" | "boolean_scalar" | "null_scalar" | "bool" => Class::Constant,
        "offset_date_time" | "local_date_time" | "local_date" | "local_time" | "timestamp_scalar" => Class::Number,
        "message_name" | "enum_name" | "service_name" | "type" | "message_or_enum_type" | "tag" => Class::Type,
        "rpc_name" | "anchor" | "alias" => Class::Function,
        "string_scalar" if parent_kind == "plain_scalar" => return None,
        _ if !node.is_named() && kind.starts_with(|c: char| c.is_alphabetic()) => Class::Keyword,
        _ if !node.is_named() && node.child_count() == 0 => Class::Operator,
        _ => return None,
    })
}
