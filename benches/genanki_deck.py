"""How long genanki takes to write the notes of a package, in milliseconds of processor time: the least of three rounds.

    python genanki_deck.py DECK.apkg
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "conformance"))

from anki_package import Package  # noqa: E402
from genanki_peer import rewrite  # noqa: E402


def main() -> None:
    least = float("inf")
    with tempfile.TemporaryDirectory() as folder:
        package = Package(Path(sys.argv[1]), Path(folder))
        for _ in range(3):
            started = time.process_time()
            rewrite(package, Path(folder) / "deck.apkg")
            least = min(least, time.process_time() - started)
    print(f"{least * 1000:.1f}")


if __name__ == "__main__":
    main()
