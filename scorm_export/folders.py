"""A course in a folder."""

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from scorm_export.ceilings import MAX_FILE, MIB, Budget
from scorm_export.errors import CourseError, Place
from scorm_export.file_set import Whole, safe_name, without_root


class FolderFiles(Whole):
    """Files of a course folder, listed once; links that leave it do not exist for us, nor do pipes and devices."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._paths = without_root({self._name(path): path for path in self._walk()})

    def _name(self, path: Path) -> str:
        """macOS takes letters and their marks apart in names; courses write them as one sign."""
        return unicodedata.normalize("NFC", path.relative_to(self.root).as_posix())

    def _walk(self) -> Iterator[Path]:
        budget = Budget()
        folders = [self.root]
        while folders:
            for entry in _entries(folders.pop()):
                if entry.name.startswith("."):
                    continue
                budget.look(entry.name)
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
                elif _is_file(entry) and (not entry.is_symlink() or self._leads_inside(entry.path)):
                    yield Path(entry.path)

    def _leads_inside(self, path: str) -> bool:
        try:
            return Path(path).resolve().is_relative_to(self.root)
        except (OSError, RuntimeError):  # a circle of links
            return False

    def open(self, name: str) -> IO[bytes]:
        """Return the file to be read in pieces; raises `KeyError` when there is none."""
        return self._paths[safe_name(name)].open("rb")

    def size(self, name: str) -> int:
        """Return how many bytes the file has; raises `KeyError` when there is none, `CourseError` for far too many."""
        try:
            size = self._paths[safe_name(name)].stat().st_size
        except OSError as error:
            raise CourseError(f"The file can't be read: {error.strerror}.", Place(name)) from error
        if size > MAX_FILE:
            raise CourseError(f"The file is larger than {MAX_FILE // MIB} MiB. Make it smaller.", Place(name))
        return size

    def names(self) -> Iterator[str]:
        """Yield every file name, sorted."""
        return iter(sorted(self._paths))

    def __contains__(self, name: object) -> bool:
        return name in self._paths


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise CourseError(f"The folder can't be read: {error.strerror}.", Place(str(folder.name))) from error


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a circle of links
        return False
