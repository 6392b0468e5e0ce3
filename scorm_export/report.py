"""What an export carried over, simplified, left out or found hidden (contract 10)."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from scorm_export.errors import Place
from scorm_export.text import printable

Status = Literal["carried", "simplified", "left_out", "hidden"]
Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class BlockLine:
    """One leaf block; every leaf of the course stands in the report exactly once."""

    id: str
    type: str
    title: str
    unit: str
    status: Status
    detail: str = ""


# More of one kind are not listed: whoever has a thousand of them mends them all at once.
MOST_PER_CODE = 1000
LONGEST_MESSAGE = 2000


@dataclass(frozen=True)
class Problem:
    """Something an author should know or mend."""

    severity: Severity
    code: str
    place: Place
    message: str

    def __str__(self) -> str:
        where = f"{self.place}: " if str(self.place) else ""
        return f"{where}{self.message}"


@dataclass
class Report:
    """Grows while a course is converted; `as_json` is what --report writes, `report_page` says it in words."""

    course_id: str = ""
    course_title: str = ""
    language: str = "en"
    format: str = "scorm12"
    package_version: str = ""
    blocks: list[BlockLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    worst_case: int = 0
    limit: int | None = None
    # Titles by unit id, for people; units without one are shown by their id.
    unit_titles: dict[str, str] = field(default_factory=dict)
    _said: set[Problem] = field(default_factory=set)
    _counts: Counter[str] = field(default_factory=Counter)

    def problem(self, severity: Severity, code: str, message: str, place: Place | None = None) -> None:
        """Add a line about a problem; the same line is said once, and a kind of problem not without end."""
        where = place or Place()
        line = Problem(severity, code, Place(where.file and printable(where.file), where.line), _bearable(message))
        if line in self._said:
            return
        self._said.add(line)
        self._counts[code] += 1
        if self._counts[code] == MOST_PER_CODE + 1:
            line = Problem(severity, code, Place(), "There are more of this kind, not listed here.")
        if self._counts[code] <= MOST_PER_CODE + 1:
            self.problems.append(line)

    @property
    def totals(self) -> dict[str, int]:
        """Leaf blocks per status, and all of them under ``blocks``."""
        counts = Counter(line.status for line in self.blocks)
        return {
            "carried": counts["carried"],
            "simplified": counts["simplified"],
            "left_out": counts["left_out"],
            "hidden": counts["hidden"],
            "blocks": len(self.blocks),
        }

    @property
    def complete(self) -> bool:
        """True when everything was carried over as it is."""
        totals = self.totals
        return totals["simplified"] == totals["left_out"] == 0 and not any(
            problem.severity != "info" for problem in self.problems
        )

    def as_json(self) -> dict[str, Any]:
        """Return the report as `schemas/report.schema.json` describes it."""
        return {
            "version": 1,
            "course": {"id": self.course_id, "title": self.course_title, "language": self.language},
            "format": self.format,
            "package_version": self.package_version,
            "blocks": [vars(line) for line in self.blocks],
            "totals": self.totals,
            "problems": [
                {
                    "severity": problem.severity,
                    "code": problem.code,
                    "file": problem.place.file,
                    "line": problem.place.line,
                    "message": problem.message,
                }
                for problem in self.problems
            ],
            "state": {"worst_case": self.worst_case, "limit": self.limit},
        }


def _bearable(message: str) -> str:
    return printable(message if len(message) <= LONGEST_MESSAGE else f"{message[:LONGEST_MESSAGE]}…")
