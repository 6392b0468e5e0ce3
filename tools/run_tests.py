"""`make test`: vitest, pytest with the browser, and the record's tests once more on PostgreSQL where it is installed.

Three rows of programs run side by side: most tests wait, for a browser, a server or the disk. What those of the second
and third print comes when each ends. Says what it could not run, and why; under CI (`CI=true`) whatever could not run
is a failure.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import chromium
from environment import find_node
from postgresql import server_programs

ROOT = Path(__file__).resolve().parent.parent
PYTEST = (sys.executable, "-m", "pytest")
ON_POSTGRESQL = (
    "tests/mobility_record",
    "-o",
    "cache_dir=.pytest_cache/postgresql",
    "--record-database=postgresql",
    "-m",
    "not browser",
)
# Learners in whole courses; the record with its senders, once on each database.
WHOLE = "tests/e2e"
RECORD = ("tests/mobility_record", "tests/soak")
NOTHING_COLLECTED = 5


def main() -> int:
    """Run everything; return the exit code."""
    missing: list[str] = []
    environment = dict(os.environ)
    browser = chromium.get()
    if browser:
        environment["MOBILITY_CHROMIUM"] = browser
    else:
        missing.append("browser tests: no Chromium here, and none could be installed")
    node, _ = find_node()
    first = [[*PYTEST, *(f"--ignore={each}" for each in (WHOLE, *RECORD)), *sys.argv[1:]]]
    second = [
        [node, "node_modules/vitest/vitest.mjs", "run"],
        [*PYTEST, WHOLE, "-o", "cache_dir=.pytest_cache/whole", *sys.argv[1:]],
    ]
    third = [[*PYTEST, *RECORD, "-o", "cache_dir=.pytest_cache/record", *sys.argv[1:]]]
    if server_programs():
        third.append([*PYTEST, *ON_POSTGRESQL])
    else:
        missing.append("PostgreSQL: its server programs (initdb, postgres) are not installed")
    with ThreadPoolExecutor(2) as pool:
        others = [pool.submit(in_turn, row, environment) for row in (second, third)]
        codes = [*(run(command, environment) for command in first), *(code for row in others for code in row.result())]
    if sys.argv[1:]:  # a selection that one of the programs has none of
        codes = [0 if code == NOTHING_COLLECTED else code for code in codes]
    for what in missing:
        print(f"NOT RUN – {what}.", flush=True)
    return max(codes) or (1 if missing and os.environ.get("CI") else 0)


def in_turn(row: Sequence[Sequence[str]], environment: dict[str, str]) -> list[int]:
    """Run the programs of a row that is not the one on the screen; return their codes."""
    return [run(command, environment, aside=True) for command in row]


def run(command: Sequence[str], environment: dict[str, str], *, aside: bool = False) -> int:
    """Run one test program in the project's root; ``aside``: what it prints comes in one piece at its end."""
    shown = "$ " + " ".join(
        Path(word).name if "/" in word and not word.startswith("tests") else word for word in command
    )
    if not aside:
        print(shown, flush=True)
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False, stdout=output, stderr=subprocess.STDOUT)
        output.seek(0)
        print(f"\n{shown}\n{output.read().decode('utf-8', 'replace')}", flush=True)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
