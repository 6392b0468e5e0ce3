"""The files a package takes along: everything its text refers to as /static/…, and nothing else."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from scorm_export.errors import CourseError, Place
from scorm_export.files import Files, safe_name
from scorm_export.names import safe_file_name
from scorm_export.report import Report


@dataclass
class Assets:
    """Collects files as blocks mention them. ``carried`` maps names in the package to bytes."""

    files: Files
    report: Report
    carried: dict[str, bytes] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def carry(self, url: str, place: Place) -> str | None:
        """Return the path inside the package for a ``/static/…`` URL, or None for any other URL.

        A missing file becomes a line in the report; its path is returned all the same, so the page shows its alt text.
        """
        match = re.fullmatch(r"/?static/([^?#]+)([?#].*)?", url.strip())
        if match is None:
            return None
        original = self._inside(unquote(match[1]), place)
        if original not in self._names:
            self._names[original] = self._add(original, place)
        return self._names[original] + (match[2] or "")

    def read(self, name: str, place: Place) -> bytes | None:
        """Return the bytes of a course file in static/, or None (with a line in the report) when it is missing."""
        found = self._find(self._inside(name, place))
        if found is None:
            self._missing(f"static/{name}", place)
            return None
        return self.files.read(found)

    def _inside(self, name: str, place: Place) -> str:
        found = safe_name(f"static/{name}", place)
        if not found.startswith("static/"):
            raise CourseError(f"“/static/{name}” leads out of the folder static. Use a file inside it.", place)
        return found

    def _add(self, original: str, place: Place) -> str:
        name = "static/" + safe_file_name(original.removeprefix("static/"))
        found = self._find(original)
        if found is None:
            self._missing(original, place)
        else:
            self.carried[name] = self.files.read(found)
            self._warn_of_programs(original, self.carried[name], place)
        return name

    def _warn_of_programs(self, original: str, data: bytes, place: Place) -> None:
        """A page or drawing with scripts runs on the LMS's own address when someone opens it."""
        active = original.lower().endswith((".svg", ".html", ".htm", ".xhtml", ".xml"))
        if active and re.search(rb"<script|\son[a-z]+\s*=|javascript:", data, re.IGNORECASE):
            message = (
                f"{original} holds a program, which runs in the LMS when it is opened. Remove it if you do not know it."
            )
            self.report.problem("warning", "active-file", message, place)

    def _find(self, name: str) -> str | None:
        """Studio keeps “My plan.png” as My_plan.png; its export holds the one, its texts name the other."""
        if name in self.files:
            return name
        return self._stored_names.get(_as_studio_keeps(name))

    @cached_property
    def _stored_names(self) -> dict[str, str]:
        """Files of static/ by the name that Studio keeps them under."""
        return {_as_studio_keeps(name): name for name in self.files.names() if name.startswith("static/")}

    def _missing(self, name: str, place: Place) -> None:
        self.report.problem("warning", "missing-file", f"{name} is missing. Add it or remove the reference.", place)


def _as_studio_keeps(name: str) -> str:
    """Return a name with "_" for every sign but letters, digits, "_", "-", "." and, in a folder, "/"."""
    return re.sub(r"[^\w./-]", "_", name)
