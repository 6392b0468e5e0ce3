"""Runs in its own environment: an Open edX stand-in that hosts one package in openedx-scorm-xblock.

openedx_host.py PACKAGE.zip MEDIA_FOLDER JQUERY.js
Prints its address as one line of JSON once it serves. `/` is the unit a learner opens, `/state` what the platform knows.
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings

PACKAGE, MEDIA, JQUERY = map(Path, sys.argv[1:4])
settings.configure(
    MEDIA_ROOT=str(MEDIA),
    MEDIA_URL="/media/",
    USE_TZ=True,
    INSTALLED_APPS=[],
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()

from openedxscorm.scormxblock import ScormXBlock  # type: ignore[import-not-found] # noqa: E402 - settings first
from webob import Request  # noqa: E402
from xblock.fields import ScopeIds  # noqa: E402
from xblock.reference.user_service import UserService, XBlockUser  # noqa: E402
from xblock.runtime import (  # noqa: E402
    DictKeyValueStore,
    KvsFieldData,
    MemoryIdManager,
    NullI18nService,
    Runtime,
)

LEARNER = 7
STUDIO_FORM = {
    "display_name": "Stay safe",
    "width": "",
    "height": "900",
    "has_score": "1",
    "enable_navigation_menu": "0",
    "enable_fullscreen_button": "0",
    "navigation_menu_width": "",
    "weight": "1",
    "popup_on_launch": "0",
}
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Unit</title><style>{css}</style>
<script src="/jquery.js"></script></head><body><div id="block">{content}</div>
<script>{scripts}</script>
<script>new window["{init}"]({{handlerUrl: (element, name) => "/h/" + name}}, document.getElementById("block"), {args})</script>
</body></html>"""


class Users(UserService):  # type: ignore[misc]
    """One learner, with the two attributes the platform gives."""

    def get_current_user(self) -> Any:
        """Return the learner."""
        user = XBlockUser(is_current_user=True)
        user.opt_attrs["edx-platform.user_id"] = LEARNER
        user.opt_attrs["edx-platform.username"] = "lena"
        return user


class Platform(Runtime):  # type: ignore[misc]
    """What the block needs of the platform; ``published`` is all it told the grade book, in order."""

    def __init__(self) -> None:
        services = {
            "field-data": KvsFieldData(DictKeyValueStore()),
            "i18n": NullI18nService(),
            "user": Users(),
            "settings": SimpleNamespace(get_settings_bucket=lambda _block: {}),
        }
        ids = MemoryIdManager()
        super().__init__(ids, ids, services=services)
        self.published: list[tuple[str, dict[str, Any]]] = []
        self.lock = threading.Lock()

    def block(self) -> Any:
        """Return the block as one request sees it: fields read afresh."""
        return self.construct_xblock_from_class(ScormXBlock, ScopeIds(LEARNER, "scorm", "package", "package"))

    def call(self, handler: str, request: Any, suffix: str = "") -> Any:
        """Answer one handler call and keep the fields; one at a time, as row locks do on the platform."""
        with self.lock:
            block = self.block()
            answer = block.handle(handler, request, suffix)
            block.save()
            return answer

    def publish(self, _block: Any, event_type: str, event_data: dict[str, Any]) -> None:
        """Remember what the platform would act on."""
        self.published.append((event_type, event_data))

    def handler_url(self, _block: Any, handler_name: str, suffix: str = "", *_: Any, **__: Any) -> str:
        """Return the address of a handler."""
        return f"/h/{handler_name}/{suffix}"

    def resource_url(self, resource: str) -> str:
        """Not used by this block."""
        raise NotImplementedError(resource)

    def local_resource_url(self, block: Any, uri: str) -> str:
        """Not used by this block."""
        raise NotImplementedError(uri)

    def add_node_as_child(self, block: Any, node: Any) -> None:
        """Not used by this block."""
        raise NotImplementedError

    def query(self, block: Any) -> Any:
        """Not used by this block."""
        raise NotImplementedError

    def state(self) -> dict[str, Any]:
        """Return what the platform holds about the learner."""
        with self.lock:
            block = self.block()
            fields = ("index_page_path", "scorm_version", "package_warnings", "lesson_status", "success_status")
            return {
                **{name: getattr(block, name) for name in fields},
                "grade": block.get_grade(),
                "data": dict(block.scorm_data),
                "published": list(self.published),
            }


class Handler(BaseHTTPRequestHandler):
    """One request of the learner's browser."""

    protocol_version = "HTTP/1.1"
    platform: Platform

    def do_GET(self) -> None:
        """The unit, jQuery, what is known, or a handler."""
        path = urlsplit(self.path).path
        if path == "/":
            self._send(200, [("Content-Type", "text/html; charset=utf-8")], unit(self.platform).encode())
        elif path == "/jquery.js":
            self._send(200, [("Content-Type", "text/javascript")], JQUERY.read_bytes())
        elif path == "/state":
            self._send(200, [("Content-Type", "application/json")], json.dumps(self.platform.state()).encode())
        else:
            self._handler(b"")

    def do_POST(self) -> None:
        """A handler."""
        self._handler(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _handler(self, body: bytes) -> None:
        place, _, rest = urlsplit(self.path).path.removeprefix("/").partition("/")
        name, _, suffix = rest.partition("/")
        if place != "h":
            self._send(404, [("Content-Type", "text/plain")], b"Not found")
            return
        headers = {name: value for name, value in self.headers.items() if name.lower() in ("range", "content-type")}
        request = Request.blank(self.path, method=self.command, headers=headers, body=body)
        answer = self.platform.call(name, request, suffix)
        self._send(answer.status_code, answer.headerlist, answer.body)

    def _send(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            if name.lower() != "content-length":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet: the judge reads /state."""


class Server(ThreadingHTTPServer):
    """Serves until the process is ended."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about browsers that hang up in the middle; everything else is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def upload(platform: Platform) -> None:
    """Do what an author does in Studio; raises `SystemExit` when the block refuses the package."""
    form = {**STUDIO_FORM, "file": (PACKAGE.name, PACKAGE.read_bytes())}
    answer = platform.call("studio_submit", Request.blank("/", POST=form))
    if answer.json_body != {"result": "success", "errors": []}:
        raise SystemExit(f"the block refuses the package: {answer.json_body}")


def unit(platform: Platform) -> str:
    """Return the unit's page with the block's student view."""
    with platform.lock:
        block = platform.block()
        block.runtime = platform
        fragment = block.student_view()
        block.save()
    text = {
        kind: "\n".join(r.data for r in fragment.resources if r.mimetype == kind)
        for kind in ("text/css", "application/javascript")
    }
    args = json.dumps(fragment.json_init_args).replace("<", "\\u003c")
    return PAGE.format(
        css=text["text/css"],
        scripts=text["application/javascript"],
        content=fragment.content,
        init=fragment.js_init_fn,
        args=args,
    )


def main() -> None:
    """Upload, then serve until the process is ended."""
    ScormXBlock.location = property(lambda block: SimpleNamespace(block_id=block.scope_ids.usage_id))
    platform = Platform()
    upload(platform)
    handler = type("Bound", (Handler,), {"platform": platform})
    server = Server(("127.0.0.1", 0), handler)
    print(json.dumps({"url": f"http://127.0.0.1:{server.server_port}/"}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
