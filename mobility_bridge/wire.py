"""The network: one request over `requests`, with every limit that a hostile or broken platform calls for.

TLS verified; no redirect followed, no cookie, no proxy or password taken from the environment; 3.05 s to connect, 10 s
between two pieces, and a deadline for the whole; at most 256 KiB of answer, never unpacked (a gzip bomb stays packed).
"""

import contextlib
import logging
from http.client import HTTPException
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as SilenceError
from urllib3.response import HTTPResponse

from mobility_bridge.alarm import Alarm, is_set, watch
from mobility_bridge.errors import ConfigurationError
from mobility_bridge.exchange import Answer, Broken, Reply, Request
from mobility_bridge.outcomes import Reason

CONNECT = 3.05  # seconds
READ = 10.0
MOST_BYTES = 256 * 1024
_PIECE = 32 * 1024
_HEADERS = ("content-type", "link", "retry-after")
_ALWAYS = {"User-Agent": "blended-mobility", "Accept-Encoding": "identity"}
_TROUBLE = (requests.RequestException, HTTPError, HTTPException, OSError, ValueError)


def _not_ours(_record: logging.LogRecord) -> bool:
    return not is_set()


# urllib3 logs addresses and broken headers, which a platform can choose so that they repeat our token.
for _name in ("urllib3.connection", "urllib3.connectionpool", "urllib3.response"):
    logging.getLogger(_name).addFilter(_not_ours)


class Wire:
    """Sends requests, from any thread. `ca_file`: certificates to trust instead of the usual ones."""

    def __init__(self, ca_file: Path | None = None) -> None:
        if ca_file is not None and not ca_file.is_file():
            raise ConfigurationError(f"ca_file: there is no file {ca_file}")
        self._verify = True if ca_file is None else str(ca_file)
        self._adapter = _Adapter()

    def exchange(self, request: Request, seconds: float) -> Reply:
        """The answer to `request`, or `Broken`, within `seconds`; never raises for what a platform does."""
        if seconds <= 0:
            return Broken(Reason.TIMEOUT)
        with Alarm(seconds) as alarm:
            try:
                with contextlib.closing(self._sent(request, seconds)) as response:
                    return _answer(response)
            except _TROUBLE as error:
                reason = _reason(error)
        return Broken(Reason.TIMEOUT if alarm.rang else reason)

    def close(self) -> None:
        """Close all connections."""
        self._adapter.close()

    def _sent(self, request: Request, seconds: float) -> requests.Response:
        # The adapter alone: a Session would read a redirect's whole body, keep cookies and look into ~/.netrc.
        prepared = requests.Request(
            request.method, request.url, headers={**_ALWAYS, **request.headers}, data=request.body
        ).prepare()
        limits = (min(CONNECT, seconds), min(READ, seconds))
        return self._adapter.send(prepared, stream=True, timeout=limits, verify=self._verify)


def _answer(response: requests.Response) -> Reply:
    headers = {name: response.headers.get(name, "") for name in _HEADERS}
    packed = response.headers.get("content-encoding", "identity").strip().lower() != "identity"
    status = response.status_code
    if 200 <= status < 300:
        body = b"" if packed else _read(response)
        if packed or len(body) > MOST_BYTES:
            return Broken(Reason.NOT_UNDERSTOOD)
        return Answer(status, headers, body)
    body = b""  # the status says enough
    if not packed:
        with contextlib.suppress(*_TROUBLE):
            body = _read(response)
    return Answer(status, headers, body)


def _read(response: requests.Response) -> bytes:
    """The body, packed or not, and not much more than may be; raises when it ends before its length."""
    body = b""
    while len(body) <= MOST_BYTES:
        piece = response.raw.read(_PIECE, decode_content=False)
        if not piece:
            break
        body += piece
    return body


def _reason(error: Exception) -> Reason:
    if isinstance(error, requests.exceptions.SSLError):
        return Reason.UNTRUSTED
    if isinstance(error, requests.Timeout | SilenceError | TimeoutError):
        return Reason.TIMEOUT
    return Reason.UNREACHABLE


class _Plain(HTTPConnection):
    """A connection whose answer is awaited under this thread's alarm."""

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3
        watch(self.sock)
        return super().getresponse()


class _Secure(HTTPSConnection):
    """The same over TLS."""

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3
        watch(self.sock)
        return super().getresponse()


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
