"""Messages: an AGS 2.0 score (`application/vnd.ims.lis.v1.score+json`) with evidence under one extension key.

Shape and meaning are CONTRACTS 5; the specification is 1EdTech LTI-AGS 2.0, 3.4. Pure functions over frozen
dataclasses: nothing here knows Django, a database or a network.
"""

import re
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from mobility_bridge import evidence as ev
from mobility_bridge import instants
from mobility_bridge.evidence import Evidence
from mobility_bridge.strictjson import MessageError

__all__ = [
    "EVIDENCE_KEY",
    "ActivityProgress",
    "Evidence",
    "GradingProgress",
    "MessageError",
    "Score",
    "choice",
    "parse_score",
    "serialise_score",
]

EVIDENCE_KEY = "https://w3id.org/blended-mobility/evidence"
MAX_EVIDENCE = 50
_SCORE = range(1_000_001)
_MAXIMUM = range(1, 1_000_001)
_USER = re.compile(r"p_[a-z2-7]{26}")
_Choice = TypeVar("_Choice", bound=Enum)


class ActivityProgress(Enum):
    """How far the learner is with the activity (AGS 3.4.4)."""

    INITIALIZED = "Initialized"
    STARTED = "Started"
    IN_PROGRESS = "InProgress"
    SUBMITTED = "Submitted"
    COMPLETED = "Completed"


class GradingProgress(Enum):
    """How far the grading is (AGS 3.4.5)."""

    FULLY_GRADED = "FullyGraded"
    PENDING = "Pending"
    PENDING_MANUAL = "PendingManual"
    FAILED = "Failed"
    NOT_READY = "NotReady"


@dataclass(frozen=True)
class Score:
    """One score: `given` of `maximum` (both None: no score, which clears), at `timestamp_us` microseconds UTC.

    `user` is a pseudonym `p_…`; it is None on the bridge of packages, where the token says who it is.
    """

    timestamp_us: int
    activity: ActivityProgress
    grading: GradingProgress
    given: int | None = None
    maximum: int | None = None
    user: str | None = None
    evidence: tuple[Evidence, ...] = ()

    def per_mille(self, of: int = 1000) -> int | None:
        """The score scaled to a line item's maximum, half up in integers; None when no score is given."""
        if self.given is None or self.maximum is None:
            return None
        return (2 * self.given * of + self.maximum) // (2 * self.maximum)


def parse_score(value: object, where: str = "$", *, with_user: bool) -> Score:
    """The score in a decoded JSON object, or `MessageError` that says what is wrong and where.

    `with_user` tells the two doors apart: AGS requires `userId`, the bridge of packages has none.
    """
    required = {"timestamp", "activityProgress", "gradingProgress"} | ({"userId"} if with_user else set())
    item = ev.fields(value, where, required, frozenset({"scoreGiven", "scoreMaximum", EVIDENCE_KEY}))
    given, maximum = _points(item, where)
    return Score(
        timestamp_us=instants.parse(item["timestamp"], f"{where}.timestamp"),
        activity=choice(ActivityProgress, item["activityProgress"], f"{where}.activityProgress"),
        grading=choice(GradingProgress, item["gradingProgress"], f"{where}.gradingProgress"),
        given=given,
        maximum=maximum,
        user=_user(item["userId"], f"{where}.userId") if with_user else None,
        evidence=_evidence(item.get(EVIDENCE_KEY, []), f'{where}["{EVIDENCE_KEY}"]'),
    )


def serialise_score(score: Score) -> dict[str, object]:
    """The JSON object of a score, as `parse_score` reads it."""
    body: dict[str, object] = {
        "timestamp": instants.text(score.timestamp_us),
        "activityProgress": score.activity.value,
        "gradingProgress": score.grading.value,
    }
    if score.user is not None:
        body["userId"] = score.user
    if score.given is not None:
        body |= {"scoreGiven": score.given, "scoreMaximum": score.maximum}
    if score.evidence:
        body[EVIDENCE_KEY] = [ev.serialise(item) for item in score.evidence]
    return body


def _points(item: dict[str, object], where: str) -> tuple[int | None, int | None]:
    if "scoreGiven" not in item and "scoreMaximum" not in item:
        return None, None
    for name in ("scoreGiven", "scoreMaximum"):
        if name not in item:
            raise MessageError(where, f"lacks {name}: a score needs scoreGiven and scoreMaximum")
    return (
        ev.integer(item["scoreGiven"], f"{where}.scoreGiven", _SCORE),
        ev.integer(item["scoreMaximum"], f"{where}.scoreMaximum", _MAXIMUM),
    )


def choice(choices: type[_Choice], value: object, where: str) -> _Choice:
    """The member of `choices` with this value, or `MessageError` that lists them."""
    for member in choices:
        if member.value == value:
            return member
    raise MessageError(where, "must be one of " + ", ".join(str(member.value) for member in choices))


def _user(value: object, where: str) -> str:
    if not isinstance(value, str) or not _USER.fullmatch(value):
        raise MessageError(where, "must be a pseudonym: p_ and 26 base32 characters")
    return value


def _evidence(value: object, where: str) -> tuple[Evidence, ...]:
    if not isinstance(value, list) or len(value) > MAX_EVIDENCE:
        raise MessageError(where, f"must be a list of at most {MAX_EVIDENCE}")
    return tuple(ev.parse(item, f"{where}[{index}]") for index, item in enumerate(value))
