"""Every kind of question is answered by mouse, by keyboard and on a phone; the LMS hears of each answer, and all come back."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from scorm_export.preview.server import MiniLms
from tests.e2e.hand import SCREENS, Hand, check, choices, clean, learner, said, served
from tests.e2e.questions import ASKS, Step, Way

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MiniLms]:
    """A question of every kind."""
    with served(tmp_path_factory.mktemp("kinds"), {name: ("", ask.xml) for name, ask in ASKS.items()}) as lms:
        yield lms


@pytest.mark.parametrize("way", ["mouse", "keyboard", "touch"])
def test_every_kind_is_answered(browser: Browser, kinds: MiniLms, way: Way) -> None:
    with learner(browser, kinds, **SCREENS[way]) as yara:
        hand = Hand(yara, way)
        for name, ask in ASKS.items():
            yara.go(name)
            clean(yara, f"{name}, before")
            hand.press("Check my answer")
            expect(yara.problem(0).locator(".error").first).to_be_visible()
            focus = yara.page.frames[1].evaluate("document.activeElement.getAttribute('aria-describedby')")
            assert "-error" in focus, name
            clean(yara, f"{name}, with a complaint")
            check(hand, ask)
            assert yara.page.frames[1].evaluate("document.activeElement !== document.body"), f"{name}: focus is lost"
            clean(yara, f"{name}, after")


@pytest.mark.parametrize("how", [{"color_scheme": "dark", "locale": "de-DE"}, {"forced_colors": "active"}])
def test_a_small_screen_suffices(browser: Browser, kinds: MiniLms, how: dict[str, Any]) -> None:
    with learner(browser, kinds, viewport={"width": 320, "height": 600}, **how) as yara:
        for name in ASKS:
            yara.page.frames[1].evaluate("title => [...document.querySelectorAll('nav#contents button')]"
                                         ".find(b => b.textContent.includes(title)).click()", name)  # fmt: skip
            expect(yara.heading).to_have_text(name)
            expect(yara.problem(0).locator("button.primary")).to_be_visible()
            clean(yara, name)


def told(cmi: dict[str, Any], response: str) -> list[tuple[str, str, str]]:
    """What the LMS knows of each answer: type, response, first pattern; all are right and took some time."""
    entries = list(cmi["interactions"].values())
    assert {entry["result"] for entry in entries} == {"correct"}
    assert all(re.search("[1-9]", entry["latency"]) for entry in entries)
    return [
        (entry["type"], entry[response], entry["correct_responses"].get("0", {"pattern": ""})["pattern"])
        for entry in entries
    ]


def near(entry: tuple[str, str, str]) -> tuple[str, str, str]:
    """A place in a picture may be a pixel beside: the picture on the screen has another size than its own."""
    kind, response, pattern = entry
    place = re.fullmatch(r"\[(\d+),(\d+)\]", response)
    return (kind, f"[{round(int(place[1]), -1)},{round(int(place[2]), -1)}]", pattern) if place else entry


def test_each_answer_is_an_interaction_and_all_come_back(browser: Browser, kinds: MiniLms) -> None:
    with learner(browser, kinds) as yara:
        hand = Hand(yara, "mouse")
        for name, ask in ASKS.items():
            yara.go(name)
            check(hand, ask)
        expect(yara.course.get_by_text("Saved in your LMS")).to_be_visible()
        cmi = yara.lms_state()["cmi"]
        assert [near(each) for each in told(cmi, "student_response")] == [
            near(each) for ask in ASKS.values() for each in ask.told
        ]
        assert [call for call in yara.lms_state()["calls"] if call[0] == "LMSSetValue" and call[3] != "0"] == []
        yara.close()
        yara.open()
        for name, ask in ASKS.items():
            yara.go(name)
            problem = yara.problem(0)
            expect(problem.locator(".result.right")).to_have_count(len(ask.told))
            for step in ask.steps:
                if step.do in ("choose", "tick"):
                    expect(problem.get_by_label(step.at, exact=True)).to_be_checked()
                elif step.do == "mark":
                    expect(problem.locator(".spot")).to_be_visible()
                    left, top = step.what.split(",")
                    expect(problem.locator(".where")).to_contain_text(f"Your mark: {left} % from the left, {top} %")
                elif step.do == "type":
                    expect(problem.get_by_label(step.at)).to_have_value(step.what)
                else:
                    assert problem.get_by_label(step.at).evaluate("box => box.selectedOptions[0].text") == step.what


def test_scorm_2004_hears_of_each_answer(browser: Browser, tmp_path: Path) -> None:
    asked = {name: ASKS[name] for name in ("multiple", "inline", "range", "formula", "picture", "region")}
    with (
        served(tmp_path, {name: ("", ask.xml) for name, ask in asked.items()}, format="scorm2004") as lms,
        learner(browser, lms) as yara,
    ):
        hand = Hand(yara, "mouse")
        for name, ask in asked.items():
            yara.go(name)
            check(hand, ask)
        expect(yara.course.get_by_text("Saved in your LMS")).to_be_visible()
        heard = told(yara.lms_state()["cmi"], "learner_response")
        assert [near(each) for each in heard] == [
            ("choice", "choice_0[,]choice_2", "choice_0[,]choice_2"),
            ("choice", "choice_0", "choice_0"),
            ("fill-in", "spain", "{case_matters=false}Spain"),
            ("numeric", "5.5", "4[:]6"),
            ("fill-in", "U*U/R", "{case_matters=true}U^2/R"),
            ("fill-in", "[480,80]", "{case_matters=false}(420,40)-(540,130)"),
            ("fill-in", "[150,250]", "{case_matters=false}90/190 210/190 210/310 90/310"),
        ]
        assert [call for call in yara.lms_state()["calls"] if call[0] == "SetValue" and call[3] != "0"] == []


def test_result_feedback_and_points_are_said_once(browser: Browser, kinds: MiniLms) -> None:
    with learner(browser, kinds) as yara:
        hand = Hand(yara, "keyboard")
        yara.go("single")
        hand.take(Step("choose", "Stop", ""))
        yara.page.frames[1].evaluate(
            """() => {
              window.heard = [];
              const voice = document.querySelector(".unseen[role=status]");
              new MutationObserver(() => window.heard.push(voice.textContent.trim()))
                .observe(voice, {childList: true, characterData: true, subtree: true});
            }"""
        )
        hand.press("Check my answer")
        expect(said(yara)).to_have_text("Right. First stop. Points: 1 of 1")
        yara.page.wait_for_timeout(300)
        assert yara.page.frames[1].evaluate("heard") == ["Right. First stop. Points: 1 of 1"]


def test_a_part_of_the_right_choices_is_partly_right(browser: Browser, kinds: MiniLms) -> None:
    with learner(browser, kinds) as yara:
        hand = Hand(yara, "mouse")
        yara.go("multiple")
        hand.take(Step("tick", "Gloves", ""))
        hand.press("Check my answer")
        result = yara.problem(0).locator(".result")
        expect(result).to_have_class(re.compile("partly"))
        expect(result).to_have_text(re.compile("Partly right"))
        expect(result.locator("svg.icon-part")).to_be_visible()
        expect(yara.problem(0).locator(".standing")).to_contain_text("Points: 0.67 of 1")
        expect(said(yara)).to_have_text("Partly right. Points: 0.67 of 1")
        clean(yara, "partly right")
        hand.take(Step("tick", "Glasses", ""))
        expect(result).to_have_count(0)  # a changed answer has no result yet
        hand.press("Check my answer")
        expect(result).to_have_text(re.compile("Right.*Both protect you", re.DOTALL))


def test_choices_are_shuffled_the_same_way_each_time(browser: Browser, kinds: MiniLms) -> None:
    with learner(browser, kinds) as yara:
        yara.go("shuffled")
        before = choices(yara)
        authors = [*(f"Tool {n}" for n in range(6)), "Pliers", "None of these"]
        assert before != authors
        assert sorted(before) == sorted(authors)
        assert before[-1] == "None of these"
        yara.close()
        yara.open()
        yara.go("shuffled")
        assert choices(yara) == before


def test_where_the_right_place_is(browser: Browser, tmp_path: Path) -> None:
    attributes = 'showanswer="always"'
    with served(tmp_path, {"place": (attributes, ASKS["picture"].xml)}) as lms, learner(browser, lms) as yara:
        Hand(yara, "keyboard").press("Show the right answer")
        solution = yara.problem(0).locator(".solution")
        expect(solution).to_contain_text("around 80 % from the left, 21 % from the top")
        expect(solution.locator("polygon")).to_have_attribute("points", "420,40 540,40 540,130 420,130")
        clean(yara, "the right place")


def test_sliders_set_the_mark_too(browser: Browser, kinds: MiniLms) -> None:
    with learner(browser, kinds) as yara:
        yara.go("picture")
        problem = yara.problem(0)
        problem.get_by_text("Set the mark with two sliders").click()
        problem.get_by_label("From the left").fill("80")
        problem.get_by_label("From the top").fill("21")
        expect(problem.locator(".where")).to_have_text("Your mark: 80 % from the left, 21 % from the top")
        clean(yara, "sliders")
        problem.get_by_role("button", name="Check my answer").click()
        expect(problem.locator(".result.right")).to_be_visible()


def test_a_sentence_goes_on_around_its_fields(browser: Browser, kinds: MiniLms) -> None:
    with learner(browser, kinds) as yara:
        yara.go("inline")
        flow = yara.problem(0).locator(".flow")
        expect(flow.locator("b")).to_have_text("city")
        assert "The city of Berlin is in" in flow.inner_text()
        tops = flow.evaluate("flow => [...flow.querySelectorAll('b, select')].map(e => e.getBoundingClientRect())"
                             ".map(box => Math.round((box.top + box.bottom) / 20))")  # fmt: skip
        assert tops[0] == tops[1]


def test_a_formula_shows_how_it_is_read(browser: Browser, kinds: MiniLms) -> None:
    with learner(browser, kinds) as yara:
        yara.go("formula")
        field = yara.problem(0).get_by_label("Power?")
        expect(field).to_have_attribute("dir", "ltr")
        field.fill("U^2/")
        expect(yara.problem(0).locator(".understood")).to_have_text("")
        field.fill("U^2/R")
        expect(yara.problem(0).locator(".understood")).to_have_text("Read as: U2 / R")
        expect(yara.problem(0).locator(".understood sup")).to_have_text("2")


def test_from_right_to_left_a_picture_stays_as_it_is(browser: Browser, tmp_path: Path) -> None:
    asked = {name: ("", ASKS[name].xml) for name in ("picture", "inline", "formula")}
    with served(tmp_path, asked, language="ar") as lms, learner(browser, lms, **SCREENS["touch"]) as yara:
        hand = Hand(yara, "touch")
        for name in asked:
            yara.go(name)
            assert yara.problem(0).evaluate("leaf => getComputedStyle(leaf).direction") == "rtl"
            for step in ASKS[name].steps:
                hand.take(step)
            hand.press("Check my answer")
            expect(yara.problem(0).locator(".result.right").first).to_be_visible()
            clean(yara, name)
