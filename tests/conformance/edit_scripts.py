"""Random guides are exported, imported, learnt, edited and imported again: no learner may lose or miss anything.

    python edit_scripts.py BINARY [--scripts N] [--seed S] [--only N] [--jobs N] [--keep FOLDER] [--text]

Every script is determined by the seed and its number; see README.md for what it does and what is checked.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from random import Random

from ledger import Deck, Ledger, Shipped
from learner import DEFAULTS, EVERYTHING, HAS_OPTIONS, STAMPS, Learner, Rows, anki_version
from random_edits import Editor
from random_guide import Guide, Writer
from verdict import report

START = 1_600_000_000
DAY = 86_400
ANSWERS = 30
MOST_FAILURES = 5
KINDS = ["pitfalls", "comparisons", "practices", "keys", "versions"]
WHOLE = ["--cards", ",".join(KINDS)]
COMPLAINTS = ["No cloze", "The front of this card is blank", "has a problem", "Unknown field", "[anki:play", "[...]]"]
MARK = re.compile(r"\{\{c\d+::")
IMAGE = re.compile(r'<img src="([^"]*)"')
TAG = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)


class Failure(Exception):
    """Something that must never happen."""


class Script:
    """One guide from its first edition to its last, and one learner."""

    def __init__(self, binary: Path, seed: int, number: int, folder: Path, template: Path) -> None:
        self.rng = Random(f"{seed}/{number}")
        self.binary, self.folder = binary, folder
        self.writer = Writer(self.rng)
        self.guide: Guide = self.writer.guide()
        self.editor = Editor(self.guide, self.writer, self.rng)
        self.ledger = Ledger()
        self.learner = Learner.start(template, folder / "learner.anki2", fsrs=self.rng.random() < 0.5)
        self.time = START + self.rng.randrange(DAY)
        self.counts: Counter[str] = Counter()
        self.story: list[str] = []
        # What the learner has of each note, by GUID, and who was changed since, by an edit or by --refresh.
        self.delivered: dict[str, Shipped] = {}
        self.unsettled: set[str] = set()
        # Notes the learner wrote in, by GUID: when.
        self.touched: dict[str, int] = {}
        self.whole: Deck | None = None

    # The program.

    def export(self, output: Path, *options: str, at: int | None = None, code: int = 0) -> subprocess.CompletedProcess:
        self.counts["exports"] += 1
        command = [self.binary, "anki", "--guide", self.folder / "guide", "--color", "never", "-o", output, *options]
        environment = {"SOURCE_DATE_EPOCH": str(self.time if at is None else at), "PATH": os.environ.get("PATH", "")}
        ran = subprocess.run(command, capture_output=True, text=True, env=environment)
        if ran.returncode != code:
            said = f"ended with {ran.returncode}, not {code}"
            raise Failure(f"{' '.join(map(str, command[1:]))} {said}:\n{ran.stdout[-500:]}{ran.stderr}")
        return ran

    def lock(self) -> bytes:
        path = self.folder / "guide/guide.lock"
        return path.read_bytes() if path.exists() else b""

    # A round.

    def run(self, rounds: int) -> None:
        self.round("first edition", 0)
        self.learner.answer(self.rng, ANSWERS)
        self.learner.settle(self.rng)
        for number in range(1, rounds + 1):
            touched = number == 1 or self.rng.random() < 0.4
            if touched:
                self.touch()
            count = 0 if self.rng.random() < 0.05 else self.rng.randint(1, 6)
            edits = [self.editor.edit() for _ in range(count)]
            self.pass_time(always_later=touched)
            self.round(f"round {number}: " + ("; ".join(edits) or "no edits"), number)
            if self.rng.random() < 0.5:
                self.learner.answer(self.rng, 6)
        self.round("last round: everything", rounds + 1, whole=True)
        missed = [key for key, note in self.whole.notes.items() if self.misses(note)]
        self.expect(not missed, f"at the end the learner lacks the text of {missed}")

    def pass_time(self, always_later: bool) -> None:
        """The next export is later as a rule, now and then at the same time or, with a wrong clock, earlier."""
        chance = self.rng.random()
        if always_later or STAMPS or chance < 0.75:
            self.time += self.rng.randint(5, 30 * DAY)
        elif chance < 0.85:
            self.time -= self.rng.randint(1, 30 * DAY)

    def round(self, what: str, number: int, whole: bool = False) -> None:
        rng = self.rng
        self.counts["rounds"] += 1
        self.story.append(what)
        self.guide.write(self.folder / "guide")
        self.ledger_before = set(self.ledger.live)
        expected = self.ledger.expected(self.guide)
        vanished = sorted(self.ledger.live - expected.keys())
        options = self.options(whole)
        retire = [option for key in vanished for option in ("--retire", key)]
        refresh = ["--refresh"] if number and rng.random() < 0.03 else []
        before = self.lock()
        out = self.folder / f"{number}.apkg"
        if vanished and rng.random() < 0.3:
            self.export(out, *options, code=1)
            self.expect(self.lock() == before and not out.exists(), "an export that failed wrote something")
        notes = None
        if rng.random() < 0.5:
            notes = self.export(out, *options, *retire, "--dry-run").stdout
            self.expect(self.lock() == before and not out.exists(), "--dry-run wrote something")
        self.story[-1] += f"\n    at {self.time}: {' '.join(options + retire + refresh)}"
        self.export(out, *options, *retire, *refresh)
        after = self.lock()
        self.ledger.ship(self.guide)
        again = self.folder / "again.apkg"
        self.export(again, *options, at=self.time + rng.randint(1, 400 * DAY))
        self.expect(again.read_bytes() == out.read_bytes(), "a second export without an edit has other bytes")
        self.expect(self.lock() == after, "a second export without an edit changed the lock")
        again.unlink()
        deck = full = Deck(out, self.folder)
        if options != WHOLE:
            everything = self.folder / "whole.apkg"
            self.export(everything, *WHOLE, at=self.time + 1)
            full = Deck(everything, self.folder)
        self.problems(self.ledger.check(self.guide, full))
        self.problems(deck.problems)
        self.check_selection(deck, full, options)
        self.check_edition(full, notes, bool(refresh))
        self.whole = full
        imported = DEFAULTS if not HAS_OPTIONS or rng.random() < 0.85 else EVERYTHING
        self.check_import(out, deck, imported)
        if rng.random() < 0.2:
            rows = self.learner.rows()
            log = self.learner.import_package(out, DEFAULTS)
            self.counts["imports"] += 1
            if not STAMPS:
                self.expect(log["duplicate"] == len(deck.notes), f"the same import once more: {log}")
            self.check_kept(rows, self.learner.rows(), set(), "the same import once more")

    def options(self, whole: bool) -> list[str]:
        """What of the guide is exported, and how."""
        rng = self.rng
        if whole:
            return WHOLE
        options = []
        if rng.random() < 0.25:
            numbers = [section.number for section in self.guide.sections]
            chosen = sorted(rng.sample(numbers, rng.randint(1, len(numbers))))
            options += ["--sections", ",".join(map(str, chosen))]
        if rng.random() < 0.5:
            kinds = KINDS if rng.random() < 0.7 else rng.sample(KINDS[:3], rng.randint(1, 2))
            options += ["--cards", ",".join(kinds)]
        if rng.random() < 0.1:
            options += ["--decks", "flat"]
        if rng.random() < 0.15:
            options.append("--no-tombstones")
        return options

    def touch(self) -> None:
        """The learner tags notes, and now and then writes in one; their time is the learner's then."""
        have = self.learner.rows().notes
        if not have:
            return
        # Before the next export, after the last import, whatever clock the author had then.
        self.time = max(self.time, *(row[3] for row in have.values()))
        when = self.time + 2
        chosen = self.rng.sample(sorted(have), min(len(have), 3))
        self.learner.tag([have[guid][0] for guid in chosen], "mine", when)
        if self.rng.random() < 0.3:
            self.learner.edit(have[chosen[0]][0], when)
        self.touched.update(dict.fromkeys(chosen, when))

    # Checks.

    def expect(self, holds: bool, otherwise: str) -> None:
        if not holds:
            raise Failure(otherwise)

    def problems(self, found: list[str]) -> None:
        self.expect(not found, "\n".join(found[:10]))

    def check_selection(self, deck: Deck, full: Deck, options: list[str]) -> None:
        """A part of the deck is the whole deck with notes left out."""
        given = dict(zip(options, options[1:]))
        kinds = given.get("--cards", "pitfalls,comparisons").split(",")
        sections = {section.key for section in self.guide.sections}
        if "--sections" in given:
            numbers = given["--sections"].split(",")
            sections = {section.key for section in self.guide.sections if str(section.number) in numbers}
        for key, note in deck.notes.items():
            self.expect(full.notes.get(key) == note, f"{key} differs between a part of the deck and the whole")
        for key, note in full.notes.items():
            kind = next((tag for tag in note.tags if tag.rpartition("::")[2] + "s" in KINDS), None)
            if kind and kind.rpartition("::")[2] + "s" in kinds and note.section in sections:
                self.expect(key in deck.notes, f"{key} is missing from a part of the deck")
        if "--no-tombstones" in options:
            self.expect(not any(note.retired for note in deck.notes.values()), "there are tombstones all the same")

    def check_edition(self, new: Deck, notes: str | None, refresh: bool) -> None:
        """What says something else is newer than all that was before, the rest is as old as it was."""
        old = self.whole
        counts: Counter[str] = Counter()
        newest = max((note.time for note in old.notes.values()), default=0) if old else 0
        for key, note in new.notes.items():
            was = old.notes.get(key) if old else None
            if note.retired and (not was or was.retired):
                self.expect(not was or refresh or was.time == note.time, f"the tombstone of {key} has another time")
                continue
            same = was and was.says == note.says
            if note.retired:
                counts["retired"] += 1
            elif not was or was.retired:
                counts["new"] += 1
            elif was.section != note.section:
                counts["moved"] += 1
            else:
                counts["unchanged" if same else "changed"] += 1
            if not same or refresh:
                self.unsettled.add(note.guid)
            if same and not refresh:
                self.expect(was.time == note.time, f"{key} says the same and has another time")
                self.expect(was.cards.keys() == note.cards.keys(), f"{key} says the same and has other cards")
            elif was:
                self.expect(note.time > newest, f"{key} has changed and is not newer than all before")
        if notes is not None:
            told = Counter(word.lower() for word in re.findall(r"^- \*\*(\w+)\*\*", notes, re.MULTILINE))
            told["unchanged"] = sum(map(int, re.findall(r"^- (\d+) unchanged", notes, re.MULTILINE)))
            self.expect(+told == +counts, f"--dry-run told of {dict(+told)}; there are {dict(+counts)}")

    def check_import(self, path: Path, deck: Deck, options: dict) -> None:
        before = self.learner.rows()
        started = int(time.time())
        log = self.learner.import_package(path, options)
        self.counts["imports"] += 1
        after = self.learner.rows()
        added = after.notes.keys() - before.notes.keys()
        updated = {guid for guid, row in before.notes.items() if row != after.notes.get(guid)}
        self.expect(added == deck.by_guid.keys() - before.notes.keys(), f"other notes were added: {log}")
        self.check_log(log, added, updated, deck, options)
        self.check_kept(before, after, updated, "the import")
        self.check_changes(before, after, updated, deck, options)
        self.check_new_cards(before, after, deck)
        if STAMPS:
            # The import happened a second after the export.
            stamped = [row[0] for row in after.notes.values() if row[3] >= started - 1]
            self.learner.set_time(stamped, self.time + 1)
        for guid, note in deck.by_guid.items():
            if guid in added or guid in updated:
                self.delivered[guid] = note
                self.unsettled.discard(guid)
                self.touched.pop(guid, None)
        empty = set(self.learner.empty_cards())
        guids = {guid for guid, row in after.notes.items() if row[0] in empty}
        # A new card is added even where the text is left alone, because the learner changed the note after the author.
        bare = sorted(guid for guid in guids if guid not in self.touched)
        self.expect(not bare, f"Anki counts cards as empty: {[deck.by_guid[guid].key for guid in bare]}")
        ids = {after.notes[guid][0] for guid in added | updated}
        for row in after.cards.values():
            if row[1] in ids:
                self.check_sides(row, after)
        types = self.learner.note_types()
        self.expect(not [name for name in types if name.endswith("+")], f"there are note types twice: {types}")

    def check_log(self, log: dict, added: set[str], updated: set[str], deck: Deck, options: dict) -> None:
        wanted = {"new": len(added), "updated": len(updated), "duplicate": len(deck.notes) - len(added) - len(updated)}
        if options is EVERYTHING:
            # What is written again with the same bytes counts as updated.
            wanted["updated"], wanted["duplicate"] = log["updated"], log["duplicate"]
        for name, count in log.items():
            self.expect(count == wanted.get(name, 0), f"Anki's log has {count} under {name}: {log}; wanted {wanted}")

    def check_kept(self, before: Rows, after: Rows, updated: set[str], what: str) -> None:
        """Cards, reviews and notes are what they were, but for the notes that were updated."""
        self.expect(after.reviews == before.reviews, f"{what} changed the record of reviews")
        lost = [row for id, row in before.cards.items() if after.cards.get(id) != row]
        some = [(row, after.cards.get(row[0])) for row in lost[:2]]
        self.expect(not lost, f"{what} changed {len(lost)} cards: {some}")
        for guid, row in before.notes.items():
            now = after.notes.get(guid)
            self.expect(now is not None and now[:3] == row[:3], f"{what} changed the identity of note {guid}")
            self.expect(guid in updated or now == row, f"{what} changed the note {guid}")
        keys = Counter((row[2], row[6].partition("\x1f")[0]) for row in after.notes.values())
        twice = [key for key, count in keys.items() if count > 1]
        self.expect(not twice, f"{what} left two notes with one key: {twice}")

    def misses(self, note: Shipped) -> bool:
        """Whether the learner has another text of the note, and it is not for being newer that it stayed."""
        has = self.delivered.get(note.guid)
        newer = self.touched.get(note.guid, 0) >= note.time
        return not has or has.says != note.says and not newer

    def check_changes(self, before: Rows, after: Rows, updated: set[str], deck: Deck, options: dict) -> None:
        """Every note that says something else was updated, and no other."""
        due = {guid for guid, note in deck.by_guid.items() if guid in before.notes and self.misses(note)}
        late = [deck.by_guid[guid].key for guid in sorted(due - updated)]
        self.expect(not late, f"changes did not arrive: {late}")
        if options is DEFAULTS:
            surplus = sorted(updated - due - self.unsettled)
            keys = [deck.by_guid[guid].key if guid in deck.by_guid else guid for guid in surplus]
            self.expect(not surplus, f"notes were updated that say the same: {keys}")
        for guid in updated | (after.notes.keys() - before.notes.keys()):
            note, row = deck.by_guid[guid], after.notes[guid]
            self.expect(tuple(row[6].split("\x1f")) == note.fields, f"{note.key} has other fields than in the package")
            self.expect(set(row[5].split()) == note.tags, f"{note.key} has the tags {row[5]}")

    def check_new_cards(self, before: Rows, after: Rows, deck: Deck) -> None:
        """Exactly those cards came that are new in the package."""
        had, has = before.cards_of(), after.cards_of()
        for guid, row in after.notes.items():
            wanted = set(had.get(row[0], ()))
            if guid in deck.by_guid:
                wanted |= deck.by_guid[guid].cards.keys()
            found = set(has.get(row[0], ()))
            self.expect(found == wanted, f"note {guid} has the cards {sorted(found)}, not {sorted(wanted)}")

    def check_sides(self, row: list, rows: Rows) -> None:
        self.counts["cards shown"] += 1
        question, answer = self.learner.sides(row[0])
        front, back = (TAG.sub("", html).strip() for html in (question, answer))
        where = f"card {row[3] + 1} of note {next(guid for guid, note in rows.notes.items() if note[0] == row[1])}"
        self.expect(bool(front) and bool(back) and front != back, f"{where}: a side is empty or says nothing new")
        for words in COMPLAINTS:
            said = words in question or words in answer
            self.expect(not said, f"{where} says “{words}”:\n{question}\n{answer}")
        self.expect(not MARK.search(answer.replace("{{c1::x}}", "")), f"{where}: a cloze mark is left: {back}")
        for name in IMAGE.findall(question + answer):
            there = (Path(self.learner.col.media.dir()) / name).is_file()
            self.expect(there, f"{where}: the picture {name} did not arrive")


