"""Edits of a random guide, as authors make them between two editions.

    python random_edits.py FOLDER --seed S --edits N

writes the random guide of a seed after some edits that take nothing out of it.
"""

from __future__ import annotations

import argparse
import copy
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import TypeVar

from random_guide import ASPECTS, THINGS, Callout, Comparison, Guide, Name, Topic, Writer

Any = TypeVar("Any")
MOST_SECTIONS = 6
MOST_THINGS = 7


class Editor:
    """Edits a guide; each edit is a method that says what it did, or nothing where it cannot be done."""

    def __init__(self, guide: Guide, writer: Writer, rng: Random) -> None:
        self.guide, self.writer, self.rng = guide, writer, rng

    def edit(self) -> str:
        """Makes one edit."""
        edits, weights = zip(*WEIGHTS.items())
        while True:
            said = self.rng.choices(edits, weights)[0](self)
            if said:
                return said

    def pick(self, of: Iterable[Any]) -> Any | None:
        items = list(of)
        return self.rng.choice(items) if items else None

    def sentence(self) -> str:
        return self.writer.sentence(self.guide)

    def table_with(self, things: int = 1, aspects: int = 1) -> Comparison | None:
        tables = self.guide.comparisons()
        return self.pick(table for table in tables if len(table.things) >= things and len(table.aspects) >= aspects)

    # What callouts say.

    def edit_text(self) -> str | None:
        callout = self.pick(self.guide.callouts())
        if not callout:
            return None
        if self.rng.random() < 0.6:
            callout.why = self.sentence() + "."
        else:
            callout.fix = "" if callout.fix and self.rng.random() < 0.3 else self.sentence() + "."
        return f"edit the text of {callout.lead.key}"

    def edit_code(self) -> str | None:
        callout = self.pick(self.guide.callouts())
        if not callout:
            return None
        which = self.rng.choice(["bad", "good"])
        setattr(callout, which, [] if getattr(callout, which) and self.rng.random() < 0.2 else self.writer.code())
        return f"edit the {which} code of {callout.lead.key}"

    def edit_question(self) -> str | None:
        callout = self.pick(callout for callout in self.guide.callouts() if callout.mark == "WARNING")
        if not callout:
            return None
        callout.ask = None if callout.ask else f"Q{self.writer.fresh()}: what happens here?"
        return f"ask something else in {callout.lead.key}"

    def rename_lead(self) -> str | None:
        callout = self.pick(self.guide.callouts())
        return callout and self.rename(callout.lead, "lead")

    def rename_caption(self) -> str | None:
        table = self.table_with()
        return table and self.rename(table.caption, "caption")

    def rename(self, name: Name, what: str) -> str:
        """Another text with the id that it had so far."""
        old = name.key
        name.text, name.id = f"{name.text.split()[0]} renamed {self.writer.fresh()}", old
        if not re.fullmatch("[a-z0-9-]+", old):
            name.text, name.id = old, None
        return f"rename the {what} {old} and keep its id"

    def rename_for_good(self) -> str | None:
        callout = self.pick(self.guide.callouts())
        if not callout:
            return None
        old, callout.lead = callout.lead.key, self.writer.lead(self.guide)
        return f"rename {old} to {callout.lead.key}, another id"

    def change_kind(self) -> str | None:
        callout = self.pick(self.guide.callouts())
        if not callout:
            return None
        old, callout.mark = callout.mark, self.rng.choice(["WARNING", "CAUTION", "TIP", "IMPORTANT"])
        return f"turn {callout.lead.key} from {old} into {callout.mark}"

    def change_marks(self) -> str | None:
        """`*a*` → `_a_`, or → `**a**`: the text stays."""
        callout = self.pick(callout for callout in self.guide.callouts() if re.search(r"[*_]\w+[*_]", callout.why))
        if not callout:
            return None
        to = self.rng.choice([r"_\1_", r"*\1*", r"**\1**"])
        callout.why = re.sub(r"(?<![*\w])[*_](\w+)[*_](?![*\w])", to, callout.why)
        return f"change only marks in {callout.lead.key}"

    def wrap(self) -> str | None:
        """Another line end in a paragraph: the text stays."""
        callout = self.pick(self.guide.callouts())
        if not callout:
            return None
        spaces = [found.start() for found in re.finditer(r"(?<=\w)\s(?=[a-z])", callout.why)]
        if not spaces:
            return None
        at = self.rng.choice(spaces)
        callout.why = callout.why[:at] + ("\n" if callout.why[at] == " " else " ") + callout.why[at + 1 :]
        return f"wrap {callout.lead.key} otherwise"

    def change_meaning(self) -> str | None:
        """The letters stay and mean something else, or a picture is described otherwise."""
        changes = {"2<sup>10</sup>": "210", "210": "2<sup>10</sup>"}
        changes |= {"~~gone~~": "gone", "![a picture]": "![the picture]"}
        found = [(callout, old) for callout in self.guide.callouts() for old in changes if old in callout.why]
        picked = self.pick(found)
        if not picked:
            return None
        callout, old = picked
        callout.why = callout.why.replace(old, changes[old])
        return f"write {changes[old]} for {old} in {callout.lead.key}"

    # Callouts and tables as a whole.

    def add_block(self) -> str | None:
        topic = self.pick(self.guide.topics())
        if not topic:
            return None
        block = self.writer.block(self.guide)
        topic.blocks.insert(self.rng.randint(0, len(topic.blocks)), block)
        return f"add {name_of(block)}"

    def delete_block(self) -> str | None:
        block = self.pick(self.guide.blocks())
        if not block or len(self.guide.blocks()) < 3:
            return None
        self.remove(self.guide.home(block), block)
        self.guide.shelf.append(block)
        return f"delete {name_of(block)}"

    def restore_block(self) -> str | None:
        """Something that was deleted comes back, changed or not."""
        block, topic = self.pick(self.guide.shelf), self.pick(self.guide.topics())
        if not block or not topic:
            return None
        self.guide.shelf = [other for other in self.guide.shelf if other is not block]
        topic.blocks.append(block)
        return f"bring {name_of(block)} back"

    def move_block(self) -> str | None:
        block, target = self.pick(self.guide.blocks()), self.pick(self.guide.topics())
        if not block or not target:
            return None
        self.remove(self.guide.home(block), block)
        target.blocks.insert(self.rng.randint(0, len(target.blocks)), block)
        return f"move {name_of(block)} to {target.heading}"

    def remove(self, topic: Topic, block: object) -> None:
        topic.blocks = [other for other in topic.blocks if other is not block]

    def reorder_blocks(self) -> str | None:
        topic = self.pick(topic for topic in self.guide.topics() if len(topic.blocks) > 1)
        if not topic:
            return None
        self.rng.shuffle(topic.blocks)
        return f"reorder what stands under {topic.heading}"

    # Tables.

    def edit_cell(self) -> str | None:
        return self.set_cell(self.writer.sentence(self.guide, in_cell=True), "edit")

    def empty_cell(self) -> str | None:
        return self.set_cell(self.rng.choice(["", "–", "—"]), "empty")

    def set_cell(self, text: str, what: str) -> str | None:
        table = self.table_with()
        if not table:
            return None
        aspect, thing = self.rng.choice(table.aspects), self.rng.choice(table.things)
        table.cells[aspect.key, thing.key] = text
        return f"{what} the cell {aspect.key} × {thing.key} of {table.caption.key}"

    def level_row(self) -> str | None:
        table = self.table_with()
        if not table:
            return None
        aspect, text = self.rng.choice(table.aspects), self.rng.choice(["all the same", ""])
        table.cells.update({(aspect.key, thing.key): text for thing in table.things})
        return f"make the row {aspect.key} of {table.caption.key} say {text!r} throughout"

    def add_aspect(self) -> str | None:
        table = self.table_with()
        if not table:
            return None
        aspect = self.writer.part(self.guide, table.caption, ASPECTS)
        table.aspects.insert(self.rng.randint(0, len(table.aspects)), aspect)
        table.cells.update({(aspect.key, thing.key): self.writer.value(self.guide) for thing in table.things})
        return f"add the aspect {aspect.key} to {table.caption.key}"

    def add_thing(self) -> str | None:
        table = self.table_with()
        if not table or len(table.things) >= MOST_THINGS:
            return None
        thing = self.writer.part(self.guide, table.caption, THINGS)
        table.things.insert(self.rng.randint(0, len(table.things)), thing)
        table.cells.update({(aspect.key, thing.key): self.writer.value(self.guide) for aspect in table.aspects})
        return f"add the thing {thing.key} to {table.caption.key}"

    def delete_aspect(self) -> str | None:
        table = self.table_with(aspects=2)
        if not table:
            return None
        aspect = table.aspects.pop(self.rng.randrange(len(table.aspects)))
        table.aspects_gone.append(aspect)
        return f"delete the aspect {aspect.key} of {table.caption.key}"

    def delete_thing(self) -> str | None:
        table = self.table_with(things=2)
        if not table:
            return None
        thing = table.things.pop(self.rng.randrange(len(table.things)))
        table.things_gone.append(thing)
        return f"delete the thing {thing.key} of {table.caption.key}"

    def restore_part(self) -> str | None:
        """An aspect or a thing that was deleted comes back with the cells that it had."""
        tables = [table for table in self.guide.comparisons() if table.aspects_gone or table.things_gone]
        table = self.pick(tables)
        if not table:
            return None
        parts, gone = (
            (table.aspects, table.aspects_gone) if table.aspects_gone else (table.things, table.things_gone)
        )
        part = gone.pop()
        parts.append(part)
        return f"bring {part.key} of {table.caption.key} back"

    def replace_thing(self) -> str | None:
        """One thing goes, another comes in its place."""
        table = self.table_with()
        if not table:
            return None
        at = self.rng.randrange(len(table.things))
        new = self.writer.part(self.guide, table.caption, THINGS)
        old, table.things[at] = table.things[at], new
        table.cells.update({(aspect.key, new.key): self.writer.value(self.guide) for aspect in table.aspects})
        return f"put {new.key} in the place of {old.key} in {table.caption.key}"

    def rename_part(self) -> str | None:
        table = self.table_with()
        part = table and self.pick(table.things + table.aspects)
        if not part or not re.fullmatch("[a-z0-9-]+", part.key):
            return None
        old = part.key
        table.rename(part, f"{part.text.split()[0]} {self.writer.fresh()}", old)
        return f"rename {old} in {table.caption.key} and keep its id"

    def turn_table(self) -> str | None:
        table = self.table_with()
        if not table:
            return None
        table.by_row = not table.by_row
        return f"turn {table.caption.key} round"

    def reorder_table(self) -> str | None:
        table = self.table_with()
        if not table:
            return None
        parts = self.rng.choice([table.things, table.aspects])
        self.rng.shuffle(parts)
        return f"reorder {'the things' if parts is table.things else 'the aspects'} of {table.caption.key}"

    def copy_table(self) -> str | None:
        """The same table once more under another caption."""
        table = self.table_with()
        if not table:
            return None
        twin = copy.deepcopy(table)
        twin.caption = self.writer.name(self.guide, "copy")
        for kind, parts in (("t", twin.things), ("a", twin.aspects)):
            self.guide.taken.update(f"{twin.caption.key}/{kind}/{part.key}" for part in parts)
        self.guide.home(table).blocks.append(twin)
        return f"copy {table.caption.key} to {twin.caption.key}"

    # Sections and the guide.

    def add_section(self) -> str | None:
        sections = self.guide.sections
        if len(sections) >= MOST_SECTIONS:
            return None
        section = self.writer.section(self.guide, 0)
        if self.guide.titles and self.rng.random() < 0.5:
            # The title and the number that another section had before.
            section.number, section.title = self.guide.titles.pop()
            section.id = f"sec-{self.writer.fresh()}"
            if all(section.number != other.number for other in sections):
                sections.append(section)
                sections.sort(key=lambda section: section.number)
                return f"add the section {section.key} with an old title"
        sections.insert(self.rng.randint(0, len(sections)), section)
        self.number()
        return f"add the section {section.key} as {section.number}"

    def delete_section(self) -> str | None:
        if len(self.guide.sections) < 3:
            return None
        section = self.guide.sections.pop(self.rng.randrange(len(self.guide.sections)))
        self.guide.titles.append((section.number, section.title))
        self.guide.shelf += [block for topic in section.topics for block in topic.blocks]
        return f"delete the section {section.key}"

    def number(self) -> None:
        number = 0
        for section in self.guide.sections:
            number += self.rng.choice([1, 1, 1, 2])
            section.number = number

    def renumber(self) -> str:
        self.number()
        return "renumber the sections"

    def reorder_sections(self) -> str:
        self.rng.shuffle(self.guide.sections)
        self.number()
        return "reorder the sections"

    def rename_section(self) -> str:
        section = self.rng.choice(self.guide.sections)
        old, section.title = section.title, f"{section.title.split()[0]} anew {self.writer.fresh()}"
        self.guide.titles.append((section.number, old))
        return f"rename the section {old}"

    def rename_topic(self) -> str:
        topic = self.rng.choice(self.guide.topics())
        old, topic.heading = topic.heading, f"Chapter {self.writer.fresh()}"
        return f"rename the topic {old}"

    def rename_guide(self) -> str:
        self.guide.title = f"A Guide by Another Name {self.writer.fresh()}"
        return "rename the guide"

    def change_image(self) -> str:
        name = self.rng.choice(list(self.guide.images))
        self.guide.images[name] = self.rng.randrange(1 << 24)
        return f"change the bytes of {name}"

    def change_footnote(self) -> str | None:
        label = self.pick(self.guide.notes)
        if not label:
            return None
        self.guide.notes[label] = f"Another note, number {self.writer.fresh()}."
        return f"change the footnote {label}"


