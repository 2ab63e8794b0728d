"""Compares the words of a section with those on its sheet, and looks at the sheet's pages, fonts and tags.

    python pdf_words.py SECTION.md SHEET.pdf [--max-pages N] [--math] [--text]

See README.md for the method.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pymupdf

from guide_source import parse
from sheet_words import missing, pieces
from verdict import report

TOLERANCE = 0.5
INVISIBLE = 3


def shown_text(document: pymupdf.Document) -> str:
    """All text in the order in which the pages hold it; lines and changes of type end in white space."""
    parts = []
    for page in document.pages():
        for block in page.get_text("rawdict", flags=pymupdf.TEXT_PRESERVE_WHITESPACE)["blocks"]:
            for line in block.get("lines", []):
                for span in line["spans"]:
                    parts += [character["c"] for character in span["chars"]]
                    parts.append("\n")
    return "".join(parts)


def check_pages(document: pymupdf.Document, most: int | None) -> list[str]:
    """The number of pages, and on each: text, inside the page, with a glyph for every character."""
    problems = []
    if most is not None and document.page_count > most:
        problems.append(f"{document.page_count} pages, at most {most} allowed")
    for page in document.pages():
        name = f"page {page.number + 1}"
        area = page.rect + (-TOLERANCE, -TOLERANCE, TOLERANCE, TOLERANCE)
        outside: list[str] = []
        glyphless: list[str] = []
        unseen = seen = 0
        for span in page.get_texttrace():
            for code, glyph, _, box in span["chars"]:
                character = chr(code)
                if character.isspace():
                    continue
                seen += 1
                unseen += span["type"] == INVISIBLE or span["opacity"] == 0
                if not area.contains(pymupdf.Rect(box)):
                    outside.append(character)
                if glyph == 0 or character in "\ufffd\0":
                    glyphless.append(f"{character} ({span['font']})")
        if not seen:
            problems.append(f"{name}: no text")
        if outside:
            problems.append(f"{name}: {len(outside)} characters are outside the page: {''.join(outside)[:60]}")
        if glyphless:
            problems.append(f"{name}: {len(glyphless)} characters have no glyph: {', '.join(glyphless[:10])}")
        if unseen:
            problems.append(f"{name}: {unseen} characters are invisible")
        for _, kind, _, font, *_ in page.get_fonts(full=True):
            if kind == "n/a":
                problems.append(f"{name}: the font {font} is not embedded")
    return problems


def check_tags(document: pymupdf.Document) -> list[str]:
    """What screen readers need of a document as a whole."""
    problems = []
    catalog = document.pdf_catalog()
    for key, why in (
        ("StructTreeRoot", "it is not tagged"),
        ("Lang", "it does not say its language"),
        ("MarkInfo", "it does not say that it is tagged"),
    ):
        if document.xref_get_key(catalog, key)[0] == "null":
            problems.append(f"{why} (no /{key})")
    if document.xref_get_key(catalog, "MarkInfo/Marked")[1] != "true":
        problems.append("it does not say that it is tagged (/Marked is not true)")
    if document.xref_get_key(catalog, "StructTreeRoot/K")[0] == "null":
        problems.append("its tags are empty (no /K in /StructTreeRoot)")
    if not (document.metadata or {}).get("title"):
        problems.append("it has no title")
    return problems


def judge(source: Path, sheet: Path, most: int | None, math: bool) -> dict[str, Any]:
    """Everything that is wrong with a sheet."""
    parts = list(pieces(parse(source, math)))
    with pymupdf.open(sheet) as document:
        if document.is_repaired:
            raise ValueError("its structure is damaged")
        problems = [f"{sheet.name}: {problem}" for problem in check_pages(document, most) + check_tags(document)]
        problems += [f"{source.name}:{line}: {said}" for line, said in missing(parts, shown_text(document))]
        return {
            "problems": problems,
            "pages": document.page_count,
            "words": sum(len(part.words) for part in parts),
        }


def main() -> None:
    arguments = argparse.ArgumentParser(description="Compares a section with its sheet.")
    arguments.add_argument("section", type=Path, help="the section's Markdown")
    arguments.add_argument("sheet", type=Path, help="its PDF")
    arguments.add_argument("--max-pages", type=int)
    arguments.add_argument("--math", action="store_true", help="the guide has `math = true`")
    arguments.add_argument("--text", action="store_true", help="lines to read instead of JSON")
    options = arguments.parse_args()
    try:
        verdict = judge(options.section, options.sheet, options.max_pages, options.math)
    except (OSError, ValueError, RuntimeError) as error:
        raise SystemExit(f"{options.sheet} cannot be compared with {options.section}: {error}") from error
    report(verdict, options.text)


if __name__ == "__main__":
    main()
