"""One run: a learner works, a disaster strikes, the learner comes back, and everything is compared."""

import shutil
import tempfile
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Error, Playwright

from tests.loss import figures
from tests.loss.bench import Bench
from tests.loss.browser import Chromium
from tests.loss.disasters import Disaster, Scene, close_tab, kill
from tests.loss.figures import Standing
from tests.loss.formats import Host, Kept
from tests.loss.learner import Wanderer
from tests.loss.ledger import Ledger, Submission, Witness

WATCH = (Path(__file__).parent / "page" / "watch.js").read_text()
#: Seconds until everything must be saved and reported once all is well again.
QUIET = 40


@dataclass
class Outcome:
    """What one run found. ``expected`` and ``passes`` are compared with the record when all runs of a bench are done."""

    seed: int
    format: str
    host: str
    disaster: str
    shown: int = 0
    lost: list[str] = field(default_factory=list)
    status: list[str] = field(default_factory=list)
    illegal: list[str] = field(default_factory=list)
    record: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    expected: dict[str, int] | None = None
    passes: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        """True when nothing was found."""
        return not (self.lost or self.status or self.illegal or self.record or self.errors)


def name_of(seed: int) -> str:
    """The learner of a run, as the record knows them."""
    return f"L{seed}"


class Run:
    """One seeded run on a bench. ``pace`` scales how long the learner works before something happens."""

    def __init__(self, playwright: Playwright, bench: Bench, seed: int, pace: float = 1.0) -> None:
        self.playwright = playwright
        self.bench = bench
        self.pace = pace
        self.dice = Random(seed)
        hosts = bench.format.hosts
        disasters = bench.format.disasters
        self.disaster: Disaster = disasters[seed % len(disasters)]
        self.host_name = hosts[(seed + seed // len(disasters)) % len(hosts)]
        self.outcome = Outcome(seed, bench.format.name, self.host_name, self.disaster.name)
        problems = {title: [c["id"] for c in contents if c["type"] == "problem"] for title, contents in bench.units}
        self.ledger = Ledger(problems)
        #: Without an LMS and without storage nothing is promised, and the learner is told so.
        self.promised = bench.format.lms or self.disaster.storage
        #: Half of the learners come to the steps behind the gate before anything happens.
        self.diligent = self.dice.random() < 0.5
        self.claims = self.promised and self.dice.random() < 0.75
        self.code = bench.codes[name_of(seed)]

    def play(self) -> Outcome:
        """Do all of it."""
        started = time.monotonic()
        witness = Witness()
        witness.ledger = self.ledger
        witness.begin()
        self.host: Host = self.bench.format.serve(self.host_name, self.bench.files)
        self.folder = Path(tempfile.mkdtemp(prefix="loss-profile-"))
        self.script = WATCH.replace("LEDGER", witness.url)
        try:
            self._play()
        except Error as error:
            self.outcome.errors.append(f"the course could not be used afterwards: {error}"[:500])
        finally:
            self.browser.end()
            self.host.end()
            witness.end()
            shutil.rmtree(self.folder, ignore_errors=True)
        self.outcome.lost += self.ledger.lost
        self.outcome.shown = self.ledger.answers_shown
        self.outcome.seconds = time.monotonic() - started
        return self.outcome

    def _play(self) -> None:
        home = self.browser = self._computer("home")
        self.browser.start()
        self.learner = Wanderer(
            self.browser.context,
            self.host.course_url,
            self.bench.units,
            self.ledger,
            self.dice,
            graded=frozenset(u.title for s in self.bench.package.subsections if s.graded for u in s.units),
            framed=self.bench.format.lms,
        )
        if self.diligent:
            self._first_visit()
        for visit in range(self.dice.randint(1, 3)):
            if visit and self.disaster.elsewhere:
                self.browser.end()
                self.browser = home if self.browser is not home else self._computer("elsewhere")
                self.browser.start()
            self._visit()
        self._come_back()

    def _first_visit(self) -> None:
        """All goes well, until the end of it."""
        self.learner.enter(self.browser.context)
        if not self.bench.format.lms:
            self.learner.keep_here(possible=self.promised)
        if self.claims and self.dice.random() < 0.5:
            self.learner.attempt(self.learner.try_claim, self.code)
        self.learner.pass_gate()
        self.dice.choice((close_tab, kill))(self._scene())

    def _scene(self) -> Scene:
        return Scene(self.browser, self.host.faults, self.bench.front.faults, self.dice)

    def _computer(self, name: str) -> Chromium:
        return Chromium(self.playwright.chromium, self.folder / name, self.script, storage=self.disaster.storage)

    def _visit(self) -> None:
        if not self.browser.running:
            self.browser.end()
            self.browser.start()
        scene = self._scene()
        if self.learner.attempt(self.learner.enter, self.browser.context) and not self.bench.format.lms:
            self.learner.keep_here(possible=self.promised)
        timer = threading.Timer(self.dice.uniform(0.1, 5.0) * self.pace, self._strike, [scene])
        timer.start()
        self._work(scene)
        timer.join()
        scene.heal()
        if not scene.over:
            self._work_on(scene)

    def _strike(self, scene: Scene) -> None:
        self.disaster.strike(scene)
        scene.struck = True

    def _work(self, scene: Scene) -> None:
        """Until the disaster has struck, and for a while after it; then the learner may give up, too."""
        claim_at = self.dice.randrange(6) if self.claims else None
        struck = 0.0
        after = self.dice.uniform(0.3, 4.0) * self.pace
        for number in range(2000):
            if scene.struck and struck == 0.0:
                struck = time.monotonic()
            if scene.over or (struck and time.monotonic() - struck > after):
                break
            if number == claim_at:
                self.learner.attempt(self.learner.try_claim, self.code)
            if not self.learner.attempt(self.learner.something):
                time.sleep(0.05)
        if not scene.over:
            self.dice.choice((lambda _: None, close_tab, kill))(scene)

    def _work_on(self, scene: Scene) -> None:
        """All is well again while the course stayed open."""
        end = time.monotonic() + self.dice.uniform(0, 3) * self.pace
        while time.monotonic() < end:
            self.learner.attempt(self.learner.something)
        self.dice.choice((close_tab, kill))(scene)

    def _come_back(self) -> None:
        """The course is opened once more and left open until it is quiet; then everything is compared."""
        if not self.browser.running:
            self.browser.end()
            self.browser.start()
        learner = self.learner
        learner.enter(self.browser.context)
        if not self.bench.format.lms:
            learner.keep_here(possible=self.promised)
        if not self.promised:
            self.ledger.lost.clear()
            return
        if self.claims:
            learner.claim_now(self.code)
        for title in self.ledger.touched_units():
            self._look_at(title)
        shown = self._settle()
        kept = None if self.bench.format.lms else Kept("", None, learner.device_state(self.bench.package.id))
        learner.page.close()
        self.browser.end()
        time.sleep(0.2)
        self.outcome.illegal = self.host.illegal()
        self.outcome.errors += learner.errors
        self._compare(kept or self.host.kept(), shown)

    def _look_at(self, title: str) -> None:
        """Open the unit; what is submitted must be on the screen (it may take a moment to be drawn)."""
        self.learner.show(title)
        wanted = [problem in self.ledger.held for problem in self.ledger.units[title]]
        look: dict[str, Any] = {}
        for _ in range(30):
            look = self.learner.look()
            if all(shown is not None for shown, want in zip(look["problems"], wanted, strict=False) if want):
                break
            self.learner.page.wait_for_timeout(100)
        self.ledger.compare_screen(title, look)

    def _settle(self) -> int:
        """Wait until nothing moves any more and all is kept and reported; return the progress that is shown."""
        status = self.learner.course.locator("header p.status")
        words = ["Saved", *(["Reported"] if self.claims else [])]
        end = time.monotonic() + QUIET
        before = None
        while (now := (self._progress(), all(word in status.inner_text() for word in words))) != before or not now[1]:
            if time.monotonic() > end:
                self.outcome.errors.append(f"never quiet: {status.inner_text()}")
                break
            before = now
            self.learner.page.wait_for_timeout(600)  # a text that is being read counts after 150 ms
        return now[0]

    def _progress(self) -> int:
        return int(self.learner.course.locator("#course-progress").get_attribute("value") or 0)

    def _compare(self, kept: Kept, shown: int) -> None:
        """Hold the LMS against the ledger, and work out what the record must say."""
        state = self.bench.codec.learner(kept.state)
        leaves = state["leaves"]
        self.ledger.compare_state(leaves)
        package = self.bench.package
        standing = standing_of(self.ledger, leaves)
        progress = figures.progress(package, standing)
        if shown != progress:
            self.outcome.lost.append(f"progress is shown as {shown}, not {progress}")
        if progress < self.ledger.progress:
            self.outcome.lost.append(f"progress was {self.ledger.progress} and is {progress}")
        gates = set(state["gates"])
        histories = [replayed(self.bench, standing, history) for history in self._histories(leaves)]
        status = kept.status if self.bench.format.lms else state["status"]
        if (status == "passed", gates) not in histories:
            self.outcome.status.append(f"{status}, gates {gates}; expected one of {histories}")
        if self.ledger.gates and not gates:
            self.outcome.lost.append("a gate that was passed is closed")
        if self.bench.format.lms:
            self._compare_score(kept, standing, progress)
        if self.claims:
            self._expect(standing, gates)

    def _compare_score(self, kept: Kept, standing: Standing, progress: int) -> None:
        package = self.bench.package
        graded = [leaf.id for s in package.subsections if s.graded for u in s.units for leaf in u.leaves if leaf.points]
        score = figures.grade(package, standing) / 10 if any(leaf in standing.correct for leaf in graded) else None
        if (kept.score is None) != (score is None) or abs((kept.score or 0) - (score or 0)) > 0.001:
            self.outcome.status.append(f"LMS: score {kept.score}, not {score}")
        if kept.status not in ("passed", "incomplete" if self.bench.format.name == "scorm12" else "unknown"):
            self.outcome.status.append(f"LMS: status {kept.status}")
        if kept.extra and (progress or kept.extra["progress"]):  # who has done nothing has told the LMS nothing yet
            complete = "completed" if progress == 1000 else "incomplete"
            if (kept.extra["completion"], round(float(kept.extra["progress"]) * 1000)) != (complete, progress):
                self.outcome.status.append(f"LMS: {kept.extra}, expected {complete}, {progress}")

    def _expect(self, standing: Standing, gates: set[str]) -> None:
        package = self.bench.package
        self.outcome.expected = {
            "progress": figures.progress(package, standing),
            "grade": figures.grade(package, standing),
            **{
                f"gate:{gate.id}": max(
                    gate.minimum if gate.id in gates else 0, figures.gate_score(package, gate, standing)
                )
                for gate in package.gates
            },
        }
        self.outcome.passes = [gate.block for gate in package.gates if gate.id in gates]

    def _histories(self, leaves: dict[str, Any]) -> list[list[Submission]]:
        """The courses things can have taken: without, or with, the answers nobody saw feedback of.

        How often the course counts an answer tells for most of them whether they were kept.
        """
        certain = self.ledger.history(certain=True)
        unsure = {p for p in self.ledger.held if leaves.get(p, {}).get("attempts", 0) > self.ledger.attempts(p)[0]}
        every = [each for each in self.ledger.history(certain=False) if each in certain or each.problem in unsure]
        return [certain, every]


def standing_of(ledger: Ledger, leaves: dict[str, Any]) -> Standing:
    """Right answers from the ledger; texts, films and steps that are done as the LMS keeps them."""
    done = {leaf for leaf, record in leaves.items() if record["kind"] == "seen" or record.get("complete")}
    readiness = {leaf: record["score"] or 0 for leaf, record in leaves.items() if record["kind"] == "block"}
    return Standing(ledger.final(), done | set(ledger.held), readiness)


def replayed(bench: Bench, standing: Standing, history: list[Submission]) -> tuple[bool, set[str]]:
    """Whether the course was passed at some time, and which gates: both are never taken back."""
    now = replace(standing, correct={})
    through, gates = False, set[str]()
    for each in history:
        now = replace(now, correct={**now.correct, each.problem: each.correct})
        gates |= {g.id for g in bench.package.gates if figures.gate_score(bench.package, g, now) >= g.minimum}
        through = through or figures.passed(bench.package, now, gates)
    return through, gates
