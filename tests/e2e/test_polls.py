"""Polls, surveys, word clouds and annotated texts, played in the mini LMS: by mouse, keyboard and touch, kept, accessible."""

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, Route, expect

from scorm_export.exporting import Options, export_course
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import MiniLms, read_package
from tests.e2e.axe import violations
from tests.e2e.packages import unpacked
from tests.scorm_export.courses import write_course

pytestmark = pytest.mark.browser
WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#0b5563"/></svg>'


def attribute(value: object) -> str:
    return json.dumps(value).replace("&", "&amp;").replace('"', "&quot;")


ANSWERS = attribute(
    [
        ["T", {"label": "The **train**", "img": "/static/train.svg", "img_alt": "A blue train"}],
        ["B", {"label": "The bus", "img": "", "img_alt": ""}],
        ["W", "On foot"],
    ]
)
POLL = f"""<poll url_name="way" display_name="Your way" question="How do you *travel* to your host company?"
  answers="{ANSWERS}" feedback="Find out the times **before** your first day." max_submissions="1"/>"""
AGAIN = f"""<poll url_name="again" display_name="Your way, again" question="And today?" answers="{ANSWERS}"
  max_submissions="2"/>"""
QUESTIONS = [["bed", {"label": "Do you have a place to sleep?"}], ["phone", {"label": "Does your phone work abroad?"}]]
SURVEY = f"""<survey url_name="ready" block_name="Are you ready?" questions="{attribute(QUESTIONS)}"
  answers="{attribute([["Y", "Yes"], ["N", "No"], ["M", "Not sure"]])}" feedback="Ask your coordinator for help."/>"""
OLD = """<poll_question url_name="old" display_name="Safety shoes"><p>Do you have safety shoes?</p>
  <answer id="yes">Yes</answer><answer id="no">Not yet</answer></poll_question>"""
CLOUD = """<word_cloud url_name="words" display_name="Your words" num_inputs="3"
  instructions="What do you think of when you hear “Lisbon”?"/>"""
TEXT = """<annotatable url_name="rules" display_name="The workshop rules">
  <instructions><p>Read the rules. Open the comments.</p></instructions>
  <p>Always wear <annotation title="Goggles" body="They protect your &lt;b&gt;eyes&lt;/b&gt;." highlight="blue">eye
  protection</annotation> at the lathe, and <annotation body="Ask before you touch it.">never reach into a running
  machine, not even for a moment and not even when somebody tells you to do so</annotation>.</p></annotatable>"""
BLOCKS = {"way": POLL, "again": AGAIN, "ready": SURVEY, "old": OLD, "words": CLOUD, "rules": TEXT}


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., MiniLms]]:
    """Serve a course with one unit that holds all of them."""
    started: list[MiniLms] = []

    def start(language: str = "en") -> MiniLms:
        folder = tmp_path_factory.mktemp("polls")
        unit = f'<vertical display_name="Polls">{"".join(BLOCKS.values())}</vertical>'
        run = f'<course display_name="A course" language="{language}"><chapter url_name="ch"/></course>'
        files = {"vertical/unit.xml": unit, "course/run.xml": run, "static/train.svg": SVG}
        course = write_course(folder / "course", files, language=language)
        export_course(course, folder / "p.zip", Options(languages=("de",) if language == "de" else ()))
        server = MiniLms(("127.0.0.1", 0), read_package(folder / "p.zip"), Gradebook())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def lms(serve: Callable[..., MiniLms]) -> MiniLms:
    return serve()


