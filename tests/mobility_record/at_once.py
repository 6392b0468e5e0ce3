"""What many senders do to the ledger at once, in real threads; run beside a live record: `live.python(...)`."""

import os
import random
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import nullcontext
from threading import Barrier
from typing import Any
from uuid import uuid4

import psycopg
from django.db import OperationalError, connection, transaction
from world import World

from mobility_bridge.messages import ActivityProgress, Evidence, GradingProgress, Score
from mobility_record import clock
from mobility_record.people.erasure import erase
from mobility_record.results.ledger import Appended, Incoming, Origin, append
from mobility_record.results.models import Assurance, Message, Result
from mobility_record.results.models import Evidence as StoredEvidence
from mobility_record.stays import refusals, sources, tokens
from mobility_record.stays.models import LineItem, Source

SENDERS = 20
Told = list[tuple[Incoming, Appended]]


def begin(world: World) -> tuple[Source, tokens.Secrets]:
    package = world.package.package_id
    return sources.claim(sources.Claim(world.code, uuid4(), package, "0a1b2c3d4e5f", ""), clock.now_us())


def message(item: LineItem, seq: int, given: int) -> Incoming:
    evidence = Evidence("check.passed", 1, "problem/a", 1_700_000_000_000_000, {"score": given, "attempts": 1})
    score = Score(1_700_000_000_000_000 + seq, ActivityProgress.IN_PROGRESS, GradingProgress.FULLY_GRADED, given, 1000)
    return Incoming(uuid4(), seq, item.pk, item.maximum, Score(**{**vars(score), "evidence": (evidence,)}))


def at_once(work: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    """`work` on each item in a thread of its own; all begin together. What is raised is returned."""
    items = list(items)
    start = Barrier(len(items))

    def run(item: Any) -> Any:
        try:
            connection.ensure_connection()
            start.wait()
            return work(item)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(items)) as pool:
        return list(pool.map(run, items))


def send(source: Source, batches: Iterable[list[Incoming]]) -> Told | str:
    """What became of each message until the ledger refused; then the refusal is the last."""
    told: Told = []
    origin = Origin(source.pk, source.mobility.participant_id, Assurance.SELF_REPORTED)
    for batch in batches:
        try:
            told += zip(batch, append(origin, batch, clock.now_us()), strict=True)
        except refusals.Refused:
            break
    return told


def overlapping_batches() -> dict[str, object]:
    """One source: every sender sends every message, in batches and an order of its own."""
    world, chance = World(), random.Random(7)
    source, _secrets = begin(world)
    items = list(world.package.line_items.all())
    messages = [message(items[seq % 3], seq, chance.randrange(1001)) for seq in range(1, 241)]

    def one(seed: int) -> Told | str:
        own = random.Random(seed)
        shuffled = own.sample(messages, len(messages))
        size = own.choice((3, 10, 50))
        return send(source, [shuffled[start : start + size] for start in range(0, len(shuffled), size)])

    told = at_once(one, range(SENDERS))
    pairs = [pair for each in told if not isinstance(each, str) for pair in each]
    last = {m.line_item_id: m for m in messages}
    return {
        "errors": [each for each in told if isinstance(each, str)],
        "answers": len(pairs),
        "new": sum(appended.new for _m, appended in pairs),
        "moved without being new": sum(appended.moved and not appended.new for _m, appended in pairs),
        "behind itself": sum(appended.last_seq < m.seq for m, appended in pairs),
        "messages": Message.objects.filter(source=source).count(),
        "evidence": StoredEvidence.objects.filter(source=source).count(),
        "results right": sum(
            (result.seq, result.per_mille, result.message.event_id)
            == (
                last[result.line_item_id].seq,
                last[result.line_item_id].score.given,
                last[result.line_item_id].event_id,
            )
            for result in Result.objects.filter(source=source).select_related("message")
        ),
    }


def interrupted(interrupt: str) -> dict[str, object]:
    """Twenty senders of five sources of one person, refreshing too, while the person is erased or sources end."""
    world = World()
    begun = [begin(world) for _ in range(5)]
    items = list(world.package.line_items.all())

    def one(number: int) -> Told | str:
        source, secrets = begun[number % 5]
        if number == SENDERS:
            return _interrupt(interrupt, world, begun)
        if number % 4 == 3:
            return _refresh(secrets)
        batches = [[message(item, number * 1000 + step, step) for item in items] for step in range(1, 41)]
        return send(source, batches)

    told = at_once(one, range(SENDERS + 1))
    pairs = [pair for each in told if not isinstance(each, str) for pair in each]
    return {
        "errors": [each for each in told if isinstance(each, str)],
        "new": sum(appended.new for _m, appended in pairs),
        "messages": Message.objects.filter(person=world.lena).count(),
        "after it": len(send(begun[0][0], [[message(items[0], 99_999, 1)]])),
    }


def _interrupt(how: str, world: World, begun: list[tuple[Source, tokens.Secrets]]) -> Told:
    while Message.objects.filter(person=world.lena).count() < 60:
        pass
    if how == "erase":
        erase(world.lena)
    else:
        for source, _secrets in begun:
            sources.end(source, Source.End.STOPPED)
    return []


def _refresh(secrets: tokens.Secrets) -> Told:
    for _ in range(20):
        try:
            with transaction.atomic():
                tokens.issue_token(tokens.source_of_refresh(secrets.refresh), clock.now_us())
        except refusals.Refused:
            break
    return []


def while_uncommitted(interrupt: str) -> dict[str, object]:
    """A message arrives while an erasure, or an end, is under way and not yet committed."""
    world = World()
    source, _secrets = begin(world)
    batch = [message(world.package.line_items.all()[0], 1, 500)]
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            if interrupt == "erase":
                erase(world.lena)
            else:
                sources.end(source, Source.End.STOPPED)
            sent = pool.submit(at_once, lambda each: send(source, each), [[batch]])
            wait([sent], timeout=0.5)
            waited = not sent.done()
        told = sent.result()
    return {"waited": waited, "told": told, "messages": Message.objects.filter(source=source).count()}


def after_the_database_came_back() -> list[str]:
    """A kept connection was cut: outside a transaction the next message goes over a new one, inside it fails."""
    world = World()
    source, _secrets = begin(world)
    item = world.package.line_items.all()[0]
    said = []
    for inside in (False, True):
        try:
            with transaction.atomic() if inside else nullcontext():
                _cut()
                said.append(str(len(send(source, [[message(item, 1, 500)]]))))
        except OperationalError as error:
            said.append(type(error).__name__)
            connection.close()
    return said


def _cut() -> None:
    """End this thread's connection from another one."""
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    with psycopg.connect(os.environ["MOBILITY_RECORD_DATABASE"], autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
