"""The words a section has and the words a sheet shows, made comparable.

Text is compared without white space, hyphens and dashes: a sheet wraps and hyphenates where it likes. Compatibility
forms (ligatures, the ellipsis) are taken apart, and typographic quotes become plain ones. A word of prose may stand in
capitals.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from markdown_it.token import Token

DASHES = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
PLAIN = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'} | {dash: None for dash in DASHES})
MARKER = re.compile(r"^\[!\w+\][+-]?\s*")
LABEL = re.compile(r"^(?:Compare(?: by row)?|(?:Common )?Pitfalls?|Best Practices?):\s*", re.IGNORECASE)
TASK = re.compile(r"^\[[ xX]\]\s")
TAGS = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def plain(text: str) -> str:
    """Text in the form in which it is compared, white space still in it."""
    return unicodedata.normalize("NFKC", text).translate(PLAIN)


@dataclass(frozen=True)
class Piece:
    """A paragraph, a cell, a caption or a line of code, with its words and their source lines."""

    words: list[tuple[str, int]]
    is_code: bool

    @property
    def line(self) -> int:
        return self.words[0][1]

    @property
    def joined(self) -> str:
        return "".join(word for word, _ in self.words)


def pieces(tokens: Iterable[Token]) -> Iterator[Piece]:
    """What a section's text consists of, without marks, comments and fence info."""
    starts_quote = False
    starts_item = False
    for token in tokens:
        first_line = token.map[0] + 1 if token.map else 0
        if token.type in {"fence", "code_block"}:
            first_line += token.type == "fence"
            for row, line in enumerate(token.content.split("\n")):
                yield from _piece([(line, first_line + row)], is_code=True)
        elif token.type == "inline":
            yield from _piece(_inline(token, first_line, starts_quote, starts_item), is_code=False)
        elif token.type == "html_block":
            text = unescape(TAGS.sub(" ", token.content))
            yield from _piece([(text, first_line)], is_code=False)
        elif token.type in {"math_block", "math_block_label"}:
            yield from _piece([(token.content, first_line)], is_code=False)
        if token.type != "paragraph_open":
            starts_quote = token.type == "blockquote_open"
            starts_item = token.type == "list_item_open"


def _inline(token: Token, line: int, starts_quote: bool, starts_item: bool) -> Iterator[tuple[str, int]]:
    """The runs of visible text of a paragraph, each with its line."""
    begins = True
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
            yield " ", line
            continue
        if child.type not in {"text", "code_inline", "math_inline", "text_special"}:
            continue
        text = child.content
        if begins and child.type == "text" and text:
            for applies, mark in ((starts_quote, MARKER), (starts_item, TASK), (True, LABEL)):
                text = mark.sub("", text) if applies else text
        begins = begins and not child.content.strip()
        yield text, line


def _piece(runs: Iterable[tuple[str, int]], is_code: bool) -> Iterator[Piece]:
    """A piece of all runs, if there is a word in it; a word may reach over several runs."""
    characters = [(character, line) for text, line in runs for character in plain(text)]
    words: list[tuple[str, int]] = []
    inside = False
    for character, line in characters:
        if character.isspace():
            inside = False
        elif inside:
            words[-1] = (words[-1][0] + character, words[-1][1])
        else:
            words.append((character, line))
            inside = True
    if words:
        yield Piece(words, is_code)


class Stream:
    """The characters a sheet shows, in order, each of which can be found once."""

    def __init__(self, text: str, wanted: set[str]) -> None:
        """`text` has white space wherever a word or a line ends; only characters in `wanted` are kept."""
        kept: list[str] = []
        starts: list[bool] = []
        broken = True
        before = ""
        for character in plain(text):
            if character.isspace():
                broken = True
            elif character in wanted:
                starts.append(broken or not (character.isalnum() and before.isalnum()))
                kept.append(character)
                broken = False
            else:
                broken = True
            before = character
        self._text = "".join(kept)
        self._starts = [*starts, True]

    def take(self, wanted: str) -> bool:
        """Finds a text that begins and ends where words do, and takes it out."""
        at = self._text.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if self._starts[at] and self._starts[end]:
                self._text = self._text[:at] + "\0" * len(wanted) + self._text[end:]
                return True
            at = self._text.find(wanted, at + 1)
        return False

    def take_in_parts(self, wanted: str, most: int) -> bool:
        """Finds a text in at most `most` parts, as after a break of column or page."""
        if self.take(wanted):
            return True
        if most > 1:
            for cut in range(len(wanted) - 1, 0, -1):
                saved = self._text
                if self.take(wanted[:cut]) and self.take_in_parts(wanted[cut:], most - 1):
                    return True
                self._text = saved
        return False


def missing(source: list[Piece], shown: str) -> list[tuple[int, str]]:
    """What the source has and the sheet lacks: (source line, sentence)."""
    characters = "".join(piece.joined for piece in source)
    stream = Stream(shown, set(characters + characters.upper()))
    in_parts = [
        piece for piece in sorted(source, key=lambda piece: -len(piece.joined)) if not stream.take(piece.joined)
    ]
    found = []
    for piece in in_parts:
        if piece.is_code and not stream.take_in_parts(piece.joined, 2):
            found.append(
                (piece.line, f"the line of code `{' '.join(word for word, _ in piece.words)}` is not there as it is")
            )
        elif not piece.is_code:
            for word, line in piece.words:
                for run in re.findall(r"[^\W_]+", word):
                    if not (stream.take(run) or stream.take(run.upper())):
                        found.append((line, f"the word “{run}” is missing"))
    return sorted(found)
