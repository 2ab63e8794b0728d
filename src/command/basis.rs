//! What the files of each format depend on, as hashes: the keys of the cache.
//!
//! Exporters are taken apart field by field, so that a field that is added to one has to be thought of here. What is in doubt
//! belongs to a key: a file made in vain costs a second, a stale one is wrong.

use crate::cache::Inputs;
use crate::export::anki::Anki;
use crate::export::cards::Cards;
use crate::export::epub::Epub;
use crate::export::pdf::Pdf;
use crate::guide::{Guide, InlineKind, Section, walk};
use crate::lock::{Entry, Lock, Wish};
use crate::selection::Selection;
use crate::typeset::{Fonts, Layout, Sheets};
use std::collections::{BTreeMap, BTreeSet};

/// Files that are made together, and what they are known by.
#[derive(Debug)]
pub struct Unit {
    /// The hash of all that their bytes depend on.
    pub key: String,
    /// The number of the section they are made of; none if they are made of the whole selection.
    pub section: Option<u32>,
}

/// A guide and a selection of it, hashed once for all formats.
pub struct Basis<'s, 'g> {
    selection: &'s Selection<'g>,
    /// The program, and where files go.
    program: Inputs,
    /// The hash of each section's text, by its number.
    texts: BTreeMap<u32, String>,
    /// The hash of each image, by its path.
    images: BTreeMap<&'g str, String>,
}

