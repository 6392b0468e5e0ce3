"""A PostgreSQL server for the tests: started from the machine's programs, as root or as a normal user."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


def programs() -> Path | None:
    """The folder of PostgreSQL's server programs, newest version first; None when there are none."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return installed[-1].parent if installed else None


@dataclass
class Server:
    """A server in a folder of its own; its socket is there, it listens on no network, its log is `server.log`."""

    folder: Path
    binaries: Path
    command: list[str | Path]
    process: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def run(self) -> "Server":
        """Start it, also after it was killed, and wait until it answers."""
        for _ in range(200):
            if self.process is None or self.process.poll() is not None:
                with (self.folder / "server.log").open("ab") as log:
                    self.process = subprocess.Popen(self.command, cwd="/", stdout=log, stderr=log)
            ready = subprocess.run([self.binaries / "pg_isready", "-q", "-h", self.folder], cwd="/", check=False)
            if ready.returncode == 0:
                return self
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start: {(self.folder / 'server.log').read_text('utf-8')[-2000:]}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=20)
        shutil.rmtree(self.folder, ignore_errors=True)


def start(binaries: Path, *, durable: bool = False, tuning: Sequence[str] = ()) -> Server:
    """A fast server that forgets on a crash, as tests like it; `durable`: one that keeps its word, as in production."""
    prefix, folder = [], Path(tempfile.mkdtemp(prefix="record-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        names = {entry.pw_name for entry in pwd.getpwall()}
        user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
        prefix = ["setpriv", "--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"]
        os.chown(folder, user.pw_uid, user.pw_gid)
    initdb = ["initdb", "-D", folder / "data", "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8"]
    command = [*prefix, binaries / initdb[0], *initdb[1:], "--locale=C.UTF-8"]
    subprocess.run(command, check=True, cwd="/", capture_output=True)
    careless = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
    settings = ["listen_addresses=", *([] if durable else careless), *tuning]
    options = [part for setting in settings for part in ("-c", setting)]
    server: list[str | Path] = [*prefix, binaries / "postgres", "-D", folder / "data", "-k", folder, *options]
    return Server(folder, binaries, server).run()
