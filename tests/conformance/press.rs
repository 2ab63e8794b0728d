//! Pages on sheets, judged by PyMuPDF and pikepdf: the right page in every place for every count, and each page as it was.

use crate::{judged, must, python, scripts};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use revexport::print::imposition::{Binding, Order};
use revexport::print::press::{Edge, Page, Press, Sheets, Work};
use revexport::print::{MM, Placement, Plan, Point, Side, Size, Source, Turn, impose};
use serde_json::json;
use std::path::Path;
use std::process::Command;

/// A PDF of pages that say which one they are, in their middle.
fn numbered(pages: usize, size: Size) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let kids: Vec<Object> = (0..pages)
        .map(|number| {
            let (x, y) = (size.width / 2.0, size.height / 2.0);
            let content = format!("BT /F 12 Tf {x} {y} Td (p{number}) Tj ET").into_bytes();
            let content = document.add_object(Stream::new(Dictionary::new(), content));
            let page = dictionary! {
                "Type" => "Page",
                "Parent" => tree,
                "MediaBox" => vec![0.into(), 0.into(), (size.width as f32).into(), (size.height as f32).into()],
                "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
                "Contents" => content,
            };
            Object::Reference(document.add_object(page))
        })
        .collect();
    document.set_object(tree, dictionary! { "Type" => "Pages", "Count" => pages as i64, "Kids" => kids });
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", root);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("memory can be written to");
    bytes
}

/// What is tried with every count of pages: a name, the size of the pages, and how they are put on sheets.
fn works() -> Vec<(&'static str, Size, Work)> {
    let booklet = |signature, binding| Work::Booklet { signature, binding, creep: 0.1 * MM };
    let grid = |cells, order, gutterfold| Work::Grid { cells, order, binding: Binding::Left, gutterfold };
    let a5 = Size { width: 148.0 * MM, height: 210.0 * MM };
    let a6 = Size { width: 105.0 * MM, height: 148.0 * MM };
    let (left, right) = (Binding::Left, Binding::Right);
    vec![
        ("booklet", a5, booklet(None, left)),
        ("booklet", a6, booklet(None, right)),
        ("booklet", Size::A4.landscape(), booklet(None, left)),
        ("booklet", Size::A4, booklet(Some(2), left)),
        ("booklet", a5, booklet(Some(4), right)),
        ("reading", Size::A4.landscape(), grid(2, Order::Reading, false)),
        ("reading", a6, grid(4, Order::Reading, false)),
        ("reading", Size::A4, grid(8, Order::Reading, false)),
        ("cutting", Size::A4, grid(2, Order::Cutting, false)),
        ("cutting", Size::A4.landscape(), grid(4, Order::Cutting, false)),
        ("cutting", Size::A4.landscape(), grid(8, Order::Cutting, false)),
        ("gutterfold", Size::A4, grid(2, Order::Reading, true)),
        ("gutterfold", Size::A4.landscape(), grid(2, Order::Reading, true)),
        ("gutterfold", Size::A4, grid(8, Order::Reading, true)),
    ]
}

fn write(sheets: Sheets, sources: &[Source], path: &Path, manual: bool) -> Vec<String> {
    let duplex = sheets.duplex();
    let sides = sheets.printed(|source, page| sources[source].sizes()[page]);
    let mut parts = vec![sides];
    if manual {
        let (fronts, mut backs): (Vec<_>, Vec<_>) =
            parts.remove(0).into_iter().enumerate().partition(|(i, _)| i % 2 == 0);
        backs.reverse();
        parts = [fronts, backs].map(|part| part.into_iter().map(|(_, side)| side).collect()).into();
    }
    let file = |(i, sides): (usize, Vec<Side>)| {
        let plan = Plan { title: "Sheets".into(), date: None, duplex, sides };
        let bytes = impose(sources, &plan).expect("the pages are put on sheets");
        let path = format!("{}-{i}.pdf", path.display());
        std::fs::write(&path, bytes).expect("a temporary file can be written");
        path
    };
    parts.into_iter().enumerate().map(file).collect()
}

