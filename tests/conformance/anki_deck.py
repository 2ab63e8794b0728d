"""Imports a deck with the real Anki backend and looks at everything a learner would meet.

    python anki_deck.py DECK.apkg… --expect-cards N… [--text]

See README.md for what is checked.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import tempfile
import zipfile
from collections import defaultdict
from html import unescape
from pathlib import Path
from typing import Any

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.buildinfo import version as anki_version
from anki.cards import Card, CardId
from anki.errors import AnkiException
from anki.import_export_pb2 import (
    IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_ALWAYS as ALWAYS,
    IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER as IF_NEWER,
)
from anki.models import MODEL_CLOZE
from anki.notes import NoteId

import card_html
from anki_package import Package
from verdict import report

ANSWERED = 20
DEFAULTS = ImportAnkiPackageOptions(update_notes=IF_NEWER, update_notetypes=IF_NEWER)
EVERYTHING = ImportAnkiPackageOptions(
    merge_notetypes=True, update_notes=ALWAYS, update_notetypes=ALWAYS, with_scheduling=True, with_deck_configs=True
)
COMPLAINTS = [
    "No cloze",
    "The front of this card is blank",
    "has a problem",
    "Unknown field",
    "[anki:play",
]
MARKS = ["[sound:", "[latex]", "[$]", "[$$]"]
CLOZE = re.compile(r"\{\{c(\d+)::(.*?)(?:::[^{}]*?)?\}\}", re.DOTALL)
DECK = re.compile(r"[^:]+(?::[^:]+)*::\d{2,} [^:]+(?::[^:]+)*::(?:Pitfalls|Comparisons)")
LEAD_FIELDS = {"lead", "title"}
SHORTEST_LEAD_WORD = 4
SHORTEST_ANSWER = 8
FEWEST_WORDS = 2
Log = dict[str, int]


class Judge:
    """A fresh collection, and what is wrong with a package that is imported into it."""

    def __init__(self, path: Path, package: Package, collection: Collection) -> None:
        self.path = path
        self.package = package
        self.col = collection
        self.problems: list[str] = []
        self.unchecked: list[str] = []

    def import_package(self, options: ImportAnkiPackageOptions) -> Log:
        """Imports the package; how many notes each entry of Anki's log lists."""
        request = ImportAnkiPackageRequest(package_path=str(self.path), options=options)
        log = self.col.import_anki_package(request).log
        names = ["new", "updated", "duplicate", "conflicting", "first_field_match"]
        names += ["missing_notetype", "missing_deck", "empty_first_field"]
        return {name: len(getattr(log, name)) for name in names}

    def expect_log(self, log: Log, when: str, **expected: int) -> None:
        for name, count in log.items():
            wanted = expected.get(name, 0)
            if count != wanted:
                what = name.replace("_", " ")
                self.problems.append(f"{when}: Anki's log has {count} notes under “{what}”, not {wanted}")

    def card_name(self, card: Card) -> str:
        note = card.note()
        text = " ".join(card_html.read(" ".join(note.fields)).text.split())[:50]
        return f"card {card.ord + 1} of note {note.guid} in {self.col.decks.name(card.did)} ({text})"

    def rows(self, sql: str) -> list[Any]:
        assert self.col.db is not None
        return list(self.col.db.all(sql))

    def column(self, sql: str) -> list[Any]:
        return [row[0] for row in self.rows(sql)]

    def cards(self) -> list[Card]:
        return [self.col.get_card(CardId(cid)) for cid in self.column("select id from cards order by id")]

    # What the collection holds after the first import.

    def check_cards_made(self, expected: int) -> None:
        cards = self.col.card_count()
        if cards != expected:
            self.problems.append(f"{cards} cards were imported, {expected} expected")
        if cards != len(self.package.cards):
            self.problems.append(f"{cards} cards were imported of {len(self.package.cards)} in the package")
        for report_ in self.col.get_empty_cards().notes:
            self.problems.append(f"note {self.col.get_note(NoteId(report_.note_id)).guid}: Anki counts cards as empty")

    def check_generated(self) -> None:
        """Lets Anki generate cards, in a collection of their own; it must not find one that the package lacks."""
        self.import_package(DEFAULTS)
        before = set(self.column("select id from cards"))
        self.col.after_note_updates(self.column("select id from notes"), mark_modified=False)
        for card in self.cards():
            if card.id not in before:
                self.problems.append(f"{self.card_name(card)}: the package lacks it, Anki makes it")

    def check_database(self, when: str) -> None:
        before = self.dump()
        said, ok = self.col.fix_integrity()
        if not ok:
            self.problems.append(f"{when}: Check Database says: {' '.join(said.split())}")
        self.compare(before, f"{when}: Check Database")

    def check_decks(self) -> None:
        for name in sorted({self.col.decks.name(card.did) for card in self.cards()}):
            if not DECK.fullmatch(name):
                self.problems.append(f"deck {name}: not of the form Title::NN Section::Pitfalls or ::Comparisons")

    def check_note_types(self) -> None:
        for mid in self.column("select distinct mid from notes"):
            model = self.col.models.get(mid)
            assert model is not None
            loads = card_html.css_loads(model["css"])
            for template in model["tmpls"]:
                for side in ("qfmt", "afmt"):
                    html = re.sub(r"\{\{[^}]*\}\}", "", template[side])
                    loads += card_html.read(html).loads
            for address in loads:
                if card_html.is_remote(address):
                    self.problems.append(f"note type {model['name']}: it loads {address}")
                elif not address.startswith("_"):
                    self.problems.append(
                        f"note type {model['name']}: {address} is dropped, its name lacks a leading `_`"
                    )
                elif not (Path(self.col.media.dir()) / address).is_file():
                    self.problems.append(f"note type {model['name']}: {address} is missing")

    def check_media(self) -> None:
        for name in self.package.media:
            if not (Path(self.col.media.dir()) / name).is_file():
                self.problems.append(f"media {name}: Anki did not import it, so no card shows it")
        found = self.col.media.check()
        self.problems += [f"media {name}: Check Media calls it missing" for name in found.missing]
        self.problems += [f"media {name}: Check Media calls it unused" for name in found.unused]

    # What a learner sees.

    def check_sides(self) -> None:
        fronts: dict[str, list[str]] = defaultdict(list)
        leads = False
        for card in self.cards():
            name = self.card_name(card)
            output = card.render_output()
            question, answer = card_html.read(output.question_text), card_html.read(output.answer_text)
            fields = card.note().fields
            if card.ord == 0:
                written = [mark for mark in MARKS if any(mark in text for text in fields)]
                self.problems += [f"{name}: Anki takes the text “{mark}” for its own mark" for mark in written]
            for side, html, seen in (
                ("front", output.question_text, question),
                ("back", output.answer_text, answer),
            ):
                where = f"{name}, {side}"
                self.problems += [f"{where}: {problem}" for problem in seen.problems]
                if seen.is_empty:
                    self.problems.append(f"{where}: it is empty")
                self.problems += [f"{where}: it says “{text}”" for text in complaints(seen.text, fields)]
                self.problems += [f"{where}: {text} is left of a template" for text in leftovers(html, fields)]
                for file in seen.files:
                    if not (Path(self.col.media.dir()) / file).is_file():
                        self.problems.append(f"{where}: {file} is missing")
            if output.question_text == output.answer_text or (question.text == answer.text and not answer.loads):
                self.problems.append(f"{name}: the back shows what the front shows")
            fronts[" ".join(output.question_text.split())].append(name)
            if card.note_type()["type"] == MODEL_CLOZE:
                self.check_cloze(card, name, question.text)
            leads |= self.check_lead(card, name, question.text)
        for names in fronts.values():
            if len(names) > 1:
                self.problems.append(f"the same front: {'; '.join(names)}")
        if not leads:
            self.unchecked.append("words of the lead on fronts: no note type has a field named Lead or Title")

    def check_cloze(self, card: Card, name: str, front: str) -> None:
        """The deleted answer must not stand on the front more often than in the rest of its own field.

        A single word may: the names of the things compared are answers now and then.
        """
        for text in card.note().fields:
            for number, deleted in CLOZE.findall(text):
                if int(number) != card.ord + 1:
                    continue
                hidden = CLOZE.sub(lambda found: "[...]" if int(found[1]) == card.ord + 1 else found[2], text)
                answer = card_html.read(deleted).text
                allowed = card_html.read(hidden).text.count(answer)
                telling = len(answer) >= SHORTEST_ANSWER and len(answer.split()) >= FEWEST_WORDS
                if telling and front.count(answer) > allowed:
                    self.problems.append(f"{name}, front: the deleted text “{answer}” can be read")

    def check_lead(self, card: Card, name: str, front: str) -> bool:
        """No long word of a pitfall's lead stands on its front; whether the note has a lead at all."""
        note = card.note()
        found = [value for key, value in note.items() if key.lower() in LEAD_FIELDS]
        if card.note_type()["type"] == MODEL_CLOZE or not found:
            return False
        words = {word.lower() for word in re.findall(r"[^\W\d_]+", card_html.read(" ".join(found)).text)}
        seen = {word.lower() for word in re.findall(r"[^\W\d_]+", front)}
        for word in sorted(words & seen):
            if len(word) >= SHORTEST_LEAD_WORD:
                self.problems.append(f"{name}, front: the word “{word}” of the lead gives the answer away")
        return True

    # What happens to a learner's collection when the package comes again.

    def check_again(self) -> None:
        notes = len(self.package.notes)
        before = self.dump()
        self.expect_log(self.import_package(DEFAULTS), "second import", duplicate=notes)
        self.compare(before, "second import")
        self.answer_cards()
        before = self.dump()
        for options, when in (
            (DEFAULTS, "import after reviews"),
            (EVERYTHING, "import after reviews with every option set"),
        ):
            self.expect_log(self.import_package(options), when, duplicate=notes)
            self.compare(before, when)

    def answer_cards(self) -> None:
        """Answers cards from the whole deck with each of the four buttons."""
        answered = self.cards()[:: max(1, self.col.card_count() // ANSWERED)][:ANSWERED]
        for index, card in enumerate(answered):
            card.start_timer()
            self.col.sched.answerCard(card, (1, 2, 3, 4)[index % 4])
        recorded = len(self.rows("select id from revlog"))
        if recorded != len(answered):
            self.problems.append(f"{recorded} of {len(answered)} answers were recorded")
        # Anki reads the clock twice for a review; where a second ends between, its own check mends the card. Before the
        # imports it has nothing to do with the package.
        self.col.fix_integrity()

    def dump(self) -> dict[str, dict[Any, list[Any]]]:
        """Every row of the tables that hold a learner's notes, cards and reviews, by id."""
        return {
            table: {row[0]: list(row) for row in self.rows(f"select * from {table} order by id")}
            for table in ("notes", "cards", "revlog")
        }

    def compare(self, before: dict[str, dict[Any, list[Any]]], when: str) -> None:
        after = self.dump()
        for table, rows in before.items():
            lost = rows.keys() - after[table].keys()
            added = after[table].keys() - rows.keys()
            changed = [key for key in rows.keys() & after[table].keys() if rows[key] != after[table][key]]
            for what, keys in (("lost", lost), ("added", added), ("changed", changed)):
                if keys:
                    self.problems.append(f"{when}: {len(keys)} rows of {table} {what}: {sorted(keys)[:5]}")


def complaints(text: str, fields: list[str]) -> list[str]:
    """What Anki writes where a card is broken, unless a field has the same words."""
    own = unescape(" ".join(fields))
    return [complaint for complaint in COMPLAINTS if complaint in text and complaint not in own]


def leftovers(html: str, fields: list[str]) -> list[str]:
    """Template marks in a rendered side that no field brought; of cloze marks every one."""
    found = re.findall(r"\{\{.*?\}\}|\{\{|\}\}", html, re.DOTALL)
    own = "\n".join(fields)
    return [mark for mark in found if mark not in CLOZE.sub("", own) or re.match(r"\{\{c\d+::", mark)]


def judge(path: Path, expected: int) -> dict[str, Any]:
    """Judges a package in collections that are thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="anki-") as name:
        folder = Path(name)
        package = Package(path, folder)
        learner = Judge(path, package, Collection(str(folder / "learner.anki2")))
        other = Judge(path, package, Collection(str(folder / "other.anki2")))
        cards = 0
        try:
            learner.expect_log(learner.import_package(DEFAULTS), "first import", new=len(package.notes))
            cards = learner.col.card_count()
            learner.check_cards_made(expected)
            learner.check_decks()
            learner.check_note_types()
            learner.check_media()
            learner.check_sides()
            learner.check_database("after the first import")
            learner.check_again()
            learner.check_database("after reviews and more imports")
            other.check_generated()
        except (AnkiException, sqlite3.Error) as error:
            learner.problems.append(f"Anki fails on this deck, the rest is unchecked: {error or type(error).__name__}")
        except BaseException as error:
            if not is_panic(error):
                raise
            learner.problems.append(f"Anki crashes on this deck, the rest is unchecked: {error}")
        finally:
            close(learner.col)
            close(other.col)
        return {
            "problems": package.problems + learner.problems + other.problems,
            "unchecked": learner.unchecked,
            "cards": cards,
            "notes": len(package.notes),
            "anki": anki_version,
        }


def is_panic(error: BaseException) -> bool:
    """Whether Anki's backend has crashed: its exception is no `Exception`, and its class is not public."""
    return type(error).__name__ == "PanicException"


def close(collection: Collection) -> None:
    """Closes a collection, even one whose backend has crashed."""
    try:
        collection.close()
    except BaseException as error:
        if not is_panic(error):
            raise


def judge_all(decks: list[Path], expected: list[int]) -> dict[str, Any]:
    """Judges several packages, each in collections of its own; what is wrong names the package."""
    verdicts = [judge(deck, cards) for deck, cards in zip(decks, expected, strict=True)]
    if len(verdicts) == 1:
        return verdicts[0]
    named = list(zip(decks, verdicts))
    return {
        "problems": [f"{deck.name}: {problem}" for deck, verdict in named for problem in verdict["problems"]],
        "unchecked": [f"{deck.name}: {what}" for deck, verdict in named for what in verdict["unchecked"]],
        "cards": sum(verdict["cards"] for verdict in verdicts),
        "notes": sum(verdict["notes"] for verdict in verdicts),
        "decks": len(decks),
        "anki": anki_version,
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description="Imports decks with the Anki backend.")
    arguments.add_argument("decks", type=Path, nargs="+", metavar="DECK")
    arguments.add_argument(
        "--expect-cards", type=int, nargs="+", required=True, metavar="N", help="how many cards each should have"
    )
    arguments.add_argument("--text", action="store_true", help="lines to read instead of JSON")
    options = arguments.parse_args()
    if len(options.decks) != len(options.expect_cards):
        arguments.error(f"{len(options.decks)} decks, and {len(options.expect_cards)} numbers of cards")
    try:
        verdict = judge_all(options.decks, options.expect_cards)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, sqlite3.Error) as error:
        raise SystemExit(f"a deck cannot be read as a package: {error!r}") from error
    report(verdict, options.text)


if __name__ == "__main__":
    main()
