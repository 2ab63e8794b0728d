"""What the decks of a random guide have to hold, reckoned from the guide itself and from what was shipped before."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from anki_package import Package
from random_guide import Callout, Comparison, Guide

TAG = re.compile(r"<[^>]*>")
SHOWN = re.compile(r'\b(?:src|href|alt)="([^"]*)"')
TELLING = re.compile(r"</?(?:su[bp]|del|s|br)\b")
# Where a line of prose ends in the source does not matter; lines of code end inside their element.
WRAP = re.compile(r"\n(?!</span>)")
VALUE = re.compile(r"<dt>(.*?)</dt><dd>(?:\{\{c(\d+)::)?", re.DOTALL)
# Of decks of a single note all cards have one position.
HARMLESS = re.compile(r"all \d+ cards have the same position")


@dataclass
class Shipped:
    """A note as it stands in a package."""

    guid: str
    key: str
    time: int
    tags: frozenset[str]
    fields: tuple[str, ...]
    cards: dict[int, tuple[int, int]]
    says: tuple[Any, ...]

    @property
    def retired(self) -> bool:
        return any(tag.endswith("::retired") for tag in self.tags)

    @property
    def section(self) -> str:
        return next(tag.rpartition("::")[2] for tag in self.tags if "::section::" in tag)


@functools.lru_cache(maxsize=20_000)
def read(field: str) -> str:
    """What a field says and shows, without the marks around it that do not matter."""

    def keep(tag: re.Match[str]) -> str:
        told = TELLING.match(tag[0])
        return (told[0] if told else "") + "".join(SHOWN.findall(tag[0]))

    return unicodedata.normalize("NFC", unescape(TAG.sub(keep, WRAP.sub(" ", field))))


class Deck:
    """A package's notes by key; a key is the kind of the note, a slash, and its `Id`."""

    KINDS = {"Pitfall": "pitfall", "Comparison": "row", "Fact": "fact"}

    def __init__(self, path: Path, folder: Path) -> None:
        package = Package(path, folder)
        self.problems = [problem for problem in package.problems if not HARMLESS.search(problem)]
        self.media = set(package.media)
        self.decks = sorted(deck["name"] for deck in package.decks.values())
        cards: dict[int, dict[int, tuple[int, int]]] = {}
        for card in package.cards:
            cards.setdefault(card["nid"], {})[card["ord"]] = (card["id"], card["due"])
        self.notes: dict[str, Shipped] = {}
        self.by_guid: dict[str, Shipped] = {}
        for note in package.notes:
            fields = tuple(note["flds"].split("\x1f"))
            kind = self.KINDS[package.models[note["mid"]]["name"].rpartition(": ")[2]]
            tags = frozenset(note["tags"].split())
            says = (tags, *map(read, fields))
            key = f"{kind}/{fields[0]}"
            if key in self.notes:
                self.problems.append(f"two notes have the key {key}")
            shipped = Shipped(note["guid"], key, note["mod"], tags, fields, cards.get(note["id"], {}), says)
            self.notes[key] = self.by_guid[note["guid"]] = shipped


@dataclass
class Ledger:
    """What was shipped so far."""

    numbers: dict[str, dict[str, int]] = field(default_factory=dict)
    cards: dict[str, set[int]] = field(default_factory=dict)
    guids: dict[str, str] = field(default_factory=dict)
    live: set[str] = field(default_factory=set)
    retired: set[str] = field(default_factory=set)

    def number(self, table: Comparison) -> dict[str, int]:
        """The cloze number of each thing that was ever compared."""
        keys = [thing.key for thing in table.things]
        known = dict(self.numbers.get(table.caption.key, {}))
        if not known:
            return {key: 1 if len(keys) == 2 else n for n, key in enumerate(keys, 1)}
        for key in keys:
            known.setdefault(key, max(known.values()) + 1)
        return known

    def rows(self, table: Comparison) -> dict[str, set[int]]:
        """The rows that have a note, and the numbers of its cards."""
        numbers, found = self.number(table), {}
        for aspect in table.aspects:
            key = f"row/{table.caption.key}/{aspect.key}"
            cards = {numbers[thing.key] for thing in table.asked(aspect)} | self.cards.get(key, set())
            if cards:
                found[key] = cards
        return found

    def expected(self, guide: Guide) -> dict[str, set[int]]:
        """The notes that the guide makes now, with the numbers of their cards."""
        found: dict[str, set[int]] = {}
        for block in guide.blocks():
            found |= {key: {1} for key in block.keys} if isinstance(block, Callout) else self.rows(block)
        return found

    def ship(self, guide: Guide) -> None:
        """Remembers the guide as exported."""
        expected = self.expected(guide)
        for table in guide.comparisons():
            if self.rows(table):
                self.numbers[table.caption.key] = self.number(table)
        for key, cards in expected.items():
            self.cards.setdefault(key, set()).update(cards)
        self.retired = (self.retired | self.live) - expected.keys()
        self.live = set(expected)

    def check(self, guide: Guide, deck: Deck) -> list[str]:
        """What is wrong with a whole deck of a guide that is shipped."""
        problems = list(deck.problems)
        there = {key for key, note in deck.notes.items() if not note.retired}
        problems += [f"{key} has no note" for key in sorted(self.live - there)]
        problems += [f"{key} has a note, and is not in the guide" for key in sorted(there - self.live)]
        problems += [f"{key} has no tombstone" for key in sorted(self.retired - deck.notes.keys())]
        for key, note in deck.notes.items():
            if self.guids.setdefault(key, note.guid) != note.guid:
                problems.append(f"{key} had the GUID {self.guids[key]} and has {note.guid}")
            numbers = {ordinal + 1 for ordinal in note.cards}
            if numbers != self.cards.get(key, numbers):
                problems.append(f"{key} has the cards {sorted(numbers)}, not {sorted(self.cards[key])}")
        for table in guide.comparisons():
            problems += self.check_table(table, deck)
        return problems

    def check_table(self, table: Comparison, deck: Deck) -> list[str]:
        """Whether each number still asks for the thing that it asked for at first."""
        numbers, problems = self.numbers.get(table.caption.key, {}), []
        for aspect in table.aspects:
            note = deck.notes.get(f"row/{table.caption.key}/{aspect.key}")
            if not note or note.retired:
                continue
            text = next(field for field in note.fields if field.startswith("<dl"))
            values = VALUE.findall(text)
            if len(values) < len(table.things):
                problems.append(f"{note.key} shows {len(values)} things, not {len(table.things)}")
            for thing, (_, number) in zip(table.things, values):
                if number and int(number) != numbers[thing.key]:
                    problems.append(f"{note.key}: {thing.key} has the number {number}, not {numbers[thing.key]}")
                if not number and thing in table.asked(aspect):
                    problems.append(f"{note.key}: {thing.key} is not asked for")
            written = {int(number) for _, number in values if number}
            if written != self.cards[note.key]:
                problems.append(f"{note.key} has the numbers {sorted(written)}, not {sorted(self.cards[note.key])}")
        return problems
