"""A page that treats blocks as the platform's courseware does: init functions called one after the other with `new`,
arguments in a script element that is read once, and handlers that want the CSRF header.
"""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.xblocks.runtime import Course, Usage

TOKEN = "csrf-token-of-this-session"

RUNTIME = """
var runtime = {
  handlerUrl: function (element, name) { return '/handler/' + element.dataset.usage + '/' + name; },
  notify: function (event, data) { (window.notified = window.notified || []).push([event, data]); }
};
function Neighbour(runtime, element) { element.querySelector('p').textContent = 'alive'; }
document.addEventListener('DOMContentLoaded', function () {
  Array.prototype.forEach.call(document.querySelectorAll('.xblock'), function (element) {
    var script = element.querySelector('.xblock_json_init_args');
    var args = script ? JSON.parse(script.textContent) : {};
    if (script) script.remove();
    new window[element.dataset.init](runtime, element, args);
  });
});
"""
AMD = "<script>window.defined = 0; window.define = function () { window.defined += 1; }; define.amd = {};</script>"
NEIGHBOUR = '<div class="xblock" data-init="Neighbour"><p class="neighbour">asleep</p></div>'


class HostPage:
    """Runs on a free port. `refuse` lets handler calls fail; `calls` are the bodies of all that were answered."""

    def __init__(self, course: Course, usage: Usage, public: Path) -> None:
        self.course, self.usages, self.public = course, [usage], public
        self.language, self.init_args = "en", True
        self.calls: list[dict[str, Any]] = []
        self.refused: list[int] = []
        self.refuse: Callable[[], int | None] = lambda: None
        self.before_answer: Callable[[], None] = lambda: None
        self.busiest = self._busy = 0
        self.bundle_status = 200
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"host": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def actions(self) -> list[dict[str, Any]]:
        """All actions that reached the block, in order."""
        return [action for call in self.calls for action in call["actions"]]

    def stored(self, learner: str = "ana") -> dict[str, Any] | None:
        state: dict[str, Any] | None = self.course.runtime(learner).block(self.usages[0]).learner_state
        return state

    def page(self, query: dict[str, list[str]]) -> str:
        view = query.get("view", ["student_view"])[0]
        blocks = "".join(self._block(usage, view) for usage in self.usages)
        head = "".join(dict.fromkeys(self._resources(view)))
        return (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8"><title>Unit</title>'
            '<meta name="viewport" content="width=device-width"><style>body{font:17px/1.6 system-ui;margin:16px;'
            f"background:#fff;color:#23282b}}</style>{AMD if 'amd' in query else ''}<script>{RUNTIME}</script>{head}"
            f"</head><body><main><h1>Course</h1><h2>Unit</h2>{NEIGHBOUR}{blocks}{NEIGHBOUR}</main></body></html>"
        )

    def call(self, usage: Usage, name: str, body: bytes) -> tuple[int, bytes]:
        with self._lock:
            self._busy += 1
            self.busiest = max(self.busiest, self._busy)
        try:
            self.before_answer()
            failure = self.refuse()
            if failure is not None:
                self.refused.append(failure)
                return failure, b"<html>trouble</html>"
            with self._lock:
                answer = self.course.runtime(language=self.language).call(usage, name, body)
            self.calls.append(json.loads(body))
            return answer.status_code, answer.body
        finally:
            with self._lock:
                self._busy -= 1

    def _fragment(self, usage: Usage, view: str) -> Any:
        runtime = self.course.runtime(None if view == "studio_view" else "ana", self.language)
        return runtime.render(runtime.block(usage), view)

    def _block(self, usage: Usage, view: str) -> str:
        fragment = self._fragment(usage, view)
        data = json.dumps(fragment.json_init_args).replace("<", "\\u003c").replace(">", "\\u003e")
        args = (
            f'<script type="json/xblock-args" class="xblock_json_init_args">{data}</script>' if self.init_args else ""
        )
        return (
            f'<div class="xblock" data-init="{fragment.js_init_fn}" data-usage="{usage}">{fragment.content}{args}</div>'
        )

    def _resources(self, view: str) -> list[str]:
        found = [one for usage in self.usages for one in self._fragment(usage, view).resources]
        return [
            f'<script src="{one.data}"></script>' if one.kind == "url" else f"<script>{one.data}</script>"
            for one in found
        ]


class _Handler(BaseHTTPRequestHandler):
    host: HostPage

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/":
            page = self.host.page(parse_qs(url.query, keep_blank_values=True)).encode()
            self._answer(200, page, "text/html; charset=utf-8", cookie=True)
        elif url.path.startswith("/resource/xblocks.core/public/"):
            script = (self.host.public / Path(url.path).name).read_bytes()
            self._answer(self.host.bundle_status, script if self.host.bundle_status == 200 else b"", "text/javascript")
        else:
            self._answer(204, b"", "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        _, _, usage, name = urlsplit(self.path).path.split("/")
        if self.headers.get("X-CSRFToken") != TOKEN:
            self._answer(403, b"CSRF verification failed", "text/html")
            return
        status, answer = self.host.call(Usage(*usage.split("+")), name, body)
        self._answer(status, answer, "application/json")

    def _answer(self, status: int, body: bytes, kind: str, *, cookie: bool = False) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if cookie:
                self.send_header("Set-Cookie", f"csrftoken={TOKEN}; Path=/")
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Quiet: the tests look at `calls`."""
