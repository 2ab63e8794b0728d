//! The unique identifier: a name-based UUID, version 5 (RFC 9562, §5.5).

use sha1::{Digest, Sha1};

/// The namespace for names that are URLs (RFC 9562, §6.6).
const URL: [u8; 16] = [0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8];

/// The identifier of a guide's book or, with a range, of a part of it; `only` names what alone is in it.
pub fn identifier(guide: &str, range: Option<&str>, only: &str) -> String {
    let parts = range.into_iter().chain((!only.is_empty()).then_some(only));
    let parts: String = parts.flat_map(|part| [":", part]).collect();
    format!("urn:uuid:{}", uuid(&format!("urn:revexport:{guide}{parts}")))
}

fn uuid(name: &str) -> String {
    let digest = Sha1::new().chain_update(URL).chain_update(name).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x50;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_other_implementations_compute_it() {
        // Python: uuid.uuid5(uuid.NAMESPACE_URL, "http://python.org/")
        assert_eq!(uuid("http://python.org/"), "4c565f0d-3f5a-5890-b41b-20cf47701c5e");
    }

    #[test]
    fn a_part_is_another_book() {
        let all = [("a", None, ""), ("a", Some("1"), ""), ("a", None, "-pitfalls"), ("a", Some("1"), "-pitfalls")];
        let all = all.map(|(guide, range, only)| identifier(guide, range, only));
        assert!(all.iter().enumerate().all(|(i, one)| !all[..i].contains(one)));
    }
}
