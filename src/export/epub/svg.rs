//! SVG that is safe in a book: it runs nothing and fetches nothing (EPUB 3.3, §3.6 and §6.2).

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};
use std::collections::BTreeSet;

/// The media type of SVG.
pub const MEDIA_TYPE: &str = "image/svg+xml";

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// A drawing without scripts, event handlers, links out of it, comments and document type; or why it is none.
pub fn safe(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "is no PNG, JPEG or SVG in UTF-8".to_owned())?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let ids = ids(text);
    let mut reader = Reader::from_str(text);
    let mut writer = Writer::new(Vec::new());
    // Whether each open element is in the result; what is inside a script is not.
    let mut open: Vec<bool> = Vec::new();
    let mut script: Option<usize> = None;
    let mut rooted = false;
    loop {
        let event = reader.read_event().map_err(|_| "is broken SVG".to_owned())?;
        match &event {
            Event::Eof => break,
            Event::Start(start) | Event::Empty(start) => {
                let opens = matches!(event, Event::Start(_));
                let name = start.local_name();
                if open.is_empty() && (rooted || name.as_ref() != "svg") {
                    return Err("is no PNG, JPEG or SVG".into());
                }
                // A link out of a picture leads nowhere; what it holds stays.
                let kept = script.is_none() && !matches!(name.as_ref(), "script" | "a");
                if script.is_none() && name.as_ref() == "script" && opens {
                    script = Some(open.len());
                }
                if kept {
                    let start = cleaned(start, !rooted, &ids)?;
                    write(&mut writer, if opens { Event::Start(start) } else { Event::Empty(start) });
                }
                rooted = true;
                if opens {
                    open.push(kept);
                }
            }
            Event::End(_) => {
                if open.pop() == Some(true) {
                    write(&mut writer, event);
                }
                script = script.filter(|depth| *depth < open.len());
            }
            Event::GeneralRef(name) => {
                if !name.is_char_ref() && !matches!(name.as_ref(), "lt" | "gt" | "amp" | "quot" | "apos") {
                    return Err(format!("is SVG that needs the entity `&{};` of its document type", name.as_ref()));
                }
                if script.is_none() {
                    write(&mut writer, event);
                }
            }
            Event::Text(text) if open.is_empty() || script.is_some() || fetches(text.as_ref()) => {}
            Event::CData(data) if open.is_empty() || script.is_some() || fetches(data.as_ref()) => {}
            Event::Text(_) | Event::CData(_) => write(&mut writer, event),
            _ => {}
        }
    }
    if !open.is_empty() || !rooted {
        return Err("is no complete SVG".into());
    }
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// The ids of a drawing's elements.
fn ids(text: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    let mut reader = Reader::from_str(text);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(start) | Event::Empty(start) => {
                let found = start.attributes().flatten().filter(|attribute| attribute.key.as_ref() == "id");
                ids.extend(found.map(|attribute| attribute.value.as_ref().to_owned()));
            }
            _ => {}
        }
    }
    ids
}

/// Whether a drawing moves by itself.
pub fn is_animated(media_type: &str, bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    media_type == MEDIA_TYPE && ["<animate", "<set", "@keyframes"].iter().any(|mark| text.contains(mark))
}

fn write(writer: &mut Writer<Vec<u8>>, event: Event<'_>) {
    // Writing into memory cannot fail.
    let _ = writer.write_event(event);
}

fn cleaned(start: &BytesStart<'_>, root: bool, ids: &BTreeSet<String>) -> Result<BytesStart<'static>, String> {
    let name = start.name().as_ref().to_owned();
    let mut out = BytesStart::new(name);
    let mut named = false;
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| "is broken SVG".to_owned())?;
        let key = attribute.key.as_ref().to_owned();
        let value =
            attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map_err(|_| "is broken SVG".to_owned())?;
        let local = key.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
        let leads_out =
            matches!(local.as_str(), "href" | "src") && !value.starts_with(['#']) && !value.starts_with("data:image/");
        if local.starts_with("on") || leads_out || local == "base" || fetches(&value) || dangles(&local, &value, ids) {
            continue;
        }
        named |= key == "xmlns";
        out.push_attribute((key.as_str(), value.as_ref()));
    }
    if root && !named && !start.name().as_ref().contains(':') {
        out.push_attribute(("xmlns", NAMESPACE));
    }
    Ok(out)
}

/// Whether a value refers to an element that is not in the drawing.
fn dangles(name: &str, value: &str, ids: &BTreeSet<String>) -> bool {
    let direct = value.strip_prefix('#').filter(|_| name == "href");
    let inside = value.split("url(").skip(1).filter_map(|rest| {
        let target = rest.trim_start().trim_start_matches(['"', '\'']).strip_prefix('#')?;
        target.split(['"', '\'', ')', ' ']).next()
    });
    direct.into_iter().chain(inside).any(|id| !ids.contains(id))
}

/// Whether a style names something outside the drawing.
fn fetches(style: &str) -> bool {
    let lower = style.to_ascii_lowercase();
    let outside = |rest: &str| {
        let target = rest.trim_start().trim_start_matches(['"', '\'']);
        !target.starts_with('#') && !target.starts_with("data:image/")
    };
    lower.contains("@import") || lower.split("url(").skip(1).any(outside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_or_fetches_is_left_out() {
        let svg = br##"<?xml version="1.0"?><!DOCTYPE svg><!-- c --><svg viewBox="0 0 1 1" onload="x()"><script>a&lt;b</script>
            <style>@import url(http://x.y/z.css);</style><a href="http://x.y"><text fill="url(#g)">a &amp; b</text></a>
            <image href="http://x.y/z.png"/><g id="g"/><use href="#g"/><use href="#gone" fill="url(#gone)"/></svg>"##;
        let out = String::from_utf8(safe(svg).unwrap()).unwrap();
        assert!(out.starts_with("<svg viewBox=\"0 0 1 1\" xmlns=\"http://www.w3.org/2000/svg\">"), "{out}");
        assert!(out.contains("a &amp; b") && out.contains("url(#g)") && out.contains("href=\"#g\""), "{out}");
        for gone in ["script", "a&lt;b", "onload", "x.y", "DOCTYPE", "<!--", "<a", "gone"] {
            assert!(!out.contains(gone), "{gone}: {out}");
        }
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        for bad in ["", "GIF89a", "<html/>", "<svg", "<svg><g></svg>", "<svg>&nbsp;</svg>", "<svg/><svg/>"] {
            assert!(safe(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
