"""Looks at sheets of cards: each back behind its front, marks where they belong, and the words of the deck's cards.

    python card_sheets.py SHEETS.pdf [--backs BACKS.pdf] --grid 2x4 [--paper letter] [--flip short] [--fold]
        [--offset DX,DY] [--expect-cards N] [--deck DECK.apkg] [--text]

See README.md for the method.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymupdf

from deck_cards import Asked, cards_of
from verdict import report

MM = 72 / 25.4
PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
GRIDS = {
    "2x4": (2, 4, {"a4": (98.0, 69.0), "letter": (98.0, 66.0)}),
    "3x3": (3, 3, {"a4": (63.0, 88.0), "letter": (63.0, 88.0)}),
    "2x5": (2, 5, {"a4": (85.0, 54.0), "letter": (85.0, 53.0)}),
    "3x5in": (2, 2, {"a4": (127.0, 76.2), "letter": (127.0, 76.2)}),
}
PAD = 4.5  # from the cut to a face's rule and its number
NEAR = 0.01  # how far a back may be off, in millimetres
EDGE = 4.5
SHORTEST = 2.0
SLACK = 0.02
NUMBER = re.compile(r"^(\d+\.\d+)(?:(\d+)/(\d+))?$")


@dataclass
class Face:
    """One face as it stands on a page."""

    number: str
    part: tuple[int, int]
    centre: tuple[float, float]
    text: str
    page: int
    cell: tuple[int, int]


@dataclass
class Layout:
    """Where cells are, in millimetres from the upper left corner."""

    paper: tuple[float, float]
    card: tuple[float, float]
    columns: int
    rows: int
    fold: bool
    upright: bool

    def origin(self) -> tuple[float, float]:
        return (
            (self.paper[0] - self.columns * self.card[0]) / 2,
            (self.paper[1] - self.rows * self.card[1]) / 2,
        )

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        left, top = self.origin()
        column, row = (x - left) // self.card[0], (y - top) // self.card[1]
        inside = 0 <= column < self.columns and 0 <= row < self.rows
        return (int(column), int(row)) if inside else None

    def local(self, cell: tuple[int, int], x: float, y: float, turned: bool) -> tuple[float, float]:
        left, top = self.origin()
        x, y = x - left - cell[0] * self.card[0], y - top - cell[1] * self.card[1]
        return (self.card[0] - x, self.card[1] - y) if turned else (x, y)

    def behind(self, point: tuple[float, float]) -> tuple[float, float]:
        """Where a place on a front is on its back."""
        if self.fold or self.upright:
            return self.paper[0] - point[0], point[1]
        return point[0], self.paper[1] - point[1]


def layout_of(options: argparse.Namespace) -> Layout:
    columns, rows, sizes = GRIDS[options.grid]
    paper = PAPERS[options.paper]
    if options.grid == "3x5in":
        paper = paper[::-1]
    portrait = paper[1] > paper[0]
    columns = columns // 2 * 2 if options.fold else columns
    return Layout(paper, sizes[options.paper], columns, rows, options.fold, portrait == (options.flip == "long"))


def characters(page: pymupdf.Page) -> list[tuple[str, float, float]]:
    """Every visible character with its origin, in the order of the page; a change of line or type is a space."""
    found = []
    for block in page.get_text("rawdict", flags=pymupdf.TEXT_PRESERVE_WHITESPACE)["blocks"]:
        for line in block.get("lines", []):
            for span in line["spans"]:
                found += [(c["c"], c["origin"][0] / MM, c["origin"][1] / MM) for c in span["chars"]]
    return found


def lines(page: pymupdf.Page) -> list[tuple[float, float, float, float]]:
    """Every straight line, in millimetres."""
    found = []
    for drawing in page.get_drawings():
        for item in drawing["items"]:
            if item[0] == "l":
                found.append((item[1].x / MM, item[1].y / MM, item[2].x / MM, item[2].y / MM))
    return found


def faces(page: pymupdf.Page, number: int, layout: Layout, shift: tuple[float, float], problems: list[str], back: bool):
    """The faces on a page; a back was moved by `shift`."""
    texts: dict[tuple[int, int], list[tuple[str, float, float]]] = {}
    half = layout.columns // 2
    for c, x, y in characters(page):
        moved = layout.fold and x > layout.paper[0] / 2 or back and not layout.fold
        x, y = (x - shift[0], y - shift[1]) if moved else (x, y)
        cell = layout.cell_at(x, y)
        if cell:
            texts.setdefault(cell, []).append((c, x, y))
    rules = [line for line in lines(page) if abs(line[1] - line[3]) < NEAR]
    for cell, found in sorted(texts.items(), key=lambda one: (one[0][1], one[0][0])):
        is_back = cell[0] >= half if layout.fold else back
        turned = is_back and not layout.upright and not layout.fold
        foot = []
        for c, x, y in found:
            local = layout.local(cell, x, y, turned)
            if local[0] > layout.card[0] - PAD - 16 and local[1] > layout.card[1] - PAD - 1.2:
                foot.append((local[0], c))
        label = "".join(c for _, c in sorted(foot)).replace(" ", "").strip()
        match = NUMBER.match(label)
        if not match:
            problems.append(f"page {number}, cell {cell}: no number at its foot, but “{label}”")
            continue
        centre = None
        for x0, y0, x1, y1 in rules:
            middle = ((x0 + x1) / 2, (y0 + y1) / 2)
            if is_back:
                middle = (middle[0] - shift[0], middle[1] - shift[1])
            if layout.cell_at(*middle) != cell or abs(abs(x1 - x0) - layout.card[0] + 2 * PAD) > 0.1:
                continue
            if layout.local(cell, *middle, turned)[1] < PAD + 4:
                centre = middle
        if centre is None:
            problems.append(f"page {number}, card {label}: no rule at its head")
            continue
        part = (int(match[2] or 1), int(match[3] or 1))
        text = "".join(c for c, _, _ in found if not c.isspace())
        yield is_back, Face(match[1], part, centre, text, number, cell)


def check_marks(pages: list[tuple[int, pymupdf.Page]], layout: Layout) -> list[str]:
    """Marks outside the cards, off the edge, long enough, on every line to cut, and the same on every sheet."""
    problems, first = [], None
    left, top = layout.origin()
    right, bottom = layout.paper[0] - left, layout.paper[1] - top
    for number, page in pages:
        marks = []
        for x0, y0, x1, y1 in lines(page):
            inside = [left + SLACK < x < right - SLACK and top + SLACK < y < bottom - SLACK for x, y in ((x0, y0), (x1, y1))]
            if not any(inside):
                marks.append(tuple(round(value, 2) for value in (x0, y0, x1, y1)))
        marks.sort()
        for x0, y0, x1, y1 in marks:
            off = min(x0, x1, y0, y1, *(layout.paper[0] - x for x in (x0, x1)), *(layout.paper[1] - y for y in (y0, y1)))
            length = abs(x1 - x0) + abs(y1 - y0)
            if off < EDGE - SLACK:
                problems.append(f"page {number}: a mark is {off:.2f} mm from the paper's edge")
            if length < SHORTEST - SLACK:
                problems.append(f"page {number}: a mark is {length:.2f} mm long")
        xs = [left + i * layout.card[0] for i in range(layout.columns + 1)]
        ys = [top + i * layout.card[1] for i in range(layout.rows + 1)]
        upright = [mark[0] for mark in marks if abs(mark[0] - mark[2]) < SLACK]
        level = [mark[1] for mark in marks if abs(mark[1] - mark[3]) < SLACK]
        for what, wanted, there in (("columns", xs, upright), ("rows", ys, level)):
            for place in wanted:
                if sum(abs(place - mark) < SLACK for mark in there) != 2:
                    problems.append(f"page {number}: no marks to cut the {what} at {place:.2f} mm")
            if len(there) != 2 * len(wanted):
                problems.append(f"page {number}: {len(there)} marks for the {what}, {2 * len(wanted)} expected")
        if first is not None and marks != first:
            problems.append(f"page {number}: its marks are not those of the first sheet")
        first = first or marks
    return problems


def check_words(deck: list[Asked], fronts: dict[str, str], backs: dict[str, str]) -> list[str]:
    """Every word of the deck's cards is on the same side of the same card, and a front has nothing else to say."""
    problems = []
    for asked, (number, front) in zip(deck, fronts.items()):
        for side, words, text in (("front", asked.front, front), ("back", asked.back, backs[number])):
            there, text = Counter(text.lower()), text.lower()
            wanted = Counter(c for word in words for c in word.lower())
            if missing := wanted - there:
                problems.append(f"card {number}, {side}: without {''.join(sorted(missing.elements()))[:60]!r} of “{asked.name}”")
            for word in words:
                if len(word) > 1 and word.lower() not in text:
                    problems.append(f"card {number}, {side}: the word “{word}” is not there whole")
        known = [*asked.front, *asked.furniture, number]
        spare = Counter(front.lower()) - Counter(c for word in known for c in word.lower())
        if spare:
            problems.append(f"card {number}, front: {''.join(spare.elements())[:60]!r} is no part of its question")
    return problems


