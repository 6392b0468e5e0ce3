"""Python's regular expressions as JavaScript's (flags u, or iu), where both mean the same; anything else is refused.

Works on the tree that Python's own parser makes, so nothing of the syntax is read twice. Refused are what JavaScript
lacks (conditions, atomic groups, possessive repeats, flags inside), references to groups (an unused group means
something else), and expressions that may take very long: a learner's answer is at most 80 signs, and a repeat
over something of changing length could try more ways than there is time.
"""

import re
import warnings
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from scorm_export.problems.reading import Unsupported

_parser: Any = import_module("re._parser")
_MANY = 3
_MOST_OPEN = 6
_WORD = r"\p{L}\p{N}_"
_SPACE = r"\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_CLASSES = {"DIGIT": r"\p{Nd}", "SPACE": _SPACE, "WORD": _WORD}
_BOUNDARY = rf"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))"
_INSIDE = rf"(?:(?<=[{_WORD}])(?=[{_WORD}])|(?<![{_WORD}])(?![{_WORD}]))"
_PLACES = {
    "AT_BEGINNING": "^",
    "AT_BEGINNING_STRING": "^",
    "AT_END": "$",
    "AT_END_STRING": "$",
    "AT_BOUNDARY": _BOUNDARY,
    "AT_NON_BOUNDARY": _INSIDE,
}


def as_javascript(pattern: str, ignore_case: bool = False) -> str:
    """Return the source of the same expression in JavaScript; raises `Unsupported`.

    >>> as_javascript(r"(?P<n>a+)\\d?/")
    '(?:a+)[\\\\p{Nd}]?\\\\u{2f}'
    """
    shown = pattern[:40]
    try:
        with warnings.catch_warnings():  # of what a later Python might read in another way
            warnings.simplefilter("ignore")
            tree = _parser.parse(pattern, re.IGNORECASE if ignore_case else 0)
    except (re.error, OverflowError, RecursionError) as error:
        raise BrokenPattern(f"Open edX can't read its regular expression “{shown}” ({error})") from None
    if tree.state.flags & ~(re.UNICODE | re.IGNORECASE) or bool(tree.state.flags & re.IGNORECASE) != ignore_case:
        raise Unsupported(f"its regular expression “{shown}” has flags inside")
    try:
        source = _sequence(tree)
    except _NoWayError as reason:
        raise Unsupported(f"its regular expression “{shown}” {reason}") from None
    if _open_repeats(tree) > _MOST_OPEN:
        raise Unsupported(f"its regular expression “{shown}” could take too long to check")
    return source


class BrokenPattern(Unsupported):
    """Python itself can't read the expression."""


class _NoWayError(Exception):
    """JavaScript can't say this; ``str()`` says what."""


def _sequence(items: Iterable[Any]) -> str:
    return "".join(_WAYS.get(str(op), _no_way)(str(op), argument) for op, argument in items)


def _no_way(op: str, _argument: Any) -> str:
    raise _NoWayError(f"has something that a browser can't do ({op.lower().replace('_', ' ')})")


def _sign(code: int) -> str:
    letter = chr(code)
    return letter if letter.isascii() and letter.isalnum() else f"\\u{{{code:x}}}"


def _literal(_op: str, code: int) -> str:
    return _sign(code)


def _not_literal(_op: str, code: int) -> str:
    return f"[^{_sign(code)}]"


def _any(_op: str, _argument: Any) -> str:
    return r"[^\n]"


def _in(_op: str, items: list[Any]) -> str:
    negated = str(items[0][0]) == "NEGATE"
    kept = items[1:] if negated else items
    if len(kept) == 1 and str(kept[0][0]) == "CATEGORY" and "_NOT_" in str(kept[0][1]):
        turned = _CLASSES[str(kept[0][1]).removeprefix("CATEGORY_NOT_")]
        return f"[{'' if negated else '^'}{turned}]"
    return f"[{'^' if negated else ''}{''.join(_member(str(op), argument) for op, argument in kept)}]"


def _member(op: str, argument: Any) -> str:
    if op == "LITERAL":
        return _sign(argument)
    if op == "RANGE":
        return f"{_sign(argument[0])}-{_sign(argument[1])}"
    name = str(argument).removeprefix("CATEGORY_")
    if op != "CATEGORY" or name not in _CLASSES:
        raise _NoWayError("has a class of signs that a browser can't express")
    return _CLASSES[name]


def _branch(_op: str, argument: Any) -> str:
    return f"(?:{'|'.join(_sequence(branch) for branch in argument[1])})"


def _group(_op: str, argument: Any) -> str:
    _number, added, taken, items = argument
    if added or taken:
        raise _NoWayError("has flags inside")
    return f"(?:{_sequence(items)})"


def _repeat(op: str, argument: Any) -> str:
    low, high, items = argument
    (kind, _), *more = items
    if more or str(kind) in ("ASSERT", "ASSERT_NOT", "AT"):
        raise _NoWayError("repeats something that a browser can't repeat")
    if high > _MANY and not _steady(items):
        raise _NoWayError("could take too long to check")
    most = "" if high == _parser.MAXREPEAT else str(high)
    return (
        f"{_sequence(items)}{{{low},{most}}}{'?' if op == 'MIN_REPEAT' else ''}".replace("{0,}", "*")
        .replace("{1,}", "+")
        .replace("{0,1}", "?")
    )


def _look(op: str, argument: Any) -> str:
    direction, items = argument
    behind = "<" if direction < 0 else ""
    return f"(?{behind}{'!' if op == 'ASSERT_NOT' else '='}{_sequence(items)})"


def _at(_op: str, place: Any) -> str:
    return _PLACES[str(place)]


_WAYS: dict[str, Callable[[str, Any], str]] = {
    "LITERAL": _literal,
    "NOT_LITERAL": _not_literal,
    "ANY": _any,
    "IN": _in,
    "BRANCH": _branch,
    "SUBPATTERN": _group,
    "MAX_REPEAT": _repeat,
    "MIN_REPEAT": _repeat,
    "ASSERT": _look,
    "ASSERT_NOT": _look,
    "AT": _at,
}


def _steady(items: Any) -> bool:
    """Return whether a text fits ``items`` in one way only, so that repeating them tries no more ways than signs."""
    for op, argument in items:
        if str(op) in ("MAX_REPEAT", "MIN_REPEAT") and not (argument[0] == argument[1] and _steady(argument[2])):
            return False
        if str(op) == "SUBPATTERN" and not _steady(argument[3]):
            return False
        if str(op) == "BRANCH" and not _apart(argument[1]):
            return False
    return True


def _apart(branches: list[Any]) -> bool:
    """Return whether the first sign tells which branch it is."""
    firsts = [chr(branch[0][1]).lower() for branch in branches if len(branch) and str(branch[0][0]) == "LITERAL"]
    return len(firsts) == len(branches) == len(set(firsts)) and all(_steady(branch) for branch in branches)


def _open_repeats(items: Any) -> int:
    """Count the repeats without a near end."""
    count = 0
    for op, argument in items:
        if str(op) in ("MAX_REPEAT", "MIN_REPEAT"):
            count += (argument[1] > _MANY) + _open_repeats(argument[2])
        elif str(op) == "SUBPATTERN":
            count += _open_repeats(argument[3])
        elif str(op) == "BRANCH":
            count += max(_open_repeats(branch) for branch in argument[1])
        elif str(op) in ("ASSERT", "ASSERT_NOT"):
            count += _open_repeats(argument[1])
    return count
