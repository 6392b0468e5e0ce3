"""Outcomes, gates and prerequisites: what a course says about packages, kept to what it holds (contract 2, 3)."""

from scorm_export.course import Course, Settings
from scorm_export.errors import Place
from scorm_export.package import Package
from scorm_export.report import Report


def check_settings(course: Course, package: Package, report: Report) -> None:
    """Add to ``report`` what the course's ``mobility`` settings promise and do not keep."""
    place = Place(course.settings.file)
    _check_outcomes(course, package, report, place)
    _remind_of_prerequisites(course.settings, report, place)


def _check_outcomes(course: Course, package: Package, report: Report, place: Place) -> None:
    """Every graded leaf serves an outcome, every outcome is served; only for courses that name outcomes."""
    outcomes, serves = course.settings.outcomes, course.settings.serves or {}
    if not outcomes:
        return
    for block, ids in serves.items():
        if block not in course.ids:
            report.problem("warning", "unknown-block", f"“serves” names {block}, which is not in the course.", place)
        for unknown in sorted(set(ids) - set(outcomes)):
            report.problem("warning", "unknown-outcome", f"{block} serves “{unknown}”, which is no outcome.", place)
    for leaf in _graded_leaves(package):
        if leaf not in serves:
            report.problem(
                "warning",
                "no-outcome",
                f"{leaf} is graded but serves no outcome. Name one under “serves”.",
                place,
            )
    for outcome in sorted(set(outcomes) - {name for ids in serves.values() for name in ids}):
        report.problem("warning", "outcome-not-served", f"Nothing serves outcome {outcome}.", place)


def _graded_leaves(package: Package) -> list[str]:
    graded = (sub for sub in package.subsections if sub.graded)
    return [leaf.id for sub in graded for unit in sub.units for leaf in unit.leaves if leaf.points]


def _remind_of_prerequisites(settings: Settings, report: Report, place: Place) -> None:
    for gate in settings.gates:
        locks = ", ".join(gate.locks)
        report.problem(
            "info",
            "prerequisite",
            f"In Open edX, gate “{gate.id}” locks nothing by itself: in Studio, make {gate.block} the prerequisite "
            f"of {locks} with a minimum score of {gate.minimum / 10:g} %.",
            place,
        )
