"""The ledger on PostgreSQL: a batch is one statement, and so one transaction and one round trip."""

import json
from collections.abc import Sequence

from mobility_record import prepared
from mobility_record.results.ledger_rows import Row

# `reporting` locks source and person in the order in which all others do. Everything below it hangs on it, and `moved`
# takes its rows sorted, thus after all messages: two batches at once wait for each other in one order only.
APPEND = """
WITH reporting AS MATERIALIZED (
    SELECT source.id AS source_id, person.id AS person_id
    FROM stays_source AS source CROSS JOIN people_person AS person
    WHERE source.id = %s AND source.ended_us IS NULL AND person.id = %s AND person.erased_us IS NULL
    FOR SHARE OF source, person
), batch AS MATERIALIZED (
    SELECT *
    FROM jsonb_to_recordset(%s::jsonb) AS told(
        position integer, event_id uuid, seq bigint, line_item_id bigint, claimed_us bigint, at_us bigint,
        received_us bigint, activity text, grading text, given integer, maximum integer, per_mille integer,
        reached_us bigint, evidence jsonb)
), appended AS (
    INSERT INTO results_message (event_id, seq, source_id, line_item_id, person_id, claimed_us, at_us, received_us,
                                 activity, grading, given, maximum)
    SELECT event_id, seq, source_id, line_item_id, person_id, claimed_us, at_us, received_us,
           activity, grading, given, maximum
    FROM reporting CROSS JOIN batch
    ORDER BY event_id
    ON CONFLICT (source_id, event_id) DO NOTHING
    RETURNING id, event_id
), fresh AS MATERIALIZED (
    SELECT appended.id AS message_id, batch.* FROM appended JOIN batch USING (event_id)
), witnessed AS (
    INSERT INTO results_evidence (message_id, source_id, position, type, version, kind, block, at_us, data)
    SELECT message_id, source_id, item.position, type, version, kind, block, item.at_us, data
    FROM reporting CROSS JOIN fresh CROSS JOIN jsonb_to_recordset(fresh.evidence) AS item(
        position smallint, type text, version smallint, kind text, block text, at_us bigint, data jsonb)
), newest AS (
    SELECT DISTINCT ON (line_item_id) * FROM fresh ORDER BY line_item_id, seq DESC, position
), moved AS (
    INSERT INTO results_result (line_item_id, person_id, source_id, message_id, seq, per_mille, at_us, assurance)
    SELECT line_item_id, person_id, source_id, message_id, seq, per_mille, reached_us, %s
    FROM reporting CROSS JOIN newest
    ORDER BY line_item_id
    ON CONFLICT (line_item_id, person_id, source_id) DO UPDATE
    SET message_id = excluded.message_id, seq = excluded.seq, per_mille = excluded.per_mille, at_us = excluded.at_us
    WHERE excluded.seq > results_result.seq
    RETURNING message_id
)
SELECT fresh.position, moved.message_id IS NOT NULL
FROM reporting LEFT JOIN fresh ON true LEFT JOIN moved USING (message_id)
"""


def write(source_id: int, person_id: int, assurance: str, rows: Sequence[Row]) -> dict[int, bool] | None:
    """Whether the result moved, by the position of each new message; None: the source or the person is gone."""
    found = prepared.rows(APPEND, (source_id, person_id, json.dumps(rows), assurance))
    if not found:
        return None
    return {position: moved for position, moved in found if position is not None}
