"""What a Python example claims to print.

Claims are the comment at the end of a line on which a call of `print` ends, up to a second `#`, and the comment lines
that follow `# Output:`. In the order of the text they are the whole of standard output.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """One line of output that is claimed; `row` is its line in the code, counted from 0."""

    row: int
    text: str


def claims(code: str) -> list[Claim]:
    """Everything that `code` claims to print, in order."""
    comments = _comments(code)
    prints = _print_rows(code)
    found: list[Claim] = []
    in_output = False
    for row, line in enumerate(code.split("\n")):
        column = comments.get(row)
        alone = column is not None and not line[:column].strip()
        if column is None or not alone:
            in_output = False
        if column is None:
            continue
        text = line[column + 1 :]
        if alone and text.strip().lower() == "output:":
            in_output = True
        elif in_output:
            found.append(Claim(row, text.removeprefix(" ").rstrip()))
        elif not alone and row in prints:
            found.append(Claim(row, text.split("#")[0].strip()))
    return found


def _comments(code: str) -> dict[int, int]:
    """Row → column of each comment. Code that cannot be split into tokens is searched line by line."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (tokenize.TokenError, SyntaxError):
        found = {}
        for row, line in enumerate(code.split("\n")):
            quiet = re.sub(r"""(["'])(?:\\.|(?!\1).)*\1""", lambda match: "_" * len(match[0]), line)
            if "#" in quiet:
                found[row] = quiet.index("#")
        return found
    return {token.start[0] - 1: token.start[1] for token in tokens if token.type == tokenize.COMMENT}


def _print_rows(code: str) -> set[int]:
    """The rows on which a call of `print` ends. In code that does not parse: the rows that contain one."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return {row for row, line in enumerate(code.split("\n")) if re.search(r"\bprint\s*\(", line)}
    return {
        node.end_lineno - 1
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
        and node.end_lineno
    }
