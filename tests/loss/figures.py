"""What progress, grade, gates and status must be (contract 3), computed from the course and from what was answered.

Written from the contract and from Open edX's grading, not from the player: exact fractions until Open edX rounds.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scorm_export.package import Gate, Leaf, Package, Subsection


@dataclass(frozen=True)
class Standing:
    """What a learner has: right answers per question (leaf → one entry per response), and leaves that are done."""

    correct: Mapping[str, Sequence[bool]]
    done: Collection[str]
    readiness: Mapping[str, int]


def progress(package: Package, standing: Standing) -> int:
    """Return done leaves of those that can be done, per mille, halves up."""
    counted = [leaf.id for unit in package.units for leaf in unit.leaves if leaf.complete != "never"]
    return per_mille(Fraction(sum(leaf in standing.done for leaf in counted), len(counted)))


def grade(package: Package, standing: Standing) -> int:
    """Return the course grade as Open edX rounds it: subsections to four decimals, the course to whole per cent."""
    total = Fraction(0)
    for assignment in package.assignments:
        scores = [
            _percent(sub, standing) for sub in package.subsections if sub.graded and sub.format == assignment.type
        ]
        known = [score for score in scores if score is not None]
        known += [Fraction(0)] * (assignment.min_count - len(known))
        kept = sorted(known, reverse=True)[: max(0, len(known) - assignment.drop_count)] or known
        mean = sum(kept, Fraction(0)) / len(kept) if kept else Fraction(0)
        total += mean * Fraction(str(assignment.weight)) / 1000
    return min(1000, math.floor(total * 100 + Fraction(5, 100) + Fraction(1, 2)) * 10)


def _percent(subsection: Subsection, standing: Standing) -> Fraction | None:
    leaves = [leaf for unit in subsection.units for leaf in unit.leaves if leaf.points is not None]
    possible = sum(leaf.points or 0 for leaf in leaves)
    if possible == 0:
        return None
    earned = sum((_share(leaf, standing) * (leaf.points or 0) for leaf in leaves), Fraction(0))
    return Fraction(round(earned / possible * 10_000), 10_000)


def _share(leaf: Leaf, standing: Standing) -> Fraction:
    right = standing.correct.get(leaf.id)
    if right:
        return Fraction(sum(right), len(right))
    return Fraction(standing.readiness.get(leaf.id, 0), 1000)


def gate_score(package: Package, gate: Gate, standing: Standing) -> int:
    """Return the score of the gate's block, per mille: its points, else how much of it is done."""
    leaves = leaves_under(package, gate.block)
    possible = sum(leaf.points or 0 for leaf in leaves)
    if possible:
        return per_mille(sum((_share(leaf, standing) * (leaf.points or 0) for leaf in leaves), Fraction(0)) / possible)
    done = [leaf.id in standing.done for leaf in leaves if leaf.complete != "never"]
    return per_mille(Fraction(sum(done), len(done))) if done else 0


def leaves_under(package: Package, block: str) -> list[Leaf]:
    """Return the leaves in a section, subsection or unit, or the leaf itself."""
    return [
        leaf
        for section in package.sections
        for subsection in section.subsections
        for unit in subsection.units
        for leaf in unit.leaves
        if block in (section.id, subsection.id, unit.id, leaf.id)
    ]


def passed(package: Package, standing: Standing, gates: Collection[str]) -> bool:
    """Return whether the course is passed (or completed, without graded parts), given the gates passed so far."""
    if any(gate.id not in gates for gate in package.gates):
        return False
    if package.graded and package.passing > 0:
        return grade(package, standing) >= package.passing
    return progress(package, standing) == 1000


def per_mille(part: Fraction) -> int:
    """Round half up, in integers."""
    return math.floor(part * 1000 + Fraction(1, 2))
