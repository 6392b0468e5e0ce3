"""Grading: weights that make a whole, and subsections that count as what the policy knows."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from scorm_export.check.raw import RawBlock, RawCourse, Say

# What Open edX grades by when a course brings no policy of its own.
DEFAULT_TYPES = {"Homework": 0.15, "Lab": 0.15, "Midterm Exam": 0.3, "Final Exam": 0.4}


def check_grading(course: RawCourse, say: Say) -> None:
    """Compare the grading policy with the subsections that are graded."""
    entries = list(_entries(course))
    place = course.grading.place("GRADER")
    types = [entry["type"] for entry in entries]
    for name in sorted(name for name, count in Counter(types).items() if count > 1):
        say("warning", "assignment-type-twice", f"The assignment type “{name}” stands there twice.", place)
    weights = [entry["weight"] for entry in entries]
    if entries and abs(sum(weights) - 1) > 0.001:
        message = f"The weights of the assignment types make {sum(weights) * 100:g} %, not 100 %. Correct them."
        say("warning", "grading-weights", message, place)
    weighed = {entry["type"]: entry["weight"] for entry in entries}
    _check_subsections(course, weighed if "GRADER" in course.grading.value else DEFAULT_TYPES, say)


def _entries(course: RawCourse) -> Iterator[Mapping[str, Any]]:
    grader = course.grading.value.get("GRADER")
    for entry in grader if isinstance(grader, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("type"), str):
            weight = entry.get("weight")
            number = weight if isinstance(weight, int | float) and not isinstance(weight, bool) else 0
            yield {"type": entry["type"], "weight": number}


def _check_subsections(course: RawCourse, types: Mapping[str, float], say: Say) -> None:
    graded = [block for block in course.of("sequential") if _true(_handed_down(block, "graded"))]
    formats = {block.value("format") for block in graded if isinstance(block.value("format"), str)}
    for block in graded:
        _check_format(block, types, say)
    for name, weight in types.items():
        if graded and weight and name not in formats and types is not DEFAULT_TYPES:
            message = f"No graded subsection is of the type “{name}”, so nobody can reach its {weight * 100:g} %."
            say("warning", "assignment-unused", message, course.grading.place("GRADER"))


def _check_format(block: RawBlock, types: Mapping[str, float], say: Say) -> None:
    name = block.value("format")
    if _true(_handed_down(block, "in_entrance_exam")) or _true(block.value("is_practice_exam")):
        return
    if not name:
        message = f"{block} is graded without a type (format), so it counts for nothing. Name an assignment type."
        say("warning", "graded-without-type", message, block.place)
    elif not isinstance(name, str) or name not in types:
        message = f"{block} is graded as “{name}”, a type that the grading policy lacks. It counts for nothing."
        say("warning", "unknown-assignment", message, block.place)


def _handed_down(block: RawBlock | None, name: str) -> Any:
    while block is not None:
        found = block.value(name)
        if found is not None:
            return found
        block = block.parent
    return None


def _true(value: Any) -> bool:
    return value.lower() == "true" if isinstance(value, str) else bool(value)
