"""A small book that the judge has nothing to say about, and ways to break it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""

PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:0f3bb1a6-6d2e-5d59-9d6c-0b5bd0c2c111</dc:identifier>
<dc:title>Guide</dc:title><dc:language>en</dc:language><dc:creator>Nobody</dc:creator><dc:date>2024-01-01</dc:date>
<meta property="dcterms:modified">2024-01-01T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta><meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Text alone.</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="two.xhtml" media-type="application/xhtml+xml"/>
</manifest>
<spine><itemref idref="one"/><itemref idref="two"/></spine>
</package>"""

PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>{title}</title><link rel="stylesheet" href="style.css"/></head>
<body>{body}</body>
</html>"""

NAVIGATION = """<nav epub:type="toc" role="doc-toc"><h1>Contents</h1><ol>
<li><a href="one.xhtml">One</a><ol><li><a href="one.xhtml#first">First</a></li></ol></li>
<li><a href="two.xhtml">Two</a></li>
</ol></nav>"""


def files() -> dict[str, str]:
    """The files of the good book, in the order in which they are packed."""
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "EPUB/package.opf": PACKAGE,
        "EPUB/nav.xhtml": PAGE.format(title="Contents", body=NAVIGATION),
        "EPUB/style.css": "body { margin: 0 }",
        "EPUB/one.xhtml": PAGE.format(title="One", body='<h1>One</h1><h2 id="first">First</h2><p>Text.</p>'),
        "EPUB/two.xhtml": PAGE.format(title="Two", body='<h1>Two</h1><p>See <a href="one.xhtml#first">First</a>.</p>'),
    }


def write(
    path: Path,
    content: dict[str, str],
    when: tuple[int, int, int, int, int, int] = (1980, 1, 1, 0, 0, 0),
    first: int = zipfile.ZIP_STORED,
    extra: bytes = b"",
) -> None:
    """Packs a book."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in content.items():
            entry = zipfile.ZipInfo(name, when)
            entry.compress_type = first if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry.extra = extra if name != "mimetype" else b""
            archive.writestr(entry, text)


Break = Callable[[Path], None]


def _replaced(name: str, old: str, new: str) -> Break:
    def broken(path: Path) -> None:
        content = files()
        assert old in content[name], f"{name} has no {old}"
        content[name] = content[name].replace(old, new, 1)
        write(path, content)

    return broken


def _late_mimetype(path: Path) -> None:
    content = files()
    content["mimetype"] = content.pop("mimetype")
    write(path, content)


def _unlisted(path: Path) -> None:
    write(path, files() | {"EPUB/more.css": "p {}"})


def _streamed(path: Path) -> None:
    with path.open("wb") as file:

        class Pipe:
            """A file that cannot go back, so that sizes follow the data."""

            write = staticmethod(file.write)
            flush = staticmethod(file.flush)

        with zipfile.ZipFile(Pipe(), "w") as archive:  # type: ignore[call-overload]
            for name, text in files().items():
                archive.writestr(zipfile.ZipInfo(name), text)


# What is broken, how, and words of the problem that has to be named.
BROKEN: list[tuple[str, Break, str]] = [
    ("a missing id", _replaced("EPUB/one.xhtml", ' id="first"', ""), "an id that EPUB/one.xhtml does not have"),
    ("a link to no file", _replaced("EPUB/two.xhtml", "one.xhtml#", "none.xhtml#"), "which is not in the book"),
    ("a wrong mimetype", _replaced("mimetype", "epub+zip", "zip"), "mimetype says"),
    ("a mimetype that is not first", _late_mimetype, "the first file is"),
    ("a compressed mimetype", lambda path: write(path, files(), first=zipfile.ZIP_DEFLATED), "mimetype is compressed"),
    ("extra fields", lambda path: write(path, files(), extra=b"\x99\x99\x02\x00ab"), "an extra field"),
    ("sizes behind the data", _streamed, "a data descriptor"),
    ("the time of the run", lambda path: write(path, files(), when=(2025, 1, 1, 0, 0, 0)), "instead of the fixed one"),
    ("a page that is not well-formed", _replaced("EPUB/one.xhtml", "</p>", ""), "not well-formed"),
    ("a page without a language", _replaced("EPUB/one.xhtml", 'lang="en" xml:lang="en"', ""), "no lang"),
    ("a script", _replaced("EPUB/one.xhtml", "<p>", "<script>1</script><p>"), "a <script>"),
    (
        "a remote picture",
        _replaced("EPUB/one.xhtml", "<p>", '<p><img alt="" src="https://example.org/a.png"/>'),
        "it loads",
    ),
    ("a remote style", _replaced("EPUB/style.css", "body", "@import 'https://example.org/a.css'; body"), "it loads"),
    ("a style of its own", _replaced("EPUB/one.xhtml", "<p>", '<p style="color: red">'), "a style of its own"),
    ("an id twice", _replaced("EPUB/one.xhtml", "<p>", '<p id="first">'), "have the id first"),
    ("a file nobody lists", _unlisted, "is not in the manifest"),
    (
        "contents in another order",
        _replaced("EPUB/package.opf", 'idref="one"/><itemref idref="two"', 'idref="two"/><itemref idref="one"'),
        "another order",
    ),
    (
        "a page the contents lack",
        _replaced("EPUB/nav.xhtml", '<li><a href="two.xhtml">Two</a></li>', ""),
        "is in the spine and neither",
    ),
    (
        "the beginning of a page that is not listed",
        _replaced("EPUB/one.xhtml", "<p>", '<p><span epub:type="pagebreak" role="doc-pagebreak" id="p" aria-label="1"/>'),
        "the page list has 0 entries",
    ),
    (
        "the beginning of a page without a name",
        _replaced("EPUB/one.xhtml", "<p>", '<p><span epub:type="pagebreak" role="doc-pagebreak" id="p"/>'),
        "no role or no name",
    ),
    (
        "a claim of pages that are not there",
        _replaced("EPUB/package.opf", ">tableOfContents<", ">pageNavigation<"),
        "claim of pageNavigation",
    ),
    ("what only EPUBCheck sees", _replaced("EPUB/one.xhtml", "<p>", "<li>x</li><p>"), "EPUBCheck ERROR RSC-005"),
]
