"""Writes sheets that are right, and sheets that are each broken in one way, with PyMuPDF and pikepdf."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pymupdf

MM = 72 / 25.4
WIDTH, HEIGHT = 297 * MM, 210 * MM
# A booklet of eight pages: two sheets, front and back, left and right.
RIGHT = [(7, 0), (1, 6), (5, 2), (3, 4)]


def booklet(path: Path, sides: list[tuple[int, int]], turned: int = 0, mark: tuple[float, float] = (4.5, 6.5), scaling: str = "/None") -> Path:
    """Sides of two pages each; the text of those at odd places may be turned, and a fold mark stands at the lower edge."""
    document = pymupdf.open()
    for number, side in enumerate(sides):
        page = document.new_page(width=WIDTH, height=HEIGHT)
        for half, name in enumerate(side):
            place = pymupdf.Point(WIDTH / 4 + half * WIDTH / 2, HEIGHT / 2)
            page.insert_text(place, f"p{name}", fontsize=12, rotate=turned if number % 2 else 0)
        layer = document.add_ocg("marks") if number == 0 else layer
        shape = page.new_shape()
        shape.draw_line((WIDTH / 2, HEIGHT - mark[0] * MM), (WIDTH / 2, HEIGHT - mark[1] * MM))
        shape.finish(width=0.25, dashes="[2 1] 0", oc=layer)
        shape.commit()
    document.save(path)
    document.close()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(
            Duplex=pikepdf.Name.DuplexFlipShortEdge, PrintScaling=pikepdf.Name(scaling)
        )
        pdf.save(path)
    return path


def order_jobs(folder: Path, pages: int, file: Path) -> Path:
    job = {
        "files": [str(file)], "kind": "booklet", "pages": pages, "edge": "short", "manual": False, "signature": None,
        "right": False, "gutterfold": False,
    }
    path = folder / "jobs.json"
    path.write_text(json.dumps([job]))
    return path


# What is wrong, how the sheets are written, and what the judge says.
BROKEN_ORDER = [
    ("pages changed over", {"sides": [(0, 7), *RIGHT[1:]]}, "reads"),
    ("a page twice", {"sides": [(7, 0), (1, 6), (5, 2), (3, 3)]}, "reads"),
    ("backs on their heads", {"sides": RIGHT, "turned": 180}, "runs"),
    ("a mark too near to the edge", {"sides": RIGHT, "mark": (2.0, 5.0)}, "from the edge"),
    ("a mark too short", {"sides": RIGHT, "mark": (4.5, 5.5)}, "a mark of"),
    ("a viewer that may scale", {"sides": RIGHT, "scaling": "/AppDefault"}, "lets the viewer scale"),
]


def source(path: Path) -> Path:
    document = pymupdf.open()
    for number in range(2):
        page = document.new_page(width=300, height=400)
        page.insert_text((40, 60), f"page {number} of a source", fontname="tiro", fontsize=11)
        page.draw_rect(pymupdf.Rect(50, 100, 200, 200), fill=(0.2, 0.5, 0.7))
    document.save(path)
    return path


def page_jobs(folder: Path, change: str) -> Path:
    """Sheets that are the source's own pages, changed in one way."""
    original = source(folder / "source.pdf")
    document = pymupdf.open(original)
    page = document[1]
    if change == "moved":
        page.clean_contents()
        stream = document.xref_stream(page.get_contents()[0])
        document.update_stream(page.get_contents()[0], b"1 0 0 1 0.2 0 cm " + stream)
    elif change == "lost":
        page.add_redact_annot(pymupdf.Rect(40, 45, 65, 65), fill=False)
        page.apply_redactions()
    elif change == "font":
        page.insert_text((40, 300), " ", fontname="cour")
    elif change == "pixels":
        page.draw_rect(pymupdf.Rect(220, 100, 230, 110), fill=(0, 0, 0))
    elif change == "link":
        page.insert_link({"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(40, 50, 90, 70), "uri": "https://example.org"})
    elif change == "short":
        document.delete_page(1)
    elif change == "large":
        document.embfile_add("ballast", bytes(range(256)) * 40)
    sheets = folder / "sheets.bin"
    document.save(sheets, deflate=change != "large", garbage=3, use_objstms=1)
    path = folder / "jobs.json"
    path.write_text(json.dumps([{"source": str(original), "sheets": str(sheets), "turn": "upright"}]))
    return path


BROKEN_PAGES = [
    ("moved", "moved to"),
    ("lost", "glyphs became"),
    ("font", "glyphs became"),
    ("pixels", "values differ"),
    ("link", "has a link"),
    ("short", "pages became"),
    ("large", "by pikepdf"),
]
