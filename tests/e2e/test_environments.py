"""Packages where LMSs and browsers make it hard: strict policies, frames, windows, blocked storage, plain http, one
computer for a whole class. Played in the strict LMS of the loss test, which refuses what SCORM does not allow."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import chromium
import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from scorm_export.exporting import Options, convert_course
from tests.conftest import FLAGS
from tests.e2e.apprentice import Apprentice
from tests.e2e.packages import without_gates
from tests.loss.bench import Bench
from tests.loss.browser import Chromium
from tests.loss.faults import Faults
from tests.loss.formats import FORMATS
from tests.loss.lms import StrictLms
from tests.loss.small import small_course

pytestmark = pytest.mark.browser
CLASS = [f"pupil{number}" for number in range(30)]
CLAIMERS = CLASS[::4]
WATCH_POLICY = """window.violations = [];
addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));"""


class Visitor(Apprentice):
    """A learner of the strict LMS. ``way``: how the course stands in the page; ``frames``: how deep."""

    def __init__(
        self, context: BrowserContext, lms: str, name: str = "lena", way: str = "launch", frames: int = 1
    ) -> None:
        self.way = way
        self.frames = frames
        self.requests: list[str] = []
        self.said: list[str] = []
        super().__init__(context, lms, name, [])

    def open(self) -> None:
        """Open the course, and take note of everything it asks for and says."""
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: self.errors.append(f"dialog: {dialog.message}"))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(f"{self.lms}/{self.way}/{self.name}")
        expect(self.course.locator("nav#contents")).to_be_visible()

    @property
    def course(self) -> FrameLocator:
        """The course, however deep."""
        found = self.page.frame_locator("#course")
        for _ in range(self.frames - 1):
            found = found.frame_locator("#course")
        return found

    def hosts(self) -> set[str]:
        """Origins that were asked for something."""
        return {"/".join(url.split("/")[:3]) for url in self.requests if not url.startswith(("data:", "blob:"))}

    def number(self, answer: str) -> None:
        """Answer the question of the unit “Read” that wants a number."""
        self.go("Read")
        self.problem(1).locator("input").fill(answer)
        self.problem(1).get_by_role("button", name="Check my answer").click()

    def result(self) -> Any:
        """The result of that question."""
        return self.problem(1).locator(".result")


@dataclass
class Place:
    """A strict LMS with the small course; ``lms.faults`` breaks it."""

    version: str
    lms: StrictLms = field(repr=False)

    @property
    def url(self) -> str:
        """Where it answers."""
        return self.lms.url


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The small course as SCORM 1.2, and a record that knows it."""
    made = Bench(
        FORMATS["scorm12"], small_course(tmp_path_factory.mktemp("course") / "c"), ["Lena", "Plain", *CLAIMERS]
    )
    yield made
    made.end()


def strict(version: str, files: dict[str, bytes]) -> Iterator[StrictLms]:
    lms = StrictLms(version, files, Faults())
    lms.begin()
    yield lms
    lms.end()
    assert lms.illegal == []


@pytest.fixture
def lms(bench: Bench) -> Iterator[StrictLms]:
    """The small course in SCORM 1.2 with a record."""
    yield from strict("scorm12", bench.files)


@pytest.fixture(params=["scorm12", "scorm2004"])
def quiet_lms(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StrictLms]:
    """The small course without a record, in both versions of SCORM."""
    course = small_course(tmp_path / "course")
    yield from strict(request.param, FORMATS[request.param].export(course, tmp_path / "p.zip", None))


@pytest.fixture(params=["scorm12", "scorm2004"])
def module(request: pytest.FixtureRequest, tmp_path: Path, course: Path, bench: Bench) -> Iterator[StrictLms]:
    """The real module with all units open."""
    files = FORMATS[request.param].export(course, tmp_path / "p.zip", bench.front.url)
    yield from strict(request.param, without_gates(files))


