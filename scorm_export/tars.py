"""A course in a .tar or .tar.gz: copied, one file behind the other, into a nameless temporary file.

A compressed tar can be read from the beginning only; so one file on disk holds them all, without their names.
"""

import gzip
import io
import re
import tarfile
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from scorm_export.ceilings import FREE, MIB, Budget, too_large
from scorm_export.errors import CourseError
from scorm_export.file_set import Whole, is_litter, is_root, safe_name, without_root

GZIP = b"\x1f\x8b"
# What stands before a file's content: its name, and whatever else a program wrote about it.
MAX_HEADER = 64 * 1024
# Longer numbers only keep Python's reader busy (CVE-2024-6232).
MOST_DIGITS = 300


class TarFiles(Whole):
    """Files of a .tar or .tar.gz, without the one folder that often stands around them."""

    def __init__(self, path: Path) -> None:
        self._budget = Budget(path.stat().st_size)
        self._spool = _spool()
        weakref.finalize(self, self._spool.close)
        with _plain(path) as plain:
            self._spans = without_root(self._copied(_Headers(plain, self._budget.most + FREE)))

    def _copied(self, stream: "_Headers") -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        archive = tarfile.TarFile(fileobj=stream)  # type: ignore[arg-type]  # all that TarFile reads by
        while (member := stream.next_of(archive)) is not None:
            self._budget.look(member.name)
            content = archive.extractfile(member) if member.isreg() and not is_litter(member.name) else None
            if member.issym() and is_root(member.name):
                content = io.BytesIO(member.linkname.encode("utf-8", "replace"))
            if content is not None:
                self._budget.take(member.size, member.name)
                found[safe_name(member.name)] = self._copy(content)
        return found

    def _copy(self, content: IO[bytes]) -> tuple[int, int]:
        start = self._spool.tell()
        while piece := content.read(MIB):
            try:
                self._spool.write(piece)
            except OSError as error:
                raise _no_room(error) from error
        return start, self._spool.tell() - start

    def open(self, name: str) -> IO[bytes]:
        """Return the file to be read in pieces; raises `KeyError` when there is none."""
        return io.BufferedReader(_Span(self._spool, *self._spans[safe_name(name)]))

    def size(self, name: str) -> int:
        """Return how many bytes the file has; raises `KeyError` when there is none."""
        return self._spans[safe_name(name)][1]

    def names(self) -> Iterator[str]:
        """Yield every file name, sorted."""
        return iter(sorted(self._spans))

    def __contains__(self, name: object) -> bool:
        return name in self._spans


class _Headers:
    """What a tar is read through. Python's reader takes a header's own word for how long it is, and keeps it in memory.

    ``most``: no place in the unpacked archive lies behind that.
    """

    def __init__(self, plain: IO[bytes], most: int) -> None:
        self._plain, self._most = plain, most
        self._left: int | None = MAX_HEADER
        self._last = b""

    def next_of(self, archive: tarfile.TarFile) -> tarfile.TarInfo | None:
        """Return the next entry; the archive forgets those before."""
        self._left = MAX_HEADER
        member = archive.next()
        archive.members = []  # type: ignore[attr-defined]  # the way that Python's documentation shows
        self._left = None
        if member is None and self._last.strip(b"\0"):
            raise tarfile.ReadError("cut off or damaged in the middle: what comes behind would be lost in silence")
        if member is not None and member.size < 0:
            raise tarfile.ReadError("negative size")
        return member

    def read(self, size: int = -1) -> bytes:
        """Return that many bytes; raises `tarfile.ReadError` for a header that no program writes."""
        if self._left is not None:
            self._left -= size
            if size < 0 or self._left < 0:
                raise tarfile.ReadError("endless header")
        self._last = data = self._plain.read(size)
        if self._left is not None and any(len(digits) > MOST_DIGITS for digits in re.findall(rb"[0-9]+", data)):
            raise tarfile.ReadError("endless number")
        return data

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place; raises `CourseError` when it is too far away."""
        if place > self._most:
            raise too_large("")
        return self._plain.seek(place, whence)

    def tell(self) -> int:
        """Return the place in the unpacked archive."""
        return self._plain.tell()


class _Span(io.RawIOBase):
    """A part of a file, read as if it were one."""

    def __init__(self, whole: IO[bytes], start: int, size: int) -> None:
        self._whole, self._at, self._end = whole, start, start + size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        """Fill ``buffer`` and return how many bytes that took."""
        view = memoryview(buffer)  # type: ignore[arg-type]  # RawIOBase gives a writable buffer
        self._whole.seek(self._at)
        data = self._whole.read(min(len(view), self._end - self._at))
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


def _plain(path: Path) -> IO[bytes]:
    with path.open("rb") as stream:
        packed = stream.read(2) == GZIP
    return cast("IO[bytes]", gzip.open(path)) if packed else path.open("rb")


def _spool() -> IO[bytes]:
    try:
        return tempfile.TemporaryFile()
    except OSError as error:
        raise _no_room(error) from error


def _no_room(error: OSError) -> CourseError:
    reason = error.strerror or "no folder for temporary files"
    return CourseError(f"The archive can't be unpacked: {reason}. Set TMPDIR to a folder with more room.")
