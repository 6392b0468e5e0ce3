"""What happens around an answer: pauses, new starts, hints, feedback for a choice, and questions that are not graded here."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from scorm_export.preview.server import MiniLms
from tests.e2e.hand import SCREENS, Hand, choices, clean, learner, said, served
from tests.e2e.questions import PYTHON, Step, Way

pytestmark = pytest.mark.browser

CHOICES = (
    '<multiplechoiceresponse{more}><label>Which?</label><choicegroup shuffle="true">'
    + "".join(f'<choice correct="false">Wrong {n}</choice>' for n in range(7))
    + '<choice correct="true">Good</choice></choicegroup></multiplechoiceresponse>'
)
HINTS = "<demandhint><hint>Think.</hint><hint>Think <b>again</b>.</hint></demandhint>"
RULES = {
    "pause": ('submission_wait_seconds="60" max_attempts="3"', CHOICES.format(more="")),
    "reset": ('show_reset_button="true" showanswer="never"', CHOICES.format(more="")),
    "each time anew": ('rerandomize="always" max_attempts="3" showanswer="never"', CHOICES.format(more="") + HINTS),
    "targeted": (
        "",
        '<multiplechoiceresponse targeted-feedback=""><label>Which?</label><choicegroup>'
        '<choice correct="false" explanation-id="a">Left</choice><choice correct="true">Right</choice></choicegroup>'
        '</multiplechoiceresponse><targetedfeedbackset><targetedfeedback explanation-id="a"><p>Left is where the '
        "thumb points to the right.</p></targetedfeedback></targetedfeedbackset>",
    ),
    "program": ("", PYTHON),
}


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MiniLms]:
    """Questions that differ in what happens around an answer."""
    with served(tmp_path_factory.mktemp("rules"), RULES) as lms:
        yield lms


def test_feedback_for_the_choice_explains_what_is_wrong(browser: Browser, rules: MiniLms) -> None:
    with learner(browser, rules) as yara:
        yara.go("targeted")
        hand = Hand(yara, "mouse")
        hand.take(Step("choose", "Left", ""))
        hand.press("Check my answer")
        expect(yara.problem(0).locator(".result.wrong")).to_contain_text("Left is where the thumb points to the right.")


def test_between_two_attempts_the_learner_is_asked_to_think(browser: Browser, rules: MiniLms) -> None:
    with learner(browser, rules) as yara:
        yara.page.clock.install()
        yara.open()
        yara.go("pause")
        hand = Hand(yara, "keyboard")
        hand.take(Step("choose", "Wrong 1", ""))
        hand.press("Check my answer")
        button = yara.problem(0).get_by_role("button", name="Check my answer")
        expect(button).to_be_focused()
        expect(button).to_have_attribute("aria-disabled", "true")
        expect(button).to_have_accessible_description(
            re.compile("Take a moment to think. You can check again in [0-9]+ seconds.")
        )
        expect(said(yara)).to_have_text(re.compile("Not right yet. Points: 0 of 1. Take a moment to think."))
        clean(yara, "waiting")
        yara.go("reset")
        yara.go("pause")
        hand.take(Step("choose", "Good", ""))
        hand.press("Check my answer")
        expect(said(yara)).to_have_text(re.compile("^Take a moment to think."))
        expect(yara.problem(0).locator(".standing")).to_contain_text("Attempts left: 2")
        yara.page.clock.run_for(61_000)
        expect(button).not_to_have_attribute("aria-disabled", "true")
        hand.press("Check my answer")
        expect(yara.problem(0).locator(".result.right")).to_be_visible()
        expect(yara.problem(0).locator(".standing")).to_contain_text("Attempts left: 1")


@pytest.mark.parametrize("way", ["keyboard", "touch"])
def test_start_again_clears_the_answer(browser: Browser, rules: MiniLms, way: Way) -> None:
    with learner(browser, rules, **SCREENS[way]) as yara:
        yara.go("reset")
        hand = Hand(yara, way)
        expect(yara.problem(0).get_by_role("button", name="Start again")).to_have_count(0)
        hand.take(Step("choose", "Wrong 2", ""))
        hand.press("Check my answer")
        expect(yara.problem(0).locator(".result.wrong")).to_be_visible()
        order = choices(yara)
        hand.press("Start again")
        expect(yara.problem(0).locator("input:checked")).to_have_count(0)
        expect(yara.problem(0).locator(".result")).to_have_count(0)
        expect(yara.problem(0).locator("input").first).to_be_focused()
        expect(said(yara)).to_have_text("Your answer is cleared. You can start again.")
        assert choices(yara) == order
        yara.close()
        yara.open()
        yara.go("reset")
        expect(yara.problem(0).locator("input:checked")).to_have_count(0)
        hand.take(Step("choose", "Good", ""))
        hand.press("Check my answer")
        expect(yara.problem(0).locator(".result.right")).to_be_visible()
        expect(yara.problem(0).get_by_role("button", name="Start again")).to_have_count(0)


def test_each_attempt_has_an_order_of_its_own(browser: Browser, rules: MiniLms) -> None:
    with learner(browser, rules) as yara:
        yara.go("each time anew")
        hand = Hand(yara, "keyboard")
        first = choices(yara)
        hand.take(Step("choose", "Wrong 2", ""))
        hand.press("Check my answer")
        again = yara.problem(0).get_by_role("button", name="Start again")
        expect(again).to_be_focused()
        expect(yara.problem(0).get_by_role("button", name="Check my answer")).to_have_count(0)
        assert choices(yara) == first
        yara.close()
        yara.open()
        yara.go("each time anew")
        assert choices(yara) == first
        hand.press("Start again")
        expect(yara.problem(0).locator("input:checked")).to_have_count(0)
        assert choices(yara) != first
        assert sorted(choices(yara)) == sorted(first)
        expect(yara.problem(0).locator(".standing")).to_contain_text("Attempts left: 2")


def test_hints_come_one_by_one(browser: Browser, rules: MiniLms) -> None:
    with learner(browser, rules) as yara:
        yara.go("each time anew")
        hand = Hand(yara, "keyboard")
        hand.press("Hint 1 of 2")
        expect(yara.problem(0).locator(".hint")).to_have_text(re.compile("Hint 1\\s*Think."))
        hand.press("Hint 2 of 2")
        expect(yara.problem(0).locator(".hint").last).to_be_focused()
        expect(yara.problem(0).locator(".hint b")).to_have_text("again")
        clean(yara, "hints")


def test_what_is_not_graded_here_says_so_and_asks_for_nothing(browser: Browser, rules: MiniLms) -> None:
    with learner(browser, rules) as yara:
        yara.go("program")
        expect(yara.problem(0)).to_contain_text("Type the secret number.")
        expect(yara.problem(0)).to_contain_text("This question is not graded here.")
        expect(yara.problem(0).locator("button, input, select")).to_have_count(0)
        clean(yara, "not graded")
