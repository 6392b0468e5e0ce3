"""A record with many messages, filled by PostgreSQL itself: ten thousand people, each with a device and a platform."""

from pathlib import Path

import psycopg

SOURCES = 10_000
CLIENT = "0b3f1c52-6f0e-4e53-8a63-000000000001"
LINE_ITEM = "0b3f1c52-6f0e-4e53-8a63-000000000002"
ACCESS_TOKEN = "bench-platform-bench-platform"  # noqa: S105 - of a database that lives for a minute
_SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"

_PEOPLE = f"""
INSERT INTO stays_package (id, package_id, title) VALUES (1, 'Bench+1', 'A course');
INSERT INTO stays_lineitem (id, public_id, package_id, tag, label, maximum, position, current)
VALUES (1, '{LINE_ITEM}', 1, 'progress', 'Progress', 1000, 0, true),
       (2, gen_random_uuid(), 1, 'grade', 'Grade', 1000, 1, true),
       (3, gen_random_uuid(), 1, 'gate:safety', 'Safety', 1000, 2, true);
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
INSERT INTO lti_client (id, public_id, name, scopes, jwks_url, registered_us)
VALUES (1, '{CLIENT}', 'LMS', '[]', '', 1);
INSERT INTO lti_grant (client_id, package_id) VALUES (1, 1);
INSERT INTO lti_accesstoken (client_id, digest, scopes, expires_us)
VALUES (1, sha256(convert_to('{ACCESS_TOKEN}', 'UTF8')), '{_SCORE}', 1::bigint << 60);
INSERT INTO people_pseudonym (person_id, client, value)
SELECT n, '{CLIENT}', 'p_' || n FROM generate_series(1, {SOURCES}) n;
INSERT INTO stays_enrolment (mobility_id, package_id) SELECT n, 1 FROM generate_series(1, {SOURCES}) n;
SELECT setval(pg_get_serial_sequence('stays_source', 'id'), {SOURCES});
INSERT INTO stays_source (source_id, mobility_id, package_id, kind, device, origin, version, claimed_us, "end")
SELECT 'l_' || n, n, 1, 'lms', '{CLIENT}', 'LMS', '', 1, '' FROM generate_series(1, {SOURCES}) n;
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
