"""Restoring a backup into an empty database: everything is checked first, and the record starts only on a whole one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from mobility_record import readiness
from mobility_record.backup import archive, erasures, placing, postgresql, sqlite
from mobility_record.backup.manifest import BackupError, Manifest
from mobility_record.migrating import one_at_a_time


@dataclass(frozen=True)
class Restored:
    """What was restored, and of the list of the erased how many were erased again and how many the backup knows not."""

    manifest: Manifest
    erased_again: int
    unknown: int


def restore(file: Path, ids: list[UUID]) -> Restored:
    """Restore `file` into the record's empty database and erase `ids` in it.

    `BackupError` says what is wrong. SQLite's file is then as it was; on PostgreSQL no record starts on what is there.
    """
    with one_at_a_time():
        return _to_postgresql(file, ids) if connection.vendor == "postgresql" else _to_sqlite(file, ids)


def _refuse_unfit(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise BackupError(
            f"The backup is of {manifest.engine}, but MOBILITY_RECORD_DATABASE is of {connection.vendor}. "
            f"Restore it into an empty database of {manifest.engine}."
        )
    if frozenset(manifest.migrations) != readiness.ours():
        raise BackupError(
            f"The backup was made by version {manifest.record} with other migrations than this version's. Install that "
            "version, restore with it, then update and run `mobility record migrate`."
        )


def _to_sqlite(file: Path, ids: list[UUID]) -> Restored:
    place = Path(connection.settings_dict["NAME"])
    _refuse_used(place)
    with placing.workshop(place) as folder:
        manifest = archive.read(file, settings.MOBILITY_MASTER_KEY, folder / "database")
        _refuse_unfit(manifest)
        with _pointed_at(folder / "expected"):
            call_command("migrate", interactive=False, verbosity=0)
        sqlite.refuse_strange(folder / "database", folder / "expected")
        sqlite.refuse_broken(folder / "database")
        _refuse_difference(manifest, sqlite.counts(folder / "database"))
        with _pointed_at(folder / "database"):
            again, unknown = erasures.apply(ids)
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA journal_mode = DELETE")  # one file again, nothing in a journal beside it
        placing.flush(folder / "database")
        if place.exists():  # an empty one, as was looked at
            (folder / "database").replace(place)
        else:
            placing.put(folder / "database", place)
    return Restored(manifest, again, unknown)


def _refuse_used(place: Path) -> None:
    if not sqlite.is_empty(place):
        raise BackupError(f"The database {place} is not empty. Restore into a new one: set MOBILITY_RECORD_DATABASE.")
    for end in ("-wal", "-shm", "-journal"):
        beside = place.with_name(place.name + end)
        if beside.exists():
            raise BackupError(f"{beside} is left of another database. Move it away, then restore again.")


@contextmanager
def _pointed_at(file: Path) -> Iterator[None]:
    """Django's connection, at another file of SQLite."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def _to_postgresql(file: Path, ids: list[UUID]) -> Restored:
    if not postgresql.is_empty():
        raise BackupError(
            "The database is not empty. Make a new one (createdb) and name it in MOBILITY_RECORD_DATABASE."
        )
    with TemporaryDirectory(prefix="record-restore-") as name:
        folder = Path(name)
        manifest = archive.read(file, settings.MOBILITY_MASTER_KEY, folder / "database")
        _refuse_unfit(manifest)
        postgresql.load(folder / "database", folder, set(manifest.counts))
    with transaction.atomic():
        found = postgresql.counts()
        _refuse_difference(manifest, {**found, "django_migrations": len(manifest.migrations)})
        again, unknown = erasures.apply(ids)
        for app, migration in manifest.migrations:
            MigrationRecorder(connection).record_applied(app, migration)
    return Restored(manifest, again, unknown)


def _refuse_difference(manifest: Manifest, found: dict[str, int]) -> None:
    if found != manifest.counts:
        raise BackupError(
            "The database has not the rows that the backup's manifest names. Make a new one; this backup can't be used."
        )
