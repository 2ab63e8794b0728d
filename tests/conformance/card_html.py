"""What a card's HTML shows, loads and leaves open."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

VOID = set("area base br col embed hr img input link meta source track wbr".split())
UNSEEN = {"style", "script", "template", "head", "title"}
LOADS = {"src", "srcset", "poster", "data", "background"}
CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""", re.IGNORECASE)
REMOTE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)


def css_loads(css: str) -> list[str]:
    """The addresses a style sheet loads."""
    return [first or second for first, second in CSS_URL.findall(css)]


def is_remote(address: str) -> bool:
    return bool(REMOTE.match(address.strip()))


@dataclass
class CardHtml:
    """One side of a card, read as a browser reads it."""

    text: str = ""
    loads: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def files(self) -> list[str]:
        """The names of the local files it shows."""
        return [
            unquote(address) for address in self.loads if not is_remote(address) and not address.startswith("data:")
        ]

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and not self.loads


def read(html: str) -> CardHtml:
    """Reads the HTML of a card's side."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = reader.found
    found.problems += [f"<{tag}> is never closed" for tag in reader.open]
    found.text = " ".join("".join(reader.text).split())
    for address in found.loads:
        if is_remote(address):
            found.problems.append(f"it loads {address}")
        elif address.startswith("data:"):
            found.problems.append("it holds a file as a data: address, which Check Media takes out")
    return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = CardHtml()
        self.text: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.found.problems.append("it has a <script>")
        for name, value in attributes:
            if (value or "").startswith("#"):
                continue
            if name.startswith("on"):
                self.found.problems.append(f"<{tag}> has a script in `{name}`")
            elif name == "srcset":
                self.found.loads += [part.split()[0] for part in (value or "").split(",") if part.split()]
            elif name in LOADS or (name == "href" and tag in {"link", "image", "use"}):
                self.found.loads.append(value or "")
            elif name == "style":
                self.found.loads += css_loads(value or "")
            elif name == "href" and (value or "").strip().lower().startswith("javascript:"):
                self.found.problems.append("a link runs a script")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag in self.open:
            while (left := self.open.pop()) != tag:
                self.found.problems.append(f"<{left}> is still open at </{tag}>")
        else:
            self.found.problems.append(f"</{tag}> closes nothing")
        if tag in {"p", "div", "td", "th", "li", "tr", "pre", "h1", "h2", "h3", "summary", "figure", "table"}:
            self.text.append(" ")

    def handle_data(self, data: str) -> None:
        if not UNSEEN & set(self.open):
            self.text.append(data)
        elif self.open[-1] == "style":
            self.found.loads += css_loads(data)
