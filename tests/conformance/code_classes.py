"""Holds the highlighting of Python in a book against CPython's own reading of the same code.

    python code_classes.py GUIDE BOOK.epub [--text]

Every Python fence of the guide is looked up in the book. Its tokens, by `tokenize`, must have their classes there: keywords,
the soft ones (`match`, `case`, `type`, by `ast`) only where they are keywords; numbers, strings, comments. Names that are no
keywords must not look like ones. Code that CPython cannot read is counted and not compared.
"""

from __future__ import annotations

import argparse
import ast
import io
import keyword
import re
import tokenize
import zipfile
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

from guide_source import fences, read_guide
from verdict import report

XHTML = "{http://www.w3.org/1999/xhtml}"
PYTHON = {"python", "py", "python3"}
# What the class of a token's characters must be, by the token's kind.
CLASSES = {"kw", "bi", "cl", "ct", "nu", "st", "es", "co", "fn", "de", "op", "sf", "pr"}
STRING = {"st", "es"}
KEYWORD = {"kw"}
CONSTANT = {"ct"}
Cells = list[tuple[str, str]]  # a line: (character, class)


def listings(book: Path) -> dict[str, list[list[Cells]]]:
    """Text → every listing of the book with that text, as lines of characters with classes."""
    found = defaultdict(list)
    with zipfile.ZipFile(book) as archive:
        for name in archive.namelist():
            if name.endswith(".xhtml"):
                for pre in ElementTree.fromstring(archive.read(name)).iter(f"{XHTML}pre"):
                    lines = listing(pre)
                    found["\n".join("".join(c for c, _ in line) for line in lines).rstrip()].append(lines)
    return found


def listing(pre: ElementTree.Element) -> list[Cells]:
    cells: Cells = []

    def walk(element: ElementTree.Element, inherited: str) -> None:
        own = next((name for name in element.get("class", "").split() if name in CLASSES), inherited)
        cells.extend((character, own) for character in element.text or "")
        for child in element:
            walk(child, own)
            cells.extend((character, own) for character in child.tail or "")

    walk(pre, "")
    lines: list[Cells] = [[]]
    for character, own in cells:
        if character == "\n":
            lines.append([])
        elif character not in "\u200b\u00ad\u2060":
            lines[-1].append((character, own))
    return lines


def expected(code: str) -> list[tuple[tuple[int, int], tuple[int, int], str, set[str]]]:
    """Start, end, what it is and the classes allowed, for each token that CPython is sure about."""
    tree = ast.parse(code)
    soft = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Match):
            soft.add((node.lineno, node.col_offset))
        if type(node).__name__ == "TypeAlias":
            soft.add((node.lineno, node.col_offset))
        if isinstance(node, ast.Match):
            soft.update((case.pattern.lineno, None) for case in node.cases)
    tokens = []
    first_of_line = {}
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type == tokenize.NAME:
            first_of_line.setdefault(token.start[0], token)
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        start, end = (token.start[0] - 1, token.start[1]), (token.end[0] - 1, token.end[1])
        kind = tokenize.tok_name[token.type]
        if kind == "NAME" and token.string in {"True", "False", "None"}:
            tokens.append((start, end, "constant", CONSTANT))
        elif kind == "NAME" and keyword.iskeyword(token.string):
            tokens.append((start, end, "keyword", KEYWORD))
        elif kind == "NAME" and keyword.issoftkeyword(token.string) and token.string != "_":
            row, column = token.start
            is_first = first_of_line.get(row) is token or first_of_line[row].start == token.start
            if (row, column) in soft or (token.string == "case" and is_first and (row, None) in soft):
                tokens.append((start, end, "soft keyword", KEYWORD))
            else:
                tokens.append((start, end, "name", {"", "bi", "cl", "ct", "fn", "de", "sf"}))
        elif kind == "NAME":
            tokens.append((start, end, "name", {"", "bi", "cl", "ct", "fn", "de", "sf"}))
        elif kind == "NUMBER":
            tokens.append((start, end, "number", {"nu"}))
        elif kind == "COMMENT":
            tokens.append((start, end, "comment", {"co"}))
        elif kind == "STRING":
            prefix = re.match(r"[A-Za-z]*", token.string)[0].lower()
            if "f" in prefix or "t" in prefix:
                tokens.append((start, (start[0], start[1] + len(prefix) + 1), "string", STRING))
                tokens.append(((end[0], end[1] - 1), end, "string", STRING))
            else:
                tokens.append((start, end, "string", STRING))
        elif kind in {"FSTRING_START", "FSTRING_END", "TSTRING_START", "TSTRING_END"}:
            tokens.append((start, end, "string", STRING))
    return tokens


def compare(lines: list[Cells], code: str, place: str) -> list[str]:
    problems = []
    for start, end, what, allowed in expected(code):
        for row in range(start[0], end[0] + 1):
            cells = lines[row] if row < len(lines) else []
            left = start[1] if row == start[0] else 0
            right = end[1] if row == end[0] else len(cells)
            part = [(character, own) for character, own in cells[left:right] if not character.isspace()]
            wrong = {own or "no class" for _, own in part if own not in allowed}
            if wrong:
                text = "".join(character for character, _ in cells[left:right])
                problems.append(f"{place}, line {row + 1}: the {what} `{text}` is shown as {', '.join(sorted(wrong))}")
    return problems


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("guide", type=Path)
    arguments.add_argument("book", type=Path)
    arguments.add_argument("--text", action="store_true")
    options = arguments.parse_args()
    guide = read_guide(options.guide)
    book = listings(options.book)
    problems: list[str] = []
    counts = {"fences": 0, "not_python_here": 0}
    for section in guide.sections:
        for fence in fences(section.path):
            if (fence.language or guide.code_language) not in PYTHON:
                continue
            place = f"{section.path.name}:{fence.line}"
            found = book.get(fence.code.rstrip())
            if not found:
                problems.append(f"{place}: no listing of the book has this code")
                continue
            try:
                expected(fence.code)
            except (SyntaxError, tokenize.TokenError):
                counts["not_python_here"] += 1
                continue
            counts["fences"] += 1
            problems += compare(found[0], fence.code, place)
    report({"problems": problems, **counts}, options.text)


if __name__ == "__main__":
    main()
