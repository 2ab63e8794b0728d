//! placeholder
fn main() {
    let folder = revexport::source::Folder::Disk(std::env::args().nth(1).unwrap().into());
    let reading = revexport::parse::read(folder);
    let sources = reading.guide.as_ref().map_or(&reading.sources, |g| &g.sources);
    for d in &reading.diagnostics {
        print!("{}", revexport::diagnostic::human(d, sources, false));
    }
    if let Some(g) = &reading.guide {
        for s in &g.sections {
            println!("{:#?}", s);
        }
    }
}
