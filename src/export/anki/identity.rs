//! Who is who in a deck, whatever is edited around it: GUIDs and ids grown from keys.
//!
//! Anki recognises a note by its GUID alone and a card by its note and ordinal. Ids of notes and cards are hints; those of
//! note types, their fields and templates decide whether an update fits.

use sha1::{Digest, Sha1};
use std::collections::HashSet;

/// Ids are milliseconds since 1970 in Anki. Made ones lie in the past: from 2008 to 2023.
const FIRST: u64 = 1_200_000_000_000;
const SPREAD: u64 = 500_000_000_000;

/// The first eight bytes of a hash over `parts`.
fn hash(parts: &[&str]) -> u64 {
    let mut sha = Sha1::new();
    for part in parts {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part.as_bytes());
    }
    let digest: [u8; 20] = sha.finalize().into();
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    u64::from_be_bytes(first)
}

/// An id in the past, for what `parts` name.
pub fn id(parts: &[&str]) -> i64 {
    (FIRST + hash(parts) % SPREAD) as i64
}

/// The GUID of a note: eleven letters and digits, 64 bits.
pub fn guid(parts: &[&str]) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut rest = hash(parts);
    let mut guid = [b'0'; 11];
    for digit in guid.iter_mut().rev() {
        *digit = DIGITS[(rest % 62) as usize];
        rest /= 62;
    }
    guid.iter().map(|byte| char::from(*byte)).collect()
}

/// Ids handed out so far: two that fall together are set apart, in the order they come.
#[derive(Debug, Default)]
pub struct Ids(HashSet<i64>);

impl Ids {
    /// The id of what `parts` name, or the next free one.
    pub fn take(&mut self, parts: &[&str]) -> i64 {
        self.free(id(parts))
    }

    /// This id, or the next free one.
    pub fn free(&mut self, mut id: i64) -> i64 {
        while !self.0.insert(id) {
            id += 1;
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_never_change() {
        // Decks in use depend on these values.
        assert_eq!(guid(&["python-quick-revision", "pitfall", "mutable-default"]), "5iVx41afYp5");
        assert_eq!(id(&["python-quick-revision", "pitfall"]), 1_328_543_328_963);
        assert_ne!(guid(&["a", "bc"]), guid(&["ab", "c"]));
    }

    #[test]
    fn equal_ids_are_set_apart() {
        let mut ids = Ids::default();
        let first = ids.take(&["x"]);
        assert_eq!(ids.take(&["x"]), first + 1);
    }
}
