"""A real record for end-to-end tests: its own process, SQLite file and port; it can be stopped and started again."""

import base64
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any


def free_port() -> int:
    """Return a port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RunningRecord:
    """The record as a coordinator would run it: `mobility record migrate`, `register-package`, `run`."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "mobility_record.settings",
            "MOBILITY_RECORD_DATABASE": f"sqlite:///{folder / 'record.sqlite3'}",
            "MOBILITY_RECORD_SECRET_KEY": secrets.token_urlsafe(48),
            "MOBILITY_RECORD_PEPPER": secrets.token_urlsafe(32),
            "MOBILITY_RECORD_MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "MOBILITY_RECORD_ORIGIN": self.url,
            "MOBILITY_RECORD_HTTPS": "0",
        }
        self.command("migrate")

    def command(self, *arguments: object) -> str:
        """Run `mobility record …` and return what it printed."""
        call = [sys.executable, "-m", "scorm_export", "record", *map(str, arguments)]
        return self._run(call)

    def script(self, name: str, *arguments: object) -> Any:
        """Run a module of tests/e2e inside the record's settings and return the JSON it printed."""
        return json.loads(self._run([sys.executable, "-m", f"tests.e2e.{name}", *map(str, arguments)]))

    def start(self) -> None:
        """Serve until `stop`; returns once it answers."""
        call = [sys.executable, "-m", "scorm_export", "record", "run", "--port", str(self.port), "--workers", "1"]
        self._process = subprocess.Popen(
            call, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(200):
            if self._answers():
                return
            time.sleep(0.1)
        raise RuntimeError("the record did not start")

    def stop(self) -> None:
        """End it at once, as a power cut would."""
        if self._process is not None:
            subprocess.run(["pkill", "-KILL", "-P", str(self._process.pid)], check=False)
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None
        while self._answers():
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(self.url + "/", timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def _run(self, call: list[str]) -> str:
        done = subprocess.run(call, env=self._environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout
