"""The stored grades are what the model says today, and the model keeps to what is known of Open edX."""

import json
import sys

import pytest

from tests.conformance.open_edx_grades import (
    KEPT,
    Scored,
    Subsection,
    assignment_percent,
    grade,
    python_sum,
    subsection_percent,
    weighted,
)
from tests.conformance.open_edx_sheets import stored

ONE = Scored("problem", 1, None)
LAB = {"type": "Lab", "weight": 1, "min_count": 1, "drop_count": 0}


def test_the_stored_sheets_are_todays() -> None:
    assert KEPT.read_text(encoding="utf-8") == stored()


def test_the_stored_file_stays_small_and_large_enough() -> None:
    assert KEPT.stat().st_size < 400_000
    assert sum(len(course["sheets"]) for course in json.loads(KEPT.read_bytes())) >= 2000


@pytest.mark.parametrize(
    ("block", "answer", "points"),
    [
        (Scored("problem", 2, None), "1a", (1.5, 2.0)),
        (Scored("problem", 2, 5), "10", (2.5, 5.0)),
        (Scored("problem", 1, 0), "1", (0.0, 0.0)),
        (Scored("problem", 3, 1), "-", (0.0, 1.0)),
        (Scored("block", 1, 4), "#250", (1.0, 4.0)),
    ],
)
def test_a_weight_takes_the_place_of_what_is_possible(block: Scored, answer: str, points: tuple[float, float]) -> None:
    assert weighted(block, answer) == points


@pytest.mark.parametrize(
    ("blocks", "answers", "percent"),
    [
        ((ONE, ONE, ONE), "110", 0.6667),
        ((Scored("problem", 1, 1), Scored("problem", 1, 31)), "10", 0.0312),
        ((Scored("problem", 1, 3), Scored("problem", 1, 29)), "10", 0.0938),
        ((Scored("problem", 1, 0),), "1", None),
        ((Scored("never", 1, None), ONE), "-1", 1.0),
        ((), "", None),
    ],
)
def test_subsections_keep_four_decimals(blocks: tuple[Scored, ...], answers: str, percent: float | None) -> None:
    assert subsection_percent(Subsection(True, "Lab", blocks), list(answers)) == percent


@pytest.mark.parametrize(
    ("minimum", "drop", "percents", "mean"),
    [(0, 0, [], 0), (4, 0, [1, 1], 0.5), (2, 1, [0.2, 1, 0.8], 0.9), (0, 2, [1], 0), (3, 1, [0.5, 1], 0.75)],
)
def test_drops_and_missing_ones(minimum: int, drop: int, percents: list[float], mean: float) -> None:
    assert assignment_percent({"min_count": minimum, "drop_count": drop}, percents) == mean


@pytest.mark.parametrize(
    ("cutoffs", "percent", "letter", "passed"),
    [
        ({"A": 0.9, "Pass": 0.67}, 0.67, "Pass", True),
        ({"A": 0.67, "Pass": 0.5}, 0.67, "A", True),
        ({"Pass": 0.6704}, 0.67, None, False),
        ({"A": 0.7, "F": 0}, 0.67, "F", False),
        ({}, 0.67, None, False),
    ],
)
def test_cutoffs(cutoffs: dict[str, float], percent: float, letter: str | None, passed: bool) -> None:
    result = grade({"GRADER": [LAB], "GRADE_CUTOFFS": cutoffs}, [Subsection(True, "Lab", (ONE,) * 3)], [list("110")])
    assert (result.percent, result.letter, result.passed) == (percent, letter, passed)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="sums were plain before Python 3.12")
def test_sums_are_pythons() -> None:
    numbers = [0.1, 0.7, 1 / 3, 0.67, 2.675, 1e-9] * 7
    assert python_sum(numbers) == sum(numbers)
