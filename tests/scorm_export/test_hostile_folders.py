"""Folders made to harm, archives that were cut: nothing outside is read, nothing but the package is written."""

import gzip
import os
import socket
from pathlib import Path

import pytest

from scorm_export import ceilings
from scorm_export.errors import CourseError
from scorm_export.exporting import Options, export_course
from scorm_export.files import open_files
from tests.scorm_export.courses import write_course
from tests.scorm_export.hostile_packing import (
    entry,
    packed,
    tar,
)
from tests.scorm_export.limited import MIB, Limited, harmless, refused, snapshot

NO_COURSE = "is no course"


@pytest.mark.parametrize("kind", ["tar", "zip", "folder", "folders"])
def test_only_so_many_files_are_taken(
    tmp_path: Path, files: dict[str, bytes], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a course comes in, and whatever its entries are."""
    monkeypatch.setattr(ceilings, "MAX_COUNT", 100)

    def course(count: int) -> Path:
        path = tmp_path / f"{kind}{count}"
        more = {f"static/{number}": b"" for number in range(count)}
        if kind == "tar":
            return tar(path, files, *(entry(name, data) for name, data in more.items()), mode="w")
        if kind == "zip":
            return packed(path, {**files, **more})
        write_course(path)
        (path / "static").mkdir()
        for name in more:
            (path / name).touch() if kind == "folder" else (path / name).mkdir()
        return path

    assert "course.xml" in open_files(course(80))
    with pytest.raises(CourseError, match="more than 100 files"):
        open_files(course(101))


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_an_archive_that_was_cut_is_refused_wherever_that_was(
    tmp_path: Path, files: dict[str, bytes], kind: str
) -> None:
    course = tmp_path / f"c.{kind}"
    if kind == "zip":
        packed(course, files)
    else:
        tar(course, files, mode="w" if kind == "tar" else "w:gz")
    data = course.read_bytes()
    # What a tar ends with says nothing.
    content = {"tar": len(data.rstrip(b"\0")), "tar.gz": len(data) - 100, "zip": len(data)}[kind]
    for size in range(0, content, 50):
        course.write_bytes(data[:size])
        with pytest.raises(CourseError, match=f"{NO_COURSE}|damaged|no course.xml"):
            export_course(course, tmp_path / "p.zip", Options())
    assert not (tmp_path / "p.zip").exists()


def test_gzip_without_a_tar_in_it_is_refused(tmp_path: Path, limited: Limited) -> None:
    course = tmp_path / "c.tar.gz"
    with gzip.open(course, "wb") as out:
        for _ in range(100):
            out.write(bytes(MIB))
    refused(limited, course, "no course.xml")


def test_links_pipes_and_sockets_in_a_folder_do_no_harm(tmp_path: Path, limited: Limited) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text("SECRET-OF-THE-MACHINE")
    names = ("link", "above", "circle", "fifo", "socket", "device", "inside", "nowhere")
    course = write_course(
        tmp_path / "in" / "course",
        {"static/real.txt": "real", "html/intro.html": "".join(f'<a href="/static/{name}">x</a>' for name in names)},
    )
    static = course / "static"
    (static / "link").symlink_to(outside)
    (static / "above").symlink_to(course.parent)
    (static / "circle").symlink_to(static / "circle")
    (static / "folder").symlink_to(static)
    (static / "inside").symlink_to(static / "real.txt")
    (static / "nowhere").symlink_to("/does/not/exist")
    (static / "device").symlink_to("/dev/zero")
    os.mkfifo(static / "fifo")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(static / "socket"))
    package = harmless(limited, course)
    assert [data for name, data in package.items() if name.startswith("static/")] == [b"real"]
    assert not any(b"SECRET" in data for data in package.values())


def test_a_terabyte_of_nothing_in_a_folder_is_not_copied(tmp_path: Path, limited: Limited) -> None:
    course = write_course(
        tmp_path / "course", {"static/z.bin": b"", "html/intro.html": '<a href="/static/z.bin">x</a>'}
    )
    with (course / "static" / "z.bin").open("r+b") as stream:
        stream.truncate(2**40)
    done = limited.run("export", course, "-o", tmp_path / "p.zip")
    assert done.code == 1
    assert "larger than 1024 MiB" in done.sentence
    assert not (tmp_path / "p.zip").exists()


def test_many_large_files_of_nothing_are_not_copied(tmp_path: Path, limited: Limited) -> None:
    names = [f"static/{number}.bin" for number in range(20)]
    links = "".join(f'<a href="/{name}">x</a>' for name in names)
    course = write_course(tmp_path / "course", {**dict.fromkeys(names, b""), "html/intro.html": links})
    for name in names:
        with (course / name).open("r+b") as stream:
            stream.truncate(1000 * MIB)
    done = limited.run("export", course, "-o", tmp_path / "p.zip")
    assert done.code == 1
    assert "The package would be larger than" in done.sentence


def test_folders_in_folders_without_end_do_no_harm(tmp_path: Path, limited: Limited) -> None:
    course = write_course(tmp_path / "course")
    here = os.open(course, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("deep", dir_fd=here)
        below = os.open("deep", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    done = limited.run("export", course, "-o", tmp_path / "p.zip")
    assert done.code in (0, 1)
    assert "Traceback" not in done.err
    _remove_deep(course / "deep")


def _remove_deep(folder: Path) -> None:
    """Fold a chain of folders up from its top: its whole path is too long for anything else."""
    while folder.exists():
        below = folder / "deep"
        if below.exists():
            below.rename(folder.parent / "next")
        folder.rmdir()
        if (folder.parent / "next").exists():
            (folder.parent / "next").rename(folder)


def test_a_name_that_is_no_text_does_no_harm(tmp_path: Path) -> None:
    course = write_course(
        tmp_path / "course", {"static/x.txt": "x", "html/intro.html": '<a href="/static/_.txt">x</a>'}
    )
    os.rename(os.fsencode(course / "static" / "x.txt"), os.fsencode(course / "static") + b"/\xff.txt")  # noqa: PTH104 - a Path can't hold this name
    report, _ = export_course(course, tmp_path / "p.zip", Options())
    assert report.complete


def test_the_package_may_lie_in_the_course(tmp_path: Path, limited: Limited) -> None:
    course = write_course(tmp_path / "course")
    for _ in range(2):
        done = limited.run("export", course, "-o", course / "static.zip")
        assert done.code == 0
    assert not [path for path in snapshot(course) if path.name.startswith(".")]
