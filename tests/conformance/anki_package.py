"""An Anki package read as a file, before Anki sees it: the legacy format that every client reads."""

from __future__ import annotations

import json
import re
import sqlite3
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

DANGEROUS = re.compile(r"collection\.apkg|backup-.*\.apkg", re.IGNORECASE)
FIRST_RENUMBERED = 1_000_000
ANKI_BEGAN = 1_100_000_000


class Package:
    """A package's tables and what is wrong with the file."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path = path
        self.problems: list[str] = []
        self.media: list[str] = []
        self.notes: list[dict[str, Any]] = []
        self.cards: list[dict[str, Any]] = []
        self.models: dict[int, dict[str, Any]] = {}
        self.decks: dict[int, dict[str, Any]] = {}
        if DANGEROUS.fullmatch(path.name):
            self.problems.append(f"{path.name}: under this name Anki replaces the learner's whole collection")
        with zipfile.ZipFile(path) as archive:
            self._read_archive(archive, folder)
        self._check_notes()
        self._check_cards()
        self._check_models()

    def name(self, note: dict[str, Any]) -> str:
        """A note as a person finds it: its type and the text it is sorted by."""
        model = self.models.get(note["mid"], {}).get("name", "unknown note type")
        text = re.sub(r"<[^>]*>", " ", note["flds"].replace("\x1f", " "))
        return f"note {note['guid']} ({model}: {' '.join(text.split())[:50]})"

    def _read_archive(self, archive: zipfile.ZipFile, folder: Path) -> None:
        names = archive.namelist()
        broken = archive.testzip()
        if broken:
            raise SystemExit(f"{self.path}: {broken} is damaged")
        for name, count in Counter(names).items():
            if count > 1:
                self.problems.append(f"the package holds {name} {count} times")
        for newer in sorted({"collection.anki21", "collection.anki21b", "meta"} & set(names)):
            self.problems.append(f"{newer} is of a newer format, which older clients cannot read")
        if "collection.anki2" not in names:
            raise SystemExit(f"{self.path}: there is no collection.anki2")
        self._read_media(archive, names)
        database = folder / "package.anki2"
        database.write_bytes(archive.read("collection.anki2"))
        self._read_collection(database)

    def _read_media(self, archive: zipfile.ZipFile, names: list[str]) -> None:
        if "media" not in names:
            self.problems.append("there is no list of media")
            return
        listed = json.loads(archive.read("media"))
        for number, name in listed.items():
            if number not in names:
                self.problems.append(f"media {name}: its file {number} is not in the package")
            if not re.fullmatch(r"[\w.-]+", name, re.ASCII):
                self.problems.append(
                    f"media {name!r}: the name has other characters than letters, digits, `_`, `-`, `.`"
                )
        for name, count in Counter(name.casefold() for name in listed.values()).items():
            if count > 1:
                self.problems.append(f"media {name}: {count} files have this name")
        for name in set(names) - set(listed) - {"media", "collection.anki2"}:
            self.problems.append(f"{name} is in the package and in no list")
        self.media = list(listed.values())

    def _read_collection(self, database: Path) -> None:
        connection = sqlite3.connect(database)
        connection.row_factory = sqlite3.Row
        try:
            for (said,) in connection.execute("pragma integrity_check"):
                if said != "ok":
                    self.problems.append(f"the database is damaged: {said}")
            self.notes = [dict(row) for row in connection.execute("select * from notes order by id")]
            self.cards = [dict(row) for row in connection.execute("select * from cards order by id")]
            (reviews,) = connection.execute("select count(*) from revlog").fetchone()
            collection = connection.execute("select * from col").fetchone()
        finally:
            connection.close()
        if reviews:
            self.problems.append(f"the package brings {reviews} reviews of somebody else")
        if collection["ver"] != 11:
            self.problems.append(f"the schema is {collection['ver']}, not 11")
        self.models = {int(key): model for key, model in json.loads(collection["models"]).items()}
        self.decks = {int(key): deck for key, deck in json.loads(collection["decks"]).items()}

    def _check_id(self, what: str, number: int, now: float) -> None:
        if not 0 < number <= (now + 86400) * 1000:
            self.problems.append(f"{what}: the id {number} is no time in milliseconds before tomorrow")

    def _check_time(self, what: str, seconds: int, now: float) -> None:
        if not ANKI_BEGAN <= seconds <= now + 86400:
            self.problems.append(f"{what}: the time of change {seconds} is no time in seconds until now")

    def _check_notes(self) -> None:
        now = time.time()
        for guid, count in Counter(note["guid"] for note in self.notes).items():
            if count > 1:
                self.problems.append(f"{count} notes have the GUID {guid!r}")
        noted = {card["nid"] for card in self.cards}
        for note in self.notes:
            name = self.name(note)
            self._check_id(name, note["id"], now)
            self._check_time(name, note["mod"], now)
            if not note["guid"]:
                self.problems.append(f"{name}: no GUID")
            if note["id"] not in noted:
                self.problems.append(f"{name}: no cards, and an import makes none")
            fields = note["flds"].split("\x1f")
            wanted = len(self.models.get(note["mid"], {}).get("flds", []))
            if wanted != len(fields):
                self.problems.append(f"{name}: {len(fields)} fields, its type has {wanted}")
            if not fields[0].strip():
                self.problems.append(f"{name}: the first field is empty")
            if {"marked", "leech"} & set(note["tags"].split()):
                self.problems.append(f"{name}: the tags `marked` and `leech` are the learner's")

    def _check_cards(self) -> None:
        now = time.time()
        notes = {note["id"]: note for note in self.notes}
        for (nid, number), count in Counter((card["nid"], card["ord"]) for card in self.cards).items():
            if count > 1:
                self.problems.append(f"{count} cards have the number {number} of note {nid}")
        for card in self.cards:
            if card["nid"] not in notes:
                self.problems.append(f"card {card['id']}: there is no note {card['nid']}")
                continue
            name = f"{self.name(notes[card['nid']])}, card {card['ord'] + 1}"
            self._check_id(name, card["id"], now)
            self._check_time(name, card["mod"], now)
            if card["did"] not in self.decks:
                self.problems.append(f"{name}: there is no deck {card['did']}")
            if not 0 <= card["due"] < FIRST_RENUMBERED:
                self.problems.append(f"{name}: Check Database renumbers the position {card['due']}")
            if (card["type"], card["queue"], card["reps"], card["flags"]) != (0, 0, 0, 0):
                self.problems.append(f"{name}: it is not new")
        if len(self.cards) > 1 and len({card["due"] for card in self.cards}) == 1:
            self.problems.append(f"all {len(self.cards)} cards have the same position")

    def _check_models(self) -> None:
        now = time.time()
        used = {note["mid"] for note in self.notes}
        for mid in used - self.models.keys():
            self.problems.append(f"there is no note type {mid}")
        for mid in sorted(used & self.models.keys()):
            model = self.models[mid]
            name = f"note type {model['name']}"
            self._check_id(name, mid, now)
            self._check_time(name, model["mod"], now)
            for kind, entries in (("field", model["flds"]), ("template", model["tmpls"])):
                ids = [entry.get("id") for entry in entries]
                for entry in entries:
                    if not entry.get("id"):
                        self.problems.append(f"{name}: {kind} {entry['name']} has no id, so a new name is a conflict")
                if len({number for number in ids if number}) < len([number for number in ids if number]):
                    self.problems.append(f"{name}: two {kind}s have one id")
            for entry in model["flds"]:
                if not re.fullmatch(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*", entry["name"]):
                    self.problems.append(f"{name}: an import changes the field name {entry['name']!r}")
            for template in model["tmpls"]:
                if template.get("did"):
                    self.problems.append(f"{name}: template {template['name']} has a deck of its own")
            if ".nightMode" not in model["css"]:
                self.problems.append(f"{name}: the style has no .nightMode")
