"""The checklist in a real browser on a page in the platform's style: nothing a learner did is ever lost."""

import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.xblocks.conftest import OLX, Play
from tests.xblocks.host import HostPage

pytestmark = pytest.mark.browser

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
ALL_DONE = {"mentor-name": {"status": "done"}, "ticket": {"status": "done"}, "insurance": {"status": "done"}}


def open_unit(page: Page, query: str = "") -> Locator:
    page.goto(f"/{query}")
    element = page.locator("mobility-checklist").first
    expect(element).to_have_attribute("data-rev", re.compile(r"\d+"))
    return element


def choice(page: Page | Locator, step: str, status: str) -> Locator:
    return page.get_by_role("group", name=step).get_by_role("radio", name=status)


def choose(page: Page | Locator, step: str, status: str) -> None:
    choice(page, step, status).click()


def eventually(condition: Callable[[], bool]) -> None:
    """Waits for what the server sees; a generous limit only ends a test that has failed."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("this never came true")


def items(host: HostPage) -> dict[str, Any]:
    stored = host.stored()
    return stored["items"] if stored else {}


def axe(page: Page, root: Path) -> list[str]:
    page.evaluate((root / "node_modules/axe-core/axe.min.js").read_text("utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: tags}).then(r => r.violations)", AXE_TAGS)
    return [f"{one['id']}: {node['target']} {node['html'][:120]}" for one in found for node in one["nodes"]]


# The way of an action


def test_an_action_is_shown_stored_and_found_again(page: Page, host: HostPage) -> None:
    open_unit(page)
    choose(page, "My ticket is bought.", "Done")
    expect(page.get_by_text("Ready: 33 %")).to_be_visible()
    eventually(lambda: items(host) == {"ticket": {"status": "done"}})
    open_unit(page)
    expect(choice(page, "My ticket is bought.", "Done")).to_be_checked()
    expect(page.get_by_text("Required steps done: 1 of 3")).to_be_visible()


def test_the_server_answers_as_the_rules_in_the_browser(page: Page, host: HostPage, typescript: Play) -> None:
    open_unit(page)
    definition = host.course.runtime().block(host.usages[0]).public_definition()
    actions = [
        {"type": "status", "item": "ticket", "value": "done"},
        {"type": "note", "item": "ticket", "value": "seat 4 😀"},
        {"type": "status", "item": "insurance", "value": "not_needed"},
        {"type": "status", "item": "visa", "value": "done"},
        {"type": "status", "item": "mentor-name", "value": "done"},
        {"type": "status", "item": "ticket", "value": "in_hand"},
    ]
    script = "async actions => await document.querySelector('mobility-checklist').host.act(actions)"
    assert (
        page.evaluate(script, actions)
        == typescript("checklist", {"definition": definition, "stored": None, "actions": actions})[1:]
    )


def test_one_request_at_a_time_and_the_rest_as_one_batch(page: Page, host: HostPage) -> None:
    open_unit(page)
    gate = threading.Event()
    host.before_answer = lambda: gate.wait(20) and None
    choose(page, "My ticket is bought.", "Done")
    choose(page, "I know the name", "Done")
    choose(page, "I have my insurance card.", "In hand")
    choose(page, "I have my insurance card.", "Done")
    expect(page.get_by_text("Ready: 100 %")).to_be_visible()
    gate.set()
    eventually(lambda: items(host) == ALL_DONE)
    assert [len(call["actions"]) for call in host.calls] == [1, 3]
    assert host.busiest == 1


def test_a_closed_tab_loses_nothing(page: Page, host: HostPage) -> None:
    open_unit(page)
    gate = threading.Event()
    host.before_answer = lambda: gate.wait(20) and None
    for step in ("My ticket is bought.", "I know the name", "I have my insurance card."):
        choose(page, step, "Done")
    page.close()
    gate.set()
    eventually(lambda: items(host) == ALL_DONE)


def test_a_note_being_typed_goes_with_the_tab(page: Page, host: HostPage) -> None:
    open_unit(page)
    page.get_by_text("Add a note").first.click()
    page.get_by_label("It is in no report").first.press_sequentially("seat 4")
    page.close(run_before_unload=True)
    eventually(lambda: items(host) == {"ticket": {"note": "seat 4"}})


def test_leaving_for_another_page_loses_nothing(page: Page, host: HostPage) -> None:
    open_unit(page)
    page.get_by_text("Add a note").first.click()
    page.get_by_label("It is in no report").first.fill("seat 4")
    choose(page, "I know the name", "Done")
    page.evaluate("location.href = '/?again'")
    eventually(lambda: set(items(host)) == {"ticket", "mentor-name"})


def test_offline_then_online(page: Page, context: BrowserContext, host: HostPage) -> None:
    open_unit(page)
    context.set_offline(True)
    choose(page, "My ticket is bought.", "Done")
    choose(page, "I know the name", "Done")
    expect(page.get_by_text("Not saved yet.")).to_be_visible()
    expect(choice(page, "My ticket is bought.", "Done")).to_be_checked()
    assert host.calls == []
    context.set_offline(False)
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert set(items(host)) == {"ticket", "mentor-name"}


@pytest.mark.parametrize("status", [403, 500, 503, 200])
def test_a_server_in_trouble_is_asked_again(page: Page, host: HostPage, status: int) -> None:
    """200 with a page instead of an answer is a login page."""
    open_unit(page)
    host.refuse = lambda: status if len(host.refused) < 2 else None
    choose(page, "My ticket is bought.", "Done")
    eventually(lambda: items(host) == {"ticket": {"status": "done"}})
    assert host.refused == [status, status]
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()


def test_a_request_the_server_will_never_take_is_said(page: Page, host: HostPage) -> None:
    open_unit(page)
    host.refuse = lambda: 404
    choose(page, "My ticket is bought.", "Done")
    expect(page.get_by_text("Your last change could not be saved.")).to_be_visible()
    expect(choice(page, "My ticket is bought.", "Not yet")).to_be_checked()


def test_a_refused_action_is_worded_and_taken_back(page: Page, host: HostPage) -> None:
    open_unit(page)
    block = host.course.runtime(None).block(host.usages[0])
    block.definition = {
        **block.definition,
        "items": [item for item in block.definition["items"] if item["id"] != "ticket"],
    }
    block.save()
    choose(page, "My ticket is bought.", "Done")
    expect(page.get_by_role("alert")).to_contain_text("This step is no longer part of the checklist.")
    expect(choice(page, "My ticket is bought.", "Not yet")).to_be_checked()
    choose(page, "I know the name", "Done")
    expect(page.get_by_role("alert")).to_be_empty()


def test_a_note_too_long_is_not_sent_and_stays(page: Page, host: HostPage) -> None:
    open_unit(page)
    page.get_by_text("Add a note").first.click()
    note = page.get_by_label("It is in no report").first
    note.fill("😀" * 301)
    expect(page.get_by_text("Characters to take away: 1")).to_be_visible()
    note.blur()
    expect(note).to_have_value("😀" * 301)
    note.fill("😀" * 300)
    note.blur()
    eventually(lambda: items(host) == {"ticket": {"note": "😀" * 300}})
    assert [len(action["value"]) for action in host.actions()] == [300]


def test_hostile_text_stays_text(page: Page, host: HostPage) -> None:
    text = "</script><img src=x onerror='window.broken=1'>"
    open_unit(page)
    page.get_by_text("Add a note").first.click()
    page.get_by_label("It is in no report").first.fill(text)
    page.get_by_label("It is in no report").first.blur()
    eventually(lambda: items(host) == {"ticket": {"note": text}})
    open_unit(page)
    page.get_by_text("Your note").first.click()
    expect(page.get_by_label("It is in no report").first).to_have_value(text)
    assert page.evaluate("window.broken") is None


# On a page with others


def test_two_checklists_on_one_page_are_independent(page: Page, host: HostPage) -> None:
    host.usages.append(host.course.add(OLX.replace("before-my-first-day", "second")))
    open_unit(page)
    first, second = page.locator("mobility-checklist").all()
    choose(second, "My ticket is bought.", "Done")
    expect(second.get_by_text("Ready: 33 %")).to_be_visible()
    expect(first.get_by_text("Ready: 0 %")).to_be_visible()
    eventually(lambda: bool(host.course.runtime("ana").block(host.usages[1]).learner_state))
    assert host.stored() is None


def test_requirejs_on_the_page_is_left_alone(page: Page, host: HostPage) -> None:
    open_unit(page, "?amd")
    choose(page, "My ticket is bought.", "Done")
    eventually(lambda: items(host) == {"ticket": {"status": "done"}})
    assert page.evaluate("window.defined") == 0


def test_a_missing_script_leaves_the_neighbours_alive_and_the_words_readable(page: Page, host: HostPage) -> None:
    host.bundle_status = 404
    page.goto("/")
    assert page.locator(".neighbour").all_text_contents() == ["alive", "alive"]
    expect(page.get_by_text("My ticket is bought.")).to_be_visible()


def test_a_late_script_still_connects(page: Page, host: HostPage) -> None:
    host.bundle_status = 404
    page.goto("/")
    host.bundle_status = 200
    page.add_script_tag(url="/resource/xblocks.core/public/blocks.js?late")
    choose(page, "My ticket is bought.", "Done")
    eventually(lambda: items(host) == {"ticket": {"status": "done"}})


def test_the_script_may_run_twice(page: Page, host: HostPage) -> None:
    open_unit(page)
    page.add_script_tag(url="/resource/xblocks.core/public/blocks.js?again")
    choose(page, "My ticket is bought.", "Done")
    eventually(lambda: len(host.calls) == 1)


def test_without_arguments_the_words_stay(page: Page, host: HostPage) -> None:
    host.init_args = False
    page.goto("/")
    assert page.locator(".neighbour").all_text_contents() == ["alive", "alive"]
    expect(page.get_by_text("My ticket is bought.")).to_be_visible()


def test_each_update_shows_outside_and_links_do_not_replace_the_course(page: Page) -> None:
    element = open_unit(page)
    before = element.get_attribute("data-rev")
    choose(page, "My ticket is bought.", "Done")
    expect(element).not_to_have_attribute("data-rev", before or "")
    link = page.get_by_role("link", name="the guide")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener")


# As learners meet it


SHOW = """(context) => {
  const element = document.querySelector('mobility-checklist');
  const before = element.host.context;
  element.host = { context: { ...before, ...context }, act: () => { throw new Error('no action expected'); } };
}"""


def test_dates_are_real_once_the_departure_is_known(page: Page) -> None:
    open_unit(page)
    expect(page.get_by_role("heading", level=4)).to_have_text(
        ["14 days before you leave", "7 days before you leave", "On the day you leave", "At any time"]
    )
    page.evaluate(SHOW, {"departure": "2027-03-14", "language": "en-GB"})
    expect(page.get_by_role("heading", level=4)).to_have_text(
        ["28 February 2027", "7 March 2027", "14 March 2027", "At any time"]
    )


def test_readonly_shows_everything_and_changes_nothing(page: Page) -> None:
    open_unit(page)
    page.evaluate(SHOW, {"readonly": True})
    expect(page.get_by_text("nothing can be changed")).to_be_visible()
    expect(choice(page, "My ticket is bought.", "Done")).to_be_disabled()
    page.get_by_text("Add a note").first.click()
    expect(page.get_by_label("It is in no report").first).not_to_be_editable()


def test_keyboard_alone_is_enough(page: Page, host: HostPage) -> None:
    open_unit(page)
    page.get_by_role("link", name="the guide").focus()
    page.keyboard.press("Tab")
    expect(choice(page, "My ticket is bought.", "Not yet")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(choice(page, "My ticket is bought.", "Done")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("seat 4")
    page.keyboard.press("Tab")
    expect(choice(page, "I know the name", "Not yet")).to_be_focused()
    eventually(lambda: items(host) == {"ticket": {"status": "done", "note": "seat 4"}})


def test_readiness_that_falls_says_what_the_course_keeps(page: Page) -> None:
    open_unit(page)
    choose(page, "My ticket is bought.", "Done")
    choose(page, "My ticket is bought.", "Not yet")
    expect(page.get_by_text("You had reached 33 %. Your course keeps that as your progress.")).to_be_visible()
    expect(page.get_by_text("Ready: 0 %")).to_be_visible()


def test_in_german(page: Page, host: HostPage) -> None:
    host.language = "de"
    open_unit(page)
    choose(page, "My ticket is bought.", "Erledigt")
    expect(page.get_by_text("Bereit: 33 %")).to_be_visible()
    expect(page.get_by_text("14 Tage vor deiner Abreise")).to_be_visible()


@pytest.mark.parametrize("presentation", ["timeline", "list"])
@pytest.mark.parametrize("width", [320, 360, 1200])
def test_it_fits_and_targets_are_big(page: Page, host: HostPage, width: int, presentation: str) -> None:
    block = host.course.runtime(None).block(host.usages[0])
    block.definition = {**block.definition, "presentation": presentation}
    block.save()
    page.set_viewport_size({"width": width, "height": 800})
    open_unit(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    heights = page.locator("label.choice, summary").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) >= 44


def test_right_to_left(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    open_unit(page)
    page.evaluate(SHOW, {"direction": "rtl", "language": "ar"})
    first = page.locator("label.choice").nth(0)
    second = page.locator("label.choice").nth(1)
    expect(page.locator(".block")).to_have_css("direction", "rtl")
    left, right = second.bounding_box(), first.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] < right["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


TOKENS_PAGE = "document.body.style.background = 'var(--m-color-bg)'; document.body.style.color = 'var(--m-color-text)'"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tokens", [False, True], ids=["page-without-tokens", "page-with-tokens"])
def test_axe_finds_nothing(page: Page, host: HostPage, root: Path, scheme: Any, tokens: bool) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_unit(page)
    if tokens:
        page.add_style_tag(content=(root / "frontend/tokens.css").read_text("utf-8"))
        page.add_style_tag(content="body h1, body h2, body h3, body p, body a { color: inherit }")
        page.evaluate(TOKENS_PAGE)
    choose(page, "My ticket is bought.", "Done")
    choose(page, "I know the name", "In hand")
    choose(page, "I have my insurance card.", "Not needed")
    choose(page, "I have my insurance card.", "Not yet")
    page.get_by_text("Add a note").first.click()
    page.get_by_label("It is in no report").first.fill("x" * 301)
    expect(page.get_by_text("Characters to take away: 1")).to_be_visible()
    assert axe(page, root) == []


def test_axe_finds_nothing_in_the_list_and_when_readonly(page: Page, host: HostPage, root: Path) -> None:
    block = host.course.runtime(None).block(host.usages[0])
    block.definition = {**block.definition, "presentation": "list"}
    block.save()
    open_unit(page)
    assert axe(page, root) == []
    page.evaluate(SHOW, {"readonly": True, "departure": "2027-03-14"})
    assert axe(page, root) == []