def test_a_strict_policy_is_never_violated(
    module: StrictLms, bench: Bench, course: Path, context: BrowserContext
) -> None:
    policy = f"default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self' {bench.front.url}"
    module.headers = {"Content-Security-Policy": policy}
    context.add_init_script(WATCH_POLICY)
    lena = Visitor(context, module.url)
    titles = [
        text.strip() for text in lena.course.locator("nav#contents .unit-link > span:first-child").all_inner_texts()
    ]
    assert len(titles) == len(convert_course(course, Options())[0].units)
    for title in titles:
        lena.go(title)
        hints = lena.course.get_by_role("button", name=re.compile("^Hint"))
        while hints.count():  # the button goes with the last hint
            hints.first.click()
        film = lena.course.locator("video")
        if film.count():
            film.evaluate("film => { film.muted = true; return film.play(); }")
            film.evaluate("film => film.currentTime > 0 || new Promise(done => (film.ontimeupdate = done))")
        pictures = lena.course.locator("section.leaf img").all()
        assert all(
            picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)") for picture in pictures
        )
    lena.go("Before my first day")
    lena.tick("mentor-name", "done")
    lena.go("Start here")
    lena.problem(0).locator("input").first.check()
    lena.problem(0).get_by_role("button", name="Check my answer").click()
    expect(lena.problem(0).locator(".result")).to_be_visible()
    assert [found for frame in lena.page.frames for found in frame.evaluate("violations")] == []
    assert [text for text in lena.said if "Content Security Policy" in text] == []
    assert (lena.errors, lena.hosts()) == ([], {module.url})


@pytest.mark.parametrize(("way", "frames"), [("launch", 1), ("sub-path", 1), ("nested", 3), ("foreign", 2)])
def test_the_course_finds_its_lms_from(quiet_lms: StrictLms, context: BrowserContext, way: str, frames: int) -> None:
    lena = Visitor(context, quiet_lms.url, way=way, frames=frames)
    lena.number("45")
    expect(lena.result()).to_contain_text("Right")
    expect(lena.course.get_by_text("Saved in your LMS")).to_be_visible()
    lena.page.close(run_before_unload=False)
    lena.open()
    lena.go("Read")
    expect(lena.result()).to_contain_text("Right")
    assert lena.errors == []


