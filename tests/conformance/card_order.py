"""Prints 1 to 64 cards in every grid, about either edge, by the printer, by hand and to be folded, and looks at the sheets.

    python card_order.py REVEXPORT [--most 64] [--jobs N] [--text]

A guide has sections of 1, 2, 4 … cards; together some of them have any number.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from card_sheets import GRIDS, PAPERS, judge
from verdict import report

SIZES = (1, 2, 4, 8, 16, 32, 64)


def write_guide(folder: Path) -> None:
    manifest = ['id = "tiny"', 'title = "Tiny Guide"', "date = 2026-01-02", 'language = "en"']
    for number, size in enumerate(SIZES, 1):
        manifest += ["[[section]]", f"number = {number}", f'id = "s{number}"', f'title = "Part {number}"', f'file = "{number}.md"']
        traps = [
            f"> [!WARNING]\n> **Answer {number}x{i}.** So it is.\n>\n> ```text bad\n> question {number}x{i}\n> ```\n"
            for i in range(1, size + 1)
        ]
        (folder / f"{number}.md").write_text(f"# Part {number}\n\n## Topic\n\nText.\n\n" + "\n".join(traps), encoding="utf-8")
    (folder / "guide.toml").write_text("\n".join(manifest), encoding="utf-8")


def jobs(most: int):
    """For each number of cards: both edges, with printing by hand, folding, papers, grids and orders taken in turn."""
    grids, papers = list(GRIDS), list(PAPERS)
    for count in range(1, most + 1):
        for flip in ("long", "short"):
            turn = 2 * count + (flip == "short")
            yield SimpleNamespace(
                count=count,
                flip=flip,
                grid=grids[count % len(grids)],
                paper=papers[turn // 3 % len(papers)],
                manual=turn % 3 == 0,
                stack=turn % 4 == 1,
                offset="0.7,-1.2" if turn % 5 == 0 else "0,0",
                fold=False,
            )
        if count % 4 == 0:
            yield SimpleNamespace(
                count=count, flip="long", grid=grids[count // 4 % len(grids)], paper=papers[count // 16 % 2],
                manual=False, stack=False, offset="0,0", fold=True,
            )  # fmt: skip


def run(binary: Path, guide: Path, job: SimpleNamespace) -> list[str]:
    """What is wrong with the sheets of one job."""
    name = " ".join(f"{key}={value}" for key, value in vars(job).items())
    sections = [number for number, size in enumerate(SIZES, 1) if job.count & size]
    with tempfile.TemporaryDirectory() as folder:
        command = [binary, "-g", guide, "-q", "cards", "--merge", "-o", f"{folder}/", "--grid", job.grid, "--paper", job.paper]
        command += ["-s", ",".join(map(str, sections)), "--order", "stack" if job.stack else "reading"]
        command += ["--gutterfold"] if job.fold else ["--flip", job.flip, f"--back-offset={job.offset}"]
        command += ["--duplex", "manual"] if job.manual else []
        ran = subprocess.run(command, capture_output=True, text=True)
        files = sorted(Path(folder).glob("*.pdf"))
        if ran.returncode or len(files) != 1 + job.manual:
            return [f"{name}: {ran.stderr.strip() or files}"]
        backs = next((file for file in files if "backs" in file.name), None)
        sheets = next(file for file in files if file != backs)
        options = SimpleNamespace(sheets=sheets, backs=backs, expect_cards=job.count, deck=None, **vars(job))
        verdict = judge(options)
        problems = list(verdict["problems"])
        numbers = [f"{number}.{i}" for number in sections for i in range(1, SIZES[number - 1] + 1)]
        order = verdict["order"]
        if job.stack:
            # Pile on pile: what stands in one place of all sheets, one below the other.
            sheets_of = verdict["sheets"]
            piled = [number for i, number in sorted(enumerate(numbers), key=lambda one: (one[0] % sheets_of, one[0]))]
            expected = piled
        else:
            expected = numbers
        if order != expected:
            problems.append(f"the cards stand in the order {order[:12]} …")
        return [f"{name}: {problem}" for problem in problems]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("binary", type=Path)
    parser.add_argument("--most", type=int, default=64)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--text", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        guide = Path(folder)
        write_guide(guide)
        todo = list(jobs(options.most))
        with ThreadPoolExecutor(options.jobs) as pool:
            found = list(pool.map(lambda job: run(options.binary.resolve(), guide, job), todo))
    verdict: dict[str, Any] = {"problems": [problem for problems in found for problem in problems], "jobs": len(todo)}
    report(verdict, options.text)


if __name__ == "__main__":
    main()
