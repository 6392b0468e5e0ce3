"""What the package judges share: our real module exported by the command, a browser, and a host in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import chromium
from playwright.sync_api import Browser, FrameLocator, sync_playwright

from scorm_export.exporting import Options, convert_course
from tests.conformance.environments import ROOT, workplace
from tests.conformance.verdicts import Check, NotRun
from tests.conftest import FLAGS
from tests.e2e.apprentice import Apprentice, Problem, problems_of

COURSE = ROOT / "courses" / "ready-there-back"
Units = list[tuple[str, list[Problem]]]


@dataclass
class Package:
    """The module as a zip, and its units as the exporter made them."""

    zip: Path
    units: Units


@dataclass(frozen=True)
class Told:
    """How a version of SCORM says what the judges look for: elements, and their values."""

    format: str
    done: dict[str, str]
    half: dict[str, str]
    exit: str


TOLD = (
    Told("scorm12", {"cmi.core.lesson_status": "passed"}, {"cmi.core.lesson_status": "incomplete"}, "cmi.core.exit"),
    Told(
        "scorm2004",
        {"cmi.completion_status": "completed", "cmi.success_status": "passed", "cmi.score.scaled": "1"},
        {"cmi.completion_status": "incomplete"},
        "cmi.exit",
    ),
)


def in_each_version(judged: Callable[[Path, Path, Told], Iterator[Check]], python: Path, name: str) -> Iterator[Check]:
    """Yield what ``judged`` (Python, folder, version) says of each version's package."""
    work = workplace(name)
    for told in TOLD:
        folder = work / told.format
        folder.mkdir()
        for check in judged(python, folder, told):
            yield replace(check, name=f"{told.format}: {check.name}")


def export(folder: Path, format_name: str) -> Package:
    """Export the module without a record, in English, as a school would for its LMS."""
    output = folder / "ready-there-back.zip"
    command = [sys.executable, "-m", "scorm_export", "export", str(COURSE), "--output", str(output)]
    command += ["--format", format_name]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the module can't be exported: {done.stderr.strip()}")
    model, _ = convert_course(COURSE, Options(format=format_name))
    units = [(unit.title, [dict(p) for p in problems_of([dict(c) for c in unit.contents])]) for unit in model.units]
    return Package(output, units)


@contextmanager
def browser(*flags: str) -> Iterator[Browser]:
    """Run one headless Chromium, with more ``flags`` than the tests' own; raises `NotRun` when there is none."""
    path = chromium.find()
    if path is None:
        raise NotRun("there is no Chromium; `make test` looks for one and says what to do")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])
        yield started
        started.close()


@contextmanager
def hosted(python: Path, script: str, *arguments: object) -> Iterator[dict[str, Any]]:
    """Run a host script in the judge's environment; gives the JSON it prints once it serves, ends it afterwards."""
    command = [str(python), str(Path(__file__).parent / script), *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            line = process.stdout.readline()
            if not line:
                raise RuntimeError(f"{script} ended with code {process.wait()} before it served")
            yield json.loads(line)
        finally:
            process.terminate()


class Guest(Apprentice):
    """An apprentice in somebody else's LMS: ``address`` is the page, ``frame`` the course's place in it."""

    address: str
    frame: str

    def open(self) -> None:
        """Open the course, as after any break."""
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(self.address)
        self.course.locator("#heading").wait_for()

    @property
    def course(self) -> FrameLocator:
        """The course in its frame."""
        return self.page.frame_locator(self.frame)
