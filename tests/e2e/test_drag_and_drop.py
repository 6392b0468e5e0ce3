"""A drag and drop in a real browser and a strict LMS: by mouse, by finger, by keyboard alone; points arrive and come back."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, expect

from scorm_export.exporting import Options, export_course
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import MiniLms, read_package
from tests.e2e.axe import violations
from tests.e2e.packages import unpacked
from tests.e2e.test_access import TARGETS, WIDTH
from tests.scorm_export.drags import DATA, olx, write_drag_course, zone

pytestmark = pytest.mark.browser
BLOCK = "drag-and-drop-v2/bench"
ASSESSMENT = "drag-and-drop-v2/exam"
SMALL = [zone("tools", 20, height="30"), zone("waste", 320, height="30")]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A unit with one drag and drop of each mode, worth two points each, and one whose places are small on a phone."""
    folder = tmp_path_factory.mktemp("drags")
    exam = olx(url_name="exam", mode="assessment", max_attempts="2", display_name="Exam", question_text="<p>Tidy.</p>")
    small = olx(DATA | {"zones": SMALL, "displayLabels": False}, url_name="small", display_name="Small", weight="0")
    export_course(write_drag_course(folder, olx(), exam, small), folder / "p.zip", Options(languages=("de",)))
    return read_package(folder / "p.zip")


@pytest.fixture
def lms(package: dict[str, bytes]) -> Iterator[MiniLms]:
    """An LMS that nobody has visited: a page that was closed may still be heard in the one before."""
    server = MiniLms(("127.0.0.1", 0), package, Gradebook())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser, lms: MiniLms) -> Iterator[Page]:
    """A new learner at a desktop."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB")
    yield launched(context, lms)
    context.close()


def launched(context: BrowserContext, lms: MiniLms) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"{lms.url}launch/yara")
    expect(activity(page).locator(".bank")).to_be_visible()
    return page


def course(page: Page) -> FrameLocator:
    return page.frame_locator("#course")


def activity(page: Page, index: int = 0) -> Locator:
    return course(page).locator("mobility-drag-and-drop").nth(index)


def item(view: Locator, number: int) -> Locator:
    return view.locator(f'[data-item="{number}"]')


def place(view: Locator, name: str) -> Locator:
    return view.locator(f'.zone[data-zone="{name}"]')


def authors(view: Locator, slot: str) -> Locator:
    """The author's own words, which stand in the light DOM."""
    return view.locator(f':scope > [slot="{slot}"]')


def tap(view: Locator, number: int, zone: str) -> None:
    item(view, number).click()
    place(view, zone).locator(".drop").click()


def drag(page: Page, view: Locator, number: int, target: Locator) -> None:
    item(view, number).scroll_into_view_if_needed()
    start, end = item(view, number).bounding_box(), target.bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 40, start["y"] + 40, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=5)
    page.mouse.up()


def kept(lms: MiniLms, block: str = BLOCK) -> dict[str, object]:
    cmi = lms.gradebook.cmi("yara")
    leaf: dict[str, object] = unpacked(lms.package, cmi["suspend_data"])["leaves"].get(block, {})
    return leaf


def raw(lms: MiniLms) -> float:
    return float(lms.gradebook.cmi("yara")["core"]["score"]["raw"])


def saved(page: Page) -> None:
    expect(course(page).get_by_text("Saved in your LMS")).to_be_visible()


# By mouse


