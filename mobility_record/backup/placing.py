"""Files that appear whole or not at all: made in a folder beside their place, flushed, and linked there."""

import contextlib
import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mobility_record.backup.manifest import BackupError

_SUFFIX = ".record-partial"
_SETTLED_SECONDS = 10


@contextmanager
def workshop(place: Path) -> Iterator[Path]:
    """A folder beside `place` for what is not ready, for its owner only; it goes with this block.

    What a process that was killed left there is removed by the next one.
    """
    try:
        _sweep(place.parent)
        folder = place.parent / f".{secrets.token_hex(6)}{_SUFFIX}"
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise BackupError(f"Nothing can be written to {place.parent}: {error.strerror}.") from error
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield folder
    except OSError as error:
        raise BackupError(f"{place} can't be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def _sweep(folder: Path) -> None:
    for left in folder.glob(f".*{_SUFFIX}"):
        if left.is_symlink() or time.time() - left.stat().st_mtime < _SETTLED_SECONDS:
            continue
        descriptor = os.open(left, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
        except BlockingIOError:
            pass  # someone is at work there
        finally:
            os.close(descriptor)


def flush(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put(ready: Path, place: Path) -> None:
    """Give the flushed file `ready` the name `place` in one step; `BackupError` when something has that name."""
    flush(ready)
    try:
        os.link(ready, place, follow_symlinks=False)
    except FileExistsError as error:
        raise BackupError(f"{place} exists already and is not overwritten. Choose another name.") from error
    except OSError:  # a file system without links: the name is taken first, and then filled in one step
        _take(place)
        ready.replace(place)
    with contextlib.suppress(OSError):  # some file systems have no flush for folders
        flush(place.parent)


def _take(place: Path) -> None:
    try:
        os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise BackupError(f"{place} exists already and is not overwritten. Choose another name.") from error
