"""What the record's cost is measured on: a PostgreSQL that keeps its word (fsync on), the service, the bare handler."""

import base64
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.mobility_record import postgresql_server

ROOT = Path(__file__).resolve().parent.parent
WORKERS, THREADS = 2, 4
_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def postgresql(binaries: Path) -> Iterator[postgresql_server.Server]:
    """A server of its own with 256 MB of shared buffers, else as installed, and the empty database `record`."""
    tuning = ("shared_buffers=256MB", "max_wal_size=4GB", "autovacuum=on")
    server = postgresql_server.start(binaries, durable=True, tuning=tuning)
    try:
        subprocess.run([binaries / "createdb", "-h", server.folder, "-U", "postgres", "record"], check=True, cwd="/")
        yield server
    finally:
        server.stop()


def configure(database: str) -> None:
    """Set the environment of the service, for this process and those it starts, and set Django up."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "mobility_record.settings",
        "MOBILITY_RECORD_DATABASE": database,
        "MOBILITY_RECORD_SECRET_KEY": "a benchmark only: " + "0123456789abcdef" * 4,
        "MOBILITY_RECORD_PEPPER": "a benchmark only: " + "fedcba9876543210" * 2,
        "MOBILITY_RECORD_MASTER_KEY": base64.b64encode(bytes(range(32))).decode(),
        "MOBILITY_RECORD_HTTPS": "0",
    }
    import django

    django.setup()


def service_commands(port: int) -> dict[str, list[str]]:
    """How the service is started under each server that is installed."""
    places = ["--port", str(port), "--workers", str(WORKERS), "--threads", str(THREADS)]
    servers = ("gunicorn", "granian") if find_spec("granian") else ("gunicorn",)
    start = [sys.executable, "-m", "mobility_record", "serve", *places]
    return {server: [*start, "--server", server] for server in servers}


def bare_command(port: int) -> list[str] | None:
    """How the bare ASGI handler is started; None where uvicorn or asyncpg is missing."""
    if not (find_spec("uvicorn") and find_spec("asyncpg")):
        return None
    uvicorn = [sys.executable, "-m", "uvicorn", "benchmarks.bare_handler:application", "--port", str(port)]
    return [*uvicorn, "--workers", str(WORKERS), "--no-access-log", "--log-level", "warning"]


@contextmanager
def running(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The program, once it answers on its port."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said)
        try:
            for _ in range(300):
                if process.poll() is not None:
                    break
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        time.sleep(1)
                        yield process
                        return
                time.sleep(0.1)
            said.seek(0)
            raise RuntimeError(said.read().decode(errors="replace")[-2000:])
        finally:
            process.terminate()
            process.wait(timeout=30)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu_seconds(root: int) -> float:
    """CPU that process `root` and all below it have used, those that ended included (user and system, from /proc)."""
    parents: dict[int, int] = {}
    used: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(words[1])
        used[int(stat.parent.name)] = sum(map(int, words[11:15]))
    return sum(ticks for pid, ticks in used.items() if _is_below(pid, root, parents)) / _TICKS


def _is_below(pid: int, root: int, parents: dict[int, int]) -> bool:
    while pid and pid != root:
        pid = parents.get(pid, 0)
    return pid == root
