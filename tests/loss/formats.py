"""The formats under test: how each is exported and served, and what is kept of a learner afterwards."""

import mimetypes
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from scorm_export.exporting import Options, export_course
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import Handler, MiniLms
from tests.loss.disasters import DISASTERS, Disaster
from tests.loss.faults import Faults, Quiet, hang_up
from tests.loss.lms import StrictLms


@dataclass(frozen=True)
class Kept:
    """What an LMS holds. ``score``: None when none was written; ``state``: suspend_data."""

    status: str
    score: float | None
    state: str
    extra: Mapping[str, str] = field(default_factory=dict)


class Host(Protocol):
    """Where a learner opens the course; ``kept`` is asked of an LMS only."""

    faults: Faults

    @property
    def course_url(self) -> str: ...
    def kept(self) -> Kept: ...
    def illegal(self) -> list[str]: ...
    def end(self) -> None: ...


@dataclass(frozen=True)
class Format:
    """One package format. ``hosts``: the systems it is played in, by turns; ``lms``: False when the learner's own device
    keeps the work."""

    name: str
    hosts: tuple[str, ...]
    lms: bool = True

    @property
    def disasters(self) -> tuple[Disaster, ...]:
        """What can happen to it."""
        return tuple(each for each in DISASTERS if self.lms or not each.lms)

    def export(self, course: Path, output: Path, record: str | None) -> dict[str, bytes]:
        """Write the package, and return its files."""
        export_course(course, output, Options(format=self.name, record=record, languages=("de",)))
        with zipfile.ZipFile(output) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def serve(self, host: str, files: dict[str, bytes]) -> Host:
        """Begin to serve the package to one learner."""
        if host == "site":
            return SiteHost(files)
        return MiniHost(files) if host == "mini" else StrictHost(self.name, files)


FORMATS = {
    "scorm12": Format("scorm12", ("mini", "strict")),
    "scorm2004": Format("scorm2004", ("mini", "strict")),
    "web": Format("web", ("site",), lms=False),
}


class StrictHost:
    """Our own strict LMS."""

    def __init__(self, version: str, files: dict[str, bytes]) -> None:
        self.faults = Faults()
        self.lms = StrictLms(version, files, self.faults)
        self.lms.begin()

    @property
    def course_url(self) -> str:
        """Where the learner opens the course."""
        return f"{self.lms.url}/launch/lena"

    def kept(self) -> Kept:
        """What is stored."""
        return kept12(self.lms.kept()) if self.lms.version == "scorm12" else kept2004(self.lms.kept())

    def illegal(self) -> list[str]:
        """Calls against the rules."""
        return list(self.lms.illegal)

    def end(self) -> None:
        """Stop serving."""
        self.lms.end()


class BreakableHandler(Handler):
    """The mini LMS when its server is in trouble."""

    server: "BreakableLms"

    def _route(self, method: str) -> None:
        if self.server.faults.mode == "cut":
            return hang_up(self)
        return super()._route(method)

    def _commit(self, learner_id: str, body: bytes) -> None:
        faults = self.server.faults
        if faults.mode == "error":
            return self.send_error(500)
        with faults.turn:
            faults.wait()
            if faults.mode not in ("mute", "cut"):
                return super()._commit(learner_id, body)
            self._send, answer = lambda *_: None, self._send  # type: ignore[method-assign]  # stored, unanswered
            super()._commit(learner_id, body)
            self._send = answer  # type: ignore[method-assign]  # as before
        return hang_up(self)


class BreakableLms(MiniLms, Quiet):
    """The mini LMS with a switch for trouble."""

    def __init__(self, files: dict[str, bytes], faults: Faults) -> None:
        self.faults = faults
        super().__init__(("127.0.0.1", 0), files, Gradebook())
        self.RequestHandlerClass = BreakableHandler


class MiniHost:
    """The mini LMS: scorm-again."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.faults = Faults()
        self.lms = BreakableLms(files, self.faults)
        self.lms.begin()

    @property
    def course_url(self) -> str:
        """Where the learner opens the course."""
        return f"http://127.0.0.1:{self.lms.server_address[1]}/launch/lena"

    def kept(self) -> Kept:
        """What is stored."""
        values = flat(self.lms.gradebook.cmi("lena"))
        return kept12(values) if "cmi.core.lesson_status" in values else kept2004(values)

    def illegal(self) -> list[str]:
        """Calls that were answered with an error, but for failing commits (the server's doing) and unset values."""
        return [str(call)[:300] for call in self.lms.gradebook.calls("lena") if call[3] not in allowed(call[0])]

    def end(self) -> None:
        """Stop serving."""
        self.lms.end()


class SiteHost(Quiet):
    """A web site: no LMS, the learner's own device keeps the work."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.faults = Faults()
        self.files = files
        super().__init__(("127.0.0.1", 0), SiteHandler)
        self.begin()

    @property
    def course_url(self) -> str:
        """Where the learner opens the course."""
        return f"{self.url}/course/index.html"

    def kept(self) -> Kept:
        """A site keeps nothing, the browser does: nobody may ask here."""
        raise NotImplementedError

    def illegal(self) -> list[str]:
        """There is nobody to break the rules of."""
        return []


class SiteHandler(BaseHTTPRequestHandler):
    """Sends one file."""

    server: SiteHost
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send it, unless the network is gone."""
        if self.server.faults.mode == "cut":
            return hang_up(self)
        name = unquote(urlsplit(self.path).path).removeprefix("/course/")
        data = self.server.files.get(name)
        self.send_response(404 if data is None else 200)
        self.send_header("Content-Type", mimetypes.guess_type(name)[0] or "application/octet-stream")
        self.send_header("Content-Length", str(len(data or b"")))
        self.end_headers()
        self.wfile.write(data or b"")
        return None

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


def allowed(call: str) -> tuple[str, ...]:
    """Errors that a package may meet without having done wrong."""
    if call.removeprefix("LMS") in ("Commit", "Finish", "Terminate"):
        return ("", "0", "101", "391", "111")
    return ("", "0", "403") if call == "GetValue" else ("", "0")


def kept12(values: Mapping[str, str]) -> Kept:
    """SCORM 1.2's one status and score."""
    raw = values.get("cmi.core.score.raw")
    score = float(raw) if raw not in (None, "") else None  # type: ignore[arg-type]  # mypy does not see `in`
    return Kept(values.get("cmi.core.lesson_status", ""), score, values.get("cmi.suspend_data", ""))


def kept2004(values: Mapping[str, str]) -> Kept:
    """SCORM 2004: success and completion apart."""
    scaled = values.get("cmi.score.scaled")
    extra = {
        "completion": values.get("cmi.completion_status", "unknown"),
        "progress": values.get("cmi.progress_measure", ""),
    }
    score = None if scaled in (None, "") else float(scaled) * 100  # type: ignore[arg-type]  # mypy does not see `in`
    return Kept(values.get("cmi.success_status", "unknown"), score, values.get("cmi.suspend_data", ""), extra)


def flat(tree: Mapping[str, Any], prefix: str = "cmi") -> dict[str, str]:
    """Nested run-time data as element → value."""
    found: dict[str, str] = {}
    for name, value in tree.items():
        here = f"{prefix}.{name}"
        found.update(flat(value, here) if isinstance(value, Mapping) else {here: "" if value is None else str(value)})
    return found
