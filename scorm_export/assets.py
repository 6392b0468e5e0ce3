"""The files a package takes along: everything its texts, style sheets and pages refer to, and nothing else."""

import base64
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote, unquote, urlsplit

from scorm_export.content import Content, CourseFile
from scorm_export.errors import CourseError, Place
from scorm_export.files import Files, safe_name
from scorm_export.names import Names
from scorm_export.own_pages import DRAWINGS, foreign_hosts, holds_program, with_policy
from scorm_export.report import Report
from scorm_export.styles import lead_css
from scorm_export.text import decoded

# /static/x, and what Studio writes today (asset-v1:…@x) and wrote until 2014 (/c4x/org/course/asset/x).
_ADDRESS = re.compile(
    r"((?:https?:)?//[^/]+)?/?(?:assets/courseware/(?:v\d+/)?[0-9a-f]+/)?"
    r"(?:asset-v1:[^/?#]*?\+type@asset\+block[@/]|c4x/[^/]+/[^/]+/asset/)(.+)|/?static/(.+)",
)
# Larger programs are copied as they are.
MAX_PROGRAM = 4 * 2**20
# Larger pages and drawings do not come along: nobody could say what they ask for.
MAX_PAGE = 16 * 2**20
# What one file inside a sandboxed page may weigh, and all of them: each page that shows a file holds it.
MAX_INSIDE = 4 * 2**20
MAX_INSIDE_ALL = 128 * 2**20
# Of files inside pages; not the system's own list, which differs from machine to machine.
MEDIA_TYPES = {
    ".css": "text/css", ".gif": "image/gif", ".htm": "text/html", ".html": "text/html", ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg", ".js": "text/javascript", ".json": "application/json", ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg", ".mp4": "video/mp4", ".ogg": "audio/ogg", ".pdf": "application/pdf", ".png": "image/png",
    ".svg": "image/svg+xml", ".ttf": "font/ttf", ".webm": "video/webm", ".webp": "image/webp", ".woff": "font/woff",
    ".woff2": "font/woff2",
}  # fmt: skip
# Folders of a course that hold no files for learners.
NO_MEDIA = frozenset({
    "about", "chapter", "course", "course.xml", "custom_tags", "drafts", "grading_policy.json", "html", "info",
    "policies", "problem", "problems", "roots", "sequential", "tabs", "vertical", "video",
})  # fmt: skip
_IN_PROGRAM = re.compile(r"""(["'`(=])(/?(?:static/|asset-v1:|c4x/)[^"'`()\s<>\\]+)""")
_IN_PAGE = re.compile(r"""(\s(?:src|href|poster|data|data-src)\s*=\s*)("[^"]*"|'[^']*')""", re.IGNORECASE)


