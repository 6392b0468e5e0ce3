"""Removes each guard of the AGS platform in a copy of the source, one at a time, and runs the test that must fail then.

    .venv/bin/python -m tests.mobility_record.mutants [WORD …]     only guards with one of the words in their name

Prints the table of docs/reference/attacks.md; the exit code is 1 when a guard could go unnoticed. Not part of the suite
(minutes); run it when a guard or its test changes. The guards are in `removals.py`.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from tests.mobility_record.removals import REMOVALS, Removal

ROOT = Path(__file__).resolve().parents[2]
TESTS = "tests/mobility_record"
NEEDED = ("mobility_record", "mobility_bridge", TESTS, "tools", "pyproject.toml", "setup.cfg", "tests/conftest.py")
AT_ONCE = 2
LONGEST = 600  # seconds


def main() -> int:
    """Run those that are asked for; print the table."""
    chosen = [each for each in REMOVALS if not sys.argv[1:] or any(word in each.guard for word in sys.argv[1:])]
    for removal in chosen:
        _edited(removal, ROOT)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(AT_ONCE):
            copies.put(_copy(Path(folder) / str(number)))
        whole = _run(Path(folder) / "0", sorted({f"{TESTS}/{each.test}" for each in chosen}), 1800)
        if whole != "passed":
            print(f"With every guard in place the tests must pass, and they did not: {whole}.")
            return 1
        print("| guard removed | in | test | outcome |\n|---|---|---|---|")
        with ThreadPoolExecutor(AT_ONCE) as pool:
            outcomes = [pool.submit(_outcome, removal, copies) for removal in chosen]
            for removal, outcome in zip(chosen, outcomes, strict=True):
                told = outcome.result()
                files = ", ".join(f"`{file.removeprefix('mobility_record/')}`" for file in removal.files)
                print(f"| {removal.guard} | {files} | `{removal.test}` | {told} |", flush=True)
    return int(any(not outcome.result().startswith("failed") for outcome in outcomes))


def _copy(folder: Path) -> Path:
    for name in NEEDED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        elif source.is_file():
            shutil.copy(source, target)
    return folder


def _outcome(removal: Removal, copies: SimpleQueue[Path]) -> str:
    copy = copies.get()
    try:
        with _without(removal, copy):
            told = _run(copy, [f"{TESTS}/{removal.test}"], LONGEST)
    finally:
        copies.put(copy)
    return "failed, as it must" if told == "failed" else f"**NOT NOTICED** ({told})"


@contextmanager
def _without(removal: Removal, copy: Path) -> Iterator[None]:
    """The copy without the guard."""
    kept = {file: (copy / file).read_text("utf-8") for file in removal.files}
    changed = _edited(removal, copy)
    try:
        for file, text in changed.items():
            (copy / file).write_text(text, "utf-8")
        yield
    finally:
        for file, text in kept.items():
            (copy / file).write_text(text, "utf-8")


def _edited(removal: Removal, root: Path) -> dict[str, str]:
    """The files as they are without the guard; each edit must fit in exactly one place."""
    changed = {file: (root / file).read_text("utf-8") for file in removal.files}
    for file, old, new in removal.edits:
        if changed[file].count(old) != 1:
            raise SystemExit(f"{removal.guard}: {old!r} stands {changed[file].count(old)} times in {file}")
        changed[file] = changed[file].replace(old, new)
    return changed


def _run(copy: Path, tests: list[str], seconds: int) -> str:
    """`passed`, `failed`, or what pytest said instead."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return "no end"
    last = done.stdout.strip().splitlines()[-1:] or [done.stderr[-500:]]
    if done.returncode == 0:
        return "passed"
    return "failed" if done.returncode == 1 and re.search(r"\b\d+ failed", last[0]) else " ".join(last)


if __name__ == "__main__":
    sys.exit(main())
