"""What the fields of Open edX's blocks take: one kind per field type, and whether a written value fits.

As Open edX reads an attribute: JSON where it is JSON and of the right type, else the text as it stands.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scorm_export.json_text import read_json
from scorm_export.report import Severity

_DURATION = re.compile(r"(\d+ days?)?\s?(\d+ hours?)?\s?(\d+ minutes?)?\s?(\d+ seconds?)?")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]?\d:[0-5]?\d")
_LOST = "Open edX can't load the block"


@dataclass(frozen=True)
class Kind:
    """One field type: what it wants in words, what fits, and what becomes of anything else."""

    wants: str
    fits: Callable[[Any], bool]
    code: str = "wrong-type"
    severity: Severity = "error"
    effect: str = _LOST


def loaded(text: str) -> object:
    """Return what Open edX reads from an attribute.

    >>> loaded("3"), loaded("[1]"), loaded("three")
    (3, [1], 'three')
    """
    try:
        return read_json(text)
    except ValueError:
        return text


def _is_whole(value: Any) -> bool:
    return _empty(value) or _plain_number(value) or _matches(value, r"\s*[+-]?\d+\s*")


def _is_number(value: Any) -> bool:
    return _empty(value) or _plain_number(value) or _matches(value, r"\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*")


def _plain_number(value: Any) -> bool:
    return isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))


def _matches(value: Any, pattern: str) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value, re.IGNORECASE) is not None


def _empty(value: Any) -> bool:
    return value is None or value == ""


def _is_flag(value: Any) -> bool:
    return _empty(value) or value in (0, 1) or _matches(value, "true|false")


def _is_loose_flag(value: Any) -> bool:
    """Blocks of the newer kind read YAML, where yes and on are true."""
    return _is_flag(value) or _matches(value, "yes|no|on|off|y|n")


def _is_date(value: Any) -> bool:
    if _empty(value):
        return True
    try:
        return isinstance(value, str) and bool(datetime.fromisoformat(value.strip()))
    except ValueError:
        return False


def _is_duration(value: Any) -> bool:
    return value is None or (isinstance(value, str) and _DURATION.fullmatch(value) is not None)


def _is_clock(value: Any) -> bool:
    return not value or isinstance(value, float) or (isinstance(value, str) and _CLOCK.fullmatch(value) is not None)


def _is_loose(kind: type) -> Callable[[Any], bool]:
    """Blocks of the newer kind read YAML: a block list or mapping over several lines is none of our business."""

    def fits(value: Any) -> bool:
        written_as_yaml = isinstance(value, str) and re.match(r"\s*+(- |\w[\w ]*:)", value) is not None
        return value is None or isinstance(value, kind) or written_as_yaml

    return fits


def one_of(*values: str, old: tuple[Any, ...] = ("", None)) -> Kind:
    """Return the kind of a field that knows these ``values``; ``old`` ones are taken and not recommended."""

    def fits(value: Any) -> bool:
        return value in old or (isinstance(value, str) and value in values)

    return Kind(f"one of {', '.join(values)}", fits, "unknown-value", "warning", "Open edX does not know that value")


TEXT = Kind("text", lambda value: value is None or isinstance(value, str))
ANY = Kind("anything", lambda _: True)
FLAG = Kind("true or false", _is_flag, severity="warning", effect="Open edX takes it for false")
LOOSE_FLAG = Kind("true or false", _is_loose_flag, severity="warning", effect="Open edX takes it for false")
WHOLE = Kind("a whole number", _is_whole)
NUMBER = Kind("a number", _is_number)
DATE = Kind(
    "a date such as 2027-03-14T09:00:00Z", _is_date, "bad-date", "warning", "Open edX guesses what it means, or fails"
)
DURATION = Kind("a time such as “2 days 3 hours”", _is_duration, severity="warning", effect="Open edX ignores it")
CLOCK = Kind("a time such as 00:01:30", _is_clock)
LIST = Kind("a JSON list […]", lambda value: value is None or isinstance(value, list))
OBJECT = Kind("a JSON object {…}", lambda value: value is None or isinstance(value, dict))
LOOSE_LIST = Kind("a JSON list […]", _is_loose(list))
LOOSE_OBJECT = Kind("a JSON object {…}", _is_loose(dict))

SHOW_ANSWER = one_of(
    "always", "answered", "attempted", "closed", "finished", "correct_or_past_due", "past_due", "never",
    "after_attempts", "after_all_attempts", "after_all_attempts_or_correct", "attempted_no_past_due",
)  # fmt: skip
SHOW_ANSWER_DRAG = one_of(
    "default", "always", "answered", "attempted", "closed", "finished", "correct_or_past_due", "past_due", "never",
    "after_all_attempts", "after_all_attempts_or_correct", "attempted_no_past_due",
)  # fmt: skip
RANDOMIZE = one_of("always", "onreset", "never", "per_student", old=("", None, "true", "false", True, False))
SHOW_CORRECTNESS = one_of("always", "never", "past_due")
