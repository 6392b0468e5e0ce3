"""Migrating one at a time: several processes that start together must not make the same table twice."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from mobility_record.environment import SettingsError

# "mobility" as a number: what PostgreSQL's advisory lock is called by.
_LOCK = 0x6D6F62696C697479


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the database's lock for migrations; wait for whoever holds it.

    PostgreSQL: an advisory lock of a connection of its own. SQLite: a file lock beside the database's file. Both go
    when the process does.
    """
    with _postgresql_lock() if connection.vendor == "postgresql" else _file_lock():
        yield


@contextmanager
def _postgresql_lock() -> Iterator[None]:
    holder = connection.copy()
    try:
        with holder.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        yield
    finally:
        holder.close()


@contextmanager
def _file_lock() -> Iterator[None]:
    file = Path(f"{connection.settings_dict['NAME']}.migrating")
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise SettingsError(f"MOBILITY_RECORD_DATABASE: {file} can't be written: {error.strerror}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
