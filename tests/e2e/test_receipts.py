"""On paper, where the network is closed: an apprentice gets receipts, a coordinator types them, the record shows them."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mobility_bridge import claimcode
from tests.e2e.apprentice import Apprentice
from tests.e2e.axe import violations
from tests.e2e.conftest import Spine

pytestmark = pytest.mark.browser
Learner = Callable[..., Apprentice]
WORKED = 3  # units with questions that are answered


@pytest.fixture
def closed(path: Spine, context: BrowserContext) -> BrowserContext:
    """A school's network that lets nothing through to the record."""
    context.route(f"{path.record.url}/**", lambda route: route.abort())
    return context


@pytest.fixture
def office(path: Spine, browser: Browser) -> Page:
    """The coordinator, signed in, at the page for receipts."""
    page = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB").new_page()
    page.goto(f"{path.record.url}/receipts")
    page.get_by_label("E-mail").fill(path.seeded["email"])
    page.get_by_label("Password").fill(path.seeded["password"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1, name="Receipts on paper")).to_be_visible()
    return page


def work(apprentice: Apprentice, path: Spine) -> None:
    """Answer the questions of the first units that have some."""
    for title, problems in [(title, problems) for title, problems in path.units if problems][:WORKED]:
        apprentice.go(title)
        for index, problem in enumerate(problems):
            apprentice.answer(index, problem, right=True)


def try_to_claim(apprentice: Apprentice, code: str) -> None:
    """Type the code where the record can't be reached."""
    apprentice.course.get_by_label("Code").fill(code)
    apprentice.course.get_by_role("button", name="Report my progress", exact=True).click()
    expect(apprentice.course.get_by_text("can't be reached")).to_be_visible()


def paper(apprentice: Apprentice) -> list[str]:
    """The receipts as they stand on the screen."""
    expect(apprentice.course.get_by_role("heading", name="Receipt for your coordinator")).to_be_visible()
    return apprentice.course.locator(".receipt-signs").all_inner_texts()


def type_in(office: Page, code: str, *receipts: str) -> None:
    """Fill in the record's form and send it."""
    office.goto(office.url.split("/receipts", maxsplit=1)[0].split("/mobility", maxsplit=1)[0] + "/receipts")
    office.get_by_label("Claim code").fill(code)
    office.get_by_label("Receipts", exact=True).fill("\n".join(receipts))
    office.get_by_role("button", name="Store these receipts").click()


def mistyped(written: str) -> str:
    """The same with one wrong sign."""
    wrong = claimcode.ALPHABET[(claimcode.ALPHABET.index(written[6]) + 1) % 32]
    return written[:6] + wrong + written[7:]


def test_results_reach_the_coordinator_on_paper(
    path: Spine, learner: Learner, closed: BrowserContext, office: Page
) -> None:
    code = path.seeded["codes"]["Lena"]
    lena = learner("lena", closed)
    work(lena, path)
    try_to_claim(lena, code)
    lena.course.get_by_role("button", name="Get a receipt").click()
    receipts = paper(lena)
    shown = lena.progress().removeprefix("Progress: ")
    expect(lena.course.locator(".receipts li").first).to_contain_text("Progress:")
    assert code not in lena.course.locator(".receipt-sheet").inner_text()
    assert code.replace("-", "") not in str(lena.lms_state()).replace("-", "")
    assert code.replace("-", "") not in lena.page.evaluate("JSON.stringify(localStorage)").replace("-", "")
    lena.close()

    type_in(office, code, *receipts[:-1], mistyped(receipts[-1]))
    expect(office.get_by_role("alert")).to_contain_text(f"Line {len(receipts)}: This receipt has a typing mistake.")
    type_in(office, code, receipts[-1])
    expect(office.get_by_role("status")).to_contain_text("stored.")
    office.get_by_role("status").get_by_role("link", name="Lena").click()
    expect(office.get_by_role("row", name="Progress")).to_contain_text(shown)
    expect(office.get_by_role("row", name="Progress")).to_contain_text("reported by the course itself")
    held = path.record.script("read_record")["Lena"]
    assert len(held["messages"]) == len(receipts)

    type_in(office, code, *receipts)
    expect(office.get_by_role("status").get_by_text("already known")).to_have_count(len(receipts))
    assert path.record.script("read_record")["Lena"] == held
    assert lena.errors == []


def test_with_another_ones_code_a_receipt_is_refused(
    path: Spine, learner: Learner, closed: BrowserContext, office: Page
) -> None:
    lena = learner("lena", closed)
    work(lena, path)
    try_to_claim(lena, path.seeded["codes"]["Lena"])
    lena.course.get_by_role("button", name="Get a receipt").click()
    type_in(office, path.seeded["codes"]["Marcos"], *paper(lena))
    expect(office.get_by_role("alert")).to_contain_text("does not belong to this claim code and course")
    assert path.record.script("read_record") == {}


