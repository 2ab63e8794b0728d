"""A deck written by genanki that the judge has nothing to say about, and ways to break it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import genanki

MOMENT = 1_750_000_000
CSS = ".card { color: #222 } .card.nightMode { color: #eee }"
PITFALLS = "Guide::06 Objects::Pitfalls"
COMPARISONS = "Guide::06 Objects::Comparisons"


class Model(genanki.Model):
    """A genanki note type whose fields and templates have ids, as Anki's own have."""

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, object]:
        model = super().to_json(timestamp, deck_id)
        model["did"] = None
        for entries, first in ((model["flds"], 1_000), (model["tmpls"], 2_000)):
            for index, entry in enumerate(entries):
                entry["id"] = self.model_id + first + index
        return model


@dataclass
class Recipe:
    """What a deck is made of; a broken deck is this with something changed."""

    front: str = "{{Prompt}}<pre>{{Code}}</pre>"
    css: str = CSS
    stable_ids: bool = True
    pitfalls: list[list[str]] = field(
        default_factory=lambda: [
            ["Shared list.", "What is printed?", "print([] is [])", "False: two displays build two objects."],
            [
                "Late lookup.",
                "What does f() return?",
                "f = lambda: x",
                "What `x` is when <code>f</code> runs: &#123;&#123;x}}.",
            ],
        ]
    )
    comparisons: list[list[str]] = field(
        default_factory=lambda: [
            ["Loops over it", "list: {{c1::as many as you like}} · generator: {{c2::just one of them}}"],
            ["Memory", "list: {{c1::grows with length}} · generator: {{c2::stays the same}}"],
        ]
    )
    guids: list[str] = field(default_factory=lambda: ["a", "b", "c", "d"])
    media: dict[str, bytes] = field(default_factory=dict)
    pitfall_deck: str = PITFALLS
    drop_cloze: int = 0
    first_due: int = 1
    spare_field: bool = False

    @property
    def spare(self) -> list[str]:
        return ["Spare"] if self.spare_field else []

    def write(self, path: Path) -> None:
        """Writes the deck as a package."""
        kind = Model if self.stable_ids else genanki.Model
        pitfall = kind(
            1_500_000_000_000,
            "Pitfall",
            fields=[{"name": name} for name in ["Prompt", "Code", "Lead", "Why", *self.spare]],
            templates=[
                {"name": "Why", "qfmt": self.front, "afmt": "{{FrontSide}}<hr id=answer><b>{{Lead}}</b> {{Why}}"}
            ],
            css=self.css,
        )
        row = kind(
            1_500_000_100_000,
            "Comparison",
            fields=[{"name": name} for name in ("Row", "Text")],
            templates=[
                {"name": "Cell", "qfmt": "{{Row}}: {{cloze:Text}}", "afmt": "{{Row}}: {{cloze:Text}}<hr>Table 1"}
            ],
            css=self.css,
            model_type=genanki.Model.CLOZE,
        )
        decks = [genanki.Deck(1_600_000_000_000, self.pitfall_deck), genanki.Deck(1_600_000_000_100, COMPARISONS)]
        due = self.first_due
        guids = iter(self.guids)
        for lead, prompt, code, why in self.pitfalls:
            fields = [prompt, code, lead, why, *("" for _ in self.spare)]
            decks[0].add_note(genanki.Note(pitfall, fields, guid=next(guids), due=due))
            due += 1
        for fields in self.comparisons:
            note = genanki.Note(row, fields, guid=next(guids), due=due)
            if self.drop_cloze:
                note.cards = [card for card in note.cards if card.ord + 1 != self.drop_cloze]
            decks[1].add_note(note)
            due += 1
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for name, content in self.media.items():
                files.append(Path(folder) / name)
                files[-1].write_bytes(content)
            genanki.Package(decks, files).write_to_file(path, timestamp=MOMENT)


