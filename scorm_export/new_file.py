"""Writes a file in one step: it is there as a whole or, whatever happens, not at all; what stood there before stays."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from scorm_export.errors import UsageError


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """Give a stream whose content becomes the file ``path``; raises `UsageError` when that can't be written."""
    if path.is_dir():
        raise UsageError(f"“{path}” is a folder. Name a file in it.")
    if path.exists() and not path.is_file():
        raise UsageError(f"“{path}” is no file but a device or a pipe, which would be lost. Name a file.")
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    except OSError as error:
        raise UsageError(f"Can't write to “{path.parent}”: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        Path(temporary).chmod(0o644)
        os.replace(temporary, path)  # noqa: PTH105 - atomic on every platform
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UsageError(f"Can't write “{path}”: {error.strerror}. Nothing was changed.") from error
        raise
