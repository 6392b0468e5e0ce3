"""What an author wrote for a block, and how a mistake in it is said (contract 12, "definition").

Every block describes its definition by one JSON Schema, which makes the Studio form and checks both what Studio
sends and what OLX holds: an author meets the same words everywhere.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, Self

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from lxml import etree

Json = Any
"""A value that JSON can hold; its shape is checked by the schema, not by the type."""

Path = tuple[str | int, ...]
"""Way to a value inside a definition: ("items", 2, "text")."""


class DefinitionError(ValueError):
    """A mistake in what the author wrote: `message`: what, and what to do; `line`: where in the OLX."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class BlockDefinition(Protocol):
    """What a block's `Definition` dataclass offers to the base, the exporter and Studio."""

    @classmethod
    def schema(cls) -> dict[str, Json]:
        """JSON Schema (2020-12) of `to_json`."""

    @classmethod
    def from_json(cls, data: Json, lines: Mapping[Path, int] | None = None) -> Self:
        """Reads what Studio sends or a field holds; raises DefinitionError."""

    @classmethod
    def from_olx(cls, node: etree._Element) -> Self:
        """Reads the block's OLX element; raises DefinitionError with the line."""

    def to_json(self) -> dict[str, Json]:
        """The definition as the TypeScript rules and view take it."""

    def to_olx(self, node: etree._Element) -> None:
        """Adds attributes and child elements to the block's empty OLX element."""

    def with_html(self, clean: Callable[[str], str]) -> Self:
        """The same definition with `clean` applied to everything that holds HTML."""

    def plain_text(self) -> str:
        """All text a learner sees, one thought per line, for search and for pages without scripts."""


def check(schema: dict[str, Json], data: Json, lines: Mapping[Path, int] | None = None) -> None:
    """Raises DefinitionError for the first mistake, in the order of the definition."""
    errors = sorted(Draft202012Validator(schema).iter_errors(data), key=_order)
    if errors:
        error = errors[0]
        path: Path = tuple(error.absolute_path)
        raise DefinitionError(f"{place(path, data)}: {_advice(error)}", line_of(path, lines or {}))


def line_of(path: Path, lines: Mapping[Path, int]) -> int | None:
    """The line of the nearest element that holds the value at `path`."""
    for length in range(len(path), -1, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def place(path: Path, data: Json) -> str:
    """Where a value stands, as an author would say it: 'item 3 "mentor-name", text'."""
    words: list[str] = []
    for depth, key in enumerate(path):
        data = data[key]
        if isinstance(key, int):
            name = str(path[depth - 1]).removesuffix("s")
            known = data.get("id") if isinstance(data, dict) else None
            words[-1:] = [f'{name} {key + 1} "{known}"' if isinstance(known, str) else f"{name} {key + 1}"]
        else:
            words.append(key)
    return ", ".join(words) or "the block"


def _order(error: ValidationError) -> list[tuple[bool, str | int]]:
    return [(isinstance(part, int), part) for part in error.absolute_path]


def _advice(error: ValidationError) -> str:
    own = error.schema.get("x-advice") if isinstance(error.schema, dict) else None
    if own and error.validator in ("pattern", "type", "minimum", "maximum", "maxItems"):
        return str(own)
    limit: Json = error.validator_value
    found: Json = error.instance
    words: dict[str, Callable[[], str]] = {
        "required": lambda: f"{_missing(limit, found)} is missing; add it.",
        "additionalProperties": lambda: f"{error.message}; remove what does not belong there.",
        "maxLength": lambda: f"has {len(found)} characters, at most {limit} fit; shorten it.",
        "minLength": lambda: "is empty; write something.",
        "pattern": lambda: "is empty; write something." if limit == r"\S" else error.message,
        "enum": lambda: f'"{_short(found)}" is not known; use one of {", ".join(map(str, limit))}.',
        "maxItems": lambda: f"holds {len(found)} entries, at most {limit} fit; split the block.",
        "minimum": lambda: f"is {found}, the least is {limit}.",
        "maximum": lambda: f"is {found}, the most is {limit}.",
        "type": lambda: f"has the wrong kind of value; it must be {_kinds(limit)}.",
    }
    return words.get(str(error.validator), lambda: error.message)()


def _missing(required: Sequence[str], instance: Mapping[str, Json]) -> str:
    return ", ".join(name for name in required if name not in instance)


def _short(value: Json) -> str:
    text = str(value) if isinstance(value, str | int | float) else type(value).__name__
    return text if len(text) <= 40 else f"{text[:40]}…"


def _kinds(kinds: str | Sequence[str]) -> str:
    names = {
        "array": "a list",
        "boolean": "true or false",
        "integer": "a whole number",
        "null": "nothing",
        "number": "a number",
        "object": "a group of values",
        "string": "text",
    }
    return " or ".join(names[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))
