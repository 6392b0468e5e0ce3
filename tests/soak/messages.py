"""What the soak test's senders say: messages with everything that must be found again in the end."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

#: Stay, package, who speaks ("device" or "lms"), and which of them.
SourceKey = tuple[int, int, str, int]


@dataclass(frozen=True)
class Said:
    """One message of a source about the line item `tag`.

    `order` decides what counts within the source: a package's number, or a platform's timestamp in microseconds.
    `points` is the share of the maximum; None clears. `refused`: the record must not take it, and answers so.
    """

    source: SourceKey
    tag: str
    order: int
    claimed_us: int
    activity: str
    grading: str
    points: Fraction | None
    body: dict[str, Any]
    evidence: tuple[dict[str, Any], ...] = ()
    refused: str = ""

    @property
    def per_mille(self) -> int | None:
        """The result if this message is it: half up, never more than the maximum (CONTRACTS 1, 4)."""
        return None if self.points is None else min(int(self.points * 1000 + Fraction(1, 2)), 1000)


@dataclass(frozen=True)
class Delivery:
    """One request: the numbers of the messages in it; `reworded`: the same content in other words."""

    place: float
    messages: tuple[int, ...]
    reworded: bool = False
