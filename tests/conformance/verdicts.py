"""What a judge is and what it says: checks that passed or failed, and why something was not run."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path


class NotRun(Exception):
    """A judge can't work here; ``str()`` says why, in one sentence."""


@dataclass(frozen=True)
class Check:
    """One thing compared. ``fault`` is empty when it passed; ``accepted`` names a difference README.md accepts."""

    name: str
    fault: str = ""
    accepted: str = ""


@dataclass(frozen=True)
class Judge:
    """``pins`` are pip requirements of its own environment; ``run`` gets that environment's Python.

    Without pins there is no such environment: ``run`` gets the Python that runs the project.
    """

    name: str
    pins: tuple[str, ...]
    run: Callable[[Path], Iterator[Check]]


@dataclass
class Verdict:
    """Everything one judge said."""

    judge: str
    checks: list[Check] = field(default_factory=list)
    not_run: str = ""

    @property
    def failed(self) -> list[Check]:
        """The checks with a fault."""
        return [check for check in self.checks if check.fault]


def expect_equal(name: str, seen: object, wanted: object) -> Check:
    """Return a check that passes when ``seen`` equals ``wanted``."""
    return Check(name, "" if seen == wanted else f"expected {wanted!r}, saw {seen!r}")


def expect_true(name: str, holds: bool, otherwise: str) -> Check:
    """Return a check that passes when ``holds``, and says ``otherwise`` when not."""
    return Check(name, "" if holds else otherwise)
