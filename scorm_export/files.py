"""The files of a course, wherever they are: a folder, a .zip, a .tar or a .tar.gz; all of it untrusted.

Names are always relative, with forward slashes. Nothing outside the course is ever read: a name that leads outside is
refused, links that leave the course and devices do not exist for us. Nothing is unpacked under a name of the course's;
large files are read in pieces, so memory does not depend on them.
"""

import io
import os
import posixpath
import re
import tarfile
import tempfile
import unicodedata
import weakref
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Protocol, TypeVar

from scorm_export.errors import CourseError, HostileError, Place

MIB = 2**20
# What is read as a whole: XML, HTML, JSON, style sheets, transcripts.
MAX_READ = 64 * MIB
MAX_FILE = 1024 * MIB
MAX_TOTAL = 1024 * MIB
MAX_COUNT = 50_000
# Real courses unpack to a few times their size; a bomb to a thousand times.
MAX_RATIO = 200
FREE = 64 * MIB
# What Moodle's backups have at the top; they hold a course/course.xml, too.
BACKUP = "moodle_backup.xml"
T = TypeVar("T")
DAMAGED = (zipfile.BadZipFile, tarfile.TarError, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error)


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
    if normal.startswith(("/", "../")) or normal == ".." or "\0" in normal or normal[1:2] == ":":
        raise HostileError(f"“{name}” leads outside the course. Use a path inside the course folder.", place)
    return normal


class _Read:
    """Reading a file as a whole, the same for every kind of course."""

    def open(self, name: str) -> IO[bytes]:
        raise KeyError(name)

    def size(self, name: str) -> int:
        raise KeyError(name)

    def read(self, name: str) -> bytes:
        """Return a file's bytes; raises `KeyError` when there is none, `CourseError` when it is too large."""
        if self.size(name) > MAX_READ:
            raise CourseError(f"The file is larger than {MAX_READ // MIB} MiB. Make it smaller.", Place(name))
        try:
            with self.open(name) as stream:
                return stream.read(MAX_READ + 1)
        except DAMAGED as error:
            raise CourseError("The file can't be read; the archive is damaged.", Place(name)) from error


