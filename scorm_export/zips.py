"""A course in a .zip."""

import io
import weakref
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from scorm_export.ceilings import MAX_READ, MIB, Budget
from scorm_export.errors import CourseError
from scorm_export.file_set import DAMAGED, Whole, is_litter, is_root, safe_name, without_root

# The list of all entries, which Python reads as a whole: 50,000 of them with long names.
MAX_DIRECTORY = 16 * MIB
# Unpacking LZMA takes as much memory as the archive asks for.
PACKED_BY = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)


class ZipFiles(Whole):
    """Files of a .zip, without the one folder that often stands around them."""

    def __init__(self, path: Path) -> None:
        budget = Budget(path.stat().st_size)
        found: dict[str, zipfile.ZipInfo] = {}
        stream = _Careful(io.FileIO(path))
        weakref.finalize(self, stream.close)
        self._archive = _opened(path, stream)
        for info in self._archive.infolist():
            budget.look(info.filename)
            if not info.filename.endswith("/") and not is_litter(info.filename) and not _is_link(info):
                budget.take(info.file_size, info.filename)
                found[safe_name(_said(info))] = info
        self._infos = without_root(found)
        self._check(path)

    def _check(self, path: Path) -> None:
        """Read what every course has: a damaged or encrypted archive is better told at once."""
        try:
            if "course.xml" in self:
                with self.open("course.xml") as stream:
                    stream.read(MAX_READ)
        except DAMAGED as error:
            raise _damaged(path) from error

    def open(self, name: str) -> IO[bytes]:
        """Return the file to be read in pieces; raises `KeyError` when there is none."""
        info = self._infos[safe_name(name)]
        if info.compress_type not in PACKED_BY:
            raise NotImplementedError("packed in a way that is not read here")
        return self._archive.open(info)

    def size(self, name: str) -> int:
        """Return how many bytes the file has; raises `KeyError` when there is none."""
        return self._infos[safe_name(name)].file_size

    def names(self) -> Iterator[str]:
        """Yield every file name, sorted."""
        return iter(sorted(self._infos))

    def __contains__(self, name: object) -> bool:
        return name in self._infos


def _said(info: zipfile.ZipInfo) -> str:
    """Return an entry's name. Archivers of macOS and Linux write UTF-8 without saying so (APPNOTE 4.4.4, bit 11)."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError:
        return info.filename


class _Careful(io.BufferedReader):
    """A file of which nobody reads much at once: the size of the list of entries is whatever a stranger wrote."""

    narrow = True

    def read(self, size: int | None = -1) -> bytes:
        """Return that many bytes; raises `CourseError` while ``narrow`` and they are too many."""
        wanted = size if size is not None and size >= 0 else MAX_DIRECTORY + 1
        data = super().read(min(wanted, MAX_DIRECTORY + 1) if self.narrow else size)
        if self.narrow and len(data) > MAX_DIRECTORY:
            raise CourseError("The zip lists far too many files. Give the archive of one course alone.")
        return data


def _opened(path: Path, stream: _Careful) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGED as error:
        raise _damaged(path) from error
    stream.narrow = False
    return archive


def _is_link(info: zipfile.ZipInfo) -> bool:
    """True for what Unix packed as a symbolic link: its content is a path, not a file. That of course.xml is read."""
    return info.external_attr >> 28 == 0xA and not is_root(info.filename)


def _damaged(path: Path) -> CourseError:
    return CourseError(f"“{path.name}” is a damaged or encrypted zip. Export the course again.")
