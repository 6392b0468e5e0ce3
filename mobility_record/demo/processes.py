"""The servers of the demo as processes: their ports are free, they answer, and all of them end together."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

_START_SECONDS = 60
_STOP_SECONDS = 10


class ServerFailed(Exception):
    """A server of the demo ended or did not answer; the message says which, with its last words."""


def port_is_free(port: int) -> bool:
    """Whether a server can listen on `port` of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@dataclass(frozen=True)
class Server:
    """One running server: what it is called, where it answers, where it writes."""

    name: str
    address: str
    log: Path
    process: subprocess.Popen[bytes]

    def last_words(self) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text("utf-8", "replace").strip().splitlines()[-8:])


class Servers:
    """Servers that start in groups of their own and end with this block, whatever happens in it."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._running: list[Server] = []

    def __enter__(self) -> "Servers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            for server in self._running:
                _signal_group(server.process, sign)
            deadline = time.monotonic() + _STOP_SECONDS
            while any(s.process.poll() is None for s in self._running) and time.monotonic() < deadline:
                time.sleep(0.05)

    def start(self, name: str, command: Sequence[str], address: str, environment: Mapping[str, str]) -> None:
        """Start `command`; its output goes to a log file."""
        log = self._logs / f"{name.replace(' ', '-')}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **environment},
                start_new_session=True,
            )
        self._running.append(Server(name, address, log, process))

    def wait_until_all_answer(self) -> None:
        """Return when every server answers; `ServerFailed` when one does not."""
        deadline = time.monotonic() + _START_SECONDS
        for server in self._running:
            while not _answers(server.address):
                self.check()
                if time.monotonic() > deadline:
                    raise ServerFailed(f"The {server.name} does not answer.\n{server.last_words()}")
                time.sleep(0.1)

    def check(self) -> None:
        """`ServerFailed` when one has ended."""
        for server in self._running:
            if server.process.poll() is not None:
                raise ServerFailed(f"The {server.name} ended by itself.\n{server.last_words()}")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2):  # noqa: S310  # our own address on this machine
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _signal_group(process: subprocess.Popen[bytes], sign: signal.Signals) -> None:
    """Send `sign` to the server and its children; a group that is gone is what we want."""
    try:
        os.killpg(process.pid, sign)
    except ProcessLookupError:
        return
