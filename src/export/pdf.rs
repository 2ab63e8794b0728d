//! One PDF a section, one of all, or press sheets of the pages of all.

mod common;
mod merged;
pub mod press;
mod structure;

use super::{Export, Exporter, Progress};
use crate::artifact::{Artifact, Fact, Kind};
use crate::diagnostic::Diagnostic;
use crate::guide::{Guide, Section, plain};
use crate::selection::Selection;
use crate::source::Span;
use crate::typeset::{
    self, About, Engine, Fit, Fonts, Layout, Links, Numbering, Paper, Room, Settings, Sheets, Standard, Standards,
    Theme, Wish,
};
use std::collections::BTreeMap;
use std::time::Instant;

/// The least a column holds, in the size of its type: about 28 letters.
const LEAST: f64 = 12.0;

/// Typesets each section of a selection on sheets of its own. What is none here is as the layout has it.
#[derive(Clone, Debug)]
pub struct Pdf {
    /// The layout.
    pub layout: Layout,
    /// The paper.
    pub paper: Option<Paper>,
    /// Whether it lies on its long side.
    pub landscape: Option<bool>,
    /// How it looks.
    pub theme: Theme,
    /// The columns.
    pub columns: Option<usize>,
    /// The size of the body type in twentieths of a point.
    pub size: Option<u32>,
    /// The pages to fit each section to.
    pub pages: Option<usize>,
    /// The smallest size that fitting may use, in twentieths of a point.
    pub smallest: Option<u32>,
    /// The largest.
    pub largest: Option<u32>,
    /// How pages are numbered, if all sections go into one file; none for a file a section.
    pub merge: Option<Numbering>,
    /// The standards the files keep.
    pub standards: Standards,
    /// Fonts for characters that the embedded ones lack.
    pub fonts: Fonts,
    /// How pages are put on press sheets; none for sheets as they are.
    pub press: Option<press::Press>,
    /// Who is told how far it is.
    pub progress: Progress,
}

type Outcome = Result<(Artifact, Vec<Diagnostic>), Vec<Diagnostic>>;

impl Exporter for Pdf {
    fn export(&self, selection: &Selection<'_>) -> Result<Export, Vec<Diagnostic>> {
        let engine = Engine::new(&self.fonts);
        match (&self.press, selection.sections.first()) {
            (Some(press), Some(first)) => self.pressed(&engine, selection, press, first),
            _ => self.finished(&engine, selection),
        }
    }
}

impl Pdf {
    /// The pages of all sections on press sheets. Type that would come out too small is set larger first, unless its size was
    /// asked for.
    fn pressed(
        &self,
        engine: &Engine,
        selection: &Selection<'_>,
        press: &press::Press,
        first: &Section,
    ) -> Result<Export, Vec<Diagnostic>> {
        let mut export = self.finished(engine, selection)?;
        let floor = self.smallest.map_or(press::FLOOR, |size| f64::from(size) / 20.0);
        if (self.size, self.pages, self.largest) == (None, None, None)
            && let Some((size, scale)) = press.larger(&export.artifacts, floor)?
        {
            // Larger type needs wider columns.
            let columns = (self.settings().columns as f64 * scale).round().max(1.0) as usize;
            let columns = self.columns.or(Some(columns));
            export = Pdf { size: Some(size), columns, ..self.clone() }.finished(engine, selection)?;
        }
        press.legible(&export.artifacts, floor)?;
        let stem = if selection.sections.len() == 1 { first.stem() } else { selection.stem() };
        let suffix = if self.layout.name == press.layout() { String::new() } else { format!("-{}", self.layout.name) };
        let place = title(selection.guide, first);
        let artifacts = press.impose(engine, selection, &export.artifacts, &format!("{stem}{suffix}"), place)?;
        Ok(Export { artifacts, ..export })
    }

    /// One finished PDF a section, or one of all.
    fn finished(&self, engine: &Engine, selection: &Selection<'_>) -> Result<Export, Vec<Diagnostic>> {
        if let Some(numbering) = self.merge {
            return self.merged(engine, selection, numbering);
        }
        let outcomes = self.progress.sections(selection, |section| self.section(engine, selection, section));
        let mut export = Export::default();
        let mut failed = false;
        for outcome in outcomes {
            match outcome {
                Ok((artifact, diagnostics)) => {
                    failed |= diagnostics.iter().any(Diagnostic::is_error);
                    export.artifacts.push(artifact);
                    export.diagnostics.extend(diagnostics);
                }
                Err(diagnostics) => {
                    failed = true;
                    export.diagnostics.extend(diagnostics);
                }
            }
        }
        if failed { Err(export.diagnostics) } else { Ok(export) }
    }

