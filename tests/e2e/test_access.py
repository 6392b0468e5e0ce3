"""Everyone can use the package: axe finds nothing, a phone's width suffices, the keyboard does."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from scorm_export.exporting import Options, convert_course, export_course
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import MiniLms, read_package
from tests.e2e.axe import violations
from tests.e2e.packages import without_gates

pytestmark = pytest.mark.browser
SCREENS = {"desktop": (1200, 900), "phone": (360, 740), "small": (320, 600)}
WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
TARGETS = """() => [...document.querySelectorAll("button, input, select, summary, a.unit-link")]
  .filter(e => e.checkVisibility() && e.type !== "radio" && e.type !== "checkbox")
  .map(e => [e.textContent.trim().slice(0, 30) || e.id, e.getBoundingClientRect().height])
  .filter(([, height]) => height < 43.5)"""


@pytest.fixture(scope="module")
def lms(tmp_path_factory: pytest.TempPathFactory, course: Path) -> Iterator[MiniLms]:
    """Our module, with the checklist open (no gate) so that every unit can be looked at."""
    package = tmp_path_factory.mktemp("access") / "package.zip"
    export_course(course, package, Options(record="http://127.0.0.1:9", languages=("de",)))
    server = MiniLms(("127.0.0.1", 0), without_gates(read_package(package)), Gradebook())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def open_course(browser: Browser, lms: MiniLms, screen: str, **how: object) -> Page:
    width, height = SCREENS[screen]
    context = browser.new_context(viewport={"width": width, "height": height}, **({"locale": "en-GB"} | how))  # type: ignore[arg-type]
    page = context.new_page()
    lms.gradebook.forget("yara")
    page.goto(f"{lms.url}launch/yara")
    expect(inside(page).locator("#heading")).to_be_visible()
    return page


def inside(page: Page) -> FrameLocator:
    return page.frame_locator("#course")


def walk(page: Page) -> Iterator[str]:
    """Open one unit after the other with “Next”; yield its title."""
    course = inside(page)
    while True:
        yield course.locator("#heading").inner_text()
        following = course.locator("nav.steps button.primary")
        if not following.count():
            return
        title = course.locator("#heading").inner_text()
        following.click()
        expect(course.locator("#heading")).not_to_have_text(title)
        expect(course.locator("section.leaf").first).to_be_visible()


@pytest.mark.parametrize(
    ("screen", "how"),
    [
        ("desktop", {"color_scheme": "light"}),
        ("phone", {"color_scheme": "dark"}),
        ("phone", {"color_scheme": "light", "locale": "de-DE"}),
        ("small", {"forced_colors": "active", "reduced_motion": "reduce"}),
    ],
)
def test_axe_finds_nothing_and_nothing_is_cut_off(
    browser: Browser, lms: MiniLms, course: Path, screen: str, how: dict[str, object]
) -> None:
    units = [unit for unit in convert_course(course, Options())[0].units if not unit.id.startswith("pages/")]
    page = open_course(browser, lms, screen, **how)
    seen = 0
    for title in walk(page):
        assert violations(page) == [], title
        for frame in page.frames:
            assert frame.evaluate(WIDTH) <= 0, f"{title} is wider than the screen"
        assert page.frames[1].evaluate(TARGETS) == [], title
        seen += 1
    assert seen == len(units)
    page.context.close()


@pytest.mark.parametrize("path", ["", "package/import-me.html"])
@pytest.mark.parametrize("screen", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_other_pages_are_accessible_too(
    browser: Browser, lms: MiniLms, path: str, screen: str, scheme: str
) -> None:
    width, height = SCREENS[screen]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(lms.url + path)
    assert violations(page) == []
    assert page.evaluate(WIDTH) <= 0
    context.close()


def test_feedback_errors_and_hints_are_accessible(browser: Browser, lms: MiniLms) -> None:
    page = open_course(browser, lms, "phone")
    course = inside(page)
    for title in walk(page):
        for problem in course.locator("section.leaf-problem").all():
            problem.get_by_role("button", name="Check my answer").click()
            expect(problem.locator(".error").first).to_be_visible()
            for response in problem.locator(".response").all():
                for choice in response.locator("input[type=radio], input[type=checkbox]").all()[:1]:
                    choice.check()
            for select in problem.locator("select").all():
                select.select_option(index=1)
            for field in problem.locator("input[type=text]").all():
                field.fill("7")
            problem.get_by_role("button", name="Check my answer").click()
            expect(problem.locator(".result").first).to_be_visible()
            for button in problem.locator("button:not([type=submit])").all():
                if button.is_visible():
                    button.click()
        assert violations(page) == [], title
    page.context.close()


def test_the_keyboard_is_enough(browser: Browser, lms: MiniLms) -> None:
    page = open_course(browser, lms, "desktop")
    course = inside(page)
    focus_course(page)
    press_until(page, "Not now")
    page.keyboard.press("Enter")
    expect(course.get_by_label("Code")).to_have_count(0)
    press_until(page, "The five things")
    page.keyboard.press("Enter")
    expect(course.locator("#heading")).to_have_text("The five things")
    expect(course.locator("#heading")).to_be_focused()
    press_until(page, "", "select")
    page.keyboard.press("ArrowDown")
    press_until(page, "Check my answer")
    page.keyboard.press("Enter")
    expect(course.locator(".result").first).to_be_visible()
    press_until(page, "Next", "nav.steps button")
    page.keyboard.press("Enter")
    expect(course.locator("#heading")).not_to_have_text("The five things")
    page.context.close()


def focus_course(page: Page) -> None:
    """Put the focus into the frame, as Tab does in the end."""
    inside(page).locator("#heading").focus()
    page.keyboard.press("Shift+Tab")


def press_until(page: Page, name: str, selector: str = "button") -> None:
    """Press Tab until an element with this text has the focus, at most 150 times."""
    look = "s => { const e = document.activeElement; return e && e.matches(s) ? e.textContent.trim() + ' ' : ''; }"
    for _ in range(150):
        page.keyboard.press("Tab")
        text = page.frames[1].evaluate(look, selector)
        if text and name in text:
            return
    raise AssertionError(f"Tab never reaches “{name}”")
