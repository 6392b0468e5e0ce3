"""What is broken at the moment, and servers that can break: switched from any thread while a learner works."""

import http.client
import socket
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Mode = Literal["", "cut", "error", "slow", "mute"]


@dataclass
class Faults:
    """One server's trouble. ``cut``: no request is answered; ``error``: 500; ``slow``: ``seconds`` late, one after the
    other; ``mute``: what is sent is stored, and the answer is lost."""

    mode: Mode = ""
    seconds: float = 0.0
    turn: threading.Lock = field(default_factory=threading.Lock)

    def set(self, mode: Mode, seconds: float = 0.0) -> None:
        """Break it in this way from now on; "" heals it."""
        self.mode, self.seconds = mode, seconds

    def wait(self) -> None:
        """Take the time a slow server takes, in small steps so that it heals at once."""
        end = time.monotonic() + self.seconds
        while self.mode == "slow" and time.monotonic() < end:
            time.sleep(0.05)


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """End the connection without an answer."""
    handler.close_connection = True
    try:
        handler.connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


class Quiet(ThreadingHTTPServer):
    """A server that says nothing about browsers that are killed."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def begin(self) -> None:
        """Serve in the background until `end`."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def end(self) -> None:
        """Stop serving."""
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A killed browser hangs up in the middle; that is what these tests do."""

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Front(Quiet):
    """Stands before the record, as a network does, and can be cut, slow, failing or lose answers."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.port = 0
        super().__init__(("127.0.0.1", 0), FrontHandler)


class FrontHandler(BaseHTTPRequestHandler):
    """Passes one request on."""

    server: Front
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Pass it on, unless the network or the record is broken."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        faults = self.server.faults
        if faults.mode == "cut":
            return hang_up(self)
        if faults.mode == "error":
            return self._send(503, b'{"error": "busy"}', [])
        faults.wait()
        status, data, headers = self._passed_on(body)
        if faults.mode in ("mute", "cut"):
            return hang_up(self)
        return self._send(status, data, headers)

    do_GET = do_OPTIONS = do_POST

    def _passed_on(self, body: bytes) -> tuple[int, bytes, list[tuple[str, str]]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        try:
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.getheaders()
        except OSError:
            return 502, b"", []
        finally:
            connection.close()

    def _send(self, status: int, data: bytes, headers: list[tuple[str, str]]) -> None:
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in ("content-length", "transfer-encoding", "connection", "server", "date"):
                self.send_header(name, value)
        if not headers:
            self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""
