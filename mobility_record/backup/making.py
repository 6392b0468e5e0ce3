"""Making a backup: copy, describe, write, read back, and only then give it its name."""

from pathlib import Path

from django.conf import settings
from django.db import connection

from mobility_record.backup import archive, manifest, placing, postgresql, sqlite
from mobility_record.backup.manifest import BackupError, Manifest


def make(place: Path) -> Manifest:
    """Back the database up to the new file `place`, while the record goes on; return what is in it."""
    place = place.absolute()
    if place.exists() or place.is_symlink():
        raise BackupError(f"{place} exists already and is not overwritten. Choose another name.")
    with placing.workshop(place) as folder:
        database, ready = folder / "database", folder / "archive"
        described = _postgresql(database) if connection.vendor == "postgresql" else _sqlite(database)
        archive.write(ready, database, described, settings.MOBILITY_MASTER_KEY)
        database.unlink()
        if archive.read(ready, settings.MOBILITY_MASTER_KEY) != described:
            raise BackupError("What was written can't be read back. Is the disk sound?")
        placing.put(ready, place)
    return described


def _sqlite(database: Path) -> Manifest:
    source = Path(connection.settings_dict["NAME"])
    if sqlite.is_empty(source):
        raise BackupError("The database is empty: there is nothing to back up.")
    sqlite.copy(source, database)
    sqlite.refuse_broken(database)
    return manifest.describe(sqlite.ENGINE, database, sqlite.migrations(database), sqlite.counts(database))


def _postgresql(database: Path) -> Manifest:
    if postgresql.is_empty():
        raise BackupError("The database is empty: there is nothing to back up.")
    counts, migrations = postgresql.dump(database)
    return manifest.describe(postgresql.ENGINE, database, migrations, counts)
