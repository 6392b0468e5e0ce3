"""Judges our package in Open edX: openedx-scorm-xblock takes it, plays it, publishes grade and completion, resumes it."""

import json
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext

from tests.conformance.environments import XBLOCK
from tests.conformance.packages import Guest, Package, Told, browser, export, hosted, in_each_version
from tests.conformance.verdicts import Check, Judge, expect_equal, expect_true

PINS = ("openedx-scorm-xblock==19.0.5", XBLOCK, "Django==5.2.19")
JQUERY = "lib/python*/site-packages/django/contrib/admin/static/admin/js/vendor/jquery/jquery.min.js"
PATIENCE = 15.0  # seconds for the block's queue of values to reach the platform
STEPS = {
    "insurance-asked": "done",
    "safety-training": "done",
    "equipment-sizes": "not_needed",
    "under-18-rules": "done",
    "mentor-name": "done",
    "emergency-contact": "done",
    "phrases-practised": "done",
    "address-and-112": "done",
    "feeling-bad": "done",
}


class Learner(Guest):
    """A learner in the unit that holds our package."""

    frame = "iframe.scorm-embedded"

    def __init__(self, context: BrowserContext, address: str, package: Package) -> None:
        self.address = address
        super().__init__(context, address, "lena", package.units)

    def work_through(self, units: slice) -> None:
        """Read, watch and answer everything in some units, rightly."""
        for title, problems in self.units[units]:
            self.go(title)
            self.read_unit()
            if self.course.locator("video").count():
                self.watch()
            for index, problem in enumerate(problems):
                self.answer(index, problem, right=True)


VERSIONS = {"scorm12": "SCORM_12", "scorm2004": "SCORM_2004"}


def run(python: Path) -> Iterator[Check]:
    """Judge the package of each version."""
    return in_each_version(judged, python, "openedx_scorm")


def judged(python: Path, work: Path, told: Told) -> Iterator[Check]:
    """Upload, work through the first half, come back, finish, come back again."""
    package = export(work, told.format)
    jquery = next(python.parent.parent.glob(JQUERY))
    with hosted(python, "openedx_host.py", package.zip, work, jquery) as host, browser() as chromium:
        address = host["url"]
        yield from taken(address, told)
        context = chromium.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB")
        context.clock.install()
        yield from played(context, address, package, told)


def taken(address: str, told: Told) -> Iterator[Check]:
    """Yield what Studio made of the upload."""
    state = platform(address)
    yield expect_equal("finds the page to launch", state["index_page_path"], "index.html")
    yield expect_equal("knows its version", state["scorm_version"], VERSIONS[told.format])
    yield expect_equal("warns of nothing", state["package_warnings"], [])


def played(context: BrowserContext, address: str, package: Package, told: Told) -> Iterator[Check]:
    """Yield what the platform holds as a learner works."""
    half = len(package.units) // 2
    lena = Learner(context, address, package)
    lena.work_through(slice(0, half))
    before, title = lena.progress(), lena.heading.inner_text()
    state = settled(address)
    yield expect_equal("half done: the status", state["lesson_status"], "incomplete")
    yield expect_equal("half done: grade published", grades(state), [])
    yield half_way(completions(state), told)
    yield expect_true("half done: state is kept", bool(state["data"].get("cmi.suspend_data")), "no cmi.suspend_data")

    lena.close()
    lena.open()
    yield expect_equal("comes back: the progress", lena.progress(), before)
    yield expect_equal("comes back: the unit", lena.heading.inner_text(), title)

    lena.work_through(slice(half, None))
    for item, status in STEPS.items():
        lena.tick(item, status)
    lena.read_unit()
    yield expect_equal("done: the progress", lena.progress(), "Progress: 100 %")
    state = settled(address)
    yield expect_equal("done: the package's status", said(state, told), told.done)
    yield expect_equal("done: the platform's status", state["lesson_status"], "completed")
    yield expect_equal("done: success", state["success_status"], "passed")
    yield expect_equal("done: grade published last", grades(state)[-1:], [1.0])
    yield expect_equal("done: completion published last", completions(state)[-1:], [1.0])
    yield from only_opened_again(lena, address, told)
    yield expect_equal("errors in the page", lena.errors, [])


def only_opened_again(lena: Learner, address: str, told: Told) -> Iterator[Check]:
    """Yield what a look back at the finished course changes: nothing."""
    before = settled(address)
    lena.close()
    lena.open()
    seen = lena.progress()
    lena.close()
    state = settled(address)
    yield expect_equal("opened again: the progress", seen, "Progress: 100 %")
    for what in ("lesson_status", "success_status", "grade"):
        yield expect_equal(f"opened again: {what} stays", state[what], before[what])
    yield expect_equal("opened again: the package's status stays", said(state, told), told.done)
    yield expect_equal("opened again: nothing worse published", min(grades(state)[-1:], default=1.0), 1.0)


def half_way(seen: list[float], told: Told) -> Check:
    """In 2004 the block publishes the progress it is told as completion; 1.2 has no progress."""
    if told.format == "scorm12":
        return expect_equal("half done: completion published", seen, [])
    rising = seen == sorted(seen) and bool(seen) and 0 < seen[-1] < 1
    return expect_true("half done: completion published", rising, f"not rising, or not below 1: {seen}")


def said(state: dict[str, Any], told: Told) -> dict[str, str | None]:
    """Return what the package told last of its statuses."""
    return {element: state["data"].get(element) for element in told.done}


def grades(state: dict[str, Any]) -> list[float]:
    """Return the grades published so far, each as a share of the most."""
    return [event["value"] / event["max_value"] for kind, event in state["published"] if kind == "grade"]


def completions(state: dict[str, Any]) -> list[float]:
    """Return the completions published so far."""
    return [event["completion"] for kind, event in state["published"] if kind == "completion"]


def settled(address: str) -> dict[str, Any]:
    """Return what the platform knows once nothing more arrives for a second."""
    end, seen = time.monotonic() + PATIENCE, platform(address)
    while time.monotonic() < end:
        time.sleep(1)
        now = platform(address)
        if now == seen:
            break
        seen = now
    return seen


def platform(address: str) -> dict[str, Any]:
    """Return what the platform knows."""
    with urllib.request.urlopen(address + "state", timeout=10) as answer:
        known: dict[str, Any] = json.load(answer)
    return known


JUDGE = Judge("openedx_scorm", PINS, run)
