"""A small guide made at random: what it says as data, and as Markdown in a folder.

The data know on their own which notes the guide makes and under which keys, so that a deck can be held against them.
"""

from __future__ import annotations

import functools
import json
import re
import struct
import unicodedata
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

EMPTY = ("", "–", "—", "-")
TITLES = "Harbour Lantern Meadow Granite Willow Copper Saddle Marble Thunder Velvet Orchard Compass".split()
LEADS = "Sneaky Wobbly Rusty Hollow Crooked Brittle Murky Jagged Feral Sluggish Phantom Twisted".split()
NOUNS = "alias default closure binding rounding shadow overflow ordering".split()
WORDS = "one call keeps its list while other calls share it and the next run sees what is left behind".split()
THINGS = "list tuple set dict deque array heap tree ring trie graph bag".split()
ASPECTS = "Order Speed Size Memory Growth Lookup Safety Sorting Hashing Copying Typing".split()
ADDED = ["`x::y`", "été", "e\u0301tude", "😀", "C++"]
FOOTNOTE = re.compile(r"\[\^(f\d+)\]")

TRICKY = [
    "`}}` ends it",
    "`{{c1::x}}` opens it",
    "`std::vector` has `::` in it",
    "a::b and ::",
    "}} and {{ and {{{",
    "Cafe\u0301 re\u0301sume\u0301",
    "`e\u0301te\u0301`",
    "[sound:bell.mp3]",
    "[latex]x[/latex] and [$]y[/$]",
    "[LaTeX]x[/LaTeX] and [SOUND:a.mp3]",
    "[anki:play:q:0]",
    "😀 and 👩\u200d💻",
    "$x_1 < \\frac{1}{2}$",
    "$\\{a\\}$ and $x^{y^{z}}$",
    "costs \\$5 or \\$6",
    "\\\\(a\\\\) and `\\(b\\)` and `\\[c\\]`",
    "a < b & c > d",
    "`<b>&amp;</b>`",
    "**bold** and ~~gone~~",
    "2<sup>10</sup> and H<sub>2</sub>O",
    "first<br>second",
    "[a link](https://example.com/?a=1&b=2)",
    "日本語 and עברית",
    "no\u00a0break",
    "&lt;script&gt; &copy;",
    'say "so" or ‘so’',
    "50 % of #tags c#",
    "C:\\\\temp\\\\new",
]
TRICKY_CODE = [
    'print(f"{{x}} {y}")  # {x} 1',
    "x: list[int] = []",
    "a = b[::2]",
    'path = r"\\(a\\)"',
    "text = '[sound:a.mp3]'",
    'name = "e\u0301te\u0301"',
    "if a < b and b > c & d: pass",
    "d = {1: {2: {}}}",
    "emoji = '😀'",
    "\tindented = 1",
    "cost = '$5$'",
    "html = '<br>&nbsp;'",
    "",
]


@functools.lru_cache(maxsize=20_000)
def slug(text: str) -> str:
    """What stands for an id where none is written."""
    bare = unicodedata.normalize("NFC", re.sub(r"[`*_]", "", text)).lower()
    return re.sub("-+", "-", "".join(c if c.isalnum() else "-" for c in bare)).strip("-")


def plain(text: str) -> str:
    """A text without the marks of emphasis that edits toggle."""
    return re.sub(r"[*_`]", "", text).strip()


