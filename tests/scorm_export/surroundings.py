"""Exports the same course in different surroundings: hash seed, locale, time zone, umask, order and dates of its files.

None of them may change a package.
"""

import hashlib
import os
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Surroundings:
    """What a computer has that is no part of a course. ``reverse``: its files were written in reverse order."""

    name: str
    variables: dict[str, str]
    umask: int
    reverse: bool

    def place(self, course: Path, folder: Path) -> Path:
        """Copy the course's files into ``folder``, one after the other, each with a date of its own."""
        rng = Random(self.name)
        paths = sorted((path for path in course.rglob("*") if path.is_file()), reverse=self.reverse)
        for path in paths:
            copy = folder / path.relative_to(course)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            os.utime(copy, (rng.randrange(2**31), rng.randrange(2**31)))
        return folder

    def export(self, python: Path, course: Path, output: Path, *options: str) -> str:
        """Run the command; return what it said when it failed, else an empty string."""
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR")}
        command = [str(python), "-m", "scorm_export", "export", str(course), "--output", str(output), *options]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=kept | self.variables,
            umask=self.umask,
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        return done.stderr.strip()[-500:] or f"code {done.returncode}" if done.returncode else ""


AT_HOME = Surroundings("home", {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC"}, 0o022, reverse=False)
ELSEWHERE = Surroundings(
    "elsewhere", {"PYTHONHASHSEED": "4242", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"}, 0o077, reverse=True
)
# In Turkish, “I” has another small letter.
TURKISH = Surroundings(
    "Turkish", {"PYTHONHASHSEED": "77", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns"}, 0o002, reverse=True
)


def listing(package: Path) -> list[tuple[str, str]]:
    """Return (name, SHA-256) of each file of a package, in the zip's order."""
    with zipfile.ZipFile(package) as archive:
        return [(name, hashlib.sha256(archive.read(name)).hexdigest()) for name in archive.namelist()]
