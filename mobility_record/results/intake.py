"""Taking in events of a package: every good one is appended, and the result moves forward by its number alone.

Idempotent on the event's id within its source: at-least-once delivery is safe. Within a source the higher `seq` wins,
whatever the clocks say (CONTRACTS 5, 6, 8).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Max

from mobility_bridge import evidence as ev
from mobility_bridge.messages import MessageError, parse_score
from mobility_bridge.strictjson import MAX_INTEGER
from mobility_record.results.ledger import Incoming, Origin, append
from mobility_record.results.models import Assurance, Message
from mobility_record.stays.models import Source
from mobility_record.stays.senders import Sender

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Taken:
    """What became of the events, by id as they were written; the id of a broken one may be None."""

    accepted: list[str] = field(default_factory=list)
    duplicate: list[str] = field(default_factory=list)
    rejected: list[tuple[str | None, str]] = field(default_factory=list)


def take_in(sender: Sender, events: list[object], now_us: int) -> Taken:
    """Append `events` of `sender`, each on its own merits. Raises what `ledger.append` raises."""
    taken, good = Taken(), list[Incoming]()
    for index, value in enumerate(events):
        try:
            good.append(_parse(value, f"$.events[{index}]", sender.line_items))
        except MessageError as error:
            taken.rejected.append((_readable_id(value), str(error)))
    origin = Origin(sender.source_id, sender.person_id, Assurance.SELF_REPORTED)
    for event, appended in zip(good, append(origin, good, now_us), strict=True):
        (taken.accepted if appended.new else taken.duplicate).append(str(event.event_id))
    return taken


def next_seq(source: Source) -> int:
    """The number that the source's next event gets."""
    last: int | None = Message.objects.filter(source=source).aggregate(last=Max("seq"))["last"]
    return (last or 0) + 1


def _parse(value: object, where: str, line_items: Mapping[str, tuple[int, int]]) -> Incoming:
    item = ev.fields(value, where, {"id", "seq", "lineitem", "score"})
    if not isinstance(item["id"], str) or not _UUID.fullmatch(item["id"]):
        raise MessageError(f"{where}.id", "must be a lower-case UUID")
    line_item = line_items.get(item["lineitem"]) if isinstance(item["lineitem"], str) else None
    if line_item is None:
        raise MessageError(f"{where}.lineitem", "is not a line item of this package")
    seq = ev.integer(item["seq"], f"{where}.seq", range(1, MAX_INTEGER + 1))
    return Incoming(UUID(item["id"]), seq, *line_item, parse_score(item["score"], f"{where}.score", with_user=False))


def _readable_id(value: object) -> str | None:
    given = value.get("id") if isinstance(value, dict) else None
    return given if isinstance(given, str) and _UUID.fullmatch(given) else None