class FolderFiles(_Read):
    """Files of a course folder, listed once; links that leave it do not exist for us."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        found = {safe_name(path.relative_to(self.root).as_posix()): path for path in self._walk()}
        inside = _root_of(found)
        self._paths = {name.removeprefix(inside): path for name, path in found.items() if name.startswith(inside)}

    def _walk(self) -> Iterator[Path]:
        budget = _Budget()
        folders = [self.root]
        while folders:
            for entry in _entries(folders.pop()):
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
                elif entry.is_file() and (not entry.is_symlink() or self._leads_inside(entry.path)):
                    budget.take(0, entry.name)
                    yield Path(entry.path)

    def _leads_inside(self, path: str) -> bool:
        try:
            return Path(path).resolve().is_relative_to(self.root)
        except OSError:  # a circle of links
            return False

    def open(self, name: str) -> IO[bytes]:
        """Return the file to be read in pieces; raises `KeyError` when there is none."""
        return self._paths[safe_name(name)].open("rb")

    def size(self, name: str) -> int:
        """Return how many bytes the file has; raises `KeyError` when there is none."""
        return self._paths[safe_name(name)].stat().st_size

    def names(self) -> Iterator[str]:
        """Yield every file name, sorted."""
        return iter(sorted(self._paths))

    def __contains__(self, name: object) -> bool:
        return name in self._paths


class ZipFiles(_Read):
    """Files of a .zip, without the one folder that often stands around them."""

    def __init__(self, path: Path) -> None:
        _refuse_crowded(path)
        budget = _Budget(path.stat().st_size)
        found: dict[str, zipfile.ZipInfo] = {}
        try:
            self._archive = zipfile.ZipFile(path)
        except DAMAGED as error:
            raise _damaged(path) from error
        for info in self._archive.infolist():
            if not info.is_dir() and not _is_litter(info.filename) and not _is_link(info):
                budget.take(info.file_size, info.filename)
                found[safe_name(_said(info))] = info
        self._infos = _without_root(found)
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
        return self._archive.open(self._infos[safe_name(name)])

    def size(self, name: str) -> int:
        """Return how many bytes the file has; raises `KeyError` when there is none."""
        return self._infos[safe_name(name)].file_size

    def names(self) -> Iterator[str]:
        """Yield every file name, sorted."""
        return iter(sorted(self._infos))

    def __contains__(self, name: object) -> bool:
        return name in self._infos


class TarFiles(_Read):
    """Files of a .tar or .tar.gz, copied one behind the other into a nameless temporary file.

    A compressed tar can be read from the beginning only; so one file on disk holds them all, without their names.
    """

    def __init__(self, path: Path) -> None:
        budget = _Budget(path.stat().st_size)
        found: dict[str, tuple[int, int]] = {}
        self._spool = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the course is being read
        weakref.finalize(self, self._spool.close)
        with tarfile.open(path, "r:*") as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.isreg() and not _is_litter(member.name) else None
                if stream is None:
                    budget.look(member.name)
                else:
                    found[safe_name(member.name)] = self._copy(stream, member, budget)
        self._spans = _without_root(found)

    def _copy(self, stream: IO[bytes], member: tarfile.TarInfo, budget: "_Budget") -> tuple[int, int]:
        budget.take(member.size, member.name)
        start = self._spool.tell()
        while piece := stream.read(MIB):
            self._spool.write(piece)
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


class _Budget:
    """Counts what a course holds and refuses more than the ceilings."""

    def __init__(self, packed: int | None = None) -> None:
        self._packed = packed
        self._total = 0
        self._count = 0

    def take(self, size: int, name: str) -> None:
        """Count one file; raises `CourseError` past a ceiling."""
        self._total += size
        self.look(name)
        too_dense = self._packed is not None and self._total > max(FREE, MAX_RATIO * self._packed)
        if size > MAX_FILE or self._total > MAX_TOTAL or too_dense:
            raise CourseError(
                f"The archive unpacks to more than {MAX_FILE // MIB} MiB in one file, {MAX_TOTAL // MIB} MiB in all, "
                f"or to more than {MAX_RATIO} times its own size. Export the course again or leave large files out.",
                Place(name),
            )

    def look(self, name: str) -> None:
        """Count one entry of whatever kind; raises `CourseError` past the ceiling."""
        self._count += 1
        if self._count > MAX_COUNT:
            raise CourseError(
                f"There are more than {MAX_COUNT} files. Give the folder or archive of one course alone.", Place(name)
            )


def open_files(path: Path) -> Files:
    """Return the files of the course at ``path``; raises `CourseError` when there is nothing readable there."""
    if path.is_dir():
        return FolderFiles(path)
    if not path.is_file():
        raise CourseError(f"There is no folder or file “{path}”. Check the path.")
    try:
        return ZipFiles(path) if zipfile.is_zipfile(path) else TarFiles(path)
    except DAMAGED as error:
        raise CourseError(
            f"“{path.name}” is no course: expected a folder, a .tar.gz, a .tar or a .zip that Studio exports."
        ) from error


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise CourseError(f"The folder can't be read: {error.strerror}.", Place(str(folder.name))) from error


def _without_root(found: Mapping[str, T]) -> dict[str, T]:
    root = _root_of(found)
    return {name.removeprefix(root): value for name, value in found.items() if name.startswith(root)}


def _root_of(names: Mapping[str, object]) -> str:
    """Return the folder that holds course.xml, at the top or one or two folders down, with its slash.

    Raises `CourseError` when several courses stand side by side.
    """
    backup = next((name for name in names if name.count("/") < 3 and posixpath.basename(name) == BACKUP), None)
    if backup is not None:
        return backup.removesuffix(BACKUP)
    roots = [name.removesuffix("course.xml") for name in names if name.count("/") < 3 and _is_course(name)]
    roots = roots or [
        name.partition("roots/")[0] for name in names if re.fullmatch(r"([^/]+/){0,2}roots/[^/]+\.xml", name)
    ]
    highest = sorted({root for root in roots if root.count("/") == min(each.count("/") for each in roots)})
    if len(highest) > 1:
        listed = ", ".join(root.rstrip("/") for root in highest[:5])
        raise CourseError(f"There are {len(highest)} courses here: {listed}. Give one of them.")
    return highest[0] if highest else ""


def _is_course(name: str) -> bool:
    return name == "course.xml" or name.endswith("/course.xml")


def _said(info: zipfile.ZipInfo) -> str:
    """Return an entry's name. Archivers of macOS and Linux write UTF-8 without saying so (APPNOTE 4.4.4, bit 11)."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError:
        return info.filename


def _is_litter(name: str) -> bool:
    """True for what macOS puts into archives."""
    return "__MACOSX" in name or name.endswith(".DS_Store") or posixpath.basename(name).startswith("._")


def _is_link(info: zipfile.ZipInfo) -> bool:
    """True for what Unix packed as a symbolic link: its content is a path, not a file."""
    return info.external_attr >> 28 == 0xA


def _refuse_crowded(path: Path) -> None:
    """Ask the end of the zip how many entries it has, before the whole list is read into memory (APPNOTE 4.3.16)."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 66_000))
        tail = stream.read()
    end = tail.rfind(b"PK\5\6")
    if end >= 0 and int.from_bytes(tail[end + 12 : end + 16], "little") > 64 * MIB:
        raise CourseError(f"“{path.name}” lists far too many files. Give the archive of one course alone.")


def _damaged(path: Path) -> CourseError:
    return CourseError(f"“{path.name}” is a damaged or encrypted zip. Export the course again.")
