"""The mini LMS over HTTP, on this computer only: pages, the package's files, commits.

Paths: ``/`` the learners; ``/launch/<learner>`` the course; ``/package/…`` the files; ``/commit/<learner>`` and
``/calls/<learner>`` what the run-time sends; ``/state/<learner>`` what is kept, as JSON; ``/forget/<learner>``.
A web site needs no LMS: ``/`` leads to ``/site-<version>/``. Each version has an address of its own, because a browser
that keeps a site offline goes on showing what it has.
"""

import json
import mimetypes
import re
import sys
import zipfile
import zlib
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from scorm_export.errors import CourseError
from scorm_export.formats.site import package_version
from scorm_export.preview.kinds import fits, is_run_time_data, kind_of
from scorm_export.preview.learners import LEARNERS, Gradebook, Learner
from scorm_export.preview.pages import home_page, launch_page

MAX_BODY = 2 * 1024 * 1024
KNOWN = "|".join(learner.id for learner in LEARNERS)
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".webm": "video/webm",
    ".mp4": "video/mp4",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


class MiniLms(ThreadingHTTPServer):
    """Serves one package to the fictional learners. ``package`` maps names to bytes."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(
        self, address: tuple[str, int], package: dict[str, bytes], gradebook: Gradebook, hint: str = ""
    ) -> None:
        self.package = package
        self.kind = kind_of(package)
        self.site = f"/site-{package_version(package)}/" if self.kind.name == "web" else ""
        self.gradebook = gradebook
        self.hint = hint
        super().__init__(address, Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about browsers that hang up in the middle; everything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def hosts(self) -> tuple[str, str]:
        """The names it answers to: another one would be a page of somebody else that points here."""
        return f"127.0.0.1:{self.server_address[1]}", f"localhost:{self.server_address[1]}"

    @property
    def url(self) -> str:
        """Where the LMS answers."""
        return f"http://127.0.0.1:{self.server_address[1]}/"


def read_package(path: Path) -> dict[str, bytes]:
    """Return name → bytes of a SCORM package or a web site of ours; raises `CourseError` when it is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            package = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except (OSError, EOFError, RuntimeError, NotImplementedError, zlib.error, zipfile.BadZipFile) as error:
        raise CourseError(f"“{path}” is no zip file.") from error
    if "imsmanifest.xml" not in package and not {"index.html", "service-worker.js"} <= package.keys():
        raise CourseError(f"“{path}” has no imsmanifest.xml at its top, so no LMS would take it.")
    return package


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: MiniLms
    protocol_version = "HTTP/1.1"
    routes = (
        ("GET", r"/", "_home"),
        ("GET", rf"/launch/({KNOWN})", "_launch"),
        ("GET", rf"/state/({KNOWN})", "_state"),
        ("POST", rf"/commit/({KNOWN})", "_commit"),
        ("POST", rf"/calls/({KNOWN})", "_calls"),
        ("POST", rf"/forget/({KNOWN})", "_forget"),
        ("GET", r"/package/(.+)", "_package"),
        ("GET", r"(/site-[0-9a-f]{12}/)(.*)", "_site"),
        ("GET", r"/lms/([\w.-]+)", "_asset"),
    )

    def do_GET(self) -> None:
        """Answer a GET."""
        self._route("GET")

    def do_POST(self) -> None:
        """Answer a POST."""
        self._route("POST")

    def _route(self, method: str) -> None:
        path = unquote(urlsplit(self.path).path)
        body = self._body() if method == "POST" else b""
        if self.headers.get("Host") not in self.server.hosts:
            self._send(HTTPStatus.FORBIDDEN, b"This mini LMS answers to its own address only", "text/plain")
            return
        if method == "POST" and self.headers.get("Origin", self._own_origin()) != self._own_origin():
            self._send(HTTPStatus.FORBIDDEN, b"Only pages of this mini LMS may write here", "text/plain")
            return
        for verb, pattern, name in self.routes:
            match = re.fullmatch(pattern, path)
            if verb == method and match and body is not None:
                getattr(self, name)(*match.groups(), *([body] if method == "POST" else []))
                return
        self._send(HTTPStatus.NOT_FOUND, b"Not found", "text/plain")

    def _own_origin(self) -> str:
        return f"http://{self.headers.get('Host', '')}"

    def _body(self) -> bytes | None:
        """Return the body; None when it is longer than anything a course sends (the rest is not read)."""
        length = self.headers.get("Content-Length") or "0"
        if not re.fullmatch("[0-9]{1,9}", length) or int(length) > MAX_BODY:
            self.close_connection = True
            return None
        return self.rfile.read(int(length))

    def _learner(self, learner_id: str) -> Learner:
        return next(learner for learner in LEARNERS if learner.id == learner_id)

    def _home(self) -> None:
        if self.server.site:
            self._see_other(self.server.site)
            return
        kept = {learner.id: self._kept(learner.id) for learner in LEARNERS}
        self._html(home_page(self.server.kind.title, LEARNERS, kept, self.server.hint))

    def _launch(self, learner_id: str) -> None:
        if self.server.site:
            self._see_other(self.server.site)
            return
        self._html(launch_page(self._learner(learner_id), self.server.kind, self._kept(learner_id)))

    def _kept(self, learner_id: str) -> dict[str, Any]:
        """Return what is kept; data of another SCORM version, from a folder that was used before, are passed over."""
        cmi = self.server.gradebook.cmi(learner_id)
        return cmi if fits(self.server.kind.name, cmi) else {}

    def _state(self, learner_id: str) -> None:
        kept = {
            "cmi": self.server.gradebook.cmi(learner_id),
            "calls": self.server.gradebook.calls(learner_id),
        }
        self._json(kept)

    def _commit(self, learner_id: str, body: bytes) -> None:
        data = self._object(body)
        run_time = data.get("runtimeData", data)
        cmi = run_time.get("cmi") if isinstance(run_time, dict) else None
        if not isinstance(cmi, dict) or not is_run_time_data(cmi):
            self._json({"result": False, "errorCode": 101})
            return
        query = parse_qs(urlsplit(self.path).query)
        number = query.get("number", ["0"])[0]
        order = int(number) if re.fullmatch("[0-9]{1,9}", number) else 0
        self.server.gradebook.commit(learner_id, cmi, query.get("visit", [""])[0], order)
        self._json({"result": True, "errorCode": 0})

    def _calls(self, learner_id: str, body: bytes) -> None:
        calls = self._object(body).get("calls", [])
        self.server.gradebook.log(learner_id, calls if isinstance(calls, list) else [])
        self._json({"result": True})

    def _forget(self, learner_id: str, _body: bytes) -> None:
        self.server.gradebook.forget(learner_id)
        self._see_other("/")

    def _see_other(self, path: str) -> None:
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _site(self, root: str, name: str) -> None:
        if root != self.server.site:
            self._send(HTTPStatus.NOT_FOUND, b"Another version of the course stood here", "text/plain")
            return
        self._package(name or "index.html")

    def _package(self, name: str) -> None:
        data = self.server.package.get(name)
        if data is None:
            self._send(HTTPStatus.NOT_FOUND, b"Not in the package", "text/plain")
        else:
            self._file(data, name)

    def _asset(self, name: str) -> None:
        for folder in ("page", "assets"):
            path = files("scorm_export.preview") / folder / name
            if path.is_file():
                self._file(path.read_bytes(), name)
                return
        self._send(HTTPStatus.NOT_FOUND, b"Not found. Run make build.", "text/plain")

    def _object(self, body: bytes) -> dict[str, Any]:
        try:
            value = json.loads(body or b"{}")
        except (ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}

    def _file(self, data: bytes, name: str) -> None:
        """Send a file, or the range a film player asks for."""
        kind = TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        wanted = re.fullmatch(r"bytes=([0-9]{1,12})-([0-9]{0,12})", self.headers.get("Range") or "")
        if not wanted or int(wanted[1]) >= len(data) or int(wanted[2] or len(data)) < int(wanted[1]):
            self._send(HTTPStatus.OK, data, kind, {"Accept-Ranges": "bytes"})
            return
        start, end = int(wanted[1]), min(int(wanted[2] or len(data) - 1), len(data) - 1)
        span = {"Content-Range": f"bytes {start}-{end}/{len(data)}"}
        self._send(HTTPStatus.PARTIAL_CONTENT, data[start : end + 1], kind, span)

    def _html(self, page: str) -> None:
        self._send(HTTPStatus.OK, page.encode(), "text/html; charset=utf-8")

    def _json(self, value: object) -> None:
        self._send(HTTPStatus.OK, json.dumps(value).encode(), "application/json")

    def _send(self, status: HTTPStatus, data: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal quiet; the page shows the calls."""
