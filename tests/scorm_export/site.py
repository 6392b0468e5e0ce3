"""Any web server: hands out a folder, knows no ranges, can be ended and replaced; a strict policy stops inline scripts."""

import os
import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'"


class _Handler(SimpleHTTPRequestHandler):
    short = False

    def do_GET(self) -> None:
        """Some servers send index.html to its folder."""
        if self.short and self.path.endswith("/index.html"):
            self.send_response(308)
            self.send_header("Location", self.path.removesuffix("index.html"))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


class _ShortHandler(_Handler):
    short = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Browsers hang up in the middle; that is no error of the course."""


class WebSite:
    """Serves ``folder`` at ``url`` while it runs; ``short``: addresses without index.html."""

    def __init__(self, folder: Path, *, short: bool = False) -> None:
        self.folder = folder
        handler = _ShortHandler if short else _Handler
        self._server = _Server(("127.0.0.1", 0), partial(handler, directory=folder))
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """End the server: from now on nobody answers at ``url``."""
        self._server.shutdown()
        self._server.server_close()

    def put(self, package: Path, path: str) -> str:
        """Unpack ``package`` in the sub-folder ``path`` and return its address.

        As unzip does, files get the date they have in the zip: it is the same in every version.
        """
        with zipfile.ZipFile(package) as archive:
            for info in archive.infolist():
                os.utime(archive.extract(info, self.folder / path), (315_532_800, 315_532_800))
        return f"{self.url}{path}/"
