"""Goes through a package in Chromium, unit by unit with the player's own “Next”, as a learner would; clicks nothing else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from playwright.sync_api import BrowserContext, Frame, Page

from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import MiniLms, read_package
from tests.conformance.witness import Witness
from tests.scorm_export.site import WebSite

LEARNER = "lena"
MOST_QUIET = 10_000  # milliseconds to wait for a page's last answer
READ = """() => {
  const here = document.querySelector("#contents [aria-current=page]");
  return {
    index: [...document.querySelectorAll("#contents .units .unit-link")].indexOf(here),
    units: document.querySelectorAll("#contents .units .unit-link").length,
    heading: document.querySelector("#heading")?.innerText.trim() ?? "",
    leaves: document.querySelectorAll("section.leaf").length,
    placeholders: document.querySelectorAll("section.leaf-placeholder").length,
    choices: document.querySelectorAll("section.leaf-problem input[type=radio]").length,
    missing: [...document.querySelectorAll("main .notice[role=alert], player-block .notice")].map(e => e.innerText.trim()),
    progress: document.querySelector(".progress label")?.innerText.trim() ?? "",
    done: [...document.querySelectorAll("#contents .section-title .count, #contents .unit-link .mark")].map(e => e.innerText.trim()),
    verdicts: [...document.querySelectorAll("main .result .word")].map(e => e.innerText.trim()),
  };
}"""
TITLES = """() => [...document.querySelectorAll("#contents .units .unit-link > span:first-child")].map(e => e.innerText.trim())"""
# Everything comes into sight once, so that what loads late loads.
SCROLL = """async () => {
  const pause = () => new Promise(done => setTimeout(done, 60));
  const page = document.scrollingElement;
  for (let y = 0; y < page.scrollHeight && y < 40000; y += innerHeight) { page.scrollTo(0, y); await pause(); }
  page.scrollTo(0, 0);
  await pause();
}"""


@dataclass(frozen=True)
class Seen:
    """What stood on the screen when a unit was open. ``missing``: notes that something did not load; ``done``: the outline's counts."""

    index: int
    units: int
    heading: str
    leaves: int
    placeholders: int
    choices: int
    missing: tuple[str, ...]
    progress: str
    done: tuple[str, ...]
    verdicts: tuple[str, ...]


@dataclass(frozen=True)
class Served:
    """A package on a server: the address a learner opens, the package's own root, the LMS when it needs one."""

    address: str
    root: str
    lms: MiniLms | None = None

    @property
    def page(self) -> str:
        """The course's page by itself, without an LMS around it."""
        return f"{self.root}index.html"

    def kept(self) -> dict[str, Any]:
        """Return what the LMS keeps of the learner; nothing without an LMS."""
        return self.lms.gradebook.cmi(LEARNER) if self.lms else {}


@contextmanager
def served(package: Path) -> Iterator[Served]:
    """Serve a SCORM package in the mini LMS, a web site on any server with a strict policy."""
    files = read_package(package)
    if "imsmanifest.xml" in files:
        with in_lms(files) as place:
            yield place
        return
    with TemporaryDirectory() as folder:
        site = WebSite(Path(folder))
        root = site.put(package, "course")
        try:
            yield Served(f"{root}index.html", root)
        finally:
            site.stop()


@contextmanager
def in_lms(files: dict[str, bytes]) -> Iterator[Served]:
    """Serve a package's files in the mini LMS; a web site gets an address of its own there, and no policy."""
    lms = MiniLms(("127.0.0.1", 0), files, Gradebook())
    Thread(target=lms.serve_forever, daemon=True).start()
    site = f"{lms.url.rstrip('/')}{lms.site}"
    try:
        yield Served(site, site) if lms.site else Served(f"{lms.url}launch/{LEARNER}", f"{lms.url}package/", lms)
    finally:
        lms.shutdown()
        lms.server_close()


@dataclass
class Tour:
    """One visit after the other of the same learner in one browser context."""

    context: BrowserContext
    served: Served
    witness: Witness = field(init=False)
    page: Page = field(init=False)
    titles: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.witness = Witness(self.context, self.served.root)

    def open(self) -> Seen:
        """Open the course, as after any break, and return what is shown once it is there."""
        self.page = self.context.new_page()
        self.page.goto(self.served.address)
        seen = self._arrived(None)
        self.titles = self.course.evaluate(TITLES)
        self.witness.where = self._where(seen.index)
        return seen

    def close(self) -> None:
        """Leave in an orderly way: the page learns of it and tells the LMS."""
        self.page.close()

    @property
    def course(self) -> Frame:
        """The frame with the player."""
        if self.served.lms is None:
            return self.page.main_frame
        frame = self.page.locator("#course").element_handle().content_frame()
        assert frame is not None
        return frame

    def units(self) -> Iterator[Seen]:
        """Yield what each unit shows from the open one on, each scrolled through, until there is no “Next”."""
        seen = self._arrived(None)
        while True:
            self.settle()
            yield Seen(**{**vars(self.look()), "index": seen.index})
            following = self.course.locator("nav.steps button.primary")
            if not following.count():
                return
            self.witness.where = self._where(seen.index + 1)
            following.click()
            seen = self._arrived(seen.index + 1)

    def go(self, index: int) -> Seen:
        """Open the n-th unit from the outline; the first is 0."""
        self.witness.where = self._where(index)
        self.course.locator("#contents .units .unit-link").nth(index).click()
        return self._arrived(index)

    def look(self) -> Seen:
        """Return what stands on the screen."""
        found: dict[str, Any] = self.course.evaluate(READ)
        lists = {name: tuple(value) for name, value in found.items() if isinstance(value, list)}
        return Seen(**(found | lists))

    def settle(self) -> None:
        """Scroll through the unit and wait until nothing is being fetched any more."""
        self.course.evaluate(SCROLL)
        calm = 0
        for _ in range(MOST_QUIET // 50):
            self.page.wait_for_timeout(50)
            calm = 0 if self.witness.busy else calm + 1
            if calm >= 6:
                return

    def _arrived(self, index: int | None) -> Seen:
        """Wait until the unit (any unit) is there with its content, or says why not."""
        course = self.course
        course.wait_for_function(
            """index => {
              const links = [...document.querySelectorAll("#contents .units .unit-link")];
              const here = links.findIndex(link => link.getAttribute("aria-current") === "page");
              return here >= 0 && (index === null || here === index)
                && document.querySelector("main .leaves, main .locked, main .notice[role=alert]") !== null;
            }""",
            arg=index,
        )
        return self.look()

    def _where(self, index: int) -> str:
        return f"unit {index + 1} “{self.titles[index]}”"


def file_name(index: int, heading: str) -> str:
    """Return a name for a picture of the n-th unit."""
    return f"{index + 1:03}-{re.sub(r'[^a-z0-9]+', '-', heading.lower()).strip('-')[:60] or 'unit'}.png"