def test_a_window_of_its_own_finds_the_lms_that_opened_it(quiet_lms: StrictLms, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{quiet_lms.url}/beside/lena")
    with page.expect_popup() as opened:
        page.get_by_text("Open in a window").click()
    window: Page = opened.value
    window.locator("nav#contents .unit-link").first.click()
    window.locator("section.leaf-problem input[type=text]").fill("45")
    window.get_by_role("button", name="Check my answer").nth(1).click()
    expect(window.locator(".result")).to_contain_text("Right")
    expect(window.get_by_text("Saved in your LMS")).to_be_visible()
    assert any("suspend_data" in name and value for name, value in quiet_lms.kept().items())


def test_without_an_lms_the_learner_is_told(quiet_lms: StrictLms, context: BrowserContext) -> None:
    page = context.new_page()
    port = quiet_lms.server_address[1]
    page.goto(f"http://localhost:{port}/frame/?http://127.0.0.1:{port}/package/index.html")
    expect(page.frame_locator("#course").get_by_text("This course runs without an LMS.", exact=False)).to_be_visible()


@pytest.fixture
def blocked(browser: Browser, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser that keeps no cookies and no site data."""
    made = Chromium(browser.browser_type, tmp_path / "profile", storage=False)
    made.start()
    yield made.context
    made.end()


def test_with_blocked_storage_the_lms_is_enough(quiet_lms: StrictLms, blocked: BrowserContext) -> None:
    lena = Visitor(blocked, quiet_lms.url)
    refused = "() => { try { localStorage.length; return false; } catch { return true; } }"
    assert lena.page.frames[1].evaluate(refused)
    lena.number("45")
    expect(lena.result()).to_contain_text("Right")
    lena.page.close(run_before_unload=False)
    lena.open()
    lena.go("Read")
    expect(lena.result()).to_contain_text("Right")
    assert lena.errors == []


def test_when_neither_lms_nor_browser_keep_anything_the_learner_is_told(
    quiet_lms: StrictLms, blocked: BrowserContext
) -> None:
    lena = Visitor(blocked, quiet_lms.url)
    quiet_lms.faults.set("error")
    lena.number("45")
    told = lena.course.get_by_role("alert").filter(
        has_text="Your LMS does not answer, and this browser can't keep your work."
    )
    expect(told).to_be_visible()
    expect(lena.course.get_by_text("Your answer is not saved yet.", exact=False)).to_be_visible()
    expect(lena.result()).to_have_count(0)
    lena.go("Check")  # nothing is in the way
    assert lena.course.locator("dialog, [aria-modal=true]").count() == 0
    quiet_lms.faults.set("")
    expect(told).to_have_count(0, timeout=20_000)
    expect(lena.course.get_by_text("Saved in your LMS")).to_be_visible()
    lena.page.close(run_before_unload=False)
    lena.open()
    lena.go("Read")
    expect(lena.result()).to_contain_text("Right")
    assert lena.errors == []


@pytest.fixture
def plain(browser: Browser) -> Iterator[BrowserContext]:
    """A browser for which lms.example is this computer: no https, no secure context."""
    path = chromium.find()
    started = browser.browser_type.launch(
        executable_path=path, args=[*FLAGS, "--host-resolver-rules=MAP lms.example 127.0.0.1"]
    )
    yield started.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB")
    started.close()


def test_on_plain_http_the_course_plays_claims_reports_and_resumes(
    lms: StrictLms, bench: Bench, plain: BrowserContext
) -> None:
    address = f"http://lms.example:{lms.server_address[1]}"
    lena = Visitor(plain, address)
    course = lena.page.frames[1]
    assert course.evaluate("[isSecureContext, typeof crypto.subtle, typeof crypto.randomUUID]") == [
        False,
        "undefined",
        "undefined",
    ]
    assert course.evaluate("[typeof navigator.serviceWorker, typeof navigator.locks]") == ["undefined", "undefined"]
    lena.number("45")
    expect(lena.result()).to_contain_text("Right")
    assert lena.hosts() == {address}  # before the claim the package asks nobody else
    lena.claim(bench.codes["Plain"])
    expect(lena.course.get_by_text("Reported", exact=True)).to_be_visible(timeout=20_000)
    assert lena.hosts() == {address, bench.front.url}
    lena.page.close(run_before_unload=False)
    lena.open()
    lena.go("Read")
    expect(lena.result()).to_contain_text("Right")
    expect(lena.course.get_by_text("Reported", exact=True)).to_be_visible(timeout=20_000)
    assert bench.held()["Plain"].results["progress"] == 167
    assert lena.errors == []


def test_a_class_takes_turns_at_one_computer(bench: Bench, context: BrowserContext) -> None:
    for lms in strict("scorm12", without_gates(bench.files)):
        for number, name in enumerate(CLASS):
            take_turn(lms, bench, context, name, number)
        states = [lms.kept(name)["cmi.suspend_data"] for name in CLASS]
        assert len(set(states)) == len(CLASS)
        for number in range(0, len(CLASS), 7):
            again = Visitor(context, lms.url, CLASS[number])
            again.go("Read")
            expect(again.problem(1).locator("input")).to_have_value(str(100 + number))
            again.go("Steps")
            step = again.course.locator('mobility-checklist [data-item="mentor"]')
            expect(step.locator("textarea")).to_have_value(f"note of {number}")
            again.page.close()
    held = bench.held()
    for name in CLAIMERS:
        assert held[name].differences({"progress": 167, "grade": 0}, []) == [], name


def take_turn(lms: StrictLms, bench: Bench, context: BrowserContext, name: str, number: int) -> None:
    """One pupil: nothing of the pupil before is there; an answer, a note, for some a claim."""
    pupil = Visitor(context, lms.url, name)
    if name in CLAIMERS:
        pupil.claim(bench.codes[name])
    else:
        expect(pupil.course.get_by_label("Code")).to_be_visible()
    pupil.go("Steps")
    step = pupil.course.locator('mobility-checklist [data-item="mentor"]')
    expect(step.locator("textarea")).to_have_value("")
    step.locator("summary").click()
    step.locator("textarea").fill(f"note of {number}")
    step.locator("textarea").blur()
    pupil.go("Read")
    expect(pupil.result()).to_have_count(0)
    assert pupil.problem(1).locator("input").input_value() == ""
    pupil.number(str(100 + number))
    expect(pupil.result()).to_contain_text("Not right yet")
    if name in CLAIMERS:
        expect(pupil.course.get_by_text("Reported", exact=True)).to_be_visible(timeout=20_000)
    assert pupil.errors == []
    pupil.page.close()


@pytest.mark.parametrize("name", list(FORMATS))
def test_no_script_of_a_package_makes_code_from_text(name: str, tmp_path: Path) -> None:
    files = FORMATS[name].export(small_course(tmp_path / "course"), tmp_path / "p.zip", "https://record.example")
    scripts = {file: text for file, text in files.items() if file.endswith(".js")}
    assert {"player.js", "blocks.js"} <= scripts.keys()
    found = {
        file: re.findall(rb"\beval\s*\(|\bnew\s+Function\b|\bFunction\s*\(|set(?:Timeout|Interval)\(\s*[\"'`]", text)
        for file, text in scripts.items()
    }
    assert {file: hits for file, hits in found.items() if hits} == {}
