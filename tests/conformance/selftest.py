"""Shows each judge an output that is right, and many that are broken in one way each: it must see every one.

    REVEXPORT=BINARY python selftest.py [examples] [decks] [updates] [looks] [covers] [edits] [books] [classes] [sheets] [cards] [press]

Ends with 1, and a line for each thing overlooked, if a judge misses one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import sample_book
import sample_cards
import sample_deck
import sample_edits
import sample_guide
import sample_press
import sample_sheet

SCRIPTS = Path(__file__).parent
DECK_CARDS = 6
GOOD_EXAMPLES = 11
Missed = Iterator[str]


def run(script: str, *arguments: object) -> dict:
    """A judge's verdict, as a test receives it."""
    command = [sys.executable, str(SCRIPTS / script), *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "SECRET": "1"})
    if ran.returncode:
        return {"problems": [f"{script} could not judge: {ran.stderr.strip()}"]}
    return json.loads(ran.stdout)


def expect(name: str, problems: list[str], words: str) -> Missed:
    """Nothing if a problem has these words, else what was overlooked."""
    if not any(words in problem for problem in problems):
        yield f"{name}: no problem says “{words}”; said was: {problems or 'nothing'}"


def good(name: str, verdict: dict) -> Missed:
    for problem in verdict["problems"]:
        yield f"{name} is right, yet: {problem}"


def examples(folder: Path) -> Missed:
    sample_guide.write(folder, sample_guide.GOOD + sample_guide.NOT_RUN)
    verdict = run("examples.py", folder)
    yield from good("the sample guide", verdict)
    if verdict.get("run") != GOOD_EXAMPLES:
        yield f"the sample guide: {verdict.get('run')} examples were run, not {GOOD_EXAMPLES}"
    yield from expect("not run", verdict.get("not_run", []), "network")
    yield from expect("not run", verdict.get("not_run", []), "needs Python 9.1")
    for name, text, words in sample_guide.BROKEN:
        sample_guide.write(folder, text)
        limit = 1.5 if "ended after" in words else 20
        yield from expect(name, run("examples.py", folder, "--limit", limit)["problems"], words)


def decks(folder: Path) -> Missed:
    from anki_deck import judge

    path = folder / "deck.apkg"
    sample_deck.Recipe().write(path)
    verdict = run("anki_deck.py", path, "--expect-cards", DECK_CARDS)
    yield from good("the sample deck", verdict)
    if (verdict.get("cards"), verdict.get("unchecked")) != (DECK_CARDS, []):
        yield f"the sample deck: {verdict}"
    sample_deck.Recipe(media={"_a.png": b"0"}, css=sample_deck.CSS + "a { background: url(_a.png) }").write(path)
    yield from good("the sample deck with a picture", judge(path, DECK_CARDS))
    for name, broken, words in sample_deck.BROKEN:
        written = broken(path) or path
        yield from expect(name, judge(written, DECK_CARDS)["problems"], words)
    path.write_bytes(b"PK no deck")
    yield from expect("no deck at all", run("anki_deck.py", path, "--expect-cards", 1)["problems"], "could not judge")


def updates(folder: Path) -> Missed:
    from anki_update import judge

    old, new = folder / "old.apkg", folder / "new.apkg"
    sample_deck.Recipe().write(old)
    for name, edition, added, changed, words in sample_deck.UPDATES:
        edition(new)
        if words is None:
            arguments = ["--expect-added", added, "--expect-changed", changed]
            yield from good(name, run("anki_update.py", old, new, *arguments))
        else:
            yield from expect(name, judge(old, new, added, changed)["problems"], words)


def looks(folder: Path) -> Missed:
    from anki_look import judge

    old, new = folder / "old.apkg", folder / "new.apkg"
    sample_deck.Recipe().write(old)
    for name, edition, words in sample_deck.LOOKS:
        edition(new)
        if words is None:
            yield from good(name, run("anki_look.py", old, new))
        else:
            yield from expect(name, judge(old, new)["problems"], words)


def covers(folder: Path) -> Missed:
    """Guides that say more than the deck that was made before."""
    from anki_cover import judge

    deck = folder / "deck.apkg"
    sample_guide.write(folder, sample_guide.TO_LEARN)
    command = [os.environ["REVEXPORT"], "anki", "-q", "--guide", str(folder), "-o", str(deck)]
    subprocess.run(command, check=True, env={**os.environ, "SOURCE_DATE_EPOCH": str(sample_deck.MOMENT)})
    yield from good("the sample guide", run("anki_cover.py", folder, deck))
    for old, new, words in sample_guide.NOT_LEARNT:
        sample_guide.write(folder, sample_guide.TO_LEARN.replace(old, new))
        yield from expect(new, judge(folder, deck)["problems"], words)


def edits(folder: Path) -> Missed:
    """Programs that cost learners something; these are made of the real one."""
    from anki_options import judge

    binary = Path(os.environ["REVEXPORT"])
    arguments = ["--seed", 1, "--scripts", 4, "--keep", folder / "kept"]
    yield from good("the program itself", run("edit_scripts.py", binary, *arguments))
    for mistake, words in sample_edits.BROKEN:
        program = folder / "program"
        sample_edits.write(program, binary, mistake)
        yield from expect(mistake, run("edit_scripts.py", program, *arguments)["problems"], words)
    old, new = folder / "old.apkg", folder / "new.apkg"
    sample_deck.Recipe().write(old)
    for name, edition, _, _, words in sample_deck.UPDATES:
        edition(new)
        if words is None:
            yield from good(name, judge(old, new))
        elif name in sample_edits.SEEN_WITH_OPTIONS:
            yield from expect(name, judge(old, new)["problems"], sample_edits.SEEN_WITH_OPTIONS[name])


