"""What Studio's import would reject, lose or misread. `cms import` itself exits 0 even when blocks fail to load."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points

from scorm_export.check import attributes, dates, grading, groups, leftovers, policy, references, structure
from scorm_export.check.raw import RawCourse, Say
from scorm_export.check.reading import read_raw
from scorm_export.convertors.registry import tags
from scorm_export.errors import Place
from scorm_export.files import Files
from scorm_export.report import Report, Severity

# More of one kind are counted, not listed: whoever has a hundred of them mends them all at once.
MOST_PER_CODE = 100
# What could command a terminal or turn a line around, and halves of signs that nothing can print.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
CHECKS: Sequence[Callable[[RawCourse, Say], None]] = (
    structure.check_identity,
    structure.check_names,
    structure.check_twins,
    structure.check_places,
    structure.check_titles,
    attributes.check_attributes,
    attributes.check_policy_keys,
    policy.check_policy,
    policy.check_tabs,
    grading.check_grading,
    groups.check_groups,
    groups.check_experiments,
    references.check_course_image,
    references.check_conditions,
    references.check_passports,
    references.check_discussions,
    dates.check_dates,
    leftovers.check_forgotten,
    leftovers.check_name_case,
    leftovers.check_static,
)


def check_olx(files: Files, report: Report) -> None:
    """Add to ``report`` what is wrong with the OLX in ``files``; raises nothing for broken input."""
    counts: Counter[tuple[str, Severity]] = Counter()

    def say(severity: Severity, code: str, message: str, place: Place) -> None:
        counts[code, severity] += 1
        if counts[code, severity] <= MOST_PER_CODE:
            where = place.file and _UNPRINTABLE.sub("\ufffd", place.file)
            report.problem(severity, code, _UNPRINTABLE.sub("\ufffd", message), Place(where, place.line))

    course = read_raw(files, say)
    if course is not None:
        for check in CHECKS:
            check(course, say)
        structure.check_tags(course, _installed(), say)
    for (code, severity), count in counts.items():
        if count > MOST_PER_CODE:
            report.problem(severity, code, f"There are {count - MOST_PER_CODE} more of this kind, not listed here.")


def _installed() -> frozenset[str]:
    """Return the blocks that are known here beyond Open edX's own."""
    return frozenset(point.name for point in entry_points(group="xblock.v1")) | frozenset(tags())
