"""SQLite's part of backups: the online copy, and a hard look at a file before it becomes the record's database."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mobility_record.backup.manifest import BackupError

ENGINE = "sqlite"
_BUSY_SECONDS = 60

#: What a schema consists of: kind, name, and what may not differ.
Schema = set[tuple[str, str, str]]


def copy(database: Path, to: Path) -> None:
    """A consistent copy of a database that is being written, as one new file."""
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with _opened(database, "rw") as source, _opened(to, "rw") as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def _opened(file: Path, mode: str) -> Iterator[sqlite3.Connection]:
    address = f"file:{quote(str(file.resolve()))}?mode={mode}"
    try:
        connection = sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA cell_size_check = ON")
            yield connection
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise BackupError(f"SQLite can't read the database: {getattr(error, 'sqlite_errorname', 'error')}.") from error


def counts(file: Path) -> dict[str, int]:
    """Rows of each table."""
    with _opened(file, "ro") as connection:
        return {name: connection.execute(f"SELECT count(*) FROM {_quoted(name)}").fetchone()[0]  # noqa: S608  # a name of our own table
                for name in _tables(connection)}  # fmt: skip


def migrations(file: Path) -> frozenset[tuple[str, str]]:
    """The migrations that the database has had."""
    with _opened(file, "ro") as connection:
        return frozenset(connection.execute("SELECT app, name FROM django_migrations").fetchall())


def is_empty(file: Path) -> bool:
    """Whether there is no file, or a database without anything in it."""
    if not file.exists() and not file.is_symlink():
        return True
    with _opened(file, "ro") as connection:
        return not connection.execute("SELECT 1 FROM sqlite_master").fetchall()


def refuse_broken(file: Path) -> None:
    """`BackupError` when pages, indexes or references of the database are broken."""
    with _opened(file, "ro") as connection:
        if connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
            raise BackupError("The database is damaged: SQLite's integrity check fails.")
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise BackupError("The database is damaged: it refers to rows that are not there.")


def refuse_strange(file: Path, expected: Path) -> None:
    """`BackupError` when tables, indexes, triggers or views are not those of the database `expected`."""
    with file.open("rb") as start:
        if start.read(16) != b"SQLite format 3\0":
            raise BackupError("The backup holds no database of SQLite.")
    with _opened(file, "ro") as given, _opened(expected, "ro") as ours:
        strange = sorted(_schema(given) ^ _schema(ours))
    if strange:
        kind, name, _ = strange[0]
        raise BackupError(f"The database in the backup is not the record's: {kind} {name!r} is not as it should be.")


def _schema(connection: sqlite3.Connection) -> Schema:
    """Tables by their columns, indexes by what they cover, triggers and views by their text.

    Not the text of tables, which differs between versions of Django.
    """
    schema: Schema = set()
    for kind, name, table, text in connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"):
        if kind == "table" and not str(text).upper().startswith("CREATE VIRTUAL"):
            columns = connection.execute(f"PRAGMA table_xinfo({_quoted(name)})").fetchall()
            schema.add((kind, name, repr(sorted((row[1], row[2], row[6]) for row in columns))))
        elif kind == "index":
            schema.add(_index(connection, name, table))
        else:
            schema.add((kind, name, " ".join(str(text).split())))
    return schema


def _index(connection: sqlite3.Connection, name: str, table: str) -> tuple[str, str, str]:
    columns = [row[2] for row in connection.execute(f"PRAGMA index_info({_quoted(name)})")]
    listed = connection.execute(f"PRAGMA index_list({_quoted(table)})").fetchall()
    unique, partial = next((row[2], row[4]) for row in listed if row[1] == name)
    return "index", table, f"{columns} {unique} {partial}"


def _tables(connection: sqlite3.Connection) -> list[str]:
    listed: list[Any] = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall()
    return [name for (name,) in listed if not name.startswith("sqlite_")]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
