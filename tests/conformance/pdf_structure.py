"""Judges what a screen reader is told of a sheet: its structure tree beside the section's Markdown.

    python pdf_structure.py SECTION.md SHEET.pdf [--standard] [--text]

markdown-it-py counts what the section holds, pypdf what the tree has.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from guide_source import parse
from markdown_it.token import Token
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject
from verdict import report


def flat(tokens: list[Token]) -> Iterator[Token]:
    """Tokens, those inside of lines too."""
    for token in tokens:
        yield token
        yield from token.children or []


def wanted(path: Path) -> tuple[Counter[str], Counter[str]]:
    """What the tree should count: elements by their names, and the words that stand for pictures."""
    count: Counter[str] = Counter()
    words: Counter[str] = Counter()
    names = {"bullet_list_open": "L", "ordered_list_open": "L", "list_item_open": "LI", "table_open": "Table"}
    names |= {"tr_open": "TR", "th_open": "TH", "td_open": "TD", "fence": "Code block", "code_block": "Code block"}
    for token in flat(parse(path)):
        if token.type == "heading_open":
            count["H" + token.tag[1:]] += 1
        elif token.type == "image":
            count["Figure"] += 1
            words[token.content] += 1
        elif token.type in names:
            count[names[token.type]] += 1
    return count, words


class Tree:
    """The structure tree of a PDF."""

    def __init__(self, reader: PdfReader) -> None:
        self.count: Counter[str] = Counter()
        self.words: Counter[str] = Counter()
        self.problems: list[str] = []
        root = reader.trailer["/Root"].get("/StructTreeRoot")
        if root is None:
            self.problems.append("the file has no structure tree")
            return
        self.roles = {str(name): str(role) for name, role in root.get("/RoleMap", {}).items()}
        self.last_heading = 0
        self._children(root.get_object(), ())

    def _kids(self, element: DictionaryObject) -> Iterator[DictionaryObject]:
        """The elements right below one; what is no element is a piece of a page."""
        kids = element.get("/K")
        kids = kids.get_object() if kids is not None else []
        for kid in kids if isinstance(kids, ArrayObject) else [kids]:
            kid = kid.get_object()
            if isinstance(kid, DictionaryObject) and "/S" in kid:
                yield kid

    def _name(self, element: DictionaryObject) -> str:
        name = str(element["/S"])
        return self.roles.get(name, name).lstrip("/")

    def _names(self, element: DictionaryObject) -> list[str]:
        return [self._name(kid) for kid in self._kids(element)]

    def _children(self, element: DictionaryObject, above: tuple[str, ...]) -> None:
        for kid in self._kids(element):
            self._element(kid, above)

    def _element(self, element: DictionaryObject, above: tuple[str, ...]) -> None:
        name = self._name(element)
        self.count[name] += 1
        if name == "Code":
            # A listing holds its lines in a paragraph; code within a line stands in one itself.
            if any(kid == "P" for kid in self._names(element)):
                self.count["Code block"] += 1
            elif above[-1:] == ("Document",):
                self.problems.append("code that belongs into a paragraph stands alone")
        if name in {"Figure", "Formula"}:
            alt = str(element.get("/Alt", "")).strip()
            self.words[alt] += name == "Figure"
            if not alt:
                self.problems.append(f"a {name} has no alternative text")
        if name == "TH" and "/Scope" not in str(element.get("/A", "")):
            self.problems.append("a header cell does not say which cells it heads")
        if len(name) == 2 and name[0] == "H" and name[1].isdigit():
            level = int(name[1])
            if level > self.last_heading + 1:
                self.problems.append(f"a heading of level {level} follows one of level {self.last_heading}")
            self.last_heading = level
        self._children(element, (*above, name))


def judge(source: Path, sheet: Path, standard: bool) -> dict[str, object]:
    """The verdict on one sheet."""
    reader = PdfReader(sheet)
    root = reader.trailer["/Root"]
    tree = Tree(reader)
    problems = list(tree.problems)
    count, words = wanted(source)
    for name in sorted({*count, "H1", "H2", "H3", "L", "LI", "Table", "TR", "TH", "TD", "Figure", "Code block"}):
        if tree.count[name] != count[name]:
            problems.append(f"{name}: {count[name]} in the section, {tree.count[name]} in the tree")
    for word in (words - tree.words).elements():
        problems.append(f"no figure says “{word}”")
    if not root.get("/MarkInfo", {}).get("/Marked"):
        problems.append("the file does not say that it is tagged")
    if not root.get("/Lang"):
        problems.append("the file does not say its language")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        problems.append("the title is not shown in the window's frame")
    if not (reader.metadata and reader.metadata.title):
        problems.append("the file has no title")
    if standard:
        xmp = root["/Metadata"].get_object().get_data().decode()
        for part in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"):
            if part not in xmp:
                problems.append(f"the metadata lack {part}")
    return {"problems": problems, "elements": sum(tree.count.values()), "counts": dict(sorted(tree.count.items()))}


def main() -> None:
    """Runs the judge."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("section", type=Path)
    arguments.add_argument("sheet", type=Path)
    arguments.add_argument("--standard", action="store_true", help="it has to be PDF/UA-1 and PDF/A-2a")
    arguments.add_argument("--text", action="store_true", help="lines to read instead of JSON")
    options = arguments.parse_args()
    report(judge(options.section, options.sheet, options.standard), options.text)


if __name__ == "__main__":
    main()
