"""Turns any Open edX course into a package that other learning management systems import.

>>> from scorm_export import export
>>> report = export("path/to/course.tar.gz", "course.zip", format="scorm12")  # doctest: +SKIP
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scorm_export.report import Report

__all__ = ["export"]


def export(course: str | Path, output: str | Path | None = None, **options: Any) -> Report:
    """Export ``course`` (a folder or an archive from Studio) and return the report; `mobility export` does the same.

    ``output`` is the zip to write; without one nothing is written and the report says what a package would hold.
    ``options`` are the fields of `exporting.Options`, such as ``format="scorm2004"``.

    Raises `errors.CourseError` for a course that can't be exported and `errors.UsageError` for options that do not go
    together; then nothing is written.
    """
    from scorm_export.exporting import Options, convert_course, export_course

    chosen = Options(**options)
    if output is None:
        return convert_course(Path(course), chosen)[1]
    return export_course(Path(course), Path(output), chosen)[0]