class Visit:
    """One learner in one tab."""

    def __init__(self, context: BrowserContext, lms: MiniLms, *, anew: bool = True) -> None:
        if anew:
            lms.gradebook.forget("yara")
        self.lms = lms
        self.errors: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.page.goto(f"{lms.url}launch/yara")
        expect(self.leaf("rules").get_by_text("Always wear")).to_be_visible()

    @property
    def course(self) -> FrameLocator:
        return self.page.frame_locator("#course")

    def leaf(self, name: str) -> Locator:
        """The block with this url_name, in the order of the unit."""
        return self.course.locator("section.leaf").nth(list(BLOCKS).index(name))

    def kept(self, block: str) -> dict[str, Any]:
        """What the LMS keeps of a block, once it is there."""
        expect(self.course.get_by_text("Saved in your LMS")).to_be_visible()
        state = self.lms.gradebook.cmi("yara")["suspend_data"]
        record: dict[str, Any] = unpacked(self.lms.package, state)["leaves"].get(block, {})
        return record

    def answer_everything(self) -> None:
        """By mouse or finger."""
        self.leaf("way").get_by_role("radio", name="The bus").check()
        self.leaf("way").get_by_role("button", name="Save my answer").click()
        self.leaf("again").get_by_role("radio", name="On foot").check()
        self.leaf("again").get_by_role("button", name="Save my answer").click()
        for group, answer in (("place to sleep", "Yes"), ("phone", "Not sure")):
            question = self.leaf("ready").get_by_role("group", name=group)
            question.get_by_role("radio", name=answer, exact=True).check()
        self.leaf("ready").get_by_role("button", name="Save my answers").click()
        self.leaf("old").get_by_role("radio", name="Not yet").check()
        self.leaf("old").get_by_role("button", name="Save my answer").click()
        self.leaf("words").get_by_label("Word 1").fill("sea")
        self.leaf("words").get_by_label("Word 3").fill("trams 🚋")
        self.leaf("words").get_by_role("button", name="Save my words").click()
        self.leaf("rules").get_by_role("button", name="Comment 1: Goggles").click()
        self.expect_everything()

    def expect_everything(self) -> None:
        """All answers are shown."""
        for name in ("way", "again", "ready", "old", "words"):
            expect(self.leaf(name).get_by_role("status").first).to_contain_text("You have answered.")
        expect(self.leaf("way").get_by_role("radio", name="The bus")).to_be_checked()
        expect(self.leaf("again").get_by_role("radio", name="On foot")).to_be_checked()
        expect(self.leaf("old").get_by_role("radio", name="Not yet")).to_be_checked()
        sleep = self.leaf("ready").get_by_role("group", name="place to sleep")
        expect(sleep.get_by_role("radio", name="Yes")).to_be_checked()
        expect(self.leaf("words").get_by_role("listitem")).to_have_text(["sea", "trams 🚋"])


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open the course in a browser profile of its own, or once more in the one of ``before``."""
    contexts: list[BrowserContext] = []

    def open_course(lms: MiniLms, before: Visit | None = None, **how: Any) -> Visit:
        if before:
            return Visit(before.page.context, lms, anew=False)
        width, routes = how.pop("width", 1200), how.pop("routes", {})
        context = browser.new_context(viewport={"width": width, "height": 800}, **({"locale": "en-GB"} | how))
        contexts.append(context)
        for address, answer in routes.items():
            context.route(address, answer)
        return Visit(context, lms)

    yield open_course
    for context in contexts:
        context.close()


def test_answers_are_kept_and_seen_again_after_closing(lms: MiniLms, visit: Callable[..., Visit]) -> None:
    yara = visit(lms)
    yara.answer_everything()
    assert yara.kept("poll/way")["state"] == {"choice": "B", "submissions": 1}
    assert yara.kept("poll_question/old")["state"] == {"choice": "no", "submissions": 1}
    assert yara.kept("survey/ready")["state"] == {"choice": {"bed": "Y", "phone": "M"}, "submissions": 1}
    cloud = yara.kept("word_cloud/words")
    assert (cloud["state"], cloud["notes"]) == ({"submitted": True}, {"1": "sea", "3": "trams 🚋"})
    assert all(yara.kept(block)["complete"] for block in ("poll/way", "survey/ready", "word_cloud/words"))
    yara.page.close()

    later = visit(lms, yara)
    later.expect_everything()
    expect(later.course.locator(".progress label")).to_have_text("Progress: 100 %")
    assert later.errors == yara.errors == []


def test_nothing_is_complete_before_it_is_answered_except_the_text(lms: MiniLms, visit: Callable[..., Visit]) -> None:
    yara = visit(lms)
    expect(yara.course.locator(".progress label")).to_have_text("Progress: 16 %")  # 1 of 6: the text was shown
    assert yara.kept("annotatable/rules")["complete"]
    yara.leaf("way").get_by_role("radio", name="The bus").check()
    assert yara.kept("poll/way") == {}


def test_the_feedback_comes_after_the_answer_and_the_last_answer_stays(
    lms: MiniLms, visit: Callable[..., Visit]
) -> None:
    yara = visit(lms)
    poll = yara.leaf("way")
    expect(poll.get_by_text("Find out the times")).to_be_hidden()
    expect(poll.get_by_text("What the others in your course answered is not shown here.")).to_be_visible()
    poll.get_by_role("button", name="Save my answer").click()
    expect(poll.get_by_text("Choose an answer first.")).to_be_visible()
    expect(poll.get_by_role("radio").first).to_be_focused()
    poll.get_by_text("The train").click()
    poll.get_by_role("button", name="Save my answer").click()
    told = poll.get_by_role("status").first
    expect(told).to_contain_text("Your answer stays as it is.")
    expect(poll.get_by_text("Find out the times before your first day.")).to_be_visible()
    expect(told).to_be_focused()
    expect(poll.get_by_role("button")).to_have_count(0)
    expect(poll.get_by_role("radio").first).to_be_disabled()
    expect(poll.get_by_role("img", name="A blue train")).to_be_visible()


def test_an_answer_may_change_as_often_as_the_author_allows(lms: MiniLms, visit: Callable[..., Visit]) -> None:
    yara = visit(lms)
    poll, old = yara.leaf("again"), yara.leaf("old")
    poll.get_by_role("radio", name="The bus").check()
    poll.get_by_role("button", name="Save my answer").click()
    expect(poll.get_by_text("You can change your answer. Times left: 1")).to_be_visible()
    poll.get_by_role("button", name="Change my answer").click()
    expect(
        poll.get_by_text("You can change your answer. Times left: 1")
    ).to_be_visible()  # the same answer costs nothing
    poll.get_by_role("radio", name="On foot").check()
    poll.get_by_role("button", name="Change my answer").click()
    expect(poll.get_by_text("Your answer stays as it is.")).to_be_visible()
    for answer in ("Yes", "Not yet", "Yes"):
        old.get_by_role("radio", name=answer).check()
        old.get_by_role("button", name="my answer").click()
    expect(old.get_by_text("You can change your answer as often as you like.")).to_be_visible()
    assert yara.kept("poll/again")["state"] == {"choice": "W", "submissions": 2}
    assert yara.kept("poll_question/old")["state"] == {"choice": "yes", "submissions": 3}


def test_a_survey_asks_for_every_answer_and_names_the_one_that_is_missing(
    lms: MiniLms, visit: Callable[..., Visit]
) -> None:
    yara = visit(lms)
    survey = yara.leaf("ready")
    expect(survey.get_by_role("heading", name="Are you ready?")).to_be_visible()
    survey.get_by_role("group", name="place to sleep").get_by_role("radio", name="Yes").check()
    survey.get_by_role("button", name="Save my answers").click()
    expect(survey.get_by_text("Choose an answer first.")).to_have_count(1)
    phone = survey.get_by_role("group", name="phone").get_by_role("radio", name="Yes")
    expect(phone).to_be_focused()
    expect(phone).to_have_accessible_description("⚠ Choose an answer first.")
    assert yara.kept("survey/ready") == {}


def test_a_word_that_is_too_long_or_none_at_all_is_said_at_the_field(lms: MiniLms, visit: Callable[..., Visit]) -> None:
    cloud = visit(lms).leaf("words")
    first = cloud.get_by_label("Word 1")
    cloud.get_by_role("button", name="Save my words").click()
    expect(first).to_be_focused()
    expect(first).to_have_accessible_description("⚠ Write at least one word.")
    first.fill("😀" * 42)
    expect(first).to_have_accessible_description("⚠ Too long. Characters to take away: 2")
    cloud.get_by_role("button", name="Save my words").click()
    expect(cloud.get_by_text("You have answered.")).to_have_count(0)
    first.fill("😀" * 40)
    cloud.get_by_role("button", name="Save my words").click()
    expect(cloud.get_by_role("listitem")).to_have_text(["😀" * 40])
    expect(cloud.get_by_role("status").first).to_be_focused()


def test_comments_open_behind_their_passage_by_button_passage_and_all_at_once(
    lms: MiniLms, visit: Callable[..., Visit]
) -> None:
    text = visit(lms).leaf("rules")
    expect(text.get_by_text("Read the rules. Open the comments.")).to_be_visible()
    goggles = text.get_by_role("button", name="Comment 1: Goggles")
    expect(goggles).to_have_attribute("aria-expanded", "false")
    expect(text.get_by_text("They protect your eyes.")).to_be_hidden()
    goggles.click()
    expect(text.get_by_text("They protect your eyes.")).to_be_visible()
    expect(goggles).to_have_attribute("aria-expanded", "true")
    expect(goggles).to_be_focused()
    text.get_by_text("never reach into").click()
    expect(text.get_by_text("Ask before you touch it.")).to_be_visible()
    text.get_by_role("button", name="Hide all comments").click()
    expect(text.get_by_text("They protect your eyes.")).to_be_hidden()
    text.get_by_role("button", name="Show all comments").click()
    expect(text.get_by_text("Ask before you touch it.")).to_be_visible()
    nearby = "e => { const a = e.getBoundingClientRect(), b = e.nextElementSibling.getBoundingClientRect(); return b.top - a.bottom; }"
    assert 0 <= goggles.evaluate(nearby) < 60


def test_the_keyboard_is_enough(lms: MiniLms, visit: Callable[..., Visit]) -> None:
    yara = visit(lms)
    keys = yara.page.keyboard
    yara.course.locator("#heading").focus()
    focused = yara.leaf("way").get_by_role("radio", name="train")
    tab_to(yara.page, focused)
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(yara.leaf("way").get_by_role("radio", name="The bus")).to_be_checked()
    expect(yara.leaf("way").get_by_role("status").first).to_be_focused()
    tab_to(yara.page, yara.leaf("ready").get_by_role("group", name="sleep").get_by_role("radio", name="Yes"))
    keys.press("Space")
    keys.press("Tab")
    keys.press("ArrowUp")
    tab_to(yara.page, yara.leaf("ready").get_by_role("button"))
    keys.press("Enter")
    expect(yara.leaf("ready").get_by_role("status").first).to_be_focused()
    tab_to(yara.page, yara.leaf("words").get_by_label("Word 1"))
    keys.type("fish")
    keys.press("Enter")
    expect(yara.leaf("words").get_by_role("listitem")).to_have_text(["fish"])
    tab_to(yara.page, yara.leaf("rules").get_by_role("button", name="Comment 1"))
    keys.press("Space")
    expect(yara.leaf("rules").get_by_text("They protect your eyes.")).to_be_visible()
    tab_to(yara.page, yara.leaf("rules").get_by_role("button", name="Comment 2"))
    keys.press("Enter")
    expect(yara.leaf("rules").get_by_text("Ask before you touch it.")).to_be_visible()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until ``wanted`` has the focus, at most 60 times."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("e => e.getRootNode().activeElement === e"):
            return
    raise AssertionError(f"Tab never reaches {wanted}")


@pytest.mark.parametrize("width", [320, 360])
def test_a_phone_shows_everything_without_scrolling_sideways(
    lms: MiniLms, visit: Callable[..., Visit], width: int
) -> None:
    yara = visit(lms, width=width, has_touch=True, is_mobile=True)
    assert yara.page.frames[1].evaluate(WIDTH) <= 0
    for target in yara.course.locator(
        "mobility-poll .choice, mobility-survey .choice, mobility-word-cloud input"
    ).all():
        box = target.bounding_box()
        assert box
        assert box["height"] >= 43.5
    boxes = [label.bounding_box() for label in yara.leaf("ready").locator(".choice").all()]
    assert len({round(box["x"]) for box in boxes if box}) == 1  # one below the other
    yara.leaf("way").get_by_text("The bus").tap()
    yara.leaf("way").get_by_role("button", name="Save my answer").tap()
    expect(yara.leaf("way").get_by_text("You have answered.")).to_be_visible()
    yara.leaf("rules").get_by_role("button", name="Show all comments").tap()
    assert yara.page.frames[1].evaluate(WIDTH) <= 0


def test_on_a_wide_screen_a_survey_is_a_table(lms: MiniLms, visit: Callable[..., Visit]) -> None:
    survey = visit(lms).leaf("ready")
    rows = [
        [label.bounding_box() for label in row.locator(".choice").all()] for row in survey.get_by_role("group").all()
    ]
    assert [len({round(box["y"]) for box in row if box}) for row in rows] == [1, 1]
    assert [round(box["x"]) for box in rows[0] if box] == [round(box["x"]) for box in rows[1] if box]


@pytest.mark.parametrize(
    "how",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark", "width": 360},
        {"color_scheme": "dark", "contrast": "more"},
        {"forced_colors": "active", "reduced_motion": "reduce", "width": 320},
    ],
)
def test_axe_finds_nothing_before_and_after(lms: MiniLms, visit: Callable[..., Visit], how: dict[str, Any]) -> None:
    yara = visit(lms, **how)
    assert violations(yara.page) == []
    for name in ("way", "ready", "words"):
        yara.leaf(name).get_by_role("button").first.click()
    assert violations(yara.page) == []
    yara.answer_everything()
    yara.leaf("rules").get_by_role("button", name="Show all comments").click()
    assert violations(yara.page) == []


def test_right_to_left_and_in_german(serve: Callable[..., MiniLms], visit: Callable[..., Visit]) -> None:
    arabic = visit(serve("ar"), width=360)
    arabic.answer_everything()
    assert violations(arabic.page) == []
    assert arabic.page.frames[1].evaluate(WIDTH) <= 0
    radio = arabic.leaf("way").get_by_role("radio").first.bounding_box()
    label = arabic.leaf("way").locator(".choice").first.bounding_box()
    assert radio
    assert label
    assert radio["x"] > label["x"] + label["width"] / 2
    german = visit(serve("de"), locale="de-DE", width=320)
    german.leaf("way").get_by_role("radio").nth(1).check()
    german.leaf("way").get_by_role("button", name="Meine Antwort speichern").click()
    expect(german.leaf("way").get_by_text("Du hast geantwortet.")).to_be_visible()
    assert german.page.frames[1].evaluate(WIDTH) <= 0


def test_a_strict_policy_is_enough(lms: MiniLms, visit: Callable[..., Visit]) -> None:
    policies: list[str] = []

    def strictly(route: Route) -> None:
        answer = route.fetch()
        policies.append("default-src 'self'; style-src 'self'")
        route.fulfill(response=answer, headers={**answer.headers, "Content-Security-Policy": policies[0]})

    yara = visit(lms, routes={"**/package/index.html*": strictly})
    yara.answer_everything()
    assert policies
    assert yara.errors == []
    paper = yara.leaf("rules").get_by_text("eye protection").evaluate("e => getComputedStyle(e).backgroundColor")
    assert paper == "rgb(213, 232, 251)"


def test_one_may_look_around_where_nothing_is_written(lms: MiniLms, visit: Callable[..., Visit]) -> None:
    def browsing(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('lesson_mode: "normal"', 'lesson_mode: "browse"'))

    yara = visit(lms, routes={"**/lms/lms.js": browsing})
    for name in ("way", "ready", "old"):
        expect(yara.leaf(name).get_by_text("You can look around here, but nothing can be changed.")).to_be_visible()
        expect(yara.leaf(name).get_by_role("button")).to_have_count(0)
        expect(yara.leaf(name).get_by_role("radio").first).to_be_disabled()
    expect(yara.leaf("words").get_by_role("button")).to_have_count(0)
    expect(yara.leaf("words").get_by_label("Word 1")).to_be_disabled()
    yara.leaf("rules").get_by_role("button", name="Comment 1").click()
    expect(yara.leaf("rules").get_by_text("They protect your eyes.")).to_be_visible()