def picture(colour: int) -> bytes:
    """A PNG of two by two pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + struct.pack(">I", colour)[1:] * 2
    header = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    data = zlib.compress(row * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@dataclass
class Name:
    """A text that has a key: its id, else its slug."""

    text: str
    id: str | None = None

    @property
    def key(self) -> str:
        return self.id or slug(self.text)

    @property
    def comment(self) -> str:
        return f" <!-- id: {self.id} -->" if self.id else ""


@dataclass
class Callout:
    """A pitfall, a practice, a key fact or a version note."""

    mark: str
    lead: Name
    why: str
    bad: list[str]
    good: list[str]
    fix: str
    ask: str | None

    @property
    def keys(self) -> list[str]:
        return [f"{'pitfall' if self.mark in ('WARNING', 'CAUTION') else 'fact'}/{self.lead.key}"]

    def markdown(self) -> str:
        lines = [f"[!{self.mark}]", f"**{self.lead.text}.** {self.why}"]
        for flag, code in (("bad", self.bad), ("good", self.good)):
            if code:
                lines += ["", f"```python {flag}", *code, "```"]
        if self.fix:
            lines += ["", self.fix]
        if self.ask and self.mark == "WARNING":
            lines.append(f"<!-- ask: {self.ask} -->")
        if self.lead.id:
            lines.append(f"<!-- id: {self.lead.id} -->")
        return "".join(f"> {line}".rstrip() + "\n" for line in "\n".join(lines).split("\n"))


@dataclass
class Comparison:
    """Things compared, aspect by aspect, written either way round."""

    caption: Name
    things: list[Name]
    aspects: list[Name]
    cells: dict[tuple[str, str], str]
    by_row: bool
    corner: str = ""
    aspects_gone: list[Name] = field(default_factory=list)
    things_gone: list[Name] = field(default_factory=list)

    def cell(self, aspect: Name, thing: Name) -> str:
        return self.cells.get((aspect.key, thing.key), "")

    def asked(self, aspect: Name) -> list[Name]:
        """The things whose cells say something that the row's other cells do not."""
        texts = [plain(self.cell(aspect, thing)) for thing in self.things]
        if len(texts) > 1 and len(set(texts)) == 1:
            return []
        return [thing for thing, text in zip(self.things, texts) if text not in EMPTY]

    def rename(self, name: Name, text: str, id: str | None) -> None:
        """Gives an aspect or a thing another text and id; its cells stay with it."""
        old = name.key
        name.text, name.id = text, id
        self.cells = {
            (
                name.key if name in self.aspects and aspect == old else aspect,
                name.key if name in self.things and thing == old else thing,
            ): text
            for (aspect, thing), text in self.cells.items()
        }

    def markdown(self) -> str:
        tops, sides = (self.aspects, self.things) if self.by_row else (self.things, self.aspects)
        word = "Compare by row" if self.by_row else "Compare"
        lines = [f"**{word}: {self.caption.text}**{self.caption.comment}", ""]
        lines.append(f"| {self.corner} | " + " | ".join(top.text + top.comment for top in tops) + " |")
        lines.append("|" + " --- |" * (len(tops) + 1))
        for side in sides:
            pairs = [(top, side) if self.by_row else (side, top) for top in tops]
            cells = " | ".join(self.cell(*pair) for pair in pairs)
            lines.append(f"| {side.text}{side.comment} | {cells} |")
        return "\n".join(lines) + "\n"


Block = Callout | Comparison


@dataclass
class Topic:
    heading: str
    intro: str
    blocks: list[Block] = field(default_factory=list)


@dataclass
class Section:
    number: int
    title: str
    id: str | None
    topics: list[Topic]

    @property
    def key(self) -> str:
        return self.id or slug(self.title)


@dataclass
class Guide:
    id: str
    title: str
    url: str | None
    sections: list[Section]
    images: dict[str, int]
    notes: dict[str, str]
    taken: set[str] = field(default_factory=set)
    shelf: list[Block] = field(default_factory=list)
    titles: list[tuple[int, str]] = field(default_factory=list)

    def topics(self) -> list[Topic]:
        return [topic for section in self.sections for topic in section.topics]

    def blocks(self) -> list[Block]:
        return [block for topic in self.topics() for block in topic.blocks]

    def callouts(self) -> list[Callout]:
        return [block for block in self.blocks() if isinstance(block, Callout)]

    def comparisons(self) -> list[Comparison]:
        return [block for block in self.blocks() if isinstance(block, Comparison)]

    def home(self, block: Block) -> Topic:
        return next(topic for topic in self.topics() if any(other is block for other in topic.blocks))

    def write(self, folder: Path) -> None:
        """Writes the guide as it is; the lock in the folder is left alone."""
        manifest = [
            f"id = {quoted(self.id)}",
            f"title = {quoted(self.title)}",
            'version = "1.0"\ndate = 2026-01-01\nlanguage = "en"\nlicence = "CC0-1.0"\nmath = true',
        ]
        if self.url:
            manifest.append(f"url = {quoted(self.url)}")
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.md"):
            old.unlink()
        for section in self.sections:
            name = f"{section.number:02}-{section.key}.md"
            manifest.append(f"\n[[section]]\nnumber = {section.number}\ntitle = {quoted(section.title)}")
            manifest.append(f"file = {quoted(name)}" + (f"\nid = {quoted(section.id)}" if section.id else ""))
            (folder / name).write_text(self.markdown(section), "utf-8")
        (folder / "guide.toml").write_text("\n".join(manifest) + "\n", "utf-8")
        (folder / "images").mkdir(exist_ok=True)
        for name, colour in self.images.items():
            (folder / "images" / name).write_bytes(picture(colour))

    def markdown(self, section: Section) -> str:
        parts = [f"# {section.title}\n"]
        for topic in section.topics:
            parts += [f"## {topic.heading}\n", topic.intro + "\n", *(block.markdown() for block in topic.blocks)]
        used = dict.fromkeys(FOOTNOTE.findall("\n".join(parts)))
        return "\n".join(parts + [f"[^{label}]: {self.notes[label]}\n" for label in used])


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


