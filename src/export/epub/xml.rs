//! XML documents through quick-xml's event writer: what the package, the navigation and the container share.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// An XML document that grows; two spaces a level.
pub struct Xml {
    writer: Writer<Vec<u8>>,
    open: Vec<&'static str>,
}

impl Xml {
    /// A document that holds only its declaration.
    pub fn new() -> Xml {
        let mut xml = Xml { writer: Writer::new_with_indent(Vec::new(), b' ', 2), open: Vec::new() };
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// Opens an element.
    pub fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.write(Event::Start(start(name, attributes)));
        self.open.push(name);
    }

    /// Closes the element opened last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.write(Event::End(BytesEnd::new(name)));
        }
    }

    /// An element that holds only text.
    pub fn leaf(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.write(Event::Start(start(name, attributes)));
        self.write(Event::Text(BytesText::new(&clean(text))));
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// An element that holds XHTML, escaped already.
    pub fn phrase(&mut self, name: &'static str, attributes: &[(&str, &str)], xhtml: &str) {
        self.write(Event::Start(start(name, attributes)));
        self.write(Event::Text(BytesText::from_escaped(xhtml)));
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// An element that holds nothing.
    pub fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.write(Event::Empty(start(name, attributes)));
    }

    /// The document type of HTML.
    pub fn doctype(&mut self) {
        self.write(Event::DocType(BytesText::from_escaped("html")));
    }

    /// The bytes, every element closed.
    pub fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        let mut bytes = self.writer.into_inner();
        bytes.push(b'\n');
        bytes
    }

    fn write(&mut self, event: Event<'_>) {
        // Writing into memory cannot fail.
        let _ = self.writer.write_event(event);
    }
}

fn start<'a>(name: &'a str, attributes: &[(&'a str, &str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        start.push_attribute((*key, clean(value).as_str()));
    }
    start
}

/// A text without the characters that XML 1.0 allows nowhere (§2.2).
pub fn clean(text: &str) -> String {
    let forbidden =
        |c: char| matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.replace(forbidden, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_special_is_escaped() {
        let mut xml = Xml::new();
        xml.open("a", &[("b", "\"<&\u{1}")]);
        xml.leaf("c", &[], "<&>");
        let text = String::from_utf8(xml.finish()).unwrap();
        assert!(text.contains("&quot;&lt;&amp;\u{fffd}") && text.contains("<c>&lt;&amp;&gt;</c>"), "{text}");
    }
}