def play(task: tuple[Path, int, int, Path, Path]) -> tuple[int, Counter, str | None]:
    """Runs one script: its number, what it did, and what went wrong."""
    binary, seed, number, template, keep = task
    folder = Path(tempfile.mkdtemp(prefix=f"edits-{number}-"))
    script, problem = None, None
    try:
        # Anki prints when it thinks that a call takes long.
        with contextlib.redirect_stdout(io.StringIO()):
            script = Script(binary, seed, number, folder, template)
            script.run(script.rng.randint(2, 5))
    except Failure as failure:
        problem = str(failure)
    except BaseException as error:  # a crash of Anki's backend is no `Exception`
        if isinstance(error, KeyboardInterrupt):
            raise
        problem = traceback.format_exc()
    finally:
        with contextlib.suppress(BaseException):
            script.learner.close()
    if problem is None:
        shutil.rmtree(folder)
        return number, script.counts, None
    kept = keep / f"script-{seed}-{number}"
    shutil.rmtree(kept, ignore_errors=True)
    shutil.move(folder, kept)
    story = "\n  ".join(script.story) if script else ""
    told = f"seed {seed}, script {number}, kept in {kept}\n  {story}\n  → {problem}"
    return number, script.counts if script else Counter(), told


def run(binary: Path, seed: int, numbers: range, jobs: int, keep: Path) -> dict:
    started = time.monotonic()
    counts: Counter[str] = Counter()
    problems = []
    keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="edits-") as name:
        template = Path(name) / "empty.anki2"
        Learner.template(template)
        tasks = [(binary, seed, number, template, keep) for number in numbers]
        with multiprocessing.get_context("spawn").Pool(jobs) as pool:
            for _, done, problem in pool.imap_unordered(play, tasks):
                counts += done
                counts["scripts"] += 1
                if problem:
                    problems.append(problem)
                    if len(problems) >= MOST_FAILURES:
                        pool.terminate()
                        break
    seconds = round(time.monotonic() - started, 1)
    return {"problems": problems, "anki": anki_version, "seed": seed, **counts, "seconds": seconds}


def main() -> None:
    arguments = argparse.ArgumentParser(description="Random guides are edited, and learners import each edition.")
    arguments.add_argument("binary", type=Path, help="the program that makes decks")
    arguments.add_argument("--scripts", type=int, default=500, help="how many")
    arguments.add_argument("--seed", type=int, default=1, help="what determines them")
    arguments.add_argument("--only", type=int, help="the number of a single one")
    arguments.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at once")
    kept = Path(tempfile.gettempdir()) / "edit-scripts"
    arguments.add_argument("--keep", type=Path, default=kept, help="the folder for what fails")
    arguments.add_argument("--text", action="store_true", help="lines to read instead of JSON")
    options = arguments.parse_args()
    numbers = range(options.scripts) if options.only is None else range(options.only, options.only + 1)
    report(run(options.binary.resolve(), options.seed, numbers, options.jobs, options.keep.resolve()), options.text)


if __name__ == "__main__":
    sys.exit(main())
