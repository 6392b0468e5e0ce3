"""Evidence: what a learner did, as the record may know it (CONTRACTS 5). Numbers only, never free text.

Every type carries a kind: an *occurrence* happened once and is never collapsed; of a *snapshot* the newest per block
counts. The JSON Schemas in `schemas/` say the same to other languages; a test keeps the two in step.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from mobility_bridge import instants
from mobility_bridge.strictjson import MessageError

_BLOCK = re.compile(r"[A-Za-z0-9_.-]{1,64}/[A-Za-z0-9_.~-]{1,190}")
PER_MILLE = range(1001)
_COUNT = range(10_001)


class Kind(Enum):
    """How evidence of a type adds up."""

    OCCURRENCE = "occurrence"
    SNAPSHOT = "snapshot"


@dataclass(frozen=True)
class EvidenceType:
    """One type and version: its kind and, per field of `data`, the integers allowed (a mapping nests once)."""

    kind: Kind
    fields: Mapping[str, range | Mapping[str, range]]


#: Every type the bridge carries today, by (type, version). The names in use elsewhere are reserved until built.
TYPES: Mapping[tuple[str, int], EvidenceType] = {
    ("check.passed", 1): EvidenceType(Kind.OCCURRENCE, {"score": PER_MILLE, "attempts": range(1, 10_001)}),
    ("checklist.state", 1): EvidenceType(
        Kind.SNAPSHOT,
        {
            "counts": dict.fromkeys(("not_yet", "in_hand", "done", "not_needed"), _COUNT),
            "readiness": PER_MILLE,
        },
    ),
}


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence: `at_us` in microseconds UTC, `block` as `type/url_name`, `data` integers by name."""

    type: str
    version: int
    block: str
    at_us: int
    data: Mapping[str, object]

    @property
    def kind(self) -> Kind:
        """Occurrence or snapshot, by the type."""
        return TYPES[self.type, self.version].kind


def parse(value: object, where: str) -> Evidence:
    """The evidence in a decoded JSON object, or `MessageError` with the path of what is wrong."""
    item = fields(value, where, {"type", "v", "block", "at", "data"})
    name, version = item["type"], integer(item["v"], f"{where}.v", range(1, 1000))
    if not isinstance(name, str) or (name, version) not in TYPES:
        raise MessageError(where, "is of a type or version this bridge does not carry")
    block = item["block"]
    if not isinstance(block, str) or not _BLOCK.fullmatch(block):
        raise MessageError(f"{where}.block", "must be type/url_name")
    at_us = instants.parse(item["at"], f"{where}.at")
    return Evidence(name, version, block, at_us, _data(item["data"], f"{where}.data", TYPES[name, version].fields))


def serialise(evidence: Evidence) -> dict[str, object]:
    """The JSON object of one piece of evidence, as `parse` reads it."""
    return {
        "type": evidence.type,
        "v": evidence.version,
        "block": evidence.block,
        "at": instants.text(evidence.at_us),
        "data": dict(evidence.data),
    }


def _data(value: object, where: str, form: Mapping[str, range | Mapping[str, range]]) -> dict[str, object]:
    given = fields(value, where, set(form))
    return {
        name: integer(given[name], f"{where}.{name}", allowed)
        if isinstance(allowed, range)
        else _data(given[name], f"{where}.{name}", allowed)
        for name, allowed in form.items()
    }


def fields(value: object, where: str, required: set[str], optional: frozenset[str] = frozenset()) -> dict[str, object]:
    """`value` as an object with exactly these members, or `MessageError` that names the first one amiss."""
    if not isinstance(value, dict):
        raise MessageError(where, "must be an object")
    for name in sorted(required - value.keys()):
        raise MessageError(where, f"lacks {name}")
    for name in value.keys() - required - optional:
        raise MessageError(where, f"has an unknown member {name[:80]!r}")
    return value


def integer(value: object, where: str, allowed: range) -> int:
    """`value` as a whole number in `allowed`; JSON Schema counts 640.0 as whole, and so does this."""
    whole = value.is_integer() if isinstance(value, float) else isinstance(value, int) and not isinstance(value, bool)
    if not isinstance(value, int | float) or not whole:
        raise MessageError(where, "must be a whole number")
    if int(value) not in allowed:
        raise MessageError(where, f"must be from {allowed.start} to {allowed.stop - 1}")
    return int(value)
