"""Looks whether pages on sheets are as they were: glyphs, pixels, fonts, size of the file.

Each sheet holds one page at 100 %, upright or on its head.
"""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

import pikepdf
import pymupdf

import verdict

NEAR = 0.05  # points
STEP = 8  # of 255


def glyphs(page: pymupdf.Page, half: bool) -> list[tuple]:
    """Font, size, character and place of every glyph, the page as it is seen."""
    width, height = page.rect.width, page.rect.height
    found = []
    matrix = page.rotation_matrix
    for span in page.get_texttrace():
        for character, glyph, origin, _ in span["chars"]:
            place = pymupdf.Point(origin) * matrix
            if half:
                place = pymupdf.Point(width - place.x, height - place.y)
            font = span["font"].split("+")[-1]
            found.append((font, round(span["size"], 3), character, glyph, place.x, place.y))
    return found


def same_glyphs(source: list[tuple], sheet: list[tuple]) -> str | None:
    if len(source) != len(sheet):
        return f"{len(source)} glyphs became {len(sheet)}"
    for one, other in zip(source, sheet):
        if one[:4] != other[:4]:
            return f"{one} became {other}"
        if abs(one[4] - other[4]) > NEAR or abs(one[5] - other[5]) > NEAR:
            return f"{one} moved to {other[4:]}"
    return None


def pixels(source: pymupdf.Page, sheet: pymupdf.Page, half: bool) -> int:
    """How many values differ by more than a step, at 144 dpi."""
    matrix = pymupdf.Matrix(2, 2)
    one = source.get_pixmap(matrix=matrix, annots=False)
    other = sheet.get_pixmap(matrix=matrix, annots=False)
    if (one.width, one.height) != (other.width, other.height):
        return -1
    a, b = one.samples, other.samples
    if half:
        return 0
    return sum(abs(x - y) > STEP for x, y in zip(a, b)) if a != b else 0


def fonts(document: pymupdf.Document) -> list[tuple]:
    found = {}
    for page in document:
        for xref, extension, kind, name, *_ in page.get_fonts(full=True):
            found[xref] = (name.split("+")[-1], kind, extension)
    return sorted(found.values())


def by_pikepdf(name: str) -> int:
    """How large the same sheets are when pikepdf makes them."""
    with pikepdf.open(name) as source, pikepdf.new() as target:
        for page in source.pages:
            form = target.copy_foreign(page.as_form_xobject())
            x0, y0, x1, y1 = (float(side) for side in page.mediabox)
            target.add_blank_page(page_size=(max(abs(x1 - x0), 3), max(abs(y1 - y0), 3)))
            new = target.pages[-1]
            new.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=form))
            new.Contents = target.make_stream(b"q 1 0 0 1 0 0 cm /P Do Q")
        target.remove_unreferenced_resources()
        buffer = io.BytesIO()
        target.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
        return buffer.tell()


def judge(jobs: list[dict]) -> dict:
    problems: list[str] = []
    count, largest = 0, 0.0
    for job in jobs:
        where = f"{Path(job['source']).name}, {job['turn']}"
        half = job["turn"] == "half"
        source = pymupdf.open(job["source"])
        sheets = pymupdf.open(stream=Path(job["sheets"]).read_bytes(), filetype="pdf")
        if len(source) != len(sheets):
            problems.append(f"{where}: {len(source)} pages became {len(sheets)}")
            continue
        for page, sheet in zip(source, sheets):
            at = f"{where}, page {page.number + 1}"
            records = glyphs(page, half)
            count += len(records)
            if said := same_glyphs(records, glyphs(sheet, False)):
                problems.append(f"{at}: {said}")
            if differ := pixels(page, sheet, half):
                problems.append(f"{at}: {differ} values differ")
            if sheet.get_links():
                problems.append(f"{at}: has a link")
        if fonts(source) != fonts(sheets):
            problems.append(f"{where}: fonts {fonts(source)} became {fonts(sheets)}")
        ours, theirs = Path(job["sheets"]).stat().st_size, by_pikepdf(job["source"])
        largest = max(largest, ours / theirs)
        if ours > 1.1 * theirs:
            problems.append(f"{where}: {ours} bytes, and {theirs} by pikepdf")
        with pikepdf.open(job["sheets"]) as pdf:
            if said := pdf.check_pdf_syntax():
                problems.append(f"{where}: {said}")
            if "/MarkInfo" in pdf.Root or "/StructTreeRoot" in pdf.Root:
                problems.append(f"{where}: says that it is tagged")
            for thing in pdf.objects:
                if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)) and "/StructParents" in thing:
                    problems.append(f"{where}: points into tags that are not there")
    return {"problems": problems[:50], "glyphs": count, "size": round(largest, 3)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("jobs", type=Path)
    parser.add_argument("--text", action="store_true")
    options = parser.parse_args()
    verdict.report(judge(json.loads(options.jobs.read_text())), options.text)


if __name__ == "__main__":
    main()
