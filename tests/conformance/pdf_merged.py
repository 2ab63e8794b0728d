"""Judges one PDF of several sections: outline, links, pages.

    python pdf_merged.py GUIDE ALL.pdf [--text]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pymupdf
from guide_source import parse, read_guide
from verdict import report


def headings(path: Path) -> tuple[str, list[str]]:
    """A section's title and topics, without white space."""
    tokens = parse(path)
    found = []
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag in {"h1", "h2"}:
            children = tokens[at + 1].children or []
            text = "".join(child.content for child in children if child.type in {"text", "code_inline"})
            found.append((token.tag, squeeze(text)))
    return next(text for tag, text in found if tag == "h1"), [text for tag, text in found if tag == "h2"]


def squeeze(text: str) -> str:
    return "".join(text.split()).replace("\u2019", "'")


def judge(guide: Path, path: Path) -> dict[str, object]:
    """The verdict on the file."""
    problems: list[str] = []
    document = pymupdf.open(path)
    outline = document.get_toc()
    chapters = [(squeeze(title), page) for level, title, page in outline if level == 1][1:]
    topics = [(squeeze(title), page) for level, title, page in outline if level == 2]
    sections = read_guide(guide).sections
    if len(chapters) != len(sections):
        problems.append(f"{len(sections)} sections, {len(chapters)} in the outline")
    wanted_topics: list[str] = []
    for section, (shown, page) in zip(sections, chapters, strict=False):
        title, own = headings(section.path)
        wanted_topics += own
        if not shown.endswith(title.lstrip("0123456789.")):
            problems.append(f"section {section.number} is called “{shown}” in the outline")
        if page % 2 == 0:
            problems.append(f"section {section.number} begins on the back of a leaf, page {page}")
        if f"{page}/{document.page_count}" not in squeeze(document[page - 1].get_text()):
            problems.append(f"page {page} does not print its number")
    if [title for title, _ in topics] != wanted_topics:
        problems.append("the topics in the outline are not those of the sections")
    # Where the contents page leads, in order, is where the sections and their topics are.
    led = [link["page"] + 1 for link in document[0].get_links() if link["kind"] == pymupdf.LINK_GOTO]
    order = sorted(page for _, page in chapters + topics)
    if sorted(set(led)) != sorted(set(order)):
        problems.append(f"the contents lead to the pages {sorted(set(led))}, the sections are on {sorted(set(order))}")
    for number, page in enumerate(document, 1):
        for link in page.get_links():
            if link["kind"] == pymupdf.LINK_GOTO and not 0 <= link["page"] < document.page_count:
                problems.append(f"a link on page {number} leads out of the file")
    return {"problems": problems, "pages": document.page_count, "links": len(led), "topics": len(topics)}


def main() -> None:
    """Runs the judge."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("guide", type=Path)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--text", action="store_true", help="lines to read instead of JSON")
    options = arguments.parse_args()
    report(judge(options.guide, options.file), options.text)


if __name__ == "__main__":
    main()