@dataclass
class Assets:
    """Collects files as blocks mention them. ``carried`` maps names (given by ``names``) to content."""

    files: Files
    report: Report
    sandbox: bool = False
    carried: dict[str, Content] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    _packed_as: dict[str, str] = field(default_factory=dict)
    _waiting: list[tuple[str, str, Place]] = field(default_factory=list)
    _working: bool = False
    _inside_all: int = 0

    def carry(self, url: str, place: Place) -> str | None:
        """Return the path inside the package for the address of a course file, or None for any other address.

        A missing file becomes a line in the report; its path is returned all the same, so the page shows its alt text.
        An address on some server is ours only when the course has such a file.
        """
        match = _ADDRESS.fullmatch(_without_query(url))
        if match is None or (match[1] and not self.holds(url)):
            return None
        name = self._inside(_named(match), place)
        return None if name is None else quote(self._packed(name, place)) + _fragment(url)

    def holds(self, url: str) -> bool:
        """True when ``url`` is the address of a file that the course has."""
        match = _ADDRESS.fullmatch(_without_query(url))
        return match is not None and self._find(f"static/{_named(match)}") is not None

    def has(self, carried: str) -> bool:
        """True when the file behind a path that `carry` gave really came along."""
        return _without_query(carried) in self.carried

    def named_like(self, part: str) -> list[str]:
        """Return the names of files right in static/ whose name holds ``part``."""
        return [name for name in self._static if name.count("/") == 1 and part in name]

    def text(self, url: str, place: Place) -> str | None:
        """Return the text of a course file by its address, None for any other address."""
        match = _ADDRESS.fullmatch(_without_query(url))
        data = self.read(_named(match), place) if match else None
        return None if data is None else decoded(data)[0]

    def inside(self, url: str, place: Place) -> str | None:
        """Return a course file as an address that holds it (RFC 2397), None for any other address or one too large."""
        match = _ADDRESS.fullmatch(_without_query(url))
        found = self._find(f"static/{_named(match)}") if match else None
        if found is None:
            return self.carry(url, place) and "data:,"
        size = self.files.size(found)
        if size > MAX_INSIDE or self._inside_all + size > MAX_INSIDE_ALL:
            message = f"{found} is too large to stand inside a sandboxed page. Export without --sandbox-scripts."
            self.report.problem("warning", "too-large-inside", message, place)
            return "data:,"
        self._inside_all += size
        kind = MEDIA_TYPES.get(posixpath.splitext(found)[1].lower(), "application/octet-stream")
        return f"data:{kind};base64,{base64.b64encode(self.files.read(found)).decode()}"

    def read(self, name: str, place: Place) -> bytes | None:
        """Return the bytes of a course file in static/, or None (with a line in the report) when it is missing."""
        inside = self._inside(name, place)
        found = self._find(inside) if inside else None
        if found is None:
            self._missing(f"static/{name}", place)
            return None
        return self.files.read(found)

    def _inside(self, name: str, place: Place) -> str | None:
        try:
            found = safe_name(f"static/{name}", place)
        except CourseError:
            found = ""
        if found.startswith("static/"):
            return found
        message = f"“/static/{name}” leads out of the folder static. Use a file inside it."
        self.report.problem("error", "outside", message, place)
        return None

    def _packed(self, name: str, place: Place) -> str:
        """Return the name in the package of the course file ``name``, carried along if it was not yet."""
        found = self._find(name)
        original = found or name
        if original in self._packed_as:
            return self._packed_as[original]
        packed = self._packed_as[original] = self.names.take("static", original.removeprefix("static/"))
        if found is None:
            self._missing(name, place)
        else:
            self.carried[packed] = CourseFile(self.files, found)
            self._waiting.append((found, packed, place))
            self._lead_all()
        return packed

    def _lead_all(self) -> None:
        """Lead the addresses in carried files on, one file after the other: style sheets name others without end."""
        if self._working:
            return
        self._working = True
        while self._waiting:
            name, packed, place = self._waiting.pop()
            try:
                self.carried[packed] = self._content(name, packed, place)
            except CourseError as error:
                del self.carried[packed]
                self.report.problem("error", "broken-file", f"{error.message} The file is left out.", Place(name))
        self._working = False

    def _content(self, name: str, packed: str, place: Place) -> Content:
        """Return the file as the package holds it: text that names other files leads to where they are now."""
        extension = posixpath.splitext(name)[1].lower()
        whole = extension in (*DRAWINGS, ".html", ".htm")
        if whole and self.files.size(name) > MAX_PAGE:
            raise CourseError(f"The page or drawing is larger than {MAX_PAGE // 2**20} MiB. Make it smaller.", place)
        if extension in DRAWINGS:
            self._warn_of_programs(name, place)
        kinds: dict[str, Callable[[str, str, str], str]] = {
            ".css": self._style_sheet, ".js": self._program, ".html": self._page, ".htm": self._page,
        }  # fmt: skip
        if extension not in kinds or (not whole and self.files.size(name) > MAX_PROGRAM):
            return CourseFile(self.files, name)
        data = self.files.read(name)
        led = kinds[extension](decoded(data)[0], name, packed).encode()
        return CourseFile(self.files, name) if led == data else led

    def _style_sheet(self, text: str, name: str, packed: str) -> str:
        css, lost = lead_css(text, lambda url: self._beside(url, name, packed))
        if lost:
            message = (
                f"The style sheet goes without {len(lost)} files that the course does not have, such as {lost[0][:80]}."
            )
            self.report.problem("info", "style-elsewhere", message, Place(name))
        return css

    def _program(self, text: str, name: str, packed: str) -> str:  # noqa: ARG002 - all kinds are called alike
        return self.lead_program(text, Place(name))

    def lead_program(self, text: str, place: Place, inside: bool = False) -> str:
        """Return a program whose addresses of course files lead into the package, as seen from its pages."""

        def led(match: re.Match[str]) -> str:
            lead = self.inside if inside else self.carry
            path = lead(match[2], place) if self.holds(match[2]) else None
            return match[1] + (path or match[2])

        return _IN_PROGRAM.sub(led, text)

    def _page(self, text: str, name: str, packed: str) -> str:
        """A page of the author's own: files beside it come along, other sites are not asked."""
        hosts = foreign_hosts(text)
        if hosts:
            message = f"This page uses files of {', '.join(hosts[:5])}; in the package it goes without them."
            self.report.problem("warning", "page-elsewhere", message, Place(name))

        def led(match: re.Match[str]) -> str:
            path = self._beside(match[2][1:-1], name, packed)
            return f'{match[1]}"{path}"' if path else match[0]

        return with_policy(_IN_PAGE.sub(led, text), self.sandbox)

    def _beside(self, url: str, name: str, packed: str) -> str | None:
        """Return ``url``, as the course file ``name`` writes it, as the package's ``packed`` has to write it."""
        place = Place(name)
        carried = self.carry(url, place)
        plain = unquote(_without_query(url))
        if carried is None and plain and not re.match(r"[a-z][a-z0-9+.-]*:|/|#", plain, re.IGNORECASE):
            found = self._find(posixpath.normpath(posixpath.join(posixpath.dirname(name), plain)))
            if found is None or not found.startswith("static/"):
                return None
            carried = quote(self._packed(found, place)) + _fragment(url)
        return None if carried is None else posixpath.relpath(carried, posixpath.dirname(packed))

    def _warn_of_programs(self, name: str, place: Place) -> None:
        """A drawing with scripts runs on the LMS's own address when someone opens it."""
        if holds_program(self.files.read(name)):
            message = f"{name} holds a program, which runs in the LMS when opened. Remove it if you do not know it."
            self.report.problem("warning", "active-file", message, place)

    def _find(self, name: str) -> str | None:
        """Studio stores “My plan.png” as My_plan.png and writes either into the text; folders become low lines too.

        Courses of 2012 without a folder static/ have its files in folders beside course.xml.
        """
        if name in self.files or self._static:
            return name if name in self.files else self._by_key.get(_key(name))
        beside = name.removeprefix("static/")
        return beside if beside in self.files and beside.partition("/")[0] not in NO_MEDIA else None

    @cached_property
    def _by_key(self) -> dict[str, str]:
        return {_key(name): name for name in reversed(self._static)}

    @cached_property
    def _static(self) -> list[str]:
        return [name for name in self.files.names() if name.startswith("static/")]

    def _missing(self, name: str, place: Place) -> None:
        self.report.problem("warning", "missing-file", f"{name} is missing. Add it or remove the reference.", place)


def _named(match: re.Match[str]) -> str:
    return unquote(match[2] or match[3])


def _key(name: str) -> str:
    return re.sub(r"[^\w.~-]", "_", name.removeprefix("static/"))


def _without_query(url: str) -> str:
    """Browsers take backslashes for slashes, and so do authors on Windows."""
    return re.split(r"[?#]", url.strip(), maxsplit=1)[0].replace("\\", "/")


def _fragment(url: str) -> str:
    """Return the part from "#" on: a query means nothing to a file in a package."""
    try:
        fragment = urlsplit(url.strip()).fragment
    except ValueError:  # such as an unclosed [ in a host
        return ""
    return "#" + quote(fragment, safe="/?:@!$&*+,;=-._~%") if fragment else ""
