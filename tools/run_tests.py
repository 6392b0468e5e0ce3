"""`make test`: vitest, then pytest on SQLite, then the record's tests on PostgreSQL where it is installed.

Says what it could not run, and why; under CI (`CI=true`) whatever could not run is a failure.
"""

import os
import subprocess
import sys
from pathlib import Path

import chromium
from environment import find_node
from postgresql import server_programs

ROOT = Path(__file__).resolve().parent.parent


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
    codes = [run([node, "node_modules/vitest/vitest.mjs", "run"], environment)]
    codes.append(run([sys.executable, "-m", "pytest", *sys.argv[1:]], environment))
    if server_programs():
        codes.append(
            run(
                [
                    sys.executable,
                    "-m",
                    "pytest",
                    "tests/mobility_record",
                    "--record-database=postgresql",
                    "-m",
                    "not browser",
                ],
                environment,
            )
        )
    else:
        missing.append("PostgreSQL: its server programs (initdb, postgres) are not installed")
    for what in missing:
        print(f"NOT RUN – {what}.", flush=True)
    return max(codes) or (1 if missing and os.environ.get("CI") else 0)


def run(command: list[str], environment: dict[str, str]) -> int:
    """Run one test program in the project's root."""
    print(
        "$ " + " ".join(Path(word).name if "/" in word and not word.startswith("tests") else word for word in command),
        flush=True,
    )
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
