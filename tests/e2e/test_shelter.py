"""What an LMS does not take or has no room for: the browser keeps it, the learner is told, the LMS gets it later."""

import random
import threading
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from scorm_export.exporting import Options, convert_course, export_course
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import Handler, MiniLms, read_package
from tests.e2e.apprentice import Apprentice, problems_of
from tests.e2e.packages import unpacked, without_gates

pytestmark = pytest.mark.browser
BLOCK = "mobility_checklist/before-my-first-day"


class Moody(Handler):
    """An LMS that takes nothing while it is broken. A route of the browser would not see a closing tab's last call."""

    broken = False

    def _commit(self, learner_id: str, body: bytes) -> None:
        if type(self).broken:
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, b"broken", "text/plain")
        else:
            super()._commit(learner_id, body)


@pytest.fixture
def handler() -> type[Moody]:
    """The LMS's handler; set ``broken`` to have it refuse what it is sent."""
    return type("Handler", (Moody,), {})


@pytest.fixture(params=["scorm12", "scorm2004"])
def lms(request: pytest.FixtureRequest, handler: type[Moody], tmp_path: Path, course: Path) -> Iterator[MiniLms]:
    """The module in the strict mini LMS, every unit open."""
    export_course(course, tmp_path / "p.zip", Options(format=request.param))
    server = MiniLms(("127.0.0.1", 0), without_gates(read_package(tmp_path / "p.zip")), Gradebook())
    server.RequestHandlerClass = handler
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def lena(lms: MiniLms, context: BrowserContext, course: Path) -> Apprentice:
    model, _ = convert_course(course, Options())
    units = [
        (unit.title, [dict(p) for p in problems_of([dict(c) for c in unit.contents])])
        for unit in model.units
        if not unit.id.startswith("pages/")
    ]
    return Apprentice(context, lms.url, "lena", units)


def test_an_answer_the_lms_does_not_take_counts_and_arrives_with_the_next_visit(
    lms: MiniLms, handler: type[Moody], lena: Apprentice
) -> None:
    title, problems = next((title, problems) for title, problems in lena.units if problems)
    lena.go(title)
    handler.broken = True
    lena.answer(0, problems[0], right=True)
    expect(lena.course.get_by_text("Saved in this browser – waiting for your LMS")).to_be_visible()
    before = lena.progress()
    lena.close()
    assert "interactions" not in lms.gradebook.cmi("lena") or not lms.gradebook.cmi("lena")["interactions"]

    handler.broken = False
    lena.open()
    expect(lena.course.get_by_text("Saved in your LMS")).to_be_visible()
    assert lena.progress() == before
    kept = lms.gradebook.cmi("lena")
    assert unpacked(lms.package, kept["suspend_data"])["leaves"][problems[0]["id"]]["attempts"] == 1
    responses = sum(part["kind"] != "html" for part in problems[0]["parts"])
    assert len(kept["interactions"]) == responses
    assert lena.errors == []


def test_neighbours_at_the_same_computer_get_nothing_of_it(
    lms: MiniLms, handler: type[Moody], lena: Apprentice, context: BrowserContext
) -> None:
    title, problems = next((title, problems) for title, problems in lena.units if problems)
    lena.go(title)
    handler.broken = True
    lena.answer(0, problems[0], right=True)
    lena.close()
    handler.broken = False
    marcos = Apprentice(context, lms.url, "marcos", lena.units)
    assert marcos.progress() == "Progress: 0 %"
    assert "leaves" not in lms.gradebook.cmi("marcos")
    leaves = unpacked(lms.package, lms.gradebook.cmi("marcos")["suspend_data"])["leaves"]
    assert {kept["kind"] for kept in leaves.values()} <= {"drawn"}


@pytest.mark.parametrize("lms", ["scorm12"], indirect=True)
def test_notes_beyond_the_lms_s_room_stay_in_the_browser_and_say_so(lms: MiniLms, lena: Apprentice) -> None:
    dice = random.Random(5)
    notes = {}
    lena.go("Before my first day")
    for step in lena.course.locator("mobility-checklist [data-item]").all():
        note = "".join(chr(dice.randint(0x4E00, 0x9FFF)) for _ in range(300 if notes else 20))
        notes[step.get_attribute("data-item")] = note
        step.locator("summary").click()
        step.locator("textarea").fill(note)
        step.locator("textarea").blur()
    told = lena.course.get_by_text("Your LMS has no room for all your notes. Kept in this browser only:")
    expect(told).to_be_visible()
    lena.close()
    kept = lms.gradebook.cmi("lena")["suspend_data"]
    assert len(kept) <= 4096
    marks = unpacked(lms.package, kept)["leaves"][BLOCK]["notes"]
    assert set(marks) == set(notes)
    assert 0 < sum(note is None for note in marks.values()) < len(notes)

    lena.open()
    for item, note in notes.items():
        step = lena.course.locator(f'mobility-checklist [data-item="{item}"]')
        step.locator("summary").click()
        expect(step.locator("textarea")).to_have_value(note)
    assert [call for call in lena.lms_state()["calls"] if call[0] == "LMSSetValue" and call[3] != "0"] == []


def test_without_an_lms_the_work_is_kept_once_the_learner_chose_so(
    tmp_path: Path, course: Path, context: BrowserContext
) -> None:
    export_course(course, tmp_path / "p.zip", Options(format="web"))
    server = MiniLms(("127.0.0.1", 0), read_package(tmp_path / "p.zip"), Gradebook())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = context.new_page()
    page.goto(server.url)
    page.get_by_role("button", name="Keep my work on this device").click()
    expect(page.get_by_text("Your work is kept on this device.").first).to_be_visible()
    page.get_by_role("navigation", name="Contents").get_by_role("button", name="The five things").click()
    expect(page.locator("#heading")).to_have_text("The five things")
    expect(page.get_by_text("Saved on this device")).to_be_visible()
    page.close()

    page = context.new_page()
    page.goto(server.url)
    expect(page.locator("#heading")).to_have_text("The five things")
    page.get_by_role("button", name="Remove my work from this device").click()
    expect(page.get_by_role("button", name="Remove everything")).to_be_focused()
    page.get_by_role("button", name="Remove everything").click()
    expect(page.locator("#heading")).to_have_text("Start here")
    expect(page.get_by_role("button", name="Keep my work on this device")).to_be_visible()
    server.shutdown()
    server.server_close()