def name_of(block: Callout | Comparison) -> str:
    return block.keys[0] if isinstance(block, Callout) else f"the table {block.caption.key}"


WEIGHTS: dict[Callable[[Editor], str | None], int] = {
    Editor.edit_text: 6,
    Editor.edit_code: 4,
    Editor.edit_question: 2,
    Editor.rename_lead: 3,
    Editor.rename_caption: 2,
    Editor.rename_for_good: 2,
    Editor.change_kind: 1,
    Editor.change_marks: 4,
    Editor.change_meaning: 3,
    Editor.wrap: 3,
    Editor.add_block: 5,
    Editor.delete_block: 4,
    Editor.restore_block: 3,
    Editor.move_block: 4,
    Editor.reorder_blocks: 2,
    Editor.edit_cell: 5,
    Editor.empty_cell: 4,
    Editor.level_row: 3,
    Editor.add_aspect: 4,
    Editor.add_thing: 4,
    Editor.delete_aspect: 4,
    Editor.delete_thing: 4,
    Editor.restore_part: 4,
    Editor.replace_thing: 2,
    Editor.rename_part: 3,
    Editor.turn_table: 3,
    Editor.reorder_table: 3,
    Editor.copy_table: 1,
    Editor.add_section: 1,
    Editor.delete_section: 1,
    Editor.renumber: 1,
    Editor.reorder_sections: 1,
    Editor.rename_section: 2,
    Editor.rename_topic: 1,
    Editor.rename_guide: 1,
    Editor.change_image: 2,
    Editor.change_footnote: 1,
}

# Edits after which no note has to be retired.
HARMLESS = [Editor.edit_text, Editor.edit_code, Editor.edit_cell, Editor.add_block, Editor.add_aspect, Editor.add_thing]
HARMLESS += [Editor.delete_thing, Editor.move_block, Editor.rename_lead, Editor.reorder_table]


def main() -> None:
    arguments = argparse.ArgumentParser(description="Writes a random guide.")
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--edits", type=int, default=0)
    options = arguments.parse_args()
    rng = Random(options.seed)
    writer = Writer(rng)
    guide = writer.guide()
    editor = Editor(guide, writer, rng)
    for number in range(options.edits):
        HARMLESS[number % len(HARMLESS)](editor)
    guide.write(options.folder)


if __name__ == "__main__":
    main()
