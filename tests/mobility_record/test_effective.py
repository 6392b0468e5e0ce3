"""Which result counts over sources (CONTRACTS 6), as a table."""

import pytest

from mobility_record.results.effective import Decided, Effective, Reported, effective

SELF, LMS, MENTOR = "self-reported", "lms-reported", "mentor-confirmed"
CASES = [
    ("nothing was ever said", "progress", [], [], None),
    ("the greatest progress", "progress", [(600, SELF, 1), (400, SELF, 9)], [], (600, SELF, 1, "")),
    ("the latest grade", "grade", [(600, SELF, 1), (400, SELF, 9)], [], (400, SELF, 9, "")),
    ("a gate once passed stays passed", "gate:g", [(1000, SELF, 1), (0, SELF, 9)], [], (1000, SELF, 1, "")),
    ("assurance before progress", "progress", [(900, SELF, 9), (300, LMS, 1)], [], (300, LMS, 1, "")),
    ("assurance before time", "grade", [(900, LMS, 9), (300, MENTOR, 1)], [], (300, MENTOR, 1, "")),
    ("a cleared score yields to any", "progress", [(None, SELF, 9), (0, SELF, 1)], [], (0, SELF, 1, "")),
    ("the latest grade may be cleared", "grade", [(None, SELF, 9), (500, SELF, 1)], [], (None, SELF, 9, "")),
    ("of equal progress the latest", "progress", [(5, SELF, 1), (5, SELF, 9)], [], (5, SELF, 9, "")),
    ("a correction beats all", "grade", [(900, MENTOR, 9)], [("correct", 1, 2)], (1, MENTOR, 2, "correct")),
    ("a correction without reports", "grade", [], [("correct", 7, 2)], (7, MENTOR, 2, "correct")),
    ("the newest decision", "grade", [], [("correct", 7, 5), ("confirm", 9, 2)], (7, MENTOR, 5, "correct")),
    ("withdrawn", "grade", [(3, SELF, 1)], [("correct", 7, 2), ("withdraw", None, 3)], (3, SELF, 1, "")),
    ("withdrawn and nothing reported", "grade", [], [("correct", 7, 2), ("withdraw", None, 3)], None),
]


@pytest.mark.parametrize(("tag", "said", "decided", "counts"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_what_counts(tag, said, decided, counts):
    found = effective(tag, [Reported(*each) for each in said], [Decided(*each) for each in decided])
    assert found == (None if counts is None else Effective(*counts))
