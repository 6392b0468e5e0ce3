"""The course grade as Open edX computes it, written anew in plain Python, and what it says of generated answer sheets.

edx-platform stands in no package registry, so this is our own model of it, nothing copied. Behaviour read in November 2026,
in the newest state at hand of each file of `openedx/openedx-platform` (edx-platform's name since Verawood):

- `lms/djangoapps/grades/scores.py` (e57a655d): `weighted_score`, `compute_percent`, `get_score` (no positive denominator: not graded)
- `xmodule/graders.py` (e57a655d): `aggregate_scores`, `AssignmentFormatGrader`, `WeightedSubsectionsGrader`
- `lms/djangoapps/grades/subsection_grade.py` (3b7eee77): `percent_graded`; `course_grade.py` (599d2f00, OpenCraft's copy):
  `_graded_subsections_by_format`, `_compute_percent`, `_compute_letter_grade`, `_compute_passed`
- `openedx/core/lib/grade_utils.py` (5acde7c0): `round_away_from_zero`
- `xmodule/course_block.py` (03f00d53): `set_grading_policy`; `xmodule/course_metadata_utils.py` (385004c8): `DEFAULT_GRADING_POLICY`

Run `python -m tests.conformance.open_edx_grades --write` to store sheets and grades for the player's tests.
"""

import argparse
import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.conformance.environments import ROOT

KEPT = ROOT / "tests" / "player" / "fixtures" / "grades.json"
DEFAULT_POLICY: dict[str, Any] = {
    "GRADER": [
        {"type": "Homework", "min_count": 12, "drop_count": 2, "weight": 0.15},
        {"type": "Lab", "min_count": 12, "drop_count": 2, "weight": 0.15},
        {"type": "Midterm Exam", "min_count": 1, "drop_count": 0, "weight": 0.3},
        {"type": "Final Exam", "min_count": 1, "drop_count": 0, "weight": 0.4},
    ],
    "GRADE_CUTOFFS": {"Pass": 0.5},
}
# Parts of a response's points, by the letter that stands for them in a sheet.
PARTS = {"a": (1, 2), "b": (67, 100), "c": (33, 100), "d": (1, 3), "e": (1, 10), "f": (7, 10), "g": (1, 8)}


@dataclass(frozen=True)
class Scored:
    """A block: "problem" with so many responses, "block" with a score of its own, or "never", which a package leaves out."""

    kind: str
    responses: int
    weight: float | None


@dataclass(frozen=True)
class Subsection:
    graded: bool
    format: str | None
    blocks: tuple[Scored, ...]


@dataclass(frozen=True)
class Grade:
    percents: list[float | None]
    percent: float
    letter: str | None
    passed: bool


def python_sum(numbers: Iterable[float]) -> float:
    """Sum as Python 3.12 and later do (compensated); Open edX runs on 3.12 since Verawood."""
    total = lost = 0.0
    for number in numbers:
        both = total + number
        lost += (total - both) + number if abs(total) >= abs(number) else (number - both) + total
        total = both
    return total + lost if lost else total


def raw_score(block: Scored, answer: str) -> tuple[float, float]:
    """Return earned and possible before the weight. An answer is "-", "10a" (one sign per response) or "#667" (per mille)."""
    if block.kind == "block":
        return (0.0 if answer == "-" else int(answer[1:]) / 1000), 1.0
    earned = 0.0
    for sign in answer.replace("-", ""):
        part, whole = PARTS.get(sign) or (int(sign), 1)
        earned += part / whole
    return earned, float(block.responses)


def weighted(block: Scored, answer: str) -> tuple[float, float]:
    """Return earned and possible with the weight, which takes the place of what is possible."""
    earned, possible = raw_score(block, answer)
    if block.weight is None or possible == 0:
        return earned, possible
    return earned * block.weight / possible, float(block.weight)


def subsection_percent(subsection: Subsection, answers: Sequence[str]) -> float | None:
    """Return what a subsection gives, to four decimals with halves to even; None when nothing can be earned."""
    scores = [weighted(*each) for each in zip(subsection.blocks, answers, strict=True) if each[0].kind != "never"]
    scores = [(earned, possible) for earned, possible in scores if possible > 0]
    possible = python_sum(possible for _, possible in scores)
    if possible <= 0:
        return None
    # numpy's `around`: times 10,000, to the nearest whole number (halves to even), divided again.
    return round(python_sum(earned for earned, _ in scores) / possible * 10_000) / 10_000


def assignment_percent(entry: Mapping[str, Any], percents: Sequence[float]) -> float:
    """Return the mean of one type: missing ones are 0, the lowest are dropped, the last of equals first."""
    drop = entry["drop_count"]
    every = [*percents, *[0.0] * (entry["min_count"] - len(percents))]
    best_first = sorted(range(len(every)), key=lambda index: -every[index])
    dropped = set(best_first[-drop:]) if drop > 0 else set()
    total = 0.0
    for index, percent in enumerate(every):
        if index not in dropped:
            total += percent
    kept = len(every) - drop
    return total / kept if kept > 0 else total


def grade(policy: Mapping[str, Any], subsections: Sequence[Subsection], answers: Sequence[Sequence[str]]) -> Grade:
    """Grade one learner's sheet."""
    rules = {**DEFAULT_POLICY, **policy}
    percents = [subsection_percent(*each) for each in zip(subsections, answers, strict=True)]
    total = exact_percent(rules["GRADER"], subsections, percents)
    percent = math.floor(total * 100 + 0.05 + 0.5) / 100
    cutoffs = rules["GRADE_CUTOFFS"]
    ranked = sorted(cutoffs, key=lambda letter: cutoffs[letter], reverse=True)
    lowest = min((cutoff for cutoff in cutoffs.values() if cutoff > 0), default=None)
    return Grade(
        percents,
        percent,
        next((letter for letter in ranked if percent >= cutoffs[letter]), None),
        lowest is not None and percent >= lowest,
    )


def exact_percent(
    grader: Sequence[Mapping[str, Any]], subsections: Sequence[Subsection], percents: Sequence[float | None]
) -> float:
    """Return the course's part of 1 before it is rounded. Weights are taken as they are, whatever they add up to."""
    total = 0.0
    for entry in grader:
        mine = [
            percent
            for subsection, percent in zip(subsections, percents, strict=True)
            if percent is not None and subsection.graded and subsection.format == entry["type"]
        ]
        total += assignment_percent(entry, mine) * entry.get("weight", 0)
    return total


def main(arguments: Sequence[str]) -> int:
    """Store the generated sheets, or say whether the stored ones are today's."""
    from tests.conformance.open_edx_sheets import stored

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help=f"write {KEPT.relative_to(ROOT)}")
    text = stored()
    if parser.parse_args(arguments).write:
        KEPT.write_text(text, encoding="utf-8")
    courses = json.loads(text)
    print(f"{len(courses)} courses, {sum(len(course['sheets']) for course in courses)} sheets, {len(text)} bytes")
    return 0 if KEPT.read_text(encoding="utf-8") == text else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
