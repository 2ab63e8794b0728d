"""A learner's collection in whatever version of Anki is installed, from 2.1.66 on."""

from __future__ import annotations

import contextlib
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from anki.buildinfo import version as anki_version
from anki.collection import Collection
from anki.errors import DBError

try:
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest
except ImportError:  # before 23.10: an import has no options
    ImportAnkiPackageOptions = ImportAnkiPackageRequest = None

LOG = ["new", "updated", "duplicate", "conflicting", "first_field_match", "missing_notetype", "missing_deck"]
LOG += ["empty_first_field"]
IF_NEWER, ALWAYS, NEVER = 0, 1, 2
DEFAULTS = {"update_notes": IF_NEWER, "update_notetypes": IF_NEWER}
EVERYTHING = {
    "merge_notetypes": True,
    "update_notes": ALWAYS,
    "update_notetypes": ALWAYS,
    "with_scheduling": True,
    "with_deck_configs": True,
}


def parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


HAS_OPTIONS = ImportAnkiPackageRequest is not None
HAS_FSRS = parts(anki_version) >= (23, 10)
# Earlier ones give an updated note the time of the import, not that of the package.
STAMPS = parts(anki_version) < (25, 2)


@dataclass
class Rows:
    """The rows of a collection, by id; notes by GUID."""

    notes: dict[str, list[Any]]
    cards: dict[int, list[Any]]
    reviews: list[list[Any]]

    def cards_of(self) -> dict[int, dict[int, int]]:
        """Note id → ordinal → card id."""
        found: dict[int, dict[int, int]] = {}
        for row in self.cards.values():
            found.setdefault(row[1], {})[row[3]] = row[0]
        return found


@dataclass
class Learner:
    """A collection, and what its owner does with it."""

    path: Path
    fsrs: bool = False
    col: Collection = field(init=False)

    @staticmethod
    def template(path: Path) -> None:
        """Makes an empty collection to begin with copies of."""
        Collection(str(path)).close()

    @staticmethod
    def start(template: Path, path: Path, fsrs: bool) -> Learner:
        shutil.copyfile(template, path)
        return Learner(path, fsrs)

    def __post_init__(self) -> None:
        self.col = Collection(str(self.path))
        # Nothing here has to outlive the machine. Old versions have begun a transaction by now.
        with contextlib.suppress(DBError):
            self.col.db.scalar("pragma synchronous = off")
        if not self.col.v3_scheduler():
            self.col.set_v3_scheduler(True)
        if self.fsrs and HAS_FSRS:
            self.col.set_config("fsrs", True)

    def close(self) -> None:
        self.col.close()

    def import_package(self, path: Path, options: dict[str, Any]) -> dict[str, int]:
        """Imports a package; how many notes each entry of Anki's log lists."""
        if HAS_OPTIONS:
            request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions(**options))
            log = self.col.import_anki_package(request).log
        else:
            log = self.col.import_anki_package(str(path)).log
        return {name: len(getattr(log, name)) for name in LOG if hasattr(log, name)}

    def rows(self) -> Rows:
        assert self.col.db is not None
        return Rows(
            notes={row[1]: row for row in self.col.db.all("select * from notes")},
            cards={row[0]: row for row in self.col.db.all("select * from cards")},
            reviews=self.col.db.all("select * from revlog order by id"),
        )

    def set_time(self, ids: list[int], time: int) -> None:
        """Dates a change of notes: these tests have a calendar of their own."""
        assert self.col.db is not None
        marks = ",".join(str(id) for id in ids)
        self.col.db.execute(f"update notes set mod = {time} where id in ({marks})")

    def answer(self, rng: Random, most: int) -> None:
        """Answers cards from the whole collection with each of the four buttons."""
        assert self.col.db is not None
        ids = self.col.db.list("select id from cards where queue != -1 order by id")
        for id in rng.sample(ids, min(most, len(ids))):
            card = self.col.get_card(id)
            card.start_timer()
            self.col.sched.answerCard(card, rng.choice((1, 2, 3, 3, 4)))
        # Anki reads the clock twice for a review; where a second ends between, its own check mends the card.
        self.col.fix_integrity()

    def settle(self, rng: Random) -> None:
        """Suspends a card, flags one, moves one to a deck of the learner's own, and renames a deck."""
        assert self.col.db is not None
        ids = self.col.db.list("select id from cards order by id")
        if not ids:
            return
        self.col.sched.suspend_cards([rng.choice(ids)])
        self.col.set_user_flag_for_cards(rng.randint(1, 4), [rng.choice(ids)])
        self.col.set_deck([rng.choice(ids)], self.col.decks.id("My own deck"))
        if rng.random() < 0.3:
            leaves = [deck for deck in self.col.decks.all_names_and_ids() if "::" in deck.name]
            if leaves:
                deck = rng.choice(leaves)
                self.col.decks.rename(self.col.decks.get(deck.id), deck.name + " of mine")

    def tag(self, ids: list[int], tag: str, time: int) -> None:
        self.col.tags.bulk_add(ids, tag)
        self.set_time(ids, time)

    def edit(self, id: int, time: int) -> None:
        """Writes something of the learner's own into the last field of a note."""
        note = self.col.get_note(id)
        note.fields[-1] = "My own remark"
        self.col.update_note(note)
        self.set_time([id], time)

    def empty_cards(self) -> list[int]:
        return [found.note_id for found in self.col.get_empty_cards().notes]

    def sides(self, id: int) -> tuple[str, str]:
        output = self.col.get_card(id).render_output()
        return output.question_text, output.answer_text

    def note_types(self) -> list[str]:
        return [found.name for found in self.col.models.all_names_and_ids()]
