"""Whether the record can do its work now: the database answers, has this version's tables, and takes writes.

A newer database is fine: while a cluster is being updated, workers of the version before go on.
"""

import threading
import time
from functools import cache

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader

LIFE_SECONDS = 1.0
_PATIENCE_SECONDS = 2.0
_WAIT_MS = 1000

Migrations = frozenset[tuple[str, str]]


@cache
def ours() -> Migrations:
    """Every migration of this version, as (app, name)."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)


def applied() -> Migrations:
    """Every migration that the database has had."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return frozenset((app, name) for app, name in cursor.fetchall())


class Readiness:
    """The answer, asked anew after a second; of many askers one asks and the others wait for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0
        self._reason: str | None = None

    def reason(self) -> str | None:
        """None when ready, else `database`, `migrations` or `write`."""
        if not self._lock.acquire(timeout=_PATIENCE_SECONDS):  # a database that hangs must not take every thread
            return "database"
        try:
            if time.monotonic() >= self._until:
                self._reason = look()
                self._until = time.monotonic() + LIFE_SECONDS
            return self._reason
        finally:
            self._lock.release()


_readiness = Readiness()
reason_not_ready = _readiness.reason


def look() -> str | None:
    """Ask the database: None when all is well, else the first of `database`, `migrations`, `write` that is not."""
    reason = "database"
    try:
        with connection.cursor():
            reason = "migrations"
        if not ours() <= applied():
            return reason
        reason = "write"
        return None if _takes_writes() else reason
    except (DatabaseError, InterfaceError):
        connection.close()
        return reason


def _takes_writes() -> bool:
    return _postgresql_takes_writes() if connection.vendor == "postgresql" else _sqlite_takes_writes()


def _postgresql_takes_writes() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'")
        return bool(cursor.fetchone()[0])


def _sqlite_takes_writes() -> bool:
    """Take the write lock and let go of it, without waiting as long as a request would."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        usual = int(cursor.fetchone()[0])
        cursor.execute(f"PRAGMA busy_timeout = {_WAIT_MS}")
        try:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
    return True
