"""A learner's hand: answers questions by mouse, by keyboard, or on a phone."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Keyboard, Locator, expect

from scorm_export.exporting import Options, export_course
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import MiniLms, read_package
from tests.e2e.apprentice import Apprentice
from tests.e2e.axe import violations
from tests.e2e.questions import Ask, Step, Way, files_of
from tests.e2e.test_access import TARGETS, WIDTH
from tests.scorm_export.courses import write_course

SCREENS: dict[Way, dict[str, Any]] = {
    "mouse": {"viewport": {"width": 1200, "height": 900}},
    "keyboard": {"viewport": {"width": 1000, "height": 700}},
    "touch": {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
}


@contextmanager
def served(folder: Path, problems: dict[str, tuple[str, str]], **options: Any) -> Iterator[MiniLms]:
    language = options.pop("language", "en")
    course = write_course(folder / "course", files_of(problems), language=language)
    export_course(course, folder / "p.zip", Options(languages=("de",), **options))
    server = MiniLms(("127.0.0.1", 0), read_package(folder / "p.zip"), Gradebook())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@contextmanager
def learner(browser: Browser, lms: MiniLms, **how: Any) -> Iterator[Apprentice]:
    context: BrowserContext = browser.new_context(**({"locale": "en-GB", **SCREENS["mouse"]} | how))
    lms.gradebook.forget("yara")
    apprentice = Apprentice(context, lms.url, "yara", [])
    yield apprentice
    assert apprentice.errors == []
    context.close()


class Hand:
    """Answers questions in one way."""

    def __init__(self, yara: Apprentice, way: Way) -> None:
        self.yara = yara
        self.way = way

    @property
    def keys(self) -> Keyboard:
        """The keyboard of the page that is open now."""
        return self.yara.page.keyboard

    def take(self, step: Step) -> None:
        getattr(self, f"_{step.do}")(step)

    def press(self, name: str | re.Pattern[str]) -> None:
        """Use a button of the question."""
        button = self.yara.problem(0).get_by_role("button", name=name)
        if self.way == "keyboard":
            self._reach(button)
            self.keys.press("Enter")
        elif self.way == "touch":
            button.tap()
        else:
            button.click()

    def _reach(self, target: Locator) -> None:
        """Press Tab until it has the focus."""
        if not self.yara.problem(0).evaluate("leaf => leaf.contains(document.activeElement)"):
            self.yara.heading.focus()
        for _ in range(60):
            if target.evaluate("e => e === document.activeElement"):
                return
            self.keys.press("Tab")
        self.yara.heading.focus()
        for _ in range(60):
            self.keys.press("Tab")
            if target.evaluate("e => e === document.activeElement"):
                return
        raise AssertionError(f"Tab never reaches {target}")

    def _tick(self, step: Step) -> None:
        box = self.yara.problem(0).get_by_role("checkbox", name=step.at, exact=True)
        if self.way == "keyboard":
            self._reach(box)
            self.keys.press("Space")
        elif self.way == "touch":
            box.tap()
        else:
            box.click()
        expect(box).to_be_checked()

    def _choose(self, step: Step) -> None:
        radio = self.yara.problem(0).get_by_role("radio", name=step.at, exact=True)
        if self.way != "keyboard":
            radio.tap() if self.way == "touch" else radio.click()
            return expect(radio).to_be_checked()
        radios = self.yara.problem(0).get_by_role("radio")
        checked = self.yara.problem(0).locator("input:checked")
        self._reach(checked if checked.count() else radios.first)
        self.keys.press("Space")
        for _ in range(radios.count()):
            if radio.is_checked():
                return None
            self.keys.press("ArrowDown")
        raise AssertionError(f"arrows never reach {step.at}")

    def _select(self, step: Step) -> None:
        box = self.yara.problem(0).get_by_label(step.at)
        if self.way != "keyboard":
            box.select_option(label=step.what)
            return
        self._reach(box)
        for _ in range(10):
            if box.evaluate("box => box.selectedOptions[0].text") == step.what:
                return
            self.keys.press("ArrowDown")
        raise AssertionError(f"arrows never reach {step.what}")

    def _type(self, step: Step) -> None:
        field = self.yara.problem(0).get_by_label(step.at)
        if self.way == "keyboard":
            self._reach(field)
        elif self.way == "touch":
            field.tap()
        else:
            field.click()
        self.keys.press("Control+a")
        self.keys.type(step.what)

    def _mark(self, step: Step) -> None:
        """At so many per cent from the left and from the top."""
        left, top = (int(share) for share in step.what.split(","))
        picture = self.yara.problem(0).locator(".picture").first
        if self.way != "keyboard":
            box = picture.bounding_box()
            assert box
            position = {"x": box["width"] * left / 100, "y": box["height"] * top / 100}
            picture.tap(position=position) if self.way == "touch" else picture.click(position=position)  # type: ignore[arg-type]  # a position is a dict with its two numbers
            return
        self._reach(self.yara.problem(0).get_by_label(step.at))
        where = self.yara.problem(0).locator(".where")
        for keys, place in ((("ArrowLeft", "ArrowRight"), left), (("ArrowUp", "ArrowDown"), top)):
            for _ in range(120):
                now = [int(share) for share in re.findall(r"(\d+) %", where.inner_text())] or [50, 50]
                off = place - now[0 if place == left else 1]
                if abs(off) < 2:
                    break
                key = keys[1] if off > 0 else keys[0]
                self.keys.press(f"Shift+{key}" if abs(off) > 10 else key)
        self.keys.press("Enter")


def check(hand: Hand, ask: Ask) -> None:
    for step in ask.steps:
        hand.take(step)
    hand.press("Check my answer")
    words = hand.yara.problem(0).locator(".result .word")
    expect(words).to_have_count(len(ask.told))
    assert [word.strip() for word in words.all_inner_texts()] == ["Right"] * len(ask.told)


def clean(yara: Apprentice, what: str) -> None:
    frame = yara.page.frames[1]
    assert violations(yara.page) == [], what
    assert frame.evaluate(WIDTH) <= 0, what
    assert frame.evaluate(TARGETS) == [], what


def said(yara: Apprentice) -> Locator:
    return yara.course.locator(".unseen[role=status]")


def choices(yara: Apprentice) -> list[str]:
    return yara.problem(0).locator(".choice").all_inner_texts()
