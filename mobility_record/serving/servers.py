"""The servers that the record runs under: granian, which needs least, and gunicorn."""

import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

#: How long running requests may take when the server is told to stop.
GRACE_SECONDS = 30


@dataclass(frozen=True)
class Place:
    """Where the server listens, and with how many processes of how many threads."""

    host: str
    port: int
    workers: int
    threads: int


def installed() -> list[str]:
    """The servers that are installed, best first."""
    return [name for name in ("granian", "gunicorn") if find_spec(name)]


def command(server: str, place: Place) -> list[str]:
    """The program and arguments that start `server`."""
    return {"granian": _granian, "gunicorn": _gunicorn}[server](place)


def _granian(place: Place) -> list[str]:
    module = [sys.executable, "-m", "mobility_record.serving.granian_process"]
    return [*module, place.host, str(place.port), str(place.workers), str(place.threads)]


def _gunicorn(place: Place) -> list[str]:
    address = f"[{place.host}]:{place.port}" if ":" in place.host else f"{place.host}:{place.port}"
    command = [sys.executable, "-m", "gunicorn", "mobility_record.wsgi:application", "--bind", address]
    command += ["--config", "python:mobility_record.serving.gunicorn_settings"]
    command += ["--workers", str(place.workers), "--threads", str(place.threads)]
    command += ["--graceful-timeout", str(GRACE_SECONDS), "--worker-tmp-dir", _worker_folder()]
    return command + _no_control_socket()


def _no_control_socket() -> list[str]:
    """Newer versions of gunicorn open a socket in the home folder to be controlled by; nobody needs it here."""
    from gunicorn.config import make_settings  # type: ignore[import-untyped]  # it ships no types

    return ["--no-control-socket"] if "control_socket" in make_settings() else []


def _worker_folder() -> str:
    """Memory where there is some, so that a slow disk does not make workers look dead."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp"  # noqa: S108 - heartbeat files only
