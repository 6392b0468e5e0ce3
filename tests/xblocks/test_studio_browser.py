"""The form in Studio in a real browser: it shows what is there, keeps ids, and says what is wrong."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.xblocks.conftest import FACTS_OLX
from tests.xblocks.host import HostPage
from tests.xblocks.test_browser import axe, eventually
from xblocks.core import markup

pytestmark = pytest.mark.browser


def open_form(page: Page, query: str = "") -> None:
    page.goto(f"/?view=studio_view{query}")
    expect(page.get_by_label("Title")).to_have_value("Before my first day")


def model(host: HostPage) -> object:
    return host.course.runtime(None).block(host.usages[0]).model()


def test_saving_at_once_changes_nothing(page: Page, host: HostPage) -> None:
    before = model(host)
    open_form(page)
    page.get_by_role("button", name="Save").click()
    eventually(lambda: page.evaluate("window.notified || []")[-1:] == [["save", {"state": "end"}]])
    assert model(host) == before


def test_author_html_and_pointed_brackets_come_through(page: Page, host: HostPage) -> None:
    open_form(page)
    page.get_by_label("Introduction").fill("<p>Below <b>5</b> &lt; 6</p>")
    page.get_by_label("What is to be done").first.fill("Less than <5 minutes>")
    page.get_by_role("button", name="Save").click()
    eventually(lambda: page.evaluate("window.notified || []")[-1:] == [["save", {"state": "end"}]])
    saved = host.course.runtime(None).block(host.usages[0]).model()
    assert saved.introduction == markup.tidy("<p>Below <b>5</b> &lt; 6</p>")
    assert saved.items[0].text == "Less than <5 minutes>"
    open_form(page)
    expect(page.get_by_label("What is to be done").first).to_have_value("Less than <5 minutes>")


def test_a_new_step_gets_an_id_of_its_own_and_the_others_keep_theirs(page: Page, host: HostPage) -> None:
    open_form(page)
    page.get_by_role("button", name="Add Step").click()
    page.get_by_label("What is to be done").last.fill("I know the way to work.")
    page.get_by_role("button", name="Add Step").click()
    page.get_by_label("What is to be done").last.fill("I have shoes.")
    page.get_by_role("button", name="Move up").last.click()
    page.get_by_role("button", name="Delete Step").first.click()
    page.get_by_role("button", name="Save").click()
    eventually(lambda: page.evaluate("window.notified || []")[-1:] == [["save", {"state": "end"}]])
    saved = host.course.runtime(None).block(host.usages[0]).model().items
    assert [item.id for item in saved[:3]] == ["ticket", "insurance", "photo"]
    assert [item.text for item in saved[3:]] == ["I have shoes.", "I know the way to work."]
    assert len({item.id for item in saved}) == 5
    assert all(item.id.startswith("i-") and len(item.id) == 12 for item in saved[3:])


def test_a_bad_value_is_said_and_nothing_is_lost(page: Page, host: HostPage) -> None:
    before = model(host)
    open_form(page)
    page.get_by_label("What is to be done").first.fill("")
    page.get_by_label("What is to be done").last.fill("New words")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".mobility-studio-message")).to_have_text(
        'item 1 "mentor-name", text: is empty; write something.'
    )
    assert model(host) == before
    expect(page.get_by_label("What is to be done").last).to_have_value("New words")
    page.get_by_label("What is to be done").first.fill("Short")
    page.get_by_role("button", name="Save").click()
    eventually(lambda: model(host) != before)
    expect(page.locator(".mobility-studio-message")).to_be_empty()


def test_fields_that_may_stay_empty(page: Page, host: HostPage) -> None:
    open_form(page)
    page.get_by_label("Weight in the grade").fill("")
    page.get_by_label("Days relative to departure").first.fill("")
    page.get_by_role("button", name="Save").click()
    eventually(lambda: page.evaluate("window.notified || []")[-1:] == [["save", {"state": "end"}]])
    block = host.course.runtime(None).block(host.usages[0])
    assert (block.weight, block.model().items[0].due) == (None, None)


def test_a_server_in_trouble_is_said(page: Page, host: HostPage) -> None:
    open_form(page)
    host.refuse = lambda: 500
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".mobility-studio-message")).to_contain_text("Nothing is lost while this form stays open")


def test_cancel_and_requirejs(page: Page) -> None:
    open_form(page, "&amd")
    page.get_by_role("button", name="Cancel").click()
    assert page.evaluate("window.notified") == [["cancel", {}]]
    assert page.evaluate("window.defined") == 0


def open_facts(page: Page, host: HostPage) -> None:
    host.usages[:] = [host.course.add(FACTS_OLX)]
    page.goto("/?view=studio_view")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Rules in my host country")


def test_the_form_of_facts_keeps_ids_and_gives_new_packs_and_facts_their_own(
    page: Page, host: HostPage, root: Path
) -> None:
    open_facts(page, host)
    assert axe(page, root) == []
    expect(page.get_by_label("Weight in the grade")).to_have_count(0)
    page.get_by_role("button", name="Add Pack").click()
    page.get_by_label("Country or trade").last.fill("Country C")
    page.get_by_role("button", name="Add Fact").last.click()
    for label, value in {
        "Topic": "Breaks and rest",
        "What is true": "You get a break.",
        "Checked": "2026-11",
        "Check again by": "2027-11",
        "Source": "A page",
    }.items():
        page.get_by_label(label, exact=True).last.fill(value)
    page.get_by_role("button", name="Save").click()
    eventually(lambda: page.evaluate("window.notified || []")[-1:] == [["save", {"state": "end"}]])
    saved = host.course.runtime(None).block(host.usages[0]).model()
    assert [pack.id for pack in saved.packs[:2]] == ["aa", "bb"]
    assert [fact.id for fact in saved.packs[0].facts] == ["call", "break", "address"]
    new = saved.packs[2]
    assert (new.title, new.facts[0].text, new.facts[0].url) == ("Country C", "You get a break.", "")
    assert new.id.startswith("i-")
    assert new.facts[0].id.startswith("i-")


def test_axe_finds_nothing(page: Page, root: Path) -> None:
    open_form(page)
    assert axe(page, root) == []
