"""What goes wrong: each strikes from another thread, in the middle of whatever the learner does."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.loss.browser import Chromium
from tests.loss.faults import Faults


@dataclass
class Scene:
    """What a disaster can get hold of."""

    browser: Chromium
    lms: Faults
    record: Faults
    dice: Random
    struck: bool = False
    #: The tab or the browser is gone: nothing more can be done in this visit.
    over: bool = False

    def heal(self) -> None:
        """Everything works again."""
        self.lms.set("")
        self.record.set("")


@dataclass(frozen=True)
class Disaster:
    """``strike`` begins it. ``storage``: False when the browser keeps nothing; ``elsewhere``: the learner goes on at
    another computer; ``lms``: it takes an LMS to happen."""

    name: str
    strike: Callable[[Scene], None]
    storage: bool = True
    elsewhere: bool = False
    lms: bool = False


def close_tab(scene: Scene) -> None:
    """The tab is closed."""
    scene.over = True
    scene.browser.close_tab()


def kill(scene: Scene) -> None:
    """The power goes."""
    scene.over = True
    scene.browser.kill()


def cut(scene: Scene) -> None:
    """Neither LMS nor record can be reached."""
    scene.lms.set("cut")
    scene.record.set("cut")


def lms_errors(scene: Scene) -> None:
    """The LMS answers 500."""
    scene.lms.set("error")


def lms_slow(scene: Scene) -> None:
    """The LMS takes its time."""
    scene.lms.set("slow", scene.dice.uniform(0.3, 1.5))


def lms_mute(scene: Scene) -> None:
    """The LMS stores, and its answer gets lost."""
    scene.lms.set("mute")


def record_trouble(scene: Scene) -> None:
    """The record fails, is slow, or its answers get lost."""
    scene.record.set(scene.dice.choice(("error", "mute", "mute", "slow", "cut")), 1.0)


def any_of(*strikes: Callable[[Scene], None]) -> Callable[[Scene], None]:
    """One of several."""
    return lambda scene: scene.dice.choice(strikes)(scene)


DISASTERS = (
    Disaster("tab closed", close_tab),
    Disaster("browser killed", kill),
    Disaster("network cut", cut),
    Disaster("LMS errors", lms_errors, lms=True),
    Disaster("LMS slow", lms_slow, lms=True),
    Disaster("LMS answer lost", lms_mute, lms=True),
    Disaster("record trouble", record_trouble),
    Disaster("storage blocked", any_of(close_tab, kill, lms_errors, cut, record_trouble), storage=False),
    Disaster("another computer", any_of(close_tab, kill), elsewhere=True, lms=True),
)
