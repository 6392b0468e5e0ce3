"""The record under test: a real server over a real database of its own, and the world in it that all speak about."""

import base64
import json
import secrets
import sqlite3
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from joserfc import jwk

from tests.mobility_record import postgresql_server
from tests.mobility_record.live import ROOT, LiveRecord, new_database
from tests.soak import dice, processes


@dataclass
class SoakRecord(LiveRecord):
    """`mobility record run` with secrets of its own, which can be killed."""

    secrets: dict[str, str] = field(default_factory=lambda: _secrets())
    cpu: float = 0.0  # of servers that were killed

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, **self.secrets}

    def kill(self) -> None:
        """`kill -9` of the whole server, all workers."""
        assert self.process is not None
        self.cpu += processes.cpu_seconds(self.process.pid)
        processes.kill(self.process.pid)
        self.process.wait()

    def cpu_seconds(self) -> float:
        """Processor time of the server until now."""
        assert self.process is not None
        return self.cpu + processes.cpu_seconds(self.process.pid)


class Bench:
    """A record on `engine`, and who is who in it. `root`: where the code under test is, if not here."""

    def __init__(self, engine: str, plan: dice.Plan, root: Path = ROOT, *, durable: bool = True) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="soak-")
        self.postgresql: postgresql_server.Server | None = None
        self.postgresql_cpu = 0.0
        if engine == "postgresql":
            binaries = postgresql_server.programs()
            if binaries is None:
                raise LookupError("PostgreSQL's server programs (initdb, postgres) are not installed")
            self.postgresql = postgresql_server.start(binaries, durable=durable)
        folder = Path(self._folder.name)
        self.database = new_database(engine, folder, [self.postgresql])
        self.record = SoakRecord(self.database, folder, root=root)
        self.keys = [jwk.ECKey.generate_key("P-256", {"kid": f"k{each}"}) for each in range(dice.CLIENTS)]
        try:
            self.record.start()
            self.world = self._world(plan.stays)
        except BaseException:
            self.end()
            raise
        self.items = {(dice.PACKAGES.index(package), tag): item for package, tag, item in self.world["items"]}

    def _world(self, stays: int) -> dict[str, Any]:
        keys = [key.as_dict(private=False) for key in self.keys]
        asked = json.dumps([stays, keys, dice.PACKAGES[1]])
        code = "sys.path.insert(0, 'tests/soak')\nfrom seed_world import seed\n"
        world: dict[str, Any] = self.record.python(f"{code}print(json.dumps(seed(*json.loads({asked!r}))))")
        return world

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a statement gives, asked of the database itself; `%s` for values, on both engines."""
        if self.postgresql is not None:
            with psycopg.connect(self.database, autocommit=True, connect_timeout=5) as connection:
                cursor = connection.execute(statement, values)
                return cursor.fetchall() if cursor.description else []
        connection = sqlite3.connect(self.database.removeprefix("sqlite:///"), timeout=30)
        try:
            with connection:
                return connection.execute(statement.replace("%s", "?"), values).fetchall()
        finally:
            connection.close()

    def kill_postgresql(self) -> None:
        """`kill -9` of the database server, all its processes."""
        assert self.postgresql is not None
        assert self.postgresql.process is not None
        self.postgresql_cpu += processes.cpu_seconds(self.postgresql.process.pid)
        processes.kill(self.postgresql.process.pid)
        self.postgresql.process.wait()

    def cpu_seconds(self) -> tuple[float, float]:
        """Processor time of the record's server and of PostgreSQL until now."""
        running = self.postgresql.process if self.postgresql else None
        return self.record.cpu_seconds(), self.postgresql_cpu + (processes.cpu_seconds(running.pid) if running else 0)

    def log(self) -> str:
        """What server and database wrote into their logs."""
        logs = [self.record.folder / "server.log"]
        logs += [self.postgresql.folder / "server.log"] if self.postgresql else []
        return "".join(log.read_text("utf-8", "replace") for log in logs)

    def end(self) -> None:
        """Stop everything."""
        self.record.stop()
        if self.postgresql is not None:
            self.postgresql.stop()
        self._folder.cleanup()


def _secrets() -> dict[str, str]:
    told = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "PEPPER": secrets.token_urlsafe(32),
        "MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "HOSTS": "127.0.0.1",
        "HTTPS": "0",
    }
    settings = {"DJANGO_SETTINGS_MODULE": "mobility_record.settings"}
    return settings | {f"MOBILITY_RECORD_{name}": value for name, value in told.items()}