def test_dragged_by_mouse_items_stay_where_they_belong_and_points_reach_the_lms(page: Page, lms: MiniLms) -> None:
    view = activity(page)
    drag(page, view, 0, place(view, "waste"))
    expect(view.locator(".said")).to_contain_text("Pliers does not belong there. It is back in the list.")
    expect(authors(view, "wrong-0")).to_be_visible()
    expect(view.locator(".bank").locator("button")).to_have_count(4)
    for number, zone_name in ((0, "tools"), (1, "tools"), (2, "waste")):
        drag(page, view, number, place(view, zone_name))
        expect(view.locator(f'.bank [data-item="{number}"]')).to_have_count(0)
    expect(place(view, "tools").get_by_role("listitem")).to_have_count(2)
    expect(place(view, "waste").get_by_role("img", name="An oily rag")).to_be_visible()
    expect(authors(view, "finish")).to_be_visible()
    expect(view.get_by_text("Points: 2 of 2")).to_be_visible()
    saved(page)
    assert kept(lms)["state"] == {"at": {"0": "tools", "1": "tools", "2": "waste"}, "best": 1000, "done": True}
    assert (kept(lms)["score"], kept(lms)["complete"], raw(lms)) == (1000, True, 50)


def test_a_drag_that_ends_nowhere_changes_nothing_and_a_click_still_picks_up(page: Page, lms: MiniLms) -> None:
    view = activity(page)
    drag(page, view, 0, course(page).locator("#heading"))
    expect(item(view, 0)).to_have_attribute("aria-pressed", "false")
    item(view, 0).click()
    expect(item(view, 0)).to_have_attribute("aria-pressed", "true")
    item(view, 0).click()
    expect(item(view, 0)).to_have_attribute("aria-pressed", "false")
    assert kept(lms) == {}


def test_resumed_after_closing_it_is_as_it_was(page: Page, lms: MiniLms) -> None:
    tap(activity(page), 0, "tools")
    tap(activity(page, 1), 2, "tools")
    saved(page)
    context = page.context
    page.close()
    again = launched(context, lms)
    expect(place(activity(again), "tools").get_by_role("listitem")).to_have_text(["Pliers"])
    expect(activity(again).get_by_text("Points: 1 of 2")).to_be_visible()
    expect(place(activity(again, 1), "tools").get_by_role("button", name="An oily rag")).to_be_visible()


def test_starting_again_keeps_the_points(page: Page, lms: MiniLms) -> None:
    view = activity(page)
    tap(view, 0, "tools")
    view.get_by_role("button", name="Start again").click()
    expect(view.locator(".bank button")).to_have_count(4)
    expect(view.get_by_text("Points: 1 of 2")).to_be_visible()
    expect(item(view, 0)).to_be_focused()
    saved(page)
    assert kept(lms)["state"] == {"at": {}, "best": 500}


def test_assessment_is_checked_when_asked_and_shows_the_answer_at_the_end(page: Page, lms: MiniLms) -> None:
    view = activity(page, 1)
    check = view.get_by_role("button", name="Check my answer")
    expect(check).to_be_disabled()
    tap(view, 0, "tools")
    tap(view, 3, "waste")
    drag(page, view, 0, place(view, "waste"))
    expect(place(view, "waste").get_by_role("button")).to_have_count(3)
    check.click()
    expect(view.locator(".said")).to_contain_text("Not in the right place, now back in the list: 2.")
    expect(authors(view, "wrong-3")).to_be_visible()
    expect(authors(view, "wrong-0")).to_be_visible()
    expect(view.locator(".said")).to_be_focused()
    expect(view.get_by_text("Attempts used: 1 of 2")).to_be_visible()
    tap(view, 0, "tools")
    item(view, 0).click()
    view.get_by_role("button", name="Put it back into this list").click()
    expect(view.locator(".bank button")).to_have_count(4)
    drag(page, view, 0, place(view, "tools"))
    drag(page, view, 1, place(view, "waste"))
    check.click()
    expect(view.get_by_text("Attempts used: 2 of 2")).to_be_visible()
    expect(check).to_be_disabled()
    expect(place(view, "waste").locator("li").locator("slot[name=item-1]")).to_have_count(1)
    view.get_by_role("button", name="Show the answer").click()
    expect(place(view, "tools").get_by_role("listitem")).to_have_count(2)
    expect(authors(view, "explanation")).to_be_visible()
    saved(page)
    assert kept(lms, ASSESSMENT)["state"] == {"at": {"0": "tools", "1": "waste"}, "best": 500, "tries": 2}
    assert (kept(lms, ASSESSMENT)["complete"], raw(lms)) == (True, 25)


