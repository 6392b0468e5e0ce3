"""The neutral model of a package: what `formats/` write and the player reads.

The Python side of `player/package.ts`; field names become camelCase in JSON. Contract 7 says where each part stands.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, is_dataclass
from typing import Any, Literal

from scorm_export.content import Content

Complete = Literal["view", "watch", "submit", "block", "never"]


@dataclass(frozen=True)
class AssignmentType:
    """One assignment type of the grading policy; ``weight`` in thousandths of the course grade, 333.3 for a third."""

    type: str
    weight: float
    min_count: int
    drop_count: int


@dataclass(frozen=True)
class Gate:
    """``block`` must reach ``minimum`` (per mille of its own score) before ``locks`` open."""

    id: str
    block: str
    minimum: int
    locks: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Outcome:
    """A learning outcome and the ids of the blocks in the package that serve it."""

    id: str
    text: str
    blocks: tuple[str, ...]


@dataclass(frozen=True)
class Pool:
    """Options of which each learner draws ``pick``, once."""

    id: str
    options: tuple[str, ...]
    pick: int


@dataclass(frozen=True)
class Condition:
    """When a leaf is shown: the learner drew ``option`` from ``pool``, or ``asks`` of what was done in ``leaf`` gives
    ``value``."""

    pool: str = ""
    option: str = ""
    leaf: str = ""
    asks: str = ""
    value: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the condition as the player's type `Condition` has it."""
        if self.leaf:
            return {"leaf": self.leaf, "asks": self.asks, "value": self.value}
        return {"pool": self.pool, "option": self.option}


@dataclass(frozen=True)
class Leaf:
    """What the player must know of a leaf before its unit is loaded; ``points`` in thousandths; ``when`` all hold."""

    id: str
    type: str
    title: str
    complete: Complete
    points: int | None
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Unit:
    """One screen. ``contents`` go into its script, ``leaves`` into the outline."""

    id: str
    title: str
    file: str
    leaves: tuple[Leaf, ...]
    contents: tuple[Mapping[str, Any], ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Subsection:
    """A lesson; ``format`` names its assignment type when it is graded."""

    id: str
    title: str
    graded: bool
    format: str | None
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class Section:
    """A module of the course."""

    id: str
    title: str
    subsections: tuple[Subsection, ...]


@dataclass(frozen=True)
class Package:
    """Everything a format needs. ``files`` maps names inside the package to their content, ``scripts`` are the blocks'.

    ``words`` is the table of words of learners' states; ``state_answers`` and ``state_private`` are the most characters
    that such a state can need without private texts, and that these can add.
    """

    course: str
    id: str
    title: str
    language: str
    direction: str
    assignments: tuple[AssignmentType, ...]
    passing: int
    gates: tuple[Gate, ...]
    outcomes: tuple[Outcome, ...]
    sections: tuple[Section, ...]
    pools: tuple[Pool, ...]
    files: Mapping[str, Content]
    scripts: tuple[bytes, ...]
    messages: Mapping[str, Mapping[str, str]]
    words: Mapping[str, int]
    state_answers: int
    state_private: int
    description: str = ""
    report_failed: bool = False
    record: str | None = None
    mastery: int | None = None

    @property
    def subsections(self) -> tuple[Subsection, ...]:
        """All subsections in reading order."""
        return tuple(sub for section in self.sections for sub in section.subsections)

    @property
    def units(self) -> tuple[Unit, ...]:
        """All units in reading order."""
        return tuple(unit for sub in self.subsections for unit in sub.units)

    @property
    def graded(self) -> bool:
        """True when at least one gradable leaf stands in a graded subsection."""
        graded = (sub for sub in self.subsections if sub.graded)
        return any(leaf.points for sub in graded for unit in sub.units for leaf in unit.leaves)

    @property
    def line_items(self) -> tuple[str, ...]:
        """The tags of contract 4."""
        return ("progress", "grade", *(f"gate:{gate.id}" for gate in self.gates))


def outline(package: Package, format_name: str, limit: int) -> dict[str, Any]:
    """Return the outline as the player's type `Outline` has it."""
    return {
        "version": 1,
        "course": package.course,
        "package": package.id,
        "title": package.title,
        "language": package.language,
        "direction": package.direction,
        "format": format_name,
        "reportFailed": package.report_failed,
        "grading": {
            "graded": package.graded,
            "assignments": [_camel(entry) for entry in package.assignments],
            "passing": package.passing,
        },
        "gates": [_camel(gate) for gate in package.gates],
        "outcomes": [_camel(outcome) for outcome in package.outcomes],
        "sections": [_camel(section) for section in package.sections],
        "pools": [_camel(pool) for pool in package.pools],
        "state": {"limit": limit, "answers": package.state_answers, "words": dict(package.words)},
    }


def _camel(value: Any) -> Any:
    """Turn dataclasses into JSON values with camelCase names; a unit's contents and empty conditions stay out."""
    if isinstance(value, Condition):
        return value.as_json()
    if is_dataclass(value) and not isinstance(value, type):
        left = {"contents"} | ({"when"} if not getattr(value, "when", True) else set())
        pairs = ((name, getattr(value, name)) for name in value.__dataclass_fields__ if name not in left)
        return {re.sub(r"_(\w)", lambda m: m[1].upper(), name): _camel(item) for name, item in pairs}
    if isinstance(value, tuple):
        return [_camel(item) for item in value]
    return value


def script_json(value: Any) -> str:
    """Return JSON that is safe inside a script: no `<`, no line separators, ASCII only.

    >>> script_json({"a": "</script>"})
    '{"a":"\\\\u003c/script>"}'
    """
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), sort_keys=False).replace("<", "\\u003c")
