"""The module as a SCORM 2004 package in the strict mini LMS: worked through, left, resumed, passed; no call refused."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from scorm_export.exporting import Options, convert_course, export_course
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import MiniLms, read_package
from tests.e2e.apprentice import Apprentice, problems_of
from tests.e2e.test_spine import STEPS, work_through

pytestmark = pytest.mark.browser
# Nothing has been written there yet: an answer, no refusal.
NOT_SET = ("GetValue", "403")


def refused(calls: list[list[Any]]) -> list[list[Any]]:
    return [call for call in calls if call[3] != "0" and (call[0], call[3]) != NOT_SET]


@pytest.fixture
def open_as(tmp_path: Path, course: Path, context: BrowserContext) -> Callable[[str], Apprentice]:
    package = tmp_path / "package.zip"
    export_course(course, package, Options(format="scorm2004"))
    lms = MiniLms(("127.0.0.1", 0), read_package(package), Gradebook())
    threading.Thread(target=lms.serve_forever, daemon=True).start()
    model, _ = convert_course(course, Options(format="scorm2004"))
    units = [
        (unit.title, [dict(p) for p in problems_of([dict(c) for c in unit.contents])])
        for unit in model.units
        if not unit.id.startswith("pages/")
    ]
    return lambda name: Apprentice(context, lms.url, name, units)


def test_an_apprentice_passes_in_two_visits_and_a_strict_lms_refuses_nothing(
    open_as: Callable[[str], Apprentice], context: BrowserContext
) -> None:
    context.clock.install()
    lena = open_as("lena")
    half = len(lena.units) // 2
    for title, problems in lena.units[:half]:
        work_through(lena, title, problems, wrong_first=True)
    before, title = lena.progress(), lena.heading.inner_text()
    lena.page.close(run_before_unload=False)

    lena.open()
    assert lena.progress() == before
    expect(lena.heading).to_have_text(title)
    middle = lena.lms_state()["cmi"]
    assert (middle["completion_status"], middle["exit"]) == ("incomplete", "suspend")
    assert middle["success_status"] != "passed"
    for title, problems in lena.units[half:]:
        work_through(lena, title, problems, wrong_first=False)
    for item, status in STEPS.items():
        lena.tick(item, status)
    expect(lena.course.locator(".progress label")).to_have_text("Progress: 100 %", timeout=15_000)
    lena.close()

    kept = open_as("lena").lms_state()
    cmi = kept["cmi"]
    assert (cmi["completion_status"], cmi["success_status"]) == ("completed", "passed")
    assert (float(cmi["score"]["raw"]), float(cmi["score"]["scaled"]), float(cmi["progress_measure"])) == (100, 1, 1)
    assert len(cmi["suspend_data"]) <= 64_000
    assert cmi["total_time"] != "PT0S"
    assert cmi["interactions"]
    assert refused(kept["calls"]) == []
    assert lena.errors == []