impl<'s, 'g> Basis<'s, 'g> {
    /// The basis of exports by a program that `program` stands for.
    pub fn new(mut program: Inputs, selection: &'s Selection<'g>) -> Basis<'s, 'g> {
        let guide = selection.guide;
        program.value("manifest", &guide.manifest);
        let texts = guide.sections.iter().map(|section| (section.number, text(guide, section))).collect();
        let image = |(path, bytes): (&'g String, &Vec<u8>)| (path.as_str(), crate::artifact::sha256(bytes));
        Basis { selection, program, texts, images: guide.images.iter().map(image).collect() }
    }

    /// The units of sheets: a section each, unless pages of several stand in one file.
    pub fn sheets(&self, pdf: &Pdf) -> Vec<Unit> {
        let Pdf {
            layout: of_pages,
            paper,
            landscape,
            theme,
            columns,
            size,
            pages,
            smallest,
            largest,
            merge,
            standards,
            fonts: brought,
            press,
            progress: _,
        } = pdf;
        let mut inputs = self.program.clone();
        layout(&mut inputs, of_pages);
        fonts(&mut inputs, brought);
        inputs.value("page", &(paper, landscape, theme, columns));
        inputs.value("size", &(size, pages, smallest, largest));
        inputs.value("file", &(merge, standards, press));
        if merge.is_some() || press.is_some() {
            return vec![self.whole("sheets", inputs)];
        }
        self.selection.sections.iter().map(|section| self.sheet(inputs.clone(), section)).collect()
    }

    /// The unit of a deck; none where more is asked for than the deck.
    pub fn deck(&self, anki: &Anki) -> Vec<Unit> {
        // What stands for now is in no deck whose lock is up to date, and no other one is remembered.
        let Anki {
            lock: remembered,
            lock_name: _,
            wish: Wish { now: _, retire, refresh },
            look,
            kinds,
            flat,
            tombstones,
            broken,
        } = anki;
        if *refresh || !retire.is_empty() {
            return Vec::new();
        }
        let mut inputs = self.program.clone();
        lock(&mut inputs, remembered);
        inputs.value("look", look);
        inputs.value("cards", &(kinds, flat, tombstones));
        inputs.value("broken", broken);
        vec![self.whole("deck", inputs)]
    }

    /// The unit of a book.
    pub fn book(&self, epub: &Epub) -> Vec<Unit> {
        let Epub { pages, style } = epub;
        let mut inputs = self.program.clone();
        if let Some(Sheets { layout: of_pages, settings, wish, fonts: brought }) = pages {
            layout(&mut inputs, of_pages);
            fonts(&mut inputs, brought);
            inputs.value("pages", &(settings, wish));
        }
        if let Some(file) = style {
            inputs.add("style", &self.selection.guide.sources.file(*file).text);
        }
        vec![self.whole("book", inputs)]
    }

    /// The unit of cards on paper.
    pub fn cards(&self, cards: &Cards) -> Vec<Unit> {
        let Cards { lock: remembered, kinds, arrangement, manual, job, fonts: brought, progress: _ } = cards;
        let mut inputs = self.program.clone();
        lock(&mut inputs, remembered);
        fonts(&mut inputs, brought);
        inputs.value("cards", &(kinds, arrangement, manual, job));
        vec![self.whole("cards", inputs)]
    }

    /// What is made of the selection as a whole depends on all of the guide.
    fn whole(&self, what: &str, mut inputs: Inputs) -> Unit {
        let Selection { guide, sections, whole } = self.selection;
        inputs.add("made", what);
        let order: Vec<u32> = guide.sections.iter().map(|section| section.number).collect();
        let chosen: Vec<u32> = sections.iter().map(|section| section.number).collect();
        inputs.value("sections", &(order, chosen, whole));
        inputs.value("texts", &self.texts);
        inputs.value("images", &self.images);
        Unit { key: inputs.key(), section: None }
    }

    /// A sheet has its section's text and images, and says where it stands in the guide and what comes next.
    fn sheet(&self, mut inputs: Inputs, section: &Section) -> Unit {
        let guide = self.selection.guide;
        let place = guide.sections.iter().position(|other| other.number == section.number);
        let next = place.and_then(|place| guide.sections.get(place + 1)).map(|next| (next.number, &next.title));
        inputs.add("made", "sheet");
        inputs.value("place", &(place, guide.sections.len(), next));
        inputs.value("text", &self.texts.get(&section.number));
        // A link's text tells a file; which section that is, the other sections tell.
        walk::section(section, &mut |inline| {
            if let InlineKind::Link(target, _) = &inline.kind {
                inputs.value("link", target);
            }
        });
        let mut shown = BTreeSet::new();
        walk::images(section, &mut |image| {
            shown.insert(image.path.clone());
        });
        for path in &shown {
            inputs.value("image", &(path, self.images.get(path.as_str())));
        }
        Unit { key: inputs.key(), section: Some(section.number) }
    }
}

/// The hash of a section's text, and of what the manifest says of it.
fn text(guide: &Guide, section: &Section) -> String {
    let mut inputs = Inputs::default();
    inputs.value("section", &(section.number, &section.id, &section.title, &section.file_name, &section.syllabus));
    inputs.add("text", &guide.sources.file(section.file).text);
    inputs.key()
}

/// The lock without making its text: it has a line a note.
fn lock(inputs: &mut Inputs, lock: &Lock) {
    let Lock { guide, decks, looks, things, notes, retired } = lock;
    inputs.value("lock", &(guide, decks, looks, things));
    for (list, entries) in [("notes", notes), ("retired", retired)] {
        inputs.add(list, entries.len().to_le_bytes());
        for (key, entry) in entries {
            let Entry { guid, section, hash, time, cards, says } = &**entry;
            let numbers: Vec<u8> = cards.iter().flat_map(|number| number.to_le_bytes()).collect();
            inputs.add(key, guid.as_bytes());
            inputs.add(section, hash.as_bytes());
            inputs.add(says, time.to_le_bytes());
            inputs.add("cards", numbers);
        }
    }
}

fn layout(inputs: &mut Inputs, layout: &Layout) {
    // Whatever else a layout keeps is made from these.
    let Layout { name, bundled, defaults, files, .. } = layout;
    inputs.value("layout", &(name, bundled, defaults));
    for file in files {
        inputs.add(&file.path, &file.bytes);
        inputs.add("shown", &file.shown);
    }
}

/// The fonts that were brought; those inside the program are a part of it.
fn fonts(inputs: &mut Inputs, fonts: &Fonts) {
    fonts.files().iter().for_each(|bytes| inputs.add("font", bytes));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::Kind;
    use crate::export::Progress;
    use crate::export::cards::Job;
    use crate::export::pdf::press::Press;
    use crate::print::grid::{self, Arrangement, Grid};
    use crate::print::press::{self, Work};
    use crate::print::{MM, Size, imposition};
    use crate::source::Folder;
    use crate::typeset::{FontFile, Numbering, Paper, Standard, Standards, Theme};
    use std::sync::Arc;

    fn guide() -> Guide {
        crate::parse::read(Folder::Bundled).guide.expect("the bundled guide can be read")
    }

    /// All keys of a list of exporters, of which each differs from the others.
    #[track_caller]
    fn differ(lists: Vec<Vec<Unit>>) {
        let keys: Vec<String> = lists.into_iter().flatten().map(|unit| unit.key).collect();
        let distinct: BTreeSet<&String> = keys.iter().collect();
        assert!(keys.len() > 1 && distinct.len() == keys.len(), "{keys:#?}");
    }

    fn brought() -> Fonts {
        let mut fonts = Fonts::default();
        let bytes = include_bytes!("../../tests/fonts/NotoSansSC-three.ttf").to_vec();
        fonts.read(vec![FontFile { name: "x.ttf".into(), bytes }]).expect("a font");
        fonts
    }

    fn pdf() -> Pdf {
        Pdf::of(Layout::named("sheet").expect("it is bundled"))
    }

    #[test]
    fn every_option_of_sheets_makes_other_files() {
        let guide = guide();
        let selection = Selection::parse(&guide, &["6".to_owned()]).expect("it exists");
        let basis = Basis::new(Inputs::default(), &selection);
        let work = |cells| Work::Grid {
            cells,
            order: imposition::Order::Reading,
            binding: imposition::Binding::Left,
            gutterfold: false,
        };
        let sides = |cells, margin, manual| Press {
            press: press::Press {
                work: work(cells),
                paper: Size::A4,
                flip: None,
                margin,
                gutter: 0.0,
                back_offset: (0.0, 0.0),
            },
            manual,
        };
        let mut own = pdf();
        own.layout.files[0].bytes.push(b'\n');
        let standards = Standards::new(&[Standard::Ua1]).expect("one alone");
        let all = [
            pdf(),
            own,
            Pdf { layout: Layout::named("pocket").expect("it is bundled"), ..pdf() },
            Pdf { paper: Some(Paper::Letter), ..pdf() },
            Pdf { landscape: Some(true), ..pdf() },
            Pdf { landscape: Some(false), ..pdf() },
            Pdf { theme: Theme::Colour, ..pdf() },
            Pdf { columns: Some(2), ..pdf() },
            Pdf { size: Some(160), ..pdf() },
            Pdf { pages: Some(2), ..pdf() },
            Pdf { smallest: Some(160), ..pdf() },
            Pdf { largest: Some(160), ..pdf() },
            Pdf { merge: Some(Numbering::default()), ..pdf() },
            Pdf { standards, ..pdf() },
            Pdf { fonts: brought(), ..pdf() },
            Pdf { press: Some(sides(2, 18.0, false)), ..pdf() },
            Pdf { press: Some(sides(4, 18.0, false)), ..pdf() },
            Pdf { press: Some(sides(2, 20.0, false)), ..pdf() },
            Pdf { press: Some(sides(2, 18.0, true)), ..pdf() },
        ];
        let mut units: Vec<Vec<Unit>> = all.iter().map(|pdf| basis.sheets(pdf)).collect();
        let mut other = Inputs::default();
        other.add("program", "another");
        units.push(Basis::new(other, &selection).sheets(&pdf()));
        differ(units);
    }

    #[test]
    fn every_option_of_decks_books_and_cards_makes_other_files() {
        let guide = guide();
        let one = Selection::parse(&guide, &["6".to_owned()]).expect("it exists");
        let whole = Selection::all(&guide);
        let (part, all) = (Basis::new(Inputs::default(), &one), Basis::new(Inputs::default(), &whole));
        let deck = Anki::default;
        let kinds = || vec![Kind::Pitfalls];
        let lock = || Lock { guide: "other".into(), ..Lock::default() };
        let entry = || Entry {
            guid: "g".into(),
            section: "s".into(),
            hash: "a".into(),
            time: 1,
            cards: BTreeSet::new(),
            says: "w".into(),
        };
        let with = |entry| Lock { notes: BTreeMap::from([("row/a".into(), Arc::new(entry))]), ..Lock::default() };
        let decks = [
            deck(),
            Anki { lock: Arc::new(lock()), ..deck() },
            Anki { lock: Arc::new(with(entry())), ..deck() },
            Anki { lock: Arc::new(with(Entry { guid: "h".into(), ..entry() })), ..deck() },
            Anki { lock: Arc::new(with(Entry { section: "h".into(), ..entry() })), ..deck() },
            Anki { lock: Arc::new(with(Entry { hash: "h".into(), ..entry() })), ..deck() },
            Anki { lock: Arc::new(with(Entry { time: 7, ..entry() })), ..deck() },
            Anki { lock: Arc::new(with(Entry { cards: BTreeSet::from([1]), ..entry() })), ..deck() },
            Anki { lock: Arc::new(with(Entry { says: "h".into(), ..entry() })), ..deck() },
            Anki { lock: Arc::new(Lock { retired: with(entry()).notes, ..Lock::default() }), ..deck() },
            Anki { kinds: kinds(), ..deck() },
            Anki { flat: true, ..deck() },
            Anki { tombstones: false, ..deck() },
            Anki { broken: vec![3], ..deck() },
        ];
        let sheets = |pdf: Pdf| Epub { pages: Some(pdf.sheets()), style: None };
        let style = Some(guide.sections[0].file);
        let books = [
            Epub::default(),
            Epub { style, ..Epub::default() },
            sheets(pdf()),
            sheets(Pdf { columns: Some(2), ..pdf() }),
            sheets(Pdf { fonts: brought(), ..pdf() }),
        ];
        let wish = |margin| grid::Wish {
            margin,
            gutter: 0.0,
            flip: grid::Flip::Long,
            back_offset: (0.0, 0.0),
            gutterfold: false,
            stacks: false,
        };
        let grid = |grid, margin| Arrangement::new(grid, Size::A4, wish(margin)).expect("it fits");
        let sheet = || Cards {
            lock: Arc::default(),
            kinds: Kind::DEFAULT.to_vec(),
            arrangement: grid(Grid::TwoByFour, 6.5 * MM),
            manual: false,
            job: Job::Sections,
            fonts: Fonts::default(),
            progress: Progress::default(),
        };
        let cards = [
            sheet(),
            Cards { lock: Arc::new(lock()), ..sheet() },
            Cards { kinds: kinds(), ..sheet() },
            Cards { arrangement: grid(Grid::ThreeByThree, 6.5 * MM), ..sheet() },
            Cards { arrangement: grid(Grid::TwoByFour, 5.0 * MM), ..sheet() },
            Cards { manual: true, ..sheet() },
            Cards { job: Job::Merged, ..sheet() },
            Cards { job: Job::Calibration("a4"), ..sheet() },
            Cards { fonts: brought(), ..sheet() },
        ];
        let units = [&part, &all].into_iter().flat_map(|basis| {
            let decks = decks.iter().map(|anki| basis.deck(anki));
            let books = books.iter().map(|epub| basis.book(epub));
            decks.chain(books).chain(cards.iter().map(|cards| basis.cards(cards)))
        });
        differ(units.collect());
    }

    #[test]
    fn a_deck_that_more_is_asked_of_has_no_key() {
        let guide = guide();
        let selection = Selection::all(&guide);
        let basis = Basis::new(Inputs::default(), &selection);
        let refresh = Anki { wish: Wish { refresh: true, ..Wish::default() }, ..Anki::default() };
        let retire = Anki { wish: Wish { retire: vec!["x".into()], ..Wish::default() }, ..Anki::default() };
        assert!(basis.deck(&refresh).is_empty() && basis.deck(&retire).is_empty());
        let later = Anki { wish: Wish { now: 1, ..Wish::default() }, ..Anki::default() };
        assert_eq!(basis.deck(&later)[0].key, basis.deck(&Anki::default())[0].key);
    }
}
