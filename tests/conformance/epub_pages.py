"""Judges a book's page list: each page that the book says begins has to begin there on the sheet.

    python epub_pages.py BOOK.epub SHEETS [--text]

SHEETS is the folder of the PDF sheets of the same guide. See README.md for what is checked.
"""

from __future__ import annotations

import argparse
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pymupdf

from verdict import report

OPS = "{http://www.idpf.org/2007/ops}"
LABEL = re.compile(r"(\d+)-(\d+)")
# How many letters and digits behind a beginning are looked for, and how many may stand before them on the page: its head.
LENGTH = 24
HEAD = 160


def letters(text: str) -> str:
    """A text without spaces, signs and hyphenation."""
    return "".join(c for c in text.casefold() if c.isalnum())


def beginnings(book: Path) -> dict[str, str]:
    """What follows the beginning of each page in the book, by the page's name."""
    found: dict[str, str] = {}
    with zipfile.ZipFile(book) as archive:
        for name in sorted(name for name in archive.namelist() if name.endswith(".xhtml")):
            pieces: list[str] = []
            marks: list[tuple[str, int]] = []
            walk(ElementTree.fromstring(archive.read(name)), pieces, marks)
            for label, place in marks:
                found[label] = letters("".join(pieces[place:]))[:LENGTH]
    return found


def walk(element: ElementTree.Element, pieces: list[str], marks: list[tuple[str, int]]) -> None:
    if element.get(f"{OPS}type") == "pagebreak":
        marks.append((element.get("aria-label", ""), len(pieces)))
    # What the book says in its own voice is not on the sheet, and the title stands apart there.
    if element.get("class") not in {"number", "kind"} and not element.tag.endswith("}h1"):
        pieces.append(element.text or "")
    for child in element:
        walk(child, pieces, marks)
        pieces.append(child.tail or "")


def judge(book: Path, sheets: Path) -> dict[str, Any]:
    """Compares the beginnings with the pages of the sheets."""
    problems = []
    marked = beginnings(book)
    known: dict[str, str] = {}
    for sheet in sorted(sheets.glob("*.pdf")):
        number = int(sheet.name.split("-")[0])
        with pymupdf.open(sheet) as document:
            known |= {f"{number}-{i + 1}": letters(page.get_text()) for i, page in enumerate(document)}
    for label in sorted({*marked, *known}):
        if label not in known:
            problems.append(f"{label} begins in the book, and no sheet has such a page")
        elif label not in marked:
            problems.append(f"{label} is a page of a sheet, and begins nowhere in the book")
        else:
            # Page numbers, the guide's and the section's name come first, in whichever order.
            place = known[label].find(marked[label])
            if place < 0:
                problems.append(f"{label} begins with “{marked[label]}” in the book, which is not on that page")
            elif place > HEAD:
                problems.append(f"{label}: “{marked[label]}” comes after {place} letters, so the page began before")
    return {"problems": problems, "pages": len(marked), "sheets": len(known)}


def main() -> None:
    arguments = argparse.ArgumentParser(description="Judges the page list of an EPUB.")
    arguments.add_argument("book", type=Path)
    arguments.add_argument("sheets", type=Path)
    arguments.add_argument("--text", action="store_true", help="lines to read instead of JSON")
    options = arguments.parse_args()
    try:
        verdict = judge(options.book, options.sheets)
    except (OSError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise SystemExit(f"{options.book} cannot be read as a book: {error}") from error
    report(verdict, options.text)


if __name__ == "__main__":
    main()
