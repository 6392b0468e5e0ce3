"""Judges our package in scormhost, an LMS from PyPI: it takes it, launches it, keeps its state, resumes it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext

from tests.conformance.packages import Guest, Package, Told, browser, export, hosted, in_each_version
from tests.conformance.verdicts import Check, Judge, expect_equal, expect_true

PINS = ("scormhost==0.1.0", "fastapi==0.165.0", "uvicorn==0.54.0", "python-multipart==0.0.34", "SQLAlchemy==2.1.9")
TEACHER = {
    "email": "teacher@example.org",
    "username": "teacher",
    "display_name": "A teacher",
    "password": "a long password for a judge",
}
QUESTIONS = 2


class Learner(Guest):
    """A learner in scormhost's player."""

    frame = "#scormhost-content"

    def __init__(self, context: BrowserContext, address: str, package: Package) -> None:
        self.address = address
        super().__init__(context, address, "guest", package.units)


def run(python: Path) -> Iterator[Check]:
    """Judge the package of each version."""
    return in_each_version(judged, python, "scormhost")


def judged(python: Path, work: Path, told: Told) -> Iterator[Check]:
    """Upload as a teacher, answer two questions as a guest, look at what is kept, come back."""
    package = export(work, told.format)
    with hosted(python, "scormhost_host.py", work / "data") as host, browser() as chromium:
        uploaded = upload(chromium.new_context(base_url=host["url"]), package)
        launches = uploaded["manifest"]["launches"]
        yield expect_equal("finds the page to launch", [one["href"] for one in launches], ["index.html"])
        context = chromium.new_context(base_url=host["url"], locale="en-GB")
        yield from played(context, host["url"], uploaded["id"], package, told)


def upload(context: BrowserContext, package: Package) -> dict[str, Any]:
    """Return what scormhost says about the zip; raises `RuntimeError` when it refuses it."""
    registered = context.request.post("/api/auth/register", data=TEACHER)
    upload = {"name": package.zip.name, "mimeType": "application/zip", "buffer": package.zip.read_bytes()}
    answer = context.request.post("/api/packages", multipart={"file": upload})  # type: ignore[dict-item]
    if not answer.ok:
        raise RuntimeError(f"scormhost refuses the package: {registered.status}, {answer.status} {answer.text()[:300]}")
    taken: dict[str, Any] = answer.json()
    return taken


def played(context: BrowserContext, url: str, name: str, package: Package, told: Told) -> Iterator[Check]:
    """Yield what is kept of two answers, and what a learner finds who comes back."""
    guest = Learner(context, f"{url}/launch/{name}", package)
    title, problems = next((title, problems) for title, problems in package.units if len(problems) >= QUESTIONS)
    guest.go(title)
    for index, problem in enumerate(problems[:QUESTIONS]):
        guest.answer(index, problem, right=index == 0)
    before = guest.progress()
    guest.page.wait_for_timeout(500)  # its API writes in the background
    guest.close()

    kept = context.request.get(f"/api/scorm/{name}/cmi?launch=index.html").json()["elements"]
    state = kept.get("cmi.suspend_data", "")
    yield expect_true("keeps our state", re.match(r"[12]\.", state) is not None, f"cmi.suspend_data is {state[:40]!r}")
    yield expect_equal("keeps the status", {element: kept.get(element) for element in told.half}, told.half)
    yield expect_equal("will resume", kept.get(told.exit), "suspend")

    guest.open()
    yield expect_equal("comes back: the unit", guest.heading.inner_text(), title)
    yield expect_equal("comes back: the progress", guest.progress(), before)
    verdicts = [guest.problem(index).locator(".result .word").first.inner_text().strip() for index in range(QUESTIONS)]
    yield expect_equal("comes back: the answers", verdicts, ["Right", "Not right yet"])
    yield expect_equal("errors in the page", guest.errors, [])


JUDGE = Judge("scormhost", PINS, run)
