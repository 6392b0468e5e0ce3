"""The manifest of a backup: what is in it, authenticated with the master key.

{"format": 1, "made": "2026-11-25T04:00:00Z", "record": "0.1.0", "engine": "sqlite", "bytes": 409600,
 "sha256": "…", "migrations": [["people", "0001_initial"], …], "counts": {"people_person": 3, …}}
"""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

FORMAT = 1
_PURPOSE = b"mobility record: manifest of a backup"


class BackupError(Exception):
    """A backup can't be made or restored; the message says why and what to do. Nothing is left half done."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `counts`: rows of each table; `migrations`: (app, name) in the order of their names."""

    engine: str
    bytes: int
    sha256: str
    migrations: tuple[tuple[str, str], ...]
    counts: dict[str, int]
    made: str
    record: str
    format: int = FORMAT


def describe(engine: str, database: Path, migrations: frozenset[tuple[str, str]], counts: dict[str, int]) -> Manifest:
    """The manifest of the file `database`, made now."""
    with database.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Manifest(
        engine=engine,
        bytes=database.stat().st_size,
        sha256=digest,
        migrations=tuple(sorted(migrations)),
        counts=counts,
        made=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        record=version_of_record(),
    )


def version_of_record() -> str:
    """The version of blended-mobility that is installed."""
    try:
        return version("blended-mobility")
    except PackageNotFoundError:
        return "unknown"


def written(manifest: Manifest) -> bytes:
    """The manifest as JSON."""
    return json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()


def read(text: bytes) -> Manifest:
    """The manifest that `written` wrote; the text is authentic. `BackupError` for another format's."""
    values: dict[str, Any] = json.loads(text)
    if values.get("format") != FORMAT:
        raise BackupError("The backup has a format of another version. Restore it with the version that made it.")
    values["migrations"] = tuple((app, name) for app, name in values["migrations"])
    return Manifest(**values)


def tag(text: bytes, master_key: bytes) -> str:
    """The manifest's authentication: HMAC-SHA-256 in hexadecimal, with a key made from the master key."""
    key = hmac.new(master_key, _PURPOSE, hashlib.sha256).digest()
    return hmac.new(key, text, hashlib.sha256).hexdigest()


def is_authentic(text: bytes, given: bytes, master_key: bytes) -> bool:
    """Whether `given` is the tag of `text` under this master key."""
    return hmac.compare_digest(tag(text, master_key).encode(), given)
