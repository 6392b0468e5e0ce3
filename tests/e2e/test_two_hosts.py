"""One checklist, two hosts: the same actions in a package and in an XBlock runtime have the same outcomes."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Browser, expect

from scorm_export.exporting import Options, export_course
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import MiniLms, read_package
from tests.e2e.apprentice import Apprentice
from tests.e2e.packages import unpacked, without_gates
from tests.xblocks.runtime import Course

pytestmark = pytest.mark.browser
BLOCK = "mobility_checklist/before-my-first-day"
ACTIONS = [
    {"type": "status", "item": "mentor-name", "value": "done"},
    {"type": "status", "item": "insurance-asked", "value": "in_hand"},
    {"type": "status", "item": "under-18-rules", "value": "not_needed"},
    {"type": "status", "item": "safety-walk", "value": "done"},
    {"type": "status", "item": "feeling-bad", "value": "done"},
    {"type": "status", "item": "mentor-name", "value": "not_yet"},
    {"type": "note", "item": "feeling-bad", "value": "Ana and Mr Virtanen 😀"},
]


@pytest.fixture
def lms(tmp_path: Path, course: Path) -> Iterator[MiniLms]:
    """The real module with its checklist open."""
    export_course(course, tmp_path / "p.zip", Options())
    server = MiniLms(("127.0.0.1", 0), without_gates(read_package(tmp_path / "p.zip")), Gradebook())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_the_same_actions_have_the_same_outcomes(lms: MiniLms, browser: Browser, course: Path) -> None:
    in_package = by_clicks(lms, browser)
    in_open_edx = by_handler(course)
    assert with_notes(in_package) == in_open_edx["state"]
    assert in_package["score"] == in_open_edx["score"]
    assert in_package["complete"] == in_open_edx["complete"]


def by_clicks(lms: MiniLms, browser: Browser) -> dict[str, Any]:
    """Do the actions on the screen; return what the package keeps in the LMS."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB")
    lena = Apprentice(context, lms.url, "lena", [])
    lena.go("Before my first day")
    for action in ACTIONS:
        step = lena.course.locator(f'mobility-checklist [data-item="{action["item"]}"]')
        if action["type"] == "status":
            lena.tick(action["item"], action["value"])
        else:
            step.locator("summary").click()
            step.locator("textarea").fill(action["value"])
            step.locator("textarea").blur()
    expect(lena.course.get_by_text("Saved in your LMS")).to_be_visible()
    lena.close()
    context.close()
    state: dict[str, Any] = unpacked(lms.package, lms.gradebook.cmi("lena")["suspend_data"])["leaves"][BLOCK]
    return state


def with_notes(record: dict[str, Any]) -> dict[str, Any]:
    """Return the block's whole state: a package keeps its private texts apart."""
    state: dict[str, Any] = record["state"]
    for item, note in record["notes"].items():
        state["items"].setdefault(item, {})["note"] = note
    return state


def by_handler(course: Path) -> dict[str, Any]:
    """Send the actions to the XBlock's handler; return the last outcome."""
    unit = etree.parse(str(course / "vertical" / "before-my-first-day.xml"))
    node = unit.find("mobility_checklist")
    assert node is not None
    node.tail = None
    blocks = Course()
    usage = blocks.add(etree.tostring(node, encoding="unicode"))
    answer = blocks.runtime().call(usage, "act", json.dumps({"actions": ACTIONS}).encode())
    assert answer.status_code == 200
    outcome: dict[str, Any] = answer.json_body["outcomes"][-1]
    return outcome
