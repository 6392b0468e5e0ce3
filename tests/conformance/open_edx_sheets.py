"""Courses and answer sheets made by chance, always the same, many of them next to a border of rounding."""

import json
import math
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scorm_export.course import GradingPolicy, read_course
from tests.conformance.open_edx_grades import PARTS, Scored, Subsection, exact_percent, grade, subsection_percent
from tests.scorm_export.courses import write_course

COURSES, SHEETS, TRIED = 150, 16, 80
WEIGHTS = (None, None, None, 1, 1, 2, 3, 5, 7, 10, 0, 0.5, 0.125, 0.333, 1.5, 2.675, 0.001)
CUTOFFS = (
    {"Pass": 0.5}, {"A": 0.9, "B": 0.8, "Pass": 0.6}, {"A": 0.875, "C": 0.29}, {"Pass": 0.6704}, {"Pass": 0.6696},
    {"A": 0.57, "F": 0}, {"A": 1.0, "D": 0.07}, {"Pass": 0.335}, {"Pass": 0.005},
)  # fmt: skip
SHARES = ((1,), (0.5, 0.5), (0.15, 0.85), (0.3333, 0.3333, 0.3334), (0.45, 0.35, 0.2), (0.1667, 0.5, 0.3333),
          (0.15, 0.15, 0.3, 0.4), (0.25, 0.25, 0.25, 0.25), (0.7, 0.5), (0.4, 0.3, 0.1), (0, 1), (0.455,), (0.125, 0.875))  # fmt: skip
NAMES = ("Homework", "Lab", "Midterm Exam", "Final Exam")

Sheet = list[list[str]]


