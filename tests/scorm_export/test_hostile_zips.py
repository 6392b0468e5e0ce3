"""Zips made to harm: refused in one sentence or made harmless, in little memory and time."""

import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scorm_export.hostile_packing import crowd, crowd64, encrypted, listed, overlapping, zipped
from tests.scorm_export.limited import MIB, Limited, harmless, refused

TOO_MUCH = "unpacks to more than"
FAR_TOO_MANY = "far too many files"
DAMAGED = "damaged or encrypted"


BOMBS: dict[str, tuple[Callable[[dict[str, bytes]], bytes], str]] = {
    "zeros": (lambda files: zipped({**files, "static/z": bytes(200 * MIB)}), TOO_MUCH),
    "many-zeros": (lambda files: zipped({**files, **{f"static/{n}": bytes(MIB) for n in range(200)}}), TOO_MUCH),
    "overlapping": (lambda _: overlapping(300), f"{TOO_MUCH}|{DAMAGED}"),
    "120000-in-the-list": (lambda _: crowd(120_000), "more than 50000 files"),
    "2-million-in-the-list": (lambda _: crowd(2_000_000), FAR_TOO_MANY),
    "2-million-in-the-large-list": (lambda _: crowd64(2_000_000), FAR_TOO_MANY),
    "lying-sizes": (lambda files: listed(zipped(files), lambda made, at: struct.pack_into("<L", made, at + 24, 5)), DAMAGED),
    "lying-large-sizes": (
        lambda files: listed(zipped(files), lambda made, at: struct.pack_into("<L", made, at + 24, 0xFFFFFFFF)), TOO_MUCH,
    ),
    "lying-crcs": (lambda files: listed(zipped(files), lambda made, at: struct.pack_into("<L", made, at + 16, 5)), DAMAGED),
    "encrypted": (lambda files: encrypted(zipped(files)), DAMAGED),
    "lzma": (lambda files: zipped(files, zipfile.ZIP_LZMA), DAMAGED),
    "name-that-is-no-text": (
        lambda files: zipped({**files, "static/éé": b"x"}).replace("éé".encode(), b"\xff\xfe\xfd\xfc"), DAMAGED,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_zips_made_to_harm_are_refused(tmp_path: Path, limited: Limited, files: dict[str, bytes], name: str) -> None:
    make, words = BOMBS[name]
    course = tmp_path / "c.zip"
    course.write_bytes(make(files))
    refused(limited, course, words)


def linked(out: zipfile.ZipFile) -> None:
    made = zipfile.ZipInfo("static/p")
    made.external_attr = 0o120777 << 16
    out.writestr(made, "/etc/passwd")


def nul(out: zipfile.ZipFile) -> None:
    out.writestr(zipfile.ZipInfo("nul"), b"x")
    out.infolist()[-1].filename = "\0ul"


def test_links_twins_and_archives_in_a_zip_do_no_harm(
    tmp_path: Path, limited: Limited, files: dict[str, bytes]
) -> None:
    course = tmp_path / "c.zip"
    with zipfile.ZipFile(course, "w") as out, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, data in files.items():
            out.writestr(name, data)
        out.writestr("course.xml", files["course.xml"])
        out.writestr("static/inner.zip", zipped({"../../x": b"x"}))
        linked(out)
        nul(out)
    package = harmless(limited, course)
    assert not any(b"/etc/passwd" in data for data in package.values())
