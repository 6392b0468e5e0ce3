"""A web server on this machine that publishes keys, and misbehaves when it is asked to."""

import contextlib
import gzip
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable

from platform_client import KEYS

Behaviour = Callable[[socket.socket], None]
PUBLIC = {**KEYS["RS256"].as_dict(private=False), "kid": "one"}
OTHER = {**KEYS["ES256"].as_dict(private=False), "kid": "two"}


def keys(*listed: object) -> bytes:
    """A key set."""
    return json.dumps({"keys": listed}).encode()


class KeyServer:
    """Answers each connection by `behaviour`; counts them in `asked` and what broke off in `cut_off`, keeps what was asked for in `heads`."""

    def __init__(self) -> None:
        self.behaviour: Behaviour = answer(b'{"keys": []}')
        self.asked = 0
        self.cut_off = 0
        self.heads: list[bytes] = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listening.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}/keys"
        self.tls: ssl.SSLContext | None = None
        self.open = True
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while self.open:
            try:
                line, _ = self.listening.accept()
            except OSError:
                return
            self.asked += 1
            try:
                line.settimeout(20)
                with self.tls.wrap_socket(line, server_side=True) if self.tls else line as told:
                    self.heads.append(told.recv(65_536))
                    self.behaviour(told)
            except OSError:
                self.cut_off += 1

    def stop(self) -> None:
        self.open = False
        with contextlib.suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.thread.join(30)


def answer(body: bytes, status: bytes = b"200 OK", head: bytes = b"", length: int | None = None) -> Behaviour:
    """One whole answer, of a length that may be a lie."""
    said = len(body) if length is None else length
    return raw(b"HTTP/1.1 %b\r\nContent-Length: %d\r\n%b\r\n%b" % (status, said, head, body))


def raw(data: bytes) -> Behaviour:
    """Bytes, then the end."""
    return lambda line: line.sendall(data)


def drip(head: bytes, drop: bytes = b" ", drops: int = 200) -> Behaviour:
    """A beginning, then a drop again and again; an `OSError` once the other side has had enough."""

    def behave(line: socket.socket) -> None:
        line.sendall(head)
        for _ in range(drops):
            time.sleep(0.05)
            line.sendall(drop)

    return behave


def silent(line: socket.socket) -> None:
    """No answer; an `OSError` once the other side has had enough."""
    if not line.recv(1):
        raise ConnectionResetError


#: Answers that are no key set.
RUBBISH = {
    "nothing": raw(b""),
    "no HTTP": raw(b"hello\r\n\r\n"),
    "half a head": raw(b"HTTP/1.1 200"),
    "endless head lines": raw(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n"),
    "a thousand head lines": raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n{}"),
    "less than it says": answer(keys(PUBLIC)[:40], length=400),
    "broken chunks": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"),
    "too much": answer(keys(PUBLIC) + b" " * 65_536),
    "too much in chunks": raw(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + (b"4000\r\n" + b" " * 0x4000 + b"\r\n") * 9
    ),
    "an error": answer(keys(PUBLIC), b"500 Oops"),
    "another success": answer(keys(PUBLIC), b"203 Changed"),
    "packed": answer(gzip.compress(keys(PUBLIC)), head=b"Content-Encoding: gzip\r\n"),
    "a page": answer(b"<html>"),
    "a list": answer(b"[]"),
    "no keys": answer(b"{}"),
    "keys that are no list": answer(b'{"keys": {"one": 1}}'),
    "keys twice": answer(b'{"keys": [], "keys": []}'),
    "100 000 deep": answer(b'{"keys":' + b"[" * 30_000 + b"]" * 30_000 + b"}"),
    "NaN": answer(b'{"keys": [NaN]}'),
    "not UTF-8": answer(b'{"keys": ["\xff"]}'),
}
