"""Writes PDFs with what makes pages hard to put on sheets, each in a file of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pikepdf
import pymupdf


def text(page: pymupdf.Page, words: str) -> None:
    for i, font in enumerate(["helv", "tiro", "cour", "hebo"]):
        page.insert_text((40, 60 + 30 * i), f"{words} in {font}", fontname=font, fontsize=9 + i)
    page.draw_rect(pymupdf.Rect(30, 200, 150, 260), color=(0.2, 0.4, 0.8), fill=(0.9, 0.7, 0.1), fill_opacity=0.5)
    page.draw_circle((140, 230), 40, color=(0, 0, 0), fill=(0.8, 0.2, 0.2), fill_opacity=0.4)


def write(folder: Path) -> None:
    document = pymupdf.open()
    for degrees in (0, 90, 180, 270):
        page = document.new_page(width=300, height=400)
        text(page, f"turned by {degrees}")
        page.set_rotation(degrees)
    document.save(folder / "turned.pdf")

    document = pymupdf.open()
    for width, height in ((300, 400), (420, 300), (595, 842), (200, 700)):
        text(document.new_page(width=width, height=height), f"{width} by {height}")
    document.save(folder / "mixed.pdf")

    document = pymupdf.open()
    for _ in range(3):
        page = document.new_page(width=400, height=500)
        text(page, "cropped")
        page.set_cropbox(pymupdf.Rect(20, 30, 360, 420))
        page.insert_link({"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(40, 50, 90, 70), "uri": "https://example.org"})
    document[1].set_rotation(90)
    document.save(folder / "cropped.pdf")

    # A picture with transparency, shared by pages.
    document = pymupdf.open()
    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 32, 32), True)
    for x in range(32):
        for y in range(32):
            pixels.set_pixel(x, y, (8 * x, 8 * y, 120, 255 - 8 * x))
    shared = 0
    for _ in range(4):
        page = document.new_page(width=300, height=400)
        text(page, "a picture")
        shared = page.insert_image(pymupdf.Rect(50, 280, 250, 380), pixmap=None if shared else pixels, xref=shared)
    document.save(folder / "picture.pdf", deflate=True)

    # Boxes that do not begin at the origin, inherited, content in parts, lengths elsewhere, no compression, a unit of its own.
    pdf = pikepdf.new()
    font = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica))
    for i in range(3):
        parts = [b"q BT /F 14 Tf 120 700 Td (first", b" part) Tj ET Q"] if i else [b"BT /F 14 Tf 120 650 Td (one part) Tj ET"]
        parts = [parts[0] + b") Tj ET", b"BT /F 14 Tf 120 600 Td (x" + parts[1]] if i else parts
        streams = pikepdf.Array([pdf.make_stream(part) for part in parts])
        page = pikepdf.Dictionary(Type=pikepdf.Name.Page, Contents=streams)
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    tree = pdf.Root.Pages
    tree.MediaBox = pikepdf.Array([100, 500, 400, 800])
    tree.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    for page in pdf.pages:
        for key in ("/MediaBox", "/Resources"):
            if key in page.obj:
                del page.obj[key]
    pdf.save(folder / "inherited.pdf", compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
