"""The mini LMS in a real browser: strict in both SCORM versions, and it keeps what a visit left.

Calls are made as a course makes them, from a page in the frame. The values refused are those that facts about LMSs in the
field name, and one for each type of the data model.
"""

import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from scorm_export.exporting import Options, export_course
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import MiniLms, read_package
from tests.scorm_export.courses import write_course

pytestmark = pytest.mark.browser

MANIFEST = "<manifest><metadata><schemaversion>{}</schemaversion></metadata><title>Probe</title>{}</manifest>"
PAGE = b"<!doctype html><title>Probe</title><p>The calls come from the test.</p>"
VERSIONS = {"scorm12": "1.2", "scorm2004": "2004 4th Edition"}
CALL = """([call, ...args]) => {
  const api = parent.API || parent.API_1484_11;
  const name = (call) => parent.API ? 'LMS' + call.replace('Terminate', 'Finish') : call;
  const result = api[name(call)](...args);
  return [result, api[name('GetLastError')]()];
}"""


class Sco:
    """A page that makes SCORM calls; ``call`` returns (result, error code)."""

    def __init__(self, context: BrowserContext, lms: MiniLms) -> None:
        self.lms = lms
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: pytest.fail(str(error)))
        self.page.goto(f"{lms.url}launch/lena")
        self.frame: Frame = next(frame for frame in self.page.frames if "/package/" in frame.url or frame.parent_frame)
        self.frame.wait_for_load_state()

    def call(self, *words: str) -> tuple[str, str]:
        """Make one call as 2004 names it, without “LMS”."""
        result, error = self.frame.evaluate(CALL, list(words))
        return result, error

    def set(self, element: str, value: str) -> str:
        """Write and return the error code."""
        result, error = self.call("SetValue", element, value)
        assert result == ("true" if error == "0" else "false"), (element, value, result, error)
        return error

    def get(self, element: str) -> str:
        """Read a value."""
        return self.call("GetValue", element)[0]

    def state(self) -> dict[str, Any]:
        """What the server keeps."""
        with urllib.request.urlopen(f"{self.lms.url}state/lena", timeout=10) as answer:
            kept: dict[str, Any] = json.load(answer)
        return kept

    def state_when(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """What the server keeps once ``holds``: beacons take a moment."""
        for _ in range(100):
            if holds(self.state()):
                return self.state()
            self.page.wait_for_timeout(100)
        raise AssertionError(self.state())


@pytest.fixture
def lms() -> Iterator[Callable[..., MiniLms]]:
    started: list[MiniLms] = []

    def start(version: str, extra: str = "") -> MiniLms:
        package = {"imsmanifest.xml": MANIFEST.format(VERSIONS[version], extra).encode(), "index.html": PAGE}
        started.append(MiniLms(("127.0.0.1", 0), package, Gradebook()))
        threading.Thread(target=started[-1].serve_forever, daemon=True).start()
        return started[-1]

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB")
    yield made
    made.close()


Q = "cmi.interactions.0."
# Version, what is written before, element, value taken, value refused, error. Numbered by their place.
TYPED = [
    ("scorm12", "", "cmi.suspend_data", "x" * 4096, "x" * 4097, "405"),
    ("scorm12", "", "cmi.core.lesson_location", "x" * 255, "x" * 256, "405"),
    ("scorm12", "", "cmi.core.lesson_status", "incomplete", "not attempted", "405"),
    ("scorm12", "", "cmi.core.lesson_status", "passed", "Passed", "405"),
    ("scorm12", "", "cmi.core.exit", "suspend", "normal", "405"),
    ("scorm12", "", "cmi.core.score.raw", "87.5", "100.5", "405"),
    ("scorm12", "", "cmi.core.score.raw", "0", "1e1", "405"),
    ("scorm12", "", "cmi.core.session_time", "0000:01:02.50", "PT1M2S", "405"),
    ("scorm12", "", Q + "id", "problem_q1", "block-v1:a+b@c", "405"),
    ("scorm12", "", Q + "id", "x" * 255, "x" * 256, "405"),
    ("scorm12", "", "cmi.objectives.0.id", "LO4", "LO 4", "405"),
    ("scorm12", Q + "id=q", Q + "time", "09:05:00.25", "9:05", "405"),
    ("scorm12", Q + "id=q", Q + "time", "23:59:59", "24:00:00", "405"),
    ("scorm12", Q + "id=q", Q + "type", "fill-in", "long-fill-in", "405"),
    ("scorm12", Q + "id=q", Q + "result", "wrong", "incorrect", "405"),
    ("scorm12", Q + "id=q", Q + "latency", "00:00:05.5", "00:00:05.555", "405"),
    ("scorm12", Q + "id=q;" + Q + "type=choice", Q + "student_response", "a,b", "a b c", "405"),
    ("scorm12", Q + "id=q;" + Q + "type=choice", Q + "student_response", "{a,b}", "choice_0", "405"),
    ("scorm12", Q + "id=q;" + Q + "type=true-false", Q + "student_response", "t", "true", "405"),
    ("scorm12", Q + "id=q;" + Q + "type=numeric", Q + "student_response", "-2.5", "2,5", "405"),
    ("scorm12", Q + "id=q;" + Q + "type=matching", Q + "student_response", "a.1,b.2", "a-1", "405"),
    ("scorm12", Q + "id=q;" + Q + "type=fill-in", Q + "student_response", "x" * 255, "x" * 256, "405"),
    ("scorm12", Q + "id=q;" + Q + "type=choice", Q + "correct_responses.0.pattern", "a", "a;b", "405"),
    ("scorm2004", "", "cmi.suspend_data", "x" * 64_000, "x" * 64_001, "406"),
    ("scorm2004", "", "cmi.location", "x" * 1000, "x" * 1001, "406"),
    ("scorm2004", "", "cmi.completion_status", "incomplete", "passed", "406"),
    ("scorm2004", "", "cmi.success_status", "unknown", "completed", "406"),
    ("scorm2004", "", "cmi.exit", "suspend", "stop", "406"),
    ("scorm2004", "", "cmi.score.scaled", "0.875", "87.5", "407"),
    ("scorm2004", "", "cmi.score.raw", "87.5", "8.75e1", "406"),
    ("scorm2004", "", "cmi.progress_measure", "1", "1.01", "407"),
    ("scorm2004", "", "cmi.session_time", "PT1H2M3.25S", "01:02:03", "406"),
    ("scorm2004", "", "cmi.session_time", "PT3S", "PT3.255S", "406"),
    ("scorm2004", "", Q + "id", "urn:x:problem-q1", "problem q1", "406"),
    ("scorm2004", Q + "id=q", Q + "timestamp", "2027-02-11T18:04:31.25", "2027-02-11T18:04:31.250", "406"),
    ("scorm2004", Q + "id=q", Q + "timestamp", "2027-02-11T18:04:31", "2027-02-11T18:04:31Z", "406"),
    ("scorm2004", Q + "id=q", Q + "type", "long-fill-in", "essay", "406"),
    ("scorm2004", Q + "id=q", Q + "result", "incorrect", "wrong", "406"),
    ("scorm2004", Q + "id=q", Q + "latency", "PT5.5S", "5", "406"),
    ("scorm2004", Q + "id=q", Q + "description", "x" * 250, "x" * 251, "406"),
    ("scorm2004", Q + "id=q;" + Q + "type=choice", Q + "learner_response", "choice_0[,]b", "choice 0", "406"),
    ("scorm2004", Q + "id=q;" + Q + "type=choice", Q + "learner_response", "a", "a,b", "406"),
    ("scorm2004", Q + "id=q;" + Q + "type=true-false", Q + "learner_response", "true", "t", "406"),
    ("scorm2004", Q + "id=q;" + Q + "type=numeric", Q + "learner_response", "-2.5", "2,5", "406"),
    ("scorm2004", Q + "id=q;" + Q + "type=matching", Q + "learner_response", "a[.]1[,]b[.]2", "a.1", "406"),
    ("scorm2004", Q + "id=q;" + Q + "type=fill-in", Q + "learner_response", "naïve text", "x" * 251, "406"),
    ("scorm2004", "cmi.objectives.0.id=LO4", "cmi.objectives.0.success_status", "passed", "done", "406"),
    ("scorm2004", "cmi.objectives.0.id=LO4", "cmi.objectives.0.score.scaled", "0.5", "50", "407"),
]  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
def test_values_of_each_type_are_taken_and_refused(
    version: str, lms: Callable[..., MiniLms], context: BrowserContext
) -> None:
    """One session per case, on one server."""
    server = lms(version)
    wrong = []
    for number, (_, before, element, taken, refused, code) in [c for c in enumerate(TYPED) if c[1][0] == version]:
        server.gradebook.forget("lena")
        sco = Sco(context, server)
        assert sco.call("Initialize", "") == ("true", "0")
        for pair in before.split(";") if before else []:
            assert sco.set(*pair.split("=")) == "0", (number, pair)
        seen = (sco.set(element, refused), sco.set(element, taken))
        if seen != (code, "0"):
            wrong.append((number, element, refused[:30], taken[:30], seen))
        expect(sco.page.locator("#refused")).to_have_text("1")
        sco.page.close()
    assert wrong == []


# Version, call, error code.
ELEMENTS = [
    ("scorm12", ("GetValue", ""), "201"),
    ("scorm12", ("GetValue", "cmi.nothing"), "201"),
    ("scorm12", ("SetValue", "cmi.nothing", "x"), "201"),
    ("scorm12", ("SetValue", "cmi.completion_status", "completed"), "201"),
    ("scorm12", ("SetValue", "cmi.core.student_id", "x"), "403"),
    ("scorm12", ("SetValue", "cmi.core._children", "x"), "402"),
    ("scorm12", ("GetValue", "cmi.core.session_time"), "404"),
    ("scorm12", ("GetValue", "cmi.core.lesson_status._children"), "202"),
    ("scorm12", ("GetValue", "cmi.core.lesson_status._count"), "203"),
    ("scorm12", ("SetValue", "cmi.interactions.1.id", "q"), "201"),
    ("scorm12", ("SetValue", "cmi.objectives.3.id", "q"), "201"),
    ("scorm12", ("Initialize", ""), "101"),
    ("scorm2004", ("GetValue", ""), "301"),
    ("scorm2004", ("GetValue", "cmi.nothing"), "401"),
    ("scorm2004", ("SetValue", "cmi.core.lesson_status", "passed"), "401"),
    ("scorm2004", ("SetValue", "cmi.learner_id", "x"), "404"),
    ("scorm2004", ("GetValue", "cmi.session_time"), "405"),
    ("scorm2004", ("GetValue", "cmi.location"), "403"),
    ("scorm2004", ("SetValue", "cmi.interactions.1.id", "q"), "351"),
    ("scorm2004", ("SetValue", "cmi.objectives.2.id", "q"), "351"),
    ("scorm2004", ("SetValue", "cmi.interactions.0.type", "choice"), "408"),
    ("scorm2004", ("Initialize", ""), "103"),
]  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
def test_elements_that_are_not_there_are_refused_by_code(
    version: str, lms: Callable[..., MiniLms], context: BrowserContext
) -> None:
    sco = Sco(context, lms(version))
    sco.call("Initialize", "")
    seen = [(call, sco.call(*call)[1]) for each, call, _ in ELEMENTS if each == version]
    assert seen == [(call, code) for each, call, code in ELEMENTS if each == version]


OUTSIDE = {
    "scorm12": (
        {"GetValue": "301", "SetValue": "301", "Commit": "301", "Terminate": "301"},
        {"GetValue": "301", "SetValue": "301", "Commit": "301", "Terminate": "301", "Initialize": "101"},
    ),
    "scorm2004": (
        {"GetValue": "122", "SetValue": "132", "Commit": "142", "Terminate": "112"},
        {"GetValue": "123", "SetValue": "133", "Commit": "143", "Terminate": "113", "Initialize": "104"},
    ),
}
ARGUMENTS = {"GetValue": ("cmi.suspend_data",), "SetValue": ("cmi.suspend_data", "x")}


@pytest.mark.parametrize("version", VERSIONS)
def test_nothing_is_taken_before_the_session_and_after_it(
    version: str, lms: Callable[..., MiniLms], context: BrowserContext
) -> None:
    before, after = OUTSIDE[version]
    sco = Sco(context, lms(version))
    for call, code in before.items():
        assert sco.call(call, *ARGUMENTS.get(call, ("",)))[1] == code, call
    assert sco.call("Initialize", "") == ("true", "0")
    assert sco.call("Terminate", "") == ("true", "0")
    for call, code in after.items():
        assert sco.call(call, *ARGUMENTS.get(call, ("",)))[1] == code, call


def test_an_objective_keeps_its_identifier(lms: Callable[..., MiniLms], context: BrowserContext) -> None:
    sco = Sco(context, lms("scorm2004"))
    sco.call("Initialize", "")
    assert sco.set("cmi.objectives.0.id", "LO1") == "0"
    assert sco.set("cmi.objectives.0.id", "LO1") == "0"
    assert sco.set("cmi.objectives.0.id", "LO2") == "351"
    assert sco.set("cmi.objectives.1.id", "LO1") == "351"
    assert sco.set("cmi.objectives.1.id", "LO2") == "0"


VISIT = {
    "scorm12": [
        ("cmi.suspend_data", "1.abc.é – \u2028"),
        ("cmi.core.lesson_status", "incomplete"),
        ("cmi.core.score.raw", "40"),
        ("cmi.core.exit", "suspend"),
        ("cmi.interactions.0.id", "q1"),
        ("cmi.interactions.0.type", "choice"),
        ("cmi.interactions.0.student_response", "a"),
        ("cmi.objectives.0.id", "LO1"),
    ],
    "scorm2004": [
        ("cmi.suspend_data", "1.abc.é – \u2028"),
        ("cmi.completion_status", "incomplete"),
        ("cmi.success_status", "unknown"),
        ("cmi.progress_measure", "0.4"),
        ("cmi.score.raw", "40"),
        ("cmi.score.scaled", "0.4"),
        ("cmi.exit", "suspend"),
        ("cmi.interactions.0.id", "q1"),
        ("cmi.interactions.0.type", "choice"),
        ("cmi.interactions.0.timestamp", "2027-02-11T18:04:31"),
        ("cmi.interactions.0.learner_response", "a"),
        ("cmi.objectives.0.id", "LO1"),
        ("cmi.objectives.0.success_status", "passed"),
    ],
}
PART = {"scorm12": "cmi.core.", "scorm2004": "cmi."}
TIMES = {"scorm12": ("00:00:30", "00:00:30"), "scorm2004": ("PT30S", "PT30S")}


@pytest.mark.parametrize("ends", ["Terminate", "Commit"])
@pytest.mark.parametrize("version", VERSIONS)
def test_a_second_visit_finds_what_the_first_left(
    version: str, ends: str, lms: Callable[..., MiniLms], context: BrowserContext
) -> None:
    server = lms(version)
    part = PART[version]
    sco = Sco(context, server)
    sco.call("Initialize", "")
    assert sco.get(part + "entry") == "ab-initio"
    for element, value in VISIT[version]:
        assert sco.set(element, value) == "0", element
    assert sco.set(part + "session_time", TIMES[version][0]) == "0"
    assert sco.call(ends, "") == ("true", "0")
    sco.page.close()

    again = Sco(context, server)
    again.call("Initialize", "")
    assert again.get(part + "entry") == "resume"
    assert again.get(part + "total_time") == TIMES[version][1]
    write_only = {"cmi.core.exit", "cmi.exit"} | {e for e, _ in VISIT["scorm12"] if "interactions" in e}
    for element, value in VISIT[version]:
        if element not in write_only:
            assert again.get(element) == value, element
    assert (again.get("cmi.interactions._count"), again.get("cmi.objectives._count")) == ("1", "1")
    assert again.set("cmi.interactions.1.id", "q2") == "0"
    assert again.set("cmi.interactions.3.id", "q2") == ("201" if version == "scorm12" else "351")
    again.set(part + "session_time", TIMES[version][0])
    again.call("Terminate", "")
    minute = {"scorm12": "00:01:00", "scorm2004": "PT1M"}[version]
    kept = again.state_when(lambda seen: seen["cmi"].get("core", seen["cmi"])["total_time"] == minute)
    assert [call[3] for call in kept["calls"] if call[3] not in ("0", "201", "351")] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_every_call_is_posted_and_the_refused_are_counted(
    version: str, lms: Callable[..., MiniLms], context: BrowserContext
) -> None:
    sco = Sco(context, lms(version))
    sco.call("Initialize", "")
    sco.set("cmi.suspend_data", "x" * 70_000)
    sco.call("GetValue", "cmi.nothing")
    sco.call("Commit", "")
    expect(sco.page.locator("#count")).to_have_text("4")
    expect(sco.page.locator("#refused")).to_have_text("2")
    calls = sco.state_when(lambda seen: bool(seen["calls"]))["calls"]
    before = {"scorm12": "LMS", "scorm2004": ""}[version]
    assert [call[0] for call in calls] == [f"{before}{n}" for n in ("Initialize", "SetValue", "GetValue", "Commit")]
    assert [call[3] != "0" for call in calls] == [False, True, True, False]


@pytest.mark.parametrize(
    ("version", "extra", "element", "value"),
    [
        ("scorm12", "<adlcp:masteryscore>80</adlcp:masteryscore>", "cmi.student_data.mastery_score", "80"),
        (
            "scorm2004",
            "<imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure>",
            "cmi.scaled_passing_score",
            "0.8",
        ),
    ],
)
def test_the_manifests_mastery_is_handed_to_the_course(
    version: str, extra: str, element: str, value: str, lms: Callable[..., MiniLms], context: BrowserContext
) -> None:
    sco = Sco(context, lms(version, extra))
    sco.call("Initialize", "")
    assert sco.get(element) == value


def test_the_list_of_learners_shows_what_2004_keeps(lms: Callable[..., MiniLms], context: BrowserContext) -> None:
    sco = Sco(context, lms("scorm2004"))
    sco.call("Initialize", "")
    for element, value in VISIT["scorm2004"]:
        sco.set(element, value)
    sco.call("Commit", "")
    expect(sco.page.locator("#status")).to_have_text("incomplete 40")
    sco.page.goto(sco.lms.url)
    expect(sco.page.locator(".card").first.locator(".kept")).to_have_text("incomplete, score 40")


def test_data_of_the_other_version_are_passed_over(tmp_path: Path, context: BrowserContext) -> None:
    (tmp_path / "lena.json").write_text('{"core": {"lesson_status": "passed"}, "suspend_data": "old"}')
    package = {"imsmanifest.xml": MANIFEST.format("2004 4th Edition", "").encode(), "index.html": PAGE}
    server = MiniLms(("127.0.0.1", 0), package, Gradebook(tmp_path))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sco = Sco(context, server)
    sco.call("Initialize", "")
    assert (sco.get("cmi.entry"), sco.get("cmi.suspend_data")) == ("ab-initio", "")
    server.shutdown()
    server.server_close()


def test_a_web_site_is_served_below_its_version_and_works_offline(tmp_path: Path, context: BrowserContext) -> None:
    package = tmp_path / "site.zip"
    export_course(write_course(tmp_path / "course"), package, Options(format="web"))
    server = MiniLms(("127.0.0.1", 0), read_package(package), Gradebook())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = context.new_page()
    page.goto(server.url)
    expect(page.get_by_text("Ready for offline use")).to_be_visible()
    assert "/site-" in page.url
    server.shutdown()
    server.server_close()
    page.reload()
    expect(page.get_by_text("Hello there")).to_be_visible()
