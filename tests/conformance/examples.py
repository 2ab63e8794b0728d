"""Runs the Python examples of a guide and compares what they print with what they claim to print.

    python examples.py GUIDE_FOLDER [--python PATH] [--sections 6-9] [--file F.md] [--limit SECONDS] [--text]

Every fence in a section file whose language is Python, or absent where the guide's `code-language` is Python, is run
as a file of its own in a folder of its own; `pycon` fences go to doctest. See README.md for the flags.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from claims import Claim, claims
from guide_source import Fence, choose, fences, read_guide
from verdict import report

FLAGS = {"bad", "good", "no-run", "raises", "needs", "continues", "file", "uses"}
PYTHON = {"python", "py"}
CONSOLE = "pycon"
LARGEST_OUTPUT = 1_000_000
PATIENCE = 0.5
EXCEPTION = re.compile(r"(?:[\w<>]+\.)*(\w+)(?::|$)")
HEADER = re.compile(r"^(?P<group>  \+ Exception Group )?Traceback \(most recent call last\):$", re.MULTILINE)


@dataclass(frozen=True)
class Interpreter:
    """The Python that runs the examples."""

    path: str
    version: tuple[int, int]
    missing: set[str]


@dataclass
class Example:
    """A fence to run, with the code it continues and the files that stand beside it."""

    file: Path
    fence: Fence
    before: list[Fence] = field(default_factory=list)
    beside: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"{self.file.name}:{self.fence.line}"

    def program(self) -> tuple[str, list[tuple[int, int]]]:
        """The code, and for each part of it: its first row in the code, its first line in the Markdown."""
        rows: list[str] = []
        parts: list[tuple[int, int]] = []
        for fence in [*self.before, self.fence]:
            parts.append((len(rows), fence.line))
            rows += fence.code.split("\n")
        return "\n".join(rows) + "\n", parts


@dataclass(frozen=True)
class Ran:
    """How a program ended; `cut` says why it was stopped, if it was."""

    code: int
    stdout: str
    stderr: str
    cut: str | None


def main() -> None:
    arguments = argparse.ArgumentParser(description="Runs the examples of a guide.")
    arguments.add_argument("guide", type=Path, help="the guide's folder")
    arguments.add_argument("--python", default=sys.executable, help="the interpreter that runs them")
    arguments.add_argument("--sections", help="numbers, spans and ids, with commas: 6-7,oop")
    arguments.add_argument("--file", action="append", default=[], help="a section file's name (repeatable)")
    arguments.add_argument("--limit", type=float, default=20.0, help="seconds for an example")
    arguments.add_argument("--jobs", type=int, default=2, help="how many run at once")
    arguments.add_argument("--text", action="store_true", help="lines to read instead of JSON")
    options = arguments.parse_args()

    guide = read_guide(options.guide)
    paths = [section.path for section in choose(guide, options.sections)]
    if options.file:
        paths = [path for path in paths if path.name in {Path(name).name for name in options.file}]
        if not paths:
            raise SystemExit(f"no section file of {options.guide} is named {', '.join(options.file)}")
    plain = guide.code_language in {None, *PYTHON}
    examples: list[Example] = []
    not_run: list[str] = []
    for path in paths:
        collect(path, plain, examples, not_run)
    used = {name for example in examples for name in uses(example.fence)}
    interpreter = ask(options.python, used)
    runnable = []
    for example in examples:
        reason = too_new(example, interpreter)
        if reason:
            not_run.append(f"{example.place}: {reason}")
        else:
            runnable.append(example)
    begun = time.monotonic()
    with ThreadPoolExecutor(max(1, options.jobs)) as pool:
        judged = pool.map(partial(judge, interpreter=interpreter, limit=options.limit), runnable)
        problems = [problem for found in judged for problem in found]
    seconds = round(time.monotonic() - begun, 1)
    version = ".".join(map(str, interpreter.version))
    report(
        {"problems": problems, "run": len(runnable), "not_run": not_run, "python": version, "seconds": seconds},
        options.text,
    )


def uses(fence: Fence) -> list[str]:
    return [name for name in fence.flags.get("uses", "").split(",") if name]


def collect(path: Path, plain: bool, examples: list[Example], not_run: list[str]) -> None:
    """Adds the examples of a section file; `plain` says whether a fence without a language is one."""
    beside: dict[str, str] = {}
    previous: Example | None = None
    for fence in fences(path):
        if "file" in fence.flags:
            beside[fence.flags["file"]] = fence.code + "\n"
            continue
        if fence.language not in PYTHON | {CONSOLE} and not (plain and fence.language is None):
            continue
        example = Example(path, fence, beside=dict(beside))
        for flag in fence.flags.keys() - FLAGS:
            example.problems.append(f"{example.place}: unknown flag `{flag}`")
        if "no-run" in fence.flags:
            not_run.append(f"{example.place}: {fence.flags['no-run'] or 'no reason given'}")
            previous = None
            continue
        if "continues" in fence.flags:
            if previous is None or (previous.fence.language == CONSOLE) != (fence.language == CONSOLE):
                example.problems.append(f"{example.place}: it continues no example of its kind that runs")
            elif "raises" in previous.fence.flags:
                example.problems.append(f"{example.place}: it continues an example that ends with an exception")
            else:
                example.before = [*previous.before, previous.fence]
        examples.append(example)
        previous = example


def ask(path: str, packages: set[str]) -> Interpreter:
    """The version of an interpreter, and which of `packages` it does not have."""
    script = (
        "import importlib.util, importlib.metadata, json, sys\n"
        "def there(name):\n"
        "    if importlib.util.find_spec(name): return True\n"
        "    try: return bool(importlib.metadata.version(name))\n"
        "    except importlib.metadata.PackageNotFoundError: return False\n"
        "missing = [name for name in sys.argv[1:] if not there(name)]\n"
        "print(json.dumps([sys.executable, sys.version_info[:2], missing]))"
    )
    try:
        command = [path, "-c", script, *sorted(packages)]
        answer = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True, timeout=60
        )
        executable, version, missing = json.loads(answer.stdout)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise SystemExit(f"{path} cannot run examples: {error}") from error
    return Interpreter(executable, tuple(version), set(missing))


def too_new(example: Example, interpreter: Interpreter) -> str | None:
    """Why this interpreter is too old for an example or for what it continues."""
    for fence in [*example.before, example.fence]:
        needs = fence.flags.get("needs")
        if needs and tuple(int(part) for part in needs.split(".")) > interpreter.version:
            return f"needs Python {needs}, this is {'.'.join(map(str, interpreter.version))}"
    return None


def judge(example: Example, interpreter: Interpreter, limit: float) -> list[str]:
    """Runs an example; what is wrong with it."""
    problems = list(example.problems)
    missing = [
        name for fence in [*example.before, example.fence] for name in uses(fence) if name in interpreter.missing
    ]
    if missing:
        return [*problems, f"{example.place}: it uses {', '.join(missing)}, which {interpreter.path} does not have"]
    code, parts = example.program()
    with tempfile.TemporaryDirectory(prefix="example-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for file, text in example.beside.items():
            (folder / file).write_text(text, "utf-8")
        if example.fence.language == CONSOLE:
            (folder / "example.txt").write_text(code, "utf-8")
            ran = run([interpreter.path, "-B", "-m", "doctest", "example.txt"], folder, limit)
            return problems + judge_console(example, code, parts, ran)
        (folder / "example.py").write_text(code, "utf-8")
        ran = run([interpreter.path, "-B", "example.py"], folder, limit)
        return problems + judge_script(example, code, parts, ran)


def run(command: list[str], folder: Path, limit: float) -> Ran:
    """Runs a program in `folder` with nothing of this environment but what a system needs to start it."""
    home = folder / "home"
    home.mkdir()
    environment = {"PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1", "HOME": str(home), "TMPDIR": str(home)}
    environment |= {"PATH": os.defpath, "NO_COLOR": "1", "COLUMNS": "80", "TZ": "UTC"}
    environment |= {name: os.environ[name] for name in ("SYSTEMROOT", "COMSPEC") if name in os.environ}
    out, err = home / "stdout", home / "stderr"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
        cut = watch(process, [out, err], limit)
    return Ran(process.returncode, _text(out), _text(err), cut)


def watch(process: subprocess.Popen[bytes], outputs: list[Path], limit: float) -> str | None:
    """Waits for a program's end, or ends it and all it started; then the reason."""
    deadline = time.monotonic() + limit
    cut = None
    while process.poll() is None and cut is None:
        if time.monotonic() > deadline:
            cut = f"it had not ended after {limit:g} s"
        elif any(path.stat().st_size > LARGEST_OUTPUT for path in outputs):
            cut = f"it printed more than {LARGEST_OUTPUT} bytes"
        else:
            time.sleep(0.01)
    if hasattr(os, "killpg"):
        end_group(process.pid, 0.0 if cut else PATIENCE)
    elif cut:
        process.kill()
    process.wait()
    return cut


