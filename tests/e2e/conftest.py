"""The whole path for end-to-end tests: our module exported, a mini LMS with it, a record that knows it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from scorm_export.exporting import Options, convert_course, export_course
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import MiniLms, read_package
from tests.e2e.apprentice import Apprentice, problems_of
from tests.e2e.record import RunningRecord

Units = list[tuple[str, list[dict[str, Any]]]]


@dataclass
class Spine:
    """From course to record. ``seeded`` is what `seed_record` printed, ``state_size`` what the exporter reckons with."""

    lms: MiniLms
    record: RunningRecord
    units: Units
    seeded: dict[str, Any]
    state_size: int


@pytest.fixture(scope="session")
def course(root: Path) -> Path:
    """The real module."""
    return root / "courses" / "ready-there-back"


@pytest.fixture
def path(tmp_path: Path, course: Path) -> Iterator[Spine]:
    """Export, serve, register and seed; everything is ended afterwards."""
    record = RunningRecord(tmp_path)
    package = tmp_path / "package.zip"
    export_course(course, package, Options(record=record.url, languages=("de",)))
    record.command("register-package", package)
    seeded = record.script("seed_record", "Lena", "Marcos")
    record.start()
    lms = MiniLms(("127.0.0.1", 0), read_package(package), Gradebook())
    threading.Thread(target=lms.serve_forever, daemon=True).start()
    model, _ = convert_course(course, Options())
    units = [
        (unit.title, [dict(p) for p in problems_of([dict(c) for c in unit.contents])])
        for unit in model.units
        if not unit.id.startswith("pages/")
    ]
    yield Spine(lms, record, units, seeded, model.state_answers)
    lms.shutdown()
    lms.server_close()
    record.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile of its own, in English, on a desktop."""
    made = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB")
    yield made
    made.close()


@pytest.fixture
def learner(path: Spine, context: BrowserContext) -> Callable[..., Apprentice]:
    """Open the course as a learner of the mini LMS."""
    return lambda name, profile=context: Apprentice(profile, path.lms.url, name, path.units)
