"""Imports the next edition of a deck with every combination of Anki's options: none may touch what was learnt.

    python anki_options.py OLD.apkg NEW.apkg [--text]

The options are remembered from one import to the next, so a learner may have set any of them long ago.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from random import Random
from typing import Any

from ledger import Deck
from learner import ALWAYS, DEFAULTS, IF_NEWER, NEVER, Learner, anki_version
from verdict import report

ANSWERS = 30
CHOICES: dict[str, list[Any]] = {
    "merge_notetypes": [False, True],
    "update_notes": [IF_NEWER, ALWAYS, NEVER],
    "update_notetypes": [IF_NEWER, ALWAYS, NEVER],
    "with_scheduling": [False, True],
    "with_deck_configs": [False, True],
}
WORDS = {IF_NEWER: "if newer", ALWAYS: "always", NEVER: "never"}


def combinations() -> list[dict[str, Any]]:
    return [dict(zip(CHOICES, values)) for values in itertools.product(*CHOICES.values())]


def name(options: dict[str, Any]) -> str:
    said = {key: value if isinstance(value, bool) else WORDS[value] for key, value in options.items()}
    return ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in said.items())


def update(studied: Path, folder: Path, path: Path, old: Deck, new: Deck, options: dict[str, Any]) -> list[str]:
    """What a learner loses or misses by importing an edition with these options."""
    shutil.copyfile(studied, folder / "learner.anki2")
    learner = Learner(folder / "learner.anki2")
    try:
        before = learner.rows()
        log = learner.import_package(path, options)
        after = learner.rows()
        types = learner.note_types()
    finally:
        learner.close()
    problems = []
    if after.reviews != before.reviews:
        problems.append("the record of reviews has changed")
    lost = [key for key, row in before.cards.items() if after.cards.get(key) != row]
    if lost:
        problems.append(f"{len(lost)} cards lost their id, deck or schedule: {lost[:5]}")
    if after.notes.keys() != before.notes.keys() | new.by_guid.keys():
        problems.append("there are other notes than those of the two editions")
    if [row[0] for guid, row in after.notes.items() if guid in before.notes and row[0] != before.notes[guid][0]]:
        problems.append("notes have changed their ids")
    problems += [f"the log has notes under “{key}”" for key in ("conflicting", "missing_notetype") if log[key]]
    problems += [f"there is a note type {kind}" for kind in types if kind.endswith("+")]
    for guid, note in new.by_guid.items():
        changed = guid not in old.by_guid or old.by_guid[guid].says != note.says
        arrived = tuple(after.notes[guid][6].split("\x1f")) == note.fields
        if changed and not arrived and (guid not in before.notes or options["update_notes"] != NEVER):
            problems.append(f"the text of {note.key} did not arrive")
    return [f"{name(options)}: {problem}" for problem in problems]


def judge(old_path: Path, new_path: Path) -> dict[str, Any]:
    """Everything that any combination of options does harm to."""
    rng = Random(1)
    with tempfile.TemporaryDirectory(prefix="anki-") as text:
        folder = Path(text)
        old, new = Deck(old_path, folder), Deck(new_path, folder)
        problems = []
        for fsrs in (True, False):
            studied = folder / "studied.anki2"
            studied.unlink(missing_ok=True)
            learner = Learner(studied, fsrs)
            learner.import_package(old_path, DEFAULTS)
            learner.answer(rng, ANSWERS)
            learner.settle(rng)
            learner.close()
            for options in combinations():
                problems += update(studied, folder, new_path, old, new, options)
    kept = [note for guid, note in new.by_guid.items() if guid in old.by_guid]
    return {
        "problems": problems,
        "anki": anki_version,
        "combinations": len(combinations()),
        "added": len(new.notes) - len(kept),
        "changed": sum(old.by_guid[note.guid].says != note.says for note in kept),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description="Imports an edition with every combination of options.")
    arguments.add_argument("old", type=Path)
    arguments.add_argument("new", type=Path)
    arguments.add_argument("--text", action="store_true", help="lines to read instead of JSON")
    options = arguments.parse_args()
    try:
        verdict = judge(options.old, options.new)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, sqlite3.Error) as error:
        raise SystemExit(f"the decks cannot be read as packages: {error!r}") from error
    report(verdict, options.text)


if __name__ == "__main__":
    main()
