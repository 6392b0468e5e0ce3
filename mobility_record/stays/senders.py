"""Who sends events: from a token to its source, the person, the stay and the package's line items, in one statement."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from mobility_record import prepared
from mobility_record.identifiers import digest
from mobility_record.stays import refusals
from mobility_record.stays.models import LineItem, Source

_SENDER = """
SELECT token.expires_us, person.erased_us, source.ended_us, source.id, person.id,
       stay.virtual_start, stay.departure, stay.return_date,
       (SELECT {objects}(item.tag, {array}(item.id, item.maximum))
        FROM stays_lineitem AS item WHERE item.package_id = source.package_id)
FROM stays_token AS token
JOIN stays_source AS source ON source.id = token.source_id
JOIN stays_mobility AS stay ON stay.id = source.mobility_id
JOIN people_person AS person ON person.id = stay.participant_id
WHERE token.digest = %s
"""
POSTGRESQL = _SENDER.format(objects="json_object_agg", array="json_build_array")
_SQLITE = _SENDER.format(objects="json_group_object", array="json_array")


@dataclass(frozen=True)
class Stay:
    """The dates a package shows."""

    virtual_start: date | None
    departure: date | None
    return_date: date | None


@dataclass(frozen=True)
class Sender:
    """Who reports: primary keys of source and person, and (primary key, maximum) of each line item by its tag."""

    source_id: int
    person_id: int
    line_items: Mapping[str, tuple[int, int]]
    stay: Stay


def of_token(token: str, now_us: int) -> Sender:
    """Who speaks with `token`. Raises `TokenUnknown`, `Gone`, `ReportingEnded` or `TokenExpired`.

    Nothing is locked: whoever writes for this sender holds source and person then (`results.ledger`).
    """
    row = _look_up(digest(token))
    if row is None:
        raise refusals.TokenUnknown
    expires_us, erased_us, ended_us, source_id, person_id, virtual_start, departure, return_date, items = row
    if erased_us is not None:
        raise refusals.Gone
    if ended_us is not None:
        raise refusals.ReportingEnded
    if expires_us <= now_us:
        raise refusals.TokenExpired
    return Sender(source_id, person_id, _of_packages(_line_items(items)), Stay(virtual_start, departure, return_date))


def of_source(source: Source) -> Sender:
    """`source` as a sender."""
    items = _of_packages({item.tag: (item.pk, item.maximum) for item in source.package.line_items.all()})
    stay = source.mobility
    return Sender(source.pk, stay.participant_id, items, Stay(stay.virtual_start, stay.departure, stay.return_date))


def _of_packages(items: Mapping[str, tuple[int, int]]) -> Mapping[str, tuple[int, int]]:
    """Without those that learning platforms made: no package reports for them."""
    return {tag: item for tag, item in items.items() if not tag.startswith(LineItem.OWN)}


def _look_up(token: bytes) -> tuple[Any, ...] | None:
    return prepared.first(POSTGRESQL if connection.vendor == "postgresql" else _SQLITE, (token,))


def _line_items(found: str | Mapping[str, tuple[int, int]] | None) -> Mapping[str, tuple[int, int]]:
    """SQLite gives JSON as text, PostgreSQL decoded, and null for no rows."""
    return json.loads(found) if isinstance(found, str) else found or {}
