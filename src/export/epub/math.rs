//! LaTeX as MathML (EPUB 3.3, §6.1.4.2).

use crate::html::escape;
use crate::math;
use pulldown_latex::Storage;
use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::mathml::push_mathml;

/// The `math` element for a formula, its LaTeX as the alternative text; or what is wrong with it, in a few words.
pub fn mathml(latex: &str, display: bool) -> Result<String, String> {
    let storage = Storage::new();
    let events = math::events(latex, &storage)?;
    let display_mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, xml: true, ..RenderConfig::default() };
    let mut out = String::new();
    let events = events.into_iter().map(Ok::<_, std::convert::Infallible>);
    push_mathml(&mut out, events, config).map_err(|error| error.to_string())?;
    // The renderer leaves a relation sign as it is.
    let out = out.replace("><</", ">&lt;</").replacen("<math ", &format!("<math alttext=\"{}\" ", escape(latex)), 1);
    let out = without_styles(&out);
    if well_formed(&out) && !out.contains("<merror") { Ok(out) } else { Err("it cannot be written as MathML".into()) }
}

/// Leaves out styles of single elements: a colour that reads by day may not read at night.
fn without_styles(mathml: &str) -> String {
    const START: &str = " style=\"";
    let mut out = String::with_capacity(mathml.len());
    let mut rest = mathml;
    while let Some((before, after)) = rest.split_once(START) {
        out.push_str(before);
        rest = after.split_once('"').map_or("", |(_, rest)| rest);
    }
    out + rest
}

fn well_formed(xml: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_mathml() {
        let out = mathml(r"\frac{a}{b} < x_i^2", false).unwrap();
        assert!(out.starts_with(r#"<math alttext="\frac{a}{b} &lt; x_i^2" display="inline" xmlns="#), "{out}");
        assert!(out.contains("<mfrac>") && out.contains("<mo>&lt;</mo>"), "{out}");
        assert!(mathml(r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", true).unwrap().contains("<mtable"));
    }

    #[test]
    fn what_is_no_formula_is_said() {
        assert!(mathml(r"\nosuch{x}", false).unwrap_err().contains("unknown"));
        assert!(mathml(r"\frac{a", true).is_err());
    }

    #[test]
    fn nothing_has_a_style_of_its_own() {
        let out = mathml(r"\color{red}{x} + y", false).unwrap();
        assert!(out.contains("<mi>x</mi>") && out.contains("<mi>y</mi>") && !out.contains("style"), "{out}");
    }
}