def books(folder: Path) -> Missed:
    import epub_book

    path = folder / "book.epub"
    sample_book.write(path, sample_book.files())
    yield from good("the sample book", run("epub_book.py", path))
    for name, broken, words in sample_book.BROKEN:
        broken(path)
        problems = epub_book.judge(path, with_epubcheck="EPUBCheck" in words)["problems"]
        yield from expect(name, problems, words)
    path.write_bytes(b"PK no book")
    yield from expect("no book at all", run("epub_book.py", path)["problems"], "could not judge")


def classes(folder: Path) -> Missed:
    guide, path = folder / "guide", folder / "book.epub"
    guide.mkdir()
    code = 'match = 1\nmatch match:\n    case [_, *rest]:\n        print(f"{rest}\\n", None)  # end'
    (guide / "01-one.md").write_text(f"# One\n\n## Code\n\n```python\n{code}\n```\n", "utf-8")

    def write(shown: list[tuple[str, str]]) -> None:
        spans = "".join(f'<span class="{own}">{text}</span>' if own else text for own, text in shown)
        page = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><pre><code>{spans}</code></pre></body></html>'
        with zipfile.ZipFile(path, "w") as book:
            book.writestr("one.xhtml", page)

    right = [
        ("", "match "), ("op", "="), ("", " "), ("nu", "1"), ("", "\n"), ("kw", "match"), ("", " match"), ("op", ":"),
        ("", "\n    "), ("kw", "case"), ("", " "), ("op", "["), ("", "_"), ("op", ", *"), ("", "rest"), ("op", "]:"),
        ("", "\n        "), ("bi", "print"), ("op", "("), ("st", 'f"'), ("es", "{"), ("", "rest"), ("es", "}"),
        ("es", "\\n"), ("st", '"'), ("op", ","), ("", " "), ("ct", "None"), ("op", ")"), ("", "  "), ("co", "# end"),
    ]  # fmt: skip
    write(right)
    yield from good("the sample listing", run("code_classes.py", guide, path))
    for place, own, words in [
        (0, "kw", "the name `match`"),
        (5, "", "the soft keyword `match`"),
        (9, "", "the soft keyword `case`"),
        (3, "", "the number `1`"),
        (19, "", "the string `f"),
        (27, "kw", "the constant `None`"),
        (30, "st", "the comment `# end`"),
    ]:
        write([*right[:place], (own, right[place][1]), *right[place + 1 :]])
        yield from expect(f"another class for {right[place][1]}", run("code_classes.py", guide, path)["problems"], words)
    write(right[:10])
    yield from expect("code that is missing", run("code_classes.py", guide, path)["problems"], "no listing")


def sheets(folder: Path) -> Missed:
    from pdf_words import judge

    source, path = folder / "section.md", folder / "sheet.pdf"
    source.write_text(sample_sheet.SECTION, "utf-8")
    sample_sheet.Recipe().write(path)
    yield from good("the sample sheet", run("pdf_words.py", source, path, "--max-pages", 2))
    for name, broken, words in sample_sheet.BROKEN:
        broken(path)
        yield from expect(name, judge(source, path, 2, False)["problems"], words)
    path.write_bytes(b"%PDF-1.7 no sheet")
    yield from expect("no sheet at all", run("pdf_words.py", source, path)["problems"], "could not judge")


def cards(folder: Path) -> Missed:
    import pymupdf

    sheets, deck = sample_cards.write(Path(os.environ["REVEXPORT"]), folder)
    arguments = ["--deck", deck, "--expect-cards", sample_cards.CARDS]
    yield from good("the sample cards", run("card_sheets.py", sheets, *arguments))
    path = folder / "broken.pdf"
    for name, broken, words in sample_cards.BROKEN:
        broken(pymupdf.open(sheets)).save(path)
        yield from expect(name, run("card_sheets.py", path, *arguments)["problems"], words)
    path.write_bytes(b"%PDF-1.7 no cards")
    yield from expect("no cards at all", run("card_sheets.py", path, *arguments)["problems"], "could not judge")


def press(folder: Path) -> Missed:
    sheets = folder / "sheets.pdf"
    sample_press.booklet(sheets, sample_press.RIGHT)
    yield from good("the sample booklet", run("press_order.py", sample_press.order_jobs(folder, 8, sheets)))
    for name, how, words in sample_press.BROKEN_ORDER:
        sample_press.booklet(sheets, **how)
        yield from expect(name, run("press_order.py", sample_press.order_jobs(folder, 8, sheets))["problems"], words)
    yield from good("the sample pages", run("press_pages.py", sample_press.page_jobs(folder, "")))
    for change, words in sample_press.BROKEN_PAGES:
        yield from expect(change, run("press_pages.py", sample_press.page_jobs(folder, change))["problems"], words)


def main() -> None:
    tests: dict[str, Callable[[Path], Missed]] = {
        "examples": examples,
        "decks": decks,
        "updates": updates,
        "looks": looks,
        "covers": covers,
        "edits": edits,
        "books": books,
        "classes": classes,
        "sheets": sheets,
        "cards": cards,
        "press": press,
    }
    missed = 0
    for name in sys.argv[1:] or tests:
        with tempfile.TemporaryDirectory(prefix="selftest-") as folder:
            for line in tests[name](Path(folder)):
                print(f"{name}: {line}", file=sys.stderr)
                missed += 1
    if missed:
        raise SystemExit(f"the judges overlooked {missed} things")


if __name__ == "__main__":
    main()
