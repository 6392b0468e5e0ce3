"""Dated facts in a package of every format: chosen, kept, dated, and readable by everybody."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, expect

from scorm_export.exporting import Options, export_course
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import MiniLms, read_package
from tests.e2e.axe import violations
from tests.e2e.packages import unpacked
from tests.scorm_export.courses import write_course
from tests.xblocks.conftest import FACTS_OLX

pytestmark = pytest.mark.browser

FORMATS = ["scorm12", "scorm2004", "web"]
BLOCK = "mobility_facts/my-host-country"
CHECKED = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
LATER = dt.datetime(2027, 3, 15, 12, tzinfo=dt.UTC)
STALE = "It should have been checked again by 14 March 2027. Ask your coordinator before you rely on it."
WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
Serve = Callable[..., MiniLms]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Export a course of one unit with facts, and serve it; ``gradebook``: of an LMS that had an older version."""
    started: list[MiniLms] = []

    def start(
        name: str = "scorm12", olx: str = FACTS_OLX, gradebook: Gradebook | None = None, language: str = "en"
    ) -> MiniLms:
        unit = f'<vertical display_name="Rules">{olx}</vertical>'
        package = tmp_path / f"{len(started)}.zip"
        course = write_course(tmp_path / f"course{len(started)}", {"vertical/unit.xml": unit}, language=language)
        export_course(course, package, Options(format=name, languages=("de",)))
        server = MiniLms(("127.0.0.1", 0), read_package(package), gradebook or Gradebook())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


class Visit:
    """One learner in one tab, on a day of the test's own."""

    def __init__(self, context: BrowserContext, lms: MiniLms, day: dt.datetime = CHECKED) -> None:
        self.lms = lms
        self.errors: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.clock.set_fixed_time(day)
        self.page.goto(f"{lms.url.rstrip('/')}{lms.site or '/launch/yara'}")
        expect(self.facts.get_by_role("group", name="In which country will you work?")).to_be_visible()

    @property
    def course(self) -> FrameLocator | Page:
        """A web site is no frame of an LMS."""
        return self.page if self.lms.site else self.page.frame_locator("#course")

    @property
    def facts(self) -> Locator:
        return self.course.locator("mobility-facts")

    def choose(self, title: str) -> None:
        self.facts.get_by_role("radio", name=title).click()

    def shows(self, title: str, count: int) -> None:
        """The pack is chosen and shown, and the unit is done."""
        expect(self.facts.get_by_role("radio", name=title)).to_be_checked()
        expect(self.facts.get_by_role("heading", name=title)).to_be_visible()
        expect(self.facts.locator("li.fact")).to_have_count(count)
        expect(self.course.locator(".progress label")).to_have_text("Progress: 100 %")

    def kept(self) -> dict[str, Any]:
        """What the LMS keeps of the block, once it is there."""
        expect(self.course.get_by_text("Saved in your LMS")).to_be_visible()
        state = self.lms.gradebook.cmi("yara")["suspend_data"]
        record: dict[str, Any] = unpacked(self.lms.package, state)["leaves"].get(BLOCK, {})
        return record


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB")
    yield made
    made.close()


@pytest.mark.parametrize("name", FORMATS)
def test_what_was_chosen_is_kept_completes_the_unit_and_ages(serve: Serve, context: BrowserContext, name: str) -> None:
    yara = Visit(context, serve(name))
    if name == "web":
        yara.page.get_by_role("button", name="Keep my work on this device").click()
    expect(yara.course.locator(".progress label")).to_have_text("Progress: 0 %")
    yara.choose("Country A")
    yara.shows("Country A", 3)
    expect(yara.facts.get_by_role("note")).to_have_count(0)
    expect(yara.facts.locator(".source").first).to_have_text(
        "Source: The emergency number (in Finnish). Checked November 2026."
    )
    if name == "web":
        expect(yara.page.get_by_text("Saved on this device")).to_be_visible()
    else:
        record = yara.kept()
        assert (record["state"], record["score"], record["complete"]) == ({"version": 1, "chosen": "aa"}, None, True)
        assert "Country" not in str(yara.lms.gradebook.cmi("yara"))
    yara.page.close()

    later = Visit(context, yara.lms, LATER)
    later.shows("Country A", 3)
    expect(later.facts.get_by_role("note")).to_contain_text([STALE])
    assert later.errors == yara.errors == []


def test_a_pack_that_the_next_version_lacks_is_chosen_no_more_and_the_unit_stays_done(
    serve: Serve, context: BrowserContext
) -> None:
    yara = Visit(context, serve())
    yara.choose("Country A")
    yara.kept()
    yara.page.close()
    before, rest = FACTS_OLX.split('  <pack id="aa"')
    newer = serve(olx=before + rest.split("</pack>\n", 1)[1], gradebook=yara.lms.gradebook)
    later = Visit(context, newer)
    expect(later.facts.get_by_role("radio")).to_have_count(2)
    expect(later.facts.get_by_role("radio", checked=True)).to_have_count(0)
    expect(later.course.locator(".progress label")).to_have_text("Progress: 100 %")
    later.choose("Country B")
    later.shows("Country B", 1)
    assert later.kept()["state"] == {"version": 1, "chosen": "bb"}
    later.page.close()
    again = Visit(context, serve(gradebook=yara.lms.gradebook))
    again.shows("Country B", 1)


def test_another_country_completes_too(serve: Serve, context: BrowserContext) -> None:
    yara = Visit(context, serve())
    yara.choose("Another country")
    expect(yara.facts.get_by_text("Ask your coordinator.")).to_be_visible()
    yara.shows("Another country", 0)


def test_in_a_german_course(serve: Serve, context: BrowserContext) -> None:
    yara = Visit(context, serve(language="de"), LATER)
    yara.choose("Country A")
    expect(yara.facts.get_by_role("status").first).to_contain_text("Fakten, die sich geändert haben können: 1.")
    expect(yara.facts.get_by_role("note")).to_contain_text("bis: 14. März 2027.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_320_pixels_are_enough(serve: Serve, browser: Browser, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700}, color_scheme=scheme, locale="en-GB")
    yara = Visit(context, serve(), LATER)
    yara.choose("Country A")
    expect(yara.facts.get_by_role("note")).to_be_visible()
    assert yara.page.frames[1].evaluate(WIDTH) <= 0
    assert violations(yara.page) == []
    context.close()


def test_the_keyboard_is_enough(serve: Serve, context: BrowserContext) -> None:
    yara = Visit(context, serve())
    yara.course.locator("#heading").focus()
    first = yara.facts.get_by_role("radio").first
    for _ in range(20):
        yara.page.keyboard.press("Tab")
        if first.evaluate("radio => radio.getRootNode().activeElement === radio"):
            break
    yara.page.keyboard.press("ArrowDown")
    yara.shows("Country B", 1)
    yara.page.keyboard.press("Tab")
    expect(yara.facts.get_by_role("link", name="Emergency")).to_be_focused()
