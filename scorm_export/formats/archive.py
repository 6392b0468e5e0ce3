"""Writes a package as a zip: sorted names, fixed dates, no folders; never a half-written file.

The list of (name, SHA-256) is the same everywhere; the bytes are the same for the same installation (zlib versions
compress differently).
"""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from scorm_export.content import Content
from scorm_export.new_file import new_file

EPOCH = (1980, 1, 1, 0, 0, 0)
# Already compressed: packing these again costs time and saves nothing.
STORED = (
    ".mp4", ".m4v", ".mov", ".webm", ".ogv", ".jpg", ".jpeg", ".gif", ".png", ".webp", ".avif", ".mp3", ".m4a", ".ogg",
    ".woff", ".woff2", ".zip", ".gz", ".docx", ".xlsx", ".pptx", ".odt",
)  # fmt: skip


def write_zip(files: Mapping[str, Content], output: Path) -> int:
    """Write ``files`` to ``output`` in one step and return the size in bytes; raises `UsageError` when it can't."""
    with new_file(output) as stream, zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(files):
            _write(archive, name, files[name])
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
