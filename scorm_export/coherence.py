"""What can't work in a package is taken out of it, and said.

Gates that nobody could pass, conditions on blocks that stayed behind, grades of a type that the policy lacks.
"""

from collections.abc import Callable
from dataclasses import replace

from scorm_export.package import Gate, Leaf, Package
from scorm_export.report import Report


def coherent(package: Package, report: Report) -> Package:
    """Return the package without what can't work."""
    _check_assignments(package, report)
    return _possible(replace(package, gates=_reachable_gates(package, report)), report)


def _check_assignments(package: Package, report: Report) -> None:
    """A graded subsection whose type the policy does not have counts for nothing: say so before it is too late."""
    types = {assignment.type for assignment in package.assignments}
    for sub in package.subsections:
        if sub.graded and sub.format not in types:
            message = f"{sub.id} is graded as “{sub.format}”, a type that the grading policy lacks."
            report.problem("warning", "unknown-assignment", f"{message} It counts for nothing.")


def _reachable_gates(package: Package, report: Report) -> tuple[Gate, ...]:
    """Leave out gates whose block gives no points in the package: nobody could ever pass them."""
    scored = _scored(package)
    for gate in package.gates:
        if gate.block not in scored:
            report.problem(
                "error",
                "gate-without-score",
                f"Gate “{gate.id}” waits for “{gate.block}”, which gives no points in the package. "
                "The gate is left out; what it locks is open.",
            )
    return tuple(gate for gate in package.gates if gate.block in scored)


def _possible(package: Package, report: Report) -> Package:
    """Drop conditions on blocks that the package does not have: what waits for them is shown at once."""
    there = {leaf.id for unit in package.units for leaf in unit.leaves if leaf.complete != "never"}

    def kept(leaf: Leaf) -> Leaf:
        when = tuple(condition for condition in leaf.when if not condition.leaf or condition.leaf in there)
        if len(when) < len(leaf.when):
            message = f"{leaf.id} waits for a block that the package does not have; it is always shown."
            report.problem("warning", "condition", message)
        return replace(leaf, when=when)

    return _with_leaves(package, kept)


def _with_leaves(package: Package, change: Callable[[Leaf], Leaf]) -> Package:
    """Return the package with each leaf of its outline changed."""
    if not any(leaf.when for unit in package.units for leaf in unit.leaves):
        return package
    sections = [
        replace(section, subsections=tuple(
            replace(sub, units=tuple(replace(unit, leaves=tuple(map(change, unit.leaves))) for unit in sub.units))
            for sub in section.subsections
        ))
        for section in package.sections
    ]  # fmt: skip
    return replace(package, sections=tuple(sections))


def _scored(package: Package) -> set[str]:
    """Ids of all blocks, containers too, that give points."""
    found: set[str] = set()
    for section in package.sections:
        for sub in section.subsections:
            for unit in sub.units:
                for leaf in unit.leaves:
                    if leaf.points:
                        found |= {leaf.id, unit.id, sub.id, section.id}
    return found