    /// The sheets of a layout that are made unless something else is asked for.
    pub fn of(layout: Layout) -> Pdf {
        Pdf {
            layout,
            paper: None,
            landscape: None,
            theme: Theme::default(),
            columns: None,
            size: None,
            pages: None,
            smallest: None,
            largest: None,
            merge: None,
            standards: Standards::default(),
            fonts: Fonts::default(),
            press: None,
            progress: Progress::default(),
        }
    }

    /// The settings as far as they are known before anything is fitted.
    pub fn settings(&self) -> Settings {
        let defaults = &self.layout.defaults;
        Settings {
            paper: self.paper.unwrap_or(defaults.paper),
            landscape: self.landscape.unwrap_or(defaults.landscape),
            theme: self.theme,
            columns: self.columns.or(defaults.columns.first().copied()).unwrap_or(1),
            size: self.size.unwrap_or(defaults.size),
        }
    }

    /// What a section is fitted to: the pages asked for, or else what the layout has; none where sizes are given.
    pub fn fitting(&self) -> Option<Fit> {
        let defaults = &self.layout.defaults;
        let (pages, smallest, largest, fallback) = match (self.pages, defaults.fit) {
            (Some(pages), _) => (pages, 6 * 20, 12 * 20, None),
            (None, Some(fit)) => (fit.pages, fit.smallest, fit.largest, Some(defaults.size)),
            (None, None) => return None,
        };
        let smallest = self.smallest.unwrap_or(smallest.min(self.largest.unwrap_or(u32::MAX)));
        let largest = self.largest.unwrap_or(largest.max(smallest));
        let fallback = fallback.map(|size| size.max(smallest).min(largest));
        Some(Fit { pages, smallest, largest, fallback })
    }

    /// Says so where columns are too narrow for text: under [`LEAST`] times the type, or under 30 mm.
    pub fn narrow(&self) -> Option<String> {
        let settings = self.settings();
        let defaults = &self.layout.defaults;
        let between = defaults.gutter * (settings.columns - 1) as f64;
        let width = (settings.page().0 - 2.0 * defaults.sides - between) / settings.columns as f64;
        let least = self.size.or(self.fitting().map(|fit| fit.smallest)).unwrap_or(defaults.size);
        let ems = width * 72.0 / 25.4 / (f64::from(least) / 20.0);
        (ems < LEAST || width < 30.0).then(|| {
            let columns =
                if settings.columns == 1 { "a column".into() } else { format!("{} columns", settings.columns) };
            format!(
                "{columns} on {} would be {:.0} mm wide, too narrow for type of {} pt",
                settings.paper.name(),
                width.max(0.0),
                f64::from(least) / 20.0
            )
        })
    }

    /// What a file's name has more than that of a sheet: `-pocket`.
    pub fn suffix(&self) -> String {
        if self.layout.name == "sheet" { String::new() } else { format!("-{}", self.layout.name) }
    }

    /// The sheets as another output may ask for them.
    pub fn sheets(&self) -> Sheets {
        Sheets { layout: self.layout.clone(), settings: self.settings(), wish: self.wish(), fonts: self.fonts.clone() }
    }

    /// The Typst files a section's sheet is set from, by their paths, at the size asked for or else the layout's own.
    ///
    /// Written to a folder, they are what any Typst of the version in use here sets, `main.typ` first, with the fonts of this
    /// program: to see what a layout is called with, or how long the engine alone takes.
    pub fn sources(&self, guide: &Guide, section: &Section) -> BTreeMap<String, Vec<u8>> {
        let document = self.document(guide, section, Links::new(guide, [section.number]));
        typeset::files(&Engine::new(&self.fonts), &document, &self.layout, &self.settings())
    }

    /// What is to be fitted.
    fn wish(&self) -> Wish {
        let settings = self.settings();
        let defaults = &self.layout.defaults;
        let fit = self.fitting();
        Wish {
            paper: settings.paper,
            landscape: settings.landscape,
            theme: self.theme,
            columns: self.columns.or(match defaults.columns[..] {
                [columns] => Some(columns),
                _ => None,
            }),
            size: self.size.or(fit.is_none().then_some(defaults.size)),
            thrifty: self.size.is_none(),
            fit: fit.unwrap_or_default(),
        }
    }

