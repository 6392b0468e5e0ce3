"""A strict LMS of our own that records: independent of the mini LMS and of scorm-again.

Its pages (page/*.js) hold the data model and the rules of SCORM 1.2 and 2004; this server keeps what is committed and what
was done against the rules. It lives in the harness, so that it survives the browser's death.
"""

import json
import mimetypes
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from scorm_export.package import script_json
from tests.loss.faults import Faults, Quiet, hang_up

PAGE = Path(__file__).parent / "page"
SCRIPTS = ("lists.js", "model12.js", "model2004.js", "strict.js")
DEEP = "/moodle/pluginfile.php/12/mod_scorm/content/3/"
#: Where the course stands in the page, by the first word of the page's address.
COURSES = {
    "launch": "/package/index.html",
    "sub-path": f"{DEEP}index.html?a=1&b=2#frag",
    "nested": "/frame/?/frame/?/package/index.html",
    "beside": "",
    "foreign": "http://localhost:{port}/frame/?http://127.0.0.1:{port}/package/index.html",
}
NOT_KEPT = {
    "scorm12": ("cmi.core.exit", "cmi.core.session_time"),
    "scorm2004": ("cmi.exit", "cmi.session_time", "adl.nav.request"),
}


@dataclass
class Attempt:
    """What is kept of one learner: element → value. ``newest``: visit and number of the last commit."""

    values: dict[str, str] = field(default_factory=dict)
    newest: tuple[int, int] = (0, 0)


class StrictLms(Quiet):
    """Serves one package. ``version``: scorm12 or scorm2004; ``files``: name → bytes."""

    def __init__(self, version: str, files: Mapping[str, bytes], faults: Faults) -> None:
        self.version = version
        self.files = files
        self.faults = faults
        self.attempts: dict[str, Attempt] = {}
        self.illegal: list[str] = []
        #: Headers for files of the package, such as a policy.
        self.headers: dict[str, str] = {}
        self._visits = 0
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), StrictHandler)

    def kept(self, learner: str = "lena") -> dict[str, str]:
        """What is kept of a learner."""
        with self._lock:
            return dict(self.attempts.get(learner, Attempt()).values)

    def launch(self, learner: str) -> dict[str, Any]:
        """Return what the page needs to begin a session."""
        kept = self.kept(learner)
        with self._lock:
            self._visits += 1
            visit = self._visits
        resumed = kept.get("cmi.core.exit", kept.get("cmi.exit")) == "suspend"
        values = {name: value for name, value in kept.items() if name not in NOT_KEPT[self.version]}
        values.update(self._learner(learner, "resume" if resumed else "" if kept else "ab-initio"))
        return {"version": self.version, "learner": learner, "visit": visit, "values": values}

    def _learner(self, learner: str, entry: str) -> dict[str, str]:
        name = "Test, Learner"
        if self.version == "scorm12":
            return {"cmi.core.student_id": learner, "cmi.core.student_name": name, "cmi.core.entry": entry}
        return {"cmi.learner_id": learner, "cmi.learner_name": name, "cmi.entry": entry}

    def commit(self, learner: str, body: Mapping[str, Any]) -> None:
        """Keep it. Beacons may overtake each other: what is older than what is kept changes nothing."""
        order = (int(body["visit"]), int(body["number"]))
        with self._lock:
            attempt = self.attempts.setdefault(learner, Attempt())
            if order <= attempt.newest:
                return
            attempt.newest = order
            attempt.values = {name: str(value) for name, value in body["values"].items()}
            if body["finished"] and self.version == "scorm12":
                # RTE 1.2, 3.4.2.1: a session that ends without a status is completed.
                attempt.values.setdefault("cmi.core.lesson_status", "completed")


class StrictHandler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: StrictLms
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send the page with the API, its scripts, or a file of the package."""
        path = unquote(urlsplit(self.path).path)
        if self.server.faults.mode == "cut":
            return hang_up(self)
        place, _, learner = path.removeprefix("/").partition("/")
        if place in COURSES:
            start = {**self.server.launch(learner), "course": COURSES[place].format(port=self.server.server_address[1])}
            return self._send(200, page(start), "text/html; charset=utf-8")
        if path.startswith("/frame/"):
            return self._send(200, frame(urlsplit(self.path).query), "text/html; charset=utf-8")
        if path.removeprefix("/lms/") in SCRIPTS:
            return self._send(200, (PAGE / path.removeprefix("/lms/")).read_bytes(), "text/javascript")
        data = self.server.files.get(path.removeprefix(DEEP).removeprefix("/package/"))
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        if data is None:
            return self._send(404, b"", "text/plain")
        return self._send(200, data, kind, self.server.headers)

    def do_POST(self) -> None:
        """Take a commit, unless broken; take notice of an illegal call in any case."""
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        if self.path == "/illegal":
            self.server.illegal.append(f"{body['error']}: {body['call']}")
            return self._send(200, b'{"stored": true}', "application/json")
        return self._commit(self.path.removeprefix("/commit/"), body)

    def _commit(self, learner: str, body: dict[str, Any]) -> None:
        faults = self.server.faults
        if faults.mode == "cut":
            return hang_up(self)
        if faults.mode == "error":
            return self._send(500, b"{}", "application/json")
        with faults.turn:
            faults.wait()
            self.server.commit(learner, body)
        if faults.mode in ("mute", "cut"):
            return hang_up(self)
        return self._send(200, b'{"stored": true}', "application/json")

    def _send(self, status: int, data: bytes, kind: str, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


def page(start: Mapping[str, Any]) -> bytes:
    """Return the page with the course in its frame and the API beside it."""
    scripts = "".join(f'<script src="/lms/{name}"></script>' for name in SCRIPTS)
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Strict LMS</title>
<link rel="icon" href="data:,"></head><body style="margin:0">
<iframe id="course" title="Course" allow="fullscreen" style="border:0;width:100%;height:98vh"></iframe>
<a href="/package/index.html" target="_blank" rel="opener">Open in a window</a>
<script type="application/json" id="start">{script_json(start)}</script>{scripts}</body></html>""".encode()


def frame(inside: str) -> bytes:
    """Return a page with nothing but a frame in it."""
    return f"""<!doctype html><html lang="en"><head><title>Frame</title></head><body style="margin:0">
<iframe id="course" title="Course" src="{escape(inside)}" style="border:0;width:100%;height:98vh"></iframe></body></html>""".encode()
