"""What one message costs the record: CPU, rate and waiting time, beside raw PostgreSQL and a bare handler.

`python -m benchmarks.record_cost [--large] [--requests N]`; `--large` goes on to ten million messages: 3 GB of disk,
7 minutes.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import record_fill, record_load, record_servers
from benchmarks.record_fill import SOURCES
from benchmarks.record_load import AGS, CONNECTIONS, Load
from tests.mobility_record import postgresql_server

_BATCH = 50
_ROW = """[{"position": 0, "event_id": "%s", "seq": %s, "line_item_id": 1, "claimed_us": 1, "at_us": 1,
"received_us": 1, "activity": "InProgress", "grading": "FullyGraded", "given": 500, "maximum": 1000, "per_mille": 500,
"reached_us": 1, "evidence": []}]"""
_SEQ = "(extract(epoch from clock_timestamp()) * 1000000)::bigint"


@dataclass(frozen=True)
class Cost:
    """CPU milliseconds per event of server and PostgreSQL, and how the requests went."""

    server: float
    postgresql: float
    load: Load


def main(arguments: list[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--large", action="store_true", help="go on to ten million messages")
    parser.add_argument("--requests", type=int, default=6000, help="requests per measurement")
    options = parser.parse_args(arguments)
    binaries = postgresql_server.programs()
    if binaries is None:
        print("\nThe record's cost: PostgreSQL's server programs are not installed")
        return
    with record_servers.postgresql(binaries) as database:
        _Bench(binaries, database, options.requests).run([10_000, 1_000_000, *([10_000_000] if options.large else [])])


class _Bench:
    """One PostgreSQL, filled further and further."""

    def __init__(self, binaries: Path, database: postgresql_server.Server, requests: int) -> None:
        self._binaries, self._database, self._requests = binaries, database, requests
        self._url = database.url("record")
        record_servers.configure(self._url)
        migrate = [sys.executable, "-m", "mobility_record", "migrate"]
        subprocess.run(migrate, check=True, cwd=record_servers.ROOT, stdout=subprocess.DEVNULL)

    def run(self, sizes: list[int]) -> None:
        """Every table; the comparison stands at the second size."""
        flat: list[str] = []
        for size in sizes:
            began = time.monotonic()
            record_fill.fill(self._url, size)
            minutes = (time.monotonic() - began) / 60
            if size == sizes[1]:
                self._compare(size)
            cost = self._service("granian" if "granian" in record_servers.service_commands(0) else "gunicorn", 1)
            gib = record_fill.bytes_on_disk(self._database.folder, "record") / 2**30
            flat.append(f"| {size:,} | {_cost(cost)} | {cost.load.rate:.0f} | {gib:.2f} | {minutes:.1f} |")
        print(f"\nThe same single score with more and more messages, load {_load()}\n")
        print("| messages | server, CPU ms | PostgreSQL, CPU ms | requests/s | disk, GiB | filled in, minutes |")
        print("|---|---|---|---|---|---|", *flat, sep="\n")

    def _compare(self, size: int) -> None:
        print(f"\nOne score, {CONNECTIONS} connections, {size:,} messages, fsync on, {os.cpu_count()} cores")
        print(f"({record_servers.WORKERS} workers; CPU from /proc), load {_load()} before\n")
        print("| what | server, CPU ms per score | PostgreSQL, CPU ms per score | requests/s | p50, ms | p95, ms |")
        print("|---|---|---|---|---|---|")
        self._print("pgbench, the same two statements", self._pgbench())
        for server in record_servers.service_commands(0):
            self._bare()  # before each: other work on the machine comes and goes
            self._print(f"the record under {server}", self._service(server, 1))
            self._print(f"the record under {server}, from a learning platform (AGS)", self._service(server, AGS))
            self._print(f"the record under {server}, {_BATCH} scores a request", self._service(server, _BATCH))
        print(f"\nLoad after it: {_load()}", flush=True)

    def _bare(self) -> None:
        port = record_servers.free_port()
        if command := record_servers.bare_command(port):
            self._print("bare ASGI handler, the same two statements", self._measure(command, port, 1))

    def _print(self, name: str, cost: Cost) -> None:
        load = cost.load
        waited = f"{load.percentile(50):.1f} | {load.percentile(95):.1f}"
        print(f"| {name} | {_cost(cost)} | {load.rate:.0f} | {waited} |", flush=True)

    def _service(self, server: str, batch: int) -> Cost:
        port = record_servers.free_port()
        return self._measure(record_servers.service_commands(port)[server], port, batch)

    def _measure(self, command: list[str], port: int, batch: int) -> Cost:
        """Of a server: after a warming up, so that connections are open and statements planned."""
        with record_servers.running(command, port) as process:
            single = batch in (1, AGS)
            record_load.send(port, 800, batch if single else 2, SOURCES)
            requests = self._requests if single else self._requests // 10
            return self._cost(lambda: record_load.send(port, requests, batch, SOURCES), process.pid, max(batch, 1))

    def _cost(self, work: Callable[[], Load], server: int | None, batch: int) -> Cost:
        before = self._cpu(server)
        load = work()
        own, database = (1000 * (b - a) / load.requests / batch for a, b in zip(before, self._cpu(server), strict=True))
        return Cost(own, database, load)

    def _cpu(self, server: int | None) -> tuple[float, float]:
        own = 0.0 if server is None else record_servers.cpu_seconds(server)
        return own, record_servers.cpu_seconds(self._database.process.pid)

    def _pgbench(self) -> Cost:
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder) / "score.sql"
            script.write_text(_script(), "utf-8")
            return self._cost(lambda: self._run_pgbench(script), None, 1)

    def _run_pgbench(self, script: Path) -> Load:
        each = self._requests // CONNECTIONS
        words = ["-n", "-M", "prepared", "-c", CONNECTIONS, "-j", 2, "-t", each, "-l", "-f", script]
        words += ["-h", self._database.folder, "-U", "postgres", "record"]
        start = time.perf_counter()
        subprocess.run(
            [self._binaries / "pgbench", *map(str, words)], check=True, cwd=script.parent, capture_output=True
        )
        seconds = time.perf_counter() - start
        lines = [line for log in script.parent.glob("pgbench_log*") for line in log.read_text().splitlines()]
        return Load(len(lines), seconds, sorted(int(line.split()[2]) / 1e6 for line in lines))


def _script() -> str:
    from mobility_record.results.ledger_postgresql import APPEND
    from mobility_record.stays.senders import POSTGRESQL

    row = f"format('{_ROW}', gen_random_uuid(), {_SEQ})".replace("\n", " ")
    sender = POSTGRESQL.replace("%s", "sha256(convert_to('bench-' || :source, 'UTF8'))")
    parts, values = APPEND.strip().split("%s"), (":source", ":source", row, "'self-reported'", "")
    append = "".join(part + value for part, value in zip(parts, values, strict=True))
    return f"\\set source random(1, {SOURCES})\n{sender.strip()};\n{append};\n"


def _cost(cost: Cost) -> str:
    return f"{cost.server:.3f} | {cost.postgresql:.3f}"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    main()
