"""Compares a deck with what genanki, the reference writer, makes of the same notes.

Both packages go through Anki's importer into collections of their own. What a learner then has must be the same: the same
cards in the same decks with the same tags and the same text on either side.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import genanki
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

import verdict
from anki_package import Package


def rewrite(package: Package, path: Path) -> float:
    """Writes the package's notes with genanki; gives the seconds it took."""
    models = {
        model_id: genanki.Model(
            model_id,
            model["name"],
            fields=[{"name": field["name"]} for field in model["flds"]],
            templates=[{key: template[key] for key in ("name", "qfmt", "afmt")} for template in model["tmpls"]],
            css=model["css"],
            model_type=genanki.Model.CLOZE if model["type"] == 1 else genanki.Model.FRONT_BACK,
        )
        for model_id, model in package.models.items()
    }
    homes = {card["nid"]: card["did"] for card in package.cards}
    positions = {card["nid"]: card["due"] for card in package.cards}
    decks = {deck_id: genanki.Deck(deck_id, package.decks[deck_id]["name"]) for deck_id in set(homes.values())}
    started = time.perf_counter()
    for note in package.notes:
        decks[homes[note["id"]]].add_note(
            genanki.Note(
                model=models[note["mid"]],
                fields=note["flds"].split("\x1f"),
                tags=note["tags"].split(),
                guid=note["guid"],
                due=positions[note["id"]],
            )
        )
    # genanki says on standard output what it thinks of the HTML.
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        genanki.Package(list(decks.values())).write_to_file(str(path))
    return time.perf_counter() - started


def learnt(path: Path, folder: Path) -> dict[tuple[str, int], tuple[Any, ...]]:
    """What a learner has after the import: (GUID, ordinal) → deck, position, tags, question, answer."""
    collection = Collection(str(folder / f"{path.stem}.anki2"))
    try:
        request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
        collection.import_anki_package(request)
        cards = {}
        for card_id in collection.find_cards(""):
            card = collection.get_card(card_id)
            note = card.note()
            rendered = card.render_output()
            cards[note.guid, card.ord] = (
                collection.decks.name(card.did),
                card.due,
                tuple(sorted(note.tags)),
                rendered.question_text,
                rendered.answer_text,
            )
        return cards
    finally:
        collection.close()


def main() -> None:
    """Judges a deck."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("deck", type=Path)
    arguments.add_argument("--text", action="store_true", help="lines to read instead of JSON")
    options = arguments.parse_args()
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "file").mkdir()
        package = Package(options.deck, folder / "file")
        peer = folder / "genanki.apkg"
        seconds = rewrite(package, peer)
        ours, theirs = learnt(options.deck, folder), learnt(peer, folder)
        labels = ("deck", "position", "tags", "question", "answer")
        for key in sorted(ours.keys() | theirs.keys()):
            guid, ordinal = key
            if key not in theirs:
                problems.append(f"card {ordinal} of note {guid}: genanki makes none")
            elif key not in ours:
                problems.append(f"card {ordinal} of note {guid}: only genanki makes it")
            else:
                for label, mine, other in zip(labels, ours[key], theirs[key], strict=True):
                    if mine != other:
                        problems.append(f"card {ordinal} of note {guid}: another {label}: {mine!r} and {other!r}")
    verdict.report({"problems": problems, "cards": len(ours), "genanki_seconds": round(seconds, 3)}, options.text)


if __name__ == "__main__":
    main()
