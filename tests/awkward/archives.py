"""Ways a course is packed, and what people take for a course: backups, libraries, packages of other systems."""

import gzip
import io
import tarfile
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.awkward.course import Refused, question

Data = Mapping[str, bytes]
Pack = Callable[[Data, Path], Path]
_COURSE: dict[str, bytes] = {
    "course.xml": b'<course url_name="r" org="Hut" course="A1"/>',
    "course/r.xml": b'<course display_name="Packed"><chapter url_name="c" display_name="C"><sequential url_name="s" display_name="S">'
    b'<vertical url_name="v" display_name="V"><html url_name="h">Packed text</html></vertical></sequential></chapter></course>',
}


def folder(data: Data, where: Path) -> Path:
    """Write a folder."""
    for name, content in data.items():
        path = where / "folder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (where / "folder").mkdir(exist_ok=True)
    return where / "folder"


def around(data: Data, where: Path) -> Path:
    """Write a folder with one more folder around."""
    return folder({f"my course (1)/{name}": content for name, content in data.items()}, where)


def tar(data: Data, where: Path, mode: str = "w") -> Path:
    """Write a .tar, names as Studio writes them, behind `course/`."""
    path = where / f"course.tar{'.gz' if mode == 'w:gz' else ''}"
    with tarfile.open(path, mode) as out:  # type: ignore[call-overload]  # a mode is a mode
        for name, content in data.items():
            _add(out, f"course/{name}", content)
    return path


def tar_gz(data: Data, where: Path) -> Path:
    """Write a .tar.gz."""
    return tar(data, where, "w:gz")


def flat_tar(data: Data, where: Path) -> Path:
    """Write a .tar without a folder, names behind `./` as `tar c .` writes them, under a name that says nothing."""
    path = where / "download"
    with tarfile.open(path, "w") as out:
        for name, content in data.items():
            _add(out, f"./{name}", content)
    return path


def zip_file(data: Data, where: Path) -> Path:
    """Write a .zip without a folder."""
    path = where / "course.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in data.items():
            out.writestr(name, content)
    return path


def github_zip(data: Data, where: Path) -> Path:
    """Write a .zip as of a repository that holds its course in a folder, beside files that are no course."""
    inside = {f"repo-main/olx/{name}": content for name, content in data.items()}
    return zip_file({"repo-main/README.md": b"# A course", "repo-main/.gitignore": b"*.pyc", **inside}, where)


def windows_zip(data: Data, where: Path) -> Path:
    """Write a .zip whose names have backslashes, with entries for folders."""
    path = where / "windows.zip"
    with zipfile.ZipFile(path, "w") as out:
        for name, content in {"": b"", "course/": b"", **data}.items():
            entry = zipfile.ZipInfo()
            entry.filename = "Mein Kurs\\" + name.replace("/", "\\")
            out.writestr(entry, content)
    return path


def macos_zip(data: Data, where: Path) -> Path:
    """Write a .zip as macOS does: letters and marks apart, in UTF-8 without saying so, with its own litter beside."""
    path = where / "macos.zip"
    with zipfile.ZipFile(path, "w") as out:
        for name, content in data.items():
            out.writestr(_unsaid(unicodedata.normalize("NFD", f"Kurs für Lena/{name}")), content)
            beside, _, last = name.rpartition("/")
            out.writestr(f"__MACOSX/Kurs/{beside}/._{last}", b"\0\5\x16\7")
        out.writestr("Kurs für Lena/.DS_Store", b"\0\0\0\1Bud1")
    return path


def _unsaid(name: str) -> zipfile.ZipInfo:
    """Return an entry with the name's bytes in UTF-8, and no flag that says so."""

    class Unsaid(zipfile.ZipInfo):
        def _encodeFilenameFlags(self) -> tuple[bytes, int]:
            return name.encode(), self.flag_bits & ~0x800

    return Unsaid(name)


