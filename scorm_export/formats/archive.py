"""Writes a package as a zip: sorted names, fixed dates, no folders; never a half-written file.

The list of (name, SHA-256) is the same everywhere; the bytes are the same for the same installation (zlib versions
compress differently).
"""

import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from scorm_export.errors import UsageError

EPOCH = (1980, 1, 1, 0, 0, 0)
# Already compressed: packing these again costs time and saves nothing.
STORED = (".mp4", ".webm", ".jpg", ".jpeg", ".png", ".webp", ".mp3", ".m4a", ".woff2", ".zip")


def write_zip(files: Mapping[str, bytes], output: Path) -> int:
    """Write ``files`` to ``output`` in one step and return the size in bytes; raises `UsageError` when it can't."""
    if output.is_dir():
        raise UsageError(f"“{output}” is a folder. Name a file, for example {output / 'course.zip'}.")
    try:
        handle, temporary = tempfile.mkstemp(dir=output.parent, prefix=".", suffix=".zip")
    except OSError as error:
        raise UsageError(f"Can't write to “{output.parent}”: {error.strerror}.") from error
    try:
        with os.fdopen(handle, "wb") as stream, zipfile.ZipFile(stream, "w") as archive:
            for name in sorted(files):
                archive.writestr(_entry(name), files[name], compresslevel=9)
        Path(temporary).chmod(0o644)
        os.replace(temporary, output)  # noqa: PTH105 - atomic on every platform
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UsageError(f"Can't write “{output}”: {error.strerror}. Nothing was changed.") from error
        raise
    return output.stat().st_size


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
