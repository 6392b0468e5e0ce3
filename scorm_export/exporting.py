"""From a course to a package file: read, convert, write (contract 11)."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from scorm_export.convert import Conversion
from scorm_export.course import Course, read_course
from scorm_export.errors import CourseError, UsageError
from scorm_export.formats.archive import write_zip
from scorm_export.formats.registry import FORMATS, Format
from scorm_export.package import Package
from scorm_export.report import Report

# What a record registers (mobility_record/stays/package_zip.py).
PACKAGE_ID = r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}"
MOST_LINE_ITEMS = 100


@dataclass(frozen=True)
class Options:
    """What the command line may say about an export."""

    format: str = "scorm12"
    record: str | None = None
    languages: tuple[str, ...] = ()
    strict: bool = False
    include_hidden: bool = False
    package_id: str | None = None
    mastery: int | None = None
    report_failed: bool = False
    lms_url: str | None = None
    sandbox_scripts: bool = False


def export_course(course: Path, output: Path, options: Options) -> tuple[Report, int | None]:
    """Write the package and return the report and the size in bytes (None: --strict refused it).

    Raises `CourseError` for a course that can't be exported and `UsageError` for options that do not go together;
    nothing is written then.
    """
    package, report = convert_course(course, options)
    files, report.package_version = FORMATS[options.format].files(package)
    if options.strict and not report.complete:
        return report, None
    return report, write_zip(files, output)


def convert_course(course: Path, options: Options) -> tuple[Package, Report]:
    """Return the package model and the report, nothing written; raises as `export_course`."""
    _check(options)
    return convert(read_course(course), options)


def convert(course: Course, options: Options) -> tuple[Package, Report]:
    """Return the package model and the report of a course that is read already; raises as `export_course`."""
    chosen = FORMATS[options.format]
    report = Report(course.id, course.title, course.language, options.format, limit=chosen.limit)
    package = Conversion(course, report, options.include_hidden, options.lms_url, options.sandbox_scripts).package(
        options.languages
    )
    if not package.units:
        raise CourseError("The course has no units that learners see, so there is nothing to export.")
    if options.mastery is not None and package.gates:
        raise UsageError(
            "--mastery does not go with gates: the LMS would overrule a missed gate by the score alone. Leave it out."
        )
    report.worst_case = package.state_answers + package.state_private
    _report_state(package, report, chosen)
    package = replace(
        package,
        id=options.package_id or package.id,
        record=options.record.rstrip("/") if options.record else None,
        mastery=options.mastery,
        report_failed=options.report_failed,
    )
    if package.record:
        _check_for_record(package)
    return package, report


def _report_state(package: Package, report: Report, chosen: Format) -> None:
    if chosen.limit is None:
        return
    if package.state_answers > chosen.limit:
        report.problem(
            "warning",
            "state-too-large",
            f"A learner's answers can need up to {package.state_answers} characters; {chosen.title} keeps "
            f"{chosen.limit}. Split the course into several packages to be safe.",
        )
    elif report.worst_case > chosen.limit:
        report.problem(
            "info",
            "notes-may-not-fit",
            f"All answers fit ({package.state_answers} of {chosen.limit} characters). Long private notes may not; "
            "the learner is told before one is refused.",
        )


def _check_for_record(package: Package) -> None:
    """A record would not register such a package; better said now than when learners have it."""
    if not re.fullmatch(PACKAGE_ID, package.id):
        raise UsageError(
            f"A record can't take the package id “{package.id}”. Give one of letters, digits and . _ + - with "
            "--package-id."
        )
    if len(package.line_items) > MOST_LINE_ITEMS:
        raise UsageError(f"A record takes {MOST_LINE_ITEMS} line items; with its gates this course has more.")


def _check(options: Options) -> None:
    if options.mastery is not None and options.format == "web":
        raise UsageError("--mastery does not go with --format web: a web site has no LMS that would read it.")
    if options.record and not re.fullmatch(r"https?://[^/?#\s]+/?", options.record):
        raise UsageError(
            f"--record must be the address of the record alone, such as https://record.example, not “{options.record}”."
        )
    if options.lms_url and not re.fullmatch(r"https?://[^\s?#]+", options.lms_url):
        raise UsageError(
            f"--lms-url must be the address of the LMS or of the course in it, such as https://lms.example, "
            f"not “{options.lms_url}”."
        )
    if options.package_id and not re.fullmatch(PACKAGE_ID, options.package_id):
        raise UsageError(
            "--package-id may hold letters, digits and . _ + - (at most 100), and begins with a letter or digit."
        )
