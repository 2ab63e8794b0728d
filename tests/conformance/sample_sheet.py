"""A section and a sheet of it that the judge has nothing to say about, and ways to break the sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pymupdf

FONT = Path(__file__).parents[2] / "fonts" / "FiraSansCondensed-400Regular.ttf"

SECTION = """# Objects

## Lookup <!-- covers: Attribute lookup -->

The search for an attribute is well-defined, and the first match wins.

> [!WARNING]
> **Careful: Shared list.** The class body built it *once*.
>
> ```python bad
> class Pupil: marks = []  # shared by all instances
> ```
> <!-- id: shared-list -->
> <!-- ask: What is in there? -->

- [x] read "this"

**Compare: list vs tuple** <!-- id: list-tuple -->

| Aspect | `list` |
| --- | --- |
| may change | yes |
"""

SHEET = [
    "1 Objects",
    "Lookup",
    "The search for an attri-",
    "bute is well-defined, and the first match wins.",
    "CAREFUL Shared list. The class body built it once.",
    "class Pupil: marks = []  # shared by all",
    "    instances",
    "read \u201cthis\u201d",
    "list vs tuple",
    "Aspect list",
    "may change yes",
]


@dataclass
class Recipe:
    """What a sheet is made of; a broken sheet is this with something changed."""

    lines: list[str] = field(default_factory=lambda: list(SHEET))
    left: float = 40
    embedded: bool = True
    render_mode: int = 0
    empty_pages: int = 0
    title: str = "Objects"
    without: set[str] = field(default_factory=set)

    def write(self, path: Path) -> None:
        """Writes the sheet as a PDF."""
        document = pymupdf.open()
        page = document.new_page(width=300, height=300)
        name, file = ("F0", str(FONT)) if self.embedded else ("helv", None)
        for row, line in enumerate(self.lines):
            page.insert_text(
                (self.left, 40 + 14 * row), line, fontsize=9, fontname=name, fontfile=file, render_mode=self.render_mode
            )
        for _ in range(self.empty_pages):
            document.new_page(width=300, height=300)
        document.set_metadata({"title": self.title} if self.title else {})
        catalog = document.pdf_catalog()
        root = document.get_new_xref()
        document.update_object(root, "<</Type/StructTreeRoot/K[]>>")
        tags = {"StructTreeRoot": f"{root} 0 R", "MarkInfo": "<</Marked true>>", "Lang": "(en)"}
        for key, value in tags.items():
            if key not in self.without:
                document.xref_set_key(catalog, key, value)
        document.save(path)
        document.close()


Break = Callable[[Path], None]


def _with(**changes: object) -> Break:
    return lambda path: Recipe(**changes).write(path)  # type: ignore[arg-type]


def _said(old: str, new: str) -> Break:
    assert any(old in line for line in SHEET), f"no line of the sheet has {old}"
    return _with(lines=[line.replace(old, new) for line in SHEET])


# What is broken, how, and words of the problem that has to be named.
BROKEN: list[tuple[str, Break, str]] = [
    ("a missing word", _said("first match", "match"), "section.md:5: the word “first” is missing"),
    ("a word once instead of twice", _said("list vs", "vs"), "the word “list” is missing"),
    ("a word in a longer one", _said("yes", "yesterday"), "the word “yes” is missing"),
    ("a missing cell", _with(lines=SHEET[:-1]), "the word “change” is missing"),
    ("code without its comment", _said("# shared by all", ""), "section.md:11: the line of code"),
    ("code with another sign", _said("= []", "= ()"), "section.md:11: the line of code"),
    ("a page without text", _with(empty_pages=1), "page 2: no text"),
    ("a page too many", _with(empty_pages=2), "3 pages, at most 2 allowed"),
    ("text that leaves the page", _with(left=200), "outside the page"),
    ("a missing glyph", _with(lines=[*SHEET, "\u4e2d"]), "have no glyph"),
    ("invisible text", _with(render_mode=3), "are invisible"),
    ("a font that is not embedded", _with(embedded=False), "is not embedded"),
    ("no tags", _with(without={"StructTreeRoot"}), "it is not tagged"),
    ("no mark that it is tagged", _with(without={"MarkInfo"}), "/Marked is not true"),
    ("no language", _with(without={"Lang"}), "it does not say its language"),
    ("no title", _with(title=""), "it has no title"),
]
