//! Objects of one document → another, each once, with all they refer to.

use super::PrintError;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use std::collections::{HashMap, VecDeque};

/// Copies objects of one source. Numbers are given in the order in which objects are met, so they depend on the source and on
/// what is asked for alone.
pub struct Graft<'s> {
    source: &'s Document,
    copied: HashMap<ObjectId, ObjectId>,
    waiting: VecDeque<ObjectId>,
    lost: Option<ObjectId>,
}

impl<'s> Graft<'s> {
    /// Nothing copied yet.
    pub fn new(source: &'s Document) -> Graft<'s> {
        Graft { source, copied: HashMap::new(), waiting: VecDeque::new(), lost: None }
    }

    /// A copy of an object for the target. What it refers to is copied by [`Graft::finish`].
    pub fn object(&mut self, object: &Object, target: &mut Document) -> Object {
        match object {
            Object::Reference(id) => self.reference(*id, target).map_or(Object::Null, Object::Reference),
            Object::Array(entries) => Object::Array(entries.iter().map(|entry| self.object(entry, target)).collect()),
            Object::Dictionary(dictionary) => Object::Dictionary(self.dictionary(dictionary, target)),
            Object::Stream(stream) => {
                // The length may stand elsewhere in the source; here it is the stream's own.
                let mut entries = stream.dict.clone();
                entries.remove(b"Length");
                let copy = Stream::new(self.dictionary(&entries, target), stream.content.clone());
                Object::Stream(copy.with_compression(false))
            }
            other => other.clone(),
        }
    }

    /// A copy of a dictionary. Tags are not carried over, so nothing in it points to them.
    pub fn dictionary(&mut self, dictionary: &Dictionary, target: &mut Document) -> Dictionary {
        let mut copy = Dictionary::new();
        for (key, value) in dictionary.iter() {
            if !matches!(key.as_slice(), b"StructParent" | b"StructParents") {
                let value = self.object(value, target);
                copy.set(key.clone(), value);
            }
        }
        copy
    }

    /// Copies all that copied objects refer to.
    ///
    /// # Errors
    ///
    /// An object that the source lists and that cannot be read. One that it does not even list is null, as PDF has it.
    pub fn finish(&mut self, target: &mut Document) -> Result<(), PrintError> {
        while let Some(id) = self.waiting.pop_front() {
            if let (Ok(object), Some(to)) = (self.source.get_object(id), self.copied(id)) {
                let copy = self.object(object, target);
                target.objects.insert(to, copy);
            }
        }
        match self.lost {
            Some((number, _)) => Err(PrintError::Damaged(format!("object {number} cannot be read"))),
            None => Ok(()),
        }
    }

    /// Where an object went, if it was copied.
    pub fn copied(&self, id: ObjectId) -> Option<ObjectId> {
        self.copied.get(&id).copied()
    }

    /// The new number of an object; none if it is missing, or belongs to the document and not to a page.
    fn reference(&mut self, id: ObjectId, target: &mut Document) -> Option<ObjectId> {
        if let Some(to) = self.copied(id) {
            return Some(to);
        }
        let Ok(object) = self.source.get_object(id) else {
            if self.source.reference_table.entries.contains_key(&id.0) {
                self.lost.get_or_insert(id);
            }
            return None;
        };
        if let Ok(dictionary) = object.as_dict()
            && matches!(dictionary.get_type(), Ok(b"Page" | b"Pages" | b"Catalog" | b"StructTreeRoot" | b"StructElem"))
        {
            return None;
        }
        let to = target.new_object_id();
        self.copied.insert(id, to);
        self.waiting.push_back(id);
        Some(to)
    }
}