#[test]
fn every_count_of_pages_lies_in_order() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut jobs = Vec::new();
    for count in 1..=64 {
        for (way, (name, size, work)) in works().into_iter().enumerate() {
            let sources = [Source::read(&numbered(count, size)).expect("a sound PDF")];
            let pages: Vec<Option<Page>> =
                (0..count).map(|page| Some(Page { source: 0, page, size: sources[0].sizes()[page] })).collect();
            for (edge, flip) in [("long", Edge::Long), ("short", Edge::Short)] {
                // Manual for one of the edges in turn.
                let manual = name != "gutterfold" && (count + way) % 2 == usize::from(edge == "long");
                let press = Press {
                    work,
                    paper: Size::A4,
                    flip: Some(flip),
                    margin: 6.5 * MM,
                    gutter: 0.0,
                    back_offset: (0.0, 0.0),
                };
                let sheets = press.sheets(&pages).expect("the pages fit");
                let path = folder.path().join(format!("{count}-{way}-{edge}"));
                let files = write(sheets, &sources, &path, manual);
                let (signature, binding, gutterfold) = match work {
                    Work::Booklet { signature, binding, .. } => (signature, binding, false),
                    Work::Grid { binding, gutterfold, .. } => (None, binding, gutterfold),
                };
                jobs.push(json!({
                    "files": files, "kind": name, "pages": count, "edge": edge, "manual": manual,
                    "signature": signature, "right": binding == Binding::Right, "gutterfold": gutterfold,
                }));
            }
        }
    }
    let list = folder.path().join("jobs.json");
    std::fs::write(&list, json!(jobs).to_string()).expect("a temporary file can be written");
    let verdict = judged("press_order.py", &[list.as_os_str()]);
    assert_eq!(verdict["jobs"].as_u64(), Some(jobs.len() as u64));
    assert!(verdict["marks"].as_u64().is_some_and(|marks| marks > 1000), "{verdict}");
}

#[test]
fn pages_on_sheets_are_as_they_were() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut maker = Command::new(python());
    maker.arg(scripts().join("sample_pages.py")).arg(folder.path());
    must(&mut maker, "pages to put on sheets");
    let guide = crate::MADE.path("06-object-oriented-programming.pdf");
    std::fs::copy(guide, folder.path().join("guide.pdf")).expect("the program made it");
    let mut jobs = Vec::new();
    let mut names: Vec<_> =
        std::fs::read_dir(folder.path()).expect("it is there").flatten().map(|e| e.path()).collect();
    names.sort();
    for path in names {
        let bytes = std::fs::read(&path).expect("it is there");
        let source = Source::read(&bytes).expect("a sound PDF");
        let turns = [Turn::None, Turn::Half];
        for (turn, name) in turns.into_iter().zip(["upright", "half"]) {
            let side = |(page, size): (usize, &Size)| {
                let mut side = Side::blank(*size, format!("{}", page + 1));
                let at = Point { x: 0.0, y: 0.0 };
                side.placements.push(Placement { source: 0, page, at, turn, scale: 1.0, clip: None });
                side
            };
            let sides = source.sizes().iter().enumerate().map(side).collect();
            let duplex = revexport::print::Duplex::Simplex;
            let plan = Plan { title: "Sheets".into(), date: None, duplex, sides };
            let sources = std::slice::from_ref(&source);
            let made = impose(sources, &plan).expect("the pages are put on sheets");
            assert_eq!(impose(sources, &plan).expect("twice"), made, "equal bytes twice");
            let target = path.with_extension(format!("{name}.sheets"));
            std::fs::write(&target, made).expect("a temporary file can be written");
            jobs.push(json!({ "source": path, "sheets": target, "turn": name }));
        }
    }
    let list = folder.path().join("jobs.json");
    std::fs::write(&list, json!(jobs).to_string()).expect("a temporary file can be written");
    let verdict = judged("press_pages.py", &[list.as_os_str()]);
    assert!(verdict["glyphs"].as_u64().is_some_and(|glyphs| glyphs > 5000), "{verdict}");
}