    fn section(&self, engine: &Engine, selection: &Selection<'_>, section: &Section) -> Outcome {
        let started = Instant::now();
        let Fitting { document, title, mut fitted } = self.fit(engine, selection.guide, section)?;
        let about = self.about(selection.guide, section);
        let (bytes, warnings) = fitted.sheet.pdf(&about, &self.standards, &document, title)?;
        let artifact = Artifact {
            kind: Kind::Pdf,
            name: format!("{}{}.pdf", section.stem(), self.suffix()),
            sections: vec![section.number],
            facts: vec![
                Fact::Pages(fitted.sheet.pages()),
                Fact::Size(fitted.settings.points()),
                Fact::Runs(fitted.runs),
            ],
            bytes,
            milliseconds: started.elapsed().as_millis() as u64,
        };
        let mut diagnostics = fitted.diagnostics;
        diagnostics.extend(warnings);
        Ok((artifact, diagnostics))
    }

    /// Sets a section as it is alone, and looks for what the standards do not allow.
    fn fit(&self, engine: &Engine, guide: &Guide, section: &Section) -> Result<Fitting, Vec<Diagnostic>> {
        let document = self.document(guide, section, Links::new(guide, [section.number]));
        let title = title(guide, section);
        let mut fitted = typeset::fit(engine, &document, &self.layout, &self.wish(), title)?;
        fitted.diagnostics.extend(typeset::faults(section));
        fitted.diagnostics.extend(structure::faults(section, &self.standards));
        // A character without a glyph would be told again by the standard, in the engine's words.
        match fitted.diagnostics.iter().any(Diagnostic::is_error) {
            true => Err(fitted.diagnostics),
            false => Ok(Fitting { document, title, fitted }),
        }
    }

    /// A section's text, in a file with the sections that `links` holds.
    fn document(&self, guide: &Guide, section: &Section, links: Links) -> typeset::Document {
        let place = guide.sections.iter().position(|other| other.number == section.number);
        let next = place.and_then(|place| guide.sections.get(place + 1));
        let links = if self.standards.list().contains(&Standard::Ua1) { links.without_margins() } else { links };
        let room = Room::of(&self.settings(), &self.layout, self.wish().largest());
        typeset::document(guide, section, next, room, &links)
    }

    /// What the file of one section says of itself.
    fn about(&self, guide: &Guide, section: &Section) -> About {
        let ident = format!("revexport:{}:{}:{}", guide.manifest.id, section.id, self.layout.name);
        let title = format!("{}: {}", guide.manifest.title, section.title);
        let topics = section.topics.iter().map(|topic| plain(&topic.heading.text));
        About::new(&guide.manifest, ident, title, topics.collect())
    }
}

/// A section set alone.
struct Fitting {
    document: typeset::Document,
    /// Its first line.
    title: Span,
    fitted: typeset::Fitted,
}

/// Where a section begins.
fn title(guide: &Guide, section: &Section) -> Span {
    Span::new(section.file, 0..guide.sources.file(section.file).line_range(1).end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use crate::source::Folder;

    #[test]
    fn sources_are_all_that_a_sheet_is_set_from() {
        let guide = parse::read(Folder::Bundled).guide.expect("the bundled guide can be read");
        let pdf = Pdf { size: Some(150), ..Pdf::of(Layout::named("sheet").expect("a bundled layout")) };
        let sources = pdf.sources(&guide, &guide.sections[0]);
        let text = |path: &str| String::from_utf8_lossy(&sources[path]).into_owned();
        assert!(text("/main.typ").contains("#topic(1)["));
        assert!(text("/settings.typ").contains("#let size = 7.50pt\n"));
        let mut open = vec!["/main.typ".to_owned()];
        let mut read: Vec<String> = Vec::new();
        while let Some(path) = open.pop() {
            let text = text(&path);
            let imported = text.lines().filter_map(|line| line.strip_prefix("#import \"")?.split('"').next());
            open.extend(imported.map(str::to_owned).filter(|path| !read.contains(path)));
            read.push(path);
        }
        read.sort();
        read.dedup();
        assert!(read.iter().eq(sources.keys()), "each file is imported, and no other is");
    }
}
