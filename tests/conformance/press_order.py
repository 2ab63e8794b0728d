"""Folds, cuts and reads sheets whose pages say which one they are, and looks whether they come in order.

The list it is given names files, and how the sheets of each are worked: nothing else is known of how they were made.
A sheet is a piece of paper: what is behind a place on its front is found by flipping the back about the edge that the
printer is told to flip about.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pymupdf

import verdict

MM = 72 / 25.4
NEAR = 0.03  # 0.01 mm, in points
DUPLEX = {"long": "/DuplexFlipLongEdge", "short": "/DuplexFlipShortEdge"}


@dataclass(frozen=True)
class Label:
    """The number of a page, the middle of the page and the way its text runs, as seen from the front of the sheet."""

    number: int
    x: float
    y: float
    way: tuple[int, int]


@dataclass
class Sheet:
    width: float
    height: float
    front: list[Label]
    back: list[Label]
    level_fold: bool


def level_fold(page: pymupdf.Page) -> bool:
    """Whether a dashed line, where to fold, lies level."""
    for drawing in page.get_drawings():
        if drawing.get("dashes") not in (None, "", "[] 0"):
            return any(item[0] == "l" and abs(item[1].y - item[2].y) < NEAR for item in drawing["items"])
    return False


def labels(page: pymupdf.Page) -> list[Label]:
    found = []
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", []):
            for span in line["spans"]:
                if match := re.fullmatch(r"p(\d+)", span["text"].strip()):
                    x, y = span["origin"]
                    way = tuple(round(part) for part in line["dir"])
                    found.append(Label(int(match[1]), x, y, way))
    return found


def through(label: Label, page: pymupdf.Rect, about_upright: bool) -> Label:
    """A label on a back, as it would be seen through the paper from the front."""
    (x, y), (dx, dy) = (label.x, label.y), label.way
    if about_upright:
        return Label(label.number, page.width - x, y, (-dx, dy))
    return Label(label.number, x, page.height - y, (dx, -dy))


def sheets(job: dict, problems: list[str]) -> list[Sheet]:
    documents = [pymupdf.open(name) for name in job["files"]]
    sides = [list(document) for document in documents]
    if job["gutterfold"]:
        pairs = [(front, None) for front in sides[0]]
    elif job["manual"]:
        fronts, backs = sides
        if len(fronts) != len(backs):
            problems.append(f"{job['files'][0]}: {len(fronts)} fronts and {len(backs)} backs")
        # The stack lies with its last sheet on top, and the printer takes it from there.
        pairs = list(zip(fronts, reversed(backs)))
    else:
        if len(sides[0]) % 2:
            problems.append(f"{job['files'][0]}: an odd number of sides")
        pairs = list(zip(sides[0][::2], sides[0][1::2]))
    made = []
    for front, back in pairs:
        paper = front.rect
        about_upright = (paper.height >= paper.width) == (job["edge"] == "long")
        behind = [] if back is None else [through(label, paper, about_upright) for label in labels(back)]
        made.append(Sheet(paper.width, paper.height, labels(front), behind, level_fold(front)))
    return made


def blank_or(found: list[Label], where: str, problems: list[str]) -> int | None:
    if len(found) > 1:
        problems.append(f"{where}: {len(found)} pages in one place")
    return found[0].number if found else None


def expect_ways(found: list[Label], way: tuple[int, int], where: str, problems: list[str]) -> None:
    for label in found:
        if label.way != way:
            problems.append(f"{where}: page {label.number} runs {label.way}, not {way}")


def booklet(job: dict, pile: list[Sheet], where: str, problems: list[str]) -> list[int | None]:
    """The pages of a folded booklet, read from its first leaf on."""
    size = job["signature"] or len(pile)
    order: list[int | None] = []
    for start in range(0, len(pile), size):
        signature = pile[start : start + size]
        upright = not signature[0].level_fold
        for sheet in signature:
            expect_ways(sheet.front, (1, 0), where, problems)
            # Leaves turn about the fold: what is seen through them is mirrored along it.
            expect_ways(sheet.back, (-1, 0) if upright else (1, 0), where, problems)

        def leaf(sheet: Sheet, second: bool) -> tuple[list[Label], list[Label]]:
            def inside(label: Label) -> bool:
                return (label.x > sheet.width / 2 if upright else label.y > sheet.height / 2) == second

            return [l for l in sheet.front if inside(l)], [l for l in sheet.back if inside(l)]

        first_leaf_second_half = not job["right"]
        leaves = [leaf(sheet, first_leaf_second_half) for sheet in signature]
        leaves += [leaf(sheet, not first_leaf_second_half)[::-1] for sheet in reversed(signature)]
        for front, back in leaves:
            order += [blank_or(front, where, problems), blank_or(back, where, problems)]
    return order


def places(pile: list[Sheet]) -> list[tuple[float, float]]:
    """The places of cells on a sheet, line by line, taken from the fullest side."""
    found = {}
    for sheet in pile:
        for label in sheet.front + sheet.back:
            found.setdefault((round(label.y / 20), round(label.x / 20)), (label.x, label.y))
    ordered: list[tuple[float, float]] = []
    for x, y in sorted(found.values(), key=lambda place: (place[1], place[0])):
        if all(abs(x - a) + abs(y - b) > 20 for a, b in ordered):
            ordered.append((x, y))
    rows: list[list[tuple[float, float]]] = []
    for place in ordered:
        if rows and abs(rows[-1][0][1] - place[1]) < 20:
            rows[-1].append(place)
        else:
            rows.append([place])
    return [place for row in rows for place in sorted(row)]


def near(found: list[Label], place: tuple[float, float]) -> list[Label]:
    return [label for label in found if abs(label.x - place[0]) + abs(label.y - place[1]) < 20]


def reading(job: dict, pile: list[Sheet], where: str, problems: list[str]) -> list[int | None]:
    """Line by line on each side, the back as it is seen once the sheet is turned like a page."""
    order: list[int | None] = []
    for sheet in pile:
        expect_ways(sheet.front, (1, 0), where, problems)
        expect_ways(sheet.back, (-1, 0), where, problems)
        order += [label.number for label in sorted(sheet.front, key=lambda l: (round(l.y / 20), l.x))]
        order += [label.number for label in sorted(sheet.back, key=lambda l: (round(l.y / 20), -l.x))]
    return order


def cutting(job: dict, pile: list[Sheet], where: str, problems: list[str]) -> list[int | None]:
    """Piles of leaves, each leaf read front and back."""
    order: list[int | None] = []
    for sheet in pile:
        expect_ways(sheet.front, (1, 0), where, problems)
        expect_ways(sheet.back, (-1, 0), where, problems)
    for place in places(pile):
        for sheet in pile:
            front, back = near(sheet.front, place), near(sheet.back, place)
            for a in front:
                for b in back:
                    # The text of a back begins in its middle and runs the other way.
                    if abs(a.x - b.x) > NEAR or abs(a.y - b.y) > NEAR:
                        problems.append(f"{where}: page {b.number} is not behind page {a.number}")
            order += [blank_or(front, where, problems), blank_or(back, where, problems)]
    return order


def gutterfold(job: dict, pile: list[Sheet], where: str, problems: list[str]) -> list[int | None]:
    """One half folded behind the other."""
    order: list[int | None] = []
    for sheet in pile:
        level = sheet.level_fold
        folded = []
        for label in sheet.front:
            if level and label.y > sheet.height / 2:
                folded.append(Label(label.number, label.x, sheet.height - label.y, (label.way[0], -label.way[1])))
            elif not level and label.x > sheet.width / 2:
                folded.append(Label(label.number, sheet.width - label.x, label.y, (-label.way[0], label.way[1])))
        kept = [l for l in sheet.front if (l.y < sheet.height / 2 if level else l.x < sheet.width / 2)]
        expect_ways(kept, (1, 0), where, problems)
        expect_ways(folded, (-1, 0), where, problems)
        for label in sorted(kept, key=lambda l: (round(l.y / 20), l.x)):
            order += [label.number, blank_or(near(folded, (label.x, label.y)), where, problems)]
    return order


def marks(name: str, problems: list[str]) -> int:
    """Looks at every line on the layer of the marks, and counts them."""
    count = 0
    for page in pymupdf.open(name):
        paper = page.rect
        trim = page.trimbox
        if abs(trim.x0) < 1 and abs(trim.width - paper.width) < 1:
            trim = None
        for drawing in page.get_drawings():
            for item in drawing["items"]:
                if item[0] != "l":
                    continue
                count += 1
                a, b = item[1], item[2]
                if not drawing.get("layer"):
                    problems.append(f"{name}: a line on no layer")
                if abs(a - b) < 2 * MM - NEAR:
                    problems.append(f"{name}: a mark of {abs(a - b) / MM:.2f} mm")
                for end in (a, b):
                    edge = min(end.x, end.y, paper.width - end.x, paper.height - end.y)
                    if edge < 4.5 * MM - NEAR:
                        problems.append(f"{name}: a mark {edge / MM:.2f} mm from the edge")
                middle = (a + b) / 2
                if trim and trim.x0 + NEAR < middle.x < trim.x1 - NEAR and trim.y0 + NEAR < middle.y < trim.y1 - NEAR:
                    problems.append(f"{name}: a mark inside the trim")
                halves = (abs(middle.x - paper.width / 2), abs(middle.y - paper.height / 2))
                if not trim and min(halves) > NEAR:
                    problems.append(f"{name}: a mark on a page")
    return count


def judge(jobs: list[dict]) -> dict:
    problems: list[str] = []
    ways = {"booklet": booklet, "reading": reading, "cutting": cutting, "gutterfold": gutterfold}
    count = 0
    for number, job in enumerate(jobs):
        where = f"{Path(job['files'][0]).name} ({job['kind']}, {job['pages']} pages, {job['edge']} edge)"
        order = ways[job["kind"]](job, sheets(job, problems), where, problems)
        while order and order[-1] is None:
            order.pop()
        if order != list(range(job["pages"])):
            problems.append(f"{where}: reads {order}")
        for name in job["files"]:
            with pikepdf.open(name) as pdf:
                if said := pdf.check_pdf_syntax():
                    problems.append(f"{where}: {said}")
                preferences = pdf.Root.ViewerPreferences
                duplex = "/Simplex" if job["gutterfold"] else DUPLEX[job["edge"]]
                if str(preferences.Duplex) != duplex and not job["manual"]:
                    problems.append(f"{where}: asks the printer for {preferences.Duplex}")
                if str(preferences.PrintScaling) != "/None":
                    problems.append(f"{where}: lets the viewer scale")
            if number % 7 == 0:
                count += marks(name, problems)
    return {"problems": problems[:50], "jobs": len(jobs), "marks": count}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("jobs", type=Path)
    parser.add_argument("--text", action="store_true")
    options = parser.parse_args()
    verdict.report(judge(json.loads(options.jobs.read_text())), options.text)


if __name__ == "__main__":
    main()
