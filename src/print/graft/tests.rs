use super::super::{Duplex, Placement, Plan, Point, PrintError, Side, Size, Source, Turn, impose};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

/// A PDF of one page with these entries, and whatever else is done to it.
fn pdf(entries: Dictionary, change: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let tree = document.new_object_id();
    let content = document.add_object(Stream::new(Dictionary::new(), b"0 0 10 10 re f".to_vec()));
    let mut page = dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content };
    page.extend(&entries);
    let page = document.add_object(page);
    let inherited = vec![0.into(), 0.into(), 100.into(), 200.into()];
    let count = 1;
    let kids = vec![Object::Reference(page)];
    let tree_entries = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count, "MediaBox" => inherited };
    document.set_object(tree, tree_entries);
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", root);
    change(&mut document);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("memory can be written to");
    bytes
}

fn place(page: usize, scale: f64) -> Plan {
    let at = Point { x: 0.0, y: 0.0 };
    let mut side = Side::blank(Size { width: 100.0, height: 200.0 }, "1");
    side.placements.push(Placement { source: 0, page, at, turn: Turn::None, scale, clip: None });
    Plan { title: "T".into(), date: None, duplex: Duplex::Simplex, sides: vec![side] }
}

fn boxed(numbers: [i64; 4]) -> Vec<Object> {
    numbers.into_iter().map(Object::Integer).collect()
}

#[test]
fn sizes_are_those_of_the_page_as_it_is_seen() {
    let size = |entries| Source::read(&pdf(entries, |_| {})).expect("a sound PDF").sizes()[0];
    assert_eq!(size(Dictionary::new()), Size { width: 100.0, height: 200.0 });
    assert_eq!(size(dictionary! { "Rotate" => -90 }), Size { width: 200.0, height: 100.0 });
    assert_eq!(size(dictionary! { "Rotate" => 540 }), Size { width: 100.0, height: 200.0 });
    assert_eq!(size(dictionary! { "UserUnit" => 2 }), Size { width: 200.0, height: 400.0 });
    // Corners in any order, a crop that reaches over the page, and one beside it.
    assert_eq!(size(dictionary! { "MediaBox" => boxed([90, 10, -10, 60]) }), Size { width: 100.0, height: 50.0 });
    assert_eq!(size(dictionary! { "CropBox" => boxed([50, 150, 500, 500]) }), Size { width: 50.0, height: 50.0 });
    assert_eq!(size(dictionary! { "CropBox" => boxed([500, 500, 600, 600]) }), Size { width: 100.0, height: 200.0 });
    let flat = Source::read(&pdf(dictionary! { "MediaBox" => boxed([0, 0, 0, 10]) }, |_| {}));
    assert!(matches!(flat, Err(PrintError::Damaged(_))), "{flat:?}");
}

#[test]
fn what_is_no_pdf_is_damaged() {
    let whole = pdf(Dictionary::new(), |_| {});
    for bytes in [&b""[..], b"%PDF-1.7\n", b"no PDF at all", &whole[..whole.len() / 2], &[0; 2000]] {
        let read = Source::read(bytes);
        assert!(matches!(read, Err(PrintError::Damaged(_))), "{read:?}");
    }
}

#[test]
fn what_is_encrypted_is_said_to_be() {
    let encrypted = pdf(Dictionary::new(), |document| {
        document.trailer.set("ID", vec![Object::string_literal("0123456789abcdef"), Object::string_literal("x")]);
        let version = lopdf::EncryptionVersion::V2 {
            document,
            owner_password: "owner",
            user_password: "",
            key_length: 128,
            permissions: lopdf::Permissions::all(),
        };
        let state = lopdf::EncryptionState::try_from(version).expect("it can be encrypted");
        document.encrypt(&state).expect("it can be encrypted");
    });
    let read = Source::read(&encrypted);
    assert!(matches!(read, Err(PrintError::Encrypted)), "{read:?}");
}

#[test]
fn what_is_asked_for_has_to_be_there() {
    let source = [Source::read(&pdf(Dictionary::new(), |_| {})).expect("a sound PDF")];
    assert!(matches!(impose(&source, &place(1, 1.0)), Err(PrintError::NoPage { source_index: 0, page: 1 })));
    assert!(matches!(impose(&[], &place(0, 1.0)), Err(PrintError::NoPage { .. })));
    assert!(matches!(impose(&source, &place(0, f64::NAN)), Err(PrintError::Senseless(_))));
    assert!(matches!(impose(&source, &Plan { sides: Vec::new(), ..place(0, 1.0) }), Err(PrintError::Senseless(_))));
    let mut away = place(0, 1.0);
    away.sides[0].placements[0].at.x = 1e4;
    assert!(matches!(impose(&source, &away), Err(PrintError::OffPaper { .. })));
    // An object that is listed, but cannot be read.
    let lost = pdf(Dictionary::new(), |document| {
        let font = document.add_object(Object::Null);
        let page = document.page_iter().next().expect("a page");
        let page = document.get_dictionary_mut(page).expect("a page");
        page.set("Resources", dictionary! { "Font" => dictionary! { "F" => font } });
    });
    let text = String::from_utf8_lossy(&lost).into_owned();
    let broken = text.replacen("null", "n(ll", 1);
    let source = Source::read(broken.as_bytes());
    assert!(source.and_then(|source| impose(&[source], &place(0, 1.0))).is_err());
}

#[test]
fn only_what_a_page_reaches_is_copied_and_bytes_are_equal_twice() {
    let source = pdf(Dictionary::new(), |document| {
        document.add_object(Stream::new(Dictionary::new(), b"NOT REACHED ".repeat(9)));
        let first = document.page_iter().next().expect("a page");
        let shared = document.add_object(dictionary! { "Type" => "Font", "StructParent" => 4, "P" => first });
        let page = document.get_dictionary_mut(first).expect("a page");
        page.set("Resources", dictionary! { "Font" => dictionary! { "F" => shared, "G" => shared } });
        page.set("StructParents", 7);
    });
    let sources = [Source::read(&source).expect("a sound PDF")];
    let made = impose(&sources, &place(0, 1.0)).expect("it can be placed");
    assert_eq!(impose(&sources, &place(0, 1.0)).expect("it can be placed"), made);
    let read = Document::load_mem(&made).expect("a sound PDF");
    let text = format!("{:?}", read.objects);
    assert!(!text.contains("StructParent"), "{text}");
    let fonts = read.objects.values().filter(|object| object.type_name().is_ok_and(|name| name == b"Font"));
    assert_eq!(fonts.count(), 1);
    let streams = read.objects.values().filter(|object| object.as_stream().is_ok());
    assert!(!streams.into_iter().any(|stream| format!("{stream:?}").contains("NOT REACHED")));
}
