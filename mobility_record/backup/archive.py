"""The file of a backup: a zip of exactly three members, none compressed: nothing grows when it is read."""

import hashlib
import os
import stat
import zipfile
from pathlib import Path

from mobility_record.backup import manifest as manifests
from mobility_record.backup.manifest import BackupError, Manifest

MANIFEST, TAG, DATABASE = "manifest.json", "manifest.hmac", "database"
_MOST_MANIFEST = 1 << 20
_BLOCK = 1 << 20
_DAMAGED = "The backup is damaged or not one of the record's"


def write(file: Path, database: Path, manifest: Manifest, master_key: bytes) -> None:
    """Write the archive to `file`, which must be new, readable by its owner only, and flushed to the disk."""
    text = manifests.written(manifest)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as output:
        with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(_member(MANIFEST), text)
            archive.writestr(_member(TAG), manifests.tag(text, master_key))
            with database.open("rb") as source, archive.open(_member(DATABASE), "w", force_zip64=True) as member:
                while block := source.read(_BLOCK):
                    member.write(block)
        output.flush()
        os.fsync(output.fileno())


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    return info


def read(file: Path, master_key: bytes, into: Path | None = None) -> Manifest:
    """Check the archive `file` to the last byte and return its manifest; write its database to `into`, if given.

    `BackupError` for what is damaged, hostile, or made with another master key.
    """
    try:
        with file.open("rb") as source:
            if not stat.S_ISREG(os.fstat(source.fileno()).st_mode):
                raise BackupError(f"{file} is not a file.")
            with zipfile.ZipFile(source) as archive:
                _look_at(archive, os.fstat(source.fileno()).st_size)
                manifest = _manifest(archive, master_key)
                _database(archive, manifest, into)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, RuntimeError) as error:
        raise BackupError(f"{_DAMAGED}.") from error
    except OSError as error:
        raise BackupError(f"{file} can't be read: {error.strerror}.") from error
    return manifest


def _look_at(archive: zipfile.ZipFile, size: int) -> None:
    members = archive.infolist()
    if sorted(member.filename for member in members) != sorted((MANIFEST, TAG, DATABASE)):
        raise BackupError(f"{_DAMAGED}: it holds other files.")
    for member in members:
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in {0, stat.S_IFREG} or member.flag_bits & 1:
            raise BackupError(f"{_DAMAGED}: {member.filename} is a link or is encrypted.")
        if member.compress_type != zipfile.ZIP_STORED or member.compress_size != member.file_size:
            raise BackupError(f"{_DAMAGED}: {member.filename} is compressed.")
    if sum(member.file_size for member in members) > size:
        raise BackupError(f"{_DAMAGED}: its parts overlap.")
    if archive.getinfo(MANIFEST).file_size > _MOST_MANIFEST or archive.getinfo(TAG).file_size != 64:
        raise BackupError(f"{_DAMAGED}: its manifest has a wrong size.")


def _manifest(archive: zipfile.ZipFile, master_key: bytes) -> Manifest:
    text = archive.read(MANIFEST)
    if not manifests.is_authentic(text, archive.read(TAG), master_key):
        raise BackupError("The backup is damaged, forged, or was made with another MOBILITY_RECORD_MASTER_KEY.")
    return manifests.read(text)


def _database(archive: zipfile.ZipFile, manifest: Manifest, into: Path | None) -> None:
    if archive.getinfo(DATABASE).file_size != manifest.bytes:
        raise BackupError(f"{_DAMAGED}: its database has a wrong size.")
    digest = hashlib.sha256()
    target = os.open(into or os.devnull, os.O_WRONLY | (os.O_CREAT | os.O_EXCL if into else 0), 0o600)
    with os.fdopen(target, "wb") as output, archive.open(DATABASE) as source:
        while block := source.read(_BLOCK):
            digest.update(block)
            output.write(block)
    if digest.hexdigest() != manifest.sha256:
        raise BackupError(f"{_DAMAGED}: its database is not the one that its manifest names.")
