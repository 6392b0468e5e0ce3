"""JSON that strangers wrote. Python reads deeper nesting than it can print, compare or write again."""

import json
from collections.abc import Callable
from typing import Any

DEEPEST = 200


def read_json(text: str, parse_constant: Callable[[str], Any] | None = None) -> Any:
    """Return the value; raises `ValueError` for what is no JSON, or nested deeper than anybody means.

    >>> read_json("[1]")
    [1]
    """
    try:
        value = json.loads(text, parse_constant=parse_constant)
    except RecursionError:
        raise ValueError("it is nested far too deep") from None
    if text.count("[") + text.count("{") > DEEPEST and _depth(value) > DEEPEST:
        raise ValueError("it is nested far too deep")
    return value


def _depth(value: Any) -> int:
    """Return how deep a value is nested, as far as that matters."""
    depth, level = 0, [value]
    while level and depth <= DEEPEST:
        below = [inside for each in level if isinstance(each, dict | list) for inside in _inside(each)]
        depth, level = depth + 1, below
    return depth


def _inside(value: dict[str, Any] | list[Any]) -> list[Any]:
    return [*value.values()] if isinstance(value, dict) else value
