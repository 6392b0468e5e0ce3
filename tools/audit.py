"""`make audit`: asks public databases whether what is installed has known vulnerabilities.

Python's packages by pip-audit (in an environment of its own, with the database of PyPI), JavaScript's by `npm audit`.
Where one can't be asked it says "not run" and why. Exits 1 when something was found, else 0; it is no part of CI, where
a vulnerability that was published last night would fail a change that has nothing to do with it.
"""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from environment import find_node

ROOT = Path(__file__).resolve().parent.parent
AUDITOR = ROOT / "var" / "audit"
SECONDS = 300
Done = subprocess.CompletedProcess[str]


def main() -> int:
    """Ask both; return the exit code."""
    found = [python(), javascript()]
    return 1 if any(found) else 0


def python() -> bool:
    """Whether a Python package that is installed is vulnerable."""
    auditor = AUDITOR / "bin" / "pip-audit"
    if not auditor.exists():
        venv.create(AUDITOR, with_pip=True, clear=True)
        done = run([AUDITOR / "bin" / "python", "-m", "pip", "install", "-q", "pip-audit"])
        if done is None or done.returncode:
            return not_run("Python", "pip-audit can't be installed")
    installed = sorted((ROOT / ".venv").glob("lib/python*/site-packages"))
    words = ["--format", "json", "--progress-spinner", "off", "--path", installed[0]]
    return say("Python", run([auditor, *words]), of_pip_audit)


def javascript() -> bool:
    """Whether a package that ends up in what learners get is vulnerable."""
    node, npm = find_node()
    return say("JavaScript", run([*npm, "audit", "--omit=dev", "--json"], node=node), of_npm_audit)


def of_pip_audit(told: dict[str, Any]) -> tuple[int, list[str]]:
    """How many packages were looked up, and what is known of them. pip-audit skips what its database has not."""
    looked_up = [each for each in told["dependencies"] if "skip_reason" not in each]
    found = [
        f"{each['name']} {each['version']}: {known['id']}, mended in {', '.join(known['fix_versions']) or 'no version'}"
        for each in looked_up
        for known in each["vulns"]
    ]
    return len(looked_up), found


def of_npm_audit(told: dict[str, Any]) -> tuple[int, list[str]]:
    """The same of npm's report."""
    found = [f"{name}: {each['severity']}, {each['range']}" for name, each in told["vulnerabilities"].items()]
    return int(told["metadata"]["dependencies"]["total"]), found


def say(what: str, done: Done | None, read: Callable[[dict[str, Any]], tuple[int, list[str]]]) -> bool:
    """Print what an auditor found; whether it found something."""
    if done is None:
        return not_run(what, f"no answer in {SECONDS} seconds")
    try:
        looked_up, found = read(json.loads(done.stdout))
    except (ValueError, KeyError, TypeError, AttributeError):
        reason = (done.stderr or done.stdout).strip().splitlines() or ["no answer"]
        return not_run(what, f"its database could not be asked ({reason[0][:200]})")
    if not looked_up:
        return not_run(what, "its database knows none of the packages, as with a mirror that has no advisories")
    print(f"{what}: {looked_up} packages looked up, " + (f"{len(found)} advisories:" if found else "nothing known."))
    for line in found:
        print(f"  {line}")
    return bool(found)


def not_run(what: str, why: str) -> bool:
    """Say that nobody was asked."""
    print(f"{what}: not run: {why}.")
    return False


def run(words: Sequence[str | Path], node: str | None = None) -> Done | None:
    """Run an auditor; None when it does not answer."""
    path = os.pathsep.join([*([str(Path(node).parent)] if node else []), os.environ.get("PATH", "")])
    try:
        return subprocess.run(
            [*words],
            cwd=ROOT,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
    except (subprocess.TimeoutExpired, OSError):
        return None


if __name__ == "__main__":
    sys.exit(main())
