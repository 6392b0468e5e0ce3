"""Five of the awkward courses in a real browser: every unit is shown, nothing breaks, nobody else is asked for anything."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from scorm_export.exporting import Options, export_course
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import MiniLms, read_package
from tests.awkward import names, of_2013, scripts
from tests.awkward.archives import zip_file
from tests.awkward.course import Awkward
from tests.awkward.large import large
from tests.e2e.axe import violations

pytestmark = pytest.mark.browser

SMALL = (of_2013.INLINE, scripts.ARABIC, scripts.CHINESE, names.SIGNS)
WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
READ = "element => [getComputedStyle(element).direction, element.closest('[lang]').lang]"
SEEN = """element => {
  const [box, frame] = [element.getBoundingClientRect(), element.closest("nav").getBoundingClientRect()];
  return box.height > 0 && box.top >= frame.top && box.bottom <= frame.bottom;
}"""


class Learner:
    """A learner in the mini LMS. ``troubles`` is what went wrong in a page, on the way, or went elsewhere."""

    def __init__(self, context: BrowserContext, lms: str) -> None:
        self.troubles: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("requestfailed", lambda request: self.troubles.append(f"failed: {request.url}"))
        self.page.on("response", lambda answer: answer.status >= 400 and self.troubles.append(f"missing: {answer.url}"))
        self.page.on("request", lambda request: self._look(request.url))
        self.page.goto(f"{lms}launch/lena")
        expect(self.course.locator("#heading")).to_be_visible()

    def _look(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1", "data:", "blob:")):
            self.troubles.append(f"elsewhere: {url}")

    @property
    def course(self) -> FrameLocator:
        return self.page.frame_locator("#course")

    def menu(self) -> None:
        """Open the outline where it is folded away."""
        menu = self.course.get_by_role("button", name="Contents")
        if menu.is_visible():
            menu.click()

    def next(self) -> None:
        self.course.locator("nav.steps button.primary").click()

    def reads(self, heading: str, words: tuple[str, ...]) -> None:
        expect(self.course.locator("#heading")).to_have_text(heading)
        for text in words:
            expect(self.course.locator("main")).to_contain_text(text)


Launch = Callable[..., Learner]


@contextmanager
def running(course: Awkward, folder: Path) -> Iterator[MiniLms]:
    output = folder / "package.zip"
    export_course(zip_file(course.data, folder), output, Options())
    server = MiniLms(("127.0.0.1", 0), read_package(output), Gradebook())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def launch(browser: Browser) -> Iterator[Launch]:
    """Open a course as its learner, each time in a profile of its own."""
    contexts: list[BrowserContext] = []

    def opened(at: MiniLms, width: int = 1200) -> Learner:
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, locale="en-GB"))
        return Learner(contexts[-1], at.url)

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize("course", SMALL, ids=[course.name for course in SMALL])
def test_every_unit_is_shown_whole_and_quietly(course: Awkward, width: int, launch: Launch, tmp_path: Path) -> None:
    with running(course, tmp_path) as lms:
        learner = launch(lms, width)
        for index, shown in enumerate(course.shown):
            learner.reads(shown.heading, shown.words)
            assert not learner.course.locator("#page").evaluate(WIDE), shown.heading
            if index < len(course.shown) - 1:
                learner.next()
        assert violations(learner.page) == []
        learner.page.wait_for_timeout(1000)  # what is still on its way may fail, too
        assert learner.troubles == []


def test_pictures_with_signs_in_their_names_arrive(launch: Launch, tmp_path: Path) -> None:
    with running(names.SIGNS, tmp_path) as lms:
        learner = launch(lms)
        for index in range(len(names.SIGNS.shown)):
            picture = learner.course.get_by_alt_text(f"Picture {index}")
            expect(picture).to_have_count(1)
            address = picture.evaluate("image => image.src")
            assert learner.page.request.get(address).body().startswith(b"\x89PNG"), address
            if index < len(names.SIGNS.shown) - 1:
                learner.course.get_by_role("link", name="on", exact=True).click()
                expect(learner.course.locator("#heading")).to_have_text(names.SIGNS.shown[index + 1].heading)


def test_a_course_is_read_from_right_to_left_whatever_the_player_speaks(launch: Launch, tmp_path: Path) -> None:
    with running(scripts.ARABIC, tmp_path) as lms:
        learner = launch(lms)
        for words in (
            "h1",
            "#heading",
            "nav#contents .unit-link > span",
            "nav#contents .section-title > span",
            ".step-title",
        ):
            shown = learner.course.locator(words).first
            assert shown.evaluate(READ) == ["rtl", "ar"], words
        text = learner.course.locator("section.leaf-html p").first
        assert text.evaluate(READ) == ["rtl", "ar"]
        assert text.evaluate("p => getComputedStyle(p).textAlign") == "start"
        latin = learner.course.locator("section.leaf-html p[dir=ltr]")
        assert latin.evaluate("p => getComputedStyle(p).direction") == "ltr"
        learner.next()
        lines = learner.course.locator("section.leaf-html pre")
        assert lines.evaluate(READ) == ["ltr", "ar"], "a command is no Arabic"


@pytest.mark.parametrize("width", [1200, 360])
def test_a_name_without_a_gap_stays_inside_the_outline(launch: Launch, width: int, tmp_path: Path) -> None:
    with running(names.SIGNS, tmp_path) as lms:
        learner = launch(lms, width)
        learner.menu()
        long = learner.course.locator("nav#contents .unit-link", has_text="xxxx")
        assert not long.evaluate("button => button.scrollWidth > button.clientWidth")


def test_ten_thousand_blocks_are_played_and_the_way_back_is_short(launch: Launch, tmp_path: Path) -> None:
    course = large()
    first, middle, last = course.shown[0], course.shown[len(course.shown) // 2], course.shown[-1]
    with running(course, tmp_path) as lms:
        learner = launch(lms)
        learner.reads(first.heading, first.words)
        for week, shown in (("Week 11", middle), ("Week 20", last)):
            learner.course.locator("summary", has_text=week).click()
            learner.course.get_by_role("button", name=shown.heading, exact=True).click()
            learner.reads(shown.heading, shown.words)
        learner.course.get_by_role("radio", name="Yes").first.check()
        learner.course.get_by_role("button", name="Check my answer").first.click()
        expect(learner.course.locator("#page").get_by_text("Right", exact=True)).to_be_visible()
        expect(learner.course.get_by_text("Saved in your LMS")).to_be_visible()
        assert learner.troubles == []
        learner.page.close()
        again = launch(lms)
        again.reads(last.heading, last.words)
        current = again.course.locator("nav#contents [aria-current=page]")
        expect(current).to_have_text(last.heading)
        assert current.evaluate(SEEN)
        expect(again.course.locator("nav#contents details[open]")).to_have_count(1)
        assert violations(again.page) == []


def test_on_a_phone_the_outline_opens_where_the_learner_is(launch: Launch, tmp_path: Path) -> None:
    with running(large(chapters=4, lessons=10, units=5, blocks=1), tmp_path) as lms:
        learner = launch(lms, 360)
        learner.menu()
        learner.course.locator("summary", has_text="Week 3").click()
        learner.course.get_by_role("button", name="Unit c2s9v4", exact=True).click()
        learner.reads("Unit c2s9v4", ())
        learner.menu()
        expect(learner.course.locator("nav#contents [aria-current=page]")).to_be_in_viewport()
        learner.course.locator("summary", has_text="Week 1").press("Enter")
        learner.course.get_by_role("button", name="Unit c0s0v0", exact=True).press("Enter")
        learner.reads("Unit c0s0v0", ("Text c0s0v0b0",))
        assert not learner.course.locator("#page").evaluate(WIDE)
