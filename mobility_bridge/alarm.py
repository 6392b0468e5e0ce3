"""A deadline for a whole request: `requests` limits only the time between two pieces, and a platform may drip.

At its time the alarm shuts the connection down from another thread, whatever the request is waiting for.
"""

import contextlib
import socket
import threading
from types import TracebackType

_here = threading.local()


class Alarm:
    """`with Alarm(seconds):` around one request of this thread."""

    def __init__(self, seconds: float) -> None:
        self.rang = False
        self._over = False
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True

    def __enter__(self) -> "Alarm":
        _here.alarm = self
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _here.alarm = None
        with self._lock:  # the socket may serve another request next
            self._over = True
        self._timer.cancel()

    def _ring(self) -> None:
        with self._lock:
            self.rang = not self._over
            if self.rang:
                self._cut()

    def _cut(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                # Below TLS, whose own shutdown waits for the other side.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def _watch(self, connected: socket.socket) -> None:
        with self._lock:
            self._socket = connected
            if self.rang:
                self._cut()


def is_set() -> bool:
    """Whether this thread is in the middle of a request of ours."""
    return getattr(_here, "alarm", None) is not None


def watch(connected: socket.socket | None) -> None:
    """Put a connection under the alarm of this thread, if one is set."""
    alarm: Alarm | None = getattr(_here, "alarm", None)
    if alarm is not None and connected is not None:
        alarm._watch(connected)
