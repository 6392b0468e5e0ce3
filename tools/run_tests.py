"""`make test`: vitest, pytest on SQLite with the browser, and the record's tests on PostgreSQL where it is installed.

Two of them run beside the long one; what they print comes when they end. Says what it could not run, and why; under CI
(`CI=true`) whatever could not run is a failure.
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
ON_POSTGRESQL = ("tests/mobility_record", "--record-database=postgresql", "-m", "not browser", "-p", "no:cacheprovider")


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
    beside = [[node, "node_modules/vitest/vitest.mjs", "run"]]
    if server_programs():
        beside.append([sys.executable, "-m", "pytest", *ON_POSTGRESQL])
    else:
        missing.append("PostgreSQL: its server programs (initdb, postgres) are not installed")
    with ThreadPoolExecutor(1) as pool:
        others = pool.submit(lambda: [run(command, environment, aside=True) for command in beside])
        codes = [run([sys.executable, "-m", "pytest", *sys.argv[1:]], environment), *others.result()]
    for what in missing:
        print(f"NOT RUN – {what}.", flush=True)
    return max(codes) or (1 if missing and os.environ.get("CI") else 0)


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
