"""Imports a deck, learns, then imports the same deck with another look: the look arrives, and nothing else changes.

    python anki_look.py OLD.apkg NEW.apkg [--text]

See README.md for what is checked.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from anki.collection import Collection
from anki.errors import AnkiException

from anki_deck import DEFAULTS, Judge, close
from anki_package import Package
from verdict import report

PARTS = ("css", "qfmt", "afmt")


def looks(models: dict[int, dict[str, Any]]) -> dict[str, str]:
    """Every style and template, by note type, template and part."""
    found = {}
    for model in models.values():
        found[f"{model['name']} css"] = model["css"]
        for template in model["tmpls"]:
            found |= {f"{model['name']}, {template['name']} {part}": template[part] for part in PARTS[1:]}
    return found


def judge(old_path: Path, new_path: Path) -> dict[str, Any]:
    """What a learner loses or misses."""
    with tempfile.TemporaryDirectory(prefix="look-") as name:
        folder = Path(name)
        old, new = Package(old_path, folder), Package(new_path, folder)
        before, after = looks(old.models), looks(new.models)
        changed = sorted(what for what in after if before.get(what) != after[what])
        learner = Judge(old_path, old, Collection(str(folder / "learner.anki2")))
        try:
            learner.import_package(DEFAULTS)
            learner.answer_cards()
            rows = learner.dump()
            learner.path, learner.package = new_path, new
            learner.expect_log(learner.import_package(DEFAULTS), "the new look", duplicate=len(new.notes))
            learner.compare(rows, "the new look")
            here = {mid: learner.col.models.get(mid) for mid in learner.column("select id from notetypes")}
            shown = looks({mid: model for mid, model in here.items() if mid in new.models})
            if len(shown) != len(after):
                learner.problems.append(f"{len(shown)} styles and templates of {len(after)} are in the collection")
            late = [what for what in changed if shown.get(what) != after[what]]
            learner.problems += [f"{what}: the change did not arrive" for what in late]
            learner.check_database("after the new look")
        except (AnkiException, sqlite3.Error) as error:
            learner.problems.append(f"Anki fails on these decks: {error or type(error).__name__}")
        finally:
            close(learner.col)
        return {"problems": old.problems + new.problems + learner.problems, "changed": changed}


def main() -> None:
    arguments = argparse.ArgumentParser(description="Imports a deck, then the same with another look.")
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