def end_group(group: int, patience: float) -> None:
    """Lets what a program started end by itself (multiprocessing tidies up behind its parent), then ends it."""
    deadline = time.monotonic() + patience
    try:
        while time.monotonic() < deadline:
            os.killpg(group, 0)
            time.sleep(0.01)
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _text(path: Path) -> str:
    with path.open("rb") as file:
        text = file.read(LARGEST_OUTPUT).decode("utf-8", "replace")
    return text.replace("\r\n", "\n")


def judge_script(example: Example, code: str, parts: list[tuple[int, int]], ran: Ran) -> list[str]:
    """Compares a program's output and end with what it claims."""
    if ran.cut:
        return [f"{example.place}: {ran.cut}"]
    expected = [
        claim for fence, (row, _) in zip([*example.before, example.fence], parts) for claim in shifted(fence, row)
    ]
    printed = [line.rstrip() for line in ran.stdout.removesuffix("\n").split("\n")] if ran.stdout else []
    problems = compare(example, expected, printed, parts)
    raises = example.fence.flags.get("raises")
    raised = exception(ran)
    if raises != raised:
        last = ran.stderr.strip().split("\n")[-1]
        wanted = f"expected {raises}" if raises else "expected no exception"
        found = f"found {raised} ({last})" if raised else "found none"
        problems.append(f"{example.place}: {wanted}, {found}")
    return problems


