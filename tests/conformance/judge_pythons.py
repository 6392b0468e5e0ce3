"""Judges whether a package is the same on every Python we support, whatever computer it runs on.

Each of Python 3.11, 3.12 and 3.13 that is here exports two courses in all formats, in surroundings that differ; the list
of (name, SHA-256) must be one and the same. Their zlibs may compress differently, so the zips' own bytes are not compared.
"""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.reference_course import write_reference
from scorm_export.formats.registry import FORMATS
from tests.conformance.environments import HOME, ROOT, environment, workplace
from tests.conformance.verdicts import Check, Judge, NotRun
from tests.scorm_export.surroundings import AT_HOME, ELSEWHERE, TURKISH, Surroundings, listing

NAME = "pythons"
VERSIONS = ("3.11", "3.12", "3.13")
# Each version in two of the three surroundings.
PLACES = {"3.11": (AT_HOME, ELSEWHERE), "3.12": (TURKISH, ELSEWHERE), "3.13": (AT_HOME, TURKISH)}
Export = tuple[str, list[tuple[str, str]]]


def run(_python: Path) -> Iterator[Check]:
    """Export everywhere, compare everything with the first."""
    found = {version: python for version in VERSIONS if (python := python_of_version(version))}
    if len(found) < 2:
        raise NotRun(f"of Python {', '.join(VERSIONS)} only {', '.join(found) or 'none'} is here")
    work = workplace(NAME)
    pythons = {version: with_project(version, python) for version, python in found.items()}
    courses = (ROOT / "courses" / "ready-there-back", write_reference(work / "reference-course"))
    for course in courses:
        for format_name in FORMATS:
            yield from compared(work, course, format_name, pythons)


def python_of_version(version: str) -> Path | None:
    """Return a Python of this version that runs, from the PATH or pyenv."""
    on_path = shutil.which(f"python{version}")
    pyenv = sorted(Path.home().glob(f".pyenv/versions/{version}*/bin/python{version}"))
    for path in (*([Path(on_path)] if on_path else []), *pyenv):
        question = [str(path), "-c", "import sys, venv; print('%d.%d' % sys.version_info[:2])"]
        answer = subprocess.run(question, check=False, capture_output=True, text=True)
        if answer.stdout.strip() == version:
            return path
    return None


def with_project(version: str, python: Path) -> Path:
    """Return the Python of an environment with the project's base in it, and nothing of its extras."""
    needs = (ROOT / "setup.cfg").read_text(encoding="utf-8")
    return environment(HOME / NAME / f"environment-{version}", python, ("--editable", str(ROOT)), needs)


def compared(work: Path, course: Path, format_name: str, pythons: dict[str, Path]) -> Iterator[Check]:
    """Yield one check per export: it works, and gives what the first one gave."""
    first: Export | None = None
    for version, python in pythons.items():
        for place in PLACES[version]:
            name = f"{course.name}, {format_name}: Python {version}, {place.name}"
            failure, files = exported(
                work / f"{course.name}-{format_name}-{version}-{place.name}", course, format_name, python, place
            )
            if first is None and not failure:
                first = name, files
            yield Check(name, failure or difference(files, first or (name, files)))


def exported(
    folder: Path, course: Path, format_name: str, python: Path, place: Surroundings
) -> tuple[str, list[tuple[str, str]]]:
    """Return what went wrong, and the list of files."""
    copy = place.place(course, folder / "course")
    options = ("--format", format_name, "--record", "https://record.example", "--language", "de")
    failure = place.export(python, copy, folder / "package.zip", *options)
    return failure, [] if failure else listing(folder / "package.zip")


def difference(files: list[tuple[str, str]], first: Export) -> str:
    """Return the first names that differ from the first export's, or an empty string."""
    if files == first[1]:
        return ""
    names = sorted({name for name, _ in set(files) ^ set(first[1])})
    return f"differs from “{first[0]}” in {', '.join(names[:5]) or 'the order'} ({len(names)} names)"


JUDGE = Judge(NAME, (), run)
