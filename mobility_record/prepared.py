"""Statements that PostgreSQL plans once per connection: on the hot path planning would cost more than the work.

Django's own cursors write the values into the text, so that each statement is planned anew. These go past them: over
Django's connection and its transaction, with psycopg's prepared statements.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import psycopg
from django.db import OperationalError, connection
from psycopg.rows import tuple_row
from psycopg.types.numeric import Int8


def first(statement: str, values: Sequence[int | str | bytes | UUID]) -> tuple[Any, ...] | None:
    """The first row of a question that every request asks; on SQLite, which plans at no cost to speak of, as usual."""
    if connection.vendor == "postgresql":
        return next(iter(rows(statement, values)), None)
    with connection.cursor() as cursor:
        cursor.execute(statement, [value.hex if isinstance(value, UUID) else value for value in values])
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def rows(statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    """Every row of `statement` with `values` for its `%s`; errors are Django's.

    A kept connection that turns out to be dead (the database was started anew) is replaced, and the statement sent once
    more, so that no request has to ask before each use. It must do no harm to repeat it.
    """
    typed = [Int8(value) if type(value) is int else value for value in values]  # else each size is a plan of its own
    try:
        return _rows(statement, typed)
    except OperationalError:
        kept = connection.connection
        if connection.in_atomic_block or kept is None or not kept.closed:
            raise
    connection.close()
    return _rows(statement, typed)


def _rows(statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return psycopg.Cursor(connection.connection, row_factory=tuple_row).execute(statement, values).fetchall()