def shifted(fence: Fence, row: int) -> list[Claim]:
    """A fence's claims, by their rows in a program where it begins at `row`."""
    return [Claim(claim.row + row, claim.text) for claim in claims(fence.code)]


def compare(example: Example, expected: list[Claim], printed: list[str], parts: list[tuple[int, int]]) -> list[str]:
    """The first difference between claims and output, at the line of the claim."""
    for claim, line in zip(expected, printed):
        if claim.text != line:
            return [f"{at(example, claim.row, parts)}: expected {claim.text!r}, found {line!r}"]
    if len(expected) > len(printed):
        claim = expected[len(printed)]
        return [f"{at(example, claim.row, parts)}: expected {claim.text!r}, found the end of the output"]
    if len(printed) > len(expected):
        extra = printed[len(expected)]
        claimed = f"the {len(expected)} lines it claims" if expected else "nothing, for it claims nothing"
        return [
            f"{example.place}: expected {claimed}, found {len(printed)} lines; the first without a claim: {extra!r}"
        ]
    return []


def at(example: Example, row: int, parts: list[tuple[int, int]]) -> str:
    """The place in the Markdown of a row of the program."""
    start, line = max((part for part in parts if part[0] <= row), key=lambda part: part[0])
    return f"{example.file.name}:{line + row - start}"


def exception(ran: Ran) -> str | None:
    """The bare name of the exception that ended a program, or what else it ended with."""
    if ran.code == 0:
        return None
    headers = list(HEADER.finditer(ran.stderr))
    if headers:
        header = headers[-1]
        prefix = "  | " if header["group"] else ""
        lines = ran.stderr[header.end() :].split("\n")
    else:
        prefix = ""
        lines = ran.stderr.split("\n")
    for line in lines:
        if line.startswith(prefix) and (found := EXCEPTION.match(line[len(prefix) :])):
            if headers or found[1].endswith(("Error", "Exception", "Warning")):
                return found[1]
    return f"the signal {-ran.code}" if ran.code < 0 else "SystemExit"


def judge_console(example: Example, code: str, parts: list[tuple[int, int]], ran: Ran) -> list[str]:
    """What doctest says of a console session, at the lines of the Markdown."""
    if ran.cut:
        return [f"{example.place}: {ran.cut}"]
    if not re.search(r"^\s*>>> ", code, re.MULTILINE):
        return [f"{example.place}: a pycon fence without a prompt `>>>`"]
    if ran.code == 0:
        return []
    failures = re.split(r"^\*{20,}\n", ran.stdout, flags=re.MULTILINE)[1:]
    problems = []
    for failure in failures:
        where = re.match(r'File "[^"]*", line (\d+), in ', failure)
        if where:
            said = " ".join(failure.split("\n", 1)[1].split())
            problems.append(f"{at(example, int(where[1]) - 1, parts)}: {said}")
    return problems or [f"{example.place}: doctest ended with {ran.code}: {ran.stderr.strip()}"]


if __name__ == "__main__":
    main()