class Writer:
    """Thinks up texts, blocks and guides."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.count = 0

    def fresh(self) -> int:
        self.count += 1
        return self.count

    def sentence(self, guide: Guide, in_cell: bool = False) -> str:
        """Words with a number of their own, some of them with marks, now and then with something tricky."""
        rng = self.rng
        words = rng.choices(WORDS, k=rng.randint(1, 3) if in_cell else rng.randint(3, 9))
        words.append(str(self.fresh()))
        if rng.random() < 0.4:
            at = rng.randrange(len(words))
            words[at] = f"*{words[at]}*"
        if rng.random() < 0.35:
            words.insert(rng.randint(0, len(words)), rng.choice(TRICKY))
        if guide.images and rng.random() < 0.08:
            words.append(f"![a picture](images/{rng.choice(list(guide.images))})")
        if rng.random() < 0.05:
            label = f"f{self.fresh()}"
            guide.notes[label] = f"A note, number {label}."
            words[-1] += f"[^{label}]"
        text = " ".join(words)
        return text[:1].upper() + text[1:] if not in_cell else text

    def code(self) -> list[str]:
        lines = [f"x{self.fresh()} = {self.rng.randint(0, 99)}"]
        lines += [self.rng.choice(TRICKY_CODE) or "pass" for _ in range(self.rng.randint(0, 3))]
        self.rng.shuffle(lines)
        return lines

    def name(self, guide: Guide, base: str, spread: str = "") -> Name:
        """A name whose key was never used, by comment or by slug."""
        rng = self.rng
        while True:
            text = base if rng.random() < 0.5 else f"{base} {rng.choice(ADDED)}"
            text += f" {self.fresh()}" if rng.random() < 0.8 else ""
            name = Name(text, f"id-{self.fresh()}" if rng.random() < 0.4 else None)
            if name.key and spread + name.key not in guide.taken:
                guide.taken.add(spread + name.key)
                return name

    def lead(self, guide: Guide) -> Name:
        return self.name(guide, f"{self.rng.choice(LEADS)} {self.rng.choice(NOUNS)}")

    def callout(self, guide: Guide) -> Callout:
        rng = self.rng
        mark = rng.choices(["WARNING", "CAUTION", "TIP", "IMPORTANT"], [6, 1, 2, 1])[0]
        return Callout(
            mark=mark,
            lead=self.lead(guide),
            why=self.sentence(guide) + ".",
            bad=self.code() if rng.random() < 0.8 else [],
            good=self.code() if rng.random() < 0.7 else [],
            fix=self.sentence(guide) + "." if rng.random() < 0.6 else "",
            ask=f"Q{self.fresh()}: what does `f(x)` give?" if rng.random() < 0.4 else None,
        )

    def value(self, guide: Guide) -> str:
        return self.rng.choice(EMPTY) if self.rng.random() < 0.08 else self.sentence(guide, in_cell=True)

    def part(self, guide: Guide, table: Name, words: list[str]) -> Name:
        return self.name(guide, self.rng.choice(words), f"{table.key}/{'t' if words is THINGS else 'a'}/")

    def comparison(self, guide: Guide) -> Comparison:
        rng = self.rng
        caption = self.name(guide, f"{rng.choice(THINGS)} vs {rng.choice(THINGS)}")
        things = [self.part(guide, caption, THINGS) for _ in range(rng.choice([2, 2, 2, 3, 4, 5]))]
        aspects = [self.part(guide, caption, ASPECTS) for _ in range(rng.randint(1, 4))]
        cells = {(aspect.key, thing.key): self.value(guide) for aspect in aspects for thing in things}
        for aspect in aspects:
            if rng.random() < 0.06:
                cells.update({(aspect.key, thing.key): "the same" for thing in things})
        return Comparison(caption, things, aspects, cells, rng.random() < 0.3, rng.choice(["", "", "What"]))

    def block(self, guide: Guide) -> Block:
        return self.callout(guide) if self.rng.random() < 0.65 else self.comparison(guide)

    def topic(self, guide: Guide) -> Topic:
        topic = Topic(f"Part {self.fresh()}", f"Some text, {self.fresh()}.")
        topic.blocks = [self.block(guide) for _ in range(self.rng.randint(1, 3))]
        return topic

    def section(self, guide: Guide, number: int) -> Section:
        title = f"{self.rng.choice(TITLES)} {self.fresh()}"
        id = f"sec-{self.fresh()}" if self.rng.random() < 0.6 else None
        return Section(number, title, id, [self.topic(guide) for _ in range(self.rng.randint(1, 2))])

    def guide(self) -> Guide:
        rng = self.rng
        images = {f"picture-{n}.png": rng.randrange(1 << 24) for n in range(2)}
        url = "https://example.com/guide" if rng.random() < 0.2 else None
        guide = Guide(f"guide-{rng.randrange(10**6)}", "A Small Guide", url, [], images, {})
        number = 0
        for _ in range(rng.randint(2, 4)):
            number += rng.choice([1, 1, 2])
            guide.sections.append(self.section(guide, number))
        return guide
