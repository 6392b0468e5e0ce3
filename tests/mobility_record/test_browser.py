"""The pages in Chromium: nothing for axe to find, no sideways scrolling, every task by keyboard."""

from collections.abc import Iterator

import pytest
from visitor import AXE, Visitor

pytestmark = pytest.mark.browser

SEED = """
from mobility_record.demo import consortium, seed
from mobility_record.people.signin import make_entry_link
from mobility_record.people.models import Person
from mobility_record.stays.models import Mobility, Package
from mobility_record.stays.packages import register
from mobility_record.people.staff import create_coordinator
from world import STATEMENT
seed.seed(register(STATEMENT).package, "demo password 1")
create_coordinator("Empty School", "DE", "New", "Person", "new@empty.example", "demo password 1")
people = {
    "coordinator": seed.staff_member(consortium.COORDINATOR[2]),
    "teacher": seed.staff_member(consortium.TEACHER[2]),
    "mentor": seed.staff_member(consortium.MENTOR[2]),
    "apprentice": Mobility.objects.order_by("pk")[1].participant,
    "newcomer": seed.staff_member("new@empty.example"),
}
print(json.dumps({name: make_entry_link(person, whole_account=name != "apprentice") for name, person in people.items()}))
"""


@pytest.fixture(scope="module")
def signed_in(live, browser):
    """Storage states of people who came in by their one-time links."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci")
    links = live.python(SEED)
    states = {}
    for name, secret in links.items():
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{live.url}/enter/{secret}")
        page.keyboard.press("Tab")
        page.get_by_role("button", name="Open my pages").press("Enter")
        page.wait_for_url(f"{live.url}/{'mine' if name == 'apprentice' else 'work'}")
        states[name] = context.storage_state()
        context.close()
    return states


@pytest.fixture
def visit(live, browser, signed_in) -> Iterator[object]:
    visitors = []

    def visit_as(name: str | None, path: str, **more: object) -> Visitor:
        state = signed_in[name] if name else None
        visitor = Visitor(browser, live.url, storage_state=state, **more)
        visitors.append(visitor)
        visitor.open(path)
        return visitor

    yield visit_as
    for visitor in visitors:
        visitor.close()


def test_sign_in_and_its_errors(visit):
    visitor = visit(None, "/sign-in")
    visitor.is_fine()
    visitor.page.get_by_role("button", name="Sign in").click()
    assert "Type your e-mail address." in visitor.page.inner_text("main")
    visitor.is_fine()


@pytest.mark.parametrize("path", ["/enter/nothing", "/nowhere"])
def test_a_link_and_a_page_that_lead_nowhere(visit, path):
    visit(None, path).is_fine()


def test_a_used_link_says_so(visit):
    visitor = visit(None, "/enter/used")
    visitor.page.get_by_role("button", name="Open my pages").click()
    assert "does not work any more" in visitor.page.inner_text("h1")
    visitor.is_fine()


@pytest.mark.parametrize("person", ["coordinator", "teacher", "mentor", "newcomer"])
@pytest.mark.parametrize("path", ["/work", "/codes", "/receipts"])
def test_lists(visit, person, path):
    visit(person, path).is_fine()


@pytest.mark.parametrize("name", ["Marcos Villalba", "Yara Claes", "Lena Hartwig"])
def test_a_mobility(visit, name):
    visitor = visit("coordinator", "/work")
    visitor.page.get_by_role("link", name=name).click()
    visitor.page.get_by_role("heading", level=1, name=name).wait_for()
    visitor.is_fine()
    visitor.page.get_by_role("button", name="Record my decision").click()
    assert "Please look again" in visitor.page.inner_text("main")
    visitor.is_fine()


def test_cards_and_their_print(visit):
    visitor = visit("coordinator", "/codes")
    visitor.page.get_by_role("button", name="Make new codes and cards").click()
    visitor.page.get_by_role("heading", name="Cards to print").wait_for()
    visitor.is_fine()
    visitor.page.emulate_media(media="print")
    assert not visitor.page.get_by_role("link", name="Back to claim codes").is_visible()
    assert visitor.page.locator(".code").first.is_visible()


def test_a_new_link_to_their_own_page(visit):
    visitor = visit("coordinator", "/work")
    visitor.page.get_by_role("link", name="Yara Claes").click()
    visitor.page.get_by_role("button", name="Make a new link to their own page").click()
    assert "/enter/" in visitor.page.get_by_role("status").inner_text()
    visitor.is_fine()


def test_the_participants_page(visit):
    visit("apprentice", "/mine").is_fine()


def test_pages_in_a_right_to_left_language(visit):
    visitor = visit("coordinator", "/work", locale="ar")
    assert visitor.page.get_attribute("html", "dir") == "rtl"
    visitor.is_fine()
    visitor.page.get_by_role("link", name="Marcos Villalba").click()
    visitor.is_fine()


@pytest.mark.parametrize("path", ["/work", "/codes", "/receipts", "/mine"])
def test_texts_a_third_longer_still_fit(visit, path):
    visitor = visit("coordinator" if path != "/mine" else "apprentice", path)
    visitor.page.set_viewport_size({"width": 360, "height": 800})
    visitor.lengthen_texts()
    assert visitor.sideways() == 0


def test_a_coordinator_confirms_by_keyboard(visit):
    visitor = visit("coordinator", "/work")
    page = visitor.page
    visitor.tab_to("Aitana Pozo")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Aitana Pozo").wait_for()
    visitor.tab_to_field("result")
    visitor.tab_to_field("kind")
    page.keyboard.press("Space")
    visitor.tab_to_field("reason")
    page.keyboard.type("Called the host today")
    visitor.tab_to("Record my decision")
    page.keyboard.press("Enter")
    page.get_by_text("Your decision is recorded").wait_for()
    assert "confirmed by a person" in page.inner_text("main")
    visitor.is_fine()


PAPER = """
from mobility_bridge import claimcode, receipt
from mobility_record.stays.codes import make_code
from mobility_record.stays.models import Mobility, PackageVersion
code = make_code(Mobility.objects.order_by("pk")[1])
version = PackageVersion.objects.get()
key = receipt.derive_key(claimcode.read(code))
made = [receipt.make(key, receipt.Payload(i, 640, 100), version.package.package_id, version.version) for i in (0, 1)]
print(json.dumps({"code": code, "receipts": [receipt.show(each) for each in made]}))
"""


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_receipts_are_typed_by_keyboard_and_a_mistake_is_told(live, visit, locale):
    paper = live.python(PAPER)
    visitor = visit("coordinator", "/receipts", locale=locale)
    page = visitor.page
    visitor.tab_to_field("code")
    page.keyboard.type(paper["code"].lower())
    visitor.tab_to_field("receipts")
    good, bad = paper["receipts"][0], paper["receipts"][1][:-1]
    page.keyboard.type(good.replace("-", " "))
    page.keyboard.press("Enter")
    page.keyboard.type(bad)
    visitor.tab_to("Store these receipts")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert "Line 2: A receipt has 24 signs, this one has 23." in page.inner_text("[role=alert]")
    assert "Progress, 64 % on 11 " in page.inner_text("[role=status]")
    assert page.input_value("[name=receipts]").endswith(bad)
    visitor.is_fine()
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "receipts"


def test_pages_work_without_javascript(live, browser, signed_in):
    visitor = Visitor(browser, live.url, storage_state=signed_in["coordinator"], java_script_enabled=False)
    visitor.open("/codes")
    visitor.page.get_by_role("button", name="Make new codes and cards").click()
    assert visitor.page.locator(".code").count() >= 1
    visitor.close()
