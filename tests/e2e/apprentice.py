"""An apprentice who plays a package in the mini LMS: sees what is on the screen, clicks, types, closes tabs."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, expect

Problem = dict[str, Any]


class Apprentice:
    """One learner in one browser context. ``units`` are the package's, as the exporter made them."""

    def __init__(self, context: BrowserContext, lms: str, name: str, units: list[tuple[str, list[Problem]]]) -> None:
        self.context = context
        self.lms = lms
        self.name = name
        self.units = units
        self.errors: list[str] = []
        self.page: Page
        self.open()

    def open(self) -> None:
        """Open the course, as after any break."""
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{self.lms}launch/{self.name}")
        expect(self.course.locator("#heading")).to_be_visible()

    @property
    def course(self) -> FrameLocator:
        """The course in its frame."""
        return self.page.frame_locator("#course")

    def claim(self, code: str) -> None:
        """Type the claim code."""
        self.course.get_by_label("Code").fill(code)
        self.course.get_by_role("button", name="Report my progress", exact=True).click()
        expect(self.course.get_by_label("Code")).to_have_count(0)

    def go(self, title: str) -> None:
        """Open a unit from the outline."""
        menu = self.course.get_by_role("button", name="Contents")
        if menu.is_visible():
            menu.click()
        self.course.locator("nav#contents").get_by_role("button", name=title).first.click()
        expect(self.heading).to_have_text(title)
        expect(self.course.locator("section.leaf").first).to_be_visible()  # the unit's script has arrived

    @property
    def heading(self) -> Locator:
        """The unit's title."""
        return self.course.locator("#heading")

    def read_unit(self) -> None:
        """Scroll to each text and stay for its five seconds (the page's clock is turned forward).

        A browser under load tells late that something came into view, so the unit is gone through until every text of
        it counts, at most ten times.
        """
        leaves = self.course.locator("section.leaf-html")
        wanted = self.finished() + leaves.count()
        for _ in range(10):
            for leaf in leaves.all():
                leaf.scroll_into_view_if_needed()
                self.page.wait_for_timeout(200)
                self.page.clock.run_for(6000)
            if self.finished() >= wanted:
                return

    def finished(self) -> int:
        """How many parts are done, as the outline says it: 3 for “3 of 46”."""
        return int((self.course.locator("nav#contents").get_by_text(" of ").first.text_content() or "").split()[0])

    def watch(self) -> None:
        """Watch the film to its end, at the highest speed a browser has."""
        film = self.course.locator("video").first
        film.scroll_into_view_if_needed()
        film.evaluate("film => { film.muted = true; film.playbackRate = 16; return film.play(); }")
        film.evaluate("film => film.ended || new Promise(done => film.addEventListener('ended', done))")

    def shown(self, problems: list[Problem]) -> list[Problem]:
        """Those of the open unit's questions that this learner drew, in their order on the screen."""
        ids = self.course.locator("section.leaf-problem > *").evaluate_all("found => found.map(one => one.content.id)")
        known = {problem["id"]: problem for problem in problems}
        return [known[each] for each in ids]

    def choose_facts(self) -> None:
        """Choose the first of what each block of facts offers, such as a host country."""
        for block in self.course.locator("mobility-facts").all():
            block.get_by_role("radio").first.check()

    def problem(self, index: int) -> Locator:
        """The n-th question of the open unit."""
        return self.course.locator("section.leaf-problem").nth(index)

    def answer(self, index: int, problem: Problem, *, right: bool) -> None:
        """Answer every part of a question and check it; returns when the feedback is shown."""
        shown = self.problem(index)
        responses = [part for part in problem["parts"] if part["kind"] != "html"]
        for place, response in enumerate(responses):
            self._fill(shown.locator(".response").nth(place), response, right=right)
        shown.get_by_role("button", name="Check my answer").click()
        results = shown.locator(".result .word")
        expect(results).to_have_count(len(responses))
        words = results.all_inner_texts()
        assert all((word.strip() == "Right") == right for word in words), (problem["id"], words)

    def _fill(self, shown: Locator, response: Problem, *, right: bool) -> None:
        kind = response["kind"]
        if kind in ("single", "multiple"):
            wanted = {choice["id"] for choice in response["choices"] if choice["correct"] == right}
            chosen = wanted if kind == "multiple" else {sorted(wanted)[0]}
            for choice in response["choices"]:
                if kind == "multiple" or choice["id"] in chosen:
                    shown.locator(f'input[value="{choice["id"]}"]').set_checked(choice["id"] in chosen)
        elif kind == "dropdown":
            shown.locator("select").select_option(next(c["id"] for c in response["choices"] if c["correct"] == right))
        else:
            shown.locator("input").fill(right_text(response) if right else "999")

    def tick(self, item: str, status: str) -> None:
        """Give a checklist step a status."""
        step = self.course.locator(f'mobility-checklist [data-item="{item}"]')
        step.locator(f'input[value="{status}"]').check()
        expect(step).to_have_attribute("data-status", status)

    def close(self) -> None:
        """Close the tab in an orderly way."""
        self.page.close()

    def progress(self) -> str:
        """The progress the learner sees, such as “Progress: 12 %”."""
        return self.course.locator(".progress label").inner_text()

    def lms_state(self) -> dict[str, Any]:
        """What the LMS keeps of this learner, and the SCORM calls it got."""
        with urllib.request.urlopen(f"{self.lms}state/{self.name}", timeout=10) as answer:
            state: dict[str, Any] = json.load(answer)
        return state


def right_text(response: Problem) -> str:
    """A right answer to a number or text question."""
    first = response["answers"][0]
    return str(first.get("text") or first.get("value") or first.get("low"))


def problems_of(contents: list[dict[str, Any]]) -> Iterator[Problem]:
    """The questions of a unit, in order."""
    return (content for content in contents if content["type"] == "problem")
