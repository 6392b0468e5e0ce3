"""A SCORM 2004 package in a real browser, with scorm-again as the LMS: opening, an answer, hidden, gone, back again."""

import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from scorm_export.exporting import Options, convert_course, export_course
from scorm_export.preview.server import read_package
from tests.e2e.apprentice import Problem, problems_of

pytestmark = pytest.mark.browser
HOST = Path(__file__).with_name("scorm2004_host.html")


@pytest.fixture
def lms(tmp_path: Path, course: Path, root: Path) -> Iterator[str]:
    """The LMS's address; the course stands under /course/."""
    export_course(course, tmp_path / "p.zip", Options(format="scorm2004"))
    files = {f"/course/{name}": data for name, data in read_package(tmp_path / "p.zip").items()}
    files["/"] = HOST.read_bytes()
    files["/scorm2004.min.js"] = (root / "node_modules/scorm-again/dist/scorm2004.min.js").read_bytes()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = files.get(self.path.split("?")[0])
            self.send_response(404 if data is None else 200)
            self.send_header(
                "Content-Type", "text/html" if self.path == "/" else guess_type(self.path)[0] or "text/plain"
            )
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def question(course: Path) -> tuple[str, Problem]:
    """The first question with one right choice: its unit's title and itself."""
    for unit in convert_course(course, Options(format="scorm2004"))[0].units:
        for problem in problems_of([dict(content) for content in unit.contents]):
            responses = [part for part in problem["parts"] if part["kind"] != "html"]
            if len(responses) == 1 and responses[0]["kind"] == "single":
                return unit.title, problem
    raise AssertionError("the course has no such question")


def opened(page: Page, lms: str) -> FrameLocator:
    """Open the course and wait for its first page."""
    page.goto(lms)
    course = page.frame_locator("#course")
    expect(course.locator("#heading")).to_be_visible()
    return course


def calls(page: Page) -> list[list[str]]:
    """What the LMS was asked: name, arguments, answer, error."""
    made: list[list[str]] = page.evaluate("calls")
    return made


def answer(course: FrameLocator, title: str, problem: Problem) -> None:
    """Go to the question and answer it right."""
    course.locator("nav#contents").get_by_role("button", name=title).first.click()
    expect(course.locator("#heading")).to_have_text(title)
    response = next(part for part in problem["parts"] if part["kind"] != "html")
    shown = course.locator("section.leaf-problem").filter(has_text=problem["title"]).first
    right = next(choice["id"] for choice in response["choices"] if choice["correct"])
    shown.locator(f'input[value="{right}"]').check()
    shown.get_by_role("button", name="Check my answer").click()
    expect(shown.locator(".result.right")).to_have_count(1)


def test_an_answer_its_outcome_and_the_end_reach_the_lms(
    lms: str, question: tuple[str, Problem], context: BrowserContext
) -> None:
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    course = opened(page, lms)
    page.wait_for_timeout(500)
    counts = Counter(call[0] for call in calls(page))
    assert counts["Initialize"] == 1
    assert counts["Commit"] <= 2  # the second keeps which questions were drawn
    assert counts["GetValue"] <= 8
    assert counts["SetValue"] <= 6
    assert next(call[1:3] for call in calls(page) if call[0] == "SetValue") == ["cmi.exit", "suspend"]

    answer(course, *question)
    told = {call[1]: call[2] for call in calls(page) if call[0] == "SetValue"}
    assert told["cmi.interactions.0.id"] == question[1]["id"]
    assert told["cmi.interactions.0.type"] == "choice"
    assert told["cmi.interactions.0.learner_response"].startswith("choice_")
    assert told["cmi.interactions.0.result"] == "correct"
    assert told["cmi.interactions.0.description"]
    assert told["cmi.interactions.0.latency"] != "PT0H0M0S"
    assert told["cmi.interactions.0.objectives.0.id"] in {told[f"cmi.objectives.{n}.id"] for n in range(5)}
    assert [call for call in calls(page) if call[0] == "SetValue" and call[-2:] != ["true", "0"]] == []

    before = len(calls(page))
    inside = page.frames[1]
    inside.evaluate(
        "Object.defineProperty(document, 'visibilityState', {value: 'hidden'});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    assert [call[0] for call in calls(page)[before:]] == ["SetValue", "Commit"]
    inside.goto("about:blank")
    assert [call[0] for call in calls(page)].count("Terminate") == 1
    assert calls(page)[-1][0] == "Terminate"
    assert errors == []

    page.close()
    again = context.new_page()
    course = opened(again, lms)
    expect(course.locator("#heading")).to_have_text(question[0])
    answer(course, *question)
    entries = [call[1] for call in calls(again) if call[0] == "SetValue" and call[1].endswith(".type")]
    assert entries == ["cmi.interactions.1.type"]
    again.close()


def test_a_package_without_an_lms_says_so(lms: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{lms}course/index.html")
    expect(page.locator("#heading")).to_be_visible()
    expect(page.get_by_text("without an LMS", exact=False).first).to_be_visible()
