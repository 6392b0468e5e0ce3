"""What an author should mend before a course goes out: to learners in Open edX, or in a package."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from scorm_export.check.outcomes import check_settings
from scorm_export.check.schemas import schema_errors
from scorm_export.check.studio import check_olx
from scorm_export.course import Course
from scorm_export.errors import Place
from scorm_export.files import Files
from scorm_export.package import Package
from scorm_export.report import Problem, Report

__all__ = ["check_course", "check_files", "schema_errors"]

# What the conversion says, and what the check says of the same matter with the exact place.
REPLACED: Mapping[str, frozenset[str]] = {
    "misplaced": frozenset({"misplaced"}),
    "unknown-assignment": frozenset({"unknown-assignment", "graded-without-type"}),
    "duplicate-id": frozenset({"duplicate-url-name", "same-child-twice", "two-parents"}),
}


def check_course(course: Course, package: Package, report: Report) -> None:
    """Add to ``report`` what a conversion alone does not see."""
    check_settings(course, package, report)
    check_files(course.files, report)


def check_files(files: Files, report: Report) -> None:
    """Add to ``report`` what is wrong with the course's files, each matter once; needs no course that can be read."""
    found = Report()
    check_olx(files, found)
    codes = {problem.code for problem in found.problems}
    by_place: dict[Place, list[str]] = defaultdict(list)
    for problem in found.problems:
        by_place[problem.place].append(problem.message)
    said = [problem for problem in report.problems if not _better_said(problem, codes, by_place[problem.place])]
    places = {(problem.place, key) for problem in said for key in (problem.code, problem.message)}
    new = [
        problem
        for problem in found.problems
        if not {(problem.place, problem.code), (problem.place, problem.message)} & places
    ]
    report.problems[:] = [*said, *new]


def _better_said(problem: Problem, codes: set[str], here: Sequence[str]) -> bool:
    """True when the check says the same: of that matter with its place, or at that place (``here``) with its code."""
    return not codes.isdisjoint(REPLACED.get(problem.code, ())) or any(
        message != problem.message and problem.message.startswith(message) for message in here
    )
