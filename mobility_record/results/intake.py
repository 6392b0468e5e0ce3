"""Taking in events of a package: every good one is appended, and the result moves forward by its number alone.

Idempotent on the event's id within its source: at-least-once delivery is safe. Within a source the higher `seq` wins,
whatever the clocks say (CONTRACTS 5, 6, 8).
"""

import re
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.db.models import Max

from mobility_bridge import evidence as ev
from mobility_bridge.messages import MessageError, Score, parse_score
from mobility_bridge.strictjson import MAX_INTEGER
from mobility_record.results.models import Assurance, Evidence, Message
from mobility_record.stays.models import LineItem, Source

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_APPEND = """
INSERT INTO results_message (event_id, seq, source_id, line_item_id, person_id, claimed_us, at_us, received_us,
                             activity, grading, given, maximum)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (source_id, event_id) DO NOTHING
RETURNING id
"""
_MOVE_FORWARD = """
INSERT INTO results_result (line_item_id, person_id, source_id, message_id, seq, per_mille, at_us, assurance)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (line_item_id, person_id, source_id) DO UPDATE
SET message_id = excluded.message_id, seq = excluded.seq, per_mille = excluded.per_mille, at_us = excluded.at_us
WHERE excluded.seq > results_result.seq
"""


@dataclass(frozen=True)
class Event:
    """One event of a package: its id, its number in the source, the line item and the score."""

    id: UUID
    seq: int
    line_item: LineItem
    score: Score


@dataclass
class Taken:
    """What became of the events, by id as they were written; the id of a broken one may be None."""

    accepted: list[str] = field(default_factory=list)
    duplicate: list[str] = field(default_factory=list)
    rejected: list[tuple[str | None, str]] = field(default_factory=list)


def take_in(source: Source, events: list[object], now_us: int) -> Taken:
    """Append `events` of `source` (locked by the caller's transaction), each on its own merits."""
    line_items = {item.tag: item for item in LineItem.objects.filter(package_id=source.package_id)}
    taken = Taken()
    for index, value in enumerate(events):
        try:
            event = _parse(value, f"$.events[{index}]", line_items)
        except MessageError as error:
            taken.rejected.append((_readable_id(value), str(error)))
            continue
        (taken.accepted if append(source, event, now_us) else taken.duplicate).append(str(event.id))
    return taken


def next_seq(source: Source) -> int:
    """The number that the source's next event gets."""
    last: int | None = Message.objects.filter(source=source).aggregate(last=Max("seq"))["last"]
    return (last or 0) + 1


def _parse(value: object, where: str, line_items: dict[str, LineItem]) -> Event:
    item = ev.fields(value, where, {"id", "seq", "lineitem", "score"})
    if not isinstance(item["id"], str) or not _UUID.fullmatch(item["id"]):
        raise MessageError(f"{where}.id", "must be a lower-case UUID")
    line_item = line_items.get(item["lineitem"]) if isinstance(item["lineitem"], str) else None
    if line_item is None:
        raise MessageError(f"{where}.lineitem", "is not a line item of this package")
    seq = ev.integer(item["seq"], f"{where}.seq", range(1, MAX_INTEGER + 1))
    return Event(UUID(item["id"]), seq, line_item, parse_score(item["score"], f"{where}.score", with_user=False))


def _readable_id(value: object) -> str | None:
    given = value.get("id") if isinstance(value, dict) else None
    return given if isinstance(given, str) and _UUID.fullmatch(given) else None


def append(source: Source, event: Event, now_us: int, reached_us: int | None = None) -> bool:
    """Whether the event is new; then its evidence stands beside it and the result has moved if it was to move.

    `reached_us`: the result's time, when that is not the time of its receipt.
    """
    score, person = event.score, source.mobility.participant_id
    at_us = min(score.timestamp_us, now_us)
    event_id = event.id if connection.vendor == "postgresql" else event.id.hex
    with connection.cursor() as cursor:
        told = (score.timestamp_us, at_us, now_us, score.activity.value, score.grading.value)
        points = (score.given, score.maximum)
        cursor.execute(_APPEND, (event_id, event.seq, source.pk, event.line_item.pk, person, *told, *points))
        row = cursor.fetchone()
        if row is None:
            return False
        _append_evidence(source, row[0], score, now_us)
        key = (event.line_item.pk, person, source.pk)
        reached = now_us if reached_us is None else reached_us
        values = (row[0], event.seq, _result(event), reached, Assurance.SELF_REPORTED.value)
        cursor.execute(_MOVE_FORWARD, (*key, *values))
    return True


def _result(event: Event) -> int | None:
    """The score on the line item's scale and never above its maximum: one source's mistake must not outbid all others.

    The message keeps what was said. A result's time is that of its receipt; the sender's clock is shown, not compared.
    """
    maximum = event.line_item.maximum
    scaled = event.score.per_mille(maximum)
    return None if scaled is None else min(scaled, maximum)


def _append_evidence(source: Source, message_id: int, score: Score, now_us: int) -> None:
    Evidence.objects.bulk_create(
        Evidence(
            message_id=message_id,
            source=source,
            position=position,
            type=item.type,
            version=item.version,
            kind=item.kind.value,
            block=item.block,
            at_us=min(item.at_us, now_us),
            data=dict(item.data),
        )
        for position, item in enumerate(score.evidence)
    )
