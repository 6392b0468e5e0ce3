"""Author text with programs, pages of other sites, links and draws, played in the mini LMS in a real browser."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from scorm_export.exporting import Options, export_course
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import MiniLms, read_package
from tests.e2e.axe import violations
from tests.scorm_export.courses import write_course

pytestmark = pytest.mark.browser

PROGRAM = """<h3 id="top">Counter</h3><button onclick="add()">Add one</button><p id="out">0</p>
<p><a href="#far">Down</a> <a href="/jump_to_id/second">Next lesson</a></p><div style="height: 900px"></div><p id="far">Far down</p>
<script src="/static/app.js"></script>"""
APP = "var count = 0; function add() { $('#out').text(++count); } window.parentTitle = function () { return parent.document.title; };"
UNITS = {
    "first": '<html url_name="prog" display_name="Counter"/><html url_name="text"/>',
    "second": '<html url_name="b"/><discussion url_name="d" display_name="Talk"/><lti url_name="t" display_name="Tool"/>',
    "third": '<library_content url_name="lib" max_count="1"><html url_name="l1"/><html url_name="l2"/><html url_name="l3"/></library_content>'
    '<poll_question url_name="pq" display_name="Ready?"><p>Are you ready?</p><answer id="yes">Yes</answer><answer id="no">No</answer></poll_question>'
    '<conditional url_name="c" sources="i4x://Org/C1/poll_question/pq" poll_answer="yes"><html url_name="after"/></conditional>',
}
FILES: dict[str, str | bytes] = {
    "sequential/seq.xml": '<sequential display_name="Lesson">'
    + "".join(f'<vertical url_name="{name}"/>' for name in UNITS)
    + "</sequential>",
    **{
        f"vertical/{name}.xml": f'<vertical display_name="Unit {name}">{inside}</vertical>'
        for name, inside in UNITS.items()
    },
    "html/prog.xml": '<html filename="prog" display_name="Counter"/>',
    "html/prog.html": PROGRAM,
    "static/app.js": APP,
    "html/text.xml": '<html filename="text"/>',
    "html/text.html": '<p>See <a href="/jump_to_id/b">the second unit</a> and the <a href="/courses/x/wiki">wiki</a>.</p>'
    '<iframe src="https://maps.example/embed" title="Map" height="300"></iframe>',
    "html/b.xml": '<html filename="b"/>',
    "html/b.html": "<p>Second text</p>",
    **{f"html/{name}.xml": f"<html><p>Text {name}</p></html>" for name in ("l1", "l2", "l3", "after")},
}


class Learner:
    """A learner in the mini LMS. ``asked`` is every address that was asked for, ``errors`` what went wrong in a page."""

    def __init__(self, context: BrowserContext, lms: str) -> None:
        self.asked: list[str] = []
        self.errors: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{lms}launch/lena")
        expect(self.course.locator("#heading")).to_be_visible()

    @property
    def course(self) -> FrameLocator:
        return self.page.frame_locator("#course")

    @property
    def program(self) -> FrameLocator:
        return self.course.frame_locator("player-frame iframe")

    def go(self, unit: str) -> None:
        menu = self.course.get_by_role("button", name="Contents")
        if menu.is_visible():
            menu.click()
        self.course.locator("nav#contents").get_by_role("button", name=f"Unit {unit}").click()
        expect(self.course.locator("#heading")).to_have_text(f"Unit {unit}")


Launch = Callable[..., Learner]


def exported(folder: Path, **options: object) -> Path:
    output = folder / "package.zip"
    export_course(write_course(folder / "course", FILES), output, Options(**options))  # type: ignore[arg-type]  # options of the command
    return output


@contextmanager
def running(output: Path) -> Iterator[MiniLms]:
    server = MiniLms(("127.0.0.1", 0), read_package(output), Gradebook())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(tmp_path_factory.mktemp("pages"))


@pytest.fixture
def lms(package: Path) -> Iterator[MiniLms]:
    with running(package) as server:
        yield server


@pytest.fixture
def launch(browser: Browser, lms: MiniLms) -> Iterator[Launch]:
    """Open the course as the one learner of the LMS."""
    contexts: list[BrowserContext] = []

    def opened(width: int = 1200, scheme: str = "light", at: MiniLms = lms) -> Learner:
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="en-GB", color_scheme=scheme)  # type: ignore[arg-type]  # a scheme is one of its words
        contexts.append(context)
        return Learner(context, at.url)

    yield opened
    for context in contexts:
        context.close()


def test_a_program_runs_in_its_frame_which_is_as_high_as_what_it_shows(launch: Launch) -> None:
    learner = launch()
    learner.program.get_by_role("button", name="Add one").click()
    learner.program.get_by_role("button", name="Add one").click()
    expect(learner.program.locator("#out")).to_have_text("2")
    frame = learner.course.locator("player-frame iframe")
    expect(frame).to_have_attribute("title", "Counter")
    assert frame.evaluate("f => f.clientHeight") > 900
    assert not frame.evaluate("f => f.contentDocument.documentElement.scrollHeight > f.clientHeight + 1")
    assert not learner.errors


def test_links_in_a_frame_lead_to_places_and_units_of_the_course(launch: Launch) -> None:
    learner = launch()
    learner.program.get_by_role("link", name="Down").click()
    far = learner.program.locator("#far")
    expect(far).to_be_in_viewport()
    learner.program.get_by_role("link", name="Next lesson").click()
    expect(learner.course.locator("#heading")).to_have_text("Unit second")
    expect(learner.course.locator("#heading")).to_be_focused()


def test_links_in_text_lead_to_units_and_what_is_not_here_says_so(launch: Launch) -> None:
    learner = launch()
    expect(learner.course.locator("player-elsewhere")).to_have_text("wiki (only in the original course)")
    learner.course.get_by_role("link", name="the second unit").press("Enter")
    expect(learner.course.locator("#heading")).to_have_text("Unit second")
    expect(learner.course.get_by_text("Here learners talk with each other.")).to_be_visible()
    expect(learner.course.get_by_text("opens a tool on another server")).to_be_visible()


def test_nothing_is_asked_of_another_site_before_the_learner_wants_it(launch: Launch) -> None:
    learner = launch()
    learner.page.context.route(
        "https://maps.example/**", lambda route: route.fulfill(body="<p>Map</p>", content_type="text/html")
    )
    expect(learner.course.get_by_text("maps.example. That site learns")).to_be_visible()
    assert not [url for url in learner.asked if not url.startswith(("http://127.0.0.1", "data:"))]
    learner.course.get_by_role("button", name="Show it here").press("Enter")
    expect(learner.course.frame_locator("player-embed iframe").get_by_text("Map")).to_be_visible()
    expect(learner.course.locator("player-embed iframe")).to_have_attribute("title", "Map")
    expect(learner.course.locator("player-embed a")).to_have_attribute("href", "https://maps.example/embed")
    assert [url for url in learner.asked if "maps.example" in url] == ["https://maps.example/embed"]


def test_what_was_drawn_stays_and_learners_differ(launch: Launch, package: Path) -> None:
    def text(learner: Learner) -> str:
        learner.go("third")
        shown = learner.course.locator("section.leaf-html")
        expect(shown).to_have_count(1)
        return shown.inner_text()

    first = launch()
    drawn = text(first)
    first.page.close()
    assert text(launch()) == drawn
    others = set()
    for _ in range(12):
        with running(package) as elsewhere:
            others.add(text(launch(at=elsewhere)))
    assert others > {drawn}


def test_a_part_that_waits_says_so_and_comes_with_the_answer(launch: Launch) -> None:
    learner = launch()
    learner.go("third")
    expect(learner.course.get_by_text("depending on your answer to “Ready?”")).to_be_visible()
    learner.course.get_by_text("No", exact=True).click()
    learner.course.locator("section.leaf-poll_question").get_by_role("button").first.click()
    expect(learner.course.get_by_text("Text after")).to_have_count(0)
    learner.course.get_by_text("Yes", exact=True).click()
    learner.course.locator("section.leaf-poll_question").get_by_role("button").first.click()
    expect(learner.course.get_by_text("Text after")).to_be_visible()


def test_a_sandboxed_program_runs_and_cannot_reach_the_course(launch: Launch, tmp_path: Path) -> None:
    with running(exported(tmp_path, sandbox_scripts=True)) as server:
        learner = launch(at=server)
        learner.program.get_by_role("button", name="Add one").click()
        expect(learner.program.locator("#out")).to_have_text("1")
        reached = "() => { try { return parentTitle(); } catch (error) { return error.name; } }"
        assert learner.program.locator("#out").evaluate(reached) == "SecurityError"
        learner.program.get_by_role("link", name="Next lesson").click()
        expect(learner.course.locator("#heading")).to_have_text("Unit second")


def test_messages_of_others_change_nothing(launch: Launch) -> None:
    learner = launch()
    frame = learner.course.locator("player-frame iframe")
    expect(learner.program.locator("#out")).to_be_visible()
    before = frame.evaluate("f => f.style.height")
    frame.evaluate(
        "() => { for (const data of [{mobility: 'height', height: 5000}, {mobility: 'open', unit: 'vertical/second'}, null, 'x', 7]) window.postMessage(data, '*'); }"
    )
    learner.program.locator("#out").evaluate(
        "() => { for (const data of [null, 'x', {mobility: 'height', height: 'x'}, {mobility: 'open', unit: 'vertical/none'}]) parent.postMessage(data, '*'); }"
    )
    learner.page.wait_for_timeout(300)
    assert frame.evaluate("f => f.style.height") == before
    expect(learner.course.locator("#heading")).to_have_text("Unit first")
    assert not learner.errors


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_nothing_stands_in_the_way_of_anybody(launch: Launch, width: int, scheme: str) -> None:
    learner = launch(width=width, scheme=scheme)
    for unit in UNITS:
        learner.go(unit)
        expect(learner.course.locator("section.leaf").first).to_be_visible()
        # An author's page in a frame is a part of the page around it, which has the heading of the first level.
        found = [each for each in violations(learner.page) if not each.startswith("page-has-heading-one")]
        assert found == []
        wide = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not learner.course.locator("#page").evaluate(wide)


def test_the_outline_says_pools_and_conditions_to_the_player(package: Path) -> None:
    page = read_package(package)["index.html"].decode()
    outline = json.loads(page.split('id="outline">')[1].split("</script>")[0])
    assert outline["pools"][0]["pick"] == 1
    after = outline["sections"][0]["subsections"][0]["units"][2]["leaves"][-1]
    assert after["when"] == [{"leaf": "poll_question/pq", "asks": "choice", "value": "yes"}]