def edit(path: Path, *statements: str) -> None:
    """Runs SQL on the collection in a package."""
    with tempfile.TemporaryDirectory() as name:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(name)
            names = archive.namelist()
        connection = sqlite3.connect(Path(name) / "collection.anki2")
        with connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()
        with zipfile.ZipFile(path, "w") as archive:
            for entry in names:
                archive.write(Path(name) / entry, entry)


Break = Callable[[Path], Path | None]


def _with(**changes: object) -> Break:
    return lambda path: Recipe(**changes).write(path)  # type: ignore[arg-type]


def _edited(*statements: str) -> Break:
    def write(path: Path) -> None:
        Recipe().write(path)
        edit(path, *statements)

    return write


def _renamed(path: Path) -> Path:
    Recipe().write(path)
    return Path(shutil.move(path, path.with_name("collection.apkg")))


def _unlisted(path: Path) -> None:
    Recipe().write(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("meta", b"")


def _pitfall(**changes: str) -> Break:
    """The first pitfall with other text in some of its fields."""
    recipe = Recipe()
    names = ["lead", "prompt", "code", "why"]
    first = [changes.get(name, text) for name, text in zip(names, recipe.pitfalls[0])]
    return _with(pitfalls=[first, recipe.pitfalls[1]])


def _comparison(text: str) -> Break:
    return _with(comparisons=[["Loops over it", text], Recipe().comparisons[1]])


# What is broken, how, and words of the problem that has to be named.
BROKEN: list[tuple[str, Break, str]] = [
    ("two notes with one GUID", _with(guids=["a", "a", "c", "d"]), "notes have the GUID"),
    (
        "a note without cards",
        _edited("delete from cards where nid in (select id from notes where guid='b')"),
        "no cards",
    ),
    ("a missing cloze card", _with(drop_cloze=2), "the package lacks it, Anki makes it"),
    ("a card of an empty template", _with(front="{{#Lead}}{{^Lead}}{{Prompt}}{{/Lead}}{{/Lead}}"), "is blank"),
    ("a cloze number nobody wrote", _edited("update cards set ord=6 where ord=1"), "No cloze"),
    ("times in milliseconds", _edited("update notes set mod=mod*1000"), "no time in seconds"),
    ("the id 0", _edited("update notes set id=0 where guid='a'", "update cards set nid=0 where due=1"), "the id 0"),
    ("positions that are renumbered", _with(first_due=1_000_000), "renumbers the position"),
    ("positions that are all the same", _edited("update cards set due=7"), "the same position"),
    ("fields without ids", _with(stable_ids=False), "has no id"),
    ("a name that replaces the collection", _renamed, "whole collection"),
    ("a newer format beside the old", _unlisted, "newer format"),
    ("a lost field", _edited("update notes set flds='one' where guid='a'"), "Anki fails on this deck"),
    ("no night mode", _with(css=".card {}"), "no .nightMode"),
    ("a script", _pitfall(why="<script>1</script>Because."), "<script>"),
    ("an event handler", _pitfall(why='<b onclick="x()">Because.</b>'), "a script in `onclick`"),
    ("a remote picture", _pitfall(why='<img src="https://example.org/a.png">'), "it loads https://example.org"),
    ("a remote font", _with(css=CSS + "@import 'https://example.org/a.css';"), "it loads https://example.org"),
    ("a missing picture", _pitfall(why='<img src="none.png">'), "none.png is missing"),
    ("a picture nobody shows", _with(media={"a.png": b"0"}), "did not import it"),
    ("an open tag", _pitfall(why="<b>Because."), "<b> is"),
    ("a stray end tag", _pitfall(why="Because.</i>"), "</i> closes nothing"),
    ("a sound", _pitfall(why="[sound:a.mp3] Because."), "[anki:play"),
    ("LaTeX by accident", _pitfall(why="see [latex]"), "Anki takes the text"),
    ("an unknown field", _with(front="{{Prompt}} {{Nothing}}"), "a problem"),
    ("an answer that says nothing", _with(front="{{Prompt}}{{Code}}{{Lead}}{{Why}}<hr id=answer>"), "of the lead"),
    ("two cards with one front", _with(pitfalls=[Recipe().pitfalls[0]] * 2), "the same front"),
    ("a front with a word of the lead", _pitfall(prompt="What does the list hold?"), "“list” of the lead"),
    ("a deck outside the tree", _with(pitfall_deck="Guide::Pitfalls"), "not of the form"),
    (
        "a readable answer",
        _with(comparisons=[["As good as new", "{{c1::good as new}}"], ["B", "{{c1::b}}"]]),
        "can be read",
    ),
    ("a cloze that ends early", _comparison("{{c1::as {{x}} }} {{c2::one}}"), "left of a template"),
    ("a card that is learnt already", _edited("update cards set type=2, queue=2, reps=3 where due=1"), "not new"),
    ("a review", _edited("insert into revlog values (1700000000000, 1, -1, 3, 1, 1, 2500, 9, 0)"), "somebody else"),
    ("a card too few", _edited("delete from cards where id=(select max(id) from cards)"), "cards were imported"),
]


def _next(*statements: str, **changes: object) -> Break:
    """The next edition: a recipe with changes, then SQL; the time of change of nothing is newer by itself."""

    def write(path: Path) -> None:
        Recipe(**changes).write(path)  # type: ignore[arg-type]
        if statements:
            edit(path, *statements)

    return write


NEWER = "update notes set mod=mod+60 where guid='a'"
EDITED = {"pitfalls": [["Shared list.", "What is printed?", "print([] is [])", "False."], Recipe().pitfalls[1]]}
MORE = {
    "comparisons": [*Recipe().comparisons, ["Speed", "list: {{c1::quick indexing}}"]],
    "guids": ["a", "b", "c", "d", "e"],
}

# Editions that follow the sample deck: what was done, how, notes added and changed, and words of the problem to be
# named; none where the update is right.
UPDATES: list[tuple[str, Break, int, int, str | None]] = [
    ("nothing", _next(), 0, 0, None),
    ("an edit", _next(NEWER, **EDITED), 0, 1, None),
    ("a new note and an edit", _next(NEWER, **EDITED, **MORE), 1, 1, None),
    ("an edit without a newer time", _next(**EDITED), 0, 1, "the new text of note a did not arrive"),
    ("a newer time for all notes", _next("update notes set mod=mod+60"), 0, 0, "although nothing in it changed"),
    ("another GUID", _next(guids=["z", "b", "c", "d"]), 0, 0, "1 notes are new, 0 expected"),
    ("a withdrawn card", _next("update notes set mod=mod+60 where guid='c'", drop_cloze=2), 0, 0, "is withdrawn"),
    (
        "a withdrawn cloze number",
        _next(
            "update notes set mod=mod+60 where guid='c'",
            comparisons=[["Loops over it", "list: {{c1::as many as you like}}"], Recipe().comparisons[1]],
        ),
        0,
        1,
        "No cloze",
    ),
    ("another shape", _next(NEWER, **EDITED, spare_field=True), 0, 1, "under “conflicting”"),
]

RESTYLED = {"css": CSS + " .card { padding: 1em }"}
NEWER_LOOK = f"update col set models = replace(models, '{MOMENT}', '{MOMENT + 60}')"
LOOKS: list[tuple[str, Break, str | None]] = [
    ("a new look", _next(NEWER_LOOK, **RESTYLED), None),
    ("a look without a newer time", _next(**RESTYLED), "the change did not arrive"),
    ("a look and an edit", _next(NEWER_LOOK, NEWER, **RESTYLED, **EDITED), "under “updated”"),
    ("a look and another shape", _next(NEWER_LOOK, **RESTYLED, spare_field=True), "under “conflicting”"),
]
