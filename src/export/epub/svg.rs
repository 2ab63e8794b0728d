//! SVG that is safe in a book: it runs nothing and fetches nothing (EPUB 3.3, §3.6 and §6.2).

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};

/// The media type of SVG.
pub const MEDIA_TYPE: &str = "image/svg+xml";

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// A drawing without scripts, event handlers, links out of it, comments and document type; or why it is none.
pub fn safe(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "is no PNG, JPEG or SVG in UTF-8".to_owned())?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}').trim_start());
    let mut writer = Writer::new(Vec::new());
    let mut depth = 0usize;
    let mut rooted = false;
    // The depth of the element that is being left out.
    let mut dropped: Option<usize> = None;
    loop {
        let event = reader.read_event().map_err(|error| format!("is broken SVG: {error}"))?;
        match &event {
            Event::Eof => break,
            Event::Start(start) | Event::Empty(start) => {
                let opens = matches!(event, Event::Start(_));
                if depth == 0 && (rooted || start.local_name().as_ref() != "svg") {
                    return Err("is no PNG, JPEG or SVG".into());
                }
                if dropped.is_none() {
                    if start.local_name().as_ref() == "script" {
                        dropped = opens.then_some(depth);
                    } else {
                        let start = cleaned(start, !rooted)?;
                        write(&mut writer, if opens { Event::Start(start) } else { Event::Empty(start) });
                    }
                }
                rooted = true;
                depth += usize::from(opens);
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                match dropped {
                    Some(at) if at == depth => dropped = None,
                    Some(_) => {}
                    None => write(&mut writer, event),
                }
            }
            Event::GeneralRef(name) => {
                let known = name.is_char_ref() || matches!(name.as_ref(), "lt" | "gt" | "amp" | "quot" | "apos");
                if !known {
                    let name = name.as_ref().to_owned();
                    return Err(format!("is SVG that needs the entity `&{name};` of its document type"));
                }
                if dropped.is_none() {
                    write(&mut writer, event);
                }
            }
            Event::Text(text) if depth > 0 && dropped.is_none() => {
                let fetches = fetches(text.as_ref());
                if !fetches {
                    write(&mut writer, event);
                }
            }
            Event::CData(data) if depth > 0 && dropped.is_none() => {
                let fetches = fetches(data.as_ref());
                if !fetches {
                    write(&mut writer, event);
                }
            }
            _ => {}
        }
    }
    if depth > 0 || !rooted {
        return Err("is no complete SVG".into());
    }
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
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

fn cleaned(start: &BytesStart<'_>, root: bool) -> Result<BytesStart<'static>, String> {
    let name = start.name().as_ref().to_owned();
    let mut out = BytesStart::new(name);
    let mut named = false;
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| format!("is broken SVG: {error}"))?;
        let key = attribute.key.as_ref().to_owned();
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_err(|error| format!("is broken SVG: {error}"))?;
        let local = key.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
        let leads_out =
            matches!(local.as_str(), "href" | "src") && !value.starts_with(['#']) && !value.starts_with("data:image/");
        if local.starts_with("on") || leads_out || local == "base" || fetches(&value) {
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
            <image href="http://x.y/z.png"/><use href="#g"/></svg>"##;
        let out = String::from_utf8(safe(svg).unwrap()).unwrap();
        assert!(out.starts_with("<svg viewBox=\"0 0 1 1\" xmlns=\"http://www.w3.org/2000/svg\">"), "{out}");
        assert!(out.contains("a &amp; b") && out.contains("url(#g)") && out.contains("href=\"#g\""), "{out}");
        for gone in ["script", "a&lt;b", "onload", "x.y", "DOCTYPE", "<!--"] {
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
