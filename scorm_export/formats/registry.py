"""The formats `mobility export --format` knows."""

from collections.abc import Callable
from dataclasses import dataclass

from scorm_export.content import Content
from scorm_export.formats import scorm12, scorm2004, web
from scorm_export.package import Package


@dataclass(frozen=True)
class Format:
    """``files`` returns name → content and the version; ``limit`` is the characters an LMS keeps (None: no LMS)."""

    title: str
    files: Callable[[Package], tuple[dict[str, Content], str]]
    limit: int | None


FORMATS = {
    "scorm12": Format("SCORM 1.2", scorm12.scorm12_files, scorm12.LIMIT),
    "scorm2004": Format("SCORM 2004 4th Edition", scorm2004.scorm2004_files, scorm2004.LIMIT),
    "web": Format("a web site", web.web_files, None),
}
