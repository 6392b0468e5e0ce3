"""A strict LMS of our own that records: independent of the mini LMS and of scorm-again.

Its pages (page/*.js) hold the data model and the rules of SCORM 1.2 and 2004; this server keeps what is committed and what
was done against the rules. It lives in the harness, so that it survives the browser's death.
"""

import json
import mimetypes
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from scorm_export.package import script_json
from tests.loss.faults import Faults, Quiet, hang_up

PAGE = Path(__file__).parent / "page"
SCRIPTS = ("lists.js", "model12.js", "model2004.js", "strict.js")
NOT_KEPT = {
    "scorm12": ("cmi.core.exit", "cmi.core.session_time"),
    "scorm2004": ("cmi.exit", "cmi.session_time", "adl.nav.request"),
}


class StrictLms(Quiet):
    """Serves one package to one learner. ``version``: scorm12 or scorm2004; ``files``: name → bytes."""

    def __init__(self, version: str, files: Mapping[str, bytes], faults: Faults) -> None:
        self.version = version
        self.files = files
        self.faults = faults
        self.values: dict[str, str] = {}
        self.illegal: list[str] = []
        self.commits = 0
        self._newest: tuple[int, int] = (0, 0)
        self._visits = 0
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), StrictHandler)

    def launch(self, learner: str) -> dict[str, Any]:
        """Return what the page needs to begin a session."""
        with self._lock:
            self._visits += 1
            values = dict(self.values)
            resumed = values.get("cmi.core.exit", values.get("cmi.exit")) == "suspend"
            for name in NOT_KEPT[self.version]:
                values.pop(name, None)
            values.update(self._learner(learner, "resume" if resumed else "" if self.values else "ab-initio"))
            return {"version": self.version, "learner": learner, "visit": self._visits, "values": values}

    def _learner(self, learner: str, entry: str) -> dict[str, str]:
        if self.version == "scorm12":
            return {
                "cmi.core.student_id": learner,
                "cmi.core.student_name": "Test, Learner",
                "cmi.core.entry": entry,
            }
        return {"cmi.learner_id": learner, "cmi.learner_name": "Test, Learner", "cmi.entry": entry}

    def commit(self, body: Mapping[str, Any]) -> None:
        """Keep it. Beacons may overtake each other: what is older than what is kept changes nothing."""
        order = (int(body["visit"]), int(body["number"]))
        with self._lock:
            if order <= self._newest:
                return
            self._newest = order
            self.commits += 1
            self.values = {name: str(value) for name, value in body["values"].items()}
            if body["finished"] and self.version == "scorm12":
                # RTE 1.2, 3.4.2.1: a session that ends without a status is completed.
                self.values.setdefault("cmi.core.lesson_status", "completed")


class StrictHandler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: StrictLms
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send the page with the API, its scripts, or a file of the package."""
        path = unquote(urlsplit(self.path).path)
        if self.server.faults.mode == "cut":
            return hang_up(self)
        if path.startswith("/launch/"):
            return self._send(200, page(self.server.launch(path.removeprefix("/launch/"))), "text/html; charset=utf-8")
        if path.removeprefix("/lms/") in SCRIPTS:
            return self._send(200, (PAGE / path.removeprefix("/lms/")).read_bytes(), "text/javascript")
        data = self.server.files.get(path.removeprefix("/package/"))
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return self._send(404, b"", "text/plain") if data is None else self._send(200, data, kind)

    def do_POST(self) -> None:
        """Take a commit, unless broken; take notice of an illegal call in any case."""
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        if self.path == "/illegal":
            self.server.illegal.append(f"{body['error']}: {body['call']}")
            return self._send(200, b'{"stored": true}', "application/json")
        return self._commit(body)

    def _commit(self, body: dict[str, Any]) -> None:
        faults = self.server.faults
        if faults.mode == "cut":
            return hang_up(self)
        if faults.mode == "error":
            return self._send(500, b"{}", "application/json")
        with faults.turn:
            faults.wait()
            self.server.commit(body)
        if faults.mode in ("mute", "cut"):
            return hang_up(self)
        return self._send(200, b'{"stored": true}', "application/json")

    def _send(self, status: int, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
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
<script type="application/json" id="start">{script_json(start)}</script>{scripts}</body></html>""".encode()
