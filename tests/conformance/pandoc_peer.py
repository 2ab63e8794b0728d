"""Measures the book beside pandoc's: the same text in the same run, both through EPUBCheck.

    python pandoc_peer.py REVEXPORT GUIDE --pandoc PANDOC [--runs 10] [--text]

Prints CPU seconds of whole processes (the least of the runs), their ratio, and what EPUBCheck says of either book; only what
it says of ours is a problem. For a figure that means something REVEXPORT is a release build.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from pathlib import Path

from epub_book import epubcheck
from verdict import report


def cpu(command: list[str], runs: int) -> float:
    """The least CPU time of a process and its children, in seconds."""
    times = []
    for _ in range(runs):
        before = os.times()
        subprocess.run(command, check=True, capture_output=True)
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return min(times)


def main() -> None:
    arguments = argparse.ArgumentParser(description="Measures the book beside pandoc's.")
    arguments.add_argument("program", type=Path)
    arguments.add_argument("guide", type=Path)
    arguments.add_argument("--pandoc", type=Path, required=True, help="pandoc 3; PyPI has it as pypandoc_binary")
    arguments.add_argument("--runs", type=int, default=10)
    arguments.add_argument("--text", action="store_true", help="lines to read instead of JSON")
    options = arguments.parse_args()
    if not options.pandoc.is_file():
        raise SystemExit(f"there is no pandoc at {options.pandoc}; name one with --pandoc")
    sections = sorted(map(str, options.guide.glob("[0-9][0-9]-*.md")))
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "ours.epub", Path(folder) / "theirs.epub"
        commands = {
            "ours": [str(options.program), "epub", "-q", "-g", str(options.guide), "-o", str(ours)],
            "pandoc": [
                *(str(options.pandoc), "--from", "gfm+alerts", "--toc", "--metadata", "title=Guide", "--metadata", "lang=en"),
                *("-o", str(theirs), *sections),
            ],
        }
        times = {name: cpu(command, options.runs) for name, command in commands.items()}
        verdict = {
            "problems": epubcheck(ours),
            "pandoc_said": epubcheck(theirs),
            "seconds": round(times["ours"], 4),
            "pandoc_seconds": round(times["pandoc"], 4),
            "ratio": round(times["pandoc"] / times["ours"], 1),
            "bytes": ours.stat().st_size,
            "pandoc_bytes": theirs.stat().st_size,
        }
    report(verdict, options.text)


if __name__ == "__main__":
    main()
