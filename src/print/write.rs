//! Sheets and pages → one file, with numbers, metadata and identity of its own.

use super::PrintError;
use super::graft::{Graft, Source, numbers};
use super::plan::{Duplex, Plan, Rect, Side};
use super::sheet::Names;
use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};
use std::collections::HashMap;

/// Puts the drawn sheets and the pages on them together.
pub fn assemble(sources: &[Source], plan: &Plan, names: &Names, drawn: &Document) -> Result<Vec<u8>, PrintError> {
    let mut target = Document::with_version("1.7");
    if sources.iter().any(|source| source.version() > "1.7") {
        target.version = "2.0".into();
    }
    let (catalog, tree) = (target.new_object_id(), target.new_object_id());
    let mut grafts: Vec<Graft<'_>> = sources.iter().map(Source::graft).collect();
    let mut forms: HashMap<Vec<u8>, ObjectId> = HashMap::new();
    for (source, page, name) in names.iter() {
        let form = sources[source].form(page, &mut grafts[source], &mut target)?;
        forms.insert(name.into_bytes(), target.add_object(form));
    }
    let mut layers = Graft::new(drawn);
    let mut kids = Vec::with_capacity(plan.sides.len());
    for (side, id) in plan.sides.iter().zip(drawn.page_iter()) {
        let page = page(drawn, id, side, tree, &forms, &mut layers, &mut target)?;
        kids.push(Object::Reference(target.add_object(page)));
    }
    let optional = optional_content(sources, &grafts, drawn, &layers);
    layers.finish(&mut target)?;
    let count = kids.len() as i64;
    target.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count });
    let mut root = dictionary! {
        "Type" => "Catalog",
        "Pages" => tree,
        "PageLayout" => "SinglePage",
        "PageLabels" => page_labels(plan),
        "ViewerPreferences" => viewer_preferences(plan.duplex),
    };
    if let Some(optional) = optional {
        root.set("OCProperties", optional);
    }
    target.set_object(catalog, root);
    let info = target.add_object(info(plan));
    target.trailer.set("Root", catalog);
    target.trailer.set("Info", info);
    let identity = Object::String(identity(sources, plan), StringFormat::Hexadecimal);
    target.trailer.set("ID", vec![identity.clone(), identity]);
    let mut bytes = Vec::new();
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(200)
        .compression_level(9)
        .build();
    let written = target.save_with_options(&mut bytes, options);
    written.map(|()| bytes).map_err(|error| PrintError::Unwritable(error.to_string()))
}

/// A drawn sheet as a page: its content and layer, the forms it uses, and the boxes of the plan.
///
/// printpdf writes a box's width and height where PDF has its upper right corner, so boxes are the plan's own.
fn page(
    drawn: &Document,
    id: ObjectId,
    side: &Side,
    tree: ObjectId,
    forms: &HashMap<Vec<u8>, ObjectId>,
    layers: &mut Graft<'_>,
    target: &mut Document,
) -> Result<Dictionary, PrintError> {
    let fail = |error: lopdf::Error| PrintError::Unwritable(error.to_string());
    let node = drawn.get_dictionary(id).map_err(fail)?;
    let drawn_content = node.get_deref(b"Contents", drawn).and_then(Object::as_stream).map_err(fail)?;
    let used = drawn_content.content.split(|byte| *byte == b'\n').filter_map(|line| line.strip_suffix(b" Do"));
    let mut objects = Dictionary::new();
    for name in used.filter_map(|name| name.strip_prefix(b"/")) {
        if let Some(form) = forms.get(name) {
            objects.set(name, *form);
        }
    }
    let mut resources = Dictionary::new();
    if !objects.is_empty() {
        resources.set("XObject", objects);
    }
    let drawn_resources = node.get_deref(b"Resources", drawn).and_then(Object::as_dict).map_err(fail)?;
    if let Ok(properties) = drawn_resources.get(b"Properties") {
        resources.set("Properties", layers.object(properties, target));
    }
    let mut dictionary = Dictionary::new();
    let content = deflated(drawn_content.content.clone(), &mut dictionary);
    let content = target.add_object(Stream::new(dictionary, content));
    let paper = Rect::of(side.paper);
    let trim = side.trim.unwrap_or(paper);
    let mut page = dictionary! {
        "Type" => "Page",
        "Parent" => tree,
        "MediaBox" => corners(paper),
        "Resources" => resources,
        "Contents" => content,
    };
    if trim != paper {
        page.set("BleedBox", corners(side.bleed.unwrap_or(trim)));
        page.set("TrimBox", corners(trim));
    }
    Ok(page)
}