def linked_tar(data: Data, where: Path) -> Path:
    """Write a .tar of a course of 2013 whose course.xml is a link to one of the roots."""
    path = where / "linked.tar"
    with tarfile.open(path, "w") as out:
        for name, content in data.items():
            _add(out, f"repo/{name}", content)
        link = tarfile.TarInfo("repo/course.xml")
        link.type, link.linkname = tarfile.SYMTYPE, "roots/2013_Fall.xml"
        out.addfile(link)
    return path


def linked_zip(data: Data, where: Path) -> Path:
    """Write a .zip of the same, as Git's hosts make it."""
    path = where / "linked.zip"
    with zipfile.ZipFile(path, "w") as out:
        for name, content in data.items():
            out.writestr(f"repo/{name}", content)
        link = zipfile.ZipInfo("repo/course.xml")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        out.writestr(link, "roots/2013_Fall.xml")
    return path


def latin_tar(data: Data, where: Path) -> Path:
    """Write a .tar whose names are Latin-1, as old systems did."""
    path = where / "latin.tar"
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT, encoding="latin-1") as out:
        for name, content in data.items():
            _add(out, name, content)
    return path


def _add(out: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    out.addfile(info, io.BytesIO(content))


PACKED: Mapping[str, Pack] = {
    "folder": folder, "folder-around": around, "tar": tar, "tar.gz": tar_gz, "flat-tar": flat_tar, "zip": zip_file,
    "github-zip": github_zip, "windows-zip": windows_zip, "macos-zip": macos_zip,
}  # fmt: skip


def _tar_bytes(data: Data) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as out:
        for name, content in data.items():
            _add(out, name, content)
    return gzip.compress(buffer.getvalue(), mtime=0)


_CARTRIDGE = '<manifest xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"><metadata><schema>IMS Common Cartridge</schema></metadata></manifest>'
_BLOCKS = f'<library xblock-family="xblock.v1" org="Hut" library="L1"><problem display_name="P">{question("A?", "B", "C")}</problem></library>'
_TWO = {
    **{f"one/{name}": text for name, text in _COURSE.items()},
    **{f"two/{name}": text for name, text in _COURSE.items()},
}

# What is no course, by the way it usually comes.
REFUSED = (
    Refused("moodle-backup", {"moodle_backup.xml": "<moodle_backup/>", "course/course.xml": '<course id="3" contextid="9"><shortname>M</shortname></course>', "sections/section_1/section.xml": "<section/>"}, "Moodle backup", packed="tar.gz"),
    Refused("moodle-backup-zip", {"moodle_backup.xml": "<moodle_backup/>", "course/course.xml": '<course id="3"><shortname>M</shortname></course>'}, "Moodle backup", packed="zip"),
    Refused("moodle-backup-unpacked", {"moodle_backup.xml": "<moodle_backup/>", "course/course.xml": '<course id="3"/>'}, "Moodle backup"),
    Refused("common-cartridge", {"imsmanifest.xml": _CARTRIDGE, "web/x.html": "<p>x</p>"}, "Common Cartridge", packed="zip"),
    Refused("scorm-package", {"imsmanifest.xml": "<manifest/>", "index.html": ""}, "already a SCORM package", packed="zip"),
    Refused("library", {"library.xml": _BLOCKS, "policies/assets.json": "{}"}, "content library", packed="tar.gz"),
    Refused("library-of-2025", {"package.toml": '[meta]\nformat_version = 1\n', "entities/a.toml": ""}, "content library", packed="zip"),
    Refused("course-in-an-archive-in-an-archive", {"download/course.abc.tar.gz": _tar_bytes(_COURSE), "read me.txt": "x"}, "course.abc.tar.gz", packed="zip"),
    Refused("two-courses", _TWO, "one, two", packed="zip"),
    Refused("a-run-without-its-course", {"course/2014.xml": "<course/>", "chapter/a.xml": "<chapter/>"}, "no course.xml", packed="folder"),
    Refused("pictures", {"holiday.jpg": b"\xff\xd8\xff"}, "no course.xml", packed="zip"),
)  # fmt: skip
