//! How wide a formula is, about: MathML does not break, so a wide one is set smaller where the page is narrow.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use unicode_width::UnicodeWidthStr;

/// The widths, in units of the type size, that the style sheet has rules for.
const STEPS: [usize; 9] = [10, 13, 17, 22, 28, 36, 47, 60, 80];

/// The class of a formula of this width; none if it is narrow enough for any page.
pub fn class(mathml: &str) -> Option<String> {
    let width = width(mathml);
    let step = STEPS.into_iter().find(|step| width <= step * 100).unwrap_or(80);
    (step > STEPS[0]).then(|| format!("m{step}"))
}

/// An element that is open: its name and the widths of what it holds so far.
struct Open {
    name: String,
    parts: Vec<usize>,
}

/// The width in hundredths of the type size.
fn width(mathml: &str) -> usize {
    let mut reader = Reader::from_str(mathml);
    let mut open = vec![Open { name: String::new(), parts: Vec::new() }];
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                open.push(Open { name: start.local_name().as_ref().to_owned(), parts: Vec::new() })
            }
            Ok(Event::Empty(start)) => add(&mut open, space(&start)),
            Ok(Event::Text(text)) => {
                let each = if open.last().is_some_and(|open| open.name == "mo") { 110 } else { 62 };
                add(&mut open, text.as_ref().trim().width() * each);
            }
            Ok(Event::GeneralRef(_)) => add(&mut open, 110),
            Ok(Event::End(_)) => {
                if let Some(closed) = open.pop() {
                    let width = total(&closed);
                    add(&mut open, width);
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    open.iter().map(total).sum()
}

fn add(open: &mut [Open], width: usize) {
    if let Some(last) = open.last_mut() {
        last.parts.push(width);
    }
}

fn total(open: &Open) -> usize {
    let most = open.parts.iter().copied().max().unwrap_or(0);
    let sum: usize = open.parts.iter().sum();
    let first = open.parts.first().copied().unwrap_or(0);
    match open.name.as_str() {
        "mfrac" | "munder" | "mover" | "munderover" | "mtable" => most,
        "msup" | "msub" => first + (sum - first) * 3 / 4,
        "msubsup" => first + open.parts.iter().skip(1).max().copied().unwrap_or(0) * 3 / 4,
        "msqrt" | "mroot" => sum + 80,
        "mtd" => sum + 80,
        _ => sum,
    }
}

fn space(start: &BytesStart<'_>) -> usize {
    let width = start.attributes().flatten().find(|attribute| attribute.key.as_ref() == "width");
    let em = width.and_then(|width| width.value.as_ref().strip_suffix("em").and_then(|em| em.parse::<f64>().ok()));
    em.map_or(0, |em| (em.max(0.0) * 100.0) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_above_each_other_is_as_wide_as_the_widest() {
        assert_eq!(width("<math><mfrac><mi>a</mi><mn>12</mn></mfrac></math>"), 124);
        assert_eq!(class("<math><mi>a</mi><mo>=</mo><mi>b</mi></math>"), None);
        assert_eq!(class(&format!("<math>{}</math>", "<mi>a</mi>".repeat(20))).as_deref(), Some("m13"));
    }
}
