"""How a judge says what it found: one JSON object, or lines for people."""

from __future__ import annotations

import json
import sys
from typing import Any


def report(verdict: dict[str, Any], as_text: bool) -> None:
    """Prints a verdict. Its `problems` are sentences; its other entries are numbers and lists."""
    if as_text:
        for problem in verdict["problems"]:
            print(problem)
        for name, value in verdict.items():
            if isinstance(value, list) and name != "problems":
                for item in value:
                    print(f"{name.replace('_', ' ')}: {item}")
            elif name != "problems":
                print(f"{name.replace('_', ' ')}: {value}")
        print(f"problems: {len(verdict['problems'])}")
    else:
        json.dump(verdict, sys.stdout, ensure_ascii=True, indent=1)
        print()
