"""The files of a course, wherever they are: a folder, a .zip, a .tar or a .tar.gz; all of it untrusted.

Nothing is unpacked under a name of the course's; large files are read in pieces, so memory does not depend on them.
"""

import zipfile
from pathlib import Path

from scorm_export.ceilings import MIB
from scorm_export.errors import CourseError
from scorm_export.file_set import DAMAGED, Files, safe_name
from scorm_export.folders import FolderFiles
from scorm_export.tars import TarFiles
from scorm_export.zips import ZipFiles

__all__ = ["DAMAGED", "MIB", "Files", "open_files", "safe_name"]


def open_files(path: Path) -> Files:
    """Return the files of the course at ``path``; raises `CourseError` when there is nothing readable there."""
    if path.is_dir():
        return FolderFiles(path)
    if not path.is_file():
        raise CourseError(f"There is no folder or file “{path}”. Check the path.")
    try:
        return ZipFiles(path) if _is_zip(path) else TarFiles(path)
    except DAMAGED as error:
        raise CourseError(
            f"“{path.name}” is no course: expected a folder, a .tar.gz, a .tar or a .zip that Studio exports."
        ) from error


def _is_zip(path: Path) -> bool:
    """True for a zip. A tar that ends with a zip among its files is none, whatever its end looks like."""
    with path.open("rb") as stream:
        start = stream.read(512)
    return start.startswith(b"PK") or (start[257:262] != b"ustar" and zipfile.is_zipfile(path))
