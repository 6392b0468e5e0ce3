"""`<player-tex>` in a real browser, under a strict Content-Security-Policy: MathML, or source that stays readable."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.axe import violations

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
ORIGIN = "https://package.example"
POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'"
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
Show = Callable[..., Page]


@cache
def _file(root: Path, name: str) -> bytes:
    folder = HERE if name.startswith("tex_page") else root / "scorm_export" / "player" / "dist"
    return (folder / name).read_bytes()


@pytest.fixture
def show(browser: Browser, root: Path) -> Iterator[Show]:
    """Open the page of formulas; what it asks for beside its own files, and what the policy blocks, fails the test."""
    said: list[str] = []
    contexts = []

    def open_page(width: int = 1200, scheme: Any = "light", **more: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
        contexts.append(context)

        def answer(route: Route) -> None:
            name = route.request.url.removeprefix(f"{ORIGIN}/")
            if name not in ("tex_page.html", "tex_page.js", "tex.js", "player.css"):
                said.append(f"asked for {route.request.url}")
                route.abort()
                return
            headers = {"Content-Security-Policy": POLICY, "Content-Type": TYPES[Path(name).suffix]}
            route.fulfill(body=_file(root, name), headers=headers)

        context.route("**/*", answer)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{ORIGIN}/tex_page.html")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def test_a_formula_becomes_mathml_that_takes_room(show: Show) -> None:
    page = show()
    for name, words in {
        "inline": "mc",
        "prime": "′",
        "display": "±",
        "matrix": "⋯",
        "slotted": "2",
        "equations": "(7)",
    }.items():
        math = page.locator(f"#{name} math")
        expect(math).to_have_count(1)
        expect(math).to_contain_text(words)
        box = math.bounding_box()
        assert box is not None
        assert box["width"] > 10
        assert box["height"] > 10
    expect(page.locator("#display math")).to_have_attribute("display", "block")
    assert page.locator("#display mfrac").count() == 1


def test_display_stands_in_the_middle_and_inline_on_the_line(show: Show) -> None:
    page = show()
    boxes = {name: page.locator(f"#{name} math").bounding_box() for name in ("display", "inline")}
    display, inline = boxes["display"], boxes["inline"]
    assert display
    assert inline
    assert abs(display["x"] + display["width"] / 2 - 600) < 20
    assert inline["x"] < 200


def test_the_source_is_still_what_the_page_s_text_says(show: Show) -> None:
    """So that what reads `textContent` gets TeX, and moving the element does not break it."""
    page = show()
    assert page.evaluate("document.getElementById('inline').textContent") == "E = mc^2"
    page.evaluate("document.querySelector('main').append(document.getElementById('inline'))")
    expect(page.locator("#inline math")).to_have_count(1)


@pytest.mark.parametrize("name", ["wrong", "hostile"])
def test_what_temml_can_t_parse_stays_readable_source(show: Show, name: str) -> None:
    page = show()
    formula = page.locator(f"#{name}")
    expect(formula.locator("math")).to_have_count(0)
    expect(formula.locator("code")).to_be_visible()
    source = page.evaluate("name => document.getElementById(name).innerText", name)
    assert source == page.evaluate("name => document.getElementById(name).textContent", name)
    assert source.startswith(("\\frac", "\\text"))
    box = formula.bounding_box()
    assert box is not None
    assert box["width"] > 100


def test_hostile_text_is_text(show: Show) -> None:
    page = show()
    expect(page.locator("#shown math")).to_contain_text('onerror="window.broken=1"')
    assert page.locator("img").count() == 0
    assert page.evaluate("window.broken") is None


def test_without_scripts_the_source_is_there(show: Show) -> None:
    page = show(java_script_enabled=False)
    expect(page.get_by_text("E = mc^2")).to_be_visible()


def test_too_long_stays_source(show: Show) -> None:
    page = show()
    page.evaluate("""() => {
      const formula = document.createElement('player-tex');
      formula.id = 'long';
      formula.textContent = 'x'.repeat(5001);
      document.querySelector('main').append(formula);
    }""")
    expect(page.locator("#long code")).to_have_count(1)


@pytest.mark.parametrize("name", ["wide", "wide-inline"])
def test_too_wide_scrolls_by_keyboard_and_the_page_does_not(show: Show, name: str) -> None:
    page = show(320)
    box = page.locator(f"#{name} .box")
    expect(box).to_have_attribute("tabindex", "0")
    expect(box).to_have_role("group")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "name => document.getElementById(name).shadowRoot.querySelector('.box').scrollLeft > 0", arg=name
    )


def test_with_room_again_it_is_no_stop_for_the_keyboard(show: Show) -> None:
    page = show(320)
    expect(page.locator("#wide .box")).to_have_attribute("tabindex", "0")
    page.set_viewport_size({"width": 1400, "height": 900})
    expect(page.locator("#wide .box")).not_to_have_attribute("tabindex", "0")
    expect(page.locator("#display .box")).not_to_have_attribute("tabindex", "0")


def test_formulas_read_left_to_right_everywhere(show: Show) -> None:
    page = show()
    expect(page.locator("#rtl math")).to_have_css("direction", "ltr")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1200])
def test_axe_finds_nothing(show: Show, width: int, scheme: str) -> None:
    page = show(width, scheme)
    expect(page.locator("#equations math")).to_have_count(1)
    assert page.evaluate(
        "getComputedStyle(document.querySelector('#inline').shadowRoot.querySelector('math')).color"
    ) == (page.evaluate("getComputedStyle(document.body).color"))
    assert violations(page) == []