def test_a_device_that_waits_for_the_network_offers_a_receipt_and_no_other(path: Spine, learner: Learner) -> None:
    lena = learner("lena")
    lena.claim(path.seeded["codes"]["Lena"])
    lena.course.get_by_role("button", name="Report my progress to my coordinator").click()
    expect(lena.course.get_by_role("button", name="Stop reporting")).to_be_visible()
    expect(lena.course.get_by_role("button", name="Get a receipt")).to_have_count(0)
    path.record.stop()
    title, problems = next((title, problems) for title, problems in path.units if problems)
    lena.go(title)
    lena.answer(0, problems[0], right=True)
    expect(lena.course.get_by_text("Waiting for network")).to_be_visible(timeout=15_000)
    lena.course.get_by_role("button", name="Report my progress to my coordinator").click()
    lena.course.get_by_role("button", name="Get a receipt").click()
    lena.course.get_by_label("Code for the receipt").fill(path.seeded["codes"]["Lena"])
    lena.course.get_by_role("button", name="Show my receipt").click()
    receipts = paper(lena)
    path.record.start()
    lena.page.wait_for_timeout(500)
    assert paper(lena) == receipts  # it stays while the network comes and goes
    lena.course.get_by_role("button", name="Close the receipt").click()
    expect(lena.course.locator(".receipt-sheet")).to_have_count(0)
    assert lena.errors == []


def test_without_an_lms_that_keeps_work_there_is_no_receipt(path: Spine, closed: BrowserContext) -> None:
    page = closed.new_page()
    page.goto(f"{path.lms.url}package/index.html")
    page.get_by_role("button", name="Report my progress to my coordinator").click()
    expect(page.get_by_label("Code")).to_be_visible()
    expect(page.get_by_role("button", name="Get a receipt")).to_have_count(0)


SCREENS = [
    ({"viewport": {"width": 1200, "height": 900}, "color_scheme": "light"}, "ltr"),
    ({"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}, "ltr"),
    ({"viewport": {"width": 360, "height": 740}, "color_scheme": "light", "locale": "de-DE"}, "ltr"),
    ({"viewport": {"width": 320, "height": 600}, "forced_colors": "active"}, "rtl"),
]
WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize(("screen", "direction"), SCREENS)
def test_the_keyboard_is_enough_and_axe_finds_nothing(
    path: Spine, browser: Browser, screen: dict[str, Any], direction: str
) -> None:
    profile = browser.new_context(**({"locale": "en-GB"} | screen))
    profile.route(f"{path.record.url}/**", lambda route: route.abort())
    lena = Apprentice(profile, path.lms.url, "lena", path.units)
    frame = lena.page.frames[1]
    frame.evaluate("direction => { document.documentElement.dir = direction; }", direction)
    field, keys = lena.course.locator("#claim-code"), lena.page.keyboard
    field.focus()
    keys.type("7kq4 m2xp 9de")
    keys.press("Enter")
    expect(lena.course.locator(".receipt-open")).to_be_visible()
    assert violations(lena.page) == []
    field.fill("")
    tab_to(lena, ".receipt-open")
    keys.press("Enter")
    expect(lena.course.locator("#receipt-code")).to_be_focused()
    keys.type("7KQ4-M2XP-9DF")
    keys.press("Enter")
    expect(lena.course.locator("#receipt-wrong p")).to_be_visible()
    expect(lena.course.locator("#receipt-code")).to_be_focused()
    assert violations(lena.page) == []
    keys.press("Control+A")
    keys.type("7kq4m2xp9de")
    keys.press("Enter")
    expect(lena.course.locator(".receipt-sheet h3")).to_be_focused()
    assert violations(lena.page) == []
    assert frame.evaluate(WIDTH) == 0
    lena.page.emulate_media(media="print")
    assert lena.course.locator(".receipt-signs").first.is_visible()
    assert not lena.course.locator(".leaf").first.is_visible()
    assert not lena.course.locator("#claim-code").is_visible()
    lena.page.emulate_media(media="screen")
    tab_to(lena, ".receipt-sheet .actions button:last-child")
    keys.press("Enter")
    expect(lena.course.locator(".receipt-open")).to_be_focused()
    profile.close()


def tab_to(apprentice: Apprentice, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(20):
        apprentice.page.keyboard.press("Tab")
        if apprentice.course.locator(selector).evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"no way by keyboard to {selector}")
