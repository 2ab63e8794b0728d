//! How long `check` takes beside comrak's parse of the same text, in one process: the least of many rounds, taken in turn.
//!
//! `cargo bench --bench check [GUIDE]`; without a guide, the one inside the program.

use revexport::{lint, parse, selection::Selection, source::Folder};
use std::time::{Duration, Instant};

const ROUNDS: usize = 200;

fn main() {
    let named = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let folder = named.map_or(Folder::Bundled, |path| Folder::Disk(path.into()));
    let Some(guide) = parse::read(folder.clone()).guide else {
        eprintln!("{folder} is no guide");
        std::process::exit(2);
    };
    let texts: Vec<&str> =
        guide.sections.iter().map(|section| guide.sources.file(section.file).text.as_str()).collect();
    let mut options = comrak::Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.ofm_callouts = true;
    let mut least = [Duration::MAX; 3];
    let mut time = |what: usize, work: &mut dyn FnMut()| {
        let started = Instant::now();
        work();
        least[what] = least[what].min(started.elapsed());
    };
    for _ in 0..ROUNDS {
        time(0, &mut || {
            for text in &texts {
                let arena = comrak::Arena::new();
                std::hint::black_box(comrak::parse_document(&arena, text, &options));
            }
        });
        time(1, &mut || drop(std::hint::black_box(parse::read(folder.clone()))));
        time(2, &mut || {
            let reading = parse::read(folder.clone());
            if let Some(guide) = &reading.guide {
                std::hint::black_box(lint::selection(&Selection::all(guide), &reading.diagnostics));
            }
        });
    }
    let [comrak, read, check] = least.map(|time| time.as_secs_f64() * 1000.0);
    println!("{} sections, {} bytes", texts.len(), texts.iter().map(|text| text.len()).sum::<usize>());
    println!("comrak's parse alone  {comrak:6.2} ms");
    println!("reading the guide     {read:6.2} ms  {:.1} times comrak's parse", read / comrak);
    println!("reading and checking  {check:6.2} ms  {:.1} times comrak's parse", check / comrak);
}
