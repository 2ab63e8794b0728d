//! Books: what readers open, whatever the guide holds.

use crate::guide_test::GuideTest;
use quick_xml::events::Event;
use snapbox::str;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::path::Path;

/// An unpacked book: name → bytes.
pub struct Book {
    pub names: Vec<String>,
    files: BTreeMap<String, Vec<u8>>,
}

impl Book {
    /// What `epub` makes of a guide; every page of it is checked.
    pub fn of(test: &GuideTest, arguments: &[&str]) -> Book {
        let run = test.run(&[&["epub", "-q", "-o", "-"], arguments].concat());
        run.code(0);
        let book = Book::open(&run.stdout);
        book.check();
        book
    }

    fn open(bytes: &[u8]) -> Book {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip archive");
        let mut names = Vec::new();
        let mut files = BTreeMap::new();
        for i in 0..archive.len() {
            let mut entry = archive.by_index(i).expect("an entry");
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("readable");
            let name = entry.name().expect("a name").into_owned();
            names.push(name.clone());
            files.insert(name, bytes);
        }
        Book { names, files }
    }

    #[track_caller]
    pub fn text(&self, name: &str) -> String {
        let bytes = self.files.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.names));
        String::from_utf8(bytes.clone()).expect("UTF-8")
    }

    /// The page of the only section.
    fn page(&self) -> String {
        self.text("EPUB/01-one.xhtml")
    }

    /// Every file is well-formed, every id is its only one, every link leads somewhere, every file is listed.
    fn check(&self) {
        let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let mut links = Vec::new();
        for name in &self.names {
            if !name.ends_with("ml") && !name.ends_with(".opf") && !name.ends_with(".ncx") && !name.ends_with(".svg") {
                continue;
            }
            let text = self.text(name);
            let mut reader = quick_xml::Reader::from_str(&text);
            loop {
                match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}\n{text}")) {
                    Event::Eof => break,
                    Event::Start(start) | Event::Empty(start) => {
                        for attribute in start.attributes() {
                            let attribute = attribute.unwrap_or_else(|error| panic!("{name}: {error}"));
                            let version = quick_xml::XmlVersion::Implicit1_0;
                            let value = attribute.normalized_value(version).expect("known entities").into_owned();
                            match attribute.key.as_ref() {
                                "id" => assert!(
                                    ids.entry(name).or_default().insert(value.clone()),
                                    "{name}: two elements have the id {value}"
                                ),
                                "href" | "src" => links.push((name.clone(), value)),
                                _ => {}
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        let package = self.text("EPUB/package.opf");
        for (page, link) in links {
            if link.contains(':') {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() { page.clone() } else { format!("EPUB/{file}") };
            assert!(self.files.contains_key(&target), "{page}: {link} leads to no file");
            let known = ids.get(target.as_str()).is_some_and(|ids| ids.contains(anchor));
            assert!(anchor.is_empty() || known, "{page}: {link} leads to no id");
        }
        for name in self.names.iter().filter_map(|name| name.strip_prefix("EPUB/")).filter(|n| *n != "package.opf") {
            assert!(package.contains(&format!("href=\"{name}\"")), "{name} is not in the manifest");
        }
    }
}

/// The words of a page: tags that stand inside words are left out, others are spaces.
fn words(xhtml: &str) -> Vec<String> {
    const INSIDE: [&str; 14] =
        ["span", "code", "em", "strong", "del", "sub", "sup", "kbd", "a", "wbr", "bdi", "b", "i", "img"];
    let mut text = String::new();
    let mut rest = xhtml;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if !INSIDE.contains(&name) {
            text.push(' ');
        }
        rest = after;
    }
    text.push_str(rest);
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The words of a section's Markdown that a reader should see. Code is taken as it stands, text loses its marks.
fn source_words(markdown: &str) -> Vec<String> {
    let mut text = String::new();
    let mut in_code = false;
    for line in markdown.lines() {
        let bare = line.trim_start_matches(['>', ' ']);
        let is_rule = !bare.is_empty() && bare.chars().all(|c| "|-: ".contains(c));
        if bare.starts_with("```") {
            in_code = !in_code;
            continue;
        }
        if in_code {
            text.push_str(line);
            text.push('\n');
            continue;
        }
        if bare.starts_with("[!") || is_rule {
            continue;
        }
        let mut line = line.replace("Compare by row:", "Compare:");
        while let Some(start) = line.find("<!--") {
            let end = line[start..].find("-->").map_or(line.len(), |end| start + end + 3);
            line.replace_range(start..end, " ");
        }
        for (i, part) in line.split('`').enumerate() {
            if i % 2 == 1 {
                text.push_str(part);
                continue;
            }
            let mut part = part.replace("**", "").replace("<br>", " ");
            while let Some(start) = part.find("](") {
                let end = part[start..].find(')').map_or(part.len(), |end| start + end + 1);
                part.replace_range(start..end, " ");
            }
            text.push_str(&part);
        }
        text.push('\n');
    }
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[test]
fn no_word_of_the_guide_is_lost() {
    let test = GuideTest::empty();
    let book = Book::of(&test, &["-g", ":bundled"]);
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("guide");
    let mut pages = 0;
    for page in book.names.iter().filter(|name| name.starts_with("EPUB/") && name.ends_with(".xhtml")) {
        let stem = page.trim_start_matches("EPUB/").trim_end_matches(".xhtml");
        let Some((number, _)) = stem.split_once('-').filter(|(number, _)| number.parse::<u32>().is_ok()) else {
            continue;
        };
        let file = std::fs::read_dir(&guide).expect("the guide").flatten().map(|entry| entry.path()).find(|path| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&format!("{number}-")))
        });
        let markdown = std::fs::read_to_string(file.expect("the section's file")).expect("text");
        let mut there: BTreeMap<String, usize> = BTreeMap::new();
        words(&book.text(page)).into_iter().for_each(|word| *there.entry(word).or_default() += 1);
        for word in source_words(&markdown) {
            match there.get_mut(&word) {
                Some(count) if *count > 0 => *count -= 1,
                _ => panic!("`{word}` is missing in {page}"),
            }
        }
        pages += 1;
    }
    assert!(pages >= 4);
}

#[test]
fn the_container_is_as_readers_want_it() {
    let test = GuideTest::with_gaps();
    let first = test.run(&["epub", "-q", "-o", "-"]);
    let second = test.run(&["epub", "-q", "-o", "-"]);
    assert_eq!(first.code(0).stdout, second.code(0).stdout, "the same bytes on every run");
    assert_eq!(&first.stdout[30..58], b"mimetypeapplication/epub+zip", "the first entry, stored, without extra field");
    let book = Book::open(&first.stdout);
    book.check();
    assert_eq!(book.names[..3], ["mimetype", "META-INF/container.xml", "EPUB/package.opf"]);
    let package = book.text("EPUB/package.opf");
    assert!(package.contains("<meta property=\"dcterms:modified\">2026-01-02T00:00:00Z</meta>"), "{package}");
}

#[test]
fn a_part_is_a_book_of_its_own() {
    let test = GuideTest::with_gaps();
    let (whole, part) = (Book::of(&test, &[]), Book::of(&test, &["-s", "1,7-9"]));
    let identifier = |book: &Book| {
        let package = book.text("EPUB/package.opf");
        let (_, rest) = package.split_once("id=\"book-id\">").expect("an identifier");
        rest.split('<').next().unwrap_or_default().to_owned()
    };
    assert!(identifier(&whole).starts_with("urn:uuid:"));
    assert_ne!(identifier(&whole), identifier(&part));
    let package = part.text("EPUB/package.opf");
    assert!(package.contains("<dc:title>Tiny Guide: sections 1, 7–9</dc:title>"), "{package}");
    // The next section of the guide is a link where it is in the book.
    assert!(part.text("EPUB/01-all-of-basics.xhtml").contains("<p class=\"next\">Next: 2. All of types</p>"));
    assert!(part.text("EPUB/07-all-of-exceptions.xhtml").contains("<a href=\"08-all-of-iterators.xhtml\">Next: 8. "));
    assert!(!part.text("EPUB/09-all-of-threads.xhtml").contains("Next:"));
}

#[test]
fn links_between_sections_lead_where_they_can() {
    let two = "## Here\n\nSee [there](02-b.md#there), [all of it](02-b.md), [itself](#here), and [the web](https://a.example/?x=1&y=<2>).\n";
    let test = GuideTest::new(&[(1, "a", "A", two), (2, "b", "B", "## There\n\nText.\n")]);
    let page = Book::of(&test, &[]).text("EPUB/01-a.xhtml");
    for link in ["\"02-b.xhtml#there\"", "\"02-b.xhtml\"", "\"#here\"", "\"https://a.example/?x=1&amp;y=%3C2%3E\""] {
        assert!(page.contains(&format!("<a href={link}>")), "{link}: {page}");
    }
    let alone = Book::of(&test, &["-s", "1"]).text("EPUB/01-a.xhtml");
    assert!(alone.contains("See there, all of it, <a href=\"#here\">itself</a>"), "{alone}");
}

#[test]
fn titles_with_anything_in_them() {
    let test = GuideTest::new(&[(1, "one", "One", "## `only_code()`\n\nText.\n\n## 3.11 & < > \\\" 😀\n\nMore.\n")]);
    let manifest = String::from_utf8(test.files(".")["guide.toml"].clone()).expect("text");
    let manifest = manifest
        .replace("\"Tiny Guide\"", "\"A & B < \\\"C\\\" 😀\"")
        .replace("title = \"One\"", "title = \"One & \\\"Two\\\" <3 😀\"");
    test.write("guide.toml", manifest);
    test.write("01-one.md", "# One & \"Two\" <3 😀\n\n## `only_code()`\n\nText.\n\n## 3.11 & < > \" 😀\n\nMore.\n");
    let book = Book::of(&test, &[]);
    let package = book.text("EPUB/package.opf");
    assert!(package.contains("<dc:title>A &amp; B &lt; &quot;C&quot; 😀</dc:title>"), "{package}");
    let nav = book.text("EPUB/nav.xhtml").replace("<wbr class=\"n\"/>", "");
    assert!(
        nav.contains("1. One &amp; &quot;Two&quot; &lt;3 😀</a>") && nav.contains("#only-code\">only_code()</a>"),
        "{nav}"
    );
    let page = book.text("EPUB/01-one-two-3.xhtml").replace("<wbr class=\"n\"/>", "");
    assert!(page.contains("<h2 id=\"only-code\"><code>only_code()</code></h2>"), "{page}");
}

#[test]
fn callouts_say_what_they_are() {
    let text = "> [!WARNING]\n> **Trap of it.** Body.\n>\n> ```python bad raises=TypeError\n> x = []\n> len(1)\n> ```\n>\n> ```python good\n> x = []\n> len(x)\n> ```\n> <!-- id: trap -->\n\n> [!TIP]\n> **Do it?** Yes.\n> <!-- id: do-it -->\n\n> [!NOTE]\n> **Python 3.12+.** New.\n> <!-- id: new -->\n\n> [!NOTE]\n> **Analogy.** A form.\n\n> [!NOTE]\n> Plain.\n";
    let page = Book::of(&GuideTest::one(text), &[]).page();
    for part in [
        "<section class=\"callout pitfall\" id=\"trap\" epub:type=\"notice\" role=\"doc-notice\" aria-labelledby=\"kind_1 lead_1\">",
        "<p class=\"kind\" id=\"kind_1\">Pitfall</p>\n<p><strong id=\"lead_1\">Trap of it.</strong> Body.</p>",
        "<figcaption><span aria-hidden=\"true\">✗</span> Wrong: raises <code>TypeError</code></figcaption>",
        "<span class=\"l hit\"><span class=\"bi\">len</span><span class=\"op\">(</span><span class=\"nu\">1</span>",
        "<aside class=\"callout practice\" id=\"do-it\" epub:type=\"tip\" role=\"doc-tip\" aria-labelledby=",
        "<strong id=\"lead_2\">Do it?</strong> Yes.",
        ">Version: <span id=\"lead_3\">Python 3.12+</span></p>\n<p>New.</p>",
        "<aside class=\"callout analogy\" role=\"note\">",
        "<p class=\"kind\" id=\"kind_5\">Note</p>\n<p>Plain.</p>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert_eq!(page.matches("class=\"l hit\"").count(), 2, "only the lines that differ are marked");
}

#[test]
fn tables_are_grids_or_stacks() {
    let page = Book::of(
        &GuideTest::one(
            "**Compare: a vs b** <!-- id: ab -->\n\n| Aspect | `a` | b |\n| --- | --: | :-: |\n| Size | 1 | 2 |\n",
        ),
        &[],
    )
    .page();
    let expected = "<div class=\"fit12\"><table id=\"ab\"><caption><span class=\"compare\">Compare:</span> a vs b</caption>\n\
        <thead><tr><th scope=\"col\">Aspect</th><th scope=\"col\" class=\"right\"><code>a</code></th>\
        <th scope=\"col\" class=\"center\">b</th></tr></thead>\n\
        <tbody><tr><th scope=\"row\">Size</th><td data-of=\"a\" class=\"right\">1</td><td data-of=\"b\" class=\"center\">2</td></tr>\n\
        </tbody></table></div>";
    assert!(page.contains(expected), "{page}");
    let row = |cell: &dyn Fn(usize) -> String| (0..40).map(|i| format!("| {} ", cell(i))).collect::<String>() + "|\n";
    let text = row(&|i| format!("head{i}")) + &row(&|_| "---".into()) + &row(&|i| format!("cell{i}"));
    let page = Book::of(&GuideTest::one(&text), &[]).page();
    assert!(page.contains("<div class=\"stack\">") && !page.contains("<table"), "{page}");
    let words = words(&page);
    assert!((0..40).all(|i| words.contains(&format!("head{i}")) && words.contains(&format!("cell{i}"))));
}

#[test]
fn lists_tasks_and_footnotes() {
    let text = "1. One[^a] and again[^a]\n   - [ ] open\n   - [x] done[^b]\n     1. deep\n\n[^a]: The *first* note.\n\n    With a second paragraph.\n[^b]: Another.\n";
    let page = Book::of(&GuideTest::one(text), &[]).page();
    for part in [
        "One<sup><a epub:type=\"noteref\" role=\"doc-noteref\" id=\"ref_1\" href=\"#note_1\">1</a></sup> and again<sup>",
        "id=\"ref_1_2\"",
        "<li class=\"task\">☐ open</li>",
        "<li class=\"task\">☑ done<sup>",
        "<aside epub:type=\"footnote\" role=\"doc-footnote\" id=\"note_1\"><p><a href=\"#ref_1\" role=\"doc-backlink\" title=\"Back to the text\">1.</a> The <em>first</em> note.</p>",
        "<p>With a second paragraph.</p>",
        "id=\"note_2\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn long_code_and_right_to_left_text() {
    let line = format!("x = {}\n", "1 + ".repeat(2500));
    let text = format!("שלום **עולם** `code`\n\n- مرحبا\n\n```text\n{line}```\n");
    let test = GuideTest::one(&text);
    let page = Book::of(&test, &[]).page();
    assert!(page.contains("<div dir=\"rtl\">\n<p>שלום <strong>עולם</strong> <code>code</code></p>"), "{page}");
    assert!(page.contains("<div dir=\"rtl\">\n<ul>") && page.contains(line.trim_end()), "{page}");
    let manifest = String::from_utf8(test.files(".")["guide.toml"].clone()).expect("text");
    test.write("guide.toml", manifest.replace("language = \"en\"", "language = \"he\""));
    let book = Book::of(&test, &[]);
    assert!(book.text("EPUB/package.opf").contains("page-progression-direction=\"rtl\""));
    let page = book.page();
    assert!(page.contains("lang=\"he\" xml:lang=\"he\" dir=\"rtl\""), "{page}");
    assert!(page.contains("<code><bdi dir=\"ltr\">code</bdi></code>"), "{page}");
}

/// A picture of one white point.
const PNG: &[u8] = b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00\x3a\x7e\x9b\x55\x00\x00\x00\x0a\x49\x44\x41\x54\x78\x9c\x63\xf8\x0f\x00\x01\x01\x01\x00\xb1\x38\xf6\x14\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";
const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\" onload=\"evil()\"><script>evil()</script><rect width=\"9\" height=\"9\"/></svg>";

#[test]
fn images_are_packed_and_described() {
    let test =
        GuideTest::one("![a white point](images/a b.png \"The point\")\n\nAnd ![a square](images/%C3%BC.svg) here.\n");
    test.write("images/a b.png", PNG);
    test.write("images/ü.svg", SVG);
    test.write("01-one.md", "# One\n\n## Topic\n\n![a white point](<images/a b.png> \"The point\")\n\nAnd ![a square](images/ü.svg) here.\n");
    let book = Book::of(&test, &[]);
    let page = book.page();
    assert!(page.contains("alt=\"a white point\"/><figcaption>The point</figcaption></figure>"), "{page}");
    assert!(page.contains("alt=\"a square\"/> here."), "{page}");
    let drawings: Vec<_> = book.names.iter().filter(|name| name.starts_with("EPUB/images/")).collect();
    assert_eq!(drawings.len(), 2);
    assert!(drawings.iter().all(|name| name.is_ascii() && !name.contains(' ')));
    let svg = drawings.iter().find(|name| name.ends_with(".svg")).expect("the drawing");
    assert!(!book.text(svg).contains("evil"));
    let package = book.text("EPUB/package.opf");
    for part in ["alternativeText", "dcterms:conformsTo", ">visual<", "media-type=\"image/png\""] {
        assert!(package.contains(part), "{part}: {package}");
    }
}

#[test]
fn a_missing_description_claims_nothing() {
    let test = GuideTest::one("![](a.png)\n");
    test.write("a.png", PNG);
    let run = test.run(&["epub", "-o", "-"]);
    assert!(run.stderr.contains("missing-alt"), "{}", run.stderr);
    let book = Book::open(&run.code(0).stdout);
    book.check();
    let package = book.text("EPUB/package.opf");
    assert!(!package.contains("conformsTo") && !package.contains("alternativeText"), "{package}");
    assert!(package.contains("accessModeSufficient\">textual,visual<"), "{package}");
}

#[test]
fn an_image_no_reader_shows_is_an_error() {
    let test = GuideTest::one("![a square](a.svg)\n");
    test.write("a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>");
    test.run(&["epub", "-q"]).code(1).says(str![[r#"
error[unknown-image]: the image `a.svg` is broken SVG
 --> 01-one.md:7:1
  |
7 | ![a square](a.svg)
  | ^^^^^^^^^^^^^^^^^^
  |
  = help: books show PNG, JPEG and SVG; save it anew as one of these

1 error

"#]]);
    assert!(test.names("out").is_empty());
}

fn with_mathematics(text: &str) -> GuideTest {
    let test = GuideTest::one(text);
    let manifest = String::from_utf8(test.files(".")["guide.toml"].clone()).expect("text");
    test.write("guide.toml", manifest.replace("date =", "math = true\ndate ="));
    test
}

#[test]
fn mathematics_is_mathml() {
    let book = Book::of(&with_mathematics("It takes $O(n \\log n)$ steps.\n\n$$\\frac{a}{b} < 1$$\n"), &[]);
    let page = book.page();
    assert!(page.contains("<math alttext=\"O(n \\log n)\" display=\"inline\""), "{page}");
    assert!(page.contains("<div class=\"formula\"><math alttext=\"\\frac{a}{b} &lt; 1\" display=\"block\""), "{page}");
    let package = book.text("EPUB/package.opf");
    assert!(
        package.contains("href=\"01-one.xhtml\" media-type=\"application/xhtml+xml\" properties=\"mathml\""),
        "{package}"
    );
    assert!(package.contains("accessibilityFeature\">MathML<"));
}

#[test]
fn a_formula_that_is_none_stays_as_it_is_written() {
    let test = with_mathematics("It takes $\\nosuch{n}$ steps.\n");
    let run = test.run(&["epub", "-o", "-"]);
    run.code(0).says(str![[r#"
guide .: Tiny Guide
warning[math-as-source]: mathematics stands in the book as its LaTeX source: unknown primitive command found
 --> 01-one.md:7:10
  |
7 | It takes $\nosuch{n}$ steps.
  |          ^^^^^^^^^^^^
  |
  = help: check the formula's spelling

1 warning

"#]]);
    let page = Book::open(&run.stdout).page();
    assert!(page.contains("<code class=\"math\">\\nosuch{n}</code>"), "{page}");
}
