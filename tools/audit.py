"""`make audit`: asks public databases whether what is installed has known vulnerabilities.

Python's packages by pip-audit (in an environment of its own, the database of PyPI), JavaScript's by `npm audit`. Where
one can't be asked it says "not run" and why. Exits 1 when something was found, 0 otherwise; it is no part of CI, where a
vulnerability that was published last night would fail a change that has nothing to do with it.
"""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from environment import find_node

ROOT = Path(__file__).resolve().parent.parent
AUDITOR = ROOT / "var" / "audit"
SECONDS = 300


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
    done = run([auditor, "--format", "json", "--progress-spinner", "off", "--path", installed[0]])
    return said("Python", done, lambda told: [f"{p['name']} {p['version']}: {v['id']}, mended in {', '.join(v['fix_versions']) or 'no version'}"
                                              for p in told["dependencies"] for v in p.get("vulns", [])])  # fmt: skip


def javascript() -> bool:
    """Whether a package that ends up in what learners get is vulnerable."""
    node, npm = find_node()
    done = run([*npm, "audit", "--omit=dev", "--json"], node=node)
    return said("JavaScript", done, lambda told: [f"{name}: {each['severity']}, {each['range']}"
                                                  for name, each in told["vulnerabilities"].items()])  # fmt: skip


def said(what: str, done: "subprocess.CompletedProcess[str] | None", read) -> bool:  # noqa: ANN001
    """Print what an auditor found; whether it found something."""
    if done is None:
        return not_run(what, f"no answer in {SECONDS} seconds")
    try:
        found = read(json.loads(done.stdout))
    except (ValueError, KeyError, TypeError):
        reason = (done.stderr or done.stdout).strip().splitlines() or ["no answer"]
        return not_run(what, f"its database could not be reached ({reason[-1][:200]})")
    print(f"{what}: " + ("nothing known." if not found else f"{len(found)} known:"))
    for line in found:
        print(f"  {line}")
    return bool(found)


def not_run(what: str, why: str) -> bool:
    """Say that nobody was asked."""
    print(f"{what}: not run: {why}.")
    return False


def run(words: Sequence[str | Path], node: str | None = None) -> "subprocess.CompletedProcess[str] | None":
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