def judge(options: argparse.Namespace) -> dict[str, Any]:
    """Everything that is wrong with the sheets."""
    layout, problems = layout_of(options), []
    shift = tuple(float(part) for part in options.offset.split(","))
    with pymupdf.open(options.sheets) as document:
        pages = [(page.number + 1, page) for page in document.pages()]
        if options.backs:
            # The last sheet lies on top when the stack is put back.
            front_pages, back_pages = pages, [(p.number + 1, p) for p in pymupdf.open(options.backs).pages()][::-1]
        elif options.fold:
            front_pages, back_pages = pages, []
        else:
            front_pages, back_pages = pages[::2], pages[1::2]
        for number, page in front_pages + back_pages:
            size = (round(page.rect.width / MM, 1), round(page.rect.height / MM, 1))
            if size != layout.paper:
                problems.append(f"page {number}: the paper is {size} mm")
        if not options.fold and len(front_pages) != len(back_pages):
            problems.append(f"{len(front_pages)} sheets have fronts, {len(back_pages)} have backs")
        problems += check_marks(front_pages, layout)
        fronts: dict[tuple[str, int], tuple[int, Face]] = {}
        backs: dict[tuple[str, int], tuple[int, Face]] = {}
        for is_back_page, group in ((False, front_pages), (True, back_pages)):
            for sheet, (number, page) in enumerate(group):
                for is_back, face in faces(page, number, layout, shift, problems, is_back_page):
                    side = backs if is_back else fronts
                    if (face.number, face.part[0]) in side:
                        problems.append(f"page {number}: card {face.number} is there twice")
                    side[face.number, face.part[0]] = (sheet, face)
    worst = 0.0
    for key, (sheet, front) in fronts.items():
        if key not in backs:
            problems.append(f"card {front.number} has no back")
            continue
        back_sheet, back = backs[key]
        expected = layout.behind(front.centre)
        off = max(abs(expected[0] - back.centre[0]), abs(expected[1] - back.centre[1]))
        worst = max(worst, off)
        if back_sheet != sheet or off > NEAR:
            problems.append(f"card {front.number}: its back is {off:.3f} mm off, on sheet {back_sheet + 1} of {sheet + 1}")
    for key in backs.keys() - fronts.keys():
        problems.append(f"card {key[0]} has no front")
    texts: list[dict[str, str]] = []
    for side in (fronts, backs):
        texts.append({})
        for (number, _), (_, face) in side.items():
            texts[-1][number] = texts[-1].get(number, "") + face.text
    if options.expect_cards is not None and len(texts[0]) != options.expect_cards:
        problems.append(f"{len(texts[0])} cards, {options.expect_cards} expected")
    if options.deck:
        deck = cards_of(options.deck)
        if len(deck) != len(texts[0]):
            problems.append(f"{len(texts[0])} cards on paper, {len(deck)} in the deck")
        elif not problems:
            problems += check_words(deck, *texts)
    return {
        "problems": problems,
        "cards": len(texts[0]),
        "leaves": len(fronts),
        "sheets": len(front_pages),
        "worst_offset_mm": round(worst, 4),
        "order": [number for number, _ in fronts],
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sheets", type=Path)
    parser.add_argument("--backs", type=Path)
    parser.add_argument("--grid", choices=GRIDS, default="2x4")
    parser.add_argument("--paper", choices=PAPERS, default="a4")
    parser.add_argument("--flip", choices=("long", "short"), default="long")
    parser.add_argument("--fold", action="store_true")
    parser.add_argument("--offset", default="0,0")
    parser.add_argument("--expect-cards", type=int)
    parser.add_argument("--deck", type=Path)
    parser.add_argument("--text", action="store_true")
    options = parser.parse_args()
    report(judge(options), options.text)


if __name__ == "__main__":
    main()
