"""Guides as the judges read them: their sections, and the fences in a section's Markdown.

The Markdown is read by markdown-it-py, so that nothing here repeats a mistake of the program that is judged.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin


@dataclass(frozen=True)
class Section:
    """One section of a guide."""

    number: int
    id: str
    path: Path


@dataclass(frozen=True)
class Guide:
    """A guide folder's manifest, as far as the judges need it."""

    folder: Path
    sections: list[Section]
    code_language: str | None
    math: bool


@dataclass(frozen=True)
class Fence:
    """A fenced code block; `line` is the number of its first line of code, counted from 1."""

    language: str | None
    flags: dict[str, str]
    code: str
    line: int


def read_guide(folder: Path) -> Guide:
    """The manifest of the guide in `folder`; without `guide.toml` the files `NN-title.md` in order."""
    manifest = folder / "guide.toml"
    if not manifest.is_file():
        files = sorted(folder.glob("[0-9]*-*.md"))
        if not files:
            raise SystemExit(f"{folder} is no guide: it has neither guide.toml nor NN-title.md files")
        sections = [Section(int(path.name.split("-")[0]), path.stem.split("-", 1)[1], path) for path in files]
        return Guide(folder, sorted(sections, key=lambda section: section.number), None, False)
    settings = tomllib.loads(manifest.read_text("utf-8-sig"))
    sections = []
    for entry in settings.get("section", []):
        path = folder / entry["file"]
        if not path.is_file():
            raise SystemExit(f"{manifest} names {entry['file']}, which does not exist")
        sections.append(Section(entry["number"], entry.get("id", path.stem.split("-", 1)[-1]), path))
    return Guide(folder, sections, settings.get("code-language"), bool(settings.get("math")))


def choose(guide: Guide, wanted: str | None) -> list[Section]:
    """The sections that `6`, `6-9`, `oop` or a list of those with commas names; all without it."""
    if not wanted:
        return guide.sections
    chosen: set[int] = set()
    for item in wanted.split(","):
        span = re.fullmatch(r"(\d+)(?:-(\d+))?", item)
        if span:
            first, last = int(span[1]), int(span[2] or span[1])
            found = [section.number for section in guide.sections if first <= section.number <= last]
        else:
            found = [section.number for section in guide.sections if section.id == item]
        if not found:
            raise SystemExit(f"no section of {guide.folder} is `{item}`")
        chosen.update(found)
    return [section for section in guide.sections if section.number in chosen]


def parser(math: bool = False) -> MarkdownIt:
    """CommonMark with the tables, strikethrough and footnotes of GFM."""
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
    return markdown.use(dollarmath_plugin) if math else markdown


def read_text(path: Path) -> str:
    """A section's text without byte-order mark and with plain line ends."""
    return path.read_text("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def parse(path: Path, math: bool = False) -> list[Token]:
    """The block tokens of a section file."""
    return parser(math).parse(read_text(path))


def fences(path: Path) -> list[Fence]:
    """Every fence of a section file, those in callouts and list items too."""
    found = []
    for token in parse(path):
        if token.type == "fence":
            assert token.map is not None
            language, flags = info(token.info)
            found.append(Fence(language, flags, token.content.rstrip("\n"), token.map[0] + 2))
    return found


def info(text: str) -> tuple[str | None, dict[str, str]]:
    """The language and the flags of a fence's info string; flags without a value have an empty one."""
    words = text.split()
    language = words.pop(0).lower() if words else None
    return language, {name: value for name, _, value in (word.partition("=") for word in words)}
