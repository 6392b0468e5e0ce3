"""The effective result of a line item over all that was said of it (CONTRACTS 6). Pure.

A person's correction beats all. Else the highest assurance; within it the latest grade, or the greatest progress (a
gate counts like progress: once passed it stays passed).
"""

from collections.abc import Iterable
from dataclasses import dataclass

_ORDER = ("self-reported", "lms-reported", "mentor-confirmed")
MENTOR_CONFIRMED = _ORDER[-1]


@dataclass(frozen=True)
class Reported:
    """One source's current result: per mille (None: cleared), assurance, and when it was reached."""

    per_mille: int | None
    assurance: str
    at_us: int


@dataclass(frozen=True)
class Decided:
    """A person's decision: `kind` is confirm, correct or withdraw."""

    kind: str
    per_mille: int | None
    at_us: int


@dataclass(frozen=True)
class Effective:
    """What counts. `decision` is the kind of a person's decision behind it, empty when there is none."""

    per_mille: int | None
    assurance: str
    at_us: int
    decision: str = ""


def effective(tag: str, reported: Iterable[Reported], decided: Iterable[Decided] = ()) -> Effective | None:
    """What counts for line item `tag`; None when nothing was ever said of it."""
    latest = max(decided, key=lambda decision: decision.at_us, default=None)
    if latest is not None and latest.kind != "withdraw":
        return Effective(latest.per_mille, MENTOR_CONFIRMED, latest.at_us, latest.kind)
    best = max(reported, key=lambda result: _rank(tag, result), default=None)
    return None if best is None else Effective(best.per_mille, best.assurance, best.at_us)


def _rank(tag: str, result: Reported) -> tuple[int, int, int]:
    points = -1 if result.per_mille is None else result.per_mille
    within = (result.at_us, points) if tag == "grade" else (points, result.at_us)
    return (_ORDER.index(result.assurance), *within)