# By keyboard


def press_until(page: Page, focused: Locator) -> None:
    """Press Tab until it has the focus, at most 60 times."""
    for _ in range(60):
        if focused.evaluate("e => e.getRootNode().activeElement === e"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {focused}")


def test_by_keyboard_alone(page: Page, lms: MiniLms) -> None:
    view = activity(page)
    course(page).locator("#heading").focus()
    press_until(page, view.locator("summary"))
    page.keyboard.press("Enter")
    expect(view.get_by_text("With the keyboard: go to an item with Tab")).to_be_visible()
    press_until(page, item(view, 0))
    page.keyboard.press("Enter")
    expect(view.get_by_role("status").first).to_contain_text("Pliers is picked up.")
    tools, waste = place(view, "tools").locator(".drop"), place(view, "waste").locator(".drop")
    expect(tools).to_be_focused()
    expect(tools).to_have_accessible_name("Tools")
    expect(tools).to_have_accessible_description("The place for tools")

    page.keyboard.press("Escape")
    expect(item(view, 0)).to_be_focused()
    expect(item(view, 0)).to_have_attribute("aria-pressed", "false")

    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(waste).to_be_focused()
    page.keyboard.press("Enter")
    expect(view.get_by_role("status").first).to_contain_text(
        "Pliers does not belong there. It is back in the list. Think of"
    )
    expect(item(view, 0)).to_be_focused()

    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(view.get_by_role("status").first).to_contain_text("Pliers is in the right place.")
    expect(item(view, 1)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(item(view, 2)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(view.locator(".said")).to_be_focused()
    expect(view.get_by_role("status").first).to_contain_text("The bench is tidy.")
    saved(page)
    assert kept(lms)["complete"] is True


def test_the_same_words_are_said_twice(page: Page) -> None:
    view = activity(page)
    heard = view.get_by_role("status").first
    place(view, "tools").locator(".drop").click()
    expect(heard).to_contain_text("First choose an item from the list.")
    before = heard.text_content()
    place(view, "tools").locator(".drop").click()
    page.frames[1].wait_for_function(
        "before => document.querySelector('mobility-drag-and-drop').shadowRoot.querySelector('[role=status]').textContent !== before",
        arg=before,
    )
    expect(heard).to_contain_text("First choose an item from the list.")


# By finger


@pytest.fixture
def phone(browser: Browser, lms: MiniLms) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="en-GB", has_touch=True, is_mobile=True, device_scale_factor=2
    )
    yield launched(context, lms)
    context.close()


def swipe(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """One finger from here to there, slowly: after a throw, Chromium takes the next tap for a stop of what rolls."""
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": start[0], "y": start[1]}]})
    for step in [*range(1, 9), 8, 8]:
        page.wait_for_timeout(60)
        point = {axis: start[n] + (end[n] - start[n]) * step / 8 for n, axis in enumerate("xy")}
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    page.wait_for_timeout(300)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def centre(target: Locator) -> tuple[float, float]:
    box = target.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_finger_drags_by_the_dots_and_taps_without(phone: Page, lms: MiniLms) -> None:
    view = activity(phone)
    view.locator(".said").scroll_into_view_if_needed()
    view.evaluate("e => e.scrollIntoView()")
    swipe(phone, centre(item(view, 0).locator(".grip")), centre(place(view, "tools")))
    expect(place(view, "tools").get_by_role("listitem")).to_have_text(["Pliers"])
    item(view, 1).tap()
    expect(item(view, 1)).to_have_attribute("aria-pressed", "true")
    place(view, "waste").locator(".drop").tap()
    expect(view.locator(".said")).to_contain_text("Spanner does not belong there.")
    saved(phone)
    assert kept(lms)["state"] == {"at": {"0": "tools"}, "best": 500}


def test_a_finger_on_an_item_s_name_rolls_the_page(phone: Page) -> None:
    view = activity(phone)
    view.evaluate("e => e.scrollIntoView()")
    before = phone.frames[1].evaluate("scrollY")
    x, y = centre(item(view, 0).locator(".face"))
    swipe(phone, (x, y), (x, y - 60))
    phone.frames[1].wait_for_function("before => scrollY > before", arg=before)
    expect(item(view, 0)).to_have_attribute("aria-pressed", "false")


def test_small_places_have_numbers_on_the_picture_and_stand_in_a_list(phone: Page) -> None:
    view = activity(phone, 2)
    expect(view.locator(".mark")).to_have_text(["1", "2"])
    expect(place(view, "tools").get_by_role("button")).to_have_accessible_name("1 Tools")
    tap(view, 0, "tools")
    expect(place(view, "tools").get_by_role("listitem")).to_have_text(["Pliers"])
    item(view, 2).tap()
    view.locator('.mark[data-zone="waste"]').tap()
    expect(place(view, "waste").get_by_role("img", name="An oily rag")).to_be_visible()
    expect(view.locator(".mark img")).to_have_count(1)


def test_wide_enough_the_places_lie_on_the_picture(page: Page) -> None:
    view = activity(page, 2)
    expect(view.locator(".mark")).to_have_count(0)
    picture, zone_box = view.locator("img.whole").bounding_box(), place(view, "waste").bounding_box()
    assert picture and zone_box
    assert zone_box["x"] - picture["x"] == pytest.approx(320, abs=1)


# For everyone


@pytest.mark.parametrize(
    ("width", "how"),
    [
        (1200, {"color_scheme": "light"}),
        (1200, {"color_scheme": "dark"}),
        (360, {"color_scheme": "dark", "locale": "de-DE"}),
        (320, {"color_scheme": "light", "forced_colors": "active", "reduced_motion": "reduce"}),
    ],
)
def test_axe_finds_nothing_before_and_after_and_nothing_is_cut_off(
    browser: Browser, lms: MiniLms, width: int, how: dict[str, object]
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, **({"locale": "en-GB"} | how))  # type: ignore[arg-type]  # how a browser is set
    page = launched(context, lms)
    for index in range(3):
        activity(page, index).locator("summary").click()
    everyone_can_use(page)
    for index in range(3):
        tap(activity(page, index), 0, "tools")
        tap(activity(page, index), 3, "waste")
        item(activity(page, index), 1).click()
    everyone_can_use(page)
    activity(page, 1).locator(".main").click()
    everyone_can_use(page)
    context.close()


def everyone_can_use(page: Page) -> None:
    assert violations(page) == []
    assert [frame.evaluate(WIDTH) for frame in page.frames] == [0, 0]
    for view in course(page).locator("mobility-drag-and-drop").all():
        assert view.evaluate(f"e => {{ const document = e.shadowRoot; return ({TARGETS})(); }}") == []


def test_in_a_course_from_right_to_left_the_picture_stays_as_it_is(browser: Browser, tmp_path: Path) -> None:
    folder = write_drag_course(tmp_path / "course", olx())
    (folder / "policies/run/policy.json").write_text('{"course/run": {"display_name": "C", "language": "ar"}}')
    (folder / "course/run.xml").write_text('<course display_name="C" language="ar"><chapter url_name="ch"/></course>')
    export_course(folder, tmp_path / "p.zip", Options())
    server = MiniLms(("127.0.0.1", 0), read_package(tmp_path / "p.zip"), Gradebook())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    page = launched(context, server)
    view = activity(page)
    assert (
        page.frames[1].evaluate("getComputedStyle(document.querySelector('mobility-drag-and-drop')).direction") == "rtl"
    )
    tools, waste = place(view, "tools").bounding_box(), place(view, "waste").bounding_box()
    assert tools and waste and tools["x"] < waste["x"]
    drag(page, view, 2, place(view, "waste"))
    expect(place(view, "waste").get_by_role("img")).to_be_visible()
    context.close()
    server.shutdown()
    server.server_close()
