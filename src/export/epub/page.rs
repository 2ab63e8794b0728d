//! What every page shares: an XHTML content document (EPUB 3.3, §6.1) in the guide's language.

use super::book::Book;
use super::words;
use crate::html::escape;
use std::fmt::Write;

/// The style sheet's name.
pub const STYLE: &str = "style.css";

/// A page with a title and a body.
pub fn page(book: &Book<'_>, title: &str, body: &str) -> String {
    let language = escape(&book.selection.guide.manifest.language);
    let dir = if book.rtl { " dir=\"rtl\"" } else { "" };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
         lang=\"{language}\" xml:lang=\"{language}\"{dir}>\n\
         <head>\n<meta charset=\"UTF-8\"/>\n<title>{}</title>\n\
         <link rel=\"stylesheet\" type=\"text/css\" href=\"{STYLE}\"/>\n</head>\n<body>\n{body}</body>\n</html>\n",
        escape(title)
    )
}

/// The page that shows the cover, with what stands on it as its alternative text.
pub fn cover(book: &Book<'_>) -> String {
    let alt = format!("{}: {}", words::COVER, book.title);
    let body = format!(
        "<section class=\"cover\" aria-label=\"{}\"{}><img src=\"{}\" alt=\"{}\" epub:type=\"cover\" role=\"doc-cover\"/></section>\n",
        words::COVER,
        words::marked(&book.selection.guide.manifest.language),
        super::cover::NAME,
        escape(&alt)
    );
    page(book, words::COVER, &body)
}

/// The title page: who made what, when, and what others may do with it.
pub fn title(book: &Book<'_>) -> String {
    let manifest = &book.selection.guide.manifest;
    let mut out = String::from("<section epub:type=\"titlepage\" class=\"title\" aria-labelledby=\"title_\">\n");
    let dir = super::direction::against(book.rtl, &manifest.title);
    let _ = writeln!(out, "<h1 id=\"title_\"{dir}>{}</h1>", escape(&manifest.title));
    if let Some(part) = &book.part {
        let _ = writeln!(out, "<p class=\"part\">{}</p>", escape(&capital(part)));
    }
    if let Some(description) = &manifest.description {
        let _ = writeln!(out, "<p class=\"about\">{}</p>", escape(description));
    }
    if !manifest.authors.is_empty() {
        let _ = writeln!(out, "<p class=\"by\">{}</p>", escape(&manifest.authors.join(", ")));
    }
    out.push_str("<dl>\n");
    let date = manifest.date.to_string();
    let [edition, day, licence, address] = words::ABOUT.map(|word| words::own(&manifest.language, word));
    let rows =
        [(edition, manifest.version.as_deref()), (day, Some(date.as_str())), (licence, manifest.licence.as_deref())];
    for (name, value) in rows.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        let _ = writeln!(out, "<div><dt>{name}</dt> <dd>{}</dd></div>", escape(value));
    }
    if let Some(url) = manifest.url.as_deref().and_then(super::inline::url) {
        let _ = writeln!(out, "<div><dt>{address}</dt> <dd><a href=\"{0}\">{0}</a></dd></div>", escape(&url));
    }
    out.push_str("</dl>\n</section>\n");
    page(book, &book.title, &out)
}

/// `sections 6–9` at the beginning of a line.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
