"""A learner who walks about at random: reads, answers rightly or wrongly, ticks steps, writes notes, claims or does not."""

import re
from random import Random
from typing import Any

from playwright.sync_api import BrowserContext, Error, FrameLocator, Locator, Page

from tests.e2e.apprentice import Apprentice, Problem, problems_of, right_text
from tests.loss.ledger import Answers, Ledger

STATUSES = ("done", "done", "in_hand", "not_needed", "not_yet")
NOTES = ("Ask Ms Koskela", "Bring the letter 📄", "Ring +358 40 123", "<b>later</b> & \u00e4\u00f6", "")
READ_DEVICE = """key => new Promise((resolve, reject) => {
  const opening = indexedDB.open("blended-mobility");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const asking = opening.result.transaction("work").objectStore("work").get(key);
    asking.onsuccess = () => resolve(asking.result?.state ?? "");
  };
})"""
#: How long (milliseconds) the learner waits for anything on the screen.
PATIENCE = 4000
#: How long once all is well again, on a machine that may be slow.
SURELY = 20_000


class Wanderer(Apprentice):
    """One learner in one browser context; ``units`` are the package's, with their contents; ``graded``: titles of
    those that count."""

    def __init__(
        self,
        context: BrowserContext,
        course_url: str,
        units: list[tuple[str, list[dict[str, Any]]]],
        ledger: Ledger,
        dice: Random,
        *,
        graded: frozenset[str],
        framed: bool = True,
    ) -> None:
        self.contents = dict(units)
        self.ledger = ledger
        self.dice = dice
        self.framed = framed
        self.graded = graded
        self.skill = dice.choice((0.5, 0.8, 1.0, 1.0))
        self.units = [(title, list(problems_of(contents))) for title, contents in units]
        self.course_url = course_url
        self.errors: list[str] = []
        self.claimed = False
        self.context = context

    def enter(self, context: BrowserContext | None = None) -> None:
        """Open the course in a new tab; ``context``: after the browser was started again."""
        self.context = context or self.context
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(self.course_url)
        self.course.locator("nav#contents").wait_for()

    @property
    def course(self) -> FrameLocator | Page:  # type: ignore[override]  # a web site has no frame
        """The course: in the LMS's frame, or the page itself."""
        return self.page.frame_locator("#course") if self.framed else self.page

    def keep_here(self, *, possible: bool) -> None:
        """Choose to keep the work on this device; where that is not possible, the course must say so."""
        button = self.course.get_by_role("button", name="Keep my work on this device")
        kept = self.course.get_by_text("Your work is kept on this device.").first
        if not possible:
            self.course.get_by_text("This browser can't keep anything for this course.").wait_for()
        elif not kept.is_visible():
            button.click()
            kept.wait_for()

    def device_state(self, package: str) -> str:
        """The state in the browser's own database."""
        state: str = self.page.evaluate(READ_DEVICE, f"mobility:{package}:device:profile")
        return state

    def something(self) -> None:
        """Do one thing of what there is to do."""
        kinds = [
            self.walk,
            self.one_answer,
            self.one_answer,
            self.one_answer,
            self.linger,
            self.one_step,
            self.one_step,
        ]
        self.dice.choice(kinds)()

    def pass_gate(self) -> None:
        """Answer every question of the graded units rightly, one after the other; then open the steps."""
        for title, problems in self.units:
            if title in self.graded:
                self.attempt(self.show, title)
                for index, problem in enumerate(problems):
                    self.attempt(self.submit_rightly, index, problem)
        for title, contents in self.contents.items():
            if any(content["type"].startswith("mobility_") for content in contents):
                self.attempt(self.show, title)

    def submit_rightly(self, index: int, problem: Problem) -> None:
        """Answer one question rightly and wait until that is said."""
        self.submit(index, problem, right=True)
        self.problem(index).locator(".result").first.wait_for()

    def walk(self) -> None:
        """Open some unit that is not locked."""
        button = self.unit_button(self.dice.choice(list(self.contents)))
        if "Locked" not in (button.text_content() or ""):
            button.click()

    def unit_button(self, title: str) -> Locator:
        """The unit's place in the outline; a title may be part of another."""
        buttons = self.course.locator("nav#contents button.unit-link")
        return buttons.filter(has=self.page.locator(f'xpath=.//span[normalize-space(.)="{title}"]')).first

    def show(self, title: str) -> None:
        """Open a unit and wait for its content."""
        self.unit_button(title).click()
        self.course.locator("#heading", has_text=title).wait_for()
        self.course.locator("section.leaf, .locked").first.wait_for()

    def linger(self) -> None:
        """Look at some leaf for a moment."""
        leaves = self.course.locator("section.leaf")
        count = leaves.count()
        if count:
            leaves.nth(self.dice.randrange(count)).scroll_into_view_if_needed()
            self.page.wait_for_timeout(self.dice.choice((100, 300, 600)))

    def title(self) -> str:
        """The open unit's title."""
        return self.course.locator("#heading").inner_text().strip()

    def one_answer(self) -> None:
        """Answer a question of the open unit."""
        problems = dict(self.units).get(self.title(), [])
        if problems:
            index = self.dice.randrange(len(problems))
            self.submit(index, problems[index], right=self.dice.random() < self.skill)

    def submit(self, index: int, problem: Problem, *, right: bool) -> None:
        """Fill in an answer that differs from the last one and press the button; then wait for feedback, or do not."""
        shown = self.problem(index)
        button = shown.get_by_role("button", name="Check my answer")
        if not button.count():
            return
        answers, correct = self.choose(problem, right=right)
        for place, (response, answer) in enumerate(zip(responses(problem), answers, strict=True)):
            self.put(shown.locator(".response").nth(place), response, answer)
        self.ledger.submitting(problem["id"], answers, correct)
        button.click()
        if self.dice.random() < 0.7:
            shown.locator(".result").first.wait_for(timeout=1500)

    def choose(self, problem: Problem, *, right: bool) -> tuple[Answers, list[bool]]:
        """Return an answer as the page shows it, and whether each part of it is right."""
        before = [each.answers for each in self.ledger.submissions.get(problem["id"], [])]
        for _ in range(20):
            chosen = [one_of(response, self.dice, right=right) for response in responses(problem)]
            answers, correct = [answer for answer, _ in chosen], [good for _, good in chosen]
            if answers not in before[-1:] and answers != self.held(problem["id"]):
                break
            right = self.dice.random() < 0.5
        return answers, correct

    def held(self, problem: str) -> Answers | None:
        """The answer the course shows now."""
        place = self.ledger.held.get(problem)
        return None if place is None else self.ledger.submissions[problem][place].answers

    def put(self, shown: Locator, response: Problem, answer: str | list[str]) -> None:
        """Make the controls of one response show this answer."""
        if isinstance(answer, list):
            for choice in response["choices"]:
                if response["kind"] == "multiple" or choice["id"] in answer:
                    shown.locator(f'input[value="{choice["id"]}"]').set_checked(choice["id"] in answer)
        elif response["kind"] == "dropdown":
            shown.locator("select").select_option(answer)
        else:
            shown.locator("input").fill(answer)

    def one_step(self) -> None:
        """Set a step of the checklist, or write a note to it; without a checklist here, go on."""
        steps = self.course.locator("mobility-checklist li.item")
        count = steps.count()
        if not count:
            return self.one_answer()
        step = steps.nth(self.dice.randrange(count))
        item = step.get_attribute("data-item") or ""
        if self.dice.random() < 0.75:
            status = self.dice.choice(STATUSES)
            self.ledger.asking((item, "status"), "" if status == "not_yet" else status)
            return step.locator(f'input[value="{status}"]').check()
        return self.write(step, item, self.dice.choice(NOTES))

    def write(self, step: Locator, item: str, note: str) -> None:
        """Write a private note and leave the field."""
        if not step.locator("textarea").is_visible():
            step.locator("summary").click()
        self.ledger.asking((item, "note"), note)
        step.locator("textarea").fill(note)
        step.locator("textarea").blur()

    def try_claim(self, code: str, patience: int = 2000) -> None:
        """Type the claim code, if it is asked for; True afterwards when it was taken."""
        field = self.course.get_by_label("Code", exact=True)
        if field.count() and field.is_visible():
            field.fill(code)
            self.course.get_by_role("button", name="Report my progress", exact=True).click()
            field.wait_for(state="detached", timeout=patience)
        self.claimed = True

    def claim_now(self, code: str) -> None:
        """Claim, if that is still to do: the course says which as soon as it has read where to report to."""
        field = self.course.get_by_label("Code", exact=True)
        reporting = self.course.locator("header p.status", has_text=re.compile("Report|Waiting for network"))
        field.or_(reporting).first.wait_for(timeout=SURELY)
        self.try_claim(code, patience=SURELY)

    def look(self) -> dict[str, Any]:
        """What the open unit shows, as watch.js reads it."""
        look: dict[str, Any] = self.course.locator("#player").evaluate("() => window.lookedAt()")
        return look

    def attempt(self, work: Any, *arguments: Any) -> bool:
        """Do it; False when the disaster (or the page) did not let it happen."""
        try:
            work(*arguments)
        except Error:
            return False
        return True


def responses(problem: Problem) -> list[Problem]:
    """The parts that are answered."""
    return [part for part in problem["parts"] if part["kind"] != "html"]


def one_of(response: Problem, dice: Random, *, right: bool) -> tuple[str | list[str], bool]:
    """Return an answer to one response as its controls show it, and whether it is right."""
    kind = response["kind"]
    if kind in ("number", "text"):
        return (right_text(response), True) if right else (str(dice.randrange(7000, 9999)), False)
    good = {choice["id"] for choice in response["choices"] if choice["correct"]}
    every = [choice["id"] for choice in response["choices"]]
    if kind != "multiple":
        chosen = dice.choice([choice for choice in every if (choice in good) == right] or every)
        return (chosen if kind == "dropdown" else [chosen]), chosen in good
    some = sorted(good) if right else sorted(dice.sample(every, dice.randint(1, len(every))))
    return some, set(some) == good
