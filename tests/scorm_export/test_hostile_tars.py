"""Tars made to harm: refused in one sentence or made harmless, in little memory and time."""

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from scorm_export.errors import CourseError
from scorm_export.exporting import Options, export_course
from scorm_export.files import open_files
from tests.scorm_export.hostile_packing import (
    Add,
    entry,
    info,
    packed,
    raw,
    tar,
    zeros,
    zipped,
)
from tests.scorm_export.limited import MIB, Limited, refused

OUTSIDE = "leads outside the course"
TOO_MUCH = "unpacks to more than"
NO_COURSE = "is no course"
PASSWORDS = Path("/etc/passwd").read_bytes().splitlines()[0]


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x", "..", "..\\x", "C:/x", "C:\\x", "static/../../x"])
def test_names_that_lead_outside_are_refused(
    tmp_path: Path, limited: Limited, files: dict[str, bytes], name: str
) -> None:
    for course in (tar(tmp_path / "c.tar.gz", files, entry(name)), packed(tmp_path / "c.zip", {**files, name: b"x"})):
        with pytest.raises(CourseError, match=OUTSIDE):
            open_files(course)
        if name == "../x":
            refused(limited, course, OUTSIDE)


@pytest.mark.parametrize(
    "name",
    ["static/\x1b[31m", "static/\u202e\u2066x", "static/a\nb", "static/\x9b", "x" * 250, ".", "static/con", "a:b/c"],
)
def test_names_that_only_look_odd_do_no_harm(tmp_path: Path, files: dict[str, bytes], name: str) -> None:
    for course in (tar(tmp_path / "c.tar.gz", files, entry(name)), packed(tmp_path / "c.zip", {**files, name: b"x"})):
        export_course(course, tmp_path / "p.zip", Options())


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, b"Z"]
)
@pytest.mark.parametrize("target", ["/etc/passwd", "../../../../etc/passwd", "static/p"])
def test_links_and_devices_in_a_tar_do_not_exist(
    tmp_path: Path, files: dict[str, bytes], kind: bytes, target: str
) -> None:
    course = tar(tmp_path / "c.tar.gz", files, entry("static/p", b"", type=kind, linkname=target))
    report, _ = export_course(course, tmp_path / "p.zip", Options())
    assert "missing-file" in {problem.code for problem in report.problems}
    with zipfile.ZipFile(tmp_path / "p.zip") as package:
        assert not any(PASSWORDS in package.read(name) for name in package.namelist())


@pytest.mark.parametrize(
    ("adds", "words"),
    [
        ([zeros(200 * MIB)], TOO_MUCH),
        ([raw(info("static/z", 2**40), 1)], TOO_MUCH),
        ([raw(info("static/z", 200 * MIB, b"7"), 200)], TOO_MUCH),
        ([raw(info("static/z", 200 * MIB, b"Z"), 200)], TOO_MUCH),
        ([raw(info("p", 200 * MIB, tarfile.XHDTYPE), 200)], NO_COURSE),
        ([raw(info("p", 200 * MIB, tarfile.GNUTYPE_LONGNAME), 200)], NO_COURSE),
        ([raw(info("p", 32 * 1024, tarfile.XHDTYPE), 1, b"9" * MIB)], NO_COURSE),
        ([raw(info("static/z", -(2**40)), 1)], NO_COURSE),
        ([raw(info("p", -512, tarfile.GNUTYPE_LONGNAME), 1)], NO_COURSE),
    ],
    ids=["zeros", "claims-1-TB", "contiguous", "unknown-kind", "long-header", "long-name", "long-number", "negative",
         "negative-header"],
)  # fmt: skip
def test_tars_that_unpack_without_end_are_refused(
    tmp_path: Path, limited: Limited, files: dict[str, bytes], adds: list[Add], words: str
) -> None:
    refused(limited, tar(tmp_path / "c.tar.gz", files, *adds), words)


def test_a_sparse_tar_that_claims_a_terabyte_is_refused(
    tmp_path: Path, limited: Limited, files: dict[str, bytes]
) -> None:
    def sparse(out: tarfile.TarFile) -> None:
        made = tarfile.TarInfo("static/z")
        made.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": str(2**40)}
        made.size = 512
        out.addfile(made, io.BytesIO(b"1\n0\n1\n".ljust(512, b"\0")))

    refused(limited, tar(tmp_path / "c.tar.gz", files, sparse), TOO_MUCH)


def test_a_tar_that_ends_with_a_zip_is_a_tar(tmp_path: Path, files: dict[str, bytes]) -> None:
    course = tar(tmp_path / "c.tar", files, entry("static/z.zip", zipped({"a": b"x"})), mode="w")
    assert "course.xml" in open_files(course)
