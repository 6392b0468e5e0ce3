"""The demo course's pages in a real browser: each unit shown, nothing fails, nobody else is asked, work is resumed."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ViewportSize
from playwright.sync_api import Error as PlaywrightError

from tests.conformance.packages import browser
from tests.conformance.tour import Seen, Served, Tour, served
from tests.conformance.verdicts import Check, expect_equal, expect_true
from tests.conformance.witness import FLAGS
from tests.e2e.axe import violations_in

SCREEN: ViewportSize = {"width": 1200, "height": 900}
AXE_SAMPLE = 12
# What authors wrote: texts in the page, texts they hand to our elements, and what runs in frames.
AUTHORS = (".author", "[slot]", "iframe")
READING = 5500  # milliseconds until a text counts as read (contract 3)
KEEP = "Keep my work on this device"


Units = Sequence[dict[str, Any]]
Picks = dict[str, int]


def looked_at(package: Path, units: Units, picks: Picks, *, axe: bool) -> Iterator[Check]:
    """Open every unit, then leave half-way and come back. ``units`` are the outline's, ``picks`` how many are drawn."""
    with browser(*FLAGS) as chromium:
        with served(package) as place:
            visited: list[Seen] = []
            yield from toured(chromium, place, units, picks, visited, axe=axe)
        question = next((seen.index for seen in visited if seen.choices), None)
        try:
            with served(package) as place:
                yield from resumed(chromium, place, question)
        except PlaywrightError as error:
            yield Check("comes back", str(error)[:600])


def toured(
    chromium: Browser, place: Served, units: Units, picks: Picks, visited: list[Seen], *, axe: bool
) -> Iterator[Check]:
    """Yield what is wrong with each unit, from the first to the last; fills ``visited``."""
    context = chromium.new_context(viewport=SCREEN, locale="en-GB")
    tour = Tour(context, place)
    sample = sampled(len(units)) if axe else set()
    try:
        tour.open()
        for seen in (*tour.units(), *beside(tour, units)):
            visited.append(seen)
            yield from shown(seen, units[seen.index], picks)
            if seen.index in sample:
                yield expect_equal(f"axe, unit {seen.index + 1}", violations_in(tour.course, *AUTHORS), [])
        tour.close()
    except PlaywrightError as error:
        yield Check(f"goes on from {tour.witness.where}", str(error)[:600])
    yield expect_equal("every unit was open", [seen.index for seen in visited], list(range(len(units))))
    yield from heard(tour)
    yield expect_equal("calls the LMS refused", refused(place), [])
    context.close()


def sampled(count: int) -> set[int]:
    """Return the places of a dozen units, spread over the course, the first and the last among them."""
    return {round(index * (count - 1) / (AXE_SAMPLE - 1)) for index in range(AXE_SAMPLE)}


def beside(tour: Tour, units: Units) -> Iterator[Seen]:
    """Open the pages beside the course, which no “Next” leads to."""
    for index, unit in enumerate(units):
        if is_beside(unit):
            tour.go(index)
            tour.settle()
            yield Seen(**{**vars(tour.look()), "index": index})


def is_beside(unit: dict[str, Any]) -> bool:
    """True for updates, handouts and the like: what a course has beside its units."""
    return str(unit["id"]).startswith("pages/")


def picks_of(outline: dict[str, Any]) -> Picks:
    """Return how many each learner draws from each pool."""
    return {pool["id"]: pool["pick"] for pool in outline["pools"]}


def parts_of(unit: dict[str, Any], picks: Picks) -> int:
    """Return how many parts a learner sees: not texts that hold programs alone, and of a pool what was drawn."""
    leaves = [
        leaf for leaf in unit["leaves"] if is_beside(unit) or leaf["type"] != "html" or leaf["complete"] != "never"
    ]
    pools = {each["pool"] for leaf in leaves for each in leaf.get("when", ()) if "pool" in each}
    return sum(not leaf.get("when") for leaf in leaves) + sum(picks[pool] for pool in pools)


def shown(seen: Seen, unit: dict[str, Any], picks: Picks) -> Iterator[Check]:
    """Yield whether the unit's heading and each of its parts are on the page; placeholders are counted as accepted."""
    name = f"unit {seen.index + 1} “{unit['title']}”"
    yield expect_equal(f"{name}: heading", " ".join(seen.heading.split()), " ".join(unit["title"].split()))
    yield expect_equal(f"{name}: parts", seen.leaves, parts_of(unit, picks))
    yield expect_equal(f"{name}: did not load", list(seen.missing), [])
    notes = sum(leaf["type"] == "placeholder" for leaf in unit["leaves"])
    yield expect_equal(f"{name}: placeholders", seen.placeholders, notes)
    yield from (Check(f"{name}: a placeholder", accepted="placeholder") for _ in range(seen.placeholders))


def heard(tour: Tour) -> Iterator[Check]:
    """Yield every fault as a failed check, and what goes wrong in an author's own frames as accepted ones."""
    faults = tour.witness.of("fault")
    yield expect_true("nothing fails in the browser", not faults, f"{len(faults)} faults, see below")
    yield from (Check(fault.where, fault.what) for fault in faults)
    for kind in ("author-script", "author-blocked"):
        for one in tour.witness.of(kind):
            print(f"{kind}: {one.where}: {one.what}")
            yield Check(f"{one.where}: {one.what}", accepted=kind)


def refused(place: Served) -> list[Any]:
    """Return the SCORM calls that a strict LMS refused; 403 in 2004 only says that nothing was written yet."""
    calls = place.lms.gradebook.calls("lena") if place.lms else []
    return [call for call in calls if call[3] != "0" and not (call[0] == "GetValue" and call[3] == "403")]


def resumed(chromium: Browser, place: Served, question: int | None) -> Iterator[Check]:
    """Answer a question, read two units, leave, come back: the same unit, the same state."""
    context = chromium.new_context(viewport=SCREEN, locale="en-GB")
    tour = Tour(context, place)
    unopened = told(tour.open())
    if place.lms is None:
        tour.page.get_by_role("button", name=KEEP).click()
    verdicts = answered(tour, question)
    for index in (1, 2):
        tour.go(index)
        tour.page.wait_for_timeout(READING)
    before, kept = told(tour.look()), suspended(place)
    tour.close()
    again = tour.open()
    yield expect_equal("comes back: unit, progress, what is done", told(again), before)
    yield expect_true("comes back: something was done", before != unopened, "nothing has changed by the visit")
    tour.page.wait_for_timeout(1000)
    yield expect_equal("comes back: what the LMS keeps", suspended(place), kept)
    if question is not None:
        tour.go(question)
        yield expect_equal("comes back: the answer", tour.look().verdicts, verdicts)
    yield expect_equal("comes back: faults", [f"{one.where}: {one.what}" for one in tour.witness.of("fault")], [])
    context.close()


def answered(tour: Tour, question: int | None) -> tuple[str, ...]:
    """Choose the first answer of the first question with choices; return what the player says of it."""
    if question is None:
        return ()
    tour.go(question)
    problem = tour.course.locator("section.leaf-problem:has(input[type=radio])").first
    problem.locator("input[type=radio]").first.check()
    problem.get_by_role("button", name="Check my answer").click()
    problem.locator(".result .word").first.wait_for()
    return tour.look().verdicts


def told(seen: Seen) -> tuple[object, ...]:
    """Return what must be the same when a learner comes back."""
    return seen.index, seen.heading, seen.progress, seen.done


def suspended(place: Served) -> str:
    """Return the state the LMS keeps."""
    return str(place.kept().get("suspend_data", ""))
