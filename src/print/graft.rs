//! Pages of other PDFs → form objects. Content streams and fonts keep their bytes; only what a page reaches is copied.

mod copy;
mod page;

use super::PrintError;
use super::plan::{Rect, Size};
pub use copy::Graft;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};
use page::{Page, inherited};

/// What a stream of a source may grow to when it is unpacked, in bytes.
const UNPACKED: usize = 256 << 20;

/// A PDF whose pages are to be placed.
pub struct Source {
    document: Document,
    pages: Vec<Page>,
    sizes: Vec<Size>,
    digest: [u8; 32],
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("sizes", &self.sizes).finish_non_exhaustive()
    }
}

impl Source {
    /// Reads a PDF.
    ///
    /// # Errors
    ///
    /// [`PrintError::Encrypted`] for any encryption, even one that opens without a password; [`PrintError::Damaged`] for
    /// what is no PDF, has no page, or has a page without a surface.
    pub fn read(bytes: &[u8]) -> Result<Source, PrintError> {
        use sha2::Digest;
        let options = LoadOptions { max_decompressed_size: Some(UNPACKED), ..LoadOptions::default() };
        let document = match Document::load_mem_with_options(bytes, options) {
            Ok(document) if document.is_encrypted() || document.was_encrypted() => return Err(PrintError::Encrypted),
            Ok(document) => document,
            Err(
                lopdf::Error::InvalidPassword
                | lopdf::Error::Decryption(_)
                | lopdf::Error::UnsupportedSecurityHandler(_),
            ) => return Err(PrintError::Encrypted),
            Err(error) => return Err(damaged(error)),
        };
        let pages: Vec<Page> = document.page_iter().map(|id| Page::read(&document, id)).collect::<Result<_, _>>()?;
        if pages.is_empty() {
            return Err(PrintError::Damaged("it has no page".into()));
        }
        let sizes = pages.iter().map(Page::size).collect();
        Ok(Source { document, pages, sizes, digest: sha2::Sha256::digest(bytes).into() })
    }

    /// How large the pages are, as a viewer shows them: cropped, turned, in points.
    pub fn sizes(&self) -> &[Size] {
        &self.sizes
    }

    /// The version of PDF it is written in: `1.7`.
    pub(super) fn version(&self) -> &str {
        &self.document.version
    }

    /// The SHA-256 of its bytes.
    pub(super) fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// Copies of its objects, none so far.
    pub(super) fn graft(&self) -> Graft<'_> {
        Graft::new(&self.document)
    }

    /// Its optional layers, or those of them that are hidden at first.
    pub(super) fn layers(&self, hidden: bool) -> Vec<ObjectId> {
        let layers = || -> lopdf::Result<Vec<ObjectId>> {
            let optional = self.document.catalog()?.get_deref(b"OCProperties", &self.document)?.as_dict()?;
            let list = match hidden {
                false => optional.get_deref(b"OCGs", &self.document)?,
                true => {
                    let default = optional.get_deref(b"D", &self.document)?.as_dict()?;
                    default.get_deref(b"OFF", &self.document)?
                }
            };
            list.as_array()?.iter().map(Object::as_reference).collect()
        };
        layers().unwrap_or_default()
    }

    /// A page as a form object, which fills the rectangle from the origin to the page's size as seen.
    pub(super) fn form(
        &self,
        index: usize,
        graft: &mut Graft<'_>,
        target: &mut Document,
    ) -> Result<Object, PrintError> {
        let page = self.pages.get(index).ok_or_else(|| PrintError::Damaged("a page is missing".into()))?;
        let node = self.document.get_dictionary(page.id).map_err(damaged)?;
        let mut dictionary = Dictionary::new();
        dictionary.set("Type", "XObject");
        dictionary.set("Subtype", "Form");
        let Rect { x, y, .. } = page.shown;
        dictionary.set("BBox", numbers(&[x, y, page.shown.right(), page.shown.top()]));
        let matrix = page.upright();
        if matrix != [1.0, 0.0, 0.0, 1.0, 0.0, 0.0] {
            dictionary.set("Matrix", numbers(&matrix));
        }
        let resources = inherited(&self.document, page.id, b"Resources").unwrap_or(&Object::Null);
        match graft.object(resources, target) {
            Object::Null => dictionary.set("Resources", Dictionary::new()),
            resources => dictionary.set("Resources", resources),
        }
        if let Ok(group) = node.get_deref(b"Group", &self.document).and_then(Object::as_dict) {
            let mut group = graft.dictionary(group, target);
            // A page is blended by itself before it comes onto the paper.
            group.set("I", true);
            dictionary.set("Group", group);
        }
        let content = self.content(node, &mut dictionary, graft, target)?;
        graft.finish(target)?;
        Ok(Object::Stream(Stream::new(dictionary, content).with_compression(false)))
    }

    /// The bytes of a page's content. One stream is taken as it is, with its filters; several are joined.
    fn content(
        &self,
        node: &Dictionary,
        dictionary: &mut Dictionary,
        graft: &mut Graft<'_>,
        target: &mut Document,
    ) -> Result<Vec<u8>, PrintError> {
        let Ok(contents) = node.get(b"Contents") else { return Ok(Vec::new()) };
        let stream = |part| self.document.dereference(part).and_then(|(_, part)| part.as_stream());
        let parts: Vec<&Stream> = match self.document.dereference(contents).map_err(damaged)?.1 {
            Object::Null => return Ok(Vec::new()),
            Object::Array(parts) => parts.iter().map(stream).collect::<Result<_, _>>().map_err(damaged)?,
            other => vec![other.as_stream().map_err(damaged)?],
        };
        if let [one] = parts.as_slice()
            && one.dict.has(b"Filter")
        {
            for key in [b"Filter".as_slice(), b"DecodeParms"] {
                if let Ok(value) = one.dict.get(key) {
                    let value = graft.object(value, target);
                    dictionary.set(key, value);
                }
            }
            return Ok(one.content.clone());
        }
        let mut joined = Vec::new();
        for part in parts {
            match part.dict.has(b"Filter") {
                true => joined.extend(part.decompressed_content_with_limit(UNPACKED).map_err(damaged)?),
                false => joined.extend_from_slice(&part.content),
            }
            // A stream ends between two words.
            joined.push(b'\n');
        }
        Ok(super::write::deflated(joined, dictionary))
    }
}

fn damaged(error: lopdf::Error) -> PrintError {
    PrintError::Damaged(error.to_string())
}

/// Numbers as an array.
pub(super) fn numbers(values: &[f64]) -> Object {
    let number = |value: &f64| match value.fract() == 0.0 && value.abs() < 1e9 {
        true => Object::Integer(*value as i64),
        false => Object::Real(*value as f32),
    };
    Object::Array(values.iter().map(number).collect())
}

/// A number, without the digits that single precision made up.
fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(value) => Some(*value as f64),
        Object::Real(value) if value.is_finite() => Some((f64::from(*value) * 10_000.0).round() / 10_000.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
