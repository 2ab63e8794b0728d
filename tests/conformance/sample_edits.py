"""Programs that make decks as the real one does, each with one mistake that costs learners something.

Each is a few lines of Python that run the real program and then spoil what it made.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

PROGRAM = """#!{python}
import sys
sys.path.insert(0, {folder!r})
import sample_edits
sys.exit(sample_edits.run({binary!r}, {mistake!r}, sys.argv[1:]))
"""

# The mistake, and words of a problem that must be found.
BROKEN = [
    ("forgets", "has other bytes"),
    ("refreshes", "has other bytes"),
    ("reports nothing", "--dry-run told of"),
    ("never newer", "is not newer than all before"),
    ("other bytes", "has other bytes"),
    ("update notes set guid = guid || length(flds)", "had the GUID"),
    ("update notes set mod = mod + (select max(mod) from notes) / 100000", "has another time"),
    ("update notes set tags = ' x::pitfall x::section::y ' where mod % 2 = 0", "--dry-run told of"),
    ("update notes set flds = flds || (select count(*) from notes)", "differs between a part"),
    ("update notes set flds = replace(flds, '{c1::', '{c9::')", "has the number 9"),
    ("delete from cards where ord > 0", "has the cards"),
    ("delete from notes where id in (select max(id) from notes)", "has no note"),
    (
        "insert into notes select id + 1, guid || 'x', mid, mod, usn, tags, flds, sfld, csum, 0, '' from notes limit 1",
        "two notes have the key",
    ),
]

# Editions of the sample deck that some combination of options suffers from.
SEEN_WITH_OPTIONS = {
    "an edit without a newer time": "did not arrive",
    "another shape": "the log has notes under “conflicting”",
}


def write(path: Path, binary: Path, mistake: str) -> None:
    """Writes a program that makes a mistake."""
    folder = str(Path(__file__).parent)
    path.write_text(PROGRAM.format(python=sys.executable, folder=folder, binary=str(binary), mistake=mistake), "utf-8")
    path.chmod(0o755)


def run(binary: str, mistake: str, arguments: list[str]) -> int:
    lock = Path(arguments[arguments.index("--guide") + 1], "guide.lock")
    output = Path(arguments[arguments.index("-o") + 1])
    if mistake == "forgets":
        lock.unlink(missing_ok=True)
    if mistake == "refreshes" and "--dry-run" not in arguments:
        arguments = [*arguments, "--refresh"]
    ran = subprocess.run([binary, *arguments], capture_output=True, text=True)
    sys.stderr.write(ran.stderr)
    if "--dry-run" in arguments:
        print("" if mistake == "reports nothing" else ran.stdout)
    elif mistake == "never newer" or mistake.split()[0] in ("update", "delete", "insert"):
        spoil(output, "update notes set mod = 1600000000" if mistake == "never newer" else mistake)
    elif mistake == "other bytes":
        with zipfile.ZipFile(output, "a") as archive:
            archive.comment = os.environ["SOURCE_DATE_EPOCH"].encode()
    return ran.returncode


def spoil(path: Path, sql: str) -> None:
    """Changes the collection in a package."""
    if not path.exists():
        return
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    connection = sqlite3.connect(":memory:")
    connection.deserialize(files["collection.anki2"])
    connection.executescript(sql)
    files["collection.anki2"] = connection.serialize()
    new = path.with_suffix(".new")
    with zipfile.ZipFile(new, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    shutil.move(new, path)
