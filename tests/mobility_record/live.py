"""A real server of the record over a database of its own, for tests with real threads, processes and browsers."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class LiveRecord:
    """`mobility record run` (or `serve`) as a process, with two workers; `settings` are more environment variables."""

    database: str
    folder: Path
    port: int = field(default_factory=free_port)
    command_line: tuple[str, ...] = ("run",)
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    root: Path = ROOT

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        more = {"MOBILITY_RECORD_DATABASE": self.database, "MOBILITY_RECORD_ORIGIN": self.url}
        return {**os.environ, **more, "PYTHONPATH": str(self.root), **self.settings}

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text("utf-8")

    def python(self, code: str) -> Any:
        """Run `code` beside the server and return what it prints as JSON."""
        setup = "import django, json; django.setup(); import sys; sys.path.insert(0, 'tests/mobility_record')\n"
        command = [sys.executable, "-c", setup + code]
        done = subprocess.run(command, env=self.environment, cwd=self.root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout or "null")

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "mobility_record", *words]
        return subprocess.run(command, env=self.environment, cwd=self.root, capture_output=True, text=True, check=False)

    def start(self) -> "LiveRecord":
        if self.command_line[0] == "run":
            migrated = self.command("migrate")
            assert migrated.returncode == 0, migrated.stderr
        return self.run()

    def run(self) -> "LiveRecord":
        """Start the server and wait until it answers."""
        with (self.folder / "server.log").open("ab") as log:
            run = [sys.executable, "-m", "mobility_record", *self.command_line, "--port", str(self.port)]
            self.process = subprocess.Popen(run, env=self.environment, cwd=self.root, stdout=log, stderr=log)
        for _ in range(300):
            if self.answers():
                return self
            time.sleep(0.1)
        raise RuntimeError(self.log)

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/health", timeout=5).close()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=20)

    def ask(self, endpoint: str, body: Any) -> tuple[int, Any]:
        request = urllib.request.Request(f"{self.url}/bridge/v1/{endpoint}", json.dumps(body).encode())
        request.add_header("Content-Type", "text/plain")
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)


def new_database(engine: str, folder: Path, servers: list[Any]) -> str:
    if engine == "sqlite":
        return f"sqlite:///{folder / 'live.sqlite3'}"
    server = servers[0]
    name = f"live_{free_port()}"
    binaries = Path(shutil.which("createdb") or server.binaries / "createdb")
    subprocess.run([binaries, "-h", server.folder, "-U", "postgres", name], check=True, cwd="/")
    return str(server.url(name))
