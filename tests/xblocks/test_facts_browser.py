"""Dated facts in a real browser: what was chosen is shown with sources and dates, to everybody, on a clock of the test's own."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.xblocks.conftest import FACTS_OLX, Play
from tests.xblocks.host import HostPage
from tests.xblocks.runtime import Course, Usage
from tests.xblocks.test_browser import TOKENS_PAGE, axe, eventually

pytestmark = pytest.mark.browser

CHECKED = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
LATER = dt.datetime(2027, 6, 1, 12, tzinfo=dt.UTC)
STALE = "This may have changed. It should have been checked again by 14 March 2027. Ask your coordinator before you rely on it."
CONTEXT = """context => {
  const element = document.querySelector('mobility-facts');
  element.host = { context: { ...element.host.context, ...context }, act: () => { throw new Error('no action expected'); } };
}"""
Open = Callable[..., Locator]


@pytest.fixture
def usage(course: Course) -> Usage:
    return course.add(FACTS_OLX)


@pytest.fixture
def unit(page: Page) -> Open:
    """The unit on a day; what the learner meets on it."""

    def show(day: dt.datetime = CHECKED) -> Locator:
        page.clock.set_fixed_time(day)
        page.goto("/")
        element = page.locator("mobility-facts")
        expect(element).to_have_attribute("data-rev", "1")
        return element

    return show


def choose(facts: Locator, title: str) -> None:
    facts.get_by_role("radio", name=title).click()


def fact(facts: Locator, text: str) -> Locator:
    """A card; the same words stand once more, unseen, for pages without scripts."""
    return facts.locator("li.fact").filter(has_text=text)


def test_a_choice_is_shown_stored_and_found_again(host: HostPage, unit: Open) -> None:
    facts = unit()
    expect(facts.get_by_role("group", name="In which country will you work?")).to_be_visible()
    expect(facts.get_by_role("radio")).to_have_count(3)
    expect(facts.get_by_role("heading")).to_have_count(0)
    choose(facts, "Country A")
    eventually(lambda: host.stored() == {"version": 1, "chosen": "aa"})
    facts = unit()
    expect(facts.get_by_role("radio", name="Country A")).to_be_checked()
    expect(facts.get_by_role("heading", level=4)).to_have_text(["Country A"])
    expect(facts.get_by_role("heading", level=5)).to_have_text(["In an emergency", "Breaks and rest"])
    expect(facts.locator("li.fact p").first).to_have_text("Call the one number.")
    expect(fact(facts, "the other number")).to_have_count(0)
    expect(fact(facts, "half an hour").get_by_text("under 18")).to_be_visible()
    expect(facts.get_by_role("status").first).to_have_text("Country A. Facts shown: 3.")


def test_what_the_server_decides_is_what_the_browser_showed(
    page: Page, host: HostPage, typescript: Play, unit: Open
) -> None:
    unit()
    definition = host.course.runtime().block(host.usages[0]).public_definition()
    actions = [{"type": "choose", "value": value} for value in ("bb", "se", "other", "aa", None)]
    answers = page.evaluate(
        "async actions => await document.querySelector('mobility-facts').host.act(actions)", actions
    )
    assert answers == typescript("facts", {"definition": definition, "stored": None, "actions": actions})[1:]


def test_each_fact_says_who_says_so_and_when(unit: Open) -> None:
    facts = unit()
    choose(facts, "Country A")
    source = fact(facts, "the one number").locator(".source")
    expect(source).to_have_text("Source: The emergency number (in Finnish). Checked November 2026.")
    link = source.get_by_role("link", name="The emergency number")
    expect(link).to_have_attribute("href", "https://example.org/call")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener")
    expect(fact(facts, "half an hour").locator(".source")).to_have_text(
        "Source: A law on paper. Checked 5 November 2026."
    )
    expect(fact(facts, "Say where you are.").locator(".source")).to_have_text(
        "Source: Say where you are. Checked November 2026."
    )
    expect(facts.locator("section").get_by_role("link")).to_have_count(1)


def test_after_its_review_a_fact_says_that_it_may_have_changed(unit: Open) -> None:
    facts = unit(dt.datetime(2027, 3, 14, 12, tzinfo=dt.UTC))
    choose(facts, "Country A")
    expect(facts.get_by_role("status").first).to_have_text("Country A. Facts shown: 3.")
    expect(facts.get_by_role("note")).to_have_count(0)
    facts = unit(dt.datetime(2027, 3, 15, 12, tzinfo=dt.UTC))
    expect(facts.get_by_role("note")).to_have_text([STALE])
    expect(fact(facts, "half an hour").get_by_role("note")).to_be_visible()
    expect(facts.get_by_role("status").first).to_have_text("Country A. Facts shown: 3. Facts that may have changed: 1.")
    facts = unit(dt.datetime(2027, 12, 1, 12, tzinfo=dt.UTC))
    expect(facts.get_by_role("note")).to_have_count(3)
    expect(facts.get_by_text("checked again by November 2027.")).to_have_count(2)


def test_another_country_and_a_choice_that_is_changed(host: HostPage, unit: Open) -> None:
    facts = unit()
    expect(facts.get_by_text("Ask your coordinator.")).to_be_hidden()
    choose(facts, "Another country")
    expect(facts.get_by_text("Ask your coordinator.")).to_be_visible()
    expect(facts.get_by_role("status").first).to_have_text("Another country.")
    choose(facts, "Country B")
    expect(facts.get_by_text("Ask your coordinator.")).to_be_hidden()
    expect(fact(facts, "the other number")).to_be_visible()
    eventually(lambda: host.stored() == {"version": 1, "chosen": "bb"})


def without(host: HostPage, pack: str) -> None:
    """The author takes a pack away."""
    block = host.course.runtime(None).block(host.usages[0])
    packs = [one for one in block.definition["packs"] if one["id"] != pack]
    block.definition = {**block.definition, "packs": packs}
    block.save()


def test_a_pack_that_is_gone_leaves_nothing_chosen_and_nothing_lost(host: HostPage, unit: Open) -> None:
    choose(unit(), "Country A")
    eventually(lambda: host.stored() == {"version": 1, "chosen": "aa"})
    without(host, "aa")
    facts = unit()
    expect(facts.get_by_role("radio")).to_have_count(2)
    expect(facts.get_by_role("radio", checked=True)).to_have_count(0)
    expect(facts.get_by_role("status").first).to_be_empty()
    assert host.course.runtime().block(host.usages[0]).highest_completion == 1000


def test_a_choice_that_went_away_meanwhile_is_worded_and_taken_back(host: HostPage, unit: Open) -> None:
    facts = unit()
    without(host, "aa")
    choose(facts, "Country A")
    expect(facts.get_by_role("alert")).to_have_text("This choice is no longer here. Please load the page again.")
    expect(facts.get_by_role("radio", checked=True)).to_have_count(0)


def test_keyboard_alone_is_enough(page: Page, host: HostPage, unit: Open) -> None:
    facts = unit()
    facts.get_by_role("link", name="the guide").focus()
    page.keyboard.press("Tab")
    expect(facts.get_by_role("radio", name="Country A")).to_be_focused()
    page.keyboard.press("Space")
    expect(facts.get_by_role("radio", name="Country A")).to_be_checked()
    page.keyboard.press("Tab")
    expect(facts.get_by_role("link", name="The emergency number")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    expect(facts.get_by_role("radio", name="Country B")).to_be_checked()
    eventually(lambda: host.stored() == {"version": 1, "chosen": "bb"})


def test_in_german(host: HostPage, unit: Open) -> None:
    host.language = "de"
    facts = unit(LATER)
    choose(facts, "Country A")
    expect(facts.get_by_role("status").first).to_contain_text("Angezeigte Fakten: 3.")
    expect(fact(facts, "the one number")).to_contain_text("(Sprache: Finnisch). Geprüft: November 2026.")
    expect(facts.get_by_role("note")).to_contain_text("14. März 2027")


def test_readonly_shows_everything_and_changes_nothing(page: Page, unit: Open) -> None:
    facts = unit()
    choose(facts, "Country A")
    page.evaluate(CONTEXT, {"readonly": True})
    expect(facts.get_by_text("nothing can be changed")).to_be_visible()
    expect(facts.get_by_role("radio", name="Country B")).to_be_disabled()
    expect(fact(facts, "the one number")).to_be_visible()


def test_on_paper_stands_what_was_chosen_with_the_addresses(page: Page, unit: Open) -> None:
    facts = unit()
    choose(facts, "Country A")
    page.emulate_media(media="print")
    expect(facts.get_by_role("radio").first).to_be_hidden()
    expect(facts.get_by_role("heading", name="Country A")).to_be_visible()
    behind = "link => getComputedStyle(link, '::after').content"
    assert "https://example.org/call" in facts.locator(".source a").evaluate(behind)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [320, 360, 1200])
def test_it_fits_and_targets_are_big(page: Page, unit: Open, width: int, direction: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    facts = unit(LATER)
    choose(facts, "Country A")
    page.evaluate(CONTEXT, {"direction": direction, "language": "ar" if direction == "rtl" else "en"})
    expect(page.locator("mobility-facts .block")).to_have_css("direction", direction)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    heights = facts.locator("label.choice").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert len(heights) == 3
    assert min(heights) >= 44


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tokens", [False, True], ids=["page-without-tokens", "page-with-tokens"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_axe_finds_nothing(page: Page, unit: Open, root: Path, scheme: Any, tokens: bool, direction: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": 800})
    facts = unit(LATER)
    if tokens:
        page.add_style_tag(content=(root / "frontend/tokens.css").read_text("utf-8"))
        page.add_style_tag(content="body h1, body h2, body h3, body p, body a { color: inherit }")
        page.evaluate(TOKENS_PAGE)
    assert axe(page, root) == []
    choose(facts, "Country A")
    expect(facts.get_by_role("note")).to_be_visible()
    page.evaluate(CONTEXT, {"direction": direction})
    assert axe(page, root) == []


@pytest.mark.parametrize("colours", ["active", "none"])
def test_the_choice_is_seen_in_forced_colours_too(page: Page, unit: Open, colours: Any) -> None:
    page.emulate_media(forced_colors=colours)
    facts = unit()
    choose(facts, "Country A")
    expect(facts.get_by_role("radio", name="Country A")).to_be_checked()
    facts.get_by_role("radio", name="Country A").blur()
    outline = facts.locator("label.choice").first.evaluate("label => getComputedStyle(label).outlineStyle")
    assert outline == ("solid" if colours == "active" else "none")
