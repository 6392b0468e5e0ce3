"""A record with many messages, filled by PostgreSQL itself: ten thousand people with one source and token each."""

from pathlib import Path

import psycopg

SOURCES = 10_000

_PEOPLE = f"""
INSERT INTO stays_package (id, package_id, title) VALUES (1, 'Bench+1', 'A course');
INSERT INTO stays_lineitem (id, package_id, tag, label, maximum, position, current)
VALUES (1, 1, 'progress', 'Progress', 1000, 0, true), (2, 1, 'grade', 'Grade', 1000, 1, true),
       (3, 1, 'gate:safety', 'Safety', 1000, 2, true);
INSERT INTO people_person (id, public_id, sealed) SELECT n, gen_random_uuid(), '' FROM generate_series(1, {SOURCES}) n;
INSERT INTO stays_mobility (id, public_id, participant_id, field, place, departure, return_date, fewer_opportunities)
SELECT n, gen_random_uuid(), n, 'Electronics', 'Tampere', '2027-03-01', '2027-03-28', false
FROM generate_series(1, {SOURCES}) n;
INSERT INTO stays_claimcode (id, mobility_id, digest, made_us)
SELECT n, n, sha256(convert_to('code-' || n, 'UTF8')), 1 FROM generate_series(1, {SOURCES}) n;
INSERT INTO stays_source (id, source_id, mobility_id, package_id, kind, code_id, device, origin, version, claimed_us,
                          "end")
SELECT n, 's_' || n, n, 1, 'device', n, gen_random_uuid(), 'https://lms.example', '0a1b2c3d4e5f', 1, ''
FROM generate_series(1, {SOURCES}) n;
INSERT INTO stays_token (source_id, digest, expires_us)
SELECT n, sha256(convert_to('bench-' || n, 'UTF8')), 1::bigint << 60 FROM generate_series(1, {SOURCES}) n;
"""  # noqa: S608 - a number of ours
_MESSAGES = """
INSERT INTO results_message (event_id, seq, source_id, line_item_id, person_id, claimed_us, at_us, received_us,
                             activity, grading, given, maximum)
SELECT gen_random_uuid(), n, 1 + n %% %(sources)s, 1, 1 + n %% %(sources)s, n, n, n,
       'InProgress', 'FullyGraded', n %% 1001, 1000
FROM generate_series(%(first)s::bigint, %(last)s::bigint) n
"""
_RESULTS = f"""
INSERT INTO results_result (line_item_id, person_id, source_id, message_id, seq, per_mille, at_us, assurance)
SELECT item.id, person_id, source_id, message.id, seq, given, at_us, 'self-reported'
FROM results_message AS message CROSS JOIN stays_lineitem AS item WHERE seq <= {SOURCES}
"""  # noqa: S608 - a number of ours


def fill(database: str, messages: int) -> None:
    """Bring the record to `messages` (ten thousand or more), spread over all sources; then tidy up as a night would."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # what is made here needs no checking of keys
        connection.execute("SET synchronous_commit = off")
        (known,) = connection.execute("SELECT count(*) FROM results_message").fetchone() or (0,)
        if not known:
            connection.execute(_PEOPLE)
        connection.execute(_MESSAGES, {"sources": SOURCES, "first": known + 1, "last": messages})
        if not known:
            connection.execute(_RESULTS)
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def bytes_on_disk(folder: Path, database: str) -> int:
    """Bytes of the whole database; `folder` holds the server's socket."""
    with psycopg.connect(dbname=database, host=str(folder), user="postgres") as connection:
        (size,) = connection.execute("SELECT pg_database_size(current_database())").fetchone() or (0,)
    return int(size)
