"""Holds a deck against the guide it was made from: every pitfall and every informative cell has its card.

    python anki_cover.py GUIDE DECK.apkg [--text]

The Markdown is read by markdown-it-py (`guide_source.py`). See README.md for what is checked.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import tempfile
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown_it.token import Token

import card_html
from anki_package import Package
from guide_source import parse, read_guide
from verdict import report

PITFALL = re.compile(r"\[!(?:warning|caution|pitfall)\]", re.IGNORECASE)
COMPARE = re.compile(r"Compare( by row)?:\s*(.*)", re.DOTALL)
CLOZE = re.compile(r"\{\{c(\d+)::(.*?)\}\}", re.DOTALL)
DASHES = re.compile(r"[-–—\s]*")


@dataclass
class Pitfall:
    """A callout: its bold lead, and every word in it."""

    lead: str
    words: set[str]
    place: str


@dataclass
class Row:
    """One aspect of a comparison: what each of the things is."""

    title: str
    aspect: str
    cells: list[str]
    place: str


@dataclass
class Found:
    """What a section asks to be learnt."""

    pitfalls: list[Pitfall] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def plain(tokens: list[Token]) -> str:
    """The text of inline tokens, without comments."""
    parts = []
    for token in tokens:
        if token.type in {"text", "code_inline", "math_inline"}:
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif token.type == "image":
            parts.append(plain(token.children or []))
    return spaced("".join(parts))


def spaced(text: str) -> str:
    return " ".join(text.split())


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def bold(tokens: list[Token]) -> str | None:
    """The text of the first bold run, if nothing but white space stands before it."""
    for at, token in enumerate(tokens):
        if token.type == "strong_open":
            end = next(i for i in range(at, len(tokens)) if tokens[i].type == "strong_close" and not nested(tokens, at, i))
            return plain(tokens[at + 1 : end])
        if token.type not in {"softbreak"} and token.content.strip():
            return None
    return None


def nested(tokens: list[Token], start: int, end: int) -> bool:
    opened = sum(token.type == "strong_open" for token in tokens[start:end])
    return opened > 1 + sum(token.type == "strong_close" for token in tokens[start:end])


def read(path: Path, math: bool) -> Found:
    """The pitfalls and comparisons of a section."""
    tokens = parse(path, math)
    found = Found()
    caption: tuple[bool, str] | None = None
    for at, token in enumerate(tokens):
        if token.type == "blockquote_open":
            block = tokens[at : closing(tokens, at)]
            first = next((inner for inner in block if inner.type == "inline"), None)
            if first and PITFALL.match(first.content):
                found.pitfalls.append(pitfall(block, first, f"{path.name}:{(token.map or [0])[0] + 1}"))
        if token.type == "inline" and token.level == 1 and tokens[at - 1].type == "paragraph_open":
            told = bold(token.children or [])
            match = COMPARE.fullmatch(told or "")
            caption = (bool(match[1]), match[2]) if match else None
        elif token.type == "table_open" and token.level == 0:
            if caption:
                block = tokens[at : closing(tokens, at)]
                found.rows += rows(block, *caption, f"{path.name}:{(token.map or [0])[0] + 1}")
            caption = None
    return found


def closing(tokens: list[Token], start: int) -> int:
    """Where the block that opens at `start` is closed."""
    end = tokens[start].type.replace("_open", "_close")
    return next(i for i in range(start, len(tokens)) if tokens[i].type == end and tokens[i].level == tokens[start].level)


def pitfall(block: list[Token], first: Token, place: str) -> Pitfall:
    children = first.children or []
    # The mark stands on a line of its own.
    after = next((i for i, child in enumerate(children) if child.type == "softbreak"), len(children)) + 1
    texts = [plain(children[after:])]
    texts += [plain(token.children or []) for token in block if token.type == "inline" and token is not first]
    # The line that says where a program's output begins is no part of it.
    texts += [re.sub(r"(?m)^# Output:$", "", token.content) for token in block if token.type == "fence"]
    return Pitfall((bold(children[after:]) or "").rstrip(".:!? "), words(" ".join(texts)), place)


def rows(block: list[Token], by_row: bool, title: str, place: str) -> list[Row]:
    table: list[list[str]] = []
    for token in block:
        if token.type == "tr_open":
            table.append([])
        elif token.type == "inline":
            table[-1].append(plain(token.children or []))
    if by_row:
        table = [list(column) for column in zip(*table)]
    return [Row(title, cells[0], cells[1:], place) for cells in table[1:]]


def informative(cells: list[str]) -> tuple[list[str], str]:
    """The cells worth asking for, and the reason why others are not."""
    if len(cells) > 1 and len(set(cells)) == 1:
        return [], "all things are alike in it"
    asked = [cell for cell in cells if not DASHES.fullmatch(cell)]
    return asked, "" if len(asked) == len(cells) else "a cell says nothing"


class Deck:
    """The notes of a package, by what they are about."""

    def __init__(self, path: Path) -> None:
        with tempfile.TemporaryDirectory(prefix="deck-") as folder:
            package = Package(path, Path(folder))
        cards = Counter(card["nid"] for card in package.cards)
        self.pitfalls: dict[str, list[dict[str, str]]] = {}
        self.rows: dict[tuple[str, str], list[tuple[dict[str, str], int]]] = {}
        for note in package.notes:
            model = package.models[note["mid"]]
            names = [entry["name"] for entry in model["flds"]]
            fields = dict(zip(names, note["flds"].split("\x1f"), strict=True))
            if "Lead" in fields:
                self.pitfalls.setdefault(read_html(fields["Lead"]).rstrip(".:!? "), []).append(fields)
            elif "Aspect" in fields:
                key = read_html(fields["Title"]), read_html(fields["Aspect"])
                self.rows.setdefault(key, []).append((fields, cards[note["id"]]))


def read_html(html: str) -> str:
    return spaced(card_html.read(html).text)


def judge(guide: Path, path: Path) -> dict[str, Any]:
    """What the guide has and the deck lacks."""
    deck = Deck(path)
    source = read_guide(guide)
    problems: list[str] = []
    reasons: Counter[str] = Counter()
    pitfalls = cells = 0
    for section in source.sections:
        found = read(section.path, source.math)
        pitfalls += len(found.pitfalls)
        for one in found.pitfalls:
            problems += lacking(one, deck.pitfalls.get(one.lead, []))
        for row in found.rows:
            asked, reason = informative(row.cells)
            cells += len(asked)
            if reason:
                reasons[reason] += len(row.cells) - len(asked)
            notes = deck.rows.get((row.title, row.aspect or row.title), [])
            if not asked and notes:
                problems.append(f"{row.place}: “{row.aspect}” has cards although {reason}")
            if asked:
                problems += unasked(row, asked, notes)
    if not pitfalls or not cells:
        problems.append(f"{guide} has {pitfalls} pitfalls and {cells} cells: is it a guide?")
    return {"problems": problems, "pitfalls": pitfalls, "cells": cells, "unasked": [f"{reasons[why]} cells: {why}" for why in reasons]}


def lacking(one: Pitfall, notes: list[dict[str, str]]) -> list[str]:
    """What a pitfall says and none of its notes does."""
    if not notes:
        return [f"{one.place}: the pitfall “{one.lead}” has no card"]
    left = min((one.words - words(" ".join(map(read_html, note.values()))) for note in notes), key=len)
    return [f"{one.place}: “{one.lead}” lacks on its card: {', '.join(sorted(left))}"] if left else []


def unasked(row: Row, asked: list[str], notes: list[tuple[dict[str, str], int]]) -> list[str]:
    """The cells that no card of a row asks for."""
    if not notes:
        return [f"{row.place}: “{row.aspect}” of “{row.title}” has no card"]
    problems = []
    for note, cards in notes[:1]:
        hidden = CLOZE.findall(note["Text"])
        texts = Counter(read_html(text) for _, text in hidden)
        problems += [f"{row.place}: no card asks for “{cell}” ({row.aspect})" for cell in (Counter(asked) - texts)]
        numbers = {number for number, _ in hidden}
        if len(numbers) != cards:
            problems.append(f"{row.place}: “{row.aspect}” has {cards} cards for {len(numbers)} numbers")
        if len(row.cells) > 2 and len(numbers) != len(asked):
            problems.append(f"{row.place}: “{row.aspect}” asks {len(asked)} cells with {len(numbers)} numbers")
    return problems


def main() -> None:
    arguments = argparse.ArgumentParser(description="Holds a deck against its guide.")
    arguments.add_argument("guide", type=Path)
    arguments.add_argument("deck", type=Path)
    arguments.add_argument("--text", action="store_true", help="lines to read instead of JSON")
    options = arguments.parse_args()
    try:
        verdict = judge(options.guide, options.deck)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, sqlite3.Error) as error:
        raise SystemExit(f"{options.guide} cannot be held against {options.deck}: {error!r}") from error
    report(verdict, options.text)


if __name__ == "__main__":
    main()