fn corners(rect: Rect) -> Object {
    numbers(&[rect.x, rect.y, rect.right(), rect.top()])
}

/// The layers of the sheets, and those of the sources that are on them: what a source hides stays hidden.
fn optional_content(
    sources: &[Source],
    grafts: &[Graft<'_>],
    drawn: &Document,
    layers: &Graft<'_>,
) -> Option<Dictionary> {
    let mut all = Vec::new();
    let mut hidden = Vec::new();
    for (source, graft) in sources.iter().zip(grafts) {
        let copies = |ids: Vec<ObjectId>| -> Vec<Object> {
            ids.into_iter().filter_map(|id| graft.copied(id)).map(Object::Reference).collect()
        };
        all.extend(copies(source.layers(false)));
        hidden.extend(copies(source.layers(true)));
    }
    let own = drawn.catalog().and_then(|root| root.get_deref(b"OCProperties", drawn)).and_then(Object::as_dict);
    if let Ok(Object::Array(own)) = own.and_then(|own| own.get_deref(b"OCGs", drawn)) {
        let own = own.iter().filter_map(|layer| layer.as_reference().ok());
        all.extend(own.filter_map(|layer| layers.copied(layer)).map(Object::Reference));
    }
    if all.is_empty() {
        return None;
    }
    let mut default = dictionary! { "Order" => all.clone() };
    if !hidden.is_empty() {
        default.set("OFF", hidden);
    }
    Some(dictionary! { "OCGs" => all, "D" => default })
}

/// One label a side, as an index of `(position, label)`.
fn page_labels(plan: &Plan) -> Dictionary {
    let entries = plan.sides.iter().enumerate().flat_map(|(i, side)| {
        let label = dictionary! { "P" => lopdf::text_string(&side.label) };
        [Object::Integer(i as i64), Object::Dictionary(label)]
    });
    dictionary! { "Nums" => entries.collect::<Vec<_>>() }
}

/// What a viewer sets in its print dialogue: no scaling, the edge to flip on, the tray with the right paper.
fn viewer_preferences(duplex: Duplex) -> Dictionary {
    let duplex = match duplex {
        Duplex::Simplex => "Simplex",
        Duplex::ShortEdge => "DuplexFlipShortEdge",
        Duplex::LongEdge => "DuplexFlipLongEdge",
    };
    dictionary! {
        "PrintScaling" => "None",
        "Duplex" => duplex,
        "PickTrayByPDFSize" => true,
        "DisplayDocTitle" => true,
    }
}

fn info(plan: &Plan) -> Dictionary {
    let mut info = dictionary! {
        "Title" => lopdf::text_string(&plan.title),
        "Creator" => lopdf::text_string("revexport"),
        "Producer" => lopdf::text_string("revexport"),
    };
    if let Some((year, month, day)) = plan.date {
        let date = format!("D:{year:04}{month:02}{day:02}000000Z");
        info.set("CreationDate", Object::string_literal(date.clone()));
        info.set("ModDate", Object::string_literal(date));
    }
    info
}

/// Sixteen bytes that change when a source or the plan does.
fn identity(sources: &[Source], plan: &Plan) -> Vec<u8> {
    use sha2::Digest;
    let mut hash = sha2::Sha256::new();
    for source in sources {
        hash.update(source.digest());
    }
    hash.update(format!("{plan:?}"));
    hash.finalize()[..16].to_vec()
}

/// Content, deflated where that makes it smaller; then the dictionary says so.
pub fn deflated(content: Vec<u8>, dictionary: &mut Dictionary) -> Vec<u8> {
    let mut stream = Stream::new(Dictionary::new(), content);
    // What cannot be deflated stays as it is.
    let _ = stream.compress();
    if let Ok(filter) = stream.dict.get(b"Filter") {
        dictionary.set("Filter", filter.clone());
    }
    stream.content
}
