"""The cards of a deck as words: what stands on the front and on the back of each, in the deck's order."""

from __future__ import annotations

import html
import json
import re
import sqlite3
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

TAG = re.compile(r"<[^>]*>")
CLOZE = re.compile(r"\{\{c(\d+)::(.*?)\}\}(?!\})", re.DOTALL)
# What is set anew on paper: strings of letters, digits and single signs of programs that a line may break between.
WORD = re.compile(r"[A-Za-z]+|\d+|[^\sA-Za-z\d]")


@dataclass
class Asked:
    """A card: the words of its question and of its answer, and those that its paper face may have besides."""

    name: str
    front: list[str]
    back: list[str]
    furniture: list[str]


def words(*texts: str) -> list[str]:
    """The words of fields, without marks."""
    plain = html.unescape(TAG.sub(" ", " ".join(texts)))
    return WORD.findall(plain)


def cards_of(deck: Path) -> list[Asked]:
    """The cards of a package, in the order in which they are learnt."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(deck) as archive:
            archive.extract("collection.anki2", folder)
        collection = sqlite3.connect(Path(folder) / "collection.anki2")
        models = json.loads(collection.execute("select models from col").fetchone()[0])
        names = {key: [field["name"] for field in model["flds"]] for key, model in models.items()}
        rows = collection.execute(
            "select notes.mid, notes.flds, cards.ord from cards join notes on cards.nid = notes.id"
            " order by cards.due, notes.id, cards.ord"
        ).fetchall()
        collection.close()
    return [card(dict(zip(names[str(mid)], fields.split("\x1f"))), ordinal) for mid, fields, ordinal in rows]


def card(note: dict[str, str], ordinal: int) -> Asked:
    """One card of a note."""
    section = re.sub(r" › .*", "", note["Context"])
    kind = "Comparison ? ?" if "Aspect" in note else "Pitfall" if "Lead" in note else note["Kind"]
    furniture = words(section, "Python Quick Revision", kind)
    if "Aspect" in note:
        title = [] if note["Title"] == note["Aspect"] else words(note["Title"])
        aspect = words(note["Aspect"]) + title

        def hidden(match: re.Match[str]) -> str:
            return " " if int(match[1]) == ordinal + 1 else match[2]

        front = CLOZE.sub(hidden, note["Text"])
        whole = CLOZE.sub(lambda match: match[2], note["Text"])
        return Asked(note["Id"], aspect + words(front), aspect + words(whole, note["Extra"]), furniture)
    if "Lead" in note:
        answer = words(note["Output"], note["Lead"], note["Why"], note["FixCode"], note["Fix"], note["Extra"])
        return Asked(note["Id"], words(note["Prompt"], note["Code"]), answer, furniture)
    answer = words(note["Answer"], note["Example"], note["Extra"])
    return Asked(note["Id"], words(note["Prompt"], note["Ask"], note["Code"]), answer, furniture)
