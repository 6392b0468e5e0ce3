"""Scores as any AGS client sends them (1EdTech LTI-AGS 2.0, 3.4), read into the bridge's own `Score`.

Wider than what our own clients send: decimals, time zones, comments, a user's submission times, extensions of others.
What the record has no use for is checked and left behind: no free text crosses the bridge (CONTRACTS 5).
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from mobility_bridge import evidence as ev
from mobility_bridge import instants
from mobility_bridge.messages import (
    EVIDENCE_KEY,
    MAX_EVIDENCE,
    ActivityProgress,
    GradingProgress,
    MessageError,
    Score,
    choice,
)

MOST_POINTS = 1_000_000
_THOUSANDTH = Decimal("0.001")
_REQUIRED = {"userId", "timestamp", "activityProgress", "gradingProgress"}
_OPTIONAL = frozenset({"scoreGiven", "scoreMaximum", "comment", "submission", "scoringUserId", EVIDENCE_KEY})
_EXTENSION = re.compile(r"https?://[^\s]+")
_USER = re.compile(r"[\x21-\x7e]{1,255}")
_LONGEST_COMMENT = 20_000


def parse_ags_score(value: object) -> Score:
    """The score in a decoded body; `MessageError` says what is wrong and where.

    Points of at most three decimals are kept exactly, finer ones rounded half up to thousandths. The grade of a score
    that is not fully graded is kept as it is said: what counts is decided by the receiver.
    """
    item = _members(value)
    given, maximum = _points(item)
    _check_left_behind(item)
    return Score(
        timestamp_us=instants.parse_any(item["timestamp"], "$.timestamp"),
        activity=choice(ActivityProgress, item["activityProgress"], "$.activityProgress"),
        grading=choice(GradingProgress, item["gradingProgress"], "$.gradingProgress"),
        given=given,
        maximum=maximum,
        user=_user(item["userId"], "$.userId"),
        evidence=_evidence(item.get(EVIDENCE_KEY, [])),
    )


def decimal_number(value: object, where: str) -> Decimal:
    """A JSON number from 0 to a million in whole thousandths, rounded half up; `MessageError` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise MessageError(where, "must be a number")
    if not 0 <= value <= MOST_POINTS:
        raise MessageError(where, f"must be from 0 to {MOST_POINTS}")
    return Decimal(repr(value)).quantize(_THOUSANDTH, ROUND_HALF_UP)


def _members(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise MessageError("$", "must be an object")
    for name in sorted(_REQUIRED - value.keys()):
        raise MessageError("$", f"lacks {name}")
    for name in value.keys() - _REQUIRED - _OPTIONAL:
        if not _EXTENSION.fullmatch(name):
            raise MessageError("$", f"has an unknown member {name[:80]!r}; extensions are named by a full URL")
    return value


def _points(item: dict[str, Any]) -> tuple[int | None, int | None]:
    """Points as whole numbers: both in thousandths unless both are whole. No scoreGiven: the score is cleared."""
    if item.get("scoreGiven") is None:
        return None, None
    if item.get("scoreMaximum") is None:
        raise MessageError("$", "lacks scoreMaximum: a score needs both")
    given, maximum = (decimal_number(item[name], f"$.{name}") for name in ("scoreGiven", "scoreMaximum"))
    if maximum <= 0:
        raise MessageError("$.scoreMaximum", "must be more than 0")
    scale = 1 if given == int(given) and maximum == int(maximum) else 1000
    return int(given * scale), int(maximum * scale)


def _check_left_behind(item: dict[str, Any]) -> None:
    comment = item.get("comment")
    if comment is not None and (not isinstance(comment, str) or len(comment) > _LONGEST_COMMENT):
        raise MessageError("$.comment", f"must be text of at most {_LONGEST_COMMENT} characters")
    submission = item.get("submission")
    if submission is not None:
        if not isinstance(submission, dict):
            raise MessageError("$.submission", "must be an object")
        for name in ("startedAt", "submittedAt"):
            if submission.get(name) is not None:
                instants.parse_any(submission[name], f"$.submission.{name}")
    if item.get("scoringUserId") is not None:
        _user(item["scoringUserId"], "$.scoringUserId")


def _user(value: object, where: str) -> str:
    if not isinstance(value, str) or not _USER.fullmatch(value):
        raise MessageError(where, "must be 1 to 255 ASCII characters without spaces")
    return value


def _evidence(value: object) -> tuple[ev.Evidence, ...]:
    where = f'$["{EVIDENCE_KEY}"]'
    if not isinstance(value, list) or len(value) > MAX_EVIDENCE:
        raise MessageError(where, f"must be a list of at most {MAX_EVIDENCE}")
    return tuple(ev.parse(one, f"{where}[{index}]") for index, one in enumerate(value))
