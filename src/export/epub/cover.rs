//! The cover: an SVG drawn from the guide's title, edition and sections (EPUB 3.3, §5.5.3: `cover-image`).
//!
//! Its ornament is the guide itself, set as code would be: a line a topic, a bar a word. Text is measured with bounds that
//! hold for any usual font, so that none runs over the edge.

use super::book::Book;
use super::measure;
use super::words::edition;
use super::xml::Xml;
use crate::guide::plain;

/// The cover's name.
pub const NAME: &str = "cover.svg";

const WIDTH: usize = 1600;
const HEIGHT: usize = 2400;
const MARGIN: usize = 130;
const INNER: usize = WIDTH - 2 * MARGIN;
/// Where the dark part ends.
const FOLD: usize = 1480;
/// The rows of the ornament, and their distance.
const ROWS: usize = 8;
const ROW: usize = 56;

const INK: &str = "#16213a";
const PAPER: &str = "#f6f3ec";
const ACCENT: &str = "#f0b95b";
const QUIET: &str = "#c3c9d6";
/// The colours of words, as in listings at night.
const COLOURS: [&str; 6] = ["#c9abf2", "#7dc9d8", "#eab37f", "#93bbf6", "#d8c07a", "#eca8d0"];

/// Draws the cover.
pub fn cover(book: &Book<'_>) -> Vec<u8> {
    let manifest = &book.selection.guide.manifest;
    let (width, height) = (WIDTH.to_string(), HEIGHT.to_string());
    let frame = format!("0 0 {WIDTH} {HEIGHT}");
    let mut drawing = Drawing { xml: Xml::new(), rtl: book.rtl };
    let root = [
        ("xmlns", "http://www.w3.org/2000/svg"),
        ("viewBox", frame.as_str()),
        ("width", &width),
        ("height", &height),
        ("xml:lang", &manifest.language),
        ("font-family", "Helvetica, Arial, sans-serif"),
    ];
    drawing.xml.open("svg", &root);
    drawing.xml.leaf("title", &[], &book.title);
    drawing.bar(0, 0, WIDTH, HEIGHT, 0, PAPER);
    drawing.bar(0, 0, WIDTH, FOLD, 0, INK);
    drawing.ornament(book);
    drawing.title(book);
    drawing.sections(book);
    drawing.foot(book, &edition(manifest.version.as_deref(), manifest.date));
    drawing.xml.finish()
}

struct Drawing {
    xml: Xml,
    rtl: bool,
}

impl Drawing {
    /// A filled rectangle with rounded corners; `x` counts from the side the text begins on.
    fn bar(&mut self, x: usize, y: usize, width: usize, height: usize, radius: usize, colour: &str) {
        let x = if self.rtl { WIDTH - x - width } else { x };
        let [x, y, width, height, radius] = [x, y, width, height, radius].map(|n| n.to_string());
        let place =
            [("x", &*x), ("y", &*y), ("width", &*width), ("height", &*height), ("rx", &*radius), ("fill", colour)];
        self.xml.empty("rect", &place);
    }

    fn text(&mut self, x: usize, y: usize, size: usize, bold: bool, colour: &str, text: &str) {
        let x = if self.rtl { WIDTH - x } else { x };
        let [x, y, size] = [x, y, size].map(|n| n.to_string());
        let mut place = vec![("x", &*x), ("y", &*y), ("font-size", &*size), ("fill", colour)];
        place.extend(bold.then_some(("font-weight", "bold")));
        place.extend(self.rtl.then_some(("direction", "rtl")));
        self.xml.leaf("text", &place, text);
    }

    fn ornament(&mut self, book: &Book<'_>) {
        let lines = book.selection.sections.iter().flat_map(|section| {
            let topics = section.topics.iter().map(|topic| (1, plain(&topic.heading.text)));
            std::iter::once((0, section.title.clone())).chain(topics)
        });
        for (row, (depth, line)) in lines.take(ROWS).enumerate() {
            let mut x = MARGIN + depth * 96;
            for (i, word) in line.split_whitespace().enumerate() {
                let width = (word.chars().count() * 30).clamp(30, 480);
                if x + width > WIDTH - MARGIN {
                    break;
                }
                self.bar(x, 150 + row * ROW, width, 26, 13, COLOURS[(row * 2 + i) % COLOURS.len()]);
                x += width + 30;
            }
        }
    }

