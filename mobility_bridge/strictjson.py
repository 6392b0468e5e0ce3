"""JSON as the bridge accepts it: RFC 8259 without the parts that two parsers read differently.

Refused with a sentence that says what and where: anything that is not UTF-8, duplicate keys, NaN and Infinity,
numbers no JavaScript client can hold exactly, NUL characters and lone surrogates (a database refuses them later and
further away), and nesting deeper than any message needs.
"""

import json
from collections.abc import Iterable
from typing import NoReturn

MAX_BYTES = 64 * 1024
MAX_DEPTH = 16
MAX_INTEGER = 2**53 - 1


class MessageError(ValueError):
    """What came over the bridge can't be used. `where` is a path such as `$.events[2].score`."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where
        self.what = what


class TooLarge(MessageError):
    """The body is larger than a message may be."""


def loads(body: bytes, *, max_bytes: int = MAX_BYTES) -> object:
    """The value that `body` says, or `MessageError` (`TooLarge` past `max_bytes`)."""
    if len(body) > max_bytes:
        raise TooLarge("$", f"larger than {max_bytes} bytes")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MessageError("$", f"not UTF-8 at byte {error.start}") from error
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except RecursionError as error:
        raise MessageError("$", f"nested deeper than {MAX_DEPTH}") from error
    except json.JSONDecodeError as error:
        raise MessageError("$", f"not JSON: {error.msg} (line {error.lineno}, column {error.colno})") from error
    except MessageError:
        raise
    except ValueError as error:  # an integer of thousands of digits
        raise MessageError("$", "a number is too large") from error
    _check(value, "$", 0)
    return value


def _unique(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise MessageError("$", "an object has the same key twice")
        found[key] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise MessageError("$", f"{name} is not a JSON number")


def _check(value: object, where: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise MessageError(where, f"nested deeper than {MAX_DEPTH}")
    if isinstance(value, dict):
        for key, item in value.items():
            _check_text(key, where)
            _check(item, f"{where}.{key}" if key.isidentifier() else f'{where}["{key[:40]}"]', depth + 1)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check(item, f"{where}[{index}]", depth + 1)
    elif isinstance(value, str):
        _check_text(value, where)
    elif isinstance(value, int | float) and not -MAX_INTEGER <= value <= MAX_INTEGER:
        raise MessageError(where, "a number is too large")


def _check_text(text: str, where: str) -> None:
    if "\0" in text:
        raise MessageError(where, "text holds a NUL character")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise MessageError(where, "text holds half a character (a lone surrogate)") from error
