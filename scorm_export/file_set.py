"""What every set of course files offers, whether it is a folder or an archive.

Names are always relative, with forward slashes. Nothing outside the course is ever read: a name that leads outside is
refused, links that leave the course and devices do not exist for us.
"""

import lzma
import posixpath
import re
import struct
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO, Protocol, TypeVar

from scorm_export.ceilings import MAX_READ, MAX_READ_ALL, MIB
from scorm_export.errors import CourseError, HostileError, Place

T = TypeVar("T")
# What Python's readers raise for archives that are damaged, encrypted or made to harm.
DAMAGED = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error, NotImplementedError, RuntimeError,
    EOFError, OSError, ValueError, OverflowError,
)  # fmt: skip
# What Moodle's backups have at the top; they hold a course/course.xml, too.
BACKUP = "moodle_backup.xml"
# Longer names fit into no file system.
LONGEST_NAME = 4096
# Roots of a course of 2013 with several runs.
_IN_ROOTS = re.compile(r"((?:[^/]+/){0,2})roots/[^/]+\.xml")


class Files(Protocol):
    """A read-only set of course files."""

    def open(self, name: str) -> IO[bytes]:
        """Return the file to be read in pieces; raises `KeyError` when there is none."""

    def size(self, name: str) -> int:
        """Return how many bytes the file has; raises `KeyError` when there is none."""

    def read(self, name: str) -> bytes:
        """Return a file's bytes; raises `KeyError` when there is none, `CourseError` when it is too large for that."""

    def names(self) -> Iterator[str]:
        """Yield every file name, sorted."""

    def __contains__(self, name: object) -> bool: ...


def safe_name(name: str, place: Place | None = None) -> str:
    """Return ``name`` normalised, or raise `HostileError` when it leads outside the course.

    >>> safe_name("static/./a.png")
    'static/a.png'
    """
    plain = unicodedata.normalize("NFC", name.replace("\\", "/"))
    normal = posixpath.normpath(plain)
    if len(normal) > LONGEST_NAME:
        raise HostileError(f"The name “{name[:40]}…” is longer than {LONGEST_NAME} characters. Rename it.", place)
    drive = len(normal) > 1 and normal[0].isalpha() and normal[1:3] in (":", ":/")
    if normal.startswith(("/", "../")) or normal == ".." or "\0" in normal or drive:
        raise HostileError(f"“{name}” leads outside the course. Use a path inside the course folder.", place)
    return normal


class Whole:
    """Reading files as a whole, the same for every kind of course. All together they may not be larger than a ceiling:
    a small course can name one large file a thousand times."""

    _read = 0

    def open(self, name: str) -> IO[bytes]:
        """Return the file to be read in pieces; raises `KeyError` when there is none."""
        raise KeyError(name)

    def size(self, name: str) -> int:
        """Return how many bytes the file has; raises `KeyError` when there is none."""
        raise KeyError(name)

    def read(self, name: str) -> bytes:
        """Return a file's bytes; raises `KeyError` when there is none, `CourseError` when it is too large."""
        size = self.size(name)
        if size > MAX_READ:
            raise CourseError(f"The file is larger than {MAX_READ // MIB} MiB. Make it smaller.", Place(name))
        self._read += size
        if self._read > MAX_READ_ALL:
            raise CourseError(
                f"The texts of the course are larger than {MAX_READ_ALL // MIB} MiB in all, each counted as often as "
                "it is used. Split the course.",
                Place(name),
            )
        try:
            with self.open(name) as stream:
                return stream.read(MAX_READ + 1)
        except DAMAGED as error:
            raise CourseError("The file can't be read; it is damaged or was removed.", Place(name)) from error


def without_root(found: Mapping[str, T]) -> dict[str, T]:
    """Return the files without the one folder that often stands around a course."""
    root = _root_of(found)
    return {name.removeprefix(root): value for name, value in found.items() if name.startswith(root)}


def _root_of(names: Mapping[str, object]) -> str:
    """Return the folder that holds course.xml, at the top or one or two folders down, with its slash.

    Raises `CourseError` when several courses stand side by side.
    """
    high = [name for name in names if name.count("/") < 3]
    backup = next((name for name in high if posixpath.basename(name) == BACKUP), None)
    if backup is not None:
        return backup.removesuffix(BACKUP)
    roots = {name.removesuffix("course.xml") for name in high if _is_course(name)}
    roots = roots or {found[1] for found in map(_IN_ROOTS.fullmatch, names) if found}
    highest = sorted(root for root in roots if root.count("/") == min(each.count("/") for each in roots))
    if len(highest) > 1:
        listed = ", ".join(root.rstrip("/") for root in highest[:5])
        raise CourseError(f"There are {len(highest)} courses here: {listed}. Give one of them.")
    return highest[0] if highest else ""


def _is_course(name: str) -> bool:
    return name == "course.xml" or name.endswith("/course.xml")


def is_root(name: str) -> bool:
    """True for the file a course begins with; in courses of 2013 it is a link to one of several in roots/."""
    return posixpath.basename(name.replace("\\", "/")) == "course.xml"


def is_litter(name: str) -> bool:
    """True for what macOS puts into archives."""
    return "__MACOSX" in name or name.endswith(".DS_Store") or posixpath.basename(name).startswith("._")
