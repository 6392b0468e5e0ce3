"""`python -m tests.soak.planted [NAME…]`: does the soak test find what it is there to find?

Each bug is planted in a copy of the record; a small run must find it. Exit code 1 when one stays hidden.
"""

import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.soak.bench import ROOT
from tests.soak.run import Size, soak

_SMALL = Size(600, 2)
_COPIED = ("mobility_record", "mobility_bridge", "tests/soak", "tests/mobility_record")


@dataclass(frozen=True)
class Bug:
    """`pattern` becomes `text` wherever it stands in the files; `durable` as in `soak`."""

    engine: str
    files: str = "mobility_record/results/*.py"
    pattern: str = ""
    text: str = ""
    size: Size = _SMALL
    durable: bool = True


_CONFLICT = re.escape("ON CONFLICT (source_id, event_id) DO NOTHING")
_GUARD = re.escape("excluded.seq > results_result.seq")
_TRANSACTION, _NONE = re.escape("transaction.atomic()"), '__import__("contextlib").nullcontext()'
BUGS = {
    "no ON CONFLICT, PostgreSQL": Bug("postgresql", pattern=_CONFLICT),
    "no ON CONFLICT, SQLite": Bug("sqlite", pattern=_CONFLICT),
    "no guard, PostgreSQL": Bug("postgresql", pattern=_GUARD, text="true"),
    "no guard, SQLite": Bug("sqlite", pattern=_GUARD, text="true"),
    "of equal ones the last, PostgreSQL": Bug(
        "postgresql", pattern=_GUARD, text="excluded.seq >= results_result.seq", size=Size(1500, 1)
    ),
    "no transaction, PostgreSQL": Bug("postgresql", "mobility_record/web/bridge.py", _TRANSACTION, _NONE),
    "no transaction, SQLite": Bug("sqlite", "mobility_record/*/*.py", _TRANSACTION, _NONE, Size(1500, 12)),
    "answers before the disk has it, PostgreSQL": Bug("postgresql", size=Size(1500, 0, 4), durable=False),
    "a score sent again is another one": Bug(
        "sqlite", "mobility_record/lti/reports.py", r"UUID\(bytes=bytes\(found\)\)", '__import__("uuid").uuid4()'
    ),
}


def main() -> int:
    """Plant each bug named on the command line, all without a name; return the exit code."""
    hidden = 0
    for name in sys.argv[1:] or BUGS:
        bug = BUGS[name]
        with tempfile.TemporaryDirectory(prefix="soak-planted-") as folder:
            root = planted(bug, Path(folder))
            faults = soak(bug.engine, bug.size, root, durable=bug.durable).faults
        hidden += not faults
        print(f"{name}: {len(faults)} faults, such as {faults[0][:160]}" if faults else f"{name}: HIDDEN", flush=True)
    return 1 if hidden else 0


def planted(bug: Bug, folder: Path) -> Path:
    """A copy of the record with the bug in it."""
    for name in _COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    changed = 0
    for path in folder.glob(bug.files) if bug.pattern else ():
        text, count = re.subn(bug.pattern, bug.text, path.read_text("utf-8"))
        path.write_text(text, "utf-8")
        changed += count
    if bug.pattern and not changed:
        raise LookupError(f"{bug.pattern} is nowhere in {bug.files}")
    return folder


if __name__ == "__main__":
    sys.exit(main())
