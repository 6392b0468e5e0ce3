"""Writes a package as a zip: sorted names, fixed dates, no folders; never a half-written file.

The list of (name, SHA-256) is the same everywhere; the bytes are the same for the same installation (zlib versions
compress differently).
"""

import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from scorm_export.content import Content
from scorm_export.errors import UsageError

EPOCH = (1980, 1, 1, 0, 0, 0)
# Already compressed: packing these again costs time and saves nothing.
STORED = (
    ".mp4", ".m4v", ".mov", ".webm", ".ogv", ".jpg", ".jpeg", ".gif", ".png", ".webp", ".avif", ".mp3", ".m4a", ".ogg",
    ".woff", ".woff2", ".zip", ".gz", ".docx", ".xlsx", ".pptx", ".odt",
)  # fmt: skip


def write_zip(files: Mapping[str, Content], output: Path) -> int:
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
                _write(archive, name, files[name])
        Path(temporary).chmod(0o644)
        os.replace(temporary, output)  # noqa: PTH105 - atomic on every platform
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UsageError(f"Can't write “{output}”: {error.strerror}. Nothing was changed.") from error
        raise
    return output.stat().st_size


def _write(archive: zipfile.ZipFile, name: str, content: Content) -> None:
    entry = _entry(name)
    if isinstance(content, bytes):
        archive.writestr(entry, content, compresslevel=9)
        return
    entry.file_size = content.size
    with archive.open(entry, "w") as target:
        for piece in content.pieces():
            target.write(piece)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