def stored() -> str:
    """Return courses with sheets and grades as JSON, one course a line."""
    dice = random.Random(20261124)
    courses = [*_made_for_borders(), *(_course(dice) for _ in range(COURSES))]
    lines = [json.dumps(_graded(dice, *course), separators=(",", ":")) for course in courses]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def exported(policy: dict[str, Any]) -> GradingPolicy:
    """Return what an export reads of a grading policy."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"policies/run/grading_policy.json": json.dumps(policy)}
        return read_course(write_course(Path(folder), files)).grading


def _made_for_borders() -> Iterator[tuple[dict[str, Any], list[Subsection]]]:
    """Ties: of subsections (1/32 is 312.5 of 10,000), of the course (45.45 % + 0.05), equal ones to drop, nothing to keep."""
    one = Scored("problem", 1, None)
    by_32 = tuple(Scored("problem", 1, weight) for weight in (1, 2, 4, 8, 17))
    thirds = tuple(Scored("problem", 3, weight) for weight in (None, 3, 1))
    for weight, minimum, drop in ((1, 1, 0), (0.5, 2, 0), (0.4545, 1, 0), (1, 3, 1), (1, 4, 9), (1, 0, 2)):
        entry = {"type": "Lab", "weight": weight, "min_count": minimum, "drop_count": drop}
        for blocks in (by_32, thirds, (one, one, one), (one,) * 8):
            yield (
                {"GRADER": [entry], "GRADE_CUTOFFS": {"Pass": 0.5}},
                [Subsection(True, "Lab", blocks), Subsection(True, "Lab", blocks), Subsection(True, "Lab", ())],
            )
    exam = [Subsection(True, name, (one, one)) for name in NAMES]
    yield {"GRADE_CUTOFFS": {"Pass": 0.3}}, exam
    yield {"GRADER": [{"type": "Lab", "weight": 1, "min_count": 1, "drop_count": 0}]}, exam
    yield {}, exam


def _course(dice: random.Random) -> tuple[dict[str, Any], list[Subsection]]:
    shares = dice.choice(SHARES)
    grader = [
        {"type": name, "weight": weight, "min_count": dice.choice((0, 1, 1, 2, 4)), "drop_count": dice.choice((0, 0, 0, 1, 2, 5))}
        for name, weight in zip(NAMES, shares, strict=False)
    ]  # fmt: skip
    subsections = []
    for entry in grader:
        for _ in range(dice.choice((0, 1, 1, 2, 2, 3, 4, 8))):
            subsections.append(Subsection(True, entry["type"], _blocks(dice)))
    for graded, name in ((False, None), (False, NAMES[0]), (True, None), (True, "Quiz")):
        if dice.random() < 0.2:
            subsections.append(Subsection(graded, name, _blocks(dice)))
    dice.shuffle(subsections)
    return {"GRADER": grader, "GRADE_CUTOFFS": dice.choice(CUTOFFS)}, subsections


def _blocks(dice: random.Random) -> tuple[Scored, ...]:
    return tuple(_block(dice) for _ in range(dice.choice((0, 1, 1, 2, 2, 3, 6))))


def _block(dice: random.Random) -> Scored:
    kind = dice.choice(("problem",) * 6 + ("block", "never"))
    if kind == "block":
        return Scored(kind, 1, dice.choice([weight for weight in WEIGHTS if weight is not None]))
    return Scored(kind, dice.choice((1, 1, 1, 2, 3, 4)), dice.choice(WEIGHTS))


def _graded(dice: random.Random, policy: dict[str, Any], subsections: list[Subsection]) -> dict[str, Any]:
    """Half of the sheets are taken because they stand next to a border, the others as they come."""
    tried = [_sheet(dice, subsections) for _ in range(TRIED)]
    usual = [_sheet(dice, subsections, habit) for habit in ("nothing", "all")] + tried[: SHEETS // 2 - 2]
    near = sorted(tried[SHEETS // 2 - 2 :], key=lambda sheet: _distance(policy, subsections, sheet))
    read = exported(policy)
    return {
        "assignments": [[each.type, each.weight, each.min_count, each.drop_count] for each in read.assignments],
        "passing": read.passing,
        "subsections": [
            [int(each.graded), each.format, [[block.kind, block.responses, block.weight] for block in each.blocks]]
            for each in subsections
        ],
        "sheets": [_row(policy, subsections, sheet) for sheet in [*usual, *near[: SHEETS - len(usual)]]],
    }


def _row(policy: dict[str, Any], subsections: list[Subsection], sheet: Sheet) -> list[Any]:
    """Answers, what each subsection gives in ten-thousandths, per cent of the course, letter, passed."""
    result = grade(policy, subsections, sheet)
    percents = [None if each is None else round(each * 10_000) for each in result.percents]
    answers = ";".join(" ".join(each) for each in sheet)
    return [answers, percents, round(result.percent * 100), result.letter, int(result.passed)]


def _sheet(dice: random.Random, subsections: Sequence[Subsection], habit: str = "") -> Sheet:
    habit = habit or dice.choice(("some", "partial", "partial", "most"))
    return [[_answer(dice, block, habit) for block in each.blocks] for each in subsections]


def _answer(dice: random.Random, block: Scored, habit: str) -> str:
    skipped = {"nothing": 1.0, "some": 0.4, "partial": 0.1, "most": 0.05, "all": 0.0}[habit]
    if block.kind == "never" or dice.random() < skipped:
        return "-"
    if block.kind == "block":
        return "#1000" if habit == "all" else f"#{dice.choice((0, 125, 333, 500, 667, dice.randint(0, 1000)))}"
    signs = {"all": "1", "most": "1110", "some": "01"}.get(habit, "01" + "".join(PARTS))
    return "".join(dice.choice(signs) for _ in range(block.responses))


def _distance(policy: dict[str, Any], subsections: list[Subsection], sheet: Sheet) -> float:
    """Distance of the course's per cent from where its rounding changes."""
    percents = [subsection_percent(*each) for each in zip(subsections, sheet, strict=True)]
    if "GRADER" not in policy:
        return 1.0
    shifted = exact_percent(policy["GRADER"], subsections, percents) * 100 + 0.05
    return abs(shifted - math.floor(shifted) - 0.5)
