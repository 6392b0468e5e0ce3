"""The trainers' module as a package: it is played to its end in two visits, and the LMS has it as passed."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from scorm_export.exporting import Options, convert_course, export_course
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import MiniLms, read_package
from tests.e2e.apprentice import Apprentice, problems_of
from tests.e2e.test_spine import refused, work_through

pytestmark = pytest.mark.browser
TYPED = {"problem/minutes-each": "8 minutes"}


@pytest.fixture
def trainer(root: Path, tmp_path: Path, context: BrowserContext) -> Iterator[Apprentice]:
    """A trainer who opens “Design and run a blended mobility”."""
    course = root / "courses" / "design-and-run"
    export_course(course, tmp_path / "p.zip", Options())
    lms = MiniLms(("127.0.0.1", 0), read_package(tmp_path / "p.zip"), Gradebook())
    threading.Thread(target=lms.serve_forever, daemon=True).start()
    model, _ = convert_course(course, Options())
    units = [
        (unit.title, [dict(p) for p in problems_of([dict(c) for c in unit.contents])])
        for unit in model.units
        if not unit.id.startswith("pages/")
    ]
    for problem in (problem for _, problems in units for problem in problems):
        for part in problem["parts"]:
            if "pattern" in part:  # nobody can type an expression
                part["answers"] = [{"text": TYPED[problem["id"]]}]
    context.clock.install()
    yield Apprentice(context, lms.url, "marcos", units)
    lms.shutdown()
    lms.server_close()


def test_the_module_is_played_and_passed_in_two_visits(trainer: Apprentice) -> None:
    half = len(trainer.units) // 2
    for title, problems in trainer.units[:half]:
        work_through(trainer, title, problems, wrong_first=False)
    before, title = trainer.progress(), trainer.heading.inner_text()
    trainer.page.close(run_before_unload=False)

    trainer.open()
    assert trainer.progress() == before
    expect(trainer.heading).to_have_text(title)
    for title, problems in trainer.units[half:]:
        work_through(trainer, title, problems, wrong_first=False)
        for step in trainer.course.locator("mobility-checklist [data-item]").all():
            trainer.tick(step.get_attribute("data-item") or "", "done")
    trainer.close()

    trainer.open()
    kept = trainer.lms_state()
    assert kept["cmi"]["core"]["lesson_status"] == "passed"
    assert float(kept["cmi"]["core"]["score"]["raw"]) == 100
    assert refused(kept["calls"]) == []
    assert trainer.errors == []
