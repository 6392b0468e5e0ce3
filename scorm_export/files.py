"""The files of a course, wherever they are: a folder, a .zip, a .tar or a .tar.gz; all of it untrusted.

Names are always relative, with forward slashes. Nothing is ever unpacked to disk, and nothing outside the course is
ever read: a name that leads outside, or a link, is refused.
"""

import posixpath
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

from scorm_export.errors import CourseError, Place

MAX_FILE = 256 * 1024 * 1024
MAX_TOTAL = 1024 * 1024 * 1024
MAX_COUNT = 50_000


class Files(Protocol):
    """A read-only set of course files."""

    def read(self, name: str) -> bytes:
        """Return a file's bytes; raises `KeyError` when there is none."""

    def names(self) -> Iterator[str]:
        """Yield every file name, sorted."""

    def __contains__(self, name: object) -> bool: ...


def safe_name(name: str, place: Place | None = None) -> str:
    """Return ``name`` normalised, or raise `CourseError` when it leads outside the course.

    >>> safe_name("static/./a.png")
    'static/a.png'
    """
    plain = name.replace("\\", "/")
    normal = posixpath.normpath(plain)
    if normal.startswith(("/", "../")) or normal == ".." or "\0" in normal or normal[1:2] == ":":
        raise CourseError(f"“{name}” leads outside the course. Use a path inside the course folder.", place)
    return normal


class FolderFiles:
    """Files of a course folder; links that leave it do not exist for us."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def _path(self, name: str) -> Path | None:
        try:
            path = (self.root / safe_name(name)).resolve()
            return path if path.is_relative_to(self.root) and path.is_file() else None
        except OSError:  # a name longer than the file system takes
            return None

    def read(self, name: str) -> bytes:
        """Return a file's bytes; raises `KeyError` when there is none, `CourseError` when it is too large."""
        path = self._path(name)
        if path is None:
            raise KeyError(name)
        if path.stat().st_size > MAX_FILE:
            raise CourseError(f"The file is larger than {MAX_FILE // 2**20} MiB.", Place(name))
        return path.read_bytes()

    def names(self) -> Iterator[str]:
        """Yield every file name, sorted."""
        found = (p.relative_to(self.root).as_posix() for p in sorted(self.root.rglob("*")) if p.is_file())
        return (name for name in found if self._path(name))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._path(name) is not None


class ArchiveFiles:
    """Files of a .zip, .tar or .tar.gz, held in memory, without the one folder that often stands around them."""

    def __init__(self, content: dict[str, bytes]) -> None:
        roots = [name.removesuffix("course.xml") for name in content if name.count("/") < 2 and _is_course(name)]
        root = min(roots, key=len, default="")
        self._content = {name.removeprefix(root): data for name, data in content.items() if name.startswith(root)}

    def read(self, name: str) -> bytes:
        """Return a file's bytes; raises `KeyError` when there is none."""
        return self._content[safe_name(name)]

    def names(self) -> Iterator[str]:
        """Yield every file name, sorted."""
        return iter(sorted(self._content))

    def __contains__(self, name: object) -> bool:
        return name in self._content


def _is_course(name: str) -> bool:
    return name == "course.xml" or name.endswith("/course.xml")


def _is_litter(name: str) -> bool:
    """True for what macOS puts into archives."""
    return "__MACOSX" in name or name.endswith(".DS_Store") or posixpath.basename(name).startswith("._")


def open_files(path: Path) -> Files:
    """Return the files of the course at ``path``; raises `CourseError` when there is nothing readable there."""
    if path.is_dir():
        return FolderFiles(path)
    if not path.exists():
        raise CourseError(f"There is no folder or file “{path}”. Check the path.")
    if zipfile.is_zipfile(path):
        return ArchiveFiles(_unzip(path))
    try:
        return ArchiveFiles(_untar(path))
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise CourseError(
            f"“{path.name}” is no course: expected a folder, a .tar.gz, a .tar or a .zip that Studio exports."
        ) from error


class _Budget:
    """Counts what an archive unpacks to and refuses more than the ceilings."""

    def __init__(self) -> None:
        self.total = 0
        self.count = 0

    def take(self, stream: IO[bytes], name: str) -> bytes:
        data = stream.read(min(MAX_FILE, MAX_TOTAL - self.total) + 1)
        self.total += len(data)
        self.count += 1
        if len(data) > MAX_FILE or self.total > MAX_TOTAL or self.count > MAX_COUNT:
            raise CourseError(
                f"The archive unpacks to more than {MAX_FILE // 2**20} MiB in one file, {MAX_TOTAL // 2**20} MiB "
                f"in all or {MAX_COUNT} files. Export the course again or leave large files out.",
                Place(name),
            )
        return data


def _unzip(path: Path) -> dict[str, bytes]:
    budget = _Budget()
    try:
        with zipfile.ZipFile(path) as archive:
            return {
                safe_name(info.filename): budget.take(archive.open(info), info.filename)
                for info in archive.infolist()
                if not info.is_dir() and not _is_litter(info.filename)
            }
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        raise CourseError(f"“{path.name}” is a damaged or encrypted zip. Export the course again.") from error


def _untar(path: Path) -> dict[str, bytes]:
    budget = _Budget()
    content: dict[str, bytes] = {}
    with tarfile.open(path, "r:*") as archive:
        for member in archive:
            wanted = member.isreg() and not _is_litter(member.name)
            stream = archive.extractfile(member) if wanted else None
            if stream is not None:
                content[safe_name(member.name)] = budget.take(stream, member.name)
    return content
