"""Examples that the judge has nothing to say about, and ways to break them."""

from __future__ import annotations

from pathlib import Path

MANIFEST = """
id = "sample"
title = "Sample"
code-language = "python"

[[section]]
number = 1
title = "Sample"
file = "01-sample.md"
"""

GOOD = """
```python
x = [1]  # a list
print(x)  # [1] # always
print(
    "a#b"[0],
)  # a
```

```python continues
print(x[0])  # 1
```

- In a list, then in a callout:

  > [!WARNING]
  > **Lead.** Text.
  >
  > ```python bad raises=SyntaxError
  > print("never")  if
  > ```
  >
  > ```python good raises=KeyError
  > try:
  >     {}["a"]
  > except KeyError as error:
  >     error.add_note("ValueError: a note")
  >     raise
  > ```

```
for n in range(2):
    print(n)
# Output:
# 0
# 1
```

```python raises=ExceptionGroup
raise ExceptionGroup("several", [ValueError("one"), KeyError("two")])
```

```python file=helper.py
value = 3
```

```python
from helper import value
print(value)  # 3
```

```python
from multiprocessing import get_context
def job(): pass
if __name__ == "__main__":
    child = get_context("spawn").Process(target=job)
    child.start()
    child.join()
    print(child.exitcode)  # 0
```

```python
import os, sys
print(sys.stdin.read() == "", "SECRET" in os.environ)  # True False
```

```python uses=attrs
import attrs
print(attrs.__name__)  # attrs
```

```pycon
>>> 1 + 1
2
>>> {}["a"]
Traceback (most recent call last):
    ...
KeyError: 'a'
```

```toml
print = "not run"
```
"""

NOT_RUN = """
```python no-run=network
import urllib.request
```

```python needs=9.1
print("later")  # later
```
"""

# What is broken, the section's text, and words of the problem that has to be named.
BROKEN: list[tuple[str, str, str]] = [
    ("another output", "```python\nprint(1)  # 2\n```", "01-sample.md:2: expected '2', found '1'"),
    ("output without a claim", "```python\nprint(1)\n```", "it claims nothing"),
    ("a line too few", "```python\nprint(1)  # 1\nif 0: print(2)  # 2\n```", ":3: expected '2', found the end"),
    ("a line too many", "```python\nfor n in 1, 2: print(1)  # 1\n```", "found 2 lines"),
    ("a lost space", "```python\n# Output:\n#  1\nprint(1)\n```", ":3: expected ' 1', found '1'"),
    ("a wrong example that is right", "```python bad\nprint(1)  # 0\n```", "expected '0', found '1'"),
    ("an example that never ends", "```python\nwhile True: pass\n```", "had not ended after"),
    (
        "an example that waits for its child",
        "```python\nimport subprocess, sys\nsubprocess.run([sys.executable, '-c', 'while 1: pass'])\n```",
        "had not ended after",
    ),
    ("an example that floods", "```python\nwhile True: print('x' * 9999)\n```", "it printed more than"),
    ("an exception", "```python\n1 / 0\n```", "expected no exception, found ZeroDivisionError"),
    ("no exception", "```python raises=KeyError\npass\n```", "expected KeyError, found none"),
    ("another exception", "```python raises=KeyError\n1 / 0\n```", "expected KeyError, found ZeroDivisionError"),
    ("an early exit", "```python\nimport sys\nsys.exit(3)\n```", "found SystemExit"),
    (
        "a callout's example",
        "> [!TIP]\n> **A.** B\n>\n> ```python\n> print(1)  # 2\n> ```",
        "01-sample.md:5: expected '2'",
    ),
    (
        "what is continued",
        "```python\nx = 1\n```\n\n```python continues\nprint(x)  # 2\n```",
        "01-sample.md:6: expected '2'",
    ),
    ("nothing to continue", "```python continues\npass\n```", "it continues no example"),
    ("an unknown flag", "```python norun=x\npass\n```", "unknown flag `norun`"),
    ("a package that is not there", "```python uses=nonesuch\npass\n```", "it uses nonesuch"),
    ("a console session", "```pycon\n>>> 1 + 1\n2\n>>> 1 + 1\n3\n```", "01-sample.md:4: Failed example"),
    ("a console without a prompt", "```pycon\n1 + 1\n```", "without a prompt"),
]


def write(folder: Path, text: str) -> None:
    """Writes a guide with one section."""
    folder.mkdir(exist_ok=True)
    (folder / "guide.toml").write_text(MANIFEST, "utf-8")
    (folder / "01-sample.md").write_text(text, "utf-8")


TO_LEARN = """# Sample

## Topic

A sentence.

> [!WARNING]
> **Shared list.** One list serves all calls.
>
> ```python bad
> def add(x, to=[]): ...
> ```

**Compare: list vs tuple vs set**

| Aspect | list | tuple | `set` |
| --- | --- | --- | --- |
| Order | yes | kept | no |
| Holes | | — | none |
| Size | big | big | big |

**Compare by row: A vs B**

| Thing | Speed |
| --- | --- |
| A | fast |
| B | slow |
"""

# What is changed in the guide after its deck was made, to what, and what the judge has to say.
NOT_LEARNT = [
    ("Shared list", "Shared set", "the pitfall “Shared set” has no card"),
    ("One list", "Only one list", "lacks on its card: Only"),
    ("to=[]", "bag=[]", "lacks on its card: bag"),
    ("| yes |", "| often |", "no card asks for “often”"),
    ("| Size | big |", "| Size | huge |", "“Size” of “list vs tuple vs set” has no card"),
    ("| Holes | |", "| Holes | few |", "no card asks for “few”"),
    ("| none |", "| |", "has cards although"),
    ("| slow |", "| slowest |", "no card asks for “slowest”"),
]
