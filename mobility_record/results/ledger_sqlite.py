"""The ledger on SQLite: a batch is one short IMMEDIATE transaction; whoever writes has the file to itself."""

import json
from collections.abc import Mapping, Sequence

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from mobility_record.results.ledger_rows import Row

_REPORTING = """
SELECT 1 FROM stays_source AS source, people_person AS person
WHERE source.id = %s AND source.ended_us IS NULL AND person.id = %s AND person.erased_us IS NULL
"""
_APPEND = """
INSERT INTO results_message (event_id, seq, source_id, line_item_id, person_id, claimed_us, at_us, received_us,
                             activity, grading, given, maximum)
SELECT json_extract(value, '$.event_id'), json_extract(value, '$.seq'), %s, json_extract(value, '$.line_item_id'), %s,
       json_extract(value, '$.claimed_us'), json_extract(value, '$.at_us'), json_extract(value, '$.received_us'),
       json_extract(value, '$.activity'), json_extract(value, '$.grading'), json_extract(value, '$.given'),
       json_extract(value, '$.maximum')
FROM json_each(%s)
WHERE true
ORDER BY key
ON CONFLICT (source_id, event_id) DO NOTHING
RETURNING event_id, id
"""
_WITNESS = """
INSERT INTO results_evidence (message_id, source_id, position, type, version, kind, block, at_us, data)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_MOVE_FORWARD = """
INSERT INTO results_result (line_item_id, person_id, source_id, message_id, seq, per_mille, at_us, assurance)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (line_item_id, person_id, source_id) DO UPDATE
SET message_id = excluded.message_id, seq = excluded.seq, per_mille = excluded.per_mille, at_us = excluded.at_us
WHERE excluded.seq > results_result.seq
RETURNING message_id
"""


def write(source_id: int, person_id: int, assurance: str, rows: Sequence[Row]) -> dict[int, bool] | None:
    """Whether the result moved, by the position of each new message; None: the source or the person is gone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_REPORTING, (source_id, person_id))
        if cursor.fetchone() is None:
            return None
        cursor.execute(_APPEND, (source_id, person_id, json.dumps(rows)))
        ids: dict[str, int] = dict(cursor.fetchall())
        fresh = {ids[row["event_id"]]: row for row in rows if row["event_id"] in ids}
        cursor.executemany(_WITNESS, _evidence(source_id, fresh))
        moved = _moved(cursor, source_id, person_id, assurance, fresh)
    return {row["position"]: message_id in moved for message_id, row in fresh.items()}


def _evidence(source_id: int, fresh: Mapping[int, Row]) -> list[tuple[int | str, ...]]:
    return [
        (
            *(message_id, source_id, item["position"], item["type"], item["version"], item["kind"], item["block"]),
            *(item["at_us"], json.dumps(item["data"])),
        )
        for message_id, row in fresh.items()
        for item in row["evidence"]
    ]


def _moved(cursor: CursorWrapper, source_id: int, person_id: int, assurance: str, fresh: Mapping[int, Row]) -> set[int]:
    """The new messages that became their line item's result."""
    newest: dict[int, tuple[int, Row]] = {}
    for message_id, row in fresh.items():
        known = newest.get(row["line_item_id"])
        if known is None or row["seq"] > known[1]["seq"]:
            newest[row["line_item_id"]] = message_id, row
    moved: set[int] = set()
    for line_item_id, (message_id, row) in newest.items():
        values = (message_id, row["seq"], row["per_mille"], row["reached_us"], assurance)
        cursor.execute(_MOVE_FORWARD, (line_item_id, person_id, source_id, *values))
        moved.update(found for (found,) in cursor.fetchall())
    return moved
