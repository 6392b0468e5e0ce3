"""`/health` and `/ready` as a load balancer asks them."""

import sqlite3
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import OperationalError, connections
from live import LiveRecord

from mobility_record import environment, readiness

BOTH = pytest.mark.parametrize("path", ["/health", "/ready"])


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """No answer of an earlier test."""
    monkeypatch.setattr(readiness, "reason_not_ready", readiness.Readiness().reason)


@pytest.fixture
def database(live, monkeypatch, django_db_blocker):
    """A connection to a database of its own, without a transaction around the test, which changes back what it changes."""
    monkeypatch.setenv("MOBILITY_RECORD_DATABASE", live.database)
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop of other tests runs in this thread
    own = connections["default"].copy()
    own.settings_dict = connections.configure_settings({"default": environment.database("DATABASE", "")})["default"]
    monkeypatch.setattr(readiness, "connection", own)
    with django_db_blocker.unblock():
        yield own
        own.close()


@pytest.fixture
def inside(client):
    return lambda path, **more: client.get(path, REMOTE_ADDR="10.0.0.7", **more)


@BOTH
def test_a_balancer_asks_over_http_by_address(client, settings, path, database):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["record.example"]
    answer = client.get(path, headers={"Host": "10.0.0.3:8400"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert client.get("/sign-in", headers={"Host": "record.example"}).status_code == 301


@BOTH
def test_head_has_no_body_and_post_is_refused(client, path, database):
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    post = client.post(path)
    assert (post.status_code, post["Allow"]) == (405, "GET, HEAD")


def test_health_touches_no_database(client):
    """Without a `db` fixture, pytest-django refuses every query."""
    assert client.get("/health").status_code == 200


def test_a_missing_migration_is_not_ready(inside, database):
    with database.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET name = 'x' || name WHERE app = 'results'")
    try:
        answer = inside("/ready")
        assert (answer.status_code, answer.content) == (503, b"not ready: migrations\n")
    finally:
        with database.cursor() as cursor:
            cursor.execute("UPDATE django_migrations SET name = substr(name, 2) WHERE app = 'results'")


def test_a_newer_database_is_ready(inside, database):
    """Workers of the version before go on while a cluster is updated."""
    with database.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('results', '9999', '2026-01-01 00:00:00')"
        )
    try:
        assert inside("/ready").status_code == 200
    finally:
        with database.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999'")


def test_a_database_that_takes_no_writes_is_not_ready(inside, engine, database):
    if engine == "sqlite":
        usual = _busy_timeout(database)
        other = sqlite3.connect(database.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        answer = inside("/ready")
        other.execute("ROLLBACK")
        other.close()
        assert _busy_timeout(database) == usual
    else:
        with database.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = on")
        answer = inside("/ready")
        database.close()
    assert (answer.status_code, answer.content) == (503, b"not ready: write\n")


def _busy_timeout(database):
    with database.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        return cursor.fetchone()


@pytest.mark.parametrize(
    ("address", "headers", "told"),
    [
        ("127.0.0.1", {}, b"not ready: database\n"),
        ("10.1.2.3", {}, b"not ready: database\n"),
        ("fd00::1", {}, b"not ready: database\n"),
        ("93.184.216.34", {}, b"not ready\n"),
        ("127.0.0.1", {"X-Forwarded-For": "10.0.0.1"}, b"not ready\n"),
        ("127.0.0.1", {"Forwarded": "for=10.0.0.1"}, b"not ready\n"),
        ("127.0.0.1", {"X-Real-IP": "10.0.0.1"}, b"not ready\n"),
        ("", {}, b"not ready\n"),
    ],
)
def test_the_reason_is_for_the_inside_only(client, monkeypatch, address, headers, told):
    monkeypatch.setattr(readiness, "reason_not_ready", lambda: "database")
    answer = client.get("/ready", REMOTE_ADDR=address, headers=headers)
    assert (answer.status_code, answer.content) == (503, told)


def test_the_database_is_asked_once_a_second(monkeypatch):
    asked, now = [], [100.0]
    monkeypatch.setattr(readiness, "look", lambda: asked.append(1))
    monkeypatch.setattr(readiness.time, "monotonic", lambda: now[0])
    each = readiness.Readiness()
    assert [each.reason() for _ in range(5)] == [None] * 5
    assert len(asked) == 1
    now[0] += readiness.LIFE_SECONDS
    each.reason()
    assert len(asked) == 2


def test_an_error_of_the_database_is_a_reason(monkeypatch):
    def broken():
        raise OperationalError("FATAL: password authentication failed for user lena")

    monkeypatch.setattr(readiness, "connection", type("Connection", (), {"cursor": broken, "close": int}))
    assert readiness.look() == "database"


def test_a_record_whose_database_goes_away_and_comes_back(engine, new_database, tmp_path):
    """Live: PostgreSQL refuses new connections and ends the old ones; SQLite's file gives way to something else."""
    record = LiveRecord(new_database(), tmp_path).start()
    try:
        assert probe(record, "/ready") == (200, "ok\n")
        away, back = _away_and_back(engine, record)
        away()
        assert _wait(record, 503)[1].startswith("not ready: ")
        assert probe(record, "/health") == (200, "ok\n")
        back()
        assert _wait(record, 200) == (200, "ok\n")
        assert '"reason": "' in record.log
        assert "Traceback" not in record.log
    finally:
        record.stop()


def _away_and_back(engine, record):
    if engine == "sqlite":
        file = Path(record.database.removeprefix("sqlite:///"))
        aside = file.with_name("aside")
        wals = [file.with_name(file.name + end) for end in ("-wal", "-shm")]

        def away():
            file.rename(aside)
            for wal in wals:
                wal.unlink(missing_ok=True)
            file.mkdir()

        def back():
            file.rmdir()
            aside.rename(file)

        return away, back
    name = urlsplit(record.database).path[1:]

    def allow(yes):
        with psycopg.connect(record.database.replace(f"/{name}?", "/postgres?"), autocommit=True) as admin:
            admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {'true' if yes else 'false'}")
            if not yes:
                admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    return lambda: allow(False), lambda: allow(True)


def _wait(record, status):
    for _ in range(100):
        answer = probe(record, "/ready")
        if answer[0] == status:
            break
        time.sleep(0.1)
    return answer


def probe(record, path):
    try:
        with urllib.request.urlopen(record.url + path, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
