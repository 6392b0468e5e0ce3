"""The ledger: score messages of one source are appended for ever, and each result moves forward by its number.

The one way in for every door (CONTRACTS 5, 6): packages, receipts and learning platforms say who speaks, and what:

    origin = Origin(source.pk, person.pk, Assurance.LMS_REPORTED)
    message = Incoming(event_id, seq, line_item.pk, line_item.maximum, score)
    (appended,) = append(origin, [message], clock.now_us())

    appended.new       it was not known: it stands in the ledger now, with its evidence
    appended.moved     it is new, and the result is now this message
    appended.last_seq  the number that the result stands at; above the message's own: it came late

A message is known by its id within its source, so that sending again is harmless. A result is per line item, person and
source; the higher `seq` wins, of equal ones the first. A package counts its messages; for a learning platform `seq` is
the score's timestamp in microseconds.

On PostgreSQL a batch is one statement (`ledger_postgresql`), on SQLite one short IMMEDIATE transaction
(`ledger_sqlite`). Both hold the rows of source and person, so that an erasure at the same time finds the message before
it, or refuses it. Senders at the same time never wait for each other in a circle: each takes the source, the person,
messages by id and results by line item, in this order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from mobility_bridge.messages import Score
from mobility_record.people.models import Person
from mobility_record.results import ledger_postgresql, ledger_sqlite
from mobility_record.results.ledger_rows import EvidenceRow, Row
from mobility_record.results.models import Assurance, Result
from mobility_record.stays import refusals

__all__ = ["Appended", "Incoming", "Origin", "append"]


@dataclass(frozen=True)
class Origin:
    """Who speaks of whom, as primary keys, and how sure the record is of it."""

    source_id: int
    person_id: int
    assurance: Assurance


@dataclass(frozen=True)
class Incoming:
    """One message: its id and number within the source, the line item (primary key, maximum) and the score.

    `seq` is from 1 to 2**53 - 1. `reached_us`: the result's time in microseconds UTC, when it is not that of receipt.
    """

    event_id: UUID
    seq: int
    line_item_id: int
    maximum: int
    score: Score
    reached_us: int | None = None


@dataclass(frozen=True)
class Appended:
    """What became of one message; `last_seq` is 0 while its line item has no result.

    A repeated message is neither new nor moved, also while the result still is that message.
    """

    new: bool
    moved: bool
    last_seq: int


def append(origin: Origin, messages: Sequence[Incoming], now_us: int) -> list[Appended]:
    """What became of each of `messages`, in order. They are received at `now_us`; all are stored or none.

    Raises `refusals.Gone` when the person was erased and `refusals.ReportingEnded` when the source has ended.
    """
    if not messages:
        return []
    first = {message.event_id: position for position, message in reversed(list(enumerate(messages)))}
    rows = [_row(position, messages[position], now_us) for position in sorted(first.values())]
    write = ledger_postgresql.write if connection.vendor == "postgresql" else ledger_sqlite.write
    written = write(origin.source_id, origin.person_id, origin.assurance.value, rows)
    if written is None:
        raise _refusal(origin)
    standing = _standing(origin, messages, written)
    return [
        Appended(position in written, written.get(position, False), standing.get(message.line_item_id, 0))
        for position, message in enumerate(messages)
    ]


def _row(position: int, message: Incoming, now_us: int) -> Row:
    score = message.score
    return {
        "position": position,
        "event_id": message.event_id.hex,
        "seq": message.seq,
        "line_item_id": message.line_item_id,
        "claimed_us": score.timestamp_us,
        "at_us": min(score.timestamp_us, now_us),
        "received_us": now_us,
        "activity": score.activity.value,
        "grading": score.grading.value,
        "given": score.given,
        "maximum": score.maximum,
        "per_mille": _result(message),
        "reached_us": now_us if message.reached_us is None else message.reached_us,
        "evidence": _evidence(score, now_us),
    }


def _result(message: Incoming) -> int | None:
    """The score on the line item's scale and never above its maximum: one source's mistake must not outbid all others.

    The message keeps what was said. A result's time is that of its receipt; the sender's clock is shown, not compared.
    """
    scaled = message.score.per_mille(message.maximum)
    return None if scaled is None else min(scaled, message.maximum)


def _evidence(score: Score, now_us: int) -> list[EvidenceRow]:
    return [
        {
            "position": position,
            "type": item.type,
            "version": item.version,
            "kind": item.kind.value,
            "block": item.block,
            "at_us": min(item.at_us, now_us),
            "data": dict(item.data),
        }
        for position, item in enumerate(score.evidence)
    ]


def _standing(origin: Origin, messages: Sequence[Incoming], written: Mapping[int, bool]) -> dict[int, int]:
    """What each line item's result stands at. Read anew only where nothing moved: a statement sees no later commit."""
    standing = {messages[position].line_item_id: messages[position].seq for position, moved in written.items() if moved}
    others = {message.line_item_id for message in messages} - standing.keys()
    if others:
        known = Result.objects.filter(source=origin.source_id, person=origin.person_id, line_item__in=others)
        standing |= dict(known.values_list("line_item_id", "seq"))
    return standing


def _refusal(origin: Origin) -> refusals.Refused:
    alive = Person.objects.filter(pk=origin.person_id, erased_us=None).exists()
    return refusals.ReportingEnded() if alive else refusals.Gone()