    /// The title, as large as the room between ornament and fold allows; its last line stands in one place.
    fn title(&mut self, book: &Book<'_>) {
        let title = &book.selection.guide.manifest.title;
        let bottom = FOLD - if book.part.is_some() { 230 } else { 120 };
        let room = bottom - (150 + ROWS * ROW + 60);
        let lines = |size: usize| measure::lines(title, INNER * 100 / size);
        let height = |size: usize, lines: usize| lines * size * 112 / 100;
        let fits = |size: &usize| lines(*size).len() <= 7 && height(*size, lines(*size).len()) <= room;
        let size = (4..=20).rev().map(|step| step * 10).find(fits).unwrap_or(40);
        let mut lines = lines(size);
        let most = room / height(size, 1);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                *last = cut(&format!("{last} …"), INNER * 85 / 100, size);
            }
        }
        let top = bottom - height(size, lines.len() - 1);
        for (i, line) in lines.iter().enumerate() {
            self.text(MARGIN, top + height(size, i), size, true, "#ffffff", line);
        }
        if let Some(part) = &book.part {
            let size = one_line(part, INNER, 72, 26);
            self.text(MARGIN, FOLD - 110, size, false, ACCENT, &cut(part, INNER, size));
        }
    }

    fn sections(&mut self, book: &Book<'_>) {
        let entries: Vec<(String, &str)> = book
            .selection
            .sections
            .iter()
            .map(|section| (section.number.to_string(), section.title.as_str()))
            .collect();
        let space = HEIGHT - FOLD - 90 - 190;
        let grid = Grid::best(&entries, space);
        let shown = entries.len().min(grid.columns * grid.rows);
        let size = grid.size;
        let line = (space / grid.rows).min(size * 22 / 10);
        for (i, (number, title)) in entries.iter().take(shown).enumerate() {
            let (column, row) = (i / grid.rows, i % grid.rows);
            let x = MARGIN + column * (grid.width + grid.between());
            let y = FOLD + 90 + size + row * line;
            if i + 1 == shown && shown < entries.len() {
                let more = format!("… and {} more", entries.len() - shown + 1);
                self.text(x, y, size, false, INK, &more);
                continue;
            }
            self.text(x, y, size, true, "#8a4b00", number);
            self.text(x + grid.indent, y, size, false, INK, &cut(title, grid.width - grid.indent, size));
        }
    }

    fn foot(&mut self, book: &Book<'_>, edition: &str) {
        let authors = book.selection.guide.manifest.authors.join(", ");
        let line = if authors.is_empty() { edition.to_owned() } else { format!("{authors} · {edition}") };
        self.bar(MARGIN, HEIGHT - 170, INNER, 4, 0, INK);
        let size = one_line(&line, INNER, 40, 26);
        self.text(MARGIN, HEIGHT - 100, size, false, INK, &cut(&line, INNER, size));
        self.bar(0, FOLD, WIDTH, 18, 0, ACCENT);
        self.bar(0, FOLD - 6, WIDTH, 6, 0, QUIET);
    }
}

/// How the sections' titles are set out.
struct Grid {
    size: usize,
    columns: usize,
    rows: usize,
    /// Of a column.
    width: usize,
    /// The numbers' share of it.
    indent: usize,
}

impl Grid {
    /// The largest type in which every title has a line of its own; what does not fit at the smallest is cut.
    fn best(entries: &[(String, &str)], space: usize) -> Grid {
        let mut smallest = None;
        for size in (13..=36).rev().map(|step| step * 2) {
            for columns in 1..=3 {
                let grid = Grid::new(entries, size, columns, space);
                let wide =
                    entries.iter().all(|(_, title)| measure::text(title) * size / 100 <= grid.width - grid.indent);
                if grid.rows * columns >= entries.len() && grid.rows * grid.line() <= space && wide {
                    return grid;
                }
                smallest = Some(grid);
            }
        }
        smallest.unwrap_or_else(|| Grid::new(entries, 26, 3, space))
    }

    fn new(entries: &[(String, &str)], size: usize, columns: usize, space: usize) -> Grid {
        let between = size * 14 / 10;
        let width = (INNER - between * (columns - 1)) / columns;
        let digits = entries.iter().map(|(number, _)| measure::bold(number)).max().unwrap_or(0);
        let mut grid = Grid { size, columns, rows: 0, width, indent: digits * size / 100 + size / 2 };
        grid.rows = entries.len().div_ceil(columns).min(space / grid.line()).max(1);
        grid
    }

    fn between(&self) -> usize {
        self.size * 14 / 10
    }

    fn line(&self) -> usize {
        self.size * 16 / 10
    }
}

/// The largest size, from `most` down to `least`, at which a text fits on one line.
fn one_line(text: &str, width: usize, most: usize, least: usize) -> usize {
    (least..=most).rev().find(|size| measure::text(text) * size / 100 <= width).unwrap_or(least)
}

/// A text, cut where it would run over.
fn cut(text: &str, width: usize, size: usize) -> String {
    let fits = |text: &str| measure::text(text) * size / 100 <= width;
    if fits(text) {
        return text.to_owned();
    }
    let mut short = String::new();
    for c in text.chars() {
        short.push(c);
        if !fits(&format!("{short}…")) {
            short.pop();
            break;
        }
    }
    format!("{}…", short.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_of_any_number_stay_on_the_page() {
        for count in [1usize, 4, 18, 40, 300] {
            let title = "Iterators, Generators, and Coroutines";
            let entries: Vec<_> = (1..=count).map(|i| (i.to_string(), title)).collect();
            let grid = Grid::best(&entries, 700);
            assert!(grid.rows * grid.line() <= 700 && grid.columns * grid.width <= INNER, "{count}");
            assert!(count > 40 || grid.columns * grid.rows >= count, "{count}");
        }
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(cut("short", 1000, 30), "short");
        let long = cut(&"word ".repeat(50), 500, 30);
        assert!(long.ends_with("word…") || long.ends_with('…'), "{long}");
        assert!(measure::text(&long) * 30 / 100 <= 500);
    }
}
