"""Sheets of cards that the judge has nothing to say about, made by the program itself, and ways to break them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pymupdf

MM = 72 / 25.4

GUIDE = """# One

## Topic

Text.

> [!WARNING]
> **Shared list.** The default is built once.
>
> ```text bad
> question about defaults
> ```

**Compare: list vs tuple vs set**

| Aspect | list | tuple | set |
| --- | --- | --- | --- |
| Order | kept | also kept | nowhere |
"""
MANIFEST = """id = "tiny"
title = "Python Quick Revision"
date = 2026-01-02
language = "en"

[[section]]
number = 1
id = "one"
title = "One"
file = "1.md"
"""
CARDS = 4


def write(binary: Path, folder: Path) -> tuple[Path, Path]:
    """The sheets and the deck of a small guide."""
    (folder / "1.md").write_text(GUIDE, encoding="utf-8")
    (folder / "guide.toml").write_text(MANIFEST, encoding="utf-8")
    sheets, deck = folder / "cards.pdf", folder / "deck.apkg"
    for command, path in (("cards", sheets), ("anki", deck)):
        subprocess.run([binary, "-g", folder, "-q", command, "-o", path], check=True)
    return sheets, deck


Break = Callable[[pymupdf.Document], pymupdf.Document]


def _moved(document: pymupdf.Document) -> pymupdf.Document:
    moved = pymupdf.open()
    for page in document.pages():
        paper = moved.new_page(width=page.rect.width, height=page.rect.height)
        shift = 0.1 * MM if page.number % 2 else 0
        paper.show_pdf_page(page.rect + (shift, 0, shift, 0), document, page.number)
    return moved


def _turned_wrong(document: pymupdf.Document) -> pymupdf.Document:
    """Backs in the columns of their fronts."""
    wrong = pymupdf.open()
    for page in document.pages():
        paper = wrong.new_page(width=page.rect.width, height=page.rect.height)
        if page.number % 2 == 0:
            paper.show_pdf_page(page.rect, document, page.number)
            continue
        middle, (width, height) = page.rect.width / 2, (page.rect.width, page.rect.height)
        left, right = pymupdf.Rect(0, 0, middle, height), pymupdf.Rect(middle, 0, width, height)
        paper.show_pdf_page(left, document, page.number, clip=right)
        paper.show_pdf_page(right, document, page.number, clip=left)
    return wrong


def _line(*ends: float) -> Break:
    def broken(document: pymupdf.Document) -> pymupdf.Document:
        x0, y0, x1, y1 = (end * MM for end in ends)
        document[0].draw_line((x0, y0), (x1, y1), width=0.25)
        return document

    return broken


def _without(word: str, page: int) -> Break:
    def broken(document: pymupdf.Document) -> pymupdf.Document:
        for place in document[page].search_for(word):
            document[page].add_redact_annot(place)
        document[page].apply_redactions(graphics=0)
        return document

    return broken


def _told(document: pymupdf.Document) -> pymupdf.Document:
    document[0].insert_text((130 * MM, 70 * MM), "the default is built once", fontsize=6)
    return document


def _pages(*pages: int) -> Break:
    def broken(document: pymupdf.Document) -> pymupdf.Document:
        document.select(pages)
        return document

    return broken


# What is broken, how, and words of the problem that has to be named.
BROKEN: list[tuple[str, Break, str]] = [
    ("backs 0.1 mm off", _moved, "its back is 0.100 mm off"),
    ("backs not mirrored", _turned_wrong, "mm off"),
    ("no backs", _pages(0), "0 have backs"),
    ("a mark at the paper's edge", _line(2, 20, 6, 20), "mm from the paper's edge"),
    ("a short mark", _line(5, 20, 6, 20), "a mark is 1.00 mm long"),
    ("a mark where nothing is cut", _line(5, 20, 7, 20), "marks for the rows"),
    ("a word lost on a back", _without("built", 1), "back"),
    ("a card without its number", _without("1.2", 1), "no number at its foot"),
    ("an answer told on a front", _told, "is no part of its question"),
]
