"""Imports a deck, learns, then imports its next edition: nothing may be lost, every change must arrive.

    python anki_update.py OLD.apkg NEW.apkg [--expect-added N] [--expect-changed N] [--text]

Done twice: with the options Anki starts with, and with all of them set. See README.md for what is checked.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

from anki.collection import Collection, ImportAnkiPackageOptions
from anki.errors import AnkiException

from anki_deck import DEFAULTS, EVERYTHING, Judge, close
from anki_package import Package
from verdict import report

LEARNERS_TAG = "mine"


def content(note: dict[str, Any]) -> tuple[str, frozenset[str]]:
    """What an edition of a note says: its fields, in the form in which Anki stores them, and its tags."""
    return unicodedata.normalize("NFC", note["flds"]), frozenset(note["tags"].split())


class Update:
    """Two editions of a deck, and what changed from one to the other."""

    def __init__(self, old: Package, new: Package) -> None:
        self.old, self.new = old, new
        self.before = {note["guid"]: content(note) for note in old.notes}
        self.after = {note["guid"]: content(note) for note in new.notes}
        self.added = self.after.keys() - self.before.keys()
        self.same = {guid for guid, said in self.after.items() if self.before.get(guid) == said}
        self.changed = self.after.keys() - self.added - self.same
        self.absent = self.before.keys() - self.after.keys()

    def withdrawn(self) -> list[str]:
        """Cards that the old edition had and the new one lacks, of notes that are in both."""
        old, new = numbers(self.old), numbers(self.new)
        return [
            f"note {guid}: card {number + 1} was shipped and is withdrawn"
            for guid in sorted(old.keys() & new.keys())
            for number in sorted(old[guid] - new[guid])
        ]


def numbers(package: Package) -> dict[str, set[int]]:
    """The card numbers of each note, by GUID."""
    guids = {note["id"]: note["guid"] for note in package.notes}
    found: dict[str, set[int]] = {note["guid"]: set() for note in package.notes}
    for card in package.cards:
        if card["nid"] in guids:
            found[guids[card["nid"]]].add(card["ord"])
    return found


def learn_and_update(update: Update, options: ImportAnkiPackageOptions, when: str, folder: Path) -> list[str]:
    """What a learner who has studied the old edition loses or misses by importing the new one."""
    collection = Collection(str(folder / f"{when.replace(' ', '-')}.anki2"))
    learner = Judge(update.old.path, update.old, collection)
    try:
        learner.import_package(DEFAULTS)
        learner.answer_cards()
        tagged = sorted(update.same)[:1] if options == DEFAULTS else []
        for guid in tagged:
            (nid,) = learner.column(f"select id from notes where guid = {quoted(guid)}")
            collection.tags.bulk_add([nid], LEARNERS_TAG)
        rows = learner.dump()
        ids = {row[1]: key for key, row in rows["notes"].items()}
        learner.path, learner.package = update.new.path, update.new
        log = learner.import_package(options)
        learner.expect_log(log, when, new=len(update.added), updated=len(update.changed), duplicate=len(update.same))
        compare(learner, update, rows, ids, when)
        learner.check_sides()
        for empty in collection.get_empty_cards().notes:
            learner.problems.append(f"{when}: Anki counts cards of note {empty.note_id} as empty")
        learner.check_database(when)
    except (AnkiException, sqlite3.Error) as error:
        learner.problems.append(f"{when}: Anki fails on this update: {error or type(error).__name__}")
    finally:
        close(collection)
    return learner.problems


def compare(learner: Judge, update: Update, rows: dict[str, Any], ids: dict[str, int], when: str) -> None:
    """The learner's rows before and after an update."""
    after = learner.dump()
    if after["revlog"] != rows["revlog"]:
        learner.problems.append(f"{when}: the record of reviews has changed")
    lost = [key for key, row in rows["cards"].items() if after["cards"].get(key) != row]
    if lost:
        learner.problems.append(f"{when}: {len(lost)} cards lost their id, deck or schedule: {lost[:5]}")
    fresh = sum(len(found) for guid, found in numbers(update.new).items() if guid in update.added)
    fresh += sum(
        len(found - numbers(update.old)[guid]) for guid, found in numbers(update.new).items() if guid in update.before
    )
    if len(after["cards"]) != len(rows["cards"]) + fresh:
        added = len(after["cards"]) - len(rows["cards"])
        learner.problems.append(f"{when}: {added} cards came, {fresh} are new in the package")
    stored = {row[1]: (key, row) for key, row in after["notes"].items()}
    for guid in update.same | update.absent:
        key, row = stored[guid]
        if key != ids[guid] or row != rows["notes"][key]:
            learner.problems.append(f"{when}: note {guid} was rewritten although nothing in it changed")
    for guid in sorted(update.changed | update.added):
        if guid not in stored or stored[guid][1][6] != update.after[guid][0]:
            learner.problems.append(f"{when}: the new text of note {guid} did not arrive")


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def judge(old: Path, new: Path, added: int | None, changed: int | None) -> dict[str, Any]:
    """Everything that is wrong with an update."""
    with tempfile.TemporaryDirectory(prefix="anki-") as name:
        folder = Path(name)
        update = Update(Package(old, folder), Package(new, folder))
        problems = update.withdrawn()
        for what, found, expected in (("new", update.added, added), ("changed", update.changed, changed)):
            if expected is not None and len(found) != expected:
                problems.append(f"{len(found)} notes are {what}, {expected} expected: {sorted(found)[:5]}")
        problems += learn_and_update(update, DEFAULTS, "update", folder)
        problems += learn_and_update(update, EVERYTHING, "update with every option set", folder)
    return {
        "problems": list(dict.fromkeys(problems)),
        "added": len(update.added),
        "changed": len(update.changed),
        "unchanged": len(update.same),
        "absent": len(update.absent),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description="Imports two editions of a deck one after the other.")
    arguments.add_argument("old", type=Path)
    arguments.add_argument("new", type=Path)
    arguments.add_argument("--expect-added", type=int, help="how many notes the new edition adds")
    arguments.add_argument("--expect-changed", type=int, help="how many notes it changes")
    arguments.add_argument("--text", action="store_true", help="lines to read instead of JSON")
    options = arguments.parse_args()
    try:
        verdict = judge(options.old, options.new, options.expect_added, options.expect_changed)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, sqlite3.Error) as error:
        raise SystemExit(f"the decks cannot be read as packages: {error!r}") from error
    report(verdict, options.text)


if __name__ == "__main__":
    main()
