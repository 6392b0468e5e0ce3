"""One soak run: sixteen senders, kills meanwhile, and the judge at the end."""

import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.soak import dice, doors
from tests.soak.bench import ROOT, Bench
from tests.soak.journal import Journal
from tests.soak.judge import Judge
from tests.soak.sender import Package, Platform, Sender
from tests.soak.troubles import Troubles


@dataclass(frozen=True)
class Size:
    """How much of it. PostgreSQL is killed only where the record runs on it."""

    messages: int
    server_kills: int
    postgresql_kills: int = 0
    seed: int = 0


@dataclass
class Outcome:
    """What a run found, and its counts."""

    engine: str
    faults: list[str] = field(default_factory=list)
    counts: dict[str, float] = field(default_factory=dict)
    checks: Counter[str] = field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        """For people to read."""
        yield f"Soak on {self.engine}"
        for name, count in self.counts.items():
            yield f"  {name:<42} {count:>12,.{0 if float(count).is_integer() else 1}f}"
        yield f"  {'checks':<42} {self.checks.total():>12,}"
        for kind, number in sorted(self.checks.items()):
            yield f"    {kind:<40} {number:>12,}"
        yield f"  {'faults':<42} {len(self.faults):>12,}"
        yield from (f"    {fault[:600]}" for fault in self.faults[:40])


def soak(engine: str, size: Size, root: Path = ROOT, *, durable: bool = True) -> Outcome:
    """Run it. `root`: the code under test; not `durable`: PostgreSQL answers before it has written."""
    plan = dice.throw(size.seed, size.messages)
    bench = Bench(engine, plan, root, durable=durable)
    try:
        return _soak(bench, plan, size, Outcome(engine))
    finally:
        bench.end()


def _soak(bench: Bench, plan: dice.Plan, size: Size, outcome: Outcome) -> Outcome:
    journal, over = Journal(), threading.Event()
    journal.quiet.set()
    deliveries = [delivery for share in (*plan.deliveries["ags"], *plan.deliveries["bridge"]) for delivery in share]
    troubles = Troubles(bench, journal, Random(size.seed + 1), sum(len(each.messages) for each in deliveries))
    senders = _senders(bench, plan, journal)
    started, before = time.monotonic(), bench.cpu_seconds()
    with ThreadPoolExecutor(len(senders) + 1) as pool:
        killer = pool.submit(troubles.run, size.server_kills, size.postgresql_kills if bench.postgresql else 0, over)
        shares = [*plan.deliveries["ags"], *plan.deliveries["bridge"]]
        for sending in [pool.submit(sender.run, share) for sender, share in zip(senders, shares, strict=True)]:
            sending.result()
        over.set()
        killer.result()
    seconds, after = time.monotonic() - started, bench.cpu_seconds()
    judge = Judge(bench, plan, journal, troubles.windows)
    judge.judge()
    if not journal.faults:
        doors.compare(judge)
    outcome.faults, outcome.checks = journal.faults + judge.faults, judge.checks
    outcome.counts = _counts(plan, journal, troubles, senders) | {
        "seconds": round(seconds, 1),
        "messages taken per second": round(len(judge.kept) / seconds, 1),
        "requests answered per second": round(len(journal.requests) / seconds, 1),
        "median milliseconds of a request": round(1000 * statistics.median(journal.requests or [0]), 1),
        "CPU seconds of the server": round(after[0] - before[0], 1),
        "CPU seconds of PostgreSQL": round(after[1] - before[1], 1),
    }
    return outcome


def _senders(bench: Bench, plan: dice.Plan, journal: Journal) -> list[Sender]:
    tokens: dict[int, str] = {}
    secrets: dict[object, tuple[str, str]] = {}
    platforms = [Platform(bench, plan, journal, share, tokens) for share in range(dice.SENDERS)]
    packages = [Package(bench, plan, journal, dice.SENDERS + share, secrets) for share in range(dice.SENDERS)]
    return [*platforms, *packages]


def _counts(plan: dice.Plan, journal: Journal, troubles: Troubles, senders: list[Sender]) -> dict[str, float]:
    outcomes = Counter(attempt.outcome for attempt in journal.attempts)
    kills = Counter(window.what for window in troubles.windows)
    tokens = Counter(journal.tokens)
    races = Counter((said.source, said.tag, said.order) for said in plan.wanted.values() if said.source[2] == "lms")
    return {
        "messages": len(plan.wanted),
        "  over AGS": sum(said.source[2] == "lms" for said in plan.wanted.values()),
        "  from packages": sum(said.source[2] == "device" for said in plan.wanted.values()),
        "times a message was sent": len(journal.attempts),
        "  answered: new": sum(outcomes[kind] for kind in ("accepted", "moved", "late")),
        "  answered: known already": outcomes["known"] + outcomes["duplicate"],
        "  not answered": outcomes[""],
        "AGS answers 409: kept, too late to count": outcomes["late"],
        "AGS scores that share their timestamp": sum(count for count in races.values() if count > 1),
        "broken messages refused": outcomes["refused"] + outcomes["rejected"],
        "requests answered": len(journal.requests),
        "requests whose answer was thrown away": sum(sender.wire.lost for sender in senders),
        "requests that broke off half-way": sum(sender.wire.half for sender in senders),
        "tokens by assertion, claim, refresh": sum(tokens.values()),
        "times tokens were made to expire": troubles.expired,
        "kills of the server": kills["server"],
        "kills of PostgreSQL": kills["PostgreSQL"],
        "answers of 5xx, all during a kill": len(journal.errors),
    }
