"""What every course of the collection says of itself: its files, and what its author knows is in it.

The exporter is compared with that, never with itself: whoever writes a course here counts its blocks by hand.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Shown:
    """A screen as learners meet it: its heading, and words that must be readable there, in this order."""

    heading: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Awkward:
    """One course.

    ``leaves`` are its leaf blocks in order, as ``html/intro`` when carried over, ``problem/q1 left_out`` otherwise; a
    block without a name is ``html/?``. ``says`` are all warnings and errors of an export, as ``code file:line``;
    ``finds`` what `mobility check` must say among others. ``files_there`` are names in static/ that come along.
    """

    name: str
    files: Mapping[str, str | bytes]
    title: str
    shown: tuple[Shown, ...]
    leaves: tuple[str, ...]
    says: tuple[str, ...] = ()
    finds: tuple[str, ...] = ()
    files_there: tuple[str, ...] = ()
    language: str = "en"
    direction: str = "ltr"

    @property
    def data(self) -> dict[str, bytes]:
        """The files as bytes."""
        return {name: text.encode() if isinstance(text, str) else text for name, text in self.files.items()}

    def write(self, folder: Path) -> Path:
        """Write the course into ``folder`` and return it."""
        for name, data in self.data.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return folder


@dataclass(frozen=True)
class Refused:
    """What is no course, or none that can be exported: the error starts with ``place`` and says ``words``."""

    name: str
    files: Mapping[str, str | bytes]
    words: str
    place: str = ""
    packed: str = "folder"
    data: Mapping[str, bytes] = field(init=False)

    def __post_init__(self) -> None:
        data = {name: text.encode() if isinstance(text, str) else text for name, text in self.files.items()}
        object.__setattr__(self, "data", data)


def policy(run: str, others: Mapping[str, Any] | None = None, **course: Any) -> str:
    """Return a policy file for the run: values of the course, and entries for other blocks."""
    return json.dumps({f"course/{run}": course, **(others or {})}, ensure_ascii=False, indent=1)


def grading(*types: str, passing: float = 0.5) -> str:
    """Return a grading policy whose types weigh the same."""
    rows = [{"type": name, "min_count": 1, "drop_count": 0, "weight": 1 / len(types)} for name in types]
    return json.dumps({"GRADER": rows, "GRADE_CUTOFFS": {"Pass": passing}})


def question(text: str, right: str, *wrong: str, more: str = "") -> str:
    """Return the inside of a problem with one right answer."""
    rows = "".join(f'<choice correct="false">{each}</choice>' for each in wrong)
    return (
        f'<multiplechoiceresponse><label>{text}</label><choicegroup type="MultipleChoice">'
        f'<choice correct="true">{right}</choice>{rows}</choicegroup></multiplechoiceresponse>{more}'
    )
